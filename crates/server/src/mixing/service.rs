//! `mixing`: the one action by which programs ask whether an entry is a mix.

use contract::errors::ENTRY_ID_NOT_FOUND;
use contract::service;

use crate::call::Call;
use crate::entry::model::MediaEntry;
use crate::error::Result;

/// The service `mixing`.
pub struct MixingService;

/// Mixes of entries. There are none.
#[service(name = "mixing")]
impl MixingService {
    /// Answers the entries in a mix. No entry is one.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, CONTENT_MANAGE_MIX, WIDGET_SESSION_PERMISSION)
    )]
    async fn get_ready_media_entries(
        call: &Call,
        /// The mix.
        mix_id: String,
        /// Which version of it; the newest, if nothing is said.
        #[param(default = -1)]
        version: i64,
    ) -> Result<Vec<MediaEntry>> {
        let _ = (call, version);
        Err(ENTRY_ID_NOT_FOUND.with([mix_id]).into())
    }
}
