//! Rows of events.

use std::sync::LazyLock;

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, TextIndex, Transaction, one_of};

use super::event_model::{ScheduleEventRecurrenceType, ScheduleEventStatus};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::user_key;

/// An event. All events here are recordings.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the properties of KalturaScheduleEvent, which document them
pub(super) struct Event {
    pub id: i64,
    pub partner_id: i64,
    pub parent_id: Option<i64>,
    pub status: ScheduleEventStatus,
    pub recurrence_type: ScheduleEventRecurrenceType,
    pub start: i64,
    pub end: i64,
    pub created_at: i64,
    pub updated_at: i64,
    /// What was said of it, but for what is above.
    pub more: Kept,
}

impl Event {
    /// How long it is, in seconds.
    pub(super) fn length(&self) -> i64 {
        self.end.saturating_sub(self.start)
    }

    fn values(&self) -> [(&'static str, Expr); 14] {
        let text = |name: &str| self.more.text_of(name).map(str::to_owned);
        [
            ("partner_id", self.partner_id.into()),
            ("parent_id", self.parent_id.into()),
            ("status", self.status.number().into()),
            ("recurrence_type", self.recurrence_type.number().into()),
            ("start_date", self.start.into()),
            ("end_date", self.end.into()),
            ("summary", text("summary").into()),
            ("reference_id", text("referenceId").into()),
            ("owner_key", text("ownerId").map(|id| user_key(&id)).into()),
            ("priority", self.more.number_of("priority").into()),
            ("template_entry_id", text("templateEntryId").into()),
            ("created_at", self.created_at.into()),
            ("updated_at", self.updated_at.into()),
            ("more", self.more.text().into()),
        ]
    }
}

const COLUMNS: [&str; 10] = [
    "id",
    "partner_id",
    "parent_id",
    "status",
    "recurrence_type",
    "start_date",
    "end_date",
    "created_at",
    "updated_at",
    "more",
];

const fn text_index() -> TextIndex {
    TextIndex::new("schedule_event_text", &["tags"])
}

fn read(row: &Row) -> Result<Event> {
    let broken = |what: &str| Error::internal(format!("an event has an unknown {what}"));
    let kind = ScheduleEventRecurrenceType::from_number(row.get("recurrence_type")?);
    let more: String = row.get("more")?;
    Ok(Event {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        parent_id: row.get("parent_id")?,
        status: ScheduleEventStatus::from_number(row.get("status")?).ok_or_else(|| broken("status"))?,
        recurrence_type: kind.ok_or_else(|| broken("type"))?,
        start: row.get("start_date")?,
        end: row.get("end_date")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: Kept::read(&more)?,
    })
}

/// The account's events but for deleted ones.
fn of_account(scope: Scope) -> Cond {
    Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("status").ne(ScheduleEventStatus::Deleted.number()))
}

fn select(scope: Scope) -> SelectStatement {
    Query::select().columns(COLUMNS).from("schedule_event").cond_where(of_account(scope)).to_owned()
}

/// The event with this id.
pub(super) async fn find(app: &App, scope: Scope, id: i64) -> Result<Option<Event>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The events with these ids.
pub(super) async fn find_all(app: &App, scope: Scope, ids: Vec<i64>) -> Result<Vec<Event>> {
    let statement = select(scope).and_where(one_of("id", ids)).to_owned();
    app.store.all(&statement).await?.iter().map(read).collect()
}

/// The event with this id within a transaction, kept as it is until that one ends.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<Event>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).lock(LockType::NoKeyUpdate).to_owned();
    tx.one(&statement).await?.as_ref().map(read).transpose()
}

/// The dates of a series, the first before the others.
pub(super) async fn dates_of(tx: &mut Transaction, scope: Scope, series: i64) -> Result<Vec<Event>> {
    let statement = select(scope)
        .and_where(Expr::col("parent_id").eq(series))
        .order_by("start_date", Order::Asc)
        .order_by("id", Order::Asc)
        .lock(LockType::NoKeyUpdate)
        .to_owned();
    tx.all(&statement).await?.iter().map(read).collect()
}

