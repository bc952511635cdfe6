//! The authorisation matrix: every action × every kind of caller. What is expected comes from
//! permissions.json and the order of checks in the reference (identity.md §3.1), never from the gate.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use std::collections::BTreeSet;

use boxoffice::actions::SERVICES;
use common::{Outcome, Server, invalid_ks, refused};
use ks::{SessionType, Version};
use serde_json::{Value, json};

/// Arguments with which each action can be called, so that errors in arguments, which come first, do not hide
/// the gate. An action without a line here fails the test.
fn arguments(server: &Server, service: &str, action: &str) -> Value {
    let account = &server.account;
    match (service, action) {
        ("appToken", "add") => json!({"appToken": {}}),
        ("appToken", "update") => json!({"id": "0_none", "appToken": {}}),
        ("appToken", "get" | "delete") => json!({"id": "0_none"}),
        ("appToken", "list")
        | ("partner", "get" | "getInfo")
        | ("session", "get" | "end")
        | ("system", _)
        | ("user", "get") => json!({}),
        ("appToken", "startSession") => json!({"id": "0_none", "tokenHash": "x"}),
        ("partner", "getSecrets") => json!({"partnerId": account.id, "adminEmail": "x", "cmsPassword": "x"}),
        ("session", "start") => json!({"secret": "x", "partnerId": account.id}),
        ("session", "startWidgetSession") => json!({"widgetId": "none"}),
        ("user", "add") => json!({"user": {}}),
        ("user", "login") => json!({"partnerId": account.id, "userId": "x", "password": "x"}),
        ("user", "loginByLoginId") => json!({"loginId": "x", "password": "x"}),
        ("widget", "get") => json!({"id": "none"}),
        _ => panic!("give {service}.{action} a line of arguments"),
    }
}

/// The kinds of caller.
const CALLERS: [&str; 14] = [
    "no session",
    "widget",
    "user",
    "user with a built-in role",
    "user with a custom role",
    "user who is an administrator",
    "admin",
    "admin with a custom role",
    "admin of another account",
    "expired",
    "ended",
    "forged",
    "blocked user",
    "blocked account",
];

/// What the gate says: nothing, if the action itself was reached.
fn verdict(outcome: &Outcome) -> Option<(String, Value)> {
    const GATE: [&str; 6] = [
        "SERVICE_FORBIDDEN",
        "INVALID_KS",
        "USER_BLOCKED",
        "SERVICE_FORBIDDEN_CONTENT_BLOCKED",
        "MISSING_KS",
        "INVALID_OBJECT_ID",
    ];
    match outcome {
        Err(refused) if GATE.contains(&refused.code.as_str()) => {
            Some((refused.code.clone(), refused.args.clone()))
        }
        _ => None,
    }
}

struct Permissions(Value);

impl Permissions {
    fn read() -> Self {
        Self(serde_json::from_str(include_str!("../../contract/reference/permissions.json")).unwrap())
    }

    fn opens(&self, service: &str, action: &str, names: &[&str]) -> bool {
        let key = format!("{service}.{action}").to_lowercase();
        let grants =
            self.0["actions"][&key].as_array().unwrap_or_else(|| panic!("{key} is in permissions.json"));
        grants
            .iter()
            .any(|grant| names.contains(&grant.as_str().unwrap()) || grant == "ALWAYS_ALLOWED_ACTIONS")
    }

    /// The callers that permissions.json names by kind.
    fn passes(&self, service: &str, action: &str, kind: &str) -> bool {
        let key = format!("{service}.{action}").to_lowercase();
        self.0["sessionAccess"][&key].as_array().unwrap().iter().any(|one| one == kind)
    }
}

