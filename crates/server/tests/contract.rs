//! The published schema against the reference: what is declared is what the original declares, and each difference
//! is on purpose and explained in `contract/intended-differences.json`.

use std::collections::{BTreeMap, BTreeSet};

use boxoffice::actions::SERVICES;
use contract::describe::EnumKind;
use indexmap::IndexMap;
use roxmltree::{Document, Node};
use serde::Deserialize;
use serde_json::{Map, Value};

const REFERENCE: &str = include_str!("../../contract/reference/api-schema.json");
const INTENDED: &str = include_str!("contract/intended-differences.json");

/// Where, and what differs there.
type Differences = BTreeMap<String, String>;

#[test]
fn the_schema_declares_what_the_original_declares() {
    let contract = boxoffice::contract_of(SERVICES);
    let xml = contract::schema::xml(&contract);
    let document = Document::parse(&xml).expect("the schema is well-formed");
    let reference: Value = serde_json::from_str(REFERENCE).expect("the reference is JSON");
    let root = document.root_element();
    let mut found = Differences::new();
    enums(root, &mut found);
    classes(root, &reference["classes"], &mut found);
    services(root, &reference["services"], &mut found);
    errors(root, &reference["errors"], &mut found);
    configurations(root, &reference["configurations"], &mut found);
    for declared in contract.enums() {
        // The XML does not tell which texts leave the server as numbers.
        let ours = declared.kind == EnumKind::Dynamic;
        let theirs = reference["enums"][declared.name]["dynamic"] == true;
        compare(
            &mut found,
            format!("enum {} dynamic", declared.name),
            &ours.to_string(),
            &theirs.to_string(),
        );
    }

    let intended: BTreeMap<String, String> = serde_json::from_str(INTENDED).expect("the list is JSON");
    let unexplained: Vec<String> = found
        .iter()
        .filter(|(place, _)| !intended.contains_key(*place))
        .map(|(place, what)| format!("{place}: {what}"))
        .collect();
    let gone: Vec<&String> = intended.keys().filter(|place| !found.contains_key(*place)).collect();
    assert!(
        unexplained.is_empty(),
        "not as in the reference, and not explained:\n{}",
        unexplained.join("\n")
    );
    assert!(gone.is_empty(), "explained, but not a difference any more: {gone:?}");
}

/// Every type that the schema names is in it: a generator stops at the first that is not.
#[test]
fn the_schema_is_complete_in_itself() {
    let xml = contract::schema::xml(&boxoffice::contract_of(SERVICES));
    let document = Document::parse(&xml).expect("the schema is well-formed");
    let named = |tag: &str| -> BTreeSet<&str> {
        document
            .descendants()
            .filter(|node| node.has_tag_name(tag))
            .filter_map(|node| node.attribute("name"))
            .collect()
    };
    let (enums, classes) = (named("enum"), named("class"));
    let scalars = ["int", "bigint", "float", "bool", "string", "file", "array", "map"];
    let mut missing = BTreeSet::new();
    for node in document.descendants() {
        let class_names = [node.attribute("arrayType"), node.attribute("base"), node.attribute("type")];
        missing.extend(
            class_names
                .into_iter()
                .flatten()
                .filter(|name| !scalars.contains(name) && !classes.contains(name)),
        );
        missing.extend(
            node.attribute("enumType").filter(|name| name.starts_with("Kaltura") && !enums.contains(name)),
        );
    }
    assert!(missing.is_empty(), "named, but not declared: {missing:?}");
}

fn section<'a>(root: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    children(root, name).into_iter().flat_map(|section| section.children().filter(Node::is_element)).collect()
}

fn children<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    node.children().filter(|child| child.has_tag_name(name)).collect()
}

fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute("name").unwrap_or_default()
}

fn compare(found: &mut Differences, place: String, ours: &str, theirs: &str) {
    if ours != theirs {
        found.insert(place, format!("`{ours}`, in the reference `{theirs}`"));
    }
}

/// A value of the reference as the XML writes it.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(set) => u8::from(*set).to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// An enum of the reference with its members in their order, which a `Value` does not keep.
#[derive(Deserialize)]
struct TheirEnum {
    kind: String,
    plugin: Option<String>,
    #[serde(default)]
    deprecated: bool,
    values: IndexMap<String, Value>,
}

