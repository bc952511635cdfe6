//! Access control: the services, and the decision (reference: content-access.md §9–§15).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;
mod contexts;
mod explained;
mod limits;
mod matrix;
mod old_form;
mod playing;
mod profiles;
mod reading;
mod world;
