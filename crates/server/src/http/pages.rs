//! Everything that is not the API: health, the schema, a word of welcome.

use bytes::Bytes;
use http_body_util::Full;

use super::HttpResponse;
use crate::actions::SERVICES;
use crate::app::App;

pub(super) const WELCOME: &str = concat!(
    "Boxoffice ",
    env!("CARGO_PKG_VERSION"),
    "\n\nThe API is at /api_v3, its schema at /api_v3/api_schema.php, its OpenAPI document at /openapi.json.\n",
);

/// Documents derived from the declarations; they do not change while the server runs.
pub(super) struct Documents {
    schema: Bytes,
    openapi: Bytes,
}

impl Documents {
    pub(super) fn new() -> Self {
        let contract = crate::contract_of(SERVICES);
        Self {
            schema: contract::schema::xml(&contract).into(),
            openapi: contract::openapi::document(&contract).to_string().into(),
        }
    }

    pub(super) fn schema(&self) -> HttpResponse {
        document("text/xml", &self.schema)
    }

    pub(super) fn openapi(&self) -> HttpResponse {
        document("application/json", &self.openapi)
    }
}

fn document(content_type: &'static str, body: &Bytes) -> HttpResponse {
    respond(200, content_type, body.clone())
}

/// A short text.
pub(super) fn text(status: u16, text: &'static str) -> HttpResponse {
    respond(status, "text/plain; charset=utf-8", Bytes::from_static(text.as_bytes()))
}

/// Ready: the store answers, takes writes as far as is known, and what other nodes changed is heard of.
pub(super) async fn ready(app: &App) -> HttpResponse {
    match app.store.health().await {
        Ok(()) => text(200, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            text(503, "not ready: the store does not answer\n")
        }
    }
}

fn respond(status: u16, content_type: &'static str, body: Bytes) -> HttpResponse {
    let mut response = HttpResponse::new(Full::new(body));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    headers.insert(http::header::ACCESS_CONTROL_ALLOW_ORIGIN, http::HeaderValue::from_static("*"));
    headers.insert(http::header::X_CONTENT_TYPE_OPTIONS, http::HeaderValue::from_static("nosniff"));
    response
}
