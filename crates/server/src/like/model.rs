//! What the API says about likes.

use contract::common::RelatedFilter;
use contract::{ApiObject, Prop, Time};

/// A user likes an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLike", plugin = "like", list = "KalturaLikeListResponse")]
pub struct Like {
    /// The entry.
    pub entry_id: Prop<String>,
    /// The user.
    pub user_id: Prop<String>,
    /// Since when.
    pub created_at: Prop<Time>,
}

/// Which likes to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLikeFilter", plugin = "like", filter = "KalturaLikeBaseFilter")]
pub struct LikeFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Of this entry.
    #[api(custom)]
    pub entry_id_equal: Prop<String>,
    /// Of one of these entries, comma-separated.
    #[api(custom)]
    pub entry_id_in: Prop<String>,
    /// Of this user.
    pub user_id_equal: Prop<String>,
    /// Since this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Since this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
}
