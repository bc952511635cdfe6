//! Accounts that choose passwords for people of other accounts, and what it gets them (docs/security.md).

use boxoffice::migrations::MIGRATIONS;
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

use crate::common::{Account, Outcome, PASSWORD, Server, invalid_ks, refused, text};
use crate::helpers::{code_at, key_of, mails, seed_of, settings};
use crate::{OTHER, error, on_both_stores};

const VICTIM: &str = "victim@example.test";
/// What the attacker chose for the victim.
const CHOSEN: &str = "the attacker chose this";

/// Adds the victim to an account.
async fn add(server: &Server, account: &Account, more: Value) {
    let ks = server.start(account, &account.owner, 2, "").await;
    let mut user = json!({"id": "vic", "isAdmin": true, "email": VICTIM});
    user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server.call("user", "add", json!({"ks": ks, "user": user})).await.expect("the victim can be added");
}

async fn console(server: &Server, password: &str, account: Value) -> Outcome {
    server
        .call("adminUser", "login", json!({"email": VICTIM, "password": password, "partnerId": account}))
        .await
}

async fn by_id(server: &Server, account: &Account, user: &str, password: &str) -> Outcome {
    server.call("user", "login", json!({"partnerId": account.id, "userId": user, "password": password})).await
}

async fn account_of(server: &Server, ks: &str) -> i64 {
    server.call("session", "get", json!({"ks": ks})).await.unwrap()["partnerId"].as_i64().unwrap()
}

/// The accounts that a session says its user administers.
async fn administered(server: &Server, ks: &str) -> Vec<i64> {
    let list = server.call("partner", "listPartnersForUser", json!({"ks": ks})).await.unwrap();
    list["objects"].as_array().unwrap().iter().map(|account| account["id"].as_i64().unwrap()).collect()
}

/// The link in the newest mail to the victim.
async fn mailed_key(server: &Server) -> String {
    let mails = mails(server).await;
    let (_, letter) =
        mails.iter().find(|(mail, _)| mail.recipient == VICTIM).expect("the victim hears of it");
    key_of(letter)
}

async fn choose(server: &Server, key: &str, password: &str) -> Value {
    let chosen = json!({"hashKey": key, "newPassword": password});
    server.call("user", "setInitialPassword", chosen).await.expect("the link works")
}

