//! What the API says about the files of entries.

use contract::language_names::Language;
use contract::{ApiEnum, ApiObject, BigInt, NullableBoolean, Prop, Time};

/// A file that belongs to an entry (reference: content-access.md §8.1).
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
    /// Version of the content.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// Kilobytes.
    #[api(read_only)]
    pub size: Prop<i64>,
    /// What it is for, comma-separated.
    pub tags: Prop<String>,
    /// Ending of the file's name.
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
    /// Free text.
    #[api(read_only)]
    pub description: Prop<String>,
    /// Data of the account's own.
    pub partner_data: Prop<String>,
    /// Free text of the account's own.
    pub partner_description: Prop<String>,
    /// What it was made from.
    pub actual_source_asset_params_ids: Prop<String>,
    /// Bytes.
    #[api(read_only)]
    pub size_in_bytes: Prop<BigInt>,
}

/// A file of an entry's picture and sound.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFlavorAsset", list = "KalturaFlavorAssetListResponse")]
pub struct FlavorAsset {
    /// What every file has.
    #[api(base)]
    pub base: Asset,
    /// The parameters that it was made by; 0: it is the source.
    #[api(insert_only)]
    pub flavor_params_id: Prop<i64>,
    /// Pixels.
    #[api(read_only)]
    pub width: Prop<i64>,
    /// Pixels.
    #[api(read_only)]
    pub height: Prop<i64>,
    /// Kilobits a second.
    #[api(read_only)]
    pub bitrate: Prop<i64>,
    /// Pictures a second.
    #[api(read_only)]
    pub frame_rate: Prop<f64>,
    /// Whether it was uploaded.
    #[api(read_only)]
    pub is_original: Prop<bool>,
    /// Whether browsers can play it.
    #[api(read_only)]
    pub is_web: Prop<bool>,
    /// Format of the file.
    #[api(read_only)]
    pub container_format: Prop<String>,
    /// Format of the picture.
    #[api(read_only)]
    pub video_codec_id: Prop<String>,
    /// How far it is.
    #[api(read_only)]
    pub status: Prop<FlavorAssetStatus>,
    /// The language.
    pub language: Prop<Language>,
    /// What people call it.
    pub label: Prop<String>,
    /// Whether entries get it that name none. Moves with 1; cannot be taken away.
    pub is_default: Prop<NullableBoolean>,
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
    /// It is gone.
    Deleted = 3,
    /// It makes no sense.
    NotApplicable = 4,
    /// It is there for a while.
    Temp = 5,
    /// It waits for others.
    WaitForConvert = 6,
    /// It is being fetched.
    Importing = 7,
    /// It is being looked at.
    Validating = 8,
    /// It is being stored elsewhere.
    Exporting = 9,
}
