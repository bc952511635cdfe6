//! Secrets that are replaced while they are used, and sessions that end together (reference: session.md §8, §15,
//! §17 rows 7 and 12). The services are ours; what they are for is in issue 4.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use boxoffice::app::App;
use boxoffice::keys::Keys;
use boxoffice::{secret, session};
use common::{Account, Outcome, Server, invalid_ks, refused, text};
use ks::{SessionType, Version};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// Calls an action of `boxoffice_secret` as an administrator.
async fn secrets(server: &Server, action: &str, params: Value) -> Outcome {
    own(server, "boxoffice_secret", action, params).await
}

/// Calls an action of `boxoffice_session` as an administrator.
async fn sessions(server: &Server, action: &str, params: Value) -> Outcome {
    own(server, "boxoffice_session", action, params).await
}

async fn own(server: &Server, service: &str, action: &str, mut params: Value) -> Outcome {
    if params.get("ks").is_none() {
        params["ks"] = json!(server.admin().await);
    }
    server.call(service, action, params).await
}

async fn list(server: &Server) -> Vec<Value> {
    secrets(server, "list", json!({})).await.unwrap()["objects"].as_array().unwrap().clone()
}

async fn one(server: &Server, id: &Value) -> Value {
    list(server).await.into_iter().find(|secret| secret["id"] == *id).unwrap()
}

/// The only secret of a kind in a state.
async fn in_state(server: &Server, kind: i64, state: &str) -> Value {
    let listed = list(server).await;
    let mut found = listed.iter().filter(|secret| secret["kind"] == kind && secret["state"] == state);
    let first = found.next().unwrap_or_else(|| panic!("no {state} secret of kind {kind}")).clone();
    assert!(found.next().is_none());
    first
}

async fn add(server: &Server, kind: i64) -> (Value, Account) {
    let added = secrets(server, "add", json!({"kind": kind})).await.unwrap();
    let value = added["value"].as_str().unwrap().to_owned();
    let account = match kind {
        0 => Account { admin_secret: value, ..server.account.clone() },
        _ => Account { user_secret: value, ..server.account.clone() },
    };
    (added["id"].clone(), account)
}

async fn start_with(server: &Server, secret: &str, kind: i64) -> Outcome {
    let wanted = json!({"secret": secret, "partnerId": server.account.id, "type": kind, "userId": "ada"});
    server.call("session", "start", wanted).await
}

/// Whether the session is let in; `None` is yes.
async fn refusal(server: &Server, ks: &str) -> Option<Outcome> {
    // A user without a role may do little; this is open to everybody.
    let outcome = server.call("user", "get", json!({"ks": ks})).await;
    match &outcome {
        Err(refused) if refused.code == "INVALID_KS" => Some(outcome),
        _ => None,
    }
}

async fn is_let_in(server: &Server, ks: &str) -> bool {
    refusal(server, ks).await.is_none()
}

async fn explain(server: &Server, ks: &str) -> Value {
    sessions(server, "explain", json!({"session": ks})).await.unwrap()
}

fn offline(server: &Server, account: &Account, lifetime: i64) -> String {
    server.offline(account, "ada", SessionType::User, lifetime, "", Version::V2)
}

/// The same installation as after a restart, or on another node: nothing in memory.
async fn restart(server: &mut Server) {
    let store = server.app.store.clone();
    server.app = App::start(store, Keys::new(&[7; 32]), 2, server.now()).await.unwrap();
}

