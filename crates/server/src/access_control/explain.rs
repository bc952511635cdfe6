//! Reasons as people and programs read them: for `boxoffice_decision.explain` and `boxoffice explain`. Whoever shows them
//! has made sure that the reader may manage the account.

use std::fmt::Write;

use contract::common::KeyValue;
use contract::{ApiObject, Prop};

use super::decision::reasons::Reason;

/// A check of a decision: what it looked at, what it said, and the checks that it is made of.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeReason", plugin = "boxoffice")]
pub struct BoxofficeReason {
    /// What was checked.
    #[api(read_only)]
    pub check: Prop<String>,
    /// Which one of its kind: for a rule its place in the profile and its description.
    #[api(read_only)]
    pub subject: Prop<String>,
    /// What it said.
    #[api(read_only)]
    pub outcome: Prop<String>,
    /// What it looked at.
    #[api(read_only)]
    pub inputs: Prop<Vec<KeyValue>>,
    /// What it is made of.
    #[api(read_only)]
    pub parts: Prop<Vec<BoxofficeReason>>,
}

/// A tree of reasons as the API answers it.
pub fn as_answer(reason: &Reason) -> BoxofficeReason {
    let input = |(name, value): &(&'static str, String)| KeyValue {
        key: (*name).into(),
        value: value.clone().into(),
    };
    BoxofficeReason {
        check: reason.check.into(),
        subject: reason.subject.clone().into(),
        outcome: reason.outcome.into(),
        inputs: reason.inputs.iter().map(input).collect::<Vec<_>>().into(),
        parts: reason.parts.iter().map(as_answer).collect::<Vec<_>>().into(),
    }
}

/// A tree of reasons as text: a line for each check, those that it is made of below it.
pub fn as_text(reason: &Reason) -> String {
    let mut text = String::new();
    write(&mut text, reason, 0);
    text
}

fn write(text: &mut String, reason: &Reason, depth: usize) {
    let inputs: Vec<String> = reason.inputs.iter().map(|(name, value)| format!("{name} {value}")).collect();
    // Writing to a text cannot fail.
    let _ = write!(text, "{:indent$}{}", "", reason.check, indent = depth * 2);
    if !reason.subject.is_empty() {
        let _ = write!(text, " {}", one_line(&reason.subject));
    }
    let _ = write!(text, ": {}", reason.outcome);
    if !inputs.is_empty() {
        let _ = write!(text, " ({})", one_line(&inputs.join("; ")));
    }
    text.push('\n');
    reason.parts.iter().for_each(|part| write(text, part, depth + 1));
}

/// What accounts and callers write stays on its line.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
