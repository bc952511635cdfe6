//! The outside of a token: what can be read before any secret is known.

use crate::encoding;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::session::Opened;
use crate::{v1, v2};

/// The format of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Readable text with a SHA-1 signature.
    V1 = 1,
    /// A query string in AES-128-CBC.
    V2 = 2,
}

impl Version {
    /// 1 or 2.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// Whether a request parameter `ks` of this text means "no session" (reference: session.md §2).
pub fn means_no_session(text: &str) -> bool {
    matches!(text, "" | "0")
}

/// A token whose outer encoding and partner id were read. Nothing in it is proven yet.
///
/// The partner id says whose secrets to fetch for [`open`](Self::open).
#[derive(Debug, Clone)]
pub struct Envelope {
    pub(crate) version: Version,
    pub(crate) partner_id: i64,
    pub(crate) body: Body,
}

#[derive(Debug, Clone)]
pub(crate) enum Body {
    V1(v1::Sealed),
    V2(v2::Sealed),
}

impl Envelope {
    /// Reads the outer base64, tells the version and splits off the partner id (reference: session.md §3 to
    /// §5).
    ///
    /// Takes both base64 alphabets, missing padding and blanks, as Kaltura does; it never panics, whatever the
    /// text. A partner id that is not plain decimal is refused.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let bytes = encoding::decode(text).ok_or(Refusal::Encoding)?;
        if bytes.starts_with(v2::PREFIX) { v2::split(bytes) } else { v1::split(&bytes) }
    }

    /// The format of the token.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The partner that the token claims to belong to.
    pub const fn partner_id(&self) -> i64 {
        self.partner_id
    }

    /// Checks the signature and reads the content.
    ///
    /// `secrets` are the partner's enabled admin secrets, the primary first. All of them are tried, also after
    /// a match, and compared in constant time. [`Refusal::NoSecrets`] when there is none.
    pub fn open(self, secrets: &[Secret]) -> Result<Opened, Refusal> {
        if secrets.is_empty() {
            return Err(Refusal::NoSecrets);
        }
        match self.body {
            Body::V1(sealed) => sealed.open(self.partner_id, secrets),
            Body::V2(sealed) => sealed.open(self.partner_id, secrets),
        }
    }
}

/// Digits with an optional minus sign and no leading zero, so that a partner has exactly one text.
pub(crate) fn partner_id(text: &[u8]) -> Result<i64, Refusal> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let plain = match digits {
        [b'0'] => text.len() == 1,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let number = if plain { std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()) } else { None };
    number.ok_or(Refusal::PartnerText)
}

#[cfg(test)]
mod tests {
    use super::partner_id;

    #[test]
    fn a_partner_has_one_text() {
        for (text, id) in [("102", 102), ("-1", -1), ("0", 0), ("2000000000000", 2_000_000_000_000)] {
            assert_eq!(partner_id(text.as_bytes()), Ok(id));
        }
        for text in
            ["", "-", "-0", "00", "0102", " 102", "102 ", "+102", "1e2", "--1", "1.0", "99999999999999999999"]
        {
            assert!(partner_id(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
