//! Categories: the tree that entries are put in, who is in it, and who sees what of it.

pub(crate) mod assignments;
mod change;
pub mod filter;
mod list;
pub mod member;
pub mod model;
mod named;
mod names;
mod remove;
mod row;
pub(crate) mod search;
pub mod service;
mod settings;
mod show;
mod table;
mod tree;
mod values;
mod visible;

pub use self::member::{Memberships, Powers, Standing, TOPIC};
pub(crate) use self::member::{follow_user, forget_user};
pub(crate) use self::named::{find_by_full_name, make_path, named};
pub(crate) use self::table::{CategoryRow, touch};
pub(crate) use self::visible::{find_visible, standing, visible};
