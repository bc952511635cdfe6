//! What may be said about an entry, and by whom (reference: content-access.md §4.5).

use contract::errors::{
    ACCESS_CONTROL_ID_NOT_FOUND, ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN,
    CONVERSION_PROFILE_ID_NOT_FOUND, CYCLE_IN_PARENTAGE, ENTRY_CATEGORY_FIELD_IS_DEPRECATED,
    ENTRY_ID_NOT_FOUND, INVALID_ENTRY_SCHEDULE_DATES, INVALID_ENUM_VALUE, PARENT_ENTRY_ID_NOT_FOUND,
    PROPERTY_VALIDATION_ADMIN_PROPERTY, PROPERTY_VALIDATION_MIN_LENGTH, USER_BLOCKED,
};
use contract::{ApiEnum, Prop, Time};
use ks::Privileges;

use super::model::{BaseEntry, MediaEntry};
use super::owner::{self, wrong_type};
use super::table::EntryRow;
use super::words::EntryDisplayInSearchType;
use super::{MAX_DEPTH, is_entry_id};
use crate::access_control;
use crate::call::Call;
use crate::conversion_profile;
use crate::error::Result;
use crate::user::{self, UserStatus, user_key};

/// Bytes that a reference id has at least.
const MIN_REFERENCE_ID: usize = 2;

/// Whether an entry is being made, or which of its rights the session has.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Writer {
    /// It is new.
    Maker,
    /// An administrator, or its owner.
    Owner,
    /// Somebody else who may change it.
    Editor,
}

/// Writes what was sent about an entry into its row. Users that are named are made where they do not exist.
pub(super) async fn merge(call: &Call, sent: &BaseEntry, entry: &mut EntryRow, writer: Writer) -> Result<()> {
    check_texts(call, sent)?;
    merge_owner(call, sent, entry, writer).await?;
    merge_users(call, sent, entry, writer).await?;
    merge_schedule(sent, entry)?;
    merge_parent(call, sent, entry).await?;

    if let Some(display) = sent.display_in_search.get().copied() {
        use EntryDisplayInSearchType::{PartnerOnly, Recycled, System};
        if !matches!(display, Recycled | System | PartnerOnly) {
            let class = "KalturaEntryDisplayInSearchType";
            let number = display.number().to_string();
            return Err(INVALID_ENUM_VALUE.with([number.as_str(), "displayInSearch", class]).into());
        }
        entry.display = display;
    }
    if let Some(target) = sent.redirect_entry_id.get().filter(|id| !id.is_empty())
        && call.app().entries.get(call.app(), call.scope()?, target).await?.is_none()
    {
        return Err(ENTRY_ID_NOT_FOUND.with([target.as_str()]).into());
    }
    let or_none = |text: &Prop<String>| text.clone().into_option().filter(|text| !text.is_empty());
    if !sent.redirect_entry_id.is_absent() {
        entry.redirect_id = or_none(&sent.redirect_entry_id);
    }
    if !sent.reference_id.is_absent() {
        entry.reference_id = or_none(&sent.reference_id);
    }
    if let Some(name) = sent.name.get() {
        entry.name.clone_from(name);
    }
    if let Some(id) = sent.access_control_id.get() {
        if !access_control::exists(call.app(), call.scope()?, *id).await? {
            return Err(ACCESS_CONTROL_ID_NOT_FOUND.with([id.to_string()]).into());
        }
        entry.access_control_id = *id;
    }
    if writer == Writer::Maker && entry.access_control_id == 0 {
        entry.access_control_id = access_control::default_profile(call.app(), call.scope()?).await?;
    }
    if let Some(value) = sent.partner_sort_value.get() {
        entry.partner_sort_value = *value;
    }
    sent.group_id.clone().merge_into(&mut entry.group_id);
    if let Some(id) = sent.conversion_profile_id.get()
        && conversion_profile::find(call.app(), call.partner()?, *id).await?.is_none()
    {
        return Err(CONVERSION_PROFILE_ID_NOT_FOUND.with([id.to_string()]).into());
    }
    sent.conversion_profile_id.clone().merge_into(&mut entry.conversion_profile_id);
    let more = &mut entry.more;
    sent.description.clone().merge_into(&mut more.description);
    sent.tags.clone().merge_into(&mut more.tags);
    sent.admin_tags.clone().merge_into(&mut more.admin_tags);
    sent.partner_data.clone().merge_into(&mut more.partner_data);
    if let Some(license) = sent.license_type.get() {
        more.license_type = Some(license.number());
    }
    if let Some(blocks) = sent.block_auto_transcript.get() {
        more.block_auto_transcript = *blocks;
    }
    if writer == Writer::Maker {
        more.application = sent.application.get().map(|application| application.wire_value().to_owned());
        more.application_version = sent.application_version.clone().into_option();
    }
    Ok(())
}

