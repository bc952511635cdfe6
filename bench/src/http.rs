//! Calls over HTTP, beside a bare handler that reads the body and answers a constant of equal length.

use std::time::Duration;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::Outcome;
use crate::load::rate;
use crate::process::{Account, Server, account, request};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);

pub(crate) fn run() -> Outcome {
    let folder = tempfile::tempdir()?;
    let server = Server::boxoffice(folder.path())?;
    let account = account(folder.path())?;
    let start =
        json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2, "userId": "someone"});
    let ks = text(&server.call("session/action/start", &start)?)?;
    let widget =
        server.call("session/action/startWidgetSession", &json!({"widgetId": format!("_{}", account.id)}))?;
    let widget = text(&widget["ks"])?;
    let token = json!({"ks": ks, "appToken": {"objectType": "KalturaAppToken", "hashType": "SHA256"}});
    let token = server.call("appToken/action/add", &token)?;
    let proof = hex(&Sha256::digest(format!("{widget}{}", text(&token["token"])?)));
    let exchange = json!({"ks": widget, "id": token["id"], "tokenHash": proof});

    let (viewer, entry) = protected_entry(&server, &ks, &account)?;

    println!(
        "\nCalls over HTTP, 64 connections, median of {ROUNDS} rounds of {} s (SQLite)\n",
        ROUND.as_secs()
    );
    println!(
        "| Call | Calls a second | Bare handler | Ratio | Processor time a call | Bare handler |\n|---|---|---|---|---|---|"
    );
    for (path, params) in [
        ("session/action/get", json!({"ks": ks})),
        ("session/action/start", start),
        ("appToken/action/startSession", exchange),
        ("baseEntry/action/get", json!({"ks": viewer, "entryId": entry})),
        (
            "baseEntry/action/getPlaybackContext",
            json!({"ks": viewer, "entryId": entry, "contextDataParams": {"referrer": "https://example.com/"}}),
        ),
    ] {
        let answer = server.call(path, &params)?;
        if answer["objectType"] == "KalturaAPIException" {
            return Err(format!("{path}: {answer}").into());
        }
        let bare = Server::bare(answer.to_string().len())?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let before = (server.cpu(), bare.cpu());
        let (mut our_calls, mut their_calls) = (0.0, 0.0);
        for _ in 0..ROUNDS {
            let one = rate(&server.address, &request(&server.address, path, &params), ROUND)?;
            our_calls += one * ROUND.as_secs_f64();
            ours.push(one);
            let one = rate(&bare.address, &request(&bare.address, path, &params), ROUND)?;
            their_calls += one * ROUND.as_secs_f64();
            theirs.push(one);
        }
        let micros = |used: Duration, calls: f64| used.as_secs_f64() * 1e6 / calls;
        let our_cpu = micros(server.cpu().saturating_sub(before.0), our_calls);
        let their_cpu = micros(bare.cpu().saturating_sub(before.1), their_calls);
        let (ours, theirs) = (median(ours), median(theirs));
        println!(
            "| `{path}` | {ours:.0} | {theirs:.0} | {:.2} | {our_cpu:.1} µs | {their_cpu:.1} µs |",
            ours / theirs
        );
    }
    Ok(())
}

/// A member's session that is held to entitlement, and an entry in a closed category under an access-control profile.
fn protected_entry(
    server: &Server,
    ks: &str,
    account: &Account,
) -> Result<(String, serde_json::Value), Box<dyn std::error::Error>> {
    let call = |path: &str, mut params: serde_json::Value| {
        params["ks"] = json!(ks);
        let answer = server.call(path, &params)?;
        if answer["objectType"] == "KalturaAPIException" {
            return Err(format!("{path}: {answer}").into());
        }
        Ok::<_, Box<dyn std::error::Error>>(answer)
    };
    let category = json!({"name": "closed", "privacyContext": "site", "privacy": 3});
    let category = call("category/action/add", json!({"category": category}))?;
    let member = json!({"categoryId": category["id"], "userId": "member"});
    call("categoryUser/action/add", json!({"categoryUser": member}))?;
    let rule = json!({
        "objectType": "KalturaRule",
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}],
        "conditions": [{
            "objectType": "KalturaSiteCondition",
            "not": true,
            "values": [{"objectType": "KalturaStringValue", "value": "example.com"}]
        }]
    });
    let profile = json!({"accessControlProfile": {"name": "one site", "rules": [rule]}});
    let profile = call("accessControlProfile/action/add", profile)?;
    let entry = json!({"mediaType": 1, "name": "film", "tags": "a,b", "accessControlId": profile["id"]});
    let entry = call("media/action/add", json!({"entry": entry}))?;
    let place = json!({"categoryId": category["id"], "entryId": entry["id"]});
    call("categoryEntry/action/add", json!({"categoryEntry": place}))?;
    let viewer = json!({
        "secret": account.admin_secret,
        "partnerId": account.id,
        "userId": "member",
        "privileges": "enableentitlement,privacycontext:site"
    });
    Ok((text(&server.call("session/action/start", &viewer)?)?, entry["id"].clone()))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn text(value: &serde_json::Value) -> Result<String, Box<dyn std::error::Error>> {
    Ok(value.as_str().ok_or_else(|| format!("no text: {value}"))?.to_owned())
}
