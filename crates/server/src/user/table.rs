//! Rows of users and of their log-ins.

use std::sync::Arc;

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};
use store::{Row, Transaction};

use super::{User, UserStatus, cut, user_key};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};

/// The topic of the change feed; the key is `<account> <folded user id>`.
pub const TOPIC: &str = "user";

/// The users, by account and folded id. Deleted ones count as absent.
pub struct Users(Cache<(i64, String), User>);

impl Default for Users {
    fn default() -> Self {
        Self(Cache::new(100_000))
    }
}

impl Users {
    /// The user with this id.
    pub async fn get(&self, app: &App, partner_id: i64, user_id: &str) -> Result<Option<Arc<User>>> {
        let key = (partner_id, user_key(user_id));
        self.0.get_or_load(&key, || load(app, &key)).await
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        match key.split_once(' ').and_then(|(partner, user)| Some((partner.parse().ok()?, user.to_owned()))) {
            Some(key) => self.0.forget(&key),
            None => self.0.forget_all(),
        }
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

fn announce(tx: &mut Transaction, partner_id: i64, key: &str) {
    tx.announce(TOPIC, &format!("{partner_id} {key}"));
}

async fn load(app: &App, (partner_id, key): &(i64, String)) -> Result<Option<User>> {
    let statement = Query::select()
        .columns(["id", "user_id", "status", "is_admin", "login_id", "ks_privileges"])
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(*partner_id))
        .and_where(Expr::col("user_key").eq(key.as_str()))
        .and_where(Expr::col("status").ne(UserStatus::Deleted.number()))
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let user = user_of(&row)?;
    let role_ids = role_ids(app, user.row).await?;
    Ok(Some(User { role_ids, ..user }))
}

fn user_of(row: &Row) -> Result<User> {
    let status: i64 = row.get("status")?;
    Ok(User {
        row: row.get("id")?,
        id: row.get("user_id")?,
        status: UserStatus::from_number(status)
            .ok_or_else(|| Error::internal(format!("a user has the unknown status {status}")))?,
        is_admin: row.get("is_admin")?,
        role_ids: Vec::new(),
        login_row: row.get("login_id")?,
        ks_privileges: row.get("ks_privileges")?,
    })
}

async fn role_ids(app: &App, user_row: i64) -> Result<Vec<i64>> {
    let statement = Query::select()
        .column("role_id")
        .from("account_user_role")
        .and_where(Expr::col("account_user_id").eq(user_row))
        .order_by("position", Order::Asc)
        .to_owned();
    app.store.all(&statement).await?.iter().map(|row| Ok(row.get("role_id")?)).collect()
}

/// Everything about a user, for those who ask the API.
#[derive(Clone, Debug)]
pub(super) struct FullUser {
    /// What the gate knows.
    pub user: User,
    /// The account.
    pub partner_id: i64,
    /// `KalturaUserType`.
    pub kind: i64,
    /// The shown name.
    pub screen_name: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The address, which need not be the one that logs in.
    pub email: Option<String>,
    /// Everything that is kept for its own sake.
    pub profile: UserProfile,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// Unix seconds.
    pub status_updated_at: Option<i64>,
    /// Unix seconds.
    pub last_login_at: Option<i64>,
    /// Unix seconds.
    pub deleted_at: Option<i64>,
}

/// What is kept of a user for its own sake, as one JSON text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // the properties of KalturaUser, which documents them
pub struct UserProfile {
    pub country: Option<String>,
    pub state: Option<String>,
    pub city: Option<String>,
    pub zip: Option<String>,
    pub thumbnail_url: Option<String>,
    pub description: Option<String>,
    pub tags: Option<String>,
    pub partner_data: Option<String>,
    pub language: Option<String>,
    pub allowed_partner_ids: Option<String>,
    pub allowed_partner_packages: Option<String>,
    pub user_mode: Option<i64>,
    pub capabilities: Vec<String>,
    pub date_of_birth: Option<i64>,
    pub gender: Option<i64>,
    pub is_guest: Option<bool>,
    pub registration_info: Option<String>,
    pub attendance_info: Option<String>,
    pub title: Option<String>,
    pub company: Option<String>,
    pub is_sso_excluded: Option<bool>,
    pub external_id: Option<String>,
}

/// Everything about the user with this id.
pub(super) async fn full(app: &App, scope: Scope, user_id: &str) -> Result<Option<FullUser>> {
    let statement = Query::select()
        .columns([
            "id",
            "partner_id",
            "user_id",
            "login_id",
            "status",
            "type",
            "is_admin",
            "screen_name",
            "first_name",
            "last_name",
            "email",
            "ks_privileges",
            "profile",
            "created_at",
            "updated_at",
            "status_updated_at",
            "last_login_at",
            "deleted_at",
        ])
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("user_key").eq(user_key(user_id)))
        .and_where(Expr::col("status").ne(UserStatus::Deleted.number()))
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let mut user = user_of(&row)?;
    user.role_ids = role_ids(app, user.row).await?;
    let profile: String = row.get("profile")?;
    Ok(Some(FullUser {
        partner_id: row.get("partner_id")?,
        kind: row.get("type")?,
        screen_name: row.get("screen_name")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: row.get("email")?,
        profile: serde_json::from_str(&profile)
            .map_err(|error| Error::internal(format!("user profile: {error}")))?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        status_updated_at: row.get("status_updated_at")?,
        last_login_at: row.get("last_login_at")?,
        deleted_at: row.get("deleted_at")?,
        user,
    }))
}

