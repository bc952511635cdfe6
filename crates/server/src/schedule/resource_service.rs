//! `schedule_scheduleResource` (reference: more-services.md §4.4).

use contract::errors::{
    FEATURE_FORBIDDEN, INVALID_OBJECT_ID, RESOURCE_PARENT_ID_NOT_FOUND, SYSTEM_NAME_ALREADY_EXISTS,
};
use contract::{ApiEnum, FilterPager, ListOf, Time, service};
use sea_query::{Cond, Expr, ExprTrait};

use super::resource_model::{
    AnyScheduleResource, AnyScheduleResourceFilter, CameraScheduleResource, LiveEntryScheduleResource,
    LocationScheduleResource, ScheduleResource, ScheduleResourceStatus,
};
use super::resource_table::{self as table, Resource};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::validate::required_text;

/// The service `schedule_scheduleResource`.
pub struct ScheduleResources;

/// Rooms, live streams and cameras that events need.
#[service(name = "schedule_scheduleResource", plugin = "schedule")]
impl ScheduleResources {
    /// Adds a resource.
    #[action(session = always, allow(CAPTURE_DEVICE_PERMISSION, SCHEDULE_RESOURCE_MANAGE))]
    async fn add(
        call: &Call,
        /// The resource, in the class of its type.
        mut schedule_resource: AnyScheduleResource,
    ) -> Result<AnyScheduleResource> {
        match &mut schedule_resource {
            AnyScheduleResource::Location(sent) => call.check_insert(sent)?,
            AnyScheduleResource::LiveEntry(sent) => call.check_insert(sent)?,
            AnyScheduleResource::Camera(sent) => call.check_insert(sent)?,
        }
        let sent = schedule_resource;
        required_text(sent.class_name(), "name", &sent.base().name, 1)?;
        check(call, &sent).await?;
        let mut resource = Resource {
            id: 0,
            partner_id: call.partner()?.id,
            kind: sent.kind(),
            status: ScheduleResourceStatus::Active,
            created_at: call.now(),
            updated_at: call.now(),
            more: Kept::default(),
        };
        merge(&sent, &mut resource.more);
        let mut tx = call.app().store.begin().await?;
        table::insert(&mut tx, &mut resource).await.map_err(|error| taken(error, &resource))?;
        tx.commit().await?;
        show(&resource)
    }

    /// Deletes a resource.
    #[action(session = always, allow(SCHEDULE_RESOURCE_DELETE), throws(INVALID_OBJECT_ID))]
    async fn delete(
        call: &Call,
        /// The resource.
        schedule_resource_id: i64,
    ) -> Result<AnyScheduleResource> {
        let mut tx = call.app().store.begin().await?;
        let held = table::hold(&mut tx, call.scope()?, schedule_resource_id).await?;
        let mut resource = held.ok_or_else(|| not_found(schedule_resource_id))?;
        resource.status = ScheduleResourceStatus::Deleted;
        resource.updated_at = call.now();
        table::update(&mut tx, &resource).await?;
        tx.commit().await?;
        show(&resource)
    }

