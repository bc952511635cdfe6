//! Scheduling: events, the resources that they need, and which needs which (reference: more-services.md §4). What
//! programs use of it is here: recordings, once or by the day, week, month or year.

mod dates;
pub mod event_filter;
pub mod event_model;
mod event_save;
pub mod event_service;
mod event_table;
pub mod link_model;
pub mod link_service;
mod link_table;
pub mod resource_model;
pub mod resource_service;
mod resource_table;
mod show;

use store::Transaction;

use crate::call::Scope;
use crate::error::Result;

/// Writes the new id of a user wherever the old one stands.
pub(crate) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    event_table::follow_user(tx, scope, old, new).await
}
