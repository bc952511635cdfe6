//! What becomes of the assignments of entries when something becomes of categories, and how many there are
//! (reference: content-access.md §17.1, §17.3).

use sea_query::{Cond, Expr, ExprTrait, Func, Order, Query, SelectStatement};
use store::{Transaction, one_of};

use super::table::CategoryRow;
use super::tree::{concat, text, within};
use crate::call::Scope;
use crate::error::{Error, Result};

/// `KalturaCategoryEntryStatus` of an entry that waits.
pub(crate) const PENDING: i64 = 1;
/// `KalturaCategoryEntryStatus` of an entry that is in the category.
pub(crate) const ACTIVE: i64 = 2;

fn ids_within(scope: Scope, path: &str) -> SelectStatement {
    Query::select().column("id").from("category").cond_where(within(scope, path)).to_owned()
}

fn live() -> Expr {
    one_of("status", [PENDING, ACTIVE])
}

/// Puts the entries of a category and of all beneath it into its parent as well; who is there already stays as it is.
pub(super) async fn copy_to_parent(
    tx: &mut Transaction,
    scope: Scope,
    category: &CategoryRow,
    now: i64,
) -> Result<()> {
    let parent = category.parent_id;
    let there = Query::select()
        .column("entry_id")
        .from("category_entry")
        .and_where(Expr::col("category_id").eq(parent))
        .to_owned();
    // What was refused or is over there makes room.
    let coming = Query::select()
        .column("entry_id")
        .from("category_entry")
        .and_where(Expr::col("category_id").in_subquery(ids_within(scope, &category.full_ids)))
        .and_where(live())
        .to_owned();
    let over = Query::delete()
        .from_table("category_entry")
        .and_where(Expr::col("category_id").eq(parent))
        .and_where(live().not())
        .and_where(Expr::col("entry_id").in_subquery(coming))
        .to_owned();
    tx.execute(&over).await?;
    let number = |value: i64| Expr::val(value).cast_as("bigint");
    let entries = Query::select()
        .expr(number(scope.partner_id()))
        .expr(number(parent))
        .column("entry_id")
        // In the category beneath one, waiting in another: in it.
        .expr(Expr::col("status").max())
        .expr(Expr::col("creator_id").min())
        .expr(Expr::col("creator_key").min())
        .expr(number(now))
        .expr(number(now))
        .from("category_entry")
        .and_where(Expr::col("category_id").in_subquery(ids_within(scope, &category.full_ids)))
        .and_where(live())
        .and_where(Expr::col("entry_id").not_in_subquery(there))
        .group_by_col("entry_id")
        .to_owned();
    let copy = Query::insert()
        .into_table("category_entry")
        .columns([
            "partner_id",
            "category_id",
            "entry_id",
            "status",
            "creator_id",
            "creator_key",
            "created_at",
            "updated_at",
        ])
        .select_from(entries)
        .map_err(|error| Error::internal(error.to_string()))?
        .to_owned();
    tx.execute(&copy).await?;
    Ok(())
}

