//! Who owns an account.

use sea_query::{Expr, ExprTrait, LockType, Query};
use store::Transaction;

use super::TOPIC;
use crate::error::Result;
use crate::user::user_key;

/// The user id of an account's owner, which nobody changes until the transaction ends. Whoever is about to do what
/// the owner is spared, or to take one of a limited number of places, comes through here and so one after another.
pub(crate) async fn lock_owner(tx: &mut Transaction, partner_id: i64) -> Result<Option<String>> {
    let statement = Query::select()
        .column("owner_user_id")
        .from("partner")
        .and_where(Expr::col("id").eq(partner_id))
        .lock(LockType::NoKeyUpdate)
        .to_owned();
    let row = tx.one(&statement).await?;
    Ok(row.map_or(Ok(None), |row| row.get("owner_user_id"))?)
}

/// Keeps the owner the owner when the owner gets another id.
pub(crate) async fn follow_owner(
    tx: &mut Transaction,
    partner_id: i64,
    old_id: &str,
    new_id: &str,
) -> Result<()> {
    let owner = lock_owner(tx, partner_id).await?;
    if owner.is_none_or(|owner| user_key(&owner) != user_key(old_id)) {
        return Ok(());
    }
    let statement = Query::update()
        .table("partner")
        .value("owner_user_id", new_id)
        .and_where(Expr::col("id").eq(partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &partner_id.to_string());
    Ok(())
}
