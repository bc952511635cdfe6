//! Every recorded reply that is whole comes out of our encoders as its client accepted it.

use std::time::Duration;

use roxmltree::{Document, Node};
use serde_json::Value as Json;
use wire::{Answer, ApiError, Format, Object, Outcome, Value, Wanted};

use crate::exchange::exchanges;

/// Classes and names are part of the program; here they come from a recording.
fn name(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn replies(numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = (String, String)> {
    numbers
        .flat_map(exchanges)
        .map(|exchange| (exchange.file, exchange.reply))
        .filter(|(_, reply)| !reply.ends_with("(cut)"))
}

fn written(answer: &Answer, format: Format) -> String {
    let wanted = Wanted { format, ..Wanted::default() };
    String::from_utf8(answer.body(&wanted, Duration::from_millis(10))).unwrap()
}

fn of_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap()), Value::Int)
        }
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::Array(items.iter().map(of_json).collect()),
        Json::Object(entries) => match entries.get("objectType") {
            Some(class) => Value::Object(Object {
                class: name(class.as_str().unwrap()),
                properties: entries
                    .iter()
                    .filter(|(property, _)| *property != "objectType")
                    .map(|(property, value)| (name(property), of_json(value)))
                    .collect(),
            }),
            None => Value::Map(entries.iter().map(|(key, value)| (key.clone(), of_json(value))).collect()),
        },
    }
}

fn outcome_of_json(json: &Json) -> Outcome {
    let text = |name: &str| json[name].as_str().unwrap();
    if json["objectType"] != "KalturaAPIException" {
        return Ok(of_json(json));
    }
    let args = json["args"].as_object().into_iter().flatten();
    Err(ApiError {
        code: name(text("code")),
        message: text("message").to_owned(),
        args: args.map(|(arg, value)| (name(arg), value.as_str().unwrap().to_owned())).collect(),
    })
}

#[test]
fn json_replies_are_written_as_they_were_accepted() {
    let mut count = 0;
    for (file, reply) in replies(19..=55) {
        let json: Json = serde_json::from_str(&reply).unwrap();
        let answer = match &json {
            Json::Array(items) => Answer::Multi(items.iter().map(outcome_of_json).collect()),
            other => Answer::Single(outcome_of_json(other)),
        };
        let ours = written(&answer, Format::Json);
        assert_eq!(serde_json::from_str::<Json>(&ours).unwrap(), json, "{file}");
        let class = json.as_object().and_then(|object| object.get("objectType"));
        if let Some(class) = class.filter(|class| *class != "KalturaAPIException") {
            assert!(ours.ends_with(&format!(r#","objectType":{class}}}"#)), "{file}: the class comes last");
        }
        count += 1;
    }
    assert!(count >= 30, "only {count} replies were found");
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn text(node: Node<'_, '_>) -> String {
    node.text().unwrap_or_default().to_owned()
}

/// XML does not tell types, so all scalars are texts.
fn of_xml(node: Node<'_, '_>) -> Value {
    let elements: Vec<_> = node.children().filter(Node::is_element).collect();
    match elements.first() {
        None if node.text().is_none() => Value::Null,
        None => Value::Text(text(node)),
        Some(first) if first.has_tag_name("objectType") => Value::Object(Object {
            class: name(&text(*first)),
            properties: elements[1..]
                .iter()
                .map(|property| (name(property.tag_name().name()), of_xml(*property)))
                .collect(),
        }),
        Some(_) => Value::Array(elements.into_iter().map(of_xml).collect()),
    }
}

fn outcome_of_xml(node: Node<'_, '_>) -> Outcome {
    let Some(error) = child(node, "error") else { return Ok(of_xml(node)) };
    let part = |name: &str| text(child(error, name).unwrap());
    let args = child(error, "args").unwrap();
    let arg =
        |item: Node<'_, '_>| (name(&text(child(item, "name").unwrap())), text(child(item, "value").unwrap()));
    Err(ApiError {
        code: name(&part("code")),
        message: part("message"),
        args: args.children().map(arg).collect(),
    })
}

#[test]
fn xml_replies_are_written_byte_for_byte() {
    let mut count = 0;
    for (file, reply) in replies(1..=18) {
        let document = Document::parse(&reply).unwrap();
        let result = child(document.root_element(), "result").unwrap();
        let answer = if file.contains("multirequest") {
            Answer::Multi(result.children().map(outcome_of_xml).collect())
        } else {
            Answer::Single(outcome_of_xml(result))
        };
        assert_eq!(written(&answer, Format::Xml), reply, "{file}");
        count += 1;
    }
    assert!(count >= 13, "only {count} replies were found");
}
