//! No bytes from outside make a decoder panic or forget its limits, and no result makes an encoder write what
//! is not JSON, XML or PHP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::Value as Json;
use wire::{
    Address, Answer, ApiError, Calls, Format, Limits, Object, Outcome, Param, ParamMap, Request, Value,
    Wanted, form, json_in, references,
};

const LIMITS: Limits = Limits {
    address_bytes: 4096,
    body_bytes: 1 << 16,
    file_bytes: 1 << 12,
    parameter_bytes: 1 << 14,
    parameters: 60,
    files: 3,
    depth: 6,
    sub_requests: 4,
};

fn read(content_type: &str, body: &[u8], piece: usize) -> Option<wire::body::Body> {
    let pieces: Vec<_> =
        body.chunks(piece).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece))).collect();
    let stream = futures_util::stream::iter(pieces);
    let read = wire::body::read(true, Some(content_type), stream, &LIMITS, Path::new(""));
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(read).ok()
}

fn request(path: &str, query: &str, body: wire::body::Body) -> Option<Request> {
    Address::read(path, Some(query), &LIMITS).ok()?.with_body(body, &LIMITS).ok()
}

fn depth(param: &Param) -> usize {
    match param {
        Param::Map(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        Param::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn count(params: &ParamMap) -> usize {
    fn below(param: &Param) -> usize {
        match param {
            Param::Map(map) => count(map),
            Param::List(items) => items.iter().map(|item| 1 + below(item)).sum(),
            _ => 0,
        }
    }
    params.values().map(|value| 1 + below(value)).sum()
}

fn assert_bounded(params: &ParamMap) {
    assert!(params.values().all(|value| depth(value) < LIMITS.depth), "{params:?}");
    assert!(count(params) <= LIMITS.parameters, "{params:?}");
}

/// Text of the pieces that the decoders look for, and of others.
fn pieces(known: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(known).prop_map(str::to_owned), 1 => ".{0,3}"];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn form_text() -> impl Strategy<Value = String> {
    pieces(&[
        "a",
        "b",
        "1",
        "0",
        "-",
        ":",
        "[",
        "]",
        "[]",
        "=",
        "&",
        "%",
        "%41",
        "%E9",
        "+",
        ".",
        "service",
        "multirequest",
        "action",
        "format",
    ])
}

fn json_text() -> impl Strategy<Value = String> {
    pieces(&[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\":",
        "\"1\":",
        "\"-\":",
        "\"a:b\":",
        "\"\"",
        "1",
        "-1e999",
        "null",
        "true",
        "\"\\ud800\"",
        "{\"a\":1}",
    ])
    .prop_map(|text| format!("{{{text}}}"))
}

fn json_value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        // What is short is read exactly.
        any::<i32>().prop_map(|number| (f64::from(number) / 1000.0).into()),
        ".{0,5}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[a-c:0-9-]{0,3}", inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        prop::num::f64::ANY.prop_map(Value::Float),
        any::<String>().prop_map(Value::Text),
        "[\u{0}-\u{20}<>&'\"/\\\\\u{fffd}-\u{ffff}\u{2027}-\u{202a}]{0,8}".prop_map(Value::Text),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((any::<String>(), inner.clone()), 0..4).prop_map(Value::Map),
            prop::collection::vec((prop::sample::select(&["id", "name", "objects"][..]), inner), 0..4)
                .prop_map(|properties| Value::Object(Object { class: "KalturaUser", properties })),
        ]
    })
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let error = (any::<String>(), prop::collection::vec((Just("ID"), any::<String>()), 0..3))
        .prop_map(|(message, args)| ApiError { code: "MISSING_KS", message, args });
    prop_oneof![4 => value().prop_map(Ok), 1 => error.prop_map(Err)]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        outcome().prop_map(Answer::Single),
        prop::collection::vec(outcome(), 0..4).prop_map(Answer::Multi),
    ]
}

fn written(answer: &Answer, format: Format, ignore_null: bool) -> Vec<u8> {
    let wanted = Wanted { format, callback: "cb".to_owned(), ignore_null, ..Wanted::default() };
    answer.body(&wanted, Duration::from_micros(1))
}

