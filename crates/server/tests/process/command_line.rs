//! The commands, their exit statuses, and what they say when something is wrong.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::{Server, boxoffice, create_account};

fn run(arguments: &[&str]) -> Output {
    boxoffice().args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap().trim_end().to_owned()
}

/// Fails, and says so in one line.
fn complaint(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    let said = text(&output.stderr);
    assert!(!said.contains('\n'), "{said}");
    said
}

#[test]
fn a_wrong_configuration_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    // Whoever listens on the usual port must not be in the way.
    let wrong = |more: &[&str]| complaint(&[&["serve", "--listen", "127.0.0.1:0"], more].concat());
    let file = folder.path().join("wrong.toml");
    std::fs::write(&file, "listen-on = 1\n").unwrap();
    assert!(wrong(&["--config", file.to_str().unwrap()]).contains("listen-on"));
    assert!(wrong(&["--config", "/none.toml"]).contains("/none.toml"));
    assert!(wrong(&["--data", data, "--max-depth", "0"]).contains("max-depth"));
    assert!(wrong(&["--data", data, "--trusted-proxies", "here"]).contains("here"));
    assert!(wrong(&["--data", data, "--log-level", "loud"]).contains("loud"));
    assert!(wrong(&["--data", "/dev/null/data"]).contains("/dev/null/data"));
    let password = wrong(&["--data", data, "--database-url", "postgres://me:hush@127.0.0.1:1/none"]);
    assert!(!password.contains("hush"), "{password}");
}

#[test]
fn a_first_start_makes_one_owner_with_a_password_of_its_own() {
    let mut passwords = Vec::new();
    for _ in 0..2 {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut process = boxoffice()
            .args(["serve", "--log-level", "error", "--listen", &address.to_string(), "--data", data])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stdout.take().unwrap());
        let server = Server { process, address };
        // Kept until the end: a server whose words nobody hears fails.
        let mut said = said.lines().map_while(Result::ok);
        let password = said.find_map(|line| line.trim().strip_prefix("Password").map(str::to_owned));
        let password = password.unwrap().trim().to_owned();
        let log_in = |password: &str| {
            let login = json!({"loginId": "admin@localhost", "password": password});
            server.try_call("user", "loginByLoginId", &login)
        };
        crate::until("the owner logs in", || log_in(&password).is_some_and(|answer| answer.is_string()));
        for common in ["", "admin", "password", "boxoffice", "admin@localhost"] {
            assert_eq!(log_in(common).unwrap()["code"], "USER_WRONG_PASSWORD", "{common}");
        }
        drop(server);
        // A later start makes nobody.
        drop(Server::start(folder.path(), &[]));
        let listed = run(&["account", "list", "--data", data, "--json"]);
        let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
        assert_eq!(listed["accounts"].as_array().unwrap().len(), 1);
        assert_eq!(listed["accounts"][0]["owner"], "admin@localhost");
        passwords.push(password);
    }
    assert!(passwords[0].len() >= 16 && passwords[0] != passwords[1], "they are made up");
}

#[test]
fn a_server_with_another_key_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    drop(Server::start(folder.path(), &[]));
    let other = tempfile::tempdir().unwrap();
    drop(Server::start(other.path(), &[]));
    std::fs::copy(other.path().join("boxoffice.key"), folder.path().join("boxoffice.key")).unwrap();
    assert!(complaint(&["serve", "--data", data, "--listen", "127.0.0.1:0"]).contains("key"));
}

#[test]
fn sessions_are_minted_and_verified_as_the_server_would() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let account = create_account("owner@example.test", &["--data", data]);
    let partner = account.id.to_string();
    for version in ["1", "2"] {
        let minted = run(&[
            "ks",
            "mint",
            "--secret",
            &account.admin_secret,
            "--partner-id",
            &partner,
            "--user-id",
            "ada",
            "--type",
            "admin",
            "--expiry",
            "600",
            "--privileges",
            "list:*",
            "--ks-version",
            version,
        ]);
        let ks = text(&minted.stdout);
        let info = server.call("session", "get", &json!({"ks": ks}));
        assert_eq!(
            (&info["userId"], &info["partnerId"], &info["sessionType"]),
            (&json!("ada"), &json!(account.id), &json!(2))
        );

        for check in [["--secret", account.admin_secret.as_str()], ["--data", data]] {
            let verified = run(&[&["ks", "verify", &ks, "--json"][..], &check].concat());
            assert_eq!(verified.status.code(), Some(0), "{check:?}: {}", text(&verified.stderr));
            let said: Value = serde_json::from_slice(&verified.stdout).unwrap();
            assert_eq!(
                (&said["valid"], &said["userId"], &said["type"]),
                (&json!(true), &json!("ada"), &json!("admin"))
            );
        }
        let verified = run(&["ks", "verify", &ks, "--secret", "00000000000000000000000000000000", "--json"]);
        assert_eq!(verified.status.code(), Some(1));
        let said: Value = serde_json::from_slice(&verified.stdout).unwrap();
        assert_eq!(said["valid"], false);
        assert!(said["reason"].is_string());

        server.call("session", "end", &json!({"ks": ks}));
        assert_eq!(
            run(&["ks", "verify", &ks, "--secret", &account.admin_secret]).status.code(),
            Some(0),
            "offline nobody knows"
        );
        assert_eq!(run(&["ks", "verify", &ks, "--data", data]).status.code(), Some(1), "it was ended");
    }
    assert_eq!(run(&["ks", "verify"]).status.code(), Some(2));
}

