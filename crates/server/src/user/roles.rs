//! Who has which role.

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Query};
use store::Transaction;

use super::UserStatus;
use crate::error::Result;

/// Whether any user of an account has a role. Deleted users do not count.
pub(crate) async fn anybody_has_role(tx: &mut Transaction, partner_id: i64, role_id: i64) -> Result<bool> {
    let statement = Query::select()
        .column("account_user_id")
        .from("account_user_role")
        .inner_join(
            "account_user",
            Expr::col(("account_user", "id")).equals(("account_user_role", "account_user_id")),
        )
        .and_where(Expr::col("role_id").eq(role_id))
        .and_where(Expr::col(("account_user", "partner_id")).eq(partner_id))
        .and_where(Expr::col("status").ne(UserStatus::Deleted.number()))
        .limit(1)
        .to_owned();
    Ok(tx.one(&statement).await?.is_some())
}
