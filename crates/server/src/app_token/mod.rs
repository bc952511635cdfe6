//! Application tokens: keys that are exchanged for sessions without ever showing a secret.

pub mod model;
pub mod service;
mod table;

pub use self::table::AppTokens;
pub(crate) use self::table::TOPIC;
