//! Where a search found its terms: in an entry, or in what it has several of (reference: search-metadata.md §1.8).

use contract::ApiEnum;
use contract::common::StringObject;
use store::{is_in_word, words_of};

use super::model::base::{Highlight, ItemType};
use super::model::entry::EntryFieldName;
use super::term::Term;
use crate::cue_point::search::Field;
use crate::entry::Known;

/// Texts of one field.
const MAX_FRAGMENTS: usize = 7;
/// Bytes of a longer text that are shown at least.
const FRAGMENT: usize = 150;
/// Pieces of a long text that are looked at, and items that are marked.
const MAX_PIECES: usize = 100;
const MAX_MARKS: usize = 20;

/// A text that may be marked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// A field of an entry.
    Entry(EntryFieldName),
    /// A text of a cue point.
    CuePoint(Field),
    /// A value of metadata.
    Metadata,
}

impl Place {
    /// What it is called, as the original's index calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Entry(field) => field.wire_value(),
            Self::CuePoint(Field::Name) => "cue_points.cue_point_name",
            Self::CuePoint(Field::Text) => "cue_points.cue_point_text",
            Self::CuePoint(Field::Tag) => "cue_points.cue_point_tags",
            Self::CuePoint(Field::Question) => "cue_points.cue_point_question",
            Self::CuePoint(Field::Answer) => "cue_points.cue_point_answers",
            Self::CuePoint(Field::Hint) => "cue_points.cue_point_hint",
            Self::CuePoint(Field::Explanation) => "cue_points.cue_point_explanation",
            Self::Metadata => "metadata.value_text",
        }
    }
}

/// What is marked: where, how it was searched, and for what.
#[derive(Clone, Debug)]
struct Mark {
    place: Place,
    kind: ItemType,
    text: String,
    words: Vec<String>,
}

/// All that is marked together.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// Notes an item, if it asks for it.
    pub(super) fn note(&mut self, place: Place, kind: ItemType, term: &Term) {
        use EntryFieldName as F;
        let is_marked = match place {
            Place::Entry(field) => matches!(field, F::Name | F::Description | F::Tags),
            Place::CuePoint(_) | Place::Metadata => true,
        };
        if term.is_highlighted && is_marked && self.0.len() < MAX_MARKS {
            self.0.push(Mark { place, kind, text: term.text.clone(), words: words_of(&term.text) });
        }
    }

    /// Adds others.
    pub(super) fn add(&mut self, others: Self) {
        self.0.extend(others.0);
        self.0.truncate(MAX_MARKS);
    }

    /// The marked texts of an entry.
    pub(super) fn of_entry(&self, known: &Known) -> Vec<Highlight> {
        self.of(MAX_FRAGMENTS, |place| match place {
            Place::Entry(field) => texts(field, known),
            Place::CuePoint(_) | Place::Metadata => Vec::new(),
        })
    }

    /// The marked texts among those of each place, so many of one place at most.
    pub(super) fn of(&self, most: usize, texts: impl Fn(Place) -> Vec<String>) -> Vec<Highlight> {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        for mark in &self.0 {
            let suffix = if mark.kind == ItemType::StartsWith { ".raw" } else { "" };
            let name = format!("{}{suffix}", mark.place.name());
            let texts = texts(mark.place).into_iter().filter_map(|text| mark.marked(&text));
            let known = all.iter().position(|(field, _)| *field == name).unwrap_or_else(|| {
                all.push((name, Vec::new()));
                all.len() - 1
            });
            for text in texts {
                let hits = &mut all[known].1;
                if hits.len() < most && !hits.contains(&text) {
                    hits.push(text);
                }
            }
        }
        all.into_iter()
            .filter(|(_, hits)| !hits.is_empty())
            .map(|(field, hits)| Highlight {
                field_name: field.into(),
                hits: hits
                    .into_iter()
                    .map(|value| StringObject { value: value.into() })
                    .collect::<Vec<_>>()
                    .into(),
            })
            .collect()
    }
}

