//! Who may do what: two matrices that enumerate the contract by themselves, and the rules behind them.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod arguments;
#[path = "../common/mod.rs"]
mod common;
mod expected;
mod isolation;
mod matrix;
mod rules;
mod user_ids;
