//! Rows of log-ins.

use sea_query::{Expr, ExprTrait, Query};
use store::Transaction;

use super::password::StoredPassword;
use crate::app::App;
use crate::error::{Error, Result};
use crate::user::user_key;

/// How somebody logs in, shared by the users of that person in all accounts.
#[derive(Clone)]
pub struct Login {
    /// The row.
    pub row: i64,
    /// The e-mail that logs in.
    pub email: String,
    /// The account whose policy holds.
    pub config_partner_id: i64,
    /// The account of the last log-in.
    pub last_login_partner_id: Option<i64>,
    /// The password; none was chosen yet.
    pub password: Option<StoredPassword>,
    /// When it was chosen, in Unix seconds.
    pub password_updated_at: i64,
    /// Wrong passwords in a row.
    pub attempts: i64,
    /// Locked until this Unix second.
    pub blocked_until: i64,
}

/// The log-in of an e-mail address.
pub async fn login_by_email(app: &App, email: &str) -> Result<Option<Login>> {
    login_where(app, Expr::col("email_key").eq(user_key(email))).await
}

/// The log-in of a row.
pub(crate) async fn login_by_row(app: &App, row: i64) -> Result<Option<Login>> {
    login_where(app, Expr::col("id").eq(row)).await
}

async fn login_where(app: &App, condition: Expr) -> Result<Option<Login>> {
    let statement = Query::select()
        .columns([
            "id",
            "email",
            "config_partner_id",
            "last_login_partner_id",
            "password_hash",
            "sha1_salt",
            "sha1_digest",
            "password_updated_at",
            "attempts",
            "blocked_until",
        ])
        .from("login")
        .and_where(condition)
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let phc: Option<String> = row.get("password_hash")?;
    let salt: Option<String> = row.get("sha1_salt")?;
    let digest: Option<String> = row.get("sha1_digest")?;
    let password = match (phc, salt, digest) {
        (Some(phc), _, _) => Some(StoredPassword::Phc(phc)),
        (None, Some(salt), Some(digest)) => Some(StoredPassword::SaltedSha1 { salt, digest }),
        _ => None,
    };
    Ok(Some(Login {
        row: row.get("id")?,
        email: row.get("email")?,
        config_partner_id: row.get("config_partner_id")?,
        last_login_partner_id: row.get("last_login_partner_id")?,
        password,
        password_updated_at: row.get("password_updated_at")?,
        attempts: row.get("attempts")?,
        blocked_until: row.get("blocked_until")?,
    }))
}

/// A log-in to be added.
pub struct NewLogin<'a> {
    /// The e-mail that logs in.
    pub email: &'a str,
    /// The first name.
    pub first_name: Option<&'a str>,
    /// The last name.
    pub last_name: Option<&'a str>,
    /// The account whose policy holds.
    pub partner_id: i64,
    /// The password as a PHC string; none: it has to be chosen first.
    pub password_hash: Option<&'a str>,
}

/// Adds a log-in and gives its row.
pub async fn add_login(tx: &mut Transaction, new: &NewLogin<'_>, now: i64) -> Result<i64> {
    let statement = Query::insert()
        .into_table("login")
        .columns([
            "email",
            "email_key",
            "first_name",
            "last_name",
            "config_partner_id",
            "password_hash",
            "password_updated_at",
            "attempts",
            "blocked_until",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            new.email.into(),
            user_key(new.email).into(),
            new.first_name.into(),
            new.last_name.into(),
            new.partner_id.into(),
            new.password_hash.into(),
            now.into(),
            0.into(),
            0.into(),
            now.into(),
            now.into(),
        ])
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    Ok(row.get("id")?)
}

/// Notes a wrong password: the count, and until when the log-in is locked.
pub(crate) async fn note_failure(
    app: &App,
    login: &Login,
    attempts: i64,
    blocked_until: i64,
    now: i64,
) -> Result<()> {
    let statement = Query::update()
        .table("login")
        .values([
            ("attempts", attempts.into()),
            ("blocked_until", blocked_until.into()),
            ("updated_at", now.into()),
        ])
        .and_where(Expr::col("id").eq(login.row))
        .to_owned();
    let mut tx = app.store.begin().await?;
    tx.execute(&statement).await?;
    Ok(tx.commit().await?)
}

/// What a right password changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Success<'a> {
    /// The user who came in.
    pub user_row: i64,
    /// Remember the account for the next log-in without one.
    pub remember_partner: Option<i64>,
    /// A better hash of the same password.
    pub rehash: Option<&'a str>,
}

/// Notes a right password.
pub(crate) async fn note_success(app: &App, login: &Login, success: Success<'_>, now: i64) -> Result<()> {
    let mut update = Query::update();
    update.table("login").values([("attempts", 0.into())]).and_where(Expr::col("id").eq(login.row));
    if let Some(partner) = success.remember_partner {
        update.value("last_login_partner_id", partner);
    }
    if let Some(hash) = success.rehash {
        update.value("password_hash", hash);
    }
    let mut tx = app.store.begin().await?;
    tx.execute(&update).await?;
    crate::user::note_login(&mut tx, success.user_row, now).await?;
    Ok(tx.commit().await?)
}
