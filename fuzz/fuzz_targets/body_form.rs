//! Form bodies and query strings: within the limits, and what was read can be written and read again.
#![no_main]

use boxoffice_fuzz::{LIMITS, assert_bounded};
use libfuzzer_sys::fuzz_target;
use wire::{Param, ParamMap, form};

fuzz_target!(|data: &[u8]| {
    let Ok(params) = form::decode(data, &LIMITS) else { return };
    assert_bounded(&params, LIMITS.depth, LIMITS.parameters);
    let mut text = String::new();
    for (name, value) in &params {
        write(&mut text, &escape(name), value);
    }
    let again: ParamMap = form::decode(text.as_bytes(), &LIMITS).expect("it was within the limits");
    assert_eq!(params, again, "{text}");
});

fn write(text: &mut String, name: &str, value: &Param) {
    match value {
        Param::Map(map) => {
            for (key, value) in map {
                write(text, &format!("{name}[{}]", escape(key)), value);
            }
        }
        Param::List(_) => text.push_str(&format!("{name}[-]=&")),
        value => text.push_str(&format!("{name}={}&", escape(&value.to_text()))),
    }
}

fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
