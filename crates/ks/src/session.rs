//! A token whose signature is right.

use std::fmt;
use std::sync::Arc;

use crate::envelope::Version;
use crate::hash::{KsHash, hex};
use crate::privileges::{Privileges, Span};
use crate::query::Fields;
use crate::refusal::{Field, Refusal};
use crate::stamp::{Covered, InstallationKey, Issued, UnixMillis};
use crate::v2;

/// What a session is, from type, user and privileges (reference: session.md §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Type 1 or above; only 2 is ever issued.
    Admin,
    /// Type 0, no user, and the privilege `widget:1`.
    Widget,
    /// Everything else.
    User,
}

/// A token that was opened: its structure is sound and a secret of its partner signed it.
///
/// That is all it proves. Whether it is still in time, allowed from here, and not ended is asked by
/// [`check`](Self::check) and what follows it; only a [`Verified`](crate::Verified) session may act.
///
/// Immutable and shared: a clone costs a reference count, so a server may keep opened tokens at hand.
#[derive(Clone)]
pub struct Opened(Arc<Inner>, Option<Arc<str>>);

struct Inner {
    parts: Parts,
    valid_until: Option<i64>,
    session_type: Option<i64>,
}

pub(crate) struct Parts {
    pub(crate) version: Version,
    pub(crate) partner_id: i64,
    pub(crate) secret_index: usize,
    pub(crate) hash: KsHash,
    /// Their spans refer to the buffer of the privileges.
    pub(crate) fields: Fields,
    pub(crate) privileges: Privileges,
    pub(crate) signed: Signed,
}

/// What differs between the versions.
pub(crate) enum Signed {
    V1 { pattern: Option<Span>, rand: Option<Span>, has_privileges: bool },
    V2(v2::Plain),
}

impl Opened {
    pub(crate) fn new(parts: Parts) -> Result<Self, Refusal> {
        let number = |span: Option<Span>, field| match span.map(|span| span.of(parts.privileges.buffer())) {
            None | Some("") => Ok(None),
            Some(text) => decimal(text).map(Some).ok_or(Refusal::NotANumber(field)),
        };
        let valid_until = number(parts.fields.expiry, Field::Expiry)?;
        let session_type = number(parts.fields.session_type, Field::Type)?;
        Ok(Self(Arc::new(Inner { parts, valid_until, session_type }), None))
    }

    fn field(&self, span: Option<Span>) -> Option<&str> {
        span.map(|span| span.of(self.0.parts.privileges.buffer()))
    }

    /// The format of the token.
    pub fn version(&self) -> Version {
        self.0.parts.version
    }

    /// The partner whose secret signed it.
    pub fn partner_id(&self) -> i64 {
        self.0.parts.partner_id
    }

    /// The partner pattern of version 1, which nobody reads; absent in version 2.
    pub fn partner_pattern(&self) -> Option<&str> {
        match self.0.parts.signed {
            Signed::V1 { pattern, .. } => self.field(pattern),
            Signed::V2(_) => None,
        }
    }

    /// Which of the secrets given to [`Envelope::open`](crate::Envelope::open) signed it; 0 is the primary.
    pub fn secret_index(&self) -> usize {
        self.0.parts.secret_index
    }

    /// The identity of the token, the key of its revocation.
    pub fn hash(&self) -> KsHash {
        self.0.parts.hash
    }

    /// The expiry in Unix seconds; `None` when absent or empty, which means expired.
    pub fn valid_until(&self) -> Option<i64> {
        self.0.valid_until
    }

    /// The expiry as written; `None` when the field is absent.
    pub fn valid_until_text(&self) -> Option<&str> {
        self.field(self.0.parts.fields.expiry)
    }

    /// The type as written; `None` when the field is absent.
    pub fn type_text(&self) -> Option<&str> {
        self.field(self.0.parts.fields.session_type)
    }

    /// The random part: text as written in version 1, hexadecimal in version 2.
    pub fn rand(&self) -> Option<String> {
        match &self.0.parts.signed {
            Signed::V1 { rand, .. } => self.field(*rand).map(str::to_owned),
            Signed::V2(plain) => Some(hex(plain.rand())),
        }
    }

    /// The user id; `None` when absent, which differs from empty.
    pub fn user(&self) -> Option<&str> {
        self.1.as_deref().or_else(|| self.field(self.0.parts.fields.user))
    }

