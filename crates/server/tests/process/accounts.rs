//! Accounts from the command line, while a server runs.

use std::process::Output;

use serde_json::{Value, json};

use crate::{Account, PASSWORD, Server, boxoffice, create_account, until};

fn account(data: &str, arguments: &[&str]) -> Output {
    boxoffice().arg("account").args(arguments).args(["--data", data]).output().unwrap()
}

fn told(data: &str, arguments: &[&str]) -> Value {
    let output = account(data, &[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn code_of_start(server: &Server, account: &Account) -> String {
    server.start_session(account)["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn accounts_are_listed_blocked_and_limited() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let made = create_account("owner@example.test", &["--data", data]);
    let id = made.id.to_string();

    let listed = told(data, &["list"]);
    let ids: Vec<i64> =
        listed["accounts"].as_array().unwrap().iter().map(|one| one["partnerId"].as_i64().unwrap()).collect();
    assert_eq!(ids, [made.id - 1, made.id], "the first start made one");
    let shown = told(data, &["show", &id]);
    assert_eq!(listed["accounts"][1], shown);
    for (name, value) in [
        ("name", json!("Test")),
        ("status", json!("active")),
        ("owner", json!("owner@example.test")),
        ("parentId", Value::Null),
        ("adminLogins", json!(-1)),
        ("publishers", json!(0)),
        ("ksMax", json!(86_400)),
        ("hideSecrets", json!(true)),
        ("trialEndsAt", Value::Null),
        ("trialEnd", Value::Null),
        ("twoFactor", json!(false)),
        ("twoFactorMode", Value::Null),
        ("enforceEntitlement", json!(false)),
    ] {
        assert_eq!(shown[name], value, "{name}");
    }

    for (arguments, status) in
        [(vec!["block", &id], "blocked"), (vec!["block", &id, "--full"], "fully-blocked")]
    {
        assert_eq!(code_of_start(&server, &made), "");
        assert_eq!(told(data, &arguments)["status"], status);
        until("the server has heard of the block", || {
            code_of_start(&server, &made) == "SERVICE_FORBIDDEN_CONTENT_BLOCKED"
        });
        assert_eq!(told(data, &["unblock", &id])["status"], "active");
        until("the server has heard of the end of the block", || code_of_start(&server, &made).is_empty());
    }

    let limits = ["limits", &id, "--admin-logins", "5", "--publishers", "-1", "--ks-max", "600"];
    let shown = told(
        data,
        &[&limits[..], &["--hide-secrets", "false", "--trial-days", "3", "--trial-end", "blocked"]].concat(),
    );
    assert_eq!(
        (&shown["adminLogins"], &shown["publishers"], &shown["ksMax"]),
        (&json!(5), &json!(-1), &json!(600))
    );
    assert_eq!((&shown["hideSecrets"], &shown["trialEnd"]), (&json!(false), &json!("blocked")));
    let ends_at = shown["trialEndsAt"].as_i64().unwrap();
    let shown = told(data, &["limits", &id, "--trial-end", "read-only"]);
    assert_eq!((&shown["trialEnd"], &shown["trialEndsAt"]), (&json!("read-only"), &json!(ends_at)));
    assert_eq!(told(data, &["limits", &id, "--trial-days", "0"])["trialEndsAt"], Value::Null);
    let url = ["--public-url", "https://video.example.test"];
    let shown = told(data, &[&["limits", &id, "--two-factor", "on"][..], &url].concat());
    assert_eq!((&shown["twoFactor"], &shown["twoFactorMode"]), (&json!(true), &json!("all")));
    let mails = boxoffice().args(["mail", "show", "1", "--data", data]).output().unwrap();
    let letter = String::from_utf8_lossy(&mails.stdout);
    assert!(letter.contains("https://video.example.test/index.php/kmcng/actions/auth-info/"), "{letter}");
    let log_in = json!({"loginId": "owner@example.test", "password": PASSWORD});
    until("the server has heard of the codes", || {
        server.call("user", "loginByLoginId", &log_in)["code"] == "MISSING_OTP"
    });
    let shown = told(data, &[&["limits", &id, "--two-factor-mode", "others"][..], &url].concat());
    assert_eq!((&shown["twoFactor"], &shown["twoFactorMode"]), (&json!(true), &json!("others")));
    let shown = told(data, &["limits", &id, "--two-factor", "off"]);
    assert_eq!((&shown["twoFactor"], &shown["twoFactorMode"]), (&json!(false), &Value::Null));
    let people = account(data, &["show", &id]);
    assert!(String::from_utf8_lossy(&people.stdout).contains("owner@example.test"));

    for wrong in [
        vec!["show", "999999"],
        vec!["block", "999999"],
        vec!["unblock", "999999"],
        vec!["limits", "999999", "--publishers", "1"],
        vec!["limits", &id, "--trial-end", "blocked"],
        vec!["limits", &id, "--two-factor", "on"],
    ] {
        let output = account(data, &wrong);
        assert_eq!(output.status.code(), Some(1), "{wrong:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).trim_end().lines().count(), 1, "{wrong:?}");
    }
    for wrong in [
        vec!["limits", &id, "--two-factor-mode", "some"],
        vec!["limits", &id, "--ks-max", "0"],
        vec!["limits", &id, "--publishers", "-2"],
        vec!["show"],
    ] {
        assert_eq!(account(data, &wrong).status.code(), Some(2), "{wrong:?}");
    }
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(account(nowhere.path().to_str().unwrap(), &["list"]).status.code(), Some(1));
}

#[test]
fn an_invitation_opens_the_door_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &["--registration", "invitation", "--trial-days", "14"]);
    let code = told(data, &["invite", "--days", "2"])["invitation"].as_str().unwrap().to_owned();
    let register = |email: &str, code: &str| {
        let partner = json!({
            "name": "Org", "adminName": "Carol", "adminEmail": email, "description": "made-up",
            "additionalParams": [{"key": "invitation", "value": code}],
        });
        server.call("partner", "register", &json!({"partner": partner}))
    };
    assert_eq!(register("a@example.test", "guess")["code"], "PARTNER_REGISTRATION_ERROR");
    let made = register("a@example.test", &code);
    assert_eq!(made["adminUserId"], "a@example.test", "{made}");
    assert_eq!(register("b@example.test", &code)["code"], "PARTNER_REGISTRATION_ERROR");
    let shown = told(data, &["show", &made["id"].to_string()]);
    let days = (shown["trialEndsAt"].as_i64().unwrap() - shown["createdAt"].as_i64().unwrap()) / 86_400;
    assert_eq!((days, &shown["trialEnd"]), (14, &json!("read-only")));
    assert_eq!(shown["adminLogins"], 3);
}

#[test]
fn a_console_can_ask_whether_the_key_of_a_link_works() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    create_account("owner@example.test", &["--data", data]);
    assert_eq!(server.call("user", "resetPassword", &json!({"email": "owner@example.test"})), Value::Null);
    let mail = |arguments: &[&str]| -> Value {
        let output =
            boxoffice().arg("mail").args(arguments).args(["--json", "--data", data]).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let listed = mail(&["list"]);
    let letter = mail(&["show", &listed[0]["id"].to_string()]);
    let (_, after) = letter["text"].as_str().unwrap().split_once("/actions/restore-password/").unwrap();
    let key = after.split_whitespace().next().unwrap();

    let asked = |key: &str| {
        let answer = server.get(&format!("/index.php/kmcng/resetpassword/setpasshashkey/{key}")).unwrap();
        assert_eq!(answer.status, 200);
        serde_json::from_str::<Value>(&answer.body).unwrap()["errorCode"].clone()
    };
    // As it stands in the link, as it was made, and with its equals signs escaped.
    for spelling in [key.to_owned(), key.replace('.', "="), key.replace('.', "%3D")] {
        assert_eq!(asked(&spelling), Value::Null, "{spelling}: and it stays usable");
    }
    let chosen = json!({"hashKey": key, "newPassword": "another horse, another staple"});
    let done = server.call("adminUser", "setInitialPassword", &chosen);
    assert_eq!(done["objectType"], "KalturaAuthentication");
    assert_eq!(asked(key), "NEW_PASSWORD_HASH_KEY_INVALID", "it works once");
    for garbage in ["MTIzNDU2", "", "%FF", "a/b"] {
        assert_eq!(asked(garbage), "INVALID_HASH", "{garbage}");
    }
}
