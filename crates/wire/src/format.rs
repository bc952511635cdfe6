//! How an answer is wanted (reference: protocol.md §6, §9).

use crate::{ApiError, Param, ParamMap, strip_tags};

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

/// Why a request is answered without calls: an error without a body (reference: protocol.md §11.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswerable(pub ApiError);

impl Wanted {
    /// Reads the wishes of a request; `callback` is that of the query.
    pub(crate) fn read(params: &ParamMap, callback: Option<&str>) -> Result<Self, Unanswerable> {
        let format = match params.get("format") {
            None | Some(Param::Null) => Format::Xml,
            Some(sent) => format(&sent.to_text())?,
        };
        let callback = callback.unwrap_or_default();
        if format == Format::Jsonp {
            check_callback(callback)?;
        }
        let ignore_null = match params.get("ignoreNull") {
            Some(Param::Text(text)) => text == "1",
            Some(Param::Bool(value)) => *value,
            _ => false,
        };
        let content_type =
            params.get("content-type").map(|sent| sent.to_text().into_owned()).filter(|sent| {
                // It goes into a header as it is.
                !sent.is_empty() && sent.bytes().all(|byte| (0x20..0x7f).contains(&byte))
            });
        Ok(Self { format, callback: callback.to_owned(), ignore_null, content_type })
    }
}

/// Numbers are compared as numbers: `1`, `01` and `1.0` are one format.
fn format(sent: &str) -> Result<Format, Unanswerable> {
    let number: f64 = sent.trim().parse().unwrap_or(f64::NAN);
    [(1.0, Format::Json), (2.0, Format::Xml), (3.0, Format::Php), (9.0, Format::Jsonp)]
        .into_iter()
        .find_map(|(known, format)| (number.total_cmp(&known).is_eq()).then_some(format))
        .ok_or_else(|| {
            unanswerable("UNKNOWN_RESPONSE_FORMAT", "FORMAT", sent, "There is no such response format")
        })
}

/// The name becomes a part of a script, so nothing but names and dots may be in it.
fn check_callback(callback: &str) -> Result<(), Unanswerable> {
    if callback.is_empty() {
        let what = "JSONP needs the name of a function";
        return Err(unanswerable("MANDATORY_PARAMETER_MISSING", "PARAM_NAME", "callback", what));
    }
    if !callback.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.') {
        let what = "The name of the function is not valid";
        return Err(unanswerable("INVALID_FIELD_VALUE", "FIELD_NAME", "callback", what));
    }
    Ok(())
}

fn unanswerable(code: &'static str, arg: &'static str, value: &str, message: &str) -> Unanswerable {
    let value = strip_tags(value);
    Unanswerable(ApiError { code, message: format!("{message}: \"{value}\""), args: vec![(arg, value)] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, json_in};

    fn wanted(params: &str, callback: Option<&str>) -> Result<Wanted, &'static str> {
        let params = json_in::decode(params.as_bytes(), &Limits::default()).unwrap().unwrap();
        Wanted::read(&params, callback).map_err(|Unanswerable(error)| error.code)
    }

    #[test]
    fn formats_are_compared_loosely() {
        for (params, format) in [
            ("{}", Format::Xml),
            (r#"{"format":null}"#, Format::Xml),
            (r#"{"format":1}"#, Format::Json),
            (r#"{"format":"1"}"#, Format::Json),
            (r#"{"format":"01"}"#, Format::Json),
            (r#"{"format":1.0}"#, Format::Json),
            (r#"{"format":true}"#, Format::Json),
            (r#"{"format":"2"}"#, Format::Xml),
            (r#"{"format":"3"}"#, Format::Php),
        ] {
            assert_eq!(wanted(params, None).map(|wanted| wanted.format), Ok(format), "{params}");
        }
        for unknown in
            [r#""4""#, "7", "8", r#""""#, "false", r#""json""#, r#""ical""#, "[1]", "1.5", r#""1x""#]
        {
            let params = format!(r#"{{"format":{unknown}}}"#);
            assert_eq!(wanted(&params, None), Err("UNKNOWN_RESPONSE_FORMAT"), "{unknown}");
        }
    }

    #[test]
    fn callbacks_are_checked() {
        let jsonp = r#"{"format":9}"#;
        assert_eq!(
            wanted(jsonp, Some("jQuery.cb_1")).map(|wanted| wanted.callback),
            Ok("jQuery.cb_1".to_owned())
        );
        assert_eq!(wanted(jsonp, None), Err("MANDATORY_PARAMETER_MISSING"));
        for bad in ["alert(1)", "a b", "a;", "é", "a\n", "a-b", "<b>"] {
            assert_eq!(wanted(jsonp, Some(bad)), Err("INVALID_FIELD_VALUE"), "{bad:?}");
        }
        assert!(wanted("{}", Some("alert(1)")).is_ok(), "only JSONP looks at it");
    }

    #[test]
    fn nulls_are_ignored_for_two_values_only() {
        for (value, ignored) in [(r#""1""#, true), ("true", true), ("1", false), (r#""true""#, false)] {
            let params = format!(r#"{{"ignoreNull":{value}}}"#);
            assert_eq!(wanted(&params, None).map(|wanted| wanted.ignore_null), Ok(ignored), "{value}");
        }
    }

    #[test]
    fn a_content_type_must_fit_into_a_header() {
        let content_type = |params| wanted(params, None).unwrap().content_type;
        assert_eq!(content_type(r#"{"content-type":"text/plain"}"#).as_deref(), Some("text/plain"));
        assert_eq!(content_type(r#"{"content-type":"a\r\nb: c"}"#), None);
        assert_eq!(content_type(r#"{"content-type":""}"#), None);
    }
}
