//! Whole subtrees in a few statements: their paths, privacy contexts and members follow the category at their top.
//!
//! Everything that a category takes from those above it begins with what its parent has: the path of ids, the full
//! name, the privacy contexts. So when the category at the top of a subtree has changed, the old beginning is
//! exchanged for the new one in all rows beneath it at once. Only members go level by level, and only where some
//! are inherited.

use contract::ApiEnum;
use sea_query::{Cond, Expr, ExprTrait, Func, Order, Query};
use store::Transaction;

use super::member;
use super::model::InheritanceType;
use super::names::KEY_CHARS;
use super::table::{CategoryRow, Settings};
use crate::call::Scope;
use crate::error::Result;

/// Every category beneath the one with this path of ids.
pub(super) fn beneath(scope: Scope, path: &str) -> Cond {
    Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("full_ids").gte(format!("{path}>")))
        // The character after the one that joins.
        .add(Expr::col("full_ids").lt(format!("{path}?")))
}

/// The category with this path of ids, and every one beneath it.
pub(super) fn within(scope: Scope, path: &str) -> Cond {
    let itself =
        Cond::all().add(Expr::col("partner_id").eq(scope.partner_id())).add(Expr::col("full_ids").eq(path));
    Cond::any().add(itself).add(beneath(scope, path))
}

/// The ids of the category with this path and of all beneath it.
pub(super) async fn ids_within(tx: &mut Transaction, scope: Scope, path: &str) -> Result<Vec<i64>> {
    let statement = Query::select()
        .column("id")
        .from("category")
        .cond_where(within(scope, path))
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&statement).await?.iter().map(|row| Ok(row.get("id")?)).collect()
}

/// How many levels are beneath the category with this path.
pub(super) async fn height(tx: &mut Transaction, scope: Scope, row: &CategoryRow) -> Result<i64> {
    let statement = Query::select()
        .expr_as(Expr::col("depth").max(), "deepest")
        .from("category")
        .cond_where(beneath(scope, &row.full_ids))
        .to_owned();
    let deepest = tx.one(&statement).await?.map(|row| row.get::<Option<i64>>("deepest")).transpose()?;
    Ok(deepest.flatten().map_or(0, |deepest| deepest - row.depth))
}

/// A text as a value; PostgreSQL wants to know that it is one.
pub(super) fn text(value: &str) -> Expr {
    Expr::val(value).cast_as("text")
}

/// Texts one after the other.
pub(super) fn concat<const N: usize>(parts: [Expr; N]) -> Expr {
    Func::cust("concat").args(parts).into()
}

/// What follows the first characters of a column.
fn after(column: &'static str, beginning: &str) -> Expr {
    let from = i64::try_from(beginning.chars().count()).unwrap_or(i64::MAX).saturating_add(1);
    Func::cust("substr").arg(Expr::col(column)).arg(Expr::val(from).cast_as("integer")).into()
}

/// Brings everything beneath a category into line with it: `before` is what it was, `after` what it now is and as which
/// it is written already. Says whether who sees what, or who is in what, may have changed beneath it.
pub(super) async fn follow(
    tx: &mut Transaction,
    scope: Scope,
    before: &CategoryRow,
    after_change: &CategoryRow,
) -> Result<bool> {
    if before.full_ids != after_change.full_ids || before.full_name != after_change.full_name {
        rewrite_paths(tx, scope, before, after_change).await?;
    }
    let path = after_change.full_ids.as_str();
    let contexts_differ = before.privacy_contexts != after_change.privacy_contexts;
    let mut members_differ = before.member_category_id != after_change.member_category_id
        || before.settings.inheritance != after_change.settings.inheritance;
    if contexts_differ {
        rewrite_contexts(tx, scope, before, after_change).await?;
        if after_change.privacy_contexts.is_empty() {
            members_differ |= reset(tx, scope, path).await?;
        }
    }
    if members_differ {
        inherit(tx, scope, path).await?;
        member::recount_within(tx, scope, path).await?;
    }
    Ok(contexts_differ || members_differ)
}

