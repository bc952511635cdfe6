//! `schedule_scheduleEventResource` (reference: more-services.md §4.4).

use contract::errors::{
    INVALID_OBJECT_ID, PROPERTY_VALIDATION_CANNOT_BE_NULL, SCHEDULE_EVENT_ID_NOT_FOUND,
    SCHEDULE_EVENT_RESOURCE_ALREADY_EXISTS, SCHEDULE_RESOURCE_ID_NOT_FOUND,
};
use contract::list::ApiFilter;
use contract::{ApiObject, FilterPager, ListOf, Prop, Time, service};
use sea_query::{Cond, Expr, ExprTrait};

use super::link_model::{ScheduleEventResource, ScheduleEventResourceFilter};
use super::link_table::{self as table, Link};
use super::{event_table, resource_table};
use crate::call::Call;
use crate::error::{Error, Result};

/// The service `schedule_scheduleEventResource`.
pub struct ScheduleEventResources;

/// Which events need which resources. A resource may be needed by several events at the same time.
#[service(name = "schedule_scheduleEventResource", plugin = "schedule")]
impl ScheduleEventResources {
    /// Says that an event needs a resource.
    #[action(session = always, allow(SCHEDULE_EVENT_MANAGE, SCHEDULE_RESOURCE_MANAGE))]
    async fn add(
        call: &Call,
        /// The event and the resource.
        mut schedule_event_resource: ScheduleEventResource,
    ) -> Result<ScheduleEventResource> {
        call.check_insert(&mut schedule_event_resource)?;
        let sent = schedule_event_resource;
        let event = required("eventId", &sent.event_id)?;
        let resource = required("resourceId", &sent.resource_id)?;
        let (app, scope) = (call.app(), call.scope()?);
        let pair = || [event.to_string(), resource.to_string()];
        let already = || Error::from(SCHEDULE_EVENT_RESOURCE_ALREADY_EXISTS.with(pair()));
        if table::find(app, scope, event, resource).await?.is_some() {
            return Err(already());
        }
        let found = resource_table::find(app, scope, resource).await?;
        if resource != 0 && found.is_none() {
            event_of(call, event).await?;
            return Err(SCHEDULE_RESOURCE_ID_NOT_FOUND.with([resource.to_string()]).into());
        }
        let mut tx = app.store.begin().await?;
        let held = event_table::hold(&mut tx, scope, event).await?;
        held.ok_or_else(|| no_event(event))?;
        let link = Link { event, resource, created_at: call.now(), updated_at: call.now() };
        table::insert(&mut tx, scope, &link)
            .await
            .map_err(|error| if error.is_unique_violation() { already() } else { error })?;
        tx.commit().await?;
        show(call, &link)
    }

    /// Says that an event does not need a resource any more.
    #[action(
        session = always,
        allow(SCHEDULE_EVENT_DELETE, SCHEDULE_RESOURCE_DELETE),
        throws(INVALID_OBJECT_ID)
    )]
    async fn delete(
        call: &Call,
        /// The event.
        schedule_event_id: i64,
        /// The resource.
        schedule_resource_id: i64,
    ) -> Result<()> {
        let mut tx = call.app().store.begin().await?;
        if !table::delete(&mut tx, call.scope()?, schedule_event_id, schedule_resource_id).await? {
            return Err(not_found(schedule_event_id, schedule_resource_id));
        }
        Ok(tx.commit().await?)
    }

    /// Answers whether an event needs a resource, and since when.
    #[action(
        session = always,
        allow(SCHEDULE_EVENT_BASE, SCHEDULE_RESOURCE_BASE),
        throws(INVALID_OBJECT_ID)
    )]
    async fn get(
        call: &Call,
        /// The event.
        schedule_event_id: i64,
        /// The resource.
        schedule_resource_id: i64,
    ) -> Result<ScheduleEventResource> {
        let found = table::find(call.app(), call.scope()?, schedule_event_id, schedule_resource_id).await?;
        show(call, &found.ok_or_else(|| not_found(schedule_event_id, schedule_resource_id))?)
    }

    /// Answers which events need which resources.
    #[action(session = always, allow(SCHEDULE_EVENT_BASE, SCHEDULE_RESOURCE_BASE))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<ScheduleEventResourceFilter>,
        /// Which page.
        pager: Option<FilterPager>,
        /// Whether events are left out that blackouts are in the way of; there are no blackouts.
        #[param(default = true)]
        filter_blackout_conflicts: bool,
    ) -> Result<ListOf<ScheduleEventResource>> {
        let _ = filter_blackout_conflicts;
        let filter = filter.unwrap_or_default();
        let (app, scope) = (call.app(), call.scope()?);
        let mut wanted = Cond::all();
        if let Some(event) = filter.event_id_or_its_parent_id_equal.get().copied() {
            let series = match event_table::find(app, scope, event).await? {
                Some(found) if !table::has_own(app, scope, event).await? => found.parent_id,
                _ => None,
            };
            wanted = wanted.add(Expr::col("event_id").eq(series.unwrap_or(event)));
        }
        let (links, total) = table::list(app, scope, wanted, &filter.query(pager.as_ref())).await?;
        Ok(ListOf {
            objects: Some(links.iter().map(|link| show(call, link)).collect::<Result<_>>()?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }
}

fn not_found(event: i64, resource: i64) -> Error {
    INVALID_OBJECT_ID.with([format!("{event},{resource}")]).into()
}

fn no_event(event: i64) -> Error {
    SCHEDULE_EVENT_ID_NOT_FOUND.with([event.to_string()]).into()
}

async fn event_of(call: &Call, event: i64) -> Result<()> {
    let found = event_table::find(call.app(), call.scope()?, event).await?;
    found.map(drop).ok_or_else(|| no_event(event))
}

fn required(property: &str, sent: &Prop<i64>) -> Result<i64> {
    let place = format!("{}::{property}", ScheduleEventResource::CLASS.name);
    sent.get().copied().ok_or_else(|| PROPERTY_VALIDATION_CANNOT_BE_NULL.with([place]).into())
}

fn show(call: &Call, link: &Link) -> Result<ScheduleEventResource> {
    Ok(ScheduleEventResource {
        event_id: link.event.into(),
        resource_id: link.resource.into(),
        partner_id: call.partner()?.id.into(),
        created_at: Time(link.created_at).into(),
        updated_at: Time(link.updated_at).into(),
    })
}
