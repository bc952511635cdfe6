//! Keys that let somebody choose a password, once and for a while: what stands in the links of mails
//! (reference: identity.md §4.8). Only a digest is kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::errors::{LOGIN_DATA_NOT_FOUND, NEW_PASSWORD_HASH_KEY_EXPIRED, NEW_PASSWORD_HASH_KEY_INVALID};
use sha2::{Digest, Sha256};
use store::Transaction;
use subtle::ConstantTimeEq;

use super::table::{self, Login};
use crate::app::App;
use crate::error::Result;
use crate::keys::{fill_random, hex};

/// Seconds that a key works.
pub(super) const LIFETIME: i64 = 86_400;
/// Seconds that the key of a page with a QR code works.
pub(super) const QR_LIFETIME: i64 = 259_200;

/// Makes the one key of a log-in; an earlier one is over.
pub(super) async fn issue(tx: &mut Transaction, login_row: i64, now: i64, lifetime: i64) -> Result<String> {
    let mut random = [0; 20];
    fill_random(&mut random);
    let expiry = now.saturating_add(lifetime);
    let key = STANDARD.encode(format!("{login_row}|{expiry}|{}", hex(&random)));
    table::set_hash_key(tx, login_row, Some((&digest(&key), expiry))).await?;
    Ok(key)
}

/// The log-in that a key belongs to.
pub async fn check(app: &App, key: &str, now: i64) -> Result<Login> {
    let key = normal(key);
    let row = row_of(&key).ok_or_else(|| LOGIN_DATA_NOT_FOUND.bare())?;
    let login = table::login_by_row(app, row).await?.ok_or_else(|| LOGIN_DATA_NOT_FOUND.bare())?;
    belongs(&key, &login, now)?;
    Ok(login)
}

/// Whether a key is the log-in's, once more within a transaction.
pub(super) fn belongs(key: &str, login: &Login, now: i64) -> Result<()> {
    let stored = login.hash_key.as_ref();
    let fits =
        stored.is_some_and(|(stored, _)| stored.as_bytes().ct_eq(digest(&normal(key)).as_bytes()).into());
    match stored {
        Some((_, expiry)) if fits && *expiry < now => Err(NEW_PASSWORD_HASH_KEY_EXPIRED.bare().into()),
        Some(_) if fits => Ok(()),
        _ => Err(NEW_PASSWORD_HASH_KEY_INVALID.bare().into()),
    }
}

/// In links a dot may stand for the equals sign.
fn normal(key: &str) -> String {
    key.replace('.', "=")
}

fn digest(key: &str) -> String {
    hex(&Sha256::digest(key))
}

fn row_of(key: &str) -> Option<i64> {
    let text = String::from_utf8(STANDARD.decode(key).ok()?).ok()?;
    let mut parts = text.split('|');
    let (row, _expiry, _random, end) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
    if end.is_some() {
        return None;
    }
    row.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_three_parts() {
        let key = |text: &str| STANDARD.encode(text);
        assert_eq!(row_of(&key("7|1800000000|0123456789abcdef0123456789abcdef01234567")), Some(7));
        for garbage in ["", "7", "!!", &key("7|1"), &key("7|1|x|y"), &key("x|1|y")] {
            assert_eq!(row_of(garbage), None, "{garbage}");
        }
        assert_eq!(normal("abc.."), "abc==");
    }
}
