//! `system`: is the server there (reference: content-access.md §8.8).

use contract::service;

use crate::call::Call;
use crate::error::Result;

/// The service `system`.
pub struct System;

/// Whether the server is there.
#[service(name = "system")]
impl System {
    /// The server's clock, in Unix seconds.
    #[action(session = none, allow(ALWAYS_ALLOWED_ACTIONS))]
    async fn get_time(call: &Call) -> Result<i64> {
        Ok(call.now())
    }

    /// The version of the server.
    #[action(session = none, allow(ALWAYS_ALLOWED_ACTIONS))]
    async fn get_version(call: &Call) -> Result<String> {
        let _ = call;
        Ok(format!("Boxoffice {}", env!("CARGO_PKG_VERSION")))
    }

    /// Answers true.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION)
    )]
    async fn ping(call: &Call) -> Result<bool> {
        let _ = call;
        Ok(true)
    }
}
