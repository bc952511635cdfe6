//! What searches of entries may count (reference: search-metadata.md §1.9).

use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

/// Fields of entries whose values are counted.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchEntryAggregateByFieldName", text, plugin = "elasticSearch")]
pub enum EntryAggregateByFieldName {
    /// Access control profile.
    #[api(value = "access_control_profile_id")]
    AccessControlProfile,
    /// Entry type.
    #[api(value = "entry_type")]
    EntryType,
    /// Media type.
    #[api(value = "media_type")]
    MediaType,
    /// Tags.
    #[api(value = "tags")]
    Tags,
}

/// Fields of categories whose values are counted.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCategoryAggregateByFieldName", text, plugin = "elasticSearch")]
pub enum CategoryAggregateByFieldName {
    /// Category name.
    #[api(value = "category_name")]
    CategoryName,
}

/// Fields of points in time whose values are counted.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCuePointAggregateByFieldName", text, plugin = "elasticSearch")]
pub enum CuePointAggregateByFieldName {
    /// Tags.
    #[api(value = "tags")]
    Tags,
    /// Type.
    #[api(value = "type")]
    Type,
}

/// Fields of metadata whose values are counted; there are none.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchMetadataAggregateByFieldName", text, plugin = "elasticSearch")]
pub enum MetadataAggregateByFieldName {}

/// One thing to count.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAggregationItem", abstract, plugin = "elasticSearch")]
pub struct AggregationItem {
    /// How many values at most.
    pub size: Prop<i64>,
}

/// What to count.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAggregation", plugin = "elasticSearch")]
pub struct Aggregation {
    /// How many of what was found have which value.
    pub aggregations: Prop<Vec<AnyAggregationItem>>,
}

/// A value, and how often it is there.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAggregationBucket", plugin = "elasticSearch")]
pub struct AggregationBucket {
    /// The value.
    pub value: Prop<String>,
    /// How often it is there.
    pub count: Prop<i64>,
}

/// What was counted.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAggregationResponseItem", plugin = "elasticSearch")]
pub struct AggregationResponseItem {
    /// Its name.
    pub name: Prop<String>,
    /// The field.
    pub field_name: Prop<String>,
    /// The values.
    pub buckets: Prop<Vec<AggregationBucket>>,
}

/// Counts values of a field of entries.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchEntryAggregationItem", plugin = "elasticSearch")]
pub struct EntryAggregationItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AggregationItem,
    /// The field.
    pub field_name: Prop<EntryAggregateByFieldName>,
}

/// Counts categories of entries.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryAggregationItem", plugin = "elasticSearch")]
pub struct CategoryAggregationItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AggregationItem,
    /// The field.
    pub field_name: Prop<CategoryAggregateByFieldName>,
}

/// Counts values of points in time.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCuepointsAggregationItem", plugin = "elasticSearch")]
pub struct CuepointsAggregationItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AggregationItem,
    /// The field.
    pub field_name: Prop<CuePointAggregateByFieldName>,
}

/// Counts values of metadata.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchMetadataAggregationItem", plugin = "elasticSearch")]
pub struct MetadataAggregationItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AggregationItem,
    /// The field.
    pub field_name: Prop<MetadataAggregateByFieldName>,
}

/// What may be sent to be counted.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = AggregationItem)]
pub enum AnyAggregationItem {
    /// Of entries.
    Entry(EntryAggregationItem),
    /// Of their categories.
    Category(CategoryAggregationItem),
    /// Of points in time.
    CuePoint(CuepointsAggregationItem),
    /// Of metadata.
    Metadata(MetadataAggregationItem),
}
