//! What the API says about entries in categories.

use contract::common::RelatedFilter;
use contract::{ApiEnum, ApiObject, Prop, Time};

/// An entry's place in a category (reference: content-access.md §17.3).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCategoryEntry", list = "KalturaCategoryEntryListResponse")]
pub struct CategoryEntry {
    /// The category.
    pub category_id: Prop<i64>,
    /// The entry.
    pub entry_id: Prop<String>,
    /// When it was put there.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// Ids of the categories from the root down to this one.
    #[api(read_only)]
    pub category_full_ids: Prop<String>,
    /// Whether it counts.
    #[api(read_only)]
    pub status: Prop<CategoryEntryStatus>,
    /// Who put it there.
    #[api(read_only)]
    pub creator_user_id: Prop<String>,
}

/// Whether an entry's place in a category counts.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCategoryEntryStatus")]
pub enum CategoryEntryStatus {
    /// A moderator has to decide.
    Pending = 1,
    /// It does.
    Active = 2,
    /// It was taken out.
    Deleted = 3,
    /// A moderator refused it.
    Rejected = 4,
}

/// Which places of entries in categories to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCategoryEntryFilter", filter = "KalturaCategoryEntryBaseFilter", order("createdAt"))]
pub struct CategoryEntryFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// In this category.
    pub category_id_equal: Prop<i64>,
    /// In one of these categories, comma-separated.
    pub category_id_in: Prop<String>,
    /// Of this entry.
    #[api(custom)]
    pub entry_id_equal: Prop<String>,
    /// Of one of these entries, comma-separated.
    #[api(custom)]
    pub entry_id_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// In categories whose ids from the root down begin with this.
    #[api(custom)]
    pub category_full_ids_starts_with: Prop<String>,
    /// With this status.
    pub status_equal: Prop<CategoryEntryStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// Made by this user.
    pub creator_user_id_equal: Prop<String>,
    /// Made by one of these users, comma-separated.
    pub creator_user_id_in: Prop<String>,
}
