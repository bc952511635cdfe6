//! The entries that an action answers or counts (reference: content-access.md §5).

use contract::{FilterPager, ListOf};

use super::filter::AnyEntryFilter;
use super::known::Known;
use super::list::{self, Wanted};
use super::words::{EntryDisplayInSearchType, EntryStatus, EntryType};
use crate::call::Call;
use crate::entitlement;
use crate::error::Result;
use crate::playback;

/// A page of the entries that a filter finds, and how many there are. Of these `kinds`, or of all where there are none.
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
