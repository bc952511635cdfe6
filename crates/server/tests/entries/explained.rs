//! Why a session may, or may not, do something with an entry: `boxoffice_decision.explain`, which is ours.

use serde_json::{Value, json};

use super::common::{Server, refused};
use super::{Caller, admin, not_found, user};
use crate::on_both_stores;

async fn explain(caller: &Caller<'_>, entry: &str, more: Value) -> Value {
    let mut params = json!({"entryId": entry});
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    caller.call("boxoffice_decision", "explain", params).await.unwrap()
}

/// All checks of a tree, as `check: outcome`.
fn checks(reasons: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for reason in reasons.as_array().unwrap() {
        let (check, outcome) = (reason["check"].as_str().unwrap(), reason["outcome"].as_str().unwrap());
        all.push(format!("{check}: {outcome}"));
        all.extend(checks(&reason["parts"]));
    }
    all
}

/// What would have to change.
fn obstacles(told: &Value) -> Vec<&str> {
    told["obstacles"].as_array().unwrap().iter().map(|text| text["value"].as_str().unwrap()).collect()
}

/// Pages that are not on this site are refused.
fn only_on(site: &str) -> Value {
    json!({
        "objectType": "KalturaRule",
        "description": format!("only {site}"),
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}],
        "conditions": [{
            "objectType": "KalturaSiteCondition",
            "not": true,
            "values": [{"objectType": "KalturaStringValue", "value": site}]
        }]
    })
}

