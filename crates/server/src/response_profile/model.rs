use contract::common::{FilterPager, RelatedFilter};
use contract::{ApiEnum, ApiFamily, ApiObject, BigInt, Prop};

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaDetachedResponseProfile")]
pub struct DetachedResponseProfile {
    /// TODO
    #[api(base)]
    pub base: BaseResponseProfile,
    /// TODO
    pub name: Prop<String>,
    /// TODO
    pub r#type: Prop<ResponseProfileType>,
    /// TODO
    pub fields: Prop<String>,
    /// TODO
    pub filter: Prop<RelatedFilter>,
    /// TODO
    pub pager: Prop<FilterPager>,
    /// TODO
    pub related_profiles: Prop<Vec<DetachedResponseProfile>>,
    /// TODO
    pub mappings: Prop<Vec<ResponseProfileMapping>>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaResponseProfileHolder")]
pub struct ResponseProfileHolder {
    /// TODO
    #[api(base)]
    pub base: BaseResponseProfile,
    /// TODO
    pub id: Prop<BigInt>,
    /// TODO
    pub system_name: Prop<String>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaResponseProfileMapping")]
pub struct ResponseProfileMapping {
    /// TODO
    pub parent_property: Prop<String>,
    /// TODO
    pub filter_property: Prop<String>,
    /// TODO
    pub allow_null: Prop<bool>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseResponseProfile", abstract)]
pub struct BaseResponseProfile {}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaResponseProfileType")]
pub enum ResponseProfileType {
    /// TODO
    IncludeFields = 1,
    /// TODO
    ExcludeFields = 2,
}

/// x
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BaseResponseProfile)]
pub enum AnyResponseProfile {
    /// x
    DetachedResponseProfile(DetachedResponseProfile),
    /// y
    ResponseProfileHolder(ResponseProfileHolder),
}

/// What clients may send with every call.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRequestConfiguration")]
pub struct RequestConfiguration {
    /// The account to act in.
    pub partner_id: Prop<i64>,
    /// The session.
    pub ks: Prop<String>,
    /// The language of translatable texts.
    pub language: Prop<String>,
    /// What to show of the answer.
    pub response_profile: Prop<AnyResponseProfile>,
}
