//! An account with many users, written to the store as the server would have.

use boxoffice::user::name_key;
use sea_query::{Expr, Query, Value as Cell};
use store::{Location, Store};

use crate::Outcome;

/// A role that one user in ten thousand has.
pub(super) const RARE_ROLE: i64 = 10_001;
/// A role that one user in twenty has.
pub(super) const COMMON_ROLE: i64 = 10_002;

const NAMES: [&str; 5] = ["Ann", "Bob", "Zoe", "Ünal", "Lee"];
const CREATED: i64 = 1_700_000_000;

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
fn row(account: i64, number: i64) -> Vec<Cell> {
    let id = format!("user-{number:07}");
    // Like the numbers of a phone book: every name begins with every digit.
    let scattered = (number * 7_919) % 1_000_003;
    let name = NAMES[usize::try_from(number % 5).unwrap_or_default()];
    let screen_name = format!("{name}{scattered}");
    let email = format!("{screen_name}@example.test");
    vec![
        account.into(),
        id.clone().into(),
        id.into(),
        i64::from(number % 100 != 0).into(),
        i64::from(number % 1_000 == 1).into(),
        (number % 10_000 == 2).into(),
        screen_name.clone().into(),
        name_key(&screen_name).into(),
        format!("First{}", scattered % 1_000).into(),
        format!("first{}", scattered % 1_000).into(),
        "Last".into(),
        email.clone().into(),
        name_key(&email).into(),
        "{}".into(),
        (CREATED + number).into(),
        (CREATED + 1_000_003 + scattered).into(),
    ]
}

/// Adds the users to the account.
pub(super) fn fill(location: &Location, account: i64, users: i64) -> Outcome {
    const AT_ONCE: i64 = 1_000;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let store = Store::open(location, store::testing::origin()).await?;
        let mut tx = store.begin().await?;
        for first in (0..users).step_by(1_000) {
            if first % 100_000 == 0 {
                eprintln!("{first} of {users} users");
            }
            let mut insert = Query::insert();
            insert.into_table("account_user").columns(COLUMNS);
            for number in first..(first + AT_ONCE).min(users) {
                insert.values_panic(row(account, number).into_iter().map(Expr::from));
            }
            tx.execute(&insert).await?;
        }
        for (role, every) in [(RARE_ROLE, 10_000), (COMMON_ROLE, 20)] {
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
                .select_from(holders)?
                .to_owned();
            tx.execute(&insert).await?;
        }
        Ok(tx.commit().await?)
    })
}
