//! The store on both databases: the same stories, the same answers.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // tests wait for other processes, and are some

mod durability;
mod feed;
mod listing;
mod outage;
mod plans;
mod rows;
mod tls;
mod words;

use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_query::{Expr, ExprTrait, Query};
use store::testing::{self, TestStore};
use store::{Migration, Store};

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "things",
        sql: "CREATE TABLE thing (
    id {ID}, name TEXT NOT NULL UNIQUE, name_key TEXT, size BIGINT, weight DOUBLE PRECISION, flag BOOLEAN, data {BLOB}
);
sqlite>INSERT INTO sqlite_sequence (name, seq) VALUES ('thing', 100);
postgres>ALTER TABLE thing ALTER COLUMN id RESTART WITH 101;",
    },
    Migration { version: 2, name: "more", sql: "ALTER TABLE thing ADD COLUMN note TEXT" },
    Migration {
        version: 3,
        name: "words, and numbers of things",
        sql: "words>thing_text (title, body, tags)
CREATE TABLE thing_tally (size BIGINT PRIMARY KEY, things BIGINT NOT NULL);",
    },
];

/// The same story on each database.
async fn each<F: Future<Output = ()>>(story: impl Fn(Arc<TestStore>) -> F) {
    for test in testing::stores().await {
        test.store.migrate(MIGRATIONS).await.unwrap();
        story(Arc::new(test)).await;
    }
}

async fn again(test: &TestStore) -> Store {
    Store::open(&test.location, testing::origin()).await.unwrap()
}

fn insert(name: &str) -> sea_query::InsertStatement {
    Query::insert().into_table("thing").columns(["name"]).values_panic([name.into()]).to_owned()
}

async fn add(store: &Store, name: &str, size: Option<i64>) -> i64 {
    let insert = Query::insert()
        .into_table("thing")
        .columns(["name", "name_key", "size"])
        .values_panic([name.into(), name.to_lowercase().into(), size.into()])
        .returning_col("id")
        .to_owned();
    let mut tx = store.begin().await.unwrap();
    let id = tx.one(&insert).await.unwrap().unwrap().get("id").unwrap();
    tx.announce("thing", name);
    tx.commit().await.unwrap();
    id
}

async fn count(store: &Store) -> i64 {
    let select = Query::select().expr_as(Expr::col("id").count(), "n").from("thing").to_owned();
    store.one(&select).await.unwrap().unwrap().get("n").unwrap()
}

/// Waits until something is so, but not for ever.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
