//! Reading a body: at most one of JSON, form or multipart (reference: protocol.md §2).

use std::path::Path;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use crate::{ApiError, Limits, ParamMap, form, json_in, multipart};

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

/// Reads a body as its content type says, whatever parameters the type has; a body of another type counts as
/// empty, and so does JSON that is broken. Form types count for POST only, JSON for every method.
///
/// Files that are not small go to unnamed files in the folder `spool`, which needs a Tokio runtime.
pub async fn read<S, E>(
    is_post: bool,
    content_type: Option<&str>,
    mut stream: S,
    limits: &Limits,
    spool: &Path,
) -> Result<Body, BodyError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
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
            Ok(Body { params: form::decode(&bytes, limits)?, files: ParamMap::new() })
        }
        "multipart/form-data" if is_post => match boundary(content_type) {
            // Boxed, since it is large and rare.
            Some(boundary) => Box::pin(multipart::read(stream, boundary, limits, spool)).await,
            None => Ok(Body::default()),
        },
        _ => Ok(Body::default()),
    }
}

/// The boundary, which clients do not always quote where they should: anything up to `;` or `,`.
fn boundary(content_type: &str) -> Option<String> {
    let at = content_type.to_ascii_lowercase().find("boundary")?;
    let value = content_type[at + "boundary".len()..].trim_start().strip_prefix('=')?.trim_start();
    let boundary = match value.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?.0,
        None => value.split([';', ',']).next().unwrap_or_default().trim_end(),
    };
    (!boundary.is_empty()).then(|| boundary.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Param;

    async fn read_as(
        is_post: bool,
        content_type: &str,
        body: &'static [u8],
        limits: &Limits,
    ) -> Result<Body, BodyError> {
        let chunks = body.chunks(7).map(|chunk| Ok::<_, std::io::Error>(Bytes::from_static(chunk)));
        read(is_post, Some(content_type), futures_util::stream::iter(chunks), limits, Path::new("")).await
    }

    #[tokio::test]
    async fn the_content_type_says_how_a_body_is_read() {
        let form: &[u8] = b"a=1&b=%7B%7D";
        let json: &[u8] = b"{\"a\":\"1\"}";
        for (is_post, content_type, body, read) in [
            (true, "application/json", json, true),
            (false, "application/json", json, true),
            (true, "APPLICATION/JSON", json, true),
            (true, "application/json; charset=utf-8", json, true),
            (true, "application/x-www-form-urlencoded", form, true),
            (true, "application/x-www-form-urlencoded; charset=UTF-8", form, true),
            (false, "application/x-www-form-urlencoded", form, false),
            (true, "text/plain", json, false),
            (true, "text/plain;charset=UTF-8", form, false),
            (true, "", form, false),
            (true, "application/jsonx", json, false),
            (true, "multipart/form-data", form, false),
            (true, "application/json", form, false),
        ] {
            let body = read_as(is_post, content_type, body, &Limits::default()).await.unwrap();
            assert_eq!(
                body.params.get("a"),
                read.then(|| Param::from("1")).as_ref(),
                "{is_post} {content_type}"
            );
        }
    }

    #[tokio::test]
    async fn any_boundary_that_php_takes_is_one() {
        let part = "Content-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        for (parameters, boundary) in [
            ("; boundary=b.1", "b.1"),
            ("; Boundary=\"a b;c\"", "a b;c"),
            ("; boundary===============42==", "==============42=="),
            (";charset=utf-8;boundary=a/b:c?", "a/b:c?"),
            ("; boundary=x; charset=utf-8", "x"),
            ("; boundary=x ", "x"),
        ] {
            let body = format!("--{boundary}\r\n{part}--{boundary}--");
            let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(body))]);
            let content_type = format!("multipart/form-data{parameters}");
            let read = read(true, Some(&content_type), stream, &Limits::default(), Path::new("")).await;
            assert_eq!(read.unwrap().params.get("a"), Some(&Param::from("1")), "{content_type}");
        }
        for parameters in ["", "; boundary", "; boundary=", "; boundary=\"b", "; boundary=\"\""] {
            let content_type = format!("multipart/form-data{parameters}");
            let read = read_as(true, &content_type, b"--\r\n\r\n", &Limits::default()).await;
            assert_eq!(read.unwrap(), Body::default(), "{content_type}");
        }
    }

    #[tokio::test]
    async fn bodies_have_a_limit() {
        let limits = Limits { parameter_bytes: 10, ..Limits::default() };
        for content_type in ["application/json", "application/x-www-form-urlencoded"] {
            assert!(read_as(true, content_type, b"0123456789", &limits).await.is_ok());
            match read_as(true, content_type, b"0123456789a", &limits).await {
                Err(BodyError::Limit(error)) => assert_eq!(error.code, "REQUEST_TOO_LARGE"),
                other => panic!("{other:?}"),
            }
        }
    }

    #[tokio::test]
    async fn a_broken_connection_is_no_empty_body() {
        let chunks = [Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("gone"))];
        let stream = futures_util::stream::iter(chunks);
        let read = read(true, Some("application/json"), stream, &Limits::default(), Path::new("")).await;
        assert!(matches!(read, Err(BodyError::Broken(_))), "{read:?}");
    }
}
