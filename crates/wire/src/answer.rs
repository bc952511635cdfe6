//! Answers: the body in the format that was asked for, and the headers (reference: protocol.md §9, §10, §11).

use std::borrow::Cow;
use std::time::Duration;

use crate::{ApiError, FileResult, Format, Outcome, Value, Wanted, json_out, php, xml};

/// What a request came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// One call, or a request that came to no call.
    Single(Outcome),
    /// A multirequest, in order.
    Multi(Vec<Outcome>),
}

/// A header.
pub type Header = (&'static str, Cow<'static, str>);

impl Answer {
    /// The body, without an end of line (reference: usage.md §e 30). `execution_time` shows in XML. Not for
    /// an answer that is a [`file`](Self::file).
    pub fn body(&self, wanted: &Wanted, execution_time: Duration) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        match wanted.format {
            Format::Json => self.json(&mut out),
            Format::Jsonp => {
                out.extend_from_slice(wanted.callback.as_bytes());
                out.push(b'(');
                self.json(&mut out);
                out.extend_from_slice(b");");
            }
            Format::Xml => xml::document(&mut out, execution_time, |out| match self {
                Self::Single(outcome) => xml::outcome(out, outcome, wanted.ignore_null),
                Self::Multi(outcomes) => xml::outcomes(out, outcomes, wanted.ignore_null),
            }),
            Format::Php => match self {
                Self::Single(outcome) => php::outcome(&mut out, outcome),
                Self::Multi(outcomes) => php::outcomes(&mut out, outcomes),
            },
        }
        out
    }

    fn json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Single(outcome) => json_out::outcome(out, outcome),
            Self::Multi(outcomes) => json_out::outcomes(out, outcomes),
        }
    }

    /// The file that is the whole answer, if a call returned one (reference: protocol.md §8.3).
    pub fn file(&self) -> Option<&FileResult> {
        let outcomes = match self {
            Self::Single(outcome) => std::slice::from_ref(outcome),
            Self::Multi(outcomes) => outcomes,
        };
        outcomes.iter().find_map(|outcome| match outcome {
            Ok(Value::File(file)) => Some(&**file),
            _ => None,
        })
    }

    /// The headers that only a refusal has.
    pub fn refusal_headers(&self) -> Vec<Header> {
        match self {
            Self::Single(Err(error)) if error.code == "SERVICE_FORBIDDEN" => vec![
                ("X-Kaltura", Cow::Owned(format!("error-{}", error.code))),
                ("X-Kaltura-App", exiting(error)),
            ],
            _ => Vec::new(),
        }
    }
}

/// The content type of an answer.
pub fn content_type(wanted: &Wanted) -> Cow<'static, str> {
    match &wanted.content_type {
        Some(content_type) => Cow::Owned(content_type.clone()),
        None => Cow::Borrowed(match wanted.format {
            Format::Json => "application/json",
            Format::Xml => "text/xml;charset=UTF-8",
            Format::Php => "text/html; charset=UTF-8",
            Format::Jsonp => "application/javascript",
        }),
    }
}

/// The headers that every answer of the API has. The last two are not in the original: a caller may ask for
/// any content type, and PHP answers count as HTML, so a browser must neither guess nor run what is in one.
pub const COMMON_HEADERS: [(&str, &str); 7] = [
    (
        "Access-Control-Expose-Headers",
        "Server, Content-Length, Content-Range, Date, X-Kaltura, X-Kaltura-Session, X-Me",
    ),
    ("Access-Control-Allow-Origin", "*"),
    ("Expires", "Sun, 19 Nov 2000 08:52:00 GMT"),
    ("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0"),
    ("Pragma", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'"),
];

/// The headers of the answer to `OPTIONS`. `X-Kaltura-Ks` is what players send with manifests.
pub const PREFLIGHT_HEADERS: [(&str, &str); 4] = [
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Allow-Headers",
        "Origin, X-Requested-With, Content-Type, Accept, Range, Cache-Control, X-Kaltura-Ks",
    ),
    ("Access-Control-Allow-Methods", "POST, GET, HEAD, OPTIONS"),
    ("Access-Control-Max-Age", "86400"),
];

/// The headers of an error without a body (reference: protocol.md §11.4).
pub fn bodiless_headers(error: &ApiError) -> [Header; 2] {
    [("X-Kaltura", Cow::Owned(format!("error- {}", error.code))), ("X-Kaltura-App", exiting(error))]
}

