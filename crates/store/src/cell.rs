//! Values on their way to and from a database.

use std::sync::Arc;

use sea_query::Value;

use crate::StoreError;

/// A value in a column. Columns are of these types and no others, so that both databases agree.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// BIGINT
    Int(i64),
    /// DOUBLE
    Float(f64),
    /// TEXT
    Text(String),
    /// BLOB, BYTEA
    Bytes(Vec<u8>),
    /// BOOLEAN
    Bool(bool),
}

impl Cell {
    /// What it is, for a message: never what is in it, which may be a secret.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "no value",
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a fraction",
            Self::Text(_) => "a text",
            Self::Bytes(_) => "bytes",
            Self::Bool(_) => "a truth value",
        }
    }
}

impl TryFrom<Value> for Cell {
    type Error = StoreError;

    fn try_from(value: Value) -> Result<Self, StoreError> {
        fn cell<T>(value: Option<T>, wrap: impl FnOnce(T) -> Cell) -> Cell {
            value.map_or(Cell::Null, wrap)
        }
        Ok(match value {
            Value::Bool(value) => cell(value, Self::Bool),
            Value::TinyInt(value) => cell(value, |number| Self::Int(number.into())),
            Value::SmallInt(value) => cell(value, |number| Self::Int(number.into())),
            Value::Int(value) => cell(value, |number| Self::Int(number.into())),
            Value::BigInt(value) => cell(value, Self::Int),
            Value::TinyUnsigned(value) => cell(value, |number| Self::Int(number.into())),
            Value::SmallUnsigned(value) => cell(value, |number| Self::Int(number.into())),
            Value::Unsigned(value) => cell(value, |number| Self::Int(number.into())),
            Value::BigUnsigned(value) => {
                cell(value, |number| Self::Int(i64::try_from(number).unwrap_or(i64::MAX)))
            }
            Value::Float(value) => {
                cell(value.filter(|number| !number.is_nan()), |number| Self::Float(number.into()))
            }
            // What is not a number is no value: SQLite would make it null, PostgreSQL the greatest of all.
            Value::Double(value) => cell(value.filter(|number| !number.is_nan()), Self::Float),
            // PostgreSQL's text cannot hold a zero byte. Left out, `admin\0` would be somebody's `admin`.
            Value::String(value) => cell(value, |text| Self::Text(text.replace('\0', "\u{FFFD}"))),
            Value::Bytes(value) => cell(value, Self::Bytes),
            Value::Char(_) | Value::Enum(_) => {
                return Err(StoreError::usage("a column cannot hold a letter or an enum: say it as a text"));
            }
        })
    }
}

/// A row of a result.
#[derive(Clone, Debug)]
pub struct Row {
    pub(crate) columns: Arc<[String]>,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    /// The value of a column, by its name.
    pub fn get<T: FromCell>(&self, column: &str) -> Result<T, StoreError> {
        let index = self
            .columns
            .iter()
            .position(|name| name == column)
            .ok_or_else(|| StoreError::usage(format!("the result has no column {column}")))?;
        let cell = self.cells.get(index).unwrap_or(&Cell::Null);
        T::from_cell(cell)
            .ok_or_else(|| StoreError::usage(format!("column {column} holds {}", cell.type_name())))
    }
}

/// A type that a column can be read as.
pub trait FromCell: Sized {
    /// The value; `None` where the column holds something else.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Int(number) => Some(*number),
            Cell::Bool(value) => Some((*value).into()),
            _ => None,
        }
    }
}

impl FromCell for f64 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Float(number) => Some(*number),
            #[allow(clippy::cast_precision_loss)] // SQLite keeps whole fractions as integers
            Cell::Int(number) => Some(*number as f64),
            _ => None,
        }
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Bool(value) => Some(*value),
            // SQLite has no type of its own for truth.
            Cell::Int(number) => Some(*number != 0),
            _ => None,
        }
    }
}

impl FromCell for String {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::from_cell(other).map(Some),
        }
    }
}
