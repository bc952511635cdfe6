//! The privileges of a session (reference: session.md §11): for each name that has an effect, what it grants and what it refuses.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{Outcome, Server, invalid_ks, refused};
use ks::{SessionType, Version};
use serde_json::{Value, json};

/// Names with an effect that are not reserved (reference: session.md §11.2).
const EFFECTIVE: [&str; 11] = [
    "*",
    "widget",
    "view",
    "editcuepoint",
    "caption",
    "playReadyBeginDate",
    "playReadyExpirationDate",
    "setduration",
    "setpolicy",
    "setpurduration",
    "denyhd",
];

/// Names whose effect is on entries, categories, playlists, cue points, captions or delivery: there are none yet.
const WITH_CONTENT: [&str; 33] = [
    "*",
    "caption",
    "denyhd",
    "disableentitlement",
    "disableentitlementforentry",
    "disableentitlementforplaylist",
    "disablesessiontypecheck",
    "download",
    "downloadasset",
    "edit",
    "editadmintags",
    "editcuepoint",
    "editplaylist",
    "edituser",
    "enablecaptionmoderation",
    "enablecategorymoderation",
    "enableentitlement",
    "jobtype",
    "limitentry",
    "list",
    "playReadyBeginDate",
    "playReadyExpirationDate",
    "preview",
    "privacycontext",
    "restrictexplicitliveview",
    "searchcontext",
    "sessionkey",
    "setduration",
    "setpolicy",
    "setpurduration",
    "sview",
    "sviewplaylist",
    "virtualeventid",
];

/// `view` is written into widget sessions, and nothing asks for it (reference: session.md §11.2).
const NEVER_ASKED: [&str; 1] = ["view"];

/// What comes of a privilege: a call that it lets through, and one that it refuses, with the refusal.
struct Case {
    granted: Outcome,
    refused: Outcome,
    refusal: Outcome,
}

async fn with(server: &Server, ks: &str, service: &str, action: &str, params: Value) -> Outcome {
    let mut params = params;
    params["ks"] = json!(ks);
    server.call(service, action, params).await
}

