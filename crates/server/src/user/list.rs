//! Lists of users (reference: identity.md §6.3, §15.3).
//!
//! Users that are alike in the four properties that most filters name stand on one *shelf*, and a tally says how many
//! stand there. A list reads the shelves that its filter leaves, each in the order of an index; what only looks at
//! these properties is counted without looking at a single user.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use contract::filter::{Condition, ListQuery, Page};
use contract::list::ApiFilter;
use contract::{FilterPager, Prop};
use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};
use store::{Branch, ColumnKind, Listing, PartIndex};

use super::filter::UserFilter;
use super::table::{self, COLUMNS, FullUser, WORDS};
use super::{name_key, user_key};
use crate::app::App;
use crate::call::Scope;
use crate::error::Result;
use crate::gate::rights::Grant;
use crate::metadata::model::MetadataObjectType;
use crate::metadata::{self, Searched};
use crate::partner::{Partner, split_names};
use crate::role;

/// Values of a list in a filter that count (reference: identity.md §1.4).
const MAX_VALUES: usize = 500;

/// Parts of names, and of addresses.
const PARTS_OF_NAMES: PartIndex = PartIndex::new("account_user", "screen_name_key");
const PARTS_OF_ADDRESSES: PartIndex = PartIndex::new("account_user", "email_key");

/// So many users who have a part of a name are looked at one by one.
const FEW_WITH_PART: usize = 5_000;

/// The properties that users on one shelf have in common, and their columns.
const ON_SHELVES: [(&str, &str, ColumnKind); 4] = [
    ("status", "status", ColumnKind::Int),
    ("type", "type", ColumnKind::Int),
    ("isAdmin", "is_admin", ColumnKind::Bool),
    ("loginEnabled", "login_enabled", ColumnKind::Bool),
];

static SHELVES: LazyLock<Listing> = LazyLock::new(|| {
    let listing = Listing::new("account_user_tally", ["shelf"], "shelf");
    ON_SHELVES
        .into_iter()
        .fold(listing, |listing, (property, column, kind)| listing.column(property, column, kind))
});

pub(super) static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    let listing = Listing::new("account_user", COLUMNS, "id")
        .column("id", "user_key", ColumnKind::Folded(user_key))
        .column("partnerId", "partner_id", ColumnKind::Int)
        .column("screenName", "screen_name_key", ColumnKind::Folded(name_key))
        .column("firstName", "first_name_key", ColumnKind::Folded(name_key))
        .column("lastName", "last_name_key", ColumnKind::Folded(name_key))
        .column("email", "email_key", ColumnKind::Folded(name_key))
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .words("tags", WORDS, Some("tags"))
        .never_null(["user_key", "created_at", "updated_at"])
        .default_order("created_at", Order::Asc)
        .tally("account_user_tally", "users", ON_SHELVES.map(|(_, column, _)| column));
    ON_SHELVES
        .into_iter()
        .fold(listing, |listing, (property, column, kind)| listing.column(property, column, kind))
});

/// Of those who have a role, the rows that give it say what a list in the usual order wants to know.
static HOLDERS: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("account_user", COLUMNS, "id")
        .column("createdAt", "created_at", ColumnKind::Int)
        .never_null(["created_at"])
        .default_order("created_at", Order::Asc)
        .tally("account_user_role_tally", "users", [])
});

/// The users that a filter asks for, and how many there are: deleted ones never, groups unless a type is asked for. `now`
/// in Unix seconds is what dates in a search are told from.
pub(crate) async fn list(
    app: &App,
    partner: &Partner,
    filter: &UserFilter,
    pager: Option<&FilterPager>,
    now: i64,
) -> Result<(Vec<FullUser>, u64)> {
    let mut query = filter.query(pager);
    if let Some(role) = role_alone(partner, filter, &query) {
        let shelves = shelves(app, Scope::of(partner.id), &query).await?;
        let branches = shelves.into_iter().map(|shelf| holders_on(partner.id, role, shelf)).collect();
        // The shelves say all that the filter does.
        let query = ListQuery { conditions: Vec::new(), ..query };
        let (rows, total) = HOLDERS.fetch_branches(&app.store, branches, &query).await?;
        return Ok((table::full_users(app, &rows).await?, total));
    }
    let Some(searched) = searched(app, partner, filter, now).await? else { return Ok((Vec::new(), 0)) };
    query.is_narrow = searched.is_narrow;
    let few = few_with_parts(app, filter).await?;
    let is_few = few.is_some();
    let also = few.into_iter().chain(with_metadata(searched)).reduce(Cond::add);
    let shelves = on_shelves(app, partner, &query).await?;
    let branches = branches(app, partner, filter, &query, &shelves, also.as_ref());
    let (rows, total) = if is_few {
        LISTING.fetch_few(&app.store, branches, &query).await?
    } else if let Some(taken) = taken_by_names(app, partner, filter, also.as_ref()) {
        LISTING.fetch_taken(&app.store, branches, (shelves, taken), &query).await?
    } else {
        LISTING.fetch_branches(&app.store, branches, &query).await?
    };
    Ok((table::full_users(app, &rows).await?, total))
}

