//! Fetching an export.

use contract::errors::{FILE_DOESNT_EXIST, INVALID_ID};
use ks::SessionType;
use wire::FileResult;

use crate::call::{Call, SentAsFile};
use crate::error::{Error, Result};
use crate::job::{self, BatchJobStatus, Job, Kind, Part};
use crate::keys::{fill_random, hex};
use crate::partner::Partner;
use crate::session::{IssueRequest, issue};
use crate::user::UserStatus;

/// The privilege that opens a file, by its name.
const DOWNLOAD: &str = "download";
const SUFFIX: &str = ".csv";

/// A name for a file that nobody can guess.
pub(super) fn new_name() -> String {
    let mut random = [0; 16];
    fill_random(&mut random);
    hex(&random) + SUFFIX
}

fn is_name(text: &str) -> bool {
    text.strip_suffix(SUFFIX)
        .is_some_and(|name| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The link to an export, with a session that opens nothing else for as long as the file is kept (reference:
/// session.md §14).
pub(super) fn link(call: &Call, partner: &Partner, job: &Job) -> Result<String> {
    let place = format!("/api_v3/service/exportcsv/action/serveCsv/id/{}", job.name);
    let privileges = format!("{DOWNLOAD}:{},urirestrict:{place}/*", job.name);
    let wanted = IssueRequest {
        user_id: "",
        session_type: SessionType::User,
        valid_until: job.kept_until,
        privileges: &privileges,
        secret: None,
    };
    let ks = issue(call.app(), call.request(), partner, &wanted)?;
    Ok(format!("{}{place}/ks/{ks}", call.app().public_url()))
}

/// An export of the account, for a session that names it in its privileges, whatever its type. Whoever asked for it
/// must still be somebody in the account. What is unknown, foreign, over or not for this session looks the same.
pub(crate) async fn serve(call: &Call, id: &str) -> Result<SentAsFile> {
    if !is_name(id) {
        return Err(INVALID_ID.with([id]).into());
    }
    let absent = || Error::from(FILE_DOESNT_EXIST.bare());
    let (app, scope) = (call.app(), call.scope()?);
    let opens = |privileges: &ks::Privileges| privileges.values(DOWNLOAD).any(|name| name == id);
    if !call.privileges().is_some_and(opens) {
        return Err(absent());
    }
    let job = job::find_named(app, scope, Kind::UserExport, id).await?.ok_or_else(absent)?;
    let asked = app.users.get(app, scope.partner_id(), &job.user_id).await?;
    if !asked.is_some_and(|user| user.status == UserStatus::Active) {
        return Err(absent());
    }
    if job.status != BatchJobStatus::Finished || job.kept_until <= call.now() {
        return Err(absent());
    }
    let content = job::content(app, job.id, Part::Made).await?.ok_or_else(absent)?;
    let file = FileResult::of("text/csv; charset=UTF-8", content);
    Ok(SentAsFile(FileResult { save_as: Some(job.name), ..file }))
}
