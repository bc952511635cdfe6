//! `KalturaClient.xml`, from which the official generator makes clients (reference: schema-format.md).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::common::{API_VERSION, GENERATED, ROOT_CLASS_NAME};
use crate::describe::{Access, ActionDecl, Class, Enum, EnumKind, Property, TypeRef};
use crate::errors;
use crate::reach::Reachable;
use crate::view::Contract;

/// The whole document.
pub fn xml(contract: &Contract) -> String {
    let reachable = Reachable::of(contract);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    open(&mut out, 0, "xml", &[("apiVersion", API_VERSION.into()), ("generatedDate", GENERATED.to_string())]);
    section(&mut out, "enums", |out| enums(out, &reachable));
    section(&mut out, "classes", |out| classes(out, &reachable));
    section(&mut out, "services", |out| services(out, contract));
    section(&mut out, "plugins", |out| plugins(out, contract, &reachable));
    section(&mut out, "errors", error_list);
    section(&mut out, "configurations", |out| configurations(out, &reachable));
    close(&mut out, 0, "xml");
    out
}

type Attributes<'a> = [(&'a str, String)];

fn tag(out: &mut String, level: usize, name: &str, attributes: &Attributes<'_>, end: &str) {
    let _ = write!(out, "{}<{name}", "\t".repeat(level));
    for (key, value) in attributes {
        let _ = write!(out, " {key}=\"{}\"", escape(value));
    }
    let _ = writeln!(out, "{end}");
}

fn open(out: &mut String, level: usize, name: &str, attributes: &Attributes<'_>) {
    tag(out, level, name, attributes, ">");
}

fn leaf(out: &mut String, level: usize, name: &str, attributes: &Attributes<'_>) {
    tag(out, level, name, attributes, "/>");
}

fn close(out: &mut String, level: usize, name: &str) {
    let _ = writeln!(out, "{}</{name}>", "\t".repeat(level));
}

fn section(out: &mut String, name: &str, content: impl FnOnce(&mut String)) {
    open(out, 1, name, &[]);
    content(out);
    close(out, 1, name);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn flag(name: &'static str, set: bool) -> Option<(&'static str, String)> {
    set.then(|| (name, "1".to_owned()))
}

fn digit(set: bool) -> String {
    u8::from(set).to_string()
}

fn enums(out: &mut String, reachable: &Reachable) {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for declared in reachable.enums.values() {
        let mut attributes =
            vec![("name", declared.name.to_owned()), ("enumType", kind_of(declared).to_owned())];
        attributes.extend(plugin(declared.plugin));
        attributes.extend(flag("deprecated", declared.deprecated));
        let members = declared.members.iter().map(|member| (member.name.to_owned(), member.value.to_owned()));
        all.insert(declared.name.to_owned(), enum_element(&attributes, members));
    }
    for orders in reachable.orders() {
        let mut attributes = vec![("name", orders.name.clone()), ("enumType", "string".to_owned())];
        attributes.extend(plugin(orders.plugin));
        all.insert(orders.name, enum_element(&attributes, orders.members));
    }
    out.extend(all.into_values());
}

fn enum_element(attributes: &Attributes<'_>, members: impl IntoIterator<Item = (String, String)>) -> String {
    let mut out = String::new();
    open(&mut out, 2, "enum", attributes);
    for (name, value) in members {
        leaf(&mut out, 3, "const", &[("name", name), ("value", value)]);
    }
    close(&mut out, 2, "enum");
    out
}

fn kind_of(declared: &Enum) -> &'static str {
    if declared.kind == EnumKind::Int { "int" } else { "string" }
}

fn plugin(plugin: Option<&str>) -> Option<(&'static str, String)> {
    plugin.map(|plugin| ("plugin", plugin.to_owned()))
}

fn classes(out: &mut String, reachable: &Reachable) {
    open(
        out,
        2,
        "class",
        &[("name", ROOT_CLASS_NAME.into()), ("abstract", "1".into()), ("description", String::new())],
    );
    leaf(
        out,
        3,
        "property",
        &[
            ("name", "relatedObjects".into()),
            ("type", "map".into()),
            ("arrayType", "KalturaListResponse".into()),
            ("readOnly", "1".into()),
            ("insertOnly", "0".into()),
            ("writeOnly", "0".into()),
            ("multiLingual", "0".into()),
            ("description", "What a response profile asked for beside the object, by profile.".into()),
        ],
    );
    close(out, 2, "class");
    for class in reachable.in_order() {
        class_element(out, class);
    }
}

