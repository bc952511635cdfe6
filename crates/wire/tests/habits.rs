//! Odd habits of real callers that must work (reference: usage.md §e; the numbers are those there).

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use wire::{
    Address, Answer, ApiError, Call, Calls, Format, Limits, Object, Param, ParamMap, Request, Value, Wanted,
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

fn send(method: &str, target: &str, content_type: Option<&str>, body: &str) -> Request {
    let limits = Limits::default();
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let address = Address::read(path, query, &limits).unwrap();
    let stream =
        futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::copy_from_slice(body.as_bytes()))]);
    let read = wire::body::read(method == "POST", content_type, stream, &limits, Path::new(""));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    address.with_body(runtime.block_on(read).unwrap(), &limits).unwrap()
}

fn single(request: Request) -> Call {
    let Calls::Single(call) = request.calls else { panic!("{:?}", request.calls) };
    call
}

fn multi(request: Request) -> Vec<Call> {
    let Calls::Multi(calls) = request.calls else { panic!("{:?}", request.calls) };
    calls
}

fn named(call: &Call) -> (&str, &str) {
    (&call.service, &call.action)
}

fn at<'p>(params: &'p ParamMap, path: &str) -> &'p Param {
    let mut steps = path.split('/');
    let mut param = &params[steps.next().unwrap()];
    for step in steps {
        let Param::Map(map) = param else { panic!("{param:?} has no {step}") };
        param = &map[step];
    }
    param
}

fn text(params: &ParamMap, path: &str) -> String {
    at(params, path).to_text().into_owned()
}

/// 1, 2: no format at all means XML; 3 is PHP.
#[test]
fn formats_that_are_named_or_not() {
    assert_eq!(send("POST", "/api_v3/service/a/action/b", Some(FORM), "").wanted.format, Format::Xml);
    assert_eq!(send("POST", "/api_v3/service/a/action/b", Some(FORM), "format=3").wanted.format, Format::Php);
}

/// 3: every write as a JSONP GET.
#[test]
fn writes_by_jsonp() {
    let request = send(
        "GET",
        "/api_v3/index.php?service=baseEntry&action=add&format=9&callback=jQuery1_2&ks=k&entry:name=clip&entry:objectType=KalturaBaseEntry",
        None,
        "",
    );
    assert_eq!((request.wanted.format, request.wanted.callback.as_str()), (Format::Jsonp, "jQuery1_2"));
    let call = single(request);
    assert_eq!(named(&call), ("baseEntry", "add"));
    assert_eq!(text(&call.params, "entry/name"), "clip");
}

/// 4: parameters in the path, privileges with their punctuation as it is.
#[test]
fn parameters_in_the_path() {
    let request = send(
        "GET",
        "/api_v3/service/session/action/start/format/1/secret/abc/partnerId/100/privileges/list:*,sview:0_abc,edit:*",
        None,
        "",
    );
    assert_eq!(request.wanted.format, Format::Json);
    let call = single(request);
    assert_eq!(named(&call), ("session", "start"));
    assert_eq!(text(&call.params, "privileges"), "list:*,sview:0_abc,edit:*");
    let call = single(send(
        "GET",
        "/api_v3/service/caption_captionasset/action/serve/captionAssetId/1_cap",
        None,
        "",
    ));
    assert_eq!(text(&call.params, "captionAssetId"), "1_cap");
}

/// 5: POST with an empty body and everything in the query.
#[test]
fn posts_without_a_body() {
    for content_type in [None, Some(FORM), Some(JSON), Some("text/plain")] {
        let call = single(send("POST", "/api_v3/?service=session&action=get&ks=k", content_type, ""));
        assert_eq!((named(&call), call.ks().as_deref()), (("session", "get"), Some("k")));
    }
}

