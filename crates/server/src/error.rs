//! How an action fails: what the caller is told, and what only the log is told.

use std::borrow::Cow;
use std::fmt;

use contract::errors::{INTERNAL_DATABASE_ERROR, INTERNAL_SERVERL_ERROR};
use store::{Kind, StoreError};
use wire::ApiError;

/// A failure with an outside and an inside.
#[derive(Debug)]
pub struct Error {
    api: Box<ApiError>,
    reason: Option<Cow<'static, str>>,
    unique_violation: bool,
    collision: bool,
}

/// What an action gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure nobody foresaw. The reason is logged and never sent.
    pub fn internal(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::from(INTERNAL_SERVERL_ERROR.bare()).because(reason)
    }

    /// A change that came too late for what it was about: made once more, it finds things as they are.
    pub fn collided(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { collision: true, ..Self::internal(reason) }
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

    /// True if a change collided with another one, as when two wait for each other: nothing of it is left, and it may
    /// be made once more.
    pub fn is_collision(&self) -> bool {
        self.collision
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
        Self { api: Box::new(api), reason: None, unique_violation: false, collision: false }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let (unique_violation, collision) = (error.is_unique_violation(), error.kind() == Kind::Conflict);
        let error = Self::from(INTERNAL_DATABASE_ERROR.bare()).because(error.to_string());
        Self { unique_violation, collision, ..error }
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
