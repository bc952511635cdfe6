//! Large accounts: a call with a role of the account's own, lists of users, and sessions while people log in.

mod fill;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use store::Location;
use store::testing::PrivateServer;

use crate::Outcome;
use crate::http::median;
use crate::load::{self, Line};
use crate::process::{Account, Server, account_on, request};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);
const TURNS: usize = 51;
/// Connections that log in.
const LOGINS: usize = 8;

/// What consoles and programs ask of `user.list`.
fn questions(users: i64) -> Vec<(&'static str, Value)> {
    let middle = format!("user-{:07}", users / 2);
    vec![
        ("page 1", json!({})),
        ("page 1, newest first", json!({"orderBy": "-createdAt"})),
        (
            "active users, last changed first",
            json!({"orderBy": "-updatedAt", "statusEqual": 1, "typeEqual": 0}),
        ),
        ("blocked users", json!({"statusEqual": 0, "orderBy": "+createdAt"})),
        (
            "administrators, as the console asks",
            json!({"isAdminEqual": 1, "statusIn": "1,0", "orderBy": "+createdAt"}),
        ),
        ("one id", json!({"idEqual": middle})),
        ("beginning of an id or a name", json!({"idOrScreenNameStartsWith": &middle[..middle.len() - 2]})),
        ("beginning of a name", json!({"screenNameStartsWith": "zoe77", "statusEqual": 1})),
        ("a beginning that a fifth of all have", json!({"idOrScreenNameStartsWith": "ann"})),
        ("a role that one in ten thousand has", json!({"roleIdEqual": fill::RARE_ROLE.to_string()})),
        ("a role that one in twenty has", json!({"roleIdEqual": fill::COMMON_ROLE.to_string()})),
        ("a part of a name", json!({"screenNameLike": "77777"})),
    ]
}

pub(crate) fn run(sizes: &[i64]) -> Outcome {
    let postgres = PrivateServer::start();
    saturation()?;
    for (number, users) in (1..).zip(sizes) {
        sqlite(*users)?;
        on_postgres(&postgres, &format!("people{number}"), *users)?;
    }
    Ok(())
}

fn sqlite(users: i64) -> Outcome {
    let folder = tempfile::tempdir()?;
    let text = folder.path().to_str().ok_or("the folder has no name")?.to_owned();
    let first = Server::boxoffice(folder.path())?;
    let account = account_on(&["--data", &text])?;
    add_clerk(&first, &account)?;
    drop(first);
    fill::fill(&Location::Sqlite(folder.path().join("boxoffice.db")), account.id, users)?;
    // A start looks at how the tables have grown.
    let server = Server::boxoffice(folder.path())?;
    println!("\n### SQLite, {users} users\n");
    calls(&server, &account)?;
    lists(&server, &account, users)
}

fn on_postgres(postgres: &PrivateServer, name: &str, users: i64) -> Outcome {
    let psql = |database: &str, statement: &str| {
        let url = format!("{}/{database}", postgres.url());
        std::process::Command::new("psql").args([&url, "-qc", statement]).status()
    };
    psql("postgres", &format!("CREATE DATABASE {name}"))?;
    let url = format!("{}/{name}", postgres.url());
    let folder = tempfile::tempdir()?;
    let server = Server::boxoffice_with(folder.path(), &["--database-url", &url])?;
    let account = account_on(&["--database-url", &url])?;
    add_clerk(&server, &account)?;
    fill::fill(&Location::Postgres(url), account.id, users)?;
    psql(name, "VACUUM ANALYZE")?;
    println!("\n### PostgreSQL, {users} users\n");
    calls(&server, &account)?;
    lists(&server, &account, users)
}

fn admin(server: &Server, account: &Account) -> Result<String, Box<dyn std::error::Error>> {
    let start = json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2, "userId": "boss"});
    Ok(server.call("session/action/start", &start)?.as_str().ok_or("no session")?.to_owned())
}

/// A role of the account's own, and a user who has it.
fn add_clerk(server: &Server, account: &Account) -> Outcome {
    let ks = admin(server, account)?;
    let role =
        json!({"name": "Clerk", "permissionNames": "BASE_USER_SESSION_PERMISSION,APP_TOKEN_BASE,KMC_ACCESS"});
    let role = server.call("userRole/action/add", &json!({"ks": ks, "userRole": role}))?;
    let id = role["id"].as_i64().ok_or_else(|| format!("no role: {role}"))?;
    let user = json!({"id": "clerk", "roleIds": id.to_string()});
    let user = server.call("user/action/add", &json!({"ks": ks, "user": user}))?;
    if user["roleIds"] == id.to_string().as_str() { Ok(()) } else { Err(format!("no user: {user}").into()) }
}

