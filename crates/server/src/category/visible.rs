//! Which categories a session that is held to entitlements finds (reference: content-access.md §16.3, §17.1).

use std::collections::BTreeSet;

use sea_query::{Cond, Expr, ExprTrait, Func};

use super::member::Standing;
use super::model::AppearInListType;
use super::table::{self, CategoryRow};
use super::tree::{concat, text};
use crate::app::App;
use crate::call::{Call, Scope};
use crate::entitlement::enforced::Viewer;
use crate::error::Result;

/// What the viewer is in a category, as a user and by groups; none: no active member.
pub(crate) async fn standing(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    category: &CategoryRow,
) -> Result<Option<Standing>> {
    let mut all: Option<Standing> = None;
    for key in &viewer.keys {
        let places = app.memberships.of(app, scope, key).await?;
        if let Some(standing) = places.get(&category.member_category_id) {
            all = Some(all.map_or(*standing, |known| known.and(*standing)));
        }
    }
    Ok(all)
}

fn is_in_context(viewer: &Viewer, category: &CategoryRow) -> bool {
    let contexts = category.contexts();
    match &viewer.context {
        Some(context) => contexts.contains(&context.as_str()),
        None => contexts.is_empty(),
    }
}

/// Whether the viewer finds a category.
pub(crate) async fn is_visible(
    app: &App,
    scope: Scope,
    viewer: &Viewer,
    category: &CategoryRow,
) -> Result<bool> {
    if !viewer.is_enforced {
        return Ok(true);
    }
    if !is_in_context(viewer, category) {
        return Ok(false);
    }
    Ok(category.settings.appear_in_list == AppearInListType::PartnerOnly
        || standing(app, scope, viewer, category).await?.is_some_and(|standing| standing.powers.view))
}

/// The category with this id, if the viewer finds it.
pub(crate) async fn find_visible(call: &Call, viewer: &Viewer, id: i64) -> Result<Option<CategoryRow>> {
    let (app, scope) = (call.app(), call.scope()?);
    let Some(category) = table::find(app, scope, id).await? else { return Ok(None) };
    Ok(is_visible(app, scope, viewer, &category).await?.then_some(category))
}

/// True where a column holds a value in its comma-separated list. Said so that it is the same for both databases and
/// letter case counts.
pub(super) fn holds(column: &'static str, value: &str) -> Expr {
    has_part(column, value, ",")
}

/// True where a column holds a part of what joins its parts.
pub(super) fn has_part(column: &'static str, part: &str, join: &str) -> Expr {
    contains(|| concat([text(join), Expr::col(column), text(join)]), &format!("{join}{part}{join}"))
}

/// True where a text contains another.
pub(super) fn contains(all: impl Fn() -> Expr, part: &str) -> Expr {
    Expr::from(Func::cust("replace").arg(all()).arg(text(part)).arg(text(""))).ne(all())
}

/// The categories that the viewer finds, of those of an account.
pub(crate) async fn visible(app: &App, scope: Scope, viewer: &Viewer) -> Result<Cond> {
    if !viewer.is_enforced {
        return Ok(Cond::all());
    }
    let in_context = match &viewer.context {
        Some(context) => holds("privacy_contexts", context),
        None => Expr::col("privacy_contexts").eq(""),
    };
    let mut mine = BTreeSet::new();
    for key in &viewer.keys {
        let places = app.memberships.of(app, scope, key).await?;
        mine.extend(places.iter().filter(|(_, standing)| standing.powers.view).map(|(id, _)| *id));
    }
    let mine: Vec<i64> = mine.into_iter().collect();
    let open = Expr::col("appear_in_list").eq(contract::ApiEnum::number(AppearInListType::PartnerOnly));
    let found = Cond::any().add(open).add(app.store.one_of_many(Expr::col("member_category_id"), &mine));
    Ok(Cond::all().add(in_context).add(found))
}
