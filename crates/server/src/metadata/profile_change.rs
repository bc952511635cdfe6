//! What a new schema does to the metadata that there are (reference: search-metadata.md §3.2).

use contract::errors::{INVALID_METADATA_PROFILE_SCHEMA, INVALID_OBJECT_ID, METADATA_UNABLE_TO_TRANSFORM};
use store::Transaction;

use super::table::{self, MetadataRow};
use super::xsd::{self, FieldKind, MAX_DOCUMENT, Schema};
use super::{Profile, index, profile_table};
use crate::call::{Call, Scope};
use crate::error::{Error, Result};

/// Metadata that are gone through within one call.
const MAX_ROWS: usize = 5_000;
/// Metadata that are in memory together.
const AT_ONCE: u64 = 100;

/// Reads a schema that was sent.
pub(super) fn read(xsd: &str) -> Result<Schema> {
    Schema::read(xsd).map_err(|why| INVALID_METADATA_PROFILE_SCHEMA.with([why]).into())
}

/// Checks that the profiles are there whose dynamic objects a schema names.
pub(super) fn check_related(schema: &Schema, all: &[Profile]) -> Result<()> {
    let related = xsd::fields(schema).into_iter().filter(|field| field.kind == FieldKind::Dynamic);
    for id in related.filter_map(|field| field.profile_id) {
        if all.iter().all(|known| known.id != id) {
            return Err(INVALID_OBJECT_ID.with([id.to_string()]).into());
        }
    }
    Ok(())
}

fn unable(why: &str) -> Error {
    METADATA_UNABLE_TO_TRANSFORM.with([why]).into()
}

/// Gives a profile, which is held to be changed, another schema. Metadata that do not follow it lose the elements and
/// values that it does not know; if that is not enough, nothing changes.
pub(super) async fn give_schema(
    tx: &mut Transaction,
    call: &Call,
    profile: &mut Profile,
    xsd: String,
) -> Result<()> {
    if xsd == profile.xsd {
        return Ok(());
    }
    let (scope, now) = (call.scope()?, call.now());
    let schema = read(&xsd)?;
    let before = std::mem::replace(&mut profile.schema, schema);
    profile.xsd = xsd;
    profile.definition += 1;
    profile.updated_at = now;
    profile_table::add_schema(tx, profile.id, profile).await?;
    profile_table::update(tx, profile).await?;

    let follows = xsd::covers(&profile.schema, &before);
    let is_found_anew = has_new_values(&profile.schema, &before);
    if follows && !is_found_anew {
        return Ok(());
    }
    let rows = table::count(tx, scope, profile.id, MAX_ROWS as u64 + 1).await?;
    if rows == 0 {
        return Ok(());
    }
    if rows > MAX_ROWS {
        return Err(unable("there are too many metadata to go through"));
    }
    if let Some(name) = xsd::renamed(&profile.schema, &before) {
        return Err(unable(&format!("the element \"{name}\" has another name")));
    }
    // With the ids that its fields have by now.
    let mut current = profile_table::hold(tx, scope, profile.id, true)
        .await?
        .ok_or_else(|| Error::internal("a profile that is held is gone"))?;
    current.version += 1;
    if rewrite(tx, scope, &current, now).await? {
        profile.version = current.version;
        profile_table::update(tx, profile).await?;
    }
    Ok(())
}

/// Whether the new schema has values to be looked for in metadata that are there already.
fn has_new_values(new: &Schema, old: &Schema) -> bool {
    let (old_fields, old_elements) = (xsd::fields(old), xsd::elements(old));
    xsd::fields(new).iter().filter(|field| field.is_searchable()).any(|field| {
        let was_there = old_elements.iter().any(|known| known.path == field.path);
        let was_searched = old_fields.iter().any(|known| known.is_found_like(field));
        was_there && !was_searched
    })
}

/// Goes through all metadata of a profile, and says whether any had to change.
async fn rewrite(tx: &mut Transaction, scope: Scope, profile: &Profile, now: i64) -> Result<bool> {
    let mut has_changed = false;
    let mut behind = 0;
    loop {
        let rows = table::of_profile(tx, scope, profile.id, behind, AT_ONCE).await?;
        let Some(last) = rows.last() else { return Ok(has_changed) };
        behind = last.id;
        for row in rows {
            has_changed |= follow(tx, profile, row, now).await?;
        }
    }
}

async fn follow(tx: &mut Transaction, profile: &Profile, mut row: MetadataRow, now: i64) -> Result<bool> {
    let broken = |why: String| Error::internal(format!("metadata that were kept: {why}"));
    let text = row.xml.clone();
    let document = xsd::parse(&text, MAX_DOCUMENT).map_err(broken)?;
    if profile.schema.check(&document).is_ok() {
        index::put(tx, profile, &row, &document).await?;
        return Ok(false);
    }
    row.xml = xsd::pruned(&profile.schema, &document);
    let text = row.xml.clone();
    let document = xsd::parse(&text, MAX_DOCUMENT).map_err(broken)?;
    profile.schema.check(&document).map_err(|why| unable(&why))?;
    row.version += 1;
    row.profile_version = profile.version;
    row.updated_at = now;
    table::update(tx, &row).await?;
    index::put(tx, profile, &row, &document).await?;
    Ok(true)
}
