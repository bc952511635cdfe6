//! What the API says about response profiles that are stored.

use contract::common::Filter;
use contract::{ApiEnum, ApiObject, BigInt, Prop, Time};

use super::model::DetachedResponseProfile;

/// A response profile that is stored (reference: more-services.md §5.4).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaResponseProfile", list = "KalturaResponseProfileListResponse")]
pub struct ResponseProfile {
    /// What it shows.
    #[api(base)]
    pub base: DetachedResponseProfile,
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<BigInt>,
    /// Name that programs use, once in an account.
    pub system_name: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Whether calls can name it.
    #[api(read_only)]
    pub status: Prop<ResponseProfileStatus>,
    /// Counts its changes.
    #[api(read_only)]
    pub version: Prop<i64>,
}

/// Which stored profiles to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaResponseProfileFilter",
    filter = "KalturaResponseProfileBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct ResponseProfileFilter {
    /// Order and search.
    #[api(base)]
    pub base: Filter,
    /// Those whose id is this.
    pub id_equal: Prop<BigInt>,
    /// Those whose id is one of these, comma-separated.
    pub id_in: Prop<String>,
    /// Those whose system name is this.
    pub system_name_equal: Prop<String>,
    /// Those whose system name is one of these, comma-separated.
    pub system_name_in: Prop<String>,
    /// Those whose created at is not before this.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Those whose created at is not after this.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Those whose updated at is not before this.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Those whose updated at is not after this.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Those whose status is this.
    pub status_equal: Prop<ResponseProfileStatus>,
    /// Those whose status is one of these, comma-separated.
    pub status_in: Prop<String>,
}

/// Whether calls can name a stored profile.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaResponseProfileStatus")]
pub enum ResponseProfileStatus {
    /// They cannot.
    Disabled = 1,
    /// They can.
    Enabled = 2,
    /// It was deleted.
    Deleted = 3,
}

/// Which kept answers to make anew.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaResponseProfileCacheRecalculateOptions")]
pub struct ResponseProfileCacheRecalculateOptions {
    /// At most so many.
    pub limit: Prop<i64>,
    /// Of objects of this class.
    pub cached_object_type: Prop<String>,
    /// Of this object.
    pub object_id: Prop<String>,
    /// From here.
    pub start_object_key: Prop<String>,
    /// To here.
    pub end_object_key: Prop<String>,
    /// Those that are older.
    pub job_created_at: Prop<Time>,
    /// Whether it begins.
    pub is_first_loop: Prop<bool>,
}

/// What was made anew.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaResponseProfileCacheRecalculateResults")]
pub struct ResponseProfileCacheRecalculateResults {
    /// How far it got.
    pub last_object_key: Prop<String>,
    /// How many.
    pub recalculated: Prop<i64>,
}
