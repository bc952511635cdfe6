//! How long a page of entries and its exact total take, with entitlement and full text, at two sizes of an account and
//! on both databases: the numbers behind docs/design/lists.md. Every answer is compared with one from memory.

mod account;
mod fill;
mod questions;
mod tables;
mod viewer;

use std::time::{Duration, Instant};

use contract::filter::{ListQuery, Page};
use store::testing::{self, TestStore};
use store::{Row, Store};

use crate::Outcome;
use account::Account;
use questions::{Question, questions};
use viewer::Viewer;

const TURNS: usize = 21;
/// No list is asked for longer than this.
const PATIENCE: Duration = Duration::from_secs(2);

pub(crate) fn run(sizes: &[usize]) -> Outcome {
    tokio::runtime::Runtime::new()?.block_on(compare(sizes))
}

async fn compare(sizes: &[usize]) -> Outcome {
    println!(
        "Lists of entries, page and exact total: milliseconds, the median and the 95th of 100 of {TURNS} turns\n"
    );
    for &size in sizes {
        let account = Account::of(size);
        let asked = questions(&account);
        let expected: Vec<_> = asked.iter().map(|question| question.answer(&account)).collect();
        let (sqlite, postgres) = (testing::sqlite().await, testing::postgres().await);
        // Two cores, two databases.
        tokio::try_join!(prepare(&sqlite, &account), prepare(&postgres, &account))?;
        let mut lines: Vec<String> = asked
            .iter()
            .zip(&expected)
            .map(|(question, (_, total))| format!("| {} | {total} |", question.name))
            .collect();
        for test in [&sqlite, &postgres] {
            for ((question, expected), line) in asked.iter().zip(&expected).zip(&mut lines) {
                line.push_str(&measure(test, question, expected).await?);
            }
        }
        println!("\n{size} entries:\n");
        println!(
            "| List | found | SQLite p50 | p95 | total alone | PostgreSQL p50 | p95 | total alone |\n\
             |---|---|---|---|---|---|---|---|"
        );
        for line in lines {
            println!("{line}");
        }
    }
    Ok(())
}

async fn prepare(test: &TestStore, account: &Account) -> Outcome {
    test.store.migrate(tables::MIGRATIONS).await?;
    fill::fill(&test.store, test.name, account).await?;
    test.settle().await;
    Ok(())
}

async fn measure(
    test: &TestStore,
    question: &Question,
    (ids, total): &(Vec<i64>, u64),
) -> Result<String, Box<dyn std::error::Error>> {
    let (rows, found) = ask(&test.store, &question.viewer, &question.query).await?;
    let rows: Vec<i64> = rows.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?;
    if (&rows, &found) != (ids, total) {
        let what = format!("{}, {}", test.name, question.name);
        return Err(format!("{what}: {found} found, {total} are there; {rows:?}, not {ids:?}").into());
    }
    let only_total = ListQuery { page: Page { size: 0, index: 1 }, ..question.query.clone() };
    let both = times(&test.store, &question.viewer, &question.query).await?;
    let total = times(&test.store, &question.viewer, &only_total).await?;
    Ok(format!(" {:.1} | {:.1} | {:.1} |", part(&both, 50), part(&both, 95), part(&total, 50)))
}

/// All that a list takes, the audiences of the session included.
async fn ask(
    store: &Store,
    viewer: &Viewer,
    query: &ListQuery,
) -> Result<(Vec<Row>, u64), Box<dyn std::error::Error>> {
    let listing = tables::listing();
    let branches = viewer::branches(store, viewer, listing.is_narrow(query)?).await?;
    Ok(listing.fetch_branches(store, branches, query).await?)
}

/// How long each turn took, the shortest first.
async fn times(
    store: &Store,
    viewer: &Viewer,
    query: &ListQuery,
) -> Result<Vec<f64>, Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    let begin = Instant::now();
    for turn in 0..TURNS + 2 {
        let start = Instant::now();
        ask(store, viewer, query).await?;
        // The first ones fill caches.
        if turn >= 2 {
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        if turn >= 4 && begin.elapsed() > PATIENCE {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn part(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() - 1) * percent / 100]
}
