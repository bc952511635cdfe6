//! Servers as processes: starting them, what they use, and the server at rest.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Outcome;

/// A server that ends with this value.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The account that a bench acts in.
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) admin_secret: String,
}

fn target() -> PathBuf {
    std::env::current_exe().ok().and_then(|file| file.parent().map(Path::to_owned)).unwrap_or_default()
}

fn boxoffice() -> Command {
    Command::new(target().join("boxoffice"))
}

impl Server {
    /// Boxoffice on a free port.
    pub(crate) fn boxoffice(data: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        Self::boxoffice_with(data, &[])
    }

    /// Boxoffice on a free port, with more flags.
    pub(crate) fn boxoffice_with(data: &Path, more: &[&str]) -> Result<Self, Box<dyn std::error::Error>> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let process = boxoffice()
            .args(["serve", "--listen", &address, "--log-level", "warn", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("cargo build --release first: {error}"))?;
        let server = Self { process, address };
        server.wait()?;
        Ok(server)
    }

    /// The bare handler.
    pub(crate) fn bare(answer_bytes: usize) -> Result<Self, Box<dyn std::error::Error>> {
        let program = std::env::current_exe()?;
        Self::printing(Command::new(program).args(["bare", &answer_bytes.to_string()]))
    }

    /// A server that prints its address first.
    pub(crate) fn printing(command: &mut Command) -> Result<Self, Box<dyn std::error::Error>> {
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { process, address: line.trim().to_owned() })
    }

    fn wait(&self) -> Outcome {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            if let Ok(answer) = get(&self.address, "/health/ready")
                && answer.contains("200 OK")
            {
                return Ok(());
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        Err("the server did not become ready".into())
    }

    /// Processor time used so far, all threads.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
        // Linux counts in hundredths of a second.
        Duration::from_millis((ticks(11) + ticks(12)) * 10)
    }

    fn resident_kilobytes(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    }

    /// Calls an action and gives its JSON answer.
    pub(crate) fn call(&self, path: &str, params: &Value) -> Result<Value, Box<dyn std::error::Error>> {
        let answer = exchange(&self.address, &request(&self.address, path, params))?;
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("no body")?;
        Ok(serde_json::from_str(body)?)
    }
}

/// A POST of JSON as clients write it.
pub(crate) fn request(address: &str, path: &str, params: &Value) -> String {
    let mut params = params.clone();
    params["format"] = Value::from(1);
    let body = params.to_string();
    format!(
        "POST /api_v3/service/{path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn get(address: &str, path: &str) -> std::io::Result<String> {
    exchange(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

fn exchange(address: &str, request: &str) -> std::io::Result<String> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address)?;
    stream.write_all(request.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1).as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Makes an account on the store in a folder.
pub(crate) fn account(data: &Path) -> Result<Account, Box<dyn std::error::Error>> {
    account_on(&["--data", data.to_str().ok_or("a folder with a plain name")?])
}

/// Makes an account on the store that the flags name.
pub(crate) fn account_on(store: &[&str]) -> Result<Account, Box<dyn std::error::Error>> {
    let output = boxoffice()
        .args(["account", "create", "--name", "Bench", "--email", "bench@example.test", "--json"])
        .args(store)
        .output()?;
    let made: Value = serde_json::from_slice(&output.stdout)?;
    Ok(Account {
        id: made["partnerId"].as_i64().ok_or("no account")?,
        admin_secret: made["adminSecret"].as_str().ok_or("no secret")?.to_owned(),
    })
}

pub(crate) fn run() -> Outcome {
    let folder = tempfile::tempdir()?;
    drop(Server::boxoffice(folder.path())?);
    println!("\nThe server at rest, and its start on an existing store (SQLite)\n");
    println!("| Ready after a start | Memory at rest |\n|---|---|");
    let mut starts = Vec::new();
    let mut memory = 0;
    for _ in 0..5 {
        let start = Instant::now();
        let server = Server::boxoffice(folder.path())?;
        starts.push(start.elapsed());
        std::thread::sleep(Duration::from_millis(500));
        memory = server.resident_kilobytes();
    }
    starts.sort();
    println!(
        "| {} ms | {:.1} MB |",
        starts[starts.len() / 2].as_millis(),
        f64::from(u32::try_from(memory)?) / 1024.0
    );
    Ok(())
}
