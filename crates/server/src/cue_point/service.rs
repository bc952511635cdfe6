//! `cuePoint_cuePoint` (reference: search-metadata.md §6).

use contract::{FilterPager, ListOf, service};

use super::access::{self, Found};
use super::filter::AnyCuePointFilter;
use super::model::{AnyCuePoint, CuePointStatus};
use super::show::{all_shown, shown};
use super::{answer, copy, list, require_kind, require_plugin, save, table, tree};
use crate::call::Call;
use crate::entry;
use crate::error::Result;

/// The service `cuePoint_cuePoint`.
pub struct CuePointService;

/// What is said about, shown at or to happen at a time of an entry.
#[service(name = "cuePoint_cuePoint", plugin = "cuePoint")]
impl CuePointService {
    /// Adds a cue point to an entry that the session sees.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CAPTURE_DEVICE_PERMISSION,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION,
            "cuePoint.MANAGE"
        )
    )]
    async fn add(
        call: &Call,
        /// The cue point; its class says of which kind, and its entry is required.
        cue_point: AnyCuePoint,
    ) -> Result<AnyCuePoint> {
        require_plugin(call)?;
        shown(call, &Box::pin(save::add(call, cue_point)).await?).await
    }

    /// Copies a cue point to an entry that the session may change. Annotations are copied in accounts that want it.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, WIDGET_SESSION_PERMISSION),
        throws(INVALID_CUE_POINT_ID, ENTRY_ID_NOT_FOUND)
    )]
    async fn clone(
        call: &Call,
        /// The original.
        id: String,
        /// The entry that the copy belongs to.
        entry_id: String,
    ) -> Result<AnyCuePoint> {
        require_plugin(call)?;
        shown(call, &copy::clone(call, &id, &entry_id).await?).await
    }

    /// Counts cue points that the session sees.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn count(
        call: &Call,
        /// Which ones.
        filter: Option<AnyCuePointFilter>,
    ) -> Result<i64> {
        require_plugin(call)?;
        let mut none = FilterPager::default();
        none.base.page_size = 0.into();
        let (_, total) = Box::pin(list::list(call, &filter.unwrap_or_default(), Some(&none))).await?;
        Ok(i64::try_from(total).unwrap_or(i64::MAX))
    }

    /// Deletes a cue point, and the annotations about it.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, "cuePoint.MANAGE"),
        throws(INVALID_CUE_POINT_ID)
    )]
    async fn delete(
        call: &Call,
        /// Its id.
        id: String,
    ) -> Result<()> {
        require_plugin(call)?;
        remove(call, access::changeable(call, &id).await?).await
    }

    /// Answers a cue point in the class of its kind.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, WIDGET_SESSION_PERMISSION),
        throws(INVALID_CUE_POINT_ID)
    )]
    async fn get(
        call: &Call,
        /// Its id.
        id: String,
    ) -> Result<AnyCuePoint> {
        require_plugin(call)?;
        shown(call, &access::visible(call, &id).await?.cue).await
    }

    /// Answers cue points, those that begin first before the others.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones; ids or entries have to be named.
        filter: Option<AnyCuePointFilter>,
        /// Which page; none: the first 500.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyCuePoint>> {
        require_plugin(call)?;
        let filter = filter.unwrap_or_default();
        list::require_names(&filter)?;
        let (rows, total) = Box::pin(list::list(call, &filter, pager.as_ref())).await?;
        Ok(ListOf {
            objects: Some(all_shown(call, &rows).await?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes a cue point of the session's user, or of an entry that the session may change.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION,
            "cuePoint.MANAGE"
        ),
        throws(INVALID_CUE_POINT_ID)
    )]
    async fn update(
        call: &Call,
        /// Its id.
        id: String,
        /// What is to change, in the class of its kind.
        cue_point: AnyCuePoint,
    ) -> Result<AnyCuePoint> {
        require_plugin(call)?;
        shown(call, &Box::pin(save::update(call, &id, cue_point)).await?).await
    }

    /// Changes when a cue point is.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, WEBCAST_PRODUCER_PERMISSION),
        throws(INVALID_CUE_POINT_ID)
    )]
    async fn update_cue_points_times(
        call: &Call,
        /// Its id.
        id: String,
        /// Milliseconds to where it begins.
        start_time: i64,
        /// Milliseconds to where it ends; 0 changes nothing.
        end_time: Option<i64>,
    ) -> Result<AnyCuePoint> {
        require_plugin(call)?;
        shown(call, &Box::pin(save::update_times(call, &id, start_time, end_time)).await?).await
    }

    /// Says how far a cue point is.
    #[action(session = always, allow(WEBCAST_PRODUCER_PERMISSION), throws(INVALID_CUE_POINT_ID))]
    async fn update_status(
        call: &Call,
        /// Its id.
        id: String,
        /// How far it is; deleted: as `delete` does it.
        status: CuePointStatus,
    ) -> Result<()> {
        require_plugin(call)?;
        let found = access::of_seen_entry(call, &id).await?;
        if status == CuePointStatus::Deleted {
            return remove(call, found).await;
        }
        let mut tx = call.app().store.begin().await?;
        entry::held(&mut tx, call, &found.cue.entry_id).await?;
        let held = table::hold(&mut tx, call.scope()?, &id).await?;
        let mut cue = held.ok_or_else(|| access::not_found(&id))?;
        cue.status = status;
        cue.updated_at = call.now();
        table::update(&mut tx, &cue).await?;
        Ok(tx.commit().await?)
    }
}

async fn remove(call: &Call, found: Found) -> Result<()> {
    require_kind(call, found.cue.kind)?;
    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    let entry = entry::held(&mut tx, call, &found.cue.entry_id).await?;
    let held = table::hold(&mut tx, scope, &found.cue.id).await?;
    let cue = held.ok_or_else(|| access::not_found(&found.cue.id))?;
    answer::check_change(&mut tx, call, &entry, &cue).await?;
    tree::remove(&mut tx, scope, &cue, call.now()).await?;
    Ok(tx.commit().await?)
}
