//! The protocol of the Kaltura API: what a request says, as parameter trees, and what an answer says, as
//! JSON, XML, PHP or JSONP (reference: protocol.md). Nothing here knows a service or a class.
//!
//! A request is read in three steps, so that a body that is refused is answered in the right format:
//! [`Address::read`] takes path and query, [`body::read`] the body, and [`Address::with_body`] lays them over
//! each other and takes the calls apart. Before a call of a multirequest runs, [`Call::resolve`] puts the
//! results of those before it in the place of their tokens. [`Answer::body`] writes the results.

mod address;
mod answer;
pub mod body;
mod call;
mod cast;
mod colons;
mod error;
mod file;
pub mod form;
mod format;
pub mod json_in;
pub mod json_out;
mod limits;
mod merge;
mod multipart;
mod number;
mod pace;
mod param;
mod php;
pub mod references;
mod request;
mod text;
mod upload;
mod value;
mod xml;

pub use address::Address;
pub use answer::{Answer, COMMON_HEADERS, Header, PREFLIGHT_HEADERS, bodiless_headers, content_type};
pub use call::{Call, Calls};
pub use error::{ApiError, strip_tags};
pub use file::{FileContent, FileHead, FileResult, Reading, Source};
pub use format::{Format, Unanswerable, Wanted};
pub use limits::Limits;
pub use param::{Param, ParamMap};
pub use request::{Request, RequestError};
pub use text::NOT_UTF8;
pub use upload::{Upload, UploadContent, UploadReader};
pub use value::{Object, Outcome, Value};
