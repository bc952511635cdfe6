use contract::{ApiEnum, ApiObject, Prop, Time};

use crate::session::model::SessionType;
use contract::common::Filter;
/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAppToken", list = "KalturaAppTokenListResponse")]
pub struct AppToken {
    /// TODO
    #[api(read_only)]
    pub id: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub token: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// TODO
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// TODO
    #[api(read_only)]
    pub status: Prop<AppTokenStatus>,
    /// TODO
    pub expiry: Prop<Time>,
    /// TODO
    pub session_type: Prop<SessionType>,
    /// TODO
    pub session_user_id: Prop<String>,
    /// TODO
    pub session_duration: Prop<i64>,
    /// TODO
    pub session_privileges: Prop<String>,
    /// TODO
    pub hash_type: Prop<AppTokenHashType>,
    /// TODO
    pub description: Prop<String>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAppTokenFilter", filter = "KalturaAppTokenBaseFilter", order("createdAt", "updatedAt"))]
pub struct AppTokenFilter {
    /// TODO
    #[api(base)]
    pub base: Filter,
    /// TODO
    pub id_equal: Prop<String>,
    /// TODO
    pub id_in: Prop<String>,
    /// TODO
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// TODO
    pub created_at_less_than_or_equal: Prop<Time>,
    /// TODO
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// TODO
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// TODO
    pub status_equal: Prop<AppTokenStatus>,
    /// TODO
    pub status_in: Prop<String>,
    /// TODO
    #[api(custom)]
    pub session_user_id_equal: Prop<String>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAppTokenHashType", text)]
pub enum AppTokenHashType {
    /// TODO
    #[api(value = "MD5")]
    Md5,
    /// TODO
    #[api(value = "SHA1")]
    Sha1,
    /// TODO
    #[api(value = "SHA256")]
    Sha256,
    /// TODO
    #[api(value = "SHA512")]
    Sha512,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAppTokenStatus")]
pub enum AppTokenStatus {
    /// TODO
    Disabled = 1,
    /// TODO
    Active = 2,
    /// TODO
    Deleted = 3,
}
