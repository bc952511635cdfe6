//! What searches ask about users and groups, and the search itself (reference: search-metadata.md §2.2).

use std::collections::BTreeSet;

use contract::ApiEnum;
use contract::filter::{Condition, ListQuery, Operand, Operator, Page};
use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Branch, Search};

pub(crate) use super::described::Field;
use super::described::{self, TEXT};
use super::list::{self, LISTING};
use super::table::{self, FullUser};
use super::user_key;
use crate::app::App;
use crate::call::Scope;
use crate::error::Result;
use crate::gate::rights::Grant;
use crate::partner::Partner;
use crate::role;
use crate::search::model::base::ItemType;
use crate::search::part::{Ground, Holds, Part};
use crate::search::term::Term;

/// What searches of users are about.
pub(crate) fn ground(app: &App) -> Ground<'_> {
    Ground { store: &app.store, table: "account_user", index: TEXT }
}

/// A search of users and groups.
pub(crate) struct Wanted {
    /// What is looked for.
    pub part: Part,
    /// With one of these statuses.
    pub statuses: Vec<i64>,
    /// Of one of these types.
    pub kinds: Vec<i64>,
    /// Columns and their directions.
    pub order: Vec<(&'static str, Order)>,
    /// Which part of what is found.
    pub page: Page,
}

/// The users of a page, and how many there are in all. Deleted ones are never found.
pub(crate) async fn search(app: &App, scope: Scope, wanted: Wanted) -> Result<(Vec<FullUser>, u64)> {
    let one_of = |properties, values: &[i64]| Condition {
        properties,
        operator: Operator::In,
        operand: Operand::Text(values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
    };
    if wanted.statuses.is_empty() || wanted.kinds.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let conditions = vec![one_of(&["status"], &wanted.statuses), one_of(&["type"], &wanted.kinds)];
    let query = ListQuery { conditions, page: wanted.page, ..ListQuery::default() };
    let shelves = list::shelves(app, scope, &query).await?;
    let Holds { condition, is_tallied, is_narrow } = wanted.part.condition(ground(app));
    let of_account = || Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()));
    let branches = if is_narrow && !shelves.is_empty() {
        vec![Branch::of_table(of_account().add(store::one_of("shelf", shelves)))]
    } else {
        let shelf = |shelf| of_account().add(Expr::col("shelf").eq(shelf));
        shelves.into_iter().map(|id| Branch::of_table(shelf(id)).tallied(shelf(id))).collect()
    };
    let search = Search { condition, is_narrow, is_tallied, order: wanted.order, page: wanted.page };
    let (rows, total) = LISTING.search(&app.store, branches, &search).await?;
    Ok((table::full_users(app, &rows).await?, total))
}

/// Users with a text that equals another, as a whole or, if it is made of words, somewhere within it.
pub(crate) fn equal(scope: Scope, field: Field, text: &str, is_whole: bool) -> Part {
    if is_whole || store::words_of(text).is_empty() {
        return Part::Keys(described::equal(scope, field, text));
    }
    Part::Words(described::phrase(field, text))
}

/// Users with all words of a text, or with its letters as a part of theirs.
pub(crate) fn partly(app: &App, scope: Scope, field: Field, text: &str) -> Part {
    if store::words_of(text).is_empty() {
        return Part::Keys(described::equal(scope, field, text));
    }
    let words = Part::Words(described::words(field, text));
    let parts = described::parts(&app.store, field, text).map(Part::Keys);
    Part::any([Some(words), parts].into_iter().flatten().collect(), ground(app))
}

/// Users with a text that begins with another.
pub(crate) fn begins(app: &App, scope: Scope, field: Field, text: &str) -> Part {
    Part::Keys(described::begins(&app.store, scope, field, text))
}

/// Users who have a text.
pub(crate) fn has(field: Field) -> Part {
    Part::holds(described::is_there(field))
}

/// Those who have any of these roles.
pub(crate) fn with_roles(roles: &BTreeSet<i64>) -> Part {
    let holders = list::holders(roles);
    Part::Keys(
        Query::select()
            .expr_as(Expr::col("account_user_id"), "id")
            .from_subquery(holders, "holders")
            .to_owned(),
    )
}

/// The roles whose id, or one of whose permissions, is a text or begins with it.
pub(crate) fn roles(partner: &Partner, text: &str, by_permission: bool, begins: bool) -> BTreeSet<i64> {
    let wanted = text.to_lowercase();
    let fits = |text: &str| {
        let text = text.to_lowercase();
        if begins { text.starts_with(&wanted) } else { text == wanted }
    };
    role::visible(partner)
        .filter(|role| {
            if by_permission {
                Grant::from(*role).permissions.iter().any(|name| name == "*" || fits(name))
            } else {
                fits(&role.id.to_string())
            }
        })
        .map(|role| role.id)
        .collect()
}

/// The members of groups whose id is a text or begins with it, who came in one way, or in any.
pub(crate) fn in_groups(app: &App, scope: Scope, text: &str, begins: bool, mode: Option<i64>) -> Part {
    let key = user_key(text);
    let groups = Query::select()
        .column("id")
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(table::not_deleted())
        .cond_where(if begins {
            app.store.starts_with("user_key", &key)
        } else {
            Cond::all().add(Expr::col("user_key").eq(key))
        })
        .to_owned();
    let mut members = Query::select();
    members
        .expr_as(Expr::col("account_user_id"), "id")
        .from("group_member")
        .and_where(Expr::col("group_id").in_subquery(groups));
    if let Some(mode) = mode {
        members.and_where(Expr::col("creation_mode").eq(mode));
    }
    Part::Keys(members)
}

/// The folded ids of users with a name like this, as a query; none where there is nothing to look for.
pub(crate) fn keys_named(app: &App, scope: Scope, kind: ItemType, term: &Term) -> Option<SelectStatement> {
    const NAMES: [Field; 4] = [Field::ScreenName, Field::FirstName, Field::LastName, Field::FullName];
    let one = |field| match kind {
        ItemType::ExactMatch => Some(equal(scope, field, &term.text, false)),
        ItemType::Partial => Some(partly(app, scope, field, &term.text)),
        ItemType::StartsWith => Some(begins(app, scope, field, &term.text)),
        ItemType::Exists => Some(has(field)),
        ItemType::Range => None,
    };
    let parts: Vec<Part> = NAMES.into_iter().map(one).collect::<Option<_>>()?;
    let found = Part::any(parts, ground(app)).condition(ground(app));
    Some(
        Query::select()
            .column("user_key")
            .from("account_user")
            .and_where(Expr::col("partner_id").eq(scope.partner_id()))
            .and_where(Expr::col("shelf").gte(0))
            .cond_where(found.condition)
            .to_owned(),
    )
}

/// The folded ids of a user and of the groups that the user is in; none for somebody who is not known.
pub(crate) async fn keys_of(app: &App, scope: Scope, id: &str, with_groups: bool) -> Result<Vec<String>> {
    let Some(user) = app.users.get(app, scope.partner_id(), id).await? else { return Ok(Vec::new()) };
    let mut keys = vec![user_key(&user.id)];
    if with_groups {
        let groups = app.groups.of_user(app, scope, user.row).await?;
        keys.extend(groups.iter().map(|membership| membership.key.clone()));
    }
    Ok(keys)
}

/// The statuses that are meant by values of the API.
pub(crate) fn statuses<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<i64> {
    let status = |value| super::UserStatus::from_wire_value(value).map(ApiEnum::number);
    values.into_iter().filter_map(status).collect()
}
