//! The fields of a filter that look beyond the entry: categories, the users that it names, lengths in words.

use std::collections::{BTreeSet, HashSet};

use contract::ApiEnum;
use contract::enums::NullableBoolean;
use sea_query::{CaseStatement, Cond, Expr, ExprTrait, JoinType, Query, SelectStatement};
use store::one_of;

use super::branches::Narrowing;
use super::filter::AnyEntryFilter;
use super::list::given;
use super::table::{EDIT, PUBLISH, VIEW};
use super::words::DurationType;
use crate::app::App;
use crate::category;
use crate::live_stream::model::LiveEntryFilter;
use crate::user::user_key;

/// Values of a list in a filter that count (reference: protocol.md §12.1).
const MAX_VALUES: usize = 500;

/// Queries that narrow a list; none where nothing can be found.
pub(super) fn narrowing(app: &App, filter: &AnyEntryFilter) -> Option<Narrowing> {
    if filter.live().is_some_and(LiveEntryFilter::finds_nothing) {
        return None;
    }
    let base = filter.base();
    let mut all = Narrowing::new();
    let mut any = |query: SelectStatement| all.push((query, true));

    if let Some(names) = given(&base.categories_match_or) {
        any(in_categories(under_names(app, &values(&names))));
    }
    let names = given(&base.categories_match_and).map(|names| values(&names)).unwrap_or_default();
    if !names.is_empty() {
        any(in_each_category(app, &names));
    }
    if let Some(names) = given(&base.categories_full_name_in) {
        any(in_categories(any_of(values(&names).iter().map(|name| category::named(app, name, false)))));
    }
    if let Some(ids) = given(&base.categories_ids_match_or) {
        any(directly_in(&numbers(&ids)));
    }
    let ids = given(&base.categories_ids_match_and).map(|ids| numbers(&ids)).unwrap_or_default();
    let ids = BTreeSet::from_iter(ids);
    if !ids.is_empty() {
        let found = assigned().and_where(one_of("category_id", ids.iter().copied())).to_owned();
        any(with_all(found, "category_id", ids.len()));
    }
    if let Some(ids) = given(&base.category_ancestor_id_in) {
        any(in_categories(under_ids(&numbers(&ids))));
    }
    for (text, kind, together) in [
        (&base.entitled_users_edit_match_or, EDIT, false),
        (&base.entitled_users_edit_match_and, EDIT, true),
        (&base.entitled_users_publish_match_or, PUBLISH, false),
        (&base.entitled_users_publish_match_and, PUBLISH, true),
        (&base.entitled_users_view_match_or, VIEW, false),
        (&base.entitled_users_view_match_and, VIEW, true),
    ] {
        let Some(users) = given(text) else { continue };
        let users: BTreeSet<String> = values(&users).iter().map(|user| user_key(user)).collect();
        if together && users.is_empty() {
            continue;
        }
        let naming = naming(kind, &users);
        any(if together { with_all(naming, "user_key", users.len()) } else { naming });
    }
    if let Some(lengths) = filter.playable().and_then(|playable| given(&playable.duration_type_match_or)) {
        any(of_length(&values(&lengths)));
    }
    if filter.media().is_some_and(|media| {
        given(&media.flavor_params_ids_match_or).is_some()
            || given(&media.flavor_params_ids_match_and).is_some()
    }) {
        // No entry has flavours of its own yet.
        return None;
    }
    match base.is_root.get() {
        Some(NullableBoolean::True) => any(rows(Expr::col("root_id").is_null())),
        Some(NullableBoolean::False) => any(rows(Expr::col("root_id").is_not_null())),
        Some(NullableBoolean::Null) | None => {}
    }

    let mut none = |query: SelectStatement| all.push((query, false));
    if let Some(names) = given(&base.categories_not_contains) {
        none(in_categories(under_names(app, &values(&names))));
    }
    if let Some(ids) = given(&base.categories_ids_not_contains) {
        none(directly_in(&numbers(&ids)));
    }
    match base.categories_ids_empty.get() {
        Some(NullableBoolean::True) => all.push((assigned(), false)),
        Some(NullableBoolean::False) => all.push((assigned(), true)),
        Some(NullableBoolean::Null) | None => {}
    }
    Some(all)
}

fn values(list: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let values = list.split(',').map(str::trim).filter(|value| !value.is_empty());
    values.filter(|value| seen.insert(*value)).take(MAX_VALUES).map(str::to_owned).collect()
}

fn numbers(list: &str) -> Vec<i64> {
    values(list).iter().filter_map(|value| value.parse().ok()).collect()
}

fn rows(condition: Expr) -> SelectStatement {
    Query::select().column("id").from("entry").and_where(condition).to_owned()
}

