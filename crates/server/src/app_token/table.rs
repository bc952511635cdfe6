//! Rows of application tokens.

use std::sync::{Arc, LazyLock};

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction};
use zeroize::Zeroizing;

use super::model::{AppTokenHashType, AppTokenStatus};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::keys::{Keys, fill_random};

/// An application token.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the properties of KalturaAppToken, which documents them
pub(crate) struct AppTokenRow {
    pub id: String,
    pub partner_id: i64,
    pub status: AppTokenStatus,
    pub expiry: Option<i64>,
    pub session_type: Option<i64>,
    pub session_user_id: Option<String>,
    pub session_duration: Option<i64>,
    pub session_privileges: Option<String>,
    pub hash_type: AppTokenHashType,
    pub description: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

const COLUMNS: [&str; 13] = [
    "id",
    "partner_id",
    "sealed",
    "status",
    "expiry",
    "session_type",
    "session_user_id",
    "session_duration",
    "session_privileges",
    "hash_type",
    "description",
    "created_at",
    "updated_at",
];

fn place(id: &str) -> String {
    format!("app_token/{id}")
}

/// What a row says, and the token itself, which whoever may read the row may read for ever.
pub(crate) struct Known {
    /// The row.
    pub row: AppTokenRow,
    /// 32 lower-case hexadecimal digits.
    pub token: Zeroizing<String>,
}

fn read(keys: &Keys, row: &Row) -> Result<Known> {
    let id: String = row.get("id")?;
    let sealed: Vec<u8> = row.get("sealed")?;
    let status: i64 = row.get("status")?;
    let hash_type: String = row.get("hash_type")?;
    let broken = |what: &str| Error::internal(format!("application token {id} has an unknown {what}"));
    let token = keys.open(&place(&id), &sealed)?;
    let token = String::from_utf8(token.to_vec()).map_err(|_| broken("token"))?;
    Ok(Known {
        token: Zeroizing::new(token),
        row: AppTokenRow {
            partner_id: row.get("partner_id")?,
            status: AppTokenStatus::from_number(status).ok_or_else(|| broken("status"))?,
            expiry: row.get("expiry")?,
            session_type: row.get("session_type")?,
            session_user_id: row.get("session_user_id")?,
            session_duration: row.get("session_duration")?,
            session_privileges: row.get("session_privileges")?,
            hash_type: AppTokenHashType::from_wire_value(&hash_type).ok_or_else(|| broken("hash type"))?,
            description: row.get("description")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            id,
        },
    })
}

fn select(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("app_token")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("status").ne(AppTokenStatus::Deleted.number()))
        .to_owned()
}

/// The topic of the change feed; the key is `<account> <id>`.
pub const TOPIC: &str = "app_token";

/// Application tokens, by account and id.
pub struct AppTokens(Cache<(i64, String), Known>);

impl Default for AppTokens {
    fn default() -> Self {
        Self(Cache::new(10_000))
    }
}

impl AppTokens {
    /// The token with this id.
    pub(crate) async fn get(&self, app: &App, scope: Scope, id: &str) -> Result<Option<Arc<Known>>> {
        self.0.get_or_load(&(scope.partner_id(), id.to_owned()), || load(app, scope, id)).await
    }

    /// Applies a change.
    pub(crate) fn forget(&self, key: &str) {
        match key.split_once(' ').and_then(|(partner, id)| Some((partner.parse().ok()?, id.to_owned()))) {
            Some(key) => self.0.forget(&key),
            None => self.0.forget_all(),
        }
    }

    /// Anything may have changed.
    pub(crate) fn forget_all(&self) {
        self.0.forget_all();
    }
}

pub(super) fn announce(tx: &mut Transaction, partner_id: i64, id: &str) {
    tx.announce(TOPIC, &format!("{partner_id} {id}"));
}

async fn load(app: &App, scope: Scope, id: &str) -> Result<Option<Known>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).to_owned();
    app.store.one(&statement).await?.map(|row| read(&app.keys, &row)).transpose()
}

/// How many tokens of an account give sessions.
pub async fn count_active(app: &App, scope: Scope) -> Result<u64> {
    let statement = Query::select()
        .expr_as(Expr::col("id").count(), "tokens")
        .from("app_token")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("status").eq(AppTokenStatus::Active.number()))
        .to_owned();
    let row = app.store.one(&statement).await?;
    let tokens: i64 = row.map(|row| row.get("tokens")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(tokens).unwrap_or_default())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("app_token", COLUMNS, "id")
        .column("id", "id", ColumnKind::Text)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .column("status", "status", ColumnKind::Int)
});

/// The tokens that a filter asks for, and how many there are. `user_key` confines them to those for one user.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    user_key: Option<&str>,
    query: &ListQuery,
) -> Result<(Vec<Known>, u64)> {
    let mut base = Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("status").ne(AppTokenStatus::Deleted.number()));
    if let Some(user_key) = user_key {
        base = base.add(Expr::col("session_user_key").eq(user_key));
    }
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    let known = rows.iter().map(|row| read(&app.keys, row)).collect::<Result<_>>()?;
    Ok((known, total))
}

/// Adds a token and gives it back.
pub(super) async fn add(tx: &mut Transaction, keys: &Keys, row: AppTokenRow) -> Result<Known> {
    let mut bytes = Zeroizing::new([0; 16]);
    fill_random(&mut *bytes);
    let token = Zeroizing::new(crate::keys::hex(&*bytes));
    let statement = Query::insert()
        .into_table("app_token")
        .columns(COLUMNS.into_iter().chain(["session_user_key"]))
        .values_panic([
            row.id.clone().into(),
            row.partner_id.into(),
            keys.seal(&place(&row.id), token.as_bytes()).into(),
            row.status.number().into(),
            row.expiry.into(),
            row.session_type.into(),
            row.session_user_id.clone().into(),
            row.session_duration.into(),
            row.session_privileges.clone().into(),
            row.hash_type.wire_value().into(),
            row.description.clone().into(),
            row.created_at.into(),
            row.updated_at.into(),
            row.session_user_id.as_deref().map(crate::user::user_key).into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, row.partner_id, &row.id);
    Ok(Known { row, token })
}

/// Writes what may change of a token.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, row: &AppTokenRow) -> Result<()> {
    let statement = Query::update()
        .table("app_token")
        .values([
            ("expiry", row.expiry.into()),
            ("session_type", row.session_type.into()),
            ("session_user_id", row.session_user_id.clone().into()),
            ("session_user_key", row.session_user_id.as_deref().map(crate::user::user_key).into()),
            ("session_duration", row.session_duration.into()),
            ("session_privileges", row.session_privileges.clone().into()),
            ("hash_type", row.hash_type.wire_value().into()),
            ("description", row.description.clone().into()),
            ("updated_at", row.updated_at.into()),
        ])
        .and_where(Expr::col("id").eq(row.id.as_str()))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, scope.partner_id(), &row.id);
    Ok(())
}

/// Marks a token as deleted.
pub(super) async fn delete(tx: &mut Transaction, scope: Scope, id: &str, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("app_token")
        .values([
            ("status", AppTokenStatus::Deleted.number().into()),
            ("deleted_at", now.into()),
            ("updated_at", now.into()),
        ])
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, scope.partner_id(), id);
    Ok(())
}
