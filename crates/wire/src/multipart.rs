//! Multipart bodies (reference: protocol.md §2, §15).

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use bytes::Bytes;
use futures_util::Stream;
use multer::{Constraints, Field, Multipart, SizeLimit};

use crate::body::{Body, BodyError};
use crate::form::Fields;
use crate::pace::{HeadTooLong, Pace, Paced};
use crate::upload::UploadContent;
use crate::{Limits, Param, ParamMap, Upload, json_in, text};

/// Bytes that the files of a request may take in memory, all together.
const IN_MEMORY: usize = 64 << 10;

/// Bytes that are written to the spool folder at once.
const BLOCK: usize = 256 << 10;

/// Reads a multipart body. What cannot be read ends where it breaks, and what came before counts; a file
/// that breaks off does not.
pub(crate) async fn read<S, E>(
    stream: S,
    boundary: String,
    limits: &Limits,
    spool: &Path,
) -> Result<Body, BodyError>
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
    E: std::error::Error + Send + Sync + 'static,
{
    let pace = Pace::default();
    let sizes = SizeLimit::new().whole_stream(limits.body_bytes);
    let constraints = Constraints::new().size_limit(sizes);
    let mut multipart = Multipart::with_constraints(Paced::new(stream, pace.clone()), boundary, constraints);
    let mut parts = Parts {
        limits,
        spool,
        fields: Fields::new(limits),
        files: Fields::new(limits),
        json: None,
        parameter_bytes: 0,
        file_count: 0,
        memory: IN_MEMORY,
    };
    loop {
        pace.head();
        let part = match multipart.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => match parts.stop(error.into()) {
                Ok(()) => break,
                Err(error) => return Err(error),
            },
        };
        if let Err(stop) = parts.take(part, &pace).await {
            parts.stop(stop)?;
            break;
        }
    }
    Ok(parts.finish())
}

/// Why reading stops.
enum Stop {
    Multipart(multer::Error),
    Body(BodyError),
}

impl From<multer::Error> for Stop {
    fn from(error: multer::Error) -> Self {
        Self::Multipart(error)
    }
}

impl<E: Into<BodyError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Body(error.into())
    }
}

struct Parts<'a> {
    limits: &'a Limits,
    spool: &'a Path,
    fields: Fields<'a>,
    files: Fields<'a>,
    /// The part `json`, if it holds anything.
    json: Option<ParamMap>,
    parameter_bytes: u64,
    file_count: usize,
    /// Bytes that files may still take in memory.
    memory: usize,
}

