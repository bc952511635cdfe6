//! From path, query and body to calls (reference: protocol.md §2).

use crate::body::Body;
use crate::call::calls;
use crate::merge::overlay;
use crate::{Address, ApiError, Calls, Limits, Unanswerable, Wanted};

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

impl Address {
    /// Lays files over the body, and path and query over both, and takes the calls apart.
    pub fn with_body(self, body: Body, limits: &Limits) -> Result<Request, RequestError> {
        let Body { mut params, files } = body;
        overlay(&mut params, files);
        overlay(&mut params, self.params);
        let wanted = Wanted::read(&params, self.callback.as_deref()).map_err(RequestError::Unanswerable)?;
        match calls(params, limits) {
            Ok(calls) => Ok(Request { wanted, calls }),
            Err(error) => Err(RequestError::Refused(wanted, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, ParamMap, json_in};

    fn json(text: &str) -> ParamMap {
        json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    fn read(query: &str, body: &str, files: &str) -> Result<Request, RequestError> {
        let limits = Limits::default();
        let body = Body { params: json(body), files: json(files) };
        Address::read("/api_v3/service/media/action/list/a/path", Some(query), &limits)
            .unwrap()
            .with_body(body, &limits)
    }

    #[test]
    fn path_beats_query_beats_files_beats_body() {
        let request = read(
            "a=query&b=query&filter[x]=9",
            r#"{"a":"body","b":"body","c":"body","d":"body","filter":{"x":1,"y":2}}"#,
            r#"{"a":"files","b":"files","c":"files"}"#,
        );
        let expected = json(
            r#"{"service":"media","action":"list","a":"path","b":"query","c":"files","d":"body","filter":{"x":"9","y":2}}"#,
        );
        let Calls::Single(call) = request.unwrap().calls else { panic!("one call was sent") };
        assert_eq!(call.params, expected);
    }

    #[test]
    fn only_the_query_names_a_function() {
        let callback =
            |query| read(query, r#"{"callback":"x"}"#, "{}").map(|request| request.wanted.callback);
        assert_eq!(callback("format=9&callback=cb"), Ok("cb".to_owned()));
        assert!(matches!(callback("format=9"), Err(RequestError::Unanswerable(_))));
    }

    #[test]
    fn limits_are_answered_in_the_format_that_was_asked_for() {
        let deep = format!(r#"{{"format":1,"{}x":1}}"#, "a:".repeat(100));
        match read("", &deep, "{}") {
            Err(RequestError::Refused(wanted, error)) => {
                assert_eq!((wanted.format, error.code), (Format::Json, "NESTING_TOO_DEEP"));
            }
            other => panic!("{other:?}"),
        }
    }
}
