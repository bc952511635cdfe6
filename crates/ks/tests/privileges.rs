//! What the privilege text means, beyond the vectors (reference: session.md §6, §9.4, §11, §13.2).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{NOW, open, seal_v1, seal_v2};
use ks::{Checked, Context, Privileges, Refusal, Revocation, merge_for_app_token};

#[test]
fn a_flag_is_a_bare_name() {
    let v1 = Privileges::parse("enableentitlement:1,x:,disableentitlement");
    assert!(v1.flag("disableentitlement") && !v1.flag("enableentitlement") && !v1.flag("x"));
    let token = seal_v2("s", "5", &[1; 16], b"enableentitlement=1&x=&y&_e=1");
    let opened = open("s", &token).unwrap();
    assert!(!opened.privileges().flag("enableentitlement"));
    assert!(opened.privileges().flag("x") && opened.privileges().flag("y"));
}

#[test]
fn a_privacy_context_keeps_its_slashes_and_ends_at_a_comma() {
    let privileges = Privileges::parse("privacycontext:a/b,privacycontext:c,searchcontext:");
    assert_eq!(privileges.whole_value("privacycontext"), Some("a/b"));
    assert_eq!(privileges.whole_value("searchcontext"), None);
    let token = seal_v2("s", "5", &[1; 16], b"privacycontext=a%2Fb%2Cc&_e=1");
    assert_eq!(open("s", &token).unwrap().privileges().whole_value("privacycontext"), Some("a/b"));
}

#[test]
fn playlists_open_edit_and_sview_only() {
    let privileges = Privileges::parse("editplaylist:p1/p2,sviewplaylist:p3, editplaylist:p4");
    assert_eq!(privileges.playlists("edit").collect::<Vec<_>>(), ["p1", "p2", "p4"]);
    assert_eq!(privileges.playlists("sview").collect::<Vec<_>>(), ["p3"]);
    assert_eq!(privileges.playlists("download").count(), 0);
}

fn uri(restriction: &str, uri: &str) -> Option<Refusal> {
    let text = format!("5;5;{};0;1;u;{restriction}", NOW + 1);
    let context = Context { now: NOW, remote_address: None, request_uri: Some(uri) };
    open("s", &seal_v1("s", text.as_bytes())).unwrap().check(&context).err()
}

#[test]
fn uri_alternatives_are_equal_or_prefixes() {
    for (restriction, request) in [
        ("urirestrict:/a/b", "/a/b"),
        ("urirestrict:/x|/a/*", "/a/b?c=d"),
        ("urirestrict:*", "/anything"),
        ("urirestrict:/x,urirestrict:y|/a*", "/a/b"),
    ] {
        assert_eq!(uri(restriction, request), None, "{restriction}");
    }
    for (restriction, request) in [
        ("urirestrict:/a/b", "/a/b?c=d"),
        ("urirestrict:/a/*b", "/a/xb"),
        ("urirestrict:|/b", "/a"),
        ("urirestrict", "/a"),
        // Repeated in version 1, the values are one list, joined with a slash.
        ("urirestrict:/a,urirestrict:/b", "/a"),
    ] {
        assert_eq!(uri(restriction, request), Some(Refusal::Uri), "{restriction}");
    }
}

#[test]
fn an_unknown_address_or_uri_satisfies_no_restriction() {
    let context = Context { now: NOW, remote_address: None, request_uri: None };
    for (restriction, refusal) in [("iprestrict=1.2.3.4", Refusal::Address), ("urirestrict=*", Refusal::Uri)]
    {
        let query = format!("{restriction}&_e={}&_u=u", NOW + 1);
        let opened = open("s", &seal_v2("s", "5", &[1; 16], query.as_bytes())).unwrap();
        assert_eq!(opened.check(&context).unwrap_err(), refusal);
    }
}

#[test]
fn an_action_limit_is_a_whole_number_above_zero() {
    let limit = |value: &str| {
        let query = format!("actionslimit={value}&_e={}&_u=u", NOW + 1);
        let context = Context { now: NOW, remote_address: None, request_uri: None };
        match open("s", &seal_v2("s", "5", &[1; 16], query.as_bytes())).unwrap().check(&context).unwrap() {
            Checked::Revocable(session) => match session.clone().answer(Revocation::Ended) {
                Err(Refusal::Revoked) => session.answer(Revocation::Standing),
                other => panic!("ended, yet {other:?}"),
            },
            Checked::Exempt(_) => panic!("exempt"),
        }
    };
    for (value, expected) in [("1", 1), ("3%2F9", 3), ("99999999999999999999", i64::MAX)] {
        assert!(
            matches!(limit(value), Ok(ks::Admission::Limited(limited)) if limited.limit() == expected),
            "{value}"
        );
    }
    for value in ["0", "-1", "1.5", "1e3", "%2B1", "", "x"] {
        assert_eq!(limit(value).unwrap_err(), Refusal::ActionsLimitValue, "{value}");
    }
}

/// The parts beyond the limit of PHP's parser are not seen, and empty ones do not count.
#[test]
fn a_thousand_parts_are_read() {
    let end = |before: usize| {
        let query = format!("{}&&_e={}", "a=1&".repeat(before), NOW + 1);
        open("s", &seal_v2("s", "5", &[1; 16], query.as_bytes())).unwrap().valid_until()
    };
    assert_eq!((end(999), end(1000)), (Some(NOW + 1), None));
}

#[test]
fn an_application_token_keeps_its_names() {
    let merge = |own, caller| merge_for_app_token("t", own, caller);
    assert_eq!(merge("a:1,a:2", "b:3, c , edit:*,setrole:5"), "sessionid:t,apptoken:t,a:1/2,b:3,c");
    // Only a star of the token may be narrowed, once, and never by a star that the caller brought.
    assert_eq!(merge("edit:*", "edit:0_a, edit:0_b,x:*,x:1"), "sessionid:t,apptoken:t,edit:0_a,x:*/1");
    assert_eq!(merge("", "x:*, x:1"), "sessionid:t,apptoken:t,x:*");
    assert_eq!(merge("", "sessionid:mine,apptoken:mine"), "sessionid:t,apptoken:t");
}
