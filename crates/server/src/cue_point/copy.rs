//! Cue points on another entry (reference: search-metadata.md §6.3, `clone`).

use std::collections::HashMap;

use contract::errors::{INVALID_ENTRY_ID, INVALID_USER_ID, NO_PERMISSION_TO_COPY_CUE_POINT_TO_ENTRY};
use store::Transaction;

use super::access::{self, Sees};
use super::model::{CuePointStatus, CuePointType};
use super::table::{self, CueRow};
use super::{save, tree};
use crate::call::Call;
use crate::entry::{self, owner::is_editor, owner::wrong_type};
use crate::error::{Error, Result};
use crate::keys::new_object_id;
use crate::quiz;

/// Accounts that want no copies, and accounts that want copies of annotations.
const NO_COPIES: &str = "DO_NOT_COPY_CUE_POINTS_TO_CLIP";
const ANNOTATIONS_TOO: &str = "COPY_ANNOTATIONS_TO_CLIP";

fn may_be_copied(call: &Call, kind: CuePointType) -> Result<bool> {
    let account = call.partner()?;
    Ok(!account.has_feature(NO_COPIES)
        && kind != CuePointType::QuizAnswer
        && (kind != CuePointType::Annotation || account.has_feature(ANNOTATIONS_TOO)))
}

/// The same on another entry; whose it is does not change. Its picture stays with the original.
fn copied(from: &CueRow, entry_id: &str, now: i64) -> CueRow {
    let mut copy = CueRow {
        row: 0,
        id: new_object_id(),
        entry_id: entry_id.to_owned(),
        parent_id: from.parent_id.as_ref().map(|_| tree::NONE.to_owned()),
        depth: 0,
        children: 0,
        direct_children: 0,
        created_at: now,
        updated_at: now,
        ..from.clone()
    };
    copy.more.copied_from = Some(from.id.clone());
    if copy.more.asset_id.take().is_some() && copy.status == CuePointStatus::Ready {
        copy.status = CuePointStatus::Pending;
    }
    if copy.kind == CuePointType::Annotation {
        copy.more.original_created_at = Some(from.more.original_created_at.unwrap_or(from.created_at));
    }
    copy
}

/// Copies a cue point to an entry that the session may change. A question goes to another quiz; an answer stays in its
/// attempt.
pub(super) async fn clone(call: &Call, id: &str, entry_id: &str) -> Result<CueRow> {
    let found = access::visible(call, id).await?;
    let target = entry::visible(call, entry_id).await?.ok_or_else(|| entry::not_found(entry_id))?;
    if !may_be_copied(call, found.cue.kind)? {
        return Err(NO_PERMISSION_TO_COPY_CUE_POINT_TO_ENTRY.with([id, entry_id]).into());
    }
    if !is_editor(call, &target).await? {
        return Err(wrong_type());
    }
    if found.cue.kind == CuePointType::QuizQuestion {
        quiz::of(&target.entry).ok_or_else(|| Error::from(INVALID_ENTRY_ID.with([entry_id])))?;
        // It shows what only editors know.
        if !is_editor(call, &found.entry).await? {
            return Err(INVALID_USER_ID.bare().into());
        }
    }
    let mut copy = copied(&found.cue, entry_id, call.now());
    let mut tx = call.app().store.begin().await?;
    entry::held(&mut tx, call, entry_id).await?;
    save::check_name(&mut tx, call.scope()?, &copy).await?;
    table::insert(&mut tx, &mut copy).await?;
    tx.commit().await?;
    Ok(copy)
}

/// Copies to a new entry what the session sees of another one's cue points, but for kinds that are not wanted.
/// Annotations stand under each other as before, as far as they are copied.
pub(crate) async fn copy_all(
    tx: &mut Transaction,
    call: &Call,
    from: &str,
    to: &str,
    wants: impl Fn(CuePointType) -> bool,
) -> Result<()> {
    let (scope, sees) = (call.scope()?, Sees::of(call));
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut copies: Vec<CueRow> = Vec::new();
    for cue in table::of_entry(tx, scope, from).await? {
        if !wants(cue.kind) || !sees.shows(&cue) || !may_be_copied(call, cue.kind)? {
            continue;
        }
        let mut copy = copied(&cue, to, call.now());
        let mut above = cue.parent_id.as_ref().and_then(|parent| places.get(parent).copied());
        if let Some(parent) = above.and_then(|place| copies.get_mut(place)) {
            copy.parent_id = Some(parent.id.clone());
            copy.depth = parent.depth.saturating_add(1);
            parent.direct_children += 1;
        }
        while let Some(parent) = above.and_then(|place| copies.get_mut(place)) {
            parent.children += 1;
            above = parent.parent_id.as_ref().and_then(|id| places.get(id).copied());
        }
        places.insert(cue.id, copies.len());
        places.insert(copy.id.clone(), copies.len());
        copies.push(copy);
    }
    for copy in &mut copies {
        table::insert(tx, copy).await?;
    }
    Ok(())
}
