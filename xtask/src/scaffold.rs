//! Declarations of classes, enums and services, made from the API's schema and ready to paste. What they mean is
//! for people to say: every comment is left empty, and clippy refuses empty comments.

mod names;
mod reference;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use clap::Args;
use serde_json::Value;

use self::names::{camel, ident, pascal, screaming, short, snake, variant};
use self::reference::{Action, Enum, Param, Permissions, Property, Returns, Schema, Type, read};

#[derive(Args)]
pub(crate) struct Options {
    /// Classes and enums with their prefix (`KalturaCategory`), services without (`category`), single actions
    /// (`category.add`)
    #[arg(required = true)]
    names: Vec<String>,
}

pub(crate) fn run(options: &Options, root: &Path) -> Result<(), String> {
    let mut scaffold = Scaffold::read(root)?;
    let declarations: Vec<String> =
        options.names.iter().map(|name| scaffold.declare(name)).collect::<Result<_, _>>()?;
    print!("{}", declarations.join("\n"));
    let mut found = Vec::new();
    sources(root, &root.join("crates"), &mut found)?;
    scaffold.notes(&found).iter().for_each(|note| eprintln!("// {note}"));
    Ok(())
}

/// The sources below a folder with their paths, but for tests, which name classes and declare none.
fn sources(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) -> Result<(), String> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(root, &path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            found.push((name, fs::read_to_string(&path).map_err(unreadable)?));
        }
    }
    Ok(())
}

struct Scaffold {
    schema: Schema,
    permissions: Permissions,
    /// What was printed, by its name in the schema.
    declared: BTreeSet<String>,
    /// The classes and enums that the printed declarations name.
    named: BTreeSet<String>,
    /// The actions that were printed: service and name.
    actions: Vec<(String, String)>,
}

impl Scaffold {
    fn read(root: &Path) -> Result<Self, String> {
        let reference = root.join("crates/contract/reference");
        Ok(Self {
            schema: read(&reference.join("api-schema.json"))?,
            permissions: read(&reference.join("permissions.json"))?,
            declared: BTreeSet::new(),
            named: BTreeSet::new(),
            actions: Vec::new(),
        })
    }

    /// The declaration of what has this name.
    fn declare(&mut self, name: &str) -> Result<String, String> {
        self.declared.insert(name.to_owned());
        let named = &mut self.named;
        let declaration = if self.schema.classes.contains_key(name) {
            self.schema.class(name, named)
        } else if let Some(declared) = self.schema.enums.get(name) {
            declare_enum(name, declared)
        } else if let Some((id, only)) = self.schema.service(name) {
            let actions = self.schema.services[id].actions.keys();
            let printed = actions.filter(|action| only.is_none_or(|only| only == *action));
            self.actions.extend(printed.map(|action| (id.to_owned(), action.clone())));
            self.schema.service_block(id, only, &self.permissions, named)
        } else {
            return Err(format!("the schema has no class, enum, service or action {name}"));
        };
        Ok(declaration)
    }

    /// What else has to be done before the declarations compile and are whole.
    fn notes(&self, sources: &[(String, String)]) -> Vec<String> {
        let mut notes = Vec::new();
        let mut missing = Vec::new();
        for name in self.named.difference(&self.declared) {
            let quoted = format!("{name:?}");
            match sources.iter().find(|(_, source)| source.contains(&quoted)) {
                Some((path, _)) => notes.push(format!("{name} is declared in {path}")),
                None => missing.push(name.as_str()),
            }
        }
        if !missing.is_empty() {
            notes.push(format!("Not declared yet: cargo xtask scaffold {}", missing.join(" ")));
        }
        for name in &self.named {
            let subclasses = self.schema.subclasses(name);
            if !subclasses.is_empty() && !self.schema.classes[name].is_abstract {
                notes.push(format!("Take a family for {name} where {} may be sent", subclasses.join(", ")));
            }
        }
        for name in &self.declared {
            let class = self.schema.classes.get(name);
            if let Some(kinds) = class.and_then(|class| class.requires_permissions.as_ref()) {
                notes.push(format!(
                    "{name} as a whole needs a permission ({kinds}): there is no mark for that yet"
                ));
            }
        }
        let actions =
            self.actions.iter().map(|(id, name)| (id, name, &self.schema.services[id].actions[name]));
        let mut codes = BTreeSet::new();
        for (id, name, action) in actions {
            codes.extend(action.throws.iter().map(String::as_str));
            if self.permissions.of(&format!("{id}.{}", name.to_lowercase())).is_empty() {
                notes.push(format!("Nobody may call {id}.{name}: leave it out"));
            }
        }
        for code in
            codes.into_iter().filter(|code| contract::errors::ALL.iter().all(|known| known.code != *code))
        {
            let args = self.schema.errors.get(code).map(|error| error.args.join(", ")).unwrap_or_default();
            notes.push(format!("For contract/src/errors.rs: {code}({args}) \"\";"));
        }
        notes
    }
}

