//! What a store says while its database is gone, and that it comes back by itself.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use store::testing;
use store::{Change, Kind, Location, Store};

use sea_query::Query;

use crate::{MIGRATIONS, add, count, insert, until};

async fn on(server: &testing::PrivateServer) -> (Store, Arc<AtomicU32>) {
    let location = Location::Postgres(format!("{}/postgres", server.url()));
    let store = Store::open(&location, testing::origin()).await.unwrap();
    store.migrate(MIGRATIONS).await.unwrap();
    let everything = Arc::new(AtomicU32::new(0));
    let heard = Arc::clone(&everything);
    store.subscribe(move |change| {
        if *change == Change::Everything {
            heard.fetch_add(1, Ordering::Relaxed);
        }
    });
    store.health().await.unwrap();
    (store, everything)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_is_told_and_comes_back() {
    let server = testing::PrivateServer::start();
    let (store, everything) = on(&server).await;
    add(&store, "before", None).await;

    server.stop();
    until("a cut feed is noticed", async || store.is_behind()).await;
    assert!(store.health().await.is_err());
    let error = store.begin().await.err().unwrap();
    assert!(error.is_outage(), "{error}");

    server.resume();
    until("it comes back", async || store.health().await.is_ok()).await;
    add(&store, "after", None).await;
    assert_eq!(count(&store).await, 2);
    assert!(everything.load(Ordering::Relaxed) >= 1, "whatever was missed is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_falls_silent_is_noticed() {
    let server = testing::PrivateServer::start();
    let (store, everything) = on(&server).await;
    server.freeze();
    until("a silent feed is noticed", async || store.is_behind()).await;
    assert!(store.health().await.is_err());
    server.thaw();
    until("it comes back", async || store.health().await.is_ok()).await;
    add(&store, "after", None).await;
    assert!(everything.load(Ordering::Relaxed) >= 1, "whatever was missed is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_may_only_be_read_is_told_apart() {
    let server = testing::PrivateServer::start();
    let (store, _) = on(&server).await;
    let location = Location::Postgres(format!(
        "{}/postgres?options=-c%20default_transaction_read_only%3Don",
        server.url()
    ));
    let reading = Store::open(&location, testing::origin()).await.unwrap();
    add(&store, "x", None).await;
    assert_eq!(count(&reading).await, 1);
    reading.health().await.unwrap();
    let mut tx = reading.begin().await.unwrap();
    let error = tx.execute(&insert("y")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::ReadOnly, "{error}");
    drop(tx);
    assert_eq!(reading.health().await.unwrap_err().kind(), Kind::ReadOnly, "and is not ready");
    assert_eq!(count(&reading).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_ends_by_itself() {
    let test = testing::sqlite().await;
    test.store.migrate(MIGRATIONS).await.unwrap();
    add(&test.store, "before", None).await;
    testing::limit_size(&test.store, Some(60)).await;
    let big = "x".repeat(20_000);
    let failure = Mutex::new(None);
    for number in 0..40 {
        let insert = Query::insert()
            .into_table("thing")
            .columns(["name", "note"])
            .values_panic([format!("{number}").into(), big.as_str().into()])
            .to_owned();
        let mut tx = test.store.begin().await.unwrap();
        if let Err(error) = tx.execute(&insert).await {
            // Whatever else is tried in it, nothing of it remains.
            assert!(tx.execute(&crate::insert("beside")).await.is_err());
            assert!(tx.commit().await.is_err());
            *failure.lock().unwrap() = Some(error);
            break;
        }
        tx.commit().await.unwrap();
    }
    let error = failure.lock().unwrap().take().expect("the database may not grow for ever");
    assert_eq!(error.kind(), Kind::Full, "{error}");
    let kept = count(&test.store).await;
    assert!(kept > 1, "reads go on");
    testing::limit_size(&test.store, None).await;
    test.store.health().await.unwrap();
    add(&test.store, "after", None).await;
    assert_eq!(count(&test.store).await, kept + 1);
}