on_both_stores! {
    async fn every_action_asks_every_caller(server: Server) {
        let permissions = Permissions::read();
        let account = server.account.clone();
        let id = account.id;

        let custom = server.add_role(&account, "TOKEN_KEEPER", "APP_TOKEN_BASE,APP_TOKEN_ADD").await;
        let admin_ks = server.admin().await;
        server.call("user", "add", json!({"ks": admin_ks, "user": {"id": "custom", "roleIds": custom.to_string()}})).await.unwrap();
        server.call("user", "add", json!({"ks": admin_ks, "user": {"id": "builtin", "roleIds": "12"}})).await.unwrap();
        server.add_user("blocked", json!({})).await;
        server.set_user_status(&account, "blocked", 0).await;
        let other = server.new_account("other@example.test").await;
        let barred = server.new_account("barred@example.test").await;
        let barred_ks = server.start(&barred, "u", 2, "").await;
        server.set_partner_status(&barred, 2).await;

        let mut covered = BTreeSet::new();
        let mut failures = Vec::new();
        for service in SERVICES {
            let service_name = service.decl.name;
            for action in service.actions {
                let name = action.decl.name;
                let forbidden = Some(("SERVICE_FORBIDDEN".to_owned(), json!({"SERVICE": format!("{service_name}->{name}")})));
                let open = |allowed: bool| if allowed { None } else { forbidden.clone() };
                let ks_error = |word: &str| match invalid_ks(word) {
                    Err(refused) => Some((refused.code, refused.args)),
                    Ok(_) => None,
                };
                for caller in CALLERS {
                    let mut params = arguments(&server, service_name, name);
                    // Sessions are made anew for every cell: some actions end them.
                    let (ks, mut expected) = match caller {
                        "no session" => (None, open(permissions.passes(service_name, name, "none"))),
                        "widget" => (Some(server.widget().await), open(permissions.passes(service_name, name, "widget"))),
                        "user" => (Some(server.user("somebody").await), open(permissions.passes(service_name, name, "user"))),
                        "user with a built-in role" => {
                            let names = ["PLAYBACK_BASE_PERMISSION", "WIDGET_SESSION_PERMISSION"];
                            (Some(server.user("builtin").await), open(permissions.opens(service_name, name, &names)))
                        }
                        "user with a custom role" => {
                            let names = ["APP_TOKEN_BASE", "APP_TOKEN_ADD"];
                            (Some(server.user("custom").await), open(permissions.opens(service_name, name, &names)))
                        }
                        // Roles beat the session's type, in both directions.
                        "user who is an administrator" => {
                            (Some(server.user(&account.owner).await), open(permissions.passes(service_name, name, "admin")))
                        }
                        "admin" => (Some(server.admin().await), open(permissions.passes(service_name, name, "admin"))),
                        "admin with a custom role" => {
                            let names = ["APP_TOKEN_BASE", "APP_TOKEN_ADD"];
                            (Some(server.start(&account, "custom", 2, "").await), open(permissions.opens(service_name, name, &names)))
                        }
                        "admin of another account" => {
                            params["partnerId"] = json!(id);
                            (Some(server.start(&other, "u", 2, "").await), forbidden.clone())
                        }
                        "expired" => {
                            (Some(server.offline(&account, "u", SessionType::Admin, -1, "", Version::V2)), ks_error("EXPIRED"))
                        }
                        "ended" => {
                            let ks = server.admin().await;
                            server.call("session", "end", json!({"ks": ks})).await.unwrap();
                            (Some(ks), ks_error("LOGOUT"))
                        }
                        "forged" => {
                            let mut forger = account.clone();
                            forger.admin_secret = "0".repeat(32);
                            let ks = server.offline(&forger, "u", SessionType::Admin, 60, "", Version::V2);
                            (Some(ks.clone()), ks_error(&ks))
                        }
                        "blocked user" => {
                            (Some(server.start(&account, "blocked", 2, "").await), Some(("USER_BLOCKED".to_owned(), json!([]))))
                        }
                        "blocked account" => (
                            Some(barred_ks.clone()),
                            Some(("SERVICE_FORBIDDEN_CONTENT_BLOCKED".to_owned(), json!([]))),
                        ),
                        other => panic!("{other}"),
                    };
                    // session.start never looks at a session: its callers are all alike.
                    if (service_name, name) == ("session", "start") {
                        expected = None;
                    }
                    // Whatever is wrong with a log-in by e-mail is told as a wrong password.
                    if (service_name, name) == ("user", "loginByLoginId") {
                        expected = None;
                    }
                    if let Some(ks) = ks {
                        params["ks"] = json!(ks);
                    }
                    let outcome = server.call(service_name, name, params).await;
                    if (service_name, name) == ("user", "loginByLoginId") {
                        assert_eq!(outcome, refused("USER_WRONG_PASSWORD", json!([])));
                    }
                    if verdict(&outcome) != expected {
                        failures.push(format!("{service_name}.{name} × {caller}: {outcome:?}, expected {expected:?}"));
                    }
                    covered.insert(format!("{service_name}.{name} × {caller}"));
                }
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));

        let all: BTreeSet<String> = SERVICES
            .iter()
            .flat_map(|service| service.actions.iter().map(|action| (service.decl.name, action.decl.name)))
            .flat_map(|(service, action)| CALLERS.iter().map(move |caller| format!("{service}.{action} × {caller}")))
            .collect();
        let uncovered: Vec<&str> = all.difference(&covered).map(String::as_str).collect();
        let committed: Vec<&str> = include_str!("matrix/uncovered.txt").lines().collect();
        assert_eq!(uncovered, committed, "tests/matrix/uncovered.txt lists what is not covered");
    }

    async fn setrole_beats_roles_and_kinds(server: Server) {
        let account = server.account.clone();
        let id = json!({"id": format!("_{}", account.id)});
        let with = |ks: String, mut params: Value| {
            params["ks"] = json!(ks);
            params
        };
        let user_as_admin = server.start(&account, "u", 0, "setrole:2").await;
        assert!(server.call("appToken", "list", with(user_as_admin, json!({}))).await.is_ok());
        let admin_as_player = server.start(&account, "u", 2, "setrole:PLAYBACK_BASE_ROLE").await;
        assert!(server.call("widget", "get", with(admin_as_player.clone(), id.clone())).await.is_ok());
        assert_eq!(
            server.call("appToken", "list", with(admin_as_player, json!({}))).await,
            refused("SERVICE_FORBIDDEN", json!({"SERVICE": "appToken->list"}))
        );
        let none = server.offline(&account, "u", SessionType::Admin, 60, "setrole:null", Version::V2);
        assert!(server.call("system", "ping", with(none.clone(), json!({}))).await.is_ok());
        assert_eq!(
            server.call("user", "get", with(none, json!({}))).await,
            refused("SERVICE_FORBIDDEN", json!({"SERVICE": "user->get"}))
        );
        let restricted = server.start(&account, "u", 2, "restrictingrole:PARTNER_ADMIN_ROLE").await;
        assert!(server.call("appToken", "list", with(restricted, json!({}))).await.is_ok(), "an unknown name restricts nothing");
        let restricted = server.start(&account, "u", 2, "restrictingrole:Publisher Administrator").await;
        assert!(server.call("appToken", "list", with(restricted, json!({}))).await.is_err());
        let other = server.new_account("other@example.test").await;
        let foreign = server.add_role(&other, "FOREIGN", "*").await;
        let ks = server.offline(&account, "u", SessionType::Admin, 60, &format!("setrole:{foreign}"), Version::V2);
        assert_eq!(server.call("system", "ping", with(ks, json!({}))).await, refused("INVALID_OBJECT_ID", json!({"ID": "N/A"})));
    }

    async fn a_role_that_changes_changes_sessions_at_once(server: Server) {
        let account = server.account.clone();
        let role = server.add_role(&account, "KEEPER", "APP_TOKEN_BASE").await;
        let admin = server.admin().await;
        server.call("user", "add", json!({"ks": admin, "user": {"id": "keeper", "roleIds": role.to_string()}})).await.unwrap();
        let ks = server.user("keeper").await;
        assert!(server.call("appToken", "list", json!({"ks": ks})).await.is_ok());
        let update = sea_query::Query::update()
            .table("user_role")
            .value("permission_names", "")
            .and_where(sea_query::ExprTrait::eq(sea_query::Expr::col("id"), role))
            .to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&update).await.unwrap();
        tx.announce(boxoffice::partner::TOPIC, &account.id.to_string());
        tx.commit().await.unwrap();
        assert!(server.call("appToken", "list", json!({"ks": ks})).await.is_err());
    }

    async fn secrets_are_shown_to_those_who_may_see_them(server: Server) {
        let account = server.account.clone();
        server.add_role(&account, "CLERK", "ADMIN_BASE").await;
        let ks = server.start(&account, "u", 2, "setrole:CLERK").await;
        let info = server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap();
        assert!(info.get("adminSecret").is_none() && info.get("secret").is_none(), "the role lacks INTEGRATION_BASE");
        let admin = server.admin().await;
        let info = server.call("partner", "getInfo", json!({"ks": admin})).await.unwrap();
        assert_eq!(info["adminSecret"], account.admin_secret);
        assert!(info.get("partnerGroupType").is_none(), "for the admin console alone");
    }
}
