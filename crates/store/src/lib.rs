//! SQLite and PostgreSQL behind one type: rows, transactions, the history of the tables, lists, and the feed
//! of changes that keeps the caches of all nodes right. It knows no table of any feature.

mod cell;
mod compare;
mod error;
mod feed;
mod listing;
mod migrate;
mod near;
mod parts;
mod postgres;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod words;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_query::{Cond, Expr, PostgresQueryBuilder, QueryStatementWriter, SqliteQueryBuilder, Value};

pub use cell::{Cell, FromCell, Row};
pub use compare::one_of;
pub use error::{Kind, StoreError};
pub use feed::Change;
use feed::Feed;
pub use listing::{Branch, ColumnKind, Listing, Search};
pub use migrate::Migration;
pub use parts::PartIndex;
use postgres::{Postgres, PostgresTransaction};
use sqlite::{Sqlite, SqliteTransaction};
pub use words::{Sought, TextIndex, folded, is_in_word, words_of};

/// How often a change is tried that others stand in the way of.
const ATTEMPTS: u32 = 5;
/// The lock of PostgreSQL that nodes take which change tables.
const TURNS: i64 = 0x626f_786f;
/// A database that takes longer to say that it is there is not.
const HEALTH: Duration = Duration::from_secs(3);

/// Where the rows are.
#[derive(Clone)]
pub enum Location {
    /// In a file of this machine; made if it is not there.
    Sqlite(PathBuf),
    /// Behind a URL, `postgres://user:password@host:port/name`. Its `sslmode` is `disable`, `prefer` (the
    /// default: encrypted if the server can, with nobody's identity checked), or `require`, `verify-ca`,
    /// `verify-full`, which check the server's certificate and name, against `sslrootcert` (a PEM file) or the
    /// public authorities.
    Postgres(String),
}

impl fmt::Debug for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => formatter.debug_tuple("Sqlite").field(file).finish(),
            // There may be a password in the URL.
            Self::Postgres(_) => formatter.write_str("Postgres(..)"),
        }
    }
}

/// A database.
#[derive(Clone)]
pub struct Store {
    database: Database,
    feed: Feed,
    /// The last write failed because of the database itself.
    troubled: Arc<AtomicBool>,
}

#[derive(Clone)]
enum Database {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

fn built<S: QueryStatementWriter>(
    statement: &S,
    on_postgres: bool,
) -> Result<(String, Vec<Cell>), StoreError> {
    let (sql, values) =
        if on_postgres { statement.build(PostgresQueryBuilder) } else { statement.build(SqliteQueryBuilder) };
    Ok((sql, values.0.into_iter().map(Cell::try_from).collect::<Result<_, _>>()?))
}

impl Store {
    /// Opens a database. `origin` is a random number that tells this process from others.
    pub async fn open(location: &Location, origin: i64) -> Result<Self, StoreError> {
        let feed = Feed::default();
        let database = match location {
            Location::Sqlite(file) => Database::Sqlite(Sqlite::open(file, origin, feed.clone()).await?),
            Location::Postgres(url) => Database::Postgres(Postgres::open(url, feed.clone()).await?),
        };
        Ok(Self { database, feed, troubled: Arc::default() })
    }

    /// Brings the tables up to date. Safe when several nodes start at once; a database that a newer version
    /// has changed is refused.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<(), StoreError> {
        migrate::run(self, migrations).await
    }

    pub(crate) fn on_postgres(&self) -> bool {
        matches!(self.database, Database::Postgres(_))
    }

    /// True where the text in a column begins with another, as filters ask: for the conditions of a [`Branch`].
    pub fn starts_with(&self, column: &'static str, prefix: &str) -> Cond {
        self.text_starts_with(&Expr::col(column), prefix)
    }

    /// [`Self::starts_with`] for a column of a table that is named.
    pub fn text_starts_with(&self, column: &Expr, prefix: &str) -> Cond {
        compare::starts_with(column, prefix, self.on_postgres())
    }

