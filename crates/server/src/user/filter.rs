//! Which users a list asks for.

use contract::common::RelatedFilter;
use contract::enums::NullableBoolean;
use contract::{ApiFamily, ApiObject, Prop, Time};

use super::model::{UserStatus, UserType};

/// Which users or groups to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaBaseUserFilter",
    abstract,
    filter = "KalturaBaseUserBaseFilter",
    order("createdAt", "id", "updatedAt")
)]
pub struct BaseUserFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Of this account.
    pub partner_id_equal: Prop<i64>,
    /// Whose shown name contains this.
    pub screen_name_like: Prop<String>,
    /// Whose shown name begins with this.
    pub screen_name_starts_with: Prop<String>,
    /// Whose e-mail contains this.
    pub email_like: Prop<String>,
    /// Whose e-mail begins with this.
    pub email_starts_with: Prop<String>,
    /// With any of these words or phrases in the tags, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the tags, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// With this status. Deleted ones are never listed.
    pub status_equal: Prop<UserStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
}

/// Which users to list; groups too, unless a type is asked for (reference: identity.md §15.3).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserFilter", filter = "KalturaUserBaseFilter", order("createdAt", "id", "updatedAt"))]
pub struct UserFilter {
    /// What filters of users and of groups have.
    #[api(base)]
    pub base: BaseUserFilter,
    /// With this id.
    pub id_equal: Prop<String>,
    /// With one of these ids, comma-separated.
    pub id_in: Prop<String>,
    /// Of this type.
    pub type_equal: Prop<UserType>,
    /// Of one of these types, comma-separated.
    pub type_in: Prop<String>,
    /// Administrators, or everybody else.
    pub is_admin_equal: Prop<NullableBoolean>,
    /// Whose first name begins with this.
    pub first_name_starts_with: Prop<String>,
    /// Whose last name begins with this.
    pub last_name_starts_with: Prop<String>,
    /// Whose id or shown name begins with this.
    #[api(own, custom)]
    pub id_or_screen_name_starts_with: Prop<String>,
    /// Who can log in, or cannot.
    #[api(own)]
    pub login_enabled_equal: Prop<NullableBoolean>,
    /// Who have the role with this id.
    #[api(own, custom)]
    pub role_id_equal: Prop<String>,
    /// Who have the role with this id.
    #[api(own, custom)]
    pub role_ids_equal: Prop<String>,
    /// Who have one of the roles with these ids, comma-separated.
    #[api(own, custom)]
    pub role_ids_in: Prop<String>,
    /// Whose first or last name begins with this.
    #[api(own, custom)]
    pub first_name_or_last_name_starts_with: Prop<String>,
    /// Whose roles grant any of these permissions, comma-separated.
    #[api(own, custom)]
    pub permission_names_multi_like_or: Prop<String>,
    /// Whose roles grant all of these permissions, comma-separated.
    #[api(own, custom)]
    pub permission_names_multi_like_and: Prop<String>,
}

/// Which administrators to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaAdminUserFilter",
    filter = "KalturaAdminUserBaseFilter",
    order("createdAt", "id", "updatedAt")
)]
pub struct AdminUserFilter {
    /// What every filter of users has.
    #[api(base)]
    pub base: UserFilter,
}

/// What may be sent as a filter of users.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = UserFilter)]
pub enum AnyUserFilter {
    /// Users.
    User(UserFilter),
    /// Administrators.
    AdminUser(AdminUserFilter),
}

impl Default for AnyUserFilter {
    fn default() -> Self {
        Self::User(UserFilter::default())
    }
}

impl AnyUserFilter {
    /// The filter by the name of the declared class.
    pub fn into_filter(self) -> UserFilter {
        match self {
            Self::User(filter) => filter,
            Self::AdminUser(admins) => {
                UserFilter { is_admin_equal: NullableBoolean::True.into(), ..admins.base }
            }
        }
    }
}

/// Which logins to look for.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserLoginDataFilter", filter = "KalturaUserLoginDataBaseFilter")]
pub struct UserLoginDataFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this e-mail.
    pub login_email_equal: Prop<String>,
}
