//! Results, before anybody knows in which format they are answered.

use crate::FileResult;

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number, also what the API calls `bigint`.
    Int(i64),
    /// A fraction.
    Float(f64),
    /// Text.
    Text(String),
    /// A list of results.
    Array(Vec<Value>),
    /// Text keys to results.
    Map(Vec<(String, Value)>),
    /// An object of the API.
    Object(Object),
    /// A file. It is the whole answer, and in a multirequest also the last one that is run
    /// (reference: protocol.md §8.3); never a part of another value.
    File(Box<FileResult>),
}

/// An object of the API.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// The class, which formats write as `objectType`.
    pub class: &'static str,
    /// The properties in declaration order, those of the base class first; nulls included.
    pub properties: Vec<(&'static str, Value)>,
}

/// What a call came to.
pub type Outcome = Result<Value, crate::ApiError>;
