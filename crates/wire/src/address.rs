//! Path and query (reference: protocol.md §1, §2).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::merge::overlay;
use crate::{ApiError, Limits, Param, ParamMap, Unanswerable, Wanted, form, text};

/// Path and query, read before the body, so that a refused body is answered in the right format.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    pub(crate) params: ParamMap,
    /// `callback` counts in the query only.
    pub(crate) callback: Option<String>,
}

impl Address {
    /// Reads path and query as they were sent.
    pub fn read(path: &str, query: Option<&str>, limits: &Limits) -> Result<Self, ApiError> {
        let query = query.unwrap_or_default();
        if path.len() + query.len() > limits.address_bytes {
            return Err(limits.address_error());
        }
        let mut params = form::decode(query.as_bytes(), limits)?;
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
        Wanted::read(&self.params, self.callback.as_deref())
    }
}

/// The path after the script's name, as alternating keys and values. An empty segment in the place of a key
/// is passed over, so doubled slashes do no harm; in the place of a value it is an empty value. The first of
/// equal keys wins; a last key without value is false.
fn path_pairs(path: &str) -> ParamMap {
    let mut segments = after_script(path)
        .split('/')
        .map(|segment| text::decode(&Cow::from(percent_decode_str(segment))).into_owned());
    let mut pairs = ParamMap::new();
    while let Some(key) = segments.next() {
        if !key.is_empty() {
            let value = segments.next().map_or(Param::Bool(false), Param::Text);
            pairs.entry(key).or_insert(value);
        }
    }
    pairs
}

/// What follows `/api_v3`, `/api_v3/index.php`, `/api`.
fn after_script(path: &str) -> &str {
    let without = |path, name| {
        let rest = str::trim_start_matches(path, '/').strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    };
    let path = without(path, "api_v3").or_else(|| without(path, "api")).unwrap_or(path);
    without(path, "index.php").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, query: &str) -> ParamMap {
        Address::read(path, Some(query), &Limits::default()).unwrap().params
    }

    fn json(text: &str) -> ParamMap {
        crate::json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    #[test]
    fn every_form_of_address_names_its_action() {
        for (path, query) in [
            ("/api_v3/service/session/action/get", ""),
            ("/api_v3//service/session/action/get", ""),
            ("/api_v3/service/session/action/get/", ""),
            ("/api_v3/service/session//action/get", ""),
            ("/api_v3/index.php", "service=session&action=get"),
            ("/api_v3/index.php/service/session/action/get", ""),
            ("/api_v3/", "service=session&action=get"),
            ("/api_v3", "service=session&action=get"),
            ("/api/service/session/action/get", ""),
            ("/api_v3/action/get/service/session", ""),
            ("/api_v3/service/session", "action=get"),
        ] {
            assert_eq!(read(path, query), json(r#"{"service":"session","action":"get"}"#), "{path} {query}");
        }
        assert_eq!(read("/api_v3/service/multirequest/", ""), json(r#"{"service":"multirequest"}"#));
    }

    #[test]
    fn pairs_are_parameters() {
        for (path, params) in [
            ("/ks/a%2Bb+c/format/1", r#"{"ks":"a+b+c","format":"1"}"#),
            ("/filter:idEqual/0_abc", r#"{"filter:idEqual":"0_abc"}"#),
            ("/x/1/x/2", r#"{"x":"1"}"#),
            ("/x/1/last", r#"{"x":"1","last":false}"#),
            ("/ks//format/1", r#"{"ks":"","format":"1"}"#),
            ("/tags/api_v3/name/index.php", r#"{"tags":"api_v3","name":"index.php"}"#),
            ("/name/%E9", r#"{"name":"\uffff"}"#),
            ("/a/x%2Fy", r#"{"a":"x/y"}"#),
        ] {
            assert_eq!(read(&format!("/api_v3{path}"), ""), json(params), "{path}");
        }
    }

    #[test]
    fn the_path_lies_over_the_query() {
        assert_eq!(read("/api_v3/a/path", "a=query&b=query"), json(r#"{"a":"path","b":"query"}"#));
    }

    #[test]
    fn the_format_is_known_before_the_body() {
        let wanted = |path, query| Address::read(path, Some(query), &Limits::default()).unwrap().wanted();
        assert_eq!(wanted("/api_v3/format/3", "").unwrap().format, crate::Format::Php);
        assert_eq!(wanted("/api_v3", "format=9&callback=cb").unwrap().callback, "cb");
        assert!(wanted("/api_v3/format/9/callback/cb", "").is_err(), "only the query names a function");
        assert!(wanted("/api_v3", "format=").is_err());
    }

    #[test]
    fn addresses_have_limits() {
        let limits = Limits { address_bytes: 20, parameters: 3, ..Limits::default() };
        let code = |path: &str, query: &str| {
            Address::read(path, Some(query), &limits).map(|_| ()).map_err(|error| error.code)
        };
        assert_eq!(code("/api_v3/a/1", "b=2&c=3"), Ok(()));
        assert_eq!(code("/api_v3/a/1/b/2", "c=3&d=4"), Err("REQUEST_TOO_LARGE"));
        assert_eq!(code("/api_v3/a/1/b/2", "c&d"), Err("TOO_MANY_PARAMETERS"));
    }
}
