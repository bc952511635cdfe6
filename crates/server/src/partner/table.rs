//! Rows of accounts.

use std::sync::Arc;

use contract::ApiEnum;
use ks::Version;
use sea_query::{Expr, ExprTrait, Order, Query};
use serde::{Deserialize, Serialize};
use store::Transaction;

use super::{Partner, PartnerStatus};
use crate::app::App;
use crate::cache::Cache;
use crate::error::{Error, Result};
use crate::gate::rights::AccountPermissions;
use crate::keys::Keys;
use crate::role::RightsCache;
use crate::secret::{self, NewSecrets};

/// The topic of the change feed; the key is the account's id.
pub const TOPIC: &str = "partner";

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
    let (secrets, secret_rows) = secret::load(app, id).await?;
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
        secret_rows,
        permissions: AccountPermissions {
            own: crate::permission::load(app, id).await?,
            always_allowed: always_allowed.map(|names| split_names(&names)),
        },
        roles: crate::role::load(app, id).await?,
        rights: RightsCache::default(),
    }))
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
    let secrets = secret::add_first(tx, keys, id, now).await?;
    crate::permission::add_template(tx, id, now).await?;
    crate::role::add_template(tx, id, now).await?;
    crate::widget::add_default(tx, id, now).await?;
    tx.announce(TOPIC, &id.to_string());
    Ok((id, secrets))
}
