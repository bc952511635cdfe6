//! Profiles as every decision needs them: by id, with their rules ready, in memory.

use std::sync::Arc;

use super::decision::{Limits, Rules, compile};
use super::legacy;
use super::model::profile::Rule;
use super::table::{self, ProfileRow};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};

/// The topic of the change feed; the key is `<account> <id>`.
pub const TOPIC: &str = "access_control";

/// A profile with its rules ready.
pub(super) struct Known {
    /// As it is kept.
    pub row: ProfileRow,
    /// Its rules.
    pub rules: Rules,
}

/// The profiles, by account and id, and the default one of each account.
pub struct Profiles {
    known: Cache<(i64, i64), Known>,
    defaults: Cache<i64, i64>,
}

impl Default for Profiles {
    fn default() -> Self {
        Self { known: Cache::new(10_000), defaults: Cache::new(10_000) }
    }
}

impl Profiles {
    pub(super) async fn get(&self, app: &App, scope: Scope, id: i64) -> Result<Option<Arc<Known>>> {
        self.known
            .get_or_load(&(scope.partner_id(), id), async || {
                table::load(&app.store, scope, id).await?.map(known).transpose()
            })
            .await
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        match key.split_once(' ').and_then(|(partner, id)| Some((partner.parse().ok()?, id.parse().ok()?))) {
            Some((partner, id)) => {
                self.known.forget(&(partner, id));
                self.defaults.forget(&partner);
            }
            None => self.forget_all(),
        }
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.known.forget_all();
        self.defaults.forget_all();
    }
}

fn known(row: ProfileRow) -> Result<Known> {
    let restrictions = row.restrictions.as_deref().map(legacy::kinds).unwrap_or_default();
    // What was saved passed this already. Rules that nobody can read any more must not let anybody in, so this is an
    // error rather than a profile without rules.
    let rules = compile(row.id, &row.rules, &restrictions, Limits::DEFAULT).map_err(|invalid| {
        Error::internal(format!("access-control profile {}: {}: {}", row.id, invalid.place, invalid.reason))
    })?;
    Ok(Known { row, rules })
}

/// The rules of a profile that are ready to decide by.
#[derive(Clone)]
pub struct ReadyRules(Arc<Known>);

impl std::ops::Deref for ReadyRules {
    type Target = Rules;

    fn deref(&self) -> &Rules {
        &self.0.rules
    }
}

/// The rules that an entry is under which names a profile. One that is gone left its entries to the default one, and so
/// does an entry that names none.
pub async fn rules_of_entry(app: &App, scope: Scope, profile_id: i64) -> Result<ReadyRules> {
    if let Some(rules) = rules_of(app, scope, profile_id).await? {
        return Ok(rules);
    }
    let default = default_profile(app, scope).await?;
    rules_of(app, scope, default)
        .await?
        .ok_or_else(|| Error::internal("the default access-control profile is gone"))
}

/// Rules that are not in force, of a profile that nobody has saved.
pub(crate) fn rules_of_draft(rules: Vec<Rule>) -> Result<Rules> {
    super::save::ready(0, rules)
}

/// The rules of a profile. `None`: the account has no such profile.
pub async fn rules_of(app: &App, scope: Scope, id: i64) -> Result<Option<ReadyRules>> {
    Ok(app.access_control.get(app, scope, id).await?.map(ReadyRules))
}

/// Whether the account has this profile.
pub async fn exists(app: &App, scope: Scope, id: i64) -> Result<bool> {
    Ok(app.access_control.get(app, scope, id).await?.is_some())
}

/// The profile that entries of the account get which name none.
pub async fn default_profile(app: &App, scope: Scope) -> Result<i64> {
    app.access_control
        .defaults
        .get_or_load(&scope.partner_id(), async || table::load_default(&app.store, scope).await)
        .await?
        .map(|id| *id)
        .ok_or_else(|| Error::internal("the account has no default access-control profile"))
}
