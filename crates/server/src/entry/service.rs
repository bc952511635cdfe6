//! `baseEntry` (reference: content-access.md §5).

use contract::errors::{
    ENTRY_TYPE_NOT_SUPPORTED, FEATURE_RECYCLE_BIN_DISABLED, INVALID_ENTRY_STATUS_FOR_RECYCLE,
    INVALID_RANK_VALUE, MISSING_MANDATORY_PARAMETER, PROPERTY_VALIDATION_CANNOT_BE_NULL,
};
use contract::{ApiEnum, FilterPager, ListOf, service};

use super::any::AnyEntry;
use super::filter::{AnyEntryFilter, BaseEntryFilter};
use super::known::Known;
use super::list::{self, Wanted};
use super::model::{AnyCloneOption, DataEntry, MediaEntry};
use super::words::{EntryDisplayInSearchType, EntryStatus, EntryType};
use super::write::{self, not_found};
use super::{show, visible};
use crate::call::Call;
use crate::entitlement;
use crate::error::Result;
use crate::live_stream;
use crate::moderation;
use crate::moderation::model::ModerationFlag;
use crate::playback;
use crate::playback::model::{
    EntryContextDataParams, EntryContextDataResult, PlaybackContext, PlaybackContextOptions,
};
use crate::playlist;

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
        let id = match entry {
            AnyEntry::Media(sent) => Box::pin(add_media(call, sent)).await?,
            AnyEntry::Data(sent) => add_data(call, sent).await?,
            AnyEntry::Playlist(sent) => Box::pin(playlist::service::add(call, sent, false)).await?,
            AnyEntry::Base(sent) => {
                let kind = r#type.or(sent.r#type.get().copied()).unwrap_or(EntryType::Automatic);
                match kind {
                    EntryType::MediaClip | EntryType::Automatic => {
                        let mut media = MediaEntry::default();
                        media.base.base = sent;
                        add_untyped(call, media, kind).await?
                    }
                    EntryType::Data => {
                        add_data(call, DataEntry { base: sent, ..DataEntry::default() }).await?
                    }
                    other => return Err(ENTRY_TYPE_NOT_SUPPORTED.with([other.wire_value()]).into()),
                }
            }
            AnyEntry::LiveStream(_) | AnyEntry::LiveStreamAdmin(_) => {
                // They are added by their own service, which asks for the right to.
                return Err(ENTRY_TYPE_NOT_SUPPORTED.with([EntryType::LiveStream.wire_value()]).into());
            }
            AnyEntry::Playable(_) => {
                let kind = r#type.unwrap_or(EntryType::Automatic);
                return Err(ENTRY_TYPE_NOT_SUPPORTED.with([kind.wire_value()]).into());
            }
        };
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
        let known = recyclable(call, &entry_id).await?;
        if known.entry.display == EntryDisplayInSearchType::Recycled {
            return Err(INVALID_ENTRY_STATUS_FOR_RECYCLE.bare().into());
        }
        write::recycle(call, &entry_id).await?;
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
        let known = recyclable(call, &entry_id).await?;
        if known.entry.display != EntryDisplayInSearchType::Recycled {
            return Err(INVALID_ENTRY_STATUS_FOR_RECYCLE.bare().into());
        }
        write::restore(call, &entry_id).await?;
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
        match base_entry {
            AnyEntry::Media(sent) if known.entry.kind == EntryType::MediaClip => {
                update_media(call, &known, sent).await?;
            }
            AnyEntry::Playlist(sent) if known.entry.kind == EntryType::Playlist => {
                Box::pin(playlist::service::update(call, &known, sent, false)).await?;
            }
            AnyEntry::LiveStream(sent) if known.entry.kind == EntryType::LiveStream => {
                Box::pin(live_stream::update(call, &known, sent)).await?;
            }
            AnyEntry::LiveStreamAdmin(sent) if known.entry.kind == EntryType::LiveStream => {
                Box::pin(live_stream::update(call, &known, sent.base)).await?;
            }
            AnyEntry::Data(sent) if known.entry.kind == EntryType::Data => {
                super::data_service::update(call, &known, sent).await?;
            }
            other => {
                let mut sent = other.base().clone();
                call.check_update(&mut sent, show(call, &known).base())?;
                write::update(call, &known, &sent, |_, _| {}).await?;
            }
        }
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

pub(super) async fn add_media(call: &Call, sent: MediaEntry) -> Result<String> {
    if sent.media_type.get().is_none() {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["KalturaMediaEntry::mediaType"]).into());
    }
    add_untyped(call, sent, EntryType::MediaClip).await
}

async fn add_untyped(call: &Call, mut sent: MediaEntry, kind: EntryType) -> Result<String> {
    call.check_insert(&mut sent)?;
    let rest = write::media(&sent);
    write::add(call, kind, &sent.base.base, |entry| rest(entry, super::fields::Writer::Maker)).await
}

pub(super) async fn add_data(call: &Call, mut sent: DataEntry) -> Result<String> {
    call.check_insert(&mut sent)?;
    write::add(call, EntryType::Data, &sent.base, |entry| {
        entry.more.data_content = sent.data_content.clone().into_option();
        entry.more.hides_data_content = sent.retrieve_data_content_by_get.get() == Some(&false);
    })
    .await
}

