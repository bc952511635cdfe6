//! Entries made and changed, and what follows from it.

use contract::ApiEnum;
use contract::errors::ENTRY_ID_NOT_FOUND;
use store::Transaction;

use super::fields::{self, Writer};
use super::known::{Known, announce};
use super::model::{AnyCloneOption, BaseEntry, MediaEntry};
use super::table::{self, EntryRow, More};
use super::words::{
    BaseEntryCloneOptions, CloneComponentSelectorType, EntryDisplayInSearchType, EntryModerationStatus,
    EntryReplacementStatus, EntryStatus, EntryType,
};
use crate::call::{Call, Scope};
use crate::category_entry;
use crate::cue_point::{self, model::CuePointType};
use crate::entitlement;
use crate::error::{Error, Result};
use crate::keys::new_object_id;
use crate::like;
use crate::metadata;
use crate::user_entry;

/// The refusal of an entry that is not there, or not for this session.
pub(crate) fn not_found(id: &str) -> Error {
    ENTRY_ID_NOT_FOUND.with([id]).into()
}

/// An entry without anything yet.
pub(super) fn empty(call: &Call, kind: EntryType) -> Result<EntryRow> {
    let now = call.now();
    let status = match kind {
        EntryType::Data | EntryType::Playlist => EntryStatus::Ready,
        _ => EntryStatus::NoContent,
    };
    Ok(EntryRow {
        row: 0,
        partner_id: call.partner()?.id,
        id: new_object_id(),
        kind,
        media_type: None,
        status,
        moderation: EntryModerationStatus::AutoApproved,
        display: EntryDisplayInSearchType::PartnerOnly,
        name: String::new(),
        owner_id: String::new(),
        created_at: now,
        updated_at: now,
        start_date: None,
        end_date: None,
        access_control_id: 0,
        conversion_profile_id: None,
        reference_id: None,
        group_id: None,
        parent_id: None,
        root_id: None,
        replacing_id: None,
        replaced_id: None,
        redirect_id: None,
        template_id: None,
        replacement_status: EntryReplacementStatus::None,
        partner_sort_value: 0,
        moderation_count: 0,
        total_rank: 0,
        votes: 0,
        plays: 0,
        views: 0,
        last_played_at: None,
        ms_duration: 0,
        media_date: None,
        source_type: None,
        version: None,
        more: More::default(),
    })
}

/// Makes an entry of what was sent; `rest` writes what is special to its class.
pub(crate) async fn add(
    call: &Call,
    kind: EntryType,
    sent: &BaseEntry,
    rest: impl FnOnce(&mut EntryRow),
) -> Result<String> {
    let mut entry = empty(call, kind)?;
    if let Some(template) = sent.template_entry_id.get()
        && let Some(template) = super::visible(call, template).await?
    {
        take_over(&template.entry, &mut entry);
        entry.template_id = Some(template.entry.id.clone());
    }
    fields::merge(call, sent, &mut entry, Writer::Maker).await?;
    rest(&mut entry);
    let categories = category_entry::named(call, sent).await?;
    let mut tx = call.app().store.begin().await?;
    table::insert(&mut tx, &mut entry).await?;
    if let Some(categories) = categories {
        category_entry::set(&mut tx, call, entry.row, &categories).await?;
    }
    entitlement::publish(&mut tx, call.scope()?, [entry.row]).await?;
    announce(&mut tx, entry.partner_id, &entry.id);
    tx.commit().await?;
    Ok(entry.id)
}

/// What a template, or the original of a copy, gives.
fn take_over(from: &EntryRow, to: &mut EntryRow) {
    to.name.clone_from(&from.name);
    to.start_date = from.start_date;
    to.end_date = from.end_date;
    to.access_control_id = from.access_control_id;
    to.conversion_profile_id = from.conversion_profile_id;
    to.group_id = from.group_id;
    to.partner_sort_value = from.partner_sort_value;
    to.more.description.clone_from(&from.more.description);
    to.more.tags.clone_from(&from.more.tags);
    to.more.admin_tags.clone_from(&from.more.admin_tags);
    to.more.partner_data.clone_from(&from.more.partner_data);
    to.more.license_type = from.more.license_type;
}

