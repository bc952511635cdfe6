//! Rows of users.

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, LockType, Order, Query, SelectStatement, Value};
use store::{Row, TextIndex, Transaction};

use super::described;
use super::known::announce;
use super::profile::UserProfile;
use super::{User, UserStatus, cut, name_key, user_key};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};

/// The words that lists look for.
pub(super) const WORDS: TextIndex = TextIndex::new("account_user_words", &["tags"]);

/// What is read of a user.
pub(super) const COLUMNS: [&str; 18] = [
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
];

/// The users that there are. Said in these words, and not as a value of a statement, so that both databases know that
/// they may take the indexes that hold no others.
pub(super) fn not_deleted() -> Expr {
    Expr::cust("status <> 2")
}

fn with_key(partner_id: i64, key: &str) -> SelectStatement {
    Query::select()
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("user_key").eq(key))
        .and_where(not_deleted())
        .to_owned()
}

const KNOWN: [&str; 6] = ["id", "user_id", "status", "is_admin", "login_id", "ks_privileges"];

/// What the gate knows of the user with this folded id.
pub(super) async fn load(app: &App, partner_id: i64, key: &str) -> Result<Option<User>> {
    let statement = with_key(partner_id, key).columns(KNOWN).to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let mut user = user_of(&row)?;
    user.role_ids = read_role_ids(&app.store.all(&roles_of(&[user.row])).await?, user.row)?;
    Ok(Some(user))
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

fn roles_of(user_rows: &[i64]) -> SelectStatement {
    Query::select()
        .columns(["account_user_id", "role_id"])
        .from("account_user_role")
        .and_where(Expr::col("account_user_id").is_in(user_rows.iter().copied()))
        .order_by("position", Order::Asc)
        .to_owned()
}

fn read_role_ids(rows: &[Row], user_row: i64) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    for row in rows {
        if row.get::<i64>("account_user_id")? == user_row {
            ids.push(row.get("role_id")?);
        }
    }
    Ok(ids)
}

