//! Values of conditions, fixed or found out when they are needed (reference: content-access.md §11.1).

use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

/// A value of a condition.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaValue", abstract)]
pub struct Value {
    /// Free text.
    pub description: Prop<String>,
}

/// A text.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaStringValue")]
pub struct StringValue {
    /// What every value has.
    #[api(base)]
    pub base: Value,
    /// The value.
    pub value: Prop<String>,
}

/// A text that is found out when it is needed.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaStringField", abstract)]
pub struct StringField {
    /// What every text has.
    #[api(base)]
    pub base: StringValue,
}

/// Any `KalturaStringField`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = StringField)]
pub enum AnyStringField {
    /// How the address hides who is behind it.
    AnonymousIpContextField(AnonymousIpContextField),
    /// Where the address is: `latitude,longitude`.
    CoordinatesContextField(CoordinatesContextField),
    /// The country of the address.
    CountryContextField(CountryContextField),
    /// What code of the server's maker comes to. No code is kept or run here, so it has no value.
    EvalStringField(EvalStringField),
    /// The address.
    IpAddressContextField(IpAddressContextField),
    /// A text in the metadata of the entry.
    MetadataField(MetadataField),
    /// The id of the entry.
    ObjectIdField(ObjectIdField),
    /// The user agent.
    UserAgentContextField(UserAgentContextField),
    /// The e-mail of the session's user.
    UserEmailContextField(UserEmailContextField),
}

/// How the address hides who is behind it.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAnonymousIPContextField")]
pub struct AnonymousIpContextField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
    /// Who is asked where an address is.
    pub geo_coder_type: Prop<GeoCoderType>,
}

/// Where the address is: `latitude,longitude`.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCoordinatesContextField")]
pub struct CoordinatesContextField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
    /// Who is asked where an address is.
    pub geo_coder_type: Prop<GeoCoderType>,
}

/// The country of the address.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCountryContextField")]
pub struct CountryContextField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
    /// Who is asked where an address is.
    pub geo_coder_type: Prop<GeoCoderType>,
}

/// What code of the server's maker comes to. No code is kept or run here, so it has no value.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaEvalStringField")]
pub struct EvalStringField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
    /// The code.
    #[api(needs(all))]
    pub code: Prop<String>,
}

/// The address.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaIpAddressContextField")]
pub struct IpAddressContextField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
}

/// A text in the metadata of the entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMetadataField", plugin = "metadata")]
pub struct MetadataField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
    /// Where in the metadata.
    pub x_path: Prop<String>,
    /// The metadata profile.
    pub profile_id: Prop<i64>,
    /// The metadata profile, by its system name.
    pub profile_system_name: Prop<String>,
}

/// The id of the entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaObjectIdField")]
pub struct ObjectIdField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
}

/// The user agent.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserAgentContextField")]
pub struct UserAgentContextField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
}

/// The e-mail of the session's user.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserEmailContextField")]
pub struct UserEmailContextField {
    /// What every text that is found out has.
    #[api(base)]
    pub base: StringField,
}

/// A number.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaIntegerValue")]
pub struct IntegerValue {
    /// What every value has.
    #[api(base)]
    pub base: Value,
    /// The value.
    pub value: Prop<i64>,
}

/// A number that is found out when it is needed.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaIntegerField", abstract)]
pub struct IntegerField {
    /// What every number has.
    #[api(base)]
    pub base: IntegerValue,
}

/// Any `KalturaIntegerField`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = IntegerField)]
pub enum AnyIntegerField {
    /// The time of the request.
    TimeContextField(TimeContextField),
}

/// The time of the request.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaTimeContextField")]
pub struct TimeContextField {
    /// What every number that is found out has.
    #[api(base)]
    pub base: IntegerField,
    /// Seconds that are added.
    pub offset: Prop<i64>,
}

/// Who knows where an address is. The server has one database and asks it in every case.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGeoCoderType", dynamic)]
pub enum GeoCoderType {
    /// Kaltura.
    #[api(value = "1")]
    Kaltura,
    /// `MaxMind`.
    #[api(value = "2")]
    MaxMind,
    /// Digital Element.
    #[api(value = "3")]
    DigitalElement,
}

/// Any `KalturaStringValue`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = StringValue)]
pub enum AnyStringValue {
    /// A text.
    StringValue(StringValue),
    /// How the address hides who is behind it.
    AnonymousIpContextField(AnonymousIpContextField),
    /// Where the address is: `latitude,longitude`.
    CoordinatesContextField(CoordinatesContextField),
    /// The country of the address.
    CountryContextField(CountryContextField),
    /// What code of the server's maker comes to. No code is kept or run here, so it has no value.
    EvalStringField(EvalStringField),
    /// The address.
    IpAddressContextField(IpAddressContextField),
    /// A text in the metadata of the entry.
    MetadataField(MetadataField),
    /// The id of the entry.
    ObjectIdField(ObjectIdField),
    /// The user agent.
    UserAgentContextField(UserAgentContextField),
    /// The e-mail of the session's user.
    UserEmailContextField(UserEmailContextField),
}

/// Any `KalturaIntegerValue`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = IntegerValue)]
pub enum AnyIntegerValue {
    /// A number.
    IntegerValue(IntegerValue),
    /// The time of the request.
    TimeContextField(TimeContextField),
}
