//! Rows of log-ins.

use sea_query::{Expr, ExprTrait, Query, SelectStatement};
use store::{Row, Transaction};
use zeroize::Zeroizing;

use super::password::StoredPassword;
use super::reach::Reach;
use crate::app::App;
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::user::user_key;

/// How somebody logs in, shared by the users of that person in all accounts.
#[derive(Clone)]
pub struct Login {
    /// The row.
    pub row: i64,
    /// The e-mail that logs in.
    pub email: String,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The account whose policy holds.
    pub config_partner_id: i64,
    /// The account of the last log-in.
    pub last_login_partner_id: Option<i64>,
    /// The password; none was chosen yet.
    pub password: Option<StoredPassword>,
    /// When it was chosen, in Unix seconds.
    pub password_updated_at: i64,
    /// The accounts that it opens.
    pub reach: Reach,
    /// PHC strings of passwords that may not be chosen again, the newest first.
    pub(super) previous_passwords: Vec<String>,
    /// Digest of the key that chooses a password, and the last second in which it works.
    pub(super) hash_key: Option<(String, i64)>,
    /// The step of the last one-time code.
    pub(super) last_step: Option<i64>,
    sealed_seed: Option<Vec<u8>>,
}

impl Login {
    /// True if nobody has chosen another password between these two looks at a log-in. A better hash of the same one,
    /// which an imported password gets, makes no difference.
    pub(super) fn has_same_password(&self, earlier: &Self) -> bool {
        match &earlier.password {
            Some(StoredPassword::SaltedSha1 { .. }) => {
                self.password_updated_at == earlier.password_updated_at
            }
            password => self.password == *password,
        }
    }

    /// True if a one-time code was accepted: somebody has an authenticator with this seed.
    pub(super) fn has_authenticator(&self) -> bool {
        self.sealed_seed.is_some() && self.last_step.is_some()
    }

    /// The seed of the one-time codes, in Base32.
    pub(crate) fn seed(&self, keys: &Keys) -> Result<Option<Zeroizing<String>>> {
        let Some(sealed) = &self.sealed_seed else { return Ok(None) };
        let seed = keys.open(&seed_place(self.row), sealed)?;
        let seed = std::str::from_utf8(&seed).map_err(|_| Error::internal("a stored seed is not text"))?;
        Ok(Some(Zeroizing::new(seed.to_owned())))
    }
}

fn seed_place(login_row: i64) -> String {
    format!("login/seed/{login_row}")
}

/// The log-in of an e-mail address.
pub async fn login_by_email(app: &App, email: &str) -> Result<Option<Login>> {
    let statement = select(Expr::col("email_key").eq(user_key(email)));
    app.store.one(&statement).await?.map(|row| login_of(&row)).transpose()
}

/// The log-in of a row.
pub(crate) async fn login_by_row(app: &App, row: i64) -> Result<Option<Login>> {
    app.store.one(&select(Expr::col("id").eq(row))).await?.map(|row| login_of(&row)).transpose()
}

/// The log-in of a row, as it is within a transaction.
pub(super) async fn login_by_row_within(tx: &mut Transaction, row: i64) -> Result<Option<Login>> {
    tx.one(&select(Expr::col("id").eq(row))).await?.map(|row| login_of(&row)).transpose()
}

/// The log-in of a row, held until the transaction ends.
pub(crate) async fn hold(tx: &mut Transaction, row: i64) -> Result<Option<Login>> {
    let mut statement = select(Expr::col("id").eq(row));
    statement.lock_exclusive();
    tx.one(&statement).await?.map(|row| login_of(&row)).transpose()
}

fn select(condition: Expr) -> SelectStatement {
    Query::select()
        .columns([
            "id",
            "email",
            "first_name",
            "last_name",
            "config_partner_id",
            "last_login_partner_id",
            "password_hash",
            "sha1_salt",
            "sha1_digest",
            "password_updated_at",
            "opens_only",
            "previous_passwords",
            "hash_key_digest",
            "hash_key_expiry",
            "seed",
            "last_step",
        ])
        .from("login")
        .and_where(condition)
        .to_owned()
}

