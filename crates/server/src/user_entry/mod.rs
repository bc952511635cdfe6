//! User entries: what an account notes of a user and an entry (reference: content-access.md §8.6, more-services.md §5.1,
//! §5.3). They are attempts at quizzes, histories of playing, wishes to play something later, and registrations.

mod access;
mod attempt;
mod list;
pub mod model;
mod save;
pub mod service;
mod show;
mod table;

use store::Transaction;

pub(crate) use self::attempt::{Attempts, hold_attempt};
pub(crate) use self::table::Note;
use crate::call::Scope;
use crate::error::Result;

/// Deletes what is noted of an entry that goes. The caller holds it.
pub(crate) async fn remove_all(tx: &mut Transaction, scope: Scope, entry_id: &str, now: i64) -> Result<()> {
    table::delete_of(tx, scope, entry_id, now).await
}

/// Hides what is noted of an entry that goes to the recycle bin, or shows it again.
pub(crate) async fn set_recycled(
    tx: &mut Transaction,
    scope: Scope,
    entry_id: &str,
    is_recycled: bool,
) -> Result<()> {
    table::set_recycled(tx, scope, entry_id, is_recycled).await
}

/// Writes the new id of a user wherever the old one stands.
pub(crate) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    table::follow_user(tx, scope, old, new).await
}
