//! The OpenAPI document: the same declarations, for tools that do not know the official schema.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::Api;
use crate::common::{API_VERSION, LIST_RESPONSE, MultiLingualString, ROOT_CLASS_NAME};
use crate::describe::{ActionDecl, Class, Enum, EnumKind, Property, SessionMark, TypeRef};
use crate::reach::Reachable;
use crate::view::{Contract, ServiceView};

const EXCEPTION: &str = "KalturaAPIException";

/// What every action takes beside its own parameters.
const REQUEST: &str = "Request";

/// The whole document, in OpenAPI 3.1. It is some megabytes as a tree of values, so each part is made when it is
/// written.
pub fn document(contract: &Contract) -> impl Serialize {
    let reachable = Reachable::of(contract);
    let mut paths = BTreeMap::new();
    for service in &contract.services {
        for action in &service.actions {
            let path = format!("/api_v3/service/{}/action/{}", service.decl.id(), action.name);
            paths.insert(path, Path { post: Operation { service, action } });
        }
    }
    Document {
        components: Components { schemas: schemas(&reachable), security_schemes: security_schemes() },
        info: json!({
            "title": "Boxoffice",
            "version": API_VERSION,
            "description": "The Kaltura API as Boxoffice serves it. Every action takes its parameters as JSON, as a \
                form or in the address. A refusal is an answer like any other, with status 200: a \
                KalturaAPIException.",
        }),
        openapi: "3.1.0",
        paths,
        tags: contract.services.iter().map(tag).collect(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    components: Components,
    info: Value,
    openapi: &'static str,
    paths: BTreeMap<String, Path<'a>>,
    tags: Vec<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Components {
    schemas: BTreeMap<&'static str, Schema>,
    security_schemes: Value,
}

#[derive(Serialize)]
struct Path<'a> {
    post: Operation<'a>,
}

struct Operation<'a> {
    service: &'a ServiceView,
    action: &'a ActionDecl,
}

impl Serialize for Operation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        operation(self.service, self.action).serialize(serializer)
    }
}

enum Schema {
    Own(Value),
    Class(&'static Class),
    Enum(&'static Enum),
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Own(schema) => schema.serialize(serializer),
            Self::Class(class) => class_schema(class).serialize(serializer),
            Self::Enum(declared) => enum_schema(declared).serialize(serializer),
        }
    }
}

fn security_schemes() -> Value {
    json!({
        "ks": {
            "type": "apiKey",
            "in": "query",
            "name": "ks",
            "description": "A Kaltura Session. In the body it stays out of access logs; there it has the same name.",
        },
    })
}

fn tag(service: &ServiceView) -> Value {
    json!({"name": service.decl.name, "description": service.decl.description})
}

fn operation(service: &ServiceView, action: &ActionDecl) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut takes_file = false;
    for param in action.params {
        takes_file |= matches!(param.ty, TypeRef::File);
        let mut schema = described(schema_of(param.ty), param.description);
        match param.default {
            None => required.push(json!(param.name)),
            Some(default) => {
                if let (Some(value), Some(object)) =
                    (default_value(param.ty, default), schema.as_object_mut())
                {
                    object.insert("default".to_owned(), value);
                }
            }
        }
        properties.insert(param.name.to_owned(), schema);
    }
    let content_type = if takes_file { "multipart/form-data" } else { "application/json" };
    let security = match action.session {
        SessionMark::Always => json!([{"ks": []}]),
        SessionMark::Optional => json!([{}, {"ks": []}]),
        SessionMark::None => json!([]),
    };
    let mut own = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        own["required"] = Value::Array(required);
    }
    let mut operation = json!({
        "tags": [service.decl.name],
        "operationId": format!("{}.{}", service.decl.name, action.name),
        "description": action.description,
        "security": security,
        "x-permissions": action.allowed_to,
        "requestBody": {
            "required": true,
            "content": {content_type: {"schema": {"allOf": [reference(REQUEST), own]}}},
        },
        "responses": {"200": answer(action)},
    });
    if action.deprecated || service.decl.deprecated {
        operation["deprecated"] = json!(true);
    }
    operation
}

fn answer(action: &ActionDecl) -> Value {
    let description = if action.throws.is_empty() {
        "The result, or a KalturaAPIException.".to_owned()
    } else {
        format!("The result, or a KalturaAPIException, with {} among the codes.", action.throws.join(", "))
    };
    let content = match action.result {
        Some(TypeRef::File) => json!({
            "*/*": {"schema": schema_of(TypeRef::File)},
            "application/json": {"schema": reference(EXCEPTION)},
        }),
        result => {
            let result = result.map_or_else(|| json!({"type": "null"}), schema_of);
            json!({"application/json": {"schema": {"anyOf": [result, reference(EXCEPTION)]}}})
        }
    };
    json!({"description": description, "content": content})
}

fn schemas(reachable: &Reachable) -> BTreeMap<&'static str, Schema> {
    let root = json!({
        "type": "object",
        "description": "What every object has.",
        "properties": {
            "objectType": {"type": "string", "description": "The class."},
            "relatedObjects": map_of(&reference(LIST_RESPONSE.name)),
        },
    });
    let exception = json!({
        "type": "object",
        "description": "A refusal.",
        "properties": {
            "objectType": {"type": "string", "const": EXCEPTION},
            "code": {"type": "string"},
            "message": {"type": "string"},
            "args": map_of(&json!({"type": "string"})),
        },
        "required": ["objectType", "code", "message", "args"],
    });
    let mut all = BTreeMap::from([
        (REQUEST, Schema::Own(request(reachable))),
        (ROOT_CLASS_NAME, Schema::Own(root)),
        (EXCEPTION, Schema::Own(exception)),
    ]);
    all.extend(reachable.classes.values().map(|class| (class.name, Schema::Class(class))));
    all.extend(reachable.enums.values().map(|declared| (declared.name, Schema::Enum(declared))));
    all
}

