//! Application tokens: keys that are exchanged for sessions without ever showing a secret.

pub mod model;
mod of_user;
pub mod service;
mod table;

pub(crate) use self::of_user::{delete_of_user, follow_user};
pub use self::table::{AppTokens, TOPIC, count_active};

use crate::app::App;
use crate::call::Scope;
use crate::error::Result;

/// True if the account has an application token with this id.
pub async fn exists(app: &App, scope: Scope, id: &str) -> Result<bool> {
    Ok(app.app_tokens.get(app, scope, id).await?.is_some())
}
