//! Results of earlier calls of a multirequest in later ones (reference: protocol.md §8.2).

use std::borrow::Cow;

use crate::number::general;
use crate::{Outcome, Param, ParamMap, Value};

/// Bytes that results may add to one call. A long text that is named in every parameter would otherwise take
/// more memory than anybody sent; what goes beyond is left empty, like a step that leads nowhere.
const MAX_BYTES: usize = 16 << 20;

/// Puts results in the place of their tokens, in every text at every depth. `results` are those of the calls
/// before, in the order in which they ran; tokens count them from 1.
pub fn resolve(params: &mut ParamMap, results: &[Outcome]) {
    Replacement::new(results).map(params);
}

/// Replaces tokens, within the bytes that one call may take.
pub(crate) struct Replacement<'a> {
    results: &'a [Outcome],
    left: usize,
}

impl<'a> Replacement<'a> {
    pub(crate) fn new(results: &'a [Outcome]) -> Self {
        Self { results, left: MAX_BYTES }
    }

    fn map(&mut self, params: &mut ParamMap) {
        for value in params.values_mut() {
            self.param(value);
        }
    }

    fn param(&mut self, param: &mut Param) {
        match param {
            Param::Text(text) => self.apply(text),
            Param::List(items) => items.iter_mut().for_each(|item| self.param(item)),
            Param::Map(entries) => self.map(entries),
            Param::Null | Param::Bool(_) | Param::Int(_) | Param::Float(_) | Param::File(_) => {}
        }
    }

    /// Replaces the token in a text; one that names this call or a later one stays as it is.
    pub(crate) fn apply(&mut self, text: &mut String) {
        let Some(token) = Token::find(text) else { return };
        let Some(outcome) = token.number.checked_sub(1).and_then(|index| self.results.get(index)) else {
            return;
        };
        let found = match (outcome, token.path) {
            (Ok(value), Some(path)) => walk(value, path),
            _ => Cow::Borrowed(""),
        };
        let found = if found.len() > self.left { "" } else { &*found };
        self.left -= found.len();
        *text = [token.before, found, token.after].concat();
    }
}

/// The one token of a text: it runs from the first brace to the last.
struct Token<'t> {
    before: &'t str,
    number: usize,
    /// `None` where two tokens run together into one that leads nowhere.
    path: Option<&'t str>,
    after: &'t str,
}

impl<'t> Token<'t> {
    fn find(text: &'t str) -> Option<Self> {
        let start = text.find('{')?;
        let end = text.rfind('}').filter(|end| *end > start)?;
        let (number, rest) = text[start + 1..end].split_once(':')?;
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let path = match rest.strip_prefix("result")? {
            "" => Some(""),
            path if path.contains('{') => None,
            path => Some(path.strip_prefix(':')?),
        };
        Some(Self { before: &text[..start], number: number.parse().ok()?, path, after: &text[end + 1..] })
    }
}

fn walk<'v>(mut value: &'v Value, path: &str) -> Cow<'v, str> {
    let mut steps = path.split(':').filter(|step| !step.is_empty());
    while let Some(step) = steps.next() {
        if step == "_all"
            && let Value::Array(items) = value
        {
            return match (steps.next(), steps.next()) {
                (Some(property), None) => Cow::Owned(all(items, property)),
                _ => Cow::Borrowed(""),
            };
        }
        match child(value, step) {
            Some(next) => value = next,
            None => return Cow::Borrowed(""),
        }
    }
    text_of(value)
}

/// One property of all elements, with a comma after each.
fn all(items: &[Value], property: &str) -> String {
    let mut joined = String::new();
    for item in items {
        joined.push_str(&child(item, property).map(text_of).unwrap_or_default());
        joined.push(',');
    }
    joined
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

fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Int(number) => Cow::Owned(number.to_string()),
        Value::Float(number) => Cow::Owned(general(*number)),
        Value::Bool(true) => Cow::Borrowed("1"),
        Value::Bool(false)
        | Value::Null
        | Value::Array(_)
        | Value::Map(_)
        | Value::Object(_)
        | Value::File(_) => Cow::Borrowed(""),
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
                    ("off", Value::Bool(false)),
                    ("rank", Value::Float(1.5)),
                    ("nothing", Value::Null),
                    ("map", Value::Map(vec![("k".to_owned(), Value::Int(5))])),
                ],
            })),
            Err(ApiError { code: "X", message: String::new(), args: Vec::new() }),
        ]
    }

    fn replaced(text: &str) -> String {
        let mut text = text.to_owned();
        Replacement::new(&results()).apply(&mut text);
        text
    }

    #[test]
    fn tokens_are_replaced_as_the_reference_says() {
        for (text, expected) in [
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
            ("{2:result:rank}", "1.5"),
            ("{2:result:off}", ""),
            ("{2:result:map}", ""),
            ("{2:result:objects:_all}", ""),
            ("{2:result:objects:_all:name}", ",,"),
            ("{2:result:objects:_all:id:x}", ""),
            ("{2:result:totalCount:x}", ""),
        ] {
            assert_eq!(replaced(text), expected, "{text}");
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
            assert_eq!(replaced(text), text);
        }
    }

    #[test]
    fn two_tokens_in_one_value_come_to_nothing() {
        assert_eq!(replaced("{1:result}{1:result}"), "");
        assert_eq!(replaced("x{1:result}, {2:result:totalCount}y"), "xy");
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

    #[test]
    fn results_cannot_fill_the_memory() {
        let results = [Ok(Value::Text("x".repeat(MAX_BYTES / 2)))];
        let mut params: ParamMap = (0..4).map(|n| (n.to_string(), Param::from("{1:result}"))).collect();
        resolve(&mut params, &results);
        let lengths: Vec<_> = params.values().map(|value| value.to_text().len()).collect();
        assert_eq!(lengths, [MAX_BYTES / 2, MAX_BYTES / 2, 0, 0]);
    }
}