on_both_stores! {
    async fn a_password_that_an_account_chose_opens_that_account_alone(server: Server) {
        let (ours, theirs) = (&server.account, &server.new_account("attacker@example.test").await);
        let stranger = &server.new_account("stranger@example.test").await;
        add(&server, theirs, json!({"password": CHOSEN})).await;
        assert_eq!(account_of(&server, &text(console(&server, CHOSEN, json!(theirs.id)).await)).await, theirs.id);
        let before = text(console(&server, CHOSEN, Value::Null).await);
        add(&server, ours, json!({"firstName": "Vic"})).await;

        // Whoever has the password finds the victim in one account, and nobody in the others.
        let absent = console(&server, CHOSEN, json!(stranger.id)).await;
        assert_eq!(absent, error("USER_NOT_FOUND"));
        assert_eq!(console(&server, CHOSEN, json!(ours.id)).await, absent);
        let absent = by_id(&server, ours, "nobody", CHOSEN).await;
        assert_eq!(absent, error("USER_WRONG_PASSWORD"));
        assert_eq!(by_id(&server, ours, "vic", CHOSEN).await, absent);
        let by_email = |account: Value| server.call("user", "loginByLoginId", json!({"loginId": VICTIM, "password": CHOSEN, "partnerId": account}));
        assert_eq!(by_email(json!(ours.id)).await, error("USER_WRONG_PASSWORD"));
        let session = text(by_email(Value::Null).await);
        assert_eq!(account_of(&server, &session).await, theirs.id);
        text(by_id(&server, theirs, "vic", CHOSEN).await);
        for ks in [&before, &session] {
            let change = |to: i64| server.call("user", "loginByKs", json!({"ks": ks, "requestedPartnerId": to}));
            for account in [ours.id, stranger.id, 999_999] {
                assert_eq!(change(account).await, refused("UNKNOWN_PARTNER_ID", json!({"PID": account.to_string()})));
            }
            assert_eq!(administered(&server, ks).await, [theirs.id]);
        }
        for account in [ours.id, stranger.id] {
            let secrets = json!({"partnerId": account, "adminEmail": VICTIM, "cmsPassword": CHOSEN});
            assert_eq!(server.call("partner", "getSecrets", secrets).await, error("USER_DATA_ERROR"));
        }
        for account in [ours, theirs] {
            server.set_partner_status(account, 2).await;
            assert_eq!(console(&server, CHOSEN, Value::Null).await.is_ok(), account.id == ours.id, "nobody falls back to an account");
            server.set_partner_status(account, 1).await;
        }

        // Nor does it change what the accounts share.
        for change in [json!({"newPassword": OTHER}), json!({"newFirstName": "Eve"}), json!({"newLoginId": "attacker2@example.test"})] {
            let mut params = json!({"oldLoginId": VICTIM, "password": CHOSEN});
            params.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            assert_eq!(server.call("user", "updateLoginData", params).await, error("USER_DATA_ERROR"), "{change}");
        }
        let change = json!({"email": VICTIM, "password": CHOSEN, "newEmail": "attacker2@example.test"});
        assert_eq!(server.call("adminUser", "updatePassword", change).await, error("WRONG_OLD_PASSWORD"));
        let ks = server.admin().await;
        let seen = server.call("user", "get", json!({"ks": ks, "userId": "vic"})).await.unwrap();
        assert_eq!((&seen["firstName"], &seen["email"]), (&json!("Vic"), &json!(VICTIM)));
        let reset = json!({"ks": server.start(theirs, &theirs.owner, 2, "").await, "loginDataId": VICTIM, "newPassword": OTHER});
        assert_eq!(server.call("user", "loginDataResetPassword", reset).await, error("CANNOT_UPDATE_ADMIN_LOGIN_DATA"));
    }

    async fn the_owner_of_the_mailbox_opens_all_accounts(server: Server) {
        let (ours, theirs) = (&server.account, &server.new_account("attacker@example.test").await);
        add(&server, theirs, json!({"password": CHOSEN})).await;
        let before = text(console(&server, CHOSEN, Value::Null).await);
        assert!(mails(&server).await.iter().all(|(mail, _)| mail.recipient != VICTIM), "one account alone asks for no proof");
        add(&server, ours, json!({})).await;
        let (mail, letter) = mails(&server).await.into_iter().find(|(mail, _)| mail.recipient == VICTIM).unwrap();
        assert_eq!(mail.kind, 121);
        assert!(letter.contains("/index.php/kmcng/actions/restore-password/") && letter.contains("does not open this account"), "{letter}");

        choose(&server, &key_of(&letter), OTHER).await;
        for account in [ours, theirs] {
            assert_eq!(console(&server, CHOSEN, json!(account.id)).await, error("USER_WRONG_PASSWORD"));
            assert_eq!(by_id(&server, account, "vic", CHOSEN).await, error("USER_WRONG_PASSWORD"));
            let ks = text(console(&server, OTHER, json!(account.id)).await);
            assert_eq!(administered(&server, &ks).await, [ours.id, theirs.id]);
            for there in [ours, theirs] {
                let change = json!({"ks": ks, "requestedPartnerId": there.id});
                assert_eq!(server.call("user", "loginByKs", change).await.unwrap()["partnerId"], there.id);
            }
            text(by_id(&server, account, "vic", OTHER).await);
        }
        let change = json!({"ks": before, "requestedPartnerId": ours.id});
        assert_eq!(server.call("user", "loginByKs", change).await, invalid_ks("LOGOUT"), "what the attacker opened is over");

        // An account that comes later is open at once, with no link.
        let third = &server.new_account("third@example.test").await;
        add(&server, third, json!({"password": CHOSEN})).await;
        let (mail, letter) = mails(&server).await.into_iter().find(|(mail, _)| mail.recipient == VICTIM).unwrap();
        assert!(mail.kind == 121 && !letter.contains("/actions/"), "{letter}");
        text(console(&server, OTHER, json!(third.id)).await);
        // And a password that the person changes with the old one stays open.
        let change = json!({"oldLoginId": VICTIM, "password": OTHER, "newPassword": PASSWORD, "newFirstName": "Vicky"});
        server.call("user", "updateLoginData", change).await.unwrap();
        for account in [ours, theirs, third] {
            text(console(&server, PASSWORD, json!(account.id)).await);
        }
    }

    async fn any_link_that_was_mailed_is_proof(server: Server) {
        let theirs = &server.new_account("attacker@example.test").await;
        add(&server, theirs, json!({"isAdmin": false, "password": CHOSEN})).await;
        add(&server, &server.account, json!({})).await;
        let asked_for = json!({"email": VICTIM});
        server.call("user", "resetPassword", asked_for).await.unwrap();
        choose(&server, &mailed_key(&server).await, OTHER).await;
        text(console(&server, OTHER, json!(server.account.id)).await);
        // Whoever was invited and has chosen nothing yet gets a new link with each account.
        let third = &server.new_account("third@example.test").await;
        for account in [theirs, third] {
            let ks = server.start(account, &account.owner, 2, "").await;
            let invited = json!({"id": "new", "isAdmin": true, "email": "new@example.test"});
            server.call("user", "add", json!({"ks": ks, "user": invited})).await.unwrap();
        }
        let (_, letter) = mails(&server).await.into_iter().find(|(mail, _)| mail.recipient == "new@example.test").unwrap();
        choose(&server, &key_of(&letter), OTHER).await;
        for account in [theirs, third] {
            text(by_id(&server, account, "new", OTHER).await);
        }
    }

    async fn an_account_that_gives_a_new_password_keeps_it_to_itself(server: Server) {
        let theirs = &server.new_account("attacker@example.test").await;
        add(&server, theirs, json!({"isAdmin": false})).await;
        let ks = server.start(theirs, &theirs.owner, 2, "").await;
        let enable = json!({"ks": ks, "userId": "vic", "loginId": VICTIM, "password": OTHER});
        server.call("user", "enableLogin", enable).await.unwrap();
        server.call("user", "resetPassword", json!({"email": VICTIM})).await.unwrap();
        choose(&server, &mailed_key(&server).await, PASSWORD).await;
        let reset = json!({"ks": ks, "loginDataId": VICTIM, "newPassword": CHOSEN});
        server.call("user", "loginDataResetPassword", reset).await.unwrap();
        add(&server, &server.account, json!({})).await;
        assert_eq!(by_id(&server, &server.account, "vic", CHOSEN).await, error("USER_WRONG_PASSWORD"));
        text(by_id(&server, theirs, "vic", CHOSEN).await);
        choose(&server, &mailed_key(&server).await, OTHER).await;
        text(by_id(&server, &server.account, "vic", OTHER).await);
    }

    async fn a_stolen_address_opens_no_account_that_joins_later(server: Server) {
        let (first, second) = (&server.new_account("one@example.test").await, &server.new_account("two@example.test").await);
        for account in [first, second] {
            let ks = server.start(account, &account.owner, 2, "").await;
            let attacker = json!({"id": "vic", "isAdmin": true, "email": "attacker@example.test"});
            server.call("user", "add", json!({"ks": ks, "user": attacker})).await.unwrap();
        }
        let (_, letter) = mails(&server).await.into_iter().find(|(mail, _)| mail.recipient == "attacker@example.test").unwrap();
        choose(&server, &key_of(&letter), CHOSEN).await;
        let rename = |from: &str, to: &str| server.call("user", "updateLoginData", json!({"oldLoginId": from, "password": CHOSEN, "newLoginId": to}));
        rename("attacker@example.test", "typo@example.test").await.unwrap();
        rename("typo@example.test", VICTIM).await.expect("who mistypes an address can change it again");
        for account in [first, second] {
            text(console(&server, CHOSEN, json!(account.id)).await);
        }
        add(&server, &server.account, json!({})).await;
        assert_eq!(console(&server, CHOSEN, json!(server.account.id)).await, error("USER_NOT_FOUND"));
        assert_eq!(rename(VICTIM, "attacker@example.test").await, error("USER_DATA_ERROR"), "the way to a link of one's own is closed");
        text(console(&server, CHOSEN, json!(second.id)).await);

        // Nor does it help to have been there before.
        for account in [first, &server.account] {
            let ks = server.start(account, &account.owner, 2, "").await;
            server.call("user", "delete", json!({"ks": ks, "userId": "vic"})).await.unwrap();
            add(&server, account, json!({"password": CHOSEN})).await;
            assert_eq!(by_id(&server, account, "vic", CHOSEN).await, error("USER_WRONG_PASSWORD"));
        }
        choose(&server, &mailed_key(&server).await, OTHER).await;
        for account in [first, second, &server.account] {
            text(by_id(&server, account, "vic", OTHER).await);
        }
    }

    async fn a_password_opens_an_account_that_it_made(server: Server) {
        let group = boxoffice::partner::Limits { publishers: Some(9), ..Default::default() };
        boxoffice::partner::set_limits(&server.app, server.account.id, &group, server.now()).await.unwrap();
        add(&server, &server.account, json!({"password": CHOSEN})).await;
        let register = async |password: &str| {
            let account = json!({"name": "Shop", "adminName": "Vic", "adminEmail": VICTIM, "description": "d"});
            let wanted = json!({"ks": server.admin().await, "partner": account, "cmsPassword": password});
            server.call("partner", "register", wanted).await.unwrap()["id"].as_i64().unwrap()
        };
        // The group account names somebody whose log-in it made: that says nothing of who reads the mails.
        let made = register("").await;
        assert_eq!(console(&server, CHOSEN, json!(made)).await, error("USER_NOT_FOUND"));
        let key = mailed_key(&server).await;
        text(console(&server, CHOSEN, json!(server.account.id)).await);
        choose(&server, &key, OTHER).await;
        text(console(&server, OTHER, json!(made)).await);

        // Whoever knows the password makes an account of their own with it, and enters that one.
        let theirs = server.new_account("attacker@example.test").await;
        let ks = server.start(&theirs, &theirs.owner, 2, "").await;
        let plain = json!({"id": "eve", "email": "eve@example.test", "password": CHOSEN});
        server.call("user", "add", json!({"ks": ks, "user": plain})).await.unwrap();
        let account = json!({"name": "Own", "adminName": "Eve", "adminEmail": "eve@example.test", "description": "d"});
        let wanted = json!({"ks": server.admin().await, "partner": account, "cmsPassword": CHOSEN});
        let own = server.call("partner", "register", wanted).await.unwrap()["id"].clone();
        let login = json!({"email": "eve@example.test", "password": CHOSEN, "partnerId": own});
        text(server.call("adminUser", "login", login).await);
    }

    async fn codes_that_an_account_may_know_end_with_its_password(server: Server) {
        let theirs = &server.new_account("attacker@example.test").await;
        settings(&server, theirs, json!({"twoFactor": true})).await;
        add(&server, theirs, json!({"isAdmin": false, "password": CHOSEN})).await;
        let known = seed_of(&server, VICTIM).await.unwrap();
        let login = json!({"loginId": VICTIM, "password": CHOSEN, "partnerId": theirs.id, "otp": code_at(&known, server.now())});
        text(server.call("user", "loginByLoginId", login).await);
        settings(&server, &server.account, json!({"twoFactor": true})).await;
        add(&server, &server.account, json!({})).await;
        let chosen = choose(&server, &mailed_key(&server).await, OTHER).await;
        assert!(chosen["qrCode"].as_str().unwrap().starts_with("iVBORw0KGgo"), "a picture");
        let own = seed_of(&server, VICTIM).await.unwrap();
        assert_ne!(own, known);
        let login = |seed: &str| json!({"loginId": VICTIM, "password": OTHER, "partnerId": server.account.id, "otp": code_at(seed, server.now())});
        assert_eq!(server.call("user", "loginByLoginId", login(&known)).await, error("INVALID_OTP"));
        text(server.call("user", "loginByLoginId", login(&own)).await);
    }

    async fn whoever_logs_in_while_the_password_changes_gets_no_further(server: Server) {
        let (ours, theirs) = (&server.account, &server.new_account("attacker@example.test").await);
        add(&server, theirs, json!({"password": CHOSEN})).await;
        add(&server, ours, json!({})).await;
        let key = mailed_key(&server).await;
        let hammer = async {
            let mut sessions = Vec::new();
            for _ in 0..8 {
                sessions.extend(console(&server, CHOSEN, json!(theirs.id)).await);
            }
            sessions
        };
        let (sessions, _) = tokio::join!(hammer, choose(&server, &key, OTHER));
        for ks in sessions {
            let change = json!({"ks": ks, "requestedPartnerId": ours.id});
            let refusal = server.call("user", "loginByKs", change).await.unwrap_err();
            assert!(["NEW_LOGIN_REQUIRED", "INVALID_KS"].contains(&refusal.code.as_str()), "{refusal:?}");
        }
    }

    async fn addresses_that_fold_alike_are_not_alike(server: Server) {
        let ks = server.admin().await;
        let add = |email: &str| server.call("user", "add", json!({"ks": ks, "user": {"id": "kim", "isAdmin": true, "email": email}}));
        assert_eq!(add("\u{212a}im@example.test").await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "email"})), "the sign of kelvin is no k");
        add("KIM@example.test").await.unwrap();
    }
}

/// People who were there before anybody asked for proofs: the password opens the account that made the log-in.
#[tokio::test]
async fn passwords_of_before_open_the_account_that_made_them() {
    let store = store::testing::sqlite().await;
    let (before, _) = MIGRATIONS.split_at(7);
    store.store.migrate(before).await.unwrap();
    let insert = Query::insert()
        .into_table("login")
        .columns([
            "email",
            "email_key",
            "config_partner_id",
            "password_updated_at",
            "created_at",
            "updated_at",
        ])
        .values_panic(["a@b.c".into(), "a@b.c".into(), 107.into(), 0.into(), 0.into(), 0.into()])
        .to_owned();
    let mut tx = store.store.begin().await.unwrap();
    tx.execute(&insert).await.unwrap();
    tx.commit().await.unwrap();
    store.store.migrate(MIGRATIONS).await.unwrap();
    let select = Query::select()
        .column("opens_only")
        .from("login")
        .and_where(Expr::col("email_key").eq("a@b.c"))
        .to_owned();
    let kept: Option<String> = store.store.one(&select).await.unwrap().unwrap().get("opens_only").unwrap();
    assert_eq!(kept.as_deref(), Some("107"));
}