/// `format` must be there: without it, answers are XML.
fn request(reachable: &Reachable) -> Value {
    let configuration = reachable.classes.get("KalturaRequestConfiguration");
    let mut properties = properties_of(configuration.into_iter().flat_map(|class| class.properties));
    properties.insert(
        "format".to_owned(),
        json!({"type": "integer", "const": 1, "description": "The format of the answer: JSON."}),
    );
    json!({
        "type": "object",
        "description": "What every action takes beside its own parameters.",
        "properties": properties,
        "required": ["format"],
    })
}

fn properties_of<'a>(properties: impl IntoIterator<Item = &'a Property>) -> Map<String, Value> {
    properties.into_iter().map(|property| (property.name.to_owned(), property_schema(property))).collect()
}

fn class_schema(class: &Class) -> Value {
    let mut schema = json!({
        "description": class.description,
        "allOf": [
            reference(class.base.map_or(ROOT_CLASS_NAME, |base| base.name)),
            {"type": "object", "properties": properties_of(class.properties)},
        ],
    });
    if class.deprecated {
        schema["deprecated"] = json!(true);
    }
    schema
}

fn property_schema(property: &Property) -> Value {
    let schema = if property.multi_lingual {
        let translations = TypeRef::Array(&<MultiLingualString as Api>::TYPE);
        json!({"anyOf": [schema_of(property.ty()), schema_of(translations)]})
    } else {
        schema_of(property.ty())
    };
    let mut schema = described(schema, property.description);
    if let Some(object) = schema.as_object_mut() {
        let limits = property.limits;
        for (name, limit) in [
            ("minLength", limits.min_length),
            ("maxLength", limits.max_length),
            ("minimum", limits.min_value),
            ("maximum", limits.max_value),
        ] {
            object.extend(limit.map(|limit| (name.to_owned(), json!(limit))));
        }
        for (name, set) in [
            ("readOnly", property.read_only),
            ("writeOnly", property.write_only),
            ("deprecated", property.deprecated),
        ] {
            object.extend(set.then(|| (name.to_owned(), json!(true))));
        }
        // What the format has no word for.
        object.extend(property.insert_only.then(|| ("x-insert-only".to_owned(), json!(true))));
        if !property.needs_permission.is_empty() {
            let kinds = property.needs_permission.iter().map(|access| access.name());
            object.insert("x-needs-permission".to_owned(), kinds.collect());
        }
    }
    schema
}

fn enum_schema(declared: &Enum) -> Value {
    let number = |value: &str| value.parse::<i64>().ok().map(Value::from);
    let members = declared.members;
    let text = || members.iter().map(|member| json!(member.value));
    let numbers = || members.iter().filter_map(|member| number(member.value));
    let mut schema = json!({"description": declared.description});
    let (ty, values): (Option<&str>, Vec<Value>) = match declared.kind {
        EnumKind::Int => (Some("integer"), numbers().collect()),
        EnumKind::Text => (Some("string"), text().collect()),
        // Sent as text, answered as a number where it is one.
        EnumKind::Dynamic => (None, text().chain(numbers()).collect()),
    };
    if let Some(ty) = ty {
        schema["type"] = json!(ty);
        schema["x-enum-varnames"] = members.iter().map(|member| member.name).collect();
    }
    schema["enum"] = Value::Array(values);
    schema
}

fn schema_of(ty: TypeRef) -> Value {
    match ty {
        TypeRef::Int | TypeRef::BigInt => json!({"type": "integer", "format": "int64"}),
        TypeRef::Time => json!({"type": "integer", "format": "int64", "x-unit": "seconds since 1970"}),
        TypeRef::Float => json!({"type": "number"}),
        TypeRef::Bool => json!({"type": "boolean"}),
        TypeRef::Text => json!({"type": "string"}),
        TypeRef::File => json!({"type": "string", "format": "binary"}),
        TypeRef::Enum(declared) => reference(declared.name),
        TypeRef::Object(class) => reference(class.name),
        TypeRef::Family(family) => {
            let members: Vec<Value> = family.members.iter().map(|class| reference(class.name)).collect();
            json!({"anyOf": members, "discriminator": {"propertyName": "objectType"}})
        }
        TypeRef::Array(element) => json!({"type": "array", "items": schema_of(*element)}),
        TypeRef::Map(element) => map_of(&schema_of(*element)),
    }
}

/// An empty map is written as an empty list.
fn map_of(element: &Value) -> Value {
    json!({"type": ["object", "array"], "additionalProperties": element, "maxItems": 0})
}

/// A default as a value of the parameter's type; none where it means "nothing".
fn default_value(ty: TypeRef, default: &str) -> Option<Value> {
    if default == "null" {
        return None;
    }
    Some(match ty {
        TypeRef::Int | TypeRef::BigInt | TypeRef::Time => json!(default.parse::<i64>().ok()?),
        TypeRef::Float => json!(default.parse::<f64>().ok()?),
        TypeRef::Bool => json!(matches!(default, "true" | "1")),
        TypeRef::Enum(declared) if declared.kind == EnumKind::Int => json!(default.parse::<i64>().ok()?),
        _ => json!(default),
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn described(mut schema: Value, description: &str) -> Value {
    if let (Some(object), false) = (schema.as_object_mut(), description.is_empty()) {
        object.insert("description".to_owned(), json!(description));
    }
    schema
}
