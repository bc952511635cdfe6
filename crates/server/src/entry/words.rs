//! Words that entries are described with.

use contract::ApiEnum;

/// How far an entry is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryStatus", dynamic)]
pub enum EntryStatus {
    /// Its content could not be fetched.
    #[api(value = "-2")]
    ErrorImporting,
    /// Its content could not be converted.
    #[api(value = "-1")]
    ErrorConverting,
    /// Its content is being fetched.
    #[api(value = "0")]
    Import,
    /// Its content is being converted.
    #[api(value = "1")]
    Preconvert,
    /// Ready.
    #[api(value = "2")]
    Ready,
    /// Deleted.
    #[api(value = "3")]
    Deleted,
    /// Waits.
    #[api(value = "4")]
    Pending,
    /// Waits for a moderator.
    #[api(value = "5")]
    Moderate,
    /// Blocked.
    #[api(value = "6")]
    Blocked,
    /// It has no content yet.
    #[api(value = "7")]
    NoContent,
    /// Its content holds a virus.
    #[api(value = "virusScan.Infected")]
    Infected,
    /// Its content could not be scanned.
    #[api(value = "virusScan.ScanFailure")]
    ScanFailure,
}

/// Kinds of entries.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryType", dynamic)]
pub enum EntryType {
    /// Automatic.
    #[api(value = "-1")]
    Automatic,
    /// Media clip.
    #[api(value = "1")]
    MediaClip,
    /// Mix.
    #[api(value = "2")]
    Mix,
    /// Playlist.
    #[api(value = "5")]
    Playlist,
    /// Data.
    #[api(value = "6")]
    Data,
    /// Live stream.
    #[api(value = "7")]
    LiveStream,
    /// Live channel.
    #[api(value = "8")]
    LiveChannel,
    /// Document.
    #[api(value = "10")]
    Document,
    /// Conference entry server.
    #[api(value = "conference.CONFERENCE_ENTRY_SERVER")]
    ConferenceEntryServer,
    /// External media.
    #[api(value = "externalMedia.externalMedia")]
    ExternalMedia,
    /// Room.
    #[api(value = "room.room")]
    Room,
    /// Sip entry server.
    #[api(value = "sip.SIP_ENTRY_SERVER")]
    SipEntryServer,
}

/// Kinds of media.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaMediaType")]
pub enum MediaType {
    /// Video.
    Video = 1,
    /// Image.
    Image = 2,
    /// Audio.
    Audio = 5,
    /// Live stream flash.
    LiveStreamFlash = 201,
    /// Live stream windows media.
    LiveStreamWindowsMedia = 202,
    /// Live stream real media.
    LiveStreamRealMedia = 203,
    /// Live stream quicktime.
    LiveStreamQuicktime = 204,
}

/// Where content came from.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSourceType", dynamic)]
pub enum SourceType {
    /// File.
    #[api(value = "1")]
    File,
    /// Webcam.
    #[api(value = "2")]
    Webcam,
    /// Url.
    #[api(value = "5")]
    Url,
    /// Search provider.
    #[api(value = "6")]
    SearchProvider,
    /// Akamai live.
    #[api(value = "29")]
    AkamaiLive,
    /// Manual live stream.
    #[api(value = "30")]
    ManualLiveStream,
    /// Akamai universal live.
    #[api(value = "31")]
    AkamaiUniversalLive,
    /// Live stream.
    #[api(value = "32")]
    LiveStream,
    /// Live channel.
    #[api(value = "33")]
    LiveChannel,
    /// Recorded live.
    #[api(value = "34")]
    RecordedLive,
    /// Clip.
    #[api(value = "35")]
    Clip,
    /// Kaltura recorded live.
    #[api(value = "36")]
    KalturaRecordedLive,
    /// Lecture capture.
    #[api(value = "37")]
    LectureCapture,
    /// Live stream ontextdata captions.
    #[api(value = "42")]
    LiveStreamOntextdataCaptions,
    /// Limelight live.
    #[api(value = "limeLight.LIVE_STREAM")]
    LimelightLive,
    /// Velocix live.
    #[api(value = "velocix.VELOCIX_LIVE")]
    VelocixLive,
}

/// What moderators say about an entry.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryModerationStatus")]
pub enum EntryModerationStatus {
    /// Waits for a moderator.
    PendingModeration = 1,
    /// A moderator approved it.
    Approved = 2,
    /// A moderator rejected it.
    Rejected = 3,
    /// Deleted.
    Deleted = 4,
    /// Somebody complained.
    FlaggedForReview = 5,
    /// Nobody had to look.
    AutoApproved = 6,
}

/// Where searches show an entry.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryDisplayInSearchType")]
pub enum EntryDisplayInSearchType {
    /// In the recycle bin: nowhere.
    Recycled = -2,
    /// Of the system: nowhere.
    System = -1,
    /// Nowhere.
    None = 0,
    /// Within the account.
    PartnerOnly = 1,
    /// Within the account, and in the network of the original.
    KalturaNetwork = 2,
}

/// How far the replacement of an entry's content is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryReplacementStatus", dynamic)]
pub enum EntryReplacementStatus {
    /// There is none.
    #[api(value = "0")]
    None,
    /// Approved, and not ready.
    #[api(value = "1")]
    ApprovedButNotReady,
    /// Ready, and not approved.
    #[api(value = "2")]
    ReadyButNotApproved,
    /// Neither ready nor approved.
    #[api(value = "3")]
    NotReadyAndNotApproved,
    /// It failed.
    #[api(value = "4")]
    Failed,
}

