//! The seed of one-time codes as an account's application gets it (reference: identity.md §6.4).

use aes::Aes256;
use aes::cipher::{Array, BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::table;
use crate::app::App;
use crate::error::Result;
use crate::partner::Partner;
use crate::user::{self, User};

const BLOCK: usize = 16;

/// The seed of a user, encrypted with the account's secret; empty if there is none, or if the person belongs to
/// other accounts too, whose codes are not this account's to know.
pub async fn encrypted(app: &App, partner: &Partner, user: &User) -> Result<String> {
    let (Some(row), Some(secrets)) = (user.login_row, &partner.secrets) else { return Ok(String::new()) };
    let Some(login) = table::login_by_row(app, row).await? else { return Ok(String::new()) };
    if user::users_of_login(app, row).await?.len() > 1 {
        return Ok(String::new());
    }
    Ok(login.seed(&app.keys)?.map(|seed| encrypt(secrets.primary().expose(), &seed)).unwrap_or_default())
}

/// AES-256-CBC under the first 32 bytes of the secret, with neither a random start nor a mark of the end: clients
/// expect it so.
fn encrypt(secret: &str, seed: &str) -> String {
    let mut key = Zeroizing::new([0; 32]);
    for (byte, given) in key.iter_mut().zip(secret.bytes()) {
        *byte = given;
    }
    let mut blocks: Vec<Array<u8, _>> = seed
        .as_bytes()
        .chunks(BLOCK)
        .map(|chunk| {
            let mut block = Array::default();
            block[..chunk.len()].copy_from_slice(chunk);
            block
        })
        .collect();
    cbc::Encryptor::<Aes256>::new(&Array::from(*key), &Array::default()).encrypt_blocks(&mut blocks);
    STANDARD.encode(blocks.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_is_encrypted_as_in_the_reference() {
        // reference: identity.md §6.4
        assert_eq!(
            encrypt("0123456789abcdef0123456789abcdef", "JBSWY3DPEHPK3PXP"),
            "gUjSCOPD5AjG97NBN6c0Bg=="
        );
    }
}