#[test]
fn secrets_are_replaced_from_the_command_line_while_the_server_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let account = create_account("owner@example.test", &["--data", data]);
    let id = account.id.to_string();
    let said = |command: &[&str]| -> Value {
        let output = run(&[command, &["--account", &id, "--data", data, "--json"]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let start = |secret: &Value| {
        server.call("session", "start", &json!({"secret": secret, "partnerId": account.id, "type": 2}))
    };
    let is_let_in = |ks: &Value| server.call("session", "get", &json!({"ks": ks}))["code"].is_null();

    let listed = said(&["secret", "list"]);
    let old = listed.as_array().unwrap().iter().find(|secret| secret["kind"] == "admin").unwrap().clone();
    assert_eq!(old["state"], "primary");
    let before = start(&json!(account.admin_secret));
    let new = said(&["secret", "add", "--label", "next"]);
    assert_eq!((&new["state"], new["value"].as_str().map(str::len)), (&json!("additional"), Some(32)));
    crate::until("the server knows the new one", || start(&new["value"]).is_string());
    let [old_id, new_id] = [&old, &new].map(|secret| secret["id"].to_string());
    assert_eq!(said(&["secret", "promote", &new_id])["state"], "primary");
    assert_eq!(said(&["secret", "retire", &old_id, "--overlap", "3600"])["state"], "former");
    assert!(is_let_in(&before) && is_let_in(&start(&json!(account.admin_secret))));
    let human = run(&["secret", "list", "--account", &id, "--data", data]);
    let human = text(&human.stdout);
    assert!(human.contains("would break") && human.contains("next"), "{human}");
    assert!(!human.contains(&account.admin_secret) && !human.contains(new["value"].as_str().unwrap()));

    assert_eq!(said(&["secret", "block", &old_id])["state"], "blocked");
    crate::until("its sessions are over", || !is_let_in(&before));
    assert_eq!(start(&json!(account.admin_secret))["code"], "START_SESSION_ERROR");
    let verified = run(&["ks", "verify", before.as_str().unwrap(), "--data", data]);
    assert_eq!(verified.status.code(), Some(1));
    let reason = text(&verified.stdout);
    assert!(reason.contains(&format!("secret {old_id}")) && reason.contains("blocked"), "{reason}");

    // The last one goes by force only, and then the operator brings the account back.
    assert!(
        complaint(&["secret", "block", &new_id, "--account", &id, "--data", data])
            .contains("BOXOFFICE_SECRET_WITHOUT_SUCCESSOR")
    );
    let mine = start(&new["value"]);
    said(&["secret", "block", &new_id, "--force"]);
    crate::until("every session is over", || !is_let_in(&mine));
    let rescue = said(&["secret", "add"]);
    assert_eq!(rescue["state"], "primary");
    crate::until("the account is back", || is_let_in(&start(&rescue["value"])));

    let mine = start(&rescue["value"]);
    let ended = said(&["session", "end", "--secret", &rescue["id"].to_string()]);
    assert!(
        ended["issuedBefore"].is_i64() && ended["offlineUntil"].as_i64() > ended["issuedBefore"].as_i64()
    );
    crate::until("its sessions are over", || !is_let_in(&mine));
    let complaint = complaint(&["session", "end", "--app-token", "0_none", "--account", &id, "--data", data]);
    assert!(complaint.contains("APP_TOKEN_ID_NOT_FOUND"), "{complaint}");
    assert_eq!(run(&["session", "end", "--account", &id, "--data", data]).status.code(), Some(2));
    let both = ["session", "end", "--everything", "--user", "ada", "--account", &id, "--data", data];
    assert_eq!(run(&both).status.code(), Some(2));
    assert!(
        crate::command_line::complaint(&["secret", "list", "--account", "999", "--data", data])
            .contains("999")
    );

    // What was counted is written when the server stops.
    assert!(is_let_in(&start(&rescue["value"])));
    server.signal("-TERM");
    assert!(server.wait().success());
    let listed = said(&["secret", "list"]);
    let used = listed.as_array().unwrap().iter().find(|secret| secret["id"] == rescue["id"]).unwrap();
    assert!(used["lastSignedAt"].is_i64() && used["lastStartedAt"].is_i64(), "{used}");
}

#[test]
fn mails_wait_for_the_operator_where_there_is_no_mail_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &["--public-url", "https://video.example.test/"]);
    create_account("owner@example.test", &["--data", data]);
    assert_eq!(text(&run(&["mail", "list", "--json", "--data", data]).stdout), "[]");
    let reset = json!({"email": "owner@example.test"});
    assert_eq!(server.call("user", "resetPassword", &reset), Value::Null);
    // What was acknowledged outlives the server.
    server.signal("-KILL");
    server.wait();

    let list: Value =
        serde_json::from_slice(&run(&["mail", "list", "--json", "--data", data]).stdout).unwrap();
    assert_eq!(
        (list[0]["recipient"].as_str(), list[0]["status"].as_str()),
        (Some("owner@example.test"), Some("waiting"))
    );
    let id = list[0]["id"].to_string();
    let listed = text(&run(&["mail", "list", "--data", data]).stdout);
    assert!(listed.contains("owner@example.test") && !listed.contains("http"), "{listed}");
    let mail: Value =
        serde_json::from_slice(&run(&["mail", "show", &id, "--json", "--data", data]).stdout).unwrap();
    let letter = mail["text"].as_str().unwrap();
    let link = letter.lines().find(|line| line.starts_with("https://video.example.test/")).unwrap();
    assert!(text(&run(&["mail", "show", &id, "--data", data]).stdout).contains(link));

    let server = Server::start(folder.path(), &[]);
    let key = link.rsplit_once('/').unwrap().1;
    let chosen = server.call(
        "user",
        "setInitialPassword",
        &json!({"hashKey": key, "newPassword": "violet rocket sandwich"}),
    );
    assert_eq!(chosen["objectType"], "KalturaAuthentication");
    assert!(complaint(&["mail", "show", "999", "--data", data]).contains("999"));
}

