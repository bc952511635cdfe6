//! Objects of the API as rows keep them: what no list looks for is one JSON text, by the names of the properties.

use contract::object::decode_properties;
use contract::typing::At;
use contract::{ApiObject, PermitsAll};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use wire::{Param, ParamMap, Value};

use crate::error::{Error, Result};

/// The properties of an object, as they are kept.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Kept(Map<String, Json>);

impl Kept {
    /// Reads what [`Kept::text`] wrote.
    pub fn read(text: &str) -> Result<Self> {
        let map = serde_json::from_str(text);
        map.map(Self).map_err(|error| Error::internal(format!("a row holds what is no object: {error}")))
    }

    /// What data of the program say.
    pub fn of(map: Map<String, Json>) -> Self {
        Self(map)
    }

    /// The text for the row.
    pub fn text(&self) -> String {
        Json::Object(self.0.clone()).to_string()
    }

    /// Takes what was sent: what is absent stays, null takes a property out, a value replaces it.
    pub fn merge<T: ApiObject>(&mut self, sent: &T) {
        sent.each(&mut |property, slot| {
            if slot.is_set() {
                self.0.insert(property.name.to_owned(), json(&slot.encode(&PermitsAll)));
            } else if !slot.is_absent() {
                self.0.remove(property.name);
            }
        });
    }

    /// The object. Times are absolute, so it does not matter when it is read.
    pub fn show<T: ApiObject>(&self) -> Result<T> {
        let sent: ParamMap = self.0.iter().map(|(name, value)| (name.clone(), param(value))).collect();
        let mut object = T::default();
        decode_properties(&mut object, &sent, &At::argument("", 0)).map_err(|error| {
            Error::internal(format!("a row holds a {}: {}", T::CLASS.name, error.message))
        })?;
        Ok(object)
    }

    /// A property that is an object.
    pub fn object_of(&self, name: &str) -> Option<Self> {
        self.0.get(name)?.as_object().cloned().map(Self)
    }

    /// These properties, and those of `below` that are not among them.
    #[must_use]
    pub fn over(&self, below: &Self) -> Self {
        let mut all = below.0.clone();
        all.extend(self.0.clone());
        Self(all)
    }

    /// Puts a property in.
    pub fn set(&mut self, name: &str, value: impl Into<Json>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Takes a property out.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// A property that is a text.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// The texts in a property that is a list of `KalturaString`.
    pub fn texts_of(&self, name: &str) -> impl Iterator<Item = &str> {
        let items = self.0.get(name).and_then(Json::as_array).into_iter().flatten();
        items.filter_map(|item| item.get("value")?.as_str())
    }

    /// A property that is a number.
    pub fn number_of(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }
}

/// A result as JSON. Properties that are null are left out, as if they had not been sent.
pub(crate) fn json(value: &Value) -> Json {
    let object = |properties: &mut dyn Iterator<Item = (String, &Value)>| {
        let set = properties.filter(|(_, value)| **value != Value::Null);
        set.map(|(name, value)| (name, json(value))).collect::<Map<_, _>>()
    };
    match value {
        Value::Null | Value::File(_) => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Int(value) => Json::from(*value),
        Value::Float(value) => Json::from(*value),
        Value::Text(value) => Json::from(value.as_str()),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Map(entries) => {
            Json::Object(object(&mut entries.iter().map(|(name, value)| (name.clone(), value))))
        }
        Value::Object(of) => {
            let properties = of.properties.iter().map(|(name, value)| ((*name).to_owned(), value));
            let mut map = object(&mut properties.into_iter());
            map.insert("objectType".to_owned(), Json::from(of.class));
            Json::Object(map)
        }
    }
}

/// What was kept, as if it had been sent.
pub(crate) fn param(value: &Json) -> Param {
    match value {
        Json::Null => Param::Null,
        Json::Bool(value) => Param::Bool(*value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Param::Float(number.as_f64().unwrap_or_default()), Param::Int)
        }
        Json::String(text) => Param::Text(text.clone()),
        Json::Array(items) => Param::List(items.iter().map(param).collect()),
        Json::Object(map) => {
            Param::Map(map.iter().map(|(name, value)| (name.clone(), param(value))).collect())
        }
    }
}
