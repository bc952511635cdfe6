//! JSON bodies (reference: protocol.md §2).

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::limits::Budget;
use crate::param::map_or_empty_list;
use crate::{ApiError, Limits, Param, ParamMap, text};

/// Decodes a body: `None` where it is broken or no object, which counts as empty. Only a limit is an error.
pub fn decode(body: &[u8], limits: &Limits) -> Result<Option<ParamMap>, ApiError> {
    let body = body.trim_ascii();
    if !(body.starts_with(b"{") && body.ends_with(b"}")) {
        return Ok(None);
    }
    let body = text::decode(body);
    let state = State { budget: RefCell::new(Budget::new(limits)), failure: RefCell::new(None) };
    let mut deserializer = serde_json::Deserializer::from_str(&body);
    // Depth is counted here, with a limit of our own, long before the stack is used up.
    deserializer.disable_recursion_limit();
    let decoded = Level { state: &state, depth: 0 }.deserialize(&mut deserializer);
    if let Some(failure) = state.failure.take() {
        return Err(failure);
    }
    Ok(match (decoded, deserializer.end()) {
        (Ok(Param::Map(map)), Ok(())) => Some(map),
        _ => None,
    })
}

struct State<'a> {
    budget: RefCell<Budget<'a>>,
    failure: RefCell<Option<ApiError>>,
}

impl State<'_> {
    fn fail<E: serde::de::Error>(&self, error: ApiError) -> E {
        self.failure.replace(Some(error));
        E::custom("a limit was reached")
    }
}

#[derive(Clone, Copy)]
struct Level<'a> {
    state: &'a State<'a>,
    depth: usize,
}

impl Level<'_> {
    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        let limits = self.state.budget.borrow().limits;
        if self.depth >= limits.depth {
            return Err(self.state.fail(limits.depth_error()));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn count<E: serde::de::Error>(self) -> Result<(), E> {
        let counted = self.state.budget.borrow_mut().take();
        counted.map_err(|error| self.state.fail(error))
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Param;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Param, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Param;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Param, E> {
        Ok(Param::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Param, E> {
        Ok(Param::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Param, E> {
        Ok(Param::Int(number))
    }

    #[allow(clippy::cast_precision_loss)] // numbers beyond 64 bits become doubles
    fn visit_u64<E>(self, number: u64) -> Result<Param, E> {
        Ok(i64::try_from(number).map_or(Param::Float(number as f64), Param::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Param, E> {
        Ok(Param::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Param, E> {
        Ok(Param::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Param, E> {
        Ok(Param::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Param, A::Error> {
        let below = self.below()?;
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(below)? {
            below.count()?;
            items.push(item);
        }
        Ok(Param::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Param, A::Error> {
        let below = self.below()?;
        let mut map = ParamMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            below.count()?;
            map.insert(key, entries.next_value_seed(below)?);
        }
        Ok(if self.depth == 0 { Param::Map(map) } else { map_or_empty_list(map) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<ParamMap> {
        decode(text.as_bytes(), &Limits::default()).unwrap()
    }

    #[test]
    fn what_is_broken_or_no_object_counts_as_empty() {
        for nothing in
            ["", "[1]", "\"x\"", "{", "{\"a\":}", "{} trailing }", "{\"a\":1}{\"b\":2}", "nonsense"]
        {
            assert_eq!(decoded(nothing), None, "{nothing}");
        }
        assert_eq!(decoded(r#"{"a":"\ud800"}"#), None, "half a surrogate pair is broken JSON");
        assert_eq!(decoded(" \n{}\n "), Some(ParamMap::new()));
    }

    #[test]
    fn text_that_is_not_utf8_is_marked() {
        let map = decode(b"{\"a\":\"x\xe9\",\"b\":1}", &Limits::default()).unwrap().unwrap();
        assert_eq!((&map["a"], &map["b"]), (&Param::from("x\u{ffff}"), &Param::Int(1)));
    }

    #[test]
    fn a_dash_is_an_empty_list() {
        assert_eq!(decoded(r#"{"a":{"-":""},"b":[{"-":""}]}"#), decoded(r#"{"a":[],"b":[[]]}"#));
        for map in [r#"{"-":""}"#, r#"{"a":{"-":"","b":1}}"#, r#"{"a":{"-":{"b":1}}}"#] {
            let Some(map) = decoded(map) else { panic!("{map}") };
            assert!(map.values().all(|value| !matches!(value, Param::List(_))), "{map:?}");
        }
    }

    #[test]
    fn numbers_beyond_64_bits_become_doubles() {
        let map = decoded(r#"{"a":9223372036854775807,"b":9223372036854775808,"c":-1,"d":1.5}"#).unwrap();
        assert_eq!(map["a"], Param::Int(i64::MAX));
        assert_eq!(map["b"], Param::Float(9_223_372_036_854_775_808.0));
        assert_eq!(map["c"], Param::Int(-1));
        assert_eq!(map["d"], Param::Float(1.5));
    }

    #[test]
    fn escapes_and_raw_text_are_equal_and_the_last_of_equal_names_wins() {
        assert_eq!(decoded(r#"{"a":"\u00e9"}"#), decoded(r#"{"a":"é"}"#));
        assert_eq!(decoded(r#"{"a":1,"a":2}"#), decoded(r#"{"a":2}"#));
    }

    #[test]
    fn limits_are_errors_of_their_own() {
        let limits = Limits { depth: 3, parameters: 5, ..Limits::default() };
        let code = |text: &str| decode(text.as_bytes(), &limits).map_err(|error| error.code);
        assert!(code(r#"{"a":{"b":{"c":1}}}"#).is_ok());
        assert_eq!(code(r#"{"a":{"b":{"c":{}}}}"#), Err("NESTING_TOO_DEEP"));
        assert_eq!(code(r#"{"a":[1,2,3,4,5]}"#), Err("TOO_MANY_PARAMETERS"));
        let deep = format!("{}{}", "{\"a\":".repeat(100_000), "1}");
        assert_eq!(code(&deep), Err("NESTING_TOO_DEEP"));
    }

    #[test]
    fn the_deepest_allowed_nesting_fits_the_stack() {
        let limits = Limits { depth: 512, ..Limits::default() };
        let deep = format!("{}1{}", "{\"a\":".repeat(512), "}".repeat(512));
        assert!(decode(deep.as_bytes(), &limits).unwrap().is_some());
        let deeper = format!("{}1{}", "{\"a\":".repeat(513), "}".repeat(513));
        assert_eq!(decode(deeper.as_bytes(), &limits).map_err(|error| error.code), Err("NESTING_TOO_DEEP"));
    }
}
