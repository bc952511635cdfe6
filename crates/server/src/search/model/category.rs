//! Searches of categories (reference: search-metadata.md §2.1).

use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

use super::base::{
    BaseItem, ItemType, OperatorType, OrderByItem, Range, SearchParams, SearchResponse, SearchResult,
};
use crate::category::model::{Category, CategoryUserPermissionLevel};

/// Fields of categories.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCategoryFieldName", text, plugin = "elasticSearch")]
pub enum CategoryFieldName {
    /// Who puts entries into it.
    #[api(value = "contribution_policy")]
    ContributionPolicy,
    /// When it was made.
    #[api(value = "created_at")]
    CreatedAt,
    /// How many are above it.
    #[api(value = "depth")]
    Depth,
    /// Description.
    #[api(value = "description")]
    Description,
    /// Entries in itself.
    #[api(value = "direct_entries_count")]
    DirectEntriesCount,
    /// Categories right beneath it.
    #[api(value = "direct_sub_categories_count")]
    DirectSubCategoriesCount,
    /// Who finds it in lists.
    #[api(value = "display_in_search")]
    DisplayInSearch,
    /// Entries in it and beneath it.
    #[api(value = "entries_count")]
    EntriesCount,
    /// Ids from the top down to its own.
    #[api(value = "full_ids")]
    FullIds,
    /// Names from the top down to its own.
    #[api(value = "full_name")]
    FullName,
    /// Id.
    #[api(value = "id")]
    Id,
    /// Whether its members are those of the category above it.
    #[api(value = "inheritance_type")]
    InheritanceType,
    /// The category whose members it inherits.
    #[api(value = "inherited_parent_id")]
    InheritedParentId,
    /// Members.
    #[api(value = "members_count")]
    MembersCount,
    /// Whether entries wait for a moderator.
    #[api(value = "moderation")]
    Moderation,
    /// Name.
    #[api(value = "name")]
    Name,
    /// The category above it.
    #[api(value = "parent_id")]
    ParentId,
    /// Entries that wait.
    #[api(value = "pending_entries_count")]
    PendingEntriesCount,
    /// Members who wait.
    #[api(value = "pending_members_count")]
    PendingMembersCount,
    /// Who sees its entries.
    #[api(value = "privacy")]
    Privacy,
    /// Its own privacy contexts.
    #[api(value = "privacy_context")]
    PrivacyContext,
    /// Those of the categories above it, too.
    #[api(value = "privacy_contexts")]
    PrivacyContexts,
    /// What another system calls it.
    #[api(value = "reference_id")]
    ReferenceId,
    /// Tags.
    #[api(value = "tags")]
    Tags,
    /// When it was last changed.
    #[api(value = "updated_at")]
    UpdatedAt,
    /// Its owner.
    #[api(value = "user_id")]
    UserId,
}

/// What categories are ordered by.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCategoryOrderByFieldName", text, plugin = "elasticSearch")]
pub enum CategoryOrderByFieldName {
    /// When it was made.
    #[api(value = "created_at")]
    CreatedAt,
    /// Entries in it and beneath it.
    #[api(value = "entries_count")]
    EntriesCount,
    /// Members.
    #[api(value = "members_count")]
    MembersCount,
    /// Name.
    #[api(value = "name")]
    Name,
    /// When it was last changed.
    #[api(value = "updated_at")]
    UpdatedAt,
}

/// Fields of the members of categories.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchCategoryUserFieldName", text, plugin = "elasticSearch")]
pub enum CategoryUserFieldName {
    /// A member.
    #[api(value = "user_id")]
    UserId,
}

/// What categories are looked for by.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryBaseItem", abstract, plugin = "elasticSearch")]
pub struct CategoryBaseItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: BaseItem,
}

/// A term that is looked for in categories.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAbstractCategoryItem", abstract, plugin = "elasticSearch")]
pub struct AbstractCategoryItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: CategoryBaseItem,
    /// What is looked for; 128 bytes of it count.
    pub search_term: Prop<String>,
    /// How it is looked for.
    pub item_type: Prop<ItemType>,
    /// Between which numbers.
    pub range: Prop<Range>,
    /// Whether the answer says where it was found.
    pub add_highlight: Prop<bool>,
}

/// A term in a field of categories.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryItem", plugin = "elasticSearch")]
pub struct CategoryItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractCategoryItem,
    /// The field.
    pub field_name: Prop<CategoryFieldName>,
}

/// Values of metadata of categories.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryMetadataItem", plugin = "elasticSearch")]
pub struct CategoryMetadataItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractCategoryItem,
    /// Path of the field.
    pub xpath: Prop<String>,
    /// The profile of the metadata.
    pub metadata_profile_id: Prop<i64>,
    /// The field by its number.
    pub metadata_field_id: Prop<i64>,
}

/// Members of categories.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryUserItem", plugin = "elasticSearch")]
pub struct CategoryUserItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractCategoryItem,
    /// The field.
    pub field_name: Prop<CategoryUserFieldName>,
    /// What the member may do, as a level.
    pub permission_level: Prop<CategoryUserPermissionLevel>,
    /// What the member may do, by name.
    pub permission_name: Prop<String>,
}

/// Several items that go together.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryOperator", plugin = "elasticSearch")]
pub struct CategoryOperator {
    /// What it has in common with others.
    #[api(base)]
    pub base: CategoryBaseItem,
    /// How the items go together.
    pub operator: Prop<OperatorType>,
    /// What is looked for.
    pub search_items: Prop<Vec<AnyCategoryItem>>,
}

/// Which categories to look for.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryParams", plugin = "elasticSearch")]
pub struct CategoryParams {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchParams,
    /// What is looked for; required.
    pub search_operator: Prop<CategoryOperator>,
}

/// An order of categories.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryOrderByItem", plugin = "elasticSearch")]
pub struct CategoryOrderByItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: OrderByItem,
    /// By what.
    pub sort_field: Prop<CategoryOrderByFieldName>,
}

/// A category that was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryResult", plugin = "elasticSearch")]
pub struct CategoryResult {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResult,
    /// What was found.
    pub object: Prop<Category>,
}

/// Categories that were found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchCategoryResponse", plugin = "elasticSearch")]
pub struct CategoryResponse {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResponse,
    /// Those of the page.
    #[api(read_only)]
    pub objects: Prop<Vec<CategoryResult>>,
}

/// What may be sent in a search of categories.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = CategoryBaseItem)]
pub enum AnyCategoryItem {
    /// Several.
    Operator(CategoryOperator),
    /// A field.
    Category(CategoryItem),
    /// Members.
    User(CategoryUserItem),
    /// Metadata.
    Metadata(CategoryMetadataItem),
}
