//! What the API says about exports.

use contract::enums::NullableBoolean;
use contract::{ApiEnum, ApiObject, Prop};

/// How an export is written.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaExportToCsvOptions")]
pub struct ExportToCsvOptions {
    /// How times are written, as PHP's `date` takes it; Unix seconds without it.
    pub format: Prop<String>,
    /// Columns of a kind of entries; taken and passed over.
    pub type_equal: Prop<EntryType>,
    /// False leaves out the columns that nobody has asked for.
    pub default_header: Prop<NullableBoolean>,
}

/// A column that holds a field of metadata.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCsvAdditionalFieldInfo")]
pub struct CsvAdditionalFieldInfo {
    /// The title of the column.
    pub field_name: Prop<String>,
    /// The field.
    pub xpath: Prop<String>,
}

/// Kinds of entries.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryType", dynamic)]
pub enum EntryType {
    /// As the content says.
    #[api(value = "-1")]
    Automatic,
    /// A video, a recording or a picture.
    #[api(value = "1")]
    MediaClip,
    /// A mix.
    #[api(value = "2")]
    Mix,
    /// A playlist.
    #[api(value = "5")]
    Playlist,
    /// Data.
    #[api(value = "6")]
    Data,
    /// A live stream.
    #[api(value = "7")]
    LiveStream,
    /// A live channel.
    #[api(value = "8")]
    LiveChannel,
    /// A document.
    #[api(value = "10")]
    Document,
    /// A server of conferences.
    #[api(value = "conference.CONFERENCE_ENTRY_SERVER")]
    ConferenceEntryServer,
    /// Something that lies elsewhere.
    #[api(value = "externalMedia.externalMedia")]
    ExternalMedia,
    /// A room.
    #[api(value = "room.room")]
    Room,
    /// A server of telephone calls.
    #[api(value = "sip.SIP_ENTRY_SERVER")]
    SipEntryServer,
}
