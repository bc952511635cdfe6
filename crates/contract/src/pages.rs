//! The pages of `docs/api/`, for people.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::describe::{ActionDecl, Class, Enum, Property, TypeRef};
use crate::errors;
use crate::reach::Reachable;
use crate::view::{Contract, ServiceView};

/// File names and their contents.
pub fn all(contract: &Contract) -> BTreeMap<String, String> {
    let reachable = Reachable::of(contract);
    let mut pages = BTreeMap::new();
    pages.insert("README.md".to_owned(), index(contract));
    pages.insert("actions.json".to_owned(), action_list(contract));
    pages.insert("KalturaClient.xml".to_owned(), crate::schema::xml(contract));
    pages.insert("openapi.json".to_owned(), openapi(contract));
    pages.insert("errors.md".to_owned(), error_page());
    pages.insert("types.md".to_owned(), types_page(&reachable));
    for service in &contract.services {
        pages.insert(file_name(service), service_page(contract, service));
    }
    pages
}

fn openapi(contract: &Contract) -> String {
    serde_json::to_string_pretty(&crate::openapi::document(contract)).expect("its keys are texts") + "\n"
}

const WRITTEN: &str = "<!-- Written by `cargo xtask docs` from the declarations; do not edit. -->\n\n";

fn file_name(service: &ServiceView) -> String {
    format!("{}.md", service.decl.name)
}

fn index(contract: &Contract) -> String {
    let mut out = format!(
        "{WRITTEN}# The API\n\nEvery action that this version has. What they take and answer is in [types](types.md), \
         the codes of refusals in [errors](errors.md).\n\n| Service | Actions |\n|---|---|\n"
    );
    for service in &contract.services {
        let name = service.decl.name;
        let actions: Vec<String> = service
            .actions
            .iter()
            .map(|action| format!("[{}]({name}.md#{})", action.name, anchor(action.name)))
            .collect();
        let _ = writeln!(out, "| [{name}]({name}.md) | {} |", actions.join(", "));
    }
    out
}

fn action_list(contract: &Contract) -> String {
    let mut names: Vec<String> = contract
        .services
        .iter()
        .flat_map(|service| {
            service.actions.iter().map(|action| format!("{}.{}", service.decl.name, action.name))
        })
        .collect();
    names.sort();
    // Names are letters, digits and underscores: nothing to escape.
    format!("{{\n  \"actions\": [\n    \"{}\"\n  ]\n}}\n", names.join("\",\n    \""))
}

fn service_page(contract: &Contract, service: &ServiceView) -> String {
    let decl = service.decl;
    let mut out = format!("{WRITTEN}# {}\n\n{}\n", decl.name, decl.description);
    if decl.deprecated {
        out.push_str("\nKept for old clients.\n");
    }
    for action in &service.actions {
        action_section(&mut out, contract, action);
    }
    out
}

fn action_section(out: &mut String, contract: &Contract, action: &ActionDecl) {
    let _ = write!(out, "\n## {}\n\n{}\n\n", action.name, action.description);
    if action.deprecated {
        out.push_str("Kept for old clients.\n\n");
    }
    if !action.params.is_empty() {
        out.push_str("| Parameter | Type | Default | |\n|---|---|---|---|\n");
        for param in action.params {
            let default = match param.default {
                None => "required".to_owned(),
                Some("null") => "none".to_owned(),
                Some("") => "empty".to_owned(),
                Some(default) => format!("`{default}`"),
            };
            let _ = writeln!(
                out,
                "| `{}` | {} | {default} | {} |",
                param.name,
                type_name(param.ty),
                cell(param.description)
            );
        }
        out.push('\n');
    }
    let result = action.result.map_or_else(|| "nothing".to_owned(), type_name);
    let _ = writeln!(out, "- Answers: {result}");
    let _ = writeln!(out, "- Session: {}", action.session.name());
    let codes = |codes: &[&str]| codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
    if !action.allowed_to.is_empty() {
        let _ = writeln!(out, "- Allowed to any of: {}", codes(action.allowed_to));
    }
    let callers = contract.may_call(action);
    if callers.is_empty() {
        out.push_str("- Callers in a new account: those with a role that allows it\n");
    } else {
        let _ = writeln!(out, "- Callers in a new account: {}", callers.join(", "));
    }
    if !action.throws.is_empty() {
        let _ = writeln!(out, "- Refuses with, among others: {}", codes(action.throws));
    }
}

