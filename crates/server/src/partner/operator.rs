//! What the operator decides about accounts.

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query};
use store::Transaction;

use super::model::TwoFactorAuthenticationMode;
use super::{Partner, PartnerGroupType, PartnerStatus, TOPIC, Trial, TrialEnd, table};
use crate::app::App;
use crate::error::Result;
use crate::login;
use crate::mail::{self, letters};
use crate::user::is_email;

/// The end of a trial is told so long before, in seconds.
pub const TRIAL_WARNING_SECONDS: i64 = 7 * 86_400;

/// Limits of an account; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// How many administrators may log in; -1: any number.
    pub admin_logins: Option<i64>,
    /// How many accounts may belong to it; -1: any number, 0: none, and it is an ordinary account.
    pub publishers: Option<i64>,
    /// Longest lifetime of the sessions that the server signs for it, in seconds.
    pub ks_max_expiry: Option<i64>,
    /// Whether others than its owner may read its secrets.
    pub shows_secrets: Option<bool>,
    /// Its trial; `Some(None)` ends the trial, and the account stays.
    pub trial: Option<Option<Trial>>,
    /// Whether one-time codes are asked for.
    pub two_factor: Option<bool>,
    /// Of whom they are asked.
    pub two_factor_mode: Option<TwoFactorAuthenticationMode>,
    /// Whether sessions that do not say are held to entitlements.
    pub enforces_entitlement: Option<bool>,
    /// The access-control profile of the account that judges its calls; `Some(None)`: none does.
    pub api_access_control: Option<Option<i64>>,
    /// Whether access-control rules say who reads entries, too.
    pub protects_metadata: Option<bool>,
    /// Whether calls that did not come over HTTPS are refused.
    pub enforces_https: Option<bool>,
}

/// Blocks an account, or opens it again; false if there is none with this id. `now` in Unix seconds.
pub async fn set_status(app: &App, id: i64, status: PartnerStatus, now: i64) -> Result<bool> {
    let mut tx = app.store.begin().await?;
    let found = change(&mut tx, id, vec![("status", status.number().into())], now).await?;
    tx.commit().await?;
    Ok(found)
}

