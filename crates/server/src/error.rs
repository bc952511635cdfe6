//! How an action fails: what the caller is told, and what only the log is told.

use std::borrow::Cow;
use std::fmt;

use contract::errors::{INTERNAL_DATABASE_ERROR, INTERNAL_SERVERL_ERROR};
use store::StoreError;
use wire::ApiError;

/// A failure with an outside and an inside.
#[derive(Debug)]
pub struct Error {
    api: Box<ApiError>,
    reason: Option<Cow<'static, str>>,
    unique_violation: bool,
}

/// What an action gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure nobody foresaw. The reason is logged and never sent.
    pub fn internal(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::from(INTERNAL_SERVERL_ERROR.bare()).because(reason)
    }

    /// Adds a reason for the log.
    #[must_use]
    pub fn because(mut self, reason: impl Into<Cow<'static, str>>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The code that the caller is told.
    pub fn code(&self) -> &'static str {
        self.api.code
    }

    /// True if the store refused a second row of something that there may be one of.
    pub fn is_unique_violation(&self) -> bool {
        self.unique_violation
    }

    /// What the log is told.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// What the caller is told.
    pub fn into_api(self) -> ApiError {
        *self.api
    }
}

impl From<ApiError> for Error {
    fn from(api: ApiError) -> Self {
        Self { api: Box::new(api), reason: None, unique_violation: false }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let unique_violation = error.is_unique_violation();
        let error = Self::from(INTERNAL_DATABASE_ERROR.bare()).because(error.to_string());
        Self { unique_violation, ..error }
    }
}

impl From<crate::keys::SealBroken> for Error {
    fn from(error: crate::keys::SealBroken) -> Self {
        Self::internal(error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Some(reason) => write!(formatter, "{}: {reason}", self.api.code),
            None => formatter.write_str(self.api.code),
        }
    }
}