#[test]
fn a_mail_servers_password_shows_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let wrong =
        complaint(&["serve", "--data", data, "--listen", "127.0.0.1:0", "--smtp-url", "http://me:hush@mail"]);
    assert!(wrong.contains("smtp-url") && !wrong.contains("hush"), "{wrong}");
    let help = boxoffice()
        .args(["serve", "--help"])
        .env("BOXOFFICE_SMTP_URL", "smtp://me:hush@mail")
        .output()
        .unwrap();
    assert!(text(&help.stdout).contains("BOXOFFICE_SMTP_URL"));
    assert!(!text(&help.stdout).contains("hush"));
}

#[test]
fn the_operator_sees_and_blocks_users() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let account = create_account("owner@example.test", &["--data", data]);
    let id = account.id.to_string();
    let start = |user: &str| {
        let wanted =
            json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2, "userId": user});
        server.call("session", "start", &wanted)
    };
    let ks = start("");
    server.call("user", "add", &json!({"ks": ks, "user": {"id": "ann", "fullName": "Ann Lee"}}));
    let ann = start("ann");
    let user = |arguments: &[&str]| {
        let output = run(&[&["user"], arguments, &["--account", &id, "--data", data, "--json"]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let refusal =
        |arguments: &[&str]| complaint(&[&["user"], arguments, &["--account", &id, "--data", data]].concat());

    let list = user(&["list", "--begins", "AN"]);
    assert_eq!(
        (&list["total"], &list["users"][0]["id"], &list["users"][0]["lastName"]),
        (&json!(1), &json!("ann"), &json!("Lee"))
    );
    assert_eq!(user(&["list"])["total"], 2);
    assert_eq!(user(&["list", "--admins"])["users"][0]["roles"][0]["name"], "Publisher Administrator");
    assert_eq!(user(&["show", "ANN"])["status"], "active");
    assert_eq!(user(&["block", "ann"])["status"], "blocked");
    let get = |ks: &Value| server.call("user", "get", &json!({"ks": ks, "userId": "ann"}));
    // The other process hears of it within a moment.
    let within_a_moment = |wanted: &str| {
        (0..40).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            get(&ann)["code"] == wanted
        })
    };
    assert!(within_a_moment("USER_BLOCKED"));
    assert_eq!(user(&["list", "--status", "blocked"])["total"], 1);
    assert_eq!(user(&["unblock", "ann"])["status"], "active");
    assert_eq!(user(&["show", "ann"])["passwordOpens"], Value::Null);
    assert_eq!(user(&["show", "owner@example.test"])["passwordOpens"], "all", "the operator chose it");
    assert!(refusal(&["reset-codes", "ann"]).contains("no log-in"));
    assert!(refusal(&["reset-codes", "owner@example.test"]).contains("no one-time codes"));
    assert!(within_a_moment("INVALID_KS"), "the sessions of before are over");
    assert_eq!(user(&["remove", "ann"])["status"], "deleted");
    assert!(refusal(&["show", "ann"]).contains("ann"));
    assert!(refusal(&["remove", "ann"]).contains("INVALID_USER_ID"));
    assert!(refusal(&["block", "owner@example.test"]).contains("CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER"));
    assert!(complaint(&["user", "list", "--account", "999", "--data", data]).contains("999"));
    let shown = run(&["user", "list", "--account", &id, "--data", data]);
    assert!(text(&shown.stdout).ends_with("1 of 1"), "{}", text(&shown.stdout));
}

