//! Rows of accounts.

use std::sync::Arc;

use contract::ApiEnum;
use ks::{Secret, SecretRing, Version};
use sea_query::{Expr, ExprTrait, Order, Query};
use serde::{Deserialize, Serialize};
use store::{Row, Transaction};

use super::{Partner, PartnerStatus};
use crate::app::App;
use crate::cache::Cache;
use crate::error::{Error, Result};
use crate::gate::rights::AccountPermissions;
use crate::keys::{Keys, fill_random, hex};
use crate::role::RightsCache;

/// The topic of the change feed; the key is the account's id.
pub const TOPIC: &str = "partner";

const ADMIN_SECRET: i64 = 0;
const USER_SECRET: i64 = 1;

/// What is kept of an account for its own sake, as one JSON text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Profile {
    /// The web site.
    pub website: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Who answers for it.
    pub admin_name: Option<String>,
    /// How to reach them.
    pub admin_email: Option<String>,
    /// How to call them.
    pub phone: Option<String>,
    /// `KalturaPartnerType`.
    pub r#type: Option<i64>,
    /// The plan; 1 is the free one.
    pub package: Option<i64>,
    /// The caller's own name for it.
    pub reference_id: Option<String>,
    /// How its people log in.
    pub login: LoginSettings,
}

/// What an account says about how its people log in; nothing said: what the server does by itself (reference:
/// identity.md §4.2).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct LoginSettings {
    /// Regular expressions that every new password has to match, each with its text for people.
    pub password_structure: Vec<PasswordRule>,
    /// Seconds that a password lasts.
    pub password_max_age: Option<i64>,
    /// Wrong passwords in a row before a log-in is locked.
    pub max_attempts: Option<i64>,
    /// Seconds that a log-in stays locked.
    pub lock_seconds: Option<i64>,
    /// How many earlier passwords may not be chosen again.
    pub previous_passwords: Option<i64>,
    /// One-time codes are asked for.
    pub two_factor: bool,
    /// `KalturaTwoFactorAuthenticationMode`: of whom.
    pub two_factor_mode: Option<i64>,
    /// People come through single sign-on.
    pub sso: bool,
    /// Passwords are for those only who are excluded from single sign-on.
    pub block_direct_login: bool,
    /// Where the e-mail of an administrator may be, comma-separated; none: anywhere.
    pub admin_email_domains: Option<String>,
}

/// One rule for passwords.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordRule {
    /// The expression; slashes around it may be missing.
    pub regex: String,
    /// What people read.
    pub description: String,
}

/// The accounts, by id.
pub struct Partners(Cache<i64, Partner>);

impl Default for Partners {
    fn default() -> Self {
        Self(Cache::new(10_000))
    }
}

