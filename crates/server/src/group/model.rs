//! What the API says about groups and their members.

use contract::common::RelatedFilter;
use contract::{ApiEnum, ApiObject, Prop, Time};

use crate::user::filter::UserFilter;
use crate::user::model::BaseUser;

/// A group of users (reference: identity.md §15.9). It shares the ids of users.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaGroup", plugin = "group", list = "KalturaGroupListResponse")]
pub struct Group {
    /// What everybody known to an account has.
    #[api(base)]
    pub base: BaseUser,
    /// How many users are in it.
    #[api(read_only)]
    pub members_count: Prop<i64>,
    /// Whether something works on the group. The server does its own work at once, and says nothing here.
    pub process_status: Prop<GroupProcessStatus>,
    /// What kind of group it is; a plain one if not given.
    pub group_type: Prop<GroupType>,
}

/// Which groups to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaGroupFilter", plugin = "group")]
pub struct GroupFilter {
    /// What filters of users have.
    #[api(base)]
    pub base: UserFilter,
    /// Of this kind; both kinds if not given.
    #[api(custom)]
    pub group_type: Prop<GroupType>,
}

/// Whether something works on a group.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGroupProcessStatus", plugin = "group")]
pub enum GroupProcessStatus {
    /// Nothing does.
    None = 0,
    /// Something does.
    Processing = 1,
}

/// A user's place in a group (reference: identity.md §15.9).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaGroupUser", list = "KalturaGroupUserListResponse")]
pub struct GroupUser {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<String>,
    /// The user.
    #[api(insert_only)]
    pub user_id: Prop<String>,
    /// The group.
    #[api(insert_only)]
    pub group_id: Prop<String>,
    /// Whether the user is in the group; who is not has no such object any more.
    #[api(read_only)]
    pub status: Prop<GroupUserStatus>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// When the user came into the group.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Whether somebody put the user there, or a synchronisation.
    #[api(insert_only)]
    pub creation_mode: Prop<GroupUserCreationMode>,
    /// Whether the user manages the group.
    pub user_role: Prop<GroupUserRole>,
    /// What kind of group it is.
    #[api(read_only)]
    pub group_type: Prop<GroupType>,
}

/// Which members of groups to list; users or groups must be named.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaGroupUserFilter",
    filter = "KalturaGroupUserBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct GroupUserFilter {
    /// What every filter has.
    #[api(base)]
    pub base: RelatedFilter,
    /// Of this user.
    #[api(custom)]
    pub user_id_equal: Prop<String>,
    /// Of one of these users, comma-separated.
    #[api(custom)]
    pub user_id_in: Prop<String>,
    /// In this group.
    #[api(custom)]
    pub group_id_equal: Prop<String>,
    /// In one of these groups, comma-separated.
    #[api(custom)]
    pub group_id_in: Prop<String>,
    /// With this status.
    #[api(custom)]
    pub status_equal: Prop<GroupUserStatus>,
    /// With one of these statuses, comma-separated.
    #[api(custom)]
    pub status_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// In groups of this kind.
    #[api(own, custom)]
    pub group_type: Prop<GroupType>,
}

/// Kinds of groups.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGroupType")]
pub enum GroupType {
    /// A group of persons.
    Group = 1,
    /// A group whose members stay when memberships are synchronised.
    ApplicativeGroup = 2,
}

/// Who put a user into a group.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGroupUserCreationMode")]
pub enum GroupUserCreationMode {
    /// Somebody.
    Manual = 1,
    /// A synchronisation, which may take the user out again.
    Automatic = 2,
}

/// A user's part in a group.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGroupUserRole")]
pub enum GroupUserRole {
    /// Belongs to it.
    Member = 1,
    /// May put others into it and take them out.
    Manager = 2,
}

/// Whether a user is in a group.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGroupUserStatus")]
pub enum GroupUserStatus {
    /// Yes.
    Active = 0,
    /// Not any more.
    Deleted = 1,
}
