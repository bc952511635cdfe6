//! What users do with entries: what is noted of it, quizzes, and likes (reference: content-access.md §8.6,
//! more-services.md §5.1–§5.3, search-metadata.md §7.3).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;

mod answers;
mod likes;
mod noted;
mod quizzes;

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

    async fn note(&self, class: &str, entry: &str, more: Value) -> Outcome {
        let mut note = json!({"objectType": format!("Kaltura{class}UserEntry"), "entryId": entry});
        note.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("userEntry", "add", json!({"userEntry": note})).await
    }

    async fn update_note(&self, id: i64, class: &str, more: Value) -> Outcome {
        let mut note = json!({"objectType": format!("Kaltura{class}UserEntry")});
        note.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("userEntry", "update", json!({"id": id, "userEntry": note})).await
    }

    async fn get_note(&self, id: i64) -> Outcome {
        self.call("userEntry", "get", json!({"id": id})).await
    }

    async fn delete_note(&self, id: i64) -> Outcome {
        self.call("userEntry", "delete", json!({"id": id})).await
    }

    /// The ids of a list that is on one page.
    async fn notes(&self, filter: Value) -> Vec<i64> {
        let list = self.call("userEntry", "list", json!({"filter": filter})).await.unwrap();
        assert_eq!(list["objectType"], "KalturaUserEntryListResponse");
        let ids: Vec<i64> = list["objects"].as_array().unwrap().iter().map(number).collect();
        assert_eq!(list["totalCount"], ids.len());
        ids
    }

    async fn cue(&self, class: &str, entry: &str, more: Value) -> Outcome {
        let mut cue = json!({"objectType": format!("Kaltura{class}CuePoint"), "entryId": entry});
        cue.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("cuePoint_cuePoint", "add", json!({"cuePoint": cue})).await
    }

    async fn get_cue(&self, id: &str) -> Outcome {
        self.call("cuePoint_cuePoint", "get", json!({"id": id})).await
    }

    async fn cues(&self, filter: Value) -> Vec<Value> {
        let list = self.call("cuePoint_cuePoint", "list", json!({"filter": filter})).await.unwrap();
        list["objects"].as_array().unwrap().clone()
    }

    async fn media(&self, name: &str) -> String {
        let entry = json!({"mediaType": 1, "name": name});
        id(&self.call("media", "add", json!({"entry": entry})).await.unwrap())
    }

    async fn quiz(&self, action: &str, entry: &str, quiz: Value) -> Outcome {
        self.call("quiz_quiz", action, json!({"entryId": entry, "quiz": quiz})).await
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

fn number(object: &Value) -> i64 {
    object["id"].as_i64().unwrap()
}

async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

async fn user<'a>(server: &'a Server, name: &str) -> Caller<'a> {
    Caller { server, ks: server.start(&server.account, name, 0, "").await }
}

async fn anonymous(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.widget().await }
}

/// An entry that only the members of a category may see, among them none of the users of these tests.
async fn hide(server: &Server, entry: &str) {
    let admin = admin(server).await;
    let category = json!({"name": format!("hidden {entry}"), "privacyContext": "school", "privacy": 3});
    let category = admin.call("category", "add", json!({"category": category})).await.unwrap();
    let place = json!({"entryId": entry, "categoryId": category["id"]});
    admin.call("categoryEntry", "add", json!({"categoryEntry": place})).await.unwrap();
}

/// A session of a user that is held to entitlements.
async fn held<'a>(server: &'a Server, name: &str) -> Caller<'a> {
    let privileges = "enableentitlement,privacycontext:school";
    Caller { server, ks: server.start(&server.account, name, 0, privileges).await }
}

async fn switch(server: &Server, name: &str, on: bool) {
    let mut tx = server.app.store.begin().await.unwrap();
    boxoffice::permission::switch(&mut tx, server.account.id, name, on, server.now()).await.unwrap();
    tx.commit().await.unwrap();
}

fn no_entry(id: &str) -> Outcome {
    refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": id}))
}

fn no_object(id: i64) -> Outcome {
    refused("INVALID_OBJECT_ID", json!({"ID": id.to_string()}))
}

fn no_note(id: i64) -> Outcome {
    refused("USER_ENTRY_NOT_FOUND", json!({"USER_ENTRY_ID": id.to_string()}))
}

fn bare(code: &str) -> Outcome {
    refused(code, json!([]))
}
