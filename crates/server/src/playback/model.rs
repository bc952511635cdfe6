//! What the API says about playing an entry.

use contract::common::{AnyObject, KeyValue, StringObject};
use contract::{ApiEnum, ApiObject, Map, Prop, Time};

use crate::access_control::model::action::AnyRuleAction;
use crate::access_control::model::profile::AccessControlContextTypeHolder;
use crate::asset::model::FlavorAsset;

/// What a request says about itself (reference: content-access.md §10.1).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlScope")]
pub struct AccessControlScope {
    /// The page that asks.
    pub referrer: Prop<String>,
    /// The address that asks; administrators may say another.
    pub ip: Prop<String>,
    /// The session that asks; administrators may say another.
    pub ks: Prop<String>,
    /// The program that asks; administrators may say another.
    pub user_agent: Prop<String>,
    /// When; administrators may say another time.
    pub time: Prop<Time>,
    /// Uses that it is about; none: all.
    pub contexts: Prop<Vec<AccessControlContextTypeHolder>>,
    /// Names and values for hash conditions.
    pub hashes: Prop<Vec<KeyValue>>,
}

/// What a player asks about an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaEntryContextDataParams")]
pub struct EntryContextDataParams {
    /// What every request says.
    #[api(base)]
    pub base: AccessControlScope,
    /// One flavour only.
    pub flavor_asset_id: Prop<String>,
    /// Tags of the flavours, comma-separated, the first that any has; `all` takes all.
    pub flavor_tags: Prop<String>,
    /// How content is to be sent.
    pub streamer_type: Prop<String>,
    /// By which protocol.
    pub media_protocol: Prop<String>,
}

/// What a player asks about an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlaybackContextOptions")]
pub struct PlaybackContextOptions {
    /// What every player asks.
    #[api(base)]
    pub base: EntryContextDataParams,
}

/// What the rules say.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaContextDataResult")]
pub struct ContextDataResult {
    /// What to show.
    pub messages: Prop<Vec<StringObject>>,
    /// What happens when it takes effect.
    pub actions: Prop<Vec<AnyRuleAction>>,
}

/// What a session may do with an entry, for old players (reference: content-access.md §13).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaEntryContextDataResult")]
pub struct EntryContextDataResult {
    /// What the rules say.
    #[api(base)]
    pub base: ContextDataResult,
    /// A site restriction applies.
    #[api(deprecated)]
    pub is_site_restricted: Prop<bool>,
    /// A country restriction applies.
    #[api(deprecated)]
    pub is_country_restricted: Prop<bool>,
    /// A session restriction applies.
    #[api(deprecated)]
    pub is_session_restricted: Prop<bool>,
    /// An address restriction applies.
    #[api(deprecated)]
    pub is_ip_address_restricted: Prop<bool>,
    /// A user agent restriction applies.
    #[api(deprecated)]
    pub is_user_agent_restricted: Prop<bool>,
    /// Seconds from the beginning.
    #[api(deprecated)]
    pub preview_length: Prop<i64>,
    /// The entry is within its dates.
    pub is_scheduled_now: Prop<bool>,
    /// The session is an administrator's.
    pub is_admin: Prop<bool>,
    /// How content is to be sent.
    pub streamer_type: Prop<String>,
    /// By which protocol.
    pub media_protocol: Prop<String>,
    /// Storages elsewhere; none.
    #[api(name = "storageProfilesXML")]
    pub storage_profiles_xml: Prop<String>,
    /// The same as `messages`.
    #[api(deprecated)]
    pub access_control_messages: Prop<Vec<StringObject>>,
    /// The same as `actions`.
    #[api(deprecated)]
    pub access_control_actions: Prop<Vec<AnyRuleAction>>,
    /// The flavours that may be played.
    pub flavor_assets: Prop<Vec<FlavorAsset>>,
    /// Length in milliseconds.
    pub ms_duration: Prop<i64>,
    /// What plug-ins add, by class.
    pub plugin_data: Prop<Map<PluginData>>,
}

/// What a player needs to play an entry, or why it may not (reference: content-access.md §14).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlaybackContext")]
pub struct PlaybackContext {
    /// Ways to get the content.
    pub sources: Prop<Vec<PlaybackSource>>,
    /// Captions.
    pub playback_captions: Prop<Vec<CaptionPlaybackPluginData>>,
    /// The flavours that may be played.
    pub flavor_assets: Prop<Vec<FlavorAsset>>,
    /// What happens when it takes effect.
    pub actions: Prop<Vec<AnyRuleAction>>,
    /// What to show.
    pub messages: Prop<Vec<AccessControlMessage>>,
    /// What is played before.
    pub bumper_data: Prop<Vec<AnyObject>>,
    /// When it is live.
    pub active_live_stream_time: Prop<ActiveLiveStreamTime>,
}

/// A way to get an entry's content.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlaybackSource")]
pub struct PlaybackSource {
    /// By which delivery profile.
    pub delivery_profile_id: Prop<String>,
    /// Which format.
    pub format: Prop<String>,
    /// Protocols, comma-separated.
    pub protocols: Prop<String>,
    /// Flavours, comma-separated.
    pub flavor_ids: Prop<String>,
    /// Address.
    pub url: Prop<String>,
    /// How it is unlocked.
    pub drm: Prop<Vec<DrmPlaybackPluginData>>,
}

/// A message of a rule.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlMessage")]
pub struct AccessControlMessage {
    /// What players show when it takes effect.
    pub message: Prop<String>,
    /// Code of that message, for programs.
    pub code: Prop<String>,
}

/// What plug-ins add.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPluginData")]
pub struct PluginData {}

/// How a source is unlocked.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaDrmPlaybackPluginData")]
pub struct DrmPlaybackPluginData {
    /// What every addition has.
    #[api(base)]
    pub base: PluginData,
    /// The way.
    pub scheme: Prop<DrmSchemeName>,
    /// Where keys are given.
    #[api(name = "licenseURL")]
    pub license_url: Prop<String>,
}

/// Ways to lock content.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaDrmSchemeName", dynamic)]
pub enum DrmSchemeName {
    /// `PlayReady`, common encryption.
    #[api(value = "drm.PLAYREADY_CENC")]
    PlayreadyCenc,
    /// Widevine, common encryption.
    #[api(value = "drm.WIDEVINE_CENC")]
    WidevineCenc,
    /// `FairPlay`.
    #[api(value = "fairplay.FAIRPLAY")]
    Fairplay,
    /// `PlayReady`.
    #[api(value = "playReady.PLAYREADY")]
    Playready,
    /// Widevine.
    #[api(value = "widevine.WIDEVINE")]
    Widevine,
}

/// Captions of an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCaptionPlaybackPluginData", plugin = "caption")]
pub struct CaptionPlaybackPluginData {
    /// What people call it.
    pub label: Prop<String>,
    /// Which format.
    pub format: Prop<String>,
    /// The language.
    pub language: Prop<String>,
    /// Address as `WebVTT`.
    pub web_vtt_url: Prop<String>,
    /// Address.
    pub url: Prop<String>,
    /// Whether entries get it that name none. Moves with 1; cannot be taken away.
    pub is_default: Prop<bool>,
    /// The language by its code.
    pub language_code: Prop<String>,
}

/// When a stream is live.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaActiveLiveStreamTime")]
pub struct ActiveLiveStreamTime {
    /// From when.
    pub start_time: Prop<i64>,
    /// Until when.
    pub end_time: Prop<i64>,
}
