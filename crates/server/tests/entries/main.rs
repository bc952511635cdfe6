//! Entries: made, changed, found and deleted, by whom (reference: content-access.md §3 to §6).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;

mod explained;
mod fields;
mod lists;
mod live;
mod ownership;

use common::{Outcome, Server, refused};
use serde_json::{Value, json};

/// The refusal of a session that is not the owner's: one for all actions that ask (reference: content-access.md §3).
fn not_the_owner() -> Outcome {
    refused("INVALID_KS", json!({"KSID": "", "ERR_CODE": "-4", "ERR_DESC": "INVALID_TYPE"}))
}

fn not_found(id: &str) -> Outcome {
    refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": id}))
}

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

    async fn add(&self, entry: Value) -> Value {
        let mut sent = json!({"mediaType": 1});
        sent.as_object_mut().unwrap().extend(entry.as_object().unwrap().clone());
        self.call("media", "add", json!({"entry": sent})).await.unwrap()
    }

    async fn add_id(&self, entry: Value) -> String {
        self.add(entry).await["id"].as_str().unwrap().to_owned()
    }

    async fn get(&self, id: &str) -> Outcome {
        self.call("baseEntry", "get", json!({"entryId": id})).await
    }

    async fn update(&self, id: &str, entry: Value) -> Outcome {
        self.call("media", "update", json!({"entryId": id, "mediaEntry": entry})).await
    }

    async fn names(&self, filter: Value) -> Vec<String> {
        let list = self.call("baseEntry", "list", json!({"filter": filter})).await.unwrap();
        let objects = list["objects"].as_array().unwrap();
        assert_eq!(list["totalCount"], objects.len(), "{list}");
        objects.iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
    }
}

async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

async fn user<'a>(server: &'a Server, id: &str, privileges: &str) -> Caller<'a> {
    Caller { server, ks: server.start(&server.account, id, 0, privileges).await }
}
