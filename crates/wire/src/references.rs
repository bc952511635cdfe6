//! Results of earlier calls of a multirequest in later ones (reference: protocol.md §8.2).

use crate::{Outcome, Param, ParamMap, Value};

/// Puts earlier results in the place of their tokens, in every text at every depth.
pub fn resolve(params: &mut ParamMap, results: &[Outcome]) {
    for value in params.values_mut() {
        resolve_param(value, results);
    }
}

fn resolve_param(param: &mut Param, results: &[Outcome]) {
    match param {
        Param::Text(text) => {
            if let Some(resolved) = resolve_text(text, results) {
                *text = resolved;
            }
        }
        Param::List(items) => items.iter_mut().for_each(|item| resolve_param(item, results)),
        Param::Map(entries) => resolve(entries, results),
        Param::Null | Param::Bool(_) | Param::Int(_) | Param::Float(_) | Param::File(_) => {}
    }
}

/// The text with its token replaced; `None` if it holds none, or one that names this call or a later one.
///
/// There is one token in a value: it runs from the first brace to the last.
pub(crate) fn resolve_text(text: &str, results: &[Outcome]) -> Option<String> {
    let start = text.find('{')?;
    let end = text.rfind('}').filter(|end| *end > start)?;
    let token = &text[start + 1..end];
    let (number, rest) = token.split_once(':')?;
    let path = match rest.strip_prefix("result")? {
        "" => "",
        // Two tokens in one value run together into one that leads nowhere.
        path if path.contains('{') => "\0",
        path => path.strip_prefix(':')?,
    };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    let result = results.get(index)?;
    let found = match result {
        Ok(value) => walk(value, path),
        Err(_) => String::new(),
    };
    Some(format!("{}{found}{}", &text[..start], &text[end + 1..]))
}

fn walk(value: &Value, path: &str) -> String {
    let mut value = value;
    let mut steps = path.split(':').filter(|step| !step.is_empty()).peekable();
    while let Some(step) = steps.next() {
        if step == "_all"
            && let Value::Array(items) = value
        {
            let rest: Vec<&str> = steps.collect();
            let [property] = rest[..] else { return String::new() };
            return items.iter().fold(String::new(), |joined, item| {
                joined + &child(item, property).map(text_of).unwrap_or_default() + ","
            });
        }
        match child(value, step) {
            Some(next) => value = next,
            None => return String::new(),
        }
    }
    text_of(value)
}

fn child<'v>(value: &'v Value, step: &str) -> Option<&'v Value> {
    match value {
        Value::Object(object) => {
            object.properties.iter().find(|(name, _)| *name == step).map(|(_, value)| value)
        }
        Value::Map(entries) => entries.iter().find(|(key, _)| key == step).map(|(_, value)| value),
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(true) => "1".to_owned(),
        Value::Bool(false) | Value::Null | Value::Array(_) | Value::Map(_) | Value::Object(_) => {
            String::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ApiError, Object};

    fn results() -> Vec<Outcome> {
        let user = |id: &str| {
            Value::Object(Object {
                class: "KalturaUser",
                properties: vec![("id", Value::Text(id.to_owned()))],
            })
        };
        vec![
            Ok(Value::Text("session".to_owned())),
            Ok(Value::Object(Object {
                class: "KalturaUserListResponse",
                properties: vec![
                    ("totalCount", Value::Int(2)),
                    ("objects", Value::Array(vec![user("u1"), user("u2")])),
                    ("flag", Value::Bool(true)),
                    ("nothing", Value::Null),
                    ("map", Value::Map(vec![("k".to_owned(), Value::Int(5))])),
                ],
            })),
            Err(ApiError { code: "X", message: String::new(), args: Vec::new() }),
        ]
    }

    #[test]
    fn tokens_are_replaced_as_the_reference_says() {
        for (text, replaced) in [
            ("{1:result}", "session"),
            ("x{1:result}y", "xsessiony"),
            ("{2:result:totalCount}", "2"),
            ("{2:result:objects:0:id}", "u1"),
            ("{2:result:objects:_all:id}", "u1,u2,"),
            ("{2:result:map:k}", "5"),
            ("{2:result:flag}", "1"),
            ("{2:result:nothing}", ""),
            ("{2:result:objects:7:id}", ""),
            ("{2:result:objects[0]:id}", ""),
            ("{2:result:unknown}", ""),
            ("{2:result}", ""),
            ("{2:result:objects}", ""),
            ("{3:result}", ""),
            ("{3:result:code}", ""),
        ] {
            assert_eq!(resolve_text(text, &results()).as_deref(), Some(replaced), "{text}");
        }
    }

    #[test]
    fn what_is_no_token_stays() {
        for text in [
            "{0:result}",
            "{4:result}",
            "{4:result:id}",
            "{x:result}",
            "{1:res}",
            "{1:resultx}",
            "plain",
            "}{",
            "{}",
        ] {
            assert_eq!(resolve_text(text, &results()), None, "{text}");
        }
    }

    #[test]
    fn two_tokens_in_one_value_come_to_nothing() {
        assert_eq!(resolve_text("{1:result}{1:result}", &results()).as_deref(), Some(""));
    }

    #[test]
    fn every_depth_is_reached() {
        let mut params: ParamMap = [(
            "filter".to_owned(),
            Param::Map(
                [("l".to_owned(), Param::List(vec![Param::from("{1:result}")]))].into_iter().collect(),
            ),
        )]
        .into_iter()
        .collect();
        resolve(&mut params, &results());
        let Param::Map(filter) = &params["filter"] else { panic!() };
        assert_eq!(filter["l"], Param::List(vec![Param::from("session")]));
    }
}
