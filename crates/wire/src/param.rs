//! What was sent, as one tree.

use indexmap::IndexMap;

use crate::Upload;

/// Parameters by name, in the order in which they arrived.
pub type ParamMap = IndexMap<String, Param>;

/// A value that was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// JSON `null`.
    Null,
    /// JSON `true` or `false`, and a path key without a value.
    Bool(bool),
    /// A whole JSON number of at most 64 bits.
    Int(i64),
    /// Any other JSON number.
    Float(f64),
    /// Text; everything outside JSON is text.
    Text(String),
    /// A JSON list, and the dash that stands for an empty one (reference: protocol.md §4.3).
    List(Vec<Param>),
    /// A JSON object, or names with brackets or colons.
    Map(ParamMap),
    /// An uploaded file.
    File(Upload),
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A map, or the empty list if it is the `{"-":""}` by which most clients write one (reference: protocol.md
/// §4.3).
pub(crate) fn map_or_empty_list(map: ParamMap) -> Param {
    let dash = map.len() == 1 && matches!(map.get("-"), Some(Param::Text(_) | Param::Null));
    if dash { Param::List(Vec::new()) } else { Param::Map(map) }
}

/// What stands here as a map, to add to it: a list goes on under its indexes, anything else is replaced.
/// True if the map is a new one.
pub(crate) fn make_map(slot: &mut Param) -> (&mut ParamMap, bool) {
    let fresh = match slot {
        Param::Map(_) => false,
        Param::List(items) => {
            let items = std::mem::take(items);
            *slot = Param::Map(numbered(items));
            false
        }
        _ => {
            *slot = Param::Map(ParamMap::new());
            true
        }
    };
    match slot {
        Param::Map(map) => (map, fresh),
        _ => unreachable!("every other kind became a map above"),
    }
}

/// A list as the map that means the same.
pub(crate) fn numbered(items: Vec<Param>) -> ParamMap {
    items.into_iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
}