impl Schema {
    fn class(&self, name: &str, named: &mut BTreeSet<String>) -> String {
        let class = &self.classes[name];
        let mut marks = vec![format!("name = {name:?}")];
        marks.extend(class.is_abstract.then(|| "abstract".to_owned()));
        marks.extend(class.deprecated.then(|| "deprecated".to_owned()));
        marks.extend(class.plugin.as_ref().map(|plugin| format!("plugin = {plugin:?}")));

        // A filter and the base filter that the original generates for it are one declaration.
        let base_filter =
            class.base.as_deref().filter(|base| name.ends_with("Filter") && base.ends_with("BaseFilter"));
        let inherited = base_filter.map(|base| &self.classes[base]);
        if let Some(base_filter) = base_filter {
            marks.push(format!("filter = {base_filter:?}"));
            let order = name.trim_end_matches("Filter").to_owned() + "OrderBy";
            let order: Vec<String> = self.enums.get(&order).map_or_else(Vec::new, |order| {
                let ascending = order.values.values().filter_map(|value| value.as_str()?.strip_prefix('+'));
                ascending.map(|property| format!("{property:?}")).collect()
            });
            if !order.is_empty() {
                marks.push(format!("order({})", order.join(", ")));
            }
        }
        marks.extend(self.list_of(name).map(|list| format!("list = {list:?}")));

        let mut out = format!(
            "///\n#[derive(ApiObject, Clone, Debug, Default)]\n#[api({})]\npub struct {} {{\n",
            marks.join(", "),
            short(name),
        );
        let base = inherited.map_or(class.base.as_deref(), |base_filter| base_filter.base.as_deref());
        if let Some(base) = base {
            named.insert(base.to_owned());
            let _ = writeln!(out, "    ///\n    #[api(base)]\n    pub base: {},", short(base));
        }
        for property in inherited.map_or(&[][..], |base_filter| &base_filter.properties) {
            out += &self.property(property, false, named);
        }
        // The texts in all languages come with the mark of the one text.
        for property in class.properties.iter().filter(|own| !own.name.starts_with("multiLingual_")) {
            out += &self.property(property, inherited.is_some(), named);
        }
        out += "}\n";
        if class.is_abstract {
            out += &self.family(name, named);
        }
        out
    }

    fn property(&self, property: &Property, own: bool, named: &mut BTreeSet<String>) -> String {
        let field = snake(&property.name);
        let mut marks = Vec::new();
        if camel(&field) != property.name {
            marks.push(format!("name = {:?}", property.name));
        }
        let flags = [
            ("read_only", property.read_only),
            ("insert_only", property.insert_only),
            ("write_only", property.write_only),
            ("deprecated", property.deprecated),
            ("multi_lingual", property.multi_lingual),
        ];
        marks.extend(flags.into_iter().filter(|(_, set)| *set).map(|(mark, _)| mark.to_owned()));
        marks.extend(
            property
                .requires_permissions
                .as_ref()
                .map(|kinds| format!("needs({})", kinds.replace(',', ", "))),
        );
        let limits = [
            ("min_length", property.min_length),
            ("max_length", property.max_length),
            ("min_value", property.min_value),
            ("max_value", property.max_value),
            ("truncate", property.utf8truncate),
        ];
        marks.extend(limits.into_iter().filter_map(|(mark, limit)| Some(format!("{mark} = {}", limit?))));
        marks.extend(property.values_enum_type.as_ref().map(|values| format!("values = {values:?}")));
        marks.extend(own.then(|| "own".to_owned()));
        let marks =
            if marks.is_empty() { String::new() } else { format!("    #[api({})]\n", marks.join(", ")) };
        format!("    ///\n{marks}    pub {}: Prop<{}>,\n", ident(&field), self.ty(&property.ty, named))
    }