impl Parts<'_> {
    async fn take(&mut self, part: Field<'_>, pace: &Pace) -> Result<(), Stop> {
        let name = part.name().unwrap_or_default().to_owned();
        if is_file(&part) {
            self.file_count += 1;
            if self.file_count > self.limits.files {
                return Err(self.limits.files_error().into());
            }
            let upload = self.file(part, pace).await?;
            self.files.insert(&name, Param::File(upload))?;
            return Ok(());
        }
        let value = self.value(part, pace).await?;
        if name == "json"
            && let Some(decoded) = json_in::decode(&value, self.limits)?.filter(|decoded| !decoded.is_empty())
        {
            self.json = Some(decoded);
        } else {
            self.fields.insert(&name, Param::Text(text::decode(&value).into_owned()))?;
        }
        Ok(())
    }

    async fn value(&mut self, mut part: Field<'_>, pace: &Pace) -> Result<Vec<u8>, Stop> {
        let mut value = Vec::new();
        while let Some(chunk) = next(&mut part, pace).await? {
            self.parameter_bytes += chunk.len() as u64;
            if self.parameter_bytes > self.limits.parameter_bytes {
                return Err(self.limits.parameter_bytes_error().into());
            }
            value.extend_from_slice(&chunk);
        }
        Ok(value)
    }

    async fn file(&mut self, mut part: Field<'_>, pace: &Pace) -> Result<Upload, Stop> {
        let file_name = part.file_name().unwrap_or_default().to_owned();
        let content_type = part.content_type().map(ToString::to_string);
        let mut size = 0;
        let mut block = Vec::new();
        let mut file = None;
        while let Some(chunk) = next(&mut part, pace).await? {
            size += chunk.len() as u64;
            if size > self.limits.file_bytes {
                return Err(self.limits.file_error().into());
            }
            block.extend_from_slice(&chunk);
            let full = if file.is_none() { self.memory } else { BLOCK };
            if block.len() > full {
                file = Some(self.write(file, std::mem::take(&mut block)).await?);
            }
        }
        let content = match file {
            None => {
                self.memory -= block.len();
                UploadContent::Memory(block.into())
            }
            Some(file) => UploadContent::File(self.write(Some(file), block).await?),
        };
        Ok(Upload::new(&file_name, content_type, size, content))
    }

    /// Writes on a thread that may wait for a disk.
    async fn write(&self, file: Option<File>, block: Vec<u8>) -> Result<File, BodyError> {
        let spool = self.spool.to_owned();
        let write = move || -> io::Result<File> {
            let mut file = match file {
                Some(file) => file,
                None => tempfile::tempfile_in(spool)?,
            };
            file.write_all(&block)?;
            Ok(file)
        };
        let written = tokio::task::spawn_blocking(write).await.map_err(io::Error::other).flatten();
        written.map_err(BodyError::Spool)
    }

    fn stop(&self, stop: Stop) -> Result<(), BodyError> {
        match stop {
            Stop::Body(error) => Err(error),
            Stop::Multipart(multer::Error::StreamSizeExceeded { .. }) => Err(self.limits.body_error().into()),
            Stop::Multipart(multer::Error::StreamReadFailed(error)) if !error.is::<HeadTooLong>() => {
                Err(BodyError::Broken(error.to_string()))
            }
            Stop::Multipart(_) => Ok(()),
        }
    }

    /// A `json` part that holds something is the body, and the other fields are ignored.
    fn finish(self) -> Body {
        let Self { fields, files, json, .. } = self;
        Body { params: json.unwrap_or_else(|| fields.finish()), files: files.finish() }
    }
}

/// A part with a file name, also one that is no UTF-8.
fn is_file(part: &Field<'_>) -> bool {
    let named = |value: &[u8]| value.windows(10).any(|window| window == b"filename=\"");
    part.file_name().is_some()
        || part.headers().get("content-disposition").is_some_and(|value| named(value.as_bytes()))
}

async fn next(part: &mut Field<'_>, pace: &Pace) -> multer::Result<Option<Bytes>> {
    pace.content();
    part.chunk().await
}
#[cfg(test)]
mod tests {
    use std::io::Read;

    use futures_util::StreamExt;

    use super::*;
    use crate::body;

    const TYPE: &str = "multipart/form-data; boundary=X";

    struct Sent {
        limits: Limits,
        spool: tempfile::TempDir,
    }

    impl Sent {
        fn new(limits: Limits) -> Self {
            Self { limits, spool: tempfile::tempdir().unwrap() }
        }

        async fn read(&self, body: impl Into<Vec<u8>>, chunk: usize) -> Result<Body, BodyError> {
            let body = Bytes::from(body.into());
            let chunks: Vec<_> =
                body.chunks(chunk).map(|chunk| Ok::<_, io::Error>(body.slice_ref(chunk))).collect();
            let stream = futures_util::stream::iter(chunks);
            body::read(true, Some(TYPE), stream, &self.limits, self.spool.path()).await
        }
    }

    fn part(name: &str, value: &str) -> String {
        format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    }

    fn file(name: &str, content: &str) -> String {
        format!(
            "--X\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a/b.bin\"\r\n\
             Content-Type: video/mp4\r\n\r\n{content}\r\n"
        )
    }

