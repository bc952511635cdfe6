//! What the API says about live streams.

use contract::enums::NullableBoolean;
use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

use crate::entry::filter::MediaEntryFilter;
use crate::entry::model::MediaEntry;

/// Something that is live.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveEntry", abstract)]
pub struct LiveEntry {
    /// What all media have.
    #[api(base)]
    pub base: MediaEntry,
    /// What is shown while it is offline.
    pub offline_message: Prop<String>,
    /// Whether it is recorded; never, without a media server.
    pub record_status: Prop<RecordStatus>,
    /// Whether viewers may go back.
    pub dvr_status: Prop<DvrStatus>,
    /// How far they may go back, in minutes.
    pub dvr_window: Prop<i64>,
    /// Milliseconds of the recording so far.
    pub last_elapsed_recording_time: Prop<i64>,
    /// Where it is played, by protocol; none.
    pub live_stream_configurations: Prop<Vec<LiveStreamConfiguration>>,
    /// The entry that holds its recording.
    pub recorded_entry_id: Prop<String>,
    /// Whether it is sent on to others.
    #[api(needs(all))]
    pub push_publish_enabled: Prop<LivePublishStatus>,
    /// Where it is sent on to.
    #[api(needs(all))]
    pub publish_configurations: Prop<Vec<LiveStreamPushPublishConfiguration>>,
    /// When it was live first, in seconds since 1970.
    #[api(read_only)]
    pub first_broadcast: Prop<i64>,
    /// When it was live last.
    #[api(read_only)]
    pub last_broadcast: Prop<i64>,
    /// Since when it is live, in seconds since 1970; 0: it is not.
    pub current_broadcast_start_time: Prop<f64>,
    /// What its recording takes over.
    pub recording_options: Prop<LiveEntryRecordingOptions>,
    /// What its media server does.
    #[api(read_only, deprecated)]
    pub live_status: Prop<EntryServerNodeStatus>,
    /// Milliseconds of a segment.
    pub segment_duration: Prop<i64>,
    /// It is shown to viewers only once somebody says so.
    pub explicit_live: Prop<NullableBoolean>,
    /// Who sees it.
    pub view_mode: Prop<ViewMode>,
    /// Whether it is being recorded.
    pub recording_status: Prop<RecordingStatus>,
    /// When it was last over.
    #[api(read_only)]
    pub last_broadcast_end_time: Prop<i64>,
    /// When it is to be live.
    pub broadcast_time: Prop<i64>,
}

/// A live stream.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveStreamEntry", list = "KalturaLiveStreamListResponse")]
pub struct LiveStreamEntry {
    /// What everything live has.
    #[api(base)]
    pub base: LiveEntry,
    /// What an encoder elsewhere calls it.
    #[api(read_only)]
    pub stream_remote_id: Prop<String>,
    /// What the spare encoder calls it.
    #[api(read_only)]
    pub stream_remote_backup_id: Prop<String>,
    /// The versions that it is sent in.
    pub bitrates: Prop<Vec<LiveStreamBitrate>>,
    /// Where an encoder sends it; for those alone who may change it, as are the addresses that follow.
    pub primary_broadcasting_url: Prop<String>,
    /// Where the spare encoder sends it.
    pub secondary_broadcasting_url: Prop<String>,
    /// Where an encoder sends it, encrypted.
    pub primary_secured_broadcasting_url: Prop<String>,
    /// Where the spare encoder sends it, encrypted.
    pub secondary_secured_broadcasting_url: Prop<String>,
    /// Where an encoder sends it by RTSP.
    #[api(deprecated)]
    pub primary_rtsp_broadcasting_url: Prop<String>,
    /// Where the spare encoder sends it by RTSP.
    #[api(deprecated)]
    pub secondary_rtsp_broadcasting_url: Prop<String>,
    /// Where an encoder sends it by SRT.
    pub primary_srt_broadcasting_url: Prop<String>,
    /// Its name there.
    pub primary_srt_stream_id: Prop<String>,
    /// Where the spare encoder sends it by SRT.
    pub secondary_srt_broadcasting_url: Prop<String>,
    /// Its name there.
    pub secondary_srt_stream_id: Prop<String>,
    /// Its name for encoders; `%i` stands for the number of a version.
    pub stream_name: Prop<String>,
    /// Where it is played.
    pub stream_url: Prop<String>,
    /// Where it is played by HLS.
    pub hls_stream_url: Prop<String>,
    /// Its recording is finished, and it can be deleted.
    #[api(read_only)]
    pub ready_for_deletion: Prop<bool>,
    /// Of old players.
    #[api(deprecated)]
    pub url_manager: Prop<String>,
    /// The address of the encoder.
    #[api(name = "encodingIP1", needs(all))]
    pub encoding_ip1: Prop<String>,
    /// The address of the spare encoder.
    #[api(name = "encodingIP2", needs(all))]
    pub encoding_ip2: Prop<String>,
    /// What encoders prove themselves with; made up if none is given.
    #[api(needs(all))]
    pub stream_password: Prop<String>,
    /// The name that goes with it.
    #[api(read_only, needs(read))]
    pub stream_username: Prop<String>,
    /// What SRT is encrypted with, 10 to 79 bytes; for those alone who may change it.
    pub srt_pass: Prop<String>,
    /// The media server that receives it.
    #[api(read_only)]
    pub primary_server_node_id: Prop<i64>,
    /// What meetings call it.
    #[api(read_only)]
    pub sip_token: Prop<String>,
    /// What a meeting shows of itself.
    #[api(read_only)]
    pub sip_source_type: Prop<SipSourceType>,
}

