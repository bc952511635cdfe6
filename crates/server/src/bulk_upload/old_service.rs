//! `bulkUpload`: the same by the name of the old service, for administrators and for the addresses in answers
//! (reference: assets.md §11.1, §11.2). Uploads of entries come with entries.

use contract::{BigInt, FilterPager, ListOf, service};
use wire::FileResult;

use super::log;
use super::model::{BulkUpload, BulkUploadFilter};
use super::service::{abort_job, absent, list_jobs};
use super::show::show;
use crate::call::Call;
use crate::error::Result;
use crate::job::{self, Job, Kind};

/// The service `bulkUpload`.
pub struct BulkUploads;

/// Bulk uploads by the name of the old service.
#[service(name = "bulkUpload", deprecated)]
impl BulkUploads {
    /// Calls a bulk upload off. What is done stays done.
    #[action(session = always, allow(BULK_LOG_DELETE))]
    async fn abort(
        call: &Call,
        /// Its number.
        id: BigInt,
    ) -> Result<BulkUpload> {
        abort_job(call, find(call, id.0).await?).await
    }

    /// Answers a bulk upload.
    #[action(session = always, allow(CONTENT_INGEST_BASE, CONTENT_INGEST_BULK_UPLOAD))]
    async fn get(
        call: &Call,
        /// Its number.
        id: BigInt,
    ) -> Result<BulkUpload> {
        show(call, &find(call, id.0).await?)
    }

    /// Answers the account's bulk uploads, the newest first, but for those that were called off.
    #[action(session = always, allow(CONTENT_INGEST_BASE, CONTENT_INGEST_BULK_UPLOAD))]
    async fn list(
        call: &Call,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<BulkUpload>> {
        list_jobs(call, &BulkUploadFilter::default(), pager.as_ref()).await
    }

    /// Sends the file that was sent.
    #[action(session = always, allow(BULK_LOG_DOWNLOAD, BULK_LOG_DOWNLOAD_EMAIL, CONTENT_INGEST_BASE))]
    async fn serve(
        call: &Call,
        /// Its number.
        id: BigInt,
    ) -> Result<FileResult> {
        log::sent(call, &find_for_download(call, id.0).await?).await
    }

    /// Sends what came of each line, as comma-separated values.
    #[action(session = always, allow(BULK_LOG_DOWNLOAD, BULK_LOG_DOWNLOAD_EMAIL, CONTENT_INGEST_BASE))]
    async fn serve_log(
        call: &Call,
        /// Its number.
        id: BigInt,
    ) -> Result<FileResult> {
        log::log(call, &find_for_download(call, id.0).await?).await
    }
}

async fn find(call: &Call, id: i64) -> Result<Job> {
    job::find(call.app(), call.scope()?, Kind::UserUpload, id).await?.ok_or_else(|| absent(id))
}

/// Whoever has no more than the permission of links needs a session for this very upload.
async fn find_for_download(call: &Call, id: i64) -> Result<Job> {
    let named =
        |privileges: &ks::Privileges| privileges.values("download").any(|name| name == id.to_string());
    let opens_all = ["BULK_LOG_DOWNLOAD", "CONTENT_INGEST_BASE"].iter().any(|name| call.rights().has(name));
    if !opens_all && !call.privileges().is_some_and(named) {
        return Err(absent(id));
    }
    find(call, id).await
}