    /// The same session under another user id: the one by which the server knows the user that the session names.
    #[must_use]
    pub fn known_as(self, user: &str) -> Self {
        Self(self.0, Some(user.into()))
    }

    /// Whether there is no user: absent, empty or `0`.
    pub fn is_anonymous(&self) -> bool {
        matches!(self.user(), None | Some("" | "0"))
    }

    /// The privileges.
    pub fn privileges(&self) -> &Privileges {
        &self.0.parts.privileges
    }

    /// The privileges as text; `None` when a version 1 token ends before them.
    pub fn privileges_text(&self) -> Option<&str> {
        match self.0.parts.signed {
            Signed::V1 { has_privileges: false, .. } => None,
            _ => Some(self.0.parts.privileges.text()),
        }
    }

    /// The master partner as written. Any signer can write any number here: see
    /// [`trusted_master_partner`](Self::trusted_master_partner).
    pub fn claimed_master_partner(&self) -> Option<&str> {
        self.field(self.0.parts.fields.master_partner)
    }

    /// The additional data as written.
    pub fn additional_data(&self) -> Option<&str> {
        self.field(self.0.parts.fields.additional_data)
    }

    /// What the session is.
    pub fn kind(&self) -> Kind {
        match self.0.session_type {
            Some(1..) => Kind::Admin,
            // An empty type is neither 0 nor admin, an absent one counts as 0.
            Some(0) | None if self.type_text() != Some("") && self.is_widget() => Kind::Widget,
            _ => Kind::User,
        }
    }

    fn is_widget(&self) -> bool {
        self.is_anonymous() && self.privileges().values("widget").any(|value| value == "1")
    }

    /// Whether the type is 1 or above.
    pub fn is_admin(&self) -> bool {
        matches!(self.0.session_type, Some(1..))
    }

    /// The identity of the `sessionid` group, the SHA-1 of `<partner>_<first value>`; `None` without one
    /// (reference: session.md §15.2).
    pub fn group(&self) -> Option<KsHash> {
        let id = self.privileges().first("sessionid")?;
        Some(KsHash::of_group(self.partner_id(), id))
    }

    /// When this installation issued exactly this token, and its mark; `None` for a token that was signed
    /// elsewhere.
    pub fn issued(&self, key: &InstallationKey) -> Option<Issued> {
        key.read(&self.rand_bytes()?, &self.covered())
    }

    /// When this installation issued exactly this token; `None` for a token that was signed elsewhere.
    pub fn issued_at(&self, key: &InstallationKey) -> Option<UnixMillis> {
        self.issued(key).map(|issued| issued.at)
    }

    /// The master partner, if this installation itself issued the token.
    ///
    /// Everyone who holds a secret can write `_m`, so elsewhere it means nothing (reference: session.md §17
    /// row 9).
    pub fn trusted_master_partner(&self, key: &InstallationKey) -> Option<i64> {
        self.issued_at(key)?;
        self.claimed_master_partner()?.parse().ok()
    }

    fn rand_bytes(&self) -> Option<[u8; 16]> {
        match &self.0.parts.signed {
            Signed::V1 { rand, .. } => crate::stamp::from_text(self.field(*rand)?),
            Signed::V2(plain) => plain.rand().try_into().ok(),
        }
    }

    fn covered(&self) -> Covered<'_> {
        let (before, after) = match &self.0.parts.signed {
            Signed::V1 { rand, .. } => {
                let text = self.0.parts.privileges.buffer().as_bytes();
                rand.map_or((text, [].as_slice()), |rand| (&text[..rand.start], &text[rand.end..]))
            }
            Signed::V2(plain) => ([].as_slice(), plain.query().unwrap_or_default()),
        };
        Covered { version: self.version(), partner_id: self.partner_id(), before, after }
    }
}

/// Decimal digits with an optional minus sign; what PHP would also take (`1e10`, ` 5`, `0x5`) is refused.
fn decimal(text: &str) -> Option<i64> {
    if text.starts_with('+') { None } else { text.parse().ok() }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("version", &self.version())
            .field("partner_id", &self.partner_id())
            .field("hash", &self.hash())
            .field("kind", &self.kind())
            .field("user", &self.user())
            .field("valid_until", &self.valid_until())
            .field("privileges", self.privileges())
            .finish_non_exhaustive()
    }
}
