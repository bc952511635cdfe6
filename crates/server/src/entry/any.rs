//! Entries in the class of their type.

use contract::list::Listed;
use contract::{ApiFamily, Class};

use crate::live_stream::model::{LiveStreamAdminEntry, LiveStreamEntry};
use crate::playlist::model::Playlist;

use super::model::{BaseEntry, DataEntry, MediaEntry, PlayableEntry};

/// What may be sent, and is answered, as an entry.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BaseEntry)]
#[allow(clippy::large_enum_variant)] // a live stream is large, and there are never many of them
pub enum AnyEntry {
    /// Of no class of its own.
    Base(BaseEntry),
    /// Something that is played.
    Playable(PlayableEntry),
    /// A video, a sound or an image.
    Media(MediaEntry),
    /// A text.
    Data(DataEntry),
    /// A playlist.
    Playlist(Playlist),
    /// A live stream.
    LiveStream(LiveStreamEntry),
    /// A live stream, as administrators get it from services of all entries.
    LiveStreamAdmin(LiveStreamAdminEntry),
}

impl AnyEntry {
    /// What every entry has.
    pub fn base(&self) -> &BaseEntry {
        match self {
            Self::Base(entry) => entry,
            Self::Playable(entry) => &entry.base,
            Self::Media(entry) => &entry.base.base,
            Self::Data(entry) => &entry.base,
            Self::Playlist(entry) => &entry.base,
            Self::LiveStream(entry) => &entry.base.base.base.base,
            Self::LiveStreamAdmin(entry) => &entry.base.base.base.base.base,
        }
    }
}

impl Listed for AnyEntry {
    const LIST_CLASS: &'static Class = <BaseEntry as Listed>::LIST_CLASS;
}