fn enums(root: Node<'_, '_>, found: &mut Differences) {
    #[derive(Deserialize)]
    struct Reference {
        enums: BTreeMap<String, TheirEnum>,
    }
    let reference: Reference = serde_json::from_str(REFERENCE).expect("the reference is JSON");
    for ours in section(root, "enums") {
        let place = format!("enum {}", name(ours));
        let Some(theirs) = reference.enums.get(name(ours)) else {
            found.insert(place, "not in the reference".to_owned());
            continue;
        };
        let attribute = |name: &str| ours.attribute(name).unwrap_or_default();
        compare(found, format!("{place} kind"), attribute("enumType"), &theirs.kind);
        compare(
            found,
            format!("{place} plugin"),
            attribute("plugin"),
            theirs.plugin.as_deref().unwrap_or(""),
        );
        let deprecated = if theirs.deprecated { "1" } else { "" };
        compare(found, format!("{place} deprecated"), attribute("deprecated"), deprecated);
        let our_members: Vec<String> = children(ours, "const")
            .into_iter()
            .map(|member| format!("{}={}", name(member), member.attribute("value").unwrap_or_default()))
            .collect();
        let their_members: Vec<String> =
            theirs.values.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect();
        compare(found, format!("{place} members"), &our_members.join(" "), &their_members.join(" "));
    }
}

/// Attributes of a property or parameter that must be equal; absent and 0 are the same.
const TYPE: [&str; 4] = ["type", "enumType", "arrayType", "isTime"];
const PROPERTY: [&str; 12] = [
    "readOnly",
    "insertOnly",
    "writeOnly",
    "multiLingual",
    "deprecated",
    "requiresPermissions",
    "valuesEnumType",
    "minLength",
    "maxLength",
    "minValue",
    "maxValue",
    "utf8truncate",
];

fn attributes(found: &mut Differences, place: &str, ours: Node<'_, '_>, theirs: &Value, names: &[&str]) {
    for attribute in names {
        let ours = ours.attribute(*attribute).unwrap_or("0");
        let theirs = theirs.get(attribute).map_or_else(|| "0".to_owned(), plain);
        compare(found, format!("{place} {attribute}"), ours, &theirs);
    }
}

fn classes(root: Node<'_, '_>, reference: &Value, found: &mut Differences) {
    for ours in section(root, "classes") {
        if name(ours) == "KalturaObject" {
            continue;
        }
        let place = format!("class {}", name(ours));
        let Some(theirs) = reference.get(name(ours)) else {
            found.insert(place, "not in the reference".to_owned());
            continue;
        };
        attributes(found, &place, ours, theirs, &["abstract", "plugin", "deprecated", "requiresPermissions"]);
        compare(
            found,
            format!("{place} base"),
            ours.attribute("base").unwrap_or_default(),
            &plain(&theirs["base"]),
        );
        let none = Vec::new();
        let their_properties = theirs["properties"].as_array().unwrap_or(&none);
        let our_properties: Vec<_> = children(ours, "property").into_iter().collect();
        let order = |names: Vec<String>| names.join(" ");
        compare(
            found,
            format!("{place} properties"),
            &order(our_properties.iter().map(|property| name(*property).to_owned()).collect()),
            &order(their_properties.iter().map(|property| plain(&property["name"])).collect()),
        );
        for ours in our_properties {
            if let Some(theirs) = their_properties.iter().find(|theirs| theirs["name"] == name(ours)) {
                let place = format!("property {}.{}", place.trim_start_matches("class "), name(ours));
                attributes(found, &place, ours, theirs, &TYPE);
                attributes(found, &place, ours, theirs, &PROPERTY);
            }
        }
    }
}

fn services(root: Node<'_, '_>, reference: &Value, found: &mut Differences) {
    for ours in section(root, "services") {
        let id = ours.attribute("id").unwrap_or_default();
        let Some(theirs) = reference.get(id) else {
            found.insert(format!("service {id}"), "not in the reference".to_owned());
            continue;
        };
        let place = format!("service {id}");
        compare(found, format!("{place} name"), name(ours), &plain(&theirs["name"]));
        attributes(found, &place, ours, theirs, &["plugin", "deprecated"]);
        for action in children(ours, "action") {
            match theirs["actions"].get(name(action)) {
                Some(theirs) => compare_action(found, &format!("{id}.{}", name(action)), action, theirs),
                None => {
                    found.insert(format!("action {id}.{}", name(action)), "not in the reference".to_owned());
                }
            }
        }
    }
}

