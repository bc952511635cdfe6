//! What searches ask about entries, field by field, and the search itself (reference: search-metadata.md §1.5 to §1.7).

use sea_query::{BinOper, Cond, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use store::{Search, TextIndex};

use super::branches;
use super::known::{self, Known};
use super::list::LISTING;
use super::table;
use super::values::{self, ValueField};
use super::words::EntryStatus;
use crate::app::App;
use crate::call::Scope;
use crate::category_entry::model::CategoryEntryStatus;
use crate::entitlement::Viewer;
use crate::error::Result;
use crate::search::part::{Ground, Holds, Part};

/// The columns of [`index`] by the fields of the API.
pub(crate) const NAME: &str = "name";
pub(crate) const DESCRIPTION: &str = "description";
pub(crate) const TAGS: &str = "tags";

/// The words of entries.
pub(crate) const fn index() -> TextIndex {
    super::text_index()
}

/// What searches of entries are about.
pub(crate) fn ground(app: &App) -> Ground<'_> {
    Ground { store: &app.store, table: "entry", index: index() }
}

/// A search of entries.
pub(crate) struct Wanted {
    /// What is looked for.
    pub part: Part,
    /// Columns and their directions.
    pub order: Vec<(&'static str, Order)>,
    /// Which part of what is found.
    pub page: contract::filter::Page,
}

/// The entries of a page of what a viewer may see, and how many there are in all. Deleted ones are never found; and `list`
/// and its kin have no effect.
pub(crate) async fn search(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    wanted: Wanted,
) -> Result<(Vec<Known>, u64)> {
    let viewer = Viewer { lists_all: true, ..viewer.clone() };
    let Holds { condition, is_tallied, is_narrow } = wanted.part.condition(ground(app));
    let is_there = Expr::col("status").ne(table::number(EntryStatus::Deleted));
    let search = Search {
        condition: Cond::all().add(is_there).add(condition),
        is_narrow,
        is_tallied,
        order: wanted.order,
        page: wanted.page,
    };
    let branches = branches::of_viewer(app, scope, &viewer, is_narrow, &Vec::new()).await?;
    let (rows, total) = LISTING.search(&app.store, branches, &search).await?;
    let entries = rows.iter().map(table::read).collect::<Result<_>>()?;
    Ok((known::with_categories(app, scope, entries).await?, total))
}

/// Entries with one of these ids.
pub(crate) fn with_ids<'a>(scope: Scope, ids: impl IntoIterator<Item = &'a str>) -> Part {
    // Ids are made of small letters, and sent in any.
    let ids: Vec<String> = ids.into_iter().flat_map(|id| [id.to_owned(), id.to_lowercase()]).collect();
    if ids.is_empty() {
        return Part::Nothing;
    }
    Part::Keys(rows(scope, Cond::all().add(Expr::col("public_id").is_in(ids))))
}

/// Entries with a value of one of these fields that equals a text.
pub(crate) fn equal(scope: Scope, fields: &[ValueField], text: &str) -> Part {
    Part::Keys(values::equal(scope, fields, text))
}

/// Entries with a value of one of these fields that begins with a text.
pub(crate) fn begins(app: &App, scope: Scope, fields: &[ValueField], text: &str) -> Part {
    Part::Keys(values::begins(&app.store, scope, fields, text))
}

/// Entries that have a value of a field.
pub(crate) fn has(field: ValueField) -> Part {
    Part::holds(values::is_there(field))
}

fn rows(scope: Scope, condition: Cond) -> SelectStatement {
    Query::select()
        .column("id")
        .from("entry")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .cond_where(condition)
        .to_owned()
}

/// What a user is to an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Relation {
    /// The owner.
    Owner,
    /// Who made it.
    Creator,
    /// Who may change it.
    MayEdit,
    /// Who may publish it.
    MayPublish,
    /// Who may view it.
    MayView,
}

impl Relation {
    fn right(self) -> Option<i64> {
        match self {
            Self::Owner | Self::Creator => None,
            Self::MayEdit => Some(table::EDIT),
            Self::MayPublish => Some(table::PUBLISH),
            Self::MayView => Some(table::VIEW),
        }
    }

