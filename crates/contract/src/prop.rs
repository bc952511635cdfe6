//! A property of an API object: not sent, set to null, or set to a value.

use wire::{ApiError, Param, Value};

use crate::describe::TypeRef;
use crate::typing::{Api, At, Permits};

/// A property of an API object. The difference between *absent* and *null* matters on update, where
/// absent leaves the stored value alone (reference: protocol.md §4.3).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Prop<T> {
    /// Not sent.
    #[default]
    Absent,
    /// Sent as null (`name__null`).
    Null,
    /// Sent or stored with this value.
    Set(T),
}

impl<T> Prop<T> {
    /// The value, if there is one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// True if it was not sent at all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Merges into what is stored: absent leaves it, null clears it, a value replaces it.
    pub fn merge_into(self, stored: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *stored = None,
            Self::Set(value) => *stored = Some(value),
        }
    }
}

impl<T> From<T> for Prop<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T> From<Option<T>> for Prop<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Set)
    }
}

impl From<&str> for Prop<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}

/// A property whose type is known only to its declaration; through it the generic code decodes,
/// encodes and validates every class.
pub trait AnyProp {
    /// The declared type.
    fn ty(&self) -> TypeRef;
    /// True if it was not sent.
    fn is_absent(&self) -> bool;
    /// True if it was sent and is not null.
    fn is_set(&self) -> bool;
    /// Takes what was sent.
    fn decode(&mut self, param: &Param, at: &At<'_>) -> Result<(), ApiError>;
    /// Sets it to null.
    fn set_null(&mut self);
    /// Makes it as if it had not been sent.
    fn clear(&mut self);
    /// The value as an answer shows it; null when there is none.
    fn encode(&self, permits: &dyn Permits) -> Value;
}

impl<T: Api> AnyProp for Prop<T> {
    fn ty(&self) -> TypeRef {
        T::TYPE
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    fn is_set(&self) -> bool {
        matches!(self, Self::Set(_))
    }

    fn decode(&mut self, param: &Param, at: &At<'_>) -> Result<(), ApiError> {
        if let Some(value) = T::decode(param, at)? {
            *self = Self::Set(value);
        }
        Ok(())
    }

    fn set_null(&mut self) {
        *self = Self::Null;
    }

    fn clear(&mut self) {
        *self = Self::Absent;
    }

    fn encode(&self, permits: &dyn Permits) -> Value {
        match self {
            Self::Set(value) => value.encode(permits),
            Self::Absent | Self::Null => Value::Null,
        }
    }
}
