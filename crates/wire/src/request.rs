//! From path, query and body to calls (reference: protocol.md §1, §2, §6, §8.1).

use percent_encoding::percent_decode_str;

use crate::body::Body;
use crate::names::{overlay, split_colons};
use crate::references::resolve_text;
use crate::{ApiError, Limits, Outcome, Param, ParamMap, references};

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
    /// One call.
    Single(Call),
    /// A multirequest.
    Multi(Vec<Call>),
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 1
    Json,
    /// 2, and when none is named.
    Xml,
    /// 3
    Php,
    /// 9
    Jsonp,
}

/// How the answer is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The format.
    pub format: Format,
    /// The function that JSONP calls; checked.
    pub callback: String,
    /// XML leaves null properties out.
    pub ignore_null: bool,
    /// Replaces the content type of the answer.
    pub content_type: Option<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { format: Format::Xml, callback: String::new(), ignore_null: false, content_type: None }
    }
}

/// Path and query, read before the body, so that a refused body is answered in the right format.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    params: ParamMap,
    /// `callback` counts in the query only.
    callback: Option<String>,
}

/// Why a request is answered without calls: an error without a body (reference: protocol.md §11.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswerable(pub ApiError);

impl Address {
    /// Reads path and query as they were sent.
    pub fn read(path: &str, query: Option<&str>, limits: &Limits) -> Result<Self, ApiError> {
        let mut params = crate::body::form(query.unwrap_or_default().as_bytes(), limits)?;
        let callback = params.get("callback").map(|callback| callback.to_text().into_owned());
        let pairs = path_pairs(path);
        if params.len() + pairs.len() > limits.parameters {
            return Err(limits.parameters_error());
        }
        overlay(&mut params, pairs);
        Ok(Self { params, callback })
    }

    /// How the answer is wanted, as far as path and query say.
    pub fn wanted(&self) -> Result<Wanted, Unanswerable> {
        wanted(&self.params, self.callback.as_deref())
    }

    /// Lays path and query over the body, and takes the calls apart.
    pub fn with_body(self, body: Body, limits: &Limits) -> Result<Request, RequestError> {
        let Body { mut params, files } = body;
        overlay(&mut params, files);
        overlay(&mut params, self.params);
        let wanted = wanted(&params, self.callback.as_deref()).map_err(RequestError::Unanswerable)?;
        let calls = calls(params, limits).map_err(|error| RequestError::Refused(wanted.clone(), error))?;
        Ok(Request { wanted, calls })
    }
}

/// A decoded request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// How the answer is wanted.
    pub wanted: Wanted,
    /// What is asked.
    pub calls: Calls,
}

/// Why a request came to no calls.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestError {
    /// The format or the callback is not one.
    Unanswerable(Unanswerable),
    /// A limit was reached.
    Refused(Wanted, ApiError),
}

/// The path after the script's name, as alternating keys and values. Empty segments vanish, and so do those
/// that are part of the script's name; the first of equal keys wins; a last key without value is false.
fn path_pairs(path: &str) -> ParamMap {
    let path = path.strip_prefix("/api/").unwrap_or(path);
    let mut segments = path
        .split('/')
        .filter(|segment| !segment.is_empty() && *segment != "api_v3" && *segment != "index.php")
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned());
    let mut pairs = ParamMap::new();
    while let Some(key) = segments.next() {
        let value = segments.next().map_or(Param::Bool(false), Param::Text);
        pairs.entry(key).or_insert(value);
    }
    pairs
}