/// Reads PHP's serialization far enough to know that it is one; what follows is handed back.
fn php(text: &[u8]) -> Option<&[u8]> {
    fn number(text: &[u8], end: u8) -> Option<(usize, &[u8])> {
        let at = text.iter().position(|byte| *byte == end)?;
        Some((std::str::from_utf8(&text[..at]).ok()?.parse().ok()?, &text[at + 1..]))
    }
    fn quoted(text: &[u8]) -> Option<&[u8]> {
        let (length, rest) = number(text, b':')?;
        rest.strip_prefix(b"\"")?.get(length..)?.strip_prefix(b"\"")
    }
    fn entries(text: &[u8]) -> Option<&[u8]> {
        let (count, rest) = number(text, b':')?;
        let mut rest = rest.strip_prefix(b"{")?;
        for _ in 0..2 * count {
            rest = php(rest)?;
        }
        rest.strip_prefix(b"}")
    }
    match text.get(..2)? {
        b"N;" => Some(&text[2..]),
        b"b:" | b"i:" | b"d:" => {
            let at = text.iter().position(|byte| *byte == b';')?;
            let scalar = std::str::from_utf8(&text[2..at]).ok()?;
            (scalar.parse::<f64>().is_ok()).then_some(&text[at + 1..])
        }
        b"s:" => quoted(&text[2..])?.strip_prefix(b";"),
        b"a:" => entries(&text[2..]),
        b"O:" => entries(quoted(&text[2..])?.strip_prefix(b":")?),
        _ => None,
    }
}

