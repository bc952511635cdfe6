//! Passwords: how they are kept, checked and chosen (reference: identity.md §4.2, §4.3).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use contract::errors::{COMMON_PASSWORD, PASSWORD_STRUCTURE_INVALID};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use wire::ApiError;
use zeroize::Zeroizing;

use crate::error::Error;

/// Bytes of the longest password that is looked at.
const MAX_BYTES: usize = 512;
const MIN_CHARS: usize = 10;
const MAX_CHARS: usize = 128;

/// Passwords that are tried first by everybody who tries. Short ones are refused by their length.
const COMMON: &str = include_str!("common_passwords.txt");

/// The pool on which passwords are hashed: bounded, so that a flood of logins cannot starve anything
/// else of processors or memory (19 MiB for each hash under way).
#[derive(Clone)]
pub struct PasswordPool {
    places: Arc<Semaphore>,
    decoy: Arc<str>,
}

impl PasswordPool {
    /// A pool with room for so many hashes at a time.
    pub fn new(places: usize) -> Self {
        // What an unknown person's password is compared with: the same work, and no password fits.
        let mut unknown = [0; 32];
        crate::keys::fill_random(&mut unknown);
        Self {
            places: Arc::new(Semaphore::new(places.max(1))),
            decoy: hash_now(&crate::keys::hex(&unknown)).into(),
        }
    }

    /// Hashes a password for the store, as a PHC string.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = Zeroizing::new(password.to_owned());
        self.run(move || hash_now(&password)).await
    }

    /// Compares a password with what is stored; with none stored, does the same work and says no.
    pub async fn verify(&self, password: &str, stored: Option<&StoredPassword>) -> Result<bool, Error> {
        if password.len() > MAX_BYTES {
            return Ok(false);
        }
        let password = Zeroizing::new(password.to_owned());
        let stored = stored.cloned();
        let decoy = Arc::clone(&self.decoy);
        self.run(move || match stored {
            Some(stored) => stored.matches(&password),
            None => {
                let _ = phc_matches(&decoy, &password);
                false
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| Error::internal("the password pool is closed"))?;
        tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        })
        .await
        .map_err(|error| Error::internal(format!("password hashing failed: {error}")))
    }
}

/// A password as it is kept.
#[derive(Clone)]
pub enum StoredPassword {
    /// Argon2, as a PHC string.
    Phc(String),
    /// An imported row: lower-case hexadecimal SHA-1 of salt and password.
    SaltedSha1 {
        /// In front of the password.
        salt: String,
        /// 40 hexadecimal digits.
        digest: String,
    },
}

impl StoredPassword {
    fn matches(&self, password: &str) -> bool {
        match self {
            Self::Phc(phc) => phc_matches(phc, password),
            Self::SaltedSha1 { salt, digest } => {
                let computed =
                    crate::keys::hex(&Sha1::digest([salt.as_bytes(), password.as_bytes()].concat()));
                computed.as_bytes().ct_eq(digest.as_bytes()).into()
            }
        }
    }
}

fn argon2() -> Argon2<'static> {
    // OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19 * 1024, 2, 1, None).expect("within Argon2's limits"),
    )
}

fn hash_now(password: &str) -> String {
    argon2().hash_password(password.as_bytes()).expect("fixed parameters and a random salt").to_string()
}

fn phc_matches(phc: &str, password: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Whose password it is: parts of the name and the address may not be the password.
#[derive(Clone, Copy, Debug, Default)]
pub struct Person<'a> {
    /// The e-mail that logs in.
    pub login_id: &'a str,
    /// The first name.
    pub first_name: &'a str,
    /// The last name.
    pub last_name: &'a str,
}

/// Checks a password that somebody chose: 10 to 128 characters of any kind, none of the common ones,
/// without the person's name, not the address (*advice* of identity.md §4.2; NIST SP 800-63B-4).
pub fn check_choice(password: &str, person: Person<'_>) -> Result<(), ApiError> {
    let rules = |rules: &str| Err(PASSWORD_STRUCTURE_INVALID.with([rules]));
    if !(MIN_CHARS..=MAX_CHARS).contains(&password.chars().count()) {
        return rules("10 to 128 characters");
    }
    let lower = password.to_lowercase();
    let contains = |name: &str| name.chars().count() > 2 && lower.contains(&name.to_lowercase());
    if contains(person.first_name) || contains(person.last_name) || lower == person.login_id.to_lowercase() {
        return rules("neither your name nor your e-mail address");
    }
    if COMMON.lines().any(|common| common == lower) {
        return Err(COMMON_PASSWORD.bare());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imported_row_matches() {
        // reference: identity.md §4.3
        let stored = StoredPassword::SaltedSha1 {
            salt: "0123456789abcdef0123456789abcdef".to_owned(),
            digest: "4349be951238bf43d7365d6e5c0f2f32c656c27b".to_owned(),
        };
        assert!(stored.matches("Passw0rd!x"));
        assert!(!stored.matches("Passw0rd!y"));
    }

    #[tokio::test]
    async fn a_hash_matches_its_password_only() {
        let pool = PasswordPool::new(1);
        let stored = StoredPassword::Phc(pool.hash("correct horse battery").await.unwrap());
        assert!(pool.verify("correct horse battery", Some(&stored)).await.unwrap());
        assert!(!pool.verify("correct horse batterz", Some(&stored)).await.unwrap());
        assert!(!pool.verify("correct horse battery", None).await.unwrap());
        assert!(!pool.verify(&"x".repeat(100_000), Some(&stored)).await.unwrap());
    }

    #[test]
    fn choices_are_judged() {
        let person = Person { login_id: "ann.lee@example.test", first_name: "Annabel", last_name: "Lee" };
        assert!(check_choice("correct horse battery staple", person).is_ok());
        assert!(check_choice("ünïcödé wörds", person).is_ok());
        for refused in ["Abcdef1!", &"x".repeat(129), "hello annabel!", "ann.lee@example.test"] {
            assert_eq!(
                check_choice(refused, person).unwrap_err().code,
                "PASSWORD_STRUCTURE_INVALID",
                "{refused}"
            );
        }
        assert_eq!(check_choice("1234567890", person).unwrap_err().code, "COMMON_PASSWORD");
        assert_eq!(check_choice("Qwertyuiop", person).unwrap_err().code, "COMMON_PASSWORD");
    }
}
