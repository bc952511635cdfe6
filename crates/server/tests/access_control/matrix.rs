//! The decision matrix. `conditions.json` has every condition with facts that meet it, that do not, and that lack what it
//! looks at; `decisions.json` has whole decisions. What is expected there was written from the reference.

use std::collections::BTreeSet;

use boxoffice::access_control::decision::reasons::{Reason, Reasons, Silent};
use boxoffice::access_control::decision::{
    Door, Facts, Obstacle, Refusal, Restriction, Rules, decide, evaluate, obstacles,
};
use boxoffice::access_control::model::action::RuleActionType;
use boxoffice::access_control::model::condition::ConditionType;
use contract::ApiEnum;
use serde_json::{Value, json};

use crate::world::{World, ready};

fn rows(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

fn conditions() -> Vec<Value> {
    rows(include_str!("conditions.json"))
}

fn decisions() -> Vec<Value> {
    rows(include_str!("decisions.json"))
}

fn takes_effect(rules: &Rules, facts: &Facts<'_>) -> bool {
    let quick = !evaluate(rules, facts, &mut Silent).fulfilled().1.is_empty();
    let slow = !evaluate(rules, facts, &mut Reasons::default()).fulfilled().1.is_empty();
    assert_eq!(quick, slow, "the reasons change nothing");
    quick
}

/// Whether a rule with this one condition takes effect.
fn holds(condition: &Value, not: bool, facts: &Value) -> bool {
    let mut condition = condition.clone();
    condition["not"] = json!(not);
    let rules = json!([{"conditions": [condition], "actions": [{"objectType": "KalturaAccessControlBlockAction"}], "forceAdminValidation": 1}]);
    World::read(facts).with(|facts| takes_effect(&ready(&rules, &[]), facts))
}

/// `met`, `unmet` and `missing` are facts or lists of them. Met means true, the other two mean false, and with `not` it
/// is the other way round (reference: content-access.md §11); `undecided` means false either way (§11.2, type 22).
#[test]
fn every_condition_met_unmet_negated_and_without_what_it_looks_at() {
    let mut checked = 0;
    for row in conditions() {
        for (case, plain, negated) in [
            ("met", true, false),
            ("unmet", false, true),
            ("missing", false, true),
            ("undecided", false, false),
        ] {
            let facts = match &row[case] {
                Value::Null => Vec::new(),
                Value::Array(several) => several.clone(),
                one => vec![one.clone()],
            };
            for facts in facts {
                let told = format!("{case}: {} with {facts}", row["condition"]);
                assert_eq!(holds(&row["condition"], false, &facts), plain, "{told}");
                assert_eq!(holds(&row["condition"], true, &facts), negated, "not, {told}");
                checked += 2;
            }
        }
    }
    assert!(checked > 200, "{checked}");
}

#[test]
fn the_matrix_has_every_condition() {
    let named: BTreeSet<String> =
        conditions().iter().map(|row| row["condition"]["objectType"].as_str().unwrap().to_owned()).collect();
    let family = <boxoffice::access_control::model::condition::AnyCondition as contract::Api>::TYPE;
    let contract::TypeRef::Family(family) = family else { panic!("conditions are a family") };
    for class in family.members {
        assert!(named.contains(class.name), "no row for {}", class.name);
    }
    // Those of event notifications and of another product have no class here.
    assert_eq!(ConditionType::ENUM.members.len() - 3, family.members.len());
}

#[test]
fn the_matrix_has_every_action() {
    let text = include_str!("decisions.json");
    for kind in ["Block", "Preview", "LimitFlavors", "LimitDeliveryProfiles", "LimitThumbnailCapture"] {
        assert!(text.contains(&format!("KalturaAccessControl{kind}Action")), "{kind}");
    }
    for class in [
        "KalturaStorageAddAction",
        "KalturaAccessControlServeRemoteEdgeServerAction",
        "KalturaAccessControlModifyRequestHostRegexAction",
    ] {
        assert!(text.contains(class), "{class}");
    }
    assert_eq!(RuleActionType::ENUM.members.len() - 2, 8);
}

fn door(name: &str) -> Door {
    match name {
        "context" => Door::ContextData,
        "playback" => Door::PlaybackContext,
        "play" => Door::Play,
        "download" => Door::Download,
        "thumbnail" => Door::Thumbnail { of_any_moment: false },
        "frame" => Door::Thumbnail { of_any_moment: true },
        other => panic!("{other} is no way to an entry"),
    }
}

/// What came out, as far as a row asks.
fn outcome(rules: &Rules, door: Door, facts: &Facts<'_>, reasons: &mut Reasons) -> Value {
    let access = decide(door, rules, facts, &mut Silent);
    let told = decide(door, rules, facts, reasons);
    assert_eq!(access.refusal, told.refusal, "the reasons change nothing");
    assert_eq!(access.outcome.fulfilled(), told.outcome.fulfilled(), "the reasons change nothing");
    let outcome = &access.outcome;
    let flags = outcome.flags();
    let limit = |limit: Option<&boxoffice::access_control::decision::Limit>| {
        limit.map(|limit| json!({"ids": limit.ids, "blocked": limit.is_blocked_list}))
    };
    json!({
        "refusal": access.refusal.map(Refusal::number),
        "scheduled": access.is_scheduled,
        "preview": access.preview,
        "noSources": access.withholds_sources,
        "rules": outcome.fulfilled().1,
        "messages": outcome.messages().collect::<Vec<_>>(),
        "coded": outcome.coded_messages().map(|(code, message)| json!([code, message])).collect::<Vec<_>>(),
        "actions": outcome.actions().map(|action| action.kind().wire_value()).collect::<Vec<_>>(),
        "firstFlavors": limit(outcome.first_flavor_limit()),
        "lastFlavors": limit(outcome.last_flavor_limit()),
        "deliveries": limit(outcome.delivery_limit()),
        "flavor5": access.gives_flavor(facts, "0_asset555", 5),
        "flags": [
            flags.is_site_restricted, flags.is_country_restricted, flags.is_session_restricted,
            flags.is_ip_address_restricted, flags.is_user_agent_restricted,
        ],
        "previewLength": flags.preview_length,
    })
}

fn restrictions(row: &Value) -> Vec<Restriction> {
    let named = row["restrictions"].as_array().into_iter().flatten();
    named
        .map(|name| match name.as_str().unwrap() {
            "site" => Restriction::Site,
            "country" => Restriction::Country,
            "ip" => Restriction::IpAddress,
            "agent" => Restriction::UserAgent,
            "session" => Restriction::Session,
            "preview" => Restriction::Preview(30),
            "flavors" => Restriction::Flavors,
            other => panic!("{other} is no restriction"),
        })
        .collect()
}

fn leaves<'a>(reason: &'a Reason, found: &mut Vec<&'a Reason>) {
    found.push(reason);
    reason.parts.iter().for_each(|part| leaves(part, found));
}

