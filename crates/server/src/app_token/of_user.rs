//! What becomes of application tokens when something becomes of their user.

use contract::ApiEnum;
use ks::KsHash;
use sea_query::{Expr, ExprTrait, Order, Query};
use store::Transaction;

use super::model::AppTokenStatus;
use super::table::{announce, delete};
use crate::call::Scope;
use crate::error::Result;
use crate::session::revocation::{self, Kind};
use crate::user::user_key;

async fn tokens_of(tx: &mut Transaction, scope: Scope, user_id: &str) -> Result<Vec<String>> {
    let statement = Query::select()
        .column("id")
        .from("app_token")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("session_user_key").eq(user_key(user_id)))
        .and_where(Expr::col("status").ne(AppTokenStatus::Deleted.number()))
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&statement).await?.iter().map(|row| Ok(row.get("id")?)).collect()
}

/// Deletes the tokens whose sessions are a user's, and ends those sessions.
pub(crate) async fn delete_of_user(
    tx: &mut Transaction,
    scope: Scope,
    user_id: &str,
    now: i64,
) -> Result<()> {
    for id in tokens_of(tx, scope, user_id).await? {
        delete(tx, scope, &id, now).await?;
        let group = KsHash::of_group(scope.partner_id(), &id);
        revocation::end_within(tx, scope.partner_id(), &[(group, Kind::Group, None)], now).await?;
    }
    Ok(())
}

/// Lets the tokens of a user go on when the user gets another id.
pub(crate) async fn follow_user(
    tx: &mut Transaction,
    scope: Scope,
    old_id: &str,
    new_id: &str,
    now: i64,
) -> Result<()> {
    for id in tokens_of(tx, scope, old_id).await? {
        let statement = Query::update()
            .table("app_token")
            .values([
                ("session_user_id", new_id.into()),
                ("session_user_key", user_key(new_id).into()),
                ("updated_at", now.into()),
            ])
            .and_where(Expr::col("id").eq(id.as_str()))
            .and_where(Expr::col("partner_id").eq(scope.partner_id()))
            .to_owned();
        tx.execute(&statement).await?;
        announce(tx, scope.partner_id(), &id);
    }
    Ok(())
}
