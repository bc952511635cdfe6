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

on_both_stores! {
    async fn a_decision_is_told_as_far_as_it_came(server: Server) {
        let admin = admin(&server).await;
        let category = json!({"name": "closed", "privacyContext": "site", "privacy": 3});
        let category = admin.call("category", "add", json!({"category": category})).await.unwrap();
        let rule = json!({
            "objectType": "KalturaRule",
            "actions": [{"objectType": "KalturaAccessControlBlockAction"}],
            "conditions": [{
                "objectType": "KalturaSiteCondition",
                "not": true,
                "values": [{"objectType": "KalturaStringValue", "value": "example.com"}]
            }]
        });
        let profile = json!({"accessControlProfile": {"name": "one site", "rules": [rule]}});
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
        assert!(checks(&told["reasons"]).contains(&"access: blocked".to_owned()));
        let told = explain(&admin, &entry, json!({"session": held, "referrer": "https://www.example.com/x"})).await;
        assert_eq!((&told["open"], told.get("refusal")), (&json!(true), None));

        // Dates, at another time.
        let (from, to) = (server.now() - 100, server.now() + 100);
        admin.update(&entry, json!({"startDate": from, "endDate": to})).await.unwrap();
        let at = |at: i64| json!({"session": held, "referrer": "https://example.com/", "at": at});
        assert_eq!(explain(&admin, &entry, at(server.now() + 50)).await["open"], true);
        assert_eq!(explain(&admin, &entry, at(to + 1)).await["refusal"], "not scheduled");

        // Who has no session, and whose session is over.
        assert_eq!(explain(&admin, &entry, json!({})).await["refusal"], "blocked", "the account holds nobody to entitlement by itself");
        server.call("session", "end", json!({"ks": held})).await.unwrap();
        let told = explain(&admin, &entry, json!({"session": held})).await;
        assert_eq!((&told["open"], &told["refusal"]), (&json!(false), &json!("session")));
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
