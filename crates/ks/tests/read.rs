//! Every vector that judges how a token is read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::HashMap;

use common::{NOW, World, deviations, id, list, text, world};
use ks::{Admission, Budget, Checked, Context, Kind, KsHash, Opened, Refusal, Revocation, Verified};
use serde_json::{Value, json};

/// Vectors whose verdict needs roles, users, partner status or request parameters: the server's tests hold
/// them. Here they must open and pass.
const LEFT_TO_SERVER: [&str; 8] = [
    "neg-setrole-negative",
    "neg-setrole-unknown",
    "neg-partner-content-blocked",
    "neg-partner-full-blocked",
    "neg-partner-deleted",
    "neg-user-blocked-admin",
    "neg-partner-parameter-unknown",
    "neg-partner-parameter-blocked",
];

/// The revocation table, as small as it can be.
#[derive(Default)]
struct Store {
    rows: HashMap<KsHash, (u8, Option<i64>, &'static str)>,
}

impl Store {
    fn use_action(&mut self, opened: Opened, context: &Context<'_>) -> Result<Verified, Refusal> {
        let revocable = match opened.check(context)? {
            Checked::Exempt(exempt) => return Ok(exempt.admit()),
            Checked::Revocable(revocable) => revocable,
        };
        let keys = [Some(revocable.opened().hash()), revocable.opened().group()];
        let ended = keys.iter().flatten().any(|key| matches!(self.rows.get(key), Some((_, None, _))));
        match revocable.answer(if ended { Revocation::Ended } else { Revocation::Standing })? {
            Admission::Unlimited(verified) => Ok(verified),
            Admission::Limited(limited) => {
                let row = self.rows.entry(limited.opened().hash()).or_insert((
                    0,
                    Some(limited.limit()),
                    "ks expiry",
                ));
                let left = row.1.as_mut().expect("an ended session is refused before");
                let budget = if *left > 0 { Budget::Taken } else { Budget::UsedUp };
                *left -= i64::from(budget == Budget::Taken);
                limited.count(budget)
            }
        }
    }

