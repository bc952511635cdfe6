//! Which entries use an access-control profile.

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Query};
use store::Transaction;

use super::words::EntryStatus;
use crate::call::Scope;
use crate::error::Result;

/// How many entries use a profile, but for deleted ones.
pub(crate) async fn count(tx: &mut Transaction, scope: Scope, profile_id: i64) -> Result<u64> {
    let statement = Query::select()
        .expr_as(Expr::col("id").count(), "entries")
        .from("entry")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("access_control_id").eq(profile_id))
        .and_where(Expr::col("status").ne(EntryStatus::Deleted.number()))
        .to_owned();
    let entries: i64 = tx.one(&statement).await?.map(|row| row.get("entries")).transpose()?.unwrap_or(0);
    Ok(u64::try_from(entries).unwrap_or_default())
}

/// Gives the entries of a profile another one.
pub(crate) async fn transfer(tx: &mut Transaction, scope: Scope, from: i64, to: i64) -> Result<()> {
    let statement = Query::update()
        .table("entry")
        .value("access_control_id", to)
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("access_control_id").eq(from))
        .to_owned();
    tx.execute(&statement).await?;
    super::announce_all(tx);
    Ok(())
}