fn wanted(params: &ParamMap, callback: Option<&str>) -> Result<Wanted, Unanswerable> {
    let format = match params.get("format") {
        None | Some(Param::Null) => Format::Xml,
        Some(sent) => match sent.to_text().trim() {
            "1" => Format::Json,
            "2" => Format::Xml,
            "3" => Format::Php,
            "9" => Format::Jsonp,
            other => {
                return Err(unanswerable(
                    "UNKNOWN_RESPONSE_FORMAT",
                    "FORMAT",
                    other,
                    "There is no such response format",
                ));
            }
        },
    };
    let callback = callback.unwrap_or_default();
    if format == Format::Jsonp {
        if callback.is_empty() {
            let what = "JSONP needs the name of a function";
            return Err(unanswerable("MANDATORY_PARAMETER_MISSING", "PARAM_NAME", "callback", what));
        }
        if !callback.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.') {
            let what = "The name of the function is not valid";
            return Err(unanswerable("INVALID_FIELD_VALUE", "FIELD_NAME", "callback", what));
        }
    }
    let ignore_null = match params.get("ignoreNull") {
        Some(Param::Text(text)) => text == "1",
        Some(Param::Bool(value)) => *value,
        _ => false,
    };
    let content_type = params.get("content-type").map(|sent| sent.to_text().into_owned()).filter(|sent| {
        // It goes into a header as it is.
        !sent.is_empty() && sent.bytes().all(|byte| (0x20..0x7f).contains(&byte))
    });
    Ok(Wanted { format, callback: callback.to_owned(), ignore_null, content_type })
}

fn unanswerable(code: &'static str, arg: &'static str, value: &str, message: &str) -> Unanswerable {
    let value = crate::strip_tags(value);
    Unanswerable(ApiError { code, message: format!("{message}: \"{value}\""), args: vec![(arg, value)] })
}

/// Parameters that are copied into sub-requests that lack them.
const COMMON: [&str; 3] = ["ks", "partnerId", "clientTag"];

fn calls(params: ParamMap, limits: &Limits) -> Result<Calls, ApiError> {
    if params.get("service").is_some_and(|service| service.to_text() == "multirequest") {
        return sub_requests(params, limits).map(Calls::Multi);
    }
    let params = split_colons(params, limits.depth).map_err(|_| limits.depth_error())?;
    Ok(Calls::Single(call(params)))
}

fn call(params: ParamMap) -> Call {
    let text = |name: &str| params.get(name).map(|name| name.to_text().into_owned()).unwrap_or_default();
    Call { service: text("service"), action: text("action"), params }
}

fn sub_requests(params: ParamMap, limits: &Limits) -> Result<Vec<Call>, ApiError> {
    let mut numbered = std::collections::BTreeMap::<u64, ParamMap>::new();
    let mut common = ParamMap::new();
    for (name, value) in params {
        let (number, rest) = match name.split_once(':') {
            Some((number, rest)) => (number, Some(rest)),
            None => (name.as_str(), None),
        };
        match (index(number), rest, value) {
            (Some(index), Some(rest), value) => {
                numbered.entry(index).or_default().insert(rest.to_owned(), value);
            }
            (Some(index), None, Param::Map(sub)) => overlay(numbered.entry(index).or_default(), sub),
            (Some(_), None, _) => {}
            (None, _, value) => {
                common.insert(name, value);
            }
        }
    }
    if numbered.len() > limits.sub_requests {
        return Err(limits.sub_requests_error());
    }
    let first = numbered.keys().next().copied().unwrap_or(1).min(1);
    let mut calls = Vec::with_capacity(numbered.len());
    for index in first.. {
        let Some(sub) = numbered.remove(&index) else { break };
        let mut sub = split_colons(sub, limits.depth).map_err(|_| limits.depth_error())?;
        // Only the request as a whole has a format.
        sub.shift_remove("format");
        for name in COMMON {
            if let Some(value) = common.get(name)
                && !sub.contains_key(name)
            {
                sub.insert(name.to_owned(), value.clone());
            }
        }
        let call = call(sub);
        if call.service.is_empty() || call.action.is_empty() {
            break;
        }
        calls.push(call);
    }
    Ok(calls)
}

