//! One-time codes: RFC 6238 with SHA-1, 30 seconds, 6 digits, one step of drift either way (reference:
//! identity.md §4.5). A code works once: the step of the last one is remembered.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::keys::fill_random;

const STEP_SECONDS: i64 = 30;
/// Bytes of a seed: 16 letters of Base32.
const SEED_BYTES: usize = 10;

/// A new seed, in Base32 as authenticators take it.
pub(super) fn new_seed() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; SEED_BYTES]);
    fill_random(&mut *bytes);
    Zeroizing::new(BASE32_NOPAD.encode(&*bytes))
}

/// The step whose code this is, if it is none of those that were used: later than `last_step`.
pub(super) fn accepted_step(seed: &str, code: &str, now: i64, last_step: Option<i64>) -> Option<i64> {
    let key = Zeroizing::new(BASE32_NOPAD.decode(seed.as_bytes()).ok()?);
    let current = now.div_euclid(STEP_SECONDS);
    let mut accepted = None;
    for step in current.saturating_sub(1)..=current.saturating_add(1) {
        let fits: bool = code_at(&key, step)?.as_bytes().ct_eq(code.as_bytes()).into();
        if fits && last_step.is_none_or(|last| step > last) {
            accepted = Some(step);
        }
    }
    accepted
}

fn code_at(key: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0x0f);
    let word: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "JBSWY3DPEHPK3PXP";

    #[test]
    fn codes_are_those_of_the_reference() {
        // reference: identity.md §4.5; RFC 6238 appendix B, cut to six digits
        assert!(accepted_step(SEED, "324550", 1_699_999_980, None).is_some());
        let rfc = BASE32_NOPAD.encode(b"12345678901234567890");
        for (at, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(accepted_step(&rfc, code, at, None), Some(at / 30), "{at}");
        }
    }

    #[test]
    fn a_code_lives_for_one_step_either_way() {
        let at = 1_699_999_980;
        for (now, fits) in
            [(at - 31, false), (at - 30, true), (at + 29, true), (at + 59, true), (at + 60, false)]
        {
            assert_eq!(accepted_step(SEED, "324550", now, None).is_some(), fits, "{}", now - at);
        }
    }

    #[test]
    fn a_code_works_once() {
        let now = 1_699_999_980;
        let step = accepted_step(SEED, "324550", now, None).unwrap();
        assert_eq!(accepted_step(SEED, "324550", now, Some(step)), None);
        assert_eq!(accepted_step(SEED, "324550", now, Some(step - 1)), Some(step));
        for wrong in ["", "32455", "3245500", "32455O", "000000"] {
            assert_eq!(accepted_step(SEED, wrong, now, None), None, "{wrong}");
        }
    }

    #[test]
    fn seeds_are_new_and_readable() {
        let seed = new_seed();
        assert_eq!(seed.len(), 16);
        assert_ne!(*seed, *new_seed());
        assert!(BASE32_NOPAD.decode(seed.as_bytes()).is_ok());
    }
}
