//! Declarations of classes, enums and services, made from the API's schema and ready to paste. What they mean is
//! for people to say: every comment is left empty, and clippy refuses empty comments.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use clap::Args;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Args)]
pub(crate) struct Options {
    /// Classes and enums with their prefix (`KalturaCategory`), services without (`category`)
    #[arg(required = true)]
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Schema {
    services: IndexMap<String, Service>,
    classes: IndexMap<String, Class>,
    enums: IndexMap<String, Enum>,
}

#[derive(Deserialize)]
struct Service {
    name: String,
    plugin: Option<String>,
    #[serde(default)]
    deprecated: bool,
    actions: IndexMap<String, Action>,
}

#[derive(Deserialize)]
struct Action {
    params: Vec<Param>,
    returns: Option<Returns>,
    throws: Vec<String>,
    session: String,
    #[serde(default)]
    deprecated: bool,
    #[serde(default)]
    beta: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Returns {
    One(String),
    Many(Type),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Type {
    #[serde(rename = "type")]
    name: String,
    #[serde(rename = "enumType")]
    member_of: Option<String>,
    #[serde(rename = "arrayType")]
    element: Option<String>,
    #[serde(default)]
    is_time: bool,
}

#[derive(Deserialize)]
struct Param {
    name: String,
    #[serde(flatten)]
    ty: Type,
    optional: bool,
    default: Option<Value>,
}

#[derive(Deserialize)]
struct Class {
    base: Option<String>,
    #[serde(rename = "abstract")]
    is_abstract: bool,
    #[serde(default)]
    deprecated: bool,
    plugin: Option<String>,
    properties: Vec<Property>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Property {
    name: String,
    #[serde(flatten)]
    ty: Type,
    #[serde(default)]
    read_only: bool,
    #[serde(default)]
    insert_only: bool,
    #[serde(default)]
    write_only: bool,
    #[serde(default)]
    deprecated: bool,
    #[serde(default)]
    multi_lingual: bool,
    requires_permissions: Option<String>,
    min_length: Option<i64>,
    max_length: Option<i64>,
    min_value: Option<i64>,
    max_value: Option<i64>,
    utf8truncate: Option<i64>,
    values_enum_type: Option<String>,
}

#[derive(Deserialize)]
struct Enum {
    kind: String,
    #[serde(default)]
    dynamic: bool,
    #[serde(default)]
    deprecated: bool,
    plugin: Option<String>,
    values: IndexMap<String, Value>,
}

#[derive(Deserialize)]
struct Permissions {
    actions: BTreeMap<String, Vec<String>>,
    aliases: BTreeMap<String, Alias>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Alias {
    permission_key: String,
}

pub(crate) fn run(options: &Options, root: &Path) -> Result<(), String> {
    let mut scaffold = Scaffold::read(root)?;
    let declarations: Vec<String> =
        options.names.iter().map(|name| scaffold.declare(name)).collect::<Result<_, _>>()?;
    print!("{}", declarations.join("\n"));
    let more: Vec<&str> = scaffold.named.difference(&scaffold.declared).map(String::as_str).collect();
    if !more.is_empty() {
        eprintln!("Classes and enums that these name: {}", more.join(" "));
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
}

impl Scaffold {
    fn read(root: &Path) -> Result<Self, String> {
        let reference = root.join("crates/contract/reference");
        Ok(Self {
            schema: read(&reference.join("api-schema.json"))?,
            permissions: read(&reference.join("permissions.json"))?,
            declared: BTreeSet::new(),
            named: BTreeSet::new(),
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
        } else if let Some(service) = self.schema.services.get(&name.to_lowercase()) {
            self.schema.service(&name.to_lowercase(), service, &self.permissions, named)
        } else {
            return Err(format!("the schema has no class, enum or service {name}"));
        };
        Ok(declaration)
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} cannot be understood: {error}", path.display()))
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
        let list = format!("{name}ListResponse");
        if self.classes.contains_key(&list) {
            marks.push(format!("list = {list:?}"));
        }

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
        for property in &class.properties {
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
        for (member, class) in &self.classes {
            if !class.is_abstract && self.is_below(class, name) {
                named.insert(member.clone());
                let _ = writeln!(out, "    ///\n    {0}({0}),", short(member));
            }
        }
        out + "}\n"
    }

    fn is_below(&self, class: &Class, ancestor: &str) -> bool {
        class.base.as_deref().is_some_and(|base| {
            base == ancestor || self.classes.get(base).is_some_and(|base| self.is_below(base, ancestor))
        })
    }

    fn service(
        &self,
        id: &str,
        service: &Service,
        permissions: &Permissions,
        named: &mut BTreeSet<String>,
    ) -> String {
        let (name, plugin) = match &service.plugin {
            Some(plugin) => (format!("{plugin}_{}", service.name), format!(", plugin = {plugin:?}")),
            None => (service.name.clone(), String::new()),
        };
        let deprecated = if service.deprecated { ", deprecated" } else { "" };
        let this = format!("{}Service", pascal(&service.name));
        let mut out = format!(
            "///\npub struct {this};\n\n#[service(name = {name:?}{plugin}{deprecated})]\nimpl {this} {{\n"
        );
        for (index, (action_name, action)) in service.actions.iter().enumerate() {
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
            Some(Returns::One(name)) => match name.strip_suffix("ListResponse") {
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
            "KalturaRelatedFilter" => "RawFilter".to_owned(),
            class => {
                named.insert(class.to_owned());
                let is_abstract = self.classes.get(class).is_some_and(|class| class.is_abstract);
                format!("{}{}", if is_abstract { "Any" } else { "" }, short(class))
            }
        }
    }
}

impl Type {
    fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), member_of: None, element: None, is_time: false }
    }
}

impl Permissions {
    /// Any of these opens the action; none for an action that nobody may call.
    fn of(&self, action: &str) -> &[String] {
        let key = self.aliases.get(action).map_or(action, |alias| &alias.permission_key);
        self.actions.get(key).map_or(&[], Vec::as_slice)
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
    for (constant, value) in &declared.values {
        let variant = variant(name, constant);
        let mut marks = Vec::new();
        if screaming(&variant) != *constant {
            marks.push(format!("constant = {constant:?}"));
        }
        let mut number = String::new();
        if is_text {
            marks.push(format!("value = {value}"));
        } else {
            number = format!(" = {value}");
        }
        let marks =
            if marks.is_empty() { String::new() } else { format!("    #[api({})]\n", marks.join(", ")) };
        let _ = writeln!(out, "    ///\n{marks}    {variant}{number},");
    }
    out + "}\n"
}

/// `KalturaAppToken` → `AppToken`
fn short(name: &str) -> &str {
    name.strip_prefix("Kaltura").unwrap_or(name)
}

/// `sessionUserId` → `session_user_id`, `widgetHTML` → `widget_html`
fn snake(camel: &str) -> String {
    let letters: Vec<char> = camel.chars().collect();
    let mut snake = String::with_capacity(camel.len() + 8);
    for (index, letter) in letters.iter().enumerate() {
        let follows_small = index > 0 && !letters[index - 1].is_uppercase() && letters[index - 1] != '_';
        let ends_capitals = index > 0
            && letters[index - 1].is_uppercase()
            && letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (follows_small || ends_capitals) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// `session_user_id` → `sessionUserId`, as the declarations take it.
fn camel(snake: &str) -> String {
    let mut parts = snake.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |camel, part| camel + &pascal(part))
}

fn pascal(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `HALF_BLOCKED` → `HalfBlocked`
fn variant(of: &str, constant: &str) -> String {
    // It has names of its own in the contract crate.
    let constant =
        if of == "KalturaNullableBoolean" { constant.trim_end_matches("_VALUE") } else { constant };
    let variant: String = constant.split('_').map(|part| pascal(&part.to_lowercase())).collect();
    if variant.starts_with(|first: char| first.is_ascii_digit()) { format!("N{variant}") } else { variant }
}

/// `HalfBlocked` → `HALF_BLOCKED`, as the declarations take it.
fn screaming(pascal: &str) -> String {
    let mut screaming = String::with_capacity(pascal.len() + 4);
    for letter in pascal.chars() {
        if letter.is_uppercase() && !screaming.is_empty() {
            screaming.push('_');
        }
        screaming.extend(letter.to_uppercase());
    }
    screaming
}

/// A name that may be a word of Rust.
fn ident(name: &str) -> String {
    if syn::parse_str::<syn::Ident>(name).is_ok() { name.to_owned() } else { format!("r#{name}") }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;
    use syn::{Fields, ImplItem, Item};

    use super::*;

    fn scaffold() -> Scaffold {
        Scaffold::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
    }

    fn parse(declaration: &str) -> Vec<Item> {
        syn::parse_file(declaration).unwrap_or_else(|error| panic!("{error}:\n{declaration}")).items
    }

    fn fields(fields: &Fields) -> Vec<String> {
        fields.iter().map(|field| field.ident.as_ref().unwrap().to_string()).collect()
    }

    fn attribute(attributes: &[syn::Attribute], name: &str) -> String {
        let found = attributes.iter().find(|attribute| attribute.path().is_ident(name)).unwrap();
        found.meta.require_list().unwrap().tokens.to_string()
    }

    #[test]
    fn a_class_has_all_its_properties() {
        let declaration = scaffold().declare("KalturaAppToken").unwrap();
        let [Item::Struct(class)] = &parse(&declaration)[..] else { panic!("{declaration}") };
        assert_eq!(class.ident, "AppToken");
        assert_eq!(
            attribute(&class.attrs, "api"),
            "name = \"KalturaAppToken\" , list = \"KalturaAppTokenListResponse\""
        );
        // reference: identity.md §15.8
        let names = "id token partner_id created_at updated_at status expiry session_type session_user_id \
                     session_duration session_privileges hash_type description";
        assert_eq!(fields(&class.fields).join(" "), names);
        let types: Vec<String> =
            class.fields.iter().map(|field| field.ty.to_token_stream().to_string()).collect();
        assert_eq!(types[3], "Prop < Time >");
        assert_eq!(types[11], "Prop < AppTokenHashType >");
        let read_only = class.fields.iter().filter(|field| {
            field.attrs.iter().any(|mark| mark.path().is_ident("api"))
                && attribute(&field.attrs, "api") == "read_only"
        });
        assert_eq!(read_only.count(), 6);
    }

    #[test]
    fn a_service_has_all_its_actions() {
        let declaration = scaffold().declare("appToken").unwrap();
        let [Item::Struct(_), Item::Impl(service)] = &parse(&declaration)[..] else {
            panic!("{declaration}")
        };
        assert_eq!(attribute(&service.attrs, "service"), "name = \"appToken\"");
        let actions: Vec<_> = service
            .items
            .iter()
            .map(|item| match item {
                ImplItem::Fn(action) => action,
                other => panic!("{other:?}"),
            })
            .collect();
        let names: Vec<String> = actions.iter().map(|action| action.sig.ident.to_string()).collect();
        assert_eq!(names, ["add", "delete", "get", "list", "start_session", "update"]);
        assert_eq!(
            attribute(&actions[4].attrs, "action"),
            "session = always , allow (BASE_USER_SESSION_PERMISSION , WIDGET_SESSION_PERMISSION) , \
             throws (APP_TOKEN_ID_NOT_FOUND)"
        );
        let params: Vec<String> =
            actions[4].sig.inputs.iter().skip(1).map(|param| param.to_token_stream().to_string()).collect();
        assert_eq!(params.len(), 6);
        assert!(params[1].ends_with("token_hash : String"), "{}", params[1]);
        assert!(params[3].ends_with("r#type : Option < SessionType >"), "{}", params[3]);
        let answer = |action: &syn::ImplItemFn| action.sig.output.to_token_stream().to_string();
        assert_eq!(answer(actions[1]), "-> Result < () >");
        assert_eq!(answer(actions[3]), "-> Result < ListOf < AppToken > >");
    }

    #[test]
    fn defaults_are_those_of_the_schema() {
        // reference: session.md §12.1
        let declaration = scaffold().declare("session").unwrap();
        assert!(
            declaration.contains(
                "#[param(default = SessionType::User, printed = \"0\")]\n        r#type: SessionType,"
            ),
            "{declaration}"
        );
        assert!(declaration.contains("#[param(default = \"\")]\n        user_id: String,"), "{declaration}");
        assert!(declaration.contains("#[param(default = 86400)]\n        expiry: i64,"), "{declaration}");
    }

    #[test]
    fn everything_in_the_schema_can_be_declared() {
        let mut scaffold = scaffold();
        let schema = &scaffold.schema;
        let names: Vec<String> =
            schema.classes.keys().chain(schema.enums.keys()).chain(schema.services.keys()).cloned().collect();
        assert!(names.len() > 1000, "{}", names.len());
        for name in &names {
            let declaration = scaffold.declare(name).unwrap();
            for item in parse(&declaration) {
                let members = match &item {
                    Item::Struct(class) => fields(&class.fields),
                    Item::Enum(declared) => {
                        declared.variants.iter().map(|variant| variant.ident.to_string()).collect()
                    }
                    Item::Impl(service) => service
                        .items
                        .iter()
                        .filter_map(|item| match item {
                            ImplItem::Fn(action) => Some(action.sig.ident.to_string()),
                            _ => None,
                        })
                        .collect(),
                    other => panic!("{other:?}"),
                };
                let different: BTreeSet<&String> = members.iter().collect();
                assert_eq!(different.len(), members.len(), "{name}: {members:?}");
            }
        }
    }

    /// Without comments, and without the breaks and blanks of the formatter.
    fn bare(source: &str) -> String {
        let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        let text: String = lines.flat_map(str::split_whitespace).collect();
        text.replace(",]", "]").replace(",)", ")")
    }

    /// What was declared with care is what is printed, so what is printed can be pasted.
    #[test]
    fn declared_classes_are_printed_as_they_are() {
        let mut scaffold = scaffold();
        for (name, path) in [
            ("KalturaAppToken", "app_token"),
            ("KalturaAppTokenHashType", "app_token"),
            ("KalturaAppTokenStatus", "app_token"),
            ("KalturaHTMLPurifierBehaviourType", "partner"),
            ("KalturaDetachedResponseProfile", "response_profile"),
            ("KalturaSessionInfo", "session"),
            ("KalturaBaseUser", "user"),
            ("KalturaUser", "user"),
            ("KalturaWidget", "widget"),
        ] {
            let path =
                Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../crates/server/src/{path}/model.rs"));
            let source = bare(&fs::read_to_string(&path).unwrap());
            let printed = bare(&scaffold.declare(name).unwrap());
            assert!(source.contains(&printed), "{name}:\n{printed}");
        }
    }

    #[test]
    fn an_unknown_name_is_refused() {
        assert!(scaffold().declare("KalturaNothing").is_err());
    }
}
