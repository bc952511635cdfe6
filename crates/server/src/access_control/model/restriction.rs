//! Profiles in their old form (reference: content-access.md §12.2).

use contract::common::RelatedFilter;
use contract::{ApiEnum, ApiFamily, ApiObject, NullableBoolean, Prop, Time};

/// A profile in its old form: restrictions in the place of rules (reference: content-access.md §12.2).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControl", deprecated, list = "KalturaAccessControlListResponse")]
pub struct AccessControl {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// What people call it; 1 to 128 bytes.
    pub name: Prop<String>,
    /// What programs call it, unique in the account.
    pub system_name: Prop<String>,
    /// Free text.
    pub description: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// Whether entries get it that name none. Moves with 1; cannot be taken away.
    pub is_default: Prop<NullableBoolean>,
    /// The restrictions; whoever sends them replaces all.
    pub restrictions: Prop<Vec<AnyBaseRestriction>>,
    /// Whether there are rules that have no old form.
    #[api(read_only)]
    pub contains_unsuported_restrictions: Prop<bool>,
}

/// Which profiles to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaAccessControlFilter",
    deprecated,
    filter = "KalturaAccessControlBaseFilter",
    order("createdAt")
)]
pub struct AccessControlFilter {
    /// What every filter has.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this identifier.
    pub id_equal: Prop<i64>,
    /// With one of these identifiers, comma-separated.
    pub id_in: Prop<String>,
    /// With this system name.
    pub system_name_equal: Prop<String>,
    /// With one of these system names, comma-separated.
    pub system_name_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
}

/// A limit on who may play an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseRestriction", abstract, deprecated)]
pub struct BaseRestriction {}

/// Any `KalturaBaseRestriction`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BaseRestriction)]
pub enum AnyBaseRestriction {
    /// By country.
    CountryRestriction(CountryRestriction),
    /// Whether directories show it; without effect.
    DirectoryRestriction(DirectoryRestriction),
    /// By address.
    IpAddressRestriction(IpAddressRestriction),
    /// By flavour.
    LimitFlavorsRestriction(LimitFlavorsRestriction),
    /// The beginning for all others; only beside a session restriction.
    PreviewRestriction(PreviewRestriction),
    /// To sessions that may view the entry.
    SessionRestriction(SessionRestriction),
    /// By site.
    SiteRestriction(SiteRestriction),
    /// By user agent.
    UserAgentRestriction(UserAgentRestriction),
}

/// By site.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSiteRestriction", deprecated)]
pub struct SiteRestriction {
    /// What every restriction has.
    #[api(base)]
    pub base: BaseRestriction,
    /// What the list means.
    pub site_restriction_type: Prop<SiteRestrictionType>,
    /// Sites, comma-separated.
    pub site_list: Prop<String>,
}

/// What a list of sites means.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSiteRestrictionType", deprecated)]
pub enum SiteRestrictionType {
    /// These may not.
    RestrictSiteList = 0,
    /// Only these may.
    AllowSiteList = 1,
}

/// By country.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCountryRestriction", deprecated)]
pub struct CountryRestriction {
    /// What every restriction has.
    #[api(base)]
    pub base: BaseRestriction,
    /// What the list means.
    pub country_restriction_type: Prop<CountryRestrictionType>,
    /// Countries by their two letters, comma-separated.
    pub country_list: Prop<String>,
}

/// What a list of countries means.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCountryRestrictionType", deprecated)]
pub enum CountryRestrictionType {
    /// These may not.
    RestrictCountryList = 0,
    /// Only these may.
    AllowCountryList = 1,
}

/// By address.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaIpAddressRestriction", deprecated)]
pub struct IpAddressRestriction {
    /// What every restriction has.
    #[api(base)]
    pub base: BaseRestriction,
    /// What the list means.
    pub ip_address_restriction_type: Prop<IpAddressRestrictionType>,
    /// Addresses, ranges and networks, comma-separated.
    pub ip_address_list: Prop<String>,
}

/// What a list of addresses means.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaIpAddressRestrictionType", deprecated)]
pub enum IpAddressRestrictionType {
    /// These may not.
    RestrictList = 0,
    /// Only these may.
    AllowList = 1,
}

/// By user agent.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserAgentRestriction", deprecated)]
pub struct UserAgentRestriction {
    /// What every restriction has.
    #[api(base)]
    pub base: BaseRestriction,
    /// What the list means.
    pub user_agent_restriction_type: Prop<UserAgentRestrictionType>,
    /// Regular expressions, comma-separated.
    pub user_agent_regex_list: Prop<String>,
}

/// What a list of user agents means.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserAgentRestrictionType", deprecated)]
pub enum UserAgentRestrictionType {
    /// These may not.
    RestrictList = 0,
    /// Only these may.
    AllowList = 1,
}

/// To sessions that may view the entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSessionRestriction", deprecated)]
pub struct SessionRestriction {
    /// What every restriction has.
    #[api(base)]
    pub base: BaseRestriction,
}

/// The beginning for all others; only beside a session restriction.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPreviewRestriction", deprecated)]
pub struct PreviewRestriction {
    /// That others may not at all.
    #[api(base)]
    pub base: SessionRestriction,
    /// Seconds from the beginning.
    pub preview_length: Prop<i64>,
}

/// By flavour.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLimitFlavorsRestriction", deprecated)]
pub struct LimitFlavorsRestriction {
    /// What every restriction has.
    #[api(base)]
    pub base: BaseRestriction,
    /// What the list means.
    pub limit_flavors_restriction_type: Prop<LimitFlavorsRestrictionType>,
    /// The flavours, by the ids of their parameters, comma-separated.
    pub flavor_params_ids: Prop<String>,
}

/// What a list of flavours means.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaLimitFlavorsRestrictionType", deprecated)]
pub enum LimitFlavorsRestrictionType {
    /// These may not.
    RestrictList = 0,
    /// Only these may.
    AllowList = 1,
}

/// Whether directories show it; without effect.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaDirectoryRestriction", deprecated)]
pub struct DirectoryRestriction {
    /// What every restriction has.
    #[api(base)]
    pub base: BaseRestriction,
    /// Whether they do.
    pub directory_restriction_type: Prop<DirectoryRestrictionType>,
}

/// Whether directories show it.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaDirectoryRestrictionType", deprecated)]
pub enum DirectoryRestrictionType {
    /// They do not.
    DontDisplay = 0,
    /// They do, with a link.
    DisplayWithLink = 1,
}
