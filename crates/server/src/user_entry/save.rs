//! User entries made and changed (reference: more-services.md §5.1, §5.3).

use contract::Prop;
use contract::errors::{
    INVALID_USER_ID, PROPERTY_VALIDATION_NOT_UPDATABLE, USER_ENTRY_ALREADY_EXISTS,
    USER_ENTRY_OBJECT_TYPE_ERROR, USER_ID_NOT_PROVIDED_OR_EMPTY,
};
use store::Transaction;

use super::access::{self, Found, not_found};
use super::attempt;
use super::model::{
    AnyUserEntry, QuizUserEntry, UserEntry, UserEntryExtendedStatus, UserEntryStatus, UserEntryType,
    ViewHistoryUserEntry,
};
use super::show::whole;
use super::table::{self, Note};
use crate::call::Call;
use crate::entry::{self, owner::is_editor};
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::quiz;
use crate::user;
use crate::validate::required_text;

/// Makes a user entry.
pub(super) async fn add(call: &Call, mut sent: AnyUserEntry) -> Result<Note> {
    match &mut sent {
        AnyUserEntry::Quiz(sent) => call.check_insert(sent)?,
        AnyUserEntry::ViewHistory(sent) => call.check_insert(sent)?,
        AnyUserEntry::WatchLater(sent) => call.check_insert(sent)?,
        AnyUserEntry::Registration(sent) => call.check_insert(sent)?,
    }
    required_text(sent.class_name(), "entryId", &sent.base().entry_id, 0)?;
    let entry_id = sent.base().entry_id.get().cloned().unwrap_or_default();
    let entry = entry::visible(call, &entry_id).await?.ok_or_else(|| entry::not_found(&entry_id))?;
    let kind = sent.kind();
    let quiz = if let AnyUserEntry::Quiz(attempt) = &sent {
        let quiz = quiz::of(&entry.entry).ok_or_else(|| quiz::not_a_quiz(&entry_id))?;
        if says_something(&attempt.feedback) && !is_editor(call, &entry).await? {
            return Err(INVALID_USER_ID.bare().into());
        }
        Some(quiz)
    } else {
        None
    };
    let user_id = user(call, sent.base()).await?;
    if user_id.is_none() && kind != UserEntryType::Quiz {
        return Err(USER_ID_NOT_PROVIDED_OR_EMPTY.bare().into());
    }

    let mut note = Note {
        id: 0,
        partner_id: call.partner()?.id,
        entry_id,
        user_id,
        kind,
        // How far it is follows from what is done with it.
        status: UserEntryStatus::Active,
        extended_status: None,
        version: None,
        score: None,
        calculated_score: None,
        created_at: call.now(),
        updated_at: call.now(),
        more: Kept::default(),
    };
    merge(&sent, &mut note);
    let mut tx = call.app().store.begin().await?;
    if let Some(quiz) = quiz {
        note.version = Some(attempt::next_version(&mut tx, call, &note, &quiz).await?);
    }
    insert(&mut tx, &mut note).await?;
    tx.commit().await?;
    Ok(note)
}

async fn insert(tx: &mut Transaction, note: &mut Note) -> Result<()> {
    match table::insert(tx, note).await {
        Err(error) if error.is_unique_violation() => Err(USER_ENTRY_ALREADY_EXISTS.bare().into()),
        outcome => outcome,
    }
}

fn says_something(text: &Prop<String>) -> bool {
    text.get().is_some_and(|text| !text.is_empty())
}

/// Whose a new user entry is: the session's user's, or of whom an administrator names.
async fn user(call: &Call, sent: &UserEntry) -> Result<Option<String>> {
    let session = call.known_session()?;
    let named = sent.user_id.get().filter(|id| !matches!(id.as_str(), "" | "0"));
    if let Some(id) = named.filter(|_| session.token.is_admin()) {
        let known = call.app().users.get(call.app(), session.partner.id, id).await?;
        let known = known.ok_or_else(|| Error::from(INVALID_USER_ID.bare()))?;
        return Ok(Some(known.id.clone()));
    }
    if session.token.is_anonymous() {
        return Ok(None);
    }
    user::ensure_exists(call.app(), session.partner.id, call.user_id(), call.now()).await?;
    Ok(Some(call.user_id().to_owned()))
}

/// Changes a user entry.
pub(super) async fn update(call: &Call, id: i64, mut sent: AnyUserEntry) -> Result<Note> {
    let Found { note, .. } = access::changeable(call, id).await?;
    if sent.kind() != note.kind {
        return Err(USER_ENTRY_OBJECT_TYPE_ERROR.with([sent.class_name().to_owned(), id.to_string()]).into());
    }
    let class = sent.class_name();
    if sent.base().status.get().is_some_and(|status| *status != note.status) {
        return Err(PROPERTY_VALIDATION_NOT_UPDATABLE.with([format!("{class}::status")]).into());
    }
    match (&mut sent, &whole(&note)?) {
        (AnyUserEntry::Quiz(sent), AnyUserEntry::Quiz(known)) => call.check_update(sent, known)?,
        (AnyUserEntry::ViewHistory(sent), AnyUserEntry::ViewHistory(known)) => {
            call.check_update(sent, known)?;
        }
        (AnyUserEntry::WatchLater(sent), AnyUserEntry::WatchLater(known)) => {
            call.check_update(sent, known)?;
        }
        (AnyUserEntry::Registration(sent), AnyUserEntry::Registration(known)) => {
            call.check_update(sent, known)?;
        }
        _ => return Err(not_found(id)),
    }
    change(call, id, |note| merge(&sent, note)).await
}

/// Deletes a user entry of the session's user.
pub(super) async fn delete(call: &Call, id: i64) -> Result<Note> {
    access::own(call, id).await?;
    change(call, id, |note| note.status = UserEntryStatus::Deleted).await
}

/// Changes a user entry as it is by then.
async fn change(call: &Call, id: i64, what: impl FnOnce(&mut Note)) -> Result<Note> {
    let mut tx = call.app().store.begin().await?;
    let mut note = table::hold(&mut tx, call.scope()?, id).await?.ok_or_else(|| not_found(id))?;
    what(&mut note);
    note.updated_at = call.now();
    table::update(&mut tx, &note).await?;
    tx.commit().await?;
    Ok(note)
}

/// Writes what was sent of the class's own.
fn merge(sent: &AnyUserEntry, note: &mut Note) {
    let extended = |sent: &Prop<UserEntryExtendedStatus>, kept: &mut Option<UserEntryExtendedStatus>| {
        sent.clone().merge_into(kept);
    };
    match sent {
        AnyUserEntry::Quiz(sent) => {
            extended(&sent.extended_status, &mut note.extended_status);
            note.more.merge(&QuizUserEntry { feedback: sent.feedback.clone(), ..QuizUserEntry::default() });
        }
        AnyUserEntry::ViewHistory(sent) => {
            extended(&sent.extended_status, &mut note.extended_status);
            note.more.merge(&ViewHistoryUserEntry {
                base: UserEntry::default(),
                extended_status: Prop::Absent,
                ..sent.clone()
            });
        }
        AnyUserEntry::WatchLater(_) | AnyUserEntry::Registration(_) => {}
    }
}
