//! `permissionItem` (reference: identity.md §10).

use std::sync::LazyLock;

use contract::errors::INVALID_OBJECT_ID;
use contract::list::ApiFilter;
use contract::{ApiEnum, FilterPager, ListOf, Time, select, service};

use super::items::{self, Item};
use super::model::{
    AnyPermissionItem, ApiActionPermissionItem, ApiParameterPermissionItem, ApiParameterPermissionItemAction,
    ItemClass, PermissionItem, PermissionItemFilter, PermissionItemType,
};
use super::{MADE_AT, name_key, names};
use crate::call::{Call, forbidden};
use crate::error::Result;

/// The service `permissionItem`.
pub struct PermissionItems;

/// The single rights that permissions are made of. They come with the server: to add, change or delete them is for
/// an administrator of the original installation, whose account no server of this kind has.
#[service(name = "permissionItem")]
impl PermissionItems {
    /// Adds a permission item; refused to everybody.
    #[action(
        session = always,
        allow(),
        throws(PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_NOT_UPDATABLE)
    )]
    async fn add(
        call: &Call,
        /// What it opens.
        permission_item: AnyPermissionItem,
    ) -> Result<AnyPermissionItem> {
        let _ = (call, permission_item);
        Err(forbidden("permissionItem", "add"))
    }

    /// Deletes a permission item; refused to everybody.
    #[action(session = always, allow(), throws(INVALID_OBJECT_ID))]
    async fn delete(
        call: &Call,
        /// Its id.
        permission_item_id: i64,
    ) -> Result<AnyPermissionItem> {
        let _ = (call, permission_item_id);
        Err(forbidden("permissionItem", "delete"))
    }

    /// Answers a permission item.
    #[action(session = always, allow(ADMIN_BASE), throws(INVALID_OBJECT_ID))]
    async fn get(
        call: &Call,
        /// Its id.
        permission_item_id: i64,
    ) -> Result<AnyPermissionItem> {
        let _ = call;
        items::find(permission_item_id)
            .map(show)
            .ok_or_else(|| INVALID_OBJECT_ID.with([permission_item_id.to_string()]).into())
    }

    /// Answers the permission items.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<PermissionItemFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyPermissionItem>> {
        let _ = call;
        let filter = filter.unwrap_or_default();
        let of_kind = |base: &&PermissionItem| {
            let kind = base.r#type.get().map_or("", |class| class.0.wire_value());
            let wanted = filter.type_equal.get().is_none_or(|wanted| wanted.wire_value() == kind);
            let listed = filter.type_in.get().filter(|list| !list.is_empty());
            wanted && listed.is_none_or(|list| names(list).any(|name| name.eq_ignore_ascii_case(kind)))
        };
        let all = ALL.iter().map(AnyPermissionItem::base).filter(of_kind).cloned();
        let found = select(all, &filter.query(pager.as_ref()), "id", name_key);
        let shown = |base: &PermissionItem| base.id.get().and_then(|id| items::find(*id)).map(show);
        Ok(ListOf {
            objects: found.objects.map(|page| page.iter().filter_map(shown).collect()),
            total_count: found.total_count,
        })
    }

    /// Changes a permission item; refused to everybody.
    #[action(session = always, allow(), throws(INVALID_OBJECT_ID))]
    async fn update(
        call: &Call,
        /// Its id.
        permission_item_id: i64,
        /// What changes.
        permission_item: AnyPermissionItem,
    ) -> Result<AnyPermissionItem> {
        let _ = (call, permission_item_id, permission_item);
        Err(forbidden("permissionItem", "update"))
    }
}

static ALL: LazyLock<Vec<AnyPermissionItem>> = LazyLock::new(|| items::all().map(show).collect());

fn show(item: Item) -> AnyPermissionItem {
    let base = |kind| PermissionItem {
        id: item.id().into(),
        r#type: ItemClass(kind).into(),
        partner_id: 0.into(),
        tags: "".into(),
        created_at: Time(MADE_AT).into(),
        updated_at: Time(MADE_AT).into(),
    };
    match item {
        Item::Action(item) => AnyPermissionItem::Action(ApiActionPermissionItem {
            base: base(PermissionItemType::ApiActionItem),
            service: item.service.clone().into(),
            action: item.action.clone().into(),
        }),
        Item::Parameter(item) => AnyPermissionItem::Parameter(ApiParameterPermissionItem {
            base: base(PermissionItemType::ApiParameterItem),
            object: item.object.clone().into(),
            parameter: item.parameter.clone().into(),
            action: ApiParameterPermissionItemAction::from_wire_value(&item.action).into(),
        }),
    }
}
