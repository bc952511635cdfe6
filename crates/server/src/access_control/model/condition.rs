//! Conditions of rules, but for those that match or compare something (reference: content-access.md §11).

use contract::common::KeyValue;
use contract::errors::INVALID_FIELD_VALUE;
use contract::typing::At;
use contract::{Api, ApiEnum, ApiFamily, ApiObject, Permits, Prop, TypeRef};
use wire::{ApiError, Param};

use super::comparison::{
    ActionNameCondition, AnonymousIpCondition, CompareMetadataCondition, CountryCondition,
    FieldCompareCondition, FieldMatchCondition, GeoDistanceCondition, HttpHeaderCondition,
    IpAddressCondition, MatchMetadataCondition, MetadataFieldChangedCondition, SiteCondition,
    UserAgentCondition,
};
use super::value::{AnyIntegerValue, AnyStringValue};
use crate::session::model::SessionType;

/// What has to hold for a rule to take effect (reference: content-access.md §11).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCondition", abstract)]
pub struct Condition {
    /// Which kind it is.
    #[api(read_only)]
    pub r#type: Prop<ConditionType>,
    /// Free text.
    pub description: Prop<String>,
    /// Turns what was found into its opposite.
    pub not: Prop<bool>,
}

/// Any `KalturaCondition`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = Condition)]
pub enum AnyCondition {
    /// The name of the call, `service.action`, matches.
    ActionNameCondition(ActionNameCondition),
    /// The address hides who is behind it in one of these ways.
    AnonymousIpCondition(AnonymousIpCondition),
    /// A ready asset of the entry has these properties.
    AssetPropertiesCompareCondition(AssetPropertiesCompareCondition),
    /// The asset that is asked for is of one of these kinds.
    AssetTypeCondition(AssetTypeCondition),
    /// The session is an administrator's, or has one of these privileges for the entry.
    AuthenticatedCondition(AuthenticatedCondition),
    /// A condition of event notifications; always holds here.
    BooleanEventNotificationCondition(BooleanEventNotificationCondition),
    /// A number in the metadata of the entry compares as said.
    CompareMetadataCondition(CompareMetadataCondition),
    /// The address is in one of these countries.
    CountryCondition(CountryCondition),
    /// The request came by one of these delivery profiles.
    DeliveryProfileCondition(DeliveryProfileCondition),
    /// The entry is within its dates.
    EntryScheduledCondition(EntryScheduledCondition),
    /// A number of the request compares as said.
    FieldCompareCondition(FieldCompareCondition),
    /// A text of the request is one of these.
    FieldMatchCondition(FieldMatchCondition),
    /// The address is within one of these circles, each `latitude,longitude,kilometres`.
    GeoDistanceCondition(GeoDistanceCondition),
    /// The request does not prove that it knows a secret.
    HashCondition(HashCondition),
    /// A header of the request matches.
    HttpHeaderCondition(HttpHeaderCondition),
    /// The address is one of these, or within one of these ranges or networks.
    IpAddressCondition(IpAddressCondition),
    /// A text in the metadata of the entry is one of these.
    MatchMetadataCondition(MatchMetadataCondition),
    /// A text in the metadata has changed; never holds outside event notifications.
    MetadataFieldChangedCondition(MetadataFieldChangedCondition),
    /// One of several conditions holds.
    OrCondition(OrCondition),
    /// The session is of this type.
    SessionTypeCondition(SessionTypeCondition),
    /// The page that asks is on one of these sites.
    SiteCondition(SiteCondition),
    /// The address carries the parameters of a token.
    UrlAuthenticationParamsCondition(UrlAuthenticationParamsCondition),
    /// The user agent matches.
    UserAgentCondition(UserAgentCondition),
    /// All roles of the user are among these.
    UserRoleCondition(UserRoleCondition),
    /// One of these edge servers is alive.
    ValidateActiveEdgeCondition(ValidateActiveEdgeCondition),
}

