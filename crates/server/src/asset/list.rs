//! What lists of flavours and of thumbnails have in common (reference: content-access.md §8.1).

use contract::errors::PROPERTY_VALIDATION_CANNOT_BE_NULL;
use contract::filter::ListQuery;

use super::model::AssetFilter;
use super::{Asset, Kind, table};
use crate::call::Call;
use crate::error::Result;
use crate::{entitlement, entry};

/// Entries that a filter may name.
const MAX_ENTRIES: usize = 500;

/// The files of the entries that a filter names and the session may see, and how many there are.
pub(super) async fn list(
    call: &Call,
    kind: Kind,
    class: &str,
    filter: &AssetFilter,
    query: &ListQuery,
) -> Result<(Vec<Asset>, u64)> {
    let (scope, viewer) = (call.scope()?, entitlement::viewer(call).await?);
    let mut visible = Vec::new();
    for id in entries(class, filter)? {
        if entry::visible_to(call, &viewer, id).await?.is_some() {
            visible.push(id.to_owned());
        }
    }
    if visible.is_empty() {
        return Ok((Vec::new(), 0));
    }
    table::list(call.app(), scope, kind, visible, query).await
}

/// The entries that a filter names: it has to name some.
fn entries<'a>(class: &str, filter: &'a AssetFilter) -> Result<Vec<&'a str>> {
    let one = filter.entry_id_equal.get().filter(|id| !id.is_empty());
    let some = filter.entry_id_in.get().filter(|ids| !ids.is_empty());
    match (one, some) {
        (Some(id), _) => Ok(vec![id]),
        (None, Some(ids)) => {
            Ok(ids.split(',').map(str::trim).filter(|id| !id.is_empty()).take(MAX_ENTRIES).collect())
        }
        (None, None) => {
            let names = format!("{class}::entryIdEqual/{class}::entryIdIn");
            Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([names]).into())
        }
    }
}

/// What all files show.
pub(super) fn base(asset: &Asset) -> Result<super::model::Asset> {
    let shown: super::model::Asset = asset.more.show()?;
    Ok(super::model::Asset {
        id: asset.id.clone().into(),
        entry_id: asset.entry_id.clone().into(),
        partner_id: asset.partner_id.into(),
        version: asset.version.into(),
        size: (asset.size / 1024).into(),
        tags: asset.tags.clone().into(),
        created_at: contract::Time(asset.created_at).into(),
        updated_at: contract::Time(asset.updated_at).into(),
        size_in_bytes: contract::BigInt(asset.size).into(),
        ..shown
    })
}
