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

/// A secret in a ring: how long it works, and what it is for.
#[derive(Debug, Clone)]
pub struct Member {
    /// The secret.
    pub secret: Secret,
    /// It stops working at this second, in Unix seconds; `None`: it has no end.
    pub until: Option<i64>,
    /// It was never the primary one, but given out beside it.
    pub additional: bool,
}

impl Member {
    /// A secret without an end.
    pub const fn endless(secret: Secret, additional: bool) -> Self {
        Self { secret, until: None, additional }
    }

    fn works(&self, now: i64) -> bool {
        works(self.until, now)
    }
}

/// As with sessions, the second of the end is already over.
fn works(until: Option<i64>, now: i64) -> bool {
    until.is_none_or(|until| now < until)
}

/// All secrets of one partner (reference: session.md §8).
///
/// A secret may have an end, so that an old one and its successor work side by side for a while. Which ones
/// work is a question of the moment; what does not depend on it, such as a signature, is tried with all.
#[derive(Debug, Clone)]
pub struct SecretRing {
    /// Apart from their terms, because [`Envelope::open`](crate::Envelope::open) takes a slice of secrets.
    admin: Vec<Secret>,
    terms: Vec<Terms>,
    user: Vec<Member>,
}

/// What a ring knows of an admin secret beside its text.
#[derive(Debug, Clone, Copy)]
struct Terms {
    until: Option<i64>,
    additional: bool,
}

/// Which secret opened `session.start`, by its place in the ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// An admin secret, by its place in [`SecretRing::signing`].
    Admin(usize),
    /// A user secret, by its place among the user secrets.
    User(usize),
}

/// What a secret that was presented to `session.start` leads to.
#[derive(Debug, Clone, Copy)]
pub struct Start<'r> {
    /// The secret that signs.
    pub signer: &'r Secret,
    /// Its place in [`SecretRing::signing`].
    pub signer_index: usize,
    /// It stops working at this second, and every session that it signed with it.
    pub signer_until: Option<i64>,
    /// The secret that was presented.
    pub opener: Opener,
}

impl SecretRing {
    /// The primary admin secret, the additional enabled ones in order, and the user secret; none has an end.
    pub fn new(primary: Secret, additional: impl IntoIterator<Item = Secret>, user: Option<Secret>) -> Self {
        let mut ring = Self {
            admin: vec![primary],
            terms: vec![Terms { until: None, additional: false }],
            user: user.into_iter().map(|user| Member::endless(user, false)).collect(),
        };
        for secret in additional {
            ring.push(Member::endless(secret, true));
        }
        ring
    }

    /// Admin secrets, the primary first, and user secrets, the one that is shown first; `None` without an
    /// admin secret, since nothing can be signed then.
    pub fn of(
        admin: impl IntoIterator<Item = Member>,
        user: impl IntoIterator<Item = Member>,
    ) -> Option<Self> {
        let mut ring = Self { admin: Vec::new(), terms: Vec::new(), user: user.into_iter().collect() };
        for member in admin {
            ring.push(member);
        }
        // Whatever it was before, what is first is the primary one.
        ring.terms.first_mut()?.additional = false;
        Some(ring)
    }

    fn push(&mut self, member: Member) {
        self.admin.push(member.secret);
        self.terms.push(Terms { until: member.until, additional: member.additional });
    }

    /// The first secret, whether or not it works: what the partner is shown as its own.
    pub fn primary(&self) -> &Secret {
        &self.admin[0]
    }

    /// The secret that new sessions are signed with: the primary one, as long as it works.
    pub fn signer(&self, now: i64) -> Option<&Secret> {
        self.works(0, now).then(|| self.primary())
    }

    /// The secrets that may have signed a session, the primary first: what [`Envelope::open`] needs. Whether
    /// the one that did works at the moment is asked of [`works`](Self::works).
    ///
    /// User secrets are not among them; they sign nothing.
    ///
    /// [`Envelope::open`]: crate::Envelope::open
    pub fn signing(&self) -> &[Secret] {
        &self.admin
    }

    /// Whether the admin secret with this place works at a moment, in Unix seconds. What the place does not
    /// hold does not work.
    pub fn works(&self, index: usize, now: i64) -> bool {
        self.terms.get(index).is_some_and(|terms| works(terms.until, now))
    }

    /// When the admin secret with this place stops working; `None`: never.
    pub fn until(&self, index: usize) -> Option<i64> {
        self.terms.get(index)?.until
    }

