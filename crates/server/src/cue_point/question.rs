//! Questions of quizzes, and what is hidden from people who only take them (reference: search-metadata.md §7.3).

use std::collections::{HashMap, HashSet};

use contract::enums::NullableBoolean;
use contract::errors::{INVALID_ENTRY_ID, INVALID_USER_ID};
use store::Transaction;

use super::model::{AnyCuePoint, CuePointType, QuestionCuePoint, QuestionType};
use super::table::{self, CueRow};
use crate::call::{Call, Scope};
use crate::entry::{Known, owner::is_editor};
use crate::error::{Error, Result};
use crate::quiz::score::{Choice, Question};
use crate::quiz::{self, Rules};
use crate::user_entry::Attempts;

/// Questions are made and changed in quizzes, by who may change the entry.
pub(super) async fn check(call: &Call, entry: &Known) -> Result<()> {
    let none = || Error::from(INVALID_ENTRY_ID.with([&entry.entry.id]));
    quiz::of(&entry.entry).ok_or_else(none)?;
    if is_editor(call, entry).await? { Ok(()) } else { Err(INVALID_USER_ID.bare().into()) }
}

fn is_true(said: Option<&NullableBoolean>) -> bool {
    said == Some(&NullableBoolean::True)
}

/// A question as scores ask for it, not answered yet.
pub(super) fn asked(cue: &CueRow) -> Result<Question> {
    let own: QuestionCuePoint = cue.more.quiz.clone().unwrap_or_default().show()?;
    let options = own.optional_answers.get().into_iter().flatten().map(|option| {
        let key = option.key.get().map_or("", String::as_str);
        Choice::new(key, option.weight.get().copied(), is_true(option.is_correct.get()))
    });
    Ok(Question {
        is_counted: !is_true(own.exclude_from_score.get()),
        is_multiple: own.question_type.get() == Some(&QuestionType::MultipleAnswerQuestion),
        options: options.collect(),
        answered: None,
    })
}

/// What was answered to each question of an entry in an attempt. Of several answers to one the last counts.
pub(crate) async fn sheet(
    tx: &mut Transaction,
    scope: Scope,
    entry_id: &str,
    attempt_id: i64,
) -> Result<Vec<Question>> {
    let mut answered: HashMap<String, String> = HashMap::new();
    for answer in table::answers(tx, scope, attempt_id).await? {
        let key = answer.more.quiz.as_ref().and_then(|own| own.text_of("answerKey"));
        if let (Some(question), Some(key)) = (answer.parent_id, key) {
            answered.insert(question, key.to_owned());
        }
    }
    let mut sheet = Vec::new();
    for cue in table::questions(tx, scope, entry_id).await? {
        sheet.push(Question { answered: answered.remove(&cue.id), ..asked(&cue)? });
    }
    Ok(sheet)
}

/// What is hidden of cue points from the session of a call.
pub(super) struct Hidden {
    /// What the quizzes say whose entries the session may not change.
    rules: HashMap<String, Rules>,
    /// Attempts that are over.
    submitted: HashSet<i64>,
}

impl Hidden {
    /// What is hidden of these.
    pub(super) async fn of(call: &Call, cues: &[CueRow]) -> Result<Self> {
        let mut hidden = Self { rules: HashMap::new(), submitted: HashSet::new() };
        if call.is_admin() {
            return Ok(hidden);
        }
        let mut known = HashSet::new();
        let mut attempts = Vec::new();
        for cue in cues {
            if !matches!(cue.kind, CuePointType::QuizQuestion | CuePointType::QuizAnswer) {
                continue;
            }
            attempts.extend(cue.attempt_id);
            if !known.insert(cue.entry_id.as_str()) {
                continue;
            }
            let entry = call.app().entries.get(call.app(), call.scope()?, &cue.entry_id).await?;
            let is_open = match &entry {
                Some(entry) => is_editor(call, entry).await?,
                None => false,
            };
            if !is_open {
                // What says nothing any more shows nothing.
                let rules = entry.and_then(|entry| quiz::of(&entry.entry)).unwrap_or_default();
                hidden.rules.insert(cue.entry_id.clone(), rules);
            }
        }
        if !hidden.rules.is_empty() {
            hidden.submitted = Attempts::submitted(call, attempts).await?.into_iter().collect();
        }
        Ok(hidden)
    }

    /// Hides it.
    pub(super) fn hide(&self, cue: &CueRow, shown: &mut AnyCuePoint) {
        let Some(rules) = self.rules.get(&cue.entry_id) else { return };
        match shown {
            AnyCuePoint::Question(question) => {
                question.explanation = None.into();
                let mut options = question.optional_answers.get().cloned().unwrap_or_default();
                for option in &mut options {
                    option.is_correct = NullableBoolean::Null.into();
                }
                if question.optional_answers.get().is_some() {
                    question.optional_answers = options.into();
                }
            }
            AnyCuePoint::Answer(answer) => {
                let is_over = cue.attempt_id.is_some_and(|id| self.submitted.contains(&id));
                let (result, key) = if is_over {
                    (rules.shows_all_after, rules.shows_all_after)
                } else {
                    (rules.shows_result, rules.shows_key)
                };
                if !result {
                    answer.is_correct = None.into();
                }
                if !key {
                    answer.correct_answer_keys = None.into();
                    answer.explanation = None.into();
                }
            }
            _ => {}
        }
    }
}