fn class_element(out: &mut String, class: &Class) {
    let mut attributes = vec![("name", class.name.to_owned())];
    attributes.extend(class.base.map(|base| ("base", base.name.to_owned())));
    attributes.extend(flag("abstract", class.is_abstract));
    attributes.extend(plugin(class.plugin));
    attributes.extend(flag("deprecated", class.deprecated));
    attributes.extend(required_permissions(class.needs_permission));
    attributes.push(("description", class.description.to_owned()));
    open(out, 2, "class", &attributes);
    for property in class.properties {
        leaf(out, 3, "property", &property_attributes(property.name, property, property.ty()));
        if property.multi_lingual {
            let name = format!("multiLingual_{}", property.name);
            let mut translated = property_attributes(&name, property, TypeRef::Text);
            translated.retain(|(key, _)| *key != "type");
            translated.insert(1, ("type", "array".to_owned()));
            translated.insert(2, ("arrayType", "KalturaMultiLingualString".to_owned()));
            leaf(out, 3, "property", &translated);
        }
    }
    close(out, 2, "class");
}

fn required_permissions(needed: &[Access]) -> Option<(&'static str, String)> {
    let names: Vec<&str> = needed.iter().map(|access| access.name()).collect();
    (!names.is_empty()).then(|| ("requiresPermissions", names.join(",")))
}

fn property_attributes(name: &str, property: &Property, ty: TypeRef) -> Vec<(&'static str, String)> {
    let mut attributes = vec![("name", name.to_owned())];
    attributes.extend(type_attributes(ty));
    attributes.extend([
        ("readOnly", digit(property.read_only)),
        ("insertOnly", digit(property.insert_only)),
        ("writeOnly", digit(property.write_only)),
        ("multiLingual", digit(property.multi_lingual)),
    ]);
    attributes.extend(property.values_enum.map(|values| ("valuesEnumType", values.to_owned())));
    attributes.extend(required_permissions(property.needs_permission));
    let limits = property.limits;
    for (name, limit) in [
        ("minLength", limits.min_length),
        ("maxLength", limits.max_length),
        ("minValue", limits.min_value),
        ("maxValue", limits.max_value),
        ("utf8truncate", limits.truncate),
    ] {
        attributes.extend(limit.map(|limit| (name, limit.to_string())));
    }
    attributes.extend(flag("deprecated", property.deprecated));
    attributes.push(("description", property.description.to_owned()));
    attributes
}

/// `type` and what goes with it (reference: schema-format.md, "Types").
fn type_attributes(ty: TypeRef) -> Vec<(&'static str, String)> {
    let plain = |name: &str| vec![("type", name.to_owned())];
    let of = |name: &str, element: &TypeRef| {
        let class = element.class().map(|class| class.name).unwrap_or_default();
        vec![("type", name.to_owned()), ("arrayType", class.to_owned())]
    };
    match ty {
        TypeRef::Int => plain("int"),
        TypeRef::BigInt => plain("bigint"),
        TypeRef::Time => vec![("type", "int".to_owned()), ("isTime", "1".to_owned())],
        TypeRef::Float => plain("float"),
        TypeRef::Bool => plain("bool"),
        TypeRef::Text => plain("string"),
        TypeRef::File => plain("file"),
        TypeRef::Enum(declared) => {
            vec![("type", kind_of(declared).to_owned()), ("enumType", declared.name.to_owned())]
        }
        TypeRef::Object(class) => plain(class.name),
        TypeRef::Family(family) => plain(family.declared.name),
        TypeRef::Array(element) => of("array", element),
        TypeRef::Map(element) => of("map", element),
    }
}

fn services(out: &mut String, contract: &Contract) {
    for service in &contract.services {
        let decl = service.decl;
        let mut attributes = vec![("id", decl.id()), ("name", decl.short_name().to_owned())];
        attributes.extend(plugin(decl.plugin));
        attributes.push(("description", decl.description.to_owned()));
        attributes.extend(flag("deprecated", decl.deprecated));
        open(out, 2, "service", &attributes);
        for action in &service.actions {
            action_element(out, action);
        }
        close(out, 2, "service");
    }
}