/// Changes limits of an account; false if there is none with this id. `now` in Unix seconds.
pub async fn set_limits(app: &App, id: i64, limits: &Limits, now: i64) -> Result<bool> {
    let mut values: Vec<(&'static str, Expr)> = Vec::new();
    if let Some(quota) = limits.admin_logins {
        values.push(("admin_login_quota", quota.into()));
    }
    if let Some(quota) = limits.publishers {
        let group = if quota == 0 { PartnerGroupType::Publisher } else { PartnerGroupType::VarGroup };
        values.extend([("publishers_quota", quota.into()), ("group_type", group.number().into())]);
    }
    if let Some(seconds) = limits.ks_max_expiry {
        values.push(("ks_max_expiry", seconds.into()));
    }
    if let Some(shown) = limits.shows_secrets {
        values.push(("shows_secrets", shown.into()));
    }
    if let Some(trial) = limits.trial {
        values.extend([
            ("trial_ends_at", trial.map(|trial| trial.ends_at).into()),
            ("trial_end", trial.map(|trial| trial.end.status().number()).into()),
            ("trial_warned_at", None::<i64>.into()),
        ]);
    }
    if let Some(profile) = limits.api_access_control {
        values.push(("api_access_control_id", profile.into()));
    }
    let before = app.partners.get(app, id).await?;
    let mut tx = app.store.begin().await?;
    if !change(&mut tx, id, values, now).await? {
        return Ok(false);
    }
    if let Some(before) = before {
        set_profile(app, &mut tx, &before, limits, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Decides on what is kept in the profile: among it, of whom one-time codes are asked. Administrators of whom they were
/// not asked before hear how to make them.
async fn set_profile(
    app: &App,
    tx: &mut Transaction,
    partner: &Partner,
    limits: &Limits,
    now: i64,
) -> Result<()> {
    let switches =
        [limits.two_factor, limits.enforces_entitlement, limits.protects_metadata, limits.enforces_https];
    if switches.iter().all(Option::is_none) && limits.two_factor_mode.is_none() {
        return Ok(());
    }
    let mut row = table::lock(tx, partner.id).await?;
    row.profile.enforces_entitlement =
        limits.enforces_entitlement.unwrap_or(row.profile.enforces_entitlement);
    row.profile.protects_metadata = limits.protects_metadata.unwrap_or(row.profile.protects_metadata);
    row.profile.enforces_https = limits.enforces_https.unwrap_or(row.profile.enforces_https);
    let settings = &mut row.profile.login;
    let asked_before = settings.asks_for_codes(true);
    settings.two_factor = limits.two_factor.unwrap_or(settings.two_factor);
    settings.two_factor_mode =
        limits.two_factor_mode.map(contract::ApiEnum::number).or(settings.two_factor_mode);
    if settings.asks_for_codes(true) && !asked_before {
        login::announce_two_factor(app, tx, partner, now).await?;
    }
    table::save(tx, partner.id, &row, now).await
}

async fn change(
    tx: &mut Transaction,
    id: i64,
    mut values: Vec<(&'static str, Expr)>,
    now: i64,
) -> Result<bool> {
    values.push(("updated_at", now.into()));
    let update = Query::update().table("partner").values(values).and_where(Expr::col("id").eq(id)).to_owned();
    if tx.execute(&update).await? == 0 {
        return Ok(false);
    }
    announce_with_those_below(tx, id).await?;
    Ok(true)
}

/// The accounts below know the standing of those above. A new one waits for the row of its parent, which this
/// transaction holds, so that none is missed.
async fn announce_with_those_below(tx: &mut Transaction, id: i64) -> Result<()> {
    let mut level = vec![id];
    while !level.is_empty() {
        for id in &level {
            tx.announce(TOPIC, &id.to_string());
        }
        let below = Query::select()
            .column("id")
            .from("partner")
            .and_where(Expr::col("parent_id").is_in(level))
            .to_owned();
        level = tx.all(&below).await?.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?;
    }
    Ok(())
}

/// Tells the owners of accounts whose trial ends soon, once each; gives the ids of the accounts. `now` in Unix
/// seconds.
pub async fn warn_of_trials(app: &App, now: i64) -> Result<Vec<i64>> {
    let due = Expr::col("trial_ends_at")
        .gt(now)
        .and(Expr::col("trial_ends_at").lte(now.saturating_add(TRIAL_WARNING_SECONDS)))
        .and(Expr::col("trial_warned_at").is_null())
        .and(Expr::col("status").eq(PartnerStatus::Active.number()));
    let found = Query::select()
        .column("id")
        .from("partner")
        .and_where(due.clone())
        .order_by("id", Order::Asc)
        .to_owned();
    let mut warned = Vec::new();
    for row in app.store.all(&found).await? {
        let id: i64 = row.get("id")?;
        let mark = Query::update()
            .table("partner")
            .value("trial_warned_at", now)
            .and_where(Expr::col("id").eq(id))
            .and_where(due.clone())
            .to_owned();
        let mut tx = app.store.begin().await?;
        // Of several nodes, the one that marks it tells of it.
        if tx.execute(&mark).await? == 1 {
            if let Some(partner) = app.partners.get(app, id).await? {
                write_warning(app, &mut tx, &partner, now).await?;
            }
            tx.commit().await?;
            warned.push(id);
        }
    }
    Ok(warned)
}

async fn write_warning(app: &App, tx: &mut Transaction, partner: &Partner, now: i64) -> Result<()> {
    let address = partner.profile.admin_email.as_deref().or(partner.owner_user_id.as_deref());
    let (Some(address), Some(trial)) = (address.filter(|address| is_email(address)), partner.standing.trial)
    else {
        return Ok(());
    };
    // Whatever is left of a day counts as one.
    let days = trial.ends_at.saturating_sub(now).saturating_add(86_399) / 86_400;
    let name = partner.profile.admin_name.as_deref().unwrap_or_default();
    let stays_open = trial.end == TrialEnd::ReadOnly;
    let letter = letters::trial_ends(name, &partner.name, partner.id, days, stays_open);
    mail::queue(tx, &app.keys, partner.id, address, &letter, now).await
}
