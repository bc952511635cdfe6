//! Searches: trees of what is looked for, in entries, users and groups (reference: search-metadata.md §1, §2).

mod entries;
mod hidden;
mod highlight;
pub mod model;
mod nested;
mod order;
pub(crate) mod part;
pub(crate) mod people;
pub mod service;
pub(crate) mod term;
mod tree;
