//! Answers in attempts at quizzes (reference: search-metadata.md §7.3).

use contract::Prop;
use contract::common::StringObject;
use contract::enums::NullableBoolean;
use contract::errors::{
    ANSWER_ALREADY_EXISTS, ANSWER_UPDATE_IS_NOT_ALLOWED, INVALID_USER_ID,
    PARENT_CUE_POINT_DO_NOT_BELONG_TO_THE_SAME_ENTRY, PARENT_CUE_POINT_NOT_FOUND, PARENT_ID_IS_MISSING,
    USER_ENTRY_DOES_NOT_MATCH_ENTRY_ID, USER_ENTRY_QUIZ_ALREADY_SUBMITTED, WRONG_PARENT_TYPE,
};
use store::Transaction;

use super::access;
use super::model::{AnswerCuePoint, CuePointType, QuestionCuePoint};
use super::question::asked;
use super::table::{self, CueRow};
use crate::call::{Call, Scope};
use crate::entry::table::EntryRow;
use crate::entry::{Known, owner::is_editor};
use crate::error::{Error, Result};
use crate::quiz;
use crate::quiz::score::Question;
use crate::user_entry::{Attempts, Note, hold_attempt};

fn no_question(id: &str) -> Error {
    PARENT_CUE_POINT_NOT_FOUND.with([id]).into()
}

/// Checks what a new answer is about: a question of the same quiz, which the session sees.
pub(super) async fn check_new(
    call: &Call,
    sent: &AnswerCuePoint,
    entry: &Known,
    cue: &mut CueRow,
) -> Result<()> {
    quiz::of(&entry.entry).ok_or_else(|| quiz::not_a_quiz(&cue.entry_id))?;
    let id = sent.parent_id.get().filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Error::from(PARENT_ID_IS_MISSING.bare()))?;
    let missing = access::not_found(id).code();
    let question = match access::visible(call, id).await {
        Ok(found) => found.cue,
        Err(error) if error.code() == missing => return Err(no_question(id)),
        Err(error) => return Err(error),
    };
    if question.kind != CuePointType::QuizQuestion {
        return Err(WRONG_PARENT_TYPE.with([id]).into());
    }
    if question.entry_id != cue.entry_id {
        return Err(PARENT_CUE_POINT_DO_NOT_BELONG_TO_THE_SAME_ENTRY.bare().into());
    }
    cue.parent_id = Some(question.id);
    Ok(())
}

/// Only who may change the entry says something about an answer.
pub(super) async fn check_feedback(call: &Call, sent: &AnswerCuePoint, entry: &Known) -> Result<()> {
    let says = sent.feedback.get().is_some_and(|text| !text.is_empty());
    if says && !is_editor(call, entry).await? { Err(INVALID_USER_ID.bare().into()) } else { Ok(()) }
}

/// Refuses attempts of another entry, and, to all but administrators, those that are over or are somebody else's.
fn check_attempt(call: &Call, attempt: &Note, entry_id: &str) -> Result<()> {
    if attempt.entry_id != entry_id {
        return Err(USER_ENTRY_DOES_NOT_MATCH_ENTRY_ID.with([attempt.id.to_string()]).into());
    }
    if call.is_admin() {
        return Ok(());
    }
    // Whose attempt it is comes first, so that nobody learns how far another one is.
    if !Attempts::is_of_caller(call, attempt)? {
        return Err(INVALID_USER_ID.bare().into());
    }
    if attempt.is_submitted() {
        return Err(USER_ENTRY_QUIZ_ALREADY_SUBMITTED.bare().into());
    }
    Ok(())
}

/// Puts a new answer into its attempt, which stays as it is until the transaction ends. Whoever writes it, it is of whose
/// attempt it is.
pub(super) async fn place(
    tx: &mut Transaction,
    call: &Call,
    sent: &AnswerCuePoint,
    cue: &mut CueRow,
) -> Result<()> {
    let scope = call.scope()?;
    let id = sent.quiz_user_entry_id.get().map_or("", String::as_str);
    let attempt = hold_attempt(tx, scope, id).await?;
    check_attempt(call, &attempt, &cue.entry_id)?;
    cue.attempt_id = Some(attempt.id);
    let is_known = attempt.user_id.is_some();
    let others = table::answers(tx, scope, attempt.id).await?;
    if let Some(other) = others.iter().find(|other| is_known && other.parent_id == cue.parent_id) {
        let question = other.parent_id.clone().unwrap_or_default();
        return Err(ANSWER_ALREADY_EXISTS.with([question, attempt.id.to_string()]).into());
    }
    cue.user_id = attempt.user_id;
    mark(tx, scope, cue).await
}

/// Refuses to change or delete an answer, but to administrators, unless its attempt goes on and the quiz lets answers be
/// changed. The attempt stays as it is until the transaction ends.
pub(super) async fn check_change(
    tx: &mut Transaction,
    call: &Call,
    entry: &EntryRow,
    cue: &CueRow,
) -> Result<()> {
    if cue.kind != CuePointType::QuizAnswer || call.is_admin() {
        return Ok(());
    }
    let id = cue.attempt_id.map(|id| id.to_string()).unwrap_or_default();
    let attempt = hold_attempt(tx, call.scope()?, &id).await?;
    check_attempt(call, &attempt, &cue.entry_id)?;
    if quiz::of(entry).is_some_and(|quiz| quiz.allows_update) {
        Ok(())
    } else {
        Err(ANSWER_UPDATE_IS_NOT_ALLOWED.with([cue.entry_id.as_str()]).into())
    }
}

/// Leaves out of what was sent what the server says of an answer: nobody learns by sending it whether it is so.
pub(super) fn leave_what_follows(sent: &mut AnswerCuePoint) {
    sent.is_correct = Prop::Absent;
    sent.correct_answer_keys = Prop::Absent;
    sent.explanation = Prop::Absent;
}

/// Says of an answer whether it is right, as its question has it now. Other kinds stay as they are.
pub(super) async fn mark(tx: &mut Transaction, scope: Scope, cue: &mut CueRow) -> Result<()> {
    if cue.kind != CuePointType::QuizAnswer {
        return Ok(());
    }
    let id = cue.parent_id.clone().unwrap_or_default();
    let question = table::hold(tx, scope, &id).await?.ok_or_else(|| no_question(&id))?;
    let own: QuestionCuePoint = question.more.quiz.clone().unwrap_or_default().show()?;
    let kept = cue.more.quiz.get_or_insert_default();
    let answered = kept.text_of("answerKey").map(str::to_owned);
    let asked = Question { answered, ..asked(&question)? };
    let is_right = if asked.is_right() { NullableBoolean::True } else { NullableBoolean::False };
    let keys = asked.right().map(|option| StringObject { value: option.key.clone().into() }).collect();
    kept.merge(&AnswerCuePoint {
        is_correct: is_right.into(),
        correct_answer_keys: Prop::Set(keys),
        explanation: own.explanation.into_option().into(),
        ..AnswerCuePoint::default()
    });
    Ok(())
}