/// Writes what was sent about a video, a sound or an image.
pub(super) fn merge_media(sent: &MediaEntry, entry: &mut EntryRow, writer: Writer) {
    let more = &mut entry.more;
    sent.credit_user_name.clone().merge_into(&mut more.credit_user_name);
    sent.credit_url.clone().merge_into(&mut more.credit_url);
    if writer == Writer::Maker {
        entry.media_type = sent.media_type.clone().into_option();
        entry.source_type = sent.source_type.clone().into_option();
        more.conversion_quality = sent.conversion_quality.clone().into_option();
        more.source_version = sent.source_version.clone().into_option();
        more.search_provider_type = sent.search_provider_type.get().map(|kind| kind.number());
        more.search_provider_id = sent.search_provider_id.clone().into_option();
    }
}

fn check_texts(call: &Call, sent: &BaseEntry) -> Result<()> {
    let property = |name: &str| format!("KalturaBaseEntry::{name}");
    if !sent.admin_tags.is_absent() && !call.is_admin() {
        let may = call.privileges().is_some_and(|privileges| privileges.verify("editadmintags", "*"));
        if !may {
            return Err(PROPERTY_VALIDATION_ADMIN_PROPERTY.with([property("adminTags")]).into());
        }
    }
    if let Some(id) = sent.reference_id.get()
        && !id.is_empty()
        && id.len() < MIN_REFERENCE_ID
    {
        let least = MIN_REFERENCE_ID.to_string();
        return Err(PROPERTY_VALIDATION_MIN_LENGTH.with([property("referenceId"), least]).into());
    }
    let names_categories = !sent.categories.is_absent() || !sent.categories_ids.is_absent();
    if names_categories && call.privileges().is_some_and(|privileges| privileges.has("privacycontext")) {
        return Err(ENTRY_CATEGORY_FIELD_IS_DEPRECATED.bare().into());
    }
    Ok(())
}

async fn merge_owner(call: &Call, sent: &BaseEntry, entry: &mut EntryRow, writer: Writer) -> Result<()> {
    let session = call.known_session()?;
    let own_id = if session.token.is_anonymous() { "" } else { call.user_id() };
    let wanted = sent.user_id.get().map(String::as_str);
    match (wanted, writer) {
        (None, Writer::Maker) => own_id.clone_into(&mut entry.owner_id),
        (None, _) => return Ok(()),
        (Some(wanted), writer) => {
            let before = if writer == Writer::Maker { own_id } else { entry.owner_id.as_str() };
            let differs = user_key(wanted) != user_key(before);
            let may = || may_give_to(call, session.token.privileges(), wanted);
            if differs && !call.is_admin() && (writer == Writer::Maker || !may()) {
                return Err(wrong_type());
            }
            wanted.clone_into(&mut entry.owner_id);
        }
    }
    ensure_user(call, &entry.owner_id).await?;
    if writer == Writer::Maker {
        let creator = sent.creator_id.get().filter(|id| call.is_admin() && !id.is_empty());
        let creator = creator.map_or_else(|| entry.owner_id.clone(), Clone::clone);
        ensure_user(call, &creator).await?;
        entry.more.creator_id = Some(creator);
    }
    Ok(())
}

/// Whether a session may make somebody the owner of an entry. It may name people by ids that the account knows the
/// digests of.
fn may_give_to(call: &Call, privileges: &Privileges, wanted: &str) -> bool {
    let is_wanted = |id: &str| call.partner().is_ok_and(|partner| partner.known_id(id) == wanted);
    privileges.verify("edituser", wanted) || privileges.values("edituser").any(is_wanted)
}

