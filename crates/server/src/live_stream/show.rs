//! Live streams as the API shows them.

use contract::Prop;
use contract::enums::NullableBoolean;

use super::model::{EntryServerNodeStatus, LiveStreamEntry, RecordStatus, RecordingStatus, ViewMode};
use crate::call::Call;
use crate::entry::{self, Known};
use crate::user::user_key;

/// Milliseconds of a segment.
pub(super) const SEGMENT_DURATION: i64 = 6000;
/// The name of a stream that has none of its own.
const STREAM_NAME: &str = "%i";

/// A live stream, as a session may see it.
pub(crate) fn show(call: &Call, known: &Known) -> LiveStreamEntry {
    let mut stream = kept(known);
    let live = &mut stream.base;
    live.base = entry::show_media(call, known);
    let is_explicit = live.explicit_live.get() == Some(&NullableBoolean::True);
    live.explicit_live = if is_explicit { NullableBoolean::True } else { NullableBoolean::False }.into();
    live.view_mode = match live.view_mode.get() {
        Some(mode) if is_explicit => *mode,
        _ if is_explicit => ViewMode::Preview,
        _ => ViewMode::AllowAll,
    }
    .into();
    live.record_status = RecordStatus::Disabled.into();
    live.recording_status =
        if is_explicit { RecordingStatus::Stopped } else { RecordingStatus::Disabled }.into();
    live.live_status = EntryServerNodeStatus::Stopped.into();
    live.live_stream_configurations = Vec::new().into();
    live.last_elapsed_recording_time = 0.into();
    live.current_broadcast_start_time = 0.0.into();
    live.last_broadcast_end_time = 0.into();
    live.segment_duration = SEGMENT_DURATION.into();
    if stream.stream_name.get().is_none_or(String::is_empty) {
        stream.stream_name = STREAM_NAME.to_owned().into();
    }
    if !may_send(call, known) {
        hide_addresses(&mut stream);
    }
    stream
}

/// What was said about it.
fn kept(known: &Known) -> LiveStreamEntry {
    let Some(kept) = &known.entry.more.live else { return LiveStreamEntry::default() };
    kept.show().unwrap_or_else(|error| {
        tracing::error!(entry = known.entry.id, %error, "what was kept of a live stream cannot be read");
        LiveStreamEntry::default()
    })
}

/// Whether a session may know where the stream is sent: an administrator's, its owner's, that of an editor whom the entry
/// names, and one that may edit it.
fn may_send(call: &Call, known: &Known) -> bool {
    let Some(session) = call.session() else { return false };
    let token = &session.token;
    if token.is_admin() || token.privileges().verify("edit", &known.entry.id) {
        return true;
    }
    if token.is_anonymous() {
        return false;
    }
    let user = user_key(token.user().unwrap_or_default());
    user_key(&known.entry.owner_id) == user
        || known.entry.more.entitled_edit.iter().any(|editor| user_key(editor) == user)
}

fn hide_addresses(stream: &mut LiveStreamEntry) {
    for address in [
        &mut stream.primary_broadcasting_url,
        &mut stream.secondary_broadcasting_url,
        &mut stream.primary_secured_broadcasting_url,
        &mut stream.secondary_secured_broadcasting_url,
        &mut stream.primary_rtsp_broadcasting_url,
        &mut stream.secondary_rtsp_broadcasting_url,
        &mut stream.primary_srt_broadcasting_url,
        &mut stream.primary_srt_stream_id,
        &mut stream.secondary_srt_broadcasting_url,
        &mut stream.secondary_srt_stream_id,
        &mut stream.srt_pass,
    ] {
        *address = Prop::Null;
    }
}
