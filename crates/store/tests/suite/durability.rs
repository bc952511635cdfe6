//! What was acknowledged is there after the process was killed: this test starts itself once more as the
//! process that writes.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use sea_query::{Expr, ExprTrait, Query};
use store::testing::{self, TestStore};
use store::{Location, Migration, Store};

const MIGRATIONS: &[Migration] =
    &[Migration { version: 1, name: "numbers", sql: "CREATE TABLE number (value BIGINT PRIMARY KEY)" }];
const WRITER: &str = "BOXOFFICE_DURABILITY_WRITER";

async fn write_for_ever(location: &str) {
    let location = match location.strip_prefix("file:") {
        Some(file) => Location::Sqlite(file.into()),
        None => Location::Postgres(location.to_owned()),
    };
    let store = Store::open(&location, testing::origin()).await.unwrap();
    for value in 0_i64.. {
        let insert =
            Query::insert().into_table("number").columns(["value"]).values_panic([value.into()]).to_owned();
        let mut tx = store.begin().await.unwrap();
        tx.execute(&insert).await.unwrap();
        tx.commit().await.unwrap();
        println!("acknowledged {value}");
    }
}

async fn kill_a_writer(test: &TestStore) {
    test.store.migrate(MIGRATIONS).await.unwrap();
    let location = match &test.location {
        Location::Sqlite(file) => format!("file:{}", file.display()),
        Location::Postgres(url) => url.clone(),
    };
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "durability::acknowledged_writes_survive_a_kill", "--nocapture"])
        .env(WRITER, location)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut acknowledged = 0;
    for line in lines.map_while(Result::ok) {
        if let Some((_, value)) = line.split_once("acknowledged ") {
            acknowledged = value.parse::<i64>().unwrap();
            if acknowledged == 200 {
                writer.kill().unwrap();
            }
        }
    }
    writer.wait().unwrap();
    assert!(acknowledged >= 200, "{}", test.name);
    let after = Store::open(&test.location, testing::origin()).await.unwrap();
    let select = Query::select()
        .expr_as(Expr::col("value").count(), "n")
        .from("number")
        .and_where(Expr::col("value").lte(acknowledged))
        .to_owned();
    let kept: i64 = after.one(&select).await.unwrap().unwrap().get("n").unwrap();
    assert_eq!(kept, acknowledged + 1, "{}: every acknowledged write is there", test.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_writes_survive_a_kill() {
    if let Ok(location) = std::env::var(WRITER) {
        write_for_ever(&location).await;
        return;
    }
    for test in testing::stores().await {
        kill_a_writer(&test).await;
    }
}
