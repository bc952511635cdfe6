//! The API behind its socket: from an HTTP request to calls, and from results to an HTTP answer.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use contract::errors::INTERNAL_SERVERL_ERROR;
use contract::object::Dropped;
use futures_util::{FutureExt, StreamExt};
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, StatusCode};
use http_body_util::{BodyExt, BodyStream};
use hyper::body::{Body as _, Incoming};
use ks::UnixMillis;
use wire::body::{self, Body, BodyError};
use wire::{Address, Answer, RequestError, Unanswerable, Wanted};

use super::{HttpConfig, HttpRequest, HttpResponse, HttpServer, file, insert, system_time};
use crate::call::{Notes, Request};
use crate::dispatch;
use crate::keys::fill_random;

/// Answers a request to the API. Everything that the API itself has to say is said with status 200.
pub(super) async fn answer(server: &HttpServer, request: HttpRequest, peer: SocketAddr) -> HttpResponse {
    let now = system_time();
    let number = request_number();
    let mut response = match *request.method() {
        Method::OPTIONS => preflight(),
        Method::GET | Method::HEAD | Method::POST => respond(server, request, peer, now, number).await,
        // The original knows no other method either; what it cannot read as a call has no service.
        _ => {
            let mut response = super::response(Bytes::new());
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(X_ME, server.host_name.clone());
    if let Ok(session) = HeaderValue::try_from(format!("{number}, {}", crate::call::seconds(now))) {
        headers.insert(X_KALTURA_SESSION, session);
    }
    response
}

/// Which host answered.
const X_ME: HeaderName = HeaderName::from_static("x-me");
/// The number of the request, and when it was answered.
const X_KALTURA_SESSION: HeaderName = HeaderName::from_static("x-kaltura-session");

/// The id of a request: in every log line and in the answer. It tells requests apart and is no secret, so it
/// comes from a counter, spread out (the mixing step of `SplitMix64`).
fn request_number() -> u32 {
    static COUNTER: LazyLock<AtomicU64> = LazyLock::new(|| {
        let mut seed = [0; 8];
        fill_random(&mut seed);
        AtomicU64::new(u64::from_ne_bytes(seed))
    });
    let mut mixed = COUNTER.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from(mixed >> 32).unwrap_or_default()
}

fn preflight() -> HttpResponse {
    let mut response = super::response(Bytes::new());
    for (name, value) in wire::PREFLIGHT_HEADERS {
        insert(response.headers_mut(), name, value);
    }
    response
}

async fn respond(
    server: &HttpServer,
    request: HttpRequest,
    peer: SocketAddr,
    now: UnixMillis,
    number: u32,
) -> HttpResponse {
    let (head, body) = request.into_parts();
    let limits = &server.config.limits;
    let about = Arc::new(about(server, &head, peer, now, number));

    let address = match Address::read(head.uri.path(), head.uri.query(), limits) {
        Ok(address) => address,
        Err(error) => return refuse(&Wanted::default(), error),
    };
    // Known before the body, so that a body that is refused is refused in the right format.
    let wanted = address.wanted();
    let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_post = head.method == Method::POST;
    let body = read_body(server, is_post, content_type, body).await;
    let body = match body {
        Ok(body) => body,
        Err(error) => return refuse_body(&about, wanted, error),
    };
    match address.with_body(body, limits) {
        Ok(request) => {
            let answered = dispatch::run(&server.app, &about, request.calls).await;
            if let Some(found) = answered.answer.file() {
                return file::answer(COMMON.clone(), found, &head.headers);
            }
            if let (true, Answer::Single(Err(error))) = (answered.without_body, &answered.answer) {
                return without_body(error);
            }
            finish(&request.wanted, &answered.answer, &answered.notes, elapsed(now))
        }
        Err(RequestError::Refused(wanted, error)) => refuse(&wanted, error),
        Err(RequestError::Unanswerable(Unanswerable(error))) => without_body(&error),
    }
}

/// Bodies of so many bytes are taken whole; nearly all are smaller.
const WHOLE: u64 = 64 * 1024;

async fn read_body(
    server: &HttpServer,
    is_post: bool,
    content_type: Option<&str>,
    body: Incoming,
) -> Result<Body, BodyError> {
    let HttpConfig { limits, read_timeout, spool, .. } = &server.config;
    if body.size_hint().exact().is_some_and(|bytes| bytes <= WHOLE) {
        let collected = within(*read_timeout, body.collect()).await;
        let whole = collected.map_err(|error| BodyError::Broken(error.to_string()))?.to_bytes();
        let whole = futures_util::stream::iter([Ok::<_, std::io::Error>(whole)]);
        return body::read(is_post, content_type, whole, limits, spool).await;
    }
    let pieces = BodyStream::new(body)
        .filter_map(|frame| async { frame.map(|frame| frame.into_data().ok()).transpose() });
    let pieces = with_timeout(Box::pin(pieces), *read_timeout);
    // Boxed, so that the many small bodies do not carry the room for large ones along.
    Box::pin(body::read(is_post, content_type, pieces, limits, spool)).await
}

/// The result of something that takes no longer than this; what is there already needs no clock.
async fn within<T>(
    timeout: Duration,
    work: impl Future<Output = Result<T, hyper::Error>>,
) -> std::io::Result<T> {
    let mut work = std::pin::pin!(work);
    let done = match work.as_mut().now_or_never() {
        Some(done) => Ok(done),
        None => tokio::time::timeout(timeout, work).await,
    };
    match done {
        Ok(done) => done.map_err(std::io::Error::other),
        Err(_) => Err(std::io::Error::new(std::io::ErrorKind::TimedOut, "the body stopped coming")),
    }
}

/// A stream that ends with an error when nothing arrives for too long.
fn with_timeout<S>(
    stream: S,
    timeout: Duration,
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send + Unpin
where
    S: futures_util::Stream<Item = Result<Bytes, hyper::Error>> + Send + Unpin + 'static,
{
    Box::pin(futures_util::stream::unfold(Some(stream), move |state| async move {
        let mut stream = state?;
        match within(timeout, stream.next().map(Option::transpose)).await {
            Ok(Some(bytes)) => Some((Ok(bytes), Some(stream))),
            Ok(None) => None,
            Err(error) => Some((Err(error), None)),
        }
    }))
}

fn about(
    server: &HttpServer,
    head: &http::request::Parts,
    peer: SocketAddr,
    now: UnixMillis,
    number: u32,
) -> Request {
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let proxies = &server.config.trusted_proxies;
    let caller = proxies.caller(peer.ip(), header("x-forwarded-for"));
    Request {
        id: number,
        now,
        address: caller.to_string(),
        is_https: proxies.is_https(peer.ip(), &head.headers),
        uri: head.uri.path_and_query().map(|uri| uri.as_str().to_owned()).unwrap_or_default(),
        headers: head.headers.clone(),
    }
}

fn finish(wanted: &Wanted, answer: &Answer, notes: &Notes, elapsed: Duration) -> HttpResponse {
    let mut response = super::response(answer.body(wanted, elapsed));
    response.headers_mut().clone_from(&COMMON);
    let headers = response.headers_mut();
    let content_type = match wire::content_type(wanted) {
        Cow::Borrowed(known) => Ok(HeaderValue::from_static(known)),
        Cow::Owned(asked_for) => HeaderValue::try_from(asked_for),
    };
    match content_type {
        Ok(content_type) => headers.insert(CONTENT_TYPE, content_type),
        Err(_) => headers.remove(CONTENT_TYPE),
    };
    for (name, value) in answer.refusal_headers() {
        insert(headers, name, &value);
    }
    for Dropped { class, property, error } in &notes.dropped {
        insert(headers, &format!("{class}-{property}-error"), &error.message);
    }
    if let Some(rules) = &notes.access_control {
        insert(headers, "X-Kaltura-ACP", rules);
    }
    response
}

/// The headers of every answer, ready to be copied. Those whose values differ have their places already, so that the copy
/// need not grow.
static COMMON: LazyLock<HeaderMap> = LazyLock::new(|| {
    let mut headers = HeaderMap::new();
    for (name, value) in wire::COMMON_HEADERS {
        if let Ok(name) = HeaderName::try_from(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    for name in [CONTENT_TYPE, X_ME, X_KALTURA_SESSION] {
        headers.insert(name, HeaderValue::from_static(""));
    }
    headers
});

fn refuse(wanted: &Wanted, error: wire::ApiError) -> HttpResponse {
    finish(wanted, &Answer::Single(Err(error)), &Notes::default(), Duration::ZERO)
}

fn without_body(error: &wire::ApiError) -> HttpResponse {
    let mut response = super::response(Bytes::new());
    response.headers_mut().clone_from(&COMMON);
    response.headers_mut().remove(CONTENT_TYPE);
    for (name, value) in wire::bodiless_headers(error) {
        insert(response.headers_mut(), name, &value);
    }
    response
}

fn refuse_body(about: &Request, wanted: Result<Wanted, Unanswerable>, error: BodyError) -> HttpResponse {
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(Unanswerable(error)) => return without_body(&error),
    };
    match error {
        BodyError::Limit(error) => {
            let mut response = refuse(&wanted, error);
            // What is left of the body is not read.
            insert(response.headers_mut(), "Connection", "close");
            response
        }
        BodyError::Broken(reason) => {
            tracing::info!(request = about.id, reason, "a body broke off");
            let mut response = super::response(Bytes::new());
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
            insert(response.headers_mut(), "Connection", "close");
            response
        }
        BodyError::Spool(error) => {
            tracing::error!(request = about.id, %error, "an upload could not be written");
            refuse(&wanted, INTERNAL_SERVERL_ERROR.bare())
        }
    }
}

fn elapsed(since: UnixMillis) -> Duration {
    Duration::from_millis(system_time().0.saturating_sub(since.0))
}
