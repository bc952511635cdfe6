//! Rows of which events need which resources.

use std::sync::LazyLock;

use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction, one_of};

use crate::app::App;
use crate::call::Scope;
use crate::error::Result;

/// An event needs a resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub event: i64,
    pub resource: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

const COLUMNS: [&str; 4] = ["event_id", "resource_id", "created_at", "updated_at"];

fn read(row: &Row) -> Result<Link> {
    Ok(Link {
        event: row.get("event_id")?,
        resource: row.get("resource_id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

fn of_account(scope: Scope) -> Cond {
    Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()))
}

fn of(scope: Scope, event: i64, resource: i64) -> Cond {
    of_account(scope).add(Expr::col("event_id").eq(event)).add(Expr::col("resource_id").eq(resource))
}

/// Whether an event needs a resource, and since when.
pub(super) async fn find(app: &App, scope: Scope, event: i64, resource: i64) -> Result<Option<Link>> {
    let statement = Query::select()
        .columns(COLUMNS)
        .from("schedule_event_resource")
        .cond_where(of(scope, event, resource))
        .to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// Whether an event needs anything itself.
pub(super) async fn has_own(app: &App, scope: Scope, event: i64) -> Result<bool> {
    let statement = Query::select()
        .column("id")
        .from("schedule_event_resource")
        .cond_where(of_account(scope))
        .and_where(Expr::col("event_id").eq(event))
        .limit(1)
        .to_owned();
    Ok(app.store.one(&statement).await?.is_some())
}

/// The ids of events that need any of these resources.
pub(super) fn events_with(scope: Scope, resources: &[i64]) -> SelectStatement {
    Query::select()
        .column("event_id")
        .from("schedule_event_resource")
        .cond_where(of_account(scope))
        .and_where(one_of("resource_id", resources.iter().copied()))
        .to_owned()
}

/// Says that an event needs a resource; fails where it does already.
pub(super) async fn insert(tx: &mut Transaction, scope: Scope, link: &Link) -> Result<()> {
    let statement = Query::insert()
        .into_table("schedule_event_resource")
        .columns(["partner_id", "event_id", "resource_id", "created_at", "updated_at"])
        .values_panic([
            scope.partner_id().into(),
            link.event.into(),
            link.resource.into(),
            link.created_at.into(),
            link.updated_at.into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Says that an event does not need a resource any more; false: it did not.
pub(super) async fn delete(tx: &mut Transaction, scope: Scope, event: i64, resource: i64) -> Result<bool> {
    let statement = Query::delete()
        .from_table("schedule_event_resource")
        .cond_where(of(scope, event, resource))
        .to_owned();
    Ok(tx.execute(&statement).await? > 0)
}

/// Frees what events needed that are over.
pub(super) async fn remove_events(tx: &mut Transaction, scope: Scope, events: &[i64]) -> Result<()> {
    for part in events.chunks(500) {
        let statement = Query::delete()
            .from_table("schedule_event_resource")
            .cond_where(of_account(scope))
            .and_where(one_of("event_id", part.iter().copied()))
            .to_owned();
        tx.execute(&statement).await?;
    }
    Ok(())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("schedule_event_resource", COLUMNS, "id")
        .column("eventId", "event_id", ColumnKind::Int)
        .column("resourceId", "resource_id", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .never_null(["event_id", "resource_id", "created_at", "updated_at"])
        .default_order("id", Order::Asc)
});

/// The rows of a page, and how many there are in all: those for which all of this holds.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Cond,
    query: &ListQuery,
) -> Result<(Vec<Link>, u64)> {
    let (rows, total) = LISTING.fetch(&app.store, of_account(scope).add(wanted), query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::link_model::ScheduleEventResourceFilter;
    use super::*;

    #[test]
    fn a_column_stands_behind_every_filter_and_order() {
        let mut named = ScheduleEventResourceFilter::CLASS.order_by.to_vec();
        let fields = ScheduleEventResourceFilter::CLASS.all_properties();
        let fields = fields.into_iter().filter_map(|property| property.filter);
        named.extend(fields.flat_map(|field| field.properties.iter().copied()));
        assert_eq!(LISTING.unmapped(named), [""; 0]);
    }
}
