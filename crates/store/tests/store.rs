//! The store on both databases: the same stories, the same answers.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use contract::filter::{Condition, ListQuery, Operand, Operator, Order, Page};
use sea_query::{Cond, Expr, ExprTrait, Query};
use store::testing::{self, TestStore};
use store::{Change, ColumnKind, Listing, Migration, Store};

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "things",
        sql: "CREATE TABLE thing (id {ID}, name TEXT NOT NULL UNIQUE, name_key TEXT, size BIGINT, weight DOUBLE PRECISION, flag BOOLEAN, data {BLOB});
sqlite>INSERT INTO sqlite_sequence (name, seq) VALUES ('thing', 100);
postgres>ALTER TABLE thing ALTER COLUMN id RESTART WITH 101;",
    },
    Migration { version: 2, name: "more", sql: "ALTER TABLE thing ADD COLUMN note TEXT" },
];

async fn each<F: Future<Output = ()>>(story: impl Fn(Arc<TestStore>) -> F) {
    for test in testing::stores().await {
        test.store.migrate(MIGRATIONS).await.unwrap();
        story(Arc::new(test)).await;
    }
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
async fn what_is_not_committed_never_was() {
    each(|test| async move {
        let insert =
            Query::insert().into_table("thing").columns(["name"]).values_panic(["x".into()]).to_owned();
        let mut tx = test.store.begin().await.unwrap();
        tx.execute(&insert).await.unwrap();
        drop(tx);
        assert_eq!(count(&test.store).await, 0, "{}", test.name);
        let cancelled = async {
            let mut tx = test.store.begin().await.unwrap();
            tx.execute(&insert).await.unwrap();
            std::future::pending::<()>().await;
        };
        assert!(tokio::time::timeout(Duration::from_millis(200), cancelled).await.is_err());
        add(&test.store, "y", None).await;
        assert_eq!(count(&test.store).await, 1, "{}", test.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_row_of_which_there_may_be_one_is_told_apart() {
    each(|test| async move {
        add(&test.store, "x", None).await;
        let insert =
            Query::insert().into_table("thing").columns(["name"]).values_panic(["x".into()]).to_owned();
        let mut tx = test.store.begin().await.unwrap();
        let error = tx.execute(&insert).await.unwrap_err();
        assert!(error.is_unique_violation(), "{}: {error}", test.name);
        assert!(!error.is_outage());
        drop(tx);
        add(&test.store, "y", None).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn migrations_run_once_and_newer_databases_are_refused() {
    each(|test| async move {
        add(&test.store, "x", None).await;
        let again = Store::open(&test.location, testing::origin()).await.unwrap();
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
async fn changes_are_heard_here_at_once_and_elsewhere_soon() {
    each(|test| async move {
        let other = Store::open(&test.location, testing::origin()).await.unwrap();
        let heard = |store: &Store| {
            let heard = Arc::new(Mutex::new(Vec::new()));
            let list = Arc::clone(&heard);
            store.subscribe(move |change| {
                if let Change::Row { topic, key } = change {
                    list.lock().unwrap().push(format!("{topic} {key}"));
                }
            });
            heard
        };
        let (here, there) = (heard(&test.store), heard(&other));
        assert!(!test.store.is_behind() && !other.is_behind(), "{}", test.name);
        add(&test.store, "a key with blanks", None).await;
        assert_eq!(here.lock().unwrap()[0], "thing a key with blanks", "{}", test.name);
        let mut tx = test.store.begin().await.unwrap();
        tx.announce("thing", "never");
        drop(tx);
        let start = Instant::now();
        while there.lock().unwrap().is_empty() && start.elapsed() < Duration::from_secs(5) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(
            there.lock().unwrap().first().map(String::as_str),
            Some("thing a key with blanks"),
            "{}",
            test.name
        );
        add(&other, "back", None).await;
        let start = Instant::now();
        while !here.lock().unwrap().contains(&"thing back".to_owned())
            && start.elapsed() < Duration::from_secs(5)
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(here.lock().unwrap().contains(&"thing back".to_owned()), "{}", test.name);
        assert!(!here.lock().unwrap().contains(&"thing never".to_owned()));
    })
    .await;
}

fn listing() -> Listing {
    Listing::new("thing", ["id", "name"], "id")
        .column("id", "id", ColumnKind::Int)
        .column("name", "name", ColumnKind::Text)
        .column("key", "name_key", ColumnKind::Folded(|text| text.to_lowercase()))
        .column("size", "size", ColumnKind::Int)
}

async fn names(store: &Store, query: &ListQuery) -> (Vec<String>, u64) {
    let (rows, total) = listing().fetch(store, Cond::all(), query).await.unwrap();
    (rows.iter().map(|row| row.get("name").unwrap()).collect(), total)
}

fn with(properties: &'static [&'static str], operator: Operator, operand: Operand) -> ListQuery {
    let page = Page { size: 500, index: 1 };
    ListQuery { conditions: vec![Condition { properties, operator, operand }], order: Vec::new(), page }
}

fn text(text: &str) -> Operand {
    Operand::Text(text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_mean_the_same_on_both() {
    each(|test| async move {
        for (name, size) in [("Alpha", Some(1)), ("beta", Some(2)), ("Gamma_50%", Some(3)), ("delta\\", None)]
        {
            add(&test.store, name, size).await;
        }
        let all = ["Alpha", "beta", "Gamma_50%", "delta\\"];
        for (query, expected) in [
            (with(&["size"], Operator::Equal, Operand::Int(2)), vec!["beta"]),
            (with(&["size"], Operator::NotEqual, Operand::Int(2)), vec!["Alpha", "Gamma_50%"]),
            (with(&["size"], Operator::In, text("1, 3,x,")), vec!["Alpha", "Gamma_50%"]),
            (with(&["size"], Operator::NotIn, text("1,3")), vec!["beta"]),
            (with(&["size"], Operator::GreaterThan, Operand::Int(1)), vec!["beta", "Gamma_50%"]),
            (with(&["size"], Operator::GreaterThanOrEqual, Operand::Int(3)), vec!["Gamma_50%"]),
            (with(&["size"], Operator::LessThan, Operand::Int(2)), vec!["Alpha"]),
            (with(&["size"], Operator::LessThanOrEqualOrNull, Operand::Int(1)), vec!["Alpha", "delta\\"]),
            (with(&["size"], Operator::EqualOrNull, Operand::Int(2)), vec!["beta", "delta\\"]),
            (with(&["size"], Operator::Empty, Operand::Bool(true)), vec!["delta\\"]),
            (with(&["size"], Operator::Empty, Operand::Bool(false)), vec!["Alpha", "beta", "Gamma_50%"]),
            (with(&["size"], Operator::BitAnd, Operand::Int(1)), vec!["Alpha", "Gamma_50%"]),
            (with(&["size"], Operator::BitOr, Operand::Int(2)), vec!["beta", "Gamma_50%"]),
            (with(&["key"], Operator::Equal, text("ALPHA")), vec!["Alpha"]),
            (with(&["key"], Operator::Like, text("MMA_5")), vec!["Gamma_50%"]),
            (with(&["key"], Operator::Like, text("%")), vec!["Gamma_50%"]),
            (with(&["key"], Operator::Like, text("\\")), vec!["delta\\"]),
            (with(&["key"], Operator::StartsWith, text("be")), vec!["beta"]),
            (with(&["key"], Operator::EndsWith, text("TA")), vec!["beta"]),
            (with(&["key"], Operator::MultiLikeOr, text("alp, ,bet")), vec!["Alpha", "beta"]),
            (with(&["key"], Operator::MultiLikeAnd, text("a,l,p")), vec!["Alpha"]),
            (with(&["key"], Operator::NotContains, text("alp,bet")), vec!["Gamma_50%", "delta\\"]),
            (with(&["name", "size"], Operator::In, text("beta,3")), vec!["beta", "Gamma_50%"]),
            (with(&["name"], Operator::Equal, text("' OR 1=1 --")), vec![]),
        ] {
            let (found, total) = names(&test.store, &query).await;
            assert_eq!(found, expected, "{}: {query:?}", test.name);
            assert_eq!(total, expected.len() as u64);
        }
        let page = |size, index| ListQuery { page: Page { size, index }, ..ListQuery::default() };
        assert_eq!(
            names(&test.store, &page(2, 2)).await,
            (vec!["Gamma_50%".to_owned(), "delta\\".to_owned()], 4)
        );
        assert_eq!(names(&test.store, &page(0, 1)).await, (vec![], 4));
        assert_eq!(names(&test.store, &page(500, u32::MAX)).await, (vec![], 4));
        let order = |property, descending| ListQuery {
            order: vec![Order { property, descending }],
            ..ListQuery::default()
        };
        assert_eq!(names(&test.store, &order("key", true)).await.0[0], "Gamma_50%", "{}", test.name);
        assert_eq!(names(&test.store, &ListQuery::default()).await.0, all);
        let many = text(&vec!["1"; 100_000].join(","));
        assert_eq!(names(&test.store, &with(&["size"], Operator::In, many)).await.1, 1);
        assert!(listing().fetch(&test.store, Cond::all(), &order("secret", false)).await.is_err());
        assert_eq!(listing().unmapped(["id", "secret"]), ["secret"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_told_and_ends_by_itself() {
    let server = testing::PrivateServer::start();
    let location = store::Location::Postgres(format!("{}/postgres", server.url()));
    let store = Store::open(&location, testing::origin()).await.unwrap();
    store.migrate(MIGRATIONS).await.unwrap();
    add(&store, "before", None).await;
    let everything = Arc::new(Mutex::new(0));
    let heard = Arc::clone(&everything);
    store.subscribe(move |change| {
        if *change == Change::Everything {
            *heard.lock().unwrap() += 1;
        }
    });
    store.health().await.unwrap();

    server.stop();
    let start = Instant::now();
    while !store.is_behind() && start.elapsed() < Duration::from_secs(10) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(store.is_behind(), "a cut feed is noticed");
    assert!(store.health().await.is_err());
    let error = match store.begin().await {
        Err(error) => error,
        Ok(mut tx) => {
            let insert = Query::insert()
                .into_table("thing")
                .columns(["name"])
                .values_panic(["during".into()])
                .to_owned();
            tx.execute(&insert).await.unwrap_err()
        }
    };
    assert!(error.is_outage(), "{error}");

    server.resume();
    let start = Instant::now();
    while store.health().await.is_err() && start.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    store.health().await.unwrap();
    add(&store, "after", None).await;
    assert_eq!(count(&store).await, 2);
    assert!(*everything.lock().unwrap() >= 1, "whatever was missed is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_ends_by_itself() {
    let test = testing::sqlite().await;
    test.store.migrate(MIGRATIONS).await.unwrap();
    add(&test.store, "before", None).await;
    testing::limit_size(&test.store, Some(60)).await;
    let big = "x".repeat(100_000);
    let mut failure = None;
    for number in 0..20 {
        let insert = Query::insert()
            .into_table("thing")
            .columns(["name", "note"])
            .values_panic([format!("{number}").into(), big.as_str().into()])
            .to_owned();
        let mut tx = test.store.begin().await.unwrap();
        if let Err(error) = tx.execute(&insert).await {
            failure = Some(error);
            break;
        }
        tx.commit().await.unwrap();
    }
    let error = failure.expect("the database may not grow for ever");
    assert_eq!(error.kind(), store::Kind::Full, "{error}");
    let kept = count(&test.store).await;
    assert!(kept >= 1, "reads go on");
    testing::limit_size(&test.store, None).await;
    test.store.health().await.unwrap();
    add(&test.store, "after", None).await;
    assert_eq!(count(&test.store).await, kept + 1);
}
