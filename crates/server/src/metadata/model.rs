//! What the API says about metadata and their profiles (reference: search-metadata.md §3, §4).

use contract::common::{Filter, RelatedFilter};
use contract::{ApiEnum, ApiObject, BigInt, Prop, Time};

/// Kinds of objects that have metadata.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaMetadataObjectType", dynamic, plugin = "metadata")]
pub enum MetadataObjectType {
    /// Entry.
    #[api(value = "1")]
    Entry,
    /// Category.
    #[api(value = "2")]
    Category,
    /// User.
    #[api(value = "3")]
    User,
    /// Account.
    #[api(value = "4")]
    Partner,
    /// Something that is made of metadata alone.
    #[api(value = "5")]
    DynamicObject,
    /// What a user has to do with an entry.
    #[api(value = "6")]
    UserEntry,
    /// Advertisement.
    #[api(value = "adCuePointMetadata.AdCuePoint")]
    AdCuePoint,
    /// Annotation.
    #[api(value = "annotationMetadata.Annotation")]
    Annotation,
    /// Code.
    #[api(value = "codeCuePointMetadata.CodeCuePoint")]
    CodeCuePoint,
    /// Answer.
    #[api(value = "quiz.AnswerCuePoint")]
    AnswerCuePoint,
    /// Question.
    #[api(value = "quiz.QuestionCuePoint")]
    QuestionCuePoint,
    /// Slide or chapter.
    #[api(value = "thumbCuePointMetadata.thumbCuePoint", constant = "THUMB_CUE_POINT")]
    ThumbCuePoint,
}

/// Whether a profile is in use.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaMetadataProfileStatus", plugin = "metadata")]
pub enum MetadataProfileStatus {
    /// In use.
    Active = 1,
    /// Deleted.
    Deprecated = 2,
    /// Its metadata are being rewritten. No profile of this server is ever seen like this.
    Transforming = 3,
}

/// Who makes metadata of a profile.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaMetadataProfileCreateMode", plugin = "metadata")]
pub enum MetadataProfileCreateMode {
    /// Programs.
    Api = 1,
    /// People at the console.
    Kmc = 2,
    /// An application, which keeps them to itself.
    App = 3,
}

/// Whether metadata count.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaMetadataStatus", plugin = "metadata")]
pub enum MetadataStatus {
    /// They do. No others are shown.
    Valid = 1,
    /// They do not follow their schema.
    Invalid = 2,
    /// Deleted.
    Deleted = 3,
}

/// What metadata of a kind look like.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMetadataProfile", plugin = "metadata", list = "KalturaMetadataProfileListResponse")]
pub struct MetadataProfile {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// What has such metadata; required.
    pub metadata_object_type: Prop<MetadataObjectType>,
    /// Counts the changes of the schema that metadata had to be rewritten for, from 1.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// Name; required.
    pub name: Prop<String>,
    /// Name that programs use, once in an account.
    pub system_name: Prop<String>,
    /// What it is.
    pub description: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was changed last.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Whether it is in use.
    #[api(read_only)]
    pub status: Prop<MetadataProfileStatus>,
    /// The schema, as XSD.
    #[api(read_only)]
    pub xsd: Prop<String>,
    /// How consoles show the fields.
    #[api(read_only)]
    pub views: Prop<String>,
    /// A transformation of what is sent. This server has none.
    #[api(read_only)]
    pub xslt: Prop<String>,
    /// Who makes metadata of it.
    pub create_mode: Prop<MetadataProfileCreateMode>,
    /// Changes nothing: values are looked for as soon as they are there.
    pub disable_re_indexing: Prop<bool>,
}