    fn json(text: &str) -> ParamMap {
        json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    fn content(param: &Param) -> String {
        let Param::File(upload) = param else { panic!("{param:?}") };
        let mut content = String::new();
        upload.reader().read_to_string(&mut content).unwrap();
        assert_eq!(upload.size(), content.len() as u64);
        content
    }

    fn code(read: Result<Body, BodyError>) -> &'static str {
        match read {
            Err(BodyError::Limit(error)) => error.code,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn parts_are_parameters_and_files() {
        let sent = Sent::new(Limits::default());
        let whole = format!("{}{}{}--X--", part("a[b]", "1"), file("1:fileData", "bytes"), part("c", "é"));
        // A client sends an empty line first, and none of them must end with one.
        for text in
            [whole.clone(), format!("\r\n{whole}"), format!("{whole}\r\n"), format!("preamble\r\n{whole}")]
        {
            for chunk in [1, 5, 10_000] {
                let body = sent.read(text.clone(), chunk).await.unwrap();
                assert_eq!(body.params, json(r#"{"a":{"b":"1"},"c":"é"}"#));
                assert_eq!(content(&body.files["1:fileData"]), "bytes");
                let Param::File(upload) = &body.files["1:fileData"] else { panic!("it is a file") };
                assert_eq!((upload.file_name(), upload.content_type()), ("b.bin", Some("video/mp4")));
            }
        }
    }

    #[tokio::test]
    async fn a_json_part_that_holds_something_is_the_body() {
        let sent = Sent::new(Limits::default());
        for (value, params) in [
            (r#"{"a":1}"#, r#"{"a":1}"#),
            ("{}", r#"{"json":"{}","other":"x"}"#),
            ("[1]", r#"{"json":"[1]","other":"x"}"#),
            ("{broken", r#"{"json":"{broken","other":"x"}"#),
        ] {
            let text =
                format!("{}{}{}--X--\r\n", part("json", value), part("other", "x"), file("f", "bytes"));
            let body = sent.read(text, 100).await.unwrap();
            assert_eq!(body.params, json(params), "{value}");
            assert_eq!(content(&body.files["f"]), "bytes");
        }
    }

    #[tokio::test]
    async fn large_files_leave_the_memory_and_no_trace() {
        let sent = Sent::new(Limits::default());
        let (small, large) = ("s".repeat(40_000), "0123456789".repeat(100_000));
        let text = format!("{}{}{}--X--", file("a", &small), file("b", &small), file("c", &large));
        let body = sent.read(text, 16_384).await.unwrap();
        let in_memory =
            |name: &str| matches!(&body.files[name], Param::File(upload) if upload.bytes().is_some());
        assert!(in_memory("a"));
        assert!(!in_memory("b"), "files share what may stay in memory");
        assert!(!in_memory("c"));
        for (name, expected) in [("a", &small), ("b", &small), ("c", &large)] {
            assert!(content(&body.files[name]) == *expected, "{name}");
        }
        assert_eq!(std::fs::read_dir(sent.spool.path()).unwrap().count(), 0, "spooled files have no name");
    }

    #[tokio::test]
    async fn limits_have_codes() {
        let limits = Limits {
            body_bytes: 1000,
            file_bytes: 20,
            parameter_bytes: 30,
            files: 2,
            parameters: 3,
            ..Limits::default()
        };
        let sent = Sent::new(limits);
        let whole = |parts: &[String]| format!("{}--X--", parts.concat());
        assert!(
            sent.read(whole(&[file("a", &"x".repeat(20)), part("b", &"y".repeat(30))]), 50).await.is_ok()
        );
        for (parts, expected) in [
            (vec![file("a", &"x".repeat(21))], "REQUEST_TOO_LARGE"),
            (vec![part("a", &"y".repeat(31))], "REQUEST_TOO_LARGE"),
            (vec![part("a", &"y".repeat(16)), part("b", &"y".repeat(16))], "REQUEST_TOO_LARGE"),
            (vec![file("a", ""), file("b", ""), file("c", "")], "TOO_MANY_FILES"),
            (vec![part("a", ""), part("b", ""), part("c", ""), part("d", "")], "TOO_MANY_PARAMETERS"),
        ] {
            assert_eq!(code(sent.read(whole(&parts), 50).await), expected, "{parts:?}");
        }
        let padded =
            format!("{}--X--", part("a", "")).replace("form-data", &format!("form-data{}", " ".repeat(1000)));
        assert_eq!(code(sent.read(padded, 50).await), "REQUEST_TOO_LARGE");
    }

    #[tokio::test]
    async fn what_breaks_off_ends_there() {
        let sent = Sent::new(Limits::default());
        let start = part("a", "1");
        for rest in [
            "--X",
            "--X\r\nContent-Disp",
            "--X\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\ncut",
            "--X\r\nContent-Disposition: form-data; name=\"b\"; filename=\"b\"\r\n\r\ncut",
            "--X\r\n: no header\r\n\r\nx\r\n--X--",
        ] {
            let body = sent.read(format!("{start}{rest}"), 20).await.unwrap();
            assert_eq!(body.params, json(r#"{"a":"1"}"#), "{rest}");
            assert!(body.files.is_empty(), "{rest}");
        }
        assert_eq!(sent.read("no boundary at all", 3).await.unwrap(), Body::default());
    }

    #[tokio::test]
    async fn names_that_are_no_text_do_no_harm() {
        let sent = Sent::new(Limits::default());
        let nameless = "--X\r\nContent-Disposition: form-data\r\n\r\nx\r\n--X\r\nA: b\r\n\r\nx\r\n";
        let body = sent.read(format!("{nameless}{}--X--", part("a", "1")), 8).await.unwrap();
        assert_eq!(body.params, json(r#"{"a":"1"}"#));
        let mut text =
            b"--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\xe9\"\r\n\r\nbytes\r\n".to_vec();
        text.extend(b"--X\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nx\xe9\r\n--X--");
        let body = sent.read(text, 8).await.unwrap();
        assert_eq!(content(&body.files["f"]), "bytes", "a file stays one when its name cannot be read");
        assert_eq!(body.params, json(r#"{"t":"x\uffff"}"#));
    }

    /// What the reader took in, although nothing could come of it.
    async fn appetite(start: &'static str, filler: &'static [u8]) -> usize {
        let taken = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counter = taken.clone();
        let endless =
            futures_util::stream::iter(std::iter::once(start.as_bytes()).chain(std::iter::repeat(filler)))
                .map(move |chunk| {
                    counter.fetch_add(chunk.len(), std::sync::atomic::Ordering::Relaxed);
                    Ok::<_, io::Error>(Bytes::from_static(chunk))
                });
        let limits = Limits { body_bytes: 64 << 20, ..Limits::default() };
        let _ = body::read(true, Some(TYPE), endless, &limits, Path::new("")).await;
        taken.load(std::sync::atomic::Ordering::Relaxed)
    }

    #[tokio::test]
    async fn a_head_without_end_is_not_waited_for() {
        for start in ["", "--X\r\n", "--X\r\nContent-Disposition: form-data; name=\"a\"\r\nX-Long: "] {
            let taken = appetite(start, &[b'x'; 8192]).await;
            assert!(taken <= HEAD_AND_ONE_CHUNK, "{taken} bytes after {start:?}");
        }
    }

    #[tokio::test]
    async fn what_stands_before_a_head_without_end_counts() {
        let sent = Sent::new(Limits::default());
        let text = format!("{}--X\r\nX-Long: {}", part("a", "1"), "x".repeat(100_000));
        assert_eq!(sent.read(text, 1000).await.unwrap().params, json(r#"{"a":"1"}"#));
    }

    const HEAD_AND_ONE_CHUNK: usize = (64 << 10) + 2 * 8192;

    #[tokio::test]
    async fn small_parts_do_not_draw_in_the_rest() {
        // Many parts in the first chunk: each must be found there, not by reading on.
        let limits = Limits { parameters: 1, ..Limits::default() };
        let first = format!("{}{}--X\r\n", part("a", "1"), part("b", "2"));
        let taken = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counter = taken.clone();
        let chunks =
            futures_util::stream::iter(std::iter::once(first).chain(std::iter::repeat("x".repeat(1000))))
                .map(move |chunk| {
                    counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    Ok::<_, io::Error>(Bytes::from(chunk))
                });
        assert_eq!(
            code(body::read(true, Some(TYPE), chunks, &limits, Path::new("")).await),
            "TOO_MANY_PARAMETERS"
        );
        assert!(taken.load(std::sync::atomic::Ordering::Relaxed) <= 3);
    }

    #[tokio::test]
    async fn reading_can_move_between_threads() {
        let read = tokio::spawn(async {
            let stream = Box::pin(futures_util::stream::unfold((), |()| async {
                None::<(Result<Bytes, io::Error>, ())>
            }));
            body::read(true, Some(TYPE), stream, &Limits::default(), Path::new("")).await
        });
        assert_eq!(read.await.unwrap().unwrap(), Body::default());
    }
}
