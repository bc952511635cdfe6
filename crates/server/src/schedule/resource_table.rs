//! Rows of resources.

use std::sync::LazyLock;

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, TextIndex, Transaction};

use super::resource_model::ScheduleResourceStatus;
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;

/// A resource.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the properties of KalturaScheduleResource, which document them
pub(super) struct Resource {
    pub id: i64,
    pub partner_id: i64,
    /// 1: a place; 2: a live stream; 3: a camera.
    pub kind: i64,
    pub status: ScheduleResourceStatus,
    pub created_at: i64,
    pub updated_at: i64,
    /// What was said of it.
    pub more: Kept,
}

impl Resource {
    fn values(&self) -> [(&'static str, Expr); 10] {
        let system_name = self.more.text_of("systemName").map(str::to_owned);
        let system_key = system_name.clone().filter(|_| self.status != ScheduleResourceStatus::Deleted);
        [
            ("partner_id", self.partner_id.into()),
            ("type", self.kind.into()),
            ("parent_id", self.more.number_of("parentId").into()),
            ("status", self.status.number().into()),
            ("name", self.more.text_of("name").unwrap_or_default().into()),
            ("system_name", system_name.into()),
            ("system_key", system_key.into()),
            ("created_at", self.created_at.into()),
            ("updated_at", self.updated_at.into()),
            ("more", self.more.text().into()),
        ]
    }
}

const COLUMNS: [&str; 7] = ["id", "partner_id", "type", "status", "created_at", "updated_at", "more"];

const fn text_index() -> TextIndex {
    TextIndex::new("schedule_resource_text", &["tags"])
}

fn read(row: &Row) -> Result<Resource> {
    let status = ScheduleResourceStatus::from_number(row.get("status")?);
    let more: String = row.get("more")?;
    Ok(Resource {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        kind: row.get("type")?,
        status: status.ok_or_else(|| Error::internal("a resource has an unknown status"))?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: Kept::read(&more)?,
    })
}

/// The account's resources, deleted ones among them.
fn of_account(scope: Scope) -> Cond {
    Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()))
}

fn select(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("schedule_resource")
        .cond_where(of_account(scope))
        .and_where(Expr::col("status").ne(ScheduleResourceStatus::Deleted.number()))
        .to_owned()
}

/// The resource with this id, unless it is deleted.
pub(super) async fn find(app: &App, scope: Scope, id: i64) -> Result<Option<Resource>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The same within a transaction, kept as it is until that one ends.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<Resource>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).lock(LockType::NoKeyUpdate).to_owned();
    tx.one(&statement).await?.as_ref().map(read).transpose()
}

async fn index(tx: &mut Transaction, resource: &Resource) -> Result<()> {
    match resource.more.text_of("tags") {
        Some(tags) => text_index().put(tx, resource.id, &[tags]).await?,
        None => text_index().remove(tx, resource.id).await?,
    }
    Ok(())
}

/// Adds a resource, which gets its id; fails where there is one with its system name.
pub(super) async fn insert(tx: &mut Transaction, resource: &mut Resource) -> Result<()> {
    let (columns, values): (Vec<_>, Vec<_>) = resource.values().into_iter().unzip();
    let statement = Query::insert()
        .into_table("schedule_resource")
        .columns(columns)
        .values_panic(values)
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    resource.id = row.get("id")?;
    index(tx, resource).await
}

/// Writes a resource; fails where there is another one with its system name.
pub(super) async fn update(tx: &mut Transaction, resource: &Resource) -> Result<()> {
    let statement = Query::update()
        .table("schedule_resource")
        .values(resource.values())
        .and_where(Expr::col("id").eq(resource.id))
        .to_owned();
    tx.execute(&statement).await?;
    index(tx, resource).await
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("schedule_resource", COLUMNS, "id")
        .column("id", "id", ColumnKind::Int)
        .column("parentId", "parent_id", ColumnKind::Int)
        .column("name", "name", ColumnKind::Text)
        .column("systemName", "system_name", ColumnKind::Text)
        .column("status", "status", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .words("tags", text_index(), Some("tags"))
        .never_null(["created_at", "updated_at"])
        .default_order("id", Order::Asc)
});

/// The resources of a page, and how many there are in all: those for which all of this holds.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Cond,
    query: &ListQuery,
) -> Result<(Vec<Resource>, u64)> {
    let (rows, total) = LISTING.fetch(&app.store, of_account(scope).add(wanted), query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::resource_model::ScheduleResourceFilter;
    use super::*;

    #[test]
    fn a_column_stands_behind_every_filter_and_order() {
        let mut named = ScheduleResourceFilter::CLASS.order_by.to_vec();
        let fields = ScheduleResourceFilter::CLASS.all_properties();
        let fields = fields.into_iter().filter_map(|property| property.filter);
        named.extend(fields.flat_map(|field| field.properties.iter().copied()));
        assert_eq!(LISTING.unmapped(named), [""; 0]);
    }
}
