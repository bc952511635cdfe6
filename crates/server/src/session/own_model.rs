//! What `boxoffice_session` says. All of it is ours: the original has no such service.

use contract::{ApiObject, Prop, Time};

use super::model::SessionType;

/// Sessions that were ended together.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeEndedSessions", plugin = "boxoffice")]
pub struct EndedSessions {
    /// Sessions that this server issued before this second are over, for good.
    #[api(read_only)]
    pub issued_before: Prop<Time>,
    /// Sessions that were signed elsewhere do not say when they were made; they are refused until this second.
    #[api(read_only)]
    pub offline_until: Prop<Time>,
}

/// What this server knows of a session, and why it is refused.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeSessionReport", plugin = "boxoffice")]
pub struct SessionReport {
    /// Whether it would be let in from an address that it allows.
    #[api(read_only)]
    pub valid: Prop<bool>,
    /// Why not; null if it would.
    #[api(read_only)]
    pub reason: Prop<String>,
    /// Its format, 1 or 2.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// The account that it names.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Who acts. This and what follows is null unless a secret that works signed it.
    #[api(read_only)]
    pub user_id: Prop<String>,
    /// Kind of the session.
    #[api(read_only)]
    pub session_type: Prop<SessionType>,
    /// When it ends.
    #[api(read_only)]
    pub expiry: Prop<Time>,
    /// Its privileges, comma-separated.
    #[api(read_only)]
    pub privileges: Prop<String>,
    /// When this server issued it; null for one that was signed elsewhere.
    #[api(read_only)]
    pub issued_at: Prop<Time>,
    /// The secret that signed it.
    #[api(read_only)]
    pub signed_by_secret_id: Prop<i64>,
    /// The secret that `session.start` was called with for it.
    #[api(read_only)]
    pub started_with_secret_id: Prop<i64>,
    /// The application token that gave it.
    #[api(read_only)]
    pub app_token_id: Prop<String>,
}
