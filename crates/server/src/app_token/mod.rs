//! Application tokens: keys that are exchanged for sessions without ever showing a secret.

pub mod model;
pub mod service;
mod table;

pub use self::table::AppTokens;
pub use self::table::TOPIC;
