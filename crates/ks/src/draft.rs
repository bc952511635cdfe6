//! Making new tokens.

use crate::envelope::Version;
use crate::query;
use crate::secret::Secret;
use crate::stamp::{Covered, Salt, to_text};
use crate::{v1, v2};

/// Download links made within this many seconds are to be equal, for caches in between.
const DOWNLOAD_STEP: i64 = 300;

/// The types that are issued. Type 1 counts as admin when read, and is never written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionType {
    /// Type 0.
    User,
    /// Type 2.
    Admin,
}

impl SessionType {
    /// 0 or 2.
    pub const fn number(self) -> i64 {
        match self {
            Self::User => 0,
            Self::Admin => 2,
        }
    }

    pub(crate) const fn digit(self) -> &'static str {
        match self {
            Self::User => "0",
            Self::Admin => "2",
        }
    }
}

/// A session to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The partner that the session belongs to.
    pub partner_id: i64,
    /// The user id. `None` leaves the field out of version 2.
    pub user: Option<String>,
    /// User or admin.
    pub session_type: SessionType,
    /// The expiry in Unix seconds; a past one is allowed and makes a session that is already over.
    pub valid_until: i64,
    /// The privilege text. Version 1 keeps it letter by letter; version 2 stores its privileges trimmed, and
    /// of a repeated name only the last.
    pub privileges: String,
    /// The partner on whose behalf the session was made. Readers should believe it only from themselves.
    pub master_partner: Option<i64>,
    /// Free data that no privilege check sees.
    pub additional_data: Option<String>,
}

/// Why a draft cannot be signed: version 1 has no escaping, and readers of version 2 stop after some parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// `;` or a control character in the user id would shift or garble the fields.
    #[error("version 1 cannot carry this user id")]
    User,
    /// The same in the privileges.
    #[error("version 1 cannot carry these privileges")]
    Privileges,
    /// The same in the additional data.
    #[error("version 1 cannot carry this additional data")]
    AdditionalData,
    /// The same in the random text.
    #[error("version 1 cannot carry this random text")]
    Rand,
    /// Readers would not see the fields that follow so many privileges, the expiry among them.
    #[error("version 2 cannot carry so many privileges")]
    TooManyPrivileges,
}

impl Draft {
    /// A user session without user and privileges.
    pub fn new(partner_id: i64, valid_until: i64) -> Self {
        Self {
            partner_id,
            user: None,
            session_type: SessionType::User,
            valid_until,
            privileges: String::new(),
            master_partner: None,
            additional_data: None,
        }
    }

    /// The expiry that the token gets, in Unix seconds: [`valid_until`](Self::valid_until), rounded up to whole
    /// 300 seconds when `downloadasset` occurs in the privileges (reference: session.md §11.1).
    pub fn expiry(&self) -> i64 {
        let past = self.valid_until.rem_euclid(DOWNLOAD_STEP);
        if past > 0 && self.privileges.contains("downloadasset") {
            self.valid_until.saturating_add(DOWNLOAD_STEP - past)
        } else {
            self.valid_until
        }
    }

    /// Signs the session and writes its text.
    ///
    /// The order of the fields is that of Kaltura's server; all readers take any order. The text of version 1
    /// needs percent-encoding in a URL. Fails for characters that version 1 cannot carry, and for more than 995
    /// privileges in version 2.
    pub fn sign(&self, version: Version, secret: &Secret, salt: &Salt<'_>) -> Result<String, DraftError> {
        let valid_until = self.expiry();
        let covered = |before, after| Covered { version, partner_id: self.partner_id, before, after };
        match version {
            Version::V1 => {
                let (before, after) = self.v1_text(valid_until)?;
                let rand = to_text(&salt.bytes(&covered(before.as_bytes(), after.as_bytes())));
                Ok(v1::seal(secret, &format!("{before}{rand}{after}")))
            }
            Version::V2 => {
                let query = query::write(self, valid_until)?;
                let rand = salt.bytes(&covered(&[], query.as_bytes()));
                Ok(v2::seal(secret, self.partner_id, &rand, &query))
            }
        }
    }

    /// Writes version 1 with a given text in the random field, where Kaltura's server puts the time and its
    /// clients a number. Nobody reads it; [`sign`](Self::sign) fills it better.
    pub fn sign_v1_with(&self, secret: &Secret, rand: &str) -> Result<String, DraftError> {
        plain(rand, DraftError::Rand)?;
        let (before, after) = self.v1_text(self.expiry())?;
        Ok(v1::seal(secret, &format!("{before}{rand}{after}")))
    }

    /// The text of version 1 before and after the random field.
    fn v1_text(&self, valid_until: i64) -> Result<(String, String), DraftError> {
        let user = plain(self.user.as_deref().unwrap_or_default(), DraftError::User)?;
        let privileges = plain(&self.privileges, DraftError::Privileges)?;
        let data = plain(self.additional_data.as_deref().unwrap_or_default(), DraftError::AdditionalData)?;
        let partner = self.partner_id;
        let master = self.master_partner.map(|id| id.to_string()).unwrap_or_default();
        let before = format!("{partner};{partner};{valid_until};{};", self.session_type.digit());
        Ok((before, format!(";{user};{privileges};{master};{data}")))
    }
}

fn plain(text: &str, error: DraftError) -> Result<&str, DraftError> {
    if text.contains(|letter: char| letter == ';' || letter.is_control()) { Err(error) } else { Ok(text) }
}
