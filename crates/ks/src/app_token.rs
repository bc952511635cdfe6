//! The privileges of a session that an application token opens.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::privileges::{Privileges, is_blank, is_reserved};

/// The privilege text of `appToken.startSession` (reference: session.md §13.2 step 6).
///
/// In order: `sessionid` and `apptoken` with the token's id, the token's own privileges (equal names add their
/// values), then those of the caller whose name is neither reserved nor already there. A name that the token
/// holds with the value `*` may be narrowed by the caller, reserved or not.
pub fn merge_for_app_token(token_id: &str, token_privileges: &str, caller_privileges: &str) -> String {
    let own = Privileges::parse(token_privileges);
    let caller = Privileges::parse(caller_privileges);
    let mut merged: Vec<(&str, Vec<&str>)> =
        vec![("sessionid", vec![token_id]), ("apptoken", vec![token_id])];
    let mut places = HashMap::from([("sessionid", 0), ("apptoken", 1)]);
    for (name, values) in own.to_map() {
        match places.entry(name) {
            Entry::Occupied(known) => merged[*known.get()].1.extend(values),
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push((name, values));
            }
        }
    }
    let from_token = merged.len();
    for (name, values) in caller.to_map() {
        let name = name.trim_matches(is_blank);
        match places.entry(name) {
            Entry::Occupied(known) => {
                let at = *known.get();
                if at < from_token && merged[at].1.contains(&"*") {
                    merged[at].1 = values;
                }
            }
            Entry::Vacant(_) if is_reserved(name) => {}
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push((name, values));
            }
        }
    }
    let parts = merged.iter().filter(|(name, values)| !(name.is_empty() && values.is_empty()));
    let parts: Vec<String> = parts
        .map(
            |(name, values)| {
                if values.is_empty() { (*name).to_owned() } else { format!("{name}:{}", values.join("/")) }
            },
        )
        .collect();
    parts.join(",")
}