/// Which profiles to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaMetadataProfileFilter",
    plugin = "metadata",
    filter = "KalturaMetadataProfileBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct MetadataProfileFilter {
    /// Order and search.
    #[api(base)]
    pub base: Filter,
    /// Those whose id is this.
    pub id_equal: Prop<i64>,
    /// Those whose account is this.
    pub partner_id_equal: Prop<i64>,
    /// Those for objects of this type.
    pub metadata_object_type_equal: Prop<MetadataObjectType>,
    /// Those for objects of one of these types, comma-separated.
    #[api(values = "KalturaMetadataObjectType")]
    pub metadata_object_type_in: Prop<String>,
    /// Those whose version is this.
    pub version_equal: Prop<i64>,
    /// Those whose name is this.
    pub name_equal: Prop<String>,
    /// Those whose system name is this.
    pub system_name_equal: Prop<String>,
    /// Those whose system name is one of these, comma-separated.
    pub system_name_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// With this status.
    pub status_equal: Prop<MetadataProfileStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// Whose metadata are made by these.
    pub create_mode_equal: Prop<MetadataProfileCreateMode>,
    /// Whose metadata are made by others, or by nobody in particular.
    #[api(custom)]
    pub create_mode_not_equal: Prop<MetadataProfileCreateMode>,
    /// Whose metadata are made by one of these, comma-separated.
    pub create_mode_in: Prop<String>,
    /// Whose metadata are made by none of these, comma-separated, or by nobody in particular.
    #[api(custom)]
    pub create_mode_not_in: Prop<String>,
}

/// A field of a schema that searches look into.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaMetadataProfileField",
    plugin = "metadata",
    list = "KalturaMetadataProfileFieldListResponse"
)]
pub struct MetadataProfileField {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// Where its values are in the metadata.
    #[api(read_only)]
    pub x_path: Prop<String>,
    /// The name of its element.
    #[api(read_only)]
    pub key: Prop<String>,
    /// What people call it.
    #[api(read_only)]
    pub label: Prop<String>,
}

/// Metadata of an object.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMetadata", plugin = "metadata", list = "KalturaMetadataListResponse")]
pub struct Metadata {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<BigInt>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// The profile.
    #[api(read_only)]
    pub metadata_profile_id: Prop<i64>,
    /// The version of the profile that they were written for.
    #[api(read_only)]
    pub metadata_profile_version: Prop<i64>,
    /// What the object is.
    #[api(read_only)]
    pub metadata_object_type: Prop<MetadataObjectType>,
    /// The object.
    #[api(read_only)]
    pub object_id: Prop<String>,
    /// Counts the changes of the text, from 1.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// When they were made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When they were changed last.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Whether they count.
    #[api(read_only)]
    pub status: Prop<MetadataStatus>,
    /// The metadata, as they were sent.
    #[api(read_only)]
    pub xml: Prop<String>,
}

/// Which metadata to list. Those of entries, or of anything for sessions that are held to entitlements, are listed by
/// the ids of objects only.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaMetadataFilter",
    plugin = "metadata",
    filter = "KalturaMetadataBaseFilter",
    order("createdAt", "metadataProfileVersion", "updatedAt", "version")
)]
pub struct MetadataFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Those whose account is this.
    pub partner_id_equal: Prop<i64>,
    /// Those of this profile.
    pub metadata_profile_id_equal: Prop<i64>,
    /// Those of one of these profiles, comma-separated.
    pub metadata_profile_id_in: Prop<String>,
    /// Those written for this version of the profile.
    pub metadata_profile_version_equal: Prop<i64>,
    /// Those written for this version of the profile or a later one.
    pub metadata_profile_version_greater_than_or_equal: Prop<i64>,
    /// Those written for this version of the profile or an earlier one.
    pub metadata_profile_version_less_than_or_equal: Prop<i64>,
    /// Those of objects of this type; of entries, if nothing is said.
    #[api(custom)]
    pub metadata_object_type_equal: Prop<MetadataObjectType>,
    /// Those of this object.
    #[api(custom)]
    pub object_id_equal: Prop<String>,
    /// Those of one of these objects, comma-separated.
    #[api(custom)]
    pub object_id_in: Prop<String>,
    /// Those whose version is this.
    pub version_equal: Prop<i64>,
    /// Those whose version is this or more.
    pub version_greater_than_or_equal: Prop<i64>,
    /// Those whose version is this or less.
    pub version_less_than_or_equal: Prop<i64>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// With this status. There are none but valid ones.
    pub status_equal: Prop<MetadataStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
}
