//! `permission` (reference: identity.md §9).

use std::sync::Arc;

use contract::errors::{
    ACTION_FORBIDDEN, INVALID_FIELD_VALUE, INVALID_OBJECT_ID, PERMISSION_ALREADY_EXISTS,
    PERMISSION_ITEM_NOT_FOUND, PROPERTY_VALIDATION_CANNOT_BE_NULL,
};
use contract::list::ApiFilter;
use contract::{FilterPager, ListOf, Prop, Time, select, service};
use store::Transaction;

use super::model::{self, PermissionFilter, PermissionStatus, PermissionType};
use super::{Permission, all_builtin, cut, find_builtin, items, name_key, names, table};
use crate::call::{Call, Scope};
use crate::error::{Error, Result};
use crate::partner::{self, Partner};
use crate::role::Bounds;

/// Names have at most so many characters (reference: identity.md §2).
const MAX_NAME: usize = 100;

/// The service `permission`.
pub struct Permissions;

/// The names that roles are made of, and the switches of the account.
#[service(name = "permission")]
impl Permissions {
    /// Adds a permission, which roles of the account may name from then on. It opens what its items open.
    #[action(
        session = always,
        allow(ADMIN_PERMISSION_ADD),
        throws(PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_NOT_UPDATABLE)
    )]
    async fn add(
        call: &Call,
        /// The permission.
        permission: model::Permission,
    ) -> Result<model::Permission> {
        let (scope, now) = (call.scope()?, call.now());
        let mut sent = permission;
        call.check_insert(&mut sent)?;
        let name = valid_name(sent.name.get())?;
        let mut new = Permission {
            id: 0,
            partner_id: scope.partner_id(),
            friendly_name: name.clone(),
            name,
            kind: PermissionType::Normal,
            status: PermissionStatus::Active,
            description: String::new(),
            depends_on: String::new(),
            tags: String::new(),
            item_ids: Vec::new(),
            partner_group: None,
            created_at: now,
            updated_at: now,
        };
        merge(&mut new, sent)?;
        if !Bounds::of(call)?.hold_items(&new.item_ids) {
            return Err(beyond("add"));
        }
        let mut tx = call.app().store.begin().await?;
        require_free(&mut tx, scope, &new).await?;
        new.id = table::add(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(show(&new))
    }

    /// Deletes a permission of the account. Roles that name it go without it.
    #[action(session = always, allow(ADMIN_PERMISSION_DELETE), throws(INVALID_OBJECT_ID))]
    async fn delete(
        call: &Call,
        /// Its name.
        permission_name: String,
    ) -> Result<model::Permission> {
        let scope = call.scope()?;
        let mut tx = call.app().store.begin().await?;
        partner::hold(&mut tx, scope.partner_id()).await?;
        let known = table::find(&mut tx, scope, &permission_name).await?;
        let mut known = known.ok_or_else(|| unknown(&permission_name))?;
        known.status = PermissionStatus::Deleted;
        known.updated_at = call.now();
        table::update(&mut tx, &known).await?;
        tx.commit().await?;
        Ok(show(&known))
    }

    /// Answers a permission, built in or the account's own. One that was deleted can still be read.
    #[action(session = always, allow(ADMIN_BASE), throws(INVALID_OBJECT_ID))]
    async fn get(
        call: &Call,
        /// Its name.
        permission_name: String,
    ) -> Result<model::Permission> {
        if let Some(built_in) = find_builtin(&permission_name) {
            return Ok(show(built_in));
        }
        let partner = account(call).await?;
        if let Some(own) = partner.permissions.own.get(&name_key(&permission_name)) {
            return Ok(show(own));
        }
        let deleted = table::find_deleted(call.app(), call.scope()?, &permission_name).await?;
        deleted.as_ref().map(show).ok_or_else(|| unknown(&permission_name))
    }

    /// Answers the names of the permissions that the caller has, comma-separated.
    #[action(session = optional, allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION))]
    async fn get_current_permissions(call: &Call) -> Result<String> {
        Ok(call.rights().names().collect::<Vec<_>>().join(","))
    }

    /// Answers the permissions of the account and the built-in ones.
    #[action(session = always, allow(ADMIN_BASE, KMC_READ_ONLY))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<PermissionFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<model::Permission>> {
        let partner = account(call).await?;
        let all = all_builtin().values().chain(partner.permissions.own.values()).map(show);
        Ok(select(all, &filter.unwrap_or_default().query(pager.as_ref()), "id", name_key))
    }

    /// Changes a permission of the account. Properties that are not sent stay as they are.
    #[action(session = always, allow(ADMIN_PERMISSION_UPDATE), throws(INVALID_OBJECT_ID))]
    async fn update(
        call: &Call,
        /// Its name.
        permission_name: String,
        /// What changes.
        permission: model::Permission,
    ) -> Result<model::Permission> {
        let scope = call.scope()?;
        let mut tx = call.app().store.begin().await?;
        partner::hold(&mut tx, scope.partner_id()).await?;
        let known = table::find(&mut tx, scope, &permission_name).await?;
        let known = known.filter(|known| known.kind == PermissionType::Normal);
        let mut known = known.ok_or_else(|| unknown(&permission_name))?;
        let mut sent = permission;
        call.check_update(&mut sent, &show(&known))?;
        let before = known.clone();
        if !sent.name.is_absent() {
            known.name = valid_name(sent.name.get())?;
            require_free(&mut tx, scope, &known).await?;
        }
        merge(&mut known, sent)?;
        if opens_otherwise(&before, &known) && !Bounds::of(call)?.hold_items(&known.item_ids) {
            return Err(beyond("update"));
        }
        known.updated_at = call.now();
        table::update(&mut tx, &known).await?;
        tx.commit().await?;
        Ok(show(&known))
    }
}

