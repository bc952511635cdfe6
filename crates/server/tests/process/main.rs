//! The binary as operators and clients meet it: started, stopped, killed, misconfigured, on a socket, on several
//! nodes, and without its database.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test that cannot go on has failed; processes live in real time

mod accounts;
mod command_line;
mod files;
mod nodes;
mod role;
mod sockets;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PASSWORD: &str = "correct horse battery staple";

fn boxoffice() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boxoffice"));
    command.env_clear();
    command
}

/// A running server.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start(data: &Path, more: &[&str]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let process = boxoffice()
            .args(["serve", "--log-level", "error", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, address };
        until("the server is ready", || {
            server.get("/health/ready").is_some_and(|answer| answer.status == 200)
        });
        server
    }

    fn signal(&self, name: &str) {
        assert!(store::testing::send_signal(name, [self.process.id().to_string().as_str()]));
    }

    fn wait(mut self) -> ExitStatus {
        self.process.wait().unwrap()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    fn get(&self, path: &str) -> Option<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"))
    }

    /// Sends what a client would; none when there is no answer.
    fn send(&self, request: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        Answer::read(&mut stream)
    }

    fn call(&self, service: &str, action: &str, params: &Value) -> Value {
        self.try_call(service, action, params).expect("the server answers")
    }

    fn try_call(&self, service: &str, action: &str, params: &Value) -> Option<Value> {
        let answer =
            self.send(&post(&format!("/api_v3/service/{service}/action/{action}?format=1"), params))?;
        serde_json::from_str(&answer.body).ok()
    }

    fn start_session(&self, account: &Account) -> Value {
        self.try_start_session(account).expect("the server answers")
    }

    fn try_start_session(&self, account: &Account) -> Option<Value> {
        let wanted = serde_json::json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2, "userId": "ada"});
        self.try_call("session", "start", &wanted)
    }
}

fn post(path: &str, params: &Value) -> String {
    let body = params.to_string();
    format!(
        "POST {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head: head.to_lowercase(), body: body.to_owned() })
    }

    fn code(&self) -> String {
        let json: Value = serde_json::from_str(&self.body).unwrap_or_default();
        json["code"].as_str().unwrap_or_default().to_owned()
    }
}

struct Account {
    id: i64,
    admin_secret: String,
}

/// Makes an account with the command, which also works while a server runs.
fn create_account(email: &str, store: &[&str]) -> Account {
    let mut command = boxoffice();
    command
        .args(["account", "create", "--name", "Test", "--email", email, "--password-stdin", "--json"])
        .args(store)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(made["email"], email);
    assert_eq!(made["userSecret"].as_str().map(str::len), Some(32));
    Account {
        id: made["partnerId"].as_i64().unwrap(),
        admin_secret: made["adminSecret"].as_str().unwrap().to_owned(),
    }
}

fn until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(30), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
