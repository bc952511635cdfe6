//! What the API says about application tokens.

use contract::common::Filter;
use contract::{ApiEnum, ApiObject, Prop, Time};

use crate::session::model::SessionType;

/// An application token: a key that is exchanged for sessions, and can be limited and revoked (reference:
/// session.md §13, identity.md §11).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAppToken", list = "KalturaAppTokenListResponse")]
pub struct AppToken {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<String>,
    /// The key itself, 32 lower-case hexadecimal digits. Whoever may read the object may read it.
    #[api(read_only)]
    pub token: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Whether sessions can be started with it.
    #[api(read_only)]
    pub status: Prop<AppTokenStatus>,
    /// When it stops working; null: never.
    pub expiry: Prop<Time>,
    /// Kind of the sessions started with it.
    pub session_type: Prop<SessionType>,
    /// User of the sessions; null lets the caller choose, empty is nobody. An unknown user is created.
    pub session_user_id: Prop<String>,
    /// Longest lifetime of a session, in seconds; the account's maximum if not given.
    pub session_duration: Prop<i64>,
    /// Privileges that every session gets, comma-separated.
    pub session_privileges: Prop<String>,
    /// Hash function of the proof that callers send; SHA-1 if not given.
    pub hash_type: Prop<AppTokenHashType>,
    /// Free text.
    pub description: Prop<String>,
}

/// Which application tokens to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAppTokenFilter", filter = "KalturaAppTokenBaseFilter", order("createdAt", "updatedAt"))]
pub struct AppTokenFilter {
    /// What every filter has.
    #[api(base)]
    pub base: Filter,
    /// With this identifier.
    pub id_equal: Prop<String>,
    /// With one of these identifiers, comma-separated.
    pub id_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// With this status.
    pub status_equal: Prop<AppTokenStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// Whose sessions belong to this user.
    #[api(custom)]
    pub session_user_id_equal: Prop<String>,
}

/// Hash functions for the proof that `appToken.startSession` takes.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAppTokenHashType", text)]
pub enum AppTokenHashType {
    /// MD5; for old clients only.
    #[api(value = "MD5")]
    Md5,
    /// SHA-1.
    #[api(value = "SHA1")]
    Sha1,
    /// SHA-256.
    #[api(value = "SHA256")]
    Sha256,
    /// SHA-512.
    #[api(value = "SHA512")]
    Sha512,
}

/// Whether sessions can be started with an application token.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAppTokenStatus")]
pub enum AppTokenStatus {
    /// No, until it is active again.
    Disabled = 1,
    /// Yes.
    Active = 2,
    /// Gone; its sessions are refused.
    Deleted = 3,
}
