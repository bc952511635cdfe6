//! The categories of an entry as two of its own properties, by name or by id, which is how they were assigned before
//! there were privacy contexts (reference: content-access.md §4.5).

use std::collections::BTreeSet;

use contract::Prop;
use contract::errors::PROPERTY_VALIDATION_ADMIN_PROPERTY;
use store::Transaction;

use super::model::CategoryEntryStatus;
use super::table::{self, Place};
use crate::call::Call;
use crate::category;
use crate::entitlement::enforced;
use crate::entry::model::BaseEntry;
use crate::error::Result;

/// The categories that the properties of an entry name; none where they are left out. Categories that are not there are
/// made for administrators, from the first name that is new.
pub(crate) async fn named(call: &Call, sent: &BaseEntry) -> Result<Option<BTreeSet<i64>>> {
    if sent.categories.is_absent() && sent.categories_ids.is_absent() {
        return Ok(None);
    }
    let parts = |list: &Prop<String>| -> Vec<String> {
        let list = list.get().map(String::as_str).unwrap_or_default();
        list.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let viewer = enforced::viewer(call).await?;
    let mut found = BTreeSet::new();
    for id in parts(&sent.categories_ids).iter().filter_map(|id| id.parse().ok()) {
        if category::find_visible(call, &viewer, id).await?.is_some() {
            found.insert(id);
        }
    }
    for name in parts(&sent.categories) {
        let known = category::find_by_full_name(call, &viewer, &name).await?;
        let id = match known {
            Some(known) => known.id,
            None if call.is_admin() => category::make_path(call, &viewer, &name).await?,
            None => {
                let property = "KalturaBaseEntry::categories";
                return Err(PROPERTY_VALIDATION_ADMIN_PROPERTY.with([property]).into());
            }
        };
        found.insert(id);
    }
    Ok(Some(found))
}

/// Puts an entry into these categories and takes it out of all others. The caller holds the entry, and publishes it
/// after this.
pub(crate) async fn set(tx: &mut Transaction, call: &Call, entry: i64, wanted: &BTreeSet<i64>) -> Result<()> {
    let (scope, now) = (call.scope()?, call.now());
    let places = table::of_entry(tx, scope, entry).await?;
    let counts =
        |place: &Place| matches!(place.status, CategoryEntryStatus::Active | CategoryEntryStatus::Pending);
    for place in places.iter().filter(|place| counts(place) && !wanted.contains(&place.category)) {
        let gone = Place { status: CategoryEntryStatus::Deleted, ..place.clone() };
        table::write(tx, scope, &gone, Some(place.status), now).await?;
    }
    super::service::check_number(call, wanted.len())?;
    for category in wanted {
        let before = places.iter().find(|place| place.category == *category);
        if before.is_some_and(counts) {
            continue;
        }
        let place = Place {
            category: *category,
            entry,
            status: CategoryEntryStatus::Active,
            creator: Some(call.user_id().to_owned()).filter(|user| !user.is_empty()),
            created_at: now,
        };
        table::write(tx, scope, &place, before.map(|place| place.status), now).await?;
    }
    Ok(())
}
