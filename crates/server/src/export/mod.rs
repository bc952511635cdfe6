//! Exports: lists as CSV, made in the background, and fetched by a link that goes to whoever asked (reference:
//! identity.md §6, §14; session.md §14).

mod columns;
pub mod model;
mod serve;
pub mod service;
mod users;

pub(crate) use self::columns::harmless;
pub(crate) use self::serve::serve;
pub(crate) use self::users::{Wish, ask, step, tell_failure};

/// An export can be fetched for so many days, and is then forgotten.
const KEPT_DAYS: i64 = 7;
