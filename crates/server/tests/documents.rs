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