/// A user to be added.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the columns of FullUser, which documents them
pub struct NewUser {
    pub id: String,
    pub blocked: bool,
    pub kind: i64,
    pub is_admin: bool,
    pub screen_name: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub ks_privileges: Option<String>,
    pub profile: UserProfile,
    pub role_ids: Vec<i64>,
    pub login_row: Option<i64>,
}

/// Adds a user. The caller finds out beforehand whether the id is taken; if two do so at the same time, one
/// gets a unique violation.
pub async fn add(tx: &mut Transaction, partner_id: i64, new: &NewUser, now: i64) -> Result<()> {
    let id = cut(&new.id).into_owned();
    let key = user_key(&id);
    let profile = serde_json::to_string(&new.profile).map_err(|error| Error::internal(error.to_string()))?;
    let status = if new.blocked { UserStatus::Blocked } else { UserStatus::Active };
    let statement = Query::insert()
        .into_table("account_user")
        .columns([
            "partner_id",
            "user_id",
            "user_key",
            "login_id",
            "status",
            "type",
            "is_admin",
            "screen_name",
            "first_name",
            "last_name",
            "email",
            "ks_privileges",
            "profile",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            partner_id.into(),
            id.into(),
            key.clone().into(),
            new.login_row.into(),
            status.number().into(),
            new.kind.into(),
            new.is_admin.into(),
            new.screen_name.clone().into(),
            new.first_name.clone().into(),
            new.last_name.clone().into(),
            new.email.clone().into(),
            new.ks_privileges.clone().into(),
            profile.into(),
            now.into(),
            now.into(),
        ])
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    let user_row: i64 = row.get("id")?;
    for (position, role_id) in (0_i64..).zip(&new.role_ids) {
        let statement = Query::insert()
            .into_table("account_user_role")
            .columns(["account_user_id", "role_id", "position"])
            .values_panic([user_row.into(), (*role_id).into(), position.into()])
            .to_owned();
        tx.execute(&statement).await?;
    }
    announce(tx, partner_id, &key);
    Ok(())
}

/// Adds the user if the account has none with this id, as the API does for users that are only named
/// (reference: identity.md §2.2).
pub async fn ensure_exists(app: &App, partner_id: i64, user_id: &str, now: i64) -> Result<()> {
    if app.users.get(app, partner_id, user_id).await?.is_some() {
        return Ok(());
    }
    let new = NewUser {
        id: user_id.to_owned(),
        screen_name: Some(user_id.to_owned()),
        first_name: Some(user_id.to_owned()),
        ..NewUser::default()
    };
    let mut tx = app.store.begin().await?;
    match add(&mut tx, partner_id, &new, now).await {
        Ok(()) => Ok(tx.commit().await?),
        // Somebody else named the same user at the same time.
        Err(error) if error.is_unique_violation() => Ok(()),
        Err(error) => Err(error),
    }
}

/// The users of a log-in, by ascending account.
pub async fn users_of_login(app: &App, login_row: i64) -> Result<Vec<(i64, User)>> {
    users_of(&app.store.all(&of_login(login_row)).await?)
}

/// [`users_of_login`] as part of a larger change.
pub(crate) async fn users_of_login_within(tx: &mut Transaction, login_row: i64) -> Result<Vec<(i64, User)>> {
    users_of(&tx.all(&of_login(login_row)).await?)
}

fn of_login(login_row: i64) -> SelectStatement {
    Query::select()
        .columns(["id", "partner_id", "user_id", "status", "is_admin", "login_id", "ks_privileges"])
        .from("account_user")
        .and_where(Expr::col("login_id").eq(login_row))
        .and_where(Expr::col("status").ne(UserStatus::Deleted.number()))
        .order_by("partner_id", Order::Asc)
        .to_owned()
}

fn users_of(rows: &[Row]) -> Result<Vec<(i64, User)>> {
    rows.iter().map(|row| Ok((row.get("partner_id")?, user_of(row)?))).collect()
}

/// Notes when a user logged in, to ten minutes (reference: identity.md §4.5 step 13).
pub(crate) async fn note_login(tx: &mut Transaction, user_row: i64, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("account_user")
        .value("last_login_at", now)
        .and_where(Expr::col("id").eq(user_row))
        .and_where(Expr::col("last_login_at").is_null().or(Expr::col("last_login_at").lt(now - 600)))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// How many active administrators of an account can log in.
pub(crate) async fn count_admins(tx: &mut Transaction, partner_id: i64) -> Result<i64> {
    let statement = Query::select()
        .expr_as(Expr::col("id").count(), "admins")
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("is_admin").eq(true))
        .and_where(Expr::col("status").eq(UserStatus::Active.number()))
        .and_where(Expr::col("login_id").is_not_null())
        .to_owned();
    tx.one(&statement).await?.map_or(Ok(0), |row| Ok(row.get("admins")?))
}
