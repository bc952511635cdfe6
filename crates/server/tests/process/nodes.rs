//! Several nodes on one PostgreSQL, and what they do when it is gone.

use std::time::{Duration, Instant};

use serde_json::json;
use store::testing::PrivateServer;

use crate::{Server, create_account, until};

/// How long a change may take to reach the other nodes.
const SOON: Duration = Duration::from_secs(1);

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
