//! Bulk uploads. None can be made yet: the actions that answer one do their work at once and answer null, as the
//! original does when nothing is left for a job.

pub mod model;

use contract::{Answer, Api, Permits, TypeRef};
use wire::Value;

use self::model::BulkUpload;

/// In the place of a bulk upload: there is nothing left to do.
pub struct NoJob;

impl Answer for NoJob {
    const TYPE: Option<TypeRef> = Some(<BulkUpload as Api>::TYPE);

    fn into_value(self, _permits: &dyn Permits) -> Value {
        Value::Null
    }
}
