//! Changes to what belongs to an account that wait for each other.

use sea_query::{Expr, ExprTrait, LockType, Query};
use store::Transaction;

use crate::error::Result;

/// Makes other transactions that hold the same account wait until this one is over, so that what is looked up stays
/// true until it is acted upon. On SQLite every transaction waits anyway.
pub(crate) async fn hold(tx: &mut Transaction, partner_id: i64) -> Result<()> {
    let statement = Query::select()
        .column("id")
        .from("partner")
        .and_where(Expr::col("id").eq(partner_id))
        // Rows that refer to the account can still be added.
        .lock(LockType::NoKeyUpdate)
        .to_owned();
    tx.one(&statement).await?;
    Ok(())
}
