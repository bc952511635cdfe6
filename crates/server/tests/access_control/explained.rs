//! The reasons of a decision, as they are shown (issue 5, "Why?").

use boxoffice::access_control::decision::reasons::{Reason, Reasons};
use boxoffice::access_control::decision::{Door, decide};
use boxoffice::access_control::explain::{as_answer, as_text};
use contract::Api;
use contract::typing::PermitsAll;
use serde_json::{Value, json};

use crate::world::{World, ready};

fn reasons(door: Door, rules: &Value, facts: &Value) -> Reason {
    let rules = ready(rules, &[]);
    let mut reasons = Reasons::default();
    World::read(facts).with(|facts| {
        decide(door, &rules, facts, &mut reasons);
    });
    reasons.into_roots().remove(0)
}

fn own_pages() -> Value {
    json!([
        {"description": "curl\nnever", "conditions": [{"objectType": "KalturaUserAgentCondition", "values": [{"value": "curl"}]}], "actions": [{"objectType": "KalturaAccessControlPreviewAction", "limit": 5}]},
        {"description": "own pages", "conditions": [{"objectType": "KalturaSiteCondition", "not": true, "values": [{"value": "school.test"}]}], "actions": [{"objectType": "KalturaAccessControlBlockAction"}]},
        {"contexts": [{"type": "3"}]},
    ])
}

#[test]
fn a_refusal_is_explained_line_by_line() {
    let facts =
        json!({"session": {"kind": "user", "user": "ann"}, "request": {"referrer": "https://evil.test/x"}});
    let text = as_text(&reasons(Door::Play, &own_pages(), &facts));
    assert_eq!(
        text,
        "\
access Play: blocked (session user; contexts PLAY)
  recycle bin: passed (recycled false)
  moderation: passed (inModeration false; sview false)
  schedule: holds (startDate none; endDate none; time 1800000000; sview false)
  rules profile 7: blocked
    rule 0: curl never: does not take effect (actions Preview)
      UserAgentCondition: does not hold (userAgent unknown; values curl)
    rule 1: own pages: takes effect (actions Block)
      SiteCondition: holds (referrer https://evil.test/x; host evil.test; values school.test; not true)
    rule 2: about something else (contexts THUMBNAIL; asked PLAY)
"
    );
}

#[test]
fn an_answer_says_the_same_as_a_tree() {
    let facts = json!({"session": {"kind": "admin", "user": "boss"}});
    let answer = as_answer(&reasons(Door::Play, &own_pages(), &facts)).encode(&PermitsAll);
    let answer: Value = serde_json::from_str(&wire::json_out::text(&answer)).unwrap();
    assert_eq!((&answer["check"], &answer["outcome"]), (&json!("access"), &json!("open")));
    let rules = &answer["parts"][3];
    assert_eq!(rules["check"], "rules");
    assert_eq!(rules["parts"][1]["outcome"], "skipped for administrators");
    assert_eq!(
        answer["inputs"][0],
        json!({"key": "session", "value": "admin", "objectType": "KalturaKeyValue"})
    );
}

/// The secret of a hash condition and the session's own text are nobody's to read.
#[test]
fn secrets_are_not_among_the_reasons() {
    let rules = json!([{"conditions": [{"objectType": "KalturaHashCondition", "hashName": "proof", "hashSecret": "s3cret"}]}]);
    let facts = json!({"session": {"kind": "user", "user": "ann", "text": "the-session"}, "request": {"hashes": {"proof": "wrong-hash"}}});
    let text = as_text(&reasons(Door::ContextData, &rules, &facts));
    assert!(text.contains("HashCondition: holds (hashName proof; hash given)"), "{text}");
    for secret in ["s3cret", "the-session", "wrong-hash"] {
        assert!(!text.contains(secret), "{text}");
    }
}
