//! Rows of settings of players.

use std::sync::{Arc, LazyLock};

use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction};

use super::builtin;
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::name_key;

/// The topic of the change feed; the key is the id.
pub const TOPIC: &str = "ui_conf";

/// What is set up if nothing is said: a player.
pub(super) const PLAYER: i64 = 1;

/// Settings of a player.
#[derive(Clone, Debug)]
pub(super) struct UiConfRow {
    /// The id.
    pub id: i64,
    /// The account.
    pub partner_id: i64,
    /// Counts the texts that `config` has had.
    pub version: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// The rest.
    pub more: Kept,
}

const COLUMNS: [&str; 6] = ["id", "partner_id", "version", "created_at", "updated_at", "more"];

fn read(row: &Row) -> Result<UiConfRow> {
    let more: String = row.get("more")?;
    Ok(UiConfRow {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: Kept::read(&more)?,
    })
}

fn select(id: i64) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("ui_conf")
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("deleted").eq(false))
        .to_owned()
}

/// Settings by id. Texts are long, so there is room for few.
pub struct UiConfs(Cache<i64, UiConfRow>);

impl Default for UiConfs {
    fn default() -> Self {
        Self(Cache::new(1000))
    }
}

impl UiConfs {
    /// Applies a change.
    pub fn forget(&self, key: &str) {
        key.parse().map_or_else(|_| self.0.forget_all(), |id| self.0.forget(&id));
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

/// What an account sees by an id: its own, or what account 0 has, which is all that nobody sees.
pub(super) async fn find(app: &App, scope: Option<Scope>, id: i64) -> Result<Option<Arc<UiConfRow>>> {
    if let Some(row) = builtin::find(id) {
        return Ok(Some(Arc::new(row.clone())));
    }
    let Some(scope) = scope else { return Ok(None) };
    let load = async || app.store.one(&select(id)).await?.as_ref().map(read).transpose();
    let known = app.ui_confs.0.get_or_load(&id, load).await?;
    Ok(known.filter(|row| row.partner_id == scope.partner_id()))
}

/// The account's own row, which nobody else changes until the transaction ends.
pub(super) async fn find_own(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<UiConfRow>> {
    let own = select(id)
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .lock(LockType::Update)
        .to_owned();
    tx.one(&own).await?.as_ref().map(read).transpose()
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("ui_conf", COLUMNS, "id")
        .column("id", "id", ColumnKind::Int)
        .column("name", "name_key", ColumnKind::Folded(name_key))
        .column("partnerId", "partner_id", ColumnKind::Int)
        .column("objType", "obj_type", ColumnKind::Int)
        .column("creationMode", "creation_mode", ColumnKind::Int)
        .column("tags", "tags_key", ColumnKind::Folded(str::to_lowercase))
        .column("partnerTags", "partner_tags_key", ColumnKind::Folded(str::to_lowercase))
        .column("version", "version_text", ColumnKind::Text)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .never_null(["created_at", "updated_at", "name_key"])
});

/// The account's own settings that a filter asks for, and how many there are.
pub(super) async fn list(app: &App, scope: Scope, query: &ListQuery) -> Result<(Vec<UiConfRow>, u64)> {
    let base =
        Cond::all().add(Expr::col("partner_id").eq(scope.partner_id())).add(Expr::col("deleted").eq(false));
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

/// What lists look for, and the rest.
fn values(row: &UiConfRow) -> [(&'static str, Expr); 9] {
    let folded = |name: &str| row.more.text_of(name).unwrap_or_default().to_lowercase();
    let version = if row.version == 0 { String::new() } else { row.version.to_string() };
    [
        ("name_key", name_key(row.more.text_of("name").unwrap_or_default()).into()),
        ("obj_type", row.more.number_of("objType").unwrap_or(PLAYER).into()),
        ("creation_mode", row.more.number_of("creationMode").unwrap_or_default().into()),
        ("tags_key", folded("tags").into()),
        ("partner_tags_key", folded("partnerTags").into()),
        ("version", row.version.into()),
        ("version_text", version.into()),
        ("updated_at", row.updated_at.into()),
        ("more", row.more.text().into()),
    ]
}

/// Adds a row and gives back its id.
pub(super) async fn add(tx: &mut Transaction, row: &UiConfRow) -> Result<i64> {
    let values = values(row);
    let statement = Query::insert()
        .into_table("ui_conf")
        .columns(
            ["partner_id", "deleted", "created_at"].into_iter().chain(values.iter().map(|(name, _)| *name)),
        )
        .values_panic(
            [row.partner_id.into(), false.into(), row.created_at.into()]
                .into_iter()
                .chain(values.iter().map(|(_, value)| value.clone())),
        )
        .returning_col("id")
        .to_owned();
    let added = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    let id = added.get("id")?;
    announce(tx, id);
    Ok(id)
}

/// Writes a row.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, row: &UiConfRow) -> Result<()> {
    let statement = Query::update()
        .table("ui_conf")
        .values(values(row))
        .and_where(Expr::col("id").eq(row.id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, row.id);
    Ok(())
}

/// Marks the account's own row as deleted; false if there is none.
pub(super) async fn delete(tx: &mut Transaction, scope: Scope, id: i64, now: i64) -> Result<bool> {
    let statement = Query::update()
        .table("ui_conf")
        .values([("deleted", true.into()), ("updated_at", now.into())])
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("deleted").eq(false))
        .to_owned();
    let touched = tx.execute(&statement).await?;
    announce(tx, id);
    Ok(touched == 1)
}

fn announce(tx: &mut Transaction, id: i64) {
    tx.announce(TOPIC, &id.to_string());
}