/// 6: service and action only in the body, or the action a second time.
#[test]
fn names_in_the_body() {
    for target in ["/api_v3/", "/api_v3/index.php"] {
        let call = single(send("POST", target, Some(FORM), "service=media&action=get&entryId=0_a"));
        assert_eq!(named(&call), ("media", "get"));
        let call = single(send("POST", target, Some(JSON), r#"{"service":"media","action":"get"}"#));
        assert_eq!(named(&call), ("media", "get"));
    }
    let call = single(send("POST", "/api_v3/service/media/action/get", Some(FORM), "action=get&entryId=0_a"));
    assert_eq!(named(&call), ("media", "get"));
}

/// 7: flat keys inside JSON, beside nested ones; brackets in forms.
#[test]
fn flat_keys_everywhere() {
    let body = r#"{"1:service":"session","1:action":"start","1:secret":"s",
        "2":{"service":"media","action":"list","filter:entryIdEqual":"0_a"},
        "3":{"service":"media","action":"list","filter":{"entryIdEqual":"0_b"}}}"#;
    let calls = multi(send("POST", "/api_v3/service/multirequest", Some(JSON), body));
    assert_eq!(
        calls.iter().map(named).collect::<Vec<_>>(),
        [("session", "start"), ("media", "list"), ("media", "list")]
    );
    assert_eq!(text(&calls[1].params, "filter/entryIdEqual"), "0_a");
    assert_eq!(text(&calls[2].params, "filter/entryIdEqual"), "0_b");
    let form = "filter[entryIdEqual]=0_c&filter%5BorderBy%5D=-createdAt";
    let call = single(send("POST", "/api_v3/service/media/action/list", Some(FORM), form));
    assert_eq!(text(&call.params, "filter/entryIdEqual"), "0_c");
    assert_eq!(text(&call.params, "filter/orderBy"), "-createdAt");
}

/// 8: a multirequest that names itself again, with formats and tags of its parts.
#[test]
fn a_multirequest_that_names_itself_again() {
    let body = r#"{"service":"multirequest","action":null,"format":1,"ignoreNull":1,"clientTag":"html5:v3.1.0",
        "1":{"service":"session","action":"startWidgetSession","widgetId":"_100","expiry":86400,
             "format":1,"apiVersion":"3.3.0","clientTag":"own","ignoreNull":1},
        "2":{"service":"baseEntry","action":"list","ks":"{1:result:ks}"}}"#;
    let request = send("POST", "/api_v3/service/multirequest", Some(JSON), body);
    assert_eq!(request.wanted.format, Format::Json);
    let calls = multi(request);
    assert_eq!(
        calls.iter().map(named).collect::<Vec<_>>(),
        [("session", "startWidgetSession"), ("baseEntry", "list")]
    );
    assert_eq!(text(&calls[0].params, "clientTag"), "own");
    assert_eq!(text(&calls[1].params, "clientTag"), "html5:v3.1.0");
    assert!(!calls[0].params.contains_key("format"));
}

/// 9: a session that is not percent-encoded.
#[test]
fn a_session_as_it_is() {
    let call = single(send("GET", "/api_v3/?service=a&action=b&ks=djJ8MTAwfA_-x==", None, ""));
    assert_eq!(call.ks().as_deref(), Some("djJ8MTAwfA_-x=="));
    let call = single(send("GET", "/api_v3/?service=a&action=b&ks=ab+c", None, ""));
    assert_eq!(call.ks().as_deref(), Some("ab c"), "a plus sign arrives as a blank");
}

/// 10: names arrive in any case; nothing here changes them.
#[test]
fn cases_are_left_alone() {
    let call = single(send("GET", "/api_v3/service/baseentry/action/getbyentryid", None, ""));
    assert_eq!(named(&call), ("baseentry", "getbyentryid"));
    let call = single(send("GET", "/api_v3/service/MultiRequest", None, ""));
    assert_eq!(named(&call), ("MultiRequest", ""), "only the literal name is a multirequest");
}

/// 12: multipart without any file.
#[test]
fn multipart_without_a_file() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"entry:name\"\r\n\r\nclip\r\n\
        --b\r\nContent-Disposition: form-data; name=\"ks\"\r\n\r\nk\r\n--b--\r\n";
    let call = single(send(
        "POST",
        "/api_v3/service/media/action/add",
        Some("multipart/form-data; boundary=b"),
        body,
    ));
    assert_eq!((text(&call.params, "entry/name").as_str(), call.ks().as_deref()), ("clip", Some("k")));
}

