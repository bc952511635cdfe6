//! `bulkUpload_bulk`: bulk uploads of any kind (reference: assets.md §11.1). Users see their own, administrators all.

use contract::errors::BULK_UPLOAD_NOT_FOUND;
use contract::list::ApiFilter;
use contract::{FilterPager, ListOf, service};
use wire::FileResult;

use super::log;
use super::model::{BatchJobStatus, BulkUpload, BulkUploadFilter};
use super::show::show;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::job::{self, Job, Kind};
use crate::user::user_key;

/// The service `bulkUpload_bulk`.
pub struct Bulks;

/// Bulk uploads: how far they are, what was sent, and what came of it. Users see their own, administrators all of the
/// account.
#[service(name = "bulkUpload_bulk", plugin = "bulkUpload")]
impl Bulks {
    /// Calls a bulk upload off. What is done stays done.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_INGEST_BULK_UPLOAD, CONTENT_INGEST_UPLOAD)
    )]
    async fn abort(
        call: &Call,
        /// Its number.
        id: i64,
    ) -> Result<BulkUpload> {
        abort_job(call, find(call, id).await?).await
    }

    /// Answers a bulk upload.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_INGEST_BULK_UPLOAD, CONTENT_INGEST_UPLOAD)
    )]
    async fn get(
        call: &Call,
        /// Its number.
        id: i64,
    ) -> Result<BulkUpload> {
        show(call, &find(call, id).await?)
    }

    /// Answers the bulk uploads that a filter asks for, the newest first, but for those that were called off.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_INGEST_BULK_UPLOAD, CONTENT_INGEST_UPLOAD)
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        bulk_upload_filter: Option<BulkUploadFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<BulkUpload>> {
        list_jobs(call, &bulk_upload_filter.unwrap_or_default(), pager.as_ref()).await
    }

    /// Sends the file that was sent.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_INGEST_BULK_UPLOAD, CONTENT_INGEST_UPLOAD)
    )]
    async fn serve(
        call: &Call,
        /// Its number.
        id: i64,
    ) -> Result<FileResult> {
        log::sent(call, &find(call, id).await?).await
    }

    /// Sends what came of each line, as comma-separated values.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_INGEST_BULK_UPLOAD, CONTENT_INGEST_UPLOAD)
    )]
    async fn serve_log(
        call: &Call,
        /// Its number.
        id: i64,
    ) -> Result<FileResult> {
        log::log(call, &find(call, id).await?).await
    }
}

pub(super) fn absent(id: i64) -> Error {
    BULK_UPLOAD_NOT_FOUND.with([id.to_string()]).into()
}

/// The bulk upload with this number, if the caller may see it.
async fn find(call: &Call, id: i64) -> Result<Job> {
    let job = job::find(call.app(), call.scope()?, Kind::UserUpload, id).await?;
    job.filter(|job| call.is_admin() || is_own(call, job)).ok_or_else(|| absent(id))
}

fn is_own(call: &Call, job: &Job) -> bool {
    let own = call.user_id();
    !own.is_empty() && user_key(own) == user_key(&job.user_id)
}

pub(super) async fn abort_job(call: &Call, mut job: Job) -> Result<BulkUpload> {
    job::abort(call.app(), &job).await?;
    job.status = BatchJobStatus::Aborted;
    show(call, &job)
}

pub(super) async fn list_jobs(
    call: &Call,
    filter: &BulkUploadFilter,
    pager: Option<&FilterPager>,
) -> Result<ListOf<BulkUpload>> {
    let own = call.user_id();
    if !call.is_admin() && own.is_empty() {
        return Ok(ListOf { objects: Some(Vec::new()), total_count: 0 });
    }
    let of_user = (!call.is_admin()).then_some(own);
    let query = filter.query(pager);
    let (jobs, total) = job::list(call.app(), call.scope()?, Kind::UserUpload, of_user, &query).await?;
    Ok(ListOf {
        objects: Some(jobs.iter().map(|job| show(call, job)).collect::<Result<_>>()?),
        total_count: i64::try_from(total).unwrap_or(i64::MAX),
    })
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::*;

    #[test]
    fn something_stands_behind_every_field() {
        let mut properties = Vec::new();
        BulkUploadFilter::default().each(&mut |property, _| {
            properties.extend(property.filter.iter().flat_map(|field| field.properties).copied());
        });
        assert_eq!(properties.len(), 7);
        assert_eq!(job::unmapped(properties), [""; 0]);
    }
}