/// Takes the entries out of a category and of all beneath it.
pub(super) async fn remove_within(tx: &mut Transaction, scope: Scope, path: &str) -> Result<()> {
    let statement = Query::delete()
        .from_table("category_entry")
        .and_where(Expr::col("category_id").in_subquery(ids_within(scope, path)))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

fn count_of(status: i64) -> SelectStatement {
    Query::select()
        .expr(Func::count(Expr::col(("assigned", "entry_id"))))
        .from_as("category_entry", "assigned")
        .and_where(Expr::col(("assigned", "category_id")).equals(("category", "id")))
        .and_where(Expr::col(("assigned", "status")).eq(status))
        .to_owned()
}

/// Counts the entries in a category itself anew.
pub(super) async fn recount_direct(tx: &mut Transaction, scope: Scope, category: i64) -> Result<()> {
    let statement = Query::update()
        .table("category")
        .value("direct_entries_count", count_of(ACTIVE))
        .value("pending_entries_count", count_of(PENDING))
        .and_where(Expr::col("id").eq(category))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Counts the entries in categories and beneath them anew, each entry once.
pub(super) async fn recount_entries(tx: &mut Transaction, scope: Scope, categories: &[i64]) -> Result<()> {
    if categories.is_empty() {
        return Ok(());
    }
    let path = |end: &str| concat([Expr::col(("category", "full_ids")), text(end)]);
    let part_of_it = Cond::any().add(Expr::col(("part", "id")).equals(("category", "id"))).add(
        Cond::all()
            .add(Expr::col(("part", "partner_id")).eq(scope.partner_id()))
            .add(Expr::col(("part", "full_ids")).gte(path(">")))
            .add(Expr::col(("part", "full_ids")).lt(path("?"))),
    );
    let parts =
        Query::select().column(("part", "id")).from_as("category", "part").cond_where(part_of_it).to_owned();
    let entries = Query::select()
        .expr(Func::count_distinct(Expr::col(("assigned", "entry_id"))))
        .from_as("category_entry", "assigned")
        .and_where(Expr::col(("assigned", "status")).eq(ACTIVE))
        .and_where(Expr::col(("assigned", "category_id")).in_subquery(parts))
        .to_owned();
    let statement = Query::update()
        .table("category")
        .value("entries_count", entries)
        .and_where(one_of("id", categories.iter().copied()))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Counts an assignment whose row has just been written or removed: `was` and `is` are its statuses before and after,
/// `None` where there is none. It costs a look at the other categories of the entry, whatever the size of this one.
/// Nobody moves or deletes the categories concerned before the transaction ends.
#[allow(dead_code)] // for the service categoryEntry
pub(crate) async fn count_change(
    tx: &mut Transaction,
    scope: Scope,
    entry: i64,
    category: i64,
    was: Option<i64>,
    is: Option<i64>,
) -> Result<()> {
    let change = |status| i64::from(is == Some(status)) - i64::from(was == Some(status));
    let (active, pending) = (change(ACTIVE), change(PENDING));
    if active == 0 && pending == 0 {
        return Ok(());
    }
    // Holds the path: a move of the category waits, and this one for a move.
    let path_held = Query::select()
        .column("full_ids")
        .from("category")
        .and_where(Expr::col("id").eq(category))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .lock(sea_query::LockType::NoKeyUpdate)
        .to_owned();
    let Some(itself) = tx.one(&path_held).await? else { return Ok(()) };
    let direct = Query::update()
        .table("category")
        .value("direct_entries_count", Expr::col("direct_entries_count").add(active))
        .value("pending_entries_count", Expr::col("pending_entries_count").add(pending))
        .and_where(Expr::col("id").eq(category))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&direct).await?;
    if active == 0 {
        return Ok(());
    }
    let others = Query::select()
        .column(("category", "full_ids"))
        .from("category_entry")
        .inner_join("category", Expr::col(("category", "id")).equals(("category_entry", "category_id")))
        .and_where(Expr::col(("category_entry", "entry_id")).eq(entry))
        .and_where(Expr::col(("category_entry", "status")).eq(ACTIVE))
        .and_where(Expr::col(("category_entry", "category_id")).ne(category))
        .to_owned();
    let path = |text: String| text.split('>').filter_map(|id| id.parse::<i64>().ok()).collect::<Vec<_>>();
    let mut counted = path(itself.get("full_ids")?);
    for row in tx.all(&others).await? {
        let elsewhere = path(row.get("full_ids")?);
        counted.retain(|id| !elsewhere.contains(id));
    }
    counted.sort_unstable();
    let lock = Query::select()
        .column("id")
        .from("category")
        .and_where(one_of("id", counted.iter().copied()))
        .order_by("id", Order::Asc)
        .lock(sea_query::LockType::NoKeyUpdate)
        .to_owned();
    tx.all(&lock).await?;
    let entries = Query::update()
        .table("category")
        .value("entries_count", Expr::col("entries_count").add(active))
        .and_where(one_of("id", counted))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&entries).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use contract::NullableBoolean;
    use store::testing::TestStore;

    use super::*;
    use crate::account::{NewAccount, create};
    use crate::app::App;
    use crate::category::model::CategoryStatus;
    use crate::category::table::{self, Counts, More, Settings};
    use crate::keys::Keys;
    use crate::migrations::MIGRATIONS;

    async fn category(tx: &mut Transaction, scope: Scope, path: &[i64]) -> i64 {
        let mut row = CategoryRow {
            id: 0,
            parent_id: path.last().copied().unwrap_or(0),
            depth: i64::try_from(path.len()).unwrap(),
            status: CategoryStatus::Active,
            name: format!("{path:?}"),
            full_name: String::new(),
            full_ids: String::new(),
            settings: Settings::default(),
            member_category_id: 0,
            moderation: NullableBoolean::False,
            privacy_context: String::new(),
            privacy_contexts: String::new(),
            reference_id: None,
            partner_sort_value: 0,
            is_aggregation: NullableBoolean::False,
            aggregation_categories: String::new(),
            counts: Counts::default(),
            created_at: 0,
            updated_at: 0,
            more: More::default(),
        };
        row.id = table::insert(tx, scope, &row).await.unwrap();
        let ids: Vec<String> = path.iter().chain([&row.id]).map(ToString::to_string).collect();
        row.full_ids = ids.join(">");
        table::save(tx, scope, &row).await.unwrap();
        row.id
    }

    async fn entry(tx: &mut Transaction, scope: Scope, number: i64) -> i64 {
        let texts = ["type", "name", "name_key", "owner_id", "owner_key", "creator_key", "more"];
        let numbers = [
            "media_type",
            "status",
            "moderation",
            "display",
            "created_at",
            "updated_at",
            "access_control_id",
            "replacement_status",
            "partner_sort_value",
            "moderation_count",
            "total_rank",
            "votes",
            "plays",
            "views",
            "ms_duration",
            "duration",
        ];
        let values =
            [("partner_id", Expr::val(scope.partner_id())), ("public_id", Expr::val(number.to_string()))]
                .into_iter()
                .chain(texts.map(|column| (column, Expr::val(""))))
                .chain(numbers.map(|column| (column, Expr::val(0_i64))))
                .chain([("rank", Expr::val(0.0))]);
        let (columns, values): (Vec<&str>, Vec<Expr>) = values.unzip();
        let statement = Query::insert()
            .into_table("entry")
            .columns(columns)
            .values_panic(values)
            .returning_col("id")
            .to_owned();
        tx.one(&statement).await.unwrap().unwrap().get("id").unwrap()
    }

    async fn counts(tx: &mut Transaction, scope: Scope, ids: &[i64]) -> Vec<Counts> {
        let mut counts = Vec::new();
        for id in ids {
            counts.push(table::find_within(tx, scope, *id).await.unwrap().unwrap().counts);
        }
        counts
    }

    /// What is counted one by one is what counting anew comes to.
    async fn story(test: TestStore) {
        test.store.migrate(MIGRATIONS).await.unwrap();
        let app = App::start(test.store.clone(), Keys::new(&[7; 32]), 2, 0).await.unwrap();
        let wanted = NewAccount { name: "A", email: "a@example.test", password: None };
        let scope = Scope::of(create(&app, &wanted, 0).await.unwrap().partner_id);
        let mut tx = app.store.begin().await.unwrap();
        let a = category(&mut tx, scope, &[]).await;
        let b = category(&mut tx, scope, &[a]).await;
        let c = category(&mut tx, scope, &[a, b]).await;
        let d = category(&mut tx, scope, &[a]).await;
        let ids = [a, b, c, d, category(&mut tx, scope, &[]).await];
        let entries = [entry(&mut tx, scope, 1).await, entry(&mut tx, scope, 2).await];
        let mut held = std::collections::HashMap::new();
        let mut dice = 0x5eed_u64;
        for _ in 0..200 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let roll = |shift: u32, sides: u64| usize::try_from((dice >> shift) % sides).unwrap();
            let (category, entry) = (ids[roll(40, 5)], entries[roll(50, 2)]);
            let is = [None, Some(PENDING), Some(ACTIVE), Some(ACTIVE), Some(4)][roll(33, 5)];
            let was: Option<i64> = held.get(&(category, entry)).copied().flatten();
            let old = Query::delete()
                .from_table("category_entry")
                .and_where(Expr::col("category_id").eq(category))
                .and_where(Expr::col("entry_id").eq(entry))
                .to_owned();
            tx.execute(&old).await.unwrap();
            if let Some(status) = is {
                let new = Query::insert()
                    .into_table("category_entry")
                    .columns(["partner_id", "category_id", "entry_id", "status", "created_at", "updated_at"])
                    .values_panic([
                        scope.partner_id().into(),
                        category.into(),
                        entry.into(),
                        status.into(),
                        0_i64.into(),
                        0_i64.into(),
                    ])
                    .to_owned();
                tx.execute(&new).await.unwrap();
            }
            held.insert((category, entry), is);
            count_change(&mut tx, scope, entry, category, was, is).await.unwrap();
            let one_by_one = counts(&mut tx, scope, &ids).await;
            for id in ids {
                recount_direct(&mut tx, scope, id).await.unwrap();
            }
            recount_entries(&mut tx, scope, &ids).await.unwrap();
            assert_eq!(counts(&mut tx, scope, &ids).await, one_by_one);
        }
        assert!(counts(&mut tx, scope, &ids).await.iter().any(|counts| counts.entries > 1));
    }

    #[tokio::test]
    async fn one_by_one_is_all_at_once_on_sqlite() {
        story(store::testing::sqlite().await).await;
    }

    #[tokio::test]
    async fn one_by_one_is_all_at_once_on_postgres() {
        story(store::testing::postgres().await).await;
    }
}
