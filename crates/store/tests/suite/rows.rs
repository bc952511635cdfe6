//! Values, transactions, migrations.

use std::time::Duration;

use sea_query::{Expr, ExprTrait, Query};
use store::testing::TestStore;
use store::{Kind, Location, Store, StoreError};
use tokio::sync::Barrier;

use crate::{MIGRATIONS, add, again, count, each, insert};

#[tokio::test(flavor = "multi_thread")]
async fn values_come_back_as_they_went_in() {
    each(|test| async move {
        let insert = Query::insert()
            .into_table("thing")
            .columns(["name", "size", "weight", "flag", "data", "note"])
            .values_panic([
                "é\u{1F600}' \"; DROP TABLE thing; --".into(),
                i64::MIN.into(),
                0.1.into(),
                true.into(),
                vec![0_u8, 255].into(),
                Option::<String>::None.into(),
            ])
            .returning_col("id")
            .to_owned();
        let mut tx = test.store.begin().await.unwrap();
        let id: i64 = tx.one(&insert).await.unwrap().unwrap().get("id").unwrap();
        assert_eq!(id, 101, "{}: numbers begin where the migration says", test.name);
        tx.commit().await.unwrap();
        let select = Query::select()
            .columns(["name", "size", "weight", "flag", "data", "note"])
            .from("thing")
            .and_where(Expr::col("id").eq(id))
            .to_owned();
        let row = test.store.one(&select).await.unwrap().unwrap();
        assert_eq!(row.get::<String>("name").unwrap(), "é\u{1F600}' \"; DROP TABLE thing; --");
        assert_eq!(row.get::<i64>("size").unwrap(), i64::MIN);
        assert!((row.get::<f64>("weight").unwrap() - 0.1).abs() < f64::EPSILON);
        assert!(row.get::<bool>("flag").unwrap());
        assert_eq!(row.get::<Vec<u8>>("data").unwrap(), [0, 255]);
        assert_eq!(row.get::<Option<String>>("note").unwrap(), None);
        assert!(row.get::<i64>("name").is_err(), "a text is no number");
        assert!(row.get::<i64>("nothing").is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_one_database_could_hold_is_held_by_none() {
    each(|test| async move {
        let insert = Query::insert()
            .into_table("thing")
            .columns(["name", "weight"])
            .values_panic(["admin\0".into(), f64::NAN.into()])
            .to_owned();
        let mut tx = test.store.begin().await.unwrap();
        tx.execute(&insert).await.unwrap();
        tx.commit().await.unwrap();
        let select = Query::select().columns(["name", "weight"]).from("thing").to_owned();
        let row = test.store.one(&select).await.unwrap().unwrap();
        assert_eq!(row.get::<String>("name").unwrap(), "admin\u{FFFD}", "{}", test.name);
        assert_eq!(row.get::<Option<f64>>("weight").unwrap(), None, "{}", test.name);
        let like_admin = select.clone().and_where(Expr::col("name").eq("admin")).to_owned();
        assert!(test.store.one(&like_admin).await.unwrap().is_none(), "it is not the admin's");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_committed_never_was() {
    each(|test| async move {
        let mut tx = test.store.begin().await.unwrap();
        tx.execute(&insert("x")).await.unwrap();
        drop(tx);
        assert_eq!(count(&test.store).await, 0, "{}", test.name);
        let cancelled = async {
            let mut tx = test.store.begin().await.unwrap();
            tx.execute(&insert("x")).await.unwrap();
            std::future::pending::<()>().await;
        };
        assert!(tokio::time::timeout(Duration::from_millis(200), cancelled).await.is_err());
        let store = test.store.clone();
        let panicked = tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            tx.execute(&insert("x")).await.unwrap();
            panic!("in the midst of a transaction");
        });
        assert!(panicked.await.is_err());
        add(&test.store, "y", None).await;
        assert_eq!(count(&test.store).await, 1, "{}", test.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_goes_away_while_it_begins_leaves_nothing_open() {
    each(|test| async move {
        let other = again(&test).await;
        for round in 0..50 {
            // On SQLite the other's transaction makes the beginning wait, so that it is given up in its midst.
            let held = other.begin().await.unwrap();
            let patience = Duration::from_micros(round * 40);
            let _ = tokio::time::timeout(patience, test.store.begin()).await;
            drop(held);
        }
        add(&test.store, "here", None).await;
        add(&other, "there", None).await;
        assert_eq!((count(&test.store).await, count(&other).await), (2, 2), "{}", test.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_in_which_something_failed_cannot_be_committed() {
    each(|test| async move {
        add(&test.store, "x", None).await;
        let mut tx = test.store.begin().await.unwrap();
        tx.execute(&insert("y")).await.unwrap();
        let error = tx.execute(&insert("x")).await.unwrap_err();
        assert!(error.is_unique_violation(), "{}: {error}", test.name);
        assert!(!error.is_outage());
        assert!(!error.to_string().contains('\n'), "{error}");
        assert!(tx.execute(&insert("z")).await.is_err(), "{}", test.name);
        assert!(tx.commit().await.is_err(), "{}", test.name);
        assert_eq!(count(&test.store).await, 1, "{}", test.name);
        add(&test.store, "y", None).await;
        test.store.health().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_of_the_wrong_type_is_a_mistake_and_no_outage() {
    for test in store::testing::stores().await {
        test.store.migrate(MIGRATIONS).await.unwrap();
        let select = Query::select().column("id").from("thing").and_where(Expr::col("name").eq(5)).to_owned();
        match test.store.one(&select).await {
            Ok(found) => assert!(found.is_none(), "SQLite takes anything"),
            Err(error) => assert_eq!(error.kind(), Kind::Other, "{}: {error}", test.name),
        }
    }
}

/// Raises the sizes of two rows in one transaction, which meets the other at `crossing`, if there is one, when each
/// holds its first row: neither can then have its second.
async fn bump_both(
    store: &Store,
    first: &str,
    second: &str,
    crossing: Option<&Barrier>,
) -> Result<u32, StoreError> {
    let mut attempts = 0;
    store
        .write(async |tx| {
            attempts += 1;
            for name in [first, second] {
                let of_name = Expr::col("name").eq(name);
                // Holds the row on PostgreSQL; SQLite has no words for it, and needs none.
                let hold = Query::select()
                    .column("size")
                    .from("thing")
                    .and_where(of_name.clone())
                    .lock_exclusive()
                    .to_owned();
                let size: i64 = tx.one(&hold).await?.unwrap().get("size")?;
                if let Some(crossing) = crossing
                    && attempts == 1
                    && name == first
                {
                    crossing.wait().await;
                }
                let update =
                    Query::update().table("thing").value("size", size + 1).and_where(of_name).to_owned();
                tx.execute(&update).await?;
            }
            Ok(attempts)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_collide_are_made_once_more() {
    each(|test| async move {
        add(&test.store, "a", Some(0)).await;
        add(&test.store, "b", Some(0)).await;
        // SQLite has one writer at a time: there the second begins after the first has ended, and nobody meets.
        let crossing = (test.name == "postgres").then(|| Barrier::new(2));
        let (one, other) = tokio::join!(
            bump_both(&test.store, "a", "b", crossing.as_ref()),
            bump_both(&test.store, "b", "a", crossing.as_ref())
        );
        let attempts = one.unwrap() + other.unwrap();
        assert_eq!(attempts, if crossing.is_some() { 3 } else { 2 }, "{}", test.name);
        let select = Query::select().column("size").from("thing").to_owned();
        for row in test.store.all(&select).await.unwrap() {
            assert_eq!(row.get::<i64>("size").unwrap(), 2, "{}", test.name);
        }
        let refused: Result<(), StoreError> = test
            .store
            .write(async |tx| {
                tx.execute(&insert("c")).await?;
                tx.execute(&insert("a")).await.map(|_| ())
            })
            .await;
        assert!(refused.unwrap_err().is_unique_violation());
        assert_eq!(count(&test.store).await, 2, "{}: all or nothing", test.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn migrations_run_once_and_newer_databases_are_refused() {
    each(|test| async move {
        add(&test.store, "x", None).await;
        let again = again(&test).await;
        let (one, other) = tokio::join!(test.store.migrate(MIGRATIONS), again.migrate(MIGRATIONS));
        one.unwrap();
        other.unwrap();
        assert_eq!(count(&again).await, 1);
        let error = again.migrate(&MIGRATIONS[..1]).await.unwrap_err().to_string();
        assert!(error.contains("newer") && !error.contains('\n'), "{}: {error}", test.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_may_start_at_the_same_time() {
    for test in store::testing::stores().await {
        let start = |test: &TestStore| {
            let location = test.location.clone();
            tokio::spawn(async move {
                let store = Store::open(&location, store::testing::origin()).await.unwrap();
                store.migrate(MIGRATIONS).await.unwrap();
                add(&store, &format!("{}", store::testing::origin()), None).await;
            })
        };
        let nodes: Vec<_> = (0..6).map(|_| start(&test)).collect();
        for node in nodes {
            node.await.unwrap();
        }
        assert_eq!(count(&test.store).await, 6, "{}", test.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_opened_says_so_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("text"),
        "this is no database, whatever it may look like to you\n".repeat(99),
    )
    .unwrap();
    for location in [
        Location::Sqlite(folder.path().join("missing/test.db")),
        Location::Sqlite(folder.path().join("text")),
        Location::Postgres("postgres://nobody:secret@127.0.0.1:1/x".to_owned()),
        Location::Postgres("nonsense".to_owned()),
    ] {
        let error = Store::open(&location, 1).await.err().unwrap();
        assert_eq!(error.kind(), Kind::Setup);
        let text = error.to_string();
        assert!(!text.contains('\n') && !text.contains("secret"), "{text}");
        assert!(!format!("{location:?}").contains("secret"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_numbers_is_found() {
    each(|test| async move {
        for size in [-1, 0, 7] {
            add(&test.store, &format!("of size {size}"), Some(size)).await;
        }
        let many: Vec<i64> = (7..100_000).collect();
        for (numbers, expected) in [(&many[..], 1), (&[-1, 0, 0, i64::MAX], 2), (&[], 0)] {
            let select = Query::select()
                .column("id")
                .from("thing")
                .and_where(test.store.one_of_many(Expr::col("size"), numbers))
                .to_owned();
            assert_eq!(test.store.all(&select).await.unwrap().len(), expected, "{}", test.name);
        }
    })
    .await;
}
