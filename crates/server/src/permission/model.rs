//! What the API says about permissions and what they are made of.

use contract::common::RelatedFilter;
use contract::list::Listed;
use contract::typing::{At, Permits};
use contract::{Api, ApiEnum, ApiFamily, ApiObject, Class, Prop, Time, TypeRef};
use wire::{ApiError, Param, Value};

/// A name that roles grant, or a switch of an account (reference: identity.md §9, §15.6).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPermission", list = "KalturaPermissionListResponse")]
pub struct Permission {
    /// Identifier, given by the server. The actions ask for the name.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// What it is for; those that are added are ordinary ones.
    #[api(read_only)]
    pub r#type: Prop<PermissionType>,
    /// What roles call it; without commas.
    pub name: Prop<String>,
    /// What people read; the name if not given.
    pub friendly_name: Prop<String>,
    /// More about it.
    pub description: Prop<String>,
    /// Whether it counts.
    pub status: Prop<PermissionStatus>,
    /// The account; 0 for built-in ones.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Names without which it counts for nothing, comma-separated.
    pub depends_on_permission_names: Prop<String>,
    /// Words to find it by, comma-separated.
    pub tags: Prop<String>,
    /// The ids of the permission items that it opens, comma-separated. Not sent with an update, they stay.
    pub permission_items_ids: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// For permissions of the type that lets accounts act for others; kept, without effect.
    pub partner_group: Prop<String>,
}

/// Which permissions to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaPermissionFilter",
    filter = "KalturaPermissionBaseFilter",
    order("createdAt", "id", "name", "updatedAt")
)]
pub struct PermissionFilter {
    /// What every filter has.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this identifier.
    pub id_equal: Prop<i64>,
    /// With one of these identifiers, comma-separated.
    pub id_in: Prop<String>,
    /// Of this type.
    pub type_equal: Prop<PermissionType>,
    /// Of one of these types, comma-separated.
    pub type_in: Prop<String>,
    /// With this name.
    pub name_equal: Prop<String>,
    /// With one of these names, comma-separated.
    pub name_in: Prop<String>,
    /// Whose friendly name contains this.
    pub friendly_name_like: Prop<String>,
    /// Whose description contains this.
    pub description_like: Prop<String>,
    /// With this status.
    pub status_equal: Prop<PermissionStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// Of this account; 0 for built-in ones.
    pub partner_id_equal: Prop<i64>,
    /// Of one of these accounts, comma-separated.
    pub partner_id_in: Prop<String>,
    /// That depend on any of these names, comma-separated.
    pub depends_on_permission_names_multi_like_or: Prop<String>,
    /// That depend on all of these names, comma-separated.
    pub depends_on_permission_names_multi_like_and: Prop<String>,
    /// With any of these tags, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// With all of these tags, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
}

/// Whether a permission counts.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPermissionStatus")]
pub enum PermissionStatus {
    /// It does.
    Active = 1,
    /// Not until it is active again.
    Blocked = 2,
    /// It is gone.
    Deleted = 3,
}

/// What a permission is for.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPermissionType")]
pub enum PermissionType {
    /// Roles name it.
    Normal = 1,
    /// Switches a feature of an account.
    SpecialFeature = 2,
    /// Switches a plug-in of an account.
    Plugin = 3,
    /// Lets an account act for others.
    PartnerGroup = 4,
}

/// A single right that permissions are made of (reference: identity.md §10, §15.7).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPermissionItem", abstract, list = "KalturaPermissionItemListResponse")]
pub struct PermissionItem {
    /// Identifier, the same on every server of this version or a later one.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The name of the class.
    #[api(read_only)]
    pub r#type: Prop<ItemClass>,
    /// The account: 0, since all of them are built in.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Words to find it by, comma-separated.
    pub tags: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
}

/// The right to call an action.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaApiActionPermissionItem")]
pub struct ApiActionPermissionItem {
    /// What every item has.
    #[api(base)]
    pub base: PermissionItem,
    /// The service, in lower case.
    pub service: Prop<String>,
    /// The action.
    pub action: Prop<String>,
}

/// The right to touch a property.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaApiParameterPermissionItem")]
pub struct ApiParameterPermissionItem {
    /// What every item has.
    #[api(base)]
    pub base: PermissionItem,
    /// The class that declares the property.
    pub object: Prop<String>,
    /// The property.
    pub parameter: Prop<String>,
    /// What may be done with it.
    pub action: Prop<ApiParameterPermissionItemAction>,
}

/// A permission item of any kind.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = PermissionItem)]
pub enum AnyPermissionItem {
    /// For an action.
    Action(ApiActionPermissionItem),
    /// For a property.
    Parameter(ApiParameterPermissionItem),
}

impl AnyPermissionItem {
    /// What every item has.
    pub fn base(&self) -> &PermissionItem {
        match self {
            Self::Action(item) => &item.base,
            Self::Parameter(item) => &item.base,
        }
    }
}

impl Listed for AnyPermissionItem {
    const LIST_CLASS: &'static Class = <PermissionItem as Listed>::LIST_CLASS;
}

/// The kind of a permission item. Answers name its class, although filters take the members of the enum (reference:
/// identity.md §10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemClass(pub PermissionItemType);

impl Api for ItemClass {
    const TYPE: TypeRef = PermissionItemType::TYPE;

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(PermissionItemType::decode(param, at)?.map(Self))
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        let class = match self.0 {
            PermissionItemType::ApiActionItem => ApiActionPermissionItem::CLASS,
            PermissionItemType::ApiParameterItem => ApiParameterPermissionItem::CLASS,
        };
        Value::Text(class.name.to_owned())
    }
}

/// Which permission items to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaPermissionItemFilter",
    filter = "KalturaPermissionItemBaseFilter",
    order("createdAt", "id", "updatedAt")
)]
pub struct PermissionItemFilter {
    /// What every filter has.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this identifier.
    pub id_equal: Prop<i64>,
    /// With one of these identifiers, comma-separated.
    pub id_in: Prop<String>,
    /// Of this kind.
    #[api(custom)]
    pub type_equal: Prop<PermissionItemType>,
    /// Of one of these kinds, comma-separated.
    #[api(custom)]
    pub type_in: Prop<String>,
    /// Of this account; 0 for built-in ones.
    pub partner_id_equal: Prop<i64>,
    /// Of one of these accounts, comma-separated.
    pub partner_id_in: Prop<String>,
    /// With any of these tags, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// With all of these tags, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
}

/// The kinds of permission items.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPermissionItemType", text)]
pub enum PermissionItemType {
    /// For an action.
    #[api(value = "kApiActionPermissionItem")]
    ApiActionItem,
    /// For a property.
    #[api(value = "kApiParameterPermissionItem")]
    ApiParameterItem,
}

/// What may be done with a property.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaApiParameterPermissionItemAction", text)]
pub enum ApiParameterPermissionItemAction {
    /// All that follows.
    #[api(value = "all")]
    Usage,
    /// Send it with add.
    #[api(value = "insert")]
    Insert,
    /// See it in answers.
    #[api(value = "read")]
    Read,
    /// Send it with update.
    #[api(value = "update")]
    Update,
}