/// Each row names ways, sessions and what is expected; what a row does not name is not looked at.
#[test]
fn whole_decisions() {
    let mut checked = 0;
    for row in decisions() {
        let rules = ready(&row["rules"], &restrictions(&row));
        for case in row["cases"].as_array().unwrap() {
            let mut facts = case.clone();
            for part in ["entry", "request", "lookups"] {
                if facts[part].is_null() {
                    facts[part] = row[part].clone();
                }
            }
            let doors = case["door"].as_array().cloned().unwrap_or_else(|| vec![case["door"].clone()]);
            for name in doors {
                let name = name.as_str().unwrap();
                let mut reasons = Reasons::default();
                let found =
                    World::read(&facts).with(|facts| outcome(&rules, door(name), facts, &mut reasons));
                for (property, expected) in case["expect"].as_object().unwrap() {
                    assert_eq!(&found[property], expected, "{}: {name}, {property} with {case}", row["name"]);
                    checked += 1;
                }
                tells(&reasons.into_roots(), &found, row["name"].as_str().unwrap());
                names_what_would_have_to_change(&row, door(name), &facts, &found["refusal"]);
            }
        }
    }
    assert!(checked > 250, "{checked}");
}

/// Without the rules that are named nothing refuses any more but what is named beside them, and each of them alone refuses.
fn names_what_would_have_to_change(row: &Value, door: Door, facts: &Value, refusal: &Value) {
    let (all, kinds) = (row["rules"].as_array().unwrap(), restrictions(row));
    let rules = ready(&row["rules"], &kinds);
    let world = World::read(facts);
    let named = world.with(|facts| obstacles(door, &rules, facts));
    assert_eq!(named.is_empty(), refusal.is_null(), "{}: {named:?}", row["name"]);
    let place = |obstacle: &Obstacle| match obstacle {
        Obstacle::Rule { profile, place, .. } => {
            assert_eq!(*profile, 7);
            Some(usize::from(*place))
        }
        _ => None,
    };
    let places: Vec<usize> = named.iter().filter_map(place).collect();
    let refusal_with = |kept: &dyn Fn(usize) -> bool| {
        let left = all.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, rule)| rule.clone());
        let kinds: Vec<Restriction> =
            kinds.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, kind)| *kind).collect();
        let rules = ready(&Value::Array(left.collect()), &kinds);
        world.with(|facts| decide(door, &rules, facts, &mut Silent).refusal)
    };
    let by_rule =
        |refusal: Option<Refusal>| matches!(refusal, Some(Refusal::Blocked | Refusal::NotOfAnyMoment));
    let without = refusal_with(&|place| !places.contains(&place));
    assert!(!by_rule(without), "{}: {named:?} are not all", row["name"]);
    let beside = named.len() > places.len();
    // Thumbnails are looked at only where rules are about them: without those nothing else may refuse either.
    if without.is_some() || !matches!(door, Door::Thumbnail { .. }) {
        assert_eq!(without.is_some(), beside, "{}: {named:?}, {without:?}", row["name"]);
    }
    for one in &places {
        let alone = refusal_with(&|place| place == *one || !places.contains(&place));
        assert!(alone.is_some(), "{}: rule {one} of {named:?} refuses nothing", row["name"]);
    }
}

/// The tree says the same as the answer: it names the check that refuses.
fn tells(roots: &[Reason], found: &Value, row: &str) {
    let [root] = roots else { panic!("{row}: one decision, one tree") };
    let mut all = Vec::new();
    leaves(root, &mut all);
    let has = |check: &str, outcome: &str| {
        all.iter().any(|reason| reason.check == check && reason.outcome == outcome)
    };
    match found["refusal"].as_u64() {
        None => assert_eq!(root.outcome, "open", "{row}"),
        Some(2) => assert!(has("schedule", "does not hold"), "{row}: {root:?}"),
        Some(3) => assert!(has("rules", "blocked") && has("rule", "takes effect"), "{row}: {root:?}"),
        Some(13) => assert!(has("moderation", "refused"), "{row}: {root:?}"),
        Some(38) => assert!(has("rule", "takes effect"), "{row}: {root:?}"),
        Some(58) => assert_eq!(root.outcome, "recycled", "{row}"),
        Some(other) => panic!("{row}: {other} is no refusal"),
    }
}