/// What the filter asks of metadata; none: nobody has it.
async fn searched(app: &App, partner: &Partner, filter: &UserFilter, now: i64) -> Result<Option<Searched>> {
    match filter.base.base.base.advanced_search.get() {
        Some(search) => {
            let scope = Scope::of(partner.id);
            metadata::searched(app, scope, MetadataObjectType::User, "account_user", search, now).await
        }
        None => Ok(Some(Searched::default())),
    }
}

fn with_metadata(searched: Searched) -> Option<Cond> {
    let conditions = searched.narrowing.into_iter().map(|(rows, wanted)| {
        let is_in = Expr::col("id").in_subquery(rows);
        Cond::all().add(if wanted { is_in } else { is_in.not() })
    });
    conditions.reduce(Cond::add)
}

/// The users whose name or address has a part that the filter asks for, if they are few; it is among the conditions of
/// the query as well. Where many have it, the shelves are gone through.
async fn few_with_parts(app: &App, filter: &UserFilter) -> Result<Option<Cond>> {
    let parts =
        [(PARTS_OF_NAMES, &filter.base.screen_name_like), (PARTS_OF_ADDRESSES, &filter.base.email_like)];
    for (index, part) in parts {
        let Some(part) = part.get() else { continue };
        if let Some(rows) = index.find(&app.store, &name_key(part), FEW_WITH_PART).await? {
            return Ok(Some(Cond::all().add(app.store.one_of_many(Expr::col("id"), &rows))));
        }
    }
    Ok(None)
}

/// A place in the order in which users were made: the time, and the row.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Place {
    created_at: i64,
    row: i64,
}

impl Place {
    /// The place of a user.
    pub(crate) fn of(user: &FullUser) -> Self {
        Self { created_at: user.created_at, row: user.user.row }
    }
}

/// The next users that a filter asks for, at most 500, in the order in which they were made and behind a place: for
/// whoever wants all of them, however many. Those who are made meanwhile come last.
pub(crate) async fn list_behind(
    app: &App,
    partner: &Partner,
    filter: &UserFilter,
    place: Place,
    now: i64,
) -> Result<Vec<FullUser>> {
    let Some(searched) = searched(app, partner, filter, now).await? else { return Ok(Vec::new()) };
    let mut query = filter.query(None);
    query.order.clear();
    query.page = Page { size: 500, index: 1 };
    let later =
        Cond::any().add(Expr::col("created_at").gt(place.created_at)).add(Expr::col("id").gt(place.row));
    let behind = Cond::all().add(Expr::col("created_at").gte(place.created_at)).add(later);
    let also = with_metadata(searched).into_iter().fold(behind, Cond::add);
    let shelves = on_shelves(app, partner, &query).await?;
    let branches = branches(app, partner, filter, &query, &shelves, Some(&also));
    let rows = LISTING.fetch_first(&app.store, branches, &query).await?;
    table::full_users(app, &rows).await
}

/// Who stands on each of the shelves to look at.
async fn on_shelves(app: &App, partner: &Partner, query: &ListQuery) -> Result<Vec<Cond>> {
    let scope = Scope::of(partner.id);
    let on = |shelf: i64| {
        Cond::all().add(Expr::col("partner_id").eq(scope.partner_id())).add(Expr::col("shelf").eq(shelf))
    };
    Ok(shelves(app, scope, query).await?.into_iter().map(on).collect())
}

