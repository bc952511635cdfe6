//! `playlist` (reference: content-access.md §8.4, more-services.md §5.7).

use std::sync::Arc;

use contract::errors::{
    CANT_UPDATE_PARAMETER, CLONING_PATH_PLAYLIST_NOT_SUPPORTED, INVALID_ENTRY_ID, INVALID_ENTRY_MEDIA_TYPE,
    INVALID_PLAYLIST_TYPE, PROPERTY_VALIDATION_CANNOT_BE_NULL,
};
use contract::{ApiEnum, FilterPager, ListOf, Prop, service};

use super::content::{self, Dynamic, limited};
use super::execute::{self, Beside};
use super::model::{AnyContext, MediaEntryFilterForPlaylist, Playlist, PlaylistFilter, PlaylistType};
use super::{kind, named};
use crate::call::Call;
use crate::entitlement;
use crate::entry::any::AnyEntry;
use crate::entry::filter::AnyEntryFilter;
use crate::entry::owner::wrong_type;
use crate::entry::table::EntryRow;
use crate::entry::words::EntryType;
use crate::entry::{self, Known};
use crate::error::Result;

/// The service `playlist`.
pub struct Playlists;

/// What its lists are about.
const PLAYLISTS: &[EntryType] = &[EntryType::Playlist];

/// Entries that are played one after the other.
#[service(name = "playlist")]
impl Playlists {
    /// Adds a playlist. Only who may manage playlists adds others than those that name their entries.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, PLAYLIST_ADD))]
    async fn add(
        call: &Call,
        /// The playlist; its type is required.
        playlist: Playlist,
        /// Its length is worked out from its entries.
        #[param(default = false)]
        update_stats: bool,
    ) -> Result<Playlist> {
        let id = Box::pin(add(call, playlist, update_stats)).await?;
        answer(call, &id).await
    }

