//! Who is in a category, and what they may do there (reference: content-access.md §17.2).

mod add;
mod known;
mod list;
pub mod model;
mod powers;
pub mod service;
mod table;

pub(in crate::category) use self::add::known_user;
pub use self::known::{Memberships, TOPIC};
pub use self::powers::{Powers, Standing};
pub(crate) use self::table::{follow_user, forget_user};
pub(in crate::category) use self::table::{
    make_manager, recount_within, remove_all, remove_within, with_member, with_standing,
};
