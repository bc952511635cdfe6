//! Getting, using and losing sessions (reference: session.md, identity.md §11).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{Server, invalid_ks, refused, text};
use ks::{SessionType, Version};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn sha256(ks: &str, token: &str) -> String {
    boxoffice::keys::hex(&Sha256::digest(format!("{ks}{token}")))
}

async fn token(server: &Server, properties: Value) -> Value {
    let mut sent = json!({"objectType": "KalturaAppToken", "hashType": "SHA256"});
    sent.as_object_mut().unwrap().extend(properties.as_object().unwrap().clone());
    let ks = server.admin().await;
    server.call("appToken", "add", json!({"ks": ks, "appToken": sent})).await.expect("a token can be added")
}

async fn exchange(server: &Server, token: &Value, more: Value) -> common::Outcome {
    let ks = server.widget().await;
    let hash = sha256(&ks, token["token"].as_str().unwrap());
    let mut params = json!({"ks": ks, "id": token["id"], "tokenHash": hash});
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server.call("appToken", "startSession", params).await
}

on_both_stores! {
    async fn a_secret_starts_a_session(server: Server) {
        let ks = server.admin().await;
        let info = server.call("session", "get", json!({"ks": ks})).await.unwrap();
        assert_eq!(info["partnerId"], server.account.id);
        assert_eq!(info["sessionType"], 2);
        assert_eq!(info["userId"], server.account.owner);
        assert_eq!(info["objectType"], "KalturaSessionInfo");
        assert!(info.get("ks").is_none(), "the session itself is not repeated");
    }

    async fn the_user_secret_starts_user_sessions_only(server: Server) {
        let account = server.account.clone();
        let start = |kind: i64| json!({"secret": account.user_secret, "partnerId": account.id, "userId": "u", "type": kind});
        let ks = text(server.call("session", "start", start(0)).await);
        assert_eq!(server.call("user", "get", json!({"ks": ks})).await, refused("INVALID_USER_ID", json!([])));
        let wrong = refused("START_SESSION_ERROR", json!({"PID": account.id.to_string()}));
        assert_eq!(server.call("session", "start", start(2)).await, wrong);
    }

    async fn start_refuses_what_the_reference_refuses(server: Server) {
        let (id, secret) = (server.account.id, server.account.admin_secret.clone());
        let start = |params: Value| {
            let mut all = json!({"secret": secret, "partnerId": id, "type": 2});
            all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
            all
        };
        let call = |params: Value| server.call("session", "start", start(params));
        assert_eq!(call(json!({"secret": "nope"})).await, refused("START_SESSION_ERROR", json!({"PID": id.to_string()})));
        assert_eq!(call(json!({"partnerId": 999})).await, refused("SERVICE_FORBIDDEN_CONTENT_BLOCKED", json!([])));
        assert_eq!(call(json!({"privileges": "setrole:NO_SUCH"})).await, refused("UNKNOWN_ROLE_ID", json!([])));
        assert_eq!(
            call(json!({"secret": "nope", "privileges": "setrole:NO_SUCH"})).await,
            refused("UNKNOWN_ROLE_ID", json!([])),
            "roles are checked before the secret"
        );
        assert_eq!(
            call(json!({"type": 1})).await,
            refused("INVALID_ENUM_VALUE", json!({"ENUM_VAL": "1", "PARAM_NAME": "type", "ENUM_TYPE": "KalturaSessionType"}))
        );
        assert_eq!(
            server.call("session", "start", json!({"partnerId": id})).await,
            refused("MISSING_MANDATORY_PARAMETER", json!({"PARAM_NAME": "secret"}))
        );
        text(call(json!({"ks": "garbage"})).await);
        text(call(json!({"privileges": "setrole:PLAYBACK_BASE_ROLE"})).await);
    }

    async fn lifetimes_are_cut_to_the_accounts_maximum(server: Server) {
        for (wanted, lifetime) in [(3600, 3600), (999_999, 86_400), (0, 0), (-5, -5), (1_800_000_000_i64, 86_400)] {
            let started = server.call("session", "start", json!({
                "secret": server.account.admin_secret, "partnerId": server.account.id, "type": 2, "expiry": wanted
            })).await;
            let ks = text(started);
            let admin = server.admin().await;
            let info = server.call("session", "get", json!({"ks": admin, "session": ks})).await.unwrap();
            assert_eq!(info["expiry"].as_i64().unwrap() - server.now(), lifetime, "wanted {wanted}");
        }
    }

    async fn a_session_ends_in_the_second_of_its_expiry(server: Server) {
        let ks = server.start(&server.account, "u", 2, "").await;
        server.pass(86_399);
        assert!(server.call("partner", "getInfo", json!({"ks": ks})).await.is_ok());
        server.pass(1);
        assert_eq!(server.call("partner", "getInfo", json!({"ks": ks})).await, invalid_ks("EXPIRED"));
    }

    async fn sessions_made_offline_are_as_good(server: Server) {
        for version in [Version::V1, Version::V2] {
            let ks = server.offline(&server.account, "u", SessionType::Admin, 60, "", version);
            assert!(server.call("partner", "getInfo", json!({"ks": ks})).await.is_ok(), "{version:?}");
            assert_eq!(server.call("session", "end", json!({"ks": ks})).await, Ok(Value::Null));
            assert_eq!(server.call("partner", "getInfo", json!({"ks": ks})).await, invalid_ks("LOGOUT"));
        }
    }

    async fn ending_a_session_ends_it_alone(server: Server) {
        let (one, other) = (server.admin().await, server.admin().await);
        assert_eq!(server.call("session", "end", json!({"ks": one})).await, Ok(Value::Null));
        assert_eq!(server.call("partner", "getInfo", json!({"ks": one})).await, invalid_ks("LOGOUT"));
        assert_eq!(server.call("session", "end", json!({"ks": one})).await, invalid_ks("LOGOUT"));
        assert!(server.call("partner", "getInfo", json!({"ks": other})).await.is_ok());
        assert_eq!(server.call("session", "end", json!({})).await, Ok(Value::Null), "without a session nothing happens");
    }

    async fn a_group_of_sessions_ends_together(server: Server) {
        let group = server.start(&server.account, "u", 2, "sessionid:one/x").await;
        let same = server.start(&server.account, "v", 2, "sessionid:one").await;
        let other = server.start(&server.account, "u", 2, "sessionid:two").await;
        server.call("session", "end", json!({"ks": group})).await.unwrap();
        assert_eq!(server.call("partner", "getInfo", json!({"ks": same})).await, invalid_ks("LOGOUT"));
        assert!(server.call("partner", "getInfo", json!({"ks": other})).await.is_ok());
        let later = server.start(&server.account, "w", 2, "sessionid:one").await;
        assert_eq!(server.call("partner", "getInfo", json!({"ks": later})).await, invalid_ks("LOGOUT"));
    }

    async fn a_widget_gives_anonymous_sessions(server: Server) {
        let ks = server.widget().await;
        let admin = server.admin().await;
        let info = server.call("session", "get", json!({"ks": admin, "session": ks})).await.unwrap();
        assert_eq!(info["privileges"], "view:*,widget:1");
        assert_eq!(info["userId"], "0");
        assert_eq!(server.call("session", "get", json!({"ks": ks})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "session->get"})));
        server.call("session", "end", json!({"ks": ks})).await.unwrap();
        assert!(server.call("widget", "get", json!({"ks": ks, "id": format!("_{}", server.account.id)})).await.is_ok(), "widget sessions cannot be ended one by one");
        assert_eq!(server.call("session", "startWidgetSession", json!({"widgetId": "nope"})).await, refused("INVALID_WIDGET_ID", json!({"WIDGET_ID": "nope"})));
        let answer = server.call("session", "startWidgetSession", json!({"widgetId": format!("_{}", server.account.id)})).await.unwrap();
        assert_eq!(answer["userId"], 0);
    }

    async fn get_describes_any_readable_session_of_the_account(server: Server) {
        let admin = server.admin().await;
        let expired = server.offline(&server.account, "old", SessionType::User, -60, "x:1", Version::V2);
        let info = server.call("session", "get", json!({"ks": admin, "session": expired})).await.unwrap();
        assert_eq!(info["userId"], "old");
        assert_eq!(server.call("session", "get", json!({"ks": admin, "session": "garbage"})).await, refused("INTERNAL_SERVERL_ERROR", json!([])));
        let other = server.new_account("other@example.test").await;
        let foreign = server.start(&other, "u", 2, "").await;
        assert_eq!(
            server.call("session", "get", json!({"ks": admin, "session": foreign})).await,
            refused("PARTNER_ACCESS_FORBIDDEN", json!({"ACCESSING_PID": server.account.id.to_string(), "ACCESSED_PID": other.id.to_string()}))
        );
    }

    async fn addresses_and_uris_restrict(server: Server) {
        let here = server.start(&server.account, "u", 2, "iprestrict:203.0.113.7").await;
        let elsewhere = server.start(&server.account, "u", 2, "iprestrict:198.51.100.1").await;
        assert!(server.call("partner", "getInfo", json!({"ks": here})).await.is_ok());
        assert_eq!(server.call("partner", "getInfo", json!({"ks": elsewhere})).await, invalid_ks("EXCEEDED_RESTRICTED_IP"));
        let uri = server.start(&server.account, "u", 2, "urirestrict:/api_v3/service/test*").await;
        assert!(server.call("partner", "getInfo", json!({"ks": uri})).await.is_ok());
        let uri = server.start(&server.account, "u", 2, "urirestrict:/p/*").await;
        assert_eq!(server.call("partner", "getInfo", json!({"ks": uri})).await, invalid_ks("EXCEEDED_RESTRICTED_URI"));
    }

    async fn an_action_limit_is_exact_under_load(server: Server) {
        let ks = server.start(&server.account, "u", 2, "actionslimit:5").await;
        let server = std::sync::Arc::new(server);
        let calls: Vec<_> = (0..40)
            .map(|_| {
                let (server, ks) = (std::sync::Arc::clone(&server), ks.clone());
                tokio::spawn(async move { server.call("partner", "getInfo", json!({"ks": ks})).await })
            })
            .collect();
        let mut allowed = 0;
        for call in calls {
            match call.await.unwrap() {
                Ok(_) => allowed += 1,
                refusal => assert_eq!(refusal, invalid_ks("EXCEEDED_ACTIONS_LIMIT")),
            }
        }
        assert_eq!(allowed, 5);
        for bad in ["actionslimit:0", "actionslimit:x", "actionslimit"] {
            let ks = server.start(&server.account, "u", 2, bad).await;
            assert_eq!(server.call("partner", "getInfo", json!({"ks": ks})).await, refused("INVALID_ACTIONS_LIMIT", json!([])), "{bad}");
        }
    }

    async fn a_multirequest_counts_as_one_action(server: Server) {
        let ks = server.start(&server.account, "u", 2, "actionslimit:1").await;
        let get = || ("partner", "getInfo", json!({"ks": ks}));
        let results = server.multi(vec![get(), get(), ("session", "end", json!({"ks": ks})), get()]).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!(server.call("partner", "getInfo", json!({"ks": ks})).await, invalid_ks("LOGOUT"));
    }

    async fn results_feed_later_calls(server: Server) {
        let start = json!({"secret": server.account.admin_secret, "partnerId": server.account.id, "type": 2});
        let results = server.multi(vec![
            ("session", "start", start),
            ("user", "add", json!({"ks": "{1:result}", "user": {"id": "ann"}})),
            ("user", "get", json!({"ks": "{1:result}", "userId": "{2:result:id}"})),
            ("user", "get", json!({"ks": "{1:result}", "userId": "nosuch"})),
            ("user", "get", json!({"ks": "{1:result}", "userId": "{4:result:id}x"})),
            ("user", "get", json!({"ks": "{7:result}", "userId": "x"})),
        ]).await;
        assert_eq!(results[2].as_ref().unwrap()["id"], "ann");
        assert_eq!(results[3], refused("INVALID_USER_ID", json!([])));
        assert_eq!(results[4], refused("INVALID_USER_ID", json!([])), "a failed result is an empty text");
        assert_eq!(results[5], invalid_ks("{7:result}"), "a token that names a later call stays as it is");
    }

    async fn application_tokens_give_limited_sessions(server: Server) {
        let token = token(&server, json!({"sessionUserId": "bob", "sessionPrivileges": "list:*,edit:0_a", "sessionDuration": 600})).await;
        assert_eq!(token["status"], 2);
        let info = exchange(&server, &token, json!({"userId": "mallory", "type": 2, "expiry": 60, "sessionPrivileges": "setrole:2,mine:1,edit:0_b"})).await.unwrap();
        assert_eq!(info["userId"], "bob", "the token says who acts");
        assert_eq!(info["sessionType"], 0, "the token says what kind");
        assert_eq!(info["expiry"].as_i64().unwrap() - server.now(), 60);
        let id = token["id"].as_str().unwrap();
        assert_eq!(info["privileges"], format!("sessionid:{id},apptoken:{id},list:*,edit:0_a,mine:1"));
        let user = server.call("user", "get", json!({"ks": info["ks"]})).await.unwrap();
        assert_eq!(user["id"], "bob", "the user was added with the token");
    }

    async fn the_caller_of_an_application_token_gets_no_powers(server: Server) {
        let token = token(&server, json!({})).await;
        let wanted = "*,widget:1,caption:0_a,editcuepoint:*,all:*, setpolicy:x,appid:portal-example.org";
        let info = exchange(&server, &token, json!({"sessionPrivileges": wanted})).await.unwrap();
        let id = token["id"].as_str().unwrap();
        assert_eq!(info["privileges"], format!("sessionid:{id},apptoken:{id},appid:portal-example.org"));
    }

    async fn application_tokens_are_proven_by_their_hash(server: Server) {
        let token = token(&server, json!({})).await;
        let ks = server.widget().await;
        let hash = sha256(&ks, token["token"].as_str().unwrap());
        let start = |id: &Value, hash: &str| json!({"ks": ks, "id": id, "tokenHash": hash});
        assert_eq!(server.call("appToken", "startSession", start(&token["id"], &hash.to_uppercase())).await, refused("INVALID_APP_TOKEN_HASH", json!([])));
        assert_eq!(server.call("appToken", "startSession", start(&token["id"], "")).await, refused("INVALID_APP_TOKEN_HASH", json!([])));
        assert_eq!(server.call("appToken", "startSession", start(&json!("0_nosuchid"), &hash)).await, refused("APP_TOKEN_ID_NOT_FOUND", json!({"ID": "0_nosuchid"})));
        assert!(server.call("appToken", "startSession", start(&token["id"], &hash)).await.is_ok());
    }

    async fn a_token_that_was_switched_off_opens_nothing(server: Server) {
        // Only the store can say so (reference: identity.md §11.1).
        let token = token(&server, json!({})).await;
        assert!(exchange(&server, &token, json!({})).await.is_ok());
        let id = token["id"].as_str().unwrap();
        let update = Query::update().table("app_token").value("status", 1).and_where(Expr::col("id").eq(id)).to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        assert_eq!(tx.execute(&update).await.unwrap(), 1);
        tx.announce(boxoffice::app_token::TOPIC, &format!("{} {id}", server.account.id));
        tx.commit().await.unwrap();
        assert_eq!(exchange(&server, &token, json!({})).await, refused("APP_TOKEN_NOT_ACTIVE", json!({"ID": id})));
    }

    async fn application_tokens_expire(server: Server) {
        let token = token(&server, json!({"expiry": 100})).await;
        assert_eq!(token["expiry"].as_i64().unwrap(), server.now() + 100, "a small number is an offset from now");
        let info = exchange(&server, &token, json!({})).await.unwrap();
        assert_eq!(info["expiry"].as_i64().unwrap(), token["expiry"].as_i64().unwrap());
        server.pass(101);
        assert_eq!(exchange(&server, &token, json!({})).await, refused("APP_TOKEN_EXPIRED", json!({"ID": token["id"]})));
    }

    async fn a_deleted_application_token_takes_its_sessions_with_it(server: Server) {
        let token = token(&server, json!({})).await;
        let info = exchange(&server, &token, json!({"userId": "u"})).await.unwrap();
        let ks = &info["ks"];
        let id = format!("_{}", server.account.id);
        assert!(server.call("widget", "get", json!({"ks": ks, "id": id})).await.is_ok());
        let admin = server.admin().await;
        assert_eq!(server.call("appToken", "delete", json!({"ks": admin, "id": token["id"]})).await, Ok(Value::Null));
        assert_eq!(server.call("widget", "get", json!({"ks": ks, "id": id})).await, invalid_ks("LOGOUT"));
        let gone = refused("APP_TOKEN_ID_NOT_FOUND", json!({"ID": token["id"]}));
        assert_eq!(server.call("appToken", "get", json!({"ks": admin, "id": token["id"]})).await, gone);
        assert_eq!(server.call("appToken", "delete", json!({"ks": admin, "id": token["id"]})).await, gone);
        assert_eq!(exchange(&server, &token, json!({})).await, gone);
        server.pass(40 * 86_400);
        server.app.revocations.tidy(&server.app, server.now()).await.unwrap();
        let forged = server.offline(&server.account, "u", SessionType::User, 60, &format!("sessionid:{}", token["id"].as_str().unwrap()), Version::V2);
        assert_eq!(server.call("widget", "get", json!({"ks": forged, "id": id})).await, invalid_ks("LOGOUT"), "for good");
    }

    async fn ending_one_session_of_an_application_token_leaves_the_others(server: Server) {
        let token = token(&server, json!({})).await;
        let one = exchange(&server, &token, json!({"userId": "u"})).await.unwrap();
        let other = exchange(&server, &token, json!({"userId": "u"})).await.unwrap();
        server.call("session", "end", json!({"ks": one["ks"]})).await.unwrap();
        let id = format!("_{}", server.account.id);
        assert_eq!(server.call("widget", "get", json!({"ks": one["ks"], "id": id})).await, invalid_ks("LOGOUT"));
        assert!(server.call("widget", "get", json!({"ks": other["ks"], "id": id})).await.is_ok());
        assert!(exchange(&server, &token, json!({})).await.is_ok());
    }

    async fn application_tokens_are_kept_within_their_account(server: Server) {
        let token = token(&server, json!({})).await;
        let other = server.new_account("other@example.test").await;
        let foreign = server.start(&other, "u", 2, "").await;
        let unknown = refused("APP_TOKEN_ID_NOT_FOUND", json!({"ID": token["id"]}));
        assert_eq!(server.call("appToken", "get", json!({"ks": foreign, "id": token["id"]})).await, unknown);
        assert_eq!(server.call("appToken", "update", json!({"ks": foreign, "id": token["id"], "appToken": {}})).await, unknown);
        assert_eq!(server.call("appToken", "delete", json!({"ks": foreign, "id": token["id"]})).await, unknown);
        let list = server.call("appToken", "list", json!({"ks": foreign})).await.unwrap();
        assert_eq!(list["totalCount"], 0);
    }

    async fn application_tokens_change_and_are_listed(server: Server) {
        let first = token(&server, json!({"sessionUserId": "bob"})).await;
        server.pass(10);
        let second = token(&server, json!({"description": "x"})).await;
        let ks = server.admin().await;
        let updated = server.call("appToken", "update", json!({"ks": ks, "id": second["id"], "appToken": {"description__null": "", "hashType": "MD5", "token": second["token"]}})).await.unwrap();
        assert!(updated.get("description").is_none());
        assert_eq!(updated["hashType"], "MD5");
        assert_eq!(
            server.call("appToken", "update", json!({"ks": ks, "id": second["id"], "appToken": {"token": "other"}})).await,
            refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaAppToken::token"}))
        );
        assert_eq!(
            server.call("appToken", "add", json!({"ks": ks, "appToken": {"id": "mine"}})).await,
            refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaAppToken::id"}))
        );
        assert_eq!(
            server.call("appToken", "add", json!({"ks": ks, "appToken": {"sessionUserId": "a b"}})).await,
            refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "sessionUserId"}))
        );
        let ids = |list: Value| -> Vec<Value> { list["objects"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect() };
        let list = |params: Value| {
            let mut all = json!({"ks": ks});
            all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
            server.call("appToken", "list", all)
        };
        let newest_first = list(json!({"filter": {"orderBy": "-createdAt"}})).await.unwrap();
        assert_eq!(newest_first["totalCount"], 2);
        assert_eq!(ids(newest_first), [second["id"].clone(), first["id"].clone()]);
        assert_eq!(ids(list(json!({"filter": {"orderBy": "+createdAt"}, "pager": {"pageSize": 1, "pageIndex": 2}})).await.unwrap()), [second["id"].clone()]);
        assert_eq!(ids(list(json!({"filter": {"sessionUserIdEqual": "BOB"}})).await.unwrap()), [first["id"].clone()]);
        let unknown = list(json!({"filter": {"sessionUserIdEqual": "nobody"}})).await.unwrap();
        assert_eq!((unknown["totalCount"].clone(), unknown.get("objects")), (json!(0), None));
        assert_eq!(ids(list(json!({"filter": {"idIn": format!("{},nosuch", first["id"].as_str().unwrap())}})).await.unwrap()), [first["id"].clone()]);
        assert_eq!(ids(list(json!({"filter": {"idEqual": "", "orderBy": "createdAt"}})).await.unwrap()).len(), 2, "an empty value is no condition");
        let hostile = list(json!({"filter": {"idEqual": "' OR 1=1 --", "orderBy": "-token; DROP TABLE app_token"}})).await.unwrap();
        assert_eq!(hostile["totalCount"], 0);
        let past_the_end = list(json!({"pager": {"pageIndex": 9_999_999}})).await.unwrap();
        assert_eq!((past_the_end["totalCount"].clone(), past_the_end["objects"].clone()), (json!(2), json!([])));
        let named = list(json!({"responseProfile": {"type": 1, "fields": "id, status"}})).await.unwrap();
        let keys: Vec<&String> = named["objects"][0].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["id", "objectType", "status"]);
    }

    async fn application_tokens_are_found_by_every_filter(server: Server) {
        let ks = server.admin().await;
        let start = server.now();
        let mut made = Vec::new();
        for user in ["ann", "bob", "ann", "cid", "cid"] {
            made.push(token(&server, json!({"sessionUserId": user, "description": user})).await["id"].as_str().unwrap().to_owned());
            server.pass(10);
        }
        let update = json!({"ks": ks, "id": made[0], "appToken": {"description": "changed"}});
        server.call("appToken", "update", update).await.unwrap();
        server.call("appToken", "delete", json!({"ks": ks, "id": made[4]})).await.unwrap();
        // No action disables a token.
        let disable = Query::update().table("app_token").value("status", 1).and_where(Expr::col("id").eq(made[1].as_str())).to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&disable).await.unwrap();
        tx.announce(boxoffice::app_token::TOPIC, &format!("{} {}", server.account.id, made[1]));
        tx.commit().await.unwrap();

        let found = async |mut filter: Value| {
            if filter.get("orderBy").is_none() {
                filter["orderBy"] = json!("+createdAt");
            }
            let list = server.call("appToken", "list", json!({"ks": ks, "filter": filter})).await.unwrap();
            let objects = list["objects"].as_array().unwrap();
            assert_eq!(list["totalCount"], objects.len());
            let place = |token: &Value| made.iter().position(|id| token["id"] == id.as_str()).unwrap();
            objects.iter().map(place).collect::<Vec<_>>()
        };
        assert_eq!(found(json!({})).await, [0, 1, 2, 3], "deleted ones never");
        assert_eq!(found(json!({"idEqual": made[2]})).await, [2]);
        assert_eq!(found(json!({"idIn": format!("{}, {} ,{}", made[3], made[1], made[4])})).await, [1, 3]);
        assert_eq!(found(json!({"idEqual": made[2], "idIn": made[1]})).await, [0; 0]);
        assert_eq!(found(json!({"createdAtGreaterThanOrEqual": start + 20})).await, [2, 3]);
        assert_eq!(found(json!({"createdAtLessThanOrEqual": start + 20})).await, [0, 1, 2]);
        assert_eq!(found(json!({"createdAtGreaterThanOrEqual": start + 10, "createdAtLessThanOrEqual": start + 20})).await, [1, 2]);
        assert_eq!(found(json!({"updatedAtGreaterThanOrEqual": start + 50})).await, [0]);
        assert_eq!(found(json!({"updatedAtLessThanOrEqual": start + 20})).await, [1, 2]);
        assert_eq!(found(json!({"statusEqual": 1})).await, [1]);
        assert_eq!(found(json!({"statusEqual": 2})).await, [0, 2, 3]);
        assert_eq!(found(json!({"statusEqual": 3})).await, [0; 0]);
        assert_eq!(found(json!({"statusIn": "1,3"})).await, [1]);
        assert_eq!(found(json!({"statusIn": "1,2,3"})).await, [0, 1, 2, 3]);
        assert_eq!(found(json!({"sessionUserIdEqual": "ANN"})).await, [0, 2]);
        assert_eq!(found(json!({"sessionUserIdEqual": "ann", "statusEqual": 2, "createdAtGreaterThanOrEqual": start + 10})).await, [2]);
        assert_eq!(found(json!({"orderBy": "-createdAt"})).await, [3, 2, 1, 0]);
        assert_eq!(found(json!({"orderBy": "+updatedAt"})).await, [1, 2, 3, 0]);
        assert_eq!(found(json!({"orderBy": "-updatedAt"})).await, [0, 3, 2, 1]);

        let moved = json!({"ks": ks, "id": made[0], "appToken": {"sessionUserId": "bob"}});
        server.call("appToken", "update", moved).await.unwrap();
        assert_eq!(found(json!({"sessionUserIdEqual": "ann"})).await, [2], "the user may change");
        assert_eq!(found(json!({"sessionUserIdEqual": "bob"})).await, [0, 1]);

        let page = |size: i64, index: i64| {
            let pager = json!({"pageSize": size, "pageIndex": index});
            server.call("appToken", "list", json!({"ks": ks, "filter": {"orderBy": "+createdAt"}, "pager": pager}))
        };
        for (size, index, wanted) in [(3, 1, vec![0, 1, 2]), (3, 2, vec![3]), (3, 3, vec![]), (0, 1, vec![]), (-1, 1, vec![]), (3, 0, vec![0, 1, 2])] {
            let list = page(size, index).await.unwrap();
            assert_eq!(list["totalCount"], 4, "{size} {index}");
            let ids: Vec<&str> = list["objects"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
            assert_eq!(ids, wanted.iter().map(|place: &usize| made[*place].as_str()).collect::<Vec<_>>(), "{size} {index}");
        }
        let wrong = refused("INVALID_ENUM_VALUE", json!({"ENUM_VAL": "9", "PARAM_NAME": "statusEqual", "ENUM_TYPE": "KalturaAppTokenStatus"}));
        assert_eq!(server.call("appToken", "list", json!({"ks": ks, "filter": {"statusEqual": 9}})).await, wrong);
    }

    async fn people_log_in(server: Server) {
        let login = |password: &str| json!({"loginId": "OWNER@example.test", "password": password});
        let ks = text(server.call("user", "loginByLoginId", login(common::PASSWORD)).await);
        let info = server.call("session", "get", json!({"ks": ks})).await.unwrap();
        assert_eq!((info["sessionType"].clone(), info["privileges"].clone()), (json!(2), json!("*")));
        let wrong = refused("USER_WRONG_PASSWORD", json!([]));
        assert_eq!(server.call("user", "loginByLoginId", login("wrong")).await, wrong);
        assert_eq!(server.call("user", "loginByLoginId", json!({"loginId": "nobody@example.test", "password": "x"})).await, wrong);
        assert_eq!(server.call("user", "loginByLoginId", json!({"loginId": "x"})).await, wrong, "whatever is wrong");
        assert_eq!(server.call("user", "loginByLoginId", json!({"loginId": server.account.owner, "password": common::PASSWORD, "partnerId": 999})).await, wrong);
        let by_id = json!({"partnerId": server.account.id, "userId": server.account.owner, "password": common::PASSWORD});
        text(server.call("user", "login", by_id.clone()).await);
        assert_eq!(server.call("user", "login", json!({"partnerId": server.account.id, "userId": "nobody", "password": "x"})).await, wrong, "people who do not exist are like those who mistype");
        for _ in 0..10 {
            let _ = server.call("user", "loginByLoginId", login("wrong")).await;
        }
        assert_eq!(server.call("user", "login", by_id.clone()).await, refused("LOGIN_BLOCKED", json!([])), "ten wrong ones lock");
        server.pass(15 * 60 + 1);
        text(server.call("user", "login", by_id).await);
    }

    async fn secrets_are_told_to_an_administrator(server: Server) {
        let params = |password: &str| json!({"partnerId": server.account.id, "adminEmail": server.account.owner, "cmsPassword": password});
        let partner = server.call("partner", "getSecrets", params(common::PASSWORD)).await.unwrap();
        assert_eq!(partner["adminSecret"], server.account.admin_secret);
        assert_eq!(partner["secret"], server.account.user_secret);
        assert_eq!(server.call("partner", "getSecrets", params("wrong")).await, refused("USER_DATA_ERROR", json!([])));
        server.add_user("plain", json!({"email": "plain@example.test", "password": "another long password"})).await;
        let plain = json!({"partnerId": server.account.id, "adminEmail": "plain@example.test", "cmsPassword": "another long password"});
        assert_eq!(server.call("partner", "getSecrets", plain).await, refused("USER_DATA_ERROR", json!([])), "not an administrator");
        let ks = server.admin().await;
        assert_eq!(server.call("partner", "get", json!({"ks": ks})).await.unwrap()["id"], server.account.id);
        let other = server.new_account("other@example.test").await;
        assert_eq!(server.call("partner", "get", json!({"ks": ks, "id": other.id})).await, refused("INVALID_PARTNER_ID", json!({"PID": other.id.to_string()})));
    }

    async fn users_are_added_and_read(server: Server) {
        let added = server.add_user("ann", json!({"fullName": "Ann Lee Smith", "email": "ann@example.test", "isAdmin": "False", "tags": "é,ü"})).await;
        assert_eq!((added["firstName"].clone(), added["lastName"].clone(), added["screenName"].clone()), (json!("Ann"), json!("Lee Smith"), json!("ann")));
        let ks = server.admin().await;
        let add = |user: Value| server.call("user", "add", json!({"ks": ks, "user": user}));
        assert_eq!(add(json!({"id": "ANN"})).await, refused("DUPLICATE_USER_BY_ID", json!({"UID": "ANN"})));
        assert_eq!(add(json!({})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "id"})));
        assert_eq!(add(json!({"id": "a b"})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "id"})));
        assert_eq!(add(json!({"id": "x", "externalId": "y"})).await, refused("ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE", json!([])));
        assert_eq!(add(json!({"id": "x", "firstName": "http://x"})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "firstName"})));
        assert_eq!(add(json!({"id": "x", "createdAt": 5})).await, refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaUser::createdAt"})));
        assert_eq!(add(json!({"id": "x", "roleIds": "999999"})).await, refused("USER_ROLE_NOT_FOUND", json!([])));
        assert_eq!(add(json!({"id": "x", "isAdmin": true})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "email"})));
        assert_eq!(add(json!({"id": "x", "email": "x@example.test", "password": "short"})).await.unwrap_err().code, "PASSWORD_STRUCTURE_INVALID");
        assert_eq!(add(json!({"id": "x", "email": "x@example.test", "password": "password123"})).await, refused("COMMON_PASSWORD", json!([])));
        assert_eq!(add(json!({"id": "x", "email": server.account.owner, "isAdmin": true})).await, refused("DUPLICATE_USER_BY_LOGIN_ID", json!({"EMAIL": server.account.owner})));
        assert_eq!(add(json!({"id": "x", "description": "d".repeat(8193)})).await, refused("PROPERTY_VALIDATION_MAX_LENGTH", json!({"PROP_NAME": "description", "MAX_LEN": "8192"})));
        let ann = server.user("ann").await;
        assert_eq!(server.call("user", "get", json!({"ks": ann})).await.unwrap()["id"], "ann");
        assert_eq!(server.call("user", "get", json!({"ks": ann, "userId": "Ann"})).await.unwrap()["id"], "ann");
        assert_eq!(
            server.call("user", "get", json!({"ks": ann, "userId": "bob"})).await,
            refused("CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION", json!({"USER_ID": "bob"}))
        );
    }

    async fn everything_issued_before_a_moment_is_over(server: Server) {
        use boxoffice::session::revocation::{Subject, set_floor_within};
        let id = format!("_{}", server.account.id);
        let before = server.user("ann").await;
        let bob = server.user("bob").await;
        let offline = server.offline(&server.account, "ann", SessionType::User, 7200, "", Version::V1);
        let mut tx = server.app.store.begin().await.unwrap();
        let now = ks::UnixMillis(u64::try_from(server.now()).unwrap() * 1000 + 999);
        set_floor_within(&mut tx, &Subject::User(server.account.id, "ann".to_owned()), now, 3600).await.unwrap();
        tx.commit().await.unwrap();
        server.pass(2);
        let after = server.user("ann").await;
        let get = |ks: &str| server.call("widget", "get", json!({"ks": ks, "id": id}));
        assert_eq!(get(&before).await, invalid_ks("LOGOUT"));
        assert_eq!(get(&offline).await, invalid_ks("LOGOUT"), "it does not say when it was made");
        assert!(get(&after).await.is_ok());
        assert!(get(&bob).await.is_ok());
        server.pass(3601);
        let offline_later = get(&offline).await;
        assert!(offline_later.is_ok(), "{offline_later:?}");
        assert_eq!(get(&before).await, invalid_ks("LOGOUT"));

        let widget = server.widget().await;
        let mut tx = server.app.store.begin().await.unwrap();
        let now = ks::UnixMillis(u64::try_from(server.now()).unwrap() * 1000 + 999);
        set_floor_within(&mut tx, &Subject::Account(server.account.id), now, 3600).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(get(&widget).await, invalid_ks("LOGOUT"), "widget sessions end with their account's");
    }
}
