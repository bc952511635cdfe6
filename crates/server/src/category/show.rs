//! How the API shows a category.

use contract::{ApiEnum, Time};

use super::model::{Category, CategoryOrderBy};
use super::table::CategoryRow;
use crate::call::Scope;

/// A category as the API shows it.
pub(crate) fn show(scope: Scope, row: &CategoryRow) -> Category {
    let (settings, more, counts) = (&row.settings, &row.more, &row.counts);
    let order = more.default_order_by.as_deref().and_then(CategoryOrderBy::from_wire_value);
    Category {
        id: row.id.into(),
        parent_id: row.parent_id.into(),
        depth: row.depth.into(),
        partner_id: scope.partner_id().into(),
        name: row.name.clone().into(),
        full_name: row.full_name.clone().into(),
        full_ids: row.full_ids.clone().into(),
        entries_count: counts.entries.into(),
        created_at: Time(row.created_at).into(),
        updated_at: Time(row.updated_at).into(),
        description: more.description.clone().into(),
        tags: more.tags.clone().into(),
        appear_in_list: settings.appear_in_list.into(),
        privacy: settings.privacy.into(),
        inheritance_type: settings.inheritance.into(),
        user_join_policy: settings.join_policy.into(),
        default_permission_level: settings.default_level.into(),
        owner: settings.owner.clone().into(),
        direct_entries_count: counts.direct_entries.into(),
        reference_id: row.reference_id.clone().into(),
        contribution_policy: settings.contribution.into(),
        members_count: counts.members.into(),
        pending_members_count: counts.pending_members.into(),
        privacy_context: Some(row.privacy_context.clone()).filter(|own| !own.is_empty()).into(),
        privacy_contexts: Some(row.contexts().join(",")).filter(|all| !all.is_empty()).into(),
        status: row.status.into(),
        inherited_parent_id: row.inherits().then_some(row.member_category_id).into(),
        partner_sort_value: row.partner_sort_value.into(),
        partner_data: more.partner_data.clone().into(),
        default_order_by: order.into(),
        direct_sub_categories_count: counts.sub_categories.into(),
        moderation: row.moderation.into(),
        pending_entries_count: counts.pending_entries.into(),
        is_aggregation_category: row.is_aggregation.into(),
        aggregation_categories: Some(row.aggregation_categories.clone()).filter(|all| !all.is_empty()).into(),
        admin_tags: more.admin_tags.clone().into(),
    }
}
