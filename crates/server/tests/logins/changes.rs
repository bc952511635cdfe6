//! Changing how somebody logs in: the person, the account, the old service `adminUser` (reference: identity.md §4.10,
//! §6.4, §7).

use aes::Aes256;
use aes::cipher::{Array, BlockModeDecrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::common::{PASSWORD, Server, invalid_ks, refused, text};
use crate::helpers::{by_email, by_id, code_at, key_of, mails, newest_mail, seed_of, set_quota, settings};
use crate::{OTHER, error, on_both_stores};

on_both_stores! {
    async fn somebody_changes_the_own_login(server: Server) {
        let other = server.new_account("other@example.test").await;
        let ks = server.start(&other, &other.owner, 2, "").await;
        server.call("user", "add", json!({"ks": ks, "user": {"id": "me", "isAdmin": true, "email": server.account.owner}})).await.unwrap();
        let here = text(by_email(&server, PASSWORD, json!({"partnerId": server.account.id})).await);
        let there = text(by_email(&server, PASSWORD, json!({"partnerId": other.id})).await);
        let owner = server.account.owner.clone();
        let update = |more: Value| {
            let mut params = json!({"oldLoginId": owner, "password": PASSWORD});
            params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            server.call("user", "updateLoginData", params)
        };
        assert_eq!(update(json!({"newFirstName": "<b>Ada</b>"})).await, refused("UNSAFE_HTML_TAGS", json!({"CLASS_NAME": "UserLoginData", "PROPERTY_NAME": "newFirstName"})));
        assert_eq!(update(json!({"newLoginId": "nonsense"})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "newEmail"})));
        assert_eq!(update(json!({"newLoginId": other.owner})).await, error("USER_DATA_ERROR"), "taken");
        assert_eq!(update(json!({"password": "wrong", "newFirstName": "Ada"})).await, error("USER_DATA_ERROR"));
        assert_eq!(update(json!({"newPassword": "short"})).await.unwrap_err().code, "PASSWORD_STRUCTURE_INVALID");
        assert_eq!(update(json!({"newPassword": "1234567890"})).await, error("COMMON_PASSWORD"));
        let ks = server.admin().await;
        let user = server.call("user", "get", json!({"ks": ks, "userId": owner})).await.unwrap();
        assert_eq!((user["email"].clone(), user["firstName"].clone()), (json!(owner), json!("owner")), "nothing has changed");

        assert_eq!(update(json!({"newLoginId": "Ada@example.test", "newFirstName": "Ada", "newLastName": "Low"})).await, Ok(Value::Null));
        for (account, id) in [(&server.account, owner.as_str()), (&other, "me")] {
            let ks = server.start(account, &account.owner, 2, "").await;
            let user = server.call("user", "get", json!({"ks": ks, "userId": id})).await.unwrap();
            assert_eq!((user["email"].as_str(), user["fullName"].as_str()), (Some("Ada@example.test"), Some("Ada Low")));
        }
        assert!(server.call("user", "get", json!({"ks": here})).await.is_ok(), "only a new password ends sessions");
        assert_eq!(by_email(&server, PASSWORD, json!({})).await, error("USER_WRONG_PASSWORD"));
        let change = json!({"oldLoginId": "ada@example.test", "password": PASSWORD, "newPassword": OTHER});
        assert_eq!(server.call("user", "updateLoginData", change).await, Ok(Value::Null));
        for ks in [&here, &there] {
            assert_eq!(server.call("user", "get", json!({"ks": ks})).await, invalid_ks("LOGOUT"), "in all accounts");
        }
        text(server.call("user", "loginByLoginId", json!({"loginId": "ada@example.test", "password": OTHER})).await);
        let strangers = server.start(&other, "stranger", 0, "").await;
        assert!(server.call("session", "end", json!({"ks": strangers})).await.is_ok(), "nobody else is affected");
    }

    async fn changing_is_no_way_to_guess(server: Server) {
        let guess = || server.call("user", "updateLoginData", json!({"oldLoginId": server.account.owner, "password": "wrong", "newPassword": OTHER}));
        for _ in 0..9 {
            assert_eq!(guess().await, error("USER_DATA_ERROR"));
        }
        assert_eq!(guess().await, error("LOGIN_RETRIES_EXCEEDED"));
        assert_eq!(guess().await, error("LOGIN_BLOCKED"));
        assert_eq!(by_id(&server, PASSWORD).await, error("LOGIN_BLOCKED"), "one counter for all ways in");
    }

    async fn sessions_made_offline_say_nothing_of_a_password(server: Server) {
        let made = server.offline(&server.account, &server.account.owner, ks::SessionType::Admin, 600, "", ks::Version::V2);
        let change = json!({"oldLoginId": server.account.owner, "password": PASSWORD, "newPassword": OTHER});
        server.call("user", "updateLoginData", change).await.unwrap();
        assert!(server.call("user", "get", json!({"ks": made})).await.is_ok());
    }

    async fn a_user_gets_a_login_and_loses_it(server: Server) {
        for (id, admin) in [("plain", false), ("other", false), ("boss", true)] {
            if admin {
                server.add_user(id, json!({"isAdmin": true, "email": "boss@example.test"})).await;
            } else {
                server.add_user(id, json!({"firstName": "Pat"})).await;
            }
        }
        let ks = server.admin().await;
        let enable = |user: &str, login: &str, password: Value| server.call("user", "enableLogin", json!({"ks": ks, "userId": user, "loginId": login, "password": password}));
        assert_eq!(enable("nobody", "p@example.test", json!(OTHER)).await, error("USER_NOT_FOUND"));
        assert_eq!(enable("plain", "nonsense", json!(OTHER)).await, error("USER_NOT_FOUND"));
        assert_eq!(enable("plain", "p@example.test", Value::Null).await, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "password"})));
        assert_eq!(enable("plain", "p@example.test", json!("short")).await, refused("PASSWORD_STRUCTURE_INVALID", json!({"RULES": "N/A"})));
        assert_eq!(enable("plain", "p@example.test", json!("1234567890")).await, error("COMMON_PASSWORD"));
        assert_eq!(enable("plain", &server.account.owner, json!(OTHER)).await, error("USER_DATA_ERROR"), "used in this account");
        let enabled = enable("plain", "p@example.test", json!(OTHER)).await.unwrap();
        assert_eq!((enabled["loginEnabled"].clone(), enabled["email"].clone(), enabled["encryptedSeed"].clone()), (json!(true), json!("p@example.test"), json!("")));
        assert_eq!(enable("plain", "p@example.test", json!(OTHER)).await, error("USER_LOGIN_ALREADY_ENABLED"));
        let login = json!({"loginId": "p@example.test", "password": OTHER});
        text(server.call("user", "loginByLoginId", login.clone()).await);

        let disable = |params: Value| {
            let mut all = json!({"ks": ks});
            all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
            server.call("user", "disableLogin", all)
        };
        assert_eq!(disable(json!({})).await, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "userId"})));
        assert_eq!(disable(json!({"userId": "nobody"})).await, error("USER_NOT_FOUND"));
        assert_eq!(disable(json!({"loginId": "nobody@example.test", "userId": "plain"})).await, error("USER_NOT_FOUND"), "the login id counts");
        assert_eq!(disable(json!({"userId": "other"})).await, error("USER_LOGIN_ALREADY_DISABLED"));
        assert_eq!(disable(json!({"userId": "boss"})).await, error("CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER"));
        assert_eq!(disable(json!({"loginId": "P@example.test"})).await.unwrap()["loginEnabled"], false);
        assert_eq!(server.call("user", "loginByLoginId", login).await, error("USER_WRONG_PASSWORD"));
        assert!(enable("other", "p@example.test", json!(PASSWORD)).await.is_ok(), "the login died with its last user, so the password counts");
        text(server.call("user", "loginByLoginId", json!({"loginId": "p@example.test", "password": PASSWORD})).await);
    }

    async fn an_administrator_is_invited_and_chooses_a_password(server: Server) {
        server.add_user("boss", json!({"isAdmin": true, "email": "boss@example.test", "firstName": "Bea"})).await;
        let (invitation, letter) = mails(&server).await.into_iter().find(|(mail, _)| mail.kind == 120).unwrap();
        assert_eq!(invitation.recipient, "boss@example.test");
        assert!(letter.contains("Hello Bea,") && letter.contains(&server.account.id.to_string()), "{letter}");
        let (colleagues, _) = mails(&server).await.into_iter().find(|(mail, _)| mail.kind == 122).unwrap();
        assert_eq!(colleagues.recipient, server.account.owner);
        let chosen = json!({"hashKey": key_of(&letter), "newPassword": OTHER});
        server.call("adminUser", "setInitialPassword", chosen).await.unwrap();
        text(server.call("adminUser", "login", json!({"email": "boss@example.test", "password": OTHER})).await);
    }

    async fn administrators_have_a_quota(server: Server) {
        set_quota(&server, &server.account, 1).await;
        let ks = server.admin().await;
        let second = json!({"id": "second", "isAdmin": true, "email": "second@example.test"});
        assert_eq!(server.call("user", "add", json!({"ks": ks, "user": second})).await, error("ADMIN_LOGIN_USERS_QUOTA_EXCEEDED"));
        assert!(mails(&server).await.is_empty(), "nothing has changed");
    }

    async fn an_account_resets_the_passwords_of_its_own_people(server: Server) {
        server.add_user("plain", json!({"email": "plain@example.test", "password": OTHER})).await;
        let before = text(server.call("user", "login", json!({"partnerId": server.account.id, "userId": "plain", "password": OTHER})).await);
        let ks = server.admin().await;
        let reset = |login: &str, password: &str| server.call("user", "loginDataResetPassword", json!({"ks": ks, "loginDataId": login, "newPassword": password}));
        let other = server.new_account("other@example.test").await;
        assert_eq!(reset("nobody@example.test", PASSWORD).await, error("LOGIN_DATA_NOT_FOUND"));
        assert_eq!(reset("other@example.test", PASSWORD).await, error("LOGIN_DATA_NOT_FOUND"), "foreign is like absent");
        assert_eq!(reset(&server.account.owner, OTHER).await, error("CANNOT_UPDATE_ADMIN_LOGIN_DATA"));
        assert_eq!(reset("plain@example.test", "short").await.unwrap_err().code, "PASSWORD_STRUCTURE_INVALID");
        let answer = reset("plain@example.test", PASSWORD).await.unwrap();
        assert_eq!((answer["id"].clone(), answer["encryptedSeed"].clone()), (json!("plain"), json!("")));
        assert_eq!(server.call("session", "end", json!({"ks": before})).await, invalid_ks("LOGOUT"));
        text(server.call("user", "login", json!({"partnerId": server.account.id, "userId": "plain", "password": PASSWORD})).await);

        // Another account knows the address, and must not be able to take the person over.
        let theirs = server.start(&other, &other.owner, 2, "").await;
        server.call("user", "add", json!({"ks": theirs, "user": {"id": "x", "email": "plain@example.test", "password": "an attacker's own"}})).await.unwrap();
        let takeover = json!({"ks": theirs, "loginDataId": "plain@example.test", "newPassword": "an attacker's own"});
        assert_eq!(server.call("user", "loginDataResetPassword", takeover).await, error("CANNOT_UPDATE_LOGIN_DATA"));
        text(server.call("user", "login", json!({"partnerId": server.account.id, "userId": "plain", "password": PASSWORD})).await);
    }

    async fn whoever_becomes_an_administrator_hears_of_it(server: Server) {
        server.add_user("plain", json!({"email": "plain@example.test", "password": OTHER, "firstName": "Pat"})).await;
        server.add_user("mute", json!({})).await;
        let before = mails(&server).await.len();
        let ks = server.admin().await;
        let update = |id: &str, user: Value| server.call("user", "update", json!({"ks": ks, "userId": id, "user": user}));
        update("plain", json!({"screenName": "P"})).await.unwrap();
        update("mute", json!({"isAdmin": true})).await.unwrap();
        assert_eq!(mails(&server).await.len(), before, "it takes a log-in and a change");
        settings(&server, &server.account, json!({"twoFactor": true, "twoFactorMode": 1})).await;
        update("plain", json!({"isAdmin": true, "roleIds": "2"})).await.unwrap();
        let (mail, letter) = newest_mail(&server).await;
        assert_eq!((mail.kind, mail.recipient.as_str()), (142, "plain@example.test"));
        assert!(letter.contains("Hello Pat,") && letter.contains("/auth-info/"), "codes are asked of administrators: {letter}");
        update("plain", json!({"isAdmin": true})).await.unwrap();
        assert_eq!(mails(&server).await.len(), before + 1, "once");
        server.call("user", "demoteAdmin", json!({"ks": ks, "userId": "plain"})).await.unwrap();
        settings(&server, &server.account, json!({})).await;
        update("plain", json!({"isAdmin": true})).await.unwrap();
        assert_eq!(newest_mail(&server).await.0.kind, 121);
    }

    async fn the_way_in_of_the_owner_is_the_owners(server: Server) {
        let admin_role = server.call("user", "get", json!({"ks": server.admin().await})).await.unwrap()["roleIds"].clone();
        server.add_user("heir", json!({"roleIds": admin_role})).await;
        let given = json!({"ks": server.admin().await, "partner": {"adminUserId": "heir"}});
        server.call("partner", "update", given).await.expect("the owner hands the account on");
        server.add_role(&server.account, "HELPDESK", "ADMIN_USER_UPDATE,ADMIN_BASE").await;
        let helpdesk = server.start(&server.account, "helper", 2, "setrole:HELPDESK").await;
        let enable = |ks: String, user: &str| server.call("user", "enableLogin", json!({"ks": ks, "userId": user, "loginId": format!("{user}@example.test"), "password": OTHER}));
        assert_eq!(enable(helpdesk.clone(), "heir").await, error("USER_DATA_ERROR"), "whoever logs in as the owner sees the secrets");
        server.add_user("plain", json!({})).await;
        assert!(enable(helpdesk.clone(), "plain").await.is_ok());
        let heir = server.start(&server.account, "heir", 2, "").await;
        assert!(enable(heir, "heir").await.is_ok());
        let disable = json!({"ks": helpdesk, "userId": "heir"});
        assert_eq!(server.call("user", "disableLogin", disable).await, error("CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER"));
        let reset = json!({"ks": helpdesk, "loginDataId": "heir@example.test", "newPassword": PASSWORD});
        assert_eq!(server.call("user", "loginDataResetPassword", reset).await, error("CANNOT_UPDATE_ADMIN_LOGIN_DATA"));
        text(server.call("user", "login", json!({"partnerId": server.account.id, "userId": "heir", "password": OTHER})).await);
    }

    async fn applications_get_the_seed_of_their_own_people(server: Server) {
        settings(&server, &server.account, json!({"twoFactor": true, "twoFactorMode": 2})).await;
        server.add_user("plain", json!({})).await;
        let ks = server.admin().await;
        let enabled = server.call("user", "enableLogin", json!({"ks": ks, "userId": "plain", "loginId": "plain@example.test", "password": OTHER})).await.unwrap();
        let seed = decrypted(&server.account.admin_secret, enabled["encryptedSeed"].as_str().unwrap());
        assert_eq!(seed, seed_of(&server, "plain@example.test").await.unwrap());
        let login = json!({"loginId": "plain@example.test", "password": OTHER, "otp": code_at(&seed, server.now())});
        text(server.call("user", "loginByLoginId", login).await);
        let user = server.call("user", "get", json!({"ks": ks, "userId": "plain"})).await.unwrap();
        assert_eq!(user["encryptedSeed"], Value::Null, "in the answers of a few actions alone");

        let other = server.new_account("other@example.test").await;
        let theirs = server.start(&other, &other.owner, 2, "").await;
        server.call("user", "add", json!({"ks": theirs, "user": {"id": "x"}})).await.unwrap();
        let attached = server.call("user", "enableLogin", json!({"ks": theirs, "userId": "x", "loginId": "plain@example.test", "password": OTHER})).await.unwrap();
        assert_eq!(attached["encryptedSeed"], "", "what somebody uses elsewhere is nobody's to know");
    }

    async fn nobody_replaces_logins(server: Server) {
        let ks = server.admin().await;
        let replace = json!({"ks": ks, "userId": "x", "newLoginId": "y@example.test"});
        assert_eq!(server.call("user", "replaceUserLoginData", replace).await, refused("ACTION_FORBIDDEN", json!({"ACTION_NAME": "replaceUserLoginData"})));
    }

    async fn consoles_use_the_old_names(server: Server) {
        server.add_user("plain", json!({"email": "plain@example.test", "password": OTHER})).await;
        let login = |email: &str, password: &str| server.call("adminUser", "login", json!({"email": email, "password": password}));
        let ks = text(login(&server.account.owner, PASSWORD).await);
        let info = server.call("session", "get", json!({"ks": ks})).await.unwrap();
        assert_eq!((info["sessionType"].clone(), info["privileges"].clone()), (json!(2), json!("*")));
        assert_eq!(login(&server.account.owner, "wrong").await, error("USER_WRONG_PASSWORD"));
        assert_eq!(login("plain@example.test", OTHER).await, error("USER_DATA_ERROR"), "not an administrator");

        let update = |password: &str, more: Value| {
            let mut params = json!({"email": server.account.owner, "password": password});
            params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            server.call("adminUser", "updatePassword", params)
        };
        assert_eq!(update("wrong", json!({"newPassword": OTHER})).await, error("WRONG_OLD_PASSWORD"));
        assert_eq!(update("wrong", json!({"newPassword": "wrong"})).await, error("USER_WRONG_PASSWORD"));
        assert_eq!(update(PASSWORD, json!({"newEmail": "plain@example.test"})).await, error("LOGIN_ID_ALREADY_USED"));
        assert_eq!(update(PASSWORD, json!({"newEmail": "nonsense"})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "newEmail"})));
        let kept = update(PASSWORD, json!({"newEmail": "", "newPassword": "", "otp": ""})).await.unwrap();
        assert_eq!((kept["email"].clone(), kept["password"].clone(), kept["objectType"].clone()), (json!(server.account.owner), json!(PASSWORD), json!("KalturaAdminUser")));
        let changed = update(PASSWORD, json!({"newEmail": "new@example.test", "newPassword": OTHER})).await.unwrap();
        assert_eq!((changed["email"].clone(), changed["password"].clone()), (json!("new@example.test"), json!(OTHER)), "the console logs in with this");
        text(login("new@example.test", OTHER).await);

        assert_eq!(server.call("adminUser", "resetPassword", json!({"email": "new@example.test"})).await, Ok(Value::Null));
        let key = key_of(&newest_mail(&server).await.1);
        let chosen = server.call("adminUser", "setInitialPassword", json!({"hashKey": key, "newPassword": PASSWORD})).await.unwrap();
        assert_eq!(chosen["objectType"], "KalturaAuthentication");
        assert_eq!(server.call("adminUser", "setInitialPassword", json!({"hashKey": key, "newPassword": PASSWORD})).await, error("NEW_PASSWORD_HASH_KEY_INVALID"));
        text(login("new@example.test", PASSWORD).await);
    }
}

/// AES-256-CBC under the secret, no random start, zeros behind (reference: identity.md §6.4).
fn decrypted(secret: &str, encrypted: &str) -> String {
    let key = <[u8; 32]>::try_from(secret.as_bytes()).unwrap();
    let mut blocks: Vec<Array<u8, _>> =
        STANDARD.decode(encrypted).unwrap().chunks(16).map(|block| Array::try_from(block).unwrap()).collect();
    cbc::Decryptor::<Aes256>::new(&Array::from(key), &Array::default()).decrypt_blocks(&mut blocks);
    String::from_utf8(blocks.concat()).unwrap().trim_end_matches('\0').to_owned()
}
