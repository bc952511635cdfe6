//! Entries in the class of their type.

use contract::list::Listed;
use contract::{ApiFamily, Class};

use crate::playlist::model::Playlist;

use super::model::{BaseEntry, DataEntry, MediaEntry, PlayableEntry};

/// What may be sent, and is answered, as an entry.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BaseEntry)]
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
        }
    }
}

impl Listed for AnyEntry {
    const LIST_CLASS: &'static Class = <BaseEntry as Listed>::LIST_CLASS;
}
