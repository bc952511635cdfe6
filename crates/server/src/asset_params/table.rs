//! Rows of ways of making assets.

use std::sync::Arc;

use sea_query::{Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use store::{Row, Transaction};

use super::{Kind, Params};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;

/// The topic of the change feed; the key is the account.
pub const TOPIC: &str = "asset_params";

const COLUMNS: [&str; 5] = ["id", "partner_id", "kind", "created_at", "more"];

fn read(row: &Row) -> Result<Params> {
    let more: String = row.get("more")?;
    let kind: i64 = row.get("kind")?;
    Ok(Params {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        kind: Kind::from_number(kind)
            .ok_or_else(|| Error::internal("asset parameters of an unknown kind"))?,
        created_at: row.get("created_at")?,
        more: Kept::read(&more)?,
    })
}

fn select(partner_id: i64) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("asset_params")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("deleted").eq(false))
        .order_by("id", Order::Asc)
        .to_owned()
}

/// What accounts have of their own.
pub struct AssetParams(Cache<i64, Vec<Arc<Params>>>);

impl Default for AssetParams {
    fn default() -> Self {
        Self(Cache::new(1000))
    }
}

impl AssetParams {
    /// What an account has of its own.
    pub(super) async fn of(&self, app: &App, partner_id: i64) -> Result<Arc<Vec<Arc<Params>>>> {
        let load = async || {
            let rows = app.store.all(&select(partner_id)).await?;
            rows.iter().map(|row| read(row).map(Arc::new)).collect::<Result<Vec<_>>>().map(Some)
        };
        Ok(self.0.get_or_load(&partner_id, load).await?.unwrap_or_default())
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        key.parse().map_or_else(|_| self.0.forget_all(), |id| self.0.forget(&id));
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

/// The account's own row, which nobody else changes until the transaction ends.
pub(super) async fn find_own(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<Params>> {
    let own = select(scope.partner_id()).and_where(Expr::col("id").eq(id)).lock(LockType::Update).to_owned();
    tx.one(&own).await?.as_ref().map(read).transpose()
}

/// Adds a row and gives back its id.
pub(super) async fn add(tx: &mut Transaction, params: &Params) -> Result<i64> {
    let statement = Query::insert()
        .into_table("asset_params")
        .columns(["partner_id", "kind", "deleted", "created_at", "updated_at", "more"])
        .values_panic([
            params.partner_id.into(),
            params.kind.number().into(),
            false.into(),
            params.created_at.into(),
            params.created_at.into(),
            params.more.text().into(),
        ])
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    tx.announce(TOPIC, &params.partner_id.to_string());
    Ok(row.get("id")?)
}

/// Writes a row.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, params: &Params, now: i64) -> Result<()> {
    write(tx, scope, params.id, [("more", params.more.text().into()), ("updated_at", now.into())]).await
}

/// Marks a row as deleted. Profiles keep their links to it.
pub(super) async fn delete(tx: &mut Transaction, scope: Scope, id: i64, now: i64) -> Result<()> {
    write(tx, scope, id, [("deleted", true.into()), ("updated_at", now.into())]).await
}

async fn write(tx: &mut Transaction, scope: Scope, id: i64, values: [(&'static str, Expr); 2]) -> Result<()> {
    let statement = Query::update()
        .table("asset_params")
        .values(values)
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &scope.partner_id().to_string());
    Ok(())
}
