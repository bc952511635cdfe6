//! What the API says about user entries.

use contract::common::RelatedFilter;
use contract::list::Listed;
use contract::{ApiEnum, ApiFamily, ApiObject, BigInt, Class, NullableBoolean, Prop, Time};

/// What an account notes of a user and an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserEntry", abstract, list = "KalturaUserEntryListResponse")]
pub struct UserEntry {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<BigInt>,
    /// The entry.
    #[api(insert_only)]
    pub entry_id: Prop<String>,
    /// The user.
    #[api(insert_only)]
    pub user_id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// How far it is.
    pub status: Prop<UserEntryStatus>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// What is noted.
    #[api(read_only)]
    pub r#type: Prop<UserEntryType>,
}

/// A user entry in the class of its type. There is none yet.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = UserEntry)]
pub enum AnyUserEntry {}

impl Listed for AnyUserEntry {
    const LIST_CLASS: &'static Class = <UserEntry as Listed>::LIST_CLASS;
}

/// Which user entries to list; users or entries have to be named.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaUserEntryFilter",
    filter = "KalturaUserEntryBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct UserEntryFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this id.
    pub id_equal: Prop<i64>,
    /// With one of these ids, comma-separated.
    pub id_in: Prop<String>,
    /// With none of these ids, comma-separated.
    pub id_not_in: Prop<String>,
    /// Of this entry.
    pub entry_id_equal: Prop<String>,
    /// Of one of these entries, comma-separated.
    pub entry_id_in: Prop<String>,
    /// Of none of these entries, comma-separated.
    pub entry_id_not_in: Prop<String>,
    /// Of this user.
    pub user_id_equal: Prop<String>,
    /// Of one of these users, comma-separated.
    pub user_id_in: Prop<String>,
    /// Of none of these users, comma-separated.
    pub user_id_not_in: Prop<String>,
    /// With this status.
    pub status_equal: Prop<UserEntryStatus>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Of this type.
    pub type_equal: Prop<UserEntryType>,
    /// 1: the session's user's own.
    #[api(own, custom)]
    pub user_id_equal_current: Prop<NullableBoolean>,
    /// 1: of nobody known.
    #[api(own, custom)]
    pub is_anonymous: Prop<NullableBoolean>,
    /// Not for callers.
    #[api(own, custom)]
    pub privacy_context_equal: Prop<String>,
    /// Not for callers.
    #[api(own, custom)]
    pub privacy_context_in: Prop<String>,
    /// Of this account, which is the session's.
    #[api(own, custom)]
    pub partner_id: Prop<i64>,
}

/// How far a user entry is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserEntryStatus", dynamic)]
pub enum UserEntryStatus {
    /// It is there.
    #[api(value = "1")]
    Active,
    /// It was deleted.
    #[api(value = "2")]
    Deleted,
    /// Its entry is in the recycle bin.
    #[api(value = "3")]
    Recycled,
    /// An attempt at a quiz that is over.
    #[api(value = "quiz.3")]
    QuizSubmitted,
}

/// Types of user entries, of which none is here yet.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserEntryType", dynamic)]
pub enum UserEntryType {
    /// What the user may do with it.
    #[api(value = "entryPermissionLevel.PERMISSION_LEVEL")]
    PermissionLevel,
    /// An attempt at a quiz.
    #[api(value = "quiz.QUIZ")]
    Quiz,
    /// A registration.
    #[api(value = "registration.REGISTRATION")]
    Registration,
    /// An answer to an invitation.
    #[api(value = "rsvp.RSVP", constant = "RSVP")]
    Rsvp,
    /// How far it was played.
    #[api(value = "viewHistory.VIEW_HISTORY")]
    ViewHistory,
    /// A wish to play it later.
    #[api(value = "watchLater.WATCH_LATER")]
    WatchLater,
}
