//! Entries in categories.

mod fields;
pub mod model;
pub mod service;
mod table;

pub(crate) use self::fields::{named, set};
pub(crate) use self::table::{copy, follow_user, remove_all};
