//! The secrets that sign sessions.

use std::fmt;

use aes::Aes128;
use aes::cipher::KeyInit;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::draft::SessionType;
use crate::hash::KsHash;

/// Why a text cannot be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSecret {
    /// An empty secret would let anybody sign.
    #[error("a secret must not be empty")]
    Empty,
    /// Kaltura joins secrets with commas and splits them again.
    #[error("a secret must not hold a comma")]
    Comma,
}

/// A secret that a partner and the server share.
///
/// It never shows its content in `Debug`, has no `Display`, is wiped when dropped, and compares in constant
/// time. The key of version 2 is derived once, when the secret is made.
#[derive(Clone)]
pub struct Secret {
    text: Zeroizing<String>,
    cipher: Aes128,
}

impl Secret {
    /// Takes a secret as configured, usually 32 hexadecimal digits.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidSecret> {
        let text = Zeroizing::new(text.into());
        if text.is_empty() {
            return Err(InvalidSecret::Empty);
        }
        if text.contains(',') {
            return Err(InvalidSecret::Comma);
        }
        let mut key = Zeroizing::new([0; 16]);
        key.copy_from_slice(&KsHash::of(&[text.as_bytes()]).as_bytes()[..16]);
        let cipher = Aes128::new((&*key).into());
        Ok(Self { text, cipher })
    }

    /// The text itself, for an answer or a store that needs it.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Whether `presented` is this secret, in time that depends on the lengths only.
    pub fn matches(&self, presented: &str) -> bool {
        self.text.as_bytes().ct_eq(presented.as_bytes()).into()
    }

    pub(crate) fn cipher(&self) -> &Aes128 {
        &self.cipher
    }

    /// `SHA-1(secret || text)`, the signature of version 1.
    pub(crate) fn signature(&self, text: &[u8]) -> KsHash {
        KsHash::of(&[self.text.as_bytes(), text])
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// All secrets of one partner (reference: session.md §8).
#[derive(Debug, Clone)]
pub struct SecretRing {
    admin: Vec<Secret>,
    user: Option<Secret>,
}

impl SecretRing {
    /// The primary admin secret, the additional enabled ones in order, and the user secret.
    pub fn new(primary: Secret, additional: impl IntoIterator<Item = Secret>, user: Option<Secret>) -> Self {
        Self { admin: std::iter::once(primary).chain(additional).collect(), user }
    }

    /// The secret that new sessions are signed with.
    pub fn primary(&self) -> &Secret {
        &self.admin[0]
    }

    /// The secrets that may have signed a session, the primary first: what [`Envelope::open`] needs.
    ///
    /// The user secret is not among them; it signs nothing.
    ///
    /// [`Envelope::open`]: crate::Envelope::open
    pub fn signing(&self) -> &[Secret] {
        &self.admin
    }

    /// The user secret, which only opens `session.start` for sessions of type user.
    pub fn user(&self) -> Option<&Secret> {
        self.user.as_ref()
    }

    /// Whether `presented` opens `session.start` for a session of this type, and the secret that then signs.
    ///
    /// Admin secrets open both types, the user secret only the user type. An admin session opened with an
    /// additional secret is signed with that one, everything else with the primary. `None`: refused
    /// (reference: session.md §8, §12.1). All secrets are compared, whichever matches.
    pub fn for_start(&self, presented: &str, session_type: SessionType) -> Option<&Secret> {
        let matched = self
            .admin
            .iter()
            .rev()
            .fold(None, |found, secret| secret.matches(presented).then_some(secret).or(found));
        let by_user = self.user.as_ref().is_some_and(|secret| secret.matches(presented));
        match session_type {
            SessionType::Admin => matched,
            SessionType::User => (matched.is_some() || by_user).then(|| self.primary()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidSecret, Secret, SecretRing};
    use crate::SessionType;

    fn secret(text: &str) -> Secret {
        Secret::new(text).unwrap()
    }

    #[test]
    fn refuses_texts_that_would_let_anybody_sign() {
        assert_eq!(Secret::new("").unwrap_err(), InvalidSecret::Empty);
        assert_eq!(Secret::new("one,two").unwrap_err(), InvalidSecret::Comma);
    }

    #[test]
    fn debug_shows_no_content() {
        let ring = SecretRing::new(secret("hush-primary"), [secret("hush-more")], Some(secret("hush-user")));
        assert!(!format!("{ring:?}").contains("hush"));
    }

    #[test]
    fn start_signs_with_the_right_secret() {
        let ring =
            SecretRing::new(secret("primary"), [secret("second"), secret("third")], Some(secret("user")));
        let signer = |presented, kind| ring.for_start(presented, kind).map(Secret::expose);
        assert_eq!(signer("third", SessionType::Admin), Some("third"));
        assert_eq!(signer("third", SessionType::User), Some("primary"));
        assert_eq!(signer("user", SessionType::User), Some("primary"));
        assert_eq!(signer("user", SessionType::Admin), None);
        assert_eq!(signer("", SessionType::User), None);
    }
}