    /// Answers a resource.
    #[action(
        session = always,
        allow(CAPTURE_DEVICE_PERMISSION, SCHEDULE_RESOURCE_BASE),
        throws(INVALID_OBJECT_ID)
    )]
    async fn get(
        call: &Call,
        /// The resource.
        schedule_resource_id: i64,
    ) -> Result<AnyScheduleResource> {
        let found = table::find(call.app(), call.scope()?, schedule_resource_id).await?;
        show(&found.ok_or_else(|| not_found(schedule_resource_id))?)
    }

    /// Answers resources; deleted ones where their status is asked for.
    #[action(session = always, allow(CAPTURE_DEVICE_PERMISSION, SCHEDULE_RESOURCE_BASE))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AnyScheduleResourceFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyScheduleResource>> {
        let filter = filter.unwrap_or_default();
        let base = filter.base();
        let mut wanted = Cond::all();
        if let Some(kind) = filter.kind() {
            wanted = wanted.add(Expr::col("type").eq(kind));
        }
        let says =
            base.status_equal.get().is_some() || base.status_in.get().is_some_and(|list| !list.is_empty());
        if !says {
            wanted = wanted.add(Expr::col("status").ne(ScheduleResourceStatus::Deleted.number()));
        }
        let query = filter.query(pager.as_ref());
        let (resources, total) = table::list(call.app(), call.scope()?, wanted, &query).await?;
        Ok(ListOf {
            objects: Some(resources.iter().map(show).collect::<Result<_>>()?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes a resource.
    #[action(
        session = always,
        allow(CAPTURE_DEVICE_PERMISSION, SCHEDULE_RESOURCE_MANAGE),
        throws(INVALID_OBJECT_ID)
    )]
    async fn update(
        call: &Call,
        /// The resource.
        schedule_resource_id: i64,
        /// What is to change, in the class of its type.
        mut schedule_resource: AnyScheduleResource,
    ) -> Result<AnyScheduleResource> {
        let id = schedule_resource_id;
        let known = table::find(call.app(), call.scope()?, id).await?.ok_or_else(|| not_found(id))?;
        match (&mut schedule_resource, &show(&known)?) {
            (AnyScheduleResource::Location(sent), AnyScheduleResource::Location(known)) => {
                call.check_update(sent, known)?;
            }
            (AnyScheduleResource::LiveEntry(sent), AnyScheduleResource::LiveEntry(known)) => {
                call.check_update(sent, known)?;
            }
            (AnyScheduleResource::Camera(sent), AnyScheduleResource::Camera(known)) => {
                call.check_update(sent, known)?;
            }
            _ => return Err(not_found(id)),
        }
        let sent = schedule_resource;
        check(call, &sent).await?;
        let mut tx = call.app().store.begin().await?;
        let mut resource = table::hold(&mut tx, call.scope()?, id).await?.ok_or_else(|| not_found(id))?;
        merge(&sent, &mut resource.more);
        if resource.more.text_of("name").is_none() {
            required_text(sent.class_name(), "name", &sent.base().name, 1)?;
        }
        resource.updated_at = call.now();
        table::update(&mut tx, &resource).await.map_err(|error| taken(error, &resource))?;
        tx.commit().await?;
        show(&resource)
    }
}

fn not_found(id: i64) -> Error {
    INVALID_OBJECT_ID.with([id.to_string()]).into()
}

fn taken(error: Error, resource: &Resource) -> Error {
    if error.is_unique_violation() {
        SYSTEM_NAME_ALREADY_EXISTS.with([resource.more.text_of("systemName").unwrap_or_default()]).into()
    } else {
        error
    }
}

/// Refuses parts of what is not there, and rooms in accounts that have none.
async fn check(call: &Call, sent: &AnyScheduleResource) -> Result<()> {
    if let Some(parent) = sent.base().parent_id.get().filter(|parent| **parent != 0)
        && table::find(call.app(), call.scope()?, *parent).await?.is_none()
    {
        return Err(RESOURCE_PARENT_ID_NOT_FOUND.with([parent.to_string()]).into());
    }
    let is_room = matches!(sent, AnyScheduleResource::Location(_));
    if is_room && call.partner()?.has_feature("FEATURE_BLOCK_MEETING_ROOMS") {
        return Err(FEATURE_FORBIDDEN.with(["Meeting rooms"]).into());
    }
    Ok(())
}

fn merge(sent: &AnyScheduleResource, more: &mut Kept) {
    match sent {
        AnyScheduleResource::Location(sent) => more.merge(sent),
        AnyScheduleResource::LiveEntry(sent) => more.merge(sent),
        AnyScheduleResource::Camera(sent) => more.merge(sent),
    }
}

fn show(resource: &Resource) -> Result<AnyScheduleResource> {
    let whole = |base: ScheduleResource| ScheduleResource {
        id: resource.id.into(),
        partner_id: resource.partner_id.into(),
        status: resource.status.into(),
        created_at: Time(resource.created_at).into(),
        updated_at: Time(resource.updated_at).into(),
        ..base
    };
    Ok(match resource.kind {
        1 => {
            let own: LocationScheduleResource = resource.more.show()?;
            AnyScheduleResource::Location(LocationScheduleResource { base: whole(own.base) })
        }
        2 => {
            let own: LiveEntryScheduleResource = resource.more.show()?;
            AnyScheduleResource::LiveEntry(LiveEntryScheduleResource { base: whole(own.base), ..own })
        }
        3 => {
            let own: CameraScheduleResource = resource.more.show()?;
            AnyScheduleResource::Camera(CameraScheduleResource { base: whole(own.base), ..own })
        }
        _ => return Err(Error::internal("a resource is of a type that nothing makes")),
    })
}
