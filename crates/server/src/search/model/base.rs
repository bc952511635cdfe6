//! What all searches share (reference: search-metadata.md §1.1, §1.3, §1.8, §1.9).

use contract::common::StringObject;
use contract::enums::NullableBoolean;
use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

use super::category::CategoryOrderByItem;
use super::entry::{EntryOrderByItem, MetadataOrderByItem};
use super::group::GroupOrderByItem;
use super::user::UserOrderByItem;

/// How a term is looked for (reference: search-metadata.md §1.4).
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchItemType", plugin = "elasticSearch")]
pub enum ItemType {
    /// Exact match.
    ExactMatch = 1,
    /// Partial.
    Partial = 2,
    /// Starts with.
    StartsWith = 3,
    /// Exists.
    Exists = 4,
    /// Range.
    Range = 5,
}

/// How items go together.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchOperatorType", plugin = "elasticSearch")]
pub enum OperatorType {
    /// And op.
    AndOp = 1,
    /// Or op.
    OrOp = 2,
    /// Not op.
    NotOp = 3,
}

/// A direction.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchSortOrder", text, plugin = "elasticSearch")]
pub enum SortOrder {
    /// Order by asc.
    #[api(value = "asc")]
    OrderByAsc,
    /// Order by desc.
    #[api(value = "desc")]
    OrderByDesc,
}

/// How old ones lose weight.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchScoreFunctionDecayAlgorithm", text, plugin = "elasticSearch")]
pub enum ScoreFunctionDecayAlgorithm {
    /// Exp.
    #[api(value = "exp")]
    Exp,
    /// Gauss.
    #[api(value = "gauss")]
    Gauss,
    /// Linear.
    #[api(value = "linear")]
    Linear,
}

/// What age is counted by.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchScoreFunctionField", text, plugin = "elasticSearch")]
pub enum ScoreFunctionField {
    /// Created at.
    #[api(value = "created_at")]
    CreatedAt,
}

/// How age goes with the rest.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchScoreFunctionBoostMode", text, plugin = "elasticSearch")]
pub enum ScoreFunctionBoostMode {
    /// Multiply.
    #[api(value = "multiply")]
    Multiply,
    /// Sum.
    #[api(value = "sum")]
    Sum,
}

/// From when on age is counted.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchScoreFunctionOrigin", text, plugin = "elasticSearch")]
pub enum ScoreFunctionOrigin {
    /// Now.
    #[api(value = "now")]
    Now,
}

/// What every item of a search is.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchBaseItem", abstract, plugin = "elasticSearch")]
pub struct BaseItem {}

/// Numbers; all bounds that are given hold.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchRange", plugin = "elasticSearch")]
pub struct Range {
    /// This or more.
    pub greater_than_or_equal: Prop<i64>,
    /// This or less.
    pub less_than_or_equal: Prop<i64>,
    /// More than this.
    pub greater_than: Prop<i64>,
    /// Less than this.
    pub less_than: Prop<i64>,
}

/// One part of an order.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchOrderByItem", abstract, plugin = "elasticSearch")]
pub struct OrderByItem {
    /// Ascending if not given.
    pub sort_order: Prop<SortOrder>,
}

/// An order.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchOrderBy", plugin = "elasticSearch")]
pub struct OrderBy {
    /// One after the other.
    pub order_items: Prop<Vec<AnyOrderByItem>>,
}

/// How age changes the ranking.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchScoreFunctionParams", plugin = "elasticSearch")]
pub struct ScoreFunctionParams {
    /// How old ones lose weight.
    pub decay_algorithm: Prop<ScoreFunctionDecayAlgorithm>,
    /// What their age is counted by.
    pub function_field: Prop<ScoreFunctionField>,
    /// How it goes with the rest.
    pub boost_mode: Prop<ScoreFunctionBoostMode>,
    /// From when on.
    pub origin: Prop<ScoreFunctionOrigin>,
    /// How much it weighs.
    pub weight: Prop<f64>,
    /// In what time.
    pub scale: Prop<String>,
    /// By how much.
    pub decay: Prop<f64>,
}

/// What every search has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchParams", abstract, plugin = "elasticSearch")]
pub struct SearchParams {
    /// Statuses, comma-separated; the usual one if not given.
    pub object_statuses: Prop<String>,
    /// Ids, comma-separated.
    pub object_id: Prop<String>,
    /// The order of what is found; the newest first if not given.
    pub order_by: Prop<OrderBy>,
    /// Changes nothing: there are no synonyms.
    pub ignore_synonym: Prop<bool>,
    /// Ids, comma-separated; not together with `objectId`.
    pub object_ids: Prop<String>,
    /// True: with none of these ids.
    pub object_ids_not_in: Prop<NullableBoolean>,
    /// Changes nothing: there is no ranking.
    pub score_function_params: Prop<ScoreFunctionParams>,
}