/// Kinds of conditions.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaConditionType", dynamic)]
pub enum ConditionType {
    /// By session.
    #[api(value = "1")]
    Authenticated,
    /// By country.
    #[api(value = "2")]
    Country,
    /// By address.
    #[api(value = "3")]
    IpAddress,
    /// By site.
    #[api(value = "4")]
    Site,
    /// By user agent.
    #[api(value = "5")]
    UserAgent,
    /// By a text.
    #[api(value = "6")]
    FieldMatch,
    /// By a number.
    #[api(value = "7")]
    FieldCompare,
    /// By properties of assets.
    #[api(value = "8")]
    AssetPropertiesCompare,
    /// By role.
    #[api(value = "9")]
    UserRole,
    /// By distance.
    #[api(value = "10")]
    GeoDistance,
    /// One of several.
    #[api(value = "11")]
    OrOperator,
    /// By hash.
    #[api(value = "12")]
    Hash,
    /// By delivery profile.
    #[api(value = "13")]
    DeliveryProfile,
    /// By edge server.
    #[api(value = "14")]
    ActiveEdgeValidate,
    /// By anonymity.
    #[api(value = "15")]
    AnonymousIp,
    /// By kind of asset.
    #[api(value = "16")]
    AssetType,
    /// By event.
    #[api(value = "17")]
    Boolean,
    /// By header.
    #[api(value = "18")]
    HttpHeader,
    /// By the entry's dates.
    #[api(value = "19")]
    EntryScheduled,
    /// By name of the call.
    #[api(value = "20")]
    ActionName,
    /// By token in the address.
    #[api(value = "21")]
    UrlAuthParams,
    /// By type of session.
    #[api(value = "22")]
    SessionType,
    /// By field of an event.
    #[api(value = "eventNotification.BooleanField")]
    EventNotificationField,
    /// By change of an object.
    #[api(value = "eventNotification.ObjectChanged")]
    EventNotificationObjectChanged,
    /// By change of metadata.
    #[api(value = "metadata.FieldChanged")]
    MetadataFieldChanged,
    /// By number in the metadata.
    #[api(value = "metadata.FieldCompare")]
    MetadataFieldCompare,
    /// By text in the metadata.
    #[api(value = "metadata.FieldMatch")]
    MetadataFieldMatch,
    /// By category of an entry.
    #[api(value = "reach.CategoryEntry")]
    EventCategoryEntry,
}

/// The session is an administrator's, or has one of these privileges for the entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAuthenticatedCondition")]
pub struct AuthenticatedCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The privileges; `sview` and `sviewplaylist` if there are none.
    pub privileges: Prop<Vec<AnyStringValue>>,
}

/// A ready asset of the entry has these properties.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAssetPropertiesCompareCondition")]
pub struct AssetPropertiesCompareCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The properties, by their names in the API.
    pub properties: Prop<Vec<KeyValue>>,
}

/// All roles of the user are among these.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserRoleCondition")]
pub struct UserRoleCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The roles, comma-separated.
    pub role_ids: Prop<String>,
}

/// One of several conditions holds.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaOrCondition")]
pub struct OrCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// All of them have to hold; none: it always takes effect.
    pub conditions: Prop<Nested>,
}

/// The request does not prove that it knows a secret.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaHashCondition")]
pub struct HashCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// By which name the request gives its hash.
    pub hash_name: Prop<String>,
    /// What is hashed together with the session.
    pub hash_secret: Prop<String>,
}

/// The request came by one of these delivery profiles.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaDeliveryProfileCondition")]
pub struct DeliveryProfileCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The delivery profiles.
    pub delivery_profile_ids: Prop<Vec<AnyIntegerValue>>,
}

/// One of these edge servers is alive.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaValidateActiveEdgeCondition")]
pub struct ValidateActiveEdgeCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The edge servers, comma-separated.
    pub edge_server_ids: Prop<String>,
}

