//! Who may call what and touch which property, as declared, is what permissions.json says.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::collections::{BTreeMap, BTreeSet};

use boxoffice::actions::SERVICES;
use roxmltree::Document;
use serde::Deserialize;

#[derive(Deserialize)]
struct Permissions {
    /// Lower-case `service.action` → permissions of which any one opens it.
    actions: BTreeMap<String, BTreeSet<String>>,
    /// Actions that are authorised under another name.
    aliases: BTreeMap<String, Alias>,
    /// Lower-case `service.action` → the kinds of caller that may call it in an ordinary account.
    #[serde(rename = "sessionAccess")]
    session_access: BTreeMap<String, Vec<String>>,
    /// `Class.property` → kinds of access that need a permission.
    annotated: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Alias {
    permission_key: String,
}

fn permissions() -> Permissions {
    serde_json::from_str(include_str!("../../contract/reference/permissions.json")).unwrap()
}

#[test]
fn an_action_is_open_to_the_permissions_of_the_reference() {
    let permissions = permissions();
    let mut differences = Vec::new();
    for service in SERVICES.iter().filter(|service| !service.decl.own) {
        for action in service.actions {
            let name = format!("{}.{}", service.decl.name, action.decl.name);
            let key = name.to_lowercase();
            let key = permissions.aliases.get(&key).map_or(&key, |alias| &alias.permission_key);
            let ours: Vec<&str> = action.decl.allowed_to.to_vec();
            // What no permission opens is not among them.
            let theirs: BTreeSet<&str> =
                permissions.actions.get(key).into_iter().flatten().map(String::as_str).collect();
            let distinct: BTreeSet<&str> = ours.iter().copied().collect();
            if theirs != distinct || distinct.len() != ours.len() {
                differences.push(format!("{name}: {ours:?}, in the reference {theirs:?}"));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What the pages for people say of who may call.
#[test]
fn an_action_is_open_to_the_callers_of_the_reference() {
    let permissions = permissions();
    let contract = boxoffice::contract_of(SERVICES);
    for service in contract.services.iter().filter(|service| !service.decl.own) {
        for action in &service.actions {
            let name = format!("{}.{}", service.decl.name, action.name);
            let ours: Vec<&str> = contract
                .may_call(action)
                .into_iter()
                .map(|caller| if caller == "no session" { "none" } else { caller.split(' ').next().unwrap() })
                .collect();
            let key = name.to_lowercase();
            let key = permissions.aliases.get(&key).map_or(&key, |alias| &alias.permission_key);
            let theirs = permissions.session_access.get(key).map(Vec::as_slice).unwrap_or_default();
            assert_eq!(ours, theirs, "{name}");
        }
    }
}

#[test]
fn a_property_needs_the_permissions_of_the_reference() {
    let xml = contract::schema::xml(&boxoffice::contract_of(SERVICES));
    let document = Document::parse(&xml).unwrap();
    let mut classes = BTreeSet::new();
    let mut ours = BTreeMap::new();
    for class in document.descendants().filter(|node| node.has_tag_name("class")) {
        let class_name = class.attribute("name").unwrap();
        classes.insert(class_name);
        // A class that needs one as a whole is there under its own name, and those that are made from it are not.
        let needs = |name: &str| {
            let mut classes = document.descendants().filter(|node| node.has_tag_name("class"));
            classes.find(|node| node.attribute("name") == Some(name))?.attribute("requiresPermissions")
        };
        let kinds = class.attribute("requiresPermissions");
        if let Some(kinds) = kinds.filter(|_| class.attribute("base").and_then(needs) != kinds) {
            ours.insert(class_name.to_owned(), kinds.split(',').map(str::to_owned).collect());
        }
        for property in class.children().filter(|node| node.has_tag_name("property")) {
            let name = property.attribute("name").unwrap();
            // One text in all languages is read and written as that text is.
            if name.starts_with("multiLingual_") {
                continue;
            }
            if let Some(kinds) = property.attribute("requiresPermissions") {
                let name = format!("{class_name}.{name}");
                ours.insert(name, kinds.split(',').map(str::to_owned).collect::<BTreeSet<_>>());
            }
        }
    }
    let theirs: BTreeMap<String, BTreeSet<String>> = permissions()
        .annotated
        .into_iter()
        .filter(|(name, _)| classes.contains(name.split('.').next().unwrap_or_default()))
        .collect();
    assert!(!theirs.is_empty(), "the reference names none of the declared classes");
    assert_eq!(ours, theirs);
}
