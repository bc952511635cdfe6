//! Sending a bulk upload. The lines are not looked at here: a broken file is taken, and its lines fail (reference:
//! assets.md §11.1).

use std::io::Read;

use contract::ApiObject;
use contract::errors::{OBJECT_TYPE_ABSTRACT, UPLOAD_ERROR};
use serde::{Deserialize, Serialize};
use wire::Upload;

use super::model::{AnyBulkUploadJobData, BulkUpload, BulkUploadJobData};
use super::show::show;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::job::{self, Kind, NewJob, Part};

/// Bytes that a file may have.
const MOST_BYTES: u64 = 10 << 20;
/// A bulk upload is kept for so long, with its file and its log.
const KEPT_SECONDS: i64 = 90 * 86_400;
/// So much of a name is kept.
const MOST_NAME_BYTES: usize = 255;

/// What is known of a bulk upload while it is worked through.
#[derive(Deserialize, Serialize)]
pub(super) struct Plan {
    /// What the session had that sent it.
    pub permissions: Vec<String>,
}

impl Plan {
    pub(super) fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text)
            .map_err(|error| Error::internal(format!("the plan of a bulk upload: {error}")))
    }
}

/// Takes a file whose lines are about users.
pub(crate) async fn upload_users(
    call: &Call,
    file: Upload,
    data: Option<AnyBulkUploadJobData>,
) -> Result<BulkUpload> {
    let base = match data {
        None => BulkUploadJobData::default(),
        Some(AnyBulkUploadJobData::BulkUploadCsvJobData(mut data)) => {
            call.check_insert(&mut data)?;
            data.base
        }
        Some(AnyBulkUploadJobData::BulkUploadJobData(_)) => {
            return Err(OBJECT_TYPE_ABSTRACT.with([BulkUploadJobData::CLASS.name]).into());
        }
    };
    if file.size() > MOST_BYTES {
        return Err(Error::from(UPLOAD_ERROR.bare()).because("the file is too large for a bulk upload"));
    }
    let name = base.file_name.get().filter(|name| !name.is_empty()).map_or(file.file_name(), String::as_str);
    let name = name[..name.floor_char_boundary(MOST_NAME_BYTES)].to_owned();
    let bytes = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        file.reader().take(MOST_BYTES).read_to_end(&mut bytes).map(|_| bytes)
    });
    let bytes = bytes
        .await
        .map_err(|error| Error::internal(error.to_string()))?
        .map_err(|error| Error::from(UPLOAD_ERROR.bare()).because(error.to_string()))?;

    let plan = Plan { permissions: call.rights().names().map(str::to_owned).collect() };
    let data = serde_json::to_string(&plan).map_err(|error| Error::internal(error.to_string()))?;
    let new = NewJob {
        kind: Kind::UserUpload,
        user_id: call.user_id().to_owned(),
        name,
        data,
        kept_for: KEPT_SECONDS,
    };
    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    let id = job::add(&mut tx, scope, new, ("user", "addFromBulkUpload"), call.now()).await?;
    job::put(&mut tx, id, Part::Sent, 0, &bytes).await?;
    tx.commit().await?;
    let job = job::find(call.app(), scope, Kind::UserUpload, id).await?;
    show(call, &job.ok_or_else(|| Error::internal("a bulk upload is gone at once"))?)
}
