//! The recycle bin of an account that has one (reference: content-access.md §5).

use contract::errors::{FEATURE_RECYCLE_BIN_DISABLED, INVALID_ENTRY_STATUS_FOR_RECYCLE};

use super::known::Known;
use super::service::found;
use super::words::{EntryDisplayInSearchType, EntryStatus};
use super::write;
use crate::call::Call;
use crate::error::Result;

/// Puts an entry into the bin. Fails if it lies there.
pub(super) async fn put(call: &Call, id: &str) -> Result<()> {
    let known = recyclable(call, id).await?;
    if known.entry.display == EntryDisplayInSearchType::Recycled {
        return Err(INVALID_ENTRY_STATUS_FOR_RECYCLE.bare().into());
    }
    write::recycle(call, id).await
}

/// Takes an entry out of the bin, to where it was before. Fails if it does not lie there.
pub(super) async fn take_out(call: &Call, id: &str) -> Result<()> {
    let known = recyclable(call, id).await?;
    if known.entry.display != EntryDisplayInSearchType::Recycled {
        return Err(INVALID_ENTRY_STATUS_FOR_RECYCLE.bare().into());
    }
    write::restore(call, id).await
}

async fn recyclable(call: &Call, id: &str) -> Result<std::sync::Arc<Known>> {
    let partner = call.partner()?;
    if !partner.has_feature("FEATURE_RECYCLE_BIN") {
        return Err(FEATURE_RECYCLE_BIN_DISABLED.bare().into());
    }
    let known = found(call, id).await?;
    match known.entry.status {
        EntryStatus::Ready
        | EntryStatus::NoContent
        | EntryStatus::ErrorConverting
        | EntryStatus::ErrorImporting => Ok(known),
        _ => Err(INVALID_ENTRY_STATUS_FOR_RECYCLE.bare().into()),
    }
}
