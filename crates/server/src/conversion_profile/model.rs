//! What the API says about conversion profiles (reference: more-services.md §1).

use contract::common::RelatedFilter;
use contract::enums::NullableBoolean;
use contract::language_names::Language;
use contract::{ApiEnum, ApiObject, Prop, Time};

use crate::asset_params::formats::MediaParserType;
use crate::asset_params::model::AssetParamsFilter;

/// Which assets are made of what is uploaded.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaConversionProfile", list = "KalturaConversionProfileListResponse")]
pub struct ConversionProfile {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Whether it is in use; in use, if nothing is said.
    pub status: Prop<ConversionProfileStatus>,
    /// Files or live streams; files, if nothing is said.
    #[api(insert_only)]
    pub r#type: Prop<ConversionProfileType>,
    /// Name.
    pub name: Prop<String>,
    /// Name that programs use, once in an account.
    pub system_name: Prop<String>,
    /// Comma-separated tags.
    pub tags: Prop<String>,
    /// What it is.
    pub description: Prop<String>,
    /// Entry whose settings new entries get.
    pub default_entry_id: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// How assets are made, comma-separated ids.
    pub flavor_params_ids: Prop<String>,
    /// Whether new entries of its type get it. To say so takes it from the one before.
    pub is_default: Prop<NullableBoolean>,
    /// The same.
    #[api(read_only)]
    pub is_partner_default: Prop<bool>,
    /// What is cut away.
    #[api(deprecated)]
    pub crop_dimensions: Prop<CropDimensions>,
    /// Where to begin.
    #[api(deprecated)]
    pub clip_start: Prop<i64>,
    /// How long.
    #[api(deprecated)]
    pub clip_duration: Prop<i64>,
    /// How metadata are changed on the way in.
    pub xsl_transformation: Prop<String>,
    /// Where files are kept.
    pub storage_profile_id: Prop<i64>,
    /// What looks at files.
    pub media_parser_type: Prop<MediaParserType>,
    /// Whether it is measured how hard a file is to code.
    pub calculate_complexity: Prop<NullableBoolean>,
    /// Tags by which flavours are grouped for delivery.
    pub collection_tags: Prop<String>,
    /// JSON: profiles that take its place under conditions.
    pub conditional_profiles: Prop<String>,
    /// Seconds in which key pictures are looked for.
    #[api(name = "detectGOP")]
    pub detect_gop: Prop<i64>,
    /// How what was found out about files is changed.
    pub media_info_xsl_transformation: Prop<String>,
    /// What happens to an entry's parts when its file is replaced.
    pub default_replacement_options: Prop<EntryReplacementOptions>,
    /// Language of sound where a file does not say.
    pub default_audio_lang: Prop<Language>,
    /// Tag for the choice of delivery.
    pub delivery_tag: Prop<String>,
}

/// Which profiles to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaConversionProfileFilter",
    filter = "KalturaConversionProfileBaseFilter",
    order("createdAt")
)]
pub struct ConversionProfileFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Those whose id is this.
    pub id_equal: Prop<i64>,
    /// Those whose id is one of these, comma-separated.
    pub id_in: Prop<String>,
    /// Those whose status is this.
    pub status_equal: Prop<ConversionProfileStatus>,
    /// Those whose status is one of these, comma-separated.
    #[api(values = "KalturaConversionProfileStatus")]
    pub status_in: Prop<String>,
    /// Those whose type is this.
    pub type_equal: Prop<ConversionProfileType>,
    /// Those whose type is one of these, comma-separated.
    #[api(values = "KalturaConversionProfileType")]
    pub type_in: Prop<String>,
    /// Those whose name is this.
    pub name_equal: Prop<String>,
    /// Those whose system name is this.
    pub system_name_equal: Prop<String>,
    /// Those whose system name is one of these, comma-separated.
    pub system_name_in: Prop<String>,
    /// Those whose tags contains one of these texts, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// Those whose tags contains all of these texts, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// Those whose default entry id is this.
    pub default_entry_id_equal: Prop<String>,
    /// Those whose default entry id is one of these, comma-separated.
    pub default_entry_id_in: Prop<String>,
}

