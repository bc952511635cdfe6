//! What opening and verifying a session costs, next to the bare cryptography that no reader can avoid.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aes::Aes128;
use aes::cipher::{Array, BlockModeDecrypt, InnerIvInit, KeyInit};
use ks::{Admission, Checked, Context, Draft, Envelope, Revocation, Salt, Secret, SessionType, Version};
use sha1::{Digest, Sha1};

const TURNS: u32 = 20_000;
const ROUNDS: usize = 30;

/// The quickest of several rounds: everything slower is the machine's doing.
fn nanoseconds(mut work: impl FnMut()) -> f64 {
    let round = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..TURNS).for_each(|_| work());
        start.elapsed()
    };
    let best = (0..ROUNDS).map(|_| round(&mut work)).min().unwrap_or(Duration::ZERO);
    best.as_secs_f64() * 1e9 / f64::from(TURNS)
}

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    println!("Opening and verifying a version 2 session, privileges included, one thread\n");
    println!(
        "| Session | Letters | Whole | ÷ AES-CBC + SHA-1, key ready | ÷ the same with key setup |\n|---|---|---|---|---|"
    );
    let secret = Secret::new("5d41402abc4b2a76b9719d911017c592")?;
    let secrets = [secret.clone()];
    let context = Context { now: 1_700_000_000, remote_address: Some("203.0.113.7"), request_uri: Some("/") };
    for (name, privileges) in [
        ("no privileges", ""),
        ("few privileges", "list:*,setrole:PLAYBACK_BASE_ROLE,enableentitlement,privacycontext:ctx1"),
        (
            "many privileges",
            "sview:0_abcd1234/0_abcd1235/0_abcd1236,edit:0_abcd1234,iprestrict:203.0.113.7,urirestrict:/*,\
             sessionid:5f0c3b1a,disableentitlementforentry:0_abcd1234/0_abcd1235,privacycontext:a context,\
             virtualeventid:12,appid:kms-1.2.3,searchcontext:ctx,enablecategorymoderation",
        ),
    ] {
        let mut draft = Draft::new(102, 2_000_000_000);
        draft.user = Some("someone@example.com".to_owned());
        draft.session_type = SessionType::User;
        privileges.clone_into(&mut draft.privileges);
        let token = draft.sign(Version::V2, &secret, &Salt::random([7; 16]))?;

        let cipher = Aes128::new(&Array::default());
        let mut cipher_text = vec![7_u8; token.len() / 4 * 3 / 16 * 16];
        let bare = nanoseconds(|| {
            let (blocks, _) = Array::slice_as_chunks_mut(&mut cipher_text);
            cbc::Decryptor::<&Aes128>::inner_iv_init(&cipher, &Array::default()).decrypt_blocks(blocks);
            black_box(Sha1::digest(&cipher_text));
        });
        let bare_with_key = nanoseconds(|| {
            let cipher = Aes128::new(black_box(&Array::default()));
            let (blocks, _) = Array::slice_as_chunks_mut(&mut cipher_text);
            cbc::Decryptor::<Aes128>::inner_iv_init(cipher, &Array::default()).decrypt_blocks(blocks);
            black_box(Sha1::digest(&cipher_text));
        });
        let whole = nanoseconds(|| {
            let opened = Envelope::parse(black_box(&token)).and_then(|envelope| envelope.open(&secrets));
            let verified =
                opened.and_then(|opened| opened.check(&context)).and_then(|checked| match checked {
                    Checked::Exempt(exempt) => Ok(exempt.admit()),
                    Checked::Revocable(session) => match session.answer(Revocation::Standing)? {
                        Admission::Unlimited(verified) => Ok(verified),
                        Admission::Limited(limited) => limited.count(ks::Budget::Taken),
                    },
                });
            black_box(verified.is_ok_and(|session| session.privileges().verify("sview", "0_abcd1236")));
        });
        println!(
            "| {name} | {} | {whole:.0} ns | {:.2} | {:.2} |",
            token.len(),
            whole / bare,
            whole / bare_with_key
        );
    }
    Ok(())
}