/// Whether another event that happens once takes place about the same entry in a stretch of time, with its ends.
pub(super) async fn is_in_use(tx: &mut Transaction, scope: Scope, event: &Event) -> Result<bool> {
    let Some(template) = event.more.text_of("templateEntryId").filter(|id| !id.is_empty()) else {
        return Ok(false);
    };
    let statement = select(scope)
        .and_where(Expr::col("template_entry_id").eq(template))
        .and_where(Expr::col("status").eq(ScheduleEventStatus::Active.number()))
        .and_where(Expr::col("recurrence_type").ne(ScheduleEventRecurrenceType::Recurring.number()))
        .and_where(Expr::col("id").ne(event.id))
        .and_where(Expr::col("start_date").lt(event.end))
        .and_where(Expr::col("end_date").gt(event.start))
        .limit(1)
        .to_owned();
    Ok(tx.one(&statement).await?.is_some())
}

async fn index(tx: &mut Transaction, event: &Event) -> Result<()> {
    let tags = event.more.text_of("tags").filter(|_| event.status != ScheduleEventStatus::Deleted);
    match tags {
        Some(tags) => text_index().put(tx, event.id, &[tags]).await?,
        None => text_index().remove(tx, event.id).await?,
    }
    Ok(())
}

/// Adds an event, which gets its id.
pub(super) async fn insert(tx: &mut Transaction, event: &mut Event) -> Result<()> {
    let (columns, values): (Vec<_>, Vec<_>) = event.values().into_iter().unzip();
    let statement = Query::insert()
        .into_table("schedule_event")
        .columns(columns)
        .values_panic(values)
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    event.id = row.get("id")?;
    index(tx, event).await
}

/// Writes an event.
pub(super) async fn update(tx: &mut Transaction, event: &Event) -> Result<()> {
    let statement = Query::update()
        .table("schedule_event")
        .values(event.values())
        .and_where(Expr::col("id").eq(event.id))
        .to_owned();
    tx.execute(&statement).await?;
    index(tx, event).await
}

/// Deletes dates of a series: their rows stay, and no list finds them. Dates have no tags of their own to forget.
pub(super) async fn delete(tx: &mut Transaction, ids: Vec<i64>, now: i64) -> Result<()> {
    for part in ids.chunks(500) {
        let statement = Query::update()
            .table("schedule_event")
            .value("status", ScheduleEventStatus::Deleted.number())
            .value("updated_at", now)
            .and_where(one_of("id", part.iter().copied()))
            .to_owned();
        tx.execute(&statement).await?;
    }
    Ok(text_index().remove_all(tx, &ids).await?)
}

/// Writes the new id of a user wherever the old one stands.
pub(super) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    let statement = Query::select()
        .columns(COLUMNS)
        .from("schedule_event")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("owner_key").eq(user_key(old)))
        .lock(LockType::NoKeyUpdate)
        .to_owned();
    for row in tx.all(&statement).await? {
        let mut event = read(&row)?;
        event.more.set("ownerId", new);
        update(tx, &event).await?;
    }
    Ok(())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("schedule_event", COLUMNS, "id")
        .column("id", "id", ColumnKind::Int)
        .column("parentId", "parent_id", ColumnKind::Int)
        .column("status", "status", ColumnKind::Int)
        .column("startDate", "start_date", ColumnKind::Int)
        .column("endDate", "end_date", ColumnKind::Int)
        .column("referenceId", "reference_id", ColumnKind::Text)
        .column("ownerId", "owner_key", ColumnKind::Folded(user_key))
        .column("priority", "priority", ColumnKind::Int)
        .column("recurrenceType", "recurrence_type", ColumnKind::Int)
        .column("summary", "summary", ColumnKind::Text)
        .column("templateEntryId", "template_entry_id", ColumnKind::Text)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .words("tags", text_index(), Some("tags"))
        .never_null(["created_at", "updated_at", "start_date", "end_date"])
        .default_order("id", Order::Asc)
});

/// The events of a page, and how many there are in all: those for which all of this holds.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Cond,
    query: &ListQuery,
) -> Result<(Vec<Event>, u64)> {
    let (rows, total) = LISTING.fetch(&app.store, of_account(scope).add(wanted), query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::event_filter::RecordScheduleEventFilter;
    use super::*;

    #[test]
    fn a_column_stands_behind_every_filter_and_order() {
        let mut named = Vec::new();
        for class in std::iter::successors(Some(RecordScheduleEventFilter::CLASS), |class| class.base) {
            named.extend(class.order_by);
        }
        let fields = RecordScheduleEventFilter::CLASS.all_properties();
        let fields = fields.into_iter().filter_map(|property| property.filter);
        named.extend(fields.flat_map(|field| field.properties.iter().copied()));
        assert_eq!(LISTING.unmapped(named), [""; 0]);
    }
}
