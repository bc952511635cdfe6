//! The privileges of a session that an application token opens.

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
    for (name, values) in own.to_map() {
        match merged.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.extend(values),
            None => merged.push((name, values)),
        }
    }
    let from_token = merged.len();
    for (name, values) in caller.to_map() {
        let name = name.trim_matches(is_blank);
        match merged.iter().position(|(known, _)| *known == name) {
            Some(at) if at < from_token && merged[at].1.contains(&"*") => merged[at].1 = values,
            Some(_) => {}
            None if is_reserved(name) => {}
            None => merged.push((name, values)),
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
