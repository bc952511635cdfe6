//! The sockets: HTTP/1.1 in front of the API, with limits on what a client may take of the server's time
//! and memory.

mod api;
mod file;
mod pages;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use ks::UnixMillis;
use tokio::net::TcpListener;

use crate::app::App;
use crate::gate::address::TrustedProxies;

/// A request as hyper gives it.
pub type HttpRequest = hyper::Request<Incoming>;
/// An answer as hyper takes it: most are in memory, files come piece by piece.
pub type HttpResponse = hyper::Response<Either<Full<Bytes>, file::Pieces>>;

/// An answer with this body, and nothing else said yet.
fn response(body: impl Into<Bytes>) -> HttpResponse {
    HttpResponse::new(Either::Left(Full::new(body.into())))
}

/// What the sockets need to know.
pub struct HttpConfig {
    /// Proxies whose forwarded headers are believed.
    pub trusted_proxies: TrustedProxies,
    /// Limits on requests.
    pub limits: wire::Limits,
    /// Time for a request's head, and between two pieces of its body.
    pub read_timeout: Duration,
    /// Time for running requests to finish once the server is told to stop.
    pub stop_timeout: Duration,
    /// The name in `X-Me`.
    pub host_name: String,
    /// A folder for uploads under way.
    pub spool: std::path::PathBuf,
}

/// The server with its sockets.
pub struct HttpServer {
    app: Arc<App>,
    config: HttpConfig,
    documents: pages::Documents,
    host_name: HeaderValue,
}

impl HttpServer {
    /// Around an app.
    pub fn new(app: Arc<App>, config: HttpConfig) -> Self {
        let documents = pages::Documents::default();
        let host_name = HeaderValue::try_from(&config.host_name)
            .unwrap_or_else(|_| HeaderValue::from_static("boxoffice"));
        Self { app, config, documents, host_name }
    }

    /// Serves until `stop` is done, then lets running requests finish.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let server = Arc::new(self);
        let graceful = GracefulShutdown::new();
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(server.config.read_timeout)
            .max_buf_size(128 * 1024)
            .half_close(true);
        tokio::pin!(stop);
        loop {
            let (stream, peer) = tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        // Out of file descriptors, or a connection that died in the queue: others may fare better.
                        tracing::warn!(%error, "a connection was not accepted");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            let _ = stream.set_nodelay(true);
            let server_of_connection = Arc::clone(&server);
            let service = service_fn(move |request| {
                let server = Arc::clone(&server_of_connection);
                async move { Ok::<_, Infallible>(server.answer(request, peer).await) }
            });
            let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection broke");
                }
            });
        }
        drop(listener);
        tokio::select! {
            () = graceful.shutdown() => {}
            () = tokio::time::sleep(server.config.stop_timeout) => {
                tracing::warn!("requests were still running when the time to stop was over");
            }
        }
    }

    async fn answer(&self, request: HttpRequest, peer: SocketAddr) -> HttpResponse {
        let path = request.uri().path();
        if path.starts_with("/api_v3/api_schema.php") {
            return self.documents.schema();
        }
        if is_api(path) {
            return api::answer(self, request, peer).await;
        }
        if let Some(key) = path.strip_prefix(pages::PASSWORD_KEY) {
            return Box::pin(pages::password_key(&self.app, key)).await;
        }
        match path {
            "/health/live" => pages::text(200, "alive\n"),
            "/health/ready" => Box::pin(pages::ready(&self.app)).await,
            "/openapi.json" => self.documents.openapi(),
            "/" => pages::text(200, pages::WELCOME),
            _ => pages::text(404, "There is nothing here.\n"),
        }
    }
}

/// Headers are made of what can stand in a header; what cannot is left out.
fn insert(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        headers.insert(name, value);
    }
}

/// `/api_v3…` and its alias `/api/…` (reference: protocol.md §1).
fn is_api(path: &str) -> bool {
    path == "/api_v3" || path.starts_with("/api_v3/") || path.starts_with("/api/")
}

/// The system's clock; the only one in the server.
pub fn system_time() -> UnixMillis {
    #[allow(clippy::disallowed_methods)] // this is where time enters
    let now = std::time::SystemTime::now();
    let elapsed = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UnixMillis(u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX))
}