/// What a profile says about one of its ways of making assets.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaConversionProfileAssetParams", list = "KalturaConversionProfileAssetParamsListResponse")]
pub struct ConversionProfileAssetParams {
    /// The profile.
    #[api(read_only)]
    pub conversion_profile_id: Prop<i64>,
    /// How the asset is made.
    #[api(read_only)]
    pub asset_params_id: Prop<i64>,
    /// Whether an entry is ready without it.
    pub ready_behavior: Prop<FlavorReadyBehaviorType>,
    /// Whether it is made or uploaded.
    pub origin: Prop<AssetParamsOrigin>,
    /// Name that programs use, once in an account.
    pub system_name: Prop<String>,
    /// Whether it is made although it is not better than another.
    pub force_none_complied: Prop<NullableBoolean>,
    /// Whether it goes when it was delivered elsewhere.
    pub delete_policy: Prop<AssetParamsDeletePolicy>,
    /// Whether it is encrypted.
    pub is_encrypted: Prop<NullableBoolean>,
    /// How much the content decides about the bitrate.
    pub content_awareness: Prop<f64>,
    /// Whether it is coded in pieces.
    pub chunked_encode_mode: Prop<i64>,
    /// Whether it is coded twice.
    pub two_pass: Prop<NullableBoolean>,
    /// Tags that its assets get.
    pub tags: Prop<String>,
    /// JSON: settings in the place of those of the way itself.
    pub overload_params: Prop<String>,
}

/// Which of them to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaConversionProfileAssetParamsFilter",
    filter = "KalturaConversionProfileAssetParamsBaseFilter"
)]
pub struct ConversionProfileAssetParamsFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Those whose conversion profile id is this.
    pub conversion_profile_id_equal: Prop<i64>,
    /// Those whose conversion profile id is one of these, comma-separated.
    pub conversion_profile_id_in: Prop<String>,
    /// Those whose asset params id is this.
    pub asset_params_id_equal: Prop<i64>,
    /// Those whose asset params id is one of these, comma-separated.
    pub asset_params_id_in: Prop<String>,
    /// Those whose ready behavior is this.
    pub ready_behavior_equal: Prop<FlavorReadyBehaviorType>,
    /// Those whose ready behavior is one of these, comma-separated.
    pub ready_behavior_in: Prop<String>,
    /// Those whose origin is this.
    pub origin_equal: Prop<AssetParamsOrigin>,
    /// Those whose origin is one of these, comma-separated.
    pub origin_in: Prop<String>,
    /// Those whose system name is this.
    pub system_name_equal: Prop<String>,
    /// Those whose system name is one of these, comma-separated.
    pub system_name_in: Prop<String>,
    /// Those of the profiles that this finds.
    #[api(own, custom)]
    pub conversion_profile_id_filter: Prop<ConversionProfileFilter>,
    /// Those for what this finds.
    #[api(own, custom)]
    pub asset_params_id_filter: Prop<AssetParamsFilter>,
}

/// A part of a picture, in pixels.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCropDimensions")]
pub struct CropDimensions {
    /// From the left.
    pub left: Prop<i64>,
    /// From the top.
    pub top: Prop<i64>,
    /// How wide.
    pub width: Prop<i64>,
    /// How high.
    pub height: Prop<i64>,
}

/// What happens to an entry's parts when its file is replaced.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaEntryReplacementOptions")]
pub struct EntryReplacementOptions {
    /// Whether thumbnails that somebody made stay.
    pub keep_manual_thumbnails: Prop<i64>,
    /// What happens to the parts that plug-ins know.
    pub plugin_option_items: Prop<Vec<PluginReplacementOptionsItem>>,
}

/// Whether a profile is in use.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaConversionProfileStatus", dynamic)]
pub enum ConversionProfileStatus {
    /// Not in use.
    #[api(value = "1")]
    Disabled,
    /// In use.
    #[api(value = "2")]
    Enabled,
    /// Deleted.
    #[api(value = "3")]
    Deleted,
}

/// What a profile is for.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaConversionProfileType", dynamic)]
pub enum ConversionProfileType {
    /// Files.
    #[api(value = "1")]
    Media,
    /// Live streams.
    #[api(value = "2")]
    LiveStream,
}

/// Whether an asset goes when it was delivered elsewhere.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAssetParamsDeletePolicy")]
pub enum AssetParamsDeletePolicy {
    /// It stays.
    Keep = 0,
    /// It goes.
    Delete = 1,
}

/// Where an asset comes from.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAssetParamsOrigin")]
pub enum AssetParamsOrigin {
    /// It is made of the source.
    Convert = 0,
    /// It is uploaded.
    Ingest = 1,
    /// It is made if it was not uploaded.
    ConvertWhenMissing = 2,
}

/// Whether an entry is ready without an asset.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaFlavorReadyBehaviorType")]
pub enum FlavorReadyBehaviorType {
    /// It is.
    #[api(value = "0")]
    NoImpact,
    /// As the way of making it says.
    #[api(value = "0")]
    InheritFlavorParams,
    /// It is not.
    #[api(value = "1")]
    Required,
    /// It is, if there is another one.
    #[api(value = "2")]
    Optional,
}

/// What happens to a part that a plug-in knows. No kind of it is known yet, so none can be sent.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPluginReplacementOptionsItem", abstract)]
pub struct PluginReplacementOptionsItem {}
