//! Searches of users (reference: search-metadata.md §2.2, more-services.md §6.3).

use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

use super::base::{
    BaseItem, ItemType, OperatorType, OrderByItem, Range, SearchParams, SearchResponse, SearchResult,
};
use crate::group::model::GroupUserCreationMode;
use crate::user::model::User;

/// Fields of users.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchUserFieldName", text, plugin = "elasticSearch")]
pub enum UserFieldName {
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
    /// Type.
    #[api(value = "user_type")]
    Type,
    /// Admin tags.
    #[api(value = "admin_tags")]
    AdminTags,
}

/// Fields of the groups of users.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEsearchGroupUserFieldName", text, plugin = "elasticSearch")]
pub enum GroupUserFieldName {
    /// Group ids.
    #[api(value = "group_ids")]
    GroupIds,
}

/// What users are ordered by.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchUserOrderByFieldName", text, plugin = "elasticSearch")]
pub enum UserOrderByFieldName {
    /// Created at.
    #[api(value = "created_at")]
    CreatedAt,
    /// Full name.
    #[api(value = "full_name")]
    FullName,
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

/// What users are looked for by.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserBaseItem", abstract, plugin = "elasticSearch")]
pub struct UserBaseItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: BaseItem,
}

/// A term that is looked for in users.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchAbstractUserItem", abstract, plugin = "elasticSearch")]
pub struct AbstractUserItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: UserBaseItem,
    /// What is looked for; 128 bytes of it count.
    pub search_term: Prop<String>,
    /// How it is looked for.
    pub item_type: Prop<ItemType>,
    /// Between which numbers.
    pub range: Prop<Range>,
    /// Whether the answer says where it was found.
    pub add_highlight: Prop<bool>,
}

/// A term in a field of users (reference: search-metadata.md §2.2).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserItem", plugin = "elasticSearch")]
pub struct UserItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractUserItem,
    /// The field.
    pub field_name: Prop<UserFieldName>,
}

/// Values of metadata of users.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserMetadataItem", plugin = "elasticSearch")]
pub struct UserMetadataItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractUserItem,
    /// Path of the field.
    pub xpath: Prop<String>,
    /// The profile of the metadata.
    pub metadata_profile_id: Prop<i64>,
    /// The field by its number.
    pub metadata_field_id: Prop<i64>,
}

/// Groups that users are in.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchGroupUserItem", plugin = "elasticSearch")]
pub struct GroupUserItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: AbstractUserItem,
    /// The field.
    pub field_name: Prop<GroupUserFieldName>,
    /// How the user came into the group.
    pub creation_mode: Prop<GroupUserCreationMode>,
}

/// Several items that go together.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserOperator", plugin = "elasticSearch")]
pub struct UserOperator {
    /// What it has in common with others.
    #[api(base)]
    pub base: UserBaseItem,
    /// How the items go together.
    pub operator: Prop<OperatorType>,
    /// What is looked for.
    pub search_items: Prop<Vec<AnyUserItem>>,
}

/// Which users to look for.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserParams", plugin = "elasticSearch")]
pub struct UserParams {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchParams,
    /// What is looked for; required.
    pub search_operator: Prop<UserOperator>,
}

/// An order of users.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserOrderByItem", plugin = "elasticSearch")]
pub struct UserOrderByItem {
    /// What it has in common with others.
    #[api(base)]
    pub base: OrderByItem,
    /// By what.
    pub sort_field: Prop<UserOrderByFieldName>,
}

/// A user that was found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserResult", plugin = "elasticSearch")]
pub struct UserResult {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResult,
    /// What was found.
    pub object: Prop<User>,
}

/// Users that were found.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchUserResponse", plugin = "elasticSearch")]
pub struct UserResponse {
    /// What it has in common with others.
    #[api(base)]
    pub base: SearchResponse,
    /// Those of the page.
    #[api(read_only)]
    pub objects: Prop<Vec<UserResult>>,
}

/// What may be sent in a search of users.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = UserBaseItem)]
pub enum AnyUserItem {
    /// Several.
    Operator(UserOperator),
    /// A field.
    User(UserItem),
    /// Groups.
    Groups(GroupUserItem),
    /// Metadata.
    Metadata(UserMetadataItem),
}