    fn end(&mut self, session: &Opened) {
        self.rows.insert(session.hash(), (0, None, "ks expiry"));
        if let Some(group) = session.group() {
            self.rows.insert(group, (1, None, "now + 86400"));
        }
    }
}

fn context<'a>(world: &'a World, vector: &'a Value) -> Context<'a> {
    let given =
        |name: &str| vector.pointer(&format!("/context/{name}")).or(world.vectors["environment"].get(name));
    Context {
        now: vector.pointer("/context/clock").map_or(NOW, |clock| clock.as_i64().unwrap()),
        remote_address: given("request_ip").map(text),
        request_uri: given("request_uri").map(text),
    }
}

fn judge(world: &World, vector: &Value) -> Result<Verified, Refusal> {
    Store::default().use_action(world.open(text(&vector["ks"]))?, &context(world, vector))
}

/// What the vectors call `expect`, without the role, which the server decides.
fn describe(opened: &Opened) -> Value {
    let map: serde_json::Map<_, _> = opened
        .privileges()
        .to_map()
        .into_iter()
        .map(|(name, values)| (name.to_owned(), json!(values)))
        .collect();
    json!({
        "version": opened.version().number(),
        "partner_id": opened.partner_id().to_string(),
        "partner_pattern": opened.partner_pattern(),
        "valid_until": opened.valid_until_text(),
        "type": opened.type_text(),
        "rand": opened.rand(),
        "user": opened.user(),
        "privileges": opened.privileges_text(),
        "privileges_map": map,
        "master_partner_id": opened.claimed_master_partner(),
        "additional_data": opened.additional_data(),
        "hash": opened.hash().to_string(),
        "is_admin": opened.is_admin(),
        "is_anonymous": opened.is_anonymous(),
        "is_widget": opened.kind() == Kind::Widget,
        "session_id_hash": opened.group().map(|group| group.to_string()),
    })
}

#[test]
fn accepts_and_reads_every_token_to_be_accepted() {
    let world = world();
    let vectors = world.section("accept");
    assert_eq!(vectors.len(), 215);
    for vector in vectors {
        let verified = judge(&world, vector).unwrap_or_else(|refusal| panic!("{}: {refusal}", id(vector)));
        let mut expected = vector["expect"].clone();
        let role = expected.as_object_mut().unwrap().remove("role").unwrap();
        assert_eq!(describe(&verified), expected, "{}", id(vector));
        assert_eq!(
            Some(verified.secret_index() as u64),
            vector["signing_secret"]["index"].as_u64(),
            "{}",
            id(vector)
        );
        if let Some(default) = text(&role).strip_prefix("default:") {
            let of_kind = match verified.kind() {
                Kind::Admin => "PARTNER_ADMIN_ROLE",
                Kind::Widget => "WIDGET_SESSION_ROLE",
                Kind::User => "BASE_USER_SESSION_ROLE",
            };
            assert_eq!(default, of_kind, "{}", id(vector));
        }
    }
}

#[test]
fn rejects_every_token_to_be_rejected_for_the_same_reason() {
    let world = world();
    let vectors = world.section("reject");
    assert_eq!(vectors.len(), 87);
    let mut left = Vec::new();
    for vector in vectors {
        let (name, expect) = (id(vector), &vector["expect"]);
        if LEFT_TO_SERVER.contains(&name) {
            judge(&world, vector).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
            left.push(name);
            continue;
        }
        let refusal = judge(&world, vector).expect_err(name);
        assert_eq!(refusal.code(), text(&expect["code"]), "{name}");
        assert_eq!(refusal.is_unreadable(), text(&expect["stage"]) == "parse", "{name}: {refusal:?}");
        assert_eq!(refusal.ksid_word(), expect["reason"].as_str(), "{name}");
    }
    assert_eq!(left, LEFT_TO_SERVER);
}

/// The cause inside is finer than the answer outside; the vectors name it by region.
#[test]
fn names_the_cause_of_an_unreadable_token() {
    let world = world();
    for vector in world.section("reject").iter().filter(|vector| text(&vector["expect"]["stage"]) == "parse")
    {
        let refusal = world.open(text(&vector["ks"])).expect_err(id(vector));
        let fits = match text(&vector["region"]) {
            "encoding" => matches!(refusal, Refusal::Encoding | Refusal::Structure | Refusal::Signature),
            "structure" => {
                matches!(refusal, Refusal::Structure | Refusal::PartnerText | Refusal::ForbiddenBytes)
            }
            "partner" => matches!(refusal, Refusal::NoSecrets | Refusal::Signature),
            "ciphertext" => matches!(refusal, Refusal::Signature | Refusal::Structure),
            _ => refusal == Refusal::Signature,
        };
        assert!(fits, "{}: {refusal:?}", id(vector));
    }
}

#[test]
fn deviates_from_upstream_exactly_where_recorded() {
    let world = world();
    let vectors = world.section("quirks");
    assert_eq!(vectors.len(), 10);
    let recorded = deviations("read");
    for vector in vectors {
        let ours = judge(&world, vector);
        let upstream = &vector["upstream"];
        let agrees = match &ours {
            Ok(verified) => {
                upstream["outcome"] == "ok" && vector["upstream_is_admin"] == json!(verified.is_admin())
            }
            Err(refusal) => upstream["code"] == json!(refusal.code()),
        };
        let deviation = recorded.iter().find(|(vector_id, _)| vector_id == id(vector));
        assert_eq!(agrees, deviation.is_none(), "{}: {ours:?}", id(vector));
        if let Some((_, cause)) = deviation {
            assert_eq!(ours.err().map(|refusal| format!("{refusal:?}")), *cause, "{}", id(vector));
        }
    }
    for (vector_id, _) in &recorded {
        assert!(vectors.iter().any(|vector| id(vector) == vector_id), "{vector_id} is no quirk");
    }
}

#[test]
fn answers_every_privilege_check() {
    let world = world();
    let vectors = world.section("privilege_checks");
    assert_eq!(vectors.len(), 80);
    for vector in vectors {
        let opened = world.open(text(&vector["ks"])).unwrap();
        let (name, value) = (text(&vector["name"]), text(&vector["value"]));
        let holds = |playlist: &str, entry: &str| playlist == "0_plist" && entry == "0_in";
        let exact = opened.privileges().verify_with(name, value, holds);
        assert_eq!(json!(exact), vector["exact_result"], "{}", id(vector));
        assert_eq!(json!(opened.privileges().has(name)), vector["has_privilege_name"], "{}", id(vector));
        // The exact matcher only ever refuses more than the substring search.
        assert!(!exact || vector["result"] == json!(true), "{}", id(vector));
    }
}

#[test]
fn plays_every_scenario() {
    let world = world();
    let scenarios = world.section("scenarios");
    assert_eq!(scenarios.len(), 15);
    for scenario in scenarios {
        let mut store = Store::default();
        for step in list(&scenario["steps"]) {
            let at = format!("{}, {}", id(scenario), text(&step["label"]));
            // session.end is a call of its own: it must be let in first, but the vectors count only `use`.
            let opened = world.open(text(&step["ks"])).unwrap();
            let outcome = if step["action"] == "use" {
                store.use_action(opened, &context(&world, scenario)).err()
            } else {
                store.end(&opened);
                None
            };
            assert_eq!(outcome.map(Refusal::code), step["result"]["code"].as_str(), "{at}");
            assert_eq!(outcome.and_then(Refusal::ksid_word), step["result"]["reason"].as_str(), "{at}");
        }
        let rows: HashMap<String, _> = store.rows.iter().map(|(key, row)| (key.to_string(), *row)).collect();
        let expected = list(&scenario["revocation_rows_after"]);
        assert_eq!(rows.len(), expected.len(), "{}", id(scenario));
        for row in expected {
            let (kind, left, until) = rows[text(&row["key"])];
            assert_eq!(
                json!([kind, left, until]),
                json!([row["type"], row["actions_limit"], row["valid_until_kind"]])
            );
        }
    }
}
