//! Everything that is not the API: health, the schema, a word of welcome.

use std::sync::OnceLock;

use bytes::Bytes;

use contract::errors::{LOGIN_DATA_NOT_FOUND, NEW_PASSWORD_HASH_KEY_EXPIRED, NEW_PASSWORD_HASH_KEY_INVALID};
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::{HttpResponse, system_time};
use crate::actions::SERVICES;
use crate::app::App;
use crate::login;

pub(super) const WELCOME: &str = concat!(
    "Boxoffice ",
    env!("CARGO_PKG_VERSION"),
    "\n\nThe API is at /api_v3, its schema at /api_v3/api_schema.php, its OpenAPI document at /openapi.json.\n",
);

/// Where the management console asks, before it shows its form for a new password, whether the key of a link still
/// works (reference: kmc.md §2.1); the key follows.
pub(super) const PASSWORD_KEY: &str = "/index.php/kmcng/resetpassword/setpasshashkey/";

/// Documents derived from the declarations; they do not change while the server runs. Most servers are never asked for
/// them, so they are written when somebody asks first.
#[derive(Default)]
pub(super) struct Documents {
    schema: OnceLock<Bytes>,
    openapi: OnceLock<Bytes>,
}

impl Documents {
    pub(super) fn schema(&self) -> HttpResponse {
        let write = || contract::schema::xml(&crate::contract_of(SERVICES)).into();
        document("text/xml", self.schema.get_or_init(write))
    }

    pub(super) fn openapi(&self) -> HttpResponse {
        let write = || {
            let contract = crate::contract_of(SERVICES);
            serde_json::to_vec(&contract::openapi::document(&contract)).expect("its keys are texts").into()
        };
        document("application/json", self.openapi.get_or_init(write))
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

/// What is wrong with the key of a link, or that nothing is. It stays usable.
pub(super) async fn password_key(app: &App, key: &str) -> HttpResponse {
    let key = percent_decode_str(key).decode_utf8_lossy();
    let code = match login::check_key(app, &key, crate::call::seconds(system_time())).await {
        Ok(_) => None,
        Err(error) => match error.into_api().code {
            code if code == LOGIN_DATA_NOT_FOUND.code => Some("INVALID_HASH"),
            code if code == NEW_PASSWORD_HASH_KEY_INVALID.code => Some(NEW_PASSWORD_HASH_KEY_INVALID.code),
            code if code == NEW_PASSWORD_HASH_KEY_EXPIRED.code => Some(NEW_PASSWORD_HASH_KEY_EXPIRED.code),
            code => {
                tracing::error!(%code, "a key for a password could not be checked");
                return text(500, "The key could not be checked.\n");
            }
        },
    };
    let mut response = respond(200, "application/json", json!({ "errorCode": code }).to_string().into());
    response.headers_mut().insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}

fn respond(status: u16, content_type: &'static str, body: Bytes) -> HttpResponse {
    let mut response = super::response(body);
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    headers.insert(http::header::ACCESS_CONTROL_ALLOW_ORIGIN, http::HeaderValue::from_static("*"));
    headers.insert(http::header::X_CONTENT_TYPE_OPTIONS, http::HeaderValue::from_static("nosniff"));
    response
}
