//! Lists of categories (reference: content-access.md §17.1, protocol.md §12).

use std::sync::LazyLock;

use contract::filter::{Condition, ListQuery, Operand, Operator, Page};
use contract::list::ApiFilter;
use contract::{FilterPager, Prop};
use sea_query::{Cond, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, one_of};

use super::filter::CategoryFilter;
use super::member::with_member;
use super::names::{self, full_key};
use super::table::{self, COLUMNS, CategoryRow, WORDS};
use super::tree::{concat, text};
use super::visible::{has_part, holds, visible};
use crate::app::App;
use crate::call::Scope;
use crate::entitlement::enforced::Viewer;
use crate::error::Result;
use crate::metadata;
use crate::metadata::model::MetadataObjectType;

/// Values of a list in a filter that count (reference: protocol.md §12.1).
const MAX_VALUES: usize = 500;

/// Rows without a pager: "everything up to the maximum", which is that of all lists that are searched.
const ALL: Page = Page { size: 10_000, index: 1 };

pub(super) static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("category", COLUMNS, "id")
        .column("id", "id", ColumnKind::Int)
        .column("parentId", "parent_id", ColumnKind::Int)
        .column("depth", "depth", ColumnKind::Int)
        .column("name", "name_key", ColumnKind::Folded(names::key))
        .column("fullName", "full_name_folded", ColumnKind::Folded(full_key))
        .column("fullIds", "full_ids", ColumnKind::Text)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .column("appearInList", "appear_in_list", ColumnKind::Int)
        .column("privacy", "privacy", ColumnKind::Int)
        .column("inheritanceType", "inheritance_type", ColumnKind::Int)
        .column("referenceId", "reference_id", ColumnKind::Text)
        .column("contributionPolicy", "contribution_policy", ColumnKind::Int)
        .column("membersCount", "members_count", ColumnKind::Int)
        .column("pendingMembersCount", "pending_members_count", ColumnKind::Int)
        .column("status", "status", ColumnKind::Int)
        .column("partnerSortValue", "partner_sort_value", ColumnKind::Int)
        .column("entriesCount", "entries_count", ColumnKind::Int)
        .column("directEntriesCount", "direct_entries_count", ColumnKind::Int)
        .column("directSubCategoriesCount", "direct_sub_categories_count", ColumnKind::Int)
        .words("tags", WORDS, Some("tags"))
        .words("freeText", WORDS, None)
        .never_null([
            "depth",
            "name_key",
            "full_name_folded",
            "created_at",
            "updated_at",
            "members_count",
            "partner_sort_value",
            "entries_count",
            "direct_entries_count",
            "direct_sub_categories_count",
        ])
        .looked_up(["id", "full_ids", "reference_id", "parent_id"])
        .default_order("depth", Order::Asc)
});

/// The categories that a filter asks for and the viewer finds, and how many there are. `now` in Unix seconds is what
/// dates in a search are told from.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    filter: &CategoryFilter,
    pager: Option<&FilterPager>,
    now: i64,
) -> Result<(Vec<CategoryRow>, u64)> {
    let mut query: ListQuery = filter.query(pager);
    if pager.is_none() {
        query.page = ALL;
    }
    if let Some(text) = given(&filter.free_text) {
        query.conditions.push(Condition {
            properties: &["freeText"],
            operator: Operator::MatchAnd,
            operand: Operand::Text(text.to_owned()),
        });
    }
    let mut base = table::of_account(scope)
        .add(visible(app, scope, viewer).await?)
        .add(of_names(app, filter))
        .add(of_places(scope, filter))
        .add(of_members(scope, filter))
        .add(of_lists(filter));
    if let Some(search) = filter.base.base.advanced_search.get() {
        let found = metadata::searched(app, scope, MetadataObjectType::Category, "category", search, now);
        let Some(found) = found.await? else { return Ok((Vec::new(), 0)) };
        for (rows, wanted) in found.narrowing {
            let is_in = Expr::col("id").in_subquery(rows);
            base = base.add(if wanted { is_in } else { is_in.not() });
        }
    }
    let (rows, total) = LISTING.fetch(&app.store, base, &query).await?;
    Ok((rows.iter().map(table::read).collect::<Result<_>>()?, total))
}

fn given(prop: &Prop<String>) -> Option<&str> {
    prop.get().map(String::as_str).filter(|text| !text.is_empty())
}

fn values(prop: &Prop<String>) -> Option<Vec<&str>> {
    given(prop)
        .map(|list| list.split(',').take(MAX_VALUES).map(str::trim).filter(|v| !v.is_empty()).collect())
}

fn ids(prop: &Prop<String>) -> Option<Vec<i64>> {
    values(prop).map(|list| list.into_iter().filter_map(|id| id.parse().ok()).collect())
}

/// The index holds the beginnings of full names; the rest is compared in the row.
fn is_called(full_name: &str) -> Cond {
    let folded = full_key(full_name);
    Cond::all()
        .add(Expr::col("full_name_key").eq(names::start(&folded)))
        .add(Expr::col("full_name_folded").eq(folded))
}

/// The full names that begin with this.
pub(super) fn begins(app: &App, prefix: &str) -> Cond {
    let folded = prefix.to_lowercase();
    app.store
        .starts_with("full_name_key", &names::start(&folded))
        .add(app.store.starts_with("full_name_folded", &folded))
}

