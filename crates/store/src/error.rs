//! What can go wrong with a database, and what it means for the caller.

/// SQLite tells the whole statement, which may be long.
const MAX_DETAIL: usize = 1_000;

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
        // PostgreSQL's details come on lines of their own; a failure is told in one.
        let lines = detail.to_string();
        let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut detail = lines.join("; ");
        detail.truncate(detail.floor_char_boundary(MAX_DETAIL));
        Self { kind, detail }
    }

    /// The same failure, seen while connecting: whatever the reason, there is no database to talk to.
    fn while_connecting(self) -> Self {
        Self { kind: Kind::Unreachable, ..self }
    }

    pub(crate) fn usage(detail: impl std::fmt::Display) -> Self {
        Self::new(Kind::Other, detail)
    }

    pub(crate) fn detail(&self) -> &str {
        &self.detail
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
        let source = std::error::Error::source(&error);
        let kind = match error.code() {
            Some(code) => kind_of(code.code()),
            None if error.is_closed()
                || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>) =>
            {
                Kind::Unreachable
            }
            // A value that does not fit its column: the program's mistake, and no outage.
            None => Kind::Other,
        };
        match source {
            Some(source) => Self::new(kind, format_args!("{error}: {source}")),
            None => Self::new(kind, error),
        }
    }
}

fn kind_of(state: &str) -> Kind {
    match state {
        "23505" => Kind::Unique,
        "53100" => Kind::Full,
        "25006" => Kind::ReadOnly,
        // Serialization failure, deadlock, a lock that is not to be had.
        "40001" | "40P01" | "55P03" => Kind::Conflict,
        "57014" => Kind::Other, // a statement that was cancelled says nothing about the database
        // Classes: connection exception, insufficient resources, operator intervention, system error, damage.
        _ if ["08", "53", "57", "58", "XX001", "XX002"].iter().any(|class| state.starts_with(class)) => {
            Kind::Unreachable
        }
        _ => Kind::Other,
    }
}

impl From<deadpool_postgres::PoolError> for StoreError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => Self::from(error).while_connecting(),
            other => Self::new(Kind::Unreachable, other),
        }
    }
}
