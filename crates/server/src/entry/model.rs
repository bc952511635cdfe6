//! What the API says about entries.

use contract::enums::NullableBoolean;
use contract::{ApiFamily, ApiObject, Prop, Time};

use super::words::{
    BaseEntryCloneOptions, CloneComponentSelectorType, DurationType, EntryApplication,
    EntryDisplayInSearchType, EntryModerationStatus, EntryReplacementStatus, EntryStatus, EntryType,
    LicenseType, MediaType, SearchProviderType, SourceType,
};

/// An entry: a thing that people watch, hear, read or list (reference: content-access.md §4).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseEntry", list = "KalturaBaseEntryListResponse")]
pub struct BaseEntry {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<String>,
    /// Name; where none is given, made of account and time.
    #[api(multi_lingual, needs(update))]
    pub name: Prop<String>,
    /// What it is about.
    #[api(multi_lingual, needs(update))]
    pub description: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Who owns it.
    #[api(max_length = 100)]
    pub user_id: Prop<String>,
    /// Who made it; the owner, unless somebody else is named.
    #[api(insert_only)]
    pub creator_id: Prop<String>,
    /// Words to find it by, comma-separated.
    #[api(multi_lingual, needs(update))]
    pub tags: Prop<String>,
    /// Words that only administrators write, comma-separated.
    pub admin_tags: Prop<String>,
    /// Full names of the categories that it is in, comma-separated.
    #[api(deprecated, needs(insert, update))]
    pub categories: Prop<String>,
    /// Ids of the categories that it is in, comma-separated.
    #[api(deprecated, needs(insert, update))]
    pub categories_ids: Prop<String>,
    /// How far it is.
    #[api(read_only)]
    pub status: Prop<EntryStatus>,
    /// What moderators said.
    #[api(read_only)]
    pub moderation_status: Prop<EntryModerationStatus>,
    /// How often it was flagged since a moderator looked.
    #[api(read_only)]
    pub moderation_count: Prop<i64>,
    /// What kind of entry it is.
    pub r#type: Prop<EntryType>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Average of the votes.
    #[api(read_only)]
    pub rank: Prop<f64>,
    /// Sum of the votes.
    #[api(read_only)]
    pub total_rank: Prop<i64>,
    /// How many votes it got.
    #[api(read_only)]
    pub votes: Prop<i64>,
    /// A number to group entries by.
    pub group_id: Prop<i64>,
    /// Free text of the account.
    pub partner_data: Prop<String>,
    /// Where it is downloaded.
    #[api(read_only)]
    pub download_url: Prop<String>,
    /// What searches look at.
    #[api(read_only)]
    pub search_text: Prop<String>,
    /// Its licence.
    pub license_type: Prop<LicenseType>,
    /// Version of its content.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// Where its picture is.
    #[api(read_only)]
    pub thumbnail_url: Prop<String>,
    /// The profile that says who may play it.
    #[api(needs(insert, update))]
    pub access_control_id: Prop<i64>,
    /// When it may be played from.
    #[api(needs(insert, update))]
    pub start_date: Prop<Time>,
    /// When it may be played to.
    #[api(needs(insert, update))]
    pub end_date: Prop<Time>,
    /// What another system calls it.
    #[api(needs(insert, update))]
    pub reference_id: Prop<String>,
    /// The entry whose content waits to take the place of this one's.
    #[api(read_only)]
    pub replacing_entry_id: Prop<String>,
    /// The entry whose content this one is to replace.
    #[api(read_only)]
    pub replaced_entry_id: Prop<String>,
    /// How far a replacement is.
    #[api(read_only)]
    pub replacement_status: Prop<EntryReplacementStatus>,
    /// A number to order entries by.
    pub partner_sort_value: Prop<i64>,
    /// How its content is converted.
    pub conversion_profile_id: Prop<i64>,
    /// The entry that is played in its place.
    pub redirect_entry_id: Prop<String>,
    /// The entry that it was cut from; itself, if from none.
    #[api(read_only)]
    pub root_entry_id: Prop<String>,
    /// The entry that it belongs to and whose protection it has.
    pub parent_entry_id: Prop<String>,
    /// Ids of users who may change it, comma-separated.
    pub entitled_users_edit: Prop<String>,
    /// Ids of users who may publish it, comma-separated.
    pub entitled_users_publish: Prop<String>,
    /// Ids of users who may see it, comma-separated.
    pub entitled_users_view: Prop<String>,
    /// What plug-ins can do with it, comma-separated.
    #[api(read_only, values = "KalturaEntryCapability")]
    pub capabilities: Prop<String>,
    /// The entry that it takes its values from.
    #[api(insert_only)]
    pub template_entry_id: Prop<String>,
    /// Where searches show it.
    pub display_in_search: Prop<EntryDisplayInSearchType>,
    /// The application that made it.
    #[api(insert_only)]
    pub application: Prop<EntryApplication>,
    /// Version of that application.
    #[api(insert_only)]
    pub application_version: Prop<String>,
    /// No captions are made by machine.
    pub block_auto_transcript: Prop<bool>,
    /// Language of its texts.
    #[api(read_only)]
    pub default_language: Prop<String>,
    /// Language of the texts in this answer.
    #[api(read_only)]
    pub response_language: Prop<String>,
}

