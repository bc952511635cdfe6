//! Accounts from the command line, while a server runs.

use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::{Value, json};
use store::testing::PrivateServer;

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
        ("enforceHttps", json!(false)),
        ("hashesUserIds", json!(false)),
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

#[test]
fn ids_of_users_are_hashed_from_the_command_line() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let postgres = PrivateServer::start();
    let url = format!("{}/postgres", postgres.url());
    for (folder, store) in folders.iter().zip([vec![], vec!["--database-url", url.as_str()]]) {
        let data = folder.path().to_str().unwrap();
        let server = Server::start(folder.path(), &store);
        let store = [&["--data", data][..], &store].concat();
        let run = |arguments: &[&str], key: &str| {
            let mut command = boxoffice();
            command.args(arguments).args(&store).stdin(Stdio::piped());
            let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            // Who refuses reads no key.
            let _ = process.stdin.take().unwrap().write_all(key.as_bytes());
            process.wait_with_output().unwrap()
        };
        let told = |arguments: &[&str], key: &str| -> Value {
            let output = run(arguments, key);
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            serde_json::from_slice(&output.stdout).unwrap()
        };
        // The vector of identity.md §6.1 is for the first account.
        let secret = told(&["secret", "add", "--account", "101", "--json"], "");
        let start = |user: &str| {
            let wanted = json!({"secret": secret["value"], "partnerId": 101, "type": 2, "userId": user});
            server.call("session", "start", &wanted)
        };
        until("the server knows the secret", || start("boss").is_string());
        let (boss, johns) = (start("boss"), start("john@example.com"));
        let add = |id: &str| server.call("user", "add", &json!({"ks": boss, "user": {"id": id}}));
        assert_eq!(add("John@example.com")["id"], "John@example.com");
        let john = "b88941d6135daa128fe238d0470bc9b40460001596ce0d458d2d67d310dfeaf4";
        let get = |ks: &Value| server.call("user", "get", &json!({"ks": ks, "userId": "john@example.com"}));

        assert_eq!(told(&["account", "show", "101", "--json"], "")["hashesUserIds"], false);
        let refused = |arguments: &[&str], key: &str, status: i32, why: &str| {
            let output = run(arguments, key);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
            assert!(said.contains(why), "{arguments:?}: {said}");
        };
        refused(&["account", "hash-user-ids", "101", "--key-stdin"], "\n", 1, "the key is empty");
        refused(&["account", "hash-user-ids", "999999", "--key-stdin"], "x", 1, "999999");
        refused(&["account", "hash-user-ids"], "", 2, "ID");
        assert_eq!(get(&boss)["id"], "John@example.com", "nothing has happened");

        // The line feed at the end of the key is none of it.
        let shown = told(&["account", "hash-user-ids", "101", "--key-stdin", "--json"], "enc-key\n");
        assert_eq!((&shown["partnerId"], &shown["hashesUserIds"]), (&json!(101), &json!(true)));
        until("the server knows the digest", || get(&boss)["id"] == john);
        assert_eq!(get(&boss)["externalId"], "John@example.com");
        assert_eq!(server.call("user", "get", &json!({"ks": johns}))["id"], john, "sessions go on");
        refused(&["account", "hash-user-ids", "101", "--key-stdin"], "another", 1, "hashed ids already");
        assert_eq!(get(&boss)["id"], john);
        assert!(String::from_utf8_lossy(&run(&["account", "show", "101"], "").stdout).contains("hashed"));

        // Without a key one is made up: another account's digests are others.
        let account = create_account("owner@example.test", &store);
        let id = account.id.to_string();
        assert_eq!(told(&["account", "hash-user-ids", &id, "--json"], "")["hashesUserIds"], true);
        let ks = server.start_session(&account);
        let added = server.call("user", "add", &json!({"ks": ks, "user": {"id": "john@example.com"}}));
        let digest = added["id"].as_str().unwrap();
        assert!(digest.len() == 64 && digest != john, "{added}");
    }
}

#[test]
fn https_is_what_a_named_proxy_says() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &["--trusted-proxies", "127.0.0.1"]);
    let made = create_account("owner@example.test", &["--data", data]);
    let ks = server.start_session(&made);
    let id = made.id.to_string();
    let ping = |proto: &str| {
        let ks = ks.as_str().unwrap();
        let address = format!("/api_v3/service/session/action/get?format=1&ks={ks}");
        let request = format!("GET {address} HTTP/1.1\r\nHost: test\r\n{proto}Connection: close\r\n\r\n");
        server.send(&request).unwrap().code()
    };
    assert_eq!(ping(""), "");
    let shown = told(data, &["limits", &id, "--enforce-https", "on"]);
    assert_eq!(shown["enforceHttps"], true);
    until("the server wants HTTPS", || ping("") == "SERVICE_ACCESS_CONTROL_RESTRICTED");
    assert_eq!(ping("X-Forwarded-Proto: http\r\n"), "SERVICE_ACCESS_CONTROL_RESTRICTED");
    assert_eq!(ping("X-Forwarded-Proto: https\r\n"), "");
    assert_eq!(told(data, &["limits", &id, "--enforce-https", "off"])["enforceHttps"], false);
    until("the server takes HTTP again", || ping("").is_empty());
}
