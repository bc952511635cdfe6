//! The vocabulary of the Kaltura API and the means to declare it: objects, enums, filters, error codes,
//! services and actions. Everything else is derived from these declarations: decoders, encoders,
//! generic lists, the schema, the reference pages and the table of who may call what.

extern crate self as contract;

pub mod common;
pub mod describe;
pub mod enums;
pub mod errors;
pub mod filter;
pub mod language_names;
pub mod languages;
pub mod list;
pub mod object;
pub mod openapi;
pub mod pages;
pub mod prop;
mod reach;
pub mod schema;
pub mod search;
mod select;
pub mod service;
pub mod typing;
mod view;

pub use common::{FilterPager, Pager};
pub use contract_macros::{ApiEnum, ApiFamily, ApiObject, service};
pub use describe::{Access, Class, Enum, TypeRef};
pub use enums::{ApiEnum, NullableBoolean};
pub use errors::{ErrorCode, ErrorDecl};
pub use list::ListOf;
pub use object::ApiObject;
pub use prop::{AnyProp, Prop};
pub use select::select;
pub use service::{Action, Answer, Arguments, Prepared, Service};
pub use typing::{Api, BigInt, Map, Permits, PermitsAll, Time};
pub use view::{Caller, Contract, ServiceView};
