//! What searches ask about categories, field by field, and the search itself (reference: search-metadata.md §2.1).

use contract::ApiEnum;
use contract::filter::Page;
use sea_query::{Cond, Expr, ExprTrait, Func, Order};
use store::{Branch, Search};

use super::list::{self, LISTING};
use super::member::with_standing;
use super::model::{CategoryUserPermissionLevel, InheritanceType};
use super::names;
pub(crate) use super::show::show;
use super::table::{self, CategoryRow, WORDS};
use super::tree::{concat, text};
use super::values;
pub(crate) use super::values::Field;
use super::visible::{contains, has_part, visible};
use crate::app::App;
use crate::call::Scope;
use crate::entitlement::enforced::Viewer;
use crate::entry::values::value_key;
use crate::error::Result;
use crate::search::model::base::ItemType;
use crate::search::part::{Ground, Holds, Part};
use crate::search::term::Term;
use crate::user::user_key;

/// What searches of categories are about.
pub(crate) fn ground(app: &App) -> Ground<'_> {
    Ground { store: &app.store, table: "category", index: WORDS }
}

/// A search of categories.
pub(crate) struct Wanted {
    /// What is looked for.
    pub part: Part,
    /// Columns and their directions.
    pub order: Vec<(&'static str, Order)>,
    /// Which part of what is found.
    pub page: Page,
}

/// The categories of a page of what a viewer finds in lists, and how many there are in all.
pub(crate) async fn search(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    wanted: Wanted,
) -> Result<(Vec<CategoryRow>, u64)> {
    let Holds { condition, is_tallied, is_narrow } = wanted.part.condition(ground(app));
    let seen = table::of_account(scope).add(visible(app, scope, viewer).await?);
    let search = Search { condition, is_narrow, is_tallied, order: wanted.order, page: wanted.page };
    let (rows, total) = LISTING.search(&app.store, vec![Branch::of_table(seen)], &search).await?;
    Ok((rows.iter().map(table::read).collect::<Result<_>>()?, total))
}

/// Categories with one of these ids.
pub(crate) fn with_ids(ids: &[i64]) -> Part {
    if ids.is_empty() {
        return Part::Nothing;
    }
    Part::holds(Expr::col("id").is_in(ids.iter().copied()))
}

/// Categories with a name.
pub(crate) fn named(app: &App, kind: ItemType, term: &Term) -> Part {
    if kind == ItemType::StartsWith {
        return Part::holds(app.store.starts_with("name_key", &names::key(&term.text)));
    }
    let whole = || Part::holds(Expr::col("name_key").eq(names::key(&term.text)));
    term.words(kind, &["name"]).map_or_else(whole, Part::Words)
}

/// Categories by the names from the top down to their own. As a whole, that is by names that follow each other, or by a
/// part of their own; by parts, that is by any of what these names are made of.
pub(crate) fn full_named(app: &App, kind: ItemType, term: &Term) -> Part {
    let part = match kind {
        ItemType::StartsWith => return Part::holds(list::begins(app, &term.text)),
        ItemType::Partial => {
            let folded = term.text.to_lowercase();
            let words = folded.split(|letter| !store::is_in_word(letter)).filter(|word| !word.is_empty());
            let full_name = || Expr::col("full_name_folded");
            let has = words.map(|word| contains(full_name, word)).fold(Cond::all(), Cond::add);
            if has.is_empty() {
                return Part::Nothing;
            }
            Part::holds(has)
        }
        _ => Part::holds(has_part("full_name_folded", &names::full_key(&term.text), ">")),
    };
    Part::any(vec![part, named(app, kind, term)], ground(app))
}

/// Categories with a text in a field that is made of words.
pub(crate) fn described(app: &App, scope: Scope, field: Field, kind: ItemType, term: &Term) -> Part {
    let column = if field == Field::Tag { "tags" } else { "description" };
    match kind {
        ItemType::ExactMatch | ItemType::Partial => term
            .words(kind, &[column])
            .map_or_else(|| kept(app, scope, field, ItemType::ExactMatch, term), Part::Words),
        _ => kept(app, scope, field, kind, term),
    }
}

/// Categories with a value that is looked for as a whole.
pub(crate) fn kept(app: &App, scope: Scope, field: Field, kind: ItemType, term: &Term) -> Part {
    let key = value_key(&term.text);
    match kind {
        ItemType::Exists => Part::holds(values::is_there(field)),
        ItemType::StartsWith => {
            Part::Keys(values::with_value(scope, field, app.store.starts_with("value_key", &key)))
        }
        _ => Part::Keys(values::with_value(scope, field, Cond::all().add(Expr::col("value_key").eq(key)))),
    }
}

/// Categories in a privacy context: their own, or one of those above them, too.
pub(crate) fn in_context(with_above: bool, kind: ItemType, term: &Term) -> Part {
    let column = if with_above { "privacy_contexts" } else { "privacy_context" };
    let folded = || Expr::from(Func::lower(Expr::col(column)));
    let wanted = term.text.to_lowercase();
    match kind {
        ItemType::Exists => Part::holds(Expr::col(column).ne("")),
        ItemType::StartsWith => {
            Part::holds(contains(|| concat([text(","), folded()]), &format!(",{wanted}")))
        }
        _ => Part::holds(contains(|| concat([text(","), folded(), text(",")]), &format!(",{wanted},"))),
    }
}

/// Categories by their path of ids.
pub(crate) fn on_path(app: &App, kind: ItemType, term: &Term) -> Part {
    match kind {
        ItemType::StartsWith => Part::holds(app.store.starts_with("full_ids", &term.text)),
        _ => Part::holds(Expr::col("full_ids").eq(term.text.as_str())),
    }
}

/// Categories by their owner.
pub(crate) fn owned(app: &App, kind: ItemType, term: &Term) -> Part {
    let key = user_key(&term.text);
    let has_owner = Cond::all().add(Expr::col("owner_key").is_not_null());
    Part::holds(match kind {
        ItemType::StartsWith => has_owner.add(app.store.starts_with("owner_key", &key)),
        _ => has_owner.add(Expr::col("owner_key").eq(key)),
    })
}

/// Categories that inherit their members, by the category that these are from.
pub(crate) fn inheriting(app: &App, kind: ItemType, term: &Term) -> Part {
    let inherits = Cond::all().add(Expr::col("inheritance_type").eq(InheritanceType::Inherit.number()));
    let source = || Expr::col("member_category_id");
    match kind {
        ItemType::Exists => Part::holds(inherits),
        ItemType::StartsWith if term.text.bytes().all(|digit| digit.is_ascii_digit()) => {
            Part::holds(inherits.add(app.store.text_starts_with(&source().cast_as("text"), &term.text)))
        }
        ItemType::StartsWith => Part::Nothing,
        _ => term.text.parse::<i64>().map_or(Part::Nothing, |id| Part::holds(inherits.add(source().eq(id)))),
    }
}

/// Categories with an active member who has one of these folded ids, and a level and a permission if these are said.
pub(crate) fn with_members(
    scope: Scope,
    keys: &[String],
    level: Option<CategoryUserPermissionLevel>,
    permission: Option<&str>,
) -> Part {
    if keys.is_empty() {
        return Part::Nothing;
    }
    let places = with_standing(scope, keys, level, permission);
    Part::holds(Expr::col("member_category_id").in_subquery(places))
}
