//! Files on the socket: sent as multipart, fetched whole, in parts, or not at all (reference: protocol.md §10, §11.4,
//! §15).

use serde_json::json;

use crate::{Server, create_account, until};

#[test]
fn a_file_is_sent_and_its_log_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = Server::start(folder.path(), &[]);
    let account = create_account("owner@example.test", &["--data", data]);
    let ks = server.start_session(&account);
    let ks = ks.as_str().unwrap();
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"ks\"\r\n\r\n{ks}\r\n--b\r\nContent-Disposition: form-data; name=\"fileData\"; filename=\"C:\\people.csv\"\r\nContent-Type: text/csv\r\n\r\n*userId\nann\n\r\n--b--\r\n"
    );
    let request = format!(
        "POST /api_v3/service/user/action/addFromBulkUpload?format=1 HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let sent = server.send(&request).unwrap();
    let sent: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
    assert_eq!(sent["fileName"], "people.csv");
    let path = |address: &serde_json::Value| {
        let address = address.as_str().unwrap();
        address[address.find("/api_v3/").unwrap()..].to_owned()
    };
    let (log, file) = (path(&sent["logFileUrl"]), path(&sent["bulkFileUrl"]));
    until("the log is there", || server.get(&log).unwrap().body == "ann,2,ann,1,\n");

    // A plain GET, as scripts and browsers send it.
    let answer = server.get(&log).unwrap();
    assert_eq!(answer.status, 200);
    for header in [
        "content-type: text/plain; charset=utf-8",
        "content-length: 13",
        "accept-ranges: bytes",
        "access-control-allow-origin: *",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
    ] {
        assert!(answer.head.to_ascii_lowercase().contains(header), "{header}: {}", answer.head);
    }
    let whole = server.get(&file).unwrap();
    assert_eq!((whole.status, whole.body.as_str()), (200, "*userId\nann\n"));
    assert!(
        whole.head.contains("content-disposition: attachment; filename=\"people.csv\""),
        "{}",
        whole.head
    );

    let ask = |method: &str, path: &str, more: &str| {
        server
            .send(&format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{more}\r\n"))
            .unwrap()
    };
    let part = ask("GET", &file, "Range: bytes=1-6\r\n");
    assert_eq!((part.status, part.body.as_str()), (206, "userId"));
    assert!(part.head.contains("content-range: bytes 1-6/12"), "{}", part.head);
    let beyond = ask("GET", &file, "Range: bytes=12-\r\n");
    assert_eq!((beyond.status, beyond.body.as_str()), (416, ""));
    assert!(beyond.head.contains("content-range: bytes */12"), "{}", beyond.head);
    let head = ask("HEAD", &file, "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert!(head.head.contains("content-length: 12"), "{}", head.head);

    // Refusals of actions that answer files have no body; those of others have.
    for (path, code) in [
        ("/api_v3/service/bulkUpload_bulk/action/serveLog?format=1&id=987654", "SERVICE_FORBIDDEN"),
        (
            &*format!("/api_v3/service/bulkUpload_bulk/action/serveLog/id/987654/ks/{ks}?format=1"),
            "BULK_UPLOAD_NOT_FOUND",
        ),
        (
            &*format!("/api_v3/service/bulkUpload_bulk/action/serve/ks/{ks}?format=1"),
            "MISSING_MANDATORY_PARAMETER",
        ),
    ] {
        let refused = server.get(path).unwrap();
        assert_eq!((refused.status, refused.body.as_str()), (200, ""), "{path}");
        assert!(
            refused.head.contains(&format!("x-kaltura: error- {}", code.to_lowercase())),
            "{}",
            refused.head
        );
        assert!(
            refused.head.contains(&format!("x-kaltura-app: exiting on error {} - ", code.to_lowercase())),
            "{}",
            refused.head
        );
    }
    let refused =
        server.get(&format!("/api_v3/service/exportcsv/action/serveCsv/id/x/ks/{ks}?format=1")).unwrap();
    assert_eq!(refused.code(), "INVALID_ID");

    // In a multirequest, refusals stand in their places, and a file is everything.
    let calls = json!({
        "1": {"service": "bulkUpload_bulk", "action": "serve", "id": 987_654, "ks": ks},
        "2": {"service": "system", "action": "ping"},
    });
    let answer = server.send(&crate::post("/api_v3/service/multirequest?format=1", &calls)).unwrap();
    assert!(
        answer.body.contains("BULK_UPLOAD_NOT_FOUND") && answer.body.ends_with(",true]"),
        "{}",
        answer.body
    );
    let calls = json!({
        "1": {"service": "system", "action": "ping"},
        "2": {"service": "bulkUpload_bulk", "action": "serve", "id": sent["id"], "ks": ks},
        "3": {"service": "system", "action": "ping"},
    });
    let answer = server.send(&crate::post("/api_v3/service/multirequest?format=1", &calls)).unwrap();
    assert_eq!(answer.body, "*userId\nann\n");
}
