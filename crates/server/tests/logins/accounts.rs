//! People with several accounts (reference: identity.md §4).

use serde_json::{Value, json};

use crate::common::{Account, PASSWORD, Server, refused, text};
use crate::helpers::{by_email, by_id, mails, settings};
use crate::{OTHER, error, on_both_stores};

on_both_stores! {
    async fn a_person_may_have_several_accounts(server: Server) {
        let other = server.new_account("other@example.test").await;
        let ks = server.start(&other, &other.owner, 2, "").await;
        let colleague = json!({"id": "me", "isAdmin": true, "email": server.account.owner, "password": "is passed over"});
        server.call("user", "add", json!({"ks": ks, "user": colleague})).await.unwrap();
        let (mail, _) = mails(&server).await.into_iter().find(|(mail, _)| mail.kind == 121).expect("whoever owns the address hears of it");
        assert_eq!(mail.recipient, server.account.owner);

        let admin_login = |partner: Value| server.call("adminUser", "login", json!({"email": server.account.owner, "password": PASSWORD, "partnerId": partner}));
        let account_of = async |ks: String| {
            let info = server.call("session", "get", json!({"ks": ks})).await.unwrap();
            (info["partnerId"].as_i64().unwrap(), info["userId"].as_str().unwrap().to_owned())
        };
        assert_eq!(account_of(text(admin_login(Value::Null).await)).await.0, server.account.id);
        assert_eq!(account_of(text(admin_login(json!(other.id)).await)).await, (other.id, "me".to_owned()));
        assert_eq!(account_of(text(admin_login(Value::Null).await)).await.0, other.id, "the last one is remembered");

        server.set_user_status(&other, "me", 0).await;
        assert_eq!(admin_login(json!(other.id)).await, error("USER_IS_BLOCKED"));
        assert_eq!(account_of(text(admin_login(Value::Null).await)).await.0, server.account.id, "another account will do");
        server.set_user_status(&server.account, &server.account.owner, 0).await;
        assert_eq!(admin_login(Value::Null).await, error("USER_IS_BLOCKED"));
        let third = server.new_account("third@example.test").await;
        assert_eq!(admin_login(json!(third.id)).await, error("USER_NOT_FOUND"));
        assert_eq!(admin_login(json!(999)).await, error("SERVICE_FORBIDDEN_CONTENT_BLOCKED"));
        server.set_partner_status(&other, 2).await;
        assert_eq!(admin_login(Value::Null).await, error("USER_IS_BLOCKED"));
    }

    async fn one_account_opens_another_for_whoever_typed_a_password(server: Server) {
        let other = colleague_in(&server, "other@example.test").await;
        let ks = text(by_email(&server, PASSWORD, json!({"partnerId": server.account.id, "privileges": "disableentitlement,appid:kmc"})).await);
        let change = |ks: &str, to: i64| server.call("user", "loginByKs", json!({"ks": ks, "requestedPartnerId": to}));

        let same = change(&ks, server.account.id).await.unwrap();
        assert_eq!((same["ks"].as_str(), same["objectType"].as_str()), (Some(ks.as_str()), Some("KalturaSessionResponse")));
        let there = change(&ks, other.id).await.unwrap();
        assert_eq!(there["partnerId"], other.id);
        assert_eq!(there["userId"], server.account.owner, "the user who calls");
        let there = there["ks"].as_str().unwrap();
        let info = server.call("session", "get", json!({"ks": there})).await.unwrap();
        assert_eq!((info["partnerId"].clone(), info["userId"].clone(), info["sessionType"].clone()), (json!(other.id), json!("me"), json!(2)));
        assert_eq!(info["privileges"], "disableentitlement,appid:kmc", "they go along");
        assert_eq!(info["expiry"].as_i64().unwrap() - server.now(), 86_400);
        server.call("session", "end", json!({"ks": ks})).await.unwrap();
        assert!(change(there, server.account.id).await.is_ok(), "there and back; ending the old session does not matter");

        // Whoever holds a secret of an account speaks for its users there, and nowhere else.
        let made = server.admin().await;
        assert_eq!(change(&made, other.id).await, error("NEW_LOGIN_REQUIRED"));
        let bound = text(by_email(&server, PASSWORD, json!({"partnerId": server.account.id, "privileges": "enablechangeaccount:7"})).await);
        assert_eq!(change(&bound, other.id).await, error("PARTNER_CHANGE_ACCOUNT_DISABLED"));
        let bound = text(by_email(&server, PASSWORD, json!({"partnerId": server.account.id, "privileges": format!("enablechangeaccount:{}", other.id)})).await);
        assert!(change(&bound, other.id).await.is_ok());
        let nobody = server.start(&server.account, "", 2, "").await;
        assert_eq!(change(&nobody, other.id).await, refused("INVALID_USER_ID", json!({"PUSER": ""})));
        let unknown = server.start(&server.account, "unknown", 2, "").await;
        assert_eq!(change(&unknown, other.id).await, error("USER_DATA_ERROR"));
        server.add_user("nologin", json!({})).await;
        let no_login = server.start(&server.account, "nologin", 2, "").await;
        assert_eq!(change(&no_login, other.id).await, error("LOGIN_DATA_NOT_FOUND"));
    }

    async fn changing_accounts_has_the_refusals_of_logging_in(server: Server) {
        let other = colleague_in(&server, "other@example.test").await;
        let foreign = server.new_account("foreign@example.test").await;
        let ks = text(by_email(&server, PASSWORD, json!({"partnerId": server.account.id})).await);
        let change = |to: i64| server.call("user", "loginByKs", json!({"ks": ks, "requestedPartnerId": to}));
        for absent in [foreign.id, 999_999] {
            assert_eq!(change(absent).await, refused("UNKNOWN_PARTNER_ID", json!({"PID": absent.to_string()})), "foreign is like absent");
        }
        for asks in [json!({"sso": true}), json!({"twoFactor": true})] {
            settings(&server, &other, asks).await;
            assert_eq!(change(other.id).await, error("NEW_LOGIN_REQUIRED"));
        }
        settings(&server, &other, json!({"blockDirectLogin": true})).await;
        assert_eq!(change(other.id).await, error("DIRECT_LOGIN_BLOCKED"));
        settings(&server, &other, json!({})).await;
        server.set_user_status(&other, "me", 0).await;
        assert_eq!(change(other.id).await, error("USER_IS_BLOCKED"));
        server.set_user_status(&other, "me", 1).await;
        assert!(change(other.id).await.is_ok());
        for _ in 0..10 {
            let _ = by_id(&server, "wrong").await;
        }
        assert_eq!(change(other.id).await, error("LOGIN_BLOCKED"));
        server.pass(901);
        settings(&server, &server.account, json!({"passwordMaxAge": 10})).await;
        assert_eq!(change(other.id).await, refused("INTERNAL_SERVER_ERROR", json!({"ERR_TEXT": "N/A"})));
        settings(&server, &server.account, json!({})).await;

        let third = server.new_account("third@example.test").await;
        let admin = server.start(&third, &third.owner, 2, "").await;
        let plain = json!({"id": "plain", "email": server.account.owner, "password": OTHER});
        server.call("user", "add", json!({"ks": admin, "user": plain})).await.unwrap();
        assert_eq!(change(third.id).await, error("USER_DATA_ERROR"), "not an administrator there");
    }
}

/// A second account, in which the owner of the first is an administrator with the id `me`.
async fn colleague_in(server: &Server, owner: &str) -> Account {
    let other = server.new_account(owner).await;
    let ks = server.start(&other, &other.owner, 2, "").await;
    let me = json!({"id": "me", "isAdmin": true, "email": server.account.owner});
    server.call("user", "add", json!({"ks": ks, "user": me})).await.unwrap();
    other
}
