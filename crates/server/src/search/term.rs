//! What the items of all searches have in common (reference: search-metadata.md §1.3, §1.4).

use contract::errors::{EMPTY_SEARCH_TERM, SEARCH_TYPE_NOT_ALLOWED_ON_FIELD};
use contract::{ApiEnum, Prop};
use sea_query::{Cond, Expr, ExprTrait};
use store::{Sought, words_of};

use super::model::base::{ItemType, Range};
use super::part::Part;
use crate::error::{Error, Result};

/// Bytes of a term that count.
const MAX_BYTES: usize = 128;
/// A term of so many words also finds words that begin with its own, if these have so many letters.
const MAX_OPEN_WORDS: usize = 2;
const MIN_OPEN_LETTERS: usize = 3;

/// Between the values of a field in an index of words: a word that nobody looks for, so that no phrase reaches from one
/// value into the next.
pub(crate) const APART: &str = " \u{a66e} ";

/// What an item looks for.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// How.
    pub kind: Option<ItemType>,
    /// What; empty for those that need none.
    pub text: String,
    /// Between which numbers.
    pub range: Range,
    /// Whether the answer says where it was found.
    pub is_highlighted: bool,
}

impl Term {
    /// As it was sent, cut and trimmed, quotes taken off.
    pub(crate) fn new(
        term: &Prop<String>,
        kind: &Prop<ItemType>,
        range: &Prop<Range>,
        highlight: &Prop<bool>,
    ) -> Self {
        let text = term.get().map_or("", String::as_str);
        let text = text[..text.floor_char_boundary(MAX_BYTES)].trim();
        let kind = kind.get().copied();
        let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).map(str::trim);
        let (kind, text) = match (kind, quoted) {
            (Some(ItemType::Partial | ItemType::ExactMatch), Some(quoted)) => {
                (Some(ItemType::ExactMatch), quoted)
            }
            (kind, _) => (kind, text),
        };
        Self {
            kind,
            text: text.to_owned(),
            range: range.get().cloned().unwrap_or_default(),
            is_highlighted: highlight.get() == Some(&true),
        }
    }

    /// The way of a term that a field allows and that says what it looks for.
    pub(crate) fn checked(&self, field: &str, allowed: &[ItemType]) -> Result<ItemType> {
        let Some(kind) = self.kind.filter(|kind| allowed.contains(kind)) else {
            return Err(self.not_allowed(field));
        };
        if self.text.is_empty() && !matches!(kind, ItemType::Exists | ItemType::Range) {
            return Err(EMPTY_SEARCH_TERM.with([field, kind.wire_value()]).into());
        }
        Ok(kind)
    }

    /// Whether words that are looked for in any order may be beginnings of words.
    pub(crate) fn is_open(words: &[String]) -> bool {
        words.len() <= MAX_OPEN_WORDS && words.iter().all(|word| word.chars().count() >= MIN_OPEN_LETTERS)
    }

    fn not_allowed(&self, field: &str) -> Error {
        let kind = self.kind.map_or("", ApiEnum::wire_value);
        SEARCH_TYPE_NOT_ALLOWED_ON_FIELD.with([kind, field]).into()
    }

    /// The words of the term in columns of an index, one after the other or, for a part, in any order and perhaps only
    /// begun; none if there are no words in it.
    pub(crate) fn words(&self, kind: ItemType, columns: &[&'static str]) -> Option<Sought> {
        let words = words_of(&self.text);
        if words.is_empty() {
            return None;
        }
        let phrase =
            |column, words: Vec<String>, prefix| Sought::Phrase { column: Some(column), words, prefix };
        let open = Self::is_open(&words);
        let in_column = |column: &'static str| match kind {
            ItemType::Partial => {
                Sought::All(words.iter().map(|word| phrase(column, vec![word.clone()], open)).collect())
            }
            _ => phrase(column, words.clone(), false),
        };
        Some(Sought::Any(columns.iter().map(|column| in_column(column)).collect()))
    }

    /// The numbers of a column that the range allows; all of them if there is no range.
    pub(crate) fn between(&self, column: &'static str) -> Part {
        let column = || Expr::col(column);
        let range = &self.range;
        let bounds = [
            range.greater_than_or_equal.get().map(|bound| column().gte(*bound)),
            range.less_than_or_equal.get().map(|bound| column().lte(*bound)),
            range.greater_than.get().map(|bound| column().gt(*bound)),
            range.less_than.get().map(|bound| column().lt(*bound)),
        ];
        let bounds: Vec<Expr> = bounds.into_iter().flatten().collect();
        if bounds.is_empty() {
            return Part::Everything;
        }
        let is_there = Cond::all().add(column().is_not_null());
        Part::holds(bounds.into_iter().fold(is_there, Cond::add))
    }
}

/// What programs take for false in a term (reference: search-metadata.md §1.5).
pub(crate) fn is_false(term: &str) -> bool {
    ["0", "false", "off", "no"].iter().any(|word| term.eq_ignore_ascii_case(word))
}
