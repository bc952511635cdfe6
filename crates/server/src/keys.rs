//! The key of the installation, and what is derived from it: the seal around secrets at rest and the
//! stamp on sessions that this server issues.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

/// The key of the installation. Every node of an installation has the same.
pub struct Keys {
    seal: XChaCha20Poly1305,
    stamp: Zeroizing<[u8; 32]>,
    fingerprint: String,
}

/// Why a sealed value did not open: another key, or bytes that were changed.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value cannot be opened with this installation's key")]
pub struct SealBroken;

impl Keys {
    /// From the 32 bytes of the key.
    pub fn new(master: &[u8; 32]) -> Self {
        let seal = derive(master, b"seal");
        Self {
            seal: XChaCha20Poly1305::new((&*seal).into()),
            stamp: derive(master, b"stamp"),
            fingerprint: hex(&derive(master, b"fingerprint")[..8]),
        }
    }

    /// A new random key.
    pub fn generate() -> Zeroizing<[u8; 32]> {
        let mut master = Zeroizing::new([0; 32]);
        fill_random(&mut *master);
        master
    }

    /// Reads a key from its 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Zeroizing<[u8; 32]>> {
        let mut bytes = Zeroizing::new([0; 32]);
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(bytes)
    }

    /// Reads the key from a file of 64 hexadecimal digits; `None` if there is no such file.
    pub fn read(path: &Path) -> io::Result<Option<Zeroizing<[u8; 32]>>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Self::parse(text.trim())
            .map(Some)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "expected 64 hexadecimal digits"))
    }

    /// Writes a new key to a file that only its owner may read. Fails if the file exists.
    pub fn write(path: &Path, master: &[u8; 32]) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        writeln!(file, "{}", *Zeroizing::new(hex(master)))?;
        file.sync_all()
    }

    /// The key that stamps issued sessions.
    pub fn stamp(&self) -> &[u8; 32] {
        &self.stamp
    }

    /// Tells keys apart without telling them.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Encrypts a value for the store. `place` (table, column, row) is bound to it, so that sealed values
    /// cannot be swapped.
    pub fn seal(&self, place: &str, value: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        fill_random(&mut nonce);
        let mut sealed = nonce.to_vec();
        let ciphertext = self
            .seal
            .encrypt(&XNonce::from(nonce), Payload { msg: value, aad: place.as_bytes() })
            .expect("encryption fails only beyond 256 GiB");
        sealed.extend(ciphertext);
        sealed
    }

    /// Opens what [`Keys::seal`] made for the same place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealBroken> {
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE_BYTES).ok_or(SealBroken)?;
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| SealBroken)?;
        self.seal
            .decrypt(&XNonce::from(nonce), Payload { msg: ciphertext, aad: place.as_bytes() })
            .map(Zeroizing::new)
            .map_err(|_| SealBroken)
    }
}

fn derive(master: &[u8; 32], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut mac =
        <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(master).expect("HMAC takes keys of any length");
    mac.update(b"boxoffice/1/");
    mac.update(purpose);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// Fills with bytes of the system's random generator.
pub fn fill_random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system's random generator answers once it has been seeded at boot");
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An id as objects of the API have them: `0_` and eight lower-case letters or digits, at random (reference:
/// content-access.md §4.1).
pub fn new_object_id() -> String {
    const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut id = String::from("0_");
    while id.len() < 10 {
        let mut byte = [0];
        fill_random(&mut byte);
        // 252 is the largest multiple of 36 in a byte: above it, some letters would come up more often.
        if byte[0] < 252 {
            id.push(char::from(ALPHABET[usize::from(byte[0]) % 36]));
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let keys = Keys::new(&[7; 32]);
        let sealed = keys.seal("partner_secret/1", b"secret");
        assert_eq!(&*keys.open("partner_secret/1", &sealed).unwrap(), b"secret");
        assert!(keys.open("partner_secret/2", &sealed).is_err());
        assert!(Keys::new(&[8; 32]).open("partner_secret/1", &sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(keys.open("partner_secret/1", &changed).is_err());
        assert!(keys.open("partner_secret/1", &sealed[..10]).is_err());
        assert_ne!(sealed, keys.seal("partner_secret/1", b"secret"), "every seal is new");
    }

    #[test]
    fn a_key_file_is_read_back_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boxoffice.key");
        assert!(Keys::read(&path).unwrap().is_none());
        Keys::write(&path, &[9; 32]).unwrap();
        assert_eq!(*Keys::read(&path).unwrap().unwrap(), [9; 32]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(Keys::write(&path, &[1; 32]).is_err(), "an existing key is never replaced");
        fs::write(&path, "short").unwrap();
        assert!(Keys::read(&path).is_err());
    }
}
