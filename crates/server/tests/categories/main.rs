//! Categories and who is in them (reference: content-access.md §16.1, §16.3, §17.1, §17.2).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;

mod helpers;
mod hostile;
mod lists;
mod members;
mod random;
mod settings;
mod tree;
mod visible;