/// Applications that make entries.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryApplication", dynamic)]
pub enum EntryApplication {
    /// Kmc.
    #[api(value = "0")]
    Kmc,
    /// Kms.
    #[api(value = "1")]
    Kms,
    /// Kaf.
    #[api(value = "2")]
    Kaf,
    /// Pitch.
    #[api(value = "3")]
    Pitch,
    /// Kms go.
    #[api(value = "4")]
    KmsGo,
    /// Webcast app.
    #[api(value = "5")]
    WebcastApp,
    /// Personal capture.
    #[api(value = "6")]
    PersonalCapture,
    /// Kaltura meeting.
    #[api(value = "7")]
    KalturaMeeting,
    /// Ep.
    #[api(value = "8")]
    Ep,
    /// Content lab.
    #[api(value = "9")]
    ContentLab,
}

/// Licences.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaLicenseType")]
pub enum LicenseType {
    /// Unknown.
    Unknown = -1,
    /// None.
    None = 0,
    /// Copyrighted.
    Copyrighted = 1,
    /// Public domain.
    PublicDomain = 2,
    /// Creativecommons attribution.
    CreativecommonsAttribution = 3,
    /// Creativecommons attribution share alike.
    CreativecommonsAttributionShareAlike = 4,
    /// Creativecommons attribution no derivatives.
    CreativecommonsAttributionNoDerivatives = 5,
    /// Creativecommons attribution non commercial.
    CreativecommonsAttributionNonCommercial = 6,
    /// Creativecommons attribution non commercial share alike.
    CreativecommonsAttributionNonCommercialShareAlike = 7,
    /// Creativecommons attribution non commercial no derivatives.
    CreativecommonsAttributionNonCommercialNoDerivatives = 8,
    /// Gfdl.
    Gfdl = 9,
    /// Gpl.
    Gpl = 10,
    /// Affero gpl.
    AfferoGpl = 11,
    /// Lgpl.
    Lgpl = 12,
    /// Bsd.
    Bsd = 13,
    /// Apache.
    Apache = 14,
    /// Mozilla.
    Mozilla = 15,
}

/// How long an entry is, in a word.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaDurationType", text)]
pub enum DurationType {
    /// More than twenty minutes.
    #[api(value = "long")]
    Long,
    /// Up to twenty minutes.
    #[api(value = "medium")]
    Medium,
    /// Not known.
    #[api(value = "notavailable")]
    NotAvailable,
    /// Up to four minutes.
    #[api(value = "short")]
    Short,
}

/// Searches that found media, for old clients.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaSearchProviderType", deprecated)]
pub enum SearchProviderType {
    /// Flickr.
    Flickr = 3,
    /// Youtube.
    Youtube = 4,
    /// Myspace.
    Myspace = 7,
    /// Photobucket.
    Photobucket = 8,
    /// Jamendo.
    Jamendo = 9,
    /// Ccmixter.
    Ccmixter = 10,
    /// Nypl.
    Nypl = 11,
    /// Current.
    Current = 12,
    /// Media commons.
    MediaCommons = 13,
    /// Kaltura.
    Kaltura = 20,
    /// Kaltura user clips.
    KalturaUserClips = 21,
    /// Archive org.
    ArchiveOrg = 22,
    /// Kaltura partner.
    KalturaPartner = 23,
    /// Metacafe.
    Metacafe = 24,
    /// Search proxy.
    SearchProxy = 28,
    /// Partner specific.
    PartnerSpecific = 100,
}

/// Parts of an entry that are copied, or not.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBaseEntryCloneOptions", dynamic)]
pub enum BaseEntryCloneOptions {
    /// The owner and the users that it names.
    #[api(value = "1")]
    Users,
    /// Its places in categories.
    #[api(value = "2")]
    Categories,
    /// The entries under it.
    #[api(value = "3")]
    ChildEntries,
    /// Its access-control profile.
    #[api(value = "4")]
    AccessControl,
    /// Its metadata.
    #[api(value = "5")]
    Metadata,
    /// Its flavours.
    #[api(value = "6")]
    Flavors,
    /// Its captions.
    #[api(value = "7")]
    Captions,
    /// Its advertisements.
    #[api(value = "adCuePoint.AD_CUE_POINTS")]
    AdCuePoints,
    /// Its annotations.
    #[api(value = "annotation.ANNOTATION_CUE_POINTS")]
    AnnotationCuePoints,
    /// Its codes.
    #[api(value = "codeCuePoint.CODE_CUE_POINTS")]
    CodeCuePoints,
    /// Its sessions.
    #[api(value = "sessionCuePoint.SESSION_CUE_POINTS")]
    SessionCuePoints,
    /// Its slides.
    #[api(value = "thumbCuePoint.THUMB_CUE_POINTS")]
    ThumbCuePoints,
}

/// Whether a part is copied.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCloneComponentSelectorType", dynamic)]
pub enum CloneComponentSelectorType {
    /// It is.
    #[api(value = "0")]
    IncludeComponent,
    /// It is not.
    #[api(value = "1")]
    ExcludeComponent,
}
