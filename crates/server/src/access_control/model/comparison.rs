//! Conditions that match or compare something (reference: content-access.md §11.1).

use contract::{ApiEnum, ApiObject, Prop};

use super::condition::Condition;
use super::value::{AnyIntegerField, AnyIntegerValue, AnyStringField, AnyStringValue, GeoCoderType};

/// Holds when something matches one of some values.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMatchCondition", abstract)]
pub struct MatchCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The values; none: it always holds.
    pub values: Prop<Vec<AnyStringValue>>,
    /// Whether all or any items of a list have to match; all if not given.
    pub match_type: Prop<MatchConditionType>,
}

/// How a list is matched.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaMatchConditionType", dynamic)]
pub enum MatchConditionType {
    /// One item has to match.
    #[api(value = "1")]
    MatchAny,
    /// All items have to match.
    #[api(value = "2")]
    MatchAll,
}

/// A match by regular expressions.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRegexCondition", abstract)]
pub struct RegexCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
}

/// Holds when a number compares as said.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCompareCondition", abstract)]
pub struct CompareCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The value.
    pub value: Prop<AnyIntegerValue>,
    /// How they compare.
    pub comparison: Prop<SearchConditionComparison>,
}

/// How numbers compare.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSearchConditionComparison", dynamic)]
pub enum SearchConditionComparison {
    /// Equal.
    #[api(value = "1")]
    Equal,
    /// Greater.
    #[api(value = "2")]
    GreaterThan,
    /// Greater or equal.
    #[api(value = "3")]
    GreaterThanOrEqual,
    /// Less.
    #[api(value = "4")]
    LessThan,
    /// Less or equal.
    #[api(value = "5")]
    LessThanOrEqual,
    /// Means equal, as in Kaltura.
    #[api(value = "6")]
    NotEqual,
}

/// The address is in one of these countries.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCountryCondition")]
pub struct CountryCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
    /// Who is asked where an address is.
    pub geo_coder_type: Prop<GeoCoderType>,
}

/// The address is one of these, or within one of these ranges or networks.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaIpAddressCondition")]
pub struct IpAddressCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
    /// Whether private addresses in the header count.
    pub accept_internal_ips: Prop<bool>,
    /// A header that has the address.
    pub http_header: Prop<String>,
}

/// The page that asks is on one of these sites.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSiteCondition")]
pub struct SiteCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
}

/// The user agent matches.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserAgentCondition")]
pub struct UserAgentCondition {
    /// What every match by expression has.
    #[api(base)]
    pub base: RegexCondition,
}

/// A text of the request is one of these.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFieldMatchCondition")]
pub struct FieldMatchCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
    /// What is looked at.
    pub field: Prop<AnyStringField>,
}

/// A number of the request compares as said.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFieldCompareCondition")]
pub struct FieldCompareCondition {
    /// What every comparison has.
    #[api(base)]
    pub base: CompareCondition,
    /// What is looked at.
    pub field: Prop<AnyIntegerField>,
}

/// The address is within one of these circles, each `latitude,longitude,kilometres`.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaGeoDistanceCondition")]
pub struct GeoDistanceCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
    /// Who is asked where an address is.
    pub geo_coder_type: Prop<GeoCoderType>,
}

/// The address hides who is behind it in one of these ways.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAnonymousIPCondition")]
pub struct AnonymousIpCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
    /// Who is asked where an address is.
    pub geo_coder_type: Prop<GeoCoderType>,
}

/// A header of the request matches.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaHttpHeaderCondition")]
pub struct HttpHeaderCondition {
    /// What every match by expression has.
    #[api(base)]
    pub base: RegexCondition,
    /// The header.
    pub header_name: Prop<String>,
}

/// The name of the call, `service.action`, matches.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaActionNameCondition")]
pub struct ActionNameCondition {
    /// What every match by expression has.
    #[api(base)]
    pub base: RegexCondition,
}

/// A text in the metadata of the entry is one of these.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMatchMetadataCondition", plugin = "metadata")]
pub struct MatchMetadataCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
    /// Where in the metadata.
    pub x_path: Prop<String>,
    /// The metadata profile.
    pub profile_id: Prop<i64>,
    /// The metadata profile, by its system name.
    pub profile_system_name: Prop<String>,
}

/// A number in the metadata of the entry compares as said.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCompareMetadataCondition", plugin = "metadata")]
pub struct CompareMetadataCondition {
    /// What every comparison has.
    #[api(base)]
    pub base: CompareCondition,
    /// Where in the metadata.
    pub x_path: Prop<String>,
    /// The metadata profile.
    pub profile_id: Prop<i64>,
    /// The metadata profile, by its system name.
    pub profile_system_name: Prop<String>,
}

/// A text in the metadata has changed; never holds outside event notifications.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMetadataFieldChangedCondition", plugin = "metadata")]
pub struct MetadataFieldChangedCondition {
    /// What every match has.
    #[api(base)]
    pub base: MatchCondition,
    /// Where in the metadata.
    pub x_path: Prop<String>,
    /// The metadata profile.
    pub profile_id: Prop<i64>,
    /// The metadata profile, by its system name.
    pub profile_system_name: Prop<String>,
    /// The version before.
    pub version_a: Prop<String>,
    /// The version after.
    pub version_b: Prop<String>,
}