/// 13: a forgotten `&` leaves a class name that does not exist, and nothing else is lost.
#[test]
fn a_forgotten_separator() {
    let form = "ks=k&uploadToken:objectType=KalturaUploadTokenuploadToken:fileName=clip.bin";
    let call = single(send("POST", "/api_v3/service/uploadtoken/action/add", Some(FORM), form));
    let class = "KalturaUploadTokenuploadToken:fileName=clip.bin";
    assert_eq!(
        at(&call.params, "uploadToken"),
        &Param::Map([("objectType".to_owned(), Param::from(class))].into())
    );
}

/// 14: an object without a class.
#[test]
fn an_object_without_a_class() {
    let call = single(send(
        "POST",
        "/api_v3/service/baseentry/action/update",
        Some(FORM),
        "baseEntry:accessControlId=7",
    ));
    assert_eq!(
        at(&call.params, "baseEntry"),
        &Param::Map([("accessControlId".to_owned(), Param::from("7"))].into())
    );
}

/// 15: a list where the API has a text: it arrives as the list that it is.
#[test]
fn a_list_where_a_text_belongs() {
    let body = r#"{"filter":{"subTypeIn":["1","2"]},"responseProfile":{"fields":"id, name"}}"#;
    let call = single(send("POST", "/api_v3/service/cuepoint_cuepoint/action/list", Some(JSON), body));
    assert_eq!(at(&call.params, "filter/subTypeIn"), &Param::List(vec![Param::from("1"), Param::from("2")]));
    assert_eq!(text(&call.params, "responseProfile/fields"), "id, name");
}

/// 16: automatic types and empty texts.
#[test]
fn automatic_types_and_empty_texts() {
    let form = "entry:objectType=KalturaBaseEntry&entry:type=-1&entry:parentEntryId=";
    let call = single(send("POST", "/api_v3/service/baseentry/action/add", Some(FORM), form));
    assert_eq!(at(&call.params, "entry/type").to_int(), -1);
    assert_eq!(text(&call.params, "entry/parentEntryId"), "");
}

fn written(answer: &Answer, format: Format) -> String {
    let wanted = Wanted { format, callback: "cb".to_owned(), ..Wanted::default() };
    String::from_utf8(answer.body(&wanted, Duration::ZERO)).unwrap()
}

/// 30: a text is exactly a quoted text, and no answer ends with an end of line.
#[test]
fn a_text_and_nothing_else() {
    let answer = Answer::Single(Ok(Value::Text("djJ8MTAwfA".to_owned())));
    assert_eq!(written(&answer, Format::Json), "\"djJ8MTAwfA\"");
    assert_eq!(written(&answer, Format::Jsonp), "cb(\"djJ8MTAwfA\");");
    for format in [Format::Json, Format::Xml, Format::Php, Format::Jsonp] {
        assert!(!written(&answer, format).ends_with(char::is_whitespace), "{format:?}");
    }
}

/// 31: an element called `code` is in errors only.
#[test]
fn only_errors_have_a_code() {
    let token = Value::Object(Object {
        class: "KalturaUploadToken",
        properties: vec![("id", Value::Text("1_upl".to_owned())), ("fileName", Value::Null)],
    });
    assert!(!written(&Answer::Single(Ok(token)), Format::Xml).contains("code>"));
    let error = ApiError { code: "MISSING_KS", message: "m".to_owned(), args: vec![] };
    assert!(written(&Answer::Single(Err(error)), Format::Xml).contains("<error><code>MISSING_KS</code>"));
}

/// 34: a part of a JSON multirequest that answers JSON of its own is the object itself.
#[test]
fn a_plain_object_is_a_part_of_a_multirequest() {
    let captions = Value::Map(vec![("objects".to_owned(), Value::Array(vec![Value::Int(1)]))]);
    let answer = Answer::Multi(vec![Ok(Value::Null), Ok(captions)]);
    assert_eq!(written(&answer, Format::Json), r#"[null,{"objects":[1]}]"#);
}
