//! Rows of flavours and thumbnails.

use std::sync::{Arc, LazyLock};

use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction};

use super::{Asset, Kind};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;

/// The topic of the change feed; the key is `<account> <entry>`.
pub const TOPIC: &str = "asset";

/// The status of what was deleted.
const DELETED: i64 = 3;

const COLUMNS: [&str; 12] = [
    "id",
    "partner_id",
    "entry_id",
    "kind",
    "params_id",
    "status",
    "tags",
    "size_bytes",
    "version",
    "created_at",
    "updated_at",
    "more",
];

fn read(row: &Row) -> Result<Asset> {
    let (kind, more): (i64, String) = (row.get("kind")?, row.get("more")?);
    Ok(Asset {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        entry_id: row.get("entry_id")?,
        kind: Kind::from_number(kind).ok_or_else(|| Error::internal("an asset of an unknown kind"))?,
        params_id: row.get("params_id")?,
        status: row.get("status")?,
        tags: row.get("tags")?,
        size: row.get("size_bytes")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: Kept::read(&more)?,
    })
}

fn select(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("asset")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("status").ne(DELETED))
        .to_owned()
}

/// The files of entries, by account and entry.
pub struct Assets(Cache<(i64, String), Vec<Asset>>);

impl Default for Assets {
    fn default() -> Self {
        Self(Cache::new(20_000))
    }
}

impl Assets {
    /// The files of an entry.
    pub(super) async fn of_entry(&self, app: &App, scope: Scope, entry_id: &str) -> Result<Arc<Vec<Asset>>> {
        let load = async || {
            let statement = select(scope)
                .and_where(Expr::col("entry_id").eq(entry_id))
                .order_by("created_at", Order::Asc)
                .order_by("id", Order::Asc)
                .to_owned();
            let rows = app.store.all(&statement).await?;
            rows.iter().map(read).collect::<Result<Vec<_>>>().map(Some)
        };
        let key = (scope.partner_id(), entry_id.to_owned());
        Ok(self.0.get_or_load(&key, load).await?.unwrap_or_default())
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        match key.split_once(' ').and_then(|(partner, id)| Some((partner.parse().ok()?, id.to_owned()))) {
            Some(key) => self.0.forget(&key),
            None => self.0.forget_all(),
        }
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

/// The file with this id.
pub(super) async fn find(app: &App, scope: Scope, kind: Kind, id: &str) -> Result<Option<Asset>> {
    let statement = select(scope)
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("kind").eq(kind.number()))
        .to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("asset", COLUMNS, "id")
        .column("id", "id", ColumnKind::Text)
        .column("entryId", "entry_id", ColumnKind::Text)
        .column("partnerId", "partner_id", ColumnKind::Int)
        .column("flavorParamsId", "params_id", ColumnKind::Int)
        .column("thumbParamsId", "params_id", ColumnKind::Int)
        .column("status", "status", ColumnKind::Int)
        .column("size", "size_kilobytes", ColumnKind::Int)
        .column("tags", "tags", ColumnKind::Text)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .column("deletedAt", "deleted_at", ColumnKind::Int)
        .never_null(["created_at", "updated_at", "size_kilobytes"])
        .default_order("created_at", Order::Asc)
});

/// The files of some entries that a filter asks for, and how many there are.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    kind: Kind,
    entries: Vec<String>,
    query: &ListQuery,
) -> Result<(Vec<Asset>, u64)> {
    let base = Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("entry_id").is_in(entries))
        .add(Expr::col("kind").eq(kind.number()))
        .add(Expr::col("status").ne(DELETED));
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

/// Adds a file of an entry.
pub async fn add(tx: &mut Transaction, asset: &Asset) -> Result<()> {
    let statement = Query::insert()
        .into_table("asset")
        .columns(COLUMNS.into_iter().chain(["size_kilobytes"]))
        .values_panic([
            asset.id.clone().into(),
            asset.partner_id.into(),
            asset.entry_id.clone().into(),
            asset.kind.number().into(),
            asset.params_id.into(),
            asset.status.into(),
            asset.tags.clone().into(),
            asset.size.into(),
            asset.version.into(),
            asset.created_at.into(),
            asset.updated_at.into(),
            asset.more.text().into(),
            (asset.size / 1024).into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &format!("{} {}", asset.partner_id, asset.entry_id));
    Ok(())
}
