//! What the API says about the ways in which media are converted (reference: more-services.md §1).

use contract::NullableBoolean;
use contract::common::{RelatedFilter, StringObject};
use contract::list::Listed;
use contract::{ApiFamily, ApiObject, Class, Prop, Time};

use super::formats::{AudioCodec, ContainerFormat, MediaParserType, ThumbCropType, VideoCodec};

/// What every way of making an asset has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAssetParams")]
pub struct AssetParams {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The account; 0 for what every installation has.
    #[api(needs(insert, update))]
    pub partner_id: Prop<i64>,
    /// Name.
    pub name: Prop<String>,
    /// Name that programs use, once in an account.
    pub system_name: Prop<String>,
    /// What it is.
    pub description: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// Whether every account lists it.
    #[api(read_only)]
    pub is_system_default: Prop<NullableBoolean>,
    /// Comma-separated tags.
    pub tags: Prop<String>,
    /// Permissions without which an account does not have it.
    pub required_permissions: Prop<Vec<StringObject>>,
    /// Where the source is kept.
    pub source_remote_storage_profile_id: Prop<i64>,
    /// Where the result is kept.
    pub remote_storage_profile_ids: Prop<i64>,
    /// What looks at the result.
    pub media_parser_type: Prop<MediaParserType>,
    /// What it is made of, comma-separated ids.
    pub source_asset_params_ids: Prop<String>,
}

/// How a flavour is made.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFlavorParams", list = "KalturaFlavorParamsListResponse")]
pub struct FlavorParams {
    /// What every way of making an asset has.
    #[api(base)]
    pub base: AssetParams,
    /// How pictures are coded.
    pub video_codec: Prop<VideoCodec>,
    /// Kilobits of pictures in a second.
    pub video_bitrate: Prop<i64>,
    /// How sound is coded.
    pub audio_codec: Prop<AudioCodec>,
    /// Kilobits of sound in a second.
    pub audio_bitrate: Prop<i64>,
    /// Channels of sound.
    pub audio_channels: Prop<i64>,
    /// Samples of sound in a second.
    pub audio_sample_rate: Prop<i64>,
    /// Pixels; 0: by the height.
    pub width: Prop<i64>,
    /// Pixels; 0: by the width.
    pub height: Prop<i64>,
    /// Pictures in a second.
    pub frame_rate: Prop<f64>,
    /// Pictures from one key picture to the next.
    pub gop_size: Prop<i64>,
    /// Which programs convert, comma-separated.
    pub conversion_engines: Prop<String>,
    /// Their arguments.
    pub conversion_engines_extra_params: Prop<String>,
    /// Whether it is coded twice.
    pub two_pass: Prop<bool>,
    /// Whether interlaced pictures are taken apart.
    pub deinterlice: Prop<i64>,
    /// Whether pictures are turned upright.
    pub rotate: Prop<i64>,
    /// JSON: steps of the conversion.
    pub operators: Prop<String>,
    /// How steps are written.
    pub engine_version: Prop<i64>,
    /// The container.
    pub format: Prop<ContainerFormat>,
    /// How the shape of pictures is kept.
    pub aspect_ratio_processing_mode: Prop<i64>,
    /// Whether sides are multiples of 16.
    pub force_frame_to_multiplication16: Prop<i64>,
    /// Whether `gopSize` is in seconds.
    pub is_gop_in_sec: Prop<i64>,
    /// Whether pictures may be larger than the source's.
    pub is_avoid_video_shrink_framesize_to_source: Prop<i64>,
    /// Whether there may be more bits than in the source.
    pub is_avoid_video_shrink_bitrate_to_source: Prop<i64>,
    /// Whether low bitrates get fewer pictures.
    pub is_video_frame_rate_for_low_br_apple_hls: Prop<i64>,
    /// JSON: which streams of the source are taken.
    pub multi_stream: Prop<String>,
    /// How much wider than high a pixel is.
    pub anamorphic_pixels: Prop<f64>,
    /// Whether key pictures are where the coder wants them.
    pub is_avoid_forced_key_frames: Prop<i64>,
    /// How key pictures are forced.
    pub forced_key_frames_mode: Prop<i64>,
    /// Whether lines of IMX are cut away.
    #[api(name = "isCropIMX")]
    pub is_crop_imx: Prop<i64>,
    /// How it is decided that it is not worth making.
    pub optimization_policy: Prop<i64>,
    /// At most so many pictures in a second.
    pub max_frame_rate: Prop<i64>,
    /// Whether the bitrate stays the same.
    pub video_constant_bitrate: Prop<i64>,
    /// How far the bitrate may be off.
    pub video_bitrate_tolerance: Prop<i64>,
    /// JSON: watermarks.
    pub watermark_data: Prop<String>,
    /// JSON: subtitles that are drawn in.
    pub subtitles_data: Prop<String>,
    /// JSON: what is cut away.
    pub crop_data: Prop<String>,
    /// Whether it is encrypted.
    pub is_encrypted: Prop<i64>,
    /// How much the content decides about the bitrate.
    pub content_awareness: Prop<f64>,
    /// Whether it is coded in pieces.
    pub chunked_encode_mode: Prop<i64>,
    /// Where it begins in the source, in milliseconds.
    pub clip_offset: Prop<i64>,
    /// How long it is, in milliseconds.
    pub clip_duration: Prop<i64>,
    /// Languages of sound that `multiStream` names.
    #[api(read_only)]
    pub audio_languages: Prop<Vec<StringObject>>,
}

