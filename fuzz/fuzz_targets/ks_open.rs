//! Sessions: any text as a token, any content under a good signature, privileges, and what is written is read.
#![no_main]

use boxoffice_fuzz::{SECRET, seal_v1, seal_v2};
use ks::{
    Draft, DraftError, Envelope, Opened, Privileges, Refusal, Salt, Secret, SessionType, Version,
    merge_for_app_token,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let secrets =
        [Secret::new("another secret").expect("it is one"), Secret::new(SECRET).expect("it is one")];
    let open = |token: &str| -> Result<Opened, Refusal> { Envelope::parse(token)?.open(&secrets) };

    let text = String::from_utf8_lossy(data);
    let (rand, query) = data.split_at(data.len().min(16));
    let tokens = [
        text.clone().into_owned(),
        seal_v2(&[7; 16], data),
        seal_v2(rand, query),
        seal_v1(data),
        seal_v1(&[b"102;102;", data].concat()),
        seal_v1(&[b"102;102;2082758400;2;1795491038.6504;", data].concat()),
    ];
    for token in &tokens {
        if let Ok(opened) = open(token) {
            look(&opened);
        }
    }
    privileges(&text);
    draft(&text, open);
});

fn look(opened: &Opened) {
    let _ = (opened.kind(), opened.rand(), opened.group(), opened.hash(), opened.valid_until());
    let _ = (opened.valid_until_text(), opened.type_text(), opened.user(), opened.is_anonymous());
    let _ = (opened.partner_pattern(), opened.claimed_master_partner(), opened.additional_data());
    let _ = format!("{opened:?}");
    let privileges = opened.privileges();
    for (name, values) in privileges.to_map() {
        assert!(privileges.has(name));
        assert_eq!(privileges.values(name).collect::<Vec<_>>(), values);
        assert_eq!(privileges.first(name), values.first().copied());
    }
    let _ = (privileges.verify("edit", "a"), privileges.flag("a"), privileges.whole_value("a"));
}

fn privileges(text: &str) {
    let (own, caller) = text.split_once('\n').unwrap_or((text, ""));
    let privileges = Privileges::parse(own);
    assert_eq!(privileges.text(), own);
    let merged = merge_for_app_token("tok", own, caller);
    assert!(merged.starts_with("sessionid:tok,apptoken:tok") || merged.starts_with("sessionid:tok/"));
    let merged = Privileges::parse(merged);
    assert_eq!(merged.first("sessionid"), Some("tok"));
    for (name, _) in privileges.to_map() {
        assert!(name.is_empty() || merged.has(name), "{name:?} is lost");
    }
}

/// Lines: partner, expiry, type, user, privileges, data, master partner.
fn draft(text: &str, open: impl Fn(&str) -> Result<Opened, Refusal>) {
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let mut draft = Draft::new(next().parse().unwrap_or(102), next().parse().unwrap_or(0));
    draft.session_type = if next() == "2" { SessionType::Admin } else { SessionType::User };
    draft.user = Some(next().to_owned());
    draft.privileges = next().to_owned();
    draft.additional_data = Some(next().to_owned());
    draft.master_partner = next().parse().ok();
    let secret = Secret::new(SECRET).expect("it is one");
    for version in [Version::V1, Version::V2] {
        let token = match draft.sign(version, &secret, &Salt::random([7; 16])) {
            Ok(token) => token,
            Err(error) => {
                assert_eq!(version == Version::V2, error == DraftError::TooManyPrivileges);
                continue;
            }
        };
        let opened = open(&token).expect("what is written is read");
        assert_eq!(opened.version(), version);
        assert_eq!(opened.partner_id(), draft.partner_id);
        assert_eq!(opened.valid_until(), Some(draft.expiry()));
        assert_eq!(opened.is_admin(), draft.session_type == SessionType::Admin);
        assert_eq!(opened.user().unwrap_or_default(), draft.user.as_deref().unwrap_or_default());
        assert_eq!(
            opened.additional_data().unwrap_or_default(),
            draft.additional_data.as_deref().unwrap_or_default()
        );
        let master = draft.master_partner.map(|id| id.to_string());
        assert_eq!(opened.claimed_master_partner().unwrap_or_default(), master.unwrap_or_default());
        if version == Version::V1 {
            assert_eq!(opened.privileges().text(), draft.privileges);
        }
        look(&opened);
    }
}
