//! What searches for entries find in their cue points (reference: search-metadata.md §1.6): words, and whole values.

use std::collections::BTreeSet;

use sea_query::{Expr, ExprTrait, Query};
use store::{TextIndex, Transaction, one_of};

use super::model::{CuePointStatus, CuePointType, QuestionCuePoint};
use super::table::CueRow;
use crate::entry::values::value_key;
use crate::error::Result;
use crate::search::term::APART;

/// The words of what every cue point may have.
pub(super) const TEXT: TextIndex = TextIndex::new("cue_point_text", &["tags", "name", "text"]);
/// The words of questions.
pub(super) const QUESTIONS: TextIndex =
    TextIndex::new("cue_point_question_text", &["question", "answers", "hint", "explanation"]);

/// Rows of one statement.
const AT_ONCE: usize = 500;
/// Answers of a poll that are searched.
const MAX_ANSWERS: usize = 100;

/// A text of a cue point. The numbers stand in the table of values.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Field {
    Name = 1,
    Text = 2,
    /// One value per tag.
    Tag = 3,
    Question = 4,
    /// One value per answer.
    Answer = 5,
    Hint = 6,
    Explanation = 7,
}

impl Field {
    pub(super) fn number(self) -> i64 {
        self as i64
    }
}

/// What a cue point says, text by text.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the fields of KalturaESearchCuePointItemData, which documents them
pub(crate) struct Said {
    pub name: Option<String>,
    pub text: Option<String>,
    pub tags: Vec<String>,
    pub question: Option<String>,
    pub answers: Vec<String>,
    pub hint: Option<String>,
    pub explanation: Option<String>,
}

impl Said {
    /// What a cue point says.
    pub(crate) fn by(cue: &CueRow) -> Self {
        let tags = cue.more.tags.as_deref().unwrap_or_default().split(',').map(str::trim);
        let mut said = Self {
            name: cue.name.clone(),
            text: cue.more.text.clone(),
            tags: tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            ..Self::default()
        };
        match cue.kind {
            CuePointType::Code => {
                (said.question, said.answers) = poll(cue.more.partner_data.as_deref().unwrap_or_default());
            }
            CuePointType::QuizQuestion => {
                let own: QuestionCuePoint =
                    cue.more.quiz.clone().unwrap_or_default().show().unwrap_or_default();
                let options = own.optional_answers.get().into_iter().flatten();
                said.answers =
                    options.filter_map(|option| option.text.get().cloned()).take(MAX_ANSWERS).collect();
                said.question = said.text.take();
                said.hint = own.hint.get().cloned();
                said.explanation = own.explanation.get().cloned();
            }
            _ => {}
        }
        said
    }

    /// The texts of a field.
    pub(crate) fn of(&self, field: Field) -> Vec<&str> {
        let one = match field {
            Field::Name => &self.name,
            Field::Text => &self.text,
            Field::Question => &self.question,
            Field::Hint => &self.hint,
            Field::Explanation => &self.explanation,
            Field::Tag => return self.tags.iter().map(String::as_str).collect(),
            Field::Answer => return self.answers.iter().map(String::as_str).collect(),
        };
        one.as_deref().filter(|text| !text.is_empty()).into_iter().collect()
    }
}

/// The question and the answers of a poll, which stand in a code's data as JSON (reference: search-metadata.md §7.1).
fn poll(data: &str) -> (Option<String>, Vec<String>) {
    let Ok(data) = serde_json::from_str::<serde_json::Value>(data) else { return (None, Vec::new()) };
    let text = &data["text"];
    let answers: Vec<&serde_json::Value> = match &text["answers"] {
        serde_json::Value::Array(all) => all.iter().collect(),
        serde_json::Value::Object(all) => all.values().collect(),
        _ => Vec::new(),
    };
    let answers = answers.into_iter().filter_map(|answer| answer.as_str()).take(MAX_ANSWERS);
    (text["question"].as_str().map(str::to_owned), answers.map(str::to_owned).collect())
}

impl CueRow {
    /// Whether searches for entries look at it.
    pub(super) fn is_searched(&self) -> bool {
        match self.kind {
            CuePointType::Annotation => self.more.searchable_on_entry != Some(false),
            CuePointType::Code | CuePointType::Thumb | CuePointType::QuizQuestion => true,
            CuePointType::Ad | CuePointType::Event | CuePointType::QuizAnswer | CuePointType::Session => {
                false
            }
        }
    }
}

