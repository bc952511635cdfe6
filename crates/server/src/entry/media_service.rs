//! `media` (reference: content-access.md §5).

use std::sync::Arc;

use contract::{FilterPager, ListOf, service};

use super::filter::MediaEntryFilter;
use super::known::Known;
use super::listed::{count, list_of, listed};
use super::model::MediaEntry;
use super::of_type::{add_media, update_media};
use super::service::{found, vote, written};
use super::show;
use super::words::EntryType;
use super::write::{self, not_found};
use crate::call::Call;
use crate::error::Result;
use crate::moderation;
use crate::moderation::model::ModerationFlag;

/// The service `media`.
pub struct MediaService;

/// What its lists are about.
const MEDIA: &[EntryType] = &[EntryType::MediaClip];

/// Videos, sounds and images.
#[service(name = "media")]
impl MediaService {
    /// Adds an entry, which has no content yet.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CAPTURE_DEVICE_PERMISSION,
            CONTENT_INGEST_ORPHAN_AUDIO,
            CONTENT_INGEST_ORPHAN_VIDEO,
            CONTENT_INGEST_UPLOAD,
            CONTENT_MANAGE_BASE,
            LIVE_STREAM_ADD
        )
    )]
    async fn add(
        call: &Call,
        /// The entry; its media type is required.
        entry: MediaEntry,
    ) -> Result<MediaEntry> {
        let id = Box::pin(add_media(call, entry)).await?;
        Ok(show::media(call, &*written(call, &id).await?))
    }

    /// Votes for an entry.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MODERATE_METADATA, WIDGET_SESSION_PERMISSION)
    )]
    async fn anonymous_rank(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// From 1 to 5.
        rank: i64,
    ) -> Result<()> {
        medium(call, &entry_id).await?;
        vote(call, &entry_id, rank).await
    }

    /// Says that an entry is all right.
    #[action(session = always, allow(CONTENT_MODERATE_APPROVE_REJECT), throws(ENTRY_ID_NOT_FOUND))]
    async fn approve(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<()> {
        medium(call, &entry_id).await?;
        moderation::decide(call, &entry_id, true).await
    }

    /// Counts entries.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, WIDGET_SESSION_PERMISSION)
    )]
    async fn count(
        call: &Call,
        /// Which ones.
        filter: Option<MediaEntryFilter>,
    ) -> Result<i64> {
        count(call, filter.unwrap_or_default().into(), MEDIA).await
    }

    /// Deletes an entry.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_DELETE),
        throws(ENTRY_ID_NOT_FOUND),
        edits = "entryId"
    )]
    async fn delete(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<()> {
        medium(call, &entry_id).await?;
        write::delete(call, &entry_id).await
    }

    /// Complains about an entry.
    #[action(
        session = optional,
        allow(
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MODERATE_BASE,
            WIDGET_SESSION_PERMISSION
        ),
        throws(ENTRY_ID_NOT_FOUND)
    )]
    async fn flag(
        call: &Call,
        /// What is wrong with which entry.
        moderation_flag: ModerationFlag,
    ) -> Result<()> {
        moderation::flag(call, moderation_flag).await
    }

    /// Answers an entry.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, WIDGET_SESSION_PERMISSION),
        throws(ENTRY_ID_NOT_FOUND)
    )]
    async fn get(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// A version of its content; -1: the newest.
        #[param(default = -1)]
        version: i64,
    ) -> Result<MediaEntry> {
        let _ = version; // there is one version of everything but content
        Ok(show::media(call, &*medium(call, &entry_id).await?))
    }

    /// Answers entries. Sessions of users see their own, unless the filter names entries.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            PLAYLIST_ADD,
            PLAYLIST_BASE,
            PLAYLIST_UPDATE,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<MediaEntryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<MediaEntry>> {
        let (known, total) = listed(call, filter.unwrap_or_default().into(), pager.as_ref(), MEDIA).await?;
        Ok(list_of(known.iter().map(|known| show::media(call, known)), total))
    }

    /// Answers the complaints about an entry that nobody has looked at.
    #[action(session = always, allow(CONTENT_MODERATE_BASE))]
    async fn list_flags(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<ModerationFlag>> {
        moderation::list(call, &entry_id, pager.as_ref()).await
    }

    /// Says that an entry is not all right.
    #[action(session = always, allow(CONTENT_MODERATE_APPROVE_REJECT), throws(ENTRY_ID_NOT_FOUND))]
    async fn reject(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<()> {
        medium(call, &entry_id).await?;
        moderation::decide(call, &entry_id, false).await
    }

    /// Changes an entry.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CAPTURE_DEVICE_PERMISSION,
            CONTENT_INGEST_UPLOAD,
            CONTENT_MANAGE_ACCESS_CONTROL,
            CONTENT_MANAGE_ASSIGN_CATEGORIES,
            CONTENT_MANAGE_METADATA,
            CONTENT_MANAGE_SCHEDULE,
            CONTENT_MANAGE_THUMBNAIL,
            CONTENT_MODERATE_METADATA
        ),
        throws(ENTRY_ID_NOT_FOUND),
        edits = "entryId"
    )]
    async fn update(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// What is to change.
        media_entry: MediaEntry,
    ) -> Result<MediaEntry> {
        let known = medium(call, &entry_id).await?;
        update_media(call, &known, media_entry).await?;
        Ok(show::media(call, &*written(call, &entry_id).await?))
    }
}

/// An entry of this service; others are not found.
async fn medium(call: &Call, id: &str) -> Result<Arc<Known>> {
    let known = found(call, id).await?;
    if known.entry.kind == EntryType::MediaClip { Ok(known) } else { Err(not_found(id)) }
}
