//! Giving an account hashed ids: all users that there are get digests as ids, and so does all that names them.

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query};

use super::{UserIds, change, table};
use crate::app::App;
use crate::call::{Scope, seconds};
use crate::error::{Error, Result};
use crate::job;
use crate::partner::{self, Partner};
use crate::session::revocation;
use ks::UnixMillis;

/// An account with more users cannot change to hashed ids: everything is done in one transaction.
pub const MOST_USERS: usize = 10_000;

/// Hashes the ids of all users and groups of an account from now on, with this key. It cannot be undone. Sessions go
/// on: they are read as those of the same people. Gives the number of users.
pub async fn hash_all(app: &App, partner: &Partner, key: &[u8], now: UnixMillis) -> Result<usize> {
    let scope = Scope::of(partner.id);
    let ids = UserIds::new(partner.id, key);
    let mut tx = app.store.begin().await?;
    partner::lock_owner(&mut tx, partner.id).await?;
    let keep = Query::update()
        .table("partner")
        .value("user_id_key", ids.seal(&app.keys))
        .value("updated_at", seconds(now))
        .and_where(Expr::col("id").eq(partner.id))
        .and_where(Expr::col("user_id_key").is_null())
        .to_owned();
    if tx.execute(&keep).await? == 0 {
        return Err(Error::internal("the account has hashed ids already"));
    }
    tx.announce(partner::TOPIC, &partner.id.to_string());
    let users = Query::select()
        .column("user_id")
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(partner.id))
        .and_where(table::not_deleted())
        .order_by("id", Order::Asc)
        .limit(MOST_USERS as u64 + 1)
        .to_owned();
    let users = tx.all(&users).await?;
    if users.len() > MOST_USERS {
        return Err(Error::internal(format!("the account has more than {MOST_USERS} users")));
    }
    for row in &users {
        let id: String = row.get("user_id")?;
        let Some(before) = table::lock(&mut tx, scope, &id).await? else { continue };
        let mut after = before.clone();
        after.user.id = ids.of(&id).into_owned();
        if after.user.id == before.user.id {
            continue;
        }
        if before.kind == super::model::UserType::User.number() {
            after.profile.external_id = Some(id);
        }
        table::save(&mut tx, &before, &after).await?;
        Box::pin(change::follow(&mut tx, scope, &before, &after, seconds(now))).await?;
    }
    job::rename_users(&mut tx, scope, |key| ids.of(key).into_owned()).await?;
    revocation::rename_users(&mut tx, partner.id, |key| ids.of_key(key)).await?;
    tx.commit().await?;
    Ok(users.len())
}
