//! Bulk uploads: files whose lines each add, change or delete something, worked through in the background (reference:
//! assets.md §11). So far they are about users.

mod lines;
mod log;
pub mod model;
pub mod old_service;
pub mod service;
mod sheet;
mod show;
mod upload;
mod users;

use contract::{Answer, Api, Permits, TypeRef};
use wire::Value;

use self::model::BulkUpload;
pub(crate) use self::upload::upload_users;
pub(crate) use self::users::step;

/// In the place of a bulk upload: there is nothing left to do.
pub struct NoJob;

impl Answer for NoJob {
    const TYPE: Option<TypeRef> = Some(<BulkUpload as Api>::TYPE);

    fn into_value(self, _permits: &dyn Permits) -> Value {
        Value::Null
    }
}