    /// Makes a playlist like another one.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, PLAYLIST_ADD),
        throws(INVALID_ENTRY_ID, INVALID_PLAYLIST_TYPE)
    )]
    async fn clone(
        call: &Call,
        /// The original.
        id: String,
        /// What is to differ; empty fields do not count.
        new_playlist: Option<Playlist>,
    ) -> Result<Playlist> {
        let original = find(call, &id).await?;
        let known_kind = kind(&original);
        let mut sent = new_playlist.unwrap_or_default();
        if sent.playlist_type.get().is_some_and(|wanted| Some(*wanted) != known_kind) {
            return Err(CANT_UPDATE_PARAMETER.with(["playlistType"]).into());
        }
        if known_kind == Some(PlaylistType::Path) {
            return Err(CLONING_PATH_PLAYLIST_NOT_SUPPORTED.bare().into());
        }
        if known_kind != Some(PlaylistType::StaticList) && !call.rights().has("PLAYLIST_ADD") {
            return Err(wrong_type());
        }
        let kind = known_kind.unwrap_or(PlaylistType::StaticList);
        call.check_insert(&mut sent)?;
        let text = content(call, kind, &sent).await?;
        let text = text.or_else(|| original.entry.more.playlist_content.clone());
        let mut base = sent.base;
        let keep = |field: &mut Prop<String>, known: Option<String>| {
            if field.get().is_none_or(String::is_empty) {
                *field = known.map_or(Prop::Absent, Prop::Set);
            }
        };
        keep(&mut base.name, Some(original.entry.name.clone()));
        keep(&mut base.description, original.entry.more.description.clone());
        keep(&mut base.tags, original.entry.more.tags.clone());
        let new = entry::add(call, EntryType::Playlist, &base, |entry| {
            entry.more.playlist_type = Some(kind.number());
            entry.more.playlist_content = text;
            entry.ms_duration = original.entry.ms_duration;
        })
        .await?;
        answer(call, &new).await
    }

    /// Deletes a playlist. Only who may manage playlists deletes others than those that name their entries.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, PLAYLIST_DELETE),
        throws(INVALID_ENTRY_ID, INVALID_PLAYLIST_TYPE),
        edits = "id"
    )]
    async fn delete(
        call: &Call,
        /// The playlist.
        id: String,
    ) -> Result<()> {
        let known = find(call, &id).await?;
        let kind = kind(&known).unwrap_or(PlaylistType::StaticList);
        if kind != PlaylistType::StaticList && !call.rights().has("PLAYLIST_DELETE") {
            let (is, must) = (kind.number().to_string(), PlaylistType::StaticList.number().to_string());
            return Err(INVALID_ENTRY_MEDIA_TYPE.with([id, is, must]).into());
        }
        entry::delete(call, &id).await
    }

    /// Answers the entries of a playlist, which the session may play now.
    #[action(
        session = optional,
        allow(
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            PLAYBACK_BASE_PERMISSION,
            PLAYLIST_BASE,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn execute(
        call: &Call,
        /// The playlist.
        id: String,
        /// Changes nothing.
        #[param(default = "")]
        detailed: String,
        /// What it is executed for.
        playlist_context: Option<AnyContext>,
        /// Only entries that this finds, too.
        filter: Option<MediaEntryFilterForPlaylist>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<Vec<AnyEntry>> {
        let _ = detailed;
        let known = find_for_playing(call, &id).await?;
        execute::stored(call, &known, Beside { context: playlist_context, filter, pager }).await
    }

    /// Answers the entries of a playlist that is not stored.
    #[action(session = always, allow(PLAYLIST_BASE))]
    async fn execute_from_content(
        call: &Call,
        /// How its entries are found.
        playlist_type: PlaylistType,
        /// Ids of entries, comma-separated, or filters as XML.
        playlist_content: String,
        /// Changes nothing.
        #[param(default = "")]
        detailed: String,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<Vec<AnyEntry>> {
        let _ = detailed;
        execute::sent(call, playlist_type, &playlist_content, pager).await
    }

    /// Answers the entries that filters find, each once.
    #[action(session = always, allow(PLAYLIST_BASE))]
    async fn execute_from_filters(
        call: &Call,
        /// The filters, in their order.
        filters: Vec<MediaEntryFilterForPlaylist>,
        /// How many entries at most.
        total_results: i64,
        /// Changes nothing.
        #[param(default = "1")]
        detailed: String,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<Vec<AnyEntry>> {
        let _ = detailed;
        let playlist = Dynamic { filters, total_results: limited(Some(total_results)) };
        let viewer = entitlement::viewer(call).await?;
        Box::pin(execute::dynamic(call, viewer, &playlist, Beside { pager, ..Beside::default() })).await
    }

    /// Answers a playlist.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            PLAYBACK_BASE_PERMISSION,
            PLAYLIST_BASE,
            WIDGET_SESSION_PERMISSION
        ),
        throws(INVALID_ENTRY_ID, INVALID_PLAYLIST_TYPE)
    )]
    async fn get(
        call: &Call,
        /// The playlist.
        id: String,
        /// A version of its content; -1: the newest, which is the one that is kept.
        #[param(default = -1)]
        version: i64,
    ) -> Result<Playlist> {
        let _ = version;
        Ok(show(call, &*find(call, &id).await?))
    }

    /// Answers a playlist with the length of what its content names.
    #[action(session = always, allow(PLAYLIST_BASE), deprecated)]
    async fn get_stats_from_content(
        call: &Call,
        /// How its entries are found.
        playlist_type: PlaylistType,
        /// Ids of entries, comma-separated, or filters as XML.
        playlist_content: String,
    ) -> Result<Playlist> {
        let length = length(call, playlist_type, Some(&playlist_content)).await?;
        Ok(Playlist {
            playlist_content: playlist_content.into(),
            playlist_type: playlist_type.into(),
            duration: ((length + 500) / 1000).into(),
            ..Playlist::default()
        })
    }

    /// Answers playlists. Sessions of users see their own, unless the filter names entries.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MODERATE_BASE,
            KMC_READ_ONLY,
            PLAYLIST_BASE,
            STUDIO_SELECT_CONTENT,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<PlaylistFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Playlist>> {
        let filter = AnyEntryFilter::Playlist(filter.unwrap_or_default());
        let (known, total) = entry::listed(call, filter, pager.as_ref(), PLAYLISTS).await?;
        Ok(ListOf {
            objects: Some(known.iter().map(|known| show(call, known)).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes a playlist.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION), edits = "id")]
    async fn update(
        call: &Call,
        /// The playlist.
        id: String,
        /// What is to change.
        playlist: Playlist,
        /// Its length is worked out from its entries.
        #[param(default = false)]
        update_stats: bool,
    ) -> Result<Playlist> {
        let known = find(call, &id).await?;
        Box::pin(update(call, &known, playlist, update_stats)).await?;
        answer(call, &id).await
    }
}

/// Makes a playlist.
pub(crate) async fn add(call: &Call, sent: Playlist, update_stats: bool) -> Result<String> {
    let mut sent = sent;
    let property = |name: &str| format!("KalturaPlaylist::{name}");
    let Some(kind) = sent.playlist_type.get().copied() else {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property("playlistType")]).into());
    };
    if kind == PlaylistType::Dynamic && sent.total_results.get().is_none() && has_filters(&sent) {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property("totalResults")]).into());
    }
    if kind != PlaylistType::StaticList && !call.rights().has("PLAYLIST_ADD") {
        return Err(wrong_type());
    }
    call.check_insert(&mut sent)?;
    let text = content(call, kind, &sent).await?;
    let length = if update_stats { length(call, kind, text.as_deref()).await? } else { 0 };
    entry::add(call, EntryType::Playlist, &sent.base, |entry| {
        entry.more.playlist_type = Some(kind.number());
        entry.more.playlist_content = text;
        entry.ms_duration = length;
    })
    .await
}