    /// What may be sent where an abstract class is declared.
    fn family(&self, name: &str, named: &mut BTreeSet<String>) -> String {
        let mut out = format!(
            "\n///\n#[derive(ApiFamily, Clone, Debug)]\n#[api(declared = {})]\npub enum Any{} {{\n",
            short(name),
            short(name),
        );
        for member in self.subclasses(name) {
            named.insert(member.to_owned());
            let _ = writeln!(out, "    ///\n    {0}({0}),", short(member));
        }
        out + "}\n"
    }

    /// A service with all its actions, or with one.
    fn service_block(
        &self,
        id: &str,
        only: Option<&str>,
        permissions: &Permissions,
        named: &mut BTreeSet<String>,
    ) -> String {
        let service = &self.services[id];
        let (name, plugin) = match &service.plugin {
            Some(plugin) => (format!("{plugin}_{}", service.name), format!(", plugin = {plugin:?}")),
            None => (service.name.clone(), String::new()),
        };
        let deprecated = if service.deprecated { ", deprecated" } else { "" };
        let this = format!("{}Service", pascal(&service.name));
        let mut out = format!(
            "///\npub struct {this};\n\n///\n#[service(name = {name:?}{plugin}{deprecated})]\nimpl {this} {{\n"
        );
        let actions = service.actions.iter().filter(|(name, _)| only.is_none_or(|only| only == *name));
        for (index, (action_name, action)) in actions.enumerate() {
            if index > 0 {
                out.push('\n');
            }
            let allowed = permissions.of(&format!("{id}.{}", action_name.to_lowercase()));
            out += &self.action(action_name, action, allowed, named);
        }
        out + "}\n"
    }

    fn action(
        &self,
        name: &str,
        action: &Action,
        allowed: &[String],
        named: &mut BTreeSet<String>,
    ) -> String {
        // Names of plug-ins' permissions have a dot, so they are no Rust names.
        let allowed: Vec<String> = allowed
            .iter()
            .map(|name| if name.contains('.') { format!("{name:?}") } else { name.clone() })
            .collect();
        let mut marks =
            vec![format!("session = {}", action.session), format!("allow({})", allowed.join(", "))];
        let function = snake(name);
        if camel(&function) != name {
            marks.push(format!("name = {name:?}"));
        }
        if !action.throws.is_empty() {
            marks.push(format!("throws({})", action.throws.join(", ")));
        }
        marks.extend(action.alias.as_ref().map(|alias| format!("alias = {alias:?}")));
        marks.extend(action.plugin.as_ref().map(|plugin| format!("plugin = {plugin:?}")));
        marks.extend(action.deprecated.then(|| "deprecated".to_owned()));
        marks.extend(action.beta.then(|| "beta".to_owned()));

        let mut out = format!("    ///\n    #[action({})]\n", marks.join(", "));
        let _ = writeln!(out, "    async fn {}(\n        call: &Call,", ident(&function));
        for param in &action.params {
            out += &self.param(param, named);
        }
        let answer = match &action.returns {
            None => "()".to_owned(),
            Some(Returns::Many(ty)) => self.ty(ty, named),
            Some(Returns::One(name)) if name == "file" => "FileResult".to_owned(),
            Some(Returns::One(name)) => match self.classes.get(name).and_then(|class| class.element()) {
                Some(element) => {
                    named.insert(element.to_owned());
                    format!("ListOf<{}>", short(element))
                }
                None => self.ty(&Type::plain(name), named),
            },
        };
        let _ = writeln!(out, "    ) -> Result<{answer}> {{\n        todo!()\n    }}");
        out
    }