#[test]
fn a_decision_is_explained_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let account = create_account("owner@example.test", &["--data", data]);
    let admin = server.start_session(&account);
    let rule = json!({
        "description": "own pages",
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}],
        "conditions": [{"objectType": "KalturaSiteCondition", "not": true, "values": [{"objectType": "KalturaStringValue", "value": "example.org"}]}],
    });
    let profile = json!({"ks": admin, "accessControlProfile": {"name": "ours", "rules": [rule]}});
    let profile = server.call("accessControlProfile", "add", &profile)["id"].clone();
    let entry = json!({"ks": admin, "entry": {"mediaType": 1, "name": "film", "accessControlId": profile}});
    let entry = server.call("media", "add", &entry)["id"].as_str().unwrap().to_owned();
    let start = json!({"secret": account.admin_secret, "partnerId": account.id, "userId": "ann"});
    let ks = server.call("session", "start", &start).as_str().unwrap().to_owned();
    let explain = |more: &[&str]| run(&[&["explain", "--entry", &entry, "--data", data], more].concat());

    let there = explain(&["--ks", &ks, "--referrer", "https://www.example.org/"]);
    assert_eq!(there.status.code(), Some(0), "{}", text(&there.stderr));
    assert!(text(&there.stdout).starts_with("open\n"), "{}", text(&there.stdout));
    let elsewhere = explain(&["--ks", &ks, "--referrer", "https://elsewhere.net/"]);
    assert_eq!(elsewhere.status.code(), Some(1));
    let said = text(&elsewhere.stdout);
    for line in [
        "closed: blocked",
        "session: valid (user ann; privileges )",
        "    rule 0: own pages: takes effect (actions Block)",
        &format!("What would have to change:\n  rule 0 (own pages) of access-control profile {profile}"),
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let nobody = explain(&["--account", &account.id.to_string(), "--json"]);
    let said: Value = serde_json::from_slice(&nobody.stdout).unwrap();
    assert_eq!(
        (&said["open"], &said["refusal"], nobody.status.code()),
        (&json!(false), &json!("blocked"), Some(1))
    );

    let draft = folder.path().join("draft.json");
    std::fs::write(&draft, json!({"rules": []}).to_string()).unwrap();
    let draft = draft.to_str().unwrap();
    let tried = explain(&["--ks", &ks, "--referrer", "https://elsewhere.net/", "--draft", draft]);
    assert_eq!(tried.status.code(), Some(0), "{}", text(&tried.stderr));
    let said = text(&tried.stdout);
    assert!(said.starts_with("Today:\nclosed: blocked") && said.contains("The draft:\nopen"), "{said}");

    server.call("session", "end", &json!({"ks": ks}));
    let over = explain(&["--ks", &ks]);
    assert_eq!(over.status.code(), Some(1));
    assert!(text(&over.stdout).starts_with("closed: session\n"), "{}", text(&over.stdout));

    assert!(
        complaint(&["explain", "--entry", "0_absent00", "--ks", &ks, "--data", data]).contains("0_absent00")
    );
    assert!(complaint(&["explain", "--entry", &entry, "--ks", "none", "--data", data]).contains("--ks"));
    assert!(
        complaint(&["explain", "--entry", &entry, "--ks", &ks, "--ip", "here", "--data", data])
            .contains("--ip")
    );
    assert!(
        complaint(&["explain", "--entry", &entry, "--account", "1", "--draft", "/none.json", "--data", data])
            .contains("/none.json")
    );
    assert_eq!(run(&["explain", "--entry", &entry]).status.code(), Some(2));
}
