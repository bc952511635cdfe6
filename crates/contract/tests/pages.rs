//! The pages for people and the list of actions for programs, of a small API that has one of everything.
#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

mod everything;

use std::collections::BTreeMap;

use contract::pages::all;

fn page(name: &str) -> String {
    all(&everything::contract()).remove(name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn the_list_of_actions_is_sorted_and_in_the_declared_spelling() {
    let list: BTreeMap<String, Vec<String>> = serde_json::from_str(&page("actions.json")).unwrap();
    assert_eq!(
        list["actions"],
        ["big_bigThing.list", "big_bigThing.serve", "big_bigThing.stop", "thing.add"]
    );
}

#[test]
fn every_link_leads_somewhere() {
    let pages = all(&everything::contract());
    let anchors = |page: &str| -> Vec<String> {
        let headings = pages[page].lines().filter(|line| line.starts_with('#'));
        headings.map(|heading| heading.trim_start_matches('#').trim().to_lowercase()).collect()
    };
    let mut links = 0;
    for (name, text) in pages.iter().filter(|(_, text)| text.starts_with("<!--")) {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            assert!(pages.contains_key(target), "{link} in {name}");
            assert!(anchor.is_empty() || anchors(target).contains(&anchor.to_owned()), "{link} in {name}");
            links += 1;
        }
    }
    assert!(links > 20, "{links}");
}

#[test]
fn an_action_says_what_it_takes_and_who_may_call() {
    let things = page("thing.md");
    for line in [
        "| `thing` | [KalturaThing](types.md#kalturathing) | required |  |",
        "| `note` | string | empty |  |",
        "| `weight` | float | none |  |",
        "- Allowed to any of: `ADMIN_BASE`",
        "- Callers in a new account: admin session",
        "- Refuses with, among others: `INVALID_FIELD_VALUE`",
    ] {
        assert!(things.lines().any(|one| one == line), "{line} in\n{things}");
    }
    assert!(
        page("big_bigThing.md").contains("- Callers in a new account: those with a role that allows it\n")
    );
}

#[test]
fn a_property_says_its_marks() {
    let types = page("types.md");
    for row in [
        "| `name` | string | translatable, bytes at least 1, bytes at most 60 |",
        "| `theHTML` | string | write only, cut to bytes 9 |",
        "| `byName` | map to [KalturaBigThing](types.md#kalturabigthing) |",
    ] {
        assert!(types.contains(row), "{row} in\n{types}");
    }
}
