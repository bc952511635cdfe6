//! Invitations to register: codes that make one account each.

use sea_query::{Expr, ExprTrait, Query};
use sha2::{Digest, Sha256};
use store::Transaction;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::Result;
use crate::keys::{fill_random, hex};

/// Makes an invitation that is good for one account until a Unix second. The code is shown this once.
pub async fn invite(app: &App, expires_at: i64, now: i64) -> Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new([0; 16]);
    fill_random(&mut *bytes);
    let code = Zeroizing::new(hex(&*bytes));
    let statement = Query::insert()
        .into_table("invitation")
        .columns(["digest", "created_at", "expires_at"])
        .values_panic([digest(&code).into(), now.into(), expires_at.into()])
        .to_owned();
    let mut tx = app.store.begin().await?;
    tx.execute(&statement).await?;
    tx.commit().await?;
    Ok(code)
}

/// Codes are random, so their digest need not be slow.
fn digest(code: &str) -> String {
    hex(&Sha256::digest(code.trim()))
}

fn stands(code: &str, now: i64) -> Expr {
    Expr::col("digest")
        .eq(digest(code))
        .and(Expr::col("used_at").is_null())
        .and(Expr::col("expires_at").gt(now))
}

/// True if an account could be registered with the code.
pub(super) async fn is_good(app: &App, code: &str, now: i64) -> Result<bool> {
    let statement = Query::select().column("id").from("invitation").and_where(stands(code, now)).to_owned();
    Ok(app.store.one(&statement).await?.is_some())
}

/// Uses an invitation up for an account; false if it is not good, or not any more.
pub(super) async fn take(tx: &mut Transaction, code: &str, partner_id: i64, now: i64) -> Result<bool> {
    let statement = Query::update()
        .table("invitation")
        .values([("used_at", now.into()), ("partner_id", partner_id.into())])
        .and_where(stands(code, now))
        .to_owned();
    Ok(tx.execute(&statement).await? == 1)
}
