//! What the API says about quizzes.

use contract::common::{KeyValue, RelatedFilter};
use contract::{ApiEnum, ApiObject, NullableBoolean, Prop};

/// What an entry is as a quiz. What is not said is not.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaQuiz", plugin = "quiz", list = "KalturaQuizListResponse")]
pub struct Quiz {
    /// Counts the changes, from 1.
    #[api(read_only)]
    pub version: Prop<i64>,
    /// What players need, by keys of their own.
    pub ui_attributes: Prop<Vec<KeyValue>>,
    /// Whether it is told at once if an answer is right.
    pub show_result_on_answer: Prop<NullableBoolean>,
    /// Whether the right answers are told as soon as one is given.
    pub show_correct_key_on_answer: Prop<NullableBoolean>,
    /// Whether answers may be changed.
    pub allow_answer_update: Prop<NullableBoolean>,
    /// Whether the right answers are told once an attempt is over.
    pub show_correct_after_submission: Prop<NullableBoolean>,
    /// Whether it may be downloaded, which nothing does here.
    pub allow_download: Prop<NullableBoolean>,
    /// Whether people are told what their attempts came to.
    pub show_grade_after_submission: Prop<NullableBoolean>,
    /// Attempts of a user; one, if not said.
    pub attempts_allowed: Prop<i64>,
    /// How the attempts of a user are reckoned together; by the best, if not said.
    pub score_type: Prop<ScoreType>,
}

/// Which quizzes to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaQuizFilter", plugin = "quiz")]
pub struct QuizFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Of this entry.
    pub entry_id_equal: Prop<String>,
    /// Of one of these entries, comma-separated.
    pub entry_id_in: Prop<String>,
}

/// How the attempts of a user are reckoned together.
#[derive(ApiEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[api(name = "KalturaScoreType", plugin = "cuePoint")]
pub enum ScoreType {
    /// The best counts.
    #[default]
    Highest = 1,
    /// The worst counts.
    Lowest = 2,
    /// The last one counts.
    Latest = 3,
    /// The first one counts.
    First = 4,
    /// All count alike.
    Average = 5,
}
