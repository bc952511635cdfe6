//! What can go wrong with a database, and what it means for the caller.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
#[error("{kind}: {detail}")]
pub struct StoreError {
    kind: Kind,
    detail: String,
}

/// The kinds of failure that somebody acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Kind {
    /// There already is a row of which there may be one.
    #[error("a row like this exists already")]
    Unique,
    /// The disk is full, or the database may not grow.
    #[error("the database has no room left")]
    Full,
    /// The database can be read and not written.
    #[error("the database cannot be written")]
    ReadOnly,
    /// The database does not answer.
    #[error("the database cannot be reached")]
    Unreachable,
    /// Two transactions stood in each other's way; the same again may succeed.
    #[error("two changes collided")]
    Conflict,
    /// A setting that cannot work.
    #[error("the database cannot be used")]
    Setup,
    /// The statement or the result is not what the program expects.
    #[error("the database gave an error")]
    Other,
}

impl StoreError {
    pub(crate) fn new(kind: Kind, detail: impl std::fmt::Display) -> Self {
        Self { kind, detail: detail.to_string() }
    }

    pub(crate) fn usage(detail: impl std::fmt::Display) -> Self {
        Self::new(Kind::Other, detail)
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// True if there already is a row of which there may be one.
    pub fn is_unique_violation(&self) -> bool {
        self.kind == Kind::Unique
    }

    /// True if the store as a whole is in trouble, rather than this one statement.
    pub fn is_outage(&self) -> bool {
        matches!(self.kind, Kind::Full | Kind::ReadOnly | Kind::Unreachable)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi;
        let code = error.sqlite_error().map(|error| (error.code, error.extended_code));
        let kind = match code {
            Some((_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY)) => Kind::Unique,
            Some((rusqlite::ErrorCode::DiskFull, _)) => Kind::Full,
            Some((rusqlite::ErrorCode::ReadOnly, _)) => Kind::ReadOnly,
            Some((rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked, _)) => {
                Kind::Conflict
            }
            Some((
                rusqlite::ErrorCode::CannotOpen
                | rusqlite::ErrorCode::SystemIoFailure
                | rusqlite::ErrorCode::NotADatabase
                | rusqlite::ErrorCode::DatabaseCorrupt,
                _,
            )) => Kind::Unreachable,
            _ => Kind::Other,
        };
        Self::new(kind, error)
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let detail = std::error::Error::source(&error)
            .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
        let kind = match error.code().map(tokio_postgres::error::SqlState::code) {
            Some("23505") => Kind::Unique,
            Some("53100" | "53200") => Kind::Full,
            Some("25006") => Kind::ReadOnly,
            Some("40001" | "40P01") => Kind::Conflict,
            // Classes: connection exception, insufficient resources, operator intervention.
            Some(code) if code.starts_with("08") || code.starts_with("53") || code.starts_with("57") => {
                Kind::Unreachable
            }
            Some(_) => Kind::Other,
            None => Kind::Unreachable,
        };
        Self::new(kind, detail)
    }
}

impl From<deadpool_postgres::PoolError> for StoreError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            other => Self::new(Kind::Unreachable, other),
        }
    }
}
