//! What it takes to move, rename and delete a category with many beneath it, on both databases, while lists go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_query::{Expr, Query};
use serde_json::json;
use store::testing::{self, TestStore};

use crate::Outcome;
use crate::caller::Caller;
use crate::http::median;

const TURNS: usize = 7;
/// Children of the category that is moved; each has as many as it takes.
const CHILDREN: i64 = 100;
/// Ids from here on are the bench's.
const FIRST: i64 = 1_000_000;

pub(crate) fn run(descendants: i64) -> Outcome {
    tokio::runtime::Runtime::new()?.block_on(async {
        println!("\n### A category with {descendants} beneath it, milliseconds\n");
        println!("| Database | move | rename | other privacy context | delete | a list before | a list meanwhile, p50 | longest |");
        println!("|---|---|---|---|---|---|---|---|");
        measure("SQLite", testing::sqlite().await, descendants).await?;
        measure("PostgreSQL", testing::postgres().await, descendants).await
    })
}

async fn measure(name: &str, test: TestStore, descendants: i64) -> Outcome {
    let (caller, partner) = Caller::start(&test).await?;
    let caller = Arc::new(caller);
    fill(&test, partner, descendants).await?;
    let homes = ["left", "right"].map(|name| json!({"category": {"name": name, "privacyContext": "site"}}));
    let mut targets = Vec::new();
    for home in homes {
        targets.push(caller.call("category.add", home).await?["id"].as_i64().ok_or("no category")?);
    }

    let list = json!({"filter": {"parentIdEqual": FIRST, "orderBy": "+name"}, "pager": {"pageSize": 30}});
    let mut before = Vec::new();
    for _ in 0..51 {
        before.push(caller.timed("category.list", list.clone()).await?);
    }
    let done = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn({
        let (caller, done) = (Arc::clone(&caller), Arc::clone(&done));
        async move {
            let mut times = Vec::new();
            while !done.load(Ordering::Acquire) {
                times.extend(caller.timed("category.list", list.clone()).await.ok());
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            times
        }
    });
    let (mut moves, mut renames, mut contexts) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let target = json!({"categoryIds": FIRST.to_string(), "targetCategoryParentId": targets[turn % 2]});
        moves.push(caller.timed("category.move", target).await?);
        let name = json!({"id": FIRST, "category": {"name": format!("name {turn}")}});
        renames.push(caller.timed("category.update", name).await?);
        let context = json!({"id": FIRST, "category": {"privacyContext": format!("news{turn}")}});
        contexts.push(caller.timed("category.update", context).await?);
    }
    let shown = caller.call("category.get", json!({"id": FIRST + descendants})).await?;
    let beneath = shown["fullName"].as_str().is_some_and(|name| name.starts_with("left>name 6>"));
    if !beneath || shown["privacyContexts"] != "site,news6" {
        return Err(format!("not where it was moved to: {shown}").into());
    }
    let delete = caller.timed("category.delete", json!({"id": FIRST})).await?;
    done.store(true, Ordering::Release);
    let meanwhile = reader.await?;
    let longest = meanwhile.iter().copied().fold(0.0, f64::max);
    println!(
        "| {name} | {:.0} | {:.0} | {:.0} | {delete:.0} | {:.1} | {:.1} | {longest:.0} |",
        median(moves),
        median(renames),
        median(contexts),
        median(before),
        median(meanwhile),
    );
    Ok(())
}

/// The tree, written at once.
async fn fill(test: &TestStore, partner: i64, descendants: i64) -> Outcome {
    let zeros = [
        "entries_count",
        "direct_entries_count",
        "pending_entries_count",
        "members_count",
        "pending_members_count",
        "direct_sub_categories_count",
        "moderation",
        "is_aggregation",
        "partner_sort_value",
    ];
    let settings = [
        ("status", 2),
        ("privacy", 1),
        ("appear_in_list", 1),
        ("inheritance_type", 2),
        ("user_join_policy", 3),
        ("default_permission_level", 3),
        ("contribution_policy", 1),
    ];
    let mut tx = test.store.begin().await?;
    for number in 0..=descendants {
        let id = FIRST + number;
        let path: Vec<i64> = match number {
            0 => vec![0],
            number if number <= CHILDREN => vec![0, number],
            number => vec![0, 1 + number % CHILDREN, number],
        };
        let join = |part: &dyn Fn(&i64) -> String| path.iter().map(part).collect::<Vec<_>>().join(">");
        let full_name = join(&|number| format!("n{number}"));
        let parent = if path.len() == 1 { 0 } else { FIRST + path[path.len() - 2] };
        let texts = [
            ("name", format!("n{number}")),
            ("name_key", format!("n{number}")),
            ("full_name", full_name.clone()),
            ("full_name_key", full_name.clone()),
            ("full_name_folded", full_name),
            ("full_ids", join(&|number| (FIRST + number).to_string())),
            ("privacy_context", String::new()),
            ("privacy_contexts", String::new()),
            ("more", "{}".to_owned()),
        ];
        let depth = i64::try_from(path.len())? - 1;
        let numbers = [
            ("id", id),
            ("partner_id", partner),
            ("parent_id", parent),
            ("depth", depth),
            ("member_category_id", id),
            ("created_at", 0),
            ("updated_at", 0),
        ];
        let values = numbers
            .into_iter()
            .chain(settings)
            .chain(zeros.map(|column| (column, 0)))
            .map(|(column, number)| (column, Expr::val(number)))
            .chain(texts.map(|(column, text)| (column, Expr::val(text))));
        let (columns, values): (Vec<&str>, Vec<Expr>) = values.unzip();
        tx.execute(&Query::insert().into_table("category").columns(columns).values_panic(values).to_owned())
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
