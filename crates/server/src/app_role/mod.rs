//! Roles that users have in other applications. They open nothing here.
//!
//! The original asks a service of its maker's, which nobody else runs, whether an application exists. Here there is
//! no such registry: every well-formed id is that of an application, since nothing but the application itself looks
//! at these rows.

pub mod model;
pub mod service;
mod table;

pub use self::table::{anybody_has_role, forget_user};
