//! `baseEntry` (reference: content-access.md §5).

use contract::errors::{INVALID_RANK_VALUE, MISSING_MANDATORY_PARAMETER};
use contract::{FilterPager, ListOf, service};

use super::any::AnyEntry;
use super::filter::{AnyEntryFilter, BaseEntryFilter};
use super::known::Known;
use super::listed::{count, list_of, listed};
use super::model::AnyCloneOption;
use super::words::EntryType;
use super::write::{self, not_found};
use super::{of_type, recycle_bin, show, visible};
use crate::call::Call;
use crate::entitlement;
use crate::error::Result;
use crate::moderation;
use crate::moderation::model::ModerationFlag;
use crate::playback;
use crate::playback::model::{
    EntryContextDataParams, EntryContextDataResult, PlaybackContext, PlaybackContextOptions,
};

/// The service `baseEntry`.
pub struct BaseEntryService;

/// Entries of every type.
#[service(name = "baseEntry")]
impl BaseEntryService {
    /// Adds an entry, which has no content yet.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CAPTURE_DEVICE_PERMISSION, CONTENT_INGEST_UPLOAD),
        throws(ENTRY_TYPE_NOT_SUPPORTED)
    )]
    async fn add(
        call: &Call,
        /// The entry, in the class of its type.
        entry: AnyEntry,
        /// Its type, where the class does not say.
        r#type: Option<EntryType>,
    ) -> Result<AnyEntry> {
        let id = Box::pin(of_type::add(call, entry, r#type)).await?;
        answer(call, &id).await
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
        vote(call, &entry_id, rank).await
    }

    /// Says that an entry is all right.
    #[action(session = always, allow(CONTENT_MODERATE_APPROVE_REJECT), throws(ENTRY_ID_NOT_FOUND))]
    async fn approve(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<()> {
        moderation::decide(call, &entry_id, true).await
    }

    /// Makes an entry like another one.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_INGEST_UPLOAD),
        throws(ENTRY_ID_NOT_FOUND)
    )]
    async fn clone(
        call: &Call,
        /// The original.
        entry_id: String,
        /// What is copied with it. Users are only where it says so, everything else unless it says otherwise.
        clone_options: Option<Vec<AnyCloneOption>>,
    ) -> Result<AnyEntry> {
        let original = found(call, &entry_id).await?;
        let id = write::copy(call, &original, &clone_options.unwrap_or_default()).await?;
        answer(call, &id).await
    }

    /// Counts entries.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, CONTENT_MODERATE_BASE, WIDGET_SESSION_PERMISSION)
    )]
    async fn count(
        call: &Call,
        /// Which ones.
        filter: Option<AnyEntryFilter>,
    ) -> Result<i64> {
        count(call, filter.unwrap_or_default(), &[]).await
    }

    /// Deletes an entry.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_DELETE),
        owns = "entryId"
    )]
    async fn delete(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<()> {
        found(call, &entry_id).await?;
        write::delete(call, &entry_id).await
    }

    /// Complains about an entry.
    #[action(
        session = optional,
        allow(
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MODERATE_BASE,
            PLAYBACK_BASE_PERMISSION,
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

    /// Answers an entry in the class of its type.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CAPTURE_DEVICE_PERMISSION,
            CONTENT_MANAGE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn get(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// A version of its content; -1: the newest.
        #[param(default = -1)]
        version: i64,
    ) -> Result<AnyEntry> {
        let _ = version; // there is one version of everything but content
        Ok(show(call, &*found(call, &entry_id).await?))
    }

    /// Answers entries by their ids. Those that are not there are left out.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn get_by_ids(
        call: &Call,
        /// Ids, comma-separated; the first 500 count.
        entry_ids: String,
    ) -> Result<Vec<AnyEntry>> {
        const MAX_IDS: usize = 500;
        let viewer = entitlement::viewer(call).await?;
        let mut answered = Vec::new();
        for id in entry_ids.split(',').map(str::trim).take(MAX_IDS) {
            if let Some(known) = super::visible_to(call, &viewer, id).await? {
                answered.push(show(call, &known));
            }
        }
        Ok(answered)
    }

    /// Answers what the session may do with an entry, for old players.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn get_context_data(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// What is asked.
        context_data_params: EntryContextDataParams,
    ) -> Result<EntryContextDataResult> {
        playback::context_data(call, &entry_id, &context_data_params).await
    }

    /// Answers how an entry is played, or why it may not be.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        ),
        throws(ENTRY_ID_NOT_FOUND)
    )]
    async fn get_playback_context(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// What is asked.
        context_data_params: PlaybackContextOptions,
    ) -> Result<PlaybackContext> {
        playback::playback_context(call, &entry_id, &context_data_params.base).await
    }

    /// Answers entries. Sessions of users see their own, unless the filter names entries.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            PLAYLIST_ADD,
            PLAYLIST_BASE,
            PLAYLIST_UPDATE,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AnyEntryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyEntry>> {
        let (known, total) = listed(call, filter.unwrap_or_default(), pager.as_ref(), &[]).await?;
        Ok(list_of(known.iter().map(|known| show(call, known)), total))
    }

    /// Answers entries by what another system calls them.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        ),
        throws(MISSING_MANDATORY_PARAMETER)
    )]
    async fn list_by_reference_id(
        call: &Call,
        /// The reference id.
        ref_id: String,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyEntry>> {
        if ref_id.is_empty() {
            return Err(MISSING_MANDATORY_PARAMETER.with(["refId"]).into());
        }
        let filter = BaseEntryFilter { reference_id_equal: ref_id.into(), ..BaseEntryFilter::default() };
        let (known, total) = listed(call, AnyEntryFilter::Base(filter), pager.as_ref(), &[]).await?;
        Ok(list_of(known.iter().map(|known| show(call, known)), total))
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

    /// Puts an entry into the recycle bin.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_DELETE),
        owns = "entryId"
    )]
    async fn recycle(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<AnyEntry> {
        recycle_bin::put(call, &entry_id).await?;
        answer(call, &entry_id).await
    }

    /// Says that an entry is not all right.
    #[action(session = always, allow(CONTENT_MODERATE_APPROVE_REJECT), throws(ENTRY_ID_NOT_FOUND))]
    async fn reject(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<()> {
        moderation::decide(call, &entry_id, false).await
    }

    /// Takes an entry out of the recycle bin.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_DELETE),
        owns = "entryId"
    )]
    async fn restore_recycled(
        call: &Call,
        /// The entry.
        entry_id: String,
    ) -> Result<AnyEntry> {
        recycle_bin::take_out(call, &entry_id).await?;
        answer(call, &entry_id).await
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
            CONTENT_MODERATE_METADATA,
            LIVE_STREAM_UPDATE
        ),
        throws(ENTRY_ID_NOT_FOUND),
        edits = "entryId"
    )]
    async fn update(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// What is to change.
        base_entry: AnyEntry,
    ) -> Result<AnyEntry> {
        let known = found(call, &entry_id).await?;
        Box::pin(of_type::update(call, &known, base_entry)).await?;
        answer(call, &entry_id).await
    }
}

/// The entry that a call names, if its session sees it.
pub(super) async fn found(call: &Call, id: &str) -> Result<std::sync::Arc<Known>> {
    visible(call, id).await?.ok_or_else(|| not_found(id))
}

pub(super) async fn answer(call: &Call, id: &str) -> Result<AnyEntry> {
    Ok(show(call, &*written(call, id).await?))
}

/// An entry that this call has written, whether or not its session would see it otherwise.
pub(super) async fn written(call: &Call, id: &str) -> Result<std::sync::Arc<Known>> {
    call.app().entries.get(call.app(), call.scope()?, id).await?.ok_or_else(|| not_found(id))
}

pub(super) async fn vote(call: &Call, id: &str, rank: i64) -> Result<()> {
    found(call, id).await?;
    if !(1..=5).contains(&rank) {
        return Err(INVALID_RANK_VALUE.bare().into());
    }
    write::change(call, id, |entry| {
        entry.votes = entry.votes.saturating_add(1);
        entry.total_rank = entry.total_rank.saturating_add(rank);
    })
    .await
}