/// The texts of a field, a long one in pieces.
fn texts(field: EntryFieldName, known: &Known) -> Vec<String> {
    let more = &known.entry.more;
    match field {
        EntryFieldName::Name => vec![known.entry.name.clone()],
        EntryFieldName::Tags => {
            let tags = more.tags.as_deref().unwrap_or_default().split(',');
            tags.map(|tag| tag.trim().to_owned()).collect()
        }
        _ => pieces(more.description.as_deref().unwrap_or_default()),
    }
}

pub(super) fn pieces(mut text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    while text.len() > FRAGMENT && pieces.len() < MAX_PIECES {
        let least = text.floor_char_boundary(FRAGMENT);
        let end = text[least..].find(char::is_whitespace).map_or(text.len(), |more| least + more);
        pieces.push(text[..end].trim().to_owned());
        text = &text[end..];
    }
    if pieces.len() < MAX_PIECES {
        pieces.push(text.trim().to_owned());
    }
    pieces
}

impl Mark {
    /// The text with `<em>` around what was found; none if nothing was.
    fn marked(&self, text: &str) -> Option<String> {
        if self.kind == ItemType::StartsWith {
            let begins = store::folded(text).starts_with(&store::folded(&self.text));
            return begins.then(|| format!("<em>{text}</em>"));
        }
        let spans = spans(text);
        let is_marked = self.found(&spans);
        if !is_marked.contains(&true) {
            return None;
        }
        let mut marked = String::with_capacity(text.len() + 16);
        let mut end = 0;
        for (span, is_marked) in spans.iter().zip(is_marked) {
            marked.push_str(&text[end..span.start]);
            let word = &text[span.start..span.end];
            if is_marked {
                marked.extend(["<em>", word, "</em>"]);
            } else {
                marked.push_str(word);
            }
            end = span.end;
        }
        marked.push_str(&text[end..]);
        Some(marked)
    }

    fn found(&self, spans: &[Span]) -> Vec<bool> {
        let mut found = vec![false; spans.len()];
        if self.kind == ItemType::Partial {
            let open = Term::is_open(&self.words);
            for (found, span) in found.iter_mut().zip(spans) {
                *found = self
                    .words
                    .iter()
                    .any(|word| span.word == *word || (open && span.word.starts_with(word.as_str())));
            }
            return found;
        }
        let length = self.words.len();
        for start in 0..(spans.len() + 1).saturating_sub(length.max(1)) {
            let here = &spans[start..start + length];
            if here.iter().zip(&self.words).all(|(span, word)| span.word == *word) {
                found[start..start + length].fill(true);
            }
        }
        found
    }
}

/// A word of a text, and where it stands.
struct Span {
    start: usize,
    end: usize,
    word: String,
}

fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_in_word(letter), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                let word = words_of(&text[begin..at]).concat();
                spans.push(Span { start: begin, end: at, word });
                start = None;
            }
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(kind: ItemType, text: &str) -> Mark {
        Mark { place: Place::Entry(EntryFieldName::Name), kind, text: text.to_owned(), words: words_of(text) }
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        let text = "Crème brûlée, and creme again";
        let marked = |kind, term| mark(kind, term).marked(text);
        assert_eq!(
            marked(ItemType::Partial, "creme").as_deref(),
            Some("<em>Crème</em> brûlée, and <em>creme</em> again")
        );
        assert_eq!(
            marked(ItemType::ExactMatch, "CREME BRULEE").as_deref(),
            Some("<em>Crème</em> <em>brûlée</em>, and creme again")
        );
        assert_eq!(marked(ItemType::ExactMatch, "creme and"), None);
        assert_eq!(
            marked(ItemType::Partial, "bru").as_deref(),
            Some("Crème <em>brûlée</em>, and creme again")
        );
        assert_eq!(marked(ItemType::ExactMatch, "?!"), None);
        assert_eq!(
            marked(ItemType::StartsWith, "crème B").as_deref(),
            Some("<em>Crème brûlée, and creme again</em>")
        );
    }

    #[test]
    fn long_texts_come_in_pieces() {
        let text = "word ".repeat(100);
        let pieces = pieces(&text);
        assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.len() <= FRAGMENT + 5));
        assert_eq!(pieces.join(" ").trim(), text.trim());
    }
}
