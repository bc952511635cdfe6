//! Files as answers: what an action says of one, and the head of the answer, ranges included (reference:
//! protocol.md §15).

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Header;
use crate::upload::read_at;

/// What a file-returning action answers. It is sent piece by piece: no more of it is in memory than is on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct FileResult {
    /// The media type, as the header says it.
    pub content_type: Cow<'static, str>,
    /// The bytes.
    pub content: FileContent,
    /// A browser keeps the file under this name instead of showing it.
    pub save_as: Option<String>,
    /// When the bytes last changed, in Unix seconds; clients that have them already are spared them.
    pub modified_at: Option<i64>,
    /// For so many seconds anybody may keep the answer. Without it, it is nobody's but the caller's.
    pub public_for: Option<u32>,
}

/// Where the bytes of a file are.
#[derive(Clone)]
pub enum FileContent {
    /// In memory.
    Memory(Bytes),
    /// Elsewhere: so many bytes, and who reads them.
    Stored(u64, Arc<dyn Source>),
}

/// Bytes on their way.
pub type Reading<'a> = Pin<Box<dyn Future<Output = io::Result<Bytes>> + Send + 'a>>;

/// Something that bytes are read from, in any order and by several readers at a time.
pub trait Source: Send + Sync + 'static {
    /// At least one and at most `most` bytes from position `at` on, which is before the end.
    fn read(&self, at: u64, most: usize) -> Reading<'_>;
}

impl fmt::Debug for FileContent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.size())
    }
}

impl PartialEq for FileContent {
    /// True for the same bytes in memory, and for copies of what is elsewhere.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Memory(one), Self::Memory(other)) => one == other,
            (Self::Stored(_, one), Self::Stored(_, other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl FileContent {
    /// A file of this machine, which is opened now, so that one that is not there is an error of the action. What is
    /// written to it later may or may not be sent, but no more than it has now.
    pub async fn of_path(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let opened = tokio::task::spawn_blocking(move || {
            let file = File::open(path)?;
            let about = file.metadata()?;
            if !about.is_file() {
                return Err(io::Error::from(io::ErrorKind::NotFound));
            }
            Ok((about.len(), file))
        });
        let (size, file) = opened.await.map_err(io::Error::other)??;
        Ok(Self::Stored(size, Arc::new(LocalFile(Arc::new(file)))))
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Stored(size, _) => *size,
        }
    }
}

struct LocalFile(Arc<File>);

impl Source for LocalFile {
    fn read(&self, at: u64, most: usize) -> Reading<'_> {
        let file = Arc::clone(&self.0);
        // Disks make one wait: not for the others.
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = vec![0; most];
            let length = read_at(&file, &mut bytes, at)?;
            bytes.truncate(length);
            Ok(Bytes::from(bytes))
        });
        Box::pin(async move { read.await.map_err(io::Error::other)? })
    }
}

/// The head of an answer that is a file, and which bytes of it follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHead {
    /// 200, 206, 304 or 416.
    pub status: u16,
    /// The headers that such an answer has in addition to the common ones, or instead of them.
    pub headers: Vec<Header>,
    /// The position of the first byte that follows.
    pub from: u64,
    /// How many follow.
    pub length: u64,
}

/// What a name in a header cannot hold as it is (RFC 8187).
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl FileResult {
    /// A file that is in memory.
    pub fn of_bytes(content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self::of(content_type, FileContent::Memory(bytes.into()))
    }

    /// A file that is shown and not kept.
    pub fn of(content_type: impl Into<Cow<'static, str>>, content: FileContent) -> Self {
        Self {
            content_type: content_type.into(),
            content,
            save_as: None,
            modified_at: None,
            public_for: None,
        }
    }

    /// The head of the answer to a request with these headers: one range of bytes is answered as such, several as the
    /// whole file, and what the client has already is not sent again.
    pub fn head(&self, range: Option<&str>, if_modified_since: Option<&str>) -> FileHead {
        let size = self.content.size();
        let mut headers: Vec<Header> = vec![("Accept-Ranges", Cow::Borrowed("bytes"))];
        let modified = self
            .modified_at
            .and_then(|at| u64::try_from(at).ok())
            .map(|at| httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(at)));
        if let Some(seconds) = self.public_for {
            headers.push(("Cache-Control", format!("public, max-age={seconds}, max-stale=0").into()));
        }
        if let Some(modified) = &modified {
            headers.push(("Last-Modified", modified.clone().into()));
            if if_modified_since == Some(modified) {
                return FileHead { status: 304, headers, from: 0, length: 0 };
            }
        }
        headers.push(("Content-Type", self.content_type.clone()));
        if let Some(name) = &self.save_as {
            headers.push(("Content-Disposition", attachment(name).into()));
        }
        let (status, from, length) = match range.map_or(Wanted::All, |range| Wanted::read(range, size)) {
            Wanted::All => (200, 0, size),
            Wanted::Part(first, last) => {
                headers.push(("Content-Range", format!("bytes {first}-{last}/{size}").into()));
                (206, first, last - first + 1)
            }
            Wanted::Nothing => {
                headers.push(("Content-Range", format!("bytes */{size}").into()));
                (416, 0, 0)
            }
        };
        headers.push(("Content-Length", length.to_string().into()));
        FileHead { status, headers, from, length }
    }
}

/// A name in the two forms that browsers know: what is not ASCII is in the second only.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if (' '..='~').contains(&c) && !"\"\\/%".contains(c) { c } else { '_' })
        .collect();
    let encoded = utf8_percent_encode(name, NAME);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// The bytes that a request asks for.
