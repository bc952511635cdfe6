//! The log of a bulk upload, and the file that was sent (reference: assets.md §11.5).

use bytes::Bytes;
use contract::errors::FILE_DOESNT_EXIST;
use csv::{Terminator, Writer, WriterBuilder};
use wire::{FileContent, FileResult, Reading, Source};

use super::lines::{self, Done};
use super::sheet;
use crate::app::App;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::export::harmless;
use crate::job::{self, Job, Part};

/// The switch of accounts that want a header.
const HEADER: &str = "FEATURE_CSV_HEADER_ROW";
/// What a log says as long as there is nothing in it; clients compare it.
const NOT_READY: &str = "Log file is not ready";
/// Results that are read at a time.
const AT_ONCE: u64 = 200;

/// The file as it was sent.
pub(super) async fn sent(call: &Call, job: &Job) -> Result<FileResult> {
    let content = job::content(call.app(), job.id, Part::Sent).await?;
    let content = content.ok_or_else(|| Error::from(FILE_DOESNT_EXIST.bare()))?;
    let file = FileResult::of("text/csv", content);
    Ok(FileResult { save_as: Some(job.name.clone()), ..file })
}

/// What came of each line.
pub(super) async fn log(call: &Call, job: &Job) -> Result<FileResult> {
    let app = call.app();
    let mut writer =
        WriterBuilder::new().flexible(true).terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let mut last = -1;
    loop {
        let page = lines::behind(app, job.id, last, AT_ONCE).await?;
        let Some((position, _)) = page.last() else { break };
        if last < 0 && call.partner()?.has_feature(HEADER) {
            write(&mut writer, &titles(app, job).await?)?;
        }
        last = *position;
        for (_, done) in &page {
            write(&mut writer, &cells(done))?;
        }
    }
    let log = writer.into_inner().map_err(|error| Error::internal(error.to_string()))?;
    let log = if log.is_empty() { Bytes::from_static(NOT_READY.as_bytes()) } else { log.into() };
    Ok(FileResult::of("text/plain; charset=UTF-8", FileContent::Memory(log)))
}

fn write(writer: &mut Writer<Vec<u8>>, cells: &[String]) -> Result<()> {
    writer.write_record(cells).map_err(|error| Error::internal(error.to_string()))
}

/// The cells as read, and then what came of them. The last cell is there even if it is empty, so that the object's id is
/// the third from the end in every line.
fn cells(done: &Done) -> Vec<String> {
    let one_line =
        |text: &str| text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    done.cells
        .iter()
        .map(|cell| harmless(cell).into_owned())
        .chain([
            done.status().to_owned(),
            harmless(&done.object_id).into_owned(),
            done.object_status.clone(),
            harmless(&one_line(&done.problem)).into_owned(),
        ])
        .collect()
}

async fn titles(app: &App, job: &Job) -> Result<Vec<String>> {
    let mut titles = sheet::columns(&whole(app, job).await?);
    titles.extend(["resultStatus", "objectId", "objectStatus", "errorDescription"].map(str::to_owned));
    Ok(titles)
}

/// The bytes of the file that was sent; so many as are taken fit into memory.
pub(super) async fn whole(app: &App, job: &Job) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    if let Some(FileContent::Stored(size, source)) = job::content(app, job.id, Part::Sent).await? {
        while (whole.len() as u64) < size {
            let bytes = next(&*source, whole.len() as u64).await;
            let bytes = bytes.map_err(|error| Error::internal(error.to_string()))?;
            if bytes.is_empty() {
                return Err(Error::internal("the file of a bulk upload is cut off"));
            }
            whole.extend_from_slice(&bytes);
        }
    }
    Ok(whole)
}

fn next(source: &dyn Source, at: u64) -> Reading<'_> {
    source.read(at, 1 << 20)
}
