//! The commands, their exit statuses, and what they say when something is wrong.

use std::process::Output;

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
    let file = folder.path().join("wrong.toml");
    std::fs::write(&file, "listen-on = 1\n").unwrap();
    assert!(complaint(&["serve", "--config", file.to_str().unwrap()]).contains("listen-on"));
    assert!(complaint(&["serve", "--config", "/none.toml"]).contains("/none.toml"));
    assert!(complaint(&["serve", "--data", data, "--max-depth", "0"]).contains("max-depth"));
    assert!(complaint(&["serve", "--data", data, "--trusted-proxies", "here"]).contains("here"));
    assert!(complaint(&["serve", "--data", data, "--log-level", "loud"]).contains("loud"));
    assert!(complaint(&["serve", "--data", "/dev/null/data"]).contains("/dev/null/data"));
    let password =
        complaint(&["serve", "--data", data, "--database-url", "postgres://me:hush@127.0.0.1:1/none"]);
    assert!(!password.contains("hush"), "{password}");
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
