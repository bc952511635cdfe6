//! The OpenAPI document of a small API that has one of everything. What travels is said by the reference
//! (protocol.md §9), not by the code that writes the document.

mod everything;

use serde_json::{Value, json};

fn document() -> Value {
    serde_json::to_value(contract::openapi::document(&everything::contract())).expect("its keys are texts")
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            found.extend(entries.get("$ref").and_then(Value::as_str).map(str::to_owned));
            entries.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn every_schema_that_is_named_is_there() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 20);
    for name in found {
        let there = name.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        assert!(there.is_some(), "{name} is named, but not there");
    }
}

#[test]
fn an_action_takes_its_parameters_and_those_of_every_call() {
    let document = document();
    let add = &document["paths"]["/api_v3/service/thing/action/add"]["post"];
    assert_eq!(add["deprecated"], true);
    assert_eq!(add["security"], json!([{"ks": []}]));
    let body = &add["requestBody"]["content"]["multipart/form-data"]["schema"]["allOf"];
    assert_eq!(body[0], json!({"$ref": "#/components/schemas/Request"}));
    assert_eq!(body[1]["required"], json!(["thing", "content"]));
    assert_eq!(body[1]["properties"]["content"], json!({"type": "string", "format": "binary"}));
    assert_eq!(body[1]["properties"]["note"]["default"], "");
    assert_eq!(body[1]["properties"]["weight"].get("default"), None);
    assert_eq!(document["components"]["schemas"]["Request"]["required"], json!(["format"]));
}

#[test]
fn an_action_answers_its_result_or_a_refusal() {
    let document = document();
    let refusal = json!({"$ref": "#/components/schemas/KalturaAPIException"});
    let answer = |path: &str| document["paths"][path]["post"]["responses"]["200"]["content"].clone();
    let list = json!({"$ref": "#/components/schemas/KalturaBigThingListResponse"});
    assert_eq!(
        answer("/api_v3/service/big_bigthing/action/list"),
        json!({"application/json": {"schema": {"anyOf": [list, refusal]}}})
    );
    assert_eq!(
        answer("/api_v3/service/big_bigthing/action/stop"),
        json!({"application/json": {"schema": {"anyOf": [{"type": "null"}, refusal]}}})
    );
    assert_eq!(
        answer("/api_v3/service/big_bigthing/action/serve"),
        json!({
            "*/*": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"schema": refusal},
        })
    );
}

#[test]
fn classes_are_described_as_they_travel() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let thing = &schemas["KalturaThing"]["allOf"];
    assert_eq!(thing[0], json!({"$ref": "#/components/schemas/KalturaObject"}));
    let properties = &thing[1]["properties"];
    assert_eq!(properties["madeAt"]["readOnly"], true);
    assert_eq!(properties["name"]["maxLength"], 60);
    assert_eq!(properties["size"]["x-insert-only"], true);
    assert_eq!(properties["size"]["x-needs-permission"], json!(["insert", "update"]));
    assert_eq!(properties["size"]["deprecated"], true);
    let translations =
        json!({"type": "array", "items": {"$ref": "#/components/schemas/KalturaMultiLingualString"}});
    assert_eq!(properties["name"]["anyOf"], json!([{"type": "string"}, translations]));
    assert_eq!(
        properties["parts"]["items"],
        json!({
            "anyOf": [{"$ref": "#/components/schemas/KalturaBigThing"}],
            "discriminator": {"propertyName": "objectType"},
        })
    );
    let big = &schemas["KalturaBigThing"]["allOf"];
    assert_eq!(big[0], json!({"$ref": "#/components/schemas/KalturaThing"}));
    assert_eq!(big[1]["properties"]["theHTML"]["writeOnly"], true);
    // An empty map is written as an empty list.
    assert_eq!(big[1]["properties"]["byName"]["type"], json!(["object", "array"]));
    assert_eq!(big[1]["properties"]["byName"]["maxItems"], 0);
}

#[test]
fn a_dynamic_enum_is_sent_as_text_and_answered_as_a_number_where_it_is_one() {
    let document = document();
    let kind = &document["components"]["schemas"]["KalturaThingKind"];
    assert_eq!(kind["enum"], json!(["1", "kind.SQUARE", 1]));
    assert_eq!(kind.get("type"), None);
    let nullable = &document["components"]["schemas"]["KalturaNullableBoolean"];
    assert_eq!((&nullable["type"], &nullable["enum"]), (&json!("integer"), &json!([-1, 0, 1])));
}
