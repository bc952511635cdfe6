//! Files as answers, piece by piece (reference: protocol.md §15).

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::header::{CONTENT_TYPE, EXPIRES, IF_MODIFIED_SINCE, PRAGMA, RANGE};
use http::{HeaderMap, StatusCode};
use http_body_util::{Either, Full};
use hyper::body::{Body, Frame, SizeHint};
use wire::{FileContent, FileHead, FileResult, Source};

use super::{HttpResponse, insert};

/// So much of a file is in memory for each caller.
const PIECE: usize = 256 * 1024;

/// The answer to a request with these headers; `common` are those of every answer.
pub(super) fn answer(common: HeaderMap, file: &FileResult, asked: &HeaderMap) -> HttpResponse {
    let header = |name| asked.get(name).and_then(|value| value.to_str().ok());
    let FileHead { status, headers, from, length } = file.head(header(RANGE), header(IF_MODIFIED_SINCE));
    let body = match &file.content {
        FileContent::Memory(bytes) => {
            let range = usize::try_from(from).ok().zip(usize::try_from(from + length).ok());
            let part = range.filter(|(_, end)| *end <= bytes.len()).map(|(from, end)| bytes.slice(from..end));
            Either::Left(Full::new(part.unwrap_or_default()))
        }
        FileContent::Stored(_, source) => {
            Either::Right(Pieces { source: Arc::clone(source), at: from, left: length, reading: None })
        }
    };
    let mut response = HttpResponse::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let own = response.headers_mut();
    *own = common;
    own.remove(CONTENT_TYPE);
    if file.public_for.is_some() {
        own.remove(EXPIRES);
        own.remove(PRAGMA);
    }
    for (name, value) in headers {
        insert(own, name, &value);
    }
    response
}

/// The body of an answer that is read while it is sent. A client that goes away, or does not take what is there,
/// stops the reading.
pub struct Pieces {
    source: Arc<dyn Source>,
    at: u64,
    left: u64,
    reading: Option<BoxFuture<'static, io::Result<Bytes>>>,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let most = usize::try_from(self.left).unwrap_or(PIECE).min(PIECE);
        let (at, source) = (self.at, Arc::clone(&self.source));
        let reading =
            self.reading.get_or_insert_with(|| Box::pin(async move { source.read(at, most).await }));
        let read = match reading.poll_unpin(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(read) => read,
        };
        self.reading = None;
        let bytes = match read {
            Ok(bytes) if (1..=most).contains(&bytes.len()) => bytes,
            Ok(_) => return self.broken(io::Error::from(io::ErrorKind::UnexpectedEof)),
            Err(error) => return self.broken(error),
        };
        self.at += bytes.len() as u64;
        self.left -= bytes.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl Pieces {
    /// The head is sent already: all that is left is to break the connection, so that nobody takes a part for the
    /// whole.
    fn broken(&mut self, error: io::Error) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        tracing::error!(%error, at = self.at, "a file could not be read to its end");
        self.left = 0;
        Poll::Ready(Some(Err(error)))
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use wire::Reading;

    use super::*;

    /// Numbers, as long as wanted.
    struct Counting(u64);

    impl Source for Counting {
        fn read(&self, at: u64, most: usize) -> Reading<'_> {
            Box::pin(async move {
                let most = most.min(1000).min(usize::try_from(self.0.saturating_sub(at)).unwrap());
                Ok((at..).take(most).map(|at| u8::try_from(at % 251).unwrap()).collect::<Vec<u8>>().into())
            })
        }
    }

    async fn sent(file: &FileResult, range: Option<&str>) -> (u16, Result<Bytes, String>) {
        let mut asked = HeaderMap::new();
        if let Some(range) = range {
            asked.insert(RANGE, range.parse().unwrap());
        }
        let response = answer(HeaderMap::new(), file, &asked);
        let status = response.status().as_u16();
        let body = response.into_body().collect().await;
        (status, body.map(http_body_util::Collected::to_bytes).map_err(|error| error.to_string()))
    }

    #[tokio::test]
    async fn a_file_comes_in_pieces_and_whole() {
        let stored = |size, there| FileContent::Stored(size, Arc::new(Counting(there)));
        let file = FileResult::of("video/mp4", stored(300_000, 300_000));
        let (status, body) = sent(&file, None).await;
        let body = body.unwrap();
        assert_eq!((status, body.len(), body[299_999]), (200, 300_000, u8::try_from(299_999 % 251).unwrap()));
        let (status, part) = sent(&file, Some("bytes=1500-4000")).await;
        assert_eq!((status, part.unwrap()), (206, body.slice(1500..=4000)));
        assert_eq!(sent(&file, Some("bytes=300000-")).await, (416, Ok(Bytes::new())));
        // What is shorter than was said breaks off.
        let short = FileResult::of("video/mp4", stored(300_000, 200_000));
        assert!(sent(&short, None).await.1.is_err());
    }

    #[tokio::test]
    async fn what_is_in_memory_is_cut_the_same() {
        let file = FileResult::of_bytes("text/plain", "0123456789");
        assert_eq!(sent(&file, None).await, (200, Ok(Bytes::from_static(b"0123456789"))));
        assert_eq!(sent(&file, Some("bytes=-3")).await, (206, Ok(Bytes::from_static(b"789"))));
        assert_eq!(sent(&FileResult::of_bytes("a/b", ""), None).await, (200, Ok(Bytes::new())));
    }
}
