//! What the API says about searches.

pub mod aggregation;
pub mod base;
pub mod category;
pub mod entry;
pub mod group;
pub mod user;
