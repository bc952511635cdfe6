//! What is derived from the declarations is committed, so that a change to the API is seen where changes are read; and what
//! other documents say of tests is true.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use boxoffice::actions::SERVICES;

#[test]
fn the_committed_documents_are_those_of_the_declarations() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api");
    let committed: BTreeMap<String, String> = fs::read_dir(folder)
        .expect("docs/api is there")
        .map(|entry| {
            let entry = entry.expect("docs/api can be read");
            let text = fs::read_to_string(entry.path()).expect("a document is UTF-8");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect();
    let derived = contract::pages::all(&boxoffice::contract_of(SERVICES));
    let differ: Vec<&String> = committed
        .keys()
        .chain(derived.keys().filter(|name| !committed.contains_key(*name)))
        .filter(|name| committed.get(*name) != derived.get(*name))
        .collect();
    assert!(differ.is_empty(), "run `cargo xtask docs` and commit docs/api: {differ:?}");
}

/// `docs/security.md` names a test for nearly everything it says, as `path/below/crates.rs::name`.
#[test]
fn the_tests_that_security_is_shown_by_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/security.md")).expect("docs/security.md is there");
    let named: Vec<(&str, &str)> =
        page.split('`').skip(1).step_by(2).filter_map(|code| code.split_once("::")).collect();
    let missing: Vec<&(&str, &str)> = named
        .iter()
        .filter(|(file, test)| {
            let text = fs::read_to_string(root.join("crates").join(file)).unwrap_or_default();
            !text.contains(&format!("fn {test}("))
        })
        .collect();
    assert!(missing.is_empty(), "no such tests: {missing:?}");
    assert!(named.len() > 50, "the page names its tests in another way: {named:?}");
}

/// Levels 1 and 2 of the chapters V6 to V9 of OWASP ASVS 5.0.0; of V10 nothing exists here.
const ASKED_FOR: [(&str, u32); 20] = [
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 4),
    ("6.4", 4),
    ("6.5", 5),
    ("6.6", 3),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 2),
    ("7.6", 2),
    ("8.1", 2),
    ("8.2", 3),
    ("8.3", 1),
    ("8.4", 1),
    ("9.1", 3),
    ("9.2", 4),
    ("6.8.1–6.8", 4),
    ("10.1–10", 7),
];

/// Each requirement has its row, and each row that says it is met names a test or the page that says it.
#[test]
fn every_requirement_of_security_is_met_by_a_test_or_says_why_not() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/security.md");
    let page = fs::read_to_string(page).expect("docs/security.md is there");
    let (_, table) = page.rsplit_once("\n## OWASP ASVS").expect("the chapter is there");
    let mut expected: Vec<String> = Vec::new();
    for (section, count) in ASKED_FOR {
        let numbers = if section.contains('–') { count..=count } else { 1..=count };
        expected.extend(numbers.map(|number| format!("{section}.{number}")));
    }
    let mut found = Vec::new();
    for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Number")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert!((3..=4).contains(&cells.len()), "a row of another kind: {line}");
        let (number, status, by) = (cells[0], cells[cells.len() - 2], cells[cells.len() - 1]);
        let is_known =
            ["met", "not met", "partly", "account", "n/a"].iter().any(|known| status.starts_with(known));
        assert!(is_known, "{number} is neither met nor not: {status}");
        assert!(by.len() > 3, "{number} says nothing");
        let is_shown = by.contains("::") || by.contains("](") || by.starts_with("there are none");
        assert!(is_shown || !status.starts_with("met"), "{number} is met, but by what?");
        found.push(number.to_owned());
    }
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}
