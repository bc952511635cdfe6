//! Users as the gate knows them, in memory.

use std::sync::Arc;

use store::Transaction;

use super::{User, table, user_key};
use crate::app::App;
use crate::cache::Cache;
use crate::error::Result;

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
        self.0.get_or_load(&key, || table::load(app, partner_id, &key.1)).await
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

/// Tells every node that the user behind a folded id has changed.
pub(super) fn announce(tx: &mut Transaction, partner_id: i64, key: &str) {
    tx.announce(TOPIC, &format!("{partner_id} {key}"));
}
