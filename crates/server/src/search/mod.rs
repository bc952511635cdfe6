//! Searches: trees of what is looked for, in entries, categories, users and groups (reference: search-metadata.md §1, §2).

mod categories;
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
pub(crate) mod within;
