//! Schemas of metadata: the part of XSD 1.0 that programs use for them. What a schema says beyond that is refused when
//! it is sent, so that nothing of it is passed over in silence (reference: search-metadata.md §3.3).

mod check;
mod compare;
mod fields;
mod prune;
mod read;
mod simple;

use std::collections::BTreeMap;

pub(super) use self::compare::{covers, renamed};
pub(super) use self::fields::{Field, FieldKind, Found, elements, fields, found};
pub(super) use self::prune::pruned;
use self::simple::Simple;

/// Bytes of a schema and of a document.
pub(super) const MAX_SCHEMA: usize = 128 << 10;
/// Bytes of a document.
pub(super) const MAX_DOCUMENT: usize = 256 << 10;
/// Elements within elements.
const MAX_DEPTH: usize = 32;
/// Nodes of a document: elements, texts, comments.
const MAX_NODES: u32 = 50_000;

/// Reads XML: no document types, so no entities but the five, and no more than these many nodes and levels.
pub(super) fn parse(text: &str, most_bytes: usize) -> Result<roxmltree::Document<'_>, String> {
    if text.len() > most_bytes {
        return Err(format!("it has more than {most_bytes} bytes"));
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..roxmltree::ParsingOptions::default()
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    // A node comes after its parent.
    let mut depths: Vec<usize> = Vec::new();
    for node in document.descendants() {
        let above = node.parent().and_then(|parent| depths.get(parent.id().get_usize()).copied());
        let depth = above.map_or(0, |above| above + 1);
        if depth > MAX_DEPTH + 1 {
            return Err(format!("it has more than {MAX_DEPTH} levels"));
        }
        depths.push(depth);
    }
    Ok(document)
}

/// A schema, ready to check documents.
#[derive(Debug)]
pub(super) struct Schema {
    types: Vec<Type>,
    roots: BTreeMap<String, Element>,
}

/// What an element holds.
#[derive(Debug)]
enum Type {
    /// Not worked out yet.
    Unknown,
    Simple(Simple),
    Complex(Complex),
}

#[derive(Debug)]
struct Complex {
    content: Content,
    attributes: Vec<Attribute>,
    is_mixed: bool,
}

#[derive(Debug)]
enum Content {
    Empty,
    Text(Simple),
    Elements(Particle),
}

#[derive(Debug)]
struct Attribute {
    name: String,
    kind: Simple,
    is_required: bool,
    is_prohibited: bool,
    fixed: Option<String>,
}

#[derive(Clone, Debug)]
struct Particle {
    least: u32,
    most: Option<u32>,
    term: Term,
}

#[derive(Clone, Debug)]
enum Term {
    Element(Element),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    All(Vec<Particle>),
}

/// The declaration of an element.
#[derive(Clone, Debug)]
struct Element {
    name: String,
    /// The place of its type.
    of_type: usize,
    fixed: Option<String>,
    is_nillable: bool,
    notes: Notes,
}

/// What programs note about an element.
#[derive(Clone, Debug, Default, PartialEq)]
struct Notes {
    /// The `id` attribute, which stays when an element is renamed.
    id: Option<String>,
    /// The name of the type, or of what the first restriction restricts.
    type_name: String,
    searchable: Option<bool>,
    label: Option<String>,
    is_exact: bool,
    trim_chars: String,
    explode_chars: String,
    profile_id: Option<i64>,
}

impl Schema {
    /// Reads a schema; the reason where it cannot be used.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let document = parse(text, MAX_SCHEMA)?;
        read::schema(&document)
    }

    /// Checks a document; the reason where it does not follow the schema.
    pub(super) fn check(&self, document: &roxmltree::Document<'_>) -> Result<(), String> {
        check::document(self, document)
    }

    fn of_type(&self, place: usize) -> &Type {
        self.types.get(place).unwrap_or(&Type::Unknown)
    }
}

impl Complex {
    /// The declaration of a child by this name.
    fn child(&self, name: &str) -> Option<&Element> {
        match &self.content {
            Content::Elements(particle) => particle.find(name),
            Content::Empty | Content::Text(_) => None,
        }
    }
}

impl Particle {
    fn elements<'a>(&'a self, all: &mut Vec<&'a Element>) {
        match &self.term {
            Term::Element(element) => all.push(element),
            Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
                for part in parts {
                    part.elements(all);
                }
            }
        }
    }

    fn find(&self, name: &str) -> Option<&Element> {
        match &self.term {
            Term::Element(element) => (element.name == name).then_some(element),
            Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
                parts.iter().find_map(|part| part.find(name))
            }
        }
    }
}

#[cfg(test)]
mod tests;
