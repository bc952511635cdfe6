//! What the targets share.

use std::cell::RefCell;
use std::path::PathBuf;

use aes::Aes128;
use aes::cipher::{Array, BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use bytes::Bytes;
use sha1::{Digest, Sha1};
use wire::body::{Body, BodyError};
use wire::{Limits, Param, ParamMap};

/// Limits that a few thousand bytes can reach.
pub const LIMITS: Limits = Limits {
    address_bytes: 8 << 10,
    body_bytes: 1 << 20,
    file_bytes: 256 << 10,
    parameter_bytes: 64 << 10,
    parameters: 100,
    files: 4,
    depth: 8,
    sub_requests: 5,
};

/// The secret that signs what the targets sign.
pub const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

/// Reads a body that arrives in pieces of so many bytes.
pub fn read(content_type: &str, body: &[u8], piece: usize) -> Result<Body, BodyError> {
    thread_local! {
        static RUNTIME: RefCell<tokio::runtime::Runtime> = RefCell::new(
            tokio::runtime::Builder::new_current_thread().build().expect("a runtime needs no permission"),
        );
        static SPOOL: PathBuf = std::env::temp_dir();
    }
    let pieces: Vec<_> = body
        .chunks(piece.max(1))
        .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
        .collect();
    let stream = futures_util::stream::iter(pieces);
    SPOOL.with(|spool| {
        let read = wire::body::read(true, Some(content_type), stream, &LIMITS, spool);
        RUNTIME.with(|runtime| runtime.borrow().block_on(read))
    })
}

/// Fails if a tree is deeper or larger than it may be.
pub fn assert_bounded(params: &ParamMap, depth: usize, count: usize) {
    let mut counted = 0;
    params.values().for_each(|value| walk(value, 1, depth, &mut counted));
    assert!(counted <= count, "{counted} parameters");
}

fn walk(param: &Param, level: usize, depth: usize, counted: &mut usize) {
    assert!(level <= depth, "{level} levels");
    *counted += 1;
    match param {
        Param::Map(map) => map.values().for_each(|value| walk(value, level + 1, depth, counted)),
        Param::List(items) => items.iter().for_each(|value| walk(value, level + 1, depth, counted)),
        _ => {}
    }
}

/// A version 2 token around any query string, as a signer with the secret can make it.
pub fn seal_v2(rand: &[u8], query: &[u8]) -> String {
    let mut key = [0; 16];
    key.copy_from_slice(&Sha1::digest(SECRET)[..16]);
    let mut plain = [Sha1::digest([rand, query].concat()).as_slice(), rand, query].concat();
    plain.resize(plain.len().next_multiple_of(16), 0);
    let (blocks, _) = Array::slice_as_chunks_mut(&mut plain);
    cbc::Encryptor::<Aes128>::new(&key.into(), &Array::default()).encrypt_blocks(blocks);
    URL_SAFE.encode([b"v2|102|", plain.as_slice()].concat())
}

/// A version 1 token around any text, as a signer with the secret can make it.
pub fn seal_v1(text: &[u8]) -> String {
    let signature = ks::KsHash::new(Sha1::digest([SECRET.as_bytes(), text].concat()).into()).to_string();
    URL_SAFE.encode([signature.as_bytes(), b"|", text].concat())
}