async fn rewrite_paths(
    tx: &mut Transaction,
    scope: Scope,
    before: &CategoryRow,
    now: &CategoryRow,
) -> Result<()> {
    let folded = || concat([text(&now.folded()), after("full_name_folded", &before.folded())]);
    let start = i64::try_from(KEY_CHARS).unwrap_or(i64::MAX);
    let key = Func::cust("substr")
        .arg(folded())
        .arg(Expr::val(1_i64).cast_as("integer"))
        .arg(Expr::val(start).cast_as("integer"));
    let statement = Query::update()
        .table("category")
        .value("full_ids", concat([text(&now.full_ids), after("full_ids", &before.full_ids)]))
        .value("full_name", concat([text(&now.full_name), after("full_name", &before.full_name)]))
        .value("full_name_folded", folded())
        .value("full_name_key", Expr::from(key))
        .value("depth", Expr::col("depth").add(now.depth - before.depth))
        .cond_where(beneath(scope, &before.full_ids))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

async fn rewrite_contexts(
    tx: &mut Transaction,
    scope: Scope,
    before: &CategoryRow,
    now: &CategoryRow,
) -> Result<()> {
    // Either part may be empty: what joins them is taken away again at the ends.
    let own = Func::cust("ltrim").arg(after("privacy_contexts", &before.privacy_contexts)).arg(text(","));
    let joined = concat([text(&now.privacy_contexts), text(","), own.into()]);
    let trimmed = Func::cust("rtrim").arg(Func::cust("ltrim").arg(joined).arg(text(","))).arg(text(","));
    let statement = Query::update()
        .table("category")
        .value("privacy_contexts", Expr::from(trimmed))
        .cond_where(beneath(scope, &now.full_ids))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Takes from every category beneath this path that has no privacy context any more what only those with one have.
/// Says whether there was any.
async fn reset(tx: &mut Transaction, scope: Scope, path: &str) -> Result<bool> {
    let open = Settings::default();
    let settings = [
        ("privacy", open.privacy.number()),
        ("appear_in_list", open.appear_in_list.number()),
        ("inheritance_type", open.inheritance.number()),
        ("user_join_policy", open.join_policy.number()),
        ("default_permission_level", open.default_level.number()),
        ("contribution_policy", open.contribution.number()),
    ];
    let differs = settings
        .iter()
        .fold(Cond::any(), |any, (column, value)| any.add(Expr::col(*column).ne(*value)))
        .add(Expr::col("owner_key").is_not_null());
    let statement = Query::update()
        .table("category")
        .values(settings.map(|(column, value)| (column, Expr::from(value))))
        .value("owner_id", None::<String>)
        .value("owner_key", None::<String>)
        .value("member_category_id", Expr::col("id"))
        .cond_where(beneath(scope, path))
        .and_where(Expr::col("privacy_contexts").eq(""))
        .cond_where(differs)
        .to_owned();
    Ok(tx.execute(&statement).await? > 0)
}

/// Works out anew whose members count in every category beneath this path that inherits them, from the top down.
async fn inherit(tx: &mut Transaction, scope: Scope, path: &str) -> Result<()> {
    let inheriting =
        || beneath(scope, path).add(Expr::col("inheritance_type").eq(InheritanceType::Inherit.number()));
    let levels = Query::select()
        .distinct()
        .column("depth")
        .from("category")
        .cond_where(inheriting())
        .order_by("depth", Order::Asc)
        .to_owned();
    let levels: Vec<i64> =
        tx.all(&levels).await?.iter().map(|row| row.get("depth")).collect::<Result<_, _>>()?;
    for level in levels {
        let of_parent = Query::select()
            .column(("parent", "member_category_id"))
            .from_as("category", "parent")
            .and_where(Expr::col(("parent", "id")).equals(("category", "parent_id")))
            .to_owned();
        let statement = Query::update()
            .table("category")
            .value("member_category_id", of_parent)
            .cond_where(inheriting())
            .and_where(Expr::col("depth").eq(level))
            .to_owned();
        tx.execute(&statement).await?;
    }
    Ok(())
}
