//! What a database knows of its tables.

use rusqlite::Connection;
use sea_query::{Expr, Query};
use store::{Location, testing};

use crate::{MIGRATIONS, again, insert};

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_learns_how_large_its_tables_are() {
    let test = testing::sqlite().await;
    test.store.migrate(MIGRATIONS).await.unwrap();
    let Location::Sqlite(file) = &test.location else { panic!("a file") };
    let known = || {
        let connection = Connection::open(file).unwrap();
        let sizes: Result<Vec<String>, rusqlite::Error> = connection
            .prepare("SELECT stat FROM sqlite_stat1 WHERE tbl = 'thing'")
            .and_then(|mut sizes| sizes.query_map((), |row| row.get(0))?.collect());
        sizes.unwrap_or_default()
    };
    let mut tx = test.store.begin().await.unwrap();
    for number in 0..1_000 {
        tx.execute(&insert(&number.to_string())).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(known(), [""; 0]);
    again(&test).await;
    assert_eq!(known(), ["1000 1"], "after a start");
    let mut tx = test.store.begin().await.unwrap();
    for number in 1_000..20_000 {
        tx.execute(&insert(&number.to_string())).await.unwrap();
    }
    tx.commit().await.unwrap();
    // What no start follows: many changes.
    for _ in 0..4_200 {
        test.store.begin().await.unwrap().commit().await.unwrap();
    }
    test.store.begin().await.unwrap().commit().await.unwrap();
    assert_ne!(known(), ["1000 1"], "after many changes");
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_plans_for_the_values_at_hand() {
    let test = testing::postgres().await;
    let setting =
        Query::select().expr_as(Expr::cust("current_setting('plan_cache_mode')"), "mode").to_owned();
    let mode: String = test.store.one(&setting).await.unwrap().unwrap().get("mode").unwrap();
    assert_eq!(mode, "force_custom_plan");
}
