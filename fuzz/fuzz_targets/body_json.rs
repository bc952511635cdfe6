//! JSON bodies: within the limits, and read as another reader of JSON reads them.
#![no_main]

use boxoffice_fuzz::{LIMITS, assert_bounded};
use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;
use wire::{Limits, Param, json_in};

fuzz_target!(|data: &[u8]| {
    if let Ok(Some(params)) = json_in::decode(data, &LIMITS) {
        assert_bounded(&params, LIMITS.depth, LIMITS.parameters);
    }
    let limits = Limits { parameters: 1 << 20, depth: 100, ..LIMITS };
    let Ok(text) = str::from_utf8(data.trim_ascii()) else { return };
    let Ok(ours) = json_in::decode(data, &limits) else { return };
    // Another reader gives up at 128 levels, after ours.
    let theirs = serde_json::from_str::<Json>(text).ok().filter(Json::is_object);
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let Json::Object(theirs) = theirs else { return };
            assert_eq!(ours.len(), theirs.len());
            assert!(ours.iter().all(|(name, value)| same(value, &theirs[name])), "{ours:?}");
        }
        (ours, theirs) => assert_eq!(ours.is_some(), theirs.is_some()),
    }
});

fn same(ours: &Param, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Param::Null, Json::Null) => true,
        (Param::Bool(ours), Json::Bool(theirs)) => ours == theirs,
        (Param::Int(ours), Json::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Param::Float(ours), Json::Number(theirs)) => {
            theirs.as_f64().is_some_and(|theirs| theirs.to_bits() == ours.to_bits())
        }
        (Param::Text(ours), Json::String(theirs)) => ours == theirs,
        (Param::List(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        // How most clients write an empty list.
        (Param::List(ours), Json::Object(theirs)) => {
            ours.is_empty() && theirs.len() == 1 && theirs.contains_key("-")
        }
        (Param::Map(ours), Json::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(name, ours)| theirs.get(name).is_some_and(|theirs| same(ours, theirs)))
        }
        _ => false,
    }
}