pub(super) async fn update_media(call: &Call, known: &Known, mut sent: MediaEntry) -> Result<()> {
    call.check_update(&mut sent, &super::show::media(call, known))?;
    write::update(call, known, &sent.base.base, write::media(&sent)).await
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

async fn recyclable(call: &Call, id: &str) -> Result<std::sync::Arc<Known>> {
    let partner = call.partner()?;
    if !partner.has_feature("FEATURE_RECYCLE_BIN") {
        return Err(FEATURE_RECYCLE_BIN_DISABLED.bare().into());
    }
    let known = found(call, id).await?;
    match known.entry.status {
        EntryStatus::Ready
        | EntryStatus::NoContent
        | EntryStatus::ErrorConverting
        | EntryStatus::ErrorImporting => Ok(known),
        _ => Err(INVALID_ENTRY_STATUS_FOR_RECYCLE.bare().into()),
    }
}

pub(crate) async fn listed(
    call: &Call,
    filter: AnyEntryFilter,
    pager: Option<&FilterPager>,
    kinds: &'static [EntryType],
) -> Result<(Vec<Known>, u64)> {
    let viewer = entitlement::viewer(call).await?;
    let wanted = Wanted { filter, kinds, scheduled_at: None, named_are_lifted: true, now: call.now() };
    let page = Box::pin(list::list(call.app(), call.scope()?, &viewer, wanted, pager)).await?;
    readable_page(call, page).await
}

/// A page and its total without those that the account's rules let nobody like this session read. As in the original, a
/// list of several pages counts them all the same.
pub(crate) async fn readable_page(
    call: &Call,
    (found, total): (Vec<Known>, u64),
) -> Result<(Vec<Known>, u64)> {
    let is_whole = u64::try_from(found.len()).is_ok_and(|count| count == total);
    let readable = readable(call, found).await?;
    let total = if is_whole { readable.len() as u64 } else { total };
    Ok((readable, total))
}

async fn readable(call: &Call, found: Vec<Known>) -> Result<Vec<Known>> {
    let mut readable = Vec::with_capacity(found.len());
    for known in found {
        if playback::may_read(call, &known).await? {
            readable.push(known);
        }
    }
    Ok(readable)
}

pub(super) async fn count(call: &Call, filter: AnyEntryFilter, kinds: &'static [EntryType]) -> Result<i64> {
    let viewer = entitlement::viewer(call).await?;
    let wanted = Wanted { filter, kinds, scheduled_at: None, named_are_lifted: false, now: call.now() };
    let nothing = FilterPager::default();
    let (_, total) = Box::pin(list::list(call.app(), call.scope()?, &viewer, wanted, Some(&nothing))).await?;
    Ok(i64::try_from(total).unwrap_or(i64::MAX))
}

pub(super) fn list_of<T>(objects: impl Iterator<Item = T>, total: u64) -> ListOf<T> {
    ListOf { objects: Some(objects.collect()), total_count: i64::try_from(total).unwrap_or(i64::MAX) }
}

/// What playlists play: media of every kind, at most so many.
const PLAYED: &[EntryType] = &[EntryType::MediaClip, EntryType::Mix, EntryType::LiveStream];

/// The entries that a filter finds and that the session may play now, at most so many.
pub(crate) async fn playable(
    call: &Call,
    viewer: &entitlement::Viewer,
    mut filter: AnyEntryFilter,
    most: usize,
) -> Result<Vec<Known>> {
    // Whatever the filter says, only what is ready and visible is played.
    let base = filter.base_mut();
    base.status_equal = EntryStatus::Ready.into();
    base.status_in = contract::Prop::Absent;
    base.status_not_in = contract::Prop::Absent;
    base.status_not_equal = contract::Prop::Absent;
    let mut pager = FilterPager::default();
    pager.base.page_size = i64::try_from(most).unwrap_or(i64::MAX).into();
    let scheduled_at = (!call.is_admin()).then(|| call.now());
    let wanted = Wanted { filter, kinds: PLAYED, scheduled_at, named_are_lifted: true, now: call.now() };
    let (found, _) = Box::pin(list::list(call.app(), call.scope()?, viewer, wanted, Some(&pager))).await?;
    let found = readable(call, found).await?;
    Ok(found.into_iter().filter(|known| is_playable(call, known)).collect())
}

/// Whether a playlist plays an entry that its session sees.
pub(crate) fn is_playable(call: &Call, known: &Known) -> bool {
    use super::words::EntryModerationStatus::{PendingModeration, Rejected};
    let entry = &known.entry;
    let now = call.now();
    let is_scheduled =
        entry.start_date.is_none_or(|start| start <= now) && entry.end_date.is_none_or(|end| end >= now);
    entry.status == EntryStatus::Ready
        && !matches!(entry.moderation, PendingModeration | Rejected)
        && !matches!(entry.display, EntryDisplayInSearchType::Recycled | EntryDisplayInSearchType::System)
        && (call.is_admin() || is_scheduled)
}
