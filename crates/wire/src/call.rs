//! The calls of a request, multirequests taken apart (reference: protocol.md §8.1).

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::merge::overlay;
use crate::references::{self, Replacement};
use crate::{ApiError, Limits, Outcome, Param, ParamMap, colons};

/// One call: which action, and everything that was sent with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The service as it was sent.
    pub service: String,
    /// The action as it was sent.
    pub action: String,
    /// All parameters, `ks`, `partnerId` and the other common ones among them.
    pub params: ParamMap,
}

/// A request's calls.
#[derive(Clone, Debug, PartialEq)]
pub enum Calls {
    /// One call. Its service or action may be empty.
    Single(Call),
    /// A multirequest. Every call names a service and an action.
    Multi(Vec<Call>),
}

impl Call {
    fn new(params: ParamMap) -> Self {
        let text = |name| params.get(name).map(|sent| sent.to_text().into_owned()).unwrap_or_default();
        Self { service: text("service"), action: text("action"), params }
    }

    /// Puts the results of the calls before this one in the place of their tokens, anywhere in the call.
    pub fn resolve(&mut self, results: &[Outcome]) {
        references::resolve(&mut self.params, results);
        let mut replacement = Replacement::new(results);
        replacement.apply(&mut self.service);
        replacement.apply(&mut self.action);
    }

    /// The session as it was sent, which may be empty or `0`; a list is the text `Array` (reference:
    /// session.md §2).
    pub fn ks(&self) -> Option<Cow<'_, str>> {
        self.params.get("ks").map(Param::to_text)
    }

    /// The account that the call is for: `p` wins over `partnerId`. Empty counts as absent.
    pub fn partner_id(&self) -> Option<i64> {
        let sent = ["p", "partnerId"].into_iter().filter_map(|name| self.params.get(name));
        sent.filter(|sent| !sent.to_text().is_empty()).map(Param::to_int).next()
    }
}

/// Takes the merged parameters of a request apart. Only the exact service name is a multirequest.
pub(crate) fn calls(params: ParamMap, limits: &Limits) -> Result<Calls, ApiError> {
    if params.get("service").is_some_and(|service| service.to_text() == "multirequest") {
        sub_requests(params, limits).map(Calls::Multi)
    } else {
        Ok(Calls::Single(Call::new(colons::split(params, limits)?)))
    }
}

/// Parameters that are copied into sub-requests that lack them.
const COMMON: [&str; 3] = ["ks", "partnerId", "clientTag"];

/// Sub-requests run from the lower of 1 and the smallest number, up to the first number that is missing or
/// names no service or action.
fn sub_requests(params: ParamMap, limits: &Limits) -> Result<Vec<Call>, ApiError> {
    let (mut numbered, common) = by_number(params);
    if numbered.len() > limits.sub_requests {
        return Err(limits.sub_requests_error());
    }
    let first = numbered.keys().next().copied().unwrap_or(1).min(1);
    let mut calls = Vec::with_capacity(numbered.len());
    let mut copied = 0;
    for number in first.. {
        let Some(sub) = numbered.remove(&number) else { break };
        let mut sub = colons::split(sub, limits)?;
        // Only the request as a whole has a format.
        sub.shift_remove("format");
        for (name, value) in &common {
            if !sub.contains_key(*name) {
                copied += value.to_text().len() as u64;
                sub.insert((*name).to_owned(), value.clone());
            }
        }
        // A long value in many sub-requests would take more memory than the body that brought it.
        if copied > limits.parameter_bytes {
            return Err(limits.parameter_bytes_error());
        }
        let call = Call::new(sub);
        if call.service.is_empty() || call.action.is_empty() {
            break;
        }
        calls.push(call);
    }
    Ok(calls)
}

