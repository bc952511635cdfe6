//! Passwords, wrong ones, and what an account asks of them (reference: identity.md §4).

use serde_json::json;

use crate::common::{PASSWORD, Server, refused, text};
use crate::helpers::{self, by_email, by_id, feature, key_of, newest_mail, settings};
use crate::{OTHER, error, on_both_stores};

on_both_stores! {
    async fn ten_wrong_passwords_lock_for_a_quarter_of_an_hour(server: Server) {
        for _ in 0..9 {
            assert_eq!(by_id(&server, "wrong").await, error("USER_WRONG_PASSWORD"));
        }
        assert_eq!(by_id(&server, "wrong").await, error("LOGIN_RETRIES_EXCEEDED"));
        assert_eq!(by_id(&server, "wrong").await, error("LOGIN_BLOCKED"));
        assert_eq!(by_id(&server, PASSWORD).await, error("LOGIN_BLOCKED"), "even the right one");
        assert_eq!(by_email(&server, PASSWORD, json!({})).await, error("USER_WRONG_PASSWORD"), "by e-mail nothing is told");
        server.pass(15 * 60 + 1);
        text(by_id(&server, PASSWORD).await);
        for _ in 0..9 {
            assert_eq!(by_id(&server, "wrong").await, error("USER_WRONG_PASSWORD"), "a right one starts anew");
        }
    }

    async fn people_who_do_not_exist_are_answered_like_those_who_do(server: Server) {
        server.add_user("nologin", json!({})).await;
        for user in ["nobody", "nologin"] {
            let attempt = || server.call("user", "login", json!({"partnerId": server.account.id, "userId": user, "password": "x"}));
            for _ in 0..9 {
                assert_eq!(attempt().await, error("USER_WRONG_PASSWORD"), "{user}");
            }
            assert_eq!(attempt().await, error("LOGIN_RETRIES_EXCEEDED"), "{user}");
            assert_eq!(attempt().await, error("LOGIN_BLOCKED"), "{user}");
        }
        let admin = || server.call("adminUser", "login", json!({"email": "nobody@example.test", "password": "x"}));
        assert_eq!(admin().await, error("USER_WRONG_PASSWORD"));
        let change = json!({"oldLoginId": "nobody@example.test", "password": "x", "newPassword": OTHER});
        assert_eq!(server.call("user", "updateLoginData", change).await, error("USER_DATA_ERROR"));
    }

    async fn guessing_from_elsewhere_does_not_lock_the_owner_out(server: Server) {
        text(by_id(&server, PASSWORD).await);
        server.address = String::from("198.51.100.9");
        for _ in 0..12 {
            let _ = by_id(&server, "wrong").await;
        }
        assert_eq!(by_id(&server, PASSWORD).await, error("LOGIN_BLOCKED"));
        server.address = String::from("203.0.113.7");
        text(by_id(&server, PASSWORD).await);
        // From a third place the owner comes in again by mail.
        server.address = String::from("192.0.2.33");
        assert_eq!(by_id(&server, PASSWORD).await, error("LOGIN_BLOCKED"));
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        let key = key_of(&newest_mail(&server).await.1);
        server.call("user", "setInitialPassword", json!({"hashKey": key, "newPassword": OTHER})).await.unwrap();
        text(by_id(&server, OTHER).await);
    }

    async fn guesses_at_the_same_time_are_counted_one_by_one(server: Server) {
        let server = std::sync::Arc::new(server);
        let guesses: Vec<_> = (0..25)
            .map(|_| {
                let server = std::sync::Arc::clone(&server);
                tokio::spawn(async move { by_id(&server, "wrong").await.unwrap_err().code })
            })
            .collect();
        let mut codes = std::collections::BTreeMap::<String, usize>::new();
        for guess in guesses {
            *codes.entry(guess.await.unwrap()).or_default() += 1;
        }
        assert_eq!((codes["USER_WRONG_PASSWORD"], codes["LOGIN_RETRIES_EXCEEDED"], codes["LOGIN_BLOCKED"]), (9, 1, 15), "{codes:?}");
    }

    async fn an_address_that_keeps_being_wrong_is_refused(server: Server) {
        assert_eq!(by_id(&server, "wrong").await, error("USER_WRONG_PASSWORD"));
        helpers::set_counters(&server, "from/%", 99, server.now() + 600).await;
        assert_eq!(by_id(&server, "wrong").await, error("USER_WRONG_PASSWORD"), "the hundredth");
        let nobody = json!({"partnerId": server.account.id, "userId": "nobody", "password": "x"});
        assert_eq!(server.call("user", "login", nobody).await, error("LOGIN_BLOCKED"));
        assert_eq!(by_id(&server, PASSWORD).await, error("LOGIN_BLOCKED"));
        server.address = String::from("198.51.100.9");
        text(by_id(&server, PASSWORD).await);
        server.address = String::from("203.0.113.7");
        server.pass(601);
        text(by_id(&server, PASSWORD).await);
    }

    async fn what_has_become_known_is_no_password(server: Server) {
        // SHA-1 of both passwords, as `sha1sum` says it.
        let lines = ["ABF7AAD6438836DBE526AA231ABDE2D0EEF74D42:3\r\n", "BB95E53E7F0A940FD1CAC12E302E4539D4747A94:12\r\n"];
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), lines.concat()).unwrap();
        server.app.set_breached_passwords(boxoffice::login::BreachedPasswords::open(file.path()).unwrap());
        text(by_id(&server, PASSWORD).await);
        let change = |new: &str| json!({"oldLoginId": server.account.owner, "password": PASSWORD, "newPassword": new});
        assert_eq!(server.call("user", "updateLoginData", change(OTHER)).await, error("COMMON_PASSWORD"));
        let ks = server.admin().await;
        let add = async |password: &str| {
            let user = json!({"id": "ann", "email": "ann@example.test", "password": password});
            server.call("user", "add", json!({"ks": ks, "user": user})).await
        };
        assert_eq!(add(OTHER).await, error("COMMON_PASSWORD"));
        add("nobody has ever seen this").await.unwrap();
        server.call("user", "updateLoginData", change("nor has anybody seen that")).await.unwrap();
    }

    async fn an_account_has_a_policy_of_its_own(server: Server) {
        settings(&server, &server.account, json!({
            "passwordStructure": [
                {"regex": "/^[a-z0-9]{8,14}$/", "description": "8 to 14 letters or digits\\n"},
                {"regex": "[0-9]", "description": "a digit"}
            ],
            "maxAttempts": 3, "lockSeconds": 60, "previousPasswords": 2, "passwordMaxAge": 1000
        })).await;
        let change = |old: &str, new: &str| json!({"oldLoginId": server.account.owner, "password": old, "newPassword": new});
        let rules = refused("PASSWORD_STRUCTURE_INVALID", json!({"RULES": "8 to 14 letters or digits\\na digit"}));
        assert_eq!(server.call("user", "updateLoginData", change(PASSWORD, OTHER)).await, rules);
        assert_eq!(server.call("user", "updateLoginData", change(PASSWORD, "lettersonly")).await, rules);
        assert_eq!(server.call("user", "updateLoginData", change(PASSWORD, "1234567890")).await, error("COMMON_PASSWORD"));
        server.call("user", "updateLoginData", change(PASSWORD, "garden1742")).await.unwrap();
        let used = error("PASSWORD_ALREADY_USED");
        assert_eq!(server.call("user", "updateLoginData", change("garden1742", "garden1742")).await, used);
        server.call("user", "updateLoginData", change("garden1742", "garden1743")).await.unwrap();
        assert_eq!(server.call("user", "updateLoginData", change("garden1743", "garden1742")).await, used);
        server.call("user", "updateLoginData", change("garden1743", "garden1744")).await.unwrap();
        server.call("user", "updateLoginData", change("garden1744", "garden1742")).await.unwrap();

        for _ in 0..2 {
            assert_eq!(by_id(&server, "wrong").await, error("USER_WRONG_PASSWORD"));
        }
        assert_eq!(by_id(&server, "wrong").await, error("LOGIN_RETRIES_EXCEEDED"));
        server.pass(61);
        text(by_id(&server, "garden1742").await);
        server.pass(1000);
        assert_eq!(by_id(&server, "garden1742").await, error("PASSWORD_EXPIRED"));
        assert_eq!(by_email(&server, "garden1742", json!({})).await, error("PASSWORD_EXPIRED"));
        server.call("adminUser", "updatePassword", json!({"email": server.account.owner, "password": "garden1742", "newPassword": "garden1745"})).await.unwrap();
        text(by_email(&server, "garden1745", json!({})).await);
    }

    async fn names_are_no_passwords_unless_the_account_says_so(server: Server) {
        let add = |id: &str| json!({"id": id, "email": format!("{id}@example.test"), "firstName": "Annabel", "password": "hello annabel!"});
        let ks = server.admin().await;
        let call = |id: &str| server.call("user", "add", json!({"ks": ks, "user": add(id)}));
        assert_eq!(call("one").await.unwrap_err().code, "PASSWORD_STRUCTURE_INVALID");
        for password in ["all about boxoffice", "my own Account!"] {
            let user = json!({"id": "three", "email": "three@example.test", "password": password});
            let refused = server.call("user", "add", json!({"ks": ks, "user": user})).await.unwrap_err();
            assert_eq!(refused.code, "PASSWORD_STRUCTURE_INVALID", "{password}");
        }
        feature(&server, &server.account, "FEATURE_DISABLE_PASSWORD_RESTRICTION").await;
        assert!(call("two").await.is_ok());
    }

    async fn an_imported_password_is_hashed_anew(server: Server) {
        // reference: identity.md §4.3
        helpers::import_password(&server, "0123456789abcdef0123456789abcdef", "4349be951238bf43d7365d6e5c0f2f32c656c27b").await;
        assert_eq!(by_id(&server, "Passw0rd!y").await, error("USER_WRONG_PASSWORD"));
        assert!(helpers::login_row(&server).await.0.is_none());
        text(by_id(&server, "Passw0rd!x").await);
        let (phc, updated_at) = helpers::login_row(&server).await;
        assert!(phc.unwrap().starts_with("$argon2id$"));
        assert_eq!(updated_at, 12_345, "the password is as old as it was");
        text(by_id(&server, "Passw0rd!x").await);
    }
}
