//! Why a session is refused, finer inside than on the wire.

use std::fmt;

/// A field that the format itself defines, as opposed to a privilege.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// `_e`, Unix seconds.
    Expiry,
    /// `_t`, 0 for a user, 1 and above for an admin.
    Type,
    /// `_u`.
    User,
    /// `_m`.
    MasterPartner,
    /// `_d`.
    AdditionalData,
}

impl Field {
    /// The field that a query string calls `name`.
    pub(crate) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"_e" => Some(Self::Expiry),
            b"_t" => Some(Self::Type),
            b"_u" => Some(Self::User),
            b"_m" => Some(Self::MasterPartner),
            b"_d" => Some(Self::AdditionalData),
            _ => None,
        }
    }

    /// The name in the query string of version 2, such as `_e`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expiry => "_e",
            Self::Type => "_t",
            Self::User => "_u",
            Self::MasterPartner => "_m",
            Self::AdditionalData => "_d",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a session is refused.
///
/// The variants are for logs and tests. A client learns only [`code`](Self::code) and
/// [`ksid_word`](Self::ksid_word): every unreadable token looks the same from outside, so that nobody can probe
/// which step failed (reference: session.md §9.1, §9.2, §17 row 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The text is not base64 as section 3 of the reference reads it, or it holds nothing.
    #[error("the text is not base64")]
    Encoding,
    /// A separator or field is missing, or the ciphertext is not whole blocks.
    #[error("the token is incomplete")]
    Structure,
    /// The partner id is not a plain decimal number: `0102`, ` 102`, `abc`.
    #[error("the partner id is not a plain decimal number")]
    PartnerText,
    /// There is no secret to check against: the partner is unknown or has none enabled.
    #[error("the partner is unknown or has no secret")]
    NoSecrets,
    /// No secret of the partner made this signature.
    #[error("no secret of the partner made the signature")]
    Signature,
    /// A version 1 text with a zero byte or without being UTF-8: the marks of SHA-1 length extension.
    #[error("the version 1 text holds bytes that no honest signer writes")]
    ForbiddenBytes,
    /// A name or value of version 2 that is not UTF-8.
    #[error("a version 2 field is not UTF-8")]
    NotUtf8,
    /// A version 2 privilege whose name holds `[`.
    #[error("a version 2 privilege name holds a bracket")]
    BracketedName,
    /// A reserved field that occurs twice in version 2: the mark of an unescaped user id.
    #[error("the field {0} occurs twice")]
    DuplicateField(Field),
    /// A field that must be a decimal number and is not.
    #[error("the field {0} is not a decimal number")]
    NotANumber(Field),
    /// The expiry has come, is empty or is missing.
    #[error("the session has expired")]
    Expired,
    /// `iprestrict` does not list the caller's address.
    #[error("the session is not valid from this address")]
    Address,
    /// `urirestrict` does not cover the request.
    #[error("the session is not valid for this URI")]
    Uri,
    /// The token or its group was ended.
    #[error("the session was ended")]
    Revoked,
    /// `actionslimit` is used up.
    #[error("the session has no actions left")]
    ActionsUsedUp,
    /// `actionslimit` is not a number above zero.
    #[error("the action limit is not a number above zero")]
    ActionsLimitValue,
}

impl Refusal {
    /// The API error code: `INVALID_ACTIONS_LIMIT` for an `actionslimit` that is no number above zero,
    /// `INVALID_KS` for all else.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ActionsLimitValue => "INVALID_ACTIONS_LIMIT",
            _ => "INVALID_KS",
        }
    }

    /// The word that `INVALID_KS` carries as its argument `KSID`.
    ///
    /// `None` means the token could not be read, and `KSID` is the token as the client sent it; also `None`
    /// for `INVALID_ACTIONS_LIMIT`, which has no arguments.
    pub const fn ksid_word(self) -> Option<&'static str> {
        match self {
            Self::Expired => Some("EXPIRED"),
            Self::Address => Some("EXCEEDED_RESTRICTED_IP"),
            Self::Uri => Some("EXCEEDED_RESTRICTED_URI"),
            Self::Revoked => Some("LOGOUT"),
            Self::ActionsUsedUp => Some("EXCEEDED_ACTIONS_LIMIT"),
            _ => None,
        }
    }

    /// Whether the token could not be read at all, the failure of step 4.
    pub const fn is_unreadable(self) -> bool {
        self.ksid_word().is_none() && !matches!(self, Self::ActionsLimitValue)
    }
}
