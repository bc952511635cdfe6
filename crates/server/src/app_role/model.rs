//! What the API says about roles in other applications.

use contract::common::RelatedFilter;
use contract::{ApiObject, Prop, Time};

use crate::user::UserStatus;

/// A role in another application.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAppRole", abstract)]
pub struct AppRole {
    /// The application, 24 hexadecimal digits.
    #[api(insert_only)]
    pub app_guid: Prop<String>,
    /// The role.
    pub user_role_id: Prop<i64>,
    /// When it was given.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
}

/// A role that a user has in another application (reference: identity.md §14).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserAppRole", list = "KalturaUserAppRoleListResponse")]
pub struct UserAppRole {
    /// Role and application.
    #[api(base)]
    pub base: AppRole,
    /// The user.
    #[api(insert_only)]
    pub user_id: Prop<String>,
}

/// Which roles in other applications to list; users, applications or roles must be named.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserAppRoleFilter", filter = "KalturaUserAppRoleBaseFilter")]
pub struct UserAppRoleFilter {
    /// What every filter has.
    #[api(base)]
    pub base: RelatedFilter,
    /// In this application.
    pub app_guid_equal: Prop<String>,
    /// In one of these applications, comma-separated.
    pub app_guid_in: Prop<String>,
    /// With this role.
    pub user_role_id_equal: Prop<String>,
    /// With one of these roles, comma-separated.
    pub user_role_id_in: Prop<String>,
    /// Given at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Given at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Of this user.
    #[api(own, custom)]
    pub user_id_equal: Prop<String>,
    /// Of one of these users, comma-separated.
    #[api(own, custom)]
    pub user_id_in: Prop<String>,
    /// Of users with this status; active ones if none is given.
    #[api(own, custom)]
    pub user_status_equal: Prop<UserStatus>,
    /// Of users with one of these statuses, comma-separated.
    #[api(own, custom)]
    pub user_status_in: Prop<String>,
}
