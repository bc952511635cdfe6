//! Rules that say who reads an entry, where the operator has set an account up so (reference: content-access.md §1 layer 9,
//! §12.2), and what answers tell of rules in a header (§10.2).

use boxoffice::partner::{self, Limits};
use serde_json::{Value, json};

use crate::common::{Server, refused};
use crate::on_both_stores;
use crate::profiles::admin;

async fn protect(server: &Server, on: bool) {
    let limits = Limits { protects_metadata: Some(on), ..Limits::default() };
    assert!(partner::set_limits(&server.app, server.account.id, &limits, server.now()).await.unwrap());
}

/// Nobody but those who are named `ann` by e-mail may read it; playing it is another matter.
fn only_ann() -> Value {
    json!([{
        "contexts": [{"objectType": "KalturaContextTypeHolder", "type": "4"}],
        "conditions": [{
            "objectType": "KalturaFieldMatchCondition", "not": true,
            "field": {"objectType": "KalturaUserEmailContextField"},
            "values": [{"objectType": "KalturaStringValue", "value": "ann@example.test"}]
        }],
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}]
    }])
}

async fn add_entry(server: &Server, name: &str, profile: &Value) -> String {
    let entry = json!({"objectType": "KalturaDataEntry", "name": name, "accessControlId": profile});
    let entry = json!({"ks": server.admin().await, "dataEntry": entry});
    server.call("data", "add", entry).await.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn names(server: &Server, ks: &str, filter: Value) -> Vec<String> {
    let list = server.call("baseEntry", "list", json!({"ks": ks, "filter": filter})).await.unwrap();
    let names = list["objects"].as_array().unwrap();
    assert_eq!(list["totalCount"], names.len(), "a list of one page counts what it shows");
    names.iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
}

on_both_stores! {
    async fn who_may_not_read_an_entry_does_not_find_it(server: Server) {
        server.add_user("ann", json!({"email": "ann@example.test"})).await;
        server.add_user("bob", json!({"email": "bob@example.test"})).await;
        let profile = admin(&server).await.add(json!({"name": "p", "rules": only_ann()})).await.unwrap()["id"].clone();
        let closed = add_entry(&server, "closed", &profile).await;
        let open = add_entry(&server, "open", &admin(&server).await.default().await).await;
        let boss = server.admin().await;
        let ann = server.start(&server.account, "ann", 0, "list:*").await;
        let bob = server.start(&server.account, "bob", 0, "list:*,edit:*").await;
        let get = async |ks: &str| server.call("baseEntry", "get", json!({"ks": ks, "entryId": closed})).await;
        let absent = refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": closed}));

        // Nobody has set the account up so: reading is for all.
        for ks in [&ann, &bob, &boss, &server.widget().await] {
            assert_eq!(get(ks).await.unwrap()["name"], "closed");
        }
        protect(&server, true).await;
        for ks in [&bob, &server.widget().await] {
            assert_eq!(get(ks).await, absent);
        }
        for ks in [&ann, &boss] {
            assert_eq!(get(ks).await.unwrap()["name"], "closed");
        }
        // Lists, lists that name it, and what else is asked of it.
        let both = format!("{closed},{open}");
        for filter in [json!({}), json!({"idIn": both})] {
            assert_eq!(names(&server, &bob, filter.clone()).await, ["open"], "{filter}");
            assert_eq!(names(&server, &ann, filter).await.len(), 2);
        }
        assert_eq!(names(&server, &bob, json!({"idEqual": closed})).await, [""; 0]);
        let by_ids = server.call("baseEntry", "getByIds", json!({"ks": bob, "entryIds": both})).await.unwrap();
        assert_eq!(by_ids.as_array().unwrap().len(), 1);
        for (action, more) in [
            ("getContextData", json!({"contextDataParams": {}})),
            ("getPlaybackContext", json!({"contextDataParams": {}})),
            ("update", json!({"baseEntry": {"tags": "x"}})),
        ] {
            let mut params = json!({"ks": bob, "entryId": closed});
            params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            assert_eq!(server.call("baseEntry", action, params).await, absent, "{action}");
        }
        // It is about reading alone, and a change of the account counts at once.
        let explain = json!({"ks": boss, "entryId": closed, "session": bob, "context": "4"});
        let told = server.call("boxoffice_decision", "explain", explain).await.unwrap();
        assert_eq!(told["refusal"], "blocked");
        let explain = json!({"ks": boss, "entryId": closed, "session": bob});
        assert_eq!(server.call("boxoffice_decision", "explain", explain).await.unwrap()["open"], true);
        protect(&server, false).await;
        assert_eq!(get(&bob).await.unwrap()["name"], "closed");
    }

    async fn restrictions_are_about_reading_too(server: Server) {
        protect(&server, true).await;
        let restriction = json!({"objectType": "KalturaSessionRestriction"});
        let profile = json!({"ks": server.admin().await, "accessControl": {"name": "p", "restrictions": [restriction]}});
        let profile = server.call("accessControl", "add", profile).await.unwrap()["id"].clone();
        let entry = add_entry(&server, "film", &profile).await;
        let get = async |ks: String| server.call("baseEntry", "get", json!({"ks": ks, "entryId": entry})).await;
        assert!(get(server.user("ann").await).await.is_err());
        assert!(get(server.start(&server.account, "ann", 0, &format!("sview:{entry}")).await).await.is_ok());
        let shown = admin(&server).await.get(&profile).await.unwrap();
        let contexts: Vec<&Value> = shown["rules"][0]["contexts"].as_array().unwrap().iter().map(|one| &one["type"]).collect();
        assert_eq!(contexts.len(), 3, "{shown}");
    }

    async fn rules_that_took_effect_are_told_in_a_header(server: Server) {
        let rules = json!([{"contexts": [{"type": "3"}]}, {"message": "one"}, {"message": "two"}]);
        let profile = admin(&server).await.add(json!({"name": "p", "rules": rules})).await.unwrap()["id"].clone();
        let entry = add_entry(&server, "film", &profile).await;
        let ks = server.user("ann").await;
        for action in ["getContextData", "getPlaybackContext"] {
            let params = json!({"ks": ks, "entryId": entry, "contextDataParams": {}});
            let path = format!("/api_v3/service/baseEntry/action/{action}");
            assert_eq!(server.notes(&path, &params).await.access_control, Some(format!("{profile} 1,2")), "{action}");
        }
        let params = json!({"ks": ks, "entryId": entry});
        assert_eq!(server.notes("/api_v3/service/baseEntry/action/get", &params).await.access_control, None);
    }
}
