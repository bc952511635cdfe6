//! Each test plays an attack on Kaltura's session and sees it fail (reference: session.md §17).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{NOW, id, open, seal_v1, seal_v2, text, world};
use ks::{
    Checked, Context, Draft, DraftError, Envelope, Field, InstallationKey, Issued, Kind, Refusal, Salt,
    Secret, SessionType, UnixMillis, Version, merge_for_app_token,
};
use sha1::{Digest, Sha1};

const SECRET: &str = "5d41402abc4b2a76b9719d911017c592";
const RAND: [u8; 16] = [7; 16];

/// The compression function of SHA-1, so that a digest can be continued without its beginning.
fn compress(state: &mut [u32; 5], block: &[u8]) {
    let mut words = [0_u32; 80];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for at in 16..80 {
        words[at] = (words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16]).rotate_left(1);
    }
    let mut now = *state;
    for (round, word) in words.iter().enumerate() {
        let [first, second, third, fourth, fifth] = now;
        let (mix, constant) = match round / 20 {
            0 => (second & third | !second & fourth, 0x5a82_7999),
            1 => (second ^ third ^ fourth, 0x6ed9_eba1),
            2 => (second & third | second & fourth | third & fourth, 0x8f1b_bcdc),
            _ => (second ^ third ^ fourth, 0xca62_c1d6_u32),
        };
        let sum = first.rotate_left(5).wrapping_add(mix).wrapping_add(fifth).wrapping_add(constant);
        now = [sum.wrapping_add(*word), first, second.rotate_left(30), third, fourth];
    }
    for (word, add) in state.iter_mut().zip(now) {
        *word = word.wrapping_add(add);
    }
}

fn padding(length: usize) -> Vec<u8> {
    let zeros = (119 - length % 64) % 64;
    let bits = u64::try_from(length * 8).unwrap();
    [vec![0x80], vec![0; zeros], bits.to_be_bytes().to_vec()].concat()
}