fn login_of(row: &Row) -> Result<Login> {
    let phc: Option<String> = row.get("password_hash")?;
    let salt: Option<String> = row.get("sha1_salt")?;
    let digest: Option<String> = row.get("sha1_digest")?;
    let password = match (phc, salt, digest) {
        (Some(phc), _, _) => Some(StoredPassword::Phc(phc)),
        (None, Some(salt), Some(digest)) => Some(StoredPassword::SaltedSha1 { salt, digest }),
        _ => None,
    };
    let opens_only: Option<String> = row.get("opens_only")?;
    let previous: Option<String> = row.get("previous_passwords")?;
    let key_digest: Option<String> = row.get("hash_key_digest")?;
    let key_expiry: Option<i64> = row.get("hash_key_expiry")?;
    Ok(Login {
        row: row.get("id")?,
        email: row.get("email")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        config_partner_id: row.get("config_partner_id")?,
        last_login_partner_id: row.get("last_login_partner_id")?,
        password,
        password_updated_at: row.get("password_updated_at")?,
        reach: Reach::from_text(opens_only.as_deref())?,
        previous_passwords: previous
            .map(|list| serde_json::from_str(&list))
            .transpose()
            .map_err(|error| Error::internal(format!("earlier passwords: {error}")))?
            .unwrap_or_default(),
        hash_key: key_digest.zip(key_expiry),
        last_step: row.get("last_step")?,
        sealed_seed: row.get("seed")?,
    })
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
    /// The accounts that it opens.
    pub reach: Reach,
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
            "opens_only",
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
            new.reach.to_text().into(),
            now.into(),
            now.into(),
        ])
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    Ok(row.get("id")?)
}

/// Keeps the digest of the one key that chooses a password, and its end; `None`: there is no key.
pub(super) async fn set_hash_key(
    tx: &mut Transaction,
    login_row: i64,
    key: Option<(&str, i64)>,
) -> Result<()> {
    let statement = Query::update()
        .table("login")
        .value("hash_key_digest", key.map(|(digest, _)| digest))
        .value("hash_key_expiry", key.map(|(_, expiry)| expiry))
        .and_where(Expr::col("id").eq(login_row))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Keeps a seed of one-time codes, sealed, or none. Codes of an earlier one are over.
pub(super) async fn set_seed(
    tx: &mut Transaction,
    keys: &Keys,
    login_row: i64,
    seed: Option<&str>,
) -> Result<()> {
    let statement = Query::update()
        .table("login")
        .value("seed", seed.map(|seed| keys.seal(&seed_place(login_row), seed.as_bytes())))
        .value("last_step", None::<i64>)
        .and_where(Expr::col("id").eq(login_row))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Notes that the code of a step was used; false if that one, or a later one, was used already.
pub(super) async fn use_step(tx: &mut Transaction, login_row: i64, step: i64) -> Result<bool> {
    let statement = Query::update()
        .table("login")
        .value("last_step", step)
        .and_where(Expr::col("id").eq(login_row))
        .and_where(Expr::col("last_step").is_null().or(Expr::col("last_step").lt(step)))
        .to_owned();
    Ok(tx.execute(&statement).await? == 1)
}

/// Keeps a better hash of the same password. The age of the password stays.
pub(super) async fn rehash(tx: &mut Transaction, login_row: i64, hash: &str) -> Result<()> {
    let statement = Query::update()
        .table("login")
        .value("password_hash", hash)
        .value("sha1_salt", None::<String>)
        .value("sha1_digest", None::<String>)
        .and_where(Expr::col("id").eq(login_row))
        .and_where(Expr::col("password_hash").is_null())
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Remembers the account for the next log-in that names none.
pub(super) async fn remember_partner(tx: &mut Transaction, login_row: i64, partner_id: i64) -> Result<()> {
    let statement = Query::update()
        .table("login")
        .value("last_login_partner_id", partner_id)
        .and_where(Expr::col("id").eq(login_row))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Keeps a new password and which accounts it opens; the key that may have chosen it is used up.
pub(super) async fn set_password(
    tx: &mut Transaction,
    login_row: i64,
    hash: &str,
    reach: &Reach,
    previous: &[String],
    now: i64,
) -> Result<()> {
    let previous = serde_json::to_string(previous).map_err(|error| Error::internal(error.to_string()))?;
    let statement = Query::update()
        .table("login")
        .value("password_hash", hash)
        .value("sha1_salt", None::<String>)
        .value("sha1_digest", None::<String>)
        .value("opens_only", reach.to_text())
        .value("previous_passwords", previous)
        .value("password_updated_at", now)
        .value("hash_key_digest", None::<String>)
        .value("hash_key_expiry", None::<i64>)
        .value("updated_at", now)
        .and_where(Expr::col("id").eq(login_row))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Keeps another address and other names; what is not given stays.
pub(super) async fn set_person(
    tx: &mut Transaction,
    login_row: i64,
    email: Option<&str>,
    first_name: Option<&str>,
    last_name: Option<&str>,
    now: i64,
) -> Result<()> {
    let mut statement = Query::update();
    statement.table("login").value("updated_at", now).and_where(Expr::col("id").eq(login_row));
    if let Some(email) = email {
        statement.value("email", email).value("email_key", user_key(email));
    }
    if let Some(name) = first_name {
        statement.value("first_name", name);
    }
    if let Some(name) = last_name {
        statement.value("last_name", name);
    }
    tx.execute(&statement).await?;
    Ok(())
}

/// Deletes a log-in.
pub(super) async fn remove(tx: &mut Transaction, login_row: i64) -> Result<()> {
    tx.execute(&Query::delete().from_table("login").and_where(Expr::col("id").eq(login_row)).to_owned())
        .await?;
    Ok(())
}
