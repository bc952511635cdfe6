//! Several nodes on one PostgreSQL, and what they do when it is gone.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use store::testing::PrivateServer;

use crate::{Server, boxoffice, create_account, until};

/// How long a change may take to reach the other nodes.
const SOON: Duration = Duration::from_secs(1);
/// How long a node may not know that it hears nothing, with a little for the machine.
const GRACE: Duration = Duration::from_millis(1_500);

#[test]
fn what_ends_on_one_node_is_over_on_the_others() {
    let postgres = PrivateServer::start();
    let url = format!("{}/postgres", postgres.url());
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let nodes = folders.each_ref().map(|folder| Server::start(folder.path(), &["--database-url", &url]));
    let account = create_account("owner@example.test", &["--database-url", &url]);
    let [one, other] = &nodes;

    for _ in 0..5 {
        let ks = one.start_session(&account);
        let get = |node: &Server| node.call("session", "get", &json!({"ks": ks}))["code"].clone();
        let list = |node: &Server| node.call("appToken", "list", &json!({"ks": ks}))["code"].clone();
        assert!(get(one).is_null() && list(other).is_null(), "both know it");
        one.call("session", "end", &json!({"ks": ks}));
        assert_eq!(list(one), "INVALID_KS", "at once where it ended");
        let start = Instant::now();
        until("it is over on the other node", || list(other) == "INVALID_KS");
        assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    }
}

/// Everything that ends sessions, asked for at one node, and how long the other lets them in.
#[test]
fn secrets_and_floors_reach_the_other_nodes() {
    let postgres = PrivateServer::start();
    let url = format!("{}/postgres", postgres.url());
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let nodes = folders.each_ref().map(|folder| Server::start(folder.path(), &["--database-url", &url]));
    let account = create_account("owner@example.test", &["--database-url", &url]);
    let [one, other] = &nodes;
    let admin = one.start_session(&account);
    let list = |node: &Server, ks: &Value| node.call("appToken", "list", &json!({"ks": ks}))["code"].clone();
    let add = || one.call("boxoffice_secret", "add", &json!({"ks": admin}));
    let start = |node: &Server, secret: &Value, user: &str| {
        let wanted = json!({"secret": secret, "partnerId": account.id, "type": 2, "userId": user});
        node.call("session", "start", &wanted)
    };

    // What is added works everywhere, and the sessions of one node are let in by the other.
    let shop = add();
    until("a new secret is known", || start(other, &shop["value"], "bob").is_string());

    let ending: [(&str, &str, &str, Value); 3] = [
        ("a user", "boxoffice_session", "endByUser", json!({"userId": "bob"})),
        ("a secret", "boxoffice_session", "endBySecret", json!({"secretId": shop["id"]})),
        ("a blocked secret", "boxoffice_secret", "block", json!({"id": shop["id"]})),
    ];
    for (what, service, action, mut params) in ending {
        let ks = start(other, &shop["value"], "bob");
        assert!(list(other, &ks).is_null() && list(one, &ks).is_null(), "{what}");
        params["ks"] = admin.clone();
        let ended = one.call(service, action, &params);
        assert!(ended["code"].is_null(), "{ended}");
        let start = Instant::now();
        assert_eq!(list(one, &ks), "INVALID_KS", "{what}: at once where it ended");
        until("it is over on the other node", || list(other, &ks) == "INVALID_KS");
        assert!(start.elapsed() < SOON, "{what}: {:?}", start.elapsed());
    }
    let opens = || start(other, &shop["value"], "bob")["code"] == "START_SESSION_ERROR";
    until("the blocked secret opens nothing", opens);

    // The command line is a process of its own, too.
    let ks = one.start_session(&account);
    let id = account.id.to_string();
    let ended = boxoffice()
        .args(["session", "end", "--account", &id, "--everything", "--json", "--database-url", &url])
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let start = Instant::now();
    for node in [one, other] {
        until("all is over", || list(node, &ks) == "INVALID_KS");
    }
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());

    // And a node that starts later knows it all.
    let folder = tempfile::tempdir().unwrap();
    let third = Server::start(folder.path(), &["--database-url", &url]);
    assert_eq!(list(&third, &ks), "INVALID_KS");
    assert_eq!(list(&third, &admin), "INVALID_KS");
}