/// `SHA-1(unknown || padding || suffix)` from `SHA-1(unknown)` and its length.
fn extend(digest: &[u8], length: usize, suffix: &[u8]) -> [u8; 20] {
    let mut state = [0; 5];
    for (word, bytes) in state.iter_mut().zip(digest.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    let before = length + padding(length).len();
    let rest = [suffix, &padding(before + suffix.len())].concat();
    for block in rest.chunks(64) {
        compress(&mut state, block);
    }
    state.map(u32::to_be_bytes).concat().try_into().unwrap()
}

#[test]
fn length_extension_of_version_1_gains_nothing() {
    // Every length of the padding, from one byte to sixty-four.
    for fill in 0..64 {
        let honest = format!("101;101;{};0;17;{};sview:1_a", NOW + 60, "u".repeat(fill));
        let digest = Sha1::digest([SECRET, &honest].concat());
        assert_eq!(
            open(SECRET, &seal_v1(SECRET, honest.as_bytes())).unwrap().privileges().text(),
            "sview:1_a"
        );

        let known = SECRET.len() + honest.len();
        let suffix = b",edit:*,list:*,disableentitlement";
        let forged_text = [honest.as_bytes(), &padding(known), suffix].concat();
        let forged_digest = extend(&digest, known, suffix);
        // The forgery is right: whoever only recomputes the signature takes it.
        assert_eq!(Sha1::digest([SECRET.as_bytes(), &forged_text].concat()).as_slice(), forged_digest);

        let token = seal_v1(SECRET, &forged_text);
        assert_eq!(open(SECRET, &token).unwrap_err(), Refusal::ForbiddenBytes);
    }
}

#[test]
fn a_zero_byte_or_broken_text_in_version_1_is_refused_by_itself() {
    for text in [
        &b"101;101;2082758400;0;1;u\0;"[..],
        b"101;101;2082758400;0;1;u\x80;",
        b"101;101;2082758400;0;1;\xff",
    ] {
        assert_eq!(open(SECRET, &seal_v1(SECRET, text)).unwrap_err(), Refusal::ForbiddenBytes);
    }
}

#[test]
fn an_unescaped_user_id_cannot_set_a_field() {
    let user_ids = [
        ("x&_t=2", Field::Type),
        ("x&_t", Field::Type),
        ("x&%5ft=2", Field::Type),
        ("x&+_t=2", Field::Type),
        ("x&%20%20_t=2", Field::Type),
        ("x&_t%00y=2", Field::Type),
        ("x&_e=9999999999", Field::Expiry),
        ("x&_u=admin", Field::User),
        ("x&_m=-1&_m=-1", Field::MasterPartner),
        ("x&_d=1&_d=2", Field::AdditionalData),
    ];
    for (user, field) in user_ids {
        let query = format!("sview=1_a&_e={}&_t=0&_u={user}", NOW + 60);
        let token = seal_v2(SECRET, "102", &RAND, query.as_bytes());
        assert_eq!(open(SECRET, &token).unwrap_err(), Refusal::DuplicateField(field), "{user}");
    }
}

#[test]
fn a_user_id_can_neither_set_a_field_nor_a_privilege_through_our_writer() {
    for user in ["x&_t=2&edit=*", "x;y", "x%26_t=2", "x\0y", "a+b c", "x=y&_e=0"] {
        let mut draft = Draft::new(102, NOW + 60);
        draft.user = Some(user.to_owned());
        let token = draft.sign(Version::V2, &Secret::new(SECRET).unwrap(), &Salt::random(RAND)).unwrap();
        let opened = open(SECRET, &token).unwrap();
        assert_eq!((opened.user(), opened.is_admin(), opened.privileges().text()), (Some(user), false, ""));
    }
}

#[test]
fn a_privilege_cannot_set_a_field_through_our_writer() {
    // Readers turn `.` and blanks in a name into `_`, and end it at a zero byte.
    for privileges in [
        "_t:2,_e:1,_u:admin,_m:-2,_d:x, _m:-1,foo:bar",
        ".t:2,.e:1,.u:admin,.m:-2,.d:x,foo:bar",
        ".u:admin,foo:bar",
        ".m:-2,foo:bar",
        "_t\0:2,_e\0x:1,.u\0:admin,_m\0y:-2,_d\0,foo:bar",
        "a[b]:1,[:2,_u[0]:admin,foo:bar",
    ] {
        let mut draft = Draft::new(102, NOW + 60);
        privileges.clone_into(&mut draft.privileges);
        let token = draft.sign(Version::V2, &Secret::new(SECRET).unwrap(), &Salt::random(RAND)).unwrap();
        let opened = open(SECRET, &token).unwrap();
        assert_eq!((opened.user(), opened.is_admin(), opened.valid_until()), (None, false, Some(NOW + 60)));
        assert_eq!((opened.claimed_master_partner(), opened.additional_data()), (None, None), "{privileges}");
        assert_eq!(opened.privileges().text(), "foo:bar", "{privileges}");
    }
}

#[test]
fn the_fields_cannot_be_pushed_out_of_sight() {
    let secret = Secret::new(SECRET).unwrap();
    let sign = |count| {
        let mut draft = Draft::new(102, NOW + 60);
        (draft.user, draft.master_partner) = (Some("u".to_owned()), Some(-2));
        draft.additional_data = Some("data".to_owned());
        draft.privileges = (0..count).map(|number| format!("p{number}")).collect::<Vec<_>>().join(",");
        draft.sign(Version::V2, &secret, &Salt::random(RAND))
    };
    let opened = open(SECRET, &sign(995).unwrap()).unwrap();
    assert_eq!((opened.valid_until(), opened.additional_data()), (Some(NOW + 60), Some("data")));
    assert!(opened.privileges().has("p994"));
    for count in [996, 1_000_000] {
        assert_eq!(sign(count), Err(DraftError::TooManyPrivileges));
    }
}

#[test]
fn many_privileges_are_merged_in_passing() {
    // So many names would take minutes if each were compared with every other.
    let names =
        |from| (from..from + 200_000).map(|number| format!("p{number}")).collect::<Vec<_>>().join(",");
    let merged = merge_for_app_token("tok", &names(0), &names(100_000));
    assert_eq!(merged.split(',').count(), 2 + 300_000);
}

#[test]
fn version_1_is_not_written_where_it_would_shift() {
    let secret = Secret::new(SECRET).unwrap();
    let sign = |change: &dyn Fn(&mut Draft)| {
        let mut draft = Draft::new(101, NOW + 60);
        change(&mut draft);
        draft.sign(Version::V1, &secret, &Salt::random(RAND))
    };
    for bad in ["a;b", "a\nb", "a\0b", "a\u{7f}"] {
        assert_eq!(sign(&|draft| draft.user = Some(bad.to_owned())), Err(DraftError::User));
        assert_eq!(sign(&|draft| bad.clone_into(&mut draft.privileges)), Err(DraftError::Privileges));
        let data = sign(&|draft| draft.additional_data = Some(bad.to_owned()));
        assert_eq!(data, Err(DraftError::AdditionalData));
    }
    assert_eq!(Draft::new(101, 0).sign_v1_with(&secret, "1;2"), Err(DraftError::Rand));
}

#[test]
fn a_partner_has_one_text() {
    for partner in ["0102", " 102", "102 ", "+102", "1e2", "102.0", "", "-", "-0102", "٣", "102\0"] {
        let query = format!("_e={}&_t=0&_u=u", NOW + 60);
        let token = seal_v2(SECRET, partner, &RAND, query.as_bytes());
        assert_eq!(Envelope::parse(&token).unwrap_err(), Refusal::PartnerText, "{partner:?}");
        let text = format!("{partner};{partner};{};0;1;u;", NOW + 60);
        assert_eq!(
            Envelope::parse(&seal_v1(SECRET, text.as_bytes())).unwrap_err(),
            Refusal::PartnerText,
            "{partner:?}"
        );
    }
}

#[test]
fn numbers_are_plain_decimal() {
    let odd = [
        "never",
        "9e9",
        "1E99",
        "0x7fffffff",
        "+5",
        " 5",
        "5 ",
        "5.5",
        "-",
        "--5",
        "99999999999999999999",
        "٣",
    ];
    for number in odd {
        let cases = [
            (Field::Expiry, format!("{number};0"), format!("_e={number}&_t=0").replace('+', "%2B")),
            (
                Field::Type,
                format!("9999999999;{number}"),
                format!("_e=9999999999&_t={number}").replace('+', "%2B"),
            ),
        ];
        for (field, v1, v2) in cases {
            let expected = Some(Refusal::NotANumber(field));
            assert_eq!(
                open(SECRET, &seal_v2(SECRET, "102", &RAND, v2.as_bytes())).err(),
                expected,
                "{number}"
            );
            let text = format!("102;102;{v1};1;u;");
            assert_eq!(open(SECRET, &seal_v1(SECRET, text.as_bytes())).err(), expected, "{number}");
        }
    }
}

#[test]
fn an_empty_type_is_neither_admin_nor_widget() {
    let token = seal_v2(SECRET, "102", &RAND, b"widget=1&_e=9999999999&_t=&_u=0");
    assert_eq!(open(SECRET, &token).unwrap().kind(), Kind::User);
}

#[test]
fn bracketed_names_and_broken_characters_are_bad_sessions() {
    for (query, refusal) in [
        (&b"a[]=1&_e=9999999999"[..], Refusal::BracketedName),
        (b"_u%5B0%5D=x&_e=9999999999", Refusal::BracketedName),
        (b"_e=9999999999&_u=%ff", Refusal::NotUtf8),
        (b"_e=9999999999&a%ff=1", Refusal::NotUtf8),
        // Two halves of one character in two fields do not make it whole.
        (b"_e=9999999999&_u=%c3&_d=%a9", Refusal::NotUtf8),
        (b"_e=9999999999&a=%c3&b=%a9", Refusal::NotUtf8),
    ] {
        assert_eq!(open(SECRET, &seal_v2(SECRET, "102", &RAND, query)).unwrap_err(), refusal);
    }
}

#[test]
fn every_unreadable_token_looks_the_same_from_outside() {
    let world = world();
    let mut answers: Vec<_> = world
        .section("reject")
        .iter()
        .filter(|vector| text(&vector["expect"]["stage"]) == "parse")
        .map(|vector| world.open(text(&vector["ks"])).expect_err(id(vector)))
        .map(|refusal| (refusal.code(), refusal.ksid_word()))
        .collect();
    answers.dedup();
    assert_eq!(answers, [("INVALID_KS", None)]);
}

#[test]
fn a_session_with_a_group_cannot_hide_as_a_widget() {
    let context = Context { now: NOW, remote_address: None, request_uri: None };
    let exempt = |query: &[u8]| {
        let checked = open(SECRET, &seal_v2(SECRET, "102", &RAND, query)).unwrap().check(&context).unwrap();
        matches!(checked, Checked::Exempt(_))
    };
    assert!(exempt(b"view=*&widget=1&_e=9999999999&_t=0&_u=0"));
    assert!(!exempt(b"sessionid=0_tok&widget=1&_e=9999999999&_t=0&_u=0"));
    assert!(!exempt(b"view=*&widget=10&_e=9999999999&_t=0&_u=0"));
}

#[test]
fn a_signer_cannot_claim_a_master_partner() {
    let secret = Secret::new(SECRET).unwrap();
    let key = InstallationKey::new(&[1; 32]);
    let mut draft = Draft::new(102, NOW + 60);
    draft.session_type = SessionType::Admin;
    draft.master_partner = Some(-1);
    for version in [Version::V1, Version::V2] {
        let open = |salt: &Salt<'_>| open(SECRET, &draft.sign(version, &secret, salt).unwrap()).unwrap();
        let by_server = open(&Salt::issued(&key, UnixMillis(1_795_490_556_323), 5));
        assert_eq!(by_server.trusted_master_partner(&key), Some(-1));
        let by_signer = open(&Salt::random(RAND));
        assert_eq!(
            (by_signer.claimed_master_partner(), by_signer.trusted_master_partner(&key)),
            (Some("-1"), None)
        );
        let elsewhere = open(&Salt::issued(&InstallationKey::new(&[2; 32]), UnixMillis(1), 5));
        assert_eq!(elsewhere.trusted_master_partner(&key), None);
    }
}

/// The signer takes the random part of a token that the server issued and puts other content around it.
#[test]
fn a_stamp_cannot_be_moved_to_other_content() {
    let secret = Secret::new(SECRET).unwrap();
    let key = InstallationKey::new(&[1; 32]);
    let at = UnixMillis(1_795_490_556_323);
    let draft = Draft::new(102, NOW + 60);

    let genuine =
        open(SECRET, &draft.sign(Version::V2, &secret, &Salt::issued(&key, at, 9)).unwrap()).unwrap();
    assert_eq!(genuine.issued_at(&key), Some(at));
    let stamp: [u8; 16] = common::unhex(&genuine.rand().unwrap());
    let moved = |partner: &str, query: &str| {
        open(SECRET, &seal_v2(SECRET, partner, &stamp, query.as_bytes())).unwrap().issued_at(&key)
    };
    let query = format!("_e={}&_t=0", NOW + 60);
    assert_eq!(moved("102", &query), Some(at));
    assert_eq!(moved("103", &query), None);
    for other in ["_m=-1&", "edit=*&", "&", "_u=&"] {
        assert_eq!(moved("102", &format!("{other}{query}")), None, "{other}");
    }
    for byte in 0..16 {
        let mut changed = stamp;
        changed[byte] ^= 1;
        let token = seal_v2(SECRET, "102", &changed, query.as_bytes());
        assert_eq!(open(SECRET, &token).unwrap().issued_at(&key), None, "byte {byte}");
    }

    let genuine =
        open(SECRET, &draft.sign(Version::V1, &secret, &Salt::issued(&key, at, 9)).unwrap()).unwrap();
    assert_eq!(genuine.issued_at(&key), Some(at));
    let rand = genuine.rand().unwrap();
    let end = NOW + 60;
    let moved = |text: String| open(SECRET, &seal_v1(SECRET, text.as_bytes())).unwrap().issued_at(&key);
    assert_eq!(moved(format!("102;102;{end};0;{rand};;;;")), Some(at));
    assert_eq!(moved(format!("102;102;{end};2;{rand};;;;")), None);
    assert_eq!(moved(format!("102;102;{end};0;{rand};;;-1;")), None);
    assert_eq!(moved(format!("102;102;{end};0;{rand};;;;;")), None);
    // A stamp for one version is none for the other, and the fields cannot flow across it.
    assert_eq!(moved(format!("102;102;{end};0;;{rand};;;")), None);
}

#[test]
fn a_mark_comes_back_and_is_covered_like_the_time() {
    let secret = Secret::new(SECRET).unwrap();
    let key = InstallationKey::new(&[1; 32]);
    let at = UnixMillis(1_795_490_556_323);
    let draft = Draft::new(102, NOW + 60);
    for version in [Version::V1, Version::V2] {
        for mark in [0, 1, Salt::MAX_MARK] {
            let salt = Salt::issued(&key, at, u32::MAX).marked(mark);
            let opened = open(SECRET, &draft.sign(version, &secret, &salt).unwrap()).unwrap();
            assert_eq!(opened.issued(&key), Some(Issued { at, mark }));
        }
    }
    // Another mark is another token, and one too large spills into nothing.
    let salt = |mark| Salt::issued(&key, at, 7).marked(mark);
    let sign = |mark| draft.sign(Version::V2, &secret, &salt(mark)).unwrap();
    assert_ne!(sign(1), sign(2));
    assert_eq!(sign(Salt::MAX_MARK + 1), sign(0));
}

#[test]
fn a_reproducible_token_is_equal_for_equals_only_and_foreseen_by_nobody() {
    let secret = Secret::new(SECRET).unwrap();
    let (key, other) = (InstallationKey::new(&[1; 32]), InstallationKey::new(&[2; 32]));
    let start = 1_795_490_400_000;
    let link = |key: &InstallationKey, version, entry: &str, at, end| {
        let mut draft = Draft::new(102, end);
        draft.privileges = format!("download:{entry},downloadasset:1_flv");
        draft.sign(version, &secret, &Salt::reproducible(key, UnixMillis(at))).unwrap()
    };
    let end = start / 1000 + 86_400;
    let (end, start) = (i64::try_from(end).unwrap(), start);
    for version in [Version::V1, Version::V2] {
        let first = link(&key, version, "1_abc", start + 1_000, end + 1);
        assert_eq!(first, link(&key, version, "1_abc", start + 299_999, end + 299));
        assert_ne!(first, link(&key, version, "1_abc", start + 300_000, end + 301));
        assert_ne!(first, link(&key, version, "1_abd", start + 1_000, end + 1));
        assert_ne!(first, link(&other, version, "1_abc", start + 1_000, end + 1));
        let opened = open(SECRET, &first).unwrap();
        assert_eq!(opened.valid_until(), Some(end + 300));
        assert_eq!(opened.issued_at(&key), Some(UnixMillis(start)));
    }
}

#[test]
fn the_matching_secret_is_found_wherever_it_stands() {
    let secrets = ["one", "two", "three"].map(|text| Secret::new(text).unwrap());
    for (index, secret) in secrets.iter().enumerate() {
        for version in [Version::V1, Version::V2] {
            let token = Draft::new(5, NOW + 60).sign(version, secret, &Salt::random(RAND)).unwrap();
            assert_eq!(Envelope::parse(&token).unwrap().open(&secrets).unwrap().secret_index(), index);
            let others: Vec<Secret> =
                secrets.iter().filter(|other| !other.matches(secret.expose())).cloned().collect();
            assert_eq!(Envelope::parse(&token).unwrap().open(&others).unwrap_err(), Refusal::Signature);
            assert_eq!(Envelope::parse(&token).unwrap().open(&[]).unwrap_err(), Refusal::NoSecrets);
        }
    }
}