/// Compares with another reader of JSON.
fn same(param: &Param, json: &Json) -> bool {
    match (param, json) {
        (Param::Null, Json::Null) => true,
        (Param::Bool(left), Json::Bool(right)) => left == right,
        (Param::Int(left), Json::Number(right)) => right.as_i64() == Some(*left),
        (Param::Float(left), Json::Number(right)) => {
            right.as_f64().is_some_and(|right| right.to_bits() == left.to_bits())
        }
        (Param::Text(left), Json::String(right)) => left == right,
        (Param::List(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Param::List(left), Json::Object(right)) => {
            left.is_empty() && right.len() == 1 && right.contains_key("-")
        }
        (Param::Map(left), Json::Object(right)) => {
            left.len() == right.len() && left.iter().all(|(name, value)| same(value, &right[name]))
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_form(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(params) = form::decode(&bytes, &LIMITS) {
            assert_bounded(&params);
        }
    }

    #[test]
    fn forms_stay_in_bounds(text in form_text()) {
        if let Ok(params) = form::decode(text.as_bytes(), &LIMITS) {
            assert_bounded(&params);
        }
    }

    #[test]
    fn any_bytes_may_be_json(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = json_in::decode(&bytes, &LIMITS);
    }

    #[test]
    fn json_stays_in_bounds(text in json_text()) {
        if let Ok(Some(params)) = json_in::decode(text.as_bytes(), &LIMITS) {
            assert_bounded(&params);
        }
    }

    #[test]
    fn json_is_read_as_everybody_else_reads_it(entries in prop::collection::btree_map("[a-z]{1,3}", json_value(), 0..4)) {
        let json = Json::Object(entries.into_iter().collect());
        let params = json_in::decode(json.to_string().as_bytes(), &Limits::default()).unwrap().unwrap();
        prop_assert!(same(&Param::Map(params), &json));
    }

    #[test]
    fn any_bytes_may_be_multipart(bytes in prop::collection::vec(any::<u8>(), 0..200), piece in 1..50_usize) {
        read("multipart/form-data; boundary=b", &bytes, piece);
    }

    #[test]
    fn multipart_stays_in_bounds(text in pieces(&[
        "--b", "\r\n", "--b\r\nContent-Disposition: form-data; name=\"a[1]\"\r\n\r\n", "--b--", "; filename=\"f\"", "x", "\"",
        "--b\r\nContent-Disposition: form-data; name=\"1:f\"; filename=\"f\"\r\n\r\n", "\n", "{\"a\":1}",
        "--b\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n", "\r\n--b\r\n",
    ]), piece in 1..50_usize) {
        if let Some(body) = read("multipart/form-data; boundary=b", text.as_bytes(), piece) {
            assert_bounded(&body.params);
            prop_assert!(body.files.len() <= LIMITS.files);
        }
    }

    #[test]
    fn pieces_do_not_matter(text in pieces(&[
        "\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", "\r\n", "--", "b", "\r\n--b--", "x", "--b",
    ]), piece in 1..20_usize) {
        let whole = read("multipart/form-data; boundary=b", text.as_bytes(), 4096);
        let cut = read("multipart/form-data; boundary=b", text.as_bytes(), piece);
        prop_assert_eq!(whole.map(|body| body.params), cut.map(|body| body.params));
    }

    #[test]
    fn requests_stay_in_bounds(path in "(/(service|multirequest|action|[a1:%]{1,3}|))*", query in form_text(), json in json_text(), form in form_text()) {
        for (content_type, body) in [("application/json", json), ("application/x-www-form-urlencoded", form)] {
            let Some(body) = read(content_type, body.as_bytes(), 4096) else { continue };
            let Some(request) = request(&path, &query, body) else { continue };
            match request.calls {
                Calls::Single(call) => drop(call.partner_id()),
                Calls::Multi(calls) => {
                    prop_assert!(calls.len() <= LIMITS.sub_requests);
                    prop_assert!(calls.iter().all(|call| !call.service.is_empty() && !call.action.is_empty()));
                }
            }
        }
    }

    #[test]
    fn casts_take_anything(text in pieces(&["-", "+", ".", "e", "E", "1", "0", "9", " ", "99999999999999999999", "inf", "nan"])) {
        let param = Param::Text(text.clone());
        let float = param.to_float();
        prop_assert!(!float.is_nan());
        // Where Rust reads a plain number, so does the cast.
        if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
            prop_assert_eq!(param.to_int(), text.parse().unwrap_or(i64::MAX));
        }
        let _ = (param.to_int(), param.to_bigint(), param.to_bool(), param.to_text());
    }

    #[test]
    fn tokens_take_anything(
        text in pieces(&["{", "}", ":", "1", "2", "9", "result", "_all", "objects", "id", "name", "0", "{1:result", "{2:result:"]),
        results in prop::collection::vec(outcome(), 0..3),
    ) {
        let mut params: ParamMap = [("a".to_owned(), Param::Text(text.clone()))].into();
        references::resolve(&mut params, &results);
        let Param::Text(resolved) = &params["a"] else { panic!("a text stays a text") };
        if results.is_empty() {
            prop_assert_eq!(resolved, &text);
        }
    }

    #[test]
    fn answers_are_json(answer in answer()) {
        let json = written(&answer, Format::Json, false);
        let parsed = serde_json::from_slice::<Json>(&json);
        prop_assert!(parsed.is_ok(), "{}", String::from_utf8_lossy(&json));
        if let Answer::Single(Ok(Value::Text(text))) = &answer {
            prop_assert_eq!(parsed.unwrap(), Json::String(text.clone()));
        }
        let jsonp = written(&answer, Format::Jsonp, false);
        prop_assert_eq!(jsonp, [b"cb(", &json[..], b");"].concat());
    }

    #[test]
    fn answers_are_xml(answer in answer(), ignore_null: bool) {
        let xml = String::from_utf8(written(&answer, Format::Xml, ignore_null)).unwrap();
        let parsed = roxmltree::Document::parse(&xml);
        prop_assert!(parsed.is_ok(), "{:?}: {xml}", parsed.err());
        if let Answer::Single(Ok(Value::Text(text))) = &answer {
            let allowed = |c: &char| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
            let document = parsed.unwrap();
            let result = document.root_element().first_element_child().unwrap();
            // Parsers turn a carriage return into an end of line, or should.
            let line_ends = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
            let expected: String = text.chars().filter(|c| *c == '\r' || allowed(c)).collect();
            prop_assert_eq!(line_ends(result.text().unwrap_or_default()), line_ends(&expected));
        }
    }

    #[test]
    fn answers_are_php(answer in answer()) {
        let text = written(&answer, Format::Php, false);
        prop_assert_eq!(php(&text), Some(&b""[..]), "{}", String::from_utf8_lossy(&text));
    }
}