/// A warm call with the role, beside the bare handler.
fn calls(server: &Server, account: &Account) -> Outcome {
    let start =
        json!({"secret": account.admin_secret, "partnerId": account.id, "type": 0, "userId": "clerk"});
    let ks = server.call("session/action/start", &start)?;
    let params = json!({"ks": ks});
    let answer = server.call("session/action/get", &params)?;
    if answer["userId"] != "clerk" {
        return Err(format!("session.get: {answer}").into());
    }
    let bare = Server::bare(answer.to_string().len())?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(load::rate(
            &server.address,
            &request(&server.address, "session/action/get", &params),
            ROUND,
        )?);
        theirs.push(load::rate(
            &bare.address,
            &request(&bare.address, "session/action/get", &params),
            ROUND,
        )?);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "`session.get` by a user with a role of the account's own: {ours:.0} calls a second, {:.2} of a bare handler\n",
        ours / theirs
    );
    Ok(())
}

fn lists(server: &Server, account: &Account, users: i64) -> Outcome {
    let ks = admin(server, account)?;
    let mut line = Line::to(server)?;
    println!("| `user.list`, with its total | found | p50 | p95 |\n|---|---|---|---|");
    for (name, filter) in questions(users) {
        let mut times = Vec::with_capacity(TURNS);
        let mut found = Value::Null;
        for turn in 0..=TURNS {
            let started = Instant::now();
            let listed = line.call("user/action/list", &json!({"ks": ks, "filter": filter}))?;
            if turn > 0 {
                times.push(started.elapsed());
            }
            let listed: Value = serde_json::from_str(&listed)?;
            found = listed["totalCount"].clone();
            if !found.is_number() {
                return Err(format!("{name}: {listed}").into());
            }
        }
        times.sort();
        let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e3;
        println!("| {name} | {found} | {:.1} ms | {:.1} ms |", at(50), at(95));
    }
    Ok(())
}

/// How long a check of a session takes while as many people log in as passwords can be hashed.
fn saturation() -> Outcome {
    let folder = tempfile::tempdir()?;
    let text = folder.path().to_str().ok_or("the folder has no name")?.to_owned();
    let server = Server::boxoffice(folder.path())?;
    let account = account_on(&["--data", &text])?;
    let get = json!({"ks": admin(&server, &account)?});
    let quiet =
        load::times(&server.address, &request(&server.address, "session/action/get", &get), 4, 2 * ROUND)?;
    let password = "quartz anvil seven";
    let user = json!({"id": "ada", "email": "ada@example.test", "password": password});
    server.call("user/action/add", &json!({"ks": get["ks"], "user": user}))?;
    let login = json!({"partnerId": account.id, "userId": "ada", "password": password});
    if !server.call("user/action/login", &login)?.is_string() {
        return Err("nobody can log in".into());
    }
    let login = request(&server.address, "user/action/login", &login);
    let (address, stop) = (server.address.clone(), 4 * ROUND);
    // As many as wait in turn, so that nobody is sent away: what is measured is hashing, not refusing.
    let flood = std::thread::spawn(move || {
        load::times(&address, &login, LOGINS, stop).map_err(|error| error.to_string())
    });
    std::thread::sleep(ROUND / 2);
    let busy =
        load::times(&server.address, &request(&server.address, "session/action/get", &get), 4, 2 * ROUND)?;
    let logins = flood.join().map_err(|_| "the flood broke off")??;
    let logins = f64::from(u32::try_from(logins.len())?) / stop.as_secs_f64();
    let micros = |times: &[Duration], share: usize| times[times.len() * share / 1000].as_secs_f64() * 1e6;
    println!(
        "\n`session.get` over 4 connections, alone and while {LOGINS} others log in ({logins:.0} a second)\n"
    );
    println!("| | p50 | p99 | p99.9 |\n|---|---|---|---|");
    for (name, times) in [("alone", &quiet), ("while people log in", &busy)] {
        let at = |share| micros(times, share);
        println!("| {name} | {:.0} µs | {:.0} µs | {:.0} µs |", at(500), at(990), at(999));
    }
    println!("\np99 under load is {:.1} times the quiet one", micros(&busy, 990) / micros(&quiet, 990));
    Ok(())
}