/// A live stream, as old clients call it.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveStreamAdminEntry", deprecated)]
pub struct LiveStreamAdminEntry {
    /// What every live stream has.
    #[api(base)]
    pub base: LiveStreamEntry,
}

/// What may be sent as a live stream.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = LiveStreamEntry)]
pub enum AnyLiveStreamEntry {
    /// A live stream.
    LiveStreamEntry(LiveStreamEntry),
    /// As old clients call it.
    LiveStreamAdminEntry(LiveStreamAdminEntry),
}

impl AnyLiveStreamEntry {
    /// What every live stream has.
    pub fn into_stream(self) -> LiveStreamEntry {
        match self {
            Self::LiveStreamEntry(stream) => stream,
            Self::LiveStreamAdminEntry(stream) => stream.base,
        }
    }
}

/// Where a stream is played by one protocol.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveStreamConfiguration")]
pub struct LiveStreamConfiguration {
    /// The protocol.
    pub protocol: Prop<PlaybackProtocol>,
    /// Address.
    pub url: Prop<String>,
    /// Where it is sent to.
    #[api(deprecated)]
    pub publish_url: Prop<String>,
    /// Address of the spare.
    #[api(deprecated)]
    pub backup_url: Prop<String>,
    /// Its name there.
    pub stream_name: Prop<String>,
}

/// Somebody whom a stream is sent on to.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveStreamPushPublishConfiguration")]
pub struct LiveStreamPushPublishConfiguration {
    /// Address.
    pub publish_url: Prop<String>,
    /// Address of the spare.
    pub backup_publish_url: Prop<String>,
    /// Port.
    pub port: Prop<String>,
}

/// A version of a stream.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveStreamBitrate")]
pub struct LiveStreamBitrate {
    /// Kilobits in a second.
    pub bitrate: Prop<i64>,
    /// Pixels.
    pub width: Prop<i64>,
    /// Pixels.
    pub height: Prop<i64>,
    /// Comma-separated.
    pub tags: Prop<String>,
}

/// What a recording takes over from its stream.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveEntryRecordingOptions")]
pub struct LiveEntryRecordingOptions {
    /// Who may see and change it.
    pub should_copy_entitlement: Prop<NullableBoolean>,
    /// Its dates.
    pub should_copy_scheduling: Prop<NullableBoolean>,
    /// Its picture.
    pub should_copy_thumbnail: Prop<NullableBoolean>,
    /// Lists do not show it.
    pub should_make_hidden: Prop<NullableBoolean>,
    /// It is kept when the stream is over.
    pub should_auto_archive: Prop<NullableBoolean>,
    /// Tags of the cue points that stay.
    pub non_deleted_cue_points_tags: Prop<String>,
    /// The time zone in the names of what is kept.
    pub archive_vod_suffix_timezone: Prop<String>,
}

/// How a stream is.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveStreamDetails")]
pub struct LiveStreamDetails {
    /// What its media server does.
    pub primary_stream_status: Prop<EntryServerNodeStatus>,
    /// What the spare media server does.
    pub secondary_stream_status: Prop<EntryServerNodeStatus>,
    /// Who sees it.
    pub view_mode: Prop<ViewMode>,
    /// It was live before.
    pub was_broadcast: Prop<bool>,
    /// Whether it is live.
    pub broadcast_status: Prop<LiveStreamBroadcastStatus>,
}

/// Which live things to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaLiveEntryFilter",
    filter = "KalturaLiveEntryBaseFilter",
    order(
        "createdAt",
        "duration",
        "endDate",
        "firstBroadcast",
        "lastBroadcast",
        "lastPlayedAt",
        "mediaType",
        "moderationCount",
        "name",
        "partnerSortValue",
        "plays",
        "rank",
        "recent",
        "startDate",
        "totalRank",
        "updatedAt",
        "views",
        "weight"
    )
)]
pub struct LiveEntryFilter {
    /// What filters of all media have.
    #[api(base)]
    pub base: MediaEntryFilter,
    /// Which are live; none is.
    #[api(own, custom)]
    pub is_live: Prop<NullableBoolean>,
    /// Which have no recording; none has one.
    #[api(own, custom)]
    pub is_recorded_entry_id_empty: Prop<NullableBoolean>,
    /// Which this media server receives; there is none.
    #[api(own, custom)]
    pub has_media_server_hostname: Prop<String>,
}