    /// Entries that any of these is that to, by folded ids.
    pub(crate) fn with(self, scope: Scope, keys: &[String]) -> Part {
        let keys = keys.iter().map(String::as_str);
        Part::Keys(match self.right() {
            Some(right) => Query::select()
                .expr_as(Expr::col("entry_id"), "id")
                .from("entry_right")
                .and_where(Expr::col("kind").eq(right))
                .and_where(Expr::col("user_key").is_in(keys))
                .to_owned(),
            None => rows(scope, Cond::all().add(Expr::col(self.column()).is_in(keys))),
        })
    }

    /// Entries that name anybody as that.
    pub(crate) fn is_there(self) -> Part {
        let Some(right) = self.right() else { return Part::Everything };
        let any = Query::select()
            .expr(Expr::cust("1"))
            .from("entry_right")
            .and_where(Expr::col(("entry_right", "entry_id")).equals(("entry", "id")))
            .and_where(Expr::col(("entry_right", "kind")).eq(right))
            .to_owned();
        Part::holds(Expr::exists(any))
    }

    fn column(self) -> &'static str {
        if self == Self::Creator { "creator_key" } else { "owner_key" }
    }
}

/// Entries whose owner, maker or entitled users are among those whose folded ids a query gives.
pub(crate) fn of_users(app: &App, scope: Scope, users: &SelectStatement) -> Part {
    let by_column = |column: &'static str| {
        Part::Keys(rows(scope, Cond::all().add(Expr::col(column).in_subquery(users.clone()))))
    };
    let named = Query::select()
        .expr_as(Expr::col("entry_id"), "id")
        .from("entry_right")
        .and_where(Expr::col("user_key").in_subquery(users.clone()))
        .to_owned();
    Part::any(vec![by_column("owner_key"), by_column("creator_key"), Part::Keys(named)], ground(app))
}

/// Statuses of categories that are gone.
const GONE: [i64; 2] = [3, 4];

/// How a category is meant.
pub(crate) enum Named<'a> {
    /// By its id.
    Id(i64),
    /// By its ids from the root down.
    Path(&'a str),
    /// By the beginning of these.
    PathBegins(&'a str),
    /// By its name.
    Name(&'a str),
    /// By the beginning of its name.
    NameBegins(&'a str),
}

/// Entries with a place of this status in a category, or in one beneath it.
pub(crate) fn in_category(
    app: &App,
    scope: Scope,
    status: CategoryEntryStatus,
    named: &Named<'_>,
    beneath: bool,
) -> Part {
    let place = |column| Expr::col(("category_entry", column));
    let mut select = Query::select();
    select
        .expr_as(place("entry_id"), "id")
        .from("category_entry")
        .and_where(place("partner_id").eq(scope.partner_id()))
        .and_where(place("status").eq(contract::ApiEnum::number(status)))
        .join(
            JoinType::InnerJoin,
            "category",
            Expr::col(("category", "id")).equals(("category_entry", "category_id")),
        );
    if beneath {
        // The ids of what is beneath go on behind a '>', and nothing comes between that and the next sign.
        let path = || Expr::col(("category", "full_ids"));
        let end = |sign: &'static str| Expr::col(("above", "full_ids")).binary(BinOper::Custom("||"), sign);
        select.join_as(
            JoinType::InnerJoin,
            "category",
            "above",
            Cond::all().add(path().gt(end(">"))).add(path().lt(end("?"))),
        );
    }
    let column = |name| Expr::col((if beneath { "above" } else { "category" }, name));
    let begins = |name, text: &str| app.store.text_starts_with(&column(name), text);
    select.and_where(column("status").is_not_in(GONE)).cond_where(match named {
        Named::Id(id) => Cond::all().add(column("id").eq(*id)),
        Named::Path(path) => Cond::all().add(column("full_ids").eq(*path)),
        Named::PathBegins(path) => begins("full_ids", path),
        Named::Name(name) => Cond::all().add(column("name_key").eq(name.to_lowercase())),
        Named::NameBegins(name) => begins("name_key", &name.to_lowercase()),
    });
    Part::Keys(select)
}

/// Entries that have a place of this status, or of any, in any category.
pub(crate) fn is_placed(status: Option<CategoryEntryStatus>) -> Part {
    let mut any = Query::select();
    any.expr(Expr::cust("1"))
        .from("category_entry")
        .and_where(Expr::col(("category_entry", "entry_id")).equals(("entry", "id")));
    if let Some(status) = status {
        any.and_where(Expr::col(("category_entry", "status")).eq(contract::ApiEnum::number(status)));
    }
    Part::holds(Expr::exists(any))
}
