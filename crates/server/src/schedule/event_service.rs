//! `schedule_scheduleEvent` (reference: more-services.md §4.3).

use contract::errors::{INVALID_FIELD_VALUE, INVALID_USER_ID};
use contract::{FilterPager, ListOf, Prop, service};
use sea_query::{Cond, Expr, ExprTrait};

use super::event_filter::{AnyScheduleEventFilter, ScheduleEventFilter};
use super::event_model::{AnyScheduleEvent, ScheduleEventStatus};
use super::event_save::{self as save, not_found};
use super::event_table::{self as table, Event};
use super::link_table;
use super::show::all_shown;
use crate::call::Call;
use crate::error::{Error, Result};

/// Values of a list in a filter that count (reference: protocol.md §12.1).
const MAX_VALUES: usize = 500;

/// The service `schedule_scheduleEvent`.
pub struct ScheduleEvents;

/// Recordings at times, and series of them.
#[service(name = "schedule_scheduleEvent", plugin = "schedule")]
impl ScheduleEvents {
    /// Adds an event of the session's user. With a series its dates are there at once: 1000 at most, within two years.
    #[action(session = always, allow(CAPTURE_DEVICE_PERMISSION, SCHEDULE_EVENT_MANAGE))]
    async fn add(
        call: &Call,
        /// The event.
        schedule_event: AnyScheduleEvent,
    ) -> Result<AnyScheduleEvent> {
        let AnyScheduleEvent::Record(sent) = schedule_event;
        shown(call, Box::pin(save::add(call, sent)).await?).await
    }

    /// Calls an event off. Of a series nothing is left but itself.
    #[action(session = always, allow(SCHEDULE_EVENT_MANAGE), throws(INVALID_OBJECT_ID))]
    async fn cancel(
        call: &Call,
        /// The event.
        schedule_event_id: i64,
    ) -> Result<AnyScheduleEvent> {
        shown(call, save::end(call, schedule_event_id, ScheduleEventStatus::Cancelled).await?).await
    }

    /// Deletes an event, with the dates of a series. A date alone is not deleted, but called off.
    #[action(
        session = always,
        allow(SCHEDULE_EVENT_DELETE),
        throws(INVALID_OBJECT_ID, RECURRENCE_CANT_BE_DELETE)
    )]
    async fn delete(
        call: &Call,
        /// The event.
        schedule_event_id: i64,
    ) -> Result<AnyScheduleEvent> {
        shown(call, save::end(call, schedule_event_id, ScheduleEventStatus::Deleted).await?).await
    }

    /// Answers an event.
    #[action(session = always, allow(SCHEDULE_EVENT_BASE), throws(INVALID_OBJECT_ID))]
    async fn get(
        call: &Call,
        /// The event.
        schedule_event_id: i64,
    ) -> Result<AnyScheduleEvent> {
        let found = table::find(call.app(), call.scope()?, schedule_event_id).await?;
        shown(call, found.ok_or_else(|| not_found(schedule_event_id))?).await
    }

    /// Answers events, called-off ones among them.
    #[action(session = always, allow(CAPTURE_DEVICE_PERMISSION, SCHEDULE_EVENT_BASE))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AnyScheduleEventFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyScheduleEvent>> {
        let filter = filter.unwrap_or_default();
        if let Some(name) = filter.unanswered() {
            return Err(INVALID_FIELD_VALUE.with([name]).into());
        }
        require_owners(call, filter.base()).await?;
        let wanted = with_resources(call, filter.base())?;
        let query = filter.query(pager.as_ref());
        let (events, total) = table::list(call.app(), call.scope()?, wanted, &query).await?;
        Ok(ListOf {
            objects: Some(all_shown(call, &events).await?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes an event. What a series says of its dates is worked out anew where it changes.
    #[action(
        session = always,
        allow(CAPTURE_DEVICE_PERMISSION, SCHEDULE_EVENT_MANAGE),
        throws(INVALID_OBJECT_ID)
    )]
    async fn update(
        call: &Call,
        /// The event.
        schedule_event_id: i64,
        /// What is to change.
        schedule_event: AnyScheduleEvent,
    ) -> Result<AnyScheduleEvent> {
        let AnyScheduleEvent::Record(sent) = schedule_event;
        shown(call, Box::pin(save::update(call, schedule_event_id, sent)).await?).await
    }
}

async fn shown(call: &Call, event: Event) -> Result<AnyScheduleEvent> {
    let mut all = all_shown(call, &[event]).await?;
    all.pop().ok_or_else(|| Error::internal("one event was not shown"))
}

fn given(prop: &Prop<String>) -> Option<&str> {
    prop.get().map(String::as_str).filter(|text| !text.is_empty())
}

fn values(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').take(MAX_VALUES).map(str::trim).filter(|value| !value.is_empty())
}

/// Refuses owners whom the account does not know.
async fn require_owners(call: &Call, filter: &ScheduleEventFilter) -> Result<()> {
    let one = given(&filter.owner_id_equal);
    let many = given(&filter.owner_id_in).into_iter().flat_map(values);
    for id in one.into_iter().chain(many) {
        if call.app().users.get(call.app(), call.scope()?.partner_id(), id).await?.is_none() {
            return Err(INVALID_USER_ID.bare().into());
        }
    }
    Ok(())
}

/// That an event, or the series that it is a date of, needs the resources that a filter names.
fn with_resources(call: &Call, filter: &ScheduleEventFilter) -> Result<Cond> {
    let scope = call.scope()?;
    let needs = |ids: Vec<i64>| {
        let events = || link_table::events_with(scope, &ids);
        Cond::any()
            .add(Expr::col("id").in_subquery(events()))
            .add(Expr::col("parent_id").in_subquery(events()))
    };
    let numbers = |list: &str| values(list).filter_map(|id| id.parse().ok()).collect::<Vec<i64>>();
    let mut wanted = Cond::all();
    for ids in [&filter.resource_id_equal, &filter.resource_ids_like, &filter.resource_ids_multi_like_or] {
        if let Some(ids) = given(ids) {
            wanted = wanted.add(needs(numbers(ids)));
        }
    }
    for id in given(&filter.resource_ids_multi_like_and).map(numbers).unwrap_or_default() {
        wanted = wanted.add(needs(vec![id]));
    }
    Ok(wanted)
}
