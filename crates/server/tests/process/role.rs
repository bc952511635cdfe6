//! `boxoffice role`, while a server runs.

use serde_json::{Value, json};

use crate::{Server, boxoffice, create_account, until};

#[test]
fn roles_are_managed_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let account = create_account("owner@example.test", &["--data", data]);
    let id = account.id.to_string();
    let run = |arguments: &[&str]| {
        let output = boxoffice()
            .arg("role")
            .args(arguments)
            .args(["--account", &id, "--data", data])
            .output()
            .unwrap();
        let said = if output.status.success() { output.stdout } else { output.stderr };
        (output.status.code(), String::from_utf8(said).unwrap().trim_end().to_owned())
    };
    let json = |arguments: &[&str]| -> Value {
        let (status, said) = run(&[arguments, &["--json"]].concat());
        assert_eq!(status, Some(0), "{said}");
        serde_json::from_str(&said).unwrap()
    };

    let ks = server.start_session(&account);
    let before = server.call("userRole", "list", &json!({"ks": ks}))["totalCount"].clone();
    assert_eq!(json(&["list"]).as_array().unwrap().len(), 27);
    assert_eq!(before, 27);
    let added =
        json(&["add", "--name", "Editors", "--system-name", "EDITORS", "--permissions", "APP_TOKEN_BASE"]);
    let role = added["id"].to_string();
    assert_eq!((&added["tags"], &added["permissionNames"]), (&json!("kmc"), &json!("APP_TOKEN_BASE")));
    until("the running server knows the role", || {
        server.call("userRole", "get", &json!({"ks": ks, "userRoleId": added["id"]}))["name"] == "Editors"
    });
    assert_eq!(json(&["show", "editors"])["comesTo"], json!(["ALWAYS_ALLOWED_ACTIONS", "APP_TOKEN_BASE"]));
    assert!(run(&["list"]).1.contains("Editors"));
    assert!(run(&["show", "2"]).1.contains("KMC_ACCESS"));

    for (arguments, code) in [
        (["add", "--name", "editors"].as_slice(), "ROLE_NAME_ALREADY_EXISTS"),
        (&["add", "--name", "x", "--permissions", "NO_SUCH"], "PERMISSION_NOT_FOUND"),
        (&["remove", "2"], "INVALID_OBJECT_ID"),
        (&["show", "nobody"], "nobody"),
    ] {
        let (status, said) = run(arguments);
        assert_eq!(status, Some(1), "{arguments:?}");
        assert!(said.contains(code) && !said.contains('\n'), "{said}");
    }
    let user = json!({"id": "ada", "roleIds": role});
    server.call("user", "add", &json!({"ks": ks, "user": user}));
    assert!(run(&["remove", &role]).1.contains("ROLE_IS_BEING_USED"));
    let spare = run(&["add", "--name", "Spare"]).1;
    assert_eq!(run(&["remove", &spare]), (Some(0), spare));
}
