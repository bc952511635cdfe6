//! Entries in categories.

pub mod model;
pub mod service;
mod table;

pub(crate) use self::table::{follow_user, remove_all};
