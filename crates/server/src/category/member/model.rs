//! What the API says about members of categories.

use contract::common::RelatedFilter;
use contract::{ApiEnum, ApiObject, Prop, Time};

use crate::category::model::CategoryUserPermissionLevel;

/// A user's or a group's place in a category (reference: content-access.md §17.2).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCategoryUser", list = "KalturaCategoryUserListResponse")]
pub struct CategoryUser {
    /// The category.
    #[api(insert_only)]
    pub category_id: Prop<i64>,
    /// The user or group.
    #[api(insert_only)]
    pub user_id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// What the member may do, as a level.
    #[api(deprecated)]
    pub permission_level: Prop<CategoryUserPermissionLevel>,
    /// Whether the membership counts.
    #[api(read_only)]
    pub status: Prop<CategoryUserStatus>,
    /// When the user became a member, or asked to.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Whether somebody set it, or a synchronisation.
    pub update_method: Prop<UpdateMethodType>,
    /// The path of ids of the category.
    #[api(read_only)]
    pub category_full_ids: Prop<String>,
    /// What the member may do, comma-separated: `CATEGORY_EDIT`, `CATEGORY_MODERATE`, `CATEGORY_CONTRIBUTE`,
    /// `CATEGORY_VIEW`. It counts before the level.
    pub permission_names: Prop<String>,
}

/// Which members of categories to list; users or categories must be named.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaCategoryUserFilter",
    filter = "KalturaCategoryUserBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct CategoryUserFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Of this category, or of the one whose members it inherits.
    #[api(custom)]
    pub category_id_equal: Prop<i64>,
    /// Of one of these categories, comma-separated.
    #[api(custom)]
    pub category_id_in: Prop<String>,
    /// This user.
    #[api(custom)]
    pub user_id_equal: Prop<String>,
    /// One of these users, comma-separated.
    #[api(custom)]
    pub user_id_in: Prop<String>,
    /// With this level.
    pub permission_level_equal: Prop<CategoryUserPermissionLevel>,
    /// With one of these levels, comma-separated.
    pub permission_level_in: Prop<String>,
    /// With this status.
    pub status_equal: Prop<CategoryUserStatus>,
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
    /// Set in this way.
    pub update_method_equal: Prop<UpdateMethodType>,
    /// Set in one of these ways, comma-separated.
    pub update_method_in: Prop<String>,
    /// Of categories whose path of ids begins with this.
    #[api(custom)]
    pub category_full_ids_starts_with: Prop<String>,
    /// Of the category with this path of ids.
    #[api(custom)]
    pub category_full_ids_equal: Prop<String>,
    /// Who may do all of these, comma-separated.
    pub permission_names_match_and: Prop<String>,
    /// Who may do any of these, comma-separated.
    pub permission_names_match_or: Prop<String>,
    /// Who may do none of these, comma-separated.
    pub permission_names_not_contains: Prop<String>,
    /// Members of the category itself only. It needs a permission that nobody has, and says nothing.
    #[api(needs(read), own, custom)]
    pub category_direct_members: Prop<bool>,
    /// Whose id contains this.
    #[api(own, custom)]
    pub free_text: Prop<String>,
    /// This user, and the groups that the user is in.
    #[api(own, custom)]
    pub related_groups_by_user_id: Prop<String>,
}

/// Who changed something.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUpdateMethodType")]
pub enum UpdateMethodType {
    /// Somebody.
    Manual = 0,
    /// A synchronisation.
    Automatic = 1,
}

/// Whether a membership counts.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCategoryUserStatus")]
pub enum CategoryUserStatus {
    /// Yes.
    Active = 1,
    /// Not before a manager agrees.
    Pending = 2,
    /// Not any more.
    NotActive = 3,
    /// There is none.
    Deleted = 4,
}
