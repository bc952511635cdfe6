//! The time of issue inside the random part of a token.
//!
//! A Kaltura session says when it ends, not when it was made. A server that must say "nothing issued before
//! T" therefore writes the time where no client looks: the 16 random bytes.
//!
//! ```text
//! bytes 0..8    time in milliseconds (42 bits, until the year 2109), mark (6 bits) and nonce (16 bits), big
//!               endian
//! bytes 8..16   HMAC-SHA256 under the installation's key, cut to 64 bits, over version, partner id,
//!               these first 8 bytes and everything else that the token signs
//! ```
//!
//! Why so: whoever holds a partner's secret can sign any content and any random bytes. Without the MAC they
//! could date a token after the moment when all sessions were ended, or claim to be issued by the server and
//! have their `_m` believed, which reaches into other accounts. They can try online as often as they like, so
//! the MAC takes 64 bits; 32 would fall to a few days of requests. It covers the content, so a stamp cannot be
//! moved to another token; a copy with the same content is the same token. The nonce needs only to keep apart
//! equal sessions made in the same millisecond, for which a counter of 16 bits is plenty; were two ever equal,
//! they would be one session with one hash. Unpredictability is no task of the random bytes in either version:
//! they are signed, never a key or an initialisation vector. The mark is the issuer's own: what it has to know
//! of a session later and no client may say, such as which secret opened it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::envelope::Version;

const NONCE_BITS: u32 = 16;
const MARK_BITS: u32 = 6;
const TIME_BITS: u32 = 64 - MARK_BITS - NONCE_BITS;
/// How long the issue time of reproducible tokens stays equal: as long as the expiry of `downloadasset` does.
const REPRODUCIBLE_MILLIS: u64 = 300_000;

/// Milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixMillis(pub u64);

/// What a stamp says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    /// When the token was issued.
    pub at: UnixMillis,
    /// What the issuer added with [`Salt::marked`]; 0 without.
    pub mark: u8,
}

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

    /// What a stamp says, if this key made it for this content.
    pub(crate) fn read(&self, stamp: &[u8; 16], covered: &Covered<'_>) -> Option<Issued> {
        let [first, mac] = *stamp.as_chunks::<8>().0.as_array()?;
        let genuine: bool = self.mac(b"ks issue stamp 2", first, covered).ct_eq(&mac).into();
        let first = u64::from_be_bytes(first);
        let mark = (first >> NONCE_BITS) & ((1 << MARK_BITS) - 1);
        genuine.then(|| Issued {
            at: UnixMillis(first >> (MARK_BITS + NONCE_BITS)),
            mark: u8::try_from(mark).unwrap_or_default(), // six bits
        })
    }

    fn stamp(&self, at: UnixMillis, mark: u8, nonce: u64, covered: &Covered<'_>) -> [u8; 16] {
        let time = at.0.min((1 << TIME_BITS) - 1);
        let mark = u64::from(mark) & ((1 << MARK_BITS) - 1);
        let nonce = nonce & ((1 << NONCE_BITS) - 1);
        let first = (time << (MARK_BITS + NONCE_BITS) | mark << NONCE_BITS | nonce).to_be_bytes();
        let mac = self.mac(b"ks issue stamp 2", first, covered);
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
#[derive(Debug, Clone, Copy)]
pub struct Salt<'a>(Kind<'a>);

#[derive(Debug, Clone, Copy)]
enum Kind<'a> {
    Random([u8; 16]),
    Stamp { key: &'a InstallationKey, at: UnixMillis, mark: u8, nonce: u64 },
    Reproducible { key: &'a InstallationKey, at: UnixMillis },
}

impl<'a> Salt<'a> {
    /// 16 bytes from a secure random generator: a token made outside the server.
    pub const fn random(bytes: [u8; 16]) -> Self {
        Self(Kind::Random(bytes))
    }

    /// The largest mark.
    pub const MAX_MARK: u8 = (1 << MARK_BITS) - 1;

    /// A stamp that lets the installation recognise the token and its time of issue. The lowest 16 bits of
    /// `nonce` keep apart what is issued in one millisecond.
    pub const fn issued(key: &'a InstallationKey, at: UnixMillis, nonce: u32) -> Self {
        Self(Kind::Stamp { key, at, mark: 0, nonce: nonce as u64 })
    }

    /// Adds a mark of the issuer to a stamp, up to [`MAX_MARK`](Self::MAX_MARK); other salts have none.
    #[must_use]
    pub const fn marked(self, mark: u8) -> Self {
        match self.0 {
            Kind::Stamp { key, at, nonce, .. } => Self(Kind::Stamp { key, at, mark, nonce }),
            other => Self(other),
        }
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
            Kind::Stamp { key, at, mark, nonce } => key.stamp(at, mark, nonce, covered),
            Kind::Reproducible { key, at } => {
                let at = UnixMillis(at.0 - at.0 % REPRODUCIBLE_MILLIS);
                let nonce =
                    u64::from_be_bytes(key.mac(b"ks reproducible nonce 1", at.0.to_be_bytes(), covered));
                key.stamp(at, 0, nonce, covered)
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