/// An entry that is played.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlayableEntry")]
pub struct PlayableEntry {
    /// What every entry has.
    #[api(base)]
    pub base: BaseEntry,
    /// How often it was played.
    #[api(read_only)]
    pub plays: Prop<i64>,
    /// How often it was shown.
    #[api(read_only)]
    pub views: Prop<i64>,
    /// When it was last played.
    #[api(read_only)]
    pub last_played_at: Prop<Time>,
    /// Pixels.
    #[api(read_only)]
    pub width: Prop<i64>,
    /// Pixels.
    #[api(read_only)]
    pub height: Prop<i64>,
    /// Seconds.
    #[api(read_only)]
    pub duration: Prop<i64>,
    /// Milliseconds.
    pub ms_duration: Prop<i64>,
    /// How long it is, in a word.
    #[api(read_only)]
    pub duration_type: Prop<DurationType>,
}

/// A video, a sound or an image.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMediaEntry", list = "KalturaMediaListResponse")]
pub struct MediaEntry {
    /// What every played entry has.
    #[api(base)]
    pub base: PlayableEntry,
    /// Video, image or audio; required.
    #[api(insert_only)]
    pub media_type: Prop<MediaType>,
    /// Name of the conversion profile, for old clients.
    #[api(insert_only, deprecated)]
    pub conversion_quality: Prop<String>,
    /// Where its content came from.
    #[api(insert_only)]
    pub source_type: Prop<SourceType>,
    /// Version of what it came from.
    #[api(insert_only)]
    pub source_version: Prop<String>,
    /// The search that found it, for old clients.
    #[api(insert_only)]
    pub search_provider_type: Prop<SearchProviderType>,
    /// What that search calls it.
    #[api(insert_only)]
    pub search_provider_id: Prop<String>,
    /// Who is to be named.
    pub credit_user_name: Prop<String>,
    /// Their address.
    pub credit_url: Prop<String>,
    /// When it was recorded, where the file says so.
    #[api(read_only)]
    pub media_date: Prop<Time>,
    /// Where it is played.
    #[api(read_only)]
    pub data_url: Prop<String>,
    /// Settings by which its flavours were made, comma-separated.
    #[api(read_only)]
    pub flavor_params_ids: Prop<String>,
    /// It cannot be cut.
    #[api(read_only)]
    pub is_trim_disabled: Prop<NullableBoolean>,
    /// Streams in its source.
    pub streams: Prop<Vec<StreamContainer>>,
}

/// A stream in a file.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaStreamContainer")]
pub struct StreamContainer {
    /// Its identifier.
    pub id: Prop<String>,
    /// What kind of stream it is.
    pub r#type: Prop<String>,
    /// Number of the track.
    pub track_index: Prop<i64>,
    /// Language.
    pub language: Prop<String>,
    /// Number of the channel.
    pub channel_index: Prop<i64>,
    /// Its name.
    pub label: Prop<String>,
    /// How its channels are laid out.
    pub channel_layout: Prop<String>,
}

/// A text that is kept as an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaDataEntry", list = "KalturaDataListResponse")]
pub struct DataEntry {
    /// What every entry has.
    #[api(base)]
    pub base: BaseEntry,
    /// The text.
    pub data_content: Prop<String>,
    /// `get` answers the text; true unless said otherwise.
    #[api(insert_only)]
    pub retrieve_data_content_by_get: Prop<bool>,
}

/// What is, or is not, to be copied with an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseEntryCloneOptionItem", abstract)]
pub struct BaseEntryCloneOptionItem {}

/// A part of an entry, and whether it is to be copied.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseEntryCloneOptionComponent")]
pub struct BaseEntryCloneOptionComponent {
    /// What every option is.
    #[api(base)]
    pub base: BaseEntryCloneOptionItem,
    /// The part.
    pub item_type: Prop<BaseEntryCloneOptions>,
    /// Whether it is to be copied.
    pub rule: Prop<CloneComponentSelectorType>,
}

/// What may be sent as an option of a copy.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BaseEntryCloneOptionItem)]
pub enum AnyCloneOption {
    /// A part of the entry.
    Component(BaseEntryCloneOptionComponent),
}
