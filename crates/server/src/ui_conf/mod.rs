//! Settings of players (reference: content-access.md §8.5, more-services.md §5.5).

mod builtin;
pub mod model;
pub mod service;
mod table;

use store::Transaction;

use crate::app::App;
use crate::call::Scope;
use crate::error::Result;

pub use self::table::{TOPIC, UiConfs};

/// Whether an account sees settings by this id: its own, or those of account 0.
pub async fn exists(app: &App, scope: Scope, id: i64) -> Result<bool> {
    Ok(table::find(app, Some(scope), id).await?.is_some())
}

/// Adds the players that every account begins with.
pub async fn add_defaults(tx: &mut Transaction, partner_id: i64, now: i64) -> Result<()> {
    for template in builtin::all() {
        let row =
            table::UiConfRow { id: 0, partner_id, created_at: now, updated_at: now, ..template.clone() };
        table::add(tx, &row).await?;
    }
    Ok(())
}
