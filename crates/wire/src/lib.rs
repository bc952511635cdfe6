//! The protocol of the Kaltura API: what a request says, as parameter trees, and what an answer says, as
//! JSON, XML, PHP or JSONP (reference: protocol.md). Nothing here knows a service or a class.

mod answer;
pub mod body;
mod error;
pub mod json_in;
mod json_out;
mod limits;
mod names;
mod param;
mod php;
pub mod references;
mod request;
mod value;
mod xml;

pub use answer::{Answer, COMMON_HEADERS, Header, PREFLIGHT_HEADERS, bodiless_headers, content_type};
pub use error::{ApiError, strip_tags};
pub use limits::Limits;
pub use param::{Param, ParamMap, Upload, UploadContent};
pub use request::{Address, Call, Calls, Format, Request, RequestError, Unanswerable, Wanted};
pub use value::{Object, Outcome, Value};
