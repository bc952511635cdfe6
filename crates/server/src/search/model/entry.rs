//! Searches of entries (reference: search-metadata.md §1).

use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

use super::aggregation::{Aggregation, AggregationResponseItem};
use super::base::{
    BaseItem, ItemType, OperatorType, OrderByItem, Range, SearchParams, SearchResponse, SearchResult,
};
use crate::category_entry::model::CategoryEntryStatus;
use crate::entry::any::AnyEntry;

/// Fields of entries.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchEntryFieldName", text, plugin = "elasticSearch")]
pub enum EntryFieldName {
    /// Access control id.
    #[api(value = "access_control_id")]
    AccessControlId,
    /// Admin tags.
    #[api(value = "admin_tags")]
    AdminTags,
    /// Broadcast entry id.
    #[api(value = "broadcast_entry_id")]
    BroadcastEntryId,
    /// Captions content.
    #[api(value = "captions_content")]
    CaptionsContent,
    /// Conversion profile id.
    #[api(value = "conversion_profile_id")]
    ConversionProfileId,
    /// Created at.
    #[api(value = "created_at")]
    CreatedAt,
    /// Creator id.
    #[api(value = "creator_kuser_id")]
    CreatorId,
    /// Credit.
    #[api(value = "credit")]
    Credit,
    /// Description.
    #[api(value = "description")]
    Description,
    /// Display in search.
    #[api(value = "display_in_search")]
    DisplayInSearch,
    /// End date.
    #[api(value = "end_date")]
    EndDate,
    /// Entitled user edit.
    #[api(value = "entitled_kusers_edit")]
    EntitledUserEdit,
    /// Entitled user publish.
    #[api(value = "entitled_kusers_publish")]
    EntitledUserPublish,
    /// Entitled user view.
    #[api(value = "entitled_kusers_view")]
    EntitledUserView,
    /// Entry type.
    #[api(value = "entry_type")]
    EntryType,
    /// External source type.
    #[api(value = "external_source_type")]
    ExternalSourceType,
    /// Flavor params ids.
    #[api(value = "flavor_params_ids")]
    FlavorParamsIds,
    /// Id.
    #[api(value = "id")]
    Id,
    /// Is live.
    #[api(value = "is_live")]
    IsLive,
    /// Is quiz.
    #[api(value = "is_quiz")]
    IsQuiz,
    /// User id.
    #[api(value = "kuser_id")]
    UserId,
    /// Last played at.
    #[api(value = "last_played_at")]
    LastPlayedAt,
    /// Length in msecs.
    #[api(value = "length_in_msecs")]
    LengthInMsecs,
    /// Media type.
    #[api(value = "media_type")]
    MediaType,
    /// Moderation status.
    #[api(value = "moderation_status")]
    ModerationStatus,
    /// Name.
    #[api(value = "name")]
    Name,
    /// Parent entry id.
    #[api(value = "parent_id")]
    ParentEntryId,
    /// Partner sort value.
    #[api(value = "partner_sort_value")]
    PartnerSortValue,
    /// Plays.
    #[api(value = "plays")]
    Plays,
    /// Push publish.
    #[api(value = "push_publish")]
    PushPublish,
    /// Rank.
    #[api(value = "rank")]
    Rank,
    /// Recorded entry id.
    #[api(value = "recorded_entry_id")]
    RecordedEntryId,
    /// Recycled at.
    #[api(value = "recycled_at")]
    RecycledAt,
    /// Redirect entry id.
    #[api(value = "redirect_entry_id")]
    RedirectEntryId,
    /// Reference id.
    #[api(value = "reference_id")]
    ReferenceId,
    /// Room type.
    #[api(value = "room_type")]
    RoomType,
    /// Root id.
    #[api(value = "root_id")]
    RootId,
    /// Site url.
    #[api(value = "site_url")]
    SiteUrl,
    /// Source type.
    #[api(value = "source_type")]
    SourceType,
    /// Start date.
    #[api(value = "start_date")]
    StartDate,
    /// Tags.
    #[api(value = "tags")]
    Tags,
    /// Template entry id.
    #[api(value = "template_entry_id")]
    TemplateEntryId,
    /// Updated at.
    #[api(value = "updated_at")]
    UpdatedAt,
    /// User names.
    #[api(value = "user_names")]
    UserNames,
    /// Votes.
    #[api(value = "votes")]
    Votes,
    /// Is scheduled.
    #[api(value = "is_scheduled")]
    IsScheduled,
}

/// Fields of the categories of entries.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCategoryEntryFieldName", text, plugin = "elasticSearch")]
pub enum CategoryEntryFieldName {
    /// Ancestor id.
    #[api(value = "ancestor_id")]
    AncestorId,
    /// Ancestor name.
    #[api(value = "ancestor_name")]
    AncestorName,
    /// Full ids.
    #[api(value = "full_ids")]
    FullIds,
    /// Id.
    #[api(value = "id")]
    Id,
    /// Name.
    #[api(value = "name")]
    Name,
}

