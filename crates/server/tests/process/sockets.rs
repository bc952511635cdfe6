//! What the sockets do with clients that are slow, large, early or late.

use std::io::Write;
use std::time::Duration;

use serde_json::json;

use crate::{Answer, Server, create_account, post};

#[test]
fn another_origin_may_call() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let answer = server
        .send("OPTIONS /api_v3/service/session/action/start HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        .unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert!(answer.head.contains("access-control-allow-origin: *"), "{}", answer.head);
    assert!(answer.head.contains("access-control-allow-methods:"), "{}", answer.head);

    let answer = server.get("/api_v3/service/system/action/ping?format=1").unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, "true"));
    for header in ["access-control-allow-origin: *", "x-me: ", "x-kaltura-session: "] {
        assert!(answer.head.contains(header), "{}", answer.head);
    }
}

#[test]
fn the_documents_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let schema = server.get("/api_v3/api_schema.php").unwrap();
    assert!(schema.body.contains("<service id=\"apptoken\""), "{}", schema.head);
    let openapi: serde_json::Value =
        serde_json::from_str(&server.get("/openapi.json").unwrap().body).unwrap();
    assert!(openapi["paths"]["/api_v3/service/session/action/start"]["post"].is_object());
    assert_eq!(server.get("/health/live").unwrap().status, 200);
    assert_eq!(server.get("/elsewhere").unwrap().status, 404);
}

#[test]
fn what_is_too_large_is_refused_in_the_format_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let more = [
        "--max-parameter-bytes",
        "2000",
        "--max-body-bytes",
        "4000",
        "--max-sub-requests",
        "3",
        "--max-depth",
        "5",
    ];
    let server = Server::start(folder.path(), &more);
    let refused = |path: &str, params| server.send(&post(path, &params)).unwrap().code();
    let ping = "/api_v3/service/system/action/ping?format=1";
    assert_eq!(refused(ping, json!({"a": "x".repeat(3000)})), "REQUEST_TOO_LARGE");
    assert_eq!(refused(ping, json!({"a": "x".repeat(5000)})), "REQUEST_TOO_LARGE");
    assert_eq!(refused(ping, json!({"a": [[[[[[[1]]]]]]]})), "NESTING_TOO_DEEP");
    let call = json!({"service": "system", "action": "ping"});
    assert_eq!(
        refused("/api_v3/service/multirequest?format=1", json!({"1": call, "2": call, "3": call, "4": call})),
        "TOO_MANY_SUB_REQUESTS"
    );
    assert_eq!(server.send(&post(ping, &json!({}))).unwrap().body, "true");
}

#[test]
fn a_client_that_stops_sending_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &["--read-timeout", "1"]);
    let mut half = server.connect();
    half.write_all(b"POST /api_v3/service/system/action/ping?format=1 HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n{")
        .unwrap();
    let mut no_head = server.connect();
    no_head.write_all(b"POST /api_v3").unwrap();
    assert!(Answer::read(&mut half).is_none_or(|answer| answer.body != "true"));
    assert!(Answer::read(&mut no_head).is_none_or(|answer| answer.status != 200));
}

#[test]
fn a_stop_lets_running_requests_finish_and_takes_no_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let mut running = server.connect();
    running
        .write_all(b"POST /api_v3/service/system/action/ping?format=1 HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\n{")
        .unwrap();
    // What cannot be seen from outside: that the server has read the head.
    std::thread::sleep(Duration::from_millis(300));
    server.signal("-TERM");
    crate::until("nobody is let in any more", || server.get("/health/live").is_none());
    running.write_all(b"}").unwrap();
    assert_eq!(Answer::read(&mut running).unwrap().body, "true");
    assert!(server.wait().success());
}

/// Whatever was answered is there after the process was killed, on a second start from the same folder.
#[test]
fn what_was_acknowledged_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let account = create_account("owner@example.test", &["--data", data]);
    let ks = server.start_session(&account);
    let (told, hears) = std::sync::mpsc::channel();
    let mut acknowledged = Vec::new();
    std::thread::scope(|scope| {
        let (server, account, ks) = (&server, &account, &ks);
        scope.spawn(move || {
            // Returns at the first call without an answer.
            let write = |number: usize| {
                let ended = server.try_start_session(account)?;
                let token = json!({"ks": ks, "appToken": {"description": number.to_string()}});
                let token = server.try_call("appToken", "add", &token)?;
                server.try_call("session", "end", &json!({"ks": ended}))?;
                told.send((token["id"].as_str()?.to_owned(), ended)).ok()
            };
            (0..).try_for_each(write)
        });
        for told in hears {
            acknowledged.push(told);
            if acknowledged.len() == 30 {
                server.signal("-KILL");
            }
        }
    });
    drop(server);
    let server = Server::start(folder.path(), &[]);
    assert!(acknowledged.len() >= 30, "{}", acknowledged.len());
    for (id, ended) in acknowledged {
        assert_eq!(server.call("appToken", "get", &json!({"ks": ks, "id": id}))["id"], id.as_str());
        let refused = server.call("appToken", "get", &json!({"ks": ended, "id": id}));
        assert_eq!((&refused["code"], &refused["args"]["KSID"]), (&json!("INVALID_KS"), &json!("LOGOUT")));
    }
}