fn types_page(reachable: &Reachable) -> String {
    let mut out = format!("{WRITTEN}# Types\n\n## Classes\n");
    for class in reachable.classes.values() {
        class_section(&mut out, class);
    }
    out.push_str("\n## Enums\n");
    for declared in reachable.enums.values() {
        enum_section(&mut out, declared);
    }
    for orders in reachable.orders() {
        let _ = write!(out, "\n### {}\n\n| Name | Value |\n|---|---|\n", orders.name);
        for (name, value) in orders.members {
            let _ = writeln!(out, "| `{name}` | `{value}` |");
        }
    }
    out
}

fn class_section(out: &mut String, class: &Class) {
    let _ = write!(out, "\n### {}\n\n", class.name);
    if !class.description.is_empty() {
        let _ = write!(out, "{}\n\n", class.description);
    }
    if let Some(base) = class.base {
        let _ = write!(out, "Extends {}.\n\n", link(base.name));
    }
    if class.properties.is_empty() {
        return;
    }
    out.push_str("| Property | Type | | |\n|---|---|---|---|\n");
    for property in class.properties {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            property.name,
            type_name(property.ty()),
            marks(property),
            cell(property.description)
        );
    }
}

fn marks(property: &Property) -> String {
    let limits = property.limits;
    let mut marks: Vec<String> = [
        ("read only", property.read_only),
        ("on add only", property.insert_only),
        ("write only", property.write_only),
        ("deprecated", property.deprecated),
        ("translatable", property.multi_lingual),
    ]
    .into_iter()
    .filter(|(_, set)| *set)
    .map(|(name, _)| name.to_owned())
    .collect();
    marks.extend(
        property.needs_permission.iter().map(|access| format!("needs a permission to {}", access.name())),
    );
    for (name, limit) in [
        ("at least", limits.min_value),
        ("at most", limits.max_value),
        ("bytes at least", limits.min_length),
        ("bytes at most", limits.max_length),
        ("cut to bytes", limits.truncate),
    ] {
        marks.extend(limit.map(|limit| format!("{name} {limit}")));
    }
    marks.join(", ")
}

fn enum_section(out: &mut String, declared: &Enum) {
    let _ =
        write!(out, "\n### {}\n\n{}\n\n| Name | Value |\n|---|---|\n", declared.name, declared.description);
    for member in declared.members {
        let _ = writeln!(out, "| `{}` | `{}` |", member.name, member.value);
    }
}

fn error_page() -> String {
    let mut out = format!(
        "{WRITTEN}# Errors\n\nA refusal is a `KalturaAPIException` with one of these codes; `@NAME@` stands for the value \
         of that name in `args`.\n\n| Code | Text | |\n|---|---|---|\n"
    );
    for error in errors::ALL {
        let own = if error.own { "Boxoffice's own" } else { "" };
        let _ = writeln!(out, "| `{}` | {} | {own} |", error.code, cell(error.text));
    }
    out
}

fn type_name(ty: TypeRef) -> String {
    match ty {
        TypeRef::Int => "int".to_owned(),
        TypeRef::BigInt => "bigint".to_owned(),
        TypeRef::Time => "time".to_owned(),
        TypeRef::Float => "float".to_owned(),
        TypeRef::Bool => "bool".to_owned(),
        TypeRef::Text => "string".to_owned(),
        TypeRef::File => "file".to_owned(),
        TypeRef::Enum(declared) => link(declared.name),
        TypeRef::Object(class) => link(class.name),
        TypeRef::Family(family) => link(family.declared.name),
        TypeRef::Array(element) => format!("list of {}", type_name(*element)),
        TypeRef::Map(element) => format!("map to {}", type_name(*element)),
    }
}

fn link(name: &str) -> String {
    format!("[{name}](types.md#{})", anchor(name))
}

fn anchor(heading: &str) -> String {
    heading.to_lowercase()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
