//! What the API says about sessions.

use contract::typing::At;
use contract::{Api, ApiEnum, ApiObject, Permits, Prop, Time, TypeRef};
use wire::{ApiError, Param, Value};

/// A session, or what an existing one says (reference: session.md §12.3, §13.2).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSessionInfo")]
pub struct SessionInfo {
    /// The session itself; null where an existing one is described.
    #[api(read_only)]
    pub ks: Prop<String>,
    /// Kind of the session.
    #[api(read_only)]
    pub session_type: Prop<SessionType>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Who acts; empty for nobody.
    #[api(read_only)]
    pub user_id: Prop<String>,
    /// When it ends, in seconds since 1970.
    #[api(read_only)]
    pub expiry: Prop<Time>,
    /// Its privileges, comma-separated.
    #[api(read_only)]
    pub privileges: Prop<String>,
}

/// The anonymous session that a player gets (reference: session.md §12.2).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaStartWidgetSessionResponse")]
pub struct StartWidgetSessionResponse {
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// The session itself.
    #[api(read_only)]
    pub ks: Prop<String>,
    /// Who acts: 0, nobody, in a widget's session.
    #[api(read_only)]
    pub user_id: Prop<ResponseUser>,
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

/// The user of a session that is answered. The schema calls it a text; for nobody, the answer is the number 0 all the
/// same (reference: session.md §12.2).
#[derive(Clone, Debug)]
pub enum ResponseUser {
    /// Nobody.
    Nobody,
    /// The user with this id.
    Id(String),
}

impl Api for ResponseUser {
    const TYPE: TypeRef = TypeRef::Text;

    fn decode(_param: &Param, _at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(None) // answered, never sent
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        match self {
            Self::Nobody => Value::Int(0),
            Self::Id(id) => Value::Text(id.clone()),
        }
    }
}
