//! What the API says about playlists.

use contract::enums::NullableBoolean;
use contract::{ApiEnum, ApiFamily, ApiObject, Prop};

use crate::entry::filter::{BaseEntryFilter, MediaEntryFilter};
use crate::entry::model::BaseEntry;

/// A list of entries: named one by one, or found anew each time (reference: content-access.md §8.4).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlaylist", list = "KalturaPlaylistListResponse")]
pub struct Playlist {
    /// What every entry has.
    #[api(base)]
    pub base: BaseEntry,
    /// Ids of entries, comma-separated, or for a dynamic one its filters as XML.
    pub playlist_content: Prop<String>,
    /// The filters of a dynamic one.
    pub filters: Prop<Vec<MediaEntryFilterForPlaylist>>,
    /// How many entries a dynamic one has at most.
    pub total_results: Prop<i64>,
    /// How its entries are found; required.
    #[api(insert_only)]
    pub playlist_type: Prop<PlaylistType>,
    /// How often it was played.
    #[api(read_only)]
    pub plays: Prop<i64>,
    /// How often it was shown.
    #[api(read_only)]
    pub views: Prop<i64>,
    /// Seconds of all its entries.
    #[api(read_only)]
    pub duration: Prop<i64>,
    /// Where its entries are read.
    #[api(read_only)]
    pub execute_url: Prop<String>,
}

/// How the entries of a playlist are found.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPlaylistType")]
pub enum PlaylistType {
    /// They are named.
    StaticList = 3,
    /// By filters.
    Dynamic = 10,
    /// Elsewhere.
    External = 101,
    /// They are named, and form a path.
    Path = 102,
}

impl PlaylistType {
    /// True if its content names entries.
    pub(crate) fn names_entries(self) -> bool {
        matches!(self, Self::StaticList | Self::Path)
    }
}

/// Which playlists to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaPlaylistFilter",
    filter = "KalturaPlaylistBaseFilter",
    order(
        "createdAt",
        "endDate",
        "moderationCount",
        "name",
        "partnerSortValue",
        "rank",
        "recent",
        "startDate",
        "totalRank",
        "updatedAt",
        "weight"
    )
)]
pub struct PlaylistFilter {
    /// What filters of all entries have.
    #[api(base)]
    pub base: BaseEntryFilter,
    /// Whose entries are found like this.
    #[api(own)]
    pub play_list_type_equal: Prop<PlaylistType>,
    /// Whose entries are found in one of these ways, comma-separated.
    #[api(own)]
    pub play_list_type_in: Prop<String>,
}

/// One filter of a dynamic playlist.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMediaEntryFilterForPlaylist")]
pub struct MediaEntryFilterForPlaylist {
    /// Which media it finds.
    #[api(base)]
    pub base: MediaEntryFilter,
    /// How many of them at most.
    pub limit: Prop<i64>,
    /// What the filter is called.
    pub name: Prop<String>,
}

/// What a playlist is executed for.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaContext", abstract)]
pub struct Context {}

/// A playlist is executed for an entry.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaEntryContext")]
pub struct EntryContext {
    /// What every context is.
    #[api(base)]
    pub base: Context,
    /// The entry.
    pub entry_id: Prop<String>,
    /// Entries that are played in place of others are answered in their place.
    pub follow_entry_redirect: Prop<NullableBoolean>,
}

/// What may be sent as a context.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = Context)]
pub enum AnyContext {
    /// For an entry.
    Entry(EntryContext),
}
