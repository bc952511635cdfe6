//! A check of a session, beside npm `oidc-provider` introspecting an opaque token that it holds in memory.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::Outcome;
use crate::load::rate;
use crate::process::{Server, account, request};

const TIME: Duration = Duration::from_secs(5);

pub(crate) fn run() -> Outcome {
    let peer = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer");
    let installed =
        Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&peer).status();
    if !installed.is_ok_and(|status| status.success()) {
        return Err("npm is needed for oidc-provider".into());
    }
    let theirs = Server::printing(Command::new("node").arg("server.mjs").current_dir(&peer))?;
    let (address, token) = theirs.address.split_once(' ').ok_or("the peer says where it is and its token")?;
    let body = format!("token={token}&client_id=bench&client_secret=bench-secret");
    let introspect = format!(
        "POST /token/introspection HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );

    let folder = tempfile::tempdir()?;
    let ours = Server::boxoffice(folder.path())?;
    let account = account(folder.path())?;
    let start =
        json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2, "userId": "someone"});
    let ks = ours.call("session/action/start", &start)?;
    let get = request(&ours.address, "session/action/get", &json!({"ks": ks}));

    let measure = |server: &Server,
                   address: &str,
                   request: &str|
     -> Result<(f64, f64), Box<dyn std::error::Error>> {
        rate(address, request, Duration::from_secs(1))?;
        let before = server.cpu();
        let calls = rate(address, request, TIME)?;
        Ok((calls, server.cpu().saturating_sub(before).as_secs_f64() * 1e6 / (calls * TIME.as_secs_f64())))
    };
    let (our_rate, our_cpu) = measure(&ours, &ours.address, &get)?;
    let (their_rate, their_cpu) = measure(&theirs, address, &introspect)?;
    println!("\nA check of a session, beside npm oidc-provider introspecting an opaque token in memory\n");
    println!("| Server | Checks a second | Processor time a check |\n|---|---|---|");
    println!("| Boxoffice, `session.get` | {our_rate:.0} | {our_cpu:.0} µs |");
    println!("| oidc-provider, introspection | {their_rate:.0} | {their_cpu:.0} µs |");
    println!("| ratio | {:.1} | {:.3} |", our_rate / their_rate, our_cpu / their_cpu);
    Ok(())
}
