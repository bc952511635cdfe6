//! Searches, as the reference says and as programs send them (reference: search-metadata.md §1, §2; more-services.md §6.2,
//! §6.3). Who sees what, and random trees, are in tests/entitlement.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod categories;
#[path = "../common/mod.rs"]
mod common;
mod cue_points;
mod entries;
mod metadata;
mod people;

use common::{Outcome, Server};
use serde_json::{Value, json};

const EXACT: i64 = 1;
const PARTIAL: i64 = 2;
const STARTS: i64 = 3;
const EXISTS: i64 = 4;
const RANGE: i64 = 5;

/// Somebody who calls.
struct Caller<'a> {
    server: &'a Server,
    ks: String,
}

impl<'a> Caller<'a> {
    async fn admin(server: &'a Server) -> Self {
        Self { server, ks: server.admin().await }
    }

    async fn of(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    /// A ready entry.
    async fn add(&self, entry: Value) -> String {
        let mut entry = entry;
        entry["dataContent"] = json!("x");
        let added = self.of("data", "add", json!({"dataEntry": entry})).await.unwrap();
        added["id"].as_str().unwrap().to_owned()
    }

    async fn search(&self, params: Value, pager: Value) -> Outcome {
        let params = json!({"searchParams": params, "pager": pager});
        self.of("elasticsearch_eSearch", "searchEntry", params).await
    }

    /// The names of what a tree finds, newest last.
    async fn finds(&self, items: Value) -> Vec<String> {
        names(&self.search(json!({"searchOperator": and(items)}), json!({})).await.unwrap())
    }

    async fn refuses(&self, items: Value) -> (String, Value) {
        let refusal = self.search(json!({"searchOperator": and(items)}), json!({})).await.unwrap_err();
        (refusal.code, refusal.args)
    }

    async fn people(&self, kind: &str, action: &str, items: Value) -> Outcome {
        let params = json!({
            "searchParams": {
                "objectType": format!("KalturaESearch{kind}Params"),
                "searchOperator": {
                    "objectType": format!("KalturaESearch{kind}Operator"),
                    "operator": 1,
                    "searchItems": items,
                },
            },
            "pager": {"objectType": "KalturaPager"},
        });
        self.of("elasticsearch_eSearch", action, params).await
    }

    /// The ids of users whom a field finds.
    async fn users(&self, field: &str, kind: i64, term: &str) -> Vec<String> {
        ids(&self.people("User", "searchUser", json!([people::user(field, kind, term)])).await.unwrap())
    }

    /// What is shown within the first entry that a tree finds.
    async fn within(&self, operator: Value) -> Vec<Value> {
        let found = self.search(json!({"searchOperator": operator}), json!({})).await.unwrap();
        found["objects"][0]["itemsData"].as_array().unwrap().clone()
    }

    /// Switches a plug-in of the account off.
    async fn without(&self, permission: &str) {
        let mut tx = self.server.app.store.begin().await.unwrap();
        let account = self.server.account.id;
        boxoffice::permission::switch(&mut tx, account, permission, false, self.server.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn as_user(&self, id: &str, privileges: &str) -> Self {
        let ks = self.server.start(&self.server.account, id, 0, privileges).await;
        Self { server: self.server, ks }
    }
}

fn assert_refused(outcome: &Outcome, code: &str) {
    assert_eq!(outcome.as_ref().unwrap_err().code, code);
}

fn and(items: Value) -> Value {
    operator(1, items)
}

#[allow(clippy::needless_pass_by_value)] // reads best at the call
fn operator(kind: i64, items: Value) -> Value {
    json!({"objectType": "KalturaESearchEntryOperator", "operator": kind, "searchItems": items})
}

/// Items that one and the same thing has to fit.
#[allow(clippy::needless_pass_by_value)] // likewise
fn nested(kind: i64, items: Value) -> Value {
    json!({"objectType": "KalturaESearchNestedOperator", "operator": kind, "searchItems": items})
}

fn item(field: &str, kind: i64, term: &str) -> Value {
    json!({"objectType": "KalturaESearchEntryItem", "fieldName": field, "itemType": kind, "searchTerm": term})
}

fn unified(kind: i64, term: &str) -> Value {
    json!({"objectType": "KalturaESearchUnifiedItem", "itemType": kind, "searchTerm": term})
}

fn range(field: &str, bounds: Value) -> Value {
    let mut range = item(field, RANGE, "");
    range["range"] = bounds;
    range
}

fn names(answer: &Value) -> Vec<String> {
    let objects = answer["objects"].as_array().unwrap();
    assert_eq!(answer["totalCount"], objects.len(), "all of them are on the page");
    objects.iter().rev().map(|found| found["object"]["name"].as_str().unwrap().to_owned()).collect()
}

fn ids(answer: &Value) -> Vec<String> {
    let objects = answer["objects"].as_array().unwrap();
    assert_eq!(answer["totalCount"], objects.len(), "all of them are on the page");
    objects.iter().map(|found| found["object"]["id"].as_str().unwrap().to_owned()).collect()
}
