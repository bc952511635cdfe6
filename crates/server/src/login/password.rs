//! Passwords: how they are kept, checked and chosen (reference: identity.md §4.2, §4.3).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, RECOMMENDED_SALT_LEN, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use contract::errors::SERVER_BUSY;
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::error::Error;

/// Bytes of the longest password that is looked at.
pub const MAX_BYTES: usize = 512;
/// How many may wait for each place; who comes then is refused at once. A hash takes a few hundredths of a second,
/// so nobody waits for more than a second or two.
const WAITING_FOR_A_PLACE: usize = 32;

// OWASP's first choice for Argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The pool on which passwords are hashed: bounded, so that a flood of logins cannot starve anything
/// else of processors or memory (19 MiB for each hash under way).
#[derive(Clone)]
pub struct PasswordPool {
    queue: Arc<Semaphore>,
    places: Arc<Semaphore>,
    decoy: Arc<str>,
}

impl PasswordPool {
    /// A pool with room for so many hashes at a time.
    pub fn new(places: usize) -> Self {
        let places = places.max(1);
        Self {
            queue: Arc::new(Semaphore::new(places.saturating_mul(1 + WAITING_FOR_A_PLACE))),
            places: Arc::new(Semaphore::new(places)),
            decoy: decoy().into(),
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
        self.run(move || {
            let matches = stored.as_ref().is_some_and(|stored| stored.matches(&password));
            // An imported row costs next to nothing: whose password is one must not show in the time.
            if !matches!(stored, Some(StoredPassword::Phc(_))) {
                let _ = phc_matches(&decoy, &password);
            }
            matches
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let queued =
            Arc::clone(&self.queue).try_acquire_owned().map_err(|_| Error::from(SERVER_BUSY.bare()))?;
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| Error::internal("the password pool is closed"))?;
        tokio::task::spawn_blocking(move || {
            let _held = (queued, place);
            work()
        })
        .await
        .map_err(|error| Error::internal(format!("password hashing failed: {error}")))
    }
}

/// A password as it is kept.
#[derive(Clone, PartialEq, Eq)]
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
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("within Argon2's limits"),
    )
}

fn hash_now(password: &str) -> String {
    argon2().hash_password(password.as_bytes()).expect("fixed parameters and a random salt").to_string()
}

/// What an unknown person's password is compared with: the same work as for a known one, and no password fits. It is
/// drawn rather than computed, which spares each start a hash.
fn decoy() -> String {
    let mut random = [0; Params::DEFAULT_OUTPUT_LEN + RECOMMENDED_SALT_LEN];
    crate::keys::fill_random(&mut random);
    let (output, salt) = random.split_at(Params::DEFAULT_OUTPUT_LEN);
    let (output, salt) = (STANDARD_NO_PAD.encode(output), STANDARD_NO_PAD.encode(salt));
    format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${output}")
}

fn phc_matches(phc: &str, password: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
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

    #[test]
    fn what_is_unknown_costs_what_is_known() {
        let cost = |phc: &str| {
            let hash = PasswordHash::new(phc).unwrap();
            let lengths = (hash.salt.unwrap().len(), hash.hash.unwrap().len());
            (hash.algorithm, hash.version, hash.params.to_string(), lengths)
        };
        assert_eq!(cost(&decoy()), cost(&hash_now("correct horse battery")));
        assert_ne!(decoy(), decoy());
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

    #[tokio::test]
    async fn a_flood_is_refused_rather_than_queued() {
        let pool = PasswordPool::new(1);
        let attempts: Vec<_> = (0..100)
            .map(|_| {
                let pool = pool.clone();
                tokio::spawn(async move { pool.verify("anything", None).await })
            })
            .collect();
        let mut refused = 0;
        for attempt in attempts {
            match attempt.await.unwrap() {
                Ok(matches) => assert!(!matches),
                Err(error) => {
                    assert_eq!(error.code(), "SERVER_BUSY");
                    refused += 1;
                }
            }
        }
        assert!((1..=100 - WAITING_FOR_A_PLACE).contains(&refused), "{refused}");
        assert!(!pool.verify("anything", None).await.unwrap(), "the flood is over");
    }
}
