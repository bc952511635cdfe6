//! What the API says about flavours and thumbnails of entries (reference: content-access.md §8.1, §8.2).

use contract::common::RelatedFilter;
use contract::language_names::Language;
use contract::{ApiEnum, ApiFamily, ApiObject, BigInt, NullableBoolean, Prop, Time};

/// What every file of an entry has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAsset")]
pub struct Asset {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<String>,
    /// The entry.
    #[api(read_only)]
    pub entry_id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Counts its contents.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// Kilobytes.
    #[api(read_only)]
    pub size: Prop<i64>,
    /// Comma-separated tags.
    pub tags: Prop<String>,
    /// What its file ends in.
    #[api(insert_only)]
    pub file_ext: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// When it was deleted.
    #[api(read_only)]
    pub deleted_at: Prop<Time>,
    /// What happened to it.
    #[api(read_only)]
    pub description: Prop<String>,
    /// Data of the account's own.
    pub partner_data: Prop<String>,
    /// What the account says about it.
    pub partner_description: Prop<String>,
    /// What it was made of, comma-separated ids.
    pub actual_source_asset_params_ids: Prop<String>,
    /// Bytes.
    #[api(read_only)]
    pub size_in_bytes: Prop<BigInt>,
}

/// A version of an entry's video or sound.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFlavorAsset", list = "KalturaFlavorAssetListResponse")]
pub struct FlavorAsset {
    /// What every file of an entry has.
    #[api(base)]
    pub base: Asset,
    /// How it was made; 0 is the source.
    #[api(insert_only)]
    pub flavor_params_id: Prop<i64>,
    /// Pixels.
    #[api(read_only)]
    pub width: Prop<i64>,
    /// Pixels.
    #[api(read_only)]
    pub height: Prop<i64>,
    /// Kilobits in a second.
    #[api(read_only)]
    pub bitrate: Prop<i64>,
    /// Pictures in a second.
    #[api(read_only)]
    pub frame_rate: Prop<f64>,
    /// Whether it is the source.
    #[api(read_only)]
    pub is_original: Prop<bool>,
    /// Whether browsers play it.
    #[api(read_only)]
    pub is_web: Prop<bool>,
    /// The container.
    #[api(read_only)]
    pub container_format: Prop<String>,
    /// How pictures are coded.
    #[api(read_only)]
    pub video_codec_id: Prop<String>,
    /// How far it is.
    #[api(read_only)]
    pub status: Prop<FlavorAssetStatus>,
    /// Language of its sound.
    pub language: Prop<Language>,
    /// What players call it.
    pub label: Prop<String>,
    /// Whether players take it first.
    pub is_default: Prop<NullableBoolean>,
}

/// A picture of an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaThumbAsset", list = "KalturaThumbAssetListResponse")]
pub struct ThumbAsset {
    /// What every file of an entry has.
    #[api(base)]
    pub base: Asset,
    /// How it was made.
    #[api(insert_only)]
    pub thumb_params_id: Prop<i64>,
    /// Pixels.
    #[api(read_only)]
    pub width: Prop<i64>,
    /// Pixels.
    #[api(read_only)]
    pub height: Prop<i64>,
    /// How far it is.
    #[api(read_only)]
    pub status: Prop<ThumbAssetStatus>,
}