    /// Whether the admin secret with this place is one that was given out beside the primary. One that was
    /// the primary before is not: what it signed keeps the rights it had.
    pub fn is_additional(&self, index: usize) -> bool {
        self.terms.get(index).is_some_and(|terms| terms.additional)
    }

    /// The first user secret; they only open `session.start`, for sessions of type user.
    pub fn user(&self) -> Option<&Secret> {
        self.user.first().map(|member| &member.secret)
    }

    /// Whether `presented` opens `session.start` for a session of this type, and the secret that then signs.
    ///
    /// Admin secrets open both types, user secrets only the user type. An admin session opened with an
    /// additional secret is signed with that one, everything else with the primary. `None`: refused
    /// (reference: session.md §8, §12.1). All secrets are compared, whichever matches.
    pub fn for_start(&self, presented: &str, session_type: SessionType, now: i64) -> Option<Start<'_>> {
        let admin = self.admin.iter().enumerate().rev().fold(None, |found, (index, secret)| {
            let fits = secret.matches(presented) & self.works(index, now);
            fits.then_some(index).or(found)
        });
        let user = self.user.iter().enumerate().rev().fold(None, |found, (index, member)| {
            let fits = member.secret.matches(presented) & member.works(now);
            fits.then_some(index).or(found)
        });
        let (signer_index, opener) = match (session_type, admin, user) {
            (SessionType::Admin, Some(index), _) if self.is_additional(index) => {
                (index, Opener::Admin(index))
            }
            (_, Some(index), _) => (0, Opener::Admin(index)),
            (SessionType::User, None, Some(index)) => (0, Opener::User(index)),
            _ => return None,
        };
        self.works(signer_index, now).then(|| Start {
            signer: &self.admin[signer_index],
            signer_index,
            signer_until: self.until(signer_index),
            opener,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidSecret, Member, Opener, Secret, SecretRing};
    use crate::SessionType;

    fn secret(text: &str) -> Secret {
        Secret::new(text).unwrap()
    }

    fn member(text: &str, until: Option<i64>, additional: bool) -> Member {
        Member { secret: secret(text), until, additional }
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
        let signer = |presented, kind| {
            ring.for_start(presented, kind, 0).map(|start| start.signer.expose().to_owned())
        };
        assert_eq!(signer("third", SessionType::Admin).as_deref(), Some("third"));
        assert_eq!(signer("third", SessionType::User).as_deref(), Some("primary"));
        assert_eq!(signer("user", SessionType::User).as_deref(), Some("primary"));
        assert_eq!(signer("user", SessionType::Admin), None);
        assert_eq!(signer("", SessionType::User), None);
    }

    #[test]
    fn a_secret_works_until_its_end() {
        let ring = SecretRing::of(
            [member("new", None, false), member("old", Some(100), false)],
            [member("user-new", None, false), member("user-old", Some(100), false)],
        )
        .unwrap();
        let opener =
            |presented, now| ring.for_start(presented, SessionType::User, now).map(|start| start.opener);
        assert_eq!(opener("old", 99), Some(Opener::Admin(1)));
        assert_eq!(opener("old", 100), None, "the second of the end is over");
        assert_eq!(opener("user-old", 99), Some(Opener::User(1)));
        assert_eq!(opener("user-old", 100), None);
        assert_eq!(opener("user-new", 100), Some(Opener::User(0)));
        assert!(ring.works(1, 99) && !ring.works(1, 100) && ring.works(0, i64::MAX) && !ring.works(2, 0));
        assert_eq!((ring.until(0), ring.until(1), ring.until(2)), (None, Some(100), None));
    }

    #[test]
    fn what_was_the_primary_opens_and_the_primary_signs() {
        let ring = SecretRing::of([member("new", None, true), member("old", Some(100), false)], []).unwrap();
        assert!(!ring.is_additional(0), "the first is the primary one");
        assert!(!ring.is_additional(1));
        let start = ring.for_start("old", SessionType::Admin, 0).unwrap();
        assert_eq!((start.signer.expose(), start.signer_index, start.signer_until), ("new", 0, None));
    }

    #[test]
    fn nothing_is_signed_with_a_primary_that_has_ended() {
        let ring =
            SecretRing::of([member("last", Some(100), false), member("more", None, true)], []).unwrap();
        assert!(ring.signer(99).is_some() && ring.signer(100).is_none());
        assert!(ring.for_start("more", SessionType::User, 100).is_none());
        assert!(ring.for_start("more", SessionType::Admin, 100).is_some(), "it signs for itself");
        assert!(SecretRing::of([], [member("user", None, false)]).is_none());
    }
}
