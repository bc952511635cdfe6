//! How long an ended session is let in by another node: two servers on one PostgreSQL.

use std::time::{Duration, Instant};

use serde_json::json;
use store::testing::PrivateServer;

use crate::Outcome;
use crate::load::Line;
use crate::process::{Server, account_on};

const REVOCATIONS: usize = 1_000;
/// A node that has not heard by then never will.
const IN_VAIN: Duration = Duration::from_secs(5);

pub(crate) fn run() -> Outcome {
    let postgres = PrivateServer::start();
    let url = format!("{}/postgres", postgres.url());
    let database = ["--database-url", &url];
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    let one = Server::boxoffice_with(folders[0].path(), &database)?;
    let other = Server::boxoffice_with(folders[1].path(), &database)?;
    let account = account_on(&database)?;
    let (mut ends, mut asks) = (Line::to(&one)?, Line::to(&other)?);

    println!("\nAn ended session on another node (two servers on PostgreSQL, {REVOCATIONS} revocations)\n");
    println!(
        "From the moment that the first has acknowledged the end until the second refuses the session.\n"
    );
    println!("| Ended | p50 | p99 | Longest |\n|---|---|---|---|");
    let admin = json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2, "userId": "boss"});
    let admin: String = serde_json::from_str(&ends.call("session/action/start", &admin)?)?;
    for (name, path) in [
        ("one session, `session.end`", "session/action/end"),
        ("a user, `boxoffice_session.endByUser`", "boxoffice_session/action/endByUser"),
    ] {
        let mut times = Vec::with_capacity(REVOCATIONS);
        for number in 0..REVOCATIONS {
            let user = format!("user-{number}");
            let start =
                json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2, "userId": user});
            let ks: String = serde_json::from_str(&ends.call("session/action/start", &start)?)?;
            let get = json!({"ks": ks});
            if asks.call("session/action/get", &get)?.contains("INVALID_KS") {
                return Err("a new session is refused".into());
            }
            let end =
                if path.starts_with("session/") { get.clone() } else { json!({"ks": admin, "userId": user}) };
            let ended = ends.call(path, &end)?;
            if ended.contains("KalturaAPIException") {
                return Err(ended.into());
            }
            let acknowledged = Instant::now();
            while !asks.call("session/action/get", &get)?.contains("INVALID_KS") {
                if acknowledged.elapsed() > IN_VAIN {
                    return Err("the second server goes on letting it in".into());
                }
            }
            times.push(acknowledged.elapsed());
        }
        times.sort();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        println!("| {name} | {:.2} ms | {:.2} ms | {:.2} ms |", at(50), at(99), at(100));
    }
    Ok(())
}
