//! How long a decision takes. A file of its own, so that it can be built to be fast and measured alone:
//! `cargo test --release -p boxoffice --test decision_speed -- --nocapture`.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed
#![allow(clippy::disallowed_methods)] // it measures a duration
#![allow(clippy::print_stdout)] // the number is what one wants to see

#[path = "access_control/world.rs"]
#[allow(dead_code)] // this test uses a part
mod world;

use boxoffice::access_control::decision::reasons::Silent;
use boxoffice::access_control::decision::{Door, decide};
use serde_json::{Value, json};

use crate::world::{World, ready};

/// Twenty rules in two microseconds (only when it is built to be fast).
#[test]
fn a_decision_is_quick() {
    let country = json!({"objectType": "KalturaCountryCondition", "values": [{"value": "de"}, {"value": "fr"}], "not": true});
    let site = json!({"objectType": "KalturaSiteCondition", "values": [{"value": "example.com"}, {"value": "example.org"}], "not": true});
    let address = json!({"objectType": "KalturaIpAddressCondition", "values": [{"value": "10.0.0.0/8"}, {"value": "192.0.2.1-192.0.2.9"}]});
    let agent = json!({"objectType": "KalturaUserAgentCondition", "values": [{"value": "curl|wget"}]});
    let session = json!({"objectType": "KalturaAuthenticatedCondition", "not": true});
    let block = json!([{"objectType": "KalturaAccessControlBlockAction"}]);
    let of =
        |condition: &Value| json!({"conditions": [condition], "actions": block, "contexts": [{"type": "1"}]});
    let rules: Vec<Value> =
        [&country, &site, &address, &agent, &session].into_iter().cycle().take(20).map(of).collect();
    let rules = ready(&json!(rules), &[]);
    let facts = json!({
        "session": {"kind": "user", "user": "ann", "privileges": "sview:0_entry123,list:*"},
        "request": {"referrer": "https://www.example.org/page", "userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"},
        "lookups": {"country": "FR"},
    });
    World::read(&facts).with(|facts| {
        let turns = 20_000;
        let begun = std::time::Instant::now();
        for _ in 0..turns {
            let access = decide(Door::Play, std::hint::black_box(&rules), facts, &mut Silent);
            assert!(std::hint::black_box(access).refusal.is_none());
        }
        let each = begun.elapsed() / turns;
        println!("a decision with 20 rules takes {each:?}");
        // Far above the goal, since other programs run beside a test: it finds what is wrong by an order.
        if !cfg!(debug_assertions) {
            assert!(each < std::time::Duration::from_micros(20), "{each:?}");
        }
    });
}
