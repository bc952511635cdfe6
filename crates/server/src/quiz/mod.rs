//! Quizzes: entries with questions, and what taking them comes to (reference: more-services.md §5.1, search-metadata.md
//! §7.3). What a quiz is stands with its entry; questions and answers are cue points, attempts are user entries.

pub mod model;
pub(crate) mod score;
pub mod service;

use contract::Prop;
use contract::enums::NullableBoolean;
use contract::errors::PROVIDED_ENTRY_IS_NOT_A_QUIZ;

use self::model::{Quiz, ScoreType};
use crate::call::Call;
use crate::entry::table::EntryRow;
use crate::error::{Error, Result};

/// What the entries of quizzes can (`capabilities`).
pub(crate) const CAPABILITY: &str = "quiz.quiz";

/// What a quiz shows and lets people do who take it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a choice of its own
pub(crate) struct Rules {
    /// Whether an answer is right, as soon as it is given.
    pub shows_result: bool,
    /// The right answers and their explanation, as soon as one is given.
    pub shows_key: bool,
    /// All of this once the attempt is over.
    pub shows_all_after: bool,
    /// What attempts came to.
    pub shows_grade: bool,
    /// An answer may be changed.
    pub allows_update: bool,
    /// Attempts of a user.
    pub attempts_allowed: i64,
    /// How the attempts of a user are reckoned together.
    pub score_type: ScoreType,
}

/// What an entry is as a quiz; none: it is none.
pub(crate) fn of(entry: &EntryRow) -> Option<Rules> {
    let quiz: Quiz = entry.more.quiz.as_ref()?.show().ok()?;
    let says = |choice: &Prop<NullableBoolean>| choice.get() == Some(&NullableBoolean::True);
    Some(Rules {
        shows_result: says(&quiz.show_result_on_answer),
        shows_key: says(&quiz.show_correct_key_on_answer),
        shows_all_after: says(&quiz.show_correct_after_submission),
        shows_grade: says(&quiz.show_grade_after_submission),
        allows_update: says(&quiz.allow_answer_update),
        // There is one attempt where nothing is said.
        attempts_allowed: quiz.attempts_allowed.get().copied().unwrap_or(1),
        score_type: quiz.score_type.get().copied().unwrap_or_default(),
    })
}

/// What the entry with this id is as a quiz. Who may see the entry is another question.
pub(crate) async fn of_entry(call: &Call, id: &str) -> Result<Option<Rules>> {
    let known = call.app().entries.get(call.app(), call.scope()?, id).await?;
    Ok(known.and_then(|known| of(&known.entry)))
}

/// The refusal of what is no quiz.
pub(crate) fn not_a_quiz(id: &str) -> Error {
    PROVIDED_ENTRY_IS_NOT_A_QUIZ.with([id]).into()
}