on_both_stores! {
    async fn a_decision_is_told_as_far_as_it_came(server: Server) {
        let admin = admin(&server).await;
        let category = json!({"name": "closed", "privacyContext": "site", "privacy": 3});
        let category = admin.call("category", "add", json!({"category": category})).await.unwrap();
        let profile = json!({"accessControlProfile": {"name": "one site", "rules": [only_on("example.com")]}});
        let profile = admin.call("accessControlProfile", "add", profile).await.unwrap();
        let entry = admin.add_id(json!({"userId": "bob", "accessControlId": profile["id"]})).await;
        let place = json!({"categoryEntry": {"categoryId": category["id"], "entryId": entry}});
        admin.call("categoryEntry", "add", place).await.unwrap();
        let held = user(&server, "ann", "enableentitlement,privacycontext:site").await.ks;

        let told = explain(&admin, &entry, json!({"session": held})).await;
        assert_eq!((&told["open"], &told["refusal"]), (&json!(false), &json!("entitlement")));
        let all = checks(&told["reasons"]);
        assert!(all.contains(&"session: valid".to_owned()) && all.contains(&"category: does not show the entry".to_owned()), "{all:?}");
        assert!(!all.iter().any(|check| check.starts_with("access")), "it came no further: {all:?}");

        let member = json!({"categoryUser": {"categoryId": category["id"], "userId": "ann"}});
        admin.call("categoryUser", "add", member).await.unwrap();
        let told = explain(&admin, &entry, json!({"session": held, "referrer": "https://elsewhere.org/"})).await;
        assert_eq!((&told["open"], &told["refusal"]), (&json!(false), &json!("blocked")));
        assert_eq!(obstacles(&told), [format!("rule 0 (only example.com) of access-control profile {}", profile["id"])]);
        assert!(checks(&told["reasons"]).contains(&"access: blocked".to_owned()));
        let told = explain(&admin, &entry, json!({"session": held, "referrer": "https://www.example.com/x"})).await;
        assert_eq!((&told["open"], told.get("refusal")), (&json!(true), None));
        assert_eq!(told["obstacles"], json!([]));

        // Dates, at another time.
        let (from, to) = (server.now() - 100, server.now() + 100);
        admin.update(&entry, json!({"startDate": from, "endDate": to})).await.unwrap();
        let at = |at: i64| json!({"session": held, "referrer": "https://example.com/", "at": at});
        assert_eq!(explain(&admin, &entry, at(server.now() + 50)).await["open"], true);
        let told = explain(&admin, &entry, at(to + 1)).await;
        assert_eq!(told["refusal"], "not scheduled");
        assert_eq!(obstacles(&told), [format!("the dates of entry {entry}")]);

        // A session that is bound to an address, and one at a time when it was not over yet.
        let bound = user(&server, "ann", "iprestrict:192.0.2.7").await.ks;
        let from = |ip: &str| json!({"session": bound, "referrer": "https://example.com/", "ip": ip});
        assert_eq!(explain(&admin, &entry, from("192.0.2.7")).await["open"], true);
        assert_eq!(explain(&admin, &entry, from("192.0.2.8")).await["refusal"], "session");
        let late = json!({"session": bound, "referrer": "https://example.com/", "at": server.now() + 90_000});
        assert_eq!(explain(&admin, &entry, late).await["refusal"], "session");

        // Who has no session, and whose session is over.
        assert_eq!(explain(&admin, &entry, json!({})).await["refusal"], "blocked", "the account holds nobody to entitlement by itself");
        server.call("session", "end", json!({"ks": held})).await.unwrap();
        let told = explain(&admin, &entry, json!({"session": held})).await;
        assert_eq!((&told["open"], &told["refusal"]), (&json!(false), &json!("session")));
    }

    async fn a_draft_is_tried_and_not_saved(server: Server) {
        let admin = admin(&server).await;
        let profile = |name: &str, rules: Value| json!({"accessControlProfile": {"name": name, "rules": rules}});
        let today = admin.call("accessControlProfile", "add", profile("com", json!([only_on("example.com")]))).await.unwrap();
        let other = admin.call("accessControlProfile", "add", profile("net", json!([only_on("example.net")]))).await.unwrap();
        let entry = admin.add_id(json!({"userId": "bob", "accessControlId": today["id"]})).await;
        let requests = json!([
            {"referrer": "https://example.com/"},
            {"referrer": "https://example.org/", "session": user(&server, "ann", "").await.ks},
            {"referrer": "https://elsewhere.net/", "sessionType": 0, "userId": "ann", "privileges": "sview:*"},
            {"referrer": "https://elsewhere.net/", "sessionType": 0, "privileges": "widget:1"},
            {"referrer": "https://elsewhere.net/", "sessionType": 2, "userId": "boss"},
        ]);
        let dry_run = async |draft: Value, id: Value| {
            let params = json!({"entryId": entry, "accessControlProfile": draft, "requests": requests, "accessControlProfileId": id});
            admin.call("boxoffice_decision", "dryRun", params).await
        };
        let open = |told: &Value| -> Vec<(bool, bool, bool)> {
            let one = |told: &Value| {
                let is = |value: &Value| value.as_bool().unwrap();
                (is(&told["today"]["open"]), is(&told["draft"]["open"]), is(&told["changes"]))
            };
            told.as_array().unwrap().iter().map(one).collect()
        };
        let told = dry_run(json!({"rules": [only_on("example.org")]}), Value::Null).await.unwrap();
        assert_eq!(open(&told), [
            (true, false, true), (false, true, true), (false, false, false), (false, false, false), (true, true, false),
        ]);
        assert_eq!(obstacles(&told[0]["draft"]), ["rule 0 (only example.org) of the draft"]);
        assert!(checks(&told[3]["draft"]["reasons"]).contains(&"rule: takes effect".to_owned()));
        assert_eq!(told[3]["today"]["reasons"][0]["inputs"][0]["value"], "widget");
        // Another message is a difference, too; so is a rule that is taken away.
        let mut spoken = only_on("example.com");
        spoken["message"] = json!("not here");
        let told = dry_run(json!({"rules": [spoken]}), Value::Null).await.unwrap();
        assert_eq!(open(&told)[..2], [(true, true, false), (false, false, true)]);
        let told = dry_run(json!({"rules": []}), today["id"].clone()).await.unwrap();
        assert_eq!(open(&told)[1], (false, true, true));
        // What if the entry were under another profile?
        let told = dry_run(json!({}), other["id"].clone()).await.unwrap();
        assert_eq!(open(&told)[0], (true, false, true));
        assert_eq!(obstacles(&told[0]["draft"]), [format!("rule 0 (only example.net) of access-control profile {}", other["id"])]);

        // Nothing was saved, and bad drafts are refused as if they were to be.
        assert_eq!(explain(&admin, &entry, json!({"referrer": "https://example.com/"})).await["open"], true);
        let code = async |draft: Value, id: Value| dry_run(draft, id).await.unwrap_err().code;
        assert_eq!(code(json!({}), json!(999_999)).await, "ACCESS_CONTROL_ID_NOT_FOUND");
        let broken = json!({"rules": [{"conditions": [{"objectType": "KalturaUserAgentCondition", "values": [{"value": "("}]}]}]});
        assert_eq!(code(broken, Value::Null).await, "INVALID_FIELD_VALUE");
        let many = json!({"entryId": entry, "accessControlProfile": {}, "requests": vec![json!({"ip": "192.0.2.1"}); 101]});
        assert_eq!(admin.call("boxoffice_decision", "dryRun", many).await.unwrap_err().code, "INVALID_FIELD_VALUE");
        let stranger = server.new_account("stranger@example.org").await;
        let stranger = Caller { server: &server, ks: server.start(&stranger, &stranger.owner, 2, "").await };
        let ask = json!({"entryId": entry, "accessControlProfile": {"rules": []}, "requests": []});
        assert_eq!(stranger.call("boxoffice_decision", "dryRun", ask.clone()).await, not_found(&entry));
        let role = server.add_role(&server.account, "rights", "CONTENT_MANAGE_ACCESS_CONTROL").await;
        let narrow = user(&server, "ann", &format!("setrole:{role}")).await;
        assert_eq!(narrow.call("boxoffice_decision", "dryRun", ask).await, refused("BOXOFFICE_ADMIN_SESSION_NEEDED", json!([])));
    }

    async fn only_who_manages_the_account_is_told(server: Server) {
        let admin = admin(&server).await;
        let entry = admin.add_id(json!({"userId": "ann"})).await;
        let ann = user(&server, "ann", "").await;
        let ask = json!({"entryId": entry});
        assert_eq!(ann.call("boxoffice_decision", "explain", ask.clone()).await.unwrap_err().code, "SERVICE_FORBIDDEN");
        let role = server.add_role(&server.account, "rights", "CONTENT_MANAGE_ACCESS_CONTROL").await;
        let narrow = user(&server, "ann", &format!("setrole:{role}")).await;
        assert_eq!(
            narrow.call("boxoffice_decision", "explain", ask).await,
            refused("BOXOFFICE_ADMIN_SESSION_NEEDED", json!([]))
        );
        assert_eq!(admin.call("boxoffice_decision", "explain", json!({"entryId": "0_zzzzzzzz"})).await, not_found("0_zzzzzzzz"));
        let stranger = server.new_account("stranger@example.org").await;
        let stranger = Caller { server: &server, ks: server.start(&stranger, &stranger.owner, 2, "").await };
        assert_eq!(stranger.call("boxoffice_decision", "explain", json!({"entryId": entry})).await, not_found(&entry));
        let theirs = explain(&admin, &entry, json!({"session": stranger.ks})).await;
        assert_eq!(theirs["refusal"], "session", "another account's session is none of ours");
    }
}
