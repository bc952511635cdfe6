//! The connection that hears of the changes of other nodes.

use std::time::Duration;

use deadpool_postgres::WeakPool;
use futures_util::{StreamExt, stream};
use tokio::sync::oneshot;
use tokio_postgres::{AsyncMessage, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::CONNECT;
use crate::feed::{Change, Feed, decode};
use crate::{Kind, StoreError};

/// Where changes are told.
pub(super) const CHANNEL: &str = "boxoffice_change";
/// A connection that was cut without a word is noticed within the sum of these two.
const PING: Duration = Duration::from_millis(400);
const PONG: Duration = Duration::from_millis(600);
const RETRY: Duration = Duration::from_millis(200);

/// Listens for as long as the pool is open. Whenever the connection is new, anything may have been missed.
pub(super) async fn listen(
    config: Config,
    tls: MakeRustlsConnect,
    feed: Feed,
    pool: WeakPool,
    ready: oneshot::Sender<()>,
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
    ready: &mut Option<oneshot::Sender<()>>,
) -> Result<(), StoreError> {
    let (client, mut connection) = tokio::time::timeout(CONNECT, config.connect(tls))
        .await
        .map_err(|_| StoreError::new(Kind::Unreachable, "no connection in time"))??;
    let heard = feed.clone();
    let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
    let mut hearing = tokio::spawn(async move {
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(notification) = message {
                // Our own changes come back too. They were told at the commit, unless its caller went away in
                // that very moment; to be told twice does no harm.
                heard.publish(&decode(notification.payload()));
            }
        }
    });
    let outcome = async {
        let listen = format!("LISTEN {CHANNEL}");
        tokio::time::timeout(CONNECT, client.batch_execute(&listen)).await.map_err(|_| silent())??;
        feed.publish(&Change::Everything);
        feed.set_behind(false);
        if let Some(ready) = ready.take() {
            let _ = ready.send(());
        }
        while pool.upgrade().is_some() {
            tokio::time::sleep(PING).await;
            tokio::time::timeout(PONG, client.simple_query("")).await.map_err(|_| silent())??;
        }
        Ok(())
    };
    let outcome = tokio::select! {
        outcome = outcome => outcome,
        _ = &mut hearing => Err(StoreError::new(Kind::Unreachable, "the listening connection was closed")),
    };
    hearing.abort();
    outcome
}

fn silent() -> StoreError {
    StoreError::new(Kind::Unreachable, "the listening connection is silent")
}
