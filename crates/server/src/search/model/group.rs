//! Searches of groups (reference: more-services.md §6.2).

use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

use super::base::{
    BaseItem, ItemType, OperatorType, OrderByItem, Range, SearchParams, SearchResponse, SearchResult,
};
use crate::group::model::Group;

/// Fields of groups.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchGroupFieldName", text, plugin = "group")]
pub enum GroupFieldName {
    /// Capabilities.
    #[api(value = "capabilities")]
    Capabilities,
    /// Company.
    #[api(value = "company")]
    Company,
    /// Country.
    #[api(value = "country")]
    Country,
    /// Created at.
    #[api(value = "created_at")]
    CreatedAt,
    /// Email.
    #[api(value = "email")]
    Email,
    /// External id.
    #[api(value = "external_id")]
    ExternalId,
    /// First name.
    #[api(value = "first_name")]
    FirstName,
    /// Full name.
    #[api(value = "full_name")]
    FullName,
    /// Group ids.
    #[api(value = "group_ids")]
    GroupIds,
    /// Is admin.
    #[api(value = "is_admin")]
    IsAdmin,
    /// Is hashed.
    #[api(value = "is_hashed")]
    IsHashed,
    /// Last name.
    #[api(value = "last_name")]
    LastName,
    /// Login enabled.
    #[api(value = "login_enabled")]
    LoginEnabled,
    /// Permission names.
    #[api(value = "permission_names")]
    PermissionNames,
    /// Role ids.
    #[api(value = "role_ids")]
    RoleIds,
    /// Screen name.
    #[api(value = "screen_name")]
    ScreenName,
    /// Tags.
    #[api(value = "tags")]
    Tags,
    /// Title.
    #[api(value = "title")]
    Title,
    /// Updated at.
    #[api(value = "updated_at")]
    UpdatedAt,
    /// User id.
    #[api(value = "user_id")]
    UserId,
    /// Admin tags.
    #[api(value = "admin_tags")]
    AdminTags,
    /// Type.
    #[api(value = "user_type")]
    Type,
}

/// What groups are ordered by.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchGroupOrderByFieldName", text, plugin = "group")]
pub enum GroupOrderByFieldName {
    /// Created at.
    #[api(value = "created_at")]
    CreatedAt,
    /// Full name.
    #[api(value = "full_name")]
    FullName,
    /// Members count.
    #[api(value = "members_count")]
    MembersCount,
    /// User id.
    #[api(value = "puser_id")]
    UserId,
    /// Screen name.
    #[api(value = "screen_name")]
    ScreenName,
    /// Updated at.
    #[api(value = "updated_at")]
    UpdatedAt,
}

/// What groups are looked for by.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupBaseItem", abstract, plugin = "group")]
pub struct GroupBaseItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: BaseItem,
}

/// A term that is looked for in groups.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAbstractGroupItem", abstract, plugin = "group")]
pub struct AbstractGroupItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: GroupBaseItem,
    /// What is looked for; 128 bytes of it count.
    pub search_term: Prop<String>,
    /// How it is looked for.
    pub item_type: Prop<ItemType>,
    /// Between which numbers.
    pub range: Prop<Range>,
    /// Whether the answer says where it was found.
    pub add_highlight: Prop<bool>,
}

/// A term in a field of groups.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupItem", plugin = "group")]
pub struct GroupItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractGroupItem,
    /// The field.
    pub field_name: Prop<GroupFieldName>,
}

/// Values of metadata of groups.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupMetadataItem", plugin = "group")]
pub struct GroupMetadataItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractGroupItem,
    /// Path of the field.
    pub xpath: Prop<String>,
    /// The profile of the metadata.
    pub metadata_profile_id: Prop<i64>,
    /// The field by its number.
    pub metadata_field_id: Prop<i64>,
}

/// Several items that go together.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupOperator", plugin = "group")]
pub struct GroupOperator {
    /// What it has in common with others.
    #[api(base)]
    pub base: GroupBaseItem,
    /// How the items go together.
    pub operator: Prop<OperatorType>,
    /// What is looked for.
    pub search_items: Prop<Vec<AnyGroupItem>>,
}

/// Which groups to look for.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupParams", plugin = "elasticSearch")]
pub struct GroupParams {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchParams,
    /// What is looked for; required.
    pub search_operator: Prop<GroupOperator>,
}

/// An order of groups.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupOrderByItem", plugin = "elasticSearch")]
pub struct GroupOrderByItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: OrderByItem,
    /// By what.
    pub sort_field: Prop<GroupOrderByFieldName>,
}

/// A group that was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupResult", plugin = "elasticSearch")]
pub struct GroupResult {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResult,
    /// What was found.
    pub object: Prop<Group>,
}

/// Groups that were found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupResponse", plugin = "elasticSearch")]
pub struct GroupResponse {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResponse,
    /// Those of the page.
    #[api(read_only)]
    pub objects: Prop<Vec<GroupResult>>,
}

/// What may be sent in a search of groups.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = GroupBaseItem)]
pub enum AnyGroupItem {
    /// Several.
    Operator(GroupOperator),
    /// A field.
    Group(GroupItem),
    /// Metadata.
    Metadata(GroupMetadataItem),
}
