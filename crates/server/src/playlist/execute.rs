//! The entries of a playlist for a session (reference: content-access.md §8.4, more-services.md §5.7).

use std::collections::BTreeSet;

use contract::FilterPager;
use contract::enums::NullableBoolean;

use super::content::{self, Dynamic, limited};
use super::model::{AnyContext, MediaEntryFilterForPlaylist, PlaylistType};
use super::{kind, named};
use crate::call::Call;
use crate::entitlement::{self, Viewer};
use crate::entry::any::AnyEntry;
use crate::entry::filter::AnyEntryFilter;
use crate::entry::{self, Known};
use crate::error::Result;

/// What is said beside the playlist.
#[derive(Default)]
pub(super) struct Beside {
    pub context: Option<AnyContext>,
    pub filter: Option<MediaEntryFilterForPlaylist>,
    pub pager: Option<FilterPager>,
}

/// The entries of a stored playlist.
pub(super) async fn stored(call: &Call, known: &Known, beside: Beside) -> Result<Vec<AnyEntry>> {
    let mut viewer = entitlement::viewer(call).await?;
    let is_exempt = |privileges: &ks::Privileges| {
        privileges.values("disableentitlementforplaylist").any(|id| id == known.entry.id)
    };
    if call.privileges().is_some_and(is_exempt) {
        viewer.who.is_enforced = false;
    }
    match kind(known) {
        Some(PlaylistType::Dynamic) => {
            let text = known.entry.more.playlist_content.as_deref().unwrap_or_default();
            Box::pin(dynamic(call, viewer, &Dynamic::read(text, call.now()), beside)).await
        }
        Some(kind) if kind.names_entries() => Box::pin(one_by_one(call, viewer, &named(known), beside)).await,
        _ => Ok(Vec::new()),
    }
}

/// The entries of a playlist that is not stored.
pub(super) async fn sent(
    call: &Call,
    kind: PlaylistType,
    text: &str,
    pager: Option<FilterPager>,
) -> Result<Vec<AnyEntry>> {
    let viewer = entitlement::viewer(call).await?;
    let beside = Beside { pager, ..Beside::default() };
    match kind {
        PlaylistType::Dynamic => {
            Box::pin(dynamic(call, viewer, &Dynamic::read(text, call.now()), beside)).await
        }
        PlaylistType::External => Ok(Vec::new()),
        PlaylistType::StaticList | PlaylistType::Path => {
            Box::pin(one_by_one(call, viewer, &content::ids(text), beside)).await
        }
    }
}

/// The entries that filters find, each once.
pub(super) async fn dynamic(
    call: &Call,
    viewer: Viewer,
    playlist: &Dynamic,
    beside: Beside,
) -> Result<Vec<AnyEntry>> {
    let viewer = Viewer { lists_all: true, ..viewer };
    let window = Window::of(beside.pager.as_ref(), usize::MAX);
    // A page beyond the playlist's own number makes it longer.
    let own = usize::try_from(playlist.total_results).unwrap_or(0);
    let most = beside.pager.as_ref().map_or(own, |_| window.end);
    let narrowed = match &beside.filter {
        Some(filter) => Some(narrowed(call, &viewer, filter).await?),
        None => None,
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for filter in &playlist.filters {
        let most_here = usize::try_from(limited(filter.limit.get().copied())).unwrap_or(0);
        let filter = AnyEntryFilter::from(filter.base.clone());
        for known in entry::playable(call, &viewer, filter, most_here).await? {
            let is_wanted = narrowed.as_ref().is_none_or(|ids| ids.contains(&known.entry.id));
            if is_wanted && seen.insert(known.entry.id.clone()) {
                found.push(known);
            }
        }
    }
    found.truncate(most);
    let shown = found.into_iter().skip(window.start).take(window.end - window.start);
    let mut answered = Vec::new();
    for known in shown {
        answered.push(followed(call, &viewer, known, &beside).await?);
    }
    Ok(answered)
}

/// The entries that a playlist names, in its order and as often as it does, but for those that the session cannot play.
async fn one_by_one(call: &Call, viewer: Viewer, ids: &[&str], beside: Beside) -> Result<Vec<AnyEntry>> {
    let narrowed = match &beside.filter {
        Some(filter) => Some(narrowed(call, &Viewer { lists_all: true, ..viewer.clone() }, filter).await?),
        None => None,
    };
    let limit = beside.filter.as_ref().and_then(|filter| filter.limit.get().copied());
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let window = Window::of(beside.pager.as_ref(), usize::MAX);
    let (mut place, mut answered) = (0, Vec::new());
    for id in ids {
        if answered.len() >= limit || place >= window.end {
            break;
        }
        if narrowed.as_ref().is_some_and(|wanted| !wanted.contains(*id)) {
            continue;
        }
        let known = entry::visible_to(call, &viewer, id).await?;
        let Some(known) = known.filter(|known| entry::is_playable(call, known)) else { continue };
        place += 1;
        if place > window.start {
            let known = Known { entry: known.entry.clone(), categories: known.categories.clone() };
            answered.push(followed(call, &viewer, known, &beside).await?);
        }
    }
    Ok(answered)
}

/// The ids of what a filter finds.
async fn narrowed(
    call: &Call,
    viewer: &Viewer,
    filter: &MediaEntryFilterForPlaylist,
) -> Result<BTreeSet<String>> {
    const MOST: usize = 500;
    let found = entry::playable(call, viewer, AnyEntryFilter::from(filter.base.clone()), MOST).await?;
    Ok(found.into_iter().map(|known| known.entry.id).collect())
}

/// The entry, or the one that is played in its place where the context wants that. Only with a filter beside, as in the
/// original.
async fn followed(call: &Call, viewer: &Viewer, known: Known, beside: &Beside) -> Result<AnyEntry> {
    let follows = matches!(
        &beside.context,
        Some(AnyContext::Entry(context)) if context.follow_entry_redirect.get() == Some(&NullableBoolean::True)
    );
    if let (true, Some(_), Some(id)) = (follows, &beside.filter, &known.entry.redirect_id)
        && let Some(target) = entry::visible_to(call, viewer, id).await?
        && entry::is_playable(call, &target)
    {
        return Ok(entry::show(call, &target));
    }
    Ok(entry::show(call, &known))
}

/// Which of the entries are on a page.
struct Window {
    start: usize,
    end: usize,
}

impl Window {
    fn of(pager: Option<&FilterPager>, otherwise: usize) -> Self {
        let Some(page) = pager.map(FilterPager::page) else { return Self { start: 0, end: otherwise } };
        let start = usize::try_from(page.offset()).unwrap_or(usize::MAX);
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        Self { start, end: start.saturating_add(size) }
    }
}
