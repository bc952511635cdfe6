//! The 20 bytes that name a session or a group of sessions.

use std::fmt;

use sha1::{Digest, Sha1};

/// A SHA-1 value that identifies a token or a `sessionid` group; the key of every revocation.
///
/// The text of a token is no identity: several texts carry the same token. `Display` writes 40 lower case
/// hexadecimal digits, the form of the wire and of Kaltura's tables (reference: session.md §5.4, §15).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KsHash([u8; 20]);

const DIGITS: &[u8; 16] = b"0123456789abcdef";

impl KsHash {
    /// Wraps 20 bytes, for example ones read back from a database.
    pub const fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The 20 bytes.
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// Reads exactly 40 lower case hexadecimal digits; anything else is `None`.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: &[u8; 40] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 20];
        for (byte, pair) in bytes.iter_mut().zip(digits.as_chunks::<2>().0) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// The identity of a `sessionid` group: SHA-1 of `<partner>_<session id>` (reference: session.md §15.2).
    pub fn of_group(partner_id: i64, session_id: &str) -> Self {
        Self::of(&[partner_id.to_string().as_bytes(), b"_", session_id.as_bytes()])
    }

    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut sha1 = Sha1::new();
        for part in parts {
            sha1.update(part);
        }
        Self(sha1.finalize().into())
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Lower case hexadecimal text of any bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

impl fmt::Display for KsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for KsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KsHash({self})")
    }
}
