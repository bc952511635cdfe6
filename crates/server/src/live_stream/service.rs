//! `liveStream` (reference: more-services.md §2).

use std::sync::Arc;

use contract::errors::{
    CANNOT_REGENERATE_STREAM_TOKEN_FOR_EXTERNAL_LIVE_STREAMS, INVALID_ENTRY_ID,
    LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED,
};
use contract::{ApiEnum, FilterPager, ListOf, service};

use super::model::{
    AnyLiveEntry, AnyLiveStreamEntry, EntryServerNodeStatus, LiveStreamBroadcastStatus, LiveStreamDetails,
    LiveStreamEntry, LiveStreamEntryFilter, PlaybackProtocol,
};
use super::settings::{self, new_password};
use super::show::show;
use crate::call::{Call, forbidden};
use crate::entry::filter::AnyEntryFilter;
use crate::entry::words::{EntryType, SourceType};
use crate::entry::{self, Known};
use crate::error::Result;

/// The service `liveStream`.
pub struct LiveStreams;

/// What its lists are about.
const STREAMS: &[EntryType] = &[EntryType::LiveStream];
/// Without this every action is refused.
const FEATURE: &str = "FEATURE_LIVE_STREAM";

/// Live streams, by what is known of them. There is no media server: nothing is received, recorded or sent on, and every
/// stream is offline.
#[service(name = "liveStream")]
impl LiveStreams {
    /// Adds a live stream.
    #[action(session = always, allow(LIVE_STREAM_ADD), throws(PROPERTY_VALIDATION_CANNOT_BE_NULL))]
    async fn add(
        call: &Call,
        /// The stream; its media type is required.
        live_stream_entry: AnyLiveStreamEntry,
        /// Where it comes from; 32 if nothing says so.
        source_type: Option<SourceType>,
    ) -> Result<LiveStreamEntry> {
        require_feature(call)?;
        let id = Box::pin(settings::add(call, live_stream_entry.into_stream(), source_type)).await?;
        answer(call, &id).await
    }

    /// Deletes a live stream.
    #[action(session = always, allow(CONTENT_MANAGE_DELETE), throws(ENTRY_ID_NOT_FOUND))]
    async fn delete(
        call: &Call,
        /// The stream.
        entry_id: String,
    ) -> Result<()> {
        require_feature(call)?;
        find(call, &entry_id).await?;
        entry::delete(call, &entry_id).await
    }

    /// Answers a live stream.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, WIDGET_SESSION_PERMISSION),
        throws(ENTRY_ID_NOT_FOUND)
    )]
    async fn get(
        call: &Call,
        /// The stream.
        entry_id: String,
        /// A version; there is one.
        #[param(default = -1)]
        version: i64,
    ) -> Result<LiveStreamEntry> {
        let _ = version;
        require_feature(call)?;
        Ok(show(call, &*find(call, &entry_id).await?))
    }

    /// Answers how a stream is: offline.
    #[action(
        session = optional,
        allow(ALWAYS_ALLOWED_ACTIONS, PLAYBACK_BASE_PERMISSION),
        throws(INVALID_ENTRY_ID)
    )]
    async fn get_details(
        call: &Call,
        /// The stream.
        id: String,
    ) -> Result<LiveStreamDetails> {
        let known = find_for_anybody(call, &id).await?;
        Ok(LiveStreamDetails {
            primary_stream_status: EntryServerNodeStatus::Stopped.into(),
            secondary_stream_status: EntryServerNodeStatus::Stopped.into(),
            view_mode: show(call, &known).base.view_mode,
            was_broadcast: false.into(),
            broadcast_status: LiveStreamBroadcastStatus::Offline.into(),
        })
    }

    /// Answers whether a stream is live: it is not. Of a stream that is sent elsewhere nobody here knows.
    #[action(
        session = optional,
        allow(ALWAYS_ALLOWED_ACTIONS, PLAYBACK_BASE_PERMISSION),
        throws(LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED, INVALID_ENTRY_ID)
    )]
    async fn is_live(
        call: &Call,
        /// The stream.
        id: String,
        /// By which protocol.
        protocol: Option<PlaybackProtocol>,
    ) -> Result<bool> {
        let known = find_for_anybody(call, &id).await?;
        if known.entry.source_type == Some(SourceType::ManualLiveStream) {
            let protocol = protocol.map(PlaybackProtocol::wire_value).unwrap_or_default();
            return Err(LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED.with([protocol]).into());
        }
        Ok(false)
    }

    /// Answers live streams. Sessions of users see their own, unless the filter names entries.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<LiveStreamEntryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<LiveStreamEntry>> {
        require_feature(call)?;
        let filter = AnyEntryFilter::LiveStream(filter.unwrap_or_default());
        let (found, total) = entry::listed(call, filter, pager.as_ref(), STREAMS).await?;
        Ok(ListOf {
            objects: Some(found.iter().map(|known| show(call, known)).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Gives a stream another password.
    #[action(session = always, allow(LIVE_STREAM_UPDATE), throws(ENTRY_ID_NOT_FOUND))]
    async fn regenerate_stream_token(
        call: &Call,
        /// The stream.
        entry_id: String,
    ) -> Result<AnyLiveEntry> {
        require_feature(call)?;
        let known = find(call, &entry_id).await?;
        if known.entry.source_type == Some(SourceType::ManualLiveStream) {
            let source = SourceType::ManualLiveStream.wire_value();
            return Err(CANNOT_REGENERATE_STREAM_TOKEN_FOR_EXTERNAL_LIVE_STREAMS.with([source]).into());
        }
        entry::change(call, &entry_id, |entry| {
            entry.more.live.get_or_insert_default().set("streamPassword", new_password());
        })
        .await?;
        answer(call, &entry_id).await.map(AnyLiveEntry::LiveStreamEntry)
    }

    /// Changes a live stream.
    #[action(session = always, allow(LIVE_STREAM_UPDATE), throws(ENTRY_ID_NOT_FOUND))]
    async fn update(
        call: &Call,
        /// The stream.
        entry_id: String,
        /// What is to change.
        live_stream_entry: AnyLiveStreamEntry,
    ) -> Result<LiveStreamEntry> {
        require_feature(call)?;
        let known = find(call, &entry_id).await?;
        Box::pin(settings::update(call, &known, live_stream_entry.into_stream())).await?;
        answer(call, &entry_id).await
    }
}

/// Before everything else.
fn require_feature(call: &Call) -> Result<()> {
    if call.partner()?.has_feature(FEATURE) {
        return Ok(());
    }
    let (service, action) = call.action_name();
    Err(forbidden(service, action))
}

/// A stream that the session sees; other entries are not found.
async fn find(call: &Call, id: &str) -> Result<Arc<Known>> {
    let known = entry::visible(call, id).await?.filter(|known| known.entry.kind == EntryType::LiveStream);
    known.ok_or_else(|| entry::not_found(id))
}

/// The same where no session is needed. Without an account there is nothing to find.
async fn find_for_anybody(call: &Call, id: &str) -> Result<Arc<Known>> {
    let invalid = || INVALID_ENTRY_ID.with([id]);
    if call.partner().is_err() {
        return Err(invalid().into());
    }
    require_feature(call)?;
    let known = entry::visible(call, id).await?.filter(|known| known.entry.kind == EntryType::LiveStream);
    known.ok_or_else(|| invalid().into())
}

/// A stream that this call has written.
async fn answer(call: &Call, id: &str) -> Result<LiveStreamEntry> {
    let known = call.app().entries.get(call.app(), call.scope()?, id).await?;
    Ok(show(call, &*known.ok_or_else(|| entry::not_found(id))?))
}
