//! What configures content: players, widgets, conversion, response profiles, and what is known of files (reference:
//! more-services.md §1, §5.4, §5.5, §5.9, content-access.md §8, protocol.md §13).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;

mod absent;
mod assets;
mod conversion;
mod params;
mod players;
mod profiles;
mod related;
mod widgets;

use common::{Outcome, Server, refused};
use serde_json::{Value, json};

/// Somebody who calls.
struct Caller<'a> {
    server: &'a Server,
    ks: String,
}

impl Caller<'_> {
    async fn call(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    /// What a call that must succeed answers.
    async fn ok(&self, service: &str, action: &str, params: Value) -> Value {
        self.call(service, action, params)
            .await
            .unwrap_or_else(|error| panic!("{service}.{action}: {error:?}"))
    }
}

async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

async fn user<'a>(server: &'a Server, id: &str) -> Caller<'a> {
    Caller { server, ks: server.user(id).await }
}

async fn anonymous(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.widget().await }
}

/// The administrator of another account.
async fn stranger(server: &Server) -> Caller<'_> {
    let account = server.new_account("stranger@example.test").await;
    Caller { server, ks: server.start(&account, &account.owner, 2, "").await }
}

async fn media(caller: &Caller<'_>, name: &str) -> String {
    let entry = caller.ok("media", "add", json!({"entry": {"mediaType": 1, "name": name}})).await;
    entry["id"].as_str().unwrap().to_owned()
}

/// One property of every object of a list.
fn all(list: &Value, property: &str) -> Vec<Value> {
    list["objects"].as_array().unwrap().iter().map(|object| object[property].clone()).collect()
}

fn forbidden(action: &str) -> Outcome {
    refused("SERVICE_FORBIDDEN", json!({"SERVICE": action}))
}

fn needed(property: &str) -> Outcome {
    refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": property}))
}

fn too_short(property: &str, least: &str) -> Outcome {
    refused("PROPERTY_VALIDATION_MIN_LENGTH", json!({"PROP_NAME": property, "MIN_LEN": least}))
}

fn set_by_server(property: &str) -> Outcome {
    refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": property}))
}