/// What a filter takes of the shelves, if it says nothing of users but how a name or an id begins: it may take many.
fn taken_by_names(app: &App, partner: &Partner, filter: &UserFilter, also: Option<&Cond>) -> Option<Cond> {
    let names = name_alternatives(app, filter, None);
    if names.is_empty() || also.is_some() || role_condition(partner, filter).is_some() {
        return None;
    }
    Some(names.into_iter().fold(Cond::any(), Cond::add))
}

/// The shelves with what the query itself does not say.
fn branches(
    app: &App,
    partner: &Partner,
    filter: &UserFilter,
    query: &ListQuery,
    shelves: &[Cond],
    also: Option<&Cond>,
) -> Vec<Branch> {
    let roles = role_condition(partner, filter);
    // Nobody on a shelf is deleted. To say so opens the unique index of ids, and closes those that do not know it.
    let by_id = query.conditions.iter().any(|condition| condition.properties == ["id"]);
    let mut branches = Vec::new();
    for shelf in shelves {
        let names = name_alternatives(app, filter, Some(shelf));
        let users = if by_id { shelf.clone().add(table::not_deleted()) } else { shelf.clone() };
        let users = also.iter().fold(users, |users, also| users.add((*also).clone()));
        match (&roles, names.as_slice()) {
            (None, []) if also.is_none() => branches.push(Branch::of_table(users).tallied(shelf.clone())),
            (None, []) => branches.push(Branch::of_table(users)),
            (Some(roles), []) => branches.push(Branch::of_table(users.add(roles.clone()))),
            (roles, names) => branches.extend(names.iter().map(|name| {
                let base = users.clone().add(name.clone());
                Branch::of_table(roles.iter().fold(base, |all, roles| all.add(roles.clone())))
            })),
        }
    }
    branches
}

/// Whether a condition looks at nothing but what users on one shelf have in common.
fn is_on_shelves(condition: &Condition) -> bool {
    condition.properties.iter().all(|name| ON_SHELVES.iter().any(|(known, _, _)| known == name))
}

/// The role whose holders are asked for, if the filter says nothing else that the shelves do not say, and the order is
/// that in which users were made.
fn role_alone(partner: &Partner, filter: &UserFilter, query: &ListQuery) -> Option<i64> {
    let names = [&filter.id_or_screen_name_starts_with, &filter.first_name_or_last_name_starts_with];
    if names.iter().any(|name| name.get().is_some_and(|text| !text.is_empty()))
        || filter.base.base.base.advanced_search.get().is_some()
        || !query.conditions.iter().all(is_on_shelves)
        || !query.order.iter().all(|order| order.property == "createdAt")
    {
        return None;
    }
    let sets = role_sets(partner, filter);
    match sets.iter().next() {
        Some(roles) if sets.len() == 1 && roles.len() == 1 => roles.first().copied(),
        _ => None,
    }
}

/// Those on a shelf who have a role.
fn holders_on(partner_id: i64, role: i64, shelf: i64) -> Branch {
    let there = Cond::all()
        .add(Expr::col("partner_id").eq(partner_id))
        .add(Expr::col("role_id").eq(role))
        .add(Expr::col("shelf").eq(shelf));
    let rows = Query::select()
        .expr_as(Expr::col("account_user_id"), "id")
        .column("created_at")
        .from("account_user_role")
        .cond_where(there.clone())
        .to_owned();
    Branch::of(rows).tallied(there)
}

/// The shelves of the account where users may stand whom the query asks for.
pub(super) async fn shelves(app: &App, scope: Scope, query: &ListQuery) -> Result<Vec<i64>> {
    let conditions = query.conditions.iter().filter(|condition| is_on_shelves(condition)).cloned().collect();
    let query = ListQuery { conditions, page: Page { size: 500, index: 1 }, ..ListQuery::default() };
    let base = Cond::all().add(Expr::col("partner_id").eq(scope.partner_id())).add(Expr::col("users").gt(0));
    let (rows, _) = SHELVES.fetch(&app.store, base, &query).await?;
    rows.iter().map(|row| Ok(row.get("shelf")?)).collect()
}