/// The asset that is asked for is of one of these kinds.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAssetTypeCondition")]
pub struct AssetTypeCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The kinds, comma-separated.
    #[api(values = "KalturaAssetType")]
    pub asset_types: Prop<String>,
}

/// A condition of event notifications; always holds here.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBooleanEventNotificationCondition")]
pub struct BooleanEventNotificationCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The notifications, comma-separated.
    pub boolean_event_notification_ids: Prop<String>,
}

/// The entry is within its dates.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaEntryScheduledCondition")]
pub struct EntryScheduledCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
}

/// The address carries the parameters of a token.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUrlAuthenticationParamsCondition")]
pub struct UrlAuthenticationParamsCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
}

/// The session is of this type.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSessionTypeCondition")]
pub struct SessionTypeCondition {
    /// What every condition has.
    #[api(base)]
    pub base: Condition,
    /// The type; admin if not given.
    pub session_type: Prop<SessionType>,
}

/// Conditions within each other, at most.
pub const MOST_LEVELS: usize = 8;

/// Conditions within a condition. How deep they are is looked at while they are read, since reading takes stack.
#[derive(Clone, Debug, Default)]
pub struct Nested(pub Vec<AnyCondition>);

impl Api for Nested {
    const TYPE: TypeRef = <Vec<AnyCondition>>::TYPE;

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        let levels = std::iter::successors(Some(at), |at| at.parent).filter(|at| at.name == "conditions");
        if levels.count() > MOST_LEVELS {
            return Err(INVALID_FIELD_VALUE.with([at.path()]));
        }
        Ok(Vec::decode(param, at)?.map(Self))
    }

    fn encode(&self, permits: &dyn Permits) -> wire::Value {
        self.0.encode(permits)
    }
}

/// Says for each class where its common part is, and which kind it is.
macro_rules! kinds {
    ($($variant:ident => $kind:ident $(. $base:ident)*;)*) => {
        impl AnyCondition {
            /// What every condition has.
            pub fn common(&self) -> &Condition {
                match self { $(Self::$variant(one) => &one$(.$base)*,)* }
            }

            /// The kind that the class stands for.
            pub fn kind(&self) -> ConditionType {
                match self { $(Self::$variant(_) => ConditionType::$kind,)* }
            }

            /// Writes the kind into it, which is not the caller's to say.
            pub(crate) fn name_kind(&mut self) {
                match self { $(Self::$variant(one) => one$(.$base)*.r#type = ConditionType::$kind.into(),)* }
            }
        }
    };
}

kinds! {
    ActionNameCondition => ActionName.base.base.base;
    AnonymousIpCondition => AnonymousIp.base.base;
    AssetPropertiesCompareCondition => AssetPropertiesCompare.base;
    AssetTypeCondition => AssetType.base;
    AuthenticatedCondition => Authenticated.base;
    BooleanEventNotificationCondition => Boolean.base;
    CompareMetadataCondition => MetadataFieldCompare.base.base;
    CountryCondition => Country.base.base;
    DeliveryProfileCondition => DeliveryProfile.base;
    EntryScheduledCondition => EntryScheduled.base;
    FieldCompareCondition => FieldCompare.base.base;
    FieldMatchCondition => FieldMatch.base.base;
    GeoDistanceCondition => GeoDistance.base.base;
    HashCondition => Hash.base;
    HttpHeaderCondition => HttpHeader.base.base.base;
    IpAddressCondition => IpAddress.base.base;
    MatchMetadataCondition => MetadataFieldMatch.base.base;
    MetadataFieldChangedCondition => MetadataFieldChanged.base.base;
    OrCondition => OrOperator.base;
    SessionTypeCondition => SessionType.base;
    SiteCondition => Site.base.base;
    UrlAuthenticationParamsCondition => UrlAuthParams.base;
    UserAgentCondition => UserAgent.base.base.base;
    UserRoleCondition => UserRole.base;
    ValidateActiveEdgeCondition => ActiveEdgeValidate.base;
}