/// Writes what a cue point is found by, and forgets what was before.
pub(super) async fn put(tx: &mut Transaction, cue: &CueRow) -> Result<()> {
    if cue.status == CuePointStatus::Deleted {
        return remove(tx, &[cue.row]).await;
    }
    let texts = [&cue.more.tags, &cue.name, &cue.more.text];
    TEXT.put(tx, cue.row, &texts.map(|text| text.as_deref().unwrap_or_default())).await?;
    forget_values(tx, &[cue.row]).await?;
    let said = Said::by(cue);
    let asked = [Field::Question, Field::Answer, Field::Hint, Field::Explanation].map(|field| said.of(field));
    if asked.iter().all(Vec::is_empty) || !cue.is_searched() {
        QUESTIONS.remove(tx, cue.row).await?;
    } else {
        let asked = asked.map(|texts| texts.join(APART));
        QUESTIONS.put(tx, cue.row, &asked.each_ref().map(String::as_str)).await?;
    }
    if cue.is_searched() { put_values(tx, cue, &said).await } else { Ok(()) }
}

async fn put_values(tx: &mut Transaction, cue: &CueRow, said: &Said) -> Result<()> {
    const FIELDS: [Field; 7] = [
        Field::Name,
        Field::Text,
        Field::Tag,
        Field::Question,
        Field::Answer,
        Field::Hint,
        Field::Explanation,
    ];
    let keys: BTreeSet<(i64, String)> = FIELDS
        .into_iter()
        .flat_map(|field| said.of(field).into_iter().map(move |text| (field.number(), value_key(text))))
        .filter(|(_, key)| !key.is_empty())
        .collect();
    let keys: Vec<(i64, String)> = keys.into_iter().collect();
    for keys in keys.chunks(AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table("cue_point_value").columns(["partner_id", "value_key", "field", "cue_point_id"]);
        for (field, key) in keys {
            insert.values_panic([
                cue.partner_id.into(),
                key.as_str().into(),
                (*field).into(),
                cue.row.into(),
            ]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

async fn forget_values(tx: &mut Transaction, rows: &[i64]) -> Result<()> {
    for part in rows.chunks(AT_ONCE) {
        let is_of = one_of("cue_point_id", part.iter().copied());
        let forget = Query::delete().from_table("cue_point_value").and_where(is_of).to_owned();
        tx.execute(&forget).await?;
    }
    Ok(())
}

/// Forgets what cue points are found by.
pub(super) async fn remove(tx: &mut Transaction, rows: &[i64]) -> Result<()> {
    TEXT.remove_all(tx, rows).await?;
    QUESTIONS.remove_all(tx, rows).await?;
    forget_values(tx, rows).await
}

/// Whether a cue point has a text of a field.
pub(super) fn is_there(field: Field) -> Expr {
    let any = Query::select()
        .expr(Expr::cust("1"))
        .from("cue_point_value")
        .and_where(Expr::col(("cue_point_value", "cue_point_id")).equals(("cue_point", "id")))
        .and_where(Expr::col(("cue_point_value", "field")).eq(field.number()))
        .to_owned();
    Expr::exists(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_are_read_from_data_of_any_shape() {
        let read = |data: &str| {
            let (question, answers) = poll(data);
            (question.unwrap_or_default(), answers.join("|"))
        };
        let of = |question: &str, answers: &str| (question.to_owned(), answers.to_owned());
        assert_eq!(read(r#"{"text":{"question":"Who?","answers":["me","you"]}}"#), of("Who?", "me|you"));
        assert_eq!(
            read(r#"{"text":{"question":"Who?","answers":{"1":"me","2":"you"}}}"#),
            of("Who?", "me|you")
        );
        assert_eq!(read(r#"{"text":{"question":7,"answers":[1,{"a":"b"},"c"]}}"#), of("", "c"));
        for data in
            ["", "x", "[]", "null", "7", r#"{"text":"question"}"#, r#"{"text":[1]}"#, &"[".repeat(10_000)]
        {
            assert_eq!(read(data), of("", ""), "{data}");
        }
    }
}