/// Makes an entry like another, which has no content yet. It is the caller's.
pub(super) async fn copy(call: &Call, from: &Known, options: &[AnyCloneOption]) -> Result<String> {
    let says = |part: BaseEntryCloneOptions| {
        options.iter().find_map(|AnyCloneOption::Component(option)| {
            let rule = option.rule.get().filter(|_| option.item_type.get() == Some(&part))?;
            Some(*rule == CloneComponentSelectorType::IncludeComponent)
        })
    };
    let mut entry = empty(call, from.entry.kind)?;
    take_over(&from.entry, &mut entry);
    if says(BaseEntryCloneOptions::AccessControl) == Some(false) {
        entry.access_control_id = 0; // the account's default
    }
    if says(BaseEntryCloneOptions::Users) == Some(true) {
        entry.more.entitled_edit.clone_from(&from.entry.more.entitled_edit);
        entry.more.entitled_publish.clone_from(&from.entry.more.entitled_publish);
        entry.more.entitled_view.clone_from(&from.entry.more.entitled_view);
    }
    entry.media_type = from.entry.media_type;
    entry.source_type = from.entry.source_type;
    entry.more.data_content.clone_from(&from.entry.more.data_content);
    entry.more.hides_data_content = from.entry.more.hides_data_content;
    entry.more.playlist_type = from.entry.more.playlist_type;
    entry.more.playlist_content.clone_from(&from.entry.more.playlist_content);
    // Its questions are copied one by one, by who wants them (reference: usage.json, clone-quizzes).
    entry.more.quiz.clone_from(&from.entry.more.quiz);
    entry.root_id = Some(from.entry.root_id.clone().unwrap_or_else(|| from.entry.id.clone()));
    fields::merge(call, &BaseEntry::default(), &mut entry, Writer::Maker).await?;
    let mut tx = call.app().store.begin().await?;
    table::insert(&mut tx, &mut entry).await?;
    // Categories choose who puts entries into them; a copy is no way around that.
    let is_held = entitlement::enforced::is_enforced(call) && !call.is_admin();
    if !is_held && says(BaseEntryCloneOptions::Categories) != Some(false) {
        category_entry::copy(&mut tx, call.scope()?, from.entry.row, entry.row, call.now()).await?;
    }
    let wants = |kind| {
        let part = match kind {
            CuePointType::Ad => BaseEntryCloneOptions::AdCuePoints,
            CuePointType::Annotation => BaseEntryCloneOptions::AnnotationCuePoints,
            CuePointType::Code => BaseEntryCloneOptions::CodeCuePoints,
            CuePointType::Thumb => BaseEntryCloneOptions::ThumbCuePoints,
            _ => return false,
        };
        says(part) != Some(false)
    };
    cue_point::copy_all(&mut tx, call, &from.entry.id, &entry.id, wants).await?;
    if says(BaseEntryCloneOptions::Metadata) != Some(false) {
        let to = (entry.id.as_str(), entry.row);
        metadata::copy_entry(&mut tx, call.scope()?, &from.entry.id, to, call.now()).await?;
    }
    entitlement::publish(&mut tx, call.scope()?, [entry.row]).await?;
    tx.commit().await?;
    Ok(entry.id)
}

/// Writes what was sent into an entry that the session sees; `rest` writes what is special to its class.
pub(crate) async fn update(
    call: &Call,
    known: &Known,
    sent: &BaseEntry,
    rest: impl FnOnce(&mut EntryRow, Writer),
) -> Result<()> {
    let writer = fields::writer(call, known)?;
    // Users are made where they are named, which is a change of its own; so this comes before the entry is held.
    fields::merge(call, sent, &mut known.entry.clone(), writer).await?;
    let categories = category_entry::named(call, sent).await?;
    let mut tx = call.app().store.begin().await?;
    let mut entry = held(&mut tx, call, &known.entry.id).await?;
    fields::merge(call, sent, &mut entry, writer).await?;
    rest(&mut entry, writer);
    if let Some(categories) = categories {
        category_entry::set(&mut tx, call, entry.row, &categories).await?;
    }
    write(&mut tx, call, &mut entry).await?;
    Ok(tx.commit().await?)
}

