//! What the API says about settings of players.

use contract::common::Filter;
use contract::common::StringObject;
use contract::{ApiEnum, ApiObject, Prop, Time};

/// Settings of a player (reference: content-access.md §8.5, more-services.md §5.5).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUiConf", list = "KalturaUiConfListResponse")]
pub struct UiConf {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// Name.
    pub name: Prop<String>,
    /// What it is.
    pub description: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// What is set up: a player, if nothing is said.
    pub obj_type: Prop<UiConfObjType>,
    /// The same in English.
    #[api(read_only)]
    pub obj_type_as_string: Prop<String>,
    /// Pixels.
    pub width: Prop<i64>,
    /// Pixels.
    pub height: Prop<i64>,
    /// Parameters of old players.
    pub html_params: Prop<String>,
    /// Where an old player is.
    pub swf_url: Prop<String>,
    /// Always null.
    #[api(read_only)]
    pub conf_file_path: Prop<String>,
    /// XML of old players.
    pub conf_file: Prop<String>,
    /// More XML of old players; kept, never shown.
    pub conf_file_features: Prop<String>,
    /// JSON of present players.
    pub config: Prop<String>,
    /// JSON: which versions of which parts a player is built from.
    pub conf_vars: Prop<String>,
    /// Whether parts come from a content delivery network; true, if nothing is said.
    pub use_cdn: Prop<bool>,
    /// Comma-separated tags.
    pub tags: Prop<String>,
    /// Version of an old player.
    pub swf_url_version: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// By whom it was made; needed when one is added.
    pub creation_mode: Prop<UiConfCreationMode>,
    /// Where an old player for browsers is; empty for present ones.
    pub html5_url: Prop<String>,
    /// Counts the texts that `config` has had; null without any.
    #[api(read_only)]
    pub version: Prop<String>,
    /// Tags of the account's own.
    pub partner_tags: Prop<String>,
    /// The present player that takes the place of an old one.
    pub v2_redirect: Prop<UiConfV2Redirect>,
}

/// Which settings to list (reference: more-services.md §5.5).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaUiConfFilter",
    filter = "KalturaUiConfBaseFilter",
    order("createdAt", "id", "name", "updatedAt")
)]
pub struct UiConfFilter {
    /// Order and search.
    #[api(base)]
    pub base: Filter,
    /// Those whose id is this.
    pub id_equal: Prop<i64>,
    /// Those whose id is one of these, comma-separated.
    pub id_in: Prop<String>,
    /// Those whose name contains this text.
    pub name_like: Prop<String>,
    /// Those whose partner id is this.
    pub partner_id_equal: Prop<i64>,
    /// Those whose partner id is one of these, comma-separated.
    pub partner_id_in: Prop<String>,
    /// Those whose obj type is this.
    pub obj_type_equal: Prop<UiConfObjType>,
    /// Those whose obj type is one of these, comma-separated.
    pub obj_type_in: Prop<String>,
    /// Those whose tags contains one of these texts, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// Those whose tags contains all of these texts, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// Those whose created at is not before this.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Those whose created at is not after this.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Those whose updated at is not before this.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Those whose updated at is not after this.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Those whose creation mode is this.
    pub creation_mode_equal: Prop<UiConfCreationMode>,
    /// Those whose creation mode is one of these, comma-separated.
    pub creation_mode_in: Prop<String>,
    /// Those whose version is this.
    pub version_equal: Prop<String>,
    /// Those whose version contains one of these texts, comma-separated.
    pub version_multi_like_or: Prop<String>,
    /// Those whose version contains all of these texts, comma-separated.
    pub version_multi_like_and: Prop<String>,
    /// Those whose partner tags contains one of these texts, comma-separated.
    pub partner_tags_multi_like_or: Prop<String>,
    /// Those whose partner tags contains all of these texts, comma-separated.
    pub partner_tags_multi_like_and: Prop<String>,
}

/// An old player that the server has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUiConfTypeInfo")]
pub struct UiConfTypeInfo {
    /// What it is.
    pub r#type: Prop<UiConfObjType>,
    /// Its versions.
    pub versions: Prop<Vec<StringObject>>,
    /// Where it is.
    pub directory: Prop<String>,
    /// Its file.
    pub filename: Prop<String>,
}

/// The present player that takes the place of an old one.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUiConfV2Redirect")]
pub struct UiConfV2Redirect {
    /// Its settings.
    pub v7id: Prop<i64>,
    /// Whether it does.
    pub is_approved: Prop<bool>,
    /// Whether settings of plug-ins are taken over.
    pub translate_plugins: Prop<bool>,
}

/// By whom settings were made.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUiConfCreationMode")]
pub enum UiConfCreationMode {
    /// By a studio.
    Wizard = 2,
    /// By hand.
    Advanced = 3,
    /// By the server.
    System = 4,
}

/// What is set up.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUiConfObjType")]
pub enum UiConfObjType {
    /// A player.
    Player = 1,
    /// A form for contributions.
    ContributionWizard = 2,
    /// A simple editor.
    SimpleEditor = 3,
    /// An advanced editor.
    AdvancedEditor = 4,
    /// A playlist.
    Playlist = 5,
    /// An old studio.
    AppStudio = 6,
    /// A recorder.
    Krecord = 7,
    /// A Flash player.
    PlayerV3 = 8,
    /// A page of an old console.
    KmcAccount = 9,
    /// A page of an old console.
    KmcAnalytics = 10,
    /// A page of an old console.
    KmcContent = 11,
    /// A page of an old console.
    KmcDashboard = 12,
    /// A page of an old console.
    KmcLogin = 13,
    /// A Silverlight player.
    PlayerSl = 14,
    /// An encoder.
    ClientsideEncoder = 15,
    /// An old console.
    KmcGeneral = 16,
    /// A page of an old console.
    KmcRolesAndPermissions = 17,
    /// A clipper.
    Clipper = 18,
    /// A screen recorder.
    Ksr = 19,
    /// An uploader.
    Kupload = 20,
    /// A webcast.
    Webcasting = 21,
    /// A player for audio.
    Sap = 22,
    /// A player for short vertical videos.
    Reels = 23,
}
