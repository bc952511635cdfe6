//! What the API says about complaints.

use contract::{ApiEnum, ApiObject, Prop, Time};

/// Somebody's complaint about an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaModerationFlag", list = "KalturaModerationFlagListResponse")]
pub struct ModerationFlag {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Who complained; empty: nobody known.
    #[api(read_only)]
    pub user_id: Prop<String>,
    /// What it is about.
    #[api(read_only)]
    pub moderation_object_type: Prop<ModerationObjectType>,
    /// The entry that it is about.
    pub flagged_entry_id: Prop<String>,
    /// The user that it is about.
    pub flagged_user_id: Prop<String>,
    /// Whether somebody looked at it.
    #[api(read_only)]
    pub status: Prop<ModerationFlagStatus>,
    /// What is said.
    pub comments: Prop<String>,
    /// Why.
    pub flag_type: Prop<ModerationFlagType>,
    /// When.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
}

/// Reasons to complain.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaModerationFlagType")]
pub enum ModerationFlagType {
    /// Sexual content.
    SexualContent = 1,
    /// Violent repulsive.
    ViolentRepulsive = 2,
    /// Harmful dangerous.
    HarmfulDangerous = 3,
    /// Spam commercials.
    SpamCommercials = 4,
    /// Copyright.
    Copyright = 5,
    /// Terms of use violation.
    TermsOfUseViolation = 6,
}

/// Whether somebody looked at a complaint.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaModerationFlagStatus", dynamic)]
pub enum ModerationFlagStatus {
    /// Nobody did.
    #[api(value = "1")]
    Pending,
    /// Somebody did.
    #[api(value = "2")]
    Moderated,
}

/// What complaints are about.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaModerationObjectType", dynamic)]
pub enum ModerationObjectType {
    /// Entry.
    #[api(value = "2")]
    Entry,
    /// User.
    #[api(value = "3")]
    User,
}