impl Partners {
    /// The account with this id.
    pub async fn get(&self, app: &App, id: i64) -> Result<Option<Arc<Partner>>> {
        self.0.get_or_load(&id, || load(app, id)).await
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        match key.parse() {
            Ok(id) => self.0.forget(&id),
            Err(_) => self.0.forget_all(),
        }
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

/// The ids of all accounts, in order.
pub async fn ids(app: &App) -> Result<Vec<i64>> {
    let statement = Query::select().column("id").from("partner").order_by("id", Order::Asc).to_owned();
    app.store.all(&statement).await?.iter().map(|row| Ok(row.get("id")?)).collect()
}

async fn load(app: &App, id: i64) -> Result<Option<Partner>> {
    let statement = Query::select()
        .columns([
            "id",
            "name",
            "status",
            "parent_id",
            "ks_version",
            "ks_max_expiry",
            "widget_role_id",
            "user_role_id",
            "admin_role_id",
            "secondary_secret_role_id",
            "always_allowed",
            "owner_user_id",
            "admin_login_quota",
            "profile",
            "created_at",
        ])
        .from("partner")
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let (secrets, secret_ids) = load_secrets(app, id).await?;
    let status: i64 = row.get("status")?;
    let ks_version: i64 = row.get("ks_version")?;
    let profile: String = row.get("profile")?;
    let always_allowed: Option<String> = row.get("always_allowed")?;
    Ok(Some(Partner {
        id,
        name: row.get("name")?,
        status: PartnerStatus::from_number(status)
            .ok_or_else(|| Error::internal(format!("account {id} has the unknown status {status}")))?,
        parent_id: row.get("parent_id")?,
        ks_version: if ks_version == 1 { Version::V1 } else { Version::V2 },
        ks_max_expiry: row.get("ks_max_expiry")?,
        widget_role: row.get("widget_role_id")?,
        user_role: row.get("user_role_id")?,
        admin_role: row.get("admin_role_id")?,
        secondary_secret_role: row.get("secondary_secret_role_id")?,
        owner_user_id: row.get("owner_user_id")?,
        admin_login_quota: row.get("admin_login_quota")?,
        profile: serde_json::from_str(&profile)
            .map_err(|error| Error::internal(format!("profile of account {id}: {error}")))?,
        created_at: row.get("created_at")?,
        secrets,
        secret_ids,
        permissions: AccountPermissions {
            own: crate::permission::load(app, id).await?,
            always_allowed: always_allowed.map(|names| split_names(&names)),
        },
        roles: crate::role::load(app, id).await?,
        rights: RightsCache::default(),
    }))
}

async fn load_secrets(app: &App, partner_id: i64) -> Result<(Option<SecretRing>, Vec<i64>)> {
    let statement = Query::select()
        .columns(["id", "kind", "sealed"])
        .from("partner_secret")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .order_by("kind", Order::Asc)
        .order_by("position", Order::Asc)
        .to_owned();
    let mut admin = Vec::new();
    let mut ids = Vec::new();
    let mut user = None;
    for row in app.store.all(&statement).await? {
        let id: i64 = row.get("id")?;
        let secret = open_secret(app, partner_id, &row)?;
        match row.get::<i64>("kind")? {
            ADMIN_SECRET => {
                admin.push(secret);
                ids.push(id);
            }
            _ => user = Some(secret),
        }
    }
    let mut admin = admin.into_iter();
    Ok((admin.next().map(|primary| SecretRing::new(primary, admin, user)), ids))
}

fn open_secret(app: &App, partner_id: i64, row: &Row) -> Result<Secret> {
    let sealed: Vec<u8> = row.get("sealed")?;
    let kind: i64 = row.get("kind")?;
    let text = app.keys.open(&secret_place(partner_id, kind), &sealed)?;
    let text =
        String::from_utf8(text.to_vec()).map_err(|_| Error::internal("a stored secret is not text"))?;
    Secret::new(text).map_err(|error| Error::internal(format!("a stored secret is unusable: {error}")))
}

fn secret_place(partner_id: i64, kind: i64) -> String {
    format!("partner_secret/{partner_id}/{kind}")
}

/// Comma-separated names, blanks around them cut.
pub fn split_names(names: &str) -> Vec<String> {
    names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// An account to be made.
pub struct NewPartner<'a> {
    /// What people call it.
    pub name: &'a str,
    /// What is kept for its own sake.
    pub profile: Profile,
    /// The user id of its owner.
    pub owner_user_id: &'a str,
}

/// What only the maker of an account gets to see.
pub struct NewSecrets {
    /// Signs every session.
    pub admin: String,
    /// Opens `session.start` for sessions of type user.
    pub user: String,
}

/// Adds an account with its secrets, the switches and roles of the template, and its widget.
pub async fn add(
    tx: &mut Transaction,
    keys: &Keys,
    new: &NewPartner<'_>,
    now: i64,
) -> Result<(i64, NewSecrets)> {
    let profile = serde_json::to_string(&new.profile).map_err(|error| Error::internal(error.to_string()))?;
    let statement = Query::insert()
        .into_table("partner")
        .columns([
            "name",
            "status",
            "ks_version",
            "ks_max_expiry",
            "owner_user_id",
            "admin_login_quota",
            "profile",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            new.name.into(),
            PartnerStatus::Active.number().into(),
            2.into(),
            super::DEFAULT_KS_MAX_EXPIRY.into(),
            new.owner_user_id.into(),
            (-1).into(),
            profile.into(),
            now.into(),
            now.into(),
        ])
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    let id: i64 = row.get("id")?;
    let secrets = NewSecrets { admin: new_secret(), user: new_secret() };
    add_secret(tx, keys, id, ADMIN_SECRET, &secrets.admin, now).await?;
    add_secret(tx, keys, id, USER_SECRET, &secrets.user, now).await?;
    crate::permission::add_template(tx, id, now).await?;
    crate::role::add_template(tx, id, now).await?;
    crate::widget::add_default(tx, id, now).await?;
    tx.announce(TOPIC, &id.to_string());
    Ok((id, secrets))
}

/// 32 hexadecimal digits.
fn new_secret() -> String {
    let mut bytes = [0; 16];
    fill_random(&mut bytes);
    hex(&bytes)
}

async fn add_secret(
    tx: &mut Transaction,
    keys: &Keys,
    partner_id: i64,
    kind: i64,
    secret: &str,
    now: i64,
) -> Result<()> {
    let sealed = keys.seal(&secret_place(partner_id, kind), secret.as_bytes());
    let statement = Query::insert()
        .into_table("partner_secret")
        .columns(["partner_id", "kind", "position", "sealed", "created_at"])
        .values_panic([partner_id.into(), kind.into(), 0.into(), sealed.into(), now.into()])
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
