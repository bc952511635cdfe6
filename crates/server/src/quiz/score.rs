//! What attempts at quizzes come to (reference: more-services.md §5.1).

use std::collections::BTreeSet;

use super::model::ScoreType;

/// No possible answer weighs more, so that sums stay numbers.
const MAX_WEIGHT: f64 = 1e12;

/// A question, and what was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Question {
    /// Its answers count.
    pub is_counted: bool,
    /// More than one of its answers may be chosen.
    pub is_multiple: bool,
    /// The possible answers.
    pub options: Vec<Choice>,
    /// The keys of those that were chosen, comma-separated where there may be several; none: nothing was.
    pub answered: Option<String>,
}

/// A possible answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choice {
    /// What answers name it by.
    pub key: String,
    /// What it is worth.
    pub weight: f64,
    /// It is a right one.
    pub is_right: bool,
}

impl Choice {
    /// A possible answer with the weight that was said; one that says none is worth 1.
    pub(crate) fn new(key: &str, weight: Option<f64>, is_right: bool) -> Self {
        let weight = weight.filter(|weight| weight.is_finite()).unwrap_or(1.0).clamp(0.0, MAX_WEIGHT);
        Self { key: key.to_owned(), weight, is_right }
    }
}

impl Question {
    fn chosen(&self) -> BTreeSet<&str> {
        let Some(answered) = self.answered.as_deref() else { return BTreeSet::new() };
        if self.is_multiple {
            answered.split(',').map(str::trim).filter(|key| !key.is_empty()).collect()
        } else {
            BTreeSet::from([answered])
        }
    }

    /// Whether what was chosen is right: all right answers where there may be several, and one of them elsewhere.
    pub(crate) fn is_right(&self) -> bool {
        let right: BTreeSet<&str> = self.right().map(|option| option.key.as_str()).collect();
        let chosen = self.chosen();
        if self.is_multiple {
            !chosen.is_empty() && chosen == right
        } else {
            chosen.iter().any(|key| right.contains(key))
        }
    }

    /// The right answers.
    pub(crate) fn right(&self) -> impl Iterator<Item = &Choice> {
        self.options.iter().filter(|option| option.is_right)
    }
}

/// What an attempt comes to, from 0 to 1: the weights of the right answers that were chosen by those of all right ones. A
/// quiz in which nothing weighs anything is passed by everybody.
pub(crate) fn of(sheet: &[Question]) -> f64 {
    let (mut earned, mut possible) = (0.0, 0.0);
    for question in sheet.iter().filter(|question| question.is_counted) {
        let chosen = question.chosen();
        for option in question.right() {
            possible += option.weight;
            if chosen.contains(option.key.as_str()) {
                earned += option.weight;
            }
        }
    }
    if possible > 0.0 { earned / possible } else { 1.0 }
}

/// What attempts come to together, each with its number.
pub(crate) fn together(kind: ScoreType, attempts: &[(i64, f64)]) -> f64 {
    let scores = || attempts.iter().map(|(_, score)| *score);
    match kind {
        ScoreType::Highest => scores().fold(0.0, f64::max),
        ScoreType::Lowest => scores().fold(1.0, f64::min),
        ScoreType::Latest => attempts.iter().max_by_key(|(number, _)| *number).map_or(0.0, |one| one.1),
        ScoreType::First => attempts.iter().min_by_key(|(number, _)| *number).map_or(0.0, |one| one.1),
        #[allow(clippy::cast_precision_loss)] // numbers of attempts are small
        ScoreType::Average => scores().sum::<f64>() / attempts.len().max(1) as f64,
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is compared is exact
mod tests {
    use super::*;

    fn question(
        is_multiple: bool,
        options: &[(&str, Option<f64>, bool)],
        answered: Option<&str>,
    ) -> Question {
        let options = options.iter().map(|(key, weight, right)| Choice::new(key, *weight, *right)).collect();
        Question { is_counted: true, is_multiple, options, answered: answered.map(str::to_owned) }
    }

    #[test]
    fn scores_are_weights_of_right_answers_by_all_of_them() {
        let one = |answered| question(false, &[("1", Some(3.0), true), ("2", None, false)], answered);
        let two =
            |answered| question(true, &[("a", None, true), ("b", None, true), ("c", None, false)], answered);
        for (first, second, score) in [
            (Some("1"), Some("a,b"), 1.0),
            (Some("1"), Some("a"), 0.8),
            (Some("2"), Some("b, a"), 0.4),
            (None, Some("c"), 0.0),
            (Some("1,2"), None, 0.0),
        ] {
            assert_eq!(of(&[one(first), two(second)]), score, "{first:?} {second:?}");
        }
        let excluded = Question { is_counted: false, ..one(Some("2")) };
        assert_eq!(of(&[excluded, two(Some("a,b"))]), 1.0);
        assert_eq!(of(&[question(false, &[("1", Some(0.0), true)], None)]), 1.0, "nothing weighs anything");
        assert_eq!(of(&[]), 1.0);
    }

    #[test]
    fn whether_an_answer_is_right_follows_its_keys() {
        let options = [("a", None, true), ("b", None, true), ("c", None, false)];
        let right = |is_multiple, answered| question(is_multiple, &options, Some(answered)).is_right();
        assert!(right(false, "a") && right(false, "b") && !right(false, "c") && !right(false, "a,b"));
        assert!(right(true, "a,b") && right(true, "b, a") && !right(true, "a") && !right(true, "a,b,c"));
        assert!(!question(true, &[("c", None, false)], None).is_right(), "nothing was chosen");
    }

    #[test]
    fn attempts_are_reckoned_as_the_quiz_says() {
        let attempts = [(0, 0.5), (1, 1.0), (2, 0.0)];
        let of = |kind| together(kind, &attempts);
        assert_eq!(of(ScoreType::Highest), 1.0);
        assert_eq!(of(ScoreType::Lowest), 0.0);
        assert_eq!(of(ScoreType::Latest), 0.0);
        assert_eq!(of(ScoreType::First), 0.5);
        assert_eq!(of(ScoreType::Average), 0.5);
    }

    #[test]
    fn no_weight_breaks_the_sum() {
        for weight in [f64::NAN, f64::INFINITY, f64::MAX, -1.0] {
            let sheet = [question(false, &[("1", Some(weight), true)], Some("1"))];
            assert!((0.0..=1.0).contains(&of(&sheet)), "{weight}");
        }
    }
}
