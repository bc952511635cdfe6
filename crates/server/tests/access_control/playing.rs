//! `baseEntry.getContextData` and `getPlaybackContext` (reference: content-access.md §13 to §15).

use boxoffice::asset::{self, Asset, Kind, READY};
use boxoffice::kept::Kept;
use md5::Digest;
use serde_json::{Value, json};

use crate::common::{Outcome, Server, refused};
use crate::on_both_stores;
use crate::profiles::admin;

/// A server with an entry under a profile with these rules.
async fn entry_under(server: &Server, rules: Value) -> (String, Value) {
    let profile = admin(server).await.add(json!({"name": "p", "rules": rules})).await.unwrap()["id"].clone();
    let entry = json!({"mediaType": 1, "name": "film", "userId": "owner", "accessControlId": profile});
    let ks = server.admin().await;
    let added = server.call("media", "add", json!({"ks": ks, "entry": entry})).await.unwrap();
    (added["id"].as_str().unwrap().to_owned(), profile)
}

async fn ask(server: &Server, action: &str, ks: &str, entry: &str, said: Value) -> Outcome {
    let params = json!({"ks": ks, "entryId": entry, "contextDataParams": said});
    server.call("baseEntry", action, params).await
}

async fn data(server: &Server, ks: &str, entry: &str, said: Value) -> Value {
    ask(server, "getContextData", ks, entry, said).await.unwrap()
}

fn is_blocked(context: &Value) -> bool {
    context["actions"].as_array().unwrap().iter().any(|action| action["type"] == 1)
}

#[allow(clippy::needless_pass_by_value)] // a test writes what it sends
fn block_if(condition: Value) -> Value {
    json!([{"message": "no", "conditions": [condition], "actions": [{"objectType": "KalturaAccessControlBlockAction"}]}])
}

fn header(server: &mut Server, name: &'static str, value: &'static str) {
    server.headers.insert(name, http::HeaderValue::from_static(value));
}

