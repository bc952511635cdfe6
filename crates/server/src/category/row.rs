//! A category as it is known once it was read.

use contract::NullableBoolean;
use serde::{Deserialize, Serialize};

use super::model::{
    AppearInListType, CategoryStatus, CategoryUserPermissionLevel, ContributionPolicyType, InheritanceType,
    PrivacyType, UserJoinPolicyType,
};
use super::names;

/// Who sees a category and who is in it: what a category without privacy context has no say in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Who sees its entries.
    pub privacy: PrivacyType,
    /// Who finds it in lists.
    pub appear_in_list: AppearInListType,
    /// Whether its members are those of the category above it.
    pub inheritance: InheritanceType,
    /// How users become members by themselves.
    pub join_policy: UserJoinPolicyType,
    /// What a member may do where nothing else is said.
    pub default_level: CategoryUserPermissionLevel,
    /// Who puts entries into it.
    pub contribution: ContributionPolicyType,
    /// Its owner's id.
    pub owner: Option<String>,
}

impl Default for Settings {
    /// Those of a category without privacy context (reference: content-access.md §17.1).
    fn default() -> Self {
        Self {
            privacy: PrivacyType::All,
            appear_in_list: AppearInListType::PartnerOnly,
            inheritance: InheritanceType::Manual,
            join_policy: UserJoinPolicyType::NotAllowed,
            default_level: CategoryUserPermissionLevel::Member,
            contribution: ContributionPolicyType::All,
            owner: None,
        }
    }
}

/// What no list looks for but by its words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // the properties of KalturaCategory, which documents them
pub(crate) struct More {
    pub description: Option<String>,
    pub tags: Option<String>,
    pub admin_tags: Option<String>,
    pub partner_data: Option<String>,
    pub default_order_by: Option<String>,
}

/// What is counted of a category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the properties of KalturaCategory, which documents them
pub(crate) struct Counts {
    pub entries: i64,
    pub direct_entries: i64,
    pub pending_entries: i64,
    pub members: i64,
    pub pending_members: i64,
    pub sub_categories: i64,
}

/// A category.
#[derive(Clone, Debug)]
pub(crate) struct CategoryRow {
    /// Its id; 0 before it has one.
    pub id: i64,
    /// The category above it; 0: none.
    pub parent_id: i64,
    /// How many are above it.
    pub depth: i64,
    /// Active, but while it is on its way out.
    pub status: CategoryStatus,
    /// Its name.
    pub name: String,
    /// The names down to its own, joined with `>`.
    pub full_name: String,
    /// The ids down to its own, joined with `>`.
    pub full_ids: String,
    /// Who sees it and who is in it.
    pub settings: Settings,
    /// The category whose members count here: itself, unless they are inherited.
    pub member_category_id: i64,
    /// Whether entries wait for a manager or moderator.
    pub moderation: NullableBoolean,
    /// Its own privacy contexts, joined with `,`.
    pub privacy_context: String,
    /// Those of the categories above it and its own, joined with `,`; one may be there more than once.
    pub privacy_contexts: String,
    /// What another system calls it.
    pub reference_id: Option<String>,
    /// A number to order by.
    pub partner_sort_value: i64,
    /// Whether it stands for other categories.
    pub is_aggregation: NullableBoolean,
    /// Ids of the aggregation categories that it is in, joined with `,`.
    pub aggregation_categories: String,
    /// What is counted.
    pub counts: Counts,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// Everything else.
    pub more: More,
}

impl CategoryRow {
    /// Its full name folded.
    pub(super) fn folded(&self) -> String {
        names::full_key(&self.full_name)
    }

    /// Its privacy contexts, each once; none: it is in the default context.
    pub(crate) fn contexts(&self) -> Vec<&str> {
        names::parts(&self.privacy_contexts)
    }

    /// True if its members are those of a category above it.
    pub(crate) fn inherits(&self) -> bool {
        self.settings.inheritance == InheritanceType::Inherit
    }

    /// The ids of the categories above it, from the top down.
    pub(crate) fn ancestors(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.full_ids.split('>').filter_map(|id| id.parse().ok()).collect();
        ids.retain(|id| *id != self.id);
        ids
    }

    /// True if it is this category or one beneath it.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.id == other.id || self.ancestors().contains(&other.id)
    }
}
