//! How long a page of a search takes with its exact total, by words of entries, by their cue points and by their metadata,
//! on both databases. The number of what is found is compared with what was written.

mod fill;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use store::testing::{self, TestStore};

use crate::Outcome;
use crate::caller::Caller;

const TURNS: usize = 21;
/// No search is asked for longer than this.
const PATIENCE: Duration = Duration::from_secs(5);

const EXACT: i64 = 1;
const PARTIAL: i64 = 2;
const EXISTS: i64 = 4;
const RANGE: i64 = 5;

pub(crate) fn run(sizes: &[i64]) -> Outcome {
    tokio::runtime::Runtime::new()?.block_on(async {
        for size in sizes {
            for (name, test) in
                [("SQLite", testing::sqlite().await), ("PostgreSQL", testing::postgres().await)]
            {
                println!("\n### `searchEntry` over {size} entries, {name}\n");
                measure(&test, *size).await?;
            }
        }
        Ok(())
    })
}

/// A search: what it is called, its items, and how many entries it finds.
struct Question {
    name: &'static str,
    items: Value,
    found: i64,
}

fn item(class: &str, kind: i64, term: &str, more: &Value) -> Value {
    let mut item =
        json!({"objectType": format!("KalturaESearch{class}Item"), "itemType": kind, "searchTerm": term});
    for (name, value) in more.as_object().into_iter().flatten() {
        item[name] = value.clone();
    }
    item
}

/// Every word stands in every so-manieth entry, as its number says.
fn questions(entries: i64) -> Vec<Question> {
    let every = |number: i64| (entries + number - 1) / number;
    let unified = |term: &str| item("Unified", PARTIAL, term, &json!({}));
    let name = |term: &str| item("Entry", PARTIAL, term, &json!({"fieldName": "name"}));
    let said = |term: &str| item("CuePoint", PARTIAL, term, &json!({"fieldName": "text"}));
    let late = item(
        "CuePoint",
        RANGE,
        "",
        &json!({"fieldName": "start_time", "range": {"greaterThanOrEqual": fill::LATE}}),
    );
    let told = |term: &str| item("EntryMetadata", EXACT, term, &json!({}));
    let years = json!({"xpath": fill::YEAR, "range": {"lessThan": fill::FIRST_YEAR + 1}});
    let nested = |items: Value| json!({"objectType": "KalturaESearchNestedOperator", "operator": 1, "searchItems": items});
    let ready = item("Entry", EXACT, "1", &json!({"fieldName": "entry_type"}));
    let not = |items: Value| json!({"objectType": "KalturaESearchEntryOperator", "operator": 3, "searchItems": items});
    let all = vec![
        ("a seldom word in a name, and a type", json!([name("e1000"), ready]), every(1_000)),
        ("a common word in a name", json!([name("e10")]), every(10)),
        ("a rare word anywhere", json!([unified("e50000")]), every(50_000)),
        ("a seldom word anywhere", json!([unified("e1000")]), every(1_000)),
        ("a common word anywhere", json!([unified("e10")]), every(10)),
        ("a seldom word anywhere, in cue points only", json!([unified("c1000")]), every(1_000)),
        ("a seldom word of a cue point", json!([said("c1000")]), every(1_000)),
        ("a common word of a cue point", json!([said("c10")]), every(10)),
        ("a seldom word of a late cue point", json!([nested(json!([said("c1000"), late]))]), every(2_000)),
        ("a seldom word of metadata", json!([told("m1000")]), every(1_000)),
        ("a common word of metadata", json!([told("m10")]), every(10)),
        ("a year of a hundred", json!([item("EntryMetadata", RANGE, "", &years)]), every(100)),
        (
            "words of a name, a cue point and metadata",
            json!([name("e10"), said("c10"), told("m1000")]),
            every(1_000),
        ),
        (
            "without a cue point",
            json!([not(json!([item("CuePoint", EXISTS, "", &json!({"fieldName": "text"}))]))]),
            entries - every(2),
        ),
    ];
    all.into_iter().map(|(name, items, found)| Question { name, items, found }).collect()
}

async fn measure(test: &TestStore, entries: i64) -> Outcome {
    let (caller, partner) = Caller::start(test).await?;
    fill::fill(test, &caller, partner, entries).await?;
    test.settle().await;
    println!("| Search | found | p50 | p95 |\n|---|---|---|---|");
    for Question { name, items, found } in questions(entries) {
        let tree = json!({"objectType": "KalturaESearchEntryOperator", "operator": 1, "searchItems": items});
        let params = json!({"searchParams": {"searchOperator": tree}, "pager": {"pageSize": 30}});
        let answer = caller.call("elasticsearch_eSearch.searchEntry", params.clone()).await?;
        if answer["totalCount"] != found {
            return Err(format!("{name}: {} found, {found} are there", answer["totalCount"]).into());
        }
        let (begin, mut times) = (Instant::now(), Vec::new());
        while times.len() < TURNS && (times.len() < 3 || begin.elapsed() < PATIENCE) {
            times.push(caller.timed("elasticsearch_eSearch.searchEntry", params.clone()).await?);
        }
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        println!("| {name} | {found} | {:.1} ms | {:.1} ms |", at(50), at(95));
    }
    Ok(())
}
