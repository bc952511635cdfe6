//! Version 1: readable text under a SHA-1 signature (reference: session.md §4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::envelope::{Body, Envelope, Version, partner_id};
use crate::hash::KsHash;
use crate::privileges::{Privileges, Span};
use crate::query::Fields;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::session::{Opened, Parts, Signed};

/// A version 1 token with its signature unchecked.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    signature: KsHash,
    text: String,
}

pub(crate) fn split(bytes: &[u8]) -> Result<Envelope, Refusal> {
    let pipe = bytes.iter().position(|byte| *byte == b'|').ok_or(Refusal::Structure)?;
    let (signature, text) = (&bytes[..pipe], &bytes[pipe + 1..]);
    let mut fields = text.splitn(3, |byte| *byte == b';');
    let partner = fields.next().unwrap_or_default();
    if fields.nth(1).is_none() {
        return Err(Refusal::Structure);
    }
    let partner_id = partner_id(partner)?;
    // SHA-1 padding always brings 0x80 after a whole character and zero bytes in the length, so this
    // refuses every length extension and no honest token.
    if text.contains(&0) {
        return Err(Refusal::ForbiddenBytes);
    }
    let text = std::str::from_utf8(text).map_err(|_| Refusal::ForbiddenBytes)?.to_owned();
    let signature =
        std::str::from_utf8(signature).ok().and_then(KsHash::from_hex).ok_or(Refusal::Signature)?;
    Ok(Envelope { version: Version::V1, partner_id, body: Body::V1(Sealed { signature, text }) })
}

impl Sealed {
    pub(crate) fn open(self, partner_id: i64, secrets: &[Secret]) -> Result<Opened, Refusal> {
        let mut found = Choice::from(0);
        let mut index = 0_u64;
        for (at, secret) in (0_u64..).zip(secrets) {
            let equal = secret.signature(self.text.as_bytes()).as_bytes().ct_eq(self.signature.as_bytes());
            index.conditional_assign(&at, equal & !found);
            found |= equal;
        }
        if !bool::from(found) {
            return Err(Refusal::Signature);
        }
        let mut start = 0;
        let mut spans = self.text.split(';').map(|field| {
            let span = Span { start, end: start + field.len() };
            start = span.end + 1;
            span
        });
        let mut next = || spans.next();
        let _partner = next();
        let pattern = next();
        let expiry = next();
        let session_type = next();
        let rand = next();
        let user = next();
        let privileges = next();
        let fields = Fields { expiry, session_type, user, master_partner: next(), additional_data: next() };
        let has_privileges = privileges.is_some();
        let privileges = privileges.unwrap_or_default();
        Opened::new(Parts {
            version: Version::V1,
            partner_id,
            secret_index: usize::try_from(index).unwrap_or_default(),
            hash: self.signature,
            fields,
            privileges: Privileges::within(self.text, privileges),
            signed: Signed::V1 { pattern, rand, has_privileges },
        })
    }
}

/// Signs and encodes a text, with the padding and alphabet that Kaltura writes for version 1.
pub(crate) fn seal(secret: &Secret, text: &str) -> String {
    STANDARD.encode(format!("{}|{text}", secret.signature(text.as_bytes())))
}