/// Which live streams to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaLiveStreamEntryFilter",
    filter = "KalturaLiveStreamEntryBaseFilter",
    order(
        "createdAt",
        "duration",
        "endDate",
        "firstBroadcast",
        "lastBroadcast",
        "lastPlayedAt",
        "mediaType",
        "moderationCount",
        "name",
        "partnerSortValue",
        "plays",
        "rank",
        "recent",
        "startDate",
        "totalRank",
        "updatedAt",
        "views",
        "weight"
    )
)]
pub struct LiveStreamEntryFilter {
    /// What filters of everything live have.
    #[api(base)]
    pub base: LiveEntryFilter,
}

macro_rules! numbers {
    ($(#[$about:meta] $name:ident = $api:literal { $(#[$doc:meta] $member:ident = $value:literal,)* })*) => {
        $(
            #[$about]
            #[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
            #[api(name = $api)]
            pub enum $name { $(#[$doc] $member = $value,)* }
        )*
    };
}

numbers! {
    /// Whether a stream is recorded.
    RecordStatus = "KalturaRecordStatus" {
        /// No.
        Disabled = 0,
        /// Into one entry.
        Appended = 1,
        /// Into an entry for each time.
        PerSession = 2,
    }
    /// Whether viewers may go back.
    DvrStatus = "KalturaDVRStatus" {
        /// No.
        Disabled = 0,
        /// Yes.
        Enabled = 1,
    }
    /// Whether a stream is sent on.
    LivePublishStatus = "KalturaLivePublishStatus" {
        /// No.
        Disabled = 0,
        /// Yes.
        Enabled = 1,
    }
    /// Who sees a stream.
    ViewMode = "KalturaViewMode" {
        /// Those who make it.
        Preview = 0,
        /// All.
        AllowAll = 1,
    }
    /// Whether a stream is being recorded.
    RecordingStatus = "KalturaRecordingStatus" {
        /// Not any more.
        Stopped = 0,
        /// Not for now.
        Paused = 1,
        /// While it is live.
        Active = 2,
        /// Never.
        Disabled = 3,
    }
    /// Whether a stream is live.
    LiveStreamBroadcastStatus = "KalturaLiveStreamBroadcastStatus" {
        /// No.
        Offline = 1,
        /// For those who make it.
        Preview = 2,
        /// For all.
        Live = 3,
    }
}

/// What a media server does with a stream.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryServerNodeStatus")]
#[allow(missing_docs)] // the names say it; all but the second are for media servers
pub enum EntryServerNodeStatus {
    /// It failed.
    Error = -1,
    /// Nothing.
    Stopped = 0,
    /// It can be played.
    Playable = 1,
    /// It is received.
    Broadcasting = 2,
    /// Its encoder has proved itself.
    Authenticated = 3,
    /// It is to be deleted.
    MarkedForDeletion = 4,
    /// A task waits.
    TaskPending = 5,
    /// A task is queued.
    TaskQueued = 6,
    /// A task is done.
    TaskProcessing = 7,
    /// A result is sent.
    TaskUploading = 8,
    /// A task is finished.
    TaskFinished = 9,
}

/// Protocols by which content is played.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPlaybackProtocol", text)]
#[allow(missing_docs)] // the names say it
pub enum PlaybackProtocol {
    /// HLS.
    #[api(value = "applehttp")]
    AppleHttp,
    /// HLS, sent to many.
    #[api(value = "applehttp_to_mc")]
    AppleHttpToMc,
    /// Whatever fits.
    #[api(value = "auto")]
    Auto,
    /// A file.
    #[api(value = "download")]
    Download,
    /// Akamai's.
    #[api(value = "hdnetwork")]
    AkamaiHd,
    /// Akamai's HDS.
    #[api(value = "hdnetworkmanifest")]
    AkamaiHds,
    /// HDS.
    #[api(value = "hds")]
    Hds,
    /// HLS, by its own name.
    #[api(value = "hls")]
    Hls,
    /// Progressive.
    #[api(value = "http")]
    Http,
    /// DASH.
    #[api(value = "mpegdash")]
    MpegDash,
    /// Smooth Streaming, sent to many.
    #[api(value = "multicast_silverlight")]
    MulticastSl,
    /// RTMP.
    #[api(value = "rtmp")]
    Rtmp,
    /// RTSP.
    #[api(value = "rtsp")]
    Rtsp,
    /// Smooth Streaming.
    #[api(value = "sl")]
    SilverLight,
    /// An address.
    #[api(value = "url")]
    Url,
}

/// What meetings show of themselves.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSipSourceType", plugin = "sip")]
pub enum SipSourceType {
    /// One in the other.
    PictureInPicture = 1,
    /// Those who talk.
    TalkingHeads = 2,
    /// A screen.
    ScreenShare = 3,
}

/// Anything live, as it is answered.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = LiveEntry)]
pub enum AnyLiveEntry {
    /// A live stream.
    LiveStreamEntry(LiveStreamEntry),
}

impl LiveEntryFilter {
    /// Nothing is like that: no stream is live, has a recording, or is received by a media server.
    pub(crate) fn finds_nothing(&self) -> bool {
        self.is_live.get() == Some(&NullableBoolean::True)
            || self.is_recorded_entry_id_empty.get() == Some(&NullableBoolean::False)
            || self.has_media_server_hostname.get().is_some_and(|name| !name.is_empty())
    }
}
