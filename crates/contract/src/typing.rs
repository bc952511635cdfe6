//! From what was sent to what was declared, and back: the scalar types
//! (reference: protocol.md §3.2–3.5).

use std::collections::BTreeMap;

use wire::{ApiError, Param, Upload, Value};

use crate::describe::{Access, TypeRef};
use crate::errors::{INVALID_PARAMETER_CHAR, PROPERTY_VALIDATION_WRONG_FORMAT};

/// A type that may stand in a declaration.
pub trait Api: Sized + Send + Sync + 'static {
    /// How the schema names it.
    const TYPE: TypeRef;

    /// Takes what was sent. `None`: what was sent is passed over in silence, as the API does with a
    /// scalar in the place of an object.
    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError>;

    /// What an answer shows.
    fn encode(&self, permits: &dyn Permits) -> Value;
}

/// Whether the session may touch a property that needs a permission.
pub trait Permits {
    /// True if `access` to `class`.`property` is granted.
    fn permits(&self, class: &str, property: &str, access: Access) -> bool;

    /// True if anything is granted for `access` to objects of this very class: enough where the class as a whole
    /// needs a permission.
    fn permits_class(&self, class: &str, access: Access) -> bool;
}

/// Grants everything: for the server's own use of its objects.
pub struct PermitsAll;

impl Permits for PermitsAll {
    fn permits(&self, _class: &str, _property: &str, _access: Access) -> bool {
        true
    }

    fn permits_class(&self, _class: &str, _access: Access) -> bool {
        true
    }
}

/// Where in a request a value stands, for error arguments and for the few rules that differ.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The name of the parameter or property.
    pub name: &'a str,
    /// The names on the way to it, for errors that name the whole path.
    pub parent: Option<&'a At<'a>>,
    /// An argument of an action rather than a property of an object.
    pub is_argument: bool,
    /// The moment that relative times count from, in Unix seconds.
    pub now: i64,
}

impl<'a> At<'a> {
    /// The place of an argument.
    pub fn argument(name: &'a str, now: i64) -> Self {
        Self { name, parent: None, is_argument: true, now }
    }

    /// The place of a property of what stands here.
    pub fn property<'b>(&'b self, name: &'b str) -> At<'b> {
        At { name, parent: Some(self), is_argument: false, now: self.now }
    }

    /// The names from the argument down, joined by colons.
    pub fn path(&self) -> String {
        match self.parent {
            Some(parent) => format!("{}:{}", parent.path(), self.name),
            None => self.name.to_owned(),
        }
    }
}

/// Offsets up to ten years either way count from now (reference: protocol.md §3.4).
const MAX_RELATIVE_TIME: i64 = 315_360_000;

/// A moment in Unix seconds. As a property it may be sent relative to now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

impl Api for Time {
    const TYPE: TypeRef = TypeRef::Time;

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        let seconds = param.to_int();
        if at.is_argument {
            return Ok(Some(Self(seconds)));
        }
        let empty = match param {
            Param::Null => true,
            Param::Text(text) => text.is_empty(),
            _ => false,
        };
        Ok(Some(Self(if empty {
            0
        } else if seconds == -1 || seconds.unsigned_abs() > MAX_RELATIVE_TIME.unsigned_abs() {
            seconds
        } else {
            at.now.saturating_add(seconds)
        })))
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        Value::Int(self.0)
    }
}

/// An integer that the schema calls `bigint`: a double on its way in, so exact up to 2^53.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct BigInt(pub i64);

impl Api for BigInt {
    const TYPE: TypeRef = TypeRef::BigInt;

    fn decode(param: &Param, _at: &At<'_>) -> Result<Option<Self>, ApiError> {
        #[allow(clippy::cast_possible_truncation)] // a cast saturates, which is what is wanted
        Ok(Some(Self(param.to_bigint() as i64)))
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        Value::Int(self.0)
    }
}

impl Api for i64 {
    const TYPE: TypeRef = TypeRef::Int;

    fn decode(param: &Param, _at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(Some(param.to_int()))
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        Value::Int(*self)
    }
}

impl Api for f64 {
    const TYPE: TypeRef = TypeRef::Float;

