//! Which groups a user is in, in memory: what every list will ask before it shows anything.

use std::sync::Arc;

use store::Transaction;

use super::table;
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::Result;

/// The topic of the change feed; the key is `<account> <row of the user>`, anything else stands for everybody.
pub const TOPIC: &str = "group_member";

/// If more users than this are touched at once, all nodes forget everybody rather than hear of each.
const MANY: usize = 200;

/// A user's place in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The row of the group.
    pub group: i64,
    /// The folded id of the group.
    pub key: String,
    /// Whether the user manages the group.
    pub is_manager: bool,
}

/// The groups of users, by account and row of the user.
pub struct Groups(Cache<(i64, i64), Arc<[Membership]>>);

impl Default for Groups {
    fn default() -> Self {
        Self(Cache::new(100_000))
    }
}

impl Groups {
    /// The groups that a user is in, by ascending row; none for a user of another account.
    pub async fn of_user(&self, app: &App, scope: Scope, user: i64) -> Result<Arc<[Membership]>> {
        let key = (scope.partner_id(), user);
        let load = async || table::memberships(app, scope, user).await.map(Some);
        Ok(self.0.get_or_load(&key, load).await?.map(|known| (*known).clone()).unwrap_or_default())
    }

    /// Whether a user manages a group.
    pub async fn is_manager(&self, app: &App, scope: Scope, user: i64, group: i64) -> Result<bool> {
        let groups = self.of_user(app, scope, user).await?;
        Ok(groups.iter().any(|membership| membership.group == group && membership.is_manager))
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        match key
            .split_once(' ')
            .and_then(|(partner, user)| Some((partner.parse().ok()?, user.parse().ok()?)))
        {
            Some(key) => self.0.forget(&key),
            None => self.0.forget_all(),
        }
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

/// Tells that a group has another id: everybody in it is known by it.
pub fn note_renamed(tx: &mut Transaction) {
    tx.announce(TOPIC, "");
}

/// Tells of users whose groups change with the transaction.
pub(super) fn announce(tx: &mut Transaction, partner_id: i64, users: &[i64]) {
    if users.len() > MANY {
        tx.announce(TOPIC, "");
        return;
    }
    for user in users {
        tx.announce(TOPIC, &format!("{partner_id} {user}"));
    }
}