fn action_element(out: &mut String, action: &ActionDecl) {
    let is_file = matches!(action.result, Some(TypeRef::File));
    let mut attributes = vec![
        ("name", action.name.to_owned()),
        ("description", action.description.to_owned()),
        ("enableInMultiRequest", digit(!is_file)),
        ("sessionRequired", action.session.name().to_owned()),
    ];
    attributes.extend(action.alias.map(|alias| ("actionAlias", alias.to_owned())));
    attributes.extend(plugin(action.plugin));
    attributes.extend(flag("deprecated", action.deprecated));
    attributes.extend(flag("beta", action.beta));
    open(out, 3, "action", &attributes);
    for param in action.params {
        let mut attributes = vec![("name", param.name.to_owned())];
        attributes.extend(type_attributes(param.ty));
        attributes.push(("description", param.description.to_owned()));
        attributes.push(("optional", digit(param.default.is_some())));
        attributes.extend(param.default.map(|default| ("default", default.to_owned())));
        leaf(out, 4, "param", &attributes);
    }
    let mut result = action.result.map(type_attributes).unwrap_or_default();
    // A result is never marked as an enum.
    result.retain(|(key, _)| *key != "enumType");
    leaf(out, 4, "result", &result);
    for code in action.throws {
        leaf(out, 4, "throws", &[("name", (*code).to_owned())]);
    }
    close(out, 3, "action");
}

/// Every plug-in that owns anything here. One builds on another if its classes extend the other's: this is what
/// decides whether a client loads. That a property names the other's class does not, and would go round in circles.
fn plugins(out: &mut String, contract: &Contract, reachable: &Reachable) {
    #[derive(Default)]
    struct Plugin<'a> {
        builds_on: BTreeSet<&'a str>,
        services: Vec<&'a str>,
    }
    let mut plugins: BTreeMap<&str, Plugin<'_>> = BTreeMap::new();
    for service in &contract.services {
        if let Some(plugin) = service.decl.plugin {
            plugins.entry(plugin).or_default().services.push(service.decl.short_name());
        }
    }
    for class in reachable.classes.values() {
        if let Some(plugin) = class.plugin {
            let base = class.base.and_then(|base| base.plugin);
            plugins.entry(plugin).or_default().builds_on.extend(base.filter(|base| *base != plugin));
        }
    }
    for plugin in reachable.enums.values().filter_map(|declared| declared.plugin) {
        plugins.entry(plugin).or_default();
    }
    for (name, plugin) in plugins {
        open(out, 2, "plugin", &[("name", name.to_owned())]);
        for other in plugin.builds_on {
            leaf(out, 3, "dependency", &[("pluginName", other.to_owned())]);
        }
        for service in plugin.services {
            leaf(out, 3, "pluginService", &[("name", service.to_owned())]);
        }
        close(out, 2, "plugin");
    }
}

fn error_list(out: &mut String) {
    for error in errors::ALL {
        let attributes = [
            ("name", error.code.to_owned()),
            ("code", error.code.to_owned()),
            ("message", error.text.to_owned()),
        ];
        if error.args.is_empty() {
            leaf(out, 2, "error", &attributes);
            continue;
        }
        open(out, 2, "error", &attributes);
        for name in error.args {
            leaf(out, 3, "parameter", &[("name", (*name).to_owned())]);
        }
        close(out, 2, "error");
    }
}

/// What clients may send beside the parameters of an action: the properties of two classes.
fn configurations(out: &mut String, reachable: &Reachable) {
    for (name, class) in
        [("client", "KalturaClientConfiguration"), ("request", "KalturaRequestConfiguration")]
    {
        open(out, 2, name, &[("type", class.to_owned())]);
        for property in reachable.classes.get(class).into_iter().flat_map(|class| class.properties) {
            let mut attributes = type_attributes(property.ty());
            match property.name {
                "ks" => attributes.push(("alias", "sessionId".to_owned())),
                // Clients forget it after each call.
                "responseProfile" => attributes.extend(flag("volatile", true)),
                _ => {}
            }
            attributes.push(("description", property.description.to_owned()));
            leaf(out, 3, property.name, &attributes);
        }
        close(out, 2, name);
    }
}
