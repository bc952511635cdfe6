//! Rows of response profiles. All that an account has is in memory together, since any call may name one.

use std::sync::Arc;

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Row, Transaction};

use super::model::DetachedResponseProfile;
use super::stored_model::ResponseProfileStatus;
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;

/// The topic of the change feed; the key is the account.
pub const TOPIC: &str = "response_profile";

/// A response profile that is stored.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// The id.
    pub id: i64,
    /// The account.
    pub partner_id: i64,
    /// Whether calls can name it.
    pub status: ResponseProfileStatus,
    /// Counts its changes.
    pub version: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// The properties.
    pub more: Kept,
    /// What they say.
    pub profile: Arc<DetachedResponseProfile>,
}

impl Stored {
    pub(super) fn is_enabled(&self) -> bool {
        self.status == ResponseProfileStatus::Enabled
    }

    /// The system name, if there is one.
    pub(super) fn system_name(&self) -> Option<&str> {
        self.more.text_of("systemName").filter(|name| !name.is_empty())
    }

    /// Whether a call that says this name means it.
    pub(super) fn is_called(&self, name: Option<&str>) -> bool {
        name.is_some() && self.is_enabled() && self.system_name() == name
    }

    /// The name that it takes from others.
    fn enabled_name(&self) -> Option<String> {
        self.system_name().filter(|_| self.is_enabled()).map(str::to_owned)
    }
}

const COLUMNS: [&str; 7] = ["id", "partner_id", "status", "version", "created_at", "updated_at", "more"];

fn read(row: &Row) -> Result<Stored> {
    let (more, status): (String, i64) = (row.get("more")?, row.get("status")?);
    let more = Kept::read(&more)?;
    Ok(Stored {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        status: ResponseProfileStatus::from_number(status)
            .ok_or_else(|| Error::internal("a response profile of an unknown status"))?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        profile: Arc::new(more.show()?),
        more,
    })
}

fn select(partner_id: i64) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("response_profile")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("status").ne(ResponseProfileStatus::Deleted.number()))
        .order_by("id", Order::Asc)
        .to_owned()
}

/// What accounts have.
pub struct ResponseProfiles(Cache<i64, Vec<Arc<Stored>>>);

impl Default for ResponseProfiles {
    fn default() -> Self {
        Self(Cache::new(1000))
    }
}

impl ResponseProfiles {
    /// What an account has, but for what was deleted.
    pub(super) async fn of(&self, app: &App, partner_id: i64) -> Result<Arc<Vec<Arc<Stored>>>> {
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

/// The account's row, as it is within a transaction.
pub(super) async fn find_own(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<Stored>> {
    // One after another, so that no change is lost.
    crate::partner::lock_owner(tx, scope.partner_id()).await?;
    let own = select(scope.partner_id()).and_where(Expr::col("id").eq(id)).to_owned();
    tx.one(&own).await?.as_ref().map(read).transpose()
}

/// Adds a row and gives back its id. A unique violation: another one that is enabled has the system name.
pub(super) async fn add(tx: &mut Transaction, row: &Stored) -> Result<i64> {
    let statement = Query::insert()
        .into_table("response_profile")
        .columns(["partner_id", "enabled_name", "status", "version", "created_at", "updated_at", "more"])
        .values_panic([
            row.partner_id.into(),
            row.enabled_name().into(),
            row.status.number().into(),
            row.version.into(),
            row.created_at.into(),
            row.updated_at.into(),
            row.more.text().into(),
        ])
        .returning_col("id")
        .to_owned();
    let added = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    tx.announce(TOPIC, &row.partner_id.to_string());
    Ok(added.get("id")?)
}

/// Writes a row. A unique violation: another one that is enabled has the system name.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, row: &Stored) -> Result<()> {
    let statement = Query::update()
        .table("response_profile")
        .values([
            ("enabled_name", row.enabled_name().into()),
            ("status", row.status.number().into()),
            ("version", row.version.into()),
            ("updated_at", row.updated_at.into()),
            ("more", row.more.text().into()),
        ])
        .and_where(Expr::col("id").eq(row.id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &scope.partner_id().to_string());
    Ok(())
}
