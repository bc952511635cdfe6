//! What may be said about a live stream, and what it gets by itself (reference: more-services.md §2).

use contract::errors::{
    CONVERSION_PROFILE_ID_NOT_FOUND, DYNAMIC_SEGMENT_DURATION_DISABLED, ENTRY_SOURCE_TYPE_NOT_SUPPORTED,
    PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_MAX_LENGTH, PROPERTY_VALIDATION_MIN_LENGTH,
    RECORDING_DISABLED,
};
use contract::{ApiEnum, Prop};

use super::model::{LiveStreamEntry, RecordStatus};
use super::show::{SEGMENT_DURATION, show};
use crate::call::Call;
use crate::conversion_profile::{self, ConversionProfileType};
use crate::entry::model::{BaseEntry, MediaEntry};
use crate::entry::words::{EntryStatus, EntryType, SourceType};
use crate::entry::{self, Known};
use crate::error::Result;
use crate::kept::Kept;
use crate::keys::{fill_random, hex};

/// Where streams may come from: the others would have to be ordered elsewhere first.
const SOURCES: [SourceType; 3] =
    [SourceType::LiveStream, SourceType::LiveStreamOntextdataCaptions, SourceType::ManualLiveStream];
/// Bytes of a password for SRT.
const SRT_PASSWORD: std::ops::RangeInclusive<usize> = 10..=79;
/// Stands for no conversion profile.
const NO_PROFILE: i64 = -1;

/// Adds a live stream, which is ready at once.
pub(crate) async fn add(
    call: &Call,
    mut sent: LiveStreamEntry,
    source: Option<SourceType>,
) -> Result<String> {
    call.check_insert(&mut sent)?;
    let medium = &sent.base.base;
    if medium.media_type.get().is_none() {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["KalturaLiveStreamEntry::mediaType"]).into());
    }
    let source = source.or(medium.source_type.get().copied()).unwrap_or(SourceType::LiveStream);
    if !SOURCES.contains(&source) {
        return Err(ENTRY_SOURCE_TYPE_NOT_SUPPORTED.with([source.wire_value()]).into());
    }
    check(&sent)?;
    let mut base = medium.base.base.clone();
    let mut profile = take_profile(call, &mut base).await?;
    if profile.is_none() && source != SourceType::ManualLiveStream {
        let default =
            conversion_profile::default_of(call.app(), call.partner()?, ConversionProfileType::LiveStream);
        profile = default.await?.map(|profile| profile.id);
    }
    entry::add(call, EntryType::LiveStream, &base, |entry| {
        entry.status = EntryStatus::Ready;
        entry.media_type = sent.base.base.media_type.clone().into_option();
        entry.source_type = Some(source);
        entry.conversion_profile_id = profile;
        let kept = entry.more.live.get_or_insert_default();
        keep(kept, &sent);
        if kept.text_of("streamPassword").is_none_or(|password| password.trim().is_empty()) {
            kept.set("streamPassword", new_password());
        }
    })
    .await
}

/// Changes a live stream.
pub(crate) async fn update(call: &Call, known: &Known, mut sent: LiveStreamEntry) -> Result<()> {
    call.check_update(&mut sent, &show(call, known))?;
    check(&sent)?;
    let mut base = sent.base.base.base.base.clone();
    let profile = take_profile(call, &mut base).await?;
    entry::update(call, known, &base, |entry, _| {
        if profile.is_some() {
            entry.conversion_profile_id = profile;
        }
        keep(entry.more.live.get_or_insert_default(), &sent);
    })
    .await
}

/// A password as streams get it that bring none.
pub(super) fn new_password() -> String {
    let mut bytes = [0; 4];
    fill_random(&mut bytes);
    hex(&bytes)
}

fn check(sent: &LiveStreamEntry) -> Result<()> {
    if let Some(password) = sent.srt_pass.get().filter(|password| !password.is_empty()) {
        let name = "KalturaLiveStreamEntry::srtPass";
        if password.len() < *SRT_PASSWORD.start() {
            return Err(PROPERTY_VALIDATION_MIN_LENGTH
                .with([name, &SRT_PASSWORD.start().to_string()])
                .into());
        }
        if password.len() > *SRT_PASSWORD.end() {
            return Err(PROPERTY_VALIDATION_MAX_LENGTH.with([name, &SRT_PASSWORD.end().to_string()]).into());
        }
    }
    // Nothing records, whatever features the account has.
    if sent.base.record_status.get().is_some_and(|status| *status != RecordStatus::Disabled) {
        return Err(RECORDING_DISABLED.bare().into());
    }
    if sent.base.segment_duration.get().is_some_and(|length| *length != SEGMENT_DURATION) {
        return Err(DYNAMIC_SEGMENT_DURATION_DISABLED.bare().into());
    }
    Ok(())
}

/// Takes the conversion profile out, which has to be one of live streams.
async fn take_profile(call: &Call, base: &mut BaseEntry) -> Result<Option<i64>> {
    let Some(id) = std::mem::take(&mut base.conversion_profile_id).into_option() else { return Ok(None) };
    if id != NO_PROFILE {
        let found = conversion_profile::find(call.app(), call.partner()?, id).await?;
        if found.is_none_or(|profile| profile.kind != ConversionProfileType::LiveStream) {
            return Err(CONVERSION_PROFILE_ID_NOT_FOUND.with([id.to_string()]).into());
        }
    }
    Ok(Some(id))
}

/// Keeps what is a live stream's own, but for what follows from there being no media server.
fn keep(kept: &mut Kept, sent: &LiveStreamEntry) {
    let mut own = sent.clone();
    own.base.base = MediaEntry::default();
    own.base.record_status = Prop::Absent;
    own.base.last_elapsed_recording_time = Prop::Absent;
    own.base.live_stream_configurations = Prop::Absent;
    own.base.recorded_entry_id = Prop::Absent;
    own.base.current_broadcast_start_time = Prop::Absent;
    own.base.segment_duration = Prop::Absent;
    own.base.recording_status = Prop::Absent;
    kept.merge(&own);
}
