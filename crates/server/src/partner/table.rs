//! Rows of accounts.

use std::sync::Arc;

use contract::ApiEnum;
use ks::Version;
use sea_query::{Expr, ExprTrait, LockType, Order, Query};
use store::{Row, Transaction};

use super::{Partner, PartnerGroupType, PartnerStatus, Profile, Standing, Trial, TrialEnd};
use crate::app::App;
use crate::cache::Cache;
use crate::error::{Error, Result};
use crate::gate::rights::AccountPermissions;
use crate::keys::Keys;
use crate::role::RightsCache;
use crate::secret::{self, NewSecrets};
use crate::user::UserIds;

/// The topic of the change feed; the key is the account's id.
pub const TOPIC: &str = "partner";

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
            "user_id_key",
            "api_access_control_id",
            "admin_login_quota",
            "profile",
            "created_at",
            "group_type",
            "publishers_quota",
            "template_id",
            "package",
            "shows_secrets",
            "trial_ends_at",
            "trial_end",
        ])
        .from("partner")
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let (secrets, secret_rows) = secret::load(app, id).await?;
    let parent_id = row.get("parent_id")?;
    let group_type: i64 = row.get("group_type")?;
    let ks_version: i64 = row.get("ks_version")?;
    let profile: String = row.get("profile")?;
    let always_allowed: Option<String> = row.get("always_allowed")?;
    let user_id_key: Option<Vec<u8>> = row.get("user_id_key")?;
    Ok(Some(Partner {
        id,
        name: row.get("name")?,
        standing: standing_of(&row)?,
        parent_id,
        above: standings_above(app, parent_id).await?,
        group_type: PartnerGroupType::from_number(group_type).unwrap_or(PartnerGroupType::Publisher),
        publishers_quota: row.get("publishers_quota")?,
        template_id: row.get("template_id")?,
        package: row.get("package")?,
        shows_secrets: row.get("shows_secrets")?,
        ks_version: if ks_version == 1 { Version::V1 } else { Version::V2 },
        ks_max_expiry: row.get("ks_max_expiry")?,
        widget_role: row.get("widget_role_id")?,
        user_role: row.get("user_role_id")?,
        admin_role: row.get("admin_role_id")?,
        secondary_secret_role: row.get("secondary_secret_role_id")?,
        owner_user_id: row.get("owner_user_id")?,
        user_ids: UserIds::open(&app.keys, id, user_id_key.as_deref())?,
        api_access_control: row.get("api_access_control_id")?,
        admin_login_quota: row.get("admin_login_quota")?,
        profile: read_profile(id, &profile)?,
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

fn read_profile(id: i64, text: &str) -> Result<Profile> {
    serde_json::from_str(text).map_err(|error| Error::internal(format!("profile of account {id}: {error}")))
}

fn standing_of(row: &Row) -> Result<Standing> {
    let status: i64 = row.get("status")?;
    let ends_at: Option<i64> = row.get("trial_ends_at")?;
    let end: Option<i64> = row.get("trial_end")?;
    let trial = |ends_at| {
        let end = end.and_then(TrialEnd::from_number).unwrap_or(TrialEnd::ReadOnly);
        Trial { ends_at, end }
    };
    Ok(Standing {
        status: PartnerStatus::from_number(status)
            .ok_or_else(|| Error::internal(format!("an account has the unknown status {status}")))?,
        trial: ends_at.map(trial),
    })
}

/// The standing of the accounts above one, the nearest first.
async fn standings_above(app: &App, mut parent_id: Option<i64>) -> Result<Vec<Standing>> {
    let mut above = Vec::new();
    // An account is above those only that were made after it, so the way up ends.
    while let Some(id) = parent_id {
        let statement = Query::select()
            .columns(["parent_id", "status", "trial_ends_at", "trial_end"])
            .from("partner")
            .and_where(Expr::col("id").eq(id))
            .to_owned();
        let Some(row) = app.store.one(&statement).await? else { break };
        above.push(standing_of(&row)?);
        parent_id = row.get::<Option<i64>>("parent_id")?.filter(|parent| *parent < id);
    }
    Ok(above)
}

/// Comma-separated names, blanks around them cut.
pub fn split_names(names: &str) -> Vec<String> {
    names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// An account to be made.
#[derive(Debug)]
pub struct NewPartner<'a> {
    /// What people call it.
    pub name: &'a str,
    /// What is kept for its own sake.
    pub profile: Profile,
    /// The user id of its owner.
    pub owner_user_id: &'a str,
    /// How many administrators may log in; -1: any number.
    pub admin_login_quota: i64,
    /// The account that it belongs to.
    pub parent_id: Option<i64>,
    /// The account that it is copied from.
    pub template_id: Option<i64>,
    /// The plan; 1 is the free one.
    pub package: i64,
    /// Until when it is on trial, if it is.
    pub trial: Option<Trial>,
}

impl<'a> NewPartner<'a> {
    /// An account without limits that belongs to nobody.
    pub fn new(name: &'a str, owner_user_id: &'a str, profile: Profile) -> Self {
        Self {
            name,
            profile,
            owner_user_id,
            admin_login_quota: -1,
            parent_id: None,
            template_id: None,
            package: 1,
            trial: None,
        }
    }
}

/// Adds an account with its secrets, the switches and roles of the template, and its widget.
pub async fn add(
    tx: &mut Transaction,
    keys: &Keys,
    new: &NewPartner<'_>,
    now: i64,
) -> Result<(i64, NewSecrets)> {
    let (columns, values): (Vec<&str>, Vec<Expr>) = [
        ("status", PartnerStatus::Active.number().into()),
        ("ks_version", 2.into()),
        ("ks_max_expiry", super::DEFAULT_KS_MAX_EXPIRY.into()),
        ("admin_login_quota", new.admin_login_quota.into()),
        ("parent_id", new.parent_id.into()),
        ("template_id", new.template_id.into()),
        ("package", new.package.into()),
        ("trial_ends_at", new.trial.map(|trial| trial.ends_at).into()),
        ("trial_end", new.trial.map(|trial| trial.end.status().number()).into()),
        ("created_at", now.into()),
    ]
    .into_iter()
    .chain(described(new.name, &new.profile, Some(new.owner_user_id), now)?)
    .unzip();
    let statement = Query::insert()
        .into_table("partner")
        .columns(columns)
        .values_panic(values)
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    let id: i64 = row.get("id")?;
    let secrets = secret::add_first(tx, keys, id, now).await?;
    crate::permission::add_template(tx, id, now).await?;
    crate::role::add_template(tx, id, now).await?;
    crate::widget::add_default(tx, id, now).await?;
    crate::access_control::add_default(tx, id, now).await?;
    crate::ui_conf::add_defaults(tx, id, now).await?;
    crate::conversion_profile::add_defaults(tx, id, now).await?;
    tx.announce(TOPIC, &id.to_string());
    Ok((id, secrets))
}

/// What an account says of itself, as columns: the texts that lists look at are folded beside the profile.
fn described(
    name: &str,
    profile: &Profile,
    owner_user_id: Option<&str>,
    now: i64,
) -> Result<[(&'static str, Expr); 9]> {
    let text = serde_json::to_string(profile).map_err(|error| Error::internal(error.to_string()))?;
    let folded = |text: &Option<String>| text.as_deref().map(fold).into();
    Ok([
        ("name", name.into()),
        ("name_key", fold(name).into()),
        ("website_key", folded(&profile.website)),
        ("admin_name_key", folded(&profile.admin_name)),
        ("admin_email_key", folded(&profile.admin_email)),
        ("description_key", folded(&profile.description)),
        ("owner_user_id", owner_user_id.into()),
        ("profile", text.into()),
        ("updated_at", now.into()),
    ])
}

/// A text of an account as lists compare it: without regard to case and blanks at the end (reference: identity.md
/// §1.3).
pub(super) fn fold(text: &str) -> String {
    text.trim_end_matches(' ').to_lowercase()
}

/// What an account says of itself, read so that nobody else changes it until the transaction is over.
pub(super) struct Described {
    /// What people call it.
    pub name: String,
    /// What is kept for its own sake.
    pub profile: Profile,
    /// The user id of its owner.
    pub owner_user_id: Option<String>,
}

/// Reads an account for a change.
pub(super) async fn lock(tx: &mut Transaction, id: i64) -> Result<Described> {
    let statement = Query::select()
        .columns(["name", "profile", "owner_user_id"])
        .from("partner")
        .and_where(Expr::col("id").eq(id))
        // Rows that refer to the account can still be added.
        .lock(LockType::NoKeyUpdate)
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal(format!("account {id} is gone")))?;
    let profile: String = row.get("profile")?;
    Ok(Described {
        name: row.get("name")?,
        profile: read_profile(id, &profile)?,
        owner_user_id: row.get("owner_user_id")?,
    })
}

/// Notes that somebody has logged in to an account that awaited it.
pub(crate) async fn note_login(tx: &mut Transaction, partner: &Partner, now: i64) -> Result<()> {
    if !partner.profile.awaits_first_login {
        return Ok(());
    }
    let mut described = lock(tx, partner.id).await?;
    described.profile.awaits_first_login = false;
    save(tx, partner.id, &described, now).await
}

/// Writes what an account says of itself.
pub(super) async fn save(tx: &mut Transaction, id: i64, described_by: &Described, now: i64) -> Result<()> {
    let Described { name, profile, owner_user_id } = described_by;
    let statement = Query::update()
        .table("partner")
        .values(described(name, profile, owner_user_id.as_deref(), now)?)
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &id.to_string());
    Ok(())
}

/// How many accounts may belong to one, and how many do.
pub(super) async fn quota_and_children(tx: &mut Transaction, id: i64) -> Result<(i64, i64)> {
    let quota = Query::select()
        .column("publishers_quota")
        .from("partner")
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    let quota = tx.one(&quota).await?.map_or(Ok(0), |row| row.get("publishers_quota"))?;
    let children = Query::select()
        .expr_as(Expr::col("id").count(), "children")
        .from("partner")
        .and_where(Expr::col("parent_id").eq(id))
        .and_where(Expr::col("status").ne(PartnerStatus::Deleted.number()))
        .to_owned();
    let children = tx.one(&children).await?.map_or(Ok(0), |row| row.get("children"))?;
    Ok((quota, children))
}
