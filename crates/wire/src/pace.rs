//! Keeps the multipart reader's appetite in bounds: by itself it takes in all that has arrived before it looks
//! for the end of a part's head, and goes on for as long as there is none.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;

/// Bytes that may arrive without completing the head of a part.
const HEAD_BYTES: usize = 64 << 10;

/// What the reader is after; shared with the stream that it reads.
#[derive(Clone, Default)]
pub(crate) struct Pace(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// The next poll finds nothing, so that the reader looks at what it has.
    rest: AtomicBool,
    /// Bytes that may still arrive.
    left: AtomicUsize,
}

impl Pace {
    /// The reader is about to look for the head of the next part.
    pub(crate) fn head(&self) {
        self.set(HEAD_BYTES);
    }

    /// The reader is about to take a piece of a part's content, which is limited elsewhere.
    pub(crate) fn content(&self) {
        self.set(usize::MAX);
    }

    fn set(&self, left: usize) {
        self.0.rest.store(true, Ordering::Relaxed);
        self.0.left.store(left, Ordering::Relaxed);
    }
}

/// The head of a part has no end.
#[derive(Debug)]
pub(crate) struct HeadTooLong;

impl fmt::Display for HeadTooLong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the head of a part is too long")
    }
}

impl std::error::Error for HeadTooLong {}

/// A stream that hands out one chunk at a time, and only after the reader had a look at what it has.
pub(crate) struct Paced<S> {
    stream: S,
    pace: Pace,
}

impl<S> Paced<S> {
    pub(crate) fn new(stream: S, pace: Pace) -> Self {
        Self { stream, pace }
    }
}

impl<S, E> Stream for Paced<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: std::error::Error + Send + Sync + 'static,
{
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let shared = self.pace.0.clone();
        if shared.rest.swap(false, Ordering::Relaxed) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let left = shared.left.load(Ordering::Relaxed);
        if left == 0 {
            return Poll::Ready(Some(Err(HeadTooLong.into())));
        }
        let chunk = ready!(Pin::new(&mut self.stream).poll_next(context));
        if let Some(Ok(chunk)) = &chunk {
            shared.left.store(left.saturating_sub(chunk.len()), Ordering::Relaxed);
            shared.rest.store(true, Ordering::Relaxed);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}