/// Entries that are in any category, waiting for a moderator or not.
fn assigned() -> SelectStatement {
    Query::select()
        .column("entry_id")
        .from("category_entry")
        .and_where(Expr::col("status").eq(ACTIVE))
        .to_owned()
}

const ACTIVE: i64 = 2;

/// A limit that leaves nothing out, by which a database takes a query as it is.
const ALL: u64 = i64::MAX.unsigned_abs();

/// Parts of a condition side by side: statements are written by recursion, so what is long must not be deep.
const AT_ONCE: usize = 30;

fn directly_in(ids: &[i64]) -> SelectStatement {
    assigned().and_where(one_of("category_id", ids.iter().copied())).to_owned()
}

/// Entries in categories. These are looked for by themselves: the planner of PostgreSQL would weigh each part of a long
/// condition against each way to join them.
fn in_categories(which: Cond) -> SelectStatement {
    let categories = Query::select().column("id").from("category").cond_where(which).limit(ALL).to_owned();
    assigned().and_where(Expr::col("category_id").in_subquery(categories)).to_owned()
}

/// Entries that are found with as many values of a column. One query for all of them: a planner that joins one for each
/// takes longer with every further value.
fn with_all(mut found: SelectStatement, column: &'static str, values: usize) -> SelectStatement {
    let values = i64::try_from(values).unwrap_or(i64::MAX);
    found.group_by_col("entry_id").and_having(Expr::col(column).count_distinct().eq(values)).to_owned()
}

/// Entries that are in, or under, a category of each of these names. One query, likewise.
fn in_each_category(app: &App, names: &[String]) -> SelectStatement {
    let mut categories = Query::select();
    categories
        .columns(["id", "full_name_key", "full_name_folded"])
        .from("category")
        .cond_where(under_names(app, names))
        .limit(ALL);
    let is_in = |name: &String| {
        let one = CaseStatement::new()
            .case(category::named(app, name, true), Expr::cust("1"))
            .finally(Expr::cust("0"));
        Cond::all().add(Expr::expr(one).max().eq(Expr::cust("1")))
    };
    let each: Vec<Cond> = names.iter().map(is_in).collect();
    let each = each.chunks(AT_ONCE).map(|part| part.iter().cloned().fold(Cond::all(), Cond::add));
    Query::select()
        .column("entry_id")
        .from("category_entry")
        .join_subquery(
            JoinType::InnerJoin,
            categories,
            "named",
            Expr::col(("named", "id")).equals(("category_entry", "category_id")),
        )
        .and_where(Expr::col(("category_entry", "status")).eq(ACTIVE))
        .group_by_col("entry_id")
        .cond_having(each.fold(Cond::all(), Cond::add))
        .to_owned()
}

/// Categories with these full names, and all under them.
fn under_names(app: &App, names: &[String]) -> Cond {
    any_of(names.iter().map(|name| category::named(app, name, true)))
}

/// Any of these; none of them: never.
fn any_of(parts: impl IntoIterator<Item = Cond>) -> Cond {
    let parts: Vec<Cond> = parts.into_iter().collect();
    if parts.is_empty() {
        return Cond::any().add(never());
    }
    let together = |part: &[Cond]| part.iter().cloned().fold(Cond::any(), Cond::add);
    parts.chunks(AT_ONCE).map(together).fold(Cond::any(), Cond::add)
}

/// Categories with these ids, and all under them.
fn under_ids(ids: &[i64]) -> Cond {
    any_of(ids.iter().map(|id| {
        let column = || Expr::col(("category", "full_ids"));
        Cond::any()
            .add(Expr::col(("category", "id")).eq(*id))
            .add(column().like(format!("{id}>%")))
            .add(column().like(format!("%>{id}>%")))
    }))
}

fn never() -> Expr {
    Expr::cust("1 = 0")
}

fn naming(kind: i64, users: &BTreeSet<String>) -> SelectStatement {
    Query::select()
        .column("entry_id")
        .from("entry_right")
        .and_where(Expr::col("kind").eq(kind))
        .and_where(one_of("user_key", users.iter().cloned()))
        .to_owned()
}

fn of_length(words: &[String]) -> SelectStatement {
    let seconds = || Expr::col("duration");
    let any = words.iter().filter_map(|word| DurationType::from_wire_value(word)).fold(
        Cond::any().add(never()),
        |any, word| match word {
            DurationType::NotAvailable => any.add(seconds().eq(0)),
            DurationType::Short => any.add(seconds().gt(0).and(seconds().lte(240))),
            DurationType::Medium => any.add(seconds().gt(240).and(seconds().lte(1200))),
            DurationType::Long => any.add(seconds().gt(1200)),
        },
    );
    Query::select().column("id").from("entry").cond_where(any).to_owned()
}