/// How a flavour of a live stream is made.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveParams")]
pub struct LiveParams {
    /// What every flavour has.
    #[api(base)]
    pub base: FlavorParams,
    /// What the name of the stream ends in.
    pub stream_suffix: Prop<String>,
}

/// How a thumbnail is made.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaThumbParams", list = "KalturaThumbParamsListResponse")]
pub struct ThumbParams {
    /// What every way of making an asset has.
    #[api(base)]
    pub base: AssetParams,
    /// How the picture is fitted.
    pub crop_type: Prop<ThumbCropType>,
    /// Per cent.
    pub quality: Prop<i64>,
    /// Where the part begins, in pixels from the left.
    pub crop_x: Prop<i64>,
    /// Where the part begins, in pixels from the top.
    pub crop_y: Prop<i64>,
    /// How wide the part is, in pixels.
    pub crop_width: Prop<i64>,
    /// How high the part is, in pixels.
    pub crop_height: Prop<i64>,
    /// Where in the video it is taken, in seconds.
    pub video_offset: Prop<f64>,
    /// Pixels; 0: by the height.
    pub width: Prop<i64>,
    /// Pixels; 0: by the width.
    pub height: Prop<i64>,
    /// Factor.
    pub scale_width: Prop<f64>,
    /// Factor.
    pub scale_height: Prop<f64>,
    /// Hexadecimal digits.
    pub background_color: Prop<String>,
    /// What it is made of.
    pub source_params_id: Prop<i64>,
    /// The kind of file.
    pub format: Prop<ContainerFormat>,
    /// Dots in an inch.
    pub density: Prop<i64>,
    /// Whether profiles are taken out.
    pub strip_profiles: Prop<bool>,
    /// Where in the video it is taken, in per cent.
    pub video_offset_in_percentage: Prop<i64>,
    /// Seconds from one to the next.
    #[api(min_value = 1)]
    pub interval: Prop<i64>,
}

/// Which to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAssetParamsFilter", filter = "KalturaAssetParamsBaseFilter")]
pub struct AssetParamsFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Those whose id is this.
    pub id_equal: Prop<i64>,
    /// Those whose id is one of these, comma-separated.
    pub id_in: Prop<String>,
    /// Those whose system name is this.
    pub system_name_equal: Prop<String>,
    /// Those whose system name is one of these, comma-separated.
    pub system_name_in: Prop<String>,
    /// Those whose is system default is this.
    #[api(custom)]
    pub is_system_default_equal: Prop<NullableBoolean>,
    /// Those whose tags is this.
    pub tags_equal: Prop<String>,
}

/// Which flavours to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFlavorParamsFilter", filter = "KalturaFlavorParamsBaseFilter")]
pub struct FlavorParamsFilter {
    /// What every way of making an asset has.
    #[api(base)]
    pub base: AssetParamsFilter,
    /// Those whose format is this.
    pub format_equal: Prop<ContainerFormat>,
}

/// Which flavours of live streams to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveParamsFilter", filter = "KalturaLiveParamsBaseFilter")]
pub struct LiveParamsFilter {
    /// What every flavour has.
    #[api(base)]
    pub base: FlavorParamsFilter,
}

/// Which thumbnails to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaThumbParamsFilter", filter = "KalturaThumbParamsBaseFilter")]
pub struct ThumbParamsFilter {
    /// What every way of making an asset has.
    #[api(base)]
    pub base: AssetParamsFilter,
    /// Those whose format is this.
    pub format_equal: Prop<ContainerFormat>,
}

/// How a flavour is made: of a file or of a live stream.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = FlavorParams)]
pub enum AnyFlavorParams {
    /// Of a file.
    FlavorParams(FlavorParams),
    /// Of a live stream.
    LiveParams(LiveParams),
}

impl Listed for AnyFlavorParams {
    const LIST_CLASS: &'static Class = FlavorParams::LIST_CLASS;
}

/// Which flavours to list: of files or of live streams.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = FlavorParamsFilter)]
pub enum AnyFlavorParamsFilter {
    /// All.
    FlavorParamsFilter(FlavorParamsFilter),
    /// Those of live streams.
    LiveParamsFilter(LiveParamsFilter),
}