enum Wanted {
    All,
    /// From one to another, both included.
    Part(u64, u64),
    /// None that there are.
    Nothing,
}

impl Wanted {
    /// Reads a `Range` header. What is not understood counts as absent (RFC 9110 §14.2).
    fn read(range: &str, size: u64) -> Self {
        let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'))
        else {
            return Self::All;
        };
        let number = |text: &str| {
            (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<u64>().unwrap_or(u64::MAX))
        };
        match (first, number(first), last, number(last)) {
            ("", _, _, Some(count)) if count > 0 && size > 0 => {
                Self::Part(size.saturating_sub(count), size - 1)
            }
            ("", _, _, Some(_)) => Self::Nothing,
            (_, Some(first), _, Some(last)) if last < first => Self::All,
            (_, Some(first), "", _) if first < size => Self::Part(first, size - 1),
            (_, Some(first), _, Some(last)) if first < size => Self::Part(first, last.min(size - 1)),
            (_, Some(_), "", _) | (_, Some(_), _, Some(_)) => Self::Nothing,
            _ => Self::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> FileResult {
        FileResult::of_bytes("text/plain", "0123456789")
    }

    fn header<'a>(head: &'a FileHead, name: &str) -> Option<&'a str> {
        head.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    #[test]
    fn a_file_is_answered_whole() {
        let head = file().head(None, None);
        assert_eq!((head.status, head.from, head.length), (200, 0, 10));
        assert_eq!(header(&head, "Content-Type"), Some("text/plain"));
        assert_eq!(header(&head, "Content-Length"), Some("10"));
        assert_eq!(header(&head, "Accept-Ranges"), Some("bytes"));
        for absent in ["Cache-Control", "Last-Modified", "Content-Disposition", "Content-Range"] {
            assert_eq!(header(&head, absent), None, "{absent}");
        }
    }

    #[test]
    fn ranges_are_read_as_browsers_mean_them() {
        for (range, status, from, length) in [
            ("bytes=0-", 206, 0, 10),
            ("bytes=3-5", 206, 3, 3),
            ("bytes=3-500", 206, 3, 7),
            ("bytes=-3", 206, 7, 3),
            ("bytes=-30", 206, 0, 10),
            ("bytes=9-9", 206, 9, 1),
            ("bytes=10-", 416, 0, 0),
            ("bytes=10-12", 416, 0, 0),
            ("bytes=-0", 416, 0, 0),
            ("bytes=99999999999999999999999-", 416, 0, 0),
            ("bytes=5-3", 200, 0, 10),
            ("bytes=0-1,3-4", 200, 0, 10),
            ("bytes=a-b", 200, 0, 10),
            ("bytes=-", 200, 0, 10),
            ("bytes=+1-", 200, 0, 10),
            ("lines=1-2", 200, 0, 10),
            ("", 200, 0, 10),
        ] {
            let head = file().head(Some(range), None);
            assert_eq!((head.status, head.from, head.length), (status, from, length), "{range}");
        }
        assert_eq!(header(&file().head(Some("bytes=3-5"), None), "Content-Range"), Some("bytes 3-5/10"));
        assert_eq!(header(&file().head(Some("bytes=10-"), None), "Content-Range"), Some("bytes */10"));
        let empty = FileResult::of_bytes("text/plain", "");
        assert_eq!(empty.head(Some("bytes=0-"), None).status, 416);
        assert_eq!(empty.head(None, None).length, 0);
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let file = FileResult { modified_at: Some(784_111_777), public_for: Some(60), ..file() };
        let head = file.head(None, Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!((head.status, head.length), (304, 0));
        assert_eq!(header(&head, "Cache-Control"), Some("public, max-age=60, max-stale=0"));
        let head = file.head(None, Some("Sun, 06 Nov 1994 08:49:36 GMT"));
        assert_eq!((head.status, head.length), (200, 10));
        assert_eq!(header(&head, "Last-Modified"), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
    }

    #[tokio::test]
    async fn a_file_of_this_machine_is_read_from_anywhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "0123456789").unwrap();
        let FileContent::Stored(size, source) = FileContent::of_path(&path).await.unwrap() else {
            unreachable!("it is not in memory")
        };
        assert_eq!(size, 10);
        assert_eq!(&*source.read(7, 2).await.unwrap(), b"78");
        assert_eq!(&*source.read(0, 100).await.unwrap(), b"0123456789");
        assert!(source.read(10, 5).await.unwrap().is_empty());
        assert!(FileContent::of_path(folder.path()).await.is_err());
        assert!(FileContent::of_path(folder.path().join("b")).await.is_err());
    }

    #[test]
    fn names_cannot_leave_their_header() {
        for (name, written) in [
            ("a b.csv", "attachment; filename=\"a b.csv\"; filename*=UTF-8''a%20b.csv"),
            ("ü\".csv", "attachment; filename=\"__.csv\"; filename*=UTF-8''%C3%BC%22.csv"),
            ("a\r\nX: y", "attachment; filename=\"a__X: y\"; filename*=UTF-8''a%0D%0AX%3A%20y"),
            ("../a\\b", "attachment; filename=\".._a_b\"; filename*=UTF-8''..%2Fa%5Cb"),
        ] {
            let head = FileResult { save_as: Some(name.to_owned()), ..file() }.head(None, None);
            assert_eq!(header(&head, "Content-Disposition"), Some(written));
        }
    }
}
