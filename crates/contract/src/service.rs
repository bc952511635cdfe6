//! Services and actions: their declarations, and how a call reaches one.
//!
//! `C` is what an action gets to know about its call, `E` is how it fails; both belong to the server.

use std::future::Future;
use std::pin::Pin;

use wire::{ApiError, FileResult, Param, ParamMap, Value};

use crate::describe::{ActionDecl, ServiceDecl, TypeRef};
use crate::errors::MISSING_MANDATORY_PARAMETER;
use crate::typing::{Api, At, Permits};

/// A service with its actions.
pub struct Service<C: 'static, E: 'static> {
    /// What the schema prints.
    pub decl: ServiceDecl,
    /// Its actions, in the API's order.
    pub actions: &'static [Action<C, E>],
}

/// An action: what the schema prints of it, and the code behind it.
pub struct Action<C: 'static, E: 'static> {
    /// What the schema prints, and who may call.
    pub decl: ActionDecl,
    /// Decodes the arguments. What it gives back runs once the gate has let the call in; errors in
    /// arguments come before errors of the session (reference: protocol.md §7).
    pub prepare: fn(&Arguments<'_>) -> Result<Prepared<C, E>, ApiError>,
}

/// A call with decoded arguments.
pub type Prepared<C, E> = Box<dyn for<'a> FnOnce(&'a C) -> Running<'a, E> + Send>;

/// Boxes what an action does once it is let in.
pub fn prepared<C, E, F>(run: F) -> Prepared<C, E>
where
    F: for<'a> FnOnce(&'a C) -> Running<'a, E> + Send + 'static,
{
    Box::new(run)
}

/// A call on its way to a result.
pub type Running<'a, E> = Pin<Box<dyn Future<Output = Result<Value, E>> + Send + 'a>>;

/// What was sent to an action.
pub struct Arguments<'a> {
    sent: &'a ParamMap,
    now: i64,
}

impl<'a> Arguments<'a> {
    /// `now` in Unix seconds is what relative times count from.
    pub fn new(sent: &'a ParamMap, now: i64) -> Self {
        Self { sent, now }
    }

    /// A parameter without a default. An absent list counts as empty.
    pub fn required<T: Api>(&self, name: &'static str) -> Result<T, ApiError> {
        let missing = || MISSING_MANDATORY_PARAMETER.with([name]);
        let is_list = matches!(T::TYPE, TypeRef::Array(_));
        match self.sent.get(name) {
            None | Some(Param::Null) if is_list => {
                self.decode(name, &Param::List(Vec::new()))?.ok_or_else(missing)
            }
            None => Err(missing()),
            Some(param) => self.decode(name, param)?.ok_or_else(missing),
        }
    }

    /// A parameter with a default.
    pub fn optional<T: Api>(&self, name: &'static str) -> Result<Option<T>, ApiError> {
        self.sent.get(name).map_or(Ok(None), |param| self.decode(name, param))
    }

    fn decode<T: Api>(&self, name: &'static str, param: &Param) -> Result<Option<T>, ApiError> {
        T::decode(param, &At::argument(name, self.now))
    }
}

/// What an action may answer.
pub trait Answer {
    /// How the schema names it; none for an action without a result.
    const TYPE: Option<TypeRef>;

    /// What goes on the wire.
    fn into_value(self, permits: &dyn Permits) -> Value;
}

impl Answer for () {
    const TYPE: Option<TypeRef> = None;

    fn into_value(self, _permits: &dyn Permits) -> Value {
        Value::Null
    }
}

impl Answer for FileResult {
    const TYPE: Option<TypeRef> = Some(TypeRef::File);

    fn into_value(self, _permits: &dyn Permits) -> Value {
        Value::File(Box::new(self))
    }
}

impl<T: Api> Answer for T {
    const TYPE: Option<TypeRef> = Some(T::TYPE);

    fn into_value(self, permits: &dyn Permits) -> Value {
        self.encode(permits)
    }
}
