//! Which categories a user or a group is an active member of, in memory: what is asked before anything is shown.

use std::collections::HashMap;
use std::sync::Arc;

use store::Transaction;

use super::powers::Standing;
use super::table;
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::Result;

/// The topic of the change feed; the key is `<account> <folded user id>`, anything else stands for everybody.
pub const TOPIC: &str = "category_user";

/// If more users than this are touched at once, all nodes forget everybody rather than hear of each.
const MANY: usize = 200;

/// What a user or group is where, by category: the one that has the member, not those that inherit it.
pub(super) type Places = HashMap<i64, Standing>;

/// The active memberships of users and groups, by account and folded id.
pub struct Memberships(Cache<(i64, String), Places>);

impl Default for Memberships {
    fn default() -> Self {
        Self(Cache::new(100_000))
    }
}

impl Memberships {
    /// What a user or group is where.
    pub(crate) async fn of(&self, app: &App, scope: Scope, user_key: &str) -> Result<Arc<Places>> {
        let key = (scope.partner_id(), user_key.to_owned());
        let load = async || table::places(app, scope, user_key).await.map(Some);
        Ok(self.0.get_or_load(&key, load).await?.unwrap_or_default())
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

/// Tells of users whose memberships change with the transaction.
pub(super) fn announce(tx: &mut Transaction, scope: Scope, keys: &[String]) {
    if keys.len() > MANY {
        tx.announce(TOPIC, "");
        return;
    }
    for key in keys {
        tx.announce(TOPIC, &format!("{} {key}", scope.partner_id()));
    }
}
