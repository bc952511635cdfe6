//! The fields of a schema, and their values in a document (reference: search-metadata.md §3.3).

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::check::text_in;
use super::{Content, Element, MAX_DEPTH, Schema, Type};
use crate::user::name_key;

/// Bytes of a path; what is longer is no field.
const MAX_PATH: usize = 1_000;
/// Letters of a text from which on it is not searched for (reference: search-metadata.md §3.3).
const MAX_LETTERS: usize = 128;
/// Elements of a schema that are told apart.
const MAX_FIELDS: usize = 1_000;
/// Elements that are looked at for fields.
const MAX_STEPS: usize = 20_000;
/// Values of a document that are searched for; those that follow do not count.
const MAX_VALUES: usize = 2_000;

/// How values of a field are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metadata) enum FieldKind {
    /// By words.
    Text,
    /// By the whole value.
    Exact,
    /// By the id of a user, as a whole.
    User,
    /// By number.
    Number,
    /// By number, a time in Unix seconds.
    Date,
    /// By the id of a dynamic object.
    Dynamic,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::metadata) struct Field {
    /// Where its values are.
    pub path: String,
    /// The name of its element.
    pub key: String,
    /// What people call it.
    pub label: Option<String>,
    /// What the schema says about it; none: it is an element and no field.
    searchable: Option<bool>,
    pub kind: FieldKind,
    /// The profile of the dynamic objects that it names.
    pub profile_id: Option<i64>,
    trim_chars: String,
    explode_chars: String,
}

impl Field {
    /// Whether its values are looked for.
    pub(in crate::metadata) fn is_searchable(&self) -> bool {
        self.searchable == Some(true)
    }

    /// Whether values of another field are kept as those of this one are.
    pub(in crate::metadata) fn is_found_like(&self, other: &Self) -> bool {
        self.path == other.path
            && self.searchable == other.searchable
            && self.kind == other.kind
            && self.trim_chars == other.trim_chars
            && self.explode_chars == other.explode_chars
    }
}

/// The fields of a schema in their order.
pub(in crate::metadata) fn fields(schema: &Schema) -> Vec<Field> {
    elements(schema).into_iter().filter(|element| element.searchable.is_some()).collect()
}

/// All elements of a schema, fields or not.
pub(in crate::metadata) fn elements(schema: &Schema) -> Vec<Field> {
    let mut all = Vec::new();
    let mut left = MAX_STEPS;
    for root in schema.roots.values() {
        walk(schema, root, "", &mut Vec::new(), &mut all, &mut left);
    }
    all
}

fn step(path: &str, name: &str) -> String {
    format!("{path}/*[local-name()='{name}']")
}

fn walk(
    schema: &Schema,
    element: &Element,
    above: &str,
    within: &mut Vec<usize>,
    all: &mut Vec<Field>,
    left: &mut usize,
) {
    let path = step(above, &element.name);
    // Types that hold each other twice have more paths than anybody can walk.
    *left = left.saturating_sub(1);
    if *left == 0 {
        return;
    }
    // A type may hold itself: its fields are those that stand outermost.
    if path.len() > MAX_PATH || within.len() > MAX_DEPTH || within.contains(&element.of_type) {
        return;
    }
    if all.len() < MAX_FIELDS && all.iter().all(|known| known.path != path) {
        let notes = &element.notes;
        let kind = match notes.type_name.as_str() {
            "listType" | "objectType" => FieldKind::Exact,
            "userType" => FieldKind::User,
            "intType" => FieldKind::Number,
            "dateType" => FieldKind::Date,
            "metadataObjectType" => FieldKind::Dynamic,
            _ if notes.is_exact => FieldKind::Exact,
            _ => FieldKind::Text,
        };
        all.push(Field {
            path: path.clone(),
            key: element.name.clone(),
            label: notes.label.clone(),
            searchable: notes.searchable,
            kind,
            profile_id: notes.profile_id,
            trim_chars: notes.trim_chars.clone(),
            explode_chars: notes.explode_chars.clone(),
        });
    }
    if let Type::Complex(complex) = schema.of_type(element.of_type)
        && let Content::Elements(particle) = &complex.content
    {
        let mut children = Vec::new();
        particle.elements(&mut children);
        within.push(element.of_type);
        for child in children {
            walk(schema, child, &path, within, all, left);
        }
        within.pop();
    }
}

/// A value in a document.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::metadata) enum Found {
    /// A text whose words are looked for.
    Words(String),
    /// A value that is looked for as a whole, folded.
    Whole(String),
    /// A number.
    Number(i64),
    /// A text that is too long for lists to look for.
    Long,
}

/// The values of the fields in a document, with the places of their fields, and as they are written.
pub(in crate::metadata) fn found(fields: &[Field], document: &Document<'_>) -> Vec<(usize, Found, String)> {
    let mut all = Vec::new();
    let by_path: HashMap<&str, usize> =
        fields.iter().enumerate().map(|(place, field)| (field.path.as_str(), place)).collect();
    collect(fields, &by_path, document.root_element(), "", &mut all);
    all.truncate(MAX_VALUES);
    all
}

fn collect(
    fields: &[Field],
    by_path: &HashMap<&str, usize>,
    node: Node<'_, '_>,
    above: &str,
    all: &mut Vec<(usize, Found, String)>,
) {
    let path = step(above, node.tag_name().name());
    if path.len() > MAX_PATH || all.len() >= MAX_VALUES {
        return;
    }
    if let Some(place) = by_path.get(path.as_str()).copied() {
        let field = &fields[place];
        let written = text_in(node);
        let text = written.trim();
        let is_short = |text: &str| text.chars().count() < MAX_LETTERS;
        match field.kind {
            _ if text.is_empty() => {}
            FieldKind::Text if is_short(text) => {
                all.push((place, Found::Words(text.to_owned()), text.to_owned()));
            }
            FieldKind::Exact | FieldKind::User | FieldKind::Dynamic => {
                let parts: Vec<&str> = if field.explode_chars.is_empty() {
                    vec![text]
                } else {
                    text.split(|letter| field.explode_chars.contains(letter)).collect()
                };
                for part in parts {
                    let part = part.trim_matches(|letter| field.trim_chars.contains(letter)).trim();
                    if part.is_empty() {
                        continue;
                    }
                    let found = if is_short(part) { Found::Whole(name_key(part)) } else { Found::Long };
                    all.push((place, found, part.to_owned()));
                }
            }
            FieldKind::Number | FieldKind::Date => {
                let is_first = all.iter().all(|(known, _, _)| *known != place);
                if let (true, Ok(number)) = (is_first, text.parse()) {
                    all.push((place, Found::Number(number), text.to_owned()));
                }
            }
            FieldKind::Text => all.push((place, Found::Long, text.to_owned())),
        }
    }
    for child in node.children().filter(Node::is_element) {
        collect(fields, by_path, child, &path, all);
    }
}