/// What a filter says about two names of which one has to begin with a text: conditions of which at most one holds,
/// for each its own index. Nothing said: none. `shelf` is where they are looked for, if on one.
fn name_alternatives(app: &App, filter: &UserFilter, shelf: Option<&Cond>) -> Vec<Cond> {
    let either = [
        (
            &filter.id_or_screen_name_starts_with,
            ("user_key", user_key as fn(&str) -> String),
            "screen_name_key",
        ),
        (&filter.first_name_or_last_name_starts_with, ("first_name_key", name_key), "last_name_key"),
    ];
    let mut alternatives = Vec::new();
    for (text, (first, first_key), second) in either {
        let Some(text) = text.get().filter(|text| !text.is_empty()) else { continue };
        let begins = app.store.starts_with(first, &first_key(text));
        let mut not_first = Cond::any();
        if let Some(shelf) = shelf {
            // Where no first one begins so, the second ones need not be asked about theirs.
            let mut any = Query::select();
            any.expr(Expr::cust("1")).from("account_user").cond_where(shelf.clone().add(begins.clone()));
            not_first = not_first.add(Expr::exists(any).not());
        }
        let not_first = not_first.add(Expr::col(first).is_null()).add(begins.clone().not());
        let second = app.store.starts_with(second, &name_key(text)).add(not_first);
        let both = [begins, second];
        alternatives = match alternatives.as_slice() {
            [] => both.to_vec(),
            before => before
                .iter()
                .flat_map(|one| both.iter().map(|other| Cond::all().add(one.clone()).add(other.clone())))
                .collect(),
        };
    }
    alternatives
}

/// What a filter says about roles: of each of these sets, one role. Nothing said: none.
fn role_sets(partner: &Partner, filter: &UserFilter) -> BTreeSet<BTreeSet<i64>> {
    let given = |prop: &Prop<String>| prop.get().filter(|text| !text.is_empty()).cloned();
    let mut sets: Vec<BTreeSet<i64>> = Vec::new();
    for id in [given(&filter.role_id_equal), given(&filter.role_ids_equal)].into_iter().flatten() {
        sets.push(id.trim().parse().into_iter().collect());
    }
    if let Some(ids) = given(&filter.role_ids_in) {
        sets.push(ids.split(',').take(MAX_VALUES).filter_map(|id| id.trim().parse().ok()).collect());
    }
    if let Some(names) = given(&filter.permission_names_multi_like_or).map(|names| split_names(&names))
        && !names.is_empty()
    {
        sets.push(names.iter().take(MAX_VALUES).flat_map(|name| roles_with(partner, name)).collect());
    }
    if let Some(names) = given(&filter.permission_names_multi_like_and) {
        let names = split_names(&names);
        sets.extend(names.iter().take(MAX_VALUES).map(|name| roles_with(partner, name).collect()));
    }
    // Many names mean few roles: what was said twice is asked once.
    sets.into_iter().collect()
}

/// [`role_sets`] as a condition; nothing said: nothing.
fn role_condition(partner: &Partner, filter: &UserFilter) -> Option<Cond> {
    let sets = role_sets(partner, filter);
    if sets.is_empty() {
        return None;
    }
    let with = |roles: &BTreeSet<i64>| Expr::col("id").in_subquery(holders(roles));
    Some(sets.iter().fold(Cond::all(), |all, roles| all.add(with(roles))))
}

/// The rows of those who have any of these roles. There may be more roles than a statement may have values, so they
/// stand in its text; they are numbers.
pub(super) fn holders(roles: &BTreeSet<i64>) -> SelectStatement {
    let ids: Vec<String> = roles.iter().map(ToString::to_string).collect();
    let any = if ids.is_empty() { "1 = 2".to_owned() } else { format!("role_id IN ({})", ids.join(",")) };
    Query::select().column("account_user_id").from("account_user_role").and_where(Expr::cust(any)).to_owned()
}

/// The roles that grant a permission by its name, or everything.
fn roles_with<'a>(partner: &'a Partner, permission: &'a str) -> impl Iterator<Item = i64> + 'a {
    role::visible(partner)
        .filter(move |role| {
            let granted = Grant::from(*role).permissions;
            granted.iter().any(|name| name == "*" || name.eq_ignore_ascii_case(permission))
        })
        .map(|role| role.id)
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::*;

    #[test]
    fn something_stands_behind_every_field_and_order() {
        let mut properties = Vec::new();
        UserFilter::default().each(&mut |property, _| {
            properties.extend(property.filter.iter().flat_map(|field| field.properties).copied());
        });
        properties.extend(UserFilter::CLASS.order_by);
        assert!(properties.len() > 20);
        assert_eq!(LISTING.unmapped(properties), [""; 0]);
    }
}