fn index(text: &str) -> Option<u64> {
    (!text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

impl Call {
    /// Puts earlier results in the place of their tokens, anywhere in the call.
    pub fn resolve(&mut self, results: &[Outcome]) {
        references::resolve(&mut self.params, results);
        for name in [&mut self.service, &mut self.action] {
            if let Some(resolved) = resolve_text(name, results) {
                *name = resolved;
            }
        }
    }

    /// The account that the call is for: `p` wins over `partnerId`. Empty counts as absent.
    pub fn partner_id(&self) -> Option<i64> {
        let sent = self.params.get("p").or_else(|| self.params.get("partnerId"))?;
        match sent {
            Param::Null => None,
            Param::Text(text) if text.is_empty() => None,
            other => Some(other.to_int()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Value, json_in};

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
    fn every_form_of_address_names_its_action() {
        for (path, query) in [
            ("/api_v3/service/session/action/get", None),
            ("/api_v3//service/session/action/get", None),
            ("/api_v3/index.php", Some("service=session&action=get")),
            ("/api_v3/index.php/service/session/action/get", None),
            ("/api_v3/", Some("service=session&action=get")),
            ("/api_v3", Some("service=session&action=get")),
            ("/api/service/session/action/get", None),
            ("/api_v3/action/get/service/session", None),
        ] {
            let call = single(path, query, "");
            assert_eq!((call.service.as_str(), call.action.as_str()), ("session", "get"), "{path} {query:?}");
        }
    }

    #[test]
    fn path_pairs_are_parameters() {
        let call = single("/api_v3/service/media/action/list/ks/a%2Bb+c/filter:idEqual/0_abc/last", None, "");
        assert_eq!(call.params["ks"], Param::from("a+b+c"));
        assert_eq!(call.params["filter"], Param::Map(json(r#"{"idEqual":"0_abc"}"#)));
        assert_eq!(call.params["last"], Param::Bool(false));
        let call = single("/api_v3/service/a/action/b/x/1/x/2", None, "");
        assert_eq!(call.params["x"], Param::from("1"), "the first of equal keys wins");
    }

    #[test]
    fn path_beats_query_beats_body() {
        let call = single(
            "/api_v3/service/media/action/list/a/path",
            Some("a=query&b=query&filter[x]=9"),
            r#"{"a":"body","b":"body","c":"body","filter":{"x":1,"y":2}}"#,
        );
        assert_eq!(call.params["a"], Param::from("path"));
        assert_eq!(call.params["b"], Param::from("query"));
        assert_eq!(call.params["c"], Param::from("body"));
        assert_eq!(call.params["filter"], Param::Map(json(r#"{"x":"9","y":2}"#)));
    }

    #[test]
    fn formats_are_compared_loosely() {
        let format =
            |body: &str| read("/api_v3/service/a/action/b", None, body).map(|request| request.wanted.format);
        assert_eq!(format(""), Ok(Format::Xml));
        assert_eq!(format(r#"{"format":1}"#), Ok(Format::Json));
        assert_eq!(format(r#"{"format":"3"}"#), Ok(Format::Php));
        for unknown in ["4", "7", "8", "", "json"] {
            let error = format(&format!(r#"{{"format":"{unknown}"}}"#)).unwrap_err();
            let RequestError::Unanswerable(Unanswerable(error)) = error else { panic!("{error:?}") };
            assert_eq!(error.code, "UNKNOWN_RESPONSE_FORMAT");
        }
    }

    #[test]
    fn callbacks_come_from_the_query_and_are_checked() {
        let read = |query: Option<&str>, body: &str| read("/api_v3/service/a/action/b", query, body);
        let request = read(Some("format=9&callback=jQuery.cb_1"), "").unwrap();
        assert_eq!((request.wanted.format, request.wanted.callback.as_str()), (Format::Jsonp, "jQuery.cb_1"));
        let code = |outcome: Result<Request, RequestError>| match outcome {
            Err(RequestError::Unanswerable(Unanswerable(error))) => error.code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code(read(Some("format=9"), r#"{"callback":"x"}"#)), "MANDATORY_PARAMETER_MISSING");
        assert_eq!(code(read(Some("format=9&callback=alert(1)"), "")), "INVALID_FIELD_VALUE");
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
        assert_eq!(partner(r#"{"partnerId":""}"#), None);
        assert_eq!(partner("{}"), None);
    }
}
