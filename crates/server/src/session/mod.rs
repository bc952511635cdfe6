//! Sessions: starting, describing and ending them.

pub mod ending;
pub mod explain;
pub mod floor;
mod impersonate;
mod issue;
pub mod model;
pub mod own_model;
pub mod own_service;
pub mod revocation;
pub mod service;

pub use self::issue::{IssueRequest, LONGEST_SECONDS, check_roles, issue, issue_for};
