//! Properties that hold for every input.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{open, seal_v1, seal_v2};
use ks::{
    Draft, Envelope, Field, Privileges, Refusal, Salt, Secret, SessionType, Version, merge_for_app_token,
};
use proptest::prelude::*;

const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

/// What PHP's `parse_str` makes of a query string, the slow way: names with values in the order of the first
/// occurrence, or a refusal.
fn naive(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()).take(1000) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = unescape(name);
        let name = name.split('\0').next().unwrap().trim_start_matches(' ').replace(['.', ' '], "_");
        if name.contains('[') {
            return Err(Refusal::BracketedName);
        }
        let value = unescape(value);
        if name.is_empty() {
            continue;
        }
        let reserved = [Field::Expiry, Field::Type, Field::User, Field::MasterPartner, Field::AdditionalData];
        let known = pairs.iter_mut().find(|(known, _)| *known == name);
        match (known, reserved.into_iter().find(|field| field.name() == name)) {
            (Some(_), Some(field)) => return Err(Refusal::DuplicateField(field)),
            (Some(pair), None) => pair.1 = value,
            (None, _) => pairs.push((name, value)),
        }
    }
    Ok(pairs)
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
        let hex = hex.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match (first, hex) {
            (b'%', Some(hex)) => {
                bytes.push(u8::from_str_radix(hex, 16).unwrap());
                rest = &rest[3..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Queries that are mostly made of what matters.
fn query() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        4 => prop::sample::select(vec![
            "a", "b", "edit", "a.b", "a_b", "+a", "%20a", "%61", "a%00x", "%00", "c d", "all", "*", "a[0]", "%5B", "",
        ]),
        1 => prop::sample::select(vec!["_e", "_t", "_u", "_m", "_d", "%5fu", "_d%00", "_"]),
    ];
    let value = prop_oneof![
        prop::sample::select(vec![
            "", "*", "0_a", "a/b", "%2C", "%", "%4", "%zz", "+", "a=b", "=", "%00", "é", "%c3%A9"
        ]),
        Just("12"),
    ];
    let part = (name, prop::option::of(value)).prop_map(|(name, value)| match value {
        Some(value) => format!("{name}={value}"),
        None => name.to_owned(),
    });
    (prop::collection::vec(part, 0..12), prop::sample::select(vec!["&", "&&"]))
        .prop_map(|(parts, joint)| parts.join(joint))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_query_reads_as_php_reads_it(query in query()) {
        let ours = open(SECRET, &seal_v2(SECRET, "5", &[7; 16], query.as_bytes()));
        match (ours, naive(&query)) {
            (Err(Refusal::NotANumber(_)), Ok(_)) => {}
            (Err(refusal), expected) => prop_assert_eq!(Some(refusal), expected.err()),
            (Ok(opened), expected) => {
                let mut pairs = expected.unwrap();
                for (name, ours) in [
                    ("_e", opened.valid_until_text()),
                    ("_t", opened.type_text()),
                    ("_u", opened.user()),
                    ("_m", opened.claimed_master_partner()),
                    ("_d", opened.additional_data()),
                ] {
                    let at = pairs.iter().position(|(known, _)| known == name);
                    let value = at.map(|at| pairs.remove(at).1);
                    prop_assert_eq!(ours, value.as_deref());
                }
                let joined = |(name, value): &(String, String)| {
                    if value.is_empty() { name.clone() } else { format!("{name}:{value}") }
                };
                let text = pairs.iter().map(joined).collect::<Vec<_>>().join(",");
                let text = if text == "all:*" { "*" } else { text.as_str() };
                prop_assert_eq!(opened.privileges().text(), text);
                let map: Vec<(&str, Vec<&str>)> = pairs
                    .iter()
                    .map(|(name, value)| {
                        let values = if value.is_empty() { vec![] } else { value.split('/').collect() };
                        (name.as_str(), values)
                    })
                    .collect();
                prop_assert_eq!(opened.privileges().to_map(), map);
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*", letters in "[A-Za-z0-9+/_\\- =\\r\\n]{0,80}") {
        for text in [text, letters] {
            if let Ok(envelope) = Envelope::parse(&text) {
                let _ = envelope.open(&[Secret::new(SECRET).unwrap()]);
            }
        }
    }

    #[test]
    fn no_signed_content_makes_the_reader_panic(
        content in prop::collection::vec(any::<u8>(), 0..200),
        rand in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        for token in [seal_v2(SECRET, "5", &rand, &content), seal_v1(SECRET, &[b"5;;", content.as_slice()].concat())] {
            if let Ok(opened) = open(SECRET, &token) {
                let privileges = opened.privileges();
                let _ = (opened.kind(), opened.rand(), opened.group(), privileges.to_map(), format!("{opened:?}"));
                let _ = (privileges.verify("edit", "a"), privileges.flag("a"), privileges.whole_value("a"));
            }
        }
    }

    #[test]
    fn what_is_written_is_read(
        user in prop::option::of("\\PC{0,20}"),
        names in prop::collection::vec("[a-z]{1,5}", 0..6),
        values in prop::collection::vec("[^,/\\pC]{0,8}", 6),
        data in prop::option::of("\\PC{0,20}"),
        master in prop::option::of(any::<i64>()),
        partner_id in any::<i64>(),
        valid_until in any::<i64>(),
        admin in any::<bool>(),
        rand in any::<[u8; 16]>(),
    ) {
        let mut draft = Draft::new(partner_id, valid_until);
        draft.session_type = if admin { SessionType::Admin } else { SessionType::User };
        draft.privileges = names
            .iter()
            .zip(&values)
            .map(|(name, value)| format!("{name}:{}", value.trim()))
            .collect::<Vec<_>>()
            .join(",");
        (draft.user, draft.additional_data, draft.master_partner) = (user, data, master);
        let secret = Secret::new(SECRET).unwrap();
        for version in [Version::V1, Version::V2] {
            let Ok(token) = draft.sign(version, &secret, &Salt::random(rand)) else {
                prop_assert!(version == Version::V1);
                continue;
            };
            let opened = open(SECRET, &token).unwrap();
            prop_assert_eq!(opened.version(), version);
            prop_assert_eq!(opened.partner_id(), partner_id);
            prop_assert_eq!(opened.valid_until(), Some(valid_until));
            prop_assert_eq!(opened.is_admin(), admin);
            prop_assert_eq!(opened.user().unwrap_or_default(), draft.user.as_deref().unwrap_or_default());
            prop_assert_eq!(
                opened.additional_data().unwrap_or_default(),
                draft.additional_data.as_deref().unwrap_or_default()
            );
            let master = draft.master_partner.map(|id| id.to_string());
            prop_assert_eq!(opened.claimed_master_partner().unwrap_or_default(), master.unwrap_or_default());
            if version == Version::V1 {
                prop_assert_eq!(opened.privileges_text(), Some(draft.privileges.as_str()));
            }
            for (name, value) in names.iter().zip(&values) {
                let last = names.iter().zip(&values).rfind(|(known, _)| *known == name).unwrap().1;
                prop_assert!(version == Version::V2 && last != value || opened.privileges().verify(name, value.trim()));
            }
        }
    }

    /// A privilege text is written back letter by letter, and its map says the same.
    #[test]
    fn a_privilege_text_comes_back(text in "[a-c:/, *]{0,24}", caller in "[a-c:/, *]{0,24}") {
        let privileges = Privileges::parse(text.clone());
        prop_assert_eq!(privileges.text(), &text);
        for (name, values) in privileges.to_map() {
            prop_assert!(privileges.has(name));
            prop_assert_eq!(privileges.values(name).collect::<Vec<_>>(), values);
        }
        let merged = merge_for_app_token("tok", &text, &caller);
        prop_assert!(merged.starts_with("sessionid:tok,apptoken:tok"));
        // What the caller brings never takes a name from the token.
        for (name, _) in privileges.to_map() {
            prop_assert!(name.is_empty() || Privileges::parse(merged.clone()).has(name));
        }
    }
}
