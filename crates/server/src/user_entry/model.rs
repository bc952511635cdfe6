//! What the API says about user entries.

use contract::common::RelatedFilter;
use contract::filter::{Condition, ListQuery, Operand, Operator};
use contract::list::{ApiFilter, Listed};
use contract::{ApiEnum, ApiFamily, ApiObject, BigInt, Class, FilterPager, NullableBoolean, Prop, Time};

/// What an account notes of a user and an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserEntry", abstract, list = "KalturaUserEntryListResponse")]
pub struct UserEntry {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<BigInt>,
    /// The entry; required.
    #[api(insert_only)]
    pub entry_id: Prop<String>,
    /// The user: the session's, or whom an administrator names.
    #[api(insert_only)]
    pub user_id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// How far it is, which follows from what is done with it.
    pub status: Prop<UserEntryStatus>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// What is noted, as its class says.
    #[api(read_only)]
    pub r#type: Prop<UserEntryType>,
}

/// An attempt at a quiz.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaQuizUserEntry")]
pub struct QuizUserEntry {
    /// What every user entry has.
    #[api(base)]
    pub base: UserEntry,
    /// What the attempt came to, from 0 to 1.
    #[api(read_only)]
    pub score: Prop<f64>,
    /// What the user's attempts came to, as the quiz reckons it, from 0 to 1.
    #[api(read_only)]
    pub calculated_score: Prop<f64>,
    /// What an editor of the entry says about it, 1024 bytes at most.
    #[api(max_length = 1024)]
    pub feedback: Prop<String>,
    /// Which attempt of the user it is, counted from 0.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// How far another system knows of it.
    pub extended_status: Prop<UserEntryExtendedStatus>,
}

/// How far a user has played an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaViewHistoryUserEntry", plugin = "viewHistory")]
pub struct ViewHistoryUserEntry {
    /// What every user entry has.
    #[api(base)]
    pub base: UserEntry,
    /// Where it was played: a text of the program's own.
    pub playback_context: Prop<String>,
    /// Seconds of the entry up to which it was played.
    pub last_time_reached: Prop<i64>,
    /// When that was, in Unix seconds.
    pub last_update_time: Prop<i64>,
    /// The entry of the playlist that was played last.
    pub playlist_last_entry_id: Prop<String>,
    /// Whether it was begun, or played to its end.
    pub extended_status: Prop<UserEntryExtendedStatus>,
}

/// A wish to play an entry later.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaWatchLaterUserEntry", plugin = "watchLater")]
pub struct WatchLaterUserEntry {
    /// What every user entry has.
    #[api(base)]
    pub base: UserEntry,
}

/// A registration for an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRegistrationUserEntry", plugin = "registration")]
pub struct RegistrationUserEntry {
    /// What every user entry has.
    #[api(base)]
    pub base: UserEntry,
}

/// A user entry in the class of its type.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = UserEntry)]
pub enum AnyUserEntry {
    /// An attempt at a quiz.
    Quiz(QuizUserEntry),
    /// How far it was played.
    ViewHistory(ViewHistoryUserEntry),
    /// A wish to play it later.
    WatchLater(WatchLaterUserEntry),
    /// A registration.
    Registration(RegistrationUserEntry),
}

impl AnyUserEntry {
    /// What every user entry has.
    pub fn base(&self) -> &UserEntry {
        match self {
            Self::Quiz(sent) => &sent.base,
            Self::ViewHistory(sent) => &sent.base,
            Self::WatchLater(sent) => &sent.base,
            Self::Registration(sent) => &sent.base,
        }
    }

    /// The same for change.
    pub fn base_mut(&mut self) -> &mut UserEntry {
        match self {
            Self::Quiz(sent) => &mut sent.base,
            Self::ViewHistory(sent) => &mut sent.base,
            Self::WatchLater(sent) => &mut sent.base,
            Self::Registration(sent) => &mut sent.base,
        }
    }

    /// Its type.
    pub fn kind(&self) -> UserEntryType {
        match self {
            Self::Quiz(_) => UserEntryType::Quiz,
            Self::ViewHistory(_) => UserEntryType::ViewHistory,
            Self::WatchLater(_) => UserEntryType::WatchLater,
            Self::Registration(_) => UserEntryType::Registration,
        }
    }

    /// The name of its class.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::Quiz(_) => QuizUserEntry::CLASS.name,
            Self::ViewHistory(_) => ViewHistoryUserEntry::CLASS.name,
            Self::WatchLater(_) => WatchLaterUserEntry::CLASS.name,
            Self::Registration(_) => RegistrationUserEntry::CLASS.name,
        }
    }
}

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
    #[api(custom)]
    pub entry_id_equal: Prop<String>,
    /// Of one of these entries, comma-separated.
    #[api(custom)]
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

/// Which attempts at quizzes to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaQuizUserEntryFilter",
    plugin = "quiz",
    filter = "KalturaQuizUserEntryBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct QuizUserEntryFilter {
    /// What filters of user entries have.
    #[api(base)]
    pub base: UserEntryFilter,
    /// So far as another system knows of it.
    #[api(own)]
    pub extended_status_equal: Prop<UserEntryExtendedStatus>,
    /// One of these, comma-separated.
    #[api(own, values = "KalturaUserEntryExtendedStatus")]
    pub extended_status_in: Prop<String>,
    /// None of these, comma-separated.
    #[api(own, values = "KalturaUserEntryExtendedStatus")]
    pub extended_status_not_in: Prop<String>,
}