    fn decode(param: &Param, _at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(Some(param.to_float()))
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        Value::Float(*self)
    }
}

impl Api for bool {
    const TYPE: TypeRef = TypeRef::Bool;

    fn decode(param: &Param, _at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(Some(param.to_bool()))
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        Value::Bool(*self)
    }
}

impl Api for String {
    const TYPE: TypeRef = TypeRef::Text;

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        let text = match param {
            // Callers send lists where the API has a comma-separated text (reference: usage.md §e 15).
            Param::List(items) => {
                items.iter().map(|item| item.to_text().into_owned()).collect::<Vec<_>>().join(",")
            }
            other => other.to_text().into_owned(),
        };
        if text.chars().all(is_xml_char) {
            Ok(Some(text))
        } else {
            Err(INVALID_PARAMETER_CHAR.with([at.name]))
        }
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        Value::Text(self.clone())
    }
}

/// True for what XML 1.0 can carry.
fn is_xml_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

impl Api for Upload {
    const TYPE: TypeRef = TypeRef::File;

    fn decode(param: &Param, _at: &At<'_>) -> Result<Option<Self>, ApiError> {
        match param {
            Param::File(upload) => Ok(Some(upload.clone())),
            _ => Err(crate::errors::UPLOAD_ERROR.bare()),
        }
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        Value::Null
    }
}

/// For a class that may hold an object of its own family.
impl<T: Api> Api for Box<T> {
    const TYPE: TypeRef = T::TYPE;

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(T::decode(param, at)?.map(Self::new))
    }

    fn encode(&self, permits: &dyn Permits) -> Value {
        T::encode(self, permits)
    }
}

/// An object or a family of objects: what lists and maps are made of.
pub trait Element: Api {}

impl<T: Element> Api for Vec<T> {
    const TYPE: TypeRef = TypeRef::Array(&T::TYPE);

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        let Some(items) = items(param) else {
            return if at.is_argument && !matches!(param, Param::Null) {
                Err(PROPERTY_VALIDATION_WRONG_FORMAT.with([at.path().as_str(), "array"]))
            } else {
                Ok(None)
            };
        };
        let mut decoded = Self::with_capacity(items.len());
        for (key, item) in items {
            let place = at.property(&key);
            match item {
                Param::Map(_) | Param::List(_) => decoded.extend(T::decode(item, &place)?),
                _ => return Err(PROPERTY_VALIDATION_WRONG_FORMAT.with([at.path().as_str(), "array"])),
            }
        }
        Ok(Some(decoded))
    }

    fn encode(&self, permits: &dyn Permits) -> Value {
        Value::Array(self.iter().map(|item| item.encode(permits)).collect())
    }
}

/// The elements of a list, however it was written: as a list, as a map with numbers or names for keys
/// (numbers ascending, then names as they stand), or as the dash that stands for an empty list
/// (reference: protocol.md §4.3).
fn items(param: &Param) -> Option<Vec<(String, &Param)>> {
    match param {
        Param::List(items) => {
            Some(items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect())
        }
        Param::Map(entries) => {
            let mut items: Vec<_> = entries
                .iter()
                .filter(|(key, _)| *key != "-")
                .map(|(key, item)| (key.clone(), item))
                .collect();
            items.sort_by_key(|(key, _)| key.parse::<u64>().unwrap_or(u64::MAX));
            Some(items)
        }
        _ => None,
    }
}

/// Text keys to objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map<T>(pub BTreeMap<String, T>);

impl<T: Element> Api for Map<T> {
    const TYPE: TypeRef = TypeRef::Map(&T::TYPE);

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        let Param::Map(entries) = param else { return Ok(None) };
        let mut decoded = BTreeMap::new();
        for (key, item) in entries {
            if let Some(item) = T::decode(item, &at.property(key))? {
                decoded.insert(key.clone(), item);
            }
        }
        Ok(Some(Self(decoded)))
    }

    fn encode(&self, permits: &dyn Permits) -> Value {
        Value::Map(self.0.iter().map(|(key, item)| (key.clone(), item.encode(permits))).collect())
    }
}