/// Changes a playlist.
pub(crate) async fn update(call: &Call, known: &Known, sent: Playlist, update_stats: bool) -> Result<()> {
    let mut sent = sent;
    call.check_update(&mut sent, &show(call, known))?;
    let kind = kind(known).unwrap_or(PlaylistType::StaticList);
    let text = content(call, kind, &sent).await?;
    let now = text.clone().or_else(|| known.entry.more.playlist_content.clone());
    let length = if update_stats { Some(length(call, kind, now.as_deref()).await?) } else { None };
    entry::update(call, known, &sent.base, |entry, _| change(entry, text, length)).await
}

fn change(entry: &mut EntryRow, text: Option<String>, length: Option<i64>) {
    if text.is_some() {
        entry.more.playlist_content = text;
    }
    if let Some(length) = length {
        entry.ms_duration = length;
    }
}

fn has_filters(sent: &Playlist) -> bool {
    sent.filters.get().is_some_and(|filters| !filters.is_empty())
}

/// The content as it is stored; none where nothing is said about it. Entries that are named have to be there.
async fn content(call: &Call, kind: PlaylistType, sent: &Playlist) -> Result<Option<String>> {
    if kind == PlaylistType::Dynamic
        && let Some(filters) = sent.filters.get()
    {
        let total_results = limited(sent.total_results.get().copied());
        return Ok(Some(Dynamic { filters: filters.clone(), total_results }.write()));
    }
    let Some(text) = sent.playlist_content.get() else { return Ok(None) };
    if !kind.names_entries() {
        return Ok(Some(text.clone()));
    }
    let ids = content::ids(text);
    for id in &ids {
        if entry::visible(call, id).await?.is_none() {
            return Err(INVALID_ENTRY_ID.with([*id]).into());
        }
    }
    Ok(Some(ids.join(",")))
}

/// Milliseconds of all entries of a content together.
async fn length(call: &Call, kind: PlaylistType, text: Option<&str>) -> Result<i64> {
    let entries = execute::sent(call, kind, text.unwrap_or_default(), None).await?;
    let length = |entry: &AnyEntry| match entry {
        AnyEntry::Media(media) => media.base.ms_duration.get().copied().unwrap_or(0),
        _ => 0,
    };
    Ok(entries.iter().map(length).fold(0, i64::saturating_add))
}

/// A playlist that the session sees.
async fn find(call: &Call, id: &str) -> Result<Arc<Known>> {
    let known = entry::visible(call, id).await?.ok_or_else(|| INVALID_ENTRY_ID.with([id]))?;
    if known.entry.kind == EntryType::Playlist { Ok(known) } else { Err(INVALID_PLAYLIST_TYPE.bare().into()) }
}

/// The same for playing, which sessions may do that entitlement hinders, if they say so for this playlist.
async fn find_for_playing(call: &Call, id: &str) -> Result<Arc<Known>> {
    // Without session and account there is nothing to find.
    if call.partner().is_err() {
        return Err(INVALID_ENTRY_ID.with([id]).into());
    }
    let exempt = |privileges: &ks::Privileges| {
        privileges.values("disableentitlementforplaylist").any(|known| known == id)
    };
    if !call.privileges().is_some_and(exempt) {
        return find(call, id).await;
    }
    let known = call.app().entries.get(call.app(), call.scope()?, id).await?;
    let known = known.ok_or_else(|| INVALID_ENTRY_ID.with([id]))?;
    if known.entry.kind == EntryType::Playlist { Ok(known) } else { Err(INVALID_PLAYLIST_TYPE.bare().into()) }
}

async fn answer(call: &Call, id: &str) -> Result<Playlist> {
    let known = call.app().entries.get(call.app(), call.scope()?, id).await?;
    let known = known.ok_or_else(|| INVALID_ENTRY_ID.with([id]))?;
    Ok(show(call, &known))
}

/// A playlist as the API shows it.
pub(crate) fn show(call: &Call, known: &Known) -> Playlist {
    let kind = kind(known);
    let text = known.entry.more.playlist_content.clone();
    let dynamic = (kind == Some(PlaylistType::Dynamic))
        .then(|| Dynamic::read(text.as_deref().unwrap_or_default(), call.now()));
    let text = match kind {
        Some(kind) if kind.names_entries() => Some(named(known).join(",")),
        _ => text,
    };
    let partner = known.entry.partner_id;
    let url = format!(
        "{}/api_v3/service/playlist/action/execute/partnerId/{partner}/id/{}",
        call.app().public_url(),
        known.entry.id
    );
    Playlist {
        base: entry::show_base(call, known),
        playlist_content: text.into(),
        total_results: dynamic.as_ref().map(|dynamic| dynamic.total_results).into(),
        filters: dynamic.map(|dynamic| dynamic.filters).into(),
        playlist_type: kind.into(),
        plays: known.entry.plays.into(),
        views: known.entry.views.into(),
        duration: known.entry.seconds().into(),
        execute_url: url.into(),
    }
}
