//! Classes of the service `session` (reference: identity.md §15.4, session.md §12).

//! What the API says about sessions.

use contract::{ApiEnum, ApiObject, Prop, Time};

/// What a session says (reference: session.md §8).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSessionInfo")]
pub struct SessionInfo {
    /// The session itself.
    #[api(read_only)]
    pub ks: Prop<String>,
    /// Kind of the session.
    #[api(read_only)]
    pub session_type: Prop<SessionType>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// The user; empty for nobody.
    #[api(read_only)]
    pub user_id: Prop<String>,
    /// When it ends, in seconds since 1970.
    #[api(read_only)]
    pub expiry: Prop<Time>,
    /// Its privileges, comma-separated.
    #[api(read_only)]
    pub privileges: Prop<String>,
}

/// The anonymous session that a player gets.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaStartWidgetSessionResponse")]
pub struct StartWidgetSessionResponse {
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// The session itself.
    #[api(read_only)]
    pub ks: Prop<String>,
    /// Always 0: nobody.
    #[api(read_only)]
    pub user_id: Prop<WidgetUser>,
}

/// Kind of a session.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSessionType")]
pub enum SessionType {
    /// Acts for an end user.
    User = 0,
    /// Acts for the account.
    Admin = 2,
}

/// The user of widget sessions. The schema calls it a text; the original answers the number 0.
#[derive(Clone, Debug)]
pub struct WidgetUser;
impl contract::Api for WidgetUser {
    const TYPE: contract::TypeRef = contract::TypeRef::Text;
    fn decode(_: &wire::Param, _: &contract::typing::At<'_>) -> Result<Option<Self>, wire::ApiError> {
        Ok(None)
    }
    fn encode(&self, _: &dyn contract::Permits) -> wire::Value {
        wire::Value::Int(0)
    }
}
