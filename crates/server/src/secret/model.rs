//! What the API says about secrets. All of it is ours: the original has no such service.

use contract::{ApiEnum, ApiObject, Prop, Time};

/// A secret of the account, and when it was used.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeSecret", plugin = "boxoffice", list = "KalturaBoxofficeSecretListResponse")]
pub struct BoxofficeSecret {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// What it is for.
    #[api(read_only)]
    pub kind: Prop<SecretKind>,
    /// What it does at the moment.
    #[api(read_only)]
    pub state: Prop<SecretState>,
    /// What people call it.
    #[api(read_only)]
    pub label: Prop<String>,
    /// The secret itself; answered once, when it is added.
    #[api(read_only)]
    pub value: Prop<String>,
    /// First eight digits of the SHA-256 of the secret, to tell which one a program has.
    #[api(read_only)]
    pub fingerprint: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it last became the primary one.
    #[api(read_only)]
    pub promoted_at: Prop<Time>,
    /// It works until then; null: without end, unless it is blocked.
    #[api(read_only)]
    pub usable_until: Prop<Time>,
    /// When it was blocked.
    #[api(read_only)]
    pub blocked_at: Prop<Time>,
    /// When a session that it signed was last used; up to a minute late.
    #[api(read_only)]
    pub last_signed_at: Prop<Time>,
    /// When a session was last used that it signed without this server. Of the primary secret, one session a
    /// second is looked at.
    #[api(read_only)]
    pub last_offline_at: Prop<Time>,
    /// When `session.start` was last called with it; up to a minute late.
    #[api(read_only)]
    pub last_started_at: Prop<Time>,
    /// When the last session ends that it signed or opened, of those that were issued or used here.
    #[api(read_only)]
    pub sessions_live_until: Prop<Time>,
    /// What stops when it stops working, in words, and what of it cannot be known.
    #[api(read_only)]
    pub would_break: Prop<String>,
}

/// What a secret is for.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBoxofficeSecretKind", plugin = "boxoffice")]
pub enum SecretKind {
    /// Signs sessions, and opens `session.start` for both types.
    Admin = 0,
    /// Opens `session.start` for sessions of type user.
    User = 1,
}

/// What a secret does at the moment.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBoxofficeSecretState", plugin = "boxoffice", text)]
pub enum SecretState {
    /// The server signs with it; of user secrets, the one that the account is shown.
    #[api(value = "primary")]
    Primary,
    /// It was the primary one, and goes on working with the same rights.
    #[api(value = "former")]
    Former,
    /// It was given out beside the primary one.
    #[api(value = "additional")]
    Additional,
    /// It has come to its end.
    #[api(value = "retired")]
    Retired,
    /// It was ended at once, with its sessions.
    #[api(value = "blocked")]
    Blocked,
}
