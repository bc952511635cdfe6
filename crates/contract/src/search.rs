//! Searches over more than the properties of what is listed (reference: search-metadata.md §5).

use crate::{ApiEnum, ApiFamily, ApiObject, NullableBoolean, Prop};

/// How the items of a search go together.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSearchOperatorType")]
pub enum SearchOperatorType {
    /// All of them hold.
    SearchAnd = 1,
    /// One of them is enough.
    SearchOr = 2,
}

/// How a number compares.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSearchConditionComparison", dynamic)]
pub enum SearchConditionComparison {
    /// It is this.
    #[api(value = "1")]
    Equal,
    /// It is more.
    #[api(value = "2")]
    GreaterThan,
    /// It is this or more.
    #[api(value = "3")]
    GreaterThanOrEqual,
    /// It is less.
    #[api(value = "4")]
    LessThan,
    /// It is this or less.
    #[api(value = "5")]
    LessThanOrEqual,
    /// It is something else.
    #[api(value = "6")]
    NotEqual,
}

/// A part of a search.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSearchItem", abstract)]
pub struct SearchItem {}

/// Parts that go together.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSearchOperator")]
pub struct SearchOperator {
    /// What every part is.
    #[api(base)]
    pub base: SearchItem,
    /// How they go together.
    pub r#type: Prop<SearchOperatorType>,
    /// The parts.
    pub items: Prop<Vec<AnySearchItem>>,
}

/// A field has a value.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSearchCondition")]
pub struct SearchCondition {
    /// What every part is.
    #[api(base)]
    pub base: SearchItem,
    /// The field.
    pub field: Prop<String>,
    /// The value; `*`: any.
    pub value: Prop<String>,
}

/// A field has a value, or has it not.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSearchMatchCondition")]
pub struct SearchMatchCondition {
    /// Field and value.
    #[api(base)]
    pub base: SearchCondition,
    /// It has it nowhere.
    pub not: Prop<bool>,
}

/// A number compares with a value.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSearchComparableCondition")]
pub struct SearchComparableCondition {
    /// Field and value.
    #[api(base)]
    pub base: SearchCondition,
    /// How they compare.
    pub comparison: Prop<SearchConditionComparison>,
}

/// Conditions on the metadata of a profile.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMetadataSearchItem", plugin = "metadata")]
pub struct MetadataSearchItem {
    /// The conditions, whose fields are paths.
    #[api(base)]
    pub base: SearchOperator,
    /// The profile.
    pub metadata_profile_id: Prop<i64>,
    /// A path to order by.
    pub order_by: Prop<String>,
}

/// Conditions on the dynamic object that a field refers to.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaDynamicObjectSearchItem", plugin = "metadata")]
pub struct DynamicObjectSearchItem {
    /// The conditions, whose fields are paths of the object's profile.
    #[api(base)]
    pub base: SearchOperator,
    /// The field.
    pub field: Prop<String>,
}

/// Entries that are quizzes.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaQuizAdvancedFilter", plugin = "quiz")]
pub struct QuizAdvancedFilter {
    /// What every part is.
    #[api(base)]
    pub base: SearchItem,
    /// 1: quizzes only.
    pub is_quiz: Prop<NullableBoolean>,
}

/// What may be sent as a part of a search.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = SearchItem)]
pub enum AnySearchItem {
    /// Parts that go together.
    Operator(SearchOperator),
    /// A field has a value.
    Condition(SearchCondition),
    /// A field has a value, or has it not.
    Match(SearchMatchCondition),
    /// A number compares with a value.
    Comparable(SearchComparableCondition),
    /// Conditions on metadata.
    Metadata(MetadataSearchItem),
    /// Conditions on a dynamic object.
    DynamicObject(DynamicObjectSearchItem),
    /// Entries that are quizzes.
    Quiz(QuizAdvancedFilter),
}
