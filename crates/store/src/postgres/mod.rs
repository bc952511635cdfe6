//! PostgreSQL: a pool of connections, and one that listens.

mod listen;
mod tls;
mod value;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};

use crate::feed::{Change, Feed, encode};
use crate::{Cell, Kind, Row, StoreError};
use tls::CONNECT;

/// PostgreSQL refuses longer notifications; one that would be longer tells everything instead.
const MAX_PAYLOAD: usize = 7_900;
const POOL: usize = 16;
/// Prepared statements that a connection keeps; lists have as many texts as filters have shapes.
const STATEMENTS: usize = 200;
/// A statement is planned anew for the values that it gets: a plan that is good for a rare word is bad for a common
/// one, and PostgreSQL would else settle on one plan for both. Compiling it each time takes longer than it saves.
const SETTINGS: &str = "SET plan_cache_mode = force_custom_plan; SET jit = off";

/// A database behind a URL.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
    feed: Feed,
}

impl Postgres {
    pub(crate) async fn open(url: &str, feed: Feed) -> Result<Self, StoreError> {
        let (config, tls) = tls::parse(url)?;
        let manager = Manager::from_config(
            config.clone(),
            tls.clone(),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let pool = Pool::builder(manager)
            .max_size(POOL)
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async { client.batch_execute(SETTINGS).await.map_err(HookError::Backend) })
            }))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(CONNECT))
            .create_timeout(Some(CONNECT))
            .build()
            .map_err(|error| StoreError::new(Kind::Setup, error))?;
        let opened = Self { pool, feed };
        let _first = opened.pool.get().await.map_err(|error| {
            StoreError::new(
                Kind::Setup,
                format!(
                    "cannot connect: {}; is the database there, and the URL right?",
                    StoreError::from(error).detail()
                ),
            )
        })?;
        opened.feed.set_behind(true);
        let (ready, listening) = tokio::sync::oneshot::channel();
        tokio::spawn(listen::listen(config, tls, opened.feed.clone(), opened.pool.weak(), ready));
        let _ = tokio::time::timeout(CONNECT, listening).await;
        Ok(opened)
    }

    pub(crate) async fn all(&self, sql: &str, cells: &[Cell]) -> Result<Vec<Row>, StoreError> {
        query(&self.pool.get().await?, sql, cells).await
    }

    pub(crate) async fn begin(&self) -> Result<PostgresTransaction, StoreError> {
        // The transaction is there before it begins, so that it is rolled back if the caller goes away meanwhile.
        let transaction = PostgresTransaction {
            client: Some(self.pool.get().await?),
            announced: Vec::new(),
            feed: self.feed.clone(),
        };
        transaction.client()?.batch_execute("BEGIN").await?;
        Ok(transaction)
    }
}

async fn prepare(client: &Object, sql: &str) -> Result<tokio_postgres::Statement, StoreError> {
    if client.statement_cache.size() >= STATEMENTS {
        client.statement_cache.clear();
    }
    Ok(client.prepare_cached(sql).await?)
}

async fn query(client: &Object, sql: &str, cells: &[Cell]) -> Result<Vec<Row>, StoreError> {
    let statement = prepare(client, sql).await?;
    let rows = client.query(&statement, &value::params(cells)).await?;
    value::rows(&statement, &rows)
}

/// A transaction; rolled back unless it is committed.
pub(crate) struct PostgresTransaction {
    client: Option<Object>,
    announced: Vec<Change>,
    feed: Feed,
}

impl PostgresTransaction {
    fn client(&self) -> Result<&Object, StoreError> {
        self.client.as_ref().ok_or_else(|| StoreError::usage("the transaction has ended"))
    }

    pub(crate) async fn all(&mut self, sql: &str, cells: &[Cell]) -> Result<Vec<Row>, StoreError> {
        query(self.client()?, sql, cells).await
    }

    pub(crate) async fn execute(&mut self, sql: &str, cells: &[Cell]) -> Result<u64, StoreError> {
        let client = self.client()?;
        let statement = prepare(client, sql).await?;
        Ok(client.execute(&statement, &value::params(cells)).await?)
    }

    pub(crate) async fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client()?.batch_execute(sql).await?)
    }

    pub(crate) fn announce(&mut self, topic: &str, key: &str) {
        self.announced.push(Change::Row { topic: topic.to_owned(), key: key.to_owned() });
    }

    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let announced = std::mem::take(&mut self.announced);
        let client = self.client()?;
        for change in &announced {
            let payload = match change {
                Change::Row { topic, key } => encode(topic, key),
                Change::Everything => String::new(),
            };
            // What cannot be said in a notification becomes "everything".
            let sayable = payload.len() <= MAX_PAYLOAD && !payload.contains('\0');
            let payload = if sayable { payload.as_str() } else { "" };
            client.execute("SELECT pg_notify($1, $2)", &[&listen::CHANNEL, &payload]).await?;
        }
        client.batch_execute("COMMIT").await?;
        for change in &announced {
            self.feed.publish(change);
        }
        self.client = None;
        Ok(())
    }
}

impl Drop for PostgresTransaction {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => {
                    runtime.spawn(async move {
                        if client.batch_execute("ROLLBACK").await.is_err() {
                            // A connection that cannot even roll back is no good to anybody.
                            drop(Object::take(client));
                        }
                    });
                }
                Err(_) => drop(Object::take(client)),
            }
        }
    }
}
