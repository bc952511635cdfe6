//! Sessions: starting, describing and ending them.

mod issue;
pub mod model;
pub mod revocation;
pub mod service;

pub use self::issue::{IssueRequest, issue};
