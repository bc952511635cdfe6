//! One-time codes, and other things that an account asks for besides a password (reference: identity.md §4).

use serde_json::{Value, json};

use crate::common::{PASSWORD, Server, text};
use crate::helpers::{self, by_email, by_id, code_at, key_of, newest_mail, seed_of, settings};
use crate::{OTHER, error, on_both_stores};

on_both_stores! {
    async fn codes_are_asked_for_where_the_account_says_so(server: Server) {
        settings(&server, &server.account, json!({"twoFactor": true})).await;
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        let key = key_of(&newest_mail(&server).await.1);
        assert_eq!(by_email(&server, PASSWORD, json!({"otp": "123456"})).await, error("INVALID_OTP"), "nobody without a seed comes in");
        let chosen = server.call("user", "setInitialPassword", json!({"hashKey": key, "newPassword": OTHER})).await.unwrap();
        assert_eq!(chosen["objectType"], "KalturaAuthentication");
        assert!(chosen["qrCode"].as_str().unwrap().starts_with("iVBORw0KGgo"), "a PNG");
        let seed = seed_of(&server, &server.account.owner).await.unwrap();

        for otp in [json!({}), json!({"otp": ""})] {
            assert_eq!(by_email(&server, OTHER, otp).await, error("MISSING_OTP"));
        }
        assert_eq!(by_email(&server, OTHER, json!({"otp": "000000"})).await, error("INVALID_OTP"));
        assert_eq!(by_email(&server, "wrong", json!({"otp": code_at(&seed, server.now())})).await, error("USER_WRONG_PASSWORD"));
        let code = code_at(&seed, server.now());
        text(by_email(&server, OTHER, json!({"otp": code})).await);
        assert_eq!(by_email(&server, OTHER, json!({"otp": code})).await, error("INVALID_OTP"), "a code works once");
        server.pass(30);
        let code = code_at(&seed, server.now());
        assert_eq!(by_id(&server, OTHER).await, error("MISSING_OTP"), "user.login has no place for a code");
        let secrets = |otp: Value| json!({"partnerId": server.account.id, "adminEmail": server.account.owner, "cmsPassword": OTHER, "otp": otp});
        assert_eq!(server.call("partner", "getSecrets", secrets(Value::Null)).await, error("USER_DATA_ERROR"));
        assert_eq!(server.call("partner", "getSecrets", secrets(json!(code))).await.unwrap()["id"], server.account.id);

        server.pass(30);
        let change = |otp: Value| json!({"oldLoginId": server.account.owner, "password": OTHER, "newFirstName": "Ada", "otp": otp});
        assert_eq!(server.call("user", "updateLoginData", change(Value::Null)).await, error("USER_DATA_ERROR"));
        assert_eq!(server.call("user", "updateLoginData", change(json!("000000"))).await, error("USER_DATA_ERROR"));
        server.call("user", "updateLoginData", change(json!(code_at(&seed, server.now())))).await.unwrap();
        server.pass(30);
        let change = |otp: Value| json!({"email": server.account.owner, "password": OTHER, "newPassword": PASSWORD, "otp": otp});
        assert_eq!(server.call("adminUser", "updatePassword", change(Value::Null)).await, error("MISSING_OTP"));
        assert_eq!(server.call("adminUser", "updatePassword", change(json!("000000"))).await, error("INVALID_OTP"));
        server.call("adminUser", "updatePassword", change(json!(code_at(&seed, server.now())))).await.unwrap();
    }

    async fn wrong_codes_lock_too(server: Server) {
        settings(&server, &server.account, json!({"twoFactor": true, "maxAttempts": 3})).await;
        for code in ["MISSING_OTP", "INVALID_OTP"] {
            let otp = if code == "MISSING_OTP" { "" } else { "000000" };
            assert_eq!(by_email(&server, PASSWORD, json!({"otp": otp})).await, error(code));
        }
        assert_eq!(by_id(&server, PASSWORD).await, error("LOGIN_RETRIES_EXCEEDED"));
    }

    async fn codes_may_be_for_some_only(server: Server) {
        server.add_user("plain", json!({"email": "plain@example.test", "password": OTHER})).await;
        let plain = json!({"partnerId": server.account.id, "userId": "plain", "password": OTHER});
        for (mode, of_admins, of_others) in [(0, true, true), (1, true, false), (2, false, true)] {
            settings(&server, &server.account, json!({"twoFactor": true, "twoFactorMode": mode})).await;
            assert_eq!(by_id(&server, PASSWORD).await.is_err(), of_admins, "mode {mode}");
            assert_eq!(server.call("user", "login", plain.clone()).await.is_err(), of_others, "mode {mode}");
        }
        settings(&server, &server.account, json!({"twoFactor": false, "twoFactorMode": 0})).await;
        text(by_id(&server, PASSWORD).await);
    }

    async fn direct_logins_can_be_blocked(server: Server) {
        server.add_user("excluded", json!({"email": "excluded@example.test", "password": OTHER, "isSsoExcluded": true})).await;
        settings(&server, &server.account, json!({"blockDirectLogin": true})).await;
        assert_eq!(by_email(&server, PASSWORD, json!({})).await, error("DIRECT_LOGIN_BLOCKED"));
        assert_eq!(by_id(&server, "wrong").await, error("USER_WRONG_PASSWORD"), "the password comes first");
        text(server.call("user", "login", json!({"partnerId": server.account.id, "userId": "excluded", "password": OTHER})).await);
    }

    async fn falling_back_does_not_pass_by_codes(server: Server) {
        let other = server.new_account("other@example.test").await;
        let ks = server.start(&other, &other.owner, 2, "").await;
        server.call("user", "add", json!({"ks": ks, "user": {"id": "me", "isAdmin": true, "email": server.account.owner}})).await.unwrap();
        settings(&server, &other, json!({"twoFactor": true})).await;
        text(by_email(&server, PASSWORD, json!({})).await);
        server.set_user_status(&server.account, &server.account.owner, 0).await;
        assert_eq!(by_email(&server, PASSWORD, json!({})).await, error("MISSING_OTP"));
    }

    async fn a_new_password_leaves_the_authenticator_alone(server: Server) {
        settings(&server, &server.account, json!({"twoFactor": true})).await;
        let owner = server.account.owner.clone();
        let key = async || {
            server.call("user", "resetPassword", json!({"email": owner})).await.unwrap();
            key_of(&newest_mail(&server).await.1)
        };
        let choose = async |key: String, password: &str| {
            let chosen = json!({"hashKey": key, "newPassword": password});
            text(Ok(server.call("user", "setInitialPassword", chosen).await.unwrap()["qrCode"].clone()))
        };
        assert!(!choose(key().await, OTHER).await.is_empty(), "the first authenticator is set up like this");
        assert!(!choose(key().await, OTHER).await.is_empty(), "it was never used: whoever lost the picture gets another");
        let seed = seed_of(&server, &owner).await.unwrap();
        text(by_email(&server, OTHER, json!({"otp": code_at(&seed, server.now())})).await);

        // From now on, a mailbox alone is not enough.
        assert_eq!(choose(key().await, PASSWORD).await, "", "no picture");
        assert_eq!(seed_of(&server, &owner).await.as_ref(), Some(&seed));
        server.pass(30);
        assert_eq!(by_email(&server, PASSWORD, json!({})).await, error("MISSING_OTP"));
        text(by_email(&server, PASSWORD, json!({"otp": code_at(&seed, server.now())})).await);
        let draw = json!({"hashKey": key().await});
        assert_eq!(server.call("user", "generateQrCode", draw).await, error("INVALID_HASH"));
        let partner = server.app.partners.get(&server.app, server.account.id).await.unwrap().unwrap();
        let mut tx = server.app.store.begin().await.unwrap();
        boxoffice::login::announce_two_factor(&server.app, &mut tx, &partner, server.now()).await.unwrap();
        tx.commit().await.unwrap();
        let (mail, letter) = newest_mail(&server).await;
        assert!(mail.kind == 140 && letter.contains("that you have") && !letter.contains("/actions/"), "{letter}");

        // The operator helps those who have lost theirs.
        let known = server.app.users.get(&server.app, server.account.id, &owner).await.unwrap().unwrap();
        assert!(boxoffice::login::forget_authenticator(&server.app, known.login_row.unwrap()).await.unwrap());
        server.pass(30);
        assert_eq!(by_email(&server, PASSWORD, json!({"otp": code_at(&seed, server.now())})).await, error("INVALID_OTP"));
        assert!(!choose(key().await, OTHER).await.is_empty());
        let new = seed_of(&server, &owner).await.unwrap();
        assert_ne!(new, seed);
        text(by_email(&server, OTHER, json!({"otp": code_at(&new, server.now())})).await);
    }

    async fn a_picture_is_drawn_once(server: Server) {
        let reset = || server.call("user", "resetPassword", json!({"email": server.account.owner}));
        let draw = |key: &str| server.call("user", "generateQrCode", json!({"hashKey": key}));
        reset().await.unwrap();
        let key = key_of(&newest_mail(&server).await.1);
        assert!(text(draw(&key).await).starts_with("iVBORw0KGgo"));
        let seed = seed_of(&server, &server.account.owner).await.unwrap();
        assert_eq!(draw(&key).await, error("INVALID_HASH"), "the key is used up");
        assert_eq!(draw("garbage").await, error("INVALID_HASH"));
        reset().await.unwrap();
        text(draw(&key_of(&newest_mail(&server).await.1)).await);
        assert_eq!(seed_of(&server, &server.account.owner).await.unwrap(), seed, "authenticators go on working");
        reset().await.unwrap();
        let late = key_of(&newest_mail(&server).await.1);
        server.pass(86_401);
        assert_eq!(draw(&late).await, error("INVALID_HASH"));
        reset().await.unwrap();
        let key = key_of(&newest_mail(&server).await.1);
        helpers::unlink_users(&server).await;
        assert_eq!(draw(&key).await, error("INVALID_USER_ID"), "a login without a user");
    }

    async fn administrators_hear_that_codes_are_asked_for(server: Server) {
        settings(&server, &server.account, json!({"twoFactor": true})).await;
        let partner = server.app.partners.get(&server.app, server.account.id).await.unwrap().unwrap();
        let mut tx = server.app.store.begin().await.unwrap();
        boxoffice::login::announce_two_factor(&server.app, &mut tx, &partner, server.now()).await.unwrap();
        tx.commit().await.unwrap();
        let (mail, letter) = newest_mail(&server).await;
        assert_eq!((mail.kind, mail.recipient.as_str()), (140, server.account.owner.as_str()));
        assert!(letter.contains("/index.php/kmcng/actions/auth-info/"), "{letter}");
        server.pass(2 * 86_400);
        text(server.call("user", "generateQrCode", json!({"hashKey": key_of(&letter)})).await);
        let seed = seed_of(&server, &server.account.owner).await.unwrap();
        text(by_email(&server, PASSWORD, json!({"otp": code_at(&seed, server.now())})).await);
    }

    async fn whoever_is_attached_sets_up_codes_by_a_link(server: Server) {
        let other = server.new_account("other@example.test").await;
        settings(&server, &other, json!({"twoFactor": true})).await;
        let ks = server.start(&other, &other.owner, 2, "").await;
        let me = json!({"id": "me", "isAdmin": true, "email": server.account.owner});
        server.call("user", "add", json!({"ks": ks, "user": me})).await.unwrap();
        assert_eq!(seed_of(&server, &server.account.owner).await, None, "no seed that nobody knows");
        let change = json!({"oldLoginId": server.account.owner, "password": PASSWORD, "newPassword": OTHER});
        server.call("user", "updateLoginData", change).await.expect("a foreign account does not stand in the way");
        let there = |otp: &str| by_email(&server, OTHER, json!({"partnerId": other.id, "otp": otp}));
        assert_eq!(there("").await, error("MISSING_OTP"));
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        let key = key_of(&newest_mail(&server).await.1);
        text(server.call("user", "generateQrCode", json!({"hashKey": key})).await);
        let seed = seed_of(&server, &server.account.owner).await.unwrap();
        text(there(&code_at(&seed, server.now())).await);
    }
}