/// What every answer to a search has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchResponse", abstract, plugin = "elasticSearch")]
pub struct SearchResponse {
    /// How many there are, on all pages.
    #[api(read_only)]
    pub total_count: Prop<i64>,
}

/// What everything that is found has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchResult", abstract, plugin = "elasticSearch")]
pub struct SearchResult {
    /// Where it was found.
    pub highlight: Prop<Vec<Highlight>>,
    /// What was found within it.
    pub items_data: Prop<Vec<ItemDataResult>>,
}

/// Where in a field a term was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchHighlight", plugin = "elasticSearch")]
pub struct Highlight {
    /// The field.
    pub field_name: Prop<String>,
    /// The texts, with `<em>` around what was found.
    pub hits: Prop<Vec<StringObject>>,
}

/// One thing that was found within an object.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchItemData", abstract, plugin = "elasticSearch")]
pub struct ItemData {
    /// Where it was found.
    pub highlight: Prop<Vec<Highlight>>,
}

/// A line of captions that was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCaptionItemData", plugin = "elasticSearch")]
pub struct CaptionItemData {
    /// What it has in common with others.
    #[api(base)]
    pub base: ItemData,
    /// The line.
    pub line: Prop<String>,
    /// Milliseconds.
    pub starts_at: Prop<i64>,
    /// Milliseconds.
    pub ends_at: Prop<i64>,
    /// Its language.
    pub language: Prop<String>,
    /// The captions.
    pub caption_asset_id: Prop<String>,
    /// Their name.
    pub label: Prop<String>,
    /// Percent.
    pub accuracy: Prop<i64>,
    /// What they are for.
    pub usage: Prop<i64>,
}

/// A point in time that was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCuePointItemData", plugin = "elasticSearch")]
pub struct CuePointItemData {
    /// What it has in common with others.
    #[api(base)]
    pub base: ItemData,
    /// Its type.
    pub cue_point_type: Prop<String>,
    /// Its id.
    pub id: Prop<String>,
    /// Its name.
    pub name: Prop<String>,
    /// Its text.
    pub text: Prop<String>,
    /// Its tags.
    pub tags: Prop<Vec<StringObject>>,
    /// Milliseconds.
    pub start_time: Prop<String>,
    /// Milliseconds.
    pub end_time: Prop<String>,
    /// Its kind within the type.
    pub sub_type: Prop<String>,
    /// The question.
    pub question: Prop<String>,
    /// The answers.
    pub answers: Prop<Vec<StringObject>>,
    /// The hint.
    pub hint: Prop<String>,
    /// The explanation.
    pub explanation: Prop<String>,
    /// Its image.
    pub asset_id: Prop<String>,
}

/// A value of metadata that was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchMetadataItemData", plugin = "elasticSearch")]
pub struct MetadataItemData {
    /// What it has in common with others.
    #[api(base)]
    pub base: ItemData,
    /// Path of the field.
    pub xpath: Prop<String>,
    /// The profile of the metadata.
    pub metadata_profile_id: Prop<i64>,
    /// The field by its number.
    pub metadata_field_id: Prop<i64>,
    /// Its texts, joined with commas.
    pub value_text: Prop<String>,
    /// Its number.
    pub value_int: Prop<i64>,
}

/// What was found within an object.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchItemDataResult", plugin = "elasticSearch")]
pub struct ItemDataResult {
    /// How many there are, on all pages.
    pub total_count: Prop<i64>,
    /// The first of them.
    pub items: Prop<Vec<AnyItemData>>,
    /// What they are.
    pub items_type: Prop<String>,
}

/// What may be sent as part of an order.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = OrderByItem)]
pub enum AnyOrderByItem {
    /// Of entries.
    Entry(EntryOrderByItem),
    /// By metadata.
    Metadata(MetadataOrderByItem),
    /// Of users.
    User(UserOrderByItem),
    /// Of groups.
    Group(GroupOrderByItem),
    /// Of categories.
    Category(CategoryOrderByItem),
}

/// What may be found within an object.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = ItemData)]
pub enum AnyItemData {
    /// A line.
    Caption(CaptionItemData),
    /// A point in time.
    CuePoint(CuePointItemData),
    /// A value.
    Metadata(MetadataItemData),
}
