//! What the API says about categories.

use contract::{ApiEnum, ApiObject, NullableBoolean, Prop, Time};

/// A category: a place in a tree that entries are put in, and that may say who sees them (reference:
/// content-access.md §17.1).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCategory", list = "KalturaCategoryListResponse")]
pub struct Category {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The category above it; 0: none.
    pub parent_id: Prop<i64>,
    /// How many categories are above it.
    #[api(read_only)]
    pub depth: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Its name, at most 200 characters; no other category of the same parent has it. `<`, `>` and `,` become `_`.
    pub name: Prop<String>,
    /// The names from the top down to its own, joined with `>`.
    #[api(read_only)]
    pub full_name: Prop<String>,
    /// The ids from the top down to its own, joined with `>`.
    #[api(read_only)]
    pub full_ids: Prop<String>,
    /// How many entries are in it or in a category beneath it; each counts once.
    #[api(read_only)]
    pub entries_count: Prop<i64>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Free text.
    pub description: Prop<String>,
    /// Words to look for, comma-separated.
    pub tags: Prop<String>,
    /// Who finds it in lists.
    pub appear_in_list: Prop<AppearInListType>,
    /// Who sees its entries.
    #[api(needs(insert, update))]
    pub privacy: Prop<PrivacyType>,
    /// Whether its members are those of the category above it.
    #[api(needs(insert, update))]
    pub inheritance_type: Prop<InheritanceType>,
    /// How users become members by themselves. The schema calls it read-only; it can be set all the same.
    #[api(read_only, needs(insert, update))]
    pub user_join_policy: Prop<UserJoinPolicyType>,
    /// What a member may do where nothing else is said.
    #[api(needs(insert, update))]
    pub default_permission_level: Prop<CategoryUserPermissionLevel>,
    /// The user who always is one of its managers.
    #[api(needs(insert, update))]
    pub owner: Prop<String>,
    /// How many entries are in it.
    #[api(read_only)]
    pub direct_entries_count: Prop<i64>,
    /// What another system calls it.
    pub reference_id: Prop<String>,
    /// Who puts entries into it.
    #[api(needs(insert, update))]
    pub contribution_policy: Prop<ContributionPolicyType>,
    /// How many active members it has.
    #[api(read_only)]
    pub members_count: Prop<i64>,
    /// How many have asked to become members.
    #[api(read_only)]
    pub pending_members_count: Prop<i64>,
    /// Its own privacy contexts, comma-separated; each at least four letters or digits.
    #[api(needs(insert, update))]
    pub privacy_context: Prop<String>,
    /// Its privacy contexts and those of all categories above it, comma-separated.
    #[api(read_only)]
    pub privacy_contexts: Prop<String>,
    /// Whether it is there.
    #[api(read_only)]
    pub status: Prop<CategoryStatus>,
    /// The category above it whose members it inherits.
    #[api(read_only)]
    pub inherited_parent_id: Prop<i64>,
    /// A number to order by.
    pub partner_sort_value: Prop<i64>,
    /// Data of the account's own.
    pub partner_data: Prop<String>,
    /// How its entries should be ordered; a hint for programs.
    pub default_order_by: Prop<CategoryOrderBy>,
    /// How many categories have it as their parent.
    #[api(read_only)]
    pub direct_sub_categories_count: Prop<i64>,
    /// Whether entries wait for a manager or moderator.
    pub moderation: Prop<NullableBoolean>,
    /// How many entries wait.
    #[api(read_only)]
    pub pending_entries_count: Prop<i64>,
    /// Whether it stands for other categories.
    #[api(needs(insert, update))]
    pub is_aggregation_category: Prop<NullableBoolean>,
    /// Ids of the aggregation categories that it is in, comma-separated.
    pub aggregation_categories: Prop<String>,
    /// Words to look for that are not for everybody, comma-separated.
    pub admin_tags: Prop<String>,
}

