//! Rows of entries in categories.

use std::sync::LazyLock;

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction, one_of};

use super::model::CategoryEntryStatus;
use crate::app::App;
use crate::call::Scope;
use crate::category::assignments;
use crate::error::{Error, Result};
use crate::user::user_key;

/// An entry's place in a category.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub category: i64,
    /// The row of the entry.
    pub entry: i64,
    pub status: CategoryEntryStatus,
    pub creator: Option<String>,
    pub created_at: i64,
}

const COLUMNS: [&str; 6] = ["id", "category_id", "entry_id", "status", "creator_id", "created_at"];

fn read(row: &Row) -> Result<Place> {
    let status: i64 = row.get("status")?;
    Ok(Place {
        category: row.get("category_id")?,
        entry: row.get("entry_id")?,
        status: CategoryEntryStatus::from_number(status)
            .ok_or_else(|| Error::internal("an entry is in a category with an unknown status"))?,
        creator: row.get("creator_id")?,
        created_at: row.get("created_at")?,
    })
}

fn of_account(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("category_entry")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned()
}

/// The places of an entry as they are within a transaction, deleted ones among them.
pub(super) async fn of_entry(tx: &mut Transaction, scope: Scope, entry: i64) -> Result<Vec<Place>> {
    let statement =
        of_account(scope).and_where(Expr::col("entry_id").eq(entry)).lock(LockType::NoKeyUpdate).to_owned();
    tx.all(&statement).await?.iter().map(read).collect()
}

/// Writes a place: a new one, or over the one that there was with another status.
pub(super) async fn write(
    tx: &mut Transaction,
    scope: Scope,
    place: &Place,
    before: Option<CategoryEntryStatus>,
    now: i64,
) -> Result<()> {
    if before.is_some() {
        let update = Query::update()
            .table("category_entry")
            .values([
                ("status", place.status.number().into()),
                ("creator_id", place.creator.clone().into()),
                ("creator_key", place.creator.as_deref().map(user_key).into()),
                ("created_at", place.created_at.into()),
                ("updated_at", now.into()),
            ])
            .and_where(Expr::col("partner_id").eq(scope.partner_id()))
            .and_where(Expr::col("category_id").eq(place.category))
            .and_where(Expr::col("entry_id").eq(place.entry))
            .to_owned();
        tx.execute(&update).await?;
    } else {
        let insert = Query::insert()
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
            .values_panic([
                scope.partner_id().into(),
                place.category.into(),
                place.entry.into(),
                place.status.number().into(),
                place.creator.clone().into(),
                place.creator.as_deref().map(user_key).into(),
                place.created_at.into(),
                now.into(),
            ])
            .to_owned();
        tx.execute(&insert).await?;
    }
    let was = before.map(CategoryEntryStatus::number);
    assignments::count_change(tx, scope, place.entry, place.category, was, Some(place.status.number())).await
}

/// Takes an entry out of every category. The caller holds it, and publishes it after this.
pub(crate) async fn remove_all(tx: &mut Transaction, scope: Scope, entry: i64, now: i64) -> Result<()> {
    for mut place in of_entry(tx, scope, entry).await? {
        let before = place.status;
        if before != CategoryEntryStatus::Deleted {
            place.status = CategoryEntryStatus::Deleted;
            write(tx, scope, &place, Some(before), now).await?;
        }
    }
    Ok(())
}

/// Puts an entry wherever another one is.
pub(crate) async fn copy(tx: &mut Transaction, scope: Scope, from: i64, to: i64, now: i64) -> Result<()> {
    for mut place in of_entry(tx, scope, from).await? {
        if matches!(place.status, CategoryEntryStatus::Active | CategoryEntryStatus::Pending) {
            place.entry = to;
            place.created_at = now;
            write(tx, scope, &place, None, now).await?;
        }
    }
    Ok(())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("category_entry", COLUMNS, "id")
        .column("categoryId", "category_id", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("status", "status", ColumnKind::Int)
        .column("creatorUserId", "creator_key", ColumnKind::Folded(user_key))
        .never_null(["created_at"])
});

/// What is listed beyond a filter's own fields.
#[derive(Default)]
pub(super) struct Wanted {
    /// Of these rows of entries only.
    pub entries: Option<Vec<i64>>,
    /// In categories of which this holds only.
    pub categories: Option<Cond>,
}

pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Wanted,
    query: &ListQuery,
) -> Result<(Vec<Place>, u64)> {
    let mut base = Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()));
    if let Some(entries) = wanted.entries {
        base = base.add(one_of("entry_id", entries));
    }
    if let Some(which) = wanted.categories {
        let categories = Query::select()
            .column("id")
            .from("category")
            .and_where(Expr::col("partner_id").eq(scope.partner_id()))
            .cond_where(which)
            .to_owned();
        base = base.add(Expr::col("category_id").in_subquery(categories));
    }
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

/// What is shown of the entry and the category of each place: the entry's id, and ids from the root down.
pub(super) async fn names(app: &App, places: &[Place]) -> Result<Vec<(String, String)>> {
    let mut entries = std::collections::HashMap::<i64, String>::new();
    let mut paths = std::collections::HashMap::<i64, String>::new();
    if !places.is_empty() {
        let find = Query::select()
            .columns(["id", "public_id"])
            .from("entry")
            .and_where(one_of("id", places.iter().map(|place| place.entry)))
            .to_owned();
        for row in app.store.all(&find).await? {
            entries.insert(row.get("id")?, row.get("public_id")?);
        }
        let find = Query::select()
            .columns(["id", "full_ids"])
            .from("category")
            .and_where(one_of("id", places.iter().map(|place| place.category)))
            .to_owned();
        for row in app.store.all(&find).await? {
            paths.insert(row.get("id")?, row.get("full_ids")?);
        }
    }
    Ok(places
        .iter()
        .map(|place| {
            let entry = entries.get(&place.entry).cloned().unwrap_or_default();
            (entry, paths.get(&place.category).cloned().unwrap_or_default())
        })
        .collect())
}

/// Writes the new id of a user wherever the old one stands.
pub(crate) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    let update = Query::update()
        .table("category_entry")
        .values([("creator_id", new.into()), ("creator_key", user_key(new).into())])
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("creator_key").eq(user_key(old)))
        .to_owned();
    tx.execute(&update).await?;
    Ok(())
}