/// Which files to list; of which entries has to be said.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaAssetFilter",
    filter = "KalturaAssetBaseFilter",
    order("createdAt", "deletedAt", "size", "updatedAt")
)]
pub struct AssetFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Those whose id is this.
    pub id_equal: Prop<String>,
    /// Those whose id is one of these, comma-separated.
    pub id_in: Prop<String>,
    /// Those whose entry id is this.
    pub entry_id_equal: Prop<String>,
    /// Those whose entry id is one of these, comma-separated.
    pub entry_id_in: Prop<String>,
    /// Those whose partner id is this.
    pub partner_id_equal: Prop<i64>,
    /// Those whose partner id is one of these, comma-separated.
    pub partner_id_in: Prop<String>,
    /// Those whose size is not before this.
    pub size_greater_than_or_equal: Prop<i64>,
    /// Those whose size is not after this.
    pub size_less_than_or_equal: Prop<i64>,
    /// Those whose tags contains this text.
    pub tags_like: Prop<String>,
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
    /// Those whose deleted at is not before this.
    pub deleted_at_greater_than_or_equal: Prop<Time>,
    /// Those whose deleted at is not after this.
    pub deleted_at_less_than_or_equal: Prop<Time>,
    /// Those of these kinds; kept, not looked at.
    #[api(values = "KalturaAssetType", own, custom)]
    pub type_in: Prop<String>,
}

/// Which flavours to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaFlavorAssetFilter",
    filter = "KalturaFlavorAssetBaseFilter",
    order("createdAt", "deletedAt", "size", "updatedAt")
)]
pub struct FlavorAssetFilter {
    /// Of which entries.
    #[api(base)]
    pub base: AssetFilter,
    /// Those whose flavor params id is this.
    pub flavor_params_id_equal: Prop<i64>,
    /// Those whose flavor params id is one of these, comma-separated.
    pub flavor_params_id_in: Prop<String>,
    /// Those whose status is this.
    pub status_equal: Prop<FlavorAssetStatus>,
    /// Those whose status is one of these, comma-separated.
    pub status_in: Prop<String>,
    /// Those whose status is none of these, comma-separated.
    pub status_not_in: Prop<String>,
}

/// Which thumbnails to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaThumbAssetFilter",
    filter = "KalturaThumbAssetBaseFilter",
    order("createdAt", "deletedAt", "size", "updatedAt")
)]
pub struct ThumbAssetFilter {
    /// Of which entries.
    #[api(base)]
    pub base: AssetFilter,
    /// Those whose thumb params id is this.
    pub thumb_params_id_equal: Prop<i64>,
    /// Those whose thumb params id is one of these, comma-separated.
    pub thumb_params_id_in: Prop<String>,
    /// Those whose status is this.
    pub status_equal: Prop<ThumbAssetStatus>,
    /// Those whose status is one of these, comma-separated.
    pub status_in: Prop<String>,
    /// Those whose status is none of these, comma-separated.
    pub status_not_in: Prop<String>,
}

/// How far a flavour is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaFlavorAssetStatus")]
pub enum FlavorAssetStatus {
    /// It failed.
    Error = -1,
    /// It waits.
    Queued = 0,
    /// It is being made.
    Converting = 1,
    /// It is there.
    Ready = 2,
    /// It was deleted.
    Deleted = 3,
    /// It is not worth making.
    NotApplicable = 4,
    /// It is for a while only.
    Temp = 5,
    /// It waits for another one.
    WaitForConvert = 6,
    /// It is being fetched.
    Importing = 7,
    /// It is being looked at.
    Validating = 8,
    /// It is being delivered elsewhere.
    Exporting = 9,
}

/// How far a thumbnail is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaThumbAssetStatus")]
pub enum ThumbAssetStatus {
    /// It failed.
    Error = -1,
    /// It waits.
    Queued = 0,
    /// It is being made.
    Capturing = 1,
    /// It is there.
    Ready = 2,
    /// It was deleted.
    Deleted = 3,
    /// It is being fetched.
    Importing = 7,
    /// It is being delivered elsewhere.
    Exporting = 9,
}

/// Which flavours to list.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = AssetFilter)]
pub enum AnyFlavorAssetFilter {
    /// By what every file has.
    AssetFilter(AssetFilter),
    /// By what flavours have, too.
    FlavorAssetFilter(FlavorAssetFilter),
}

/// Which thumbnails to list.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = AssetFilter)]
pub enum AnyThumbAssetFilter {
    /// By what every file has.
    AssetFilter(AssetFilter),
    /// By what thumbnails have, too.
    ThumbAssetFilter(ThumbAssetFilter),
}