    fn param(&self, param: &Param, named: &mut BTreeSet<String>) -> String {
        let local = snake(&param.name);
        let ty = self.ty(&param.ty, named);
        let mut marks = Vec::new();
        if camel(&local) != param.name {
            marks.push(format!("name = {:?}", param.name));
        }
        let ty = match &param.default {
            None if param.optional => format!("Option<{ty}>"),
            None => ty,
            Some(default) => {
                marks.push(self.default(&param.ty, &ty, default));
                ty
            }
        };
        let marks = if marks.is_empty() {
            String::new()
        } else {
            format!("        #[param({})]\n", marks.join(", "))
        };
        format!("        ///\n{marks}        {}: {ty},\n", ident(&local))
    }

    /// A default as an expression, and as the schema prints it where the two differ.
    fn default(&self, declared: &Type, ty: &str, default: &Value) -> String {
        let printed = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        let member = declared.member_of.as_ref().and_then(|name| {
            let (constant, _) = self.enums.get(name)?.values.iter().find(|(_, value)| *value == default)?;
            Some(format!("{ty}::{}", variant(name, constant)))
        });
        let expression = match (member, ty) {
            (Some(member), _) => member,
            (None, "String") => return format!("default = {printed:?}"),
            // Where the original has an empty text for a number, 0 arrives.
            (None, "i64") if printed.is_empty() => "0".to_owned(),
            (None, "bool" | "i64") => return format!("default = {printed}"),
            (None, "f64") => default.as_f64().map_or_else(|| printed.clone(), |number| format!("{number:?}")),
            (None, wrapper) => format!("{wrapper}({printed})"),
        };
        format!("default = {expression}, printed = {printed:?}")
    }

    /// The Rust type of a value.
    fn ty(&self, ty: &Type, named: &mut BTreeSet<String>) -> String {
        if let Some(name) = &ty.member_of {
            named.insert(name.clone());
            return short(name).to_owned();
        }
        let element = |named: &mut BTreeSet<String>| {
            self.ty(&Type::plain(ty.element.as_deref().unwrap_or("KalturaObjectBase")), named)
        };
        match ty.name.as_str() {
            "int" if ty.is_time => "Time".to_owned(),
            "int" => "i64".to_owned(),
            "bigint" => "BigInt".to_owned(),
            "float" => "f64".to_owned(),
            "bool" => "bool".to_owned(),
            "string" => "String".to_owned(),
            "file" => "Upload".to_owned(),
            "array" => format!("Vec<{}>", element(named)),
            "map" => format!("Map<{}>", element(named)),
            // Any filter that stands beside others is kept as it was sent.
            "KalturaRelatedFilter" => "SentFilter".to_owned(),
            class => {
                named.insert(class.to_owned());
                let is_abstract = self.classes.get(class).is_some_and(|class| class.is_abstract);
                format!("{}{}", if is_abstract { "Any" } else { "" }, short(class))
            }
        }
    }
}

fn declare_enum(name: &str, declared: &Enum) -> String {
    let is_text = declared.kind == "string";
    let mut marks = vec![format!("name = {name:?}")];
    if is_text {
        marks.push(if declared.dynamic { "dynamic" } else { "text" }.to_owned());
    }
    marks.extend(declared.deprecated.then(|| "deprecated".to_owned()));
    marks.extend(declared.plugin.as_ref().map(|plugin| format!("plugin = {plugin:?}")));
    let mut out = format!(
        "///\n#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]\n#[api({})]\npub enum {} {{\n",
        marks.join(", "),
        short(name),
    );
    // Rust has no two names for one number.
    let distinct: BTreeSet<String> = declared.values.values().map(Value::to_string).collect();
    let as_numbers = !is_text && distinct.len() == declared.values.len();
    for (constant, value) in &declared.values {
        let variant = variant(name, constant);
        let mut marks = Vec::new();
        if screaming(&variant) != *constant {
            marks.push(format!("constant = {constant:?}"));
        }
        let mut number = String::new();
        if as_numbers {
            number = format!(" = {value}");
        } else {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            marks.push(format!("value = {text:?}"));
        }
        let marks =
            if marks.is_empty() { String::new() } else { format!("    #[api({})]\n", marks.join(", ")) };
        let _ = writeln!(out, "    ///\n{marks}    {variant}{number},");
    }
    out + "}\n"
}
