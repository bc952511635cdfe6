//! What the API says about roles.

use contract::common::RelatedFilter;
use contract::{ApiEnum, ApiObject, Prop, Time};

/// A role: permissions by name, for users who have it (reference: identity.md §8, §15.5).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserRole", list = "KalturaUserRoleListResponse")]
pub struct UserRole {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// What people call it.
    pub name: Prop<String>,
    /// What programs call it; the privilege `setrole` may use it.
    pub system_name: Prop<String>,
    /// What it is for.
    pub description: Prop<String>,
    /// Whether it grants anything.
    pub status: Prop<UserRoleStatus>,
    /// The account; 0 for built-in ones.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// The names of the permissions that it grants, comma-separated; `*`, which is everything that the account has,
    /// is answered as the names that this comes to.
    pub permission_names: Prop<String>,
    /// Words to find it by, comma-separated; the console shows those tagged `kmc`.
    pub tags: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
}

/// Which roles to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaUserRoleFilter",
    filter = "KalturaUserRoleBaseFilter",
    order("createdAt", "id", "name", "updatedAt")
)]
pub struct UserRoleFilter {
    /// What every filter has.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this identifier.
    pub id_equal: Prop<i64>,
    /// With one of these identifiers, comma-separated.
    pub id_in: Prop<String>,
    /// With this name.
    pub name_equal: Prop<String>,
    /// With one of these names, comma-separated.
    pub name_in: Prop<String>,
    /// With this system name.
    pub system_name_equal: Prop<String>,
    /// With one of these system names, comma-separated.
    pub system_name_in: Prop<String>,
    /// Whose description contains this.
    pub description_like: Prop<String>,
    /// With this status.
    pub status_equal: Prop<UserRoleStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
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

/// Whether a role grants anything.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserRoleStatus")]
pub enum UserRoleStatus {
    /// It does.
    Active = 1,
    /// Not until it is active again.
    Blocked = 2,
    /// It is gone.
    Deleted = 3,
}
