//! Which categories a list asks for.

use contract::common::RelatedFilter;
use contract::{ApiObject, NullableBoolean, Prop, Time};

use super::model::{AppearInListType, CategoryStatus, ContributionPolicyType, InheritanceType, PrivacyType};

/// Which categories to list (reference: content-access.md §17.1, protocol.md §12).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaCategoryFilter",
    filter = "KalturaCategoryBaseFilter",
    order(
        "createdAt",
        "depth",
        "directEntriesCount",
        "directSubCategoriesCount",
        "entriesCount",
        "fullName",
        "membersCount",
        "name",
        "partnerSortValue",
        "updatedAt"
    )
)]
pub struct CategoryFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this identifier.
    pub id_equal: Prop<i64>,
    /// With one of these identifiers, comma-separated.
    pub id_in: Prop<String>,
    /// With none of these identifiers, comma-separated.
    pub id_not_in: Prop<String>,
    /// Right beneath this category; 0: at the top.
    pub parent_id_equal: Prop<i64>,
    /// Right beneath one of these categories, comma-separated.
    pub parent_id_in: Prop<String>,
    /// With so many categories above them.
    pub depth_equal: Prop<i64>,
    /// With this full name, in any letter case.
    #[api(custom)]
    pub full_name_equal: Prop<String>,
    /// Whose full name begins with this.
    #[api(custom)]
    pub full_name_starts_with: Prop<String>,
    /// With one of these full names, comma-separated.
    #[api(custom)]
    pub full_name_in: Prop<String>,
    /// With this path of ids.
    pub full_ids_equal: Prop<String>,
    /// Whose path of ids begins with this.
    pub full_ids_starts_with: Prop<String>,
    /// In whose path of ids any of these, comma-separated, is a part: ids or parts of paths.
    #[api(custom)]
    pub full_ids_match_or: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// With this word or phrase in the tags.
    pub tags_like: Prop<String>,
    /// With any of these words or phrases in the tags, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the tags, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// Found by these.
    pub appear_in_list_equal: Prop<AppearInListType>,
    /// With this privacy.
    pub privacy_equal: Prop<PrivacyType>,
    /// With one of these privacies, comma-separated.
    pub privacy_in: Prop<String>,
    /// Whose members come from there.
    pub inheritance_type_equal: Prop<InheritanceType>,
    /// Whose members come from one of these, comma-separated.
    pub inheritance_type_in: Prop<String>,
    /// With this reference id.
    pub reference_id_equal: Prop<String>,
    /// Without reference id, or with any.
    pub reference_id_empty: Prop<NullableBoolean>,
    /// With this contribution policy.
    pub contribution_policy_equal: Prop<ContributionPolicyType>,
    /// With so many members or more.
    pub members_count_greater_than_or_equal: Prop<i64>,
    /// With so many members or fewer.
    pub members_count_less_than_or_equal: Prop<i64>,
    /// With so many waiting members or more.
    pub pending_members_count_greater_than_or_equal: Prop<i64>,
    /// With so many waiting members or fewer.
    pub pending_members_count_less_than_or_equal: Prop<i64>,
    /// With this privacy context of their own; `*`: with any.
    #[api(custom)]
    pub privacy_context_equal: Prop<String>,
    /// With this status.
    pub status_equal: Prop<CategoryStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// That inherit the members of this category.
    #[api(custom)]
    pub inherited_parent_id_equal: Prop<i64>,
    /// That inherit the members of one of these categories, comma-separated.
    #[api(custom)]
    pub inherited_parent_id_in: Prop<String>,
    /// With this sort value or a greater one.
    pub partner_sort_value_greater_than_or_equal: Prop<i64>,
    /// With this sort value or a smaller one.
    pub partner_sort_value_less_than_or_equal: Prop<i64>,
    /// In any of these aggregation categories, comma-separated.
    #[api(custom)]
    pub aggregation_categories_multi_like_or: Prop<String>,
    /// In all of these aggregation categories, comma-separated.
    #[api(custom)]
    pub aggregation_categories_multi_like_and: Prop<String>,
    /// With these words in name, tags or description.
    #[api(own, custom)]
    pub free_text: Prop<String>,
    /// With any of these users as active members, comma-separated.
    #[api(own, custom)]
    pub members_in: Prop<String>,
    /// Whose name or reference id begins with this.
    #[api(own, custom)]
    pub name_or_reference_id_starts_with: Prop<String>,
    /// With this user as an active manager.
    #[api(own, custom)]
    pub manager_equal: Prop<String>,
    /// With this user as an active member.
    #[api(own, custom)]
    pub member_equal: Prop<String>,
    /// Whose full name begins with any of these, comma-separated.
    #[api(own, custom)]
    pub full_name_starts_with_in: Prop<String>,
    /// Beneath any of these categories, comma-separated.
    #[api(own, custom)]
    pub ancestor_id_in: Prop<String>,
    /// One of these, or inheriting the members of one of these, comma-separated.
    #[api(own, custom)]
    pub id_or_inherited_parent_id_in: Prop<String>,
}