/// The case of a name, or nothing for one that has none.
async fn case(server: &Server, name: &str) -> Option<Case> {
    let account = &server.account;
    let list = "appToken->list";
    let forbidden = |action: &str| refused("SERVICE_FORBIDDEN", json!({"SERVICE": action}));
    let admin = |privileges: String| async move {
        server.offline(account, "boss", SessionType::Admin, 60, &privileges, Version::V2)
    };
    let tokens = |ks: String| async move { with(server, &ks, "appToken", "list", json!({})).await };
    Some(match name {
        "setrole" => {
            let role = server.add_role(account, "KEEPER", "APP_TOKEN_BASE").await;
            let user = server.start(account, "u", 0, &format!("setrole:{role}")).await;
            Case {
                granted: tokens(user).await,
                refused: tokens(admin("setrole:PLAYBACK_BASE_ROLE".to_owned()).await).await,
                refusal: forbidden(list),
            }
        }
        "restrictingrole" => Case {
            granted: tokens(admin("restrictingrole:PLAYBACK_BASE_ROLE".to_owned()).await).await,
            refused: tokens(admin("restrictingrole:Publisher Administrator".to_owned()).await).await,
            refusal: forbidden(list),
        },
        "actionslimit" => {
            let ks = admin("actionslimit:1".to_owned()).await;
            Case {
                granted: tokens(ks.clone()).await,
                refused: tokens(ks).await,
                refusal: invalid_ks("EXCEEDED_ACTIONS_LIMIT"),
            }
        }
        "iprestrict" => Case {
            granted: tokens(admin(format!("iprestrict:{}", server.address)).await).await,
            refused: tokens(admin("iprestrict:198.51.100.1".to_owned()).await).await,
            refusal: invalid_ks("EXCEEDED_RESTRICTED_IP"),
        },
        "urirestrict" => Case {
            granted: tokens(admin("urirestrict:/api_v3/*".to_owned()).await).await,
            refused: tokens(admin("urirestrict:/elsewhere/*".to_owned()).await).await,
            refusal: invalid_ks("EXCEEDED_RESTRICTED_URI"),
        },
        "sessionid" => {
            let [one, other, outsider] =
                ["sessionid:desk", "sessionid:desk", "sessionid:attic"].map(str::to_owned);
            let (one, other, outsider) = (admin(one).await, admin(other).await, admin(outsider).await);
            with(server, &one, "session", "end", json!({})).await.unwrap();
            Case {
                granted: tokens(outsider).await,
                refused: tokens(other).await,
                refusal: invalid_ks("LOGOUT"),
            }
        }
        "apptoken" => {
            let boss = server.admin().await;
            let [kept, gone] = [
                with(server, &boss, "appToken", "add", json!({"appToken": {}})).await.unwrap(),
                with(server, &boss, "appToken", "add", json!({"appToken": {}})).await.unwrap(),
            ];
            let session = |token: &Value| {
                let id = token["id"].as_str().unwrap();
                ks::merge_for_app_token(id, "setrole:Publisher Administrator", "")
            };
            let (of_kept, of_gone) = (session(&kept), session(&gone));
            let (of_kept, of_gone) = (
                server.start(account, "u", 0, &of_kept).await,
                server.start(account, "u", 0, &of_gone).await,
            );
            with(server, &boss, "appToken", "delete", json!({"id": gone["id"]})).await.unwrap();
            Case {
                granted: tokens(of_kept).await,
                refused: tokens(of_gone).await,
                refusal: invalid_ks("LOGOUT"),
            }
        }
        // Relative times in filters count from it: tokens of the last minute, a year ago, are none.
        "reftime" => {
            let boss = server.admin().await;
            with(server, &boss, "appToken", "add", json!({"appToken": {}})).await.unwrap();
            let now = admin(format!("reftime:{}", server.now())).await;
            let later = admin(format!("reftime:{}", server.now() + 31_536_000)).await;
            let last_minute = json!({"filter": {"createdAtGreaterThanOrEqual": -60}});
            let count = |outcome: Outcome| match outcome.unwrap()["totalCount"].as_i64() {
                Some(0) => refused("none", json!([])),
                _ => Ok(Value::Null),
            };
            Case {
                granted: count(with(server, &now, "appToken", "list", last_minute.clone()).await),
                refused: count(with(server, &later, "appToken", "list", last_minute).await),
                refusal: refused("none", json!([])),
            }
        }
        // A widget session has the widget's role, not the user's.
        "widget" => {
            let ks = server.offline(account, "0", SessionType::User, 60, "widget:1", Version::V2);
            let user = server.offline(account, "u", SessionType::User, 60, "widget:1", Version::V2);
            let permissions = |outcome: Outcome| outcome.map(|_| Value::Null);
            Case {
                granted: permissions(
                    with(server, &user, "user", "get", json!({"userId": "u"})).await.or_else(|refusal| {
                        // Let in as a user; whether there is such a user is another question.
                        if refusal.code == "INVALID_USER_ID" { Ok(Value::Null) } else { Err(refusal) }
                    }),
                ),
                refused: with(server, &ks, "appToken", "list", json!({})).await,
                refusal: forbidden(list),
            }
        }
        // The accounts that a session may be exchanged for.
        "enablechangeaccount" => {
            let other = server.new_account("other@example.test").await;
            let colleague = json!({
                "id": "colleague", "email": account.owner, "loginEnabled": true, "isAdmin": true,
            });
            let boss = server.start(&other, "boss", 2, "").await;
            with(server, &boss, "user", "add", json!({"user": colleague})).await.unwrap();
            let change = |only: i64| async move {
                let login = json!({
                    "loginId": account.owner, "password": common::PASSWORD, "partnerId": account.id,
                    "privileges": format!("enablechangeaccount:{only}"),
                });
                let ks = common::text(server.call("user", "loginByLoginId", login).await);
                with(server, &ks, "user", "loginByKs", json!({"requestedPartnerId": other.id})).await
            };
            Case {
                granted: change(other.id).await,
                refused: change(account.id).await,
                refusal: refused("PARTNER_CHANGE_ACCOUNT_DISABLED", json!([])),
            }
        }
        _ => return None,
    })
}

on_both_stores! {
    async fn every_name_that_has_an_effect_grants_and_refuses(server: Server) {
        for name in ks::RESERVED_NAMES.into_iter().chain(EFFECTIVE) {
            let elsewhere = WITH_CONTENT.contains(&name) || NEVER_ASKED.contains(&name);
            match case(&server, name).await {
                Some(case) => {
                    assert!(!elsewhere, "{name} has a case now: take it off the list");
                    assert!(case.granted.is_ok(), "{name}: {:?}", case.granted);
                    assert_eq!(case.refused, case.refusal, "{name}");
                }
                None => assert!(elsewhere, "{name} has no case"),
            }
        }
    }

    async fn names_count_to_the_letter(server: Server) {
        let account = server.account.clone();
        // `SETROLE` and `setrole2` are names without an effect.
        for privileges in ["SETROLE:Publisher Administrator", "setrole2:Publisher Administrator", "x:setrole", "setrole"] {
            let ks = server.offline(&account, "u", SessionType::User, 60, privileges, Version::V2);
            assert_eq!(
                server.call("appToken", "list", json!({"ks": ks})).await,
                refused("SERVICE_FORBIDDEN", json!({"SERVICE": "appToken->list"})),
                "{privileges}"
            );
        }
    }
}
