//! Every vector that says how a token is made.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{World, deviations, id, text, unhex, world};
use ks::{Draft, Salt, Secret, SessionType, Version, merge_for_app_token};
use serde_json::Value;

fn draft(input: &Value) -> Option<Draft> {
    let mut draft =
        Draft::new(input["partner_id"].as_i64().unwrap(), input["expires_at_requested"].as_i64().unwrap());
    draft.user = input["user_id"].as_str().map(str::to_owned);
    draft.session_type = session_type(&input["type"])?;
    text(&input["privileges"]).clone_into(&mut draft.privileges);
    draft.master_partner = input["master_partner_id"].as_i64();
    draft.additional_data = input["additional_data"].as_str().map(str::to_owned);
    Some(draft)
}

fn session_type(value: &Value) -> Option<SessionType> {
    match value.as_i64().unwrap() {
        0 => Some(SessionType::User),
        2 => Some(SessionType::Admin),
        _ => None,
    }
}

fn rewrite(vector: &Value) -> Option<String> {
    let input = &vector["input"];
    let draft = draft(input)?;
    let secret = Secret::new(text(&input["secret"])).unwrap();
    if input["version"] == 1 {
        draft.sign_v1_with(&secret, text(&vector["expect"]["rand"])).ok()
    } else {
        let salt = Salt::random(unhex(text(&vector["wire"]["random_hex"])));
        draft.sign(Version::V2, &secret, &salt).ok()
    }
}

/// The server's tokens come out letter by letter; so do those of the clients that write version 2 with the
/// same escapes.
#[test]
fn writes_what_upstream_writes() {
    let world = world();
    let recorded = deviations("write");
    let mut judged = 0;
    for vector in world.section("accept") {
        let same_writer = match text(&vector["producer"]) {
            "php-server" => vector.get("input").is_some(),
            "python-client" | "php5-client" => vector["input"]["version"] == 2,
            _ => false,
        };
        if same_writer {
            judged += 1;
            let equal = rewrite(vector).as_deref() == Some(text(&vector["ks"]));
            let deviates = recorded.iter().any(|(vector_id, _)| vector_id == id(vector));
            assert_eq!(equal, !deviates, "{}: {:?}", id(vector), rewrite(vector));
        }
    }
    assert_eq!(judged, 61 + 14 + 14);
    for (vector_id, _) in &recorded {
        assert!(
            world.section("accept").iter().any(|vector| id(vector) == vector_id),
            "{vector_id} is unknown"
        );
    }
}

/// These need roles, partner rows or the partner's maximum: the server's tests hold them.
const START_LEFT_TO_SERVER: [&str; 4] = [
    "start-expiry-above-partner-maximum",
    "start-partner-zero",
    "start-unknown-role",
    "start-role-of-other-partner",
];

#[test]
fn starts_sessions_with_the_right_secret() {
    let world = world();
    let vectors = world.section("session_start");
    assert_eq!(vectors.len(), 16);
    let mut left = Vec::new();
    for vector in vectors {
        if START_LEFT_TO_SERVER.contains(&id(vector)) {
            left.push(id(vector));
        } else {
            start(&world, vector);
        }
    }
    assert_eq!(left, START_LEFT_TO_SERVER);
}

fn start(world: &World, vector: &Value) {
    let (input, result, name) = (&vector["input"], &vector["result"], id(vector));
    let partner_id = input["partnerId"].as_i64().unwrap();
    let session_type = session_type(&input["type"]).unwrap();
    let ring = world.ring(partner_id).unwrap();
    let signer = ring.for_start(text(&input["secret"]), session_type, common::NOW).map(|start| start.signer);
    assert_eq!(signer.is_some(), result["outcome"] == "ok", "{name}");
    let Some(signer) = signer else { return };

    let mut draft = Draft::new(partner_id, common::NOW + input["expiry"].as_i64().unwrap());
    draft.user = Some(text(&input["userId"]).to_owned());
    draft.session_type = session_type;
    text(&input["privileges"]).clone_into(&mut draft.privileges);
    let version = if result["ks_version"] == 1 { Version::V1 } else { Version::V2 };
    let token = draft.sign(version, signer, &Salt::random([9; 16])).unwrap();

    let opened = world.open(&token).unwrap();
    let secrets = ["admin secret", "additional admin secret #1", "additional admin secret #2"];
    assert_eq!(secrets[opened.secret_index()], text(&result["signed_with"]), "{name}");
    assert_eq!(opened.partner_id().to_string(), text(&result["partner_id"]), "{name}");
    assert_eq!(opened.user(), result["user"].as_str(), "{name}");
    assert_eq!(opened.type_text(), result["type"].as_str(), "{name}");
    assert_eq!(opened.privileges_text(), result["privileges"].as_str(), "{name}");
    assert_eq!(opened.claimed_master_partner(), result["master_partner_id"].as_str(), "{name}");
    assert_eq!(opened.valid_until().map(|end| end - common::NOW), result["lifetime"].as_i64(), "{name}");
}

#[test]
fn merges_the_privileges_of_an_application_token() {
    let world = world();
    let vectors = world.section("app_token_start_session");
    assert_eq!(vectors.len(), 19);
    let mut refused = 0;
    for vector in vectors {
        if vector["result"]["outcome"] == "error" {
            // Hash, status and expiry of the application token are the server's.
            refused += 1;
            continue;
        }
        let token = &vector["token"];
        let merged = merge_for_app_token(
            text(&token["id"]),
            token["sessionPrivileges"].as_str().unwrap_or_default(),
            text(&vector["args"]["sessionPrivileges"]),
        );
        assert_eq!(merged, text(&vector["result"]["info_privileges"]), "{}", id(vector));
    }
    assert_eq!(refused, 5);
}