/// At most a hundred alternatives: what stands behind each other in one statement is limited.
fn any(conditions: impl Iterator<Item = Cond>) -> Cond {
    let mut groups: Vec<Cond> = Vec::new();
    let mut conditions = conditions.peekable();
    if conditions.peek().is_none() {
        return Cond::all().add(Expr::cust("1 = 2"));
    }
    while conditions.peek().is_some() {
        groups.push(conditions.by_ref().take(25).fold(Cond::any(), Cond::add));
    }
    groups.into_iter().fold(Cond::any(), Cond::add)
}

fn of_names(app: &App, filter: &CategoryFilter) -> Cond {
    let mut all = Cond::all();
    if let Some(name) = given(&filter.full_name_equal) {
        all = all.add(is_called(name));
    }
    if let Some(prefix) = given(&filter.full_name_starts_with) {
        all = all.add(begins(app, prefix));
    }
    if let Some(list) = values(&filter.full_name_in) {
        all = all.add(any(list.into_iter().map(is_called)));
    }
    if let Some(list) = values(&filter.full_name_starts_with_in) {
        all = all.add(any(list.into_iter().map(|prefix| begins(app, prefix))));
    }
    if let Some(prefix) = given(&filter.name_or_reference_id_starts_with) {
        let either = Cond::any()
            .add(app.store.starts_with("name_key", &prefix.to_lowercase()))
            .add(app.store.starts_with("reference_id", prefix));
        all = all.add(either);
    }
    all
}

/// The categories beneath others, as a part of a query.
fn beneath(scope: Scope, ids: &[i64]) -> SelectStatement {
    let path = |end: &str| concat([Expr::col(("above", "full_ids")), text(end)]);
    Query::select()
        .column(("below", "id"))
        .from_as("category", "above")
        .join_as(
            JoinType::InnerJoin,
            "category",
            "below",
            Cond::all()
                .add(Expr::col(("below", "partner_id")).eq(scope.partner_id()))
                .add(Expr::col(("below", "full_ids")).gte(path(">")))
                .add(Expr::col(("below", "full_ids")).lt(path("?"))),
        )
        .and_where(Expr::col(("above", "partner_id")).eq(scope.partner_id()))
        .and_where(Expr::col(("above", "id")).is_in(ids.iter().copied().chain([0])))
        .to_owned()
}

fn of_places(scope: Scope, filter: &CategoryFilter) -> Cond {
    let inherits = |ids: Vec<i64>| {
        Cond::all().add(one_of("member_category_id", ids.clone())).add(one_of("id", ids).not())
    };
    let mut all = Cond::all();
    if let Some(id) = filter.inherited_parent_id_equal.get() {
        all = all.add(inherits(vec![*id]));
    }
    if let Some(ids) = ids(&filter.inherited_parent_id_in) {
        all = all.add(inherits(ids));
    }
    if let Some(ids) = ids(&filter.id_or_inherited_parent_id_in) {
        all = all.add(Cond::any().add(one_of("id", ids.clone())).add(one_of("member_category_id", ids)));
    }
    if let Some(ids) = ids(&filter.ancestor_id_in) {
        all = all.add(Expr::col("id").in_subquery(beneath(scope, &ids)));
    }
    if let Some(parts) = values(&filter.full_ids_match_or) {
        let is_part = |part: &str| Cond::all().add(has_part("full_ids", part, ">"));
        all = all.add(any(parts.into_iter().map(is_part)));
    }
    all
}

fn of_members(scope: Scope, filter: &CategoryFilter) -> Cond {
    let among = |users: &[&str], managers| {
        Expr::col("member_category_id").in_subquery(with_member(scope, users, managers))
    };
    let mut all = Cond::all();
    if let Some(users) = values(&filter.members_in) {
        all = all.add(among(&users, false));
    }
    if let Some(user) = given(&filter.member_equal) {
        all = all.add(among(&[user], false));
    }
    if let Some(user) = given(&filter.manager_equal) {
        all = all.add(among(&[user], true));
    }
    all
}

fn of_lists(filter: &CategoryFilter) -> Cond {
    let in_some = |id: &&str| Cond::all().add(holds("aggregation_categories", id));
    let mut all = Cond::all();
    if let Some(ids) = values(&filter.aggregation_categories_multi_like_or) {
        all = all.add(any(ids.iter().map(in_some)));
    }
    if let Some(ids) = values(&filter.aggregation_categories_multi_like_and) {
        all = ids.iter().map(in_some).fold(all, Cond::add);
    }
    match given(&filter.privacy_context_equal) {
        None => all,
        Some("*") => all.add(Expr::col("privacy_context").ne("")),
        Some(context) => all.add(holds("privacy_context", context)),
    }
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::*;

    #[test]
    fn something_stands_behind_every_field_and_order() {
        let mut properties = vec!["freeText"];
        CategoryFilter::default().each(&mut |property, _| {
            properties.extend(property.filter.iter().flat_map(|field| field.properties).copied());
        });
        properties.extend(CategoryFilter::CLASS.order_by);
        assert!(properties.len() > 20);
        assert_eq!(LISTING.unmapped(properties), [""; 0]);
    }
}
