//! Enums (reference: protocol.md §3.3).

use wire::{ApiError, Param, Value};

use crate::describe::{Enum, EnumKind, EnumMember, TypeRef};
use crate::errors::INVALID_ENUM_VALUE;
use crate::typing::{Api, At, Permits};

/// An enum of the API. `#[derive(ApiEnum)]` writes it.
pub trait ApiEnum: Copy + Send + Sync + 'static {
    /// Its declaration.
    const ENUM: &'static Enum;

    /// The member's place in the declaration.
    fn index(self) -> usize;

    /// The member at a place in the declaration.
    fn from_index(index: usize) -> Option<Self>;

    /// The value on the wire; decimal for integer enums.
    fn wire_value(self) -> &'static str {
        Self::ENUM.members[self.index()].value
    }

    /// The member with this value on the wire.
    fn from_wire_value(value: &str) -> Option<Self> {
        Self::ENUM.members.iter().position(|member| member.value == value).and_then(Self::from_index)
    }

    /// The number of an integer enum's member, for the store.
    fn number(self) -> i64 {
        self.wire_value().parse().unwrap_or_default()
    }

    /// The member of an integer enum with this number.
    fn from_number(number: i64) -> Option<Self> {
        Self::from_wire_value(&number.to_string())
    }
}

/// Decodes a member of an enum.
pub fn decode<T: ApiEnum>(param: &Param, at: &At<'_>) -> Result<Option<T>, ApiError> {
    let declared = T::ENUM;
    let refuse = |value: &str| INVALID_ENUM_VALUE.with([value, at.name, declared.name]);
    if matches!(param, Param::Null) {
        return Err(refuse("N/A"));
    }
    let text = param.to_text();
    let member = match declared.kind {
        EnumKind::Int => loose_number(param).and_then(T::from_number),
        EnumKind::Text | EnumKind::Dynamic => T::from_wire_value(&text),
    };
    member.map(Some).ok_or_else(|| refuse(&text))
}

/// What PHP would find equal to a whole number: `1`, `"01"`, `"1.0"`, `true`.
fn loose_number(param: &Param) -> Option<i64> {
    match param {
        Param::Bool(value) => Some(i64::from(*value)),
        Param::Int(number) => Some(*number),
        Param::Float(number) => whole(*number),
        Param::Text(text) if text.eq_ignore_ascii_case("true") => Some(1),
        Param::Text(text) if text.eq_ignore_ascii_case("false") => Some(0),
        Param::Text(text) => {
            let trimmed = text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
            let digits = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
            // Rust also reads `inf` and `nan`, which are no numbers here.
            if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
                return None;
            }
            trimmed.parse().ok().and_then(whole)
        }
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation)] // whole and small, so exact
    (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(number as i64)
}

/// What an answer shows of a member.
pub fn encode<T: ApiEnum>(member: T) -> Value {
    let value = member.wire_value();
    match T::ENUM.kind {
        EnumKind::Text => Value::Text(value.to_owned()),
        EnumKind::Int | EnumKind::Dynamic => {
            value.parse().map_or_else(|_| Value::Text(value.to_owned()), Value::Int)
        }
    }
}

/// True, false, or neither (reference: protocol.md §3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullableBoolean {
    /// -1
    Null,
    /// 0
    False,
    /// 1
    True,
}

static NULLABLE_BOOLEAN: Enum = Enum {
    name: "KalturaNullableBoolean",
    kind: EnumKind::Int,
    description: "True, false, or neither.",
    deprecated: false,
    plugin: None,
    members: &[
        EnumMember { name: "NULL_VALUE", value: "-1" },
        EnumMember { name: "FALSE_VALUE", value: "0" },
        EnumMember { name: "TRUE_VALUE", value: "1" },
    ],
};

impl ApiEnum for NullableBoolean {
    const ENUM: &'static Enum = &NULLABLE_BOOLEAN;

    fn index(self) -> usize {
        self as usize
    }

    fn from_index(index: usize) -> Option<Self> {
        [Self::Null, Self::False, Self::True].get(index).copied()
    }
}

impl Api for NullableBoolean {
    const TYPE: TypeRef = TypeRef::Enum(&NULLABLE_BOOLEAN);

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        match param {
            Param::Null if !at.is_argument => Ok(Some(Self::False)),
            Param::Text(text) if text.is_empty() && !at.is_argument => Ok(Some(Self::False)),
            _ => decode(param, at),
        }
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        encode(*self)
    }
}
