//! Tokens in the parameters of a multirequest, over a fixed list of results.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{ApiError, Object, Outcome, Param, ParamMap, Value, references};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data).into_owned();
    let results = results();
    let inner: ParamMap =
        [("x".to_owned(), Param::List(vec![Param::Text(text.clone())]))].into_iter().collect();
    let mut params: ParamMap =
        [("a".to_owned(), Param::Text(text.clone())), ("b".to_owned(), Param::Map(inner))]
            .into_iter()
            .collect();
    references::resolve(&mut params, &results);
    let Param::Text(resolved) = &params["a"] else { panic!("a text stays a text") };
    let Param::Map(inner) = &params["b"] else { panic!("a map stays a map") };
    assert_eq!(inner["x"], Param::List(vec![Param::Text(resolved.clone())]), "depth does not matter");
    if *resolved == text {
        return;
    }
    // Only what stands between the first and the last brace is replaced, and only once.
    let start = text.find('{').expect("a token has a brace");
    let end = text.rfind('}').expect("a token has two");
    assert!(resolved.starts_with(&text[..start]) && resolved.ends_with(&text[end + 1..]));
    let found = &resolved[start..resolved.len() - (text.len() - end - 1)];
    let known = ["", "session", "{1:result}", "2", "u1", "u2", "u1,u2,", "1", "1.5", "5", ",", ",,", "7"];
    assert!(known.contains(&found), "{found:?} is no result");
    let mut params: ParamMap = [("a".to_owned(), Param::Text(text.clone()))].into_iter().collect();
    references::resolve(&mut params, &[]);
    assert_eq!(params["a"], Param::Text(text), "without results there is nothing to replace");
});

fn results() -> Vec<Outcome> {
    let text = |text: &str| Value::Text(text.to_owned());
    let user = |id: &str| Value::Object(Object { class: "KalturaUser", properties: vec![("id", text(id))] });
    let list = Object {
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
    };
    vec![
        Ok(text("session")),
        Ok(Value::Object(list)),
        Err(ApiError { code: "X", message: String::new(), args: Vec::new() }),
        Ok(text("{1:result}")),
        Ok(Value::Array(vec![Value::Int(7)])),
    ]
}