/// Which histories of playing to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaViewHistoryUserEntryFilter", plugin = "viewHistory")]
pub struct ViewHistoryUserEntryFilter {
    /// What filters of user entries have.
    #[api(base)]
    pub base: UserEntryFilter,
    /// So far.
    pub extended_status_equal: Prop<UserEntryExtendedStatus>,
    /// One of these, comma-separated.
    #[api(values = "KalturaUserEntryExtendedStatus")]
    pub extended_status_in: Prop<String>,
    /// None of these, comma-separated.
    #[api(values = "KalturaUserEntryExtendedStatus")]
    pub extended_status_not_in: Prop<String>,
}

impl ViewHistoryUserEntryFilter {
    fn query(&self, pager: Option<&FilterPager>) -> ListQuery {
        let mut query = self.base.query(pager);
        let equal = self.extended_status_equal.get().map(|status| status.wire_value().to_owned());
        for (operator, text) in [
            (Operator::Equal, equal),
            (Operator::In, self.extended_status_in.get().cloned()),
            (Operator::NotIn, self.extended_status_not_in.get().cloned()),
        ] {
            let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
            let operand = Operand::Text(text);
            query.conditions.push(Condition { properties: &["extendedStatus"], operator, operand });
        }
        query
    }
}

/// Which wishes to play something later to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaWatchLaterUserEntryFilter", plugin = "watchLater")]
pub struct WatchLaterUserEntryFilter {
    /// What filters of user entries have.
    #[api(base)]
    pub base: UserEntryFilter,
}

/// Which registrations to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRegistrationUserEntryFilter", plugin = "registration")]
pub struct RegistrationUserEntryFilter {
    /// What filters of user entries have.
    #[api(base)]
    pub base: UserEntryFilter,
}

/// Which user entries to list.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = UserEntryFilter)]
pub enum AnyUserEntryFilter {
    /// Of every type.
    All(UserEntryFilter),
    /// Attempts at quizzes only.
    Quiz(QuizUserEntryFilter),
    /// Histories of playing only.
    ViewHistory(ViewHistoryUserEntryFilter),
    /// Wishes to play something later only.
    WatchLater(WatchLaterUserEntryFilter),
    /// Registrations only.
    Registration(RegistrationUserEntryFilter),
}

impl Default for AnyUserEntryFilter {
    fn default() -> Self {
        Self::All(UserEntryFilter::default())
    }
}

impl AnyUserEntryFilter {
    /// What all filters have.
    pub fn base(&self) -> &UserEntryFilter {
        match self {
            Self::All(filter) => filter,
            Self::Quiz(filter) => &filter.base,
            Self::ViewHistory(filter) => &filter.base,
            Self::WatchLater(filter) => &filter.base,
            Self::Registration(filter) => &filter.base,
        }
    }

    /// The type that its class is about.
    pub fn kind(&self) -> Option<UserEntryType> {
        match self {
            Self::All(_) => None,
            Self::Quiz(_) => Some(UserEntryType::Quiz),
            Self::ViewHistory(_) => Some(UserEntryType::ViewHistory),
            Self::WatchLater(_) => Some(UserEntryType::WatchLater),
            Self::Registration(_) => Some(UserEntryType::Registration),
        }
    }

    /// The name of its class.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::All(_) => UserEntryFilter::CLASS.name,
            Self::Quiz(_) => QuizUserEntryFilter::CLASS.name,
            Self::ViewHistory(_) => ViewHistoryUserEntryFilter::CLASS.name,
            Self::WatchLater(_) => WatchLaterUserEntryFilter::CLASS.name,
            Self::Registration(_) => RegistrationUserEntryFilter::CLASS.name,
        }
    }

    /// What is asked for, but for what `list` does itself.
    pub fn query(&self, pager: Option<&FilterPager>) -> ListQuery {
        match self {
            Self::Quiz(filter) => filter.query(pager),
            Self::ViewHistory(filter) => filter.query(pager),
            other => other.base().query(pager),
        }
    }
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

/// Types of user entries. What somebody may do with an entry, and answers to invitations, are known by name only.
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

/// What more is to be said of how far a user entry is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserEntryExtendedStatus", dynamic)]
pub enum UserEntryExtendedStatus {
    /// The other system could not be told.
    #[api(value = "quiz.SYNC_STATUS_ERROR")]
    SyncStatusError,
    /// The other system knows.
    #[api(value = "quiz.SYNC_STATUS_SUCCESS")]
    SyncStatusSuccess,
    /// It was played to its end.
    #[api(value = "viewHistory.PLAYBACK_COMPLETE")]
    PlaybackComplete,
    /// It was begun.
    #[api(value = "viewHistory.PLAYBACK_STARTED")]
    PlaybackStarted,
    /// It was played.
    #[api(value = "viewHistory.VIEWED")]
    Viewed,
}
