//! Entries in memory, with the categories that say who sees them.

use std::sync::Arc;

use sea_query::{Expr, ExprTrait, JoinType, Order, Query};
use store::Transaction;

use super::table::{self, EntryRow};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::Result;

/// The topic of the change feed; the key is `<account> <entry>`, anything else stands for every entry.
pub const TOPIC: &str = "entry";

/// What an account's entries are known by.
#[derive(Debug)]
pub(crate) struct Known {
    /// The row.
    pub entry: EntryRow,
    /// Where it is assigned, active or pending, by ascending category.
    pub categories: Vec<Assigned>,
}

/// A category that an entry is assigned to.
#[derive(Clone, Debug)]
pub(crate) struct Assigned {
    /// The category.
    pub category: i64,
    /// False: the assignment waits for a moderator.
    pub active: bool,
    /// Names from the root down.
    pub full_name: String,
    /// The category's privacy, as a number.
    pub privacy: i64,
    /// The category whose members count.
    pub members_of: i64,
    /// Its privacy contexts; none: the default one.
    pub contexts: Vec<String>,
}

/// Entries by account and id.
pub struct Entries(Cache<(i64, String), Known>);

impl Default for Entries {
    fn default() -> Self {
        Self(Cache::new(50_000))
    }
}

impl Entries {
    /// The entry with this id, unless it is deleted. Who may see it is another question.
    pub(crate) async fn get(&self, app: &App, scope: Scope, id: &str) -> Result<Option<Arc<Known>>> {
        if !super::is_entry_id(id) {
            return Ok(None);
        }
        self.0.get_or_load(&(scope.partner_id(), id.to_owned()), || load(app, scope, id)).await
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        match key.split_once(' ').and_then(|(partner, id)| Some((partner.parse().ok()?, id.to_owned()))) {
            Some(key) => self.0.forget(&key),
            None => self.0.forget_all(),
        }
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

/// Tells of an entry that changes with the transaction.
pub(crate) fn announce(tx: &mut Transaction, partner_id: i64, id: &str) {
    tx.announce(TOPIC, &format!("{partner_id} {id}"));
}

/// Tells that many entries change with the transaction, or what is known of their categories.
pub(crate) fn announce_all(tx: &mut Transaction) {
    tx.announce(TOPIC, "");
}

async fn load(app: &App, scope: Scope, id: &str) -> Result<Option<Known>> {
    let Some(entry) = table::load(app, scope, id).await? else { return Ok(None) };
    let categories = assigned(app, scope, &[entry.row]).await?.into_iter().map(|(_, one)| one).collect();
    Ok(Some(Known { entry, categories }))
}

/// The categories of entries, by row.
pub(super) async fn assigned(app: &App, scope: Scope, entries: &[i64]) -> Result<Vec<(i64, Assigned)>> {
    const PENDING: i64 = 1;
    const ACTIVE: i64 = 2;
    let statement = Query::select()
        .columns([("assignment", "entry_id"), ("assignment", "category_id"), ("assignment", "status")])
        .columns(
            ["full_name", "privacy", "member_category_id", "privacy_contexts"].map(|name| ("category", name)),
        )
        .from_as("category_entry", "assignment")
        .join(
            JoinType::InnerJoin,
            "category",
            Expr::col(("category", "id")).equals(("assignment", "category_id")),
        )
        .and_where(Expr::col(("category", "partner_id")).eq(scope.partner_id()))
        .and_where(Expr::col(("category", "status")).is_not_in([3_i64, 4]))
        .and_where(Expr::col(("assignment", "status")).is_in([PENDING, ACTIVE]))
        .and_where(Expr::col(("assignment", "entry_id")).is_in(entries.iter().copied()))
        .order_by(("assignment", "category_id"), Order::Asc)
        .to_owned();
    let mut found = Vec::new();
    for part in app.store.all(&statement).await? {
        let contexts: String = part.get("privacy_contexts")?;
        let names = contexts.split(',').map(str::trim).filter(|name| !name.is_empty());
        found.push((
            part.get("entry_id")?,
            Assigned {
                category: part.get("category_id")?,
                active: part.get::<i64>("status")? == ACTIVE,
                full_name: part.get("full_name")?,
                privacy: part.get("privacy")?,
                members_of: part.get("member_category_id")?,
                contexts: names.map(str::to_owned).collect(),
            },
        ));
    }
    Ok(found)
}

/// Entries as lists read them, with their categories; those that are gone meanwhile are left out.
pub(super) async fn with_categories(app: &App, scope: Scope, entries: Vec<EntryRow>) -> Result<Vec<Known>> {
    let rows: Vec<i64> = entries.iter().map(|entry| entry.row).collect();
    let mut by_row = std::collections::HashMap::<i64, Vec<Assigned>>::new();
    if !rows.is_empty() {
        for (row, category) in assigned(app, scope, &rows).await? {
            by_row.entry(row).or_default().push(category);
        }
    }
    let known = |entry: EntryRow| Known { categories: by_row.remove(&entry.row).unwrap_or_default(), entry };
    Ok(entries.into_iter().map(known).collect())
}