/// Fields of captions.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCaptionFieldName", text, plugin = "elasticSearch")]
pub enum CaptionFieldName {
    /// Caption asset id.
    #[api(value = "caption_asset_id")]
    CaptionAssetId,
    /// Content.
    #[api(value = "content")]
    Content,
    /// End time.
    #[api(value = "end_time")]
    EndTime,
    /// Label.
    #[api(value = "label")]
    Label,
    /// Language.
    #[api(value = "language")]
    Language,
    /// Start time.
    #[api(value = "start_time")]
    StartTime,
}

/// Fields of points in time.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCuePointFieldName", text, plugin = "elasticSearch")]
pub enum CuePointFieldName {
    /// Answers.
    #[api(value = "answers")]
    Answers,
    /// End time.
    #[api(value = "end_time")]
    EndTime,
    /// Explanation.
    #[api(value = "explanation")]
    Explanation,
    /// Hint.
    #[api(value = "hint")]
    Hint,
    /// Id.
    #[api(value = "id")]
    Id,
    /// Name.
    #[api(value = "name")]
    Name,
    /// Question.
    #[api(value = "question")]
    Question,
    /// Start time.
    #[api(value = "start_time")]
    StartTime,
    /// Sub type.
    #[api(value = "sub_type")]
    SubType,
    /// Tags.
    #[api(value = "tags")]
    Tags,
    /// Text.
    #[api(value = "text")]
    Text,
    /// Type.
    #[api(value = "type")]
    Type,
}

/// What entries are ordered by.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchEntryOrderByFieldName", text, plugin = "elasticSearch")]
pub enum EntryOrderByFieldName {
    /// Created at.
    #[api(value = "created_at")]
    CreatedAt,
    /// End date.
    #[api(value = "end_date")]
    EndDate,
    /// Last played at.
    #[api(value = "last_played_at")]
    LastPlayedAt,
    /// Name.
    #[api(value = "name")]
    Name,
    /// Plays.
    #[api(value = "plays")]
    Plays,
    /// Plays last 1 day.
    #[api(value = "plays_last_1_day", constant = "PLAYS_LAST_1_DAY")]
    PlaysLast1Day,
    /// Plays last 30 days.
    #[api(value = "plays_last_30_days", constant = "PLAYS_LAST_30_DAYS")]
    PlaysLast30Days,
    /// Plays last 7 days.
    #[api(value = "plays_last_7_days", constant = "PLAYS_LAST_7_DAYS")]
    PlaysLast7Days,
    /// Rank.
    #[api(value = "rank")]
    Rank,
    /// Recycled at.
    #[api(value = "recycled_at")]
    RecycledAt,
    /// Start date.
    #[api(value = "start_date")]
    StartDate,
    /// Updated at.
    #[api(value = "updated_at")]
    UpdatedAt,
    /// Views.
    #[api(value = "views")]
    Views,
    /// Views last 1 day.
    #[api(value = "views_last_1_day", constant = "VIEWS_LAST_1_DAY")]
    ViewsLast1Day,
    /// Views last 30 days.
    #[api(value = "views_last_30_days", constant = "VIEWS_LAST_30_DAYS")]
    ViewsLast30Days,
    /// Views last 7 days.
    #[api(value = "views_last_7_days", constant = "VIEWS_LAST_7_DAYS")]
    ViewsLast7Days,
    /// Votes.
    #[api(value = "votes")]
    Votes,
}

/// What entries are looked for by.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryBaseItem", abstract, plugin = "elasticSearch")]
pub struct EntryBaseItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: BaseItem,
}

/// A term that is looked for in entries.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAbstractEntryItem", abstract, plugin = "elasticSearch")]
pub struct AbstractEntryItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryBaseItem,
    /// What is looked for; 128 bytes of it count.
    pub search_term: Prop<String>,
    /// How it is looked for.
    pub item_type: Prop<ItemType>,
    /// Between which numbers.
    pub range: Prop<Range>,
    /// Whether the answer says where it was found.
    pub add_highlight: Prop<bool>,
}

/// A term in a field of entries (reference: search-metadata.md §1.5).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryItem", plugin = "elasticSearch")]
pub struct EntryItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractEntryItem,
    /// The field.
    pub field_name: Prop<EntryFieldName>,
}

/// A term in any field of entries, and in the names of their categories.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUnifiedItem", plugin = "elasticSearch")]
pub struct UnifiedItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractEntryItem,
}

/// Categories of entries (reference: search-metadata.md §1.6).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryEntryItem", plugin = "elasticSearch")]
pub struct CategoryEntryItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractEntryItem,
    /// The field.
    pub field_name: Prop<CategoryEntryFieldName>,
    /// Whether its place in the category counts; those that do if not given.
    pub category_entry_status: Prop<CategoryEntryStatus>,
}