fn compare_action(found: &mut Differences, action: &str, ours: Node<'_, '_>, theirs: &Value) {
    let session = ours.attribute("sessionRequired").unwrap_or_default();
    compare(found, format!("action {action} session"), session, &plain(&theirs["session"]));
    let marks = ["deprecated", "beta", "actionAlias", "plugin"];
    attributes(found, &format!("action {action}"), ours, theirs, &marks);
    let in_multirequest = if theirs["multirequest"] == false { "0" } else { "1" };
    let place = format!("action {action} multirequest");
    compare(found, place, ours.attribute("enableInMultiRequest").unwrap_or_default(), in_multirequest);
    let none = Vec::new();
    let their_params = theirs["params"].as_array().unwrap_or(&none);
    let our_params = children(ours, "param");
    let order = |names: Vec<String>| names.join(" ");
    compare(
        found,
        format!("action {action} parameters"),
        &order(our_params.iter().map(|param| name(*param).to_owned()).collect()),
        &order(their_params.iter().map(|param| plain(&param["name"])).collect()),
    );
    for (ours, theirs) in our_params.into_iter().zip(their_params) {
        let place = format!("parameter {action}({})", name(ours));
        attributes(found, &place, ours, theirs, &TYPE);
        attributes(found, &place, ours, theirs, &["optional"]);
        if theirs["optional"] == true {
            let default = match &theirs["default"] {
                Value::Null => "null".to_owned(),
                Value::Bool(set) => set.to_string(),
                other => plain(other),
            };
            compare(
                found,
                format!("{place} default"),
                ours.attribute("default").unwrap_or_default(),
                &default,
            );
        }
    }
    let result = children(ours, "result").first().map(|result| {
        [result.attribute("type"), result.attribute("arrayType")]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" of ")
    });
    let returns = match &theirs["returns"] {
        Value::Object(list) => format!("{} of {}", plain(&list["type"]), plain(&list["arrayType"])),
        other => plain(other),
    };
    compare(found, format!("action {action} result"), &result.unwrap_or_default(), &returns);
    let codes = |codes: BTreeSet<String>| codes.into_iter().collect::<Vec<_>>().join(" ");
    compare(
        found,
        format!("action {action} throws"),
        &codes(children(ours, "throws").into_iter().map(|code| name(code).to_owned()).collect()),
        &codes(theirs["throws"].as_array().into_iter().flatten().map(plain).collect()),
    );
}

fn errors(root: Node<'_, '_>, reference: &Value, found: &mut Differences) {
    let empty = Map::new();
    let reference = reference.as_object().unwrap_or(&empty);
    for ours in section(root, "errors") {
        let code = ours.attribute("code").unwrap_or_default();
        let Some(theirs) = reference.get(code) else {
            found.insert(format!("error {code}"), "not in the reference".to_owned());
            continue;
        };
        let ours: Vec<&str> = children(ours, "parameter").into_iter().map(name).collect();
        let variant =
            |args: &Value| args.as_array().into_iter().flatten().map(plain).collect::<Vec<_>>() == ours;
        let variants = theirs["variants"].as_array().into_iter().flatten();
        if !variant(&theirs["args"]) && !variants.into_iter().any(|one| variant(one) || variant(&one["args"]))
        {
            compare(found, format!("error {code} arguments"), &ours.join(" "), &theirs.to_string());
        }
    }
}

/// What clients may send with every call.
fn configurations(root: Node<'_, '_>, reference: &Value, found: &mut Differences) {
    for ours in section(root, "configurations") {
        let tag = ours.tag_name().name();
        let place = format!("configuration {tag}");
        let theirs = &reference[tag];
        compare(
            found,
            format!("{place} class"),
            ours.attribute("type").unwrap_or_default(),
            &plain(&theirs["class"]),
        );
        let our_settings: Vec<String> = ours
            .children()
            .filter(Node::is_element)
            .map(|setting| {
                let attribute = |name: &str| setting.attribute(name).unwrap_or("0").to_owned();
                let marks = [attribute("type"), attribute("alias"), attribute("volatile")];
                format!("{} {}", setting.tag_name().name(), marks.join(" "))
            })
            .collect();
        let none = Vec::new();
        let their_settings: Vec<String> = theirs["parameters"]
            .as_array()
            .unwrap_or(&none)
            .iter()
            .map(|setting| {
                let attribute = |name: &str| setting.get(name).map_or_else(|| "0".to_owned(), plain);
                let marks = [attribute("type"), attribute("alias"), attribute("volatile")];
                format!("{} {}", plain(&setting["name"]), marks.join(" "))
            })
            .collect();
        compare(found, format!("{place} settings"), &our_settings.join(", "), &their_settings.join(", "));
    }
}
