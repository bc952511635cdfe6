//! User entries as the API shows them.

use std::collections::HashMap;

use contract::{BigInt, Time};

use super::model::{
    AnyUserEntry, QuizUserEntry, RegistrationUserEntry, UserEntry, UserEntryType, ViewHistoryUserEntry,
    WatchLaterUserEntry,
};
use super::table::Note;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::quiz;

fn base(note: &Note) -> UserEntry {
    UserEntry {
        id: BigInt(note.id).into(),
        entry_id: note.entry_id.clone().into(),
        user_id: note.user_id.clone().into(),
        partner_id: note.partner_id.into(),
        status: note.status.into(),
        created_at: Time(note.created_at).into(),
        updated_at: Time(note.updated_at).into(),
        r#type: note.kind.into(),
    }
}

/// A user entry with all that is known of it.
pub(super) fn whole(note: &Note) -> Result<AnyUserEntry> {
    let base = base(note);
    Ok(match note.kind {
        UserEntryType::Quiz => {
            let own: QuizUserEntry = note.more.show()?;
            AnyUserEntry::Quiz(QuizUserEntry {
                base,
                score: note.score.into(),
                calculated_score: note.calculated_score.into(),
                feedback: own.feedback.into_option().into(),
                version: note.version.into(),
                extended_status: note.extended_status.into(),
            })
        }
        UserEntryType::ViewHistory => {
            let own: ViewHistoryUserEntry = note.more.show()?;
            AnyUserEntry::ViewHistory(ViewHistoryUserEntry {
                base,
                extended_status: note.extended_status.into(),
                ..own
            })
        }
        UserEntryType::WatchLater => AnyUserEntry::WatchLater(WatchLaterUserEntry { base }),
        UserEntryType::Registration => AnyUserEntry::Registration(RegistrationUserEntry { base }),
        UserEntryType::PermissionLevel | UserEntryType::Rsvp => {
            return Err(Error::internal("a user entry is of a type that nothing makes"));
        }
    })
}

/// User entries as the session of a call may see them: what attempts came to is shown to administrators, and to others
/// where the quiz says so.
pub(super) async fn shown(call: &Call, notes: &[Note]) -> Result<Vec<AnyUserEntry>> {
    let mut grades: HashMap<&str, bool> = HashMap::new();
    let mut shown = Vec::with_capacity(notes.len());
    for note in notes {
        let mut one = whole(note)?;
        if let AnyUserEntry::Quiz(attempt) = &mut one
            && !call.is_admin()
        {
            let id = note.entry_id.as_str();
            let known = grades.get(id).copied();
            let is_told = match known {
                Some(told) => told,
                None => quiz::of_entry(call, id).await?.is_some_and(|quiz| quiz.shows_grade),
            };
            grades.insert(id, is_told);
            if !is_told {
                attempt.score = None.into();
                attempt.calculated_score = None.into();
            }
        }
        shown.push(one);
    }
    Ok(shown)
}

/// One user entry as the session of a call may see it.
pub(super) async fn shown_one(call: &Call, note: &Note) -> Result<AnyUserEntry> {
    let mut all = shown(call, std::slice::from_ref(note)).await?;
    all.pop().ok_or_else(|| Error::internal("one user entry was not shown"))
}
