//! Complaints about entries, and what moderators say (reference: content-access.md §5, §15).

pub mod model;
mod table;

use contract::errors::{ENTRY_CANNOT_BE_FLAGGED, PROPERTY_VALIDATION_CANNOT_BE_NULL};
use contract::{ApiEnum, FilterPager, ListOf, Time};

pub(crate) use self::table::follow_user;

use self::model::{ModerationFlag, ModerationFlagStatus, ModerationFlagType, ModerationObjectType};
use crate::call::Call;
use crate::entry;
use crate::entry::words::EntryModerationStatus as Status;
use crate::error::Result;

/// Takes down a complaint; nobody has to have logged in.
pub(crate) async fn flag(call: &Call, mut sent: ModerationFlag) -> Result<()> {
    call.check_insert(&mut sent)?;
    let property = |name: &str| format!("KalturaModerationFlag::{name}");
    let Some(id) = sent.flagged_entry_id.get().cloned() else {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property("flaggedEntryId")]).into());
    };
    let Some(kind) = sent.flag_type.get().copied() else {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property("flagType")]).into());
    };
    let known = entry::visible(call, &id).await?.ok_or_else(|| entry::not_found(&id))?;
    let flag = table::NewFlag {
        entry: known.entry.row,
        user_id: call.user_id().to_owned(),
        kind: kind.number(),
        comments: sent.comments.into_option(),
    };
    let mut tx = call.app().store.begin().await?;
    let mut row = entry::held(&mut tx, call, &id).await?;
    if !matches!(row.moderation, Status::Approved | Status::AutoApproved | Status::FlaggedForReview) {
        return Err(ENTRY_CANNOT_BE_FLAGGED.bare().into());
    }
    row.moderation = Status::FlaggedForReview;
    row.moderation_count = row.moderation_count.saturating_add(1);
    table::add(&mut tx, call.scope()?, &flag, call.now()).await?;
    entry::write(&mut tx, call, &mut row).await?;
    Ok(tx.commit().await?)
}

/// What a moderator says about an entry; its complaints are dealt with.
pub(crate) async fn decide(call: &Call, id: &str, approve: bool) -> Result<()> {
    entry::visible(call, id).await?.ok_or_else(|| entry::not_found(id))?;
    let mut tx = call.app().store.begin().await?;
    let mut row = entry::held(&mut tx, call, id).await?;
    row.moderation = if approve { Status::Approved } else { Status::Rejected };
    row.moderation_count = 0;
    table::close(&mut tx, call.scope()?, row.row, call.now()).await?;
    entry::write(&mut tx, call, &mut row).await?;
    Ok(tx.commit().await?)
}

/// The complaints about an entry that nobody has looked at.
pub(crate) async fn list(
    call: &Call,
    id: &str,
    pager: Option<&FilterPager>,
) -> Result<ListOf<ModerationFlag>> {
    let known = entry::visible(call, id).await?.ok_or_else(|| entry::not_found(id))?;
    let page = pager.map(FilterPager::page).unwrap_or_default();
    let (flags, total) = table::list(call.app(), call.scope()?, known.entry.row, page).await?;
    let show = |flag: &table::Flag| ModerationFlag {
        id: flag.id.into(),
        partner_id: flag.partner_id.into(),
        user_id: flag.user_id.clone().into(),
        moderation_object_type: ModerationObjectType::Entry.into(),
        flagged_entry_id: known.entry.id.clone().into(),
        flagged_user_id: None.into(),
        status: ModerationFlagStatus::Pending.into(),
        comments: flag.comments.clone().into(),
        flag_type: ModerationFlagType::from_number(flag.kind).into(),
        created_at: Time(flag.created_at).into(),
        updated_at: Time(flag.updated_at).into(),
    };
    Ok(ListOf {
        objects: Some(flags.iter().map(show).collect()),
        total_count: i64::try_from(total).unwrap_or(i64::MAX),
    })
}
