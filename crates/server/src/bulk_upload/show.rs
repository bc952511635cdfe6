//! A bulk upload as the API shows it (reference: assets.md §11.2).

use contract::{BigInt, Prop, Time};
use ks::SessionType;

use super::model::{BulkUpload, BulkUploadObjectType, BulkUploadType};
use crate::call::Call;
use crate::error::Result;
use crate::job::Job;
use crate::session::{IssueRequest, issue};

/// The addresses of file and log work for so long.
const LINK_SECONDS: i64 = 86_400;

/// The API's view of a job.
pub(super) fn show(call: &Call, job: &Job) -> Result<BulkUpload> {
    let file = link(call, job, "serve")?;
    Ok(BulkUpload {
        id: BigInt(job.id).into(),
        uploaded_by: job.user_id.clone().into(),
        uploaded_by_user_id: job.user_id.clone().into(),
        uploaded_on: Time(job.created_at).into(),
        status: job.status.into(),
        log_file_url: link(call, job, "serveLog")?.into(),
        csv_file_url: file.clone().into(),
        bulk_file_url: file.into(),
        bulk_upload_type: BulkUploadType::Csv.into(),
        error: job.problem.clone().into(),
        file_name: job.name.clone().into(),
        num_of_objects: if job.handled == 0 { Prop::Null } else { job.handled.into() },
        bulk_upload_object_type: BulkUploadObjectType::User.into(),
        ..BulkUpload::default()
    })
}

/// The address of a file of the job, with a session that opens files of bulk uploads, and only of this one (reference:
/// session.md §14).
fn link(call: &Call, job: &Job, action: &str) -> Result<String> {
    let place = format!("/api_v3/service/bulkUpload/action/{action}/id/{}", job.id);
    let privileges = format!("setrole:BULK_LOG_VIEWER,download:{},urirestrict:{place}/*", job.id);
    let wanted = IssueRequest {
        user_id: "",
        session_type: SessionType::User,
        valid_until: call.now().saturating_add(LINK_SECONDS),
        privileges: &privileges,
        secret: None,
    };
    let ks = issue(call.app(), call.request(), call.partner()?, &wanted)?;
    Ok(format!("{}{place}/ks/{ks}", call.app().public_url()))
}