    /// Whether a column of whole numbers holds one of these, which may be thousands. Numbers that are read first and
    /// given so are better than a subquery where some of them are rare and some common: the database sees which.
    pub fn one_of_many(&self, column: Expr, numbers: &[i64]) -> Expr {
        let numbers = numbers.iter().map(|number| Value::from(*number));
        compare::in_list(column, ColumnKind::Int, numbers, self.on_postgres())
    }

    /// True for the rows of an index, by the column that holds their keys, in which these words follow each other; none
    /// without a word.
    pub fn has_phrase(&self, index: TextIndex, key: &'static str, text: &str) -> Option<Expr> {
        // What negates a term, or lets its last word go on, is no part of a phrase.
        let term = words::Term::parse(text.trim_start_matches('!').trim_end_matches('*'))?;
        Some(index.find(key, None, &[&term], true, self.on_postgres()))
    }

    /// All rows of a query.
    pub async fn all<S: QueryStatementWriter>(&self, statement: &S) -> Result<Vec<Row>, StoreError> {
        let (sql, cells) = built(statement, self.on_postgres())?;
        self.all_built(sql, cells).await
    }

    async fn all_built(&self, sql: String, cells: Vec<Cell>) -> Result<Vec<Row>, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.all(sql, cells).await,
            Database::Postgres(postgres) => postgres.all(&sql, &cells).await,
        }
    }

    /// The first row of a query.
    pub async fn one<S: QueryStatementWriter>(&self, statement: &S) -> Result<Option<Row>, StoreError> {
        let (sql, cells) = built(statement, self.on_postgres())?;
        Ok(self.all_built(sql, cells).await?.into_iter().next())
    }

    /// Begins a transaction; it is rolled back unless it is committed. On SQLite there is one at a time; on
    /// PostgreSQL each statement sees what was committed before it, and `lock_exclusive` of a query holds rows.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        let inner = match &self.database {
            Database::Sqlite(sqlite) => sqlite.begin().await.map(Inner::Sqlite),
            Database::Postgres(postgres) => postgres.begin().await.map(|tx| Inner::Postgres(Box::new(tx))),
        };
        let inner = inner.inspect_err(|error| self.note(error))?;
        Ok(Transaction { inner, store: self.clone(), state: State::Good })
    }

    /// Makes a change and commits it, and makes it once more if it collided with another: `change` may run
    /// several times, and nothing of a failed run is left.
    pub async fn write<T, E: From<StoreError>>(
        &self,
        mut change: impl AsyncFnMut(&mut Transaction) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut attempt = 1;
        loop {
            let mut tx = self.begin().await?;
            let (error, collided) = match change(&mut tx).await {
                Err(error) => (error, tx.state == State::Collided),
                Ok(value) => match tx.commit().await {
                    Ok(()) => return Ok(value),
                    Err(error) => {
                        let collided = error.kind() == Kind::Conflict;
                        (error.into(), collided)
                    }
                },
            };
            if !collided || attempt == ATTEMPTS {
                return Err(error);
            }
            attempt += 1;
        }
    }

    fn note(&self, error: &StoreError) {
        if error.is_outage() {
            self.troubled.store(true, Ordering::Release);
        }
    }

    /// Hears of every change: those of this process before `commit` returns, others as soon as they are known.
    pub fn subscribe(&self, subscriber: impl Fn(&Change) + Send + Sync + 'static) {
        self.feed.subscribe(Box::new(subscriber));
    }

    /// True while the changes of other processes cannot be heard, so that caches may be wrong.
    pub fn is_behind(&self) -> bool {
        self.feed.is_behind()
    }

    /// Whether the database answers, and takes writes as far as is known. After a write that failed, a write is
    /// tried, so that readiness comes back by itself.
    pub async fn health(&self) -> Result<(), StoreError> {
        tokio::time::timeout(HEALTH, self.check())
            .await
            .map_err(|_| StoreError::new(Kind::Unreachable, "the database does not answer in time"))?
    }

    async fn check(&self) -> Result<(), StoreError> {
        if self.is_behind() {
            return Err(StoreError::new(Kind::Unreachable, "changes of other nodes cannot be heard"));
        }
        self.all_built("SELECT 1".to_owned(), Vec::new()).await?;
        if self.troubled.load(Ordering::Acquire) {
            let mut tx = self.begin().await?;
            tx.take_turns().await?;
            tx.script("CREATE TABLE write_probe (value BIGINT); DROP TABLE write_probe").await?;
            tx.commit().await?;
            self.troubled.store(false, Ordering::Release);
        }
        Ok(())
    }
}

