//! Version 2: a query string in AES-128-CBC (reference: session.md §5).

use aes::Aes128;
use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use subtle::ConstantTimeEq;

use crate::envelope::{Body, Envelope, Version, partner_id};
use crate::hash::KsHash;
use crate::query;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::session::{Opened, Parts, Signed};

pub(crate) const PREFIX: &[u8] = b"v2|";

const BLOCK: usize = 16;
const HASH: usize = 20;
/// Where the query string begins: after the hash and the random bytes.
const QUERY: usize = HASH + 16;

/// A version 2 token that is still encrypted.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    bytes: Vec<u8>,
    /// Where the ciphertext starts.
    start: usize,
}

pub(crate) fn split(bytes: Vec<u8>) -> Result<Envelope, Refusal> {
    let rest = &bytes[PREFIX.len()..];
    let pipe = rest.iter().position(|byte| *byte == b'|').ok_or(Refusal::Structure)?;
    let partner_id = partner_id(&rest[..pipe])?;
    let start = PREFIX.len() + pipe + 1;
    if !(bytes.len() - start).is_multiple_of(BLOCK) {
        return Err(Refusal::Structure);
    }
    Ok(Envelope { version: Version::V2, partner_id, body: Body::V2(Sealed { bytes, start }) })
}

impl Sealed {
    pub(crate) fn open(self, partner_id: i64, secrets: &[Secret]) -> Result<Opened, Refusal> {
        let Self { mut bytes, start } = self;
        let mut found = None;
        for (index, secret) in secrets.iter().enumerate() {
            let last = index + 1 == secrets.len();
            let mut plain = if last { std::mem::take(&mut bytes) } else { bytes.clone() };
            let hash = decrypt(secret, &mut plain, start);
            // No early exit: how many secrets a partner has, and which one signed, stays hidden.
            if let (Some(hash), None) = (hash, &found) {
                found = Some((index, hash, plain));
            }
        }
        let (secret_index, hash, plain) = found.ok_or(Refusal::Signature)?;
        let plain = Plain { bytes: plain, start };
        let query = query::parse(plain.query().ok_or(Refusal::Structure)?)?;
        Opened::new(Parts {
            version: Version::V2,
            partner_id,
            secret_index,
            hash,
            fields: query.fields,
            privileges: query.privileges,
            signed: Signed::V2(plain),
        })
    }
}

/// Decrypts from `start` on in place, strips the zero padding and answers the hash if it is right.
fn decrypt(secret: &Secret, bytes: &mut Vec<u8>, start: usize) -> Option<KsHash> {
    let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes[start..]);
    cbc::Decryptor::<&Aes128>::inner_iv_init(secret.cipher(), &Array::default()).decrypt_blocks(blocks);
    let zeros = bytes[start..].iter().rev().take_while(|byte| **byte == 0).count();
    bytes.truncate(bytes.len() - zeros);
    let (claimed, rest) = bytes[start..].split_first_chunk::<HASH>()?;
    let hash = KsHash::of(&[rest]);
    bool::from(hash.as_bytes().ct_eq(claimed)).then_some(hash)
}

/// Encrypts and encodes a query string, with the alphabet and padding that Kaltura writes for version 2.
pub(crate) fn seal(secret: &Secret, partner_id: i64, rand: &[u8; 16], query: &str) -> String {
    let hash = KsHash::of(&[rand, query.as_bytes()]);
    let mut plain = [hash.as_bytes().as_slice(), rand, query.as_bytes()].concat();
    plain.resize(plain.len().next_multiple_of(BLOCK), 0);
    let (blocks, _) = Array::slice_as_chunks_mut(&mut plain);
    cbc::Encryptor::<&Aes128>::inner_iv_init(secret.cipher(), &Array::default()).encrypt_blocks(blocks);
    let mut token = [PREFIX, partner_id.to_string().as_bytes(), b"|"].concat();
    token.extend_from_slice(&plain);
    URL_SAFE.encode(token)
}

/// A decrypted token whose hash was right. The query is kept as written, because an issue stamp covers it.
pub(crate) struct Plain {
    bytes: Vec<u8>,
    /// Where the hash starts.
    start: usize,
}

impl Plain {
    /// The random bytes; fewer than 16 in a token that nobody could use.
    pub(crate) fn rand(&self) -> &[u8] {
        self.bytes.get(self.start + HASH..self.start + QUERY).unwrap_or_default()
    }

    pub(crate) fn query(&self) -> Option<&[u8]> {
        self.bytes.get(self.start + QUERY..)
    }
}