/// A wire that is cut says nothing. For the grace that `docs/operating.md` names, a node goes on with what it
/// knows; after that it lets nobody in.
#[test]
fn a_node_that_hears_nothing_refuses_after_the_grace() {
    let postgres = PrivateServer::start();
    let url = format!("{}/postgres", postgres.url());
    let folder = tempfile::tempdir().unwrap();
    let node = Server::start(folder.path(), &["--database-url", &url]);
    let account = create_account("owner@example.test", &["--database-url", &url]);
    let ks = node.start_session(&account);
    let get = |ks: &Value| node.call("session", "get", &json!({"ks": ks}));
    assert_eq!(get(&ks)["partnerId"], account.id);

    postgres.freeze();
    std::thread::sleep(GRACE);
    // The call waits for the database, in vain; it is not answered with a success.
    let path = "/api_v3/service/session/action/get?format=1";
    let mut waiting = node.connect();
    waiting.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    std::io::Write::write_all(&mut waiting, crate::post(path, &json!({"ks": ks})).as_bytes()).unwrap();
    let answer = crate::Answer::read(&mut waiting);
    assert!(answer.is_none_or(|answer| answer.code() == "INTERNAL_DATABASE_ERROR"), "it may not be let in");
    assert_ne!(node.get("/health/ready").unwrap().status, 200);

    postgres.thaw();
    until("it is ready again", || node.get("/health/ready").unwrap().status == 200);
    assert_eq!(get(&ks)["partnerId"], account.id);
}

#[test]
fn who_loses_a_group_on_one_node_has_lost_it_on_the_others() {
    let postgres = PrivateServer::start();
    let url = format!("{}/postgres", postgres.url());
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let nodes = folders.each_ref().map(|folder| Server::start(folder.path(), &["--database-url", &url]));
    let account = create_account("owner@example.test", &["--database-url", &url]);
    let [one, other] = &nodes;
    let admin = one.start_session(&account);
    let add = |user: serde_json::Value| one.call("user", "add", &json!({"ks": admin, "user": user}));
    for user in [json!({"id": "boss"}), json!({"id": "ann"}), json!({"id": "staff", "type": 1})] {
        assert!(add(user)["code"].is_null());
    }
    let boss = json!({"userId": "boss", "groupId": "staff", "userRole": 2});
    let membership = one.call("groupUser", "add", &json!({"ks": admin, "groupUser": boss}));
    let manager = other.call(
        "session",
        "start",
        &json!({
            "secret": account.admin_secret, "partnerId": account.id, "userId": "boss", "type": 0
        }),
    );
    let list =
        || other.call("groupUser", "list", &json!({"ks": manager, "filter": {"groupIdEqual": "staff"}}));

    for role in [1, 2, 1] {
        let sent = json!({"ks": admin, "groupUserId": membership["id"], "groupUser": {"userRole": role}});
        assert_eq!(one.call("groupUser", "update", &sent)["userRole"], role);
        let start = Instant::now();
        until("the other node knows", || (list()["code"] == "SERVICE_FORBIDDEN") == (role == 1));
        assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    }
}

#[test]
fn without_its_database_a_node_refuses_and_comes_back() {
    let postgres = PrivateServer::start();
    let url = format!("{}/postgres", postgres.url());
    let folder = tempfile::tempdir().unwrap();
    let node = Server::start(folder.path(), &["--database-url", &url]);
    let account = create_account("owner@example.test", &["--database-url", &url]);
    let ks = node.start_session(&account);
    let list = || node.call("appToken", "list", &json!({"ks": ks}));
    assert_eq!(list()["totalCount"], 0);

    postgres.stop();
    until("the node says that it is not ready", || node.get("/health/ready").unwrap().status == 503);
    assert_eq!(node.get("/health/live").unwrap().status, 200);
    let refused = list();
    assert_eq!(refused["code"], "INTERNAL_DATABASE_ERROR");
    assert!(!refused.to_string().contains("postgres"), "nothing of the inside is told: {refused}");

    postgres.resume();
    until("it is ready again", || node.get("/health/ready").unwrap().status == 200);
    assert_eq!(list()["totalCount"], 0);
}