type Common = Vec<(&'static str, Param)>;

/// Sub-requests by their number, in every spelling, and what is common to them.
fn by_number(params: ParamMap) -> (BTreeMap<u32, ParamMap>, Common) {
    let mut numbered = BTreeMap::<u32, ParamMap>::new();
    let mut common = Vec::new();
    for (name, value) in params {
        let (prefix, rest) = match name.split_once(':') {
            Some((prefix, rest)) => (prefix, Some(rest)),
            None => (name.as_str(), None),
        };
        match (number(prefix), rest, value) {
            (Some(number), Some(rest), value) => {
                numbered.entry(number).or_default().insert(rest.to_owned(), value);
            }
            (Some(number), None, Param::Map(sub)) => overlay(numbered.entry(number).or_default(), sub),
            (Some(_), None, _) => {}
            (None, _, value) => {
                if let Some(known) = COMMON.into_iter().find(|known| *known == name) {
                    common.push((known, scalar(value)));
                }
            }
        }
    }
    (numbered, common)
}

/// What is common is a scalar; anything else reads as a text anyway.
fn scalar(value: Param) -> Param {
    match value {
        Param::List(_) | Param::Map(_) | Param::File(_) => Param::Text(value.to_text().into_owned()),
        scalar => scalar,
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Body;
    use crate::{Address, Request, RequestError, Value, json_in};

    fn json(text: &str) -> ParamMap {
        json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    fn read(path: &str, query: Option<&str>, body: &str) -> Result<Request, RequestError> {
        let limits = Limits::default();
        let params = if body.is_empty() { ParamMap::new() } else { json(body) };
        Address::read(path, query, &limits)
            .unwrap()
            .with_body(Body { params, files: ParamMap::new() }, &limits)
    }

    fn single(path: &str, query: Option<&str>, body: &str) -> Call {
        match read(path, query, body).unwrap().calls {
            Calls::Single(call) => call,
            Calls::Multi(calls) => panic!("{calls:?}"),
        }
    }

    fn multi(path: &str, query: Option<&str>, body: &str) -> Vec<Call> {
        match read(path, query, body).unwrap().calls {
            Calls::Multi(calls) => calls,
            Calls::Single(call) => panic!("{call:?}"),
        }
    }

    fn names(calls: &[Call]) -> Vec<String> {
        calls.iter().map(|call| format!("{}.{}", call.service, call.action)).collect()
    }

    #[test]
    fn sub_requests_are_numbered_from_zero_or_one() {
        let one = r#"{"service":"a","action":"b"}"#;
        let of = |body: String| names(&multi("/api_v3/service/multirequest", None, &body));
        assert_eq!(of(format!(r#"{{"0":{one},"1":{{"service":"c","action":"d"}}}}"#)), ["a.b", "c.d"]);
        assert_eq!(of(format!(r#"{{"2":{{"service":"c","action":"d"}},"1":{one}}}"#)), ["a.b", "c.d"]);
        assert_eq!(of(format!(r#"{{"2":{one}}}"#)), Vec::<String>::new());
        assert_eq!(of(format!(r#"{{"1":{one},"3":{one}}}"#)), ["a.b"]);
        assert_eq!(of(format!(r#"{{"1":{one},"2":{{"service":"c"}},"3":{one}}}"#)), ["a.b"]);
    }

    #[test]
    fn sub_requests_come_in_every_spelling() {
        let flat =
            multi("/api_v3/service/multirequest", Some("1:service=a&1:action=b&1:filter:idEqual=7"), "");
        assert_eq!(flat[0].params["filter"], Param::Map(json(r#"{"idEqual":"7"}"#)));
        let brackets = multi("/api_v3/service/multirequest", Some("1[service]=a&1[action]=b"), "");
        assert_eq!(names(&brackets), ["a.b"]);
        let in_json = multi("/api_v3/service/multirequest", None, r#"{"1:service":"a","1:action":"b"}"#);
        assert_eq!(names(&in_json), ["a.b"]);
        let again = multi(
            "/api_v3/service/multirequest",
            None,
            r#"{"service":"multirequest","action":null,"1":{"service":"a","action":"b","format":1,"filter:x":1}}"#,
        );
        assert_eq!(names(&again), ["a.b"]);
        assert!(!again[0].params.contains_key("format"));
        assert_eq!(again[0].params["filter"], Param::Map(json(r#"{"x":1}"#)));
    }

    #[test]
    fn common_parameters_fill_gaps() {
        let calls = multi(
            "/api_v3/service/multirequest",
            None,
            r#"{"ks":"top","partnerId":7,"clientTag":"t","language":"en",
                "1":{"service":"a","action":"b"},"2":{"service":"a","action":"b","ks":""}}"#,
        );
        assert_eq!(calls[0].params["ks"], Param::from("top"));
        assert_eq!(calls[0].partner_id(), Some(7));
        assert!(!calls[0].params.contains_key("language"));
        assert_eq!(calls[1].params["ks"], Param::from(""), "an empty text counts as given");
    }

    #[test]
    fn tokens_are_resolved_in_names_too() {
        let mut call = Call {
            service: "{1:result}".to_owned(),
            action: "get".to_owned(),
            params: json(r#"{"ks":"{1:result}"}"#),
        };
        call.resolve(&[Ok(Value::Text("media".to_owned()))]);
        assert_eq!(call.service, "media");
        assert_eq!(call.params["ks"], Param::from("media"));
    }

    #[test]
    fn sub_requests_have_a_limit() {
        let limits = Limits { sub_requests: 1, ..Limits::default() };
        let params = json(r#"{"1":{"service":"a","action":"b"},"2":{"service":"a","action":"b"}}"#);
        let address = Address::read("/api_v3/service/multirequest", None, &limits).unwrap();
        match address.with_body(Body { params, files: ParamMap::new() }, &limits) {
            Err(RequestError::Refused(_, error)) => assert_eq!(error.code, "TOO_MANY_SUB_REQUESTS"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_account_has_two_names() {
        let partner = |body: &str| single("/api_v3/service/a/action/b", None, body).partner_id();
        assert_eq!(partner(r#"{"p":"5","partnerId":6}"#), Some(5));
        assert_eq!(partner(r#"{"p":"","partnerId":6}"#), Some(6));
        assert_eq!(partner(r#"{"p":null,"partnerId":6}"#), Some(6));
        assert_eq!(partner(r#"{"partnerId":""}"#), None);
        assert_eq!(partner(r#"{"partnerId":"0"}"#), Some(0));
        assert_eq!(partner("{}"), None);
    }

    #[test]
    fn common_parameters_cannot_fill_the_memory() {
        let limits = Limits { parameter_bytes: 100, ..Limits::default() };
        let of = |ks: usize| {
            let ks = "k".repeat(ks);
            let body = format!(
                r#"{{"ks":"{ks}","1":{{"service":"a","action":"b"}},"2":{{"service":"a","action":"b"}}}}"#
            );
            sub_requests(json(&body), &limits).map(|calls| calls.len()).map_err(|error| error.code)
        };
        assert_eq!(of(50), Ok(2));
        assert_eq!(of(51), Err("REQUEST_TOO_LARGE"));
    }

    #[test]
    fn the_session_is_what_was_sent() {
        let ks = |body: &str| single("/api_v3/service/a/action/b", None, body).ks().map(Cow::into_owned);
        assert_eq!(ks(r#"{"ks":" x "}"#).as_deref(), Some(" x "));
        assert_eq!(ks(r#"{"ks":0}"#).as_deref(), Some("0"));
        assert_eq!(ks(r#"{"ks":["x"]}"#).as_deref(), Some("Array"));
        assert_eq!(ks("{}"), None);
        let calls =
            multi("/api_v3/service/multirequest", None, r#"{"ks":["x"],"1":{"service":"a","action":"b"}}"#);
        assert_eq!(calls[0].ks().as_deref(), Some("Array"));
    }
}
