//! Where cue points begin and end, in milliseconds (reference: search-metadata.md §6.2).

use contract::errors::{
    DURATION_CANNOT_BE_LESS_THAN_START_TIME, DURATION_IS_BIGGER_THAN_ENTRY_DURATION,
    END_TIME_CANNOT_BE_LESS_THAN_START_TIME, END_TIME_IS_BIGGER_THAN_ENTRY_END_TIME,
    END_TIME_WITHOUT_START_TIME, START_TIME_CANNOT_BE_LESS_THAN_0, START_TIME_IS_BIGGER_THAN_ENTRY_END_TIME,
};

use super::model::{AnyCuePoint, CuePointType};
use super::table::CueRow;
use crate::entry::table::EntryRow;
use crate::entry::words::{EntryType, SourceType};
use crate::error::Result;

/// What was sent about when a cue point is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SentTimes {
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub duration: Option<i64>,
    /// It says when it happened in the world.
    pub is_triggered: bool,
}

impl SentTimes {
    pub(super) fn of(sent: &AnyCuePoint) -> Self {
        let (end, duration) = match sent {
            AnyCuePoint::Annotation(sent) => (sent.end_time.get(), None),
            AnyCuePoint::Ad(sent) => (sent.end_time.get(), sent.duration.get()),
            AnyCuePoint::Code(sent) => (sent.end_time.get(), None),
            AnyCuePoint::Thumb(_) | AnyCuePoint::Question(_) | AnyCuePoint::Answer(_) => (None, None),
        };
        Self {
            start: sent.base().start_time.get().copied(),
            end: end.copied(),
            duration: duration.copied(),
            is_triggered: sent.base().triggered_at.get().is_some(),
        }
    }

    /// Nothing ends that begins nowhere.
    pub(super) fn check_whole(&self) -> Result<()> {
        let ends = self.end.is_some() || (self.duration.is_some() && !self.is_triggered);
        if self.start.is_none() && ends { Err(END_TIME_WITHOUT_START_TIME.bare().into()) } else { Ok(()) }
    }
}

/// The length of an entry, where it has one that counts.
fn length(entry: &EntryRow) -> Option<i64> {
    (entry.ms_duration > 0 && entry.kind != EntryType::LiveStream).then_some(entry.ms_duration)
}

/// Refuses a beginning before or behind the entry.
pub(super) fn check_start(entry: &EntryRow, start: i64) -> Result<()> {
    if start < 0 {
        return Err(START_TIME_CANNOT_BE_LESS_THAN_0.bare().into());
    }
    let is_recorded =
        matches!(entry.source_type, Some(SourceType::RecordedLive | SourceType::KalturaRecordedLive));
    match length(entry).filter(|length| start > *length && !is_recorded) {
        Some(length) => {
            Err(START_TIME_IS_BIGGER_THAN_ENTRY_END_TIME.with([start.to_string(), length.to_string()]).into())
        }
        None => Ok(()),
    }
}

/// Whether the end of a cue point has rules: of advertisements, codes, and annotations about others.
fn is_bounded(cue: &CueRow) -> bool {
    match cue.kind {
        CuePointType::Ad | CuePointType::Code | CuePointType::Session => true,
        CuePointType::Annotation => cue.parent_id.as_deref().is_some_and(|parent| parent != "0"),
        _ => false,
    }
}

/// Writes the end into a cue point whose beginning is written, and checks it.
pub(super) fn set_end(entry: &EntryRow, cue: &mut CueRow, sent: SentTimes) -> Result<()> {
    if let Some(end) = sent.end {
        cue.end = Some(end);
    } else if let Some(duration) = sent.duration {
        if duration < 0 {
            return Err(DURATION_CANNOT_BE_LESS_THAN_START_TIME.bare().into());
        }
        let end = cue.start.saturating_add(duration);
        if let Some(length) = length(entry).filter(|length| end > *length) {
            let told = [duration.to_string(), length.to_string()];
            return Err(DURATION_IS_BIGGER_THAN_ENTRY_DURATION.with(told).into());
        }
        cue.end = Some(end);
    }
    if !is_bounded(cue) {
        return Ok(());
    }
    let end = *cue.end.get_or_insert(cue.start);
    if end < cue.start {
        return Err(END_TIME_CANNOT_BE_LESS_THAN_START_TIME.bare().into());
    }
    match length(entry).filter(|length| end > *length) {
        Some(length) => {
            Err(END_TIME_IS_BIGGER_THAN_ENTRY_END_TIME.with([end.to_string(), length.to_string()]).into())
        }
        None => Ok(()),
    }
}
