//! SQLite: one connection that writes, a few that read, each on a thread of its own.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};
use tokio::sync::{OwnedMutexGuard, oneshot};

use crate::feed::{Change, Feed, decode, encode};
use crate::{Cell, Kind, Row, StoreError};

/// How often other processes are listened for.
const POLL: Duration = Duration::from_millis(100);
const BUSY: Duration = Duration::from_secs(10);
/// Connections that read: one per core, within these bounds, for each has a cache of pages.
const READERS: std::ops::RangeInclusive<usize> = 2..=4;
/// Changes that are kept for processes that listen; one that has fallen further behind drops its caches.
const LOG_ROWS: i64 = 10_000;
/// Older changes are removed whenever so many have been added.
const LOG_PRUNE: i64 = 256;
/// What is known of the sizes of tables is looked at again whenever so many changes have been made.
const LEARN: u64 = 4_096;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A database in a file.
#[derive(Clone)]
pub(crate) struct Sqlite {
    readers: Sender<Job>,
    writer: Arc<tokio::sync::Mutex<Sender<Job>>>,
    feed: Feed,
    /// Tells the changes of this process from those of others.
    origin: i64,
    commits: Arc<AtomicU64>,
    _alive: Arc<()>,
}

impl Sqlite {
    pub(crate) async fn open(file: &Path, origin: i64, feed: Feed) -> Result<Self, StoreError> {
        let path = file.to_owned();
        let opened = tokio::task::spawn_blocking(move || {
            let writer = connect(&path, Use::Write)?;
            learn(&writer);
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            let readers = (0..cores.clamp(*READERS.start(), *READERS.end()))
                .map(|_| connect(&path, Use::Read))
                .collect::<Result<Vec<_>, _>>()?;
            // Before anybody can read a row that a change must be heard of.
            let listener = Listener::new(connect(&path, Use::Read)?)?;
            Ok::<_, StoreError>((writer, readers, listener))
        });
        let (writer, readers, listener) =
            opened.await.map_err(|error| StoreError::new(Kind::Other, error))?.map_err(|error| {
                StoreError::new(
                    Kind::Setup,
                    format!(
                        "cannot open {}: {error}; is the folder there, and may this user write in it?",
                        file.display()
                    ),
                )
            })?;
        let (reader_jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for reader in readers {
            let queue = Arc::clone(&queue);
            spawn("sqlite-read", move || work_shared(reader, &queue))?;
        }
        let (writer_jobs, queue) = channel();
        spawn("sqlite-write", move || work(writer, &queue))?;
        let listening = feed.clone();
        // The listener ends with the last copy of the store.
        let alive = Arc::new(());
        let watch = Arc::downgrade(&alive);
        spawn("sqlite-listen", move || listener.listen(origin, &listening, &watch))?;
        let writer = Arc::new(tokio::sync::Mutex::new(writer_jobs));
        let commits = Arc::default();
        Ok(Self { readers: reader_jobs, writer, feed, origin, commits, _alive: alive })
    }

    pub(crate) async fn all(&self, sql: String, cells: Vec<Cell>) -> Result<Vec<Row>, StoreError> {
        run(&self.readers, move |connection| query(connection, &sql, &cells)).await
    }

    pub(crate) async fn begin(&self) -> Result<SqliteTransaction, StoreError> {
        // The transaction is there before it begins, so that it is rolled back if the caller goes away meanwhile.
        let transaction = SqliteTransaction {
            writer: Arc::clone(&self.writer).lock_owned().await,
            open: true,
            announced: Vec::new(),
            feed: self.feed.clone(),
            origin: self.origin,
            commits: Arc::clone(&self.commits),
        };
        run(&transaction.writer, |connection| Ok(connection.execute_batch("BEGIN IMMEDIATE")?)).await?;
        Ok(transaction)
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .stack_size(512 * 1024)
        .spawn(work)
        .map(|_| ())
        .map_err(|error| StoreError::new(Kind::Setup, error))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Read,
    Write,
}

fn connect(file: &Path, wanted: Use) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY)?;
    // What was acknowledged is on the disk: FULL syncs the log at every commit. LIKE tells letters apart as
    // PostgreSQL's does.
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -2000;
         PRAGMA temp_store = MEMORY;
         PRAGMA case_sensitive_like = ON;",
    )?;
    match wanted {
        Use::Write => connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE IF NOT EXISTS change_log (
                 id INTEGER PRIMARY KEY AUTOINCREMENT, origin INTEGER NOT NULL, change TEXT NOT NULL
             );",
        )?,
        Use::Read => connection.execute_batch("PRAGMA query_only = ON")?,
    }
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Lets SQLite look at how large its tables are and how their values are spread, where they have grown or shrunk
/// tenfold since it did: without knowing, it takes every account for a small one, and walks through all of its rows.
fn learn(connection: &Connection) {
    let learnt = || -> Result<(), rusqlite::Error> {
        // All tables, and what would be done about them.
        let is_news = connection.prepare("PRAGMA optimize = 0x10013")?.query(())?.next()?.is_some();
        if is_news {
            // Takes some milliseconds, for only samples are read. Other connections hear of it when tables change.
            connection.execute_batch(
                "BEGIN IMMEDIATE; PRAGMA optimize = 0x10012; CREATE TABLE learnt (id INTEGER);
                 DROP TABLE learnt; COMMIT;",
            )?;
        }
        Ok(())
    };
    if let Err(error) = learnt() {
        tracing::debug!(%error, "the sizes of tables cannot be looked at");
        if !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
}

fn work(mut connection: Connection, queue: &Receiver<Job>) {
    while let Ok(job) = queue.recv() {
        job(&mut connection);
    }
}

fn work_shared(mut connection: Connection, queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(&mut connection),
            Err(_) => return,
        }
    }
}

