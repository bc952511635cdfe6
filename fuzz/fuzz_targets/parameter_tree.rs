//! Whole requests: path, query and body are one line each. They come to calls within the limits.
#![no_main]

use boxoffice_fuzz::{LIMITS, assert_bounded, read};
use libfuzzer_sys::fuzz_target;
use wire::{Address, Call, Calls, Param, Value};

fuzz_target!(|data: &[u8]| {
    let mut lines = data.splitn(3, |byte| *byte == b'\n');
    let mut next = || lines.next().unwrap_or_default();
    let (path, query, body) = (String::from_utf8_lossy(next()), String::from_utf8_lossy(next()), next());
    let Ok(address) = Address::read(&path, Some(&query), &LIMITS) else { return };
    let _ = address.wanted();
    let is_json = body.trim_ascii_start().starts_with(b"{");
    let content_type = if is_json { "application/json" } else { "application/x-www-form-urlencoded" };
    let Ok(body) = read(content_type, body, body.len()) else { return };
    let Ok(request) = address.with_body(body, &LIMITS) else { return };
    let _ = wire::content_type(&request.wanted);
    match request.calls {
        Calls::Single(call) => look(call),
        Calls::Multi(calls) => {
            assert!(calls.len() <= LIMITS.sub_requests);
            for call in calls {
                assert!(!call.service.is_empty() && !call.action.is_empty());
                assert!(!call.params.contains_key("format"));
                look(call);
            }
        }
    }
});

fn look(mut call: Call) {
    // A value may have all levels, and so may the name with colons that leads to it; sources add up.
    let depth = 2 * LIMITS.depth;
    assert_bounded(&call.params, depth, 4 * LIMITS.parameters);
    assert!(call.params.keys().all(|name| !name.contains(':')), "names with colons are taken apart");
    let _ = (call.ks(), call.partner_id());
    call.params.values().for_each(cast);
    call.resolve(&[Ok(Value::Text("session".to_owned())), Ok(Value::Null)]);
    assert_bounded(&call.params, depth, 4 * LIMITS.parameters);
}

fn cast(param: &Param) {
    assert!(!param.to_float().is_nan());
    let _ = (param.to_int(), param.to_bigint(), param.to_bool(), param.to_text());
    match param {
        Param::Map(map) => map.values().for_each(cast),
        Param::List(items) => items.iter().for_each(cast),
        _ => {}
    }
}