/// What an entry has several of.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryBaseNestedObject", abstract, plugin = "elasticSearch")]
pub struct EntryBaseNestedObject {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryBaseItem,
}

/// What a nested operator may hold.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryNestedBaseItem", abstract, plugin = "elasticSearch")]
pub struct EntryNestedBaseItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryBaseNestedObject,
}

/// A term that is looked for in what an entry has several of.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryAbstractNestedItem", abstract, plugin = "elasticSearch")]
pub struct EntryAbstractNestedItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryNestedBaseItem,
    /// What is looked for; 128 bytes of it count.
    pub search_term: Prop<String>,
    /// How it is looked for.
    pub item_type: Prop<ItemType>,
    /// Between which numbers.
    pub range: Prop<Range>,
    /// Whether the answer says where it was found.
    pub add_highlight: Prop<bool>,
}

/// Lines of captions.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCaptionItem", plugin = "elasticSearch")]
pub struct CaptionItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryAbstractNestedItem,
    /// The field.
    pub field_name: Prop<CaptionFieldName>,
}

/// Points in time.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCuePointItem", plugin = "elasticSearch")]
pub struct CuePointItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryAbstractNestedItem,
    /// The field.
    pub field_name: Prop<CuePointFieldName>,
}

/// Values of metadata.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryMetadataItem", plugin = "elasticSearch")]
pub struct EntryMetadataItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryAbstractNestedItem,
    /// Path of the field.
    pub xpath: Prop<String>,
    /// The profile of the metadata.
    pub metadata_profile_id: Prop<i64>,
    /// The field by its number.
    pub metadata_field_id: Prop<i64>,
}

/// Several items that one and the same line, point or value fits.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchNestedOperator", plugin = "elasticSearch")]
pub struct NestedOperator {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryNestedBaseItem,
    /// How the items go together.
    pub operator: Prop<OperatorType>,
    /// What is looked for.
    pub search_items: Prop<Vec<AnyNestedItem>>,
}

/// Several items that go together.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryOperator", plugin = "elasticSearch")]
pub struct EntryOperator {
    /// What it has in common with others.
    #[api(base)]
    pub base: EntryBaseItem,
    /// How the items go together.
    pub operator: Prop<OperatorType>,
    /// What is looked for.
    pub search_items: Prop<Vec<AnyEntryItem>>,
}

/// Which entries to look for (reference: search-metadata.md §1.1).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryParams", plugin = "elasticSearch")]
pub struct EntryParams {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchParams,
    /// What is looked for; required.
    pub search_operator: Prop<EntryOperator>,
    /// How many of what was found have which value.
    pub aggregations: Prop<Aggregation>,
}

/// An order of entries by a field.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryOrderByItem", plugin = "elasticSearch")]
pub struct EntryOrderByItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: OrderByItem,
    /// By what.
    pub sort_field: Prop<EntryOrderByFieldName>,
}

/// An order of entries by a value of metadata.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchMetadataOrderByItem", plugin = "elasticSearch")]
pub struct MetadataOrderByItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: OrderByItem,
    /// Path of the field.
    pub xpath: Prop<String>,
    /// The profile of the metadata.
    pub metadata_profile_id: Prop<i64>,
}

/// An entry that was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryResult", plugin = "elasticSearch")]
pub struct EntryResult {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResult,
    /// What was found.
    pub object: Prop<AnyEntry>,
}

/// Entries that were found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryResponse", plugin = "elasticSearch")]
pub struct EntryResponse {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResponse,
    /// Those of the page.
    #[api(read_only)]
    pub objects: Prop<Vec<EntryResult>>,
    /// How many of what was found have which value.
    #[api(read_only)]
    pub aggregations: Prop<Vec<AggregationResponseItem>>,
}

/// What may be sent in a nested operator.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = EntryNestedBaseItem)]
pub enum AnyNestedItem {
    /// Several.
    Operator(NestedOperator),
    /// Captions.
    Caption(CaptionItem),
    /// Points in time.
    CuePoint(CuePointItem),
    /// Metadata.
    Metadata(EntryMetadataItem),
}

/// What may be sent in a search of entries.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = EntryBaseItem)]
pub enum AnyEntryItem {
    /// Several.
    Operator(EntryOperator),
    /// A field.
    Entry(EntryItem),
    /// Any field.
    Unified(UnifiedItem),
    /// Categories.
    Category(CategoryEntryItem),
    /// Several that one thing fits.
    Nested(NestedOperator),
    /// Captions.
    Caption(CaptionItem),
    /// Points in time.
    CuePoint(CuePointItem),
    /// Metadata.
    Metadata(EntryMetadataItem),
}
