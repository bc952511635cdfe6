//! Links that choose a password (reference: identity.md §4).

use serde_json::{Value, json};

use crate::common::{PASSWORD, Server, invalid_ks, refused, text};
use crate::helpers::{self, by_id, feature, key_of, mails, newest_mail};
use crate::{OTHER, error, on_both_stores};

on_both_stores! {
    async fn a_link_chooses_a_password_once(server: Server) {
        let before = text(by_id(&server, PASSWORD).await);
        let reset = || server.call("user", "resetPassword", json!({"email": server.account.owner.to_uppercase()}));
        assert_eq!(reset().await, Ok(Value::Null));
        let (mail, letter) = newest_mail(&server).await;
        assert_eq!((mail.kind, mail.recipient.as_str()), (51, server.account.owner.as_str()));
        assert!(letter.contains("http://localhost:8080/index.php/kmcng/actions/restore-password/"), "{letter}");
        let key = key_of(&letter);
        assert!(!key.contains('='), "{key}");
        let validate = |key: &str| server.call("user", "validateHashKey", json!({"hashKey": key}));
        assert_eq!(validate(&key).await.unwrap()["objectType"], "KalturaAuthentication");
        assert_eq!(validate(&key.replace('.', "=")).await.unwrap()["objectType"], "KalturaAuthentication");

        let choose = |key: &str, password: &str| server.call("user", "setInitialPassword", json!({"hashKey": key, "newPassword": password}));
        assert_eq!(choose(&key, "short").await.unwrap_err().code, "PASSWORD_STRUCTURE_INVALID");
        assert_eq!(choose(&key, "1234567890").await, error("COMMON_PASSWORD"));
        let chosen = choose(&key, OTHER).await.unwrap();
        assert_eq!(chosen["qrCode"], "", "no codes are asked for");
        assert_eq!(choose(&key, PASSWORD).await, error("NEW_PASSWORD_HASH_KEY_INVALID"), "it works once");
        assert_eq!(validate(&key).await, error("NEW_PASSWORD_HASH_KEY_INVALID"));
        assert_eq!(by_id(&server, PASSWORD).await, error("USER_WRONG_PASSWORD"));
        assert_eq!(server.call("user", "get", json!({"ks": before})).await, invalid_ks("LOGOUT"), "sessions from before are over");
        text(by_id(&server, OTHER).await);

        reset().await.unwrap();
        let first = key_of(&newest_mail(&server).await.1);
        reset().await.unwrap();
        let second = key_of(&newest_mail(&server).await.1);
        assert_eq!(validate(&first).await, error("NEW_PASSWORD_HASH_KEY_INVALID"), "one at a time");
        server.pass(86_400 - 10);
        assert!(validate(&second).await.is_ok());
        server.pass(11);
        assert_eq!(validate(&second).await, error("NEW_PASSWORD_HASH_KEY_EXPIRED"));
        assert_eq!(choose(&second, PASSWORD).await, error("NEW_PASSWORD_HASH_KEY_EXPIRED"));
        for garbage in ["", "garbage", "MXwy", "OTk5OTk5fDk5OTk5OTk5OTl8MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nw=="] {
            assert_eq!(validate(garbage).await, error("LOGIN_DATA_NOT_FOUND"), "{garbage}");
            assert_eq!(choose(garbage, PASSWORD).await, error("LOGIN_DATA_NOT_FOUND"), "{garbage}");
        }
        assert!(!helpers::stored_text(&server).await.contains(&second), "only a digest is kept");
    }

    async fn a_key_is_not_for_sessions_of_other_accounts(server: Server) {
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        let key = key_of(&newest_mail(&server).await.1);
        let other = server.new_account("other@example.test").await;
        let ks = server.start(&other, "u", 0, "").await;
        assert_eq!(
            server.call("user", "validateHashKey", json!({"ks": ks, "hashKey": key})).await,
            refused("INVALID_ACCESS_TO_PARTNER_SPECIFIC_SEARCH", json!({"PID": other.id.to_string()}))
        );
    }

    async fn two_who_use_a_key_at_once_do_not_both_succeed(server: Server) {
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        let key = key_of(&newest_mail(&server).await.1);
        let choose = |password: &str| server.call("user", "setInitialPassword", json!({"hashKey": key, "newPassword": password}));
        let (one, other) = tokio::join!(choose(OTHER), choose("another long password"));
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    }

    async fn asking_for_links_is_limited_and_tells_nothing(server: Server) {
        let ask = |service: &'static str, email: &str| server.call(service, "resetPassword", json!({"email": email}));
        for email in [server.account.owner.as_str(), "nobody@example.test"] {
            for _ in 0..10 {
                assert_eq!(ask("adminUser", email).await, Ok(Value::Null), "{email}");
            }
            assert_eq!(ask("adminUser", email).await, refused("RESOURCE_IS_RESERVED", json!({"RESOURCE_ID": email})));
            assert_eq!(ask("user", email).await, Ok(Value::Null), "null whatever happens");
        }
        assert_eq!(mails(&server).await.len(), 10);
        assert_eq!(server.call("user", "resetPassword", json!({})).await, Ok(Value::Null), "even without an e-mail");
        helpers::set_counters(&server, "reset/from/%", 100, server.now() + 600).await;
        assert_eq!(ask("adminUser", "somebody@example.test").await.unwrap_err().code, "RESOURCE_IS_RESERVED");
        server.pass(601);
        assert_eq!(ask("adminUser", &server.account.owner).await, Ok(Value::Null));
        assert_eq!(mails(&server).await.len(), 11);
        feature(&server, &server.account, "FEATURE_DISABLE_RESET_PASSWORD_EMAIL").await;
        assert_eq!(ask("user", &server.account.owner).await, Ok(Value::Null));
        assert_eq!(mails(&server).await.len(), 11, "the account wants no such mails");
    }
}