/// Who finds a category in lists.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAppearInListType")]
pub enum AppearInListType {
    /// Everybody.
    PartnerOnly = 1,
    /// Its members.
    CategoryMembersOnly = 3,
}

/// Who sees the entries of a category.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPrivacyType")]
pub enum PrivacyType {
    /// Everybody.
    All = 1,
    /// Whoever is known by a user id.
    AuthenticatedUsers = 2,
    /// Its members.
    MembersOnly = 3,
}

/// Where the members of a category come from.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaInheritanceType")]
pub enum InheritanceType {
    /// They are those of the category above it.
    Inherit = 1,
    /// It has its own.
    Manual = 2,
}

/// How users become members of a category by themselves.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserJoinPolicyType")]
pub enum UserJoinPolicyType {
    /// At once.
    AutoJoin = 1,
    /// When a manager agrees.
    RequestToJoin = 2,
    /// They do not.
    NotAllowed = 3,
}

/// What a member of a category may do.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCategoryUserPermissionLevel")]
pub enum CategoryUserPermissionLevel {
    /// Everything.
    Manager = 0,
    /// Decide about entries that wait, and view.
    Moderator = 1,
    /// Put entries into it, and view.
    Contributor = 2,
    /// View.
    Member = 3,
    /// Nothing.
    None = 4,
}

/// Who puts entries into a category.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaContributionPolicyType")]
pub enum ContributionPolicyType {
    /// Everybody.
    All = 1,
    /// Members who may contribute.
    MembersWithContributionPermission = 2,
}

/// Whether a category is there.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCategoryStatus")]
pub enum CategoryStatus {
    /// A change is still on its way; never, since changes are whole.
    Updating = 1,
    /// It is there.
    Active = 2,
    /// It is going.
    Deleted = 3,
    /// Nothing of it is left.
    Purged = 4,
}

/// Orders of categories.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCategoryOrderBy", text)]
pub enum CategoryOrderBy {
    /// Oldest first.
    #[api(value = "+createdAt")]
    CreatedAtAsc,
    /// Top first.
    #[api(value = "+depth")]
    DepthAsc,
    /// Fewest entries first.
    #[api(value = "+directEntriesCount")]
    DirectEntriesCountAsc,
    /// Fewest categories first.
    #[api(value = "+directSubCategoriesCount")]
    DirectSubCategoriesCountAsc,
    /// Fewest entries first, those beneath counted.
    #[api(value = "+entriesCount")]
    EntriesCountAsc,
    /// By full name.
    #[api(value = "+fullName")]
    FullNameAsc,
    /// Fewest members first.
    #[api(value = "+membersCount")]
    MembersCountAsc,
    /// By name.
    #[api(value = "+name")]
    NameAsc,
    /// Least sort value first.
    #[api(value = "+partnerSortValue")]
    PartnerSortValueAsc,
    /// Longest unchanged first.
    #[api(value = "+updatedAt")]
    UpdatedAtAsc,
    /// Newest first.
    #[api(value = "-createdAt")]
    CreatedAtDesc,
    /// Top last.
    #[api(value = "-depth")]
    DepthDesc,
    /// Most entries first.
    #[api(value = "-directEntriesCount")]
    DirectEntriesCountDesc,
    /// Most categories first.
    #[api(value = "-directSubCategoriesCount")]
    DirectSubCategoriesCountDesc,
    /// Most entries first, those beneath counted.
    #[api(value = "-entriesCount")]
    EntriesCountDesc,
    /// By full name, backwards.
    #[api(value = "-fullName")]
    FullNameDesc,
    /// Most members first.
    #[api(value = "-membersCount")]
    MembersCountDesc,
    /// By name, backwards.
    #[api(value = "-name")]
    NameDesc,
    /// Greatest sort value first.
    #[api(value = "-partnerSortValue")]
    PartnerSortValueDesc,
    /// Last changed first.
    #[api(value = "-updatedAt")]
    UpdatedAtDesc,
}
