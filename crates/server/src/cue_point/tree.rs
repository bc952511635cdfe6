//! Annotations about annotations: who stands under whom, and how many (reference: search-metadata.md §7.1).

use contract::errors::{PARENT_ANNOTATION_DO_NOT_BELONG_TO_THE_SAME_ENTRY, PARENT_ANNOTATION_NOT_FOUND};
use store::Transaction;

use super::access;
use super::model::{Annotation, CuePointType};
use super::table::{self, CueRow};
use crate::call::{Call, Scope};
use crate::error::{Error, Result};

/// The parent of what is about the entry alone.
pub(super) const NONE: &str = "0";

/// So many annotations may stand under each other.
const MAX_DEPTH: i64 = 100;

fn no_parent(id: &str) -> Error {
    PARENT_ANNOTATION_NOT_FOUND.with([id]).into()
}

/// The annotation that a new one says it is about: one of the same entry that the session sees.
pub(super) async fn parent(call: &Call, sent: &Annotation, entry_id: &str) -> Result<Option<CueRow>> {
    let Some(id) = sent.parent_id.get().filter(|id| !id.is_empty() && *id != NONE) else { return Ok(None) };
    let missing = access::not_found(id).code();
    let found = match access::visible(call, id).await {
        Ok(found) => found.cue,
        Err(error) if error.code() == missing => return Err(no_parent(id)),
        Err(error) => return Err(error),
    };
    if found.kind != CuePointType::Annotation || found.depth >= MAX_DEPTH {
        return Err(no_parent(id));
    }
    if found.entry_id != entry_id {
        return Err(PARENT_ANNOTATION_DO_NOT_BELONG_TO_THE_SAME_ENTRY.bare().into());
    }
    Ok(Some(found))
}

/// Counts annotations that come to, or go from, those under `parent`: `direct` right under it, `all` below it.
pub(super) async fn count(
    tx: &mut Transaction,
    scope: Scope,
    parent: &str,
    mut direct: i64,
    all: i64,
) -> Result<()> {
    let mut above = parent.to_owned();
    for _ in 0..=MAX_DEPTH {
        if above == NONE {
            break;
        }
        let Some(mut cue) = table::hold(tx, scope, &above).await? else { break };
        cue.children = cue.children.saturating_add(all);
        cue.direct_children = cue.direct_children.saturating_add(direct);
        table::update(tx, &cue).await?;
        direct = 0;
        above = cue.parent_id.unwrap_or_else(|| NONE.to_owned());
    }
    Ok(())
}

/// Puts a new annotation under its parent, if that one is still there.
pub(super) async fn place(tx: &mut Transaction, scope: Scope, cue: &mut CueRow) -> Result<()> {
    if cue.kind != CuePointType::Annotation {
        return Ok(());
    }
    let Some(id) = cue.parent_id.clone().filter(|id| id != NONE) else { return Ok(()) };
    let parent = table::hold(tx, scope, &id).await?.ok_or_else(|| no_parent(&id))?;
    cue.depth = parent.depth.saturating_add(1);
    count(tx, scope, &id, 1, 1).await
}

/// Deletes a cue point and all that is about it.
pub(super) async fn remove(tx: &mut Transaction, scope: Scope, cue: &CueRow, now: i64) -> Result<()> {
    let mut rows = vec![cue.row];
    let mut level = vec![cue.id.clone()];
    while !level.is_empty() {
        let below = table::under(tx, scope, &level).await?;
        rows.extend(below.iter().map(|cue| cue.row));
        level = below.into_iter().map(|cue| cue.id).collect();
    }
    table::delete(tx, &rows, now).await?;
    if let Some(parent) = cue.parent_id.as_deref().filter(|_| cue.kind == CuePointType::Annotation) {
        let gone = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        count(tx, scope, parent, -1, -gone).await?;
    }
    Ok(())
}
