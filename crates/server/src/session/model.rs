use contract::{ApiEnum, ApiObject, Prop, Time};

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSessionInfo")]
pub struct SessionInfo {
    /// TODO
    #[api(read_only)]
    pub ks: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub session_type: Prop<SessionType>,
    /// TODO
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub user_id: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub expiry: Prop<Time>,
    /// TODO
    #[api(read_only)]
    pub privileges: Prop<String>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaStartWidgetSessionResponse")]
pub struct StartWidgetSessionResponse {
    /// TODO
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub ks: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub user_id: Prop<WidgetUser>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSessionType")]
pub enum SessionType {
    /// TODO
    User = 0,
    /// TODO
    Admin = 2,
}

/// x
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