/// A transaction; rolled back unless it is committed. Once a statement has failed or was given up, no other
/// statement is taken and nothing can be committed.
pub struct Transaction {
    inner: Inner,
    store: Store,
    state: State,
}

enum Inner {
    Sqlite(SqliteTransaction),
    Postgres(Box<PostgresTransaction>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Every statement so far has come to its end, and well.
    Good,
    /// One failed, or its caller gave it up.
    Failed,
    /// One failed because another transaction stood in its way.
    Collided,
}

impl Transaction {
    /// All rows of a query or of a statement that returns some.
    pub async fn all<S: QueryStatementWriter>(&mut self, statement: &S) -> Result<Vec<Row>, StoreError> {
        let (sql, cells) = built(statement, self.store.on_postgres())?;
        self.all_built(sql, cells).await
    }

    pub(crate) fn on_postgres(&self) -> bool {
        self.store.on_postgres()
    }

    fn enter(&mut self) -> Result<(), StoreError> {
        match std::mem::replace(&mut self.state, State::Failed) {
            State::Good => Ok(()),
            state => {
                self.state = state;
                Err(StoreError::usage("an earlier statement of this transaction failed"))
            }
        }
    }

    fn leave<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        match &result {
            Ok(_) => self.state = State::Good,
            Err(error) => {
                self.store.note(error);
                if error.kind() == Kind::Conflict {
                    self.state = State::Collided;
                }
            }
        }
        result
    }

    async fn all_built(&mut self, sql: String, cells: Vec<Cell>) -> Result<Vec<Row>, StoreError> {
        self.enter()?;
        let rows = match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.all(sql, cells).await,
            Inner::Postgres(postgres) => postgres.all(&sql, &cells).await,
        };
        self.leave(rows)
    }

    /// The first row of a query or of a statement that returns some.
    pub async fn one<S: QueryStatementWriter>(&mut self, statement: &S) -> Result<Option<Row>, StoreError> {
        let (sql, cells) = built(statement, self.store.on_postgres())?;
        Ok(self.all_built(sql, cells).await?.into_iter().next())
    }

    /// Runs a statement and tells how many rows it touched.
    pub async fn execute<S: QueryStatementWriter>(&mut self, statement: &S) -> Result<u64, StoreError> {
        let (sql, cells) = built(statement, self.store.on_postgres())?;
        self.execute_built(sql, cells).await
    }

    pub(crate) async fn execute_built(&mut self, sql: String, cells: Vec<Cell>) -> Result<u64, StoreError> {
        self.enter()?;
        let touched = match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.execute(sql, cells).await,
            Inner::Postgres(postgres) => postgres.execute(&sql, &cells).await,
        };
        self.leave(touched)
    }

    pub(crate) async fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.enter()?;
        let done = match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.script(sql.to_owned()).await,
            Inner::Postgres(postgres) => postgres.script(sql).await,
        };
        self.leave(done)
    }

    /// Nodes that change tables take turns; on SQLite every transaction does.
    pub(crate) async fn take_turns(&mut self) -> Result<(), StoreError> {
        match self.inner {
            Inner::Sqlite(_) => Ok(()),
            Inner::Postgres(_) => self.script(&format!("SELECT pg_advisory_xact_lock({TURNS})")).await,
        }
    }

    /// Tells of a change once the transaction is committed.
    pub fn announce(&mut self, topic: &'static str, key: &str) {
        match &mut self.inner {
            Inner::Sqlite(sqlite) => sqlite.announce(topic, key),
            Inner::Postgres(postgres) => postgres.announce(topic, key),
        }
    }

    /// Makes it last: once this returns, the change is on the disk, and every cache of this process knows.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.enter()?;
        let Self { inner, store, .. } = self;
        let committed = match inner {
            Inner::Sqlite(sqlite) => sqlite.commit().await,
            Inner::Postgres(postgres) => postgres.commit().await,
        };
        committed.inspect_err(|error| store.note(error))
    }
}
