//! The authorisation matrix: every action × every kind of caller.

use std::collections::{BTreeMap, BTreeSet};

use boxoffice::actions::SERVICES;
use contract::describe::{ActionDecl, ServiceDecl};
use ks::{SessionType, Version};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

use crate::arguments;
use crate::common::{Account, Outcome, Server, invalid_ks, refused, text};
use crate::expected::{Permissions, Switches};
use crate::on_both_stores;

/// A kind of caller.
struct Caller {
    name: String,
    session: Session,
    /// The account that the call asks for, if it is another than the session's.
    asks_for: Option<i64>,
    expected: Expected,
}

/// Where a caller has its session from. Sessions are made anew for every cell: some actions end them.
enum Session {
    None,
    Widget,
    Started { account: Account, user: String, kind: i64, privileges: String },
    Offline { account: Account, lifetime: i64 },
    Ended,
    Fixed(String),
}

/// What a caller is told.
enum Expected {
    /// What roles with these permission names open.
    Names(BTreeSet<String>),
    /// The same, and permissions.json names the kind of session.
    Kind(&'static str, BTreeSet<String>),
    /// Every action is refused alike.
    Refused(Outcome),
    /// Every action is refused by its name.
    Forbidden,
}

/// Whatever comes of these actions, the answer is the same (reference: identity.md §1.7).
fn masked(service: &str, action: &str) -> Option<Outcome> {
    match (service, action) {
        ("user", "loginByLoginId") => Some(refused("USER_WRONG_PASSWORD", json!([]))),
        ("user", "resetPassword") => Some(Ok(Value::Null)),
        _ => None,
    }
}

/// Actions that refuse by their own name those who pass the gate and are not managers of the group (reference:
/// identity.md §12).
const ASK_AGAIN: [(&str, &str); 3] = [("groupUser", "add"), ("groupUser", "update"), ("groupUser", "delete")];

/// What the gate says: nothing, if the action itself was reached.
fn verdict(outcome: &Outcome) -> Option<Outcome> {
    let Err(refusal) = outcome else { return None };
    let by_the_gate = match refusal.code.as_str() {
        "SERVICE_FORBIDDEN"
        | "INVALID_KS"
        | "USER_BLOCKED"
        | "SERVICE_FORBIDDEN_CONTENT_BLOCKED"
        | "MISSING_KS" => true,
        "INVALID_OBJECT_ID" => refusal.args["ID"] == "N/A",
        _ => false,
    };
    by_the_gate.then(|| outcome.clone())
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn switches(server: &Server, account: &Account) -> Switches {
    let select = Query::select()
        .columns(["name", "depends_on"])
        .from("permission")
        .and_where(Expr::col("partner_id").eq(account.id))
        .and_where(Expr::col("status").eq(1))
        .to_owned();
    let rows = server.app.store.all(&select).await.unwrap();
    let switch = |row: &store::Row| {
        let needs: String = row.get("depends_on").unwrap();
        let needs = needs.split(',').filter(|need| !need.is_empty()).map(str::to_owned).collect();
        (row.get::<String>("name").unwrap(), needs)
    };
    Switches(rows.iter().map(switch).collect::<BTreeMap<_, _>>())
}

async fn role_ids(server: &Server, account: &Account) -> BTreeMap<String, i64> {
    let select = Query::select()
        .columns(["id", "name"])
        .from("user_role")
        .and_where(Expr::col("partner_id").eq(account.id))
        .to_owned();
    let rows = server.app.store.all(&select).await.unwrap();
    rows.iter().map(|row| (row.get("name").unwrap(), row.get("id").unwrap())).collect()
}

async fn callers(server: &Server, permissions: &Permissions) -> Vec<Caller> {
    let account = &server.account;
    let session = |user: &str, kind: i64, privileges: &str| Session::Started {
        account: account.clone(),
        user: user.to_owned(),
        kind,
        privileges: privileges.to_owned(),
    };
    let caller = |name: &str, session: Session, expected: Expected| Caller {
        name: name.to_owned(),
        session,
        asks_for: None,
        expected,
    };
    let keeper = ["APP_TOKEN_BASE", "APP_TOKEN_ADD"];
    let custom = server.add_role(account, "TOKEN_KEEPER", &keeper.join(",")).await;
    server.add_user("custom", json!({"roleIds": custom.to_string()})).await;
    server.add_user(arguments::NAME, json!({})).await;
    let user = permissions.role("BASE_USER_SESSION_ROLE");
    let everything = permissions.role("PARTNER_ADMIN_ROLE");
    let user_kind = || Expected::Kind("user", user.clone());

    let mut all = vec![
        caller("no session", Session::None, Expected::Kind("none", permissions.role("NO_SESSION_ROLE"))),
        caller("widget", Session::Widget, Expected::Kind("widget", permissions.role("WIDGET_SESSION_ROLE"))),
        caller("user", session("somebody", 0, ""), user_kind()),
        caller("the user whom the arguments name", session(arguments::NAME, 0, ""), user_kind()),
        caller("a user without an id", session("", 0, ""), user_kind()),
        caller("user with a custom role", session("custom", 0, ""), Expected::Names(names(&keeper))),
        // Roles beat the session's type, in both directions.
        caller(
            "owner, with a user session",
            session(&account.owner, 0, ""),
            Expected::Kind("admin", everything.clone()),
        ),
        caller("owner", session(&account.owner, 2, ""), Expected::Kind("admin", everything.clone())),
        caller("admin", session("boss", 2, ""), Expected::Kind("admin", everything)),
        caller("admin with a custom role", session("custom", 2, ""), Expected::Names(names(&keeper))),
        caller(
            "admin with setrole",
            session("boss", 2, &format!("setrole:{custom}")),
            Expected::Names(names(&keeper)),
        ),
        caller(
            "user with a role and setrole",
            session("custom", 0, "setrole:null"),
            Expected::Names(names(&[])),
        ),
        caller(
            "expired",
            Session::Offline { account: account.clone(), lifetime: -1 },
            Expected::Refused(invalid_ks("EXPIRED")),
        ),
        caller("ended", Session::Ended, Expected::Refused(invalid_ks("LOGOUT"))),
    ];
    let mut impostor = account.clone();
    impostor.admin_secret = "0".repeat(32);
    let forged = server.offline(&impostor, "u", SessionType::Admin, 86_400, "", Version::V2);
    all.push(caller("forged", Session::Fixed(forged.clone()), Expected::Refused(invalid_ks(&forged))));

    server.add_user("blocked", json!({})).await;
    server.set_user_status(account, "blocked", 0).await;
    let blocked = Expected::Refused(refused("USER_BLOCKED", json!([])));
    all.push(caller("blocked user", session("blocked", 2, ""), blocked));

    let barred = server.new_account("barred@example.test").await;
    let barred_ks = server.start(&barred, "u", 2, "").await;
    server.set_partner_status(&barred, 2).await;
    let blocked = Expected::Refused(refused("SERVICE_FORBIDDEN_CONTENT_BLOCKED", json!([])));
    all.push(caller("blocked account", Session::Fixed(barred_ks), blocked));

    let other = server.new_account("other@example.test").await;
    let child = server.new_account("child@example.test").await;
    server.set_partner_number(&child, "parent_id", Some(account.id)).await;
    for (name, from, asks_for) in [
        ("admin of another account", other, account.id),
        ("admin of the account that the asked one belongs to", account.clone(), child.id),
        ("admin of an account that belongs to the asked one", child, account.id),
    ] {
        let session =
            Session::Started { account: from, user: "u".to_owned(), kind: 2, privileges: String::new() };
        all.push(Caller {
            name: name.to_owned(),
            session,
            asks_for: Some(asks_for),
            expected: Expected::Forbidden,
        });
    }

    for (number, (system_name, held)) in permissions.roles().into_iter().enumerate() {
        let id = boxoffice::role::find(&boxoffice::partner::Partner::nobody(), &system_name).unwrap().id;
        let user = format!("built-in-{number}");
        server.add_user(&user, json!({"roleIds": id.to_string()})).await;
        all.push(caller(&format!("user with {system_name}"), session(&user, 0, ""), Expected::Names(held)));
    }
    let own_roles = role_ids(server, account).await;
    for (number, (name, held)) in permissions.template_roles().into_iter().enumerate() {
        let user = format!("template-{number}");
        server.add_user(&user, json!({"roleIds": own_roles[&name].to_string()})).await;
        all.push(caller(&format!("user with {name}"), session(&user, 0, ""), Expected::Names(held)));
    }
    all
}

async fn session_text(server: &Server, session: &Session) -> Option<String> {
    match session {
        Session::None => None,
        Session::Widget => Some(server.widget().await),
        Session::Started { account, user, kind, privileges } => {
            Some(server.start(account, user, *kind, privileges).await)
        }
        Session::Offline { account, lifetime } => {
            Some(server.offline(account, "u", SessionType::Admin, *lifetime, "", Version::V2))
        }
        Session::Ended => {
            let ks = server.admin().await;
            server.call("session", "end", json!({"ks": ks})).await.unwrap();
            Some(ks)
        }
        Session::Fixed(ks) => Some(ks.clone()),
    }
}

/// The actions that ask who owns an entry before anything else (reference: content-access.md §3, "Checked"); of the
/// recycle bin the reference says nothing, and ours asks like delete.
const OWNER_CHECKED: [(&str, &str); 11] = [
    ("baseEntry", "update"),
    ("baseEntry", "delete"),
    ("baseEntry", "recycle"),
    ("baseEntry", "restoreRecycled"),
    ("media", "update"),
    ("media", "delete"),
    ("playlist", "update"),
    ("playlist", "delete"),
    ("data", "delete"),
    ("data", "update"),
    ("baseEntry", "updateContent"),
];

struct Matrix {
    permissions: Permissions,
    switches: Switches,
}

impl Matrix {
    /// What the gate says to a caller: nothing, or its refusal.
    fn expected(&self, caller: &Caller, service: &ServiceDecl, action: &ActionDecl) -> Option<Outcome> {
        if action.ignores_ks {
            return None;
        }
        let name = self.permissions.forbidden_name(service, action);
        let forbidden = refused("SERVICE_FORBIDDEN", json!({"SERVICE": name}));
        let opens = |held| self.permissions.opens(held, &self.switches, service, action);
        if OWNER_CHECKED.contains(&(service.name, action.name)) && matches!(caller.session, Session::None) {
            // Asked before the permissions, and nobody known owns anything (reference: content-access.md §1, §3).
            return Some(refused(
                "INVALID_KS",
                json!({"KSID": "", "ERR_CODE": "-4", "ERR_DESC": "INVALID_TYPE"}),
            ));
        }
        let open = match &caller.expected {
            Expected::Refused(outcome) => return Some(outcome.clone()),
            Expected::Forbidden => false,
            Expected::Names(held) => opens(held),
            Expected::Kind(kind, held) => {
                let open = opens(held);
                // permissions.json says it twice; its second voice knows nothing of what an account lacks.
                if let Some(kinds) = self.permissions.session_access(service, action) {
                    assert!(!open || kinds.contains(*kind), "{}.{} × {kind}", service.name, action.name);
                }
                open
            }
        };
        (!open).then_some(forbidden)
    }
}

on_both_stores! {
    async fn every_action_asks_every_caller(server: Server) {
        let permissions = Permissions::read();
        let callers = callers(&server, &permissions).await;
        let switches = switches(&server, &server.account).await;
        let matrix = Matrix { permissions, switches };
        let mut covered = BTreeSet::new();
        let mut failures = Vec::new();
        for service in SERVICES {
            for action in service.actions {
                let (service, action) = (&service.decl, &action.decl);
                for caller in &callers {
                    let mut params = arguments::of(action, server.account.id);
                    if let Some(ks) = session_text(&server, &caller.session).await {
                        params["ks"] = json!(ks);
                    }
                    if let Some(account) = caller.asks_for {
                        params["partnerId"] = json!(account);
                    }
                    let cell = format!("{}.{} × {}", service.name, action.name, caller.name);
                    let outcome = server.call(service.name, action.name, params).await;
                    let expected = matrix.expected(caller, service, action);
                    let as_expected = match masked(service.name, action.name) {
                        Some(always) => outcome == always,
                        None if ASK_AGAIN.contains(&(service.name, action.name)) && expected.is_none() => {
                            let found = verdict(&outcome);
                            found.is_none() || found == Some(refused("SERVICE_FORBIDDEN", json!({"SERVICE": matrix.permissions.forbidden_name(service, action)})))
                        }
                        None => verdict(&outcome) == expected,
                    };
                    if !as_expected {
                        failures.push(format!("{cell}: {outcome:?}, expected {expected:?}"));
                    }
                    covered.insert(cell);
                }
            }
        }
        assert!(failures.is_empty(), "{} cells:\n{}", failures.len(), failures.join("\n"));

        let uncovered: Vec<String> = SERVICES
            .iter()
            .flat_map(|service| service.actions.iter().map(|action| (service.decl.name, action.decl.name)))
            .flat_map(|(service, action)| callers.iter().map(move |caller| format!("{service}.{action} × {}", caller.name)))
            .filter(|cell| !covered.contains(cell))
            .collect();
        let committed: Vec<&str> = include_str!("uncovered.txt").lines().collect();
        assert_eq!(uncovered, committed, "uncovered.txt lists what is not covered");
        // The server is still itself: the calls that were let in have broken nothing that the rest relies on.
        assert!(!text(server.call("session", "start", json!({"secret": server.account.admin_secret, "partnerId": server.account.id, "type": 2})).await).is_empty());
    }
}
