//! `exportcsv`: fetching exports.

use contract::service;

use super::serve;
use crate::call::{Call, SentAsFile};
use crate::error::Result;

/// The service `exportcsv`.
pub struct Exports;

/// Exports as comma-separated values: asked for elsewhere, fetched here.
#[service(name = "exportcsv")]
impl Exports {
    /// Sends an export as a file. The session must name it in its `download` privilege, as the one in the link does.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION))]
    async fn serve_csv(
        call: &Call,
        /// The name of the file.
        id: String,
    ) -> Result<SentAsFile> {
        serve::serve(call, &id).await
    }
}
