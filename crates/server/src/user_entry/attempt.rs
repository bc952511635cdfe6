//! Attempts at quizzes: how many there may be, and what they come to (reference: more-services.md §5.1).

use contract::errors::{NO_MORE_RETAKES_ALLOWED, USER_ENTRY_NOT_FOUND};
use store::Transaction;

use super::access::{self, Found, not_found};
use super::model::{UserEntryStatus, UserEntryType};
use super::table::{self, Note};
use crate::call::{Call, Scope};
use crate::cue_point;
use crate::entry;
use crate::error::{Error, Result};
use crate::quiz::{self, Rules};

/// Which attempt of its user a new one is, counted from 0 by those that are over. Nobody known begins anew each time.
pub(super) async fn next_version(
    tx: &mut Transaction,
    call: &Call,
    note: &Note,
    quiz: &Rules,
) -> Result<i64> {
    let Some(user) = &note.user_id else { return Ok(0) };
    let over = table::attempts(tx, call.scope()?, &note.entry_id, user).await?;
    let number = i64::try_from(over.len()).unwrap_or(i64::MAX);
    if number > 0 && number >= quiz.attempts_allowed {
        return Err(NO_MORE_RETAKES_ALLOWED.with([note.entry_id.as_str()]).into());
    }
    let newest = over.iter().filter_map(|attempt| attempt.version).max();
    Ok(newest.map_or(0, |version| version.saturating_add(1)))
}

/// Closes an attempt and says what it came to.
pub(super) async fn submit(call: &Call, id: i64) -> Result<Note> {
    let scope = call.scope()?;
    let Found { note, .. } = access::attempted(call, id).await?.ok_or_else(|| not_found(id))?;
    if note.kind != UserEntryType::Quiz {
        return Err(quiz::not_a_quiz(&id.to_string()));
    }
    let mut tx = call.app().store.begin().await?;
    // The questions stay as they are meanwhile, and nothing more is answered.
    let entry = entry::held(&mut tx, call, &note.entry_id).await?;
    let quiz = quiz::of(&entry).ok_or_else(|| quiz::not_a_quiz(&note.entry_id))?;
    let mut note = table::hold(&mut tx, scope, id).await?.ok_or_else(|| not_found(id))?;
    if note.is_submitted() {
        // It is over, and stays what it came to.
        return Ok(note);
    }
    let earned = quiz::score::of(&cue_point::sheet(&mut tx, scope, &note.entry_id, id).await?);
    note.score = Some(earned);
    note.status = UserEntryStatus::QuizSubmitted;
    note.updated_at = call.now();
    let mut over = match &note.user_id {
        Some(user) => table::attempts(&mut tx, scope, &note.entry_id, user).await?,
        None => Vec::new(),
    };
    let mut scores: Vec<(i64, f64)> =
        over.iter().filter_map(|one| Some((one.version?, one.score?))).collect();
    scores.push((note.version.unwrap_or(0), earned));
    let calculated = quiz::score::together(quiz.score_type, &scores);
    note.calculated_score = Some(calculated);
    table::update(&mut tx, &note).await?;
    for earlier in &mut over {
        earlier.calculated_score = Some(calculated);
        table::update(&mut tx, earlier).await?;
    }
    tx.commit().await?;
    Ok(note)
}

/// The attempt that an answer is given in, as it is within a transaction. The id is a text, as answers have it.
pub(crate) async fn hold_attempt(tx: &mut Transaction, scope: Scope, id: &str) -> Result<Note> {
    let missing = || Error::from(USER_ENTRY_NOT_FOUND.with([id]));
    let number = id.parse().map_err(|_| missing())?;
    let note = table::hold(tx, scope, number).await?;
    note.filter(|note| note.kind == UserEntryType::Quiz).ok_or_else(missing)
}

/// What answers ask of the attempts that they belong to.
pub(crate) struct Attempts;

impl Attempts {
    /// The attempts with these ids that are over.
    pub(crate) async fn submitted(call: &Call, ids: Vec<i64>) -> Result<Vec<i64>> {
        if ids.is_empty() { Ok(Vec::new()) } else { table::submitted(call.app(), call.scope()?, ids).await }
    }

    /// Whether the session is whose attempt it is.
    pub(crate) fn is_of_caller(call: &Call, note: &Note) -> Result<bool> {
        access::is_attempter(call, note)
    }
}