fn exiting(error: &ApiError) -> Cow<'static, str> {
    // A header holds one line of visible characters.
    let text = format!("exiting on error {} - {}", error.code, error.message);
    Cow::Owned(text.chars().map(|c| if (' '..='~').contains(&c) { c } else { '?' }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Object;

    fn wanted(format: Format) -> Wanted {
        Wanted { format, ..Wanted::default() }
    }

    fn text(answer: &Answer, wanted: &Wanted) -> String {
        String::from_utf8(answer.body(wanted, Duration::from_micros(12_300))).unwrap()
    }

    fn user() -> Value {
        Value::Object(Object {
            class: "KalturaUser",
            properties: vec![
                ("id", Value::Text("u1".to_owned())),
                ("email", Value::Null),
                ("isAdmin", Value::Bool(true)),
                ("storageSize", Value::Int(5)),
                ("rank", Value::Float(1.5)),
                ("capabilities", Value::Array(Vec::new())),
                ("relatedObjects", Value::Map(Vec::new())),
            ],
        })
    }

    fn not_found() -> ApiError {
        ApiError {
            code: "ENTRY_ID_NOT_FOUND",
            message: "Entry id \"0_x\" not found".to_owned(),
            args: vec![("ENTRY_ID", "0_x".to_owned())],
        }
    }

    #[test]
    fn json_is_bare() {
        let json = wanted(Format::Json);
        assert_eq!(
            text(&Answer::Single(Ok(Value::Text("a/\"b\"\n\u{1}é\u{2028}".to_owned()))), &json),
            "\"a\\/\\\"b\\\"\\n\\u0001é\\u2028\""
        );
        assert_eq!(text(&Answer::Single(Ok(Value::Null)), &json), "null");
        assert_eq!(text(&Answer::Single(Ok(Value::Float(10.0))), &json), "10");
        assert_eq!(
            text(&Answer::Single(Ok(user())), &json),
            r#"{"id":"u1","isAdmin":true,"storageSize":5,"rank":1.5,"capabilities":[],"relatedObjects":[],"objectType":"KalturaUser"}"#
        );
        assert_eq!(
            text(&Answer::Single(Err(not_found())), &json),
            r#"{"code":"ENTRY_ID_NOT_FOUND","message":"Entry id \"0_x\" not found","objectType":"KalturaAPIException","args":{"ENTRY_ID":"0_x"}}"#
        );
        let no_args = ApiError { code: "MISSING_KS", message: "m".to_owned(), args: Vec::new() };
        assert!(text(&Answer::Single(Err(no_args)), &json).ends_with(r#""args":[]}"#));
        assert_eq!(text(&Answer::Multi(vec![Ok(Value::Int(1)), Ok(Value::Null)]), &json), "[1,null]");
        assert_eq!(text(&Answer::Multi(Vec::new()), &json), "[]");
        assert!(text(&Answer::Multi(Vec::new()), &wanted(Format::Xml)).contains("<result></result>"));
        assert_eq!(text(&Answer::Multi(Vec::new()), &wanted(Format::Php)), "a:0:{}");
    }

    #[test]
    fn jsonp_calls_the_function() {
        let jsonp = Wanted { format: Format::Jsonp, callback: "cb".to_owned(), ..Wanted::default() };
        assert_eq!(text(&Answer::Single(Ok(Value::Bool(true))), &jsonp), "cb(true);");
        assert_eq!(content_type(&jsonp), "application/javascript");
    }

    #[test]
    fn xml_is_an_envelope() {
        let xml = wanted(Format::Xml);
        assert_eq!(
            text(&Answer::Single(Ok(Value::Text("a<b".to_owned()))), &xml),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><xml><result>a&lt;b</result><executionTime>0.0123</executionTime></xml>"
        );
        let inner = |answer: &Answer, wanted: &Wanted| {
            let whole = text(answer, wanted);
            let (_, rest) = whole.split_once("<result>").unwrap();
            rest.split_once("</result>").unwrap().0.to_owned()
        };
        assert_eq!(
            inner(&Answer::Single(Ok(user())), &xml),
            "<objectType>KalturaUser</objectType><id>u1</id><email></email><isAdmin>1</isAdmin>\
             <storageSize>5</storageSize><rank>1.5</rank><capabilities></capabilities><relatedObjects></relatedObjects>"
        );
        let ignore_null = Wanted { ignore_null: true, ..wanted(Format::Xml) };
        assert!(!inner(&Answer::Single(Ok(user())), &ignore_null).contains("email"));
        assert!(inner(&Answer::Single(Ok(user())), &ignore_null).contains("<capabilities></capabilities>"));
        assert_eq!(
            inner(&Answer::Multi(vec![Ok(Value::Bool(false)), Err(not_found()), Ok(Value::Null)]), &xml),
            "<item>0</item><item><error><code>ENTRY_ID_NOT_FOUND</code><message>Entry id &quot;0_x&quot; not found</message>\
             <objectType>KalturaAPIException</objectType><args><item><objectType>KalturaApiExceptionArg</objectType>\
             <name>ENTRY_ID</name><value>0_x</value></item></args></error></item><item></item>"
        );
        let map = Value::Map(vec![("k".to_owned(), user())]);
        assert!(
            inner(&Answer::Single(Ok(map)), &xml)
                .starts_with("<item><itemKey>k</itemKey><objectType>KalturaUser</objectType>")
        );
        assert_eq!(inner(&Answer::Single(Ok(Value::Text("a\u{1}\u{ffff}b\t".to_owned()))), &xml), "ab\t");
    }

    #[test]
    fn php_counts_bytes() {
        let php = wanted(Format::Php);
        for (value, written) in [
            (Value::Null, "N;"),
            (Value::Bool(true), "b:1;"),
            (Value::Int(5), "i:5;"),
            (Value::Float(1.5), "d:1.5;"),
            (Value::Float(10.0), "d:10;"),
            (Value::Float(f64::INFINITY), "d:INF;"),
            (Value::Text("é".to_owned()), "s:2:\"é\";"),
            (Value::Text("a\";b".to_owned()), "s:4:\"a\";b\";"),
            (Value::Array(vec![Value::Int(7)]), "a:1:{i:0;i:7;}"),
            (Value::Map(vec![("k".to_owned(), Value::Null)]), "a:1:{s:1:\"k\";N;}"),
        ] {
            assert_eq!(text(&Answer::Single(Ok(value)), &php), written);
        }
        assert_eq!(
            text(&Answer::Single(Ok(user())), &php),
            "O:11:\"KalturaUser\":6:{s:2:\"id\";s:2:\"u1\";s:7:\"isAdmin\";b:1;s:11:\"storageSize\";i:5;\
             s:4:\"rank\";d:1.5;s:12:\"capabilities\";a:0:{}s:14:\"relatedObjects\";a:0:{}}"
        );
        assert_eq!(
            text(&Answer::Multi(vec![Ok(Value::Int(7)), Ok(Value::Null)]), &php),
            "a:2:{i:0;i:7;i:1;N;}"
        );
        assert_eq!(
            text(&Answer::Single(Err(not_found())), &php),
            "a:4:{s:4:\"code\";s:18:\"ENTRY_ID_NOT_FOUND\";s:7:\"message\";s:24:\"Entry id \"0_x\" not found\";\
             s:10:\"objectType\";s:19:\"KalturaAPIException\";s:4:\"args\";a:1:{s:8:\"ENTRY_ID\";s:3:\"0_x\";}}"
        );
    }

    #[test]
    fn refusals_show_in_headers() {
        let error = ApiError { code: "SERVICE_FORBIDDEN", message: "no\nü".to_owned(), args: Vec::new() };
        let headers = Answer::Single(Err(error.clone())).refusal_headers();
        assert_eq!(headers[0], ("X-Kaltura", Cow::Borrowed("error-SERVICE_FORBIDDEN")));
        assert_eq!(headers[1].1, "exiting on error SERVICE_FORBIDDEN - no??");
        assert_eq!(bodiless_headers(&error)[0].1, "error- SERVICE_FORBIDDEN");
        assert!(Answer::Single(Err(not_found())).refusal_headers().is_empty());
    }

    #[test]
    fn a_file_is_the_whole_answer() {
        let file = FileResult::of_bytes("text/vtt", "WEBVTT");
        let result = || Ok(Value::File(Box::new(file.clone())));
        assert_eq!(Answer::Single(result()).file(), Some(&file));
        assert_eq!(Answer::Multi(vec![Ok(Value::Null), result()]).file(), Some(&file));
        assert_eq!(Answer::Multi(vec![Ok(user()), Err(not_found())]).file(), None);
    }

    #[test]
    fn headers_are_those_of_the_reference_and_two_more() {
        for header in [
            ("Access-Control-Allow-Origin", "*"),
            ("Expires", "Sun, 19 Nov 2000 08:52:00 GMT"),
            ("Cache-Control", "no-store, no-cache, must-revalidate, post-check=0, pre-check=0"),
            ("Pragma", "no-cache"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'"),
            (
                "Access-Control-Expose-Headers",
                "Server, Content-Length, Content-Range, Date, X-Kaltura, X-Kaltura-Session, X-Me",
            ),
        ] {
            assert!(COMMON_HEADERS.contains(&header), "{header:?}");
        }
        for header in [
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Methods", "POST, GET, HEAD, OPTIONS"),
            ("Access-Control-Max-Age", "86400"),
        ] {
            assert!(PREFLIGHT_HEADERS.contains(&header), "{header:?}");
        }
        for (format, expected) in [
            (Format::Json, "application/json"),
            (Format::Xml, "text/xml;charset=UTF-8"),
            (Format::Php, "text/html; charset=UTF-8"),
            (Format::Jsonp, "application/javascript"),
        ] {
            assert_eq!(content_type(&wanted(format)), expected);
        }
        let other = Wanted { content_type: Some("text/plain".to_owned()), ..wanted(Format::Json) };
        assert_eq!(content_type(&other), "text/plain");
    }
}