/// The account as it is now, not as it was when the call came in: an earlier call of the same multirequest may have
/// changed it.
async fn account(call: &Call) -> Result<Arc<Partner>> {
    let known = call.app().partners.get(call.app(), call.partner()?.id).await?;
    known.ok_or_else(|| Error::internal("the account of a session is gone"))
}

/// True if a change may let somebody do what they could not do before.
fn opens_otherwise(before: &Permission, after: &Permission) -> bool {
    let opens = |permission: &Permission| {
        let Permission { name, depends_on, item_ids, .. } = permission;
        (permission.is_active(), name.clone(), depends_on.clone(), item_ids.clone())
    };
    after.is_active() && opens(before) != opens(after)
}

/// A permission that opens more than the caller may (see `role/bounds.rs`).
fn beyond(action: &str) -> Error {
    Error::from(ACTION_FORBIDDEN.with([action])).because("it opens more than the caller may")
}

fn unknown(name: &str) -> Error {
    INVALID_OBJECT_ID.with([name]).into()
}

fn valid_name(sent: Option<&String>) -> Result<String> {
    let name = sent.filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["KalturaPermission::name"]))?;
    // A list of names in a role could not tell it from two.
    if name.contains(',') {
        return Err(INVALID_FIELD_VALUE.with(["name"]).into());
    }
    Ok(cut(name, MAX_NAME).to_owned())
}

/// Takes over what was sent, but for the name.
fn merge(permission: &mut Permission, sent: model::Permission) -> Result<()> {
    let text = |sent: Prop<String>, stored: &mut String| match sent {
        Prop::Absent => {}
        Prop::Null => stored.clear(),
        Prop::Set(text) => *stored = text,
    };
    if let Some(status) = sent.status.get() {
        permission.status = *status;
    }
    match sent.friendly_name {
        Prop::Absent => {}
        Prop::Null => permission.friendly_name.clone_from(&permission.name),
        Prop::Set(name) => cut(&name, MAX_NAME).clone_into(&mut permission.friendly_name),
    }
    text(sent.description, &mut permission.description);
    text(sent.depends_on_permission_names, &mut permission.depends_on);
    text(sent.tags, &mut permission.tags);
    sent.partner_group.merge_into(&mut permission.partner_group);
    match sent.permission_items_ids {
        Prop::Absent => {}
        Prop::Null => permission.item_ids.clear(),
        Prop::Set(ids) => permission.item_ids = item_ids(&ids)?,
    }
    Ok(())
}

fn item_ids(list: &str) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    for name in names(list) {
        let item = name.parse().ok().and_then(items::find);
        let id = item.ok_or_else(|| Error::from(PERMISSION_ITEM_NOT_FOUND.bare()))?.id();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Holds the account, and makes sure that no other permission has the name, be it built in or the account's own.
async fn require_free(tx: &mut Transaction, scope: Scope, permission: &Permission) -> Result<()> {
    partner::hold(tx, scope.partner_id()).await?;
    let taken = find_builtin(&permission.name).is_some()
        || table::find(tx, scope, &permission.name).await?.is_some_and(|known| known.id != permission.id);
    if taken {
        let partner = scope.partner_id().to_string();
        return Err(PERMISSION_ALREADY_EXISTS.with([permission.name.as_str(), &partner]).into());
    }
    Ok(())
}

fn show(permission: &Permission) -> model::Permission {
    let item_ids: Vec<String> = permission.item_ids.iter().map(ToString::to_string).collect();
    model::Permission {
        id: permission.id.into(),
        r#type: permission.kind.into(),
        name: permission.name.clone().into(),
        friendly_name: permission.friendly_name.clone().into(),
        description: permission.description.clone().into(),
        status: permission.status.into(),
        partner_id: permission.partner_id.into(),
        depends_on_permission_names: permission.depends_on.clone().into(),
        tags: permission.tags.clone().into(),
        permission_items_ids: item_ids.join(",").into(),
        created_at: Time(permission.created_at).into(),
        updated_at: Time(permission.updated_at).into(),
        partner_group: permission.partner_group.clone().into(),
    }
}
