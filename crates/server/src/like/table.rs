//! Rows of likes.

use std::sync::LazyLock;

use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, Order, Query};
use store::{ColumnKind, Listing, Transaction};

use crate::app::App;
use crate::call::Scope;
use crate::error::Result;
use crate::user::user_key;

/// A user likes an entry.
#[derive(Clone, Debug)]
pub(super) struct LikeRow {
    pub entry_id: String,
    pub user_id: String,
    pub created_at: i64,
}

fn of_account(scope: Scope) -> Cond {
    Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()))
}

fn of_user(scope: Scope, entry_id: &str, user: &str) -> Cond {
    of_account(scope).add(Expr::col("entry_id").eq(entry_id)).add(Expr::col("user_key").eq(user_key(user)))
}

/// Whether a user likes an entry.
pub(super) async fn exists(app: &App, scope: Scope, entry_id: &str, user: &str) -> Result<bool> {
    let statement =
        Query::select().column("id").from("entry_like").cond_where(of_user(scope, entry_id, user)).to_owned();
    Ok(app.store.one(&statement).await?.is_some())
}

/// Adds a like; fails where there is one.
pub(super) async fn insert(tx: &mut Transaction, scope: Scope, like: &LikeRow) -> Result<()> {
    let statement = Query::insert()
        .into_table("entry_like")
        .columns(["partner_id", "entry_id", "user_id", "user_key", "created_at"])
        .values_panic([
            scope.partner_id().into(),
            like.entry_id.as_str().into(),
            like.user_id.as_str().into(),
            user_key(&like.user_id).into(),
            like.created_at.into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Takes a like away; false: there was none.
pub(super) async fn delete(tx: &mut Transaction, scope: Scope, entry_id: &str, user: &str) -> Result<bool> {
    let statement =
        Query::delete().from_table("entry_like").cond_where(of_user(scope, entry_id, user)).to_owned();
    Ok(tx.execute(&statement).await? > 0)
}

/// Forgets who likes an entry that goes. The caller holds it.
pub(crate) async fn remove_all(tx: &mut Transaction, scope: Scope, entry_id: &str) -> Result<()> {
    let statement = Query::delete()
        .from_table("entry_like")
        .cond_where(of_account(scope))
        .and_where(Expr::col("entry_id").eq(entry_id))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Writes the new id of a user wherever the old one stands. What a former user of the new id liked does not stand in the
/// way.
pub(crate) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    let (old_key, new_key) = (user_key(old), user_key(new));
    if old_key != new_key {
        let both = Query::select()
            .column("entry_id")
            .from("entry_like")
            .cond_where(of_account(scope))
            .and_where(Expr::col("user_key").eq(old_key.as_str()))
            .to_owned();
        let former = Query::delete()
            .from_table("entry_like")
            .cond_where(of_account(scope))
            .and_where(Expr::col("user_key").eq(new_key.as_str()))
            .and_where(Expr::col("entry_id").in_subquery(both))
            .to_owned();
        tx.execute(&former).await?;
    }
    let update = Query::update()
        .table("entry_like")
        .values([("user_id", new.into()), ("user_key", new_key.into())])
        .cond_where(of_account(scope))
        .and_where(Expr::col("user_key").eq(old_key))
        .to_owned();
    tx.execute(&update).await?;
    Ok(())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("entry_like", ["entry_id", "user_id", "created_at"], "id")
        .column("userId", "user_key", ColumnKind::Folded(user_key))
        .column("createdAt", "created_at", ColumnKind::Int)
        .never_null(["created_at"])
        .default_order("id", Order::Desc)
});

/// The likes of a page, and how many there are in all: those for which all of this holds.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Cond,
    query: &ListQuery,
) -> Result<(Vec<LikeRow>, u64)> {
    let (rows, total) = LISTING.fetch(&app.store, of_account(scope).add(wanted), query).await?;
    let read = |row: &store::Row| {
        Ok(LikeRow {
            entry_id: row.get("entry_id")?,
            user_id: row.get("user_id")?,
            created_at: row.get("created_at")?,
        })
    };
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}
