//! How long a page of users and its exact total take in a large account. It says, and judges nothing:
//! `cargo test --release -p boxoffice --test many_users -- --ignored --nocapture`; `BOXOFFICE_USERS` is how many.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // a test that cannot go on has failed
#![allow(clippy::disallowed_methods)] // it is about time

mod common;

use std::time::Instant;

use common::Server;
use sea_query::{Expr, Query, Value as Cell};
use serde_json::{Value, json};

const COLUMNS: [&str; 16] = [
    "partner_id",
    "user_id",
    "user_key",
    "status",
    "type",
    "is_admin",
    "screen_name",
    "screen_name_key",
    "first_name",
    "first_name_key",
    "last_name",
    "email",
    "email_key",
    "profile",
    "created_at",
    "updated_at",
];

/// One in a hundred is blocked, one in a thousand a group, one in ten thousand an administrator.
fn row(server: &Server, number: i64) -> Vec<Cell> {
    let id = format!("user-{number:07}");
    // Like the numbers of a phone book: every name begins with every letter.
    let scattered = (number * 7_919) % 1_000_003;
    let screen_name =
        format!("{}{scattered}", ["Ann", "Bob", "Zoe", "Ünal", "Lee"][usize::try_from(number % 5).unwrap()]);
    let email = format!("{screen_name}@example.test");
    vec![
        server.account.id.into(),
        id.clone().into(),
        id.into(),
        i64::from(number % 100 != 0).into(),
        i64::from(number % 1_000 == 1).into(),
        (number % 10_000 == 2).into(),
        screen_name.clone().into(),
        boxoffice::user::name_key(&screen_name).into(),
        format!("First{}", scattered % 1_000).into(),
        format!("first{}", scattered % 1_000).into(),
        "Last".into(),
        email.clone().into(),
        boxoffice::user::name_key(&email).into(),
        "{}".into(),
        (server.now() - 2_000_000 + number).into(),
        (server.now() - scattered).into(),
    ]
}

async fn fill(server: &Server, users: i64) {
    let mut tx = server.app.store.begin().await.unwrap();
    for first in (0..users).step_by(1_000) {
        let mut insert = Query::insert();
        insert.into_table("account_user").columns(COLUMNS);
        for number in first..(first + 1_000).min(users) {
            insert.values_panic(row(server, number).into_iter().map(Expr::from));
        }
        tx.execute(&insert).await.unwrap();
    }
    // One in ten thousand has a role of the account's own, one in twenty another.
    for (role, every) in [(10_001, 10_000), (10_002, 20)] {
        let holders = Query::select()
            .column("id")
            .expr(Expr::val(role))
            .expr(Expr::val(0_i64))
            .from("account_user")
            .and_where(Expr::cust(format!("id % {every} = 3")))
            .to_owned();
        let insert = Query::insert()
            .into_table("account_user_role")
            .columns(["account_user_id", "role_id", "position"])
            .select_from(holders)
            .unwrap()
            .to_owned();
        tx.execute(&insert).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn measure(server: &Server) {
    let questions = [
        json!({}),
        json!({"orderBy": "-createdAt"}),
        json!({"orderBy": "+id"}),
        json!({"orderBy": "-updatedAt", "statusEqual": 1, "typeEqual": 0}),
        json!({"statusEqual": 0, "orderBy": "+createdAt"}),
        json!({"isAdminEqual": 1, "statusIn": "1,0", "orderBy": "+createdAt"}),
        json!({"typeIn": "1,2"}),
        json!({"idEqual": "user-0500000"}),
        json!({"idIn": "user-0000007,user-0500000,nobody"}),
        json!({"idOrScreenNameStartsWith": "user-05000"}),
        json!({"idOrScreenNameStartsWith": "ann1234"}),
        json!({"idOrScreenNameStartsWith": "user-05", "orderBy": "-createdAt"}),
        json!({"idOrScreenNameStartsWith": "ann"}),
        json!({"screenNameStartsWith": "zoe77", "statusEqual": 1}),
        json!({"emailStartsWith": "ünal42", "orderBy": "+id"}),
        json!({"firstNameStartsWith": "first77"}),
        json!({"firstNameOrLastNameStartsWith": "first5"}),
        json!({"screenNameLike": "77777"}),
        json!({"roleIdEqual": "10001"}),
        json!({"roleIdEqual": "10002"}),
        json!({"createdAtGreaterThanOrEqual": server.now() - 1_010_000}),
        json!({"createdAtGreaterThanOrEqual": server.now() - 1_900_000}),
        json!({"updatedAtLessThanOrEqual": server.now() - 990_000, "statusEqual": 1}),
    ];
    let ks = server.admin().await;
    for filter in questions {
        let mut times = Vec::new();
        let mut total = Value::Null;
        for turn in 0..11 {
            let started = Instant::now();
            let listed = server.call("user", "list", json!({"ks": ks, "filter": filter})).await.unwrap();
            if turn > 0 {
                times.push(started.elapsed());
            }
            total = listed["totalCount"].clone();
        }
        times.sort();
        println!(
            "{:>9.1} ms {:>9.1} ms {total:>9}  {filter}",
            times[5].as_secs_f64() * 1e3,
            times[9].as_secs_f64() * 1e3
        );
    }
}

async fn story(store: store::testing::TestStore) {
    let users = std::env::var("BOXOFFICE_USERS").map_or(1_000_000, |users| users.parse().unwrap());
    let name = store.name;
    let server = Server::on(store).await;
    let started = Instant::now();
    fill(&server, users).await;
    println!(
        "\n{name}, {users} users, made in {:.1} s: median, worst of ten, found\n",
        started.elapsed().as_secs_f64()
    );
    server.store.settle().await;
    measure(&server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn sqlite() {
    story(store::testing::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn postgres() {
    story(store::testing::postgres().await).await;
}