async fn ensure_user(call: &Call, id: &str) -> Result<()> {
    if id.is_empty() {
        Ok(())
    } else {
        user::ensure_exists(call.app(), call.partner()?.id, id, call.now()).await
    }
}

async fn merge_users(call: &Call, sent: &BaseEntry, entry: &mut EntryRow, writer: Writer) -> Result<()> {
    let lists = [
        (&sent.entitled_users_edit, true),
        (&sent.entitled_users_publish, true),
        (&sent.entitled_users_view, false),
    ];
    for (index, (list, owner_only)) in lists.into_iter().enumerate() {
        if list.is_absent() {
            continue;
        }
        let users = named_users(list.get().map(String::as_str).unwrap_or_default());
        let stored = match index {
            0 => &mut entry.more.entitled_edit,
            1 => &mut entry.more.entitled_publish,
            _ => &mut entry.more.entitled_view,
        };
        let keys = |users: &[String]| users.iter().map(|user| user_key(user)).collect::<Vec<_>>();
        if keys(&users) == keys(stored) {
            continue;
        }
        if owner_only && writer == Writer::Editor {
            return Err(wrong_type());
        }
        for user in &users {
            let known = call.app().users.get(call.app(), call.partner()?.id, user).await?;
            if known.is_some_and(|user| user.status == UserStatus::Blocked) {
                return Err(USER_BLOCKED.bare().into());
            }
            ensure_user(call, user).await?;
        }
        *stored = users;
    }
    Ok(())
}

/// The users of a comma-separated list, each once.
fn named_users(list: &str) -> Vec<String> {
    let mut users: Vec<String> = Vec::new();
    for user in list.split(',').map(str::trim).filter(|user| user::is_valid_id(user)) {
        if users.iter().all(|known| user_key(known) != user_key(user)) {
            users.push(user.to_owned());
        }
    }
    users
}

fn merge_schedule(sent: &BaseEntry, entry: &mut EntryRow) -> Result<()> {
    let merge = |sent: &Prop<Time>, stored: &mut Option<i64>| {
        if !sent.is_absent() {
            *stored = sent.get().map(|time| time.0).filter(|time| *time != -1);
        }
    };
    merge(&sent.start_date, &mut entry.start_date);
    merge(&sent.end_date, &mut entry.end_date);
    match (entry.start_date, entry.end_date) {
        (Some(start), Some(end)) if start >= end => Err(INVALID_ENTRY_SCHEDULE_DATES.bare().into()),
        _ => Ok(()),
    }
}

/// An entry that stands under another has that one's protection, and none of its own.
async fn merge_parent(call: &Call, sent: &BaseEntry, entry: &mut EntryRow) -> Result<()> {
    if !sent.parent_entry_id.is_absent() {
        entry.parent_id = sent.parent_entry_id.clone().into_option().filter(|id| !id.is_empty());
    }
    let Some(parent) = entry.parent_id.clone() else { return Ok(()) };
    let own = !sent.categories.is_absent()
        || !sent.categories_ids.is_absent()
        || !sent.access_control_id.is_absent()
        || sent.start_date.get().is_some()
        || sent.end_date.get().is_some();
    if own {
        return Err(ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN.with([entry.id.as_str()]).into());
    }
    if sent.parent_entry_id.is_absent() {
        return Ok(());
    }
    let (app, scope) = (call.app(), call.scope()?);
    let not_found = || PARENT_ENTRY_ID_NOT_FOUND.with([parent.as_str()]).into();
    let mut above = Some(parent.clone());
    for _ in 0..MAX_DEPTH {
        let Some(id) = above.clone() else { return Ok(()) };
        if id == entry.id {
            return Err(CYCLE_IN_PARENTAGE.bare().into());
        }
        if !is_entry_id(&id) {
            return Err(not_found());
        }
        let Some(known) = app.entries.get(app, scope, &id).await? else { return Err(not_found()) };
        above.clone_from(&known.entry.parent_id);
    }
    Err(CYCLE_IN_PARENTAGE.bare().into())
}

/// What the session of an update is to the entry.
pub(super) fn writer(call: &Call, known: &super::Known) -> Result<Writer> {
    let session = call.known_session()?;
    Ok(if call.is_admin() || owner::owns(session, known) { Writer::Owner } else { Writer::Editor })
}