on_both_stores! {
    async fn a_new_entry_is_open_to_everybody(server: Server) {
        let (entry, _) = entry_under(&server, json!([])).await;
        for ks in [server.widget().await, server.user("ann").await, server.admin().await] {
            let data = data(&server, &ks, &entry, json!({})).await;
            assert_eq!((&data["actions"], &data["messages"]), (&json!([]), &json!([])));
            assert_eq!(data["isScheduledNow"], true);
            assert_eq!(data["previewLength"], -1);
            let context = ask(&server, "getPlaybackContext", &ks, &entry, json!({})).await.unwrap();
            assert_eq!((&context["messages"], &context["actions"]), (&json!([]), &json!([])));
            assert_eq!(context["objectType"], "KalturaPlaybackContext");
        }
    }

    /// What the web player sends: a class that does not exist (reference: player.md §3.1).
    async fn the_players_own_class_is_taken_for_the_declared_one(server: Server) {
        let (entry, _) = entry_under(&server, block_if(json!({"objectType": "KalturaAuthenticatedCondition", "not": true}))).await;
        let said = json!({"objectType": "KalturaContextDataParams", "flavorTags": "all", "unknown": 1});
        let context = ask(&server, "getPlaybackContext", &server.widget().await, &entry, said).await.unwrap();
        assert_eq!(context["actions"], json!([{"type": 1, "objectType": "KalturaAccessControlBlockAction"}]));
        assert_eq!(context["messages"][0]["message"], "no");
        assert_eq!(context["sources"], json!([]));
    }

    async fn sessions_differ(server: Server) {
        let (entry, _) = entry_under(&server, block_if(json!({"objectType": "KalturaAuthenticatedCondition", "not": true}))).await;
        let session = async |kind: i64, privileges: &str| server.start(&server.account, "ann", kind, privileges).await;
        for (ks, blocked) in [
            (server.widget().await, true),
            (session(0, "").await, true),
            (session(0, &format!("sview:{entry}")).await, false),
            (session(0, "sview:*").await, false),
            (session(0, "sview:0_other123").await, true),
            (session(2, "").await, false),
        ] {
            assert_eq!(is_blocked(&data(&server, &ks, &entry, json!({})).await), blocked);
        }
    }

    async fn a_playlist_and_an_entry_that_leads_here_open_it(server: Server) {
        let (entry, _) = entry_under(&server, block_if(json!({"objectType": "KalturaAuthenticatedCondition", "not": true}))).await;
        let ks = server.admin().await;
        let leading = json!({"mediaType": 1, "redirectEntryId": entry});
        let leading = server.call("media", "add", json!({"ks": ks, "entry": leading})).await.unwrap();
        let leading = leading["id"].as_str().unwrap();
        let other = server.call("media", "add", json!({"ks": ks, "entry": {"mediaType": 1}})).await.unwrap();
        let other = other["id"].as_str().unwrap();
        for (id, blocked) in [(leading, false), (other, true)] {
            let ks = server.start(&server.account, "ann", 0, &format!("sview:{id}")).await;
            assert_eq!(is_blocked(&data(&server, &ks, &entry, json!({})).await), blocked, "{id}");
        }
    }

    async fn everybody_may_say_on_which_page_they_are(server: Server) {
        let mut server = server;
        let rules = block_if(json!({"objectType": "KalturaSiteCondition", "not": true, "values": [{"value": "school.test"}]}));
        let (entry, _) = entry_under(&server, rules).await;
        let ks = server.user("ann").await;
        assert!(is_blocked(&data(&server, &ks, &entry, json!({})).await));
        assert!(!is_blocked(&data(&server, &ks, &entry, json!({"referrer": "https://www.school.test/x"})).await));
        header(&mut server, "referer", "https://school.test/course");
        assert!(!is_blocked(&data(&server, &ks, &entry, json!({})).await));
        assert!(is_blocked(&data(&server, &ks, &entry, json!({"referrer": "https://evil.test/"})).await), "what is said counts");
    }

    async fn only_administrators_ask_on_behalf_of_others(server: Server) {
        let mut server = server;
        let rules = json!([
            {"message": "ip", "forceAdminValidation": 1, "conditions": [{"objectType": "KalturaIpAddressCondition", "values": [{"value": "192.0.2.0/24"}]}]},
            {"message": "agent", "forceAdminValidation": 1, "conditions": [{"objectType": "KalturaUserAgentCondition", "values": [{"value": "curl"}]}]},
            {"message": "time", "forceAdminValidation": 1, "conditions": [{"objectType": "KalturaFieldCompareCondition", "field": {"objectType": "KalturaTimeContextField"}, "comparison": "2", "value": {"objectType": "KalturaIntegerValue", "value": 1_900_000_000}}]},
            {"message": "not admin", "conditions": []},
            {"message": "header", "forceAdminValidation": 1, "conditions": [{"objectType": "KalturaHttpHeaderCondition", "headerName": "X-Device", "values": [{"value": "tv"}]}]},
            {"message": "action", "forceAdminValidation": 1, "conditions": [{"objectType": "KalturaActionNameCondition", "values": [{"value": "^baseEntry.getContextData$"}]}]},
            {"message": "hash", "conditions": [{"objectType": "KalturaHashCondition", "hashName": "h", "hashSecret": "s"}]},
        ]);
        let (entry, _) = entry_under(&server, rules).await;
        let messages = |data: &Value| data["messages"].as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let (user, boss) = (server.user("ann").await, server.admin().await);
        let said = json!({"ip": "192.0.2.7", "userAgent": "curl/8", "time": 1_950_000_000, "ks": boss});
        assert_eq!(messages(&data(&server, &user, &entry, said).await), ["not admin", "action", "hash"], "a user says nothing");
        let said = json!({"ip": "192.0.2.7", "userAgent": "curl/8", "time": 1_950_000_000});
        let told = data(&server, &boss, &entry, said).await;
        assert_eq!(messages(&told), ["ip", "agent", "time", "action"]);
        assert_eq!(told["isAdmin"], true);
        let told = data(&server, &boss, &entry, json!({"ks": user})).await;
        assert_eq!(messages(&told), ["not admin", "action", "hash"]);
        assert_eq!(told["isAdmin"], false);
        // It may be over: only the signature counts.
        let over = server.offline(&server.account, "ann", ks::SessionType::User, -10, "", ks::Version::V2);
        assert_eq!(data(&server, &boss, &entry, json!({"ks": over})).await["isAdmin"], false);
        assert_eq!(ask(&server, "getContextData", &boss, &entry, json!({"ks": "nonsense"})).await.unwrap_err().code, "INVALID_KS");
        let other = server.new_account("other@example.test").await;
        let theirs = server.start(&other, "x", 2, "").await;
        assert_eq!(ask(&server, "getContextData", &boss, &entry, json!({"ks": theirs})).await.unwrap_err().code, "INVALID_KS");

        let broken = http::HeaderValue::from_bytes(b"curl/8 \xff").unwrap();
        server.headers.insert("user-agent", broken);
        header(&mut server, "x-device", "smart-tv");
        "192.0.2.9".clone_into(&mut server.address);
        let user = server.user("ann").await;
        assert_eq!(messages(&data(&server, &user, &entry, json!({})).await), ["ip", "agent", "not admin", "header", "action", "hash"]);
        let hash = boxoffice::keys::hex(&md5::Md5::digest(format!("s{user}")));
        let said = json!({"hashes": [{"key": "h", "value": hash}]});
        assert!(!messages(&data(&server, &user, &entry, said).await).contains(&"hash".to_owned()));
    }

    async fn what_is_asked_for_says_which_rules_count(server: Server) {
        let (entry, _) = entry_under(&server, json!([{"message": "play", "contexts": [{"type": "1"}]}, {"message": "download", "contexts": [{"type": "2"}]}])).await;
        let ks = server.user("ann").await;
        for (said, message) in [
            (json!({}), "play"),
            (json!({"contexts": [{"objectType": "KalturaAccessControlContextTypeHolder", "type": "2"}]}), "download"),
        ] {
            let data = data(&server, &ks, &entry, said).await;
            assert_eq!(data["messages"], json!([{"value": message, "objectType": "KalturaString"}]));
        }
    }

    async fn the_users_email_and_roles_are_known(server: Server) {
        let ann = json!({"email": "ann@example.test"});
        server.add_user("ann", ann).await;
        server.add_user("bob", json!({"email": "bob@example.test"})).await;
        let rules = block_if(json!({"objectType": "KalturaFieldMatchCondition", "field": {"objectType": "KalturaUserEmailContextField"}, "values": [{"value": "ann@example.test"}]}));
        let (entry, _) = entry_under(&server, rules).await;
        assert!(is_blocked(&data(&server, &server.user("ann").await, &entry, json!({})).await));
        assert!(!is_blocked(&data(&server, &server.user("bob").await, &entry, json!({})).await));
        assert!(!is_blocked(&data(&server, &server.widget().await, &entry, json!({})).await));
    }

    async fn rules_look_at_ready_files(server: Server) {
        let properties = json!([{"key": "fileExt", "value": "mp4"}, {"key": "language", "value": "English"}, {"key": "width", "value": "640"}]);
        let rules = block_if(json!({"objectType": "KalturaAssetPropertiesCompareCondition", "properties": properties}));
        let (entry, _) = entry_under(&server, rules).await;
        let ks = server.user("ann").await;
        let put = async |id: &str, language: &str, status: i64| {
            let mut more = Kept::default();
            more.set("fileExt", "mp4");
            more.set("width", 640);
            more.set("language", language);
            let asset = Asset {
                id: id.to_owned(),
                partner_id: server.account.id,
                entry_id: entry.clone(),
                kind: Kind::Flavor,
                params_id: 0,
                status,
                tags: String::new(),
                size: 0,
                version: 1,
                created_at: server.now(),
                updated_at: server.now(),
                more,
            };
            let mut tx = server.app.store.begin().await.unwrap();
            asset::add(&mut tx, &asset).await.unwrap();
            tx.commit().await.unwrap();
        };
        assert!(!is_blocked(&data(&server, &ks, &entry, json!({})).await), "there is none");
        put("0_german00", "German", READY).await;
        put("0_waiting0", "English", 0).await;
        assert!(!is_blocked(&data(&server, &ks, &entry, json!({})).await), "none with all of it");
        put("0_english0", "English", READY).await;
        assert!(is_blocked(&data(&server, &ks, &entry, json!({})).await));
    }

    async fn a_changed_profile_counts_at_once(server: Server) {
        let (entry, profile) = entry_under(&server, json!([])).await;
        let (caller, ks) = (admin(&server).await, server.user("ann").await);
        assert!(!is_blocked(&data(&server, &ks, &entry, json!({})).await));
        let block = json!([{"actions": [{"objectType": "KalturaAccessControlBlockAction"}]}]);
        caller.update(&profile, json!({"rules": block})).await.unwrap();
        assert!(is_blocked(&data(&server, &ks, &entry, json!({})).await));
        caller.delete(&profile).await.unwrap();
        assert!(!is_blocked(&data(&server, &ks, &entry, json!({})).await), "the default profile now");
        caller.update(&caller.default().await, json!({"rules": block})).await.unwrap();
        assert!(is_blocked(&data(&server, &ks, &entry, json!({})).await));
        let new = caller.add(json!({"name": "new", "isDefault": 1})).await.unwrap();
        assert_eq!(new["isDefault"], 1);
        let entry = server.call("media", "add", json!({"ks": server.admin().await, "entry": {"mediaType": 1}})).await.unwrap();
        assert_eq!(entry["accessControlId"], new["id"]);
    }

    async fn a_child_is_under_the_rules_and_dates_of_its_parent(server: Server) {
        let (parent, _) = entry_under(&server, block_if(json!({"objectType": "KalturaFieldMatchCondition", "field": {"objectType": "KalturaObjectIdField"}, "values": [{"value": "x"}], "not": true}))).await;
        let boss = server.admin().await;
        let child = server.call("media", "add", json!({"ks": boss, "entry": {"mediaType": 1, "parentEntryId": parent}})).await.unwrap();
        let child = child["id"].as_str().unwrap();
        let ks = server.user("ann").await;
        assert!(is_blocked(&data(&server, &ks, child, json!({})).await));
        let later = server.now() + 1000;
        let change = json!({"ks": boss, "entryId": parent, "baseEntry": {"startDate": later}});
        server.call("baseEntry", "update", change).await.unwrap();
        assert_eq!(data(&server, &ks, child, json!({})).await["isScheduledNow"], false);
        // `sview` is asked about the parent.
        let ks = server.start(&server.account, "ann", 0, &format!("sview:{parent}")).await;
        assert_eq!(data(&server, &ks, child, json!({})).await["isScheduledNow"], true);
    }

    async fn what_is_not_there_is_not_found(server: Server) {
        let (entry, _) = entry_under(&server, json!([])).await;
        let other = server.new_account("other@example.test").await;
        let stranger = server.start(&other, "x", 2, "").await;
        for action in ["getContextData", "getPlaybackContext"] {
            let absent = refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": "0_absent00"}));
            assert_eq!(ask(&server, action, &server.user("ann").await, "0_absent00", json!({})).await, absent);
            let foreign = refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": entry}));
            assert_eq!(ask(&server, action, &stranger, &entry, json!({})).await, foreign);
            let flavor = refused("FLAVOR_ASSET_ID_NOT_FOUND", json!({"ID": "0_absent00"}));
            assert_eq!(ask(&server, action, &server.user("ann").await, &entry, json!({"flavorAssetId": "0_absent00"})).await, flavor);
            let params = json!({"partnerId": server.account.id, "entryId": entry, "contextDataParams": {}});
            let forbidden = refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("baseEntry->{action}")}));
            assert_eq!(server.call("baseEntry", action, params).await, forbidden, "a session is needed");
        }
    }
}