async fn run<T: Send + 'static>(
    jobs: &Sender<Job>,
    work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (done, result) = oneshot::channel();
    jobs.send(Box::new(move |connection| {
        // Nobody waits for the result of a call that was given up.
        if !done.is_closed() {
            let _ = done.send(work(connection));
        }
    }))
    .map_err(|_| gone())?;
    result.await.map_err(|_| gone())?
}

fn gone() -> StoreError {
    StoreError::new(Kind::Unreachable, "the thread of the database has ended")
}

fn query(connection: &Connection, sql: &str, cells: &[Cell]) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
    let width = columns.len();
    let mut rows = statement.query(rusqlite::params_from_iter(cells))?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = (0..width)
            .map(|index| {
                Ok(match row.get_ref(index)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(number) => Cell::Int(number),
                    ValueRef::Real(number) => Cell::Float(number),
                    ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
                })
            })
            .collect::<Result<_, rusqlite::Error>>()?;
        read.push(Row { columns: Arc::clone(&columns), cells });
    }
    Ok(read)
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Float(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Bool(value) => ValueRef::Integer((*value).into()),
        }))
    }
}

/// A transaction; rolled back unless it is committed.
pub(crate) struct SqliteTransaction {
    writer: OwnedMutexGuard<Sender<Job>>,
    open: bool,
    announced: Vec<Change>,
    feed: Feed,
    origin: i64,
    commits: Arc<AtomicU64>,
}

impl SqliteTransaction {
    /// Works inside the transaction, and never beside it: a full disk makes SQLite end one by itself.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        run(&self.writer, |connection| {
            if connection.is_autocommit() {
                return Err(StoreError::usage("the transaction has ended"));
            }
            work(connection)
        })
        .await
    }

    pub(crate) async fn all(&mut self, sql: String, cells: Vec<Cell>) -> Result<Vec<Row>, StoreError> {
        self.run(move |connection| query(connection, &sql, &cells)).await
    }

    pub(crate) async fn execute(&mut self, sql: String, cells: Vec<Cell>) -> Result<u64, StoreError> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            Ok(statement.execute(rusqlite::params_from_iter(&cells))? as u64)
        })
        .await
    }

    pub(crate) async fn script(&mut self, sql: String) -> Result<(), StoreError> {
        self.run(move |connection| Ok(connection.execute_batch(&sql)?)).await
    }

    pub(crate) fn announce(&mut self, topic: &str, key: &str) {
        self.announced.push(Change::Row { topic: topic.to_owned(), key: key.to_owned() });
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let origin = self.origin;
        let announced = std::mem::take(&mut self.announced);
        let feed = self.feed.clone();
        // The change is told on the writing thread: a commit whose caller has gone away is told all the same.
        let committed = self
            .run(move |connection| {
                for change in &announced {
                    if let Change::Row { topic, key } = change {
                        let mut insert = connection
                            .prepare_cached("INSERT INTO change_log (origin, change) VALUES (?, ?)")?;
                        insert.execute((origin, encode(topic, key)))?;
                        let id = connection.last_insert_rowid();
                        if id % LOG_PRUNE == 0 {
                            connection.execute("DELETE FROM change_log WHERE id <= ?", [id - LOG_ROWS])?;
                        }
                    }
                }
                connection.execute_batch("COMMIT")?;
                for change in &announced {
                    feed.publish(change);
                }
                Ok(())
            })
            .await;
        if committed.is_ok() {
            self.open = false;
            if self.commits.fetch_add(1, Ordering::Relaxed) % LEARN == LEARN - 1 {
                // After the answer, and before the next transaction.
                let _ = self.writer.send(Box::new(|connection| learn(connection)));
            }
        }
        committed
    }
}

impl Drop for SqliteTransaction {
    fn drop(&mut self) {
        if self.open {
            // Jobs run in order, so this comes before whatever the next transaction does.
            let _ = self.writer.send(Box::new(|connection| {
                if !connection.is_autocommit() {
                    let _ = connection.execute_batch("ROLLBACK");
                }
            }));
        }
    }
}

/// Hears of the changes of other processes: the file's version is cheap to ask for.
struct Listener {
    connection: Connection,
    version: Option<i64>,
    /// The last change that was heard.
    seen: i64,
}

impl Listener {
    fn new(connection: Connection) -> Result<Self, rusqlite::Error> {
        let version = Some(version(&connection)?);
        let seen =
            connection.query_row("SELECT COALESCE(MAX(id), 0) FROM change_log", (), |row| row.get(0))?;
        Ok(Self { connection, version, seen })
    }

    fn listen(mut self, origin: i64, feed: &Feed, alive: &std::sync::Weak<()>) {
        while alive.strong_count() > 0 {
            std::thread::sleep(POLL);
            let heard = self.hear(origin, feed);
            if let Err(error) = &heard {
                tracing::debug!(%error, "the change log cannot be read");
                self.version = None;
            }
            feed.set_behind(heard.is_err());
        }
    }

    fn hear(&mut self, origin: i64, feed: &Feed) -> Result<(), rusqlite::Error> {
        let now = version(&self.connection)?;
        if self.version == Some(now) {
            return Ok(());
        }
        self.version = Some(now);
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, origin, change FROM change_log WHERE id > ? ORDER BY id")?;
        let mut rows = statement.query([self.seen])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            // Numbers have no gaps, so what is missing was removed before it was heard.
            if id > self.seen + 1 {
                feed.publish(&Change::Everything);
            }
            self.seen = id;
            if row.get::<_, i64>(1)? != origin {
                feed.publish(&decode(&row.get::<_, String>(2)?));
            }
        }
        Ok(())
    }
}

fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA data_version", (), |row| row.get(0))
}
