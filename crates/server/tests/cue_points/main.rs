//! Cue points: what they must be, who sees and changes them, and that lists show what `get` answers (reference:
//! search-metadata.md §6, §7).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;
#[path = "../entitlement/random.rs"]
mod random;
#[allow(dead_code)] // a part of it is asked here
#[path = "../entitlement/rules.rs"]
mod rules;
#[allow(dead_code)] // likewise
#[path = "../entitlement/world.rs"]
mod world;

mod kinds;
mod life;
mod lists;
mod powers;
mod seen;

use common::{Outcome, Server, refused};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

/// Somebody who calls.
struct Caller<'a> {
    server: &'a Server,
    ks: String,
}

impl Caller<'_> {
    async fn of(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    async fn call(&self, action: &str, params: Value) -> Outcome {
        self.of("cuePoint_cuePoint", action, params).await
    }

    async fn try_add(&self, class: &str, entry: &str, more: Value) -> Outcome {
        let mut cue = json!({"objectType": format!("Kaltura{class}"), "entryId": entry});
        cue.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("add", json!({"cuePoint": cue})).await
    }

    async fn add(&self, class: &str, entry: &str, more: Value) -> Value {
        self.try_add(class, entry, more).await.unwrap()
    }

    async fn add_id(&self, class: &str, entry: &str, more: Value) -> String {
        id(&self.add(class, entry, more).await)
    }

    async fn get(&self, id: &str) -> Outcome {
        self.call("get", json!({"id": id})).await
    }

    async fn update(&self, id: &str, class: &str, more: Value) -> Outcome {
        let mut cue = json!({"objectType": format!("Kaltura{class}")});
        cue.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("update", json!({"id": id, "cuePoint": cue})).await
    }

    /// The ids of a list that is on one page.
    async fn ids(&self, filter: Value) -> Vec<String> {
        let list = self.call("list", json!({"filter": filter})).await.unwrap();
        assert_eq!(list["objectType"], "KalturaCuePointListResponse");
        let ids: Vec<String> = list["objects"].as_array().unwrap().iter().map(id).collect();
        assert_eq!(list["totalCount"], ids.len());
        assert_eq!(self.call("count", json!({"filter": filter})).await.unwrap(), ids.len(), "the count");
        ids
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

async fn user<'a>(server: &'a Server, name: &str, privileges: &str) -> Caller<'a> {
    Caller { server, ks: server.start(&server.account, name, 0, privileges).await }
}

async fn anonymous(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.widget().await }
}

/// A video of `boss`, of so many milliseconds.
async fn video(server: &Server, length: i64) -> String {
    let entry = json!({"mediaType": 1, "name": "video", "userId": "boss"});
    let entry = id(&admin(server).await.of("media", "add", json!({"entry": entry})).await.unwrap());
    if length > 0 {
        // No action of the API says how long a video is before there are files.
        let update = Query::update()
            .table("entry")
            .values([("ms_duration", length.into()), ("duration", (length / 1000).into())])
            .and_where(Expr::col("public_id").eq(entry.as_str()))
            .to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        assert_eq!(tx.execute(&update).await.unwrap(), 1);
        tx.announce(boxoffice::entry::TOPIC, &format!("{} {entry}", server.account.id));
        tx.commit().await.unwrap();
    }
    entry
}

fn no_cue(id: &str) -> Outcome {
    refused("INVALID_CUE_POINT_ID", json!({"ID": id}))
}

fn wrong_type() -> Outcome {
    refused("INVALID_KS", json!({"KSID": "", "ERR_CODE": "-4", "ERR_DESC": "INVALID_TYPE"}))
}

fn bare(code: &str) -> Outcome {
    refused(code, json!([]))
}
