//! The time of issue inside the random part of a token.
//!
//! A Kaltura session says when it ends, not when it was made. A server that must say "nothing issued before
//! T" therefore writes the time where no client looks: the 16 random bytes.
//!
//! ```text
//! bytes 0..8    time in milliseconds (42 bits, until the year 2109) and nonce (22 bits), big endian
//! bytes 8..16   HMAC-SHA256 under the installation's key, cut to 64 bits, over version, partner id,
//!               these first 8 bytes and everything else that the token signs
//! ```
//!
//! Why so: whoever holds a partner's secret can sign any content and any random bytes. Without the MAC they
//! could date a token after the moment when all sessions were ended, or claim to be issued by the server and
//! have their `_m` believed, which reaches into other accounts. They can try online as often as they like, so
//! the MAC takes 64 bits; 32 would fall to a few days of requests. It covers the content, so a stamp cannot be
//! moved to another token; a copy with the same content is the same token. The nonce needs only to keep apart
//! equal sessions made in the same millisecond, for which 22 bits are plenty; were two ever equal, they would
//! be one session with one hash. Unpredictability is no task of the random bytes in either version: they are
//! signed, never a key or an initialisation vector.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::envelope::Version;

const NONCE_BITS: u32 = 22;
const TIME_BITS: u32 = 64 - NONCE_BITS;
/// How long the issue time of reproducible tokens stays equal: as long as the expiry of `downloadasset` does.
const REPRODUCIBLE_MILLIS: u64 = 300_000;

/// Milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixMillis(pub u64);

/// The key under which one installation stamps its sessions; the same on all its nodes, known to nobody else.
///
/// It is not a partner's secret: a partner must not be able to make stamps.
#[derive(Clone)]
pub struct InstallationKey(Hmac<Sha256>);

impl InstallationKey {
    /// Takes 32 bytes from a secure random generator.
    pub fn new(bytes: &[u8; 32]) -> Self {
        // HMAC fills a short key with zeros to the block length itself.
        let mut block = Zeroizing::new([0; 64]);
        block[..32].copy_from_slice(bytes);
        Self(Hmac::new((&*block).into()))
    }

    fn mac(&self, label: &[u8], first: [u8; 8], covered: &Covered<'_>) -> [u8; 8] {
        let mut mac = self.0.clone();
        mac.update(label);
        mac.update(&[covered.version.number()]);
        mac.update(&covered.partner_id.to_be_bytes());
        mac.update(&first);
        mac.update(&(covered.before.len() as u64).to_be_bytes());
        mac.update(covered.before);
        mac.update(covered.after);
        let mut cut = [0; 8];
        cut.copy_from_slice(&mac.finalize().into_bytes()[..8]);
        cut
    }

    /// The time in a stamp, if this key made it for this content.
    pub(crate) fn read(&self, stamp: &[u8; 16], covered: &Covered<'_>) -> Option<UnixMillis> {
        let [first, mac] = *stamp.as_chunks::<8>().0.as_array()?;
        let genuine: bool = self.mac(b"ks issue stamp 1", first, covered).ct_eq(&mac).into();
        genuine.then(|| UnixMillis(u64::from_be_bytes(first) >> NONCE_BITS))
    }

    fn stamp(&self, at: UnixMillis, nonce: u64, covered: &Covered<'_>) -> [u8; 16] {
        let time = at.0.min((1 << TIME_BITS) - 1);
        let first = (time << NONCE_BITS | nonce & ((1 << NONCE_BITS) - 1)).to_be_bytes();
        let mac = self.mac(b"ks issue stamp 1", first, covered);
        let mut stamp = [0; 16];
        stamp[..8].copy_from_slice(&first);
        stamp[8..].copy_from_slice(&mac);
        stamp
    }
}

impl fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstallationKey(…)")
    }
}

/// Everything that a token signs, except its random part.
pub(crate) struct Covered<'a> {
    pub(crate) version: Version,
    pub(crate) partner_id: i64,
    pub(crate) before: &'a [u8],
    pub(crate) after: &'a [u8],
}

/// What goes into the random part of a new token.
#[derive(Debug, Clone)]
pub struct Salt<'a>(Kind<'a>);

#[derive(Debug, Clone)]
enum Kind<'a> {
    Random([u8; 16]),
    Stamp { key: &'a InstallationKey, at: UnixMillis, nonce: u64 },
    Reproducible { key: &'a InstallationKey, at: UnixMillis },
}

impl<'a> Salt<'a> {
    /// 16 bytes from a secure random generator: a token made outside the server.
    pub const fn random(bytes: [u8; 16]) -> Self {
        Self(Kind::Random(bytes))
    }

    /// A stamp that lets the installation recognise the token and its time of issue; `nonce` is random.
    pub const fn issued(key: &'a InstallationKey, at: UnixMillis, nonce: u32) -> Self {
        Self(Kind::Stamp { key, at, nonce: nonce as u64 })
    }

    /// A stamp without chance: equal drafts make equal tokens, so that a cache can hold what they open.
    ///
    /// For that the time of issue is rounded down to whole 300 seconds, so such a session may count as issued
    /// that much early. The expiry of a draft for `downloadasset` is rounded too: see
    /// [`Draft::expiry`](crate::Draft::expiry).
    pub const fn reproducible(key: &'a InstallationKey, at: UnixMillis) -> Self {
        Self(Kind::Reproducible { key, at })
    }

    pub(crate) fn bytes(&self, covered: &Covered<'_>) -> [u8; 16] {
        match self.0 {
            Kind::Random(bytes) => bytes,
            Kind::Stamp { key, at, nonce } => key.stamp(at, nonce, covered),
            Kind::Reproducible { key, at } => {
                let at = UnixMillis(at.0 - at.0 % REPRODUCIBLE_MILLIS);
                let nonce =
                    u64::from_be_bytes(key.mac(b"ks reproducible nonce 1", at.0.to_be_bytes(), covered));
                key.stamp(at, nonce, covered)
            }
        }
    }
}

/// The form of the 16 bytes in the random field of version 1.
pub(crate) fn to_text(bytes: &[u8; 16]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn from_text(text: &str) -> Option<[u8; 16]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
