//! PostgreSQL: a pool of connections, and one that listens.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, WeakPool};
use futures_util::{StreamExt, stream};
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use tokio_postgres::{AsyncMessage, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::feed::{Change, Feed, decode, encode};
use crate::{Cell, Kind, Row, StoreError};

const CHANNEL: &str = "boxoffice_change";
/// PostgreSQL refuses longer notifications; one that would be longer tells everything instead.
const MAX_PAYLOAD: usize = 7_900;
const POOL: usize = 16;
const CONNECT: Duration = Duration::from_secs(5);
/// A listening connection that does not answer for so long counts as cut.
const PING: Duration = Duration::from_millis(700);
const RETRY: Duration = Duration::from_millis(200);

/// A database behind a URL.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
    feed: Feed,
}

impl Postgres {
    pub(crate) async fn open(url: &str, feed: Feed) -> Result<Self, StoreError> {
        let mut config: Config = url
            .parse()
            .map_err(|error| StoreError::new(Kind::Setup, format!("the database URL is not one: {error}")))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config.application_name("boxoffice");
        let tls = tls()?;
        let manager = Manager::from_config(
            config.clone(),
            tls.clone(),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let pool = Pool::builder(manager)
            .max_size(POOL)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(CONNECT))
            .create_timeout(Some(CONNECT))
            .build()
            .map_err(|error| StoreError::new(Kind::Setup, error))?;
        let opened = Self { pool: pool.clone(), feed: feed.clone() };
        let _first = opened.pool.get().await.map_err(|error| {
            StoreError::new(
                Kind::Setup,
                format!("cannot connect: {error}; is the database there, and the URL right?"),
            )
        })?;
        feed.set_behind(true);
        let (ready, listening) = tokio::sync::oneshot::channel();
        tokio::spawn(listen(config, tls, feed, pool.weak(), ready));
        let _ = tokio::time::timeout(CONNECT, listening).await;
        Ok(opened)
    }

    pub(crate) async fn all(&self, sql: &str, cells: &[Cell]) -> Result<Vec<Row>, StoreError> {
        let client = self.pool.get().await?;
        query(&client, sql, cells).await
    }

    pub(crate) async fn begin(&self) -> Result<PostgresTransaction, StoreError> {
        let client = self.pool.get().await?;
        client.batch_execute("BEGIN").await?;
        Ok(PostgresTransaction { client: Some(client), announced: Vec::new(), feed: self.feed.clone() })
    }
}

fn tls() -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::new(Kind::Setup, error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

async fn query(client: &Object, sql: &str, cells: &[Cell]) -> Result<Vec<Row>, StoreError> {
    let statement = client.prepare_cached(sql).await?;
    let params: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect();
    let rows = client.query(&statement, &params).await?;
    let columns: Arc<[String]> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
    rows.iter()
        .map(|row| {
            let cells = (0..columns.len()).map(|index| read(row, index)).collect::<Result<_, _>>()?;
            Ok(Row { columns: Arc::clone(&columns), cells })
        })
        .collect()
}

fn read(row: &tokio_postgres::Row, index: usize) -> Result<Cell, StoreError> {
    let column = &row.columns()[index];
    let cell = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Cell::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|number| Cell::Int(number.into())),
        Type::INT2 => row.try_get::<_, Option<i16>>(index)?.map(|number| Cell::Int(number.into())),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(index)?.map(Cell::Float),
        Type::FLOAT4 => row.try_get::<_, Option<f32>>(index)?.map(|number| Cell::Float(number.into())),
        Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(index)?.map(Cell::Text),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Cell::Bytes),
        Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map(Cell::Bool),
        ref other => {
            return Err(StoreError::usage(format!("column {} has the foreign type {other}", column.name())));
        }
    };
    Ok(cell.unwrap_or(Cell::Null))
}

impl ToSql for Cell {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => match *ty {
                Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(ty, out),
                #[allow(clippy::cast_precision_loss)] // the column is a fraction
                Type::FLOAT8 => (*number as f64).to_sql(ty, out),
                Type::BOOL => (*number != 0).to_sql(ty, out),
                _ => number.to_sql(ty, out),
            },
            Self::Float(number) => number.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
            Self::Bool(value) => value.to_sql(ty, out),
        }
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
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
        let statement = client.prepare_cached(sql).await?;
        let params: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect();
        Ok(client.execute(&statement, &params).await?)
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
            let payload = if payload.len() > MAX_PAYLOAD { String::new() } else { payload };
            client.execute("SELECT pg_notify($1, $2)", &[&CHANNEL, &payload]).await?;
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

/// Listens for as long as the pool is open. Whenever the connection is new, anything may have been missed.
async fn listen(
    config: Config,
    tls: MakeRustlsConnect,
    feed: Feed,
    pool: WeakPool,
    ready: tokio::sync::oneshot::Sender<()>,
) {
    let mut ready = Some(ready);
    while pool.upgrade().is_some() {
        if let Err(error) = listen_once(&config, tls.clone(), &feed, &pool, &mut ready).await {
            tracing::debug!(%error, "the listening connection was lost");
        }
        feed.set_behind(true);
        tokio::time::sleep(RETRY).await;
    }
}

async fn listen_once(
    config: &Config,
    tls: MakeRustlsConnect,
    feed: &Feed,
    pool: &WeakPool,
    ready: &mut Option<tokio::sync::oneshot::Sender<()>>,
) -> Result<(), StoreError> {
    let (client, mut connection) = tokio::time::timeout(CONNECT, config.connect(tls))
        .await
        .map_err(|_| StoreError::new(Kind::Unreachable, "no connection in time"))??;
    let heard = feed.clone();
    let messages = stream::poll_fn(move |context| connection.poll_message(context));
    let hearing = tokio::spawn(async move {
        let mut messages = messages;
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(notification) = message {
                // Our own changes come back too. They were told at the commit, unless its caller went away in
                // that very moment; to be told twice does no harm.
                heard.publish(&decode(notification.payload()));
            }
        }
    });
    client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
    feed.publish(&Change::Everything);
    feed.set_behind(false);
    if let Some(ready) = ready.take() {
        let _ = ready.send(());
    }
    let outcome = loop {
        tokio::time::sleep(PING).await;
        if pool.upgrade().is_none() {
            break Ok(());
        }
        match tokio::time::timeout(PING, client.simple_query("")).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => break Err(error.into()),
            Err(_) => break Err(StoreError::new(Kind::Unreachable, "the listening connection is silent")),
        }
    };
    hearing.abort();
    outcome
}
