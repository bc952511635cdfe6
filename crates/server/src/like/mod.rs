//! Likes: users say that they like entries, which counts as a vote of rank 1 (reference: more-services.md §5.2).

pub mod model;
pub mod service;
mod table;

pub(crate) use self::table::{follow_user, remove_all};
