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
    let hold = Query::select()
        .column("full_ids")
        .from("category")
        .and_where(Expr::col("id").eq(category))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .lock(sea_query::LockType::NoKeyUpdate)
        .to_owned();
    let Some(held) = tx.one(&hold).await? else { return Ok(()) };
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
    let mut counted = path(held.get("full_ids")?);
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