on_both_stores! {
    async fn a_secret_is_shown_once(server: Server) {
        let added = secrets(&server, "add", json!({"label": "the shop"})).await.unwrap();
        let value = added["value"].as_str().unwrap();
        assert!(value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!((&added["state"], &added["label"]), (&json!("additional"), &json!("the shop")));
        assert_eq!(added["objectType"], "KalturaBoxofficeSecret");
        let sha256 = boxoffice::keys::hex(&<sha2::Sha256 as sha2::Digest>::digest(value));
        assert_eq!(added["fingerprint"], sha256[..8]);
        let answer = secrets(&server, "list", json!({})).await.unwrap();
        assert_eq!(answer["totalCount"], 3);
        let listed = answer.to_string();
        for hidden in [value, &server.account.admin_secret, &server.account.user_secret] {
            assert!(!listed.contains(hidden));
        }
    }

    async fn a_promoted_secret_signs_and_the_one_before_goes_on_working(server: Server) {
        let old = in_state(&server, 0, "primary").await;
        let before = server.user("ada").await;
        let (new, account) = add(&server, 0).await;
        assert_eq!(explain(&server, &server.user("ada").await).await["signedBySecretId"], old["id"], "not yet");

        let promoted = secrets(&server, "promote", json!({"id": new})).await.unwrap();
        assert_eq!((&promoted["state"], &promoted["promotedAt"]), (&json!("primary"), &json!(server.now())));
        assert_eq!(one(&server, &old["id"]).await["state"], "former");
        for secret in [&server.account.admin_secret, &account.admin_secret] {
            for kind in [0, 2] {
                let ks = text(start_with(&server, secret, kind).await);
                assert_eq!(explain(&server, &ks).await["signedBySecretId"], new, "the primary signs");
            }
        }
        assert!(is_let_in(&server, &before).await);
        assert!(is_let_in(&server, &offline(&server, &server.account, DAY)).await);
        assert!(is_let_in(&server, &offline(&server, &account, DAY)).await);
        let ks = server.admin().await;
        let shown = server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap();
        assert_eq!(shown["adminSecret"], account.admin_secret);
    }

    async fn an_admin_session_started_with_an_additional_secret_is_signed_with_it(server: Server) {
        // reference: session.md §8 [run]
        let (new, account) = add(&server, 0).await;
        let primary = in_state(&server, 0, "primary").await["id"].clone();
        let ks = text(start_with(&server, &account.admin_secret, 2).await);
        let said = explain(&server, &ks).await;
        assert_eq!((&said["signedBySecretId"], &said["startedWithSecretId"]), (&new, &new));
        let ks = text(start_with(&server, &account.admin_secret, 0).await);
        let said = explain(&server, &ks).await;
        assert_eq!((&said["signedBySecretId"], &said["startedWithSecretId"]), (&primary, &new));
    }

    async fn a_retired_secret_works_until_the_end_of_the_overlap(server: Server) {
        let old = in_state(&server, 0, "primary").await;
        let offline_ks = offline(&server, &server.account, DAY);
        let signed = server.user("ada").await;
        let (new, _) = add(&server, 0).await;
        let end = server.now() + 600;
        let retired = secrets(&server, "retire", json!({"id": old["id"], "overlap": 600})).await.unwrap();
        assert_eq!(retired["state"], "former", "another took its place");
        assert!((end..end + 2).contains(&retired["usableUntil"].as_i64().unwrap()));
        assert_eq!(one(&server, &new).await["state"], "primary");
        let end = retired["usableUntil"].as_i64().unwrap();

        server.set_clock(end - 1);
        let started = text(start_with(&server, &server.account.admin_secret, 2).await);
        for ks in [&offline_ks, &signed, &started] {
            assert!(is_let_in(&server, ks).await);
        }
        server.set_clock(end);
        let wrong = refused("START_SESSION_ERROR", json!({"PID": server.account.id.to_string()}));
        for kind in [0, 2] {
            assert_eq!(start_with(&server, &server.account.admin_secret, kind).await, wrong);
        }
        for ks in [&offline_ks, &signed] {
            assert_eq!(refusal(&server, ks).await, Some(invalid_ks(ks)), "like one that nobody signed");
        }
        assert!(is_let_in(&server, &started).await, "the primary signed it, it ends by itself");
    }

    async fn the_log_and_the_administrator_learn_which_secret_signed(server: Server) {
        let old = in_state(&server, 0, "primary").await;
        let (ks, account) = (offline(&server, &server.account, DAY), server.account.clone());
        let (_, new) = add(&server, 0).await;
        secrets(&server, "retire", json!({"id": old["id"], "overlap": 60})).await.unwrap();
        server.account = new;
        server.pass(61);
        let what = format!("signed with secret {} ({})", old["id"], old["fingerprint"].as_str().unwrap());
        // Before and after it was tidied up, and after a restart.
        for tidied in [false, true] {
            if tidied {
                secret::tidy(&server.app, server.now()).await.unwrap();
                restart(&mut server).await;
            }
            let said = explain(&server, &ks).await;
            assert_eq!((&said["valid"], &said["partnerId"]), (&json!(false), &json!(account.id)));
            let reason = said["reason"].as_str().unwrap();
            assert!(reason.contains(&what) && reason.contains("retired"), "{reason}");
            assert!(!is_let_in(&server, &ks).await);
            assert_eq!(one(&server, &old["id"]).await["state"], "retired");
        }
        let admin = server.admin().await;
        assert_eq!(
            server.call("session", "get", json!({"ks": admin, "session": ks})).await,
            refused("INTERNAL_SERVERL_ERROR", json!([])),
            "unreadable"
        );
    }

    async fn a_blocked_secret_ends_everything_that_it_signed_or_opened(server: Server) {
        let (shop, account) = add(&server, 0).await;
        let mine = server.user("ada").await;
        let mut theirs = vec![offline(&server, &account, DAY)];
        for kind in [0, 2] {
            theirs.push(text(start_with(&server, &account.admin_secret, kind).await));
        }
        for ks in &theirs {
            assert!(is_let_in(&server, ks).await);
        }
        let blocked = secrets(&server, "block", json!({"id": shop})).await.unwrap();
        assert_eq!((&blocked["state"], &blocked["blockedAt"]), (&json!("blocked"), &json!(server.now())));
        for again in [false, true] {
            if again {
                restart(&mut server).await;
            }
            for ks in &theirs {
                assert!(!is_let_in(&server, ks).await);
            }
            assert!(is_let_in(&server, &mine).await);
            assert!(start_with(&server, &account.admin_secret, 2).await.is_err());
        }
        // By the secret itself, and by what it opened and the primary signed.
        assert!(explain(&server, &theirs[0]).await["reason"].as_str().unwrap().contains("blocked"));
        let reason = explain(&server, &theirs[1]).await["reason"].clone();
        assert!(reason.as_str().unwrap().contains(&format!("sessions of secret {shop}")), "{reason}");
        assert_eq!(refusal(&server, &theirs[1]).await, Some(invalid_ks("LOGOUT")));
    }

    async fn a_blocked_primary_is_followed_by_the_youngest_other(server: Server) {
        let leaked = in_state(&server, 0, "primary").await["id"].clone();
        let widget = server.widget().await;
        add(&server, 0).await;
        let (youngest, account) = add(&server, 0).await;
        secrets(&server, "block", json!({"id": leaked})).await.unwrap();
        assert!(!is_let_in(&server, &widget).await, "it was signed with the leaked secret");
        server.account = account;
        assert_eq!(in_state(&server, 0, "primary").await["id"], youngest);
        assert!(is_let_in(&server, &server.widget().await).await);
    }

    async fn a_blocked_user_secret_ends_the_sessions_that_it_opened(server: Server) {
        let leaked = in_state(&server, 1, "primary").await["id"].clone();
        let (next, account) = add(&server, 1).await;
        let start = async |account: &Account| text(start_with(&server, &account.user_secret, 0).await);
        let (bad, good, mine) = (start(&server.account).await, start(&account).await, server.user("ada").await);
        let said = explain(&server, &bad).await;
        assert_eq!(said["startedWithSecretId"], leaked);
        secrets(&server, "block", json!({"id": leaked})).await.unwrap();
        assert_eq!(refusal(&server, &bad).await, Some(invalid_ks("LOGOUT")));
        assert!(is_let_in(&server, &good).await && is_let_in(&server, &mine).await);
        assert!(start_with(&server, &server.account.user_secret, 0).await.is_err());
        assert_eq!(in_state(&server, 1, "primary").await["id"], next);
        // Without any, nobody starts sessions with one, and all else goes on.
        secrets(&server, "block", json!({"id": next})).await.unwrap();
        let ks = server.admin().await;
        let shown = server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap();
        assert!(shown.get("secret").is_none() && shown["adminSecret"].is_string());
    }

    async fn user_secrets_overlap_too(server: Server) {
        let old = in_state(&server, 1, "primary").await["id"].clone();
        let (new, account) = add(&server, 1).await;
        let shown = async || {
            let ks = server.admin().await;
            server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap()["secret"].clone()
        };
        assert_eq!(shown().await, server.account.user_secret);
        secrets(&server, "promote", json!({"id": new})).await.unwrap();
        assert_eq!(shown().await, account.user_secret);
        let retired = secrets(&server, "retire", json!({"id": old, "overlap": 60})).await.unwrap();
        let start = async |secret: &str, kind: i64| start_with(&server, secret, kind).await.is_ok();
        assert!(start(&account.user_secret, 0).await && start(&server.account.user_secret, 0).await);
        assert!(!start(&account.user_secret, 2).await && !start(&server.account.user_secret, 2).await);
        server.set_clock(retired["usableUntil"].as_i64().unwrap());
        assert!(start(&account.user_secret, 0).await && !start(&server.account.user_secret, 0).await);
    }

    async fn the_last_admin_secret_goes_only_by_force(server: Server) {
        let last = in_state(&server, 0, "primary").await["id"].clone();
        let wrong = refused("BOXOFFICE_SECRET_WITHOUT_SUCCESSOR", json!({"ID": last.to_string()}));
        for action in ["retire", "block"] {
            assert_eq!(secrets(&server, action, json!({"id": last})).await, wrong, "{action}");
        }
        // One that is on its way out is no successor.
        let (other, _) = add(&server, 0).await;
        secrets(&server, "retire", json!({"id": other})).await.unwrap();
        for action in ["retire", "block"] {
            assert_eq!(secrets(&server, action, json!({"id": last})).await, wrong, "{action}");
        }
        assert!(one(&server, &last).await["wouldBreak"].as_str().unwrap().starts_with("every session"));

        let ks = server.admin().await;
        let blocked = secrets(&server, "block", json!({"ks": ks, "id": last, "force": true})).await.unwrap();
        assert_eq!(blocked["state"], "blocked");
        assert!(!is_let_in(&server, &ks).await);
        let wanted = json!({"loginId": server.account.owner, "password": common::PASSWORD});
        let by_password = server.call("user", "loginByLoginId", wanted.clone()).await;
        assert!(by_password.is_ok(), "the other one signs until its end");
        server.pass(2 * DAY as u64);
        assert!(server.call("user", "loginByLoginId", wanted.clone()).await.is_err());
    }

    async fn a_primary_that_is_retired_by_force_signs_nothing_that_outlives_it(server: Server) {
        let last = in_state(&server, 0, "primary").await["id"].clone();
        let retired = secrets(&server, "retire", json!({"id": last, "overlap": 600, "force": true})).await.unwrap();
        let until = retired["usableUntil"].clone();
        assert_eq!(retired["state"], "primary");
        let ks = server.admin().await;
        assert_eq!(server.call("session", "get", json!({"ks": ks})).await.unwrap()["expiry"], until);
        // It is taken back by promoting it.
        let promoted = secrets(&server, "promote", json!({"id": last})).await.unwrap();
        assert!(promoted.get("usableUntil").is_none());
        server.pass(601);
        assert!(is_let_in(&server, &server.admin().await).await);
    }

    async fn the_role_of_additional_secrets_stays_where_it_was_during_a_rotation(server: Server) {
        // reference: identity.md §3.2, §19 point 2
        let account = server.account.clone();
        let role = server.add_role(&account, "ONLY_TOKENS", "APP_TOKEN_BASE").await;
        let wider = server.add_role(&account, "READERS", "INTEGRATION_BASE").await;
        server.set_partner_number(&account, "secondary_secret_role_id", Some(role)).await;
        let is_restricted = async |account: &Account| {
            let ks = server.offline(account, "ada", SessionType::Admin, DAY, "", Version::V2);
            assert!(server.call("appToken", "list", json!({"ks": ks})).await.is_ok());
            server.call("partner", "getInfo", json!({"ks": ks})).await.is_err()
        };
        let (_, partner) = add(&server, 0).await;
        let (new, mine) = add(&server, 0).await;
        // Whoever has a secret that is for less writes any name, and still does not get the account's.
        let shown = async |account: &Account| {
            server.set_partner_number(account, "secondary_secret_role_id", Some(wider)).await;
            let ks = server.offline(account, &account.owner, SessionType::Admin, DAY, "", Version::V2);
            let shown = server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap();
            server.set_partner_number(account, "secondary_secret_role_id", Some(role)).await;
            shown.get("adminSecret").is_some()
        };
        assert_eq!((shown(&account).await, shown(&partner).await), (true, false));
        assert!(!is_restricted(&account).await && is_restricted(&partner).await && is_restricted(&mine).await);
        secrets(&server, "promote", json!({"id": new})).await.unwrap();
        assert!(!is_restricted(&mine).await, "it is the primary now");
        assert!(!is_restricted(&account).await, "what was the primary keeps its rights on its way out");
        assert!(is_restricted(&partner).await, "and an additional secret gains none");
        let old = in_state(&server, 0, "former").await["id"].clone();
        secrets(&server, "retire", json!({"id": old})).await.unwrap();
        assert!(!is_restricted(&account).await);
    }

    async fn only_administrators_with_the_permission_manage_secrets(server: Server) {
        let id = in_state(&server, 0, "primary").await["id"].clone();
        let role = server.add_role(&server.account, "TOKENS", "APP_TOKEN_BASE").await;
        server.add_user("keeper", json!({"roleIds": role.to_string()})).await;
        let keeper = server.start(&server.account, "keeper", 2, "").await;
        // A user secret opens any role, but no session of type admin.
        let wanted = json!({"secret": server.account.user_secret, "partnerId": server.account.id, "privileges": "setrole:Publisher Administrator"});
        let risen = text(server.call("session", "start", wanted).await);
        // An application token names the owner if its maker writes so, and is no way to a secret.
        let by_token = server.start(&server.account, &server.account.owner, 2, "apptoken:0_abcd1234").await;
        let other = server.new_account("other@example.test").await;
        let foreign = server.start(&other, "boss", 2, "").await;
        let not_found = refused("BOXOFFICE_SECRET_NOT_FOUND", json!({"ID": id.to_string()}));
        for (action, params) in [
            ("list", json!({})),
            ("add", json!({})),
            ("promote", json!({"id": id})),
            ("retire", json!({"id": id, "force": true})),
            ("block", json!({"id": id, "force": true})),
        ] {
            let call = async |ks: &str| {
                let mut params = params.clone();
                params["ks"] = json!(ks);
                secrets(&server, action, params).await
            };
            let forbidden = refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("boxoffice_secret->{action}")}));
            assert_eq!(call(&keeper).await, forbidden);
            assert_eq!(call(&server.user("ada").await).await, forbidden);
            assert_eq!(call(&risen).await, refused("BOXOFFICE_ADMIN_SESSION_NEEDED", json!([])));
            assert_eq!(call(&by_token).await, refused("BOXOFFICE_ADMIN_SESSION_NEEDED", json!([])));
            if params.get("id").is_some() {
                assert_eq!(call(&foreign).await, not_found, "it is another account's");
            }
        }
        assert_eq!(list(&server).await.len(), 2, "nothing has changed");
        let foreign_list = secrets(&server, "list", json!({"ks": foreign})).await.unwrap();
        assert!(foreign_list["objects"].as_array().unwrap().iter().all(|secret| secret["id"] != id));
    }

    async fn bad_input_changes_nothing(server: Server) {
        let primary = in_state(&server, 0, "primary").await["id"].clone();
        let invalid = |field: &str| refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": field}));
        assert_eq!(secrets(&server, "add", json!({"label": "x".repeat(257)})).await, invalid("label"));
        assert!(secrets(&server, "add", json!({"kind": 2})).await.is_err());
        for overlap in [-1, 315_360_001] {
            let params = json!({"id": primary, "overlap": overlap, "force": true});
            assert_eq!(secrets(&server, "retire", params).await, invalid("overlap"));
        }
        let (gone, _) = add(&server, 0).await;
        secrets(&server, "block", json!({"id": gone})).await.unwrap();
        let (over, _) = add(&server, 0).await;
        assert_eq!(secrets(&server, "retire", json!({"id": over, "overlap": 0})).await.unwrap()["state"], "retired");
        for id in [&gone, &over] {
            let wrong = refused("BOXOFFICE_SECRET_NOT_USABLE", json!({"ID": id.to_string()}));
            assert_eq!(secrets(&server, "promote", json!({"id": id})).await, wrong);
            assert_eq!(secrets(&server, "retire", json!({"id": id})).await, wrong);
        }
        let unknown = refused("BOXOFFICE_SECRET_NOT_FOUND", json!({"ID": "999999"}));
        for action in ["promote", "retire", "block"] {
            assert_eq!(secrets(&server, action, json!({"id": 999_999})).await, unknown);
        }
        for _ in 1..secret::MAX_USABLE {
            add(&server, 0).await;
        }
        let wrong = refused("BOXOFFICE_SECRET_TOO_MANY", json!({"MAX": secret::MAX_USABLE.to_string()}));
        assert_eq!(secrets(&server, "add", json!({})).await, wrong);
        add(&server, 1).await;
        assert_eq!(in_state(&server, 0, "primary").await["id"], primary);
    }

    async fn two_that_are_retired_at_the_same_time_do_not_leave_the_account_without_one(server: Server) {
        let one = in_state(&server, 0, "primary").await["id"].clone();
        let (other, _) = add(&server, 0).await;
        let ks = server.admin().await;
        for _ in 0..10 {
            let retire = |id: &Value| secrets(&server, "retire", json!({"ks": ks, "id": id}));
            let (first, second) = tokio::join!(retire(&one), retire(&other));
            let (gone, wrong) = match (first, second) {
                (Ok(_), Err(wrong)) => (&one, wrong),
                (Err(wrong), Ok(_)) => (&other, wrong),
                outcomes => panic!("{outcomes:?}"),
            };
            assert_eq!(wrong.code, "BOXOFFICE_SECRET_WITHOUT_SUCCESSOR");
            secrets(&server, "promote", json!({"ks": ks, "id": gone})).await.unwrap();
        }
    }

    async fn it_is_told_when_a_secret_was_used(server: Server) {
        let primary = in_state(&server, 0, "primary").await["id"].clone();
        let (shop, account) = add(&server, 0).await;
        let fresh = one(&server, &shop).await;
        for never in ["lastSignedAt", "lastOfflineAt", "lastStartedAt", "sessionsLiveUntil"] {
            assert!(fresh.get(never).is_none(), "{never}");
        }
        server.pass(100);
        let started_at = server.now();
        let ks = text(start_with(&server, &account.admin_secret, 2).await);
        server.pass(100);
        let signed_at = server.now();
        assert!(is_let_in(&server, &ks).await);
        let used = one(&server, &shop).await;
        assert_eq!((&used["lastStartedAt"], &used["lastSignedAt"]), (&json!(started_at), &json!(signed_at)));
        assert_eq!(used["sessionsLiveUntil"], started_at + DAY);
        assert!(used.get("lastOfflineAt").is_none(), "the server signed it");

        server.pass(100);
        let offline_at = server.now();
        assert!(is_let_in(&server, &offline(&server, &account, 100 * DAY)).await);
        let used = one(&server, &shop).await;
        assert_eq!((&used["lastOfflineAt"], &used["lastSignedAt"]), (&json!(offline_at), &json!(offline_at)));
        assert_eq!(used["sessionsLiveUntil"], offline_at + 100 * DAY);
        let said = used["wouldBreak"].as_str().unwrap();
        assert!(said.contains("not known: sessions signed elsewhere"), "{said}");

        // What is refused is no use: an expired session, and a wrong secret.
        server.pass(20 * DAY as u64);
        assert!(!is_let_in(&server, &ks).await);
        assert_eq!(one(&server, &shop).await["lastSignedAt"], offline_at);

        // It is written, survives a restart, and what another node knows is never lowered.
        server.app.secret_usage.flush(&server.app).await.unwrap();
        let at_primary = one(&server, &primary).await["lastSignedAt"].clone();
        restart(&mut server).await;
        server.pass(100);
        let used = one(&server, &shop).await;
        assert_eq!((&used["lastOfflineAt"], &used["lastStartedAt"]), (&json!(offline_at), &json!(started_at)));
        assert!(one(&server, &primary).await["lastSignedAt"].as_i64() > at_primary.as_i64());
        assert!(is_let_in(&server, &offline(&server, &account, 60)).await);
        let again = server.now();
        server.app.secret_usage.flush(&server.app).await.unwrap();
        restart(&mut server).await;
        let used = one(&server, &shop).await;
        assert_eq!(used["lastSignedAt"], again);
        assert_eq!(used["sessionsLiveUntil"], offline_at + 100 * DAY, "the later of both");
    }

    async fn an_authorised_call_writes_nothing_of_its_use(server: Server) {
        let ks = server.user("ada").await;
        assert!(is_let_in(&server, &ks).await);
        server.app.secret_usage.flush(&server.app).await.unwrap();
        let count = async || {
            let rows = sea_query::Query::select().column("signed_at").from("secret_use").to_owned();
            let rows = server.app.store.all(&rows).await.unwrap();
            rows.iter().map(|row| row.get::<i64>("signed_at").unwrap()).max()
        };
        let before = count().await;
        server.pass(30);
        assert!(is_let_in(&server, &ks).await);
        assert_eq!(count().await, before);
        server.app.secret_usage.flush(&server.app).await.unwrap();
        assert!(count().await > before);
    }

    async fn all_sessions_of_a_user_end(server: Server) {
        let (mine, theirs) = (server.user("Ada").await, server.user("bob").await);
        let made = offline(&server, &server.account, 3 * DAY);
        let now = server.now();
        let ended = sessions(&server, "endByUser", json!({"userId": "ada"})).await.unwrap();
        assert_eq!(ended["objectType"], "KalturaBoxofficeEndedSessions");
        assert_eq!((&ended["issuedBefore"], &ended["offlineUntil"]), (&json!(now + 1), &json!(now + DAY)));
        for again in [false, true] {
            if again {
                restart(&mut server).await;
            }
            for ks in [&mine, &made] {
                assert_eq!(refusal(&server, ks).await, Some(invalid_ks("LOGOUT")));
            }
            assert!(is_let_in(&server, &theirs).await);
            assert!(is_let_in(&server, &server.user("ada").await).await, "later ones are let in");
        }
        let reason = explain(&server, &mine).await["reason"].clone();
        assert!(reason.as_str().unwrap().contains("all earlier sessions of user \"ada\""), "{reason}");
        server.set_clock(now + DAY);
        assert!(is_let_in(&server, &made).await, "nobody can say that it was made before, so the answer named this moment");
        for nobody in ["", "0"] {
            let outcome = sessions(&server, "endByUser", json!({"userId": nobody})).await;
            assert_eq!(outcome, refused("INVALID_USER_ID", json!([])));
        }
    }

    async fn sessions_made_offline_are_refused_as_long_as_it_is_said(server: Server) {
        let made = offline(&server, &server.account, 100 * DAY);
        let now = server.now();
        let ended = sessions(&server, "endByUser", json!({"userId": "ada", "offlineSeconds": 50 * DAY})).await;
        assert_eq!(ended.unwrap()["offlineUntil"], now + 50 * DAY);
        // A second time does not let in again what was refused.
        sessions(&server, "endByUser", json!({"userId": "ada", "offlineSeconds": 0})).await.unwrap();
        server.pass(49 * DAY as u64);
        assert!(!is_let_in(&server, &made).await);
        server.pass(2 * DAY as u64);
        assert!(is_let_in(&server, &made).await);
        // The account's own maximum counts where it is shorter than a day.
        server.set_partner_number(&server.account, "ks_max_expiry", Some(3600)).await;
        let now = server.now();
        assert_eq!(sessions(&server, "endAll", json!({})).await.unwrap()["offlineUntil"], now + 3600);
        for wrong in [-1, 315_360_001] {
            assert_eq!(
                sessions(&server, "endAll", json!({"offlineSeconds": wrong})).await,
                refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "offlineSeconds"}))
            );
        }
    }

    async fn all_sessions_of_an_application_token_end(server: Server) {
        let ks = server.admin().await;
        let token = json!({"ks": ks, "appToken": {"hashType": "SHA256", "sessionUserId": "app"}});
        let token = server.call("appToken", "add", token).await.unwrap();
        let exchange = async |server: &Server| {
            let ks = server.widget().await;
            let hash = boxoffice::keys::hex(&<sha2::Sha256 as sha2::Digest>::digest(format!("{ks}{}", token["token"].as_str().unwrap())));
            let wanted = json!({"ks": ks, "id": token["id"], "tokenHash": hash});
            server.call("appToken", "startSession", wanted).await.unwrap()["ks"].as_str().unwrap().to_owned()
        };
        let (given, mine) = (exchange(&server).await, server.user("app").await);
        let said = explain(&server, &given).await;
        assert_eq!((&said["valid"], &said["appTokenId"]), (&json!(true), &token["id"]));
        sessions(&server, "endByAppToken", json!({"appTokenId": token["id"]})).await.unwrap();
        for again in [false, true] {
            if again {
                restart(&mut server).await;
            }
            assert_eq!(refusal(&server, &given).await, Some(invalid_ks("LOGOUT")));
            assert!(is_let_in(&server, &mine).await);
            assert!(is_let_in(&server, &exchange(&server).await).await, "the token goes on working");
        }
        let unknown = refused("APP_TOKEN_ID_NOT_FOUND", json!({"ID": "0_none"}));
        assert_eq!(sessions(&server, "endByAppToken", json!({"appTokenId": "0_none"})).await, unknown);
        let other = server.new_account("other@example.test").await;
        let foreign = server.start(&other, "boss", 2, "").await;
        let unknown = refused("APP_TOKEN_ID_NOT_FOUND", json!({"ID": token["id"]}));
        assert_eq!(sessions(&server, "endByAppToken", json!({"ks": foreign, "appTokenId": token["id"]})).await, unknown);
    }

    async fn all_sessions_of_a_secret_end_and_the_secret_goes_on(server: Server) {
        let (shop, account) = add(&server, 0).await;
        let mine = server.user("ada").await;
        let opened = text(start_with(&server, &account.admin_secret, 0).await);
        let signed = offline(&server, &account, 3 * DAY);
        sessions(&server, "endBySecret", json!({"secretId": shop})).await.unwrap();
        for again in [false, true] {
            if again {
                restart(&mut server).await;
            }
            for ks in [&opened, &signed] {
                assert_eq!(refusal(&server, ks).await, Some(invalid_ks("LOGOUT")));
            }
            assert!(is_let_in(&server, &mine).await);
            assert!(is_let_in(&server, &text(start_with(&server, &account.admin_secret, 0).await)).await);
        }
        server.pass(DAY as u64);
        assert!(is_let_in(&server, &signed).await);
        let unknown = refused("BOXOFFICE_SECRET_NOT_FOUND", json!({"ID": "999999"}));
        assert_eq!(sessions(&server, "endBySecret", json!({"secretId": 999_999})).await, unknown);
        let other = server.new_account("other@example.test").await;
        let foreign = server.start(&other, "boss", 2, "").await;
        let unknown = refused("BOXOFFICE_SECRET_NOT_FOUND", json!({"ID": shop.to_string()}));
        assert_eq!(sessions(&server, "endBySecret", json!({"ks": foreign, "secretId": shop})).await, unknown);
    }

    async fn everything_of_an_account_ends(server: Server) {
        let other = server.new_account("other@example.test").await;
        let foreign = server.start(&other, "boss", 2, "").await;
        let own = server.admin().await;
        let ended = [own.clone(), server.user("ada").await, server.widget().await, offline(&server, &server.account, DAY)];
        sessions(&server, "endAll", json!({"ks": own})).await.unwrap();
        for again in [false, true] {
            if again {
                restart(&mut server).await;
            }
            for ks in &ended {
                assert_eq!(refusal(&server, ks).await, Some(invalid_ks("LOGOUT")));
            }
            assert!(is_let_in(&server, &foreign).await);
            assert!(is_let_in(&server, &server.widget().await).await);
        }
    }

    async fn only_administrators_end_the_sessions_of_others(server: Server) {
        let wanted = json!({"secret": server.account.user_secret, "partnerId": server.account.id, "privileges": "setrole:Publisher Administrator"});
        let risen = text(server.call("session", "start", wanted).await);
        let role = server.add_role(&server.account, "TOKENS", "APP_TOKEN_BASE").await;
        server.add_user("keeper", json!({"roleIds": role.to_string()})).await;
        let keeper = server.start(&server.account, "keeper", 2, "").await;
        for (action, params) in [
            ("endByUser", json!({"userId": "ada"})),
            ("endByAppToken", json!({"appTokenId": "0_none"})),
            ("endBySecret", json!({"secretId": 1})),
            ("endAll", json!({})),
            ("explain", json!({"session": risen})),
        ] {
            let call = async |ks: &str| {
                let mut params = params.clone();
                params["ks"] = json!(ks);
                sessions(&server, action, params).await
            };
            let forbidden = refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("boxoffice_session->{action}")}));
            assert_eq!(call(&keeper).await, forbidden);
            assert_eq!(call(&server.user("ada").await).await, forbidden);
            assert_eq!(call(&risen).await, refused("BOXOFFICE_ADMIN_SESSION_NEEDED", json!([])));
        }
        assert!(is_let_in(&server, &risen).await);
    }

    async fn it_is_said_why_a_session_is_refused(server: Server) {
        let reason = async |ks: &str| explain(&server, ks).await["reason"].as_str().unwrap_or_default().to_owned();
        let ks = server.user("ada").await;
        let said = explain(&server, &ks).await;
        assert_eq!((&said["valid"], &said["userId"], &said["version"]), (&json!(true), &json!("ada"), &json!(2)));
        assert!(said["issuedAt"].is_number() && said.get("reason").is_none());
        let made = offline(&server, &server.account, 60);
        assert!(explain(&server, &made).await.get("issuedAt").is_none());
        server.pass(61);
        assert!(reason(&made).await.contains("expired"));
        server.call("session", "end", json!({"ks": ks})).await.unwrap();
        assert!(reason(&ks).await.contains("ended"));
        assert!(reason("nonsense").await.contains("not base64") || reason("nonsense").await.contains("incomplete"));
        let forged = Account { admin_secret: "0".repeat(32), ..server.account.clone() };
        assert!(reason(&offline(&server, &forged, 60)).await.contains("no secret of the partner"));
        let other = server.new_account("other@example.test").await;
        let foreign = server.start(&other, "boss", 2, "").await;
        let said = explain(&server, &foreign).await;
        assert_eq!(said["reason"], "it names another account");
        assert!(said.get("userId").is_none(), "nothing of it is told");
        server.add_user("blocked", json!({})).await;
        server.set_user_status(&server.account, "blocked", 0).await;
        assert!(reason(&server.user("blocked").await).await.contains("blocked"));
    }

    async fn what_no_session_can_fall_under_is_forgotten(server: Server) {
        let rows = async |server: &Server| {
            let rows = sea_query::Query::select().column("subject").from("issue_floor").to_owned();
            server.app.store.all(&rows).await.unwrap().len()
        };
        let ada = server.user("ada").await;
        for user in ["ada", "bob", "eve"] {
            sessions(&server, "endByUser", json!({"userId": user})).await.unwrap();
        }
        server.app.revocations.tidy(&server.app, server.now()).await.unwrap();
        assert_eq!(rows(&server).await, 3);
        sessions(&server, "endAll", json!({})).await.unwrap();
        server.app.revocations.tidy(&server.app, server.now()).await.unwrap();
        assert_eq!(rows(&server).await, 1, "that of the account stands for them");
        assert!(!is_let_in(&server, &ada).await);
        restart(&mut server).await;
        assert!(!is_let_in(&server, &ada).await);
        server.pass(session::LONGEST_SECONDS as u64 + 10);
        server.app.revocations.tidy(&server.app, server.now()).await.unwrap();
        assert_eq!(rows(&server).await, 0);
    }

    async fn no_session_outlives_ten_years(server: Server) {
        server.set_partner_number(&server.account, "ks_max_expiry", Some(100 * 365 * DAY)).await;
        let now = server.now();
        let wanted = json!({"secret": server.account.admin_secret, "partnerId": server.account.id, "type": 2, "expiry": 50 * 365 * DAY});
        let ks = text(server.call("session", "start", wanted).await);
        let expiry = server.call("session", "get", json!({"ks": ks})).await.unwrap()["expiry"].clone();
        assert_eq!(expiry, now + session::LONGEST_SECONDS);
    }

    async fn a_secret_is_rotated_under_load_without_one_refused_call(server: Server) {
        let old = server.account.clone();
        let old_id = in_state(&server, 0, "primary").await["id"].clone();
        let old_offline = offline(&server, &old, 10 * DAY);
        let admin = server.admin().await;
        let done = AtomicBool::new(false);
        let calls = AtomicU32::new(0);
        let new: std::sync::OnceLock<Account> = std::sync::OnceLock::new();

        // Clients that start sessions, sign them, and keep one: with the old secret until the end, with the new one
        // from the moment that it is known.
        let client = async |keeps: bool| {
            let mut kept = None;
            while !done.load(Ordering::Relaxed) {
                for account in [Some(&old), new.get()].into_iter().flatten() {
                    let kind = if calls.load(Ordering::Relaxed).is_multiple_of(2) { 0 } else { 2 };
                    let started = start_with(&server, &account.admin_secret, kind).await;
                    let ks = text(started);
                    let made = server.offline(account, "ada", SessionType::Admin, DAY, "", Version::V2);
                    let first = kept.get_or_insert_with(|| ks.clone()).clone();
                    for ks in [&ks, &made, &old_offline].into_iter().chain(keeps.then_some(&first)) {
                        assert_eq!(refusal(&server, ks).await, None);
                        calls.fetch_add(1, Ordering::Relaxed);
                    }
                    let user = start_with(&server, &account.user_secret, 0).await;
                    assert!(is_let_in(&server, &text(user)).await);
                }
                tokio::task::yield_now().await;
            }
        };
        let at_least = async |more: u32| {
            let target = calls.load(Ordering::Relaxed) + more;
            while calls.load(Ordering::Relaxed) < target {
                tokio::task::yield_now().await;
            }
        };
        let rotation = async {
            at_least(50).await;
            let added = secrets(&server, "add", json!({"ks": admin})).await.unwrap();
            let value = added["value"].as_str().unwrap().to_owned();
            assert!(new.set(Account { admin_secret: value, ..old.clone() }).is_ok());
            at_least(50).await;
            secrets(&server, "promote", json!({"ks": admin, "id": added["id"]})).await.unwrap();
            at_least(50).await;
            let params = json!({"ks": admin, "id": old_id, "overlap": 3600});
            let retired = secrets(&server, "retire", params).await.unwrap();
            at_least(100).await;
            done.store(true, Ordering::Relaxed);
            retired["usableUntil"].as_i64().unwrap()
        };
        let (end, (), (), ()) = tokio::join!(rotation, client(true), client(false), client(true));

        server.set_clock(end);
        assert!(start_with(&server, &old.admin_secret, 0).await.is_err());
        assert!(!is_let_in(&server, &old_offline).await);
        let new = new.get().unwrap();
        assert!(is_let_in(&server, &offline(&server, new, DAY)).await);
        assert!(start_with(&server, &new.admin_secret, 2).await.is_ok());
    }
}
