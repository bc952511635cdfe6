//! Reading a body: at most one of JSON, form or multipart (reference: protocol.md §2).

use std::io::Write;
use std::path::Path;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::StreamExt;

use crate::limits::Budget;
use crate::names::insert_field;
use crate::param::UploadContent;
use crate::{ApiError, Limits, Param, ParamMap, Upload, json_in};

/// What a body held.
#[derive(Debug, Default, PartialEq)]
pub struct Body {
    /// Its parameters.
    pub params: ParamMap,
    /// Its files, by field name.
    pub files: ParamMap,
}

/// Why a body could not be read.
#[derive(Debug)]
pub enum BodyError {
    /// A limit was reached; the caller is told.
    Limit(ApiError),
    /// The connection broke or was too slow; nobody is left to tell.
    Broken(String),
    /// An upload could not be written to the spool folder.
    Spool(std::io::Error),
}

impl From<ApiError> for BodyError {
    fn from(error: ApiError) -> Self {
        Self::Limit(error)
    }
}

/// Files up to this size stay in memory.
const IN_MEMORY: usize = 64 * 1024;

/// Reads a body as its content type says; a body of another type counts as empty. Form types count for POST
/// only, JSON for every method. Larger files go to unnamed files in `spool`.
pub async fn read<S, E>(
    is_post: bool,
    content_type: Option<&str>,
    mut stream: S,
    limits: &Limits,
    spool: &Path,
) -> Result<Body, BodyError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin + 'static,
    E: std::error::Error + Send + Sync + 'static,
{
    let content_type = content_type.unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/json" => {
            let bytes = collect(&mut stream, limits).await?;
            Ok(Body { params: json_in::decode(&bytes, limits)?.unwrap_or_default(), files: ParamMap::new() })
        }
        "application/x-www-form-urlencoded" if is_post => {
            let bytes = collect(&mut stream, limits).await?;
            Ok(Body { params: form(&bytes, limits)?, files: ParamMap::new() })
        }
        "multipart/form-data" if is_post => match multer::parse_boundary(content_type) {
            Ok(boundary) => multipart(stream, boundary, limits, spool).await,
            Err(_) => Ok(Body::default()),
        },
        _ => Ok(Body::default()),
    }
}

async fn collect<S, E>(stream: &mut S, limits: &Limits) -> Result<Vec<u8>, BodyError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: std::error::Error,
{
    let mut collected = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| BodyError::Broken(error.to_string()))?;
        if (collected.len() + chunk.len()) as u64 > limits.parameter_bytes {
            return Err(limits.parameter_bytes_error().into());
        }
        collected.extend_from_slice(&chunk);
    }
    Ok(collected)
}

/// Decodes form fields, from a body or a query string. Malformed UTF-8 is replaced.
pub fn form(bytes: &[u8], limits: &Limits) -> Result<ParamMap, ApiError> {
    let mut budget = Budget::new(limits);
    let mut params = ParamMap::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        insert_field(&mut params, &name, Param::Text(value.into_owned()), &mut budget)?;
    }
    Ok(params)
}

async fn multipart<S, E>(
    stream: S,
    boundary: String,
    limits: &Limits,
    spool: &Path,
) -> Result<Body, BodyError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin + 'static,
    E: std::error::Error + Send + Sync + 'static,
{
    let sizes = multer::SizeLimit::new().whole_stream(limits.body_bytes);
    let constraints = multer::Constraints::new().size_limit(sizes);
    let mut parts = multer::Multipart::with_constraints(stream, boundary, constraints);
    let mut budget = Budget::new(limits);
    let mut body = Body::default();
    let mut json = None;
    let mut parameter_bytes = 0_u64;
    loop {
        let mut part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => return multipart_error(error, limits, body, json),
        };
        let Some(name) = part.name().map(str::to_owned) else { continue };
        if let Some(file_name) = part.file_name().map(str::to_owned) {
            let content_type = part.content_type().map(ToString::to_string);
            match spool_file(&mut part, spool).await {
                Ok((size, content)) => {
                    let upload = Upload::new(&file_name, content_type, size, content);
                    insert_field(&mut body.files, &name, Param::File(upload), &mut budget)?;
                }
                Err(PartError::Multipart(error)) => return multipart_error(error, limits, body, json),
                Err(PartError::Io(error)) => return Err(BodyError::Spool(error)),
            }
            continue;
        }
        let mut value = Vec::new();
        loop {
            match part.chunk().await {
                Ok(Some(chunk)) => {
                    parameter_bytes += chunk.len() as u64;
                    if parameter_bytes > limits.parameter_bytes {
                        return Err(limits.parameter_bytes_error().into());
                    }
                    value.extend_from_slice(&chunk);
                }
                Ok(None) => break,
                Err(error) => return multipart_error(error, limits, body, json),
            }
        }
        if name == "json"
            && let Some(decoded) = json_in::decode(&value, limits)?.filter(|decoded| !decoded.is_empty())
        {
            json = Some(decoded);
        } else {
            let text = String::from_utf8_lossy(&value).into_owned();
            insert_field(&mut body.params, &name, Param::Text(text), &mut budget)?;
        }
    }
    Ok(finished(body, json))
}

/// A `json` part that holds something is the body, and the other fields are ignored.
fn finished(mut body: Body, json: Option<ParamMap>) -> Body {
    if let Some(json) = json {
        body.params = json;
    }
    body
}

/// What cannot be read as multipart ends where it breaks; what came before counts.
fn multipart_error(
    error: multer::Error,
    limits: &Limits,
    body: Body,
    json: Option<ParamMap>,
) -> Result<Body, BodyError> {
    match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => {
            Err(limits.body_error().into())
        }
        multer::Error::StreamReadFailed(error) => Err(BodyError::Broken(error.to_string())),
        _ => Ok(finished(body, json)),
    }
}

enum PartError {
    Multipart(multer::Error),
    Io(std::io::Error),
}

async fn spool_file(part: &mut multer::Field<'_>, spool: &Path) -> Result<(u64, UploadContent), PartError> {
    let mut memory = Vec::new();
    let mut file: Option<tempfile::NamedTempFile> = None;
    let mut size = 0_u64;
    while let Some(chunk) = part.chunk().await.map_err(PartError::Multipart)? {
        size += chunk.len() as u64;
        if file.is_none() {
            if memory.len() + chunk.len() <= IN_MEMORY {
                memory.extend_from_slice(&chunk);
                continue;
            }
            let mut fresh =
                tempfile::Builder::new().prefix("upload-").tempfile_in(spool).map_err(PartError::Io)?;
            fresh.write_all(&memory).map_err(PartError::Io)?;
            memory = Vec::new();
            file = Some(fresh);
        }
        if let Some(file) = &mut file {
            // Chunks are small and go to the page cache; a hop to another thread would cost more.
            file.write_all(&chunk).map_err(PartError::Io)?;
        }
    }
    Ok((
        size,
        file.map_or_else(
            || UploadContent::Memory(memory.into()),
            |file| UploadContent::File(file.into_temp_path()),
        ),
    ))
}
