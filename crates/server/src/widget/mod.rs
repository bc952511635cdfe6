//! Widgets: the handles by which players get anonymous sessions.

pub mod model;
pub mod service;
mod table;

pub use self::table::{TOPIC, Widget, Widgets, add_default};
