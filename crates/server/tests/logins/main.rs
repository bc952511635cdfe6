//! Logging in, and what belongs to it: policy, lock-out, one-time codes, links, mails (reference: identity.md §4, §6.4,
//! §7, §17).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod accounts;
mod changes;
mod codes;
#[path = "../common/mod.rs"]
mod common;
mod helpers;
mod hijacking;
mod links;
mod mail;
mod passwords;
mod privileges;

use common::{Outcome, refused};
use serde_json::json;

/// A good password that nobody begins with.
const OTHER: &str = "violet rocket sandwich";

fn error(code: &str) -> Outcome {
    refused(code, json!([]))
}
