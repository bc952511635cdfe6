//! The vectors and the small world they speak of.
#![allow(dead_code, reason = "each test binary uses its part")]

use aes::Aes128;
use aes::cipher::{Array, BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use ks::{Envelope, KsHash, Opened, Refusal, Secret, SecretRing};
use serde_json::Value;
use sha1::{Digest, Sha1};

/// A day before 2036-01-01, until when every vector without a clock of its own is to be judged.
pub(crate) const NOW: i64 = 2_082_758_400 - 86_400;

pub(crate) struct World {
    pub(crate) vectors: Value,
    rings: Vec<(i64, SecretRing)>,
}

pub(crate) fn world() -> World {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/ks.json")).unwrap();
    let rings = list(&vectors["environment"]["partners"])
        .iter()
        .map(|partner| {
            let secret = |value: &Value| Secret::new(text(value)).unwrap();
            let additional: Vec<Secret> =
                list(&partner["additional_admin_secrets"]).iter().map(secret).collect();
            let user = Some(secret(&partner["user_secret"]));
            let ring = SecretRing::new(secret(&partner["admin_secret"]), additional, user);
            (partner["id"].as_i64().unwrap(), ring)
        })
        .collect();
    World { vectors, rings }
}

impl World {
    pub(crate) fn section(&self, name: &str) -> &[Value] {
        list(&self.vectors[name])
    }

    pub(crate) fn ring(&self, partner_id: i64) -> Option<&SecretRing> {
        self.rings.iter().find(|(id, _)| *id == partner_id).map(|(_, ring)| ring)
    }

    pub(crate) fn open(&self, token: &str) -> Result<Opened, Refusal> {
        let envelope = Envelope::parse(token)?;
        let secrets = self.ring(envelope.partner_id()).map(SecretRing::signing).unwrap_or_default();
        envelope.open(secrets)
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

pub(crate) fn id(vector: &Value) -> &str {
    text(&vector["id"])
}

/// The deviations recorded for one side, `read` or `write`: vector id and what Boxoffice does.
pub(crate) fn deviations(side: &str) -> Vec<(String, Option<String>)> {
    let all: Value = serde_json::from_str(include_str!("../vectors/deviations.json")).unwrap();
    list(&all)
        .iter()
        .filter(|entry| {
            assert!(!text(&entry["reason"]).is_empty());
            text(&entry["side"]) == side
        })
        .map(|entry| (text(&entry["vector"]).to_owned(), entry["ours"].as_str().map(str::to_owned)))
        .collect()
}

pub(crate) fn unhex<const N: usize>(hex: &str) -> [u8; N] {
    assert_eq!(hex.len(), 2 * N);
    std::array::from_fn(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
}

/// A version 2 token around any query string and random bytes, as a signer with a secret can make it.
pub(crate) fn seal_v2(secret: &str, partner: &str, rand: &[u8], query: &[u8]) -> String {
    let key: [u8; 16] = Sha1::digest(secret)[..16].try_into().unwrap();
    let mut plain = [Sha1::digest([rand, query].concat()).as_slice(), rand, query].concat();
    plain.resize(plain.len().next_multiple_of(16), 0);
    let (blocks, _) = Array::slice_as_chunks_mut(&mut plain);
    cbc::Encryptor::<Aes128>::new(&key.into(), &Array::default()).encrypt_blocks(blocks);
    URL_SAFE.encode([b"v2|", partner.as_bytes(), b"|", &plain].concat())
}

/// A version 1 token around any text, as a signer with a secret can make it.
pub(crate) fn seal_v1(secret: &str, text: &[u8]) -> String {
    let signature = KsHash::new(Sha1::digest([secret.as_bytes(), text].concat()).into()).to_string();
    URL_SAFE.encode([signature.as_bytes(), b"|", text].concat())
}

/// Opens with one secret.
pub(crate) fn open(secret: &str, token: &str) -> Result<Opened, Refusal> {
    Envelope::parse(token)?.open(&[Secret::new(secret).unwrap()])
}