/// Everything about a user, for those who ask the API.
#[derive(Clone, Debug)]
pub(crate) struct FullUser {
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

fn full_of(row: &Row) -> Result<FullUser> {
    let profile: String = row.get("profile")?;
    Ok(FullUser {
        user: user_of(row)?,
        partner_id: row.get("partner_id")?,
        kind: row.get("type")?,
        screen_name: row.get("screen_name")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: row.get("email")?,
        profile: UserProfile::from_text(&profile)?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        status_updated_at: row.get("status_updated_at")?,
        last_login_at: row.get("last_login_at")?,
        deleted_at: row.get("deleted_at")?,
    })
}

/// Everything about the user with this id.
pub(crate) async fn full(app: &App, scope: Scope, user_id: &str) -> Result<Option<FullUser>> {
    let statement = with_key(scope.partner_id(), &user_key(user_id)).columns(COLUMNS).to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    Ok(full_users(app, &[row]).await?.pop())
}

/// Everything about the users of these rows, in their order.
pub(super) async fn full_users(app: &App, rows: &[Row]) -> Result<Vec<FullUser>> {
    let mut users: Vec<FullUser> = rows.iter().map(full_of).collect::<Result<_>>()?;
    if users.is_empty() {
        return Ok(users);
    }
    let ids: Vec<i64> = users.iter().map(|full| full.user.row).collect();
    let roles = app.store.all(&roles_of(&ids)).await?;
    for full in &mut users {
        full.user.role_ids = read_role_ids(&roles, full.user.row)?;
    }
    Ok(users)
}

/// Everything about the user with this id, whom nobody else changes until the transaction ends.
pub(crate) async fn lock(tx: &mut Transaction, scope: Scope, user_id: &str) -> Result<Option<FullUser>> {
    let mut statement = with_key(scope.partner_id(), &user_key(user_id));
    statement.columns(COLUMNS).lock(LockType::NoKeyUpdate);
    let Some(row) = tx.one(&statement).await? else { return Ok(None) };
    let mut full = full_of(&row)?;
    full.user.role_ids = read_role_ids(&tx.all(&roles_of(&[full.user.row])).await?, full.user.row)?;
    Ok(Some(full))
}

/// Writes anew what a user is found by, behind a change that knows some columns only.
pub(super) async fn describe(tx: &mut Transaction, partner_id: i64, user_id: &str) -> Result<()> {
    let statement = with_key(partner_id, &user_key(user_id)).columns(COLUMNS).to_owned();
    match tx.one(&statement).await? {
        Some(row) => described::put(tx, &full_of(&row)?).await,
        None => Ok(()),
    }
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
    let status = if new.blocked { UserStatus::Blocked } else { UserStatus::Active };
    let mut full = FullUser {
        user: User {
            row: 0,
            id: cut(&new.id).into_owned(),
            status,
            is_admin: new.is_admin,
            role_ids: new.role_ids.clone(),
            login_row: new.login_row,
            ks_privileges: new.ks_privileges.clone(),
        },
        partner_id,
        kind: new.kind,
        screen_name: new.screen_name.clone(),
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        email: new.email.clone(),
        profile: new.profile.clone(),
        created_at: now,
        updated_at: now,
        status_updated_at: None,
        last_login_at: None,
        deleted_at: None,
    };
    let values = values(&full)?
        .into_iter()
        .chain([("partner_id", partner_id.into()), ("created_at", full.created_at.into())]);
    let (columns, values): (Vec<&str>, Vec<Value>) = values.unzip();
    let statement = Query::insert()
        .into_table("account_user")
        .columns(columns)
        .values_panic(values.into_iter().map(Expr::from))
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    full.user.row = row.get("id")?;
    add_roles(tx, &full.user).await?;
    if let Some(tags) = &full.profile.tags {
        WORDS.put(tx, full.user.row, &[tags]).await?;
    }
    described::put(tx, &full).await?;
    announce(tx, partner_id, &user_key(&full.user.id));
    Ok(())
}

/// What may change of a user, column by column.
fn values(full: &FullUser) -> Result<Vec<(&'static str, Value)>> {
    let key = |name: &Option<String>| name.as_deref().map(name_key);
    Ok(vec![
        ("user_id", full.user.id.clone().into()),
        ("user_key", user_key(&full.user.id).into()),
        ("login_id", full.user.login_row.into()),
        ("status", full.user.status.number().into()),
        ("type", full.kind.into()),
        ("is_admin", full.user.is_admin.into()),
        ("screen_name", full.screen_name.clone().into()),
        ("screen_name_key", key(&full.screen_name).into()),
        ("first_name", full.first_name.clone().into()),
        ("first_name_key", key(&full.first_name).into()),
        ("last_name", full.last_name.clone().into()),
        ("last_name_key", key(&full.last_name).into()),
        ("email", full.email.clone().into()),
        ("email_key", key(&full.email).into()),
        ("ks_privileges", full.user.ks_privileges.clone().into()),
        ("profile", full.profile.to_text()?.into()),
        ("updated_at", full.updated_at.into()),
        ("status_updated_at", full.status_updated_at.into()),
        ("deleted_at", full.deleted_at.into()),
    ])
}

/// Writes what has changed of a user that the transaction has locked. Another user with the same id is a unique
/// violation.
pub(super) async fn save(tx: &mut Transaction, before: &FullUser, after: &FullUser) -> Result<()> {
    let row = before.user.row;
    let statement = Query::update()
        .table("account_user")
        .values(values(after)?.into_iter().map(|(column, value)| (column, Expr::from(value))))
        .and_where(Expr::col("id").eq(row))
        .and_where(Expr::col("partner_id").eq(before.partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    if before.user.role_ids != after.user.role_ids {
        let forget = Query::delete()
            .from_table("account_user_role")
            .and_where(Expr::col("account_user_id").eq(row))
            .to_owned();
        tx.execute(&forget).await?;
        add_roles(tx, &after.user).await?;
    }
    let words =
        |full: &FullUser| full.profile.tags.clone().filter(|_| full.user.status != UserStatus::Deleted);
    if words(before) != words(after) {
        match words(after) {
            Some(tags) => WORDS.put(tx, row, &[&tags]).await?,
            None => WORDS.remove(tx, row).await?,
        }
    }
    described::put(tx, after).await?;
    for id in [&before.user.id, &after.user.id] {
        announce(tx, before.partner_id, &user_key(id));
    }
    Ok(())
}

async fn add_roles(tx: &mut Transaction, user: &User) -> Result<()> {
    for (position, role_id) in (0_i64..).zip(&user.role_ids) {
        let statement = Query::insert()
            .into_table("account_user_role")
            .columns(["account_user_id", "role_id", "position"])
            .values_panic([user.row.into(), (*role_id).into(), position.into()])
            .to_owned();
        tx.execute(&statement).await?;
    }
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

/// Something that is said about a user has changed.
pub(crate) async fn touch(tx: &mut Transaction, scope: Scope, user_id: &str, now: i64) -> Result<()> {
    let key = user_key(user_id);
    let statement = Query::update()
        .table("account_user")
        .value("updated_at", now)
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("user_key").eq(key.as_str()))
        .and_where(not_deleted())
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, scope.partner_id(), &key);
    Ok(())
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
        .columns(KNOWN)
        .column("partner_id")
        .from("account_user")
        .and_where(Expr::col("login_id").eq(login_row))
        .and_where(not_deleted())
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

fn admins(partner_id: i64) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col("users").sum().cast_as("bigint"), "admins")
        .from("account_user_tally")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("is_admin").eq(true))
        .and_where(Expr::col("login_enabled").eq(true))
        .and_where(Expr::col("status").eq(UserStatus::Active.number()))
        .to_owned()
}

fn read_admins(row: Option<&Row>) -> Result<i64> {
    Ok(row.map_or(Ok(None), |row| row.get::<Option<i64>>("admins"))?.unwrap_or_default())
}

/// How many active administrators of an account can log in.
pub(super) async fn count_admins_now(app: &App, partner_id: i64) -> Result<i64> {
    read_admins(app.store.one(&admins(partner_id)).await?.as_ref())
}

/// As [`count_admins_now`], within a transaction; it is exact where the owner of the account is locked.
pub(crate) async fn count_admins(tx: &mut Transaction, partner_id: i64) -> Result<i64> {
    read_admins(tx.one(&admins(partner_id)).await?.as_ref())
}