/// Changes an entry as it is by then.
pub(crate) async fn change(call: &Call, id: &str, change: impl FnOnce(&mut EntryRow)) -> Result<()> {
    let mut tx = call.app().store.begin().await?;
    let mut entry = held(&mut tx, call, id).await?;
    change(&mut entry);
    write(&mut tx, call, &mut entry).await?;
    Ok(tx.commit().await?)
}

pub(crate) async fn held(tx: &mut Transaction, call: &Call, id: &str) -> Result<EntryRow> {
    table::hold(tx, call.scope()?, id).await?.ok_or_else(|| not_found(id))
}

pub(crate) async fn write(tx: &mut Transaction, call: &Call, entry: &mut EntryRow) -> Result<()> {
    entry.updated_at = call.now();
    table::update(tx, entry).await?;
    entitlement::publish(tx, call.scope()?, [entry.row]).await?;
    announce(tx, entry.partner_id, &entry.id);
    Ok(())
}

/// Puts an entry into the recycle bin, and hides what is noted of it.
pub(super) async fn recycle(call: &Call, id: &str) -> Result<()> {
    let mut tx = call.app().store.begin().await?;
    let mut entry = held(&mut tx, call, id).await?;
    entry.more.display_before_recycling = Some(entry.display.number());
    entry.display = EntryDisplayInSearchType::Recycled;
    user_entry::set_recycled(&mut tx, call.scope()?, id, true).await?;
    write(&mut tx, call, &mut entry).await?;
    Ok(tx.commit().await?)
}

/// Takes an entry out of the recycle bin, with what is noted of it.
pub(super) async fn restore(call: &Call, id: &str) -> Result<()> {
    let mut tx = call.app().store.begin().await?;
    let mut entry = held(&mut tx, call, id).await?;
    let before = entry.more.display_before_recycling.take();
    let before = before.and_then(EntryDisplayInSearchType::from_number);
    entry.display = before.unwrap_or(EntryDisplayInSearchType::PartnerOnly);
    user_entry::set_recycled(&mut tx, call.scope()?, id, false).await?;
    write(&mut tx, call, &mut entry).await?;
    Ok(tx.commit().await?)
}

/// Deletes an entry: its row stays, for lists that ask for deleted ones, but in no category.
pub(crate) async fn delete(call: &Call, id: &str) -> Result<()> {
    let mut tx = call.app().store.begin().await?;
    let mut entry = held(&mut tx, call, id).await?;
    entry.status = EntryStatus::Deleted;
    category_entry::remove_all(&mut tx, call.scope()?, entry.row, call.now()).await?;
    cue_point::remove_all(&mut tx, call.scope()?, id, call.now()).await?;
    user_entry::remove_all(&mut tx, call.scope()?, id, call.now()).await?;
    like::remove_all(&mut tx, call.scope()?, id).await?;
    metadata::forget_entry(&mut tx, call.scope()?, &entry.id).await?;
    write(&mut tx, call, &mut entry).await?;
    Ok(tx.commit().await?)
}

/// What was sent about media, merged as [`fields::merge_media`] does.
pub(super) fn media(sent: &MediaEntry) -> impl FnOnce(&mut EntryRow, Writer) {
    let sent = sent.clone();
    move |entry, writer| fields::merge_media(&sent, entry, writer)
}

/// A user, or a group, is called something else: entries that name it go on naming it.
pub(crate) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    table::follow_user(tx, scope, old, new).await?;
    super::announce_all(tx);
    Ok(())
}
