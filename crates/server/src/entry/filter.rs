//! Which entries a list asks for.

use contract::common::RelatedFilter;
use contract::enums::NullableBoolean;
use contract::filter::ListQuery;
use contract::list::ApiFilter;
use contract::{ApiFamily, ApiObject, FilterPager, Prop, Time};

use crate::live_stream::model::{LiveEntryFilter, LiveStreamEntryFilter};
use crate::playlist::model::PlaylistFilter;

use super::words::{
    EntryDisplayInSearchType, EntryModerationStatus, EntryReplacementStatus, EntryStatus, EntryType,
    MediaType, SourceType,
};

/// Which entries to list (reference: content-access.md §6).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaBaseEntryFilter",
    filter = "KalturaBaseEntryBaseFilter",
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
pub struct BaseEntryFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this id.
    pub id_equal: Prop<String>,
    /// With one of these as id, comma-separated.
    pub id_in: Prop<String>,
    /// With none of these as id, comma-separated.
    pub id_not_in: Prop<String>,
    /// With these words in the name.
    pub name_like: Prop<String>,
    /// With any of these words or phrases in the name, comma-separated.
    pub name_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the name, comma-separated.
    pub name_multi_like_and: Prop<String>,
    /// With this name.
    pub name_equal: Prop<String>,
    /// With this account.
    pub partner_id_equal: Prop<i64>,
    /// With one of these as account, comma-separated.
    pub partner_id_in: Prop<String>,
    /// With this owner.
    pub user_id_equal: Prop<String>,
    /// With one of these as owner, comma-separated.
    pub user_id_in: Prop<String>,
    /// With none of these as owner, comma-separated.
    pub user_id_not_in: Prop<String>,
    /// With this maker.
    pub creator_id_equal: Prop<String>,
    /// With these words in the tags.
    pub tags_like: Prop<String>,
    /// With any of these words or phrases in the tags, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the tags, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// With these words in the admin tags.
    pub admin_tags_like: Prop<String>,
    /// With any of these words or phrases in the admin tags, comma-separated.
    pub admin_tags_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the admin tags, comma-separated.
    pub admin_tags_multi_like_and: Prop<String>,
    /// With all of these categories, comma-separated.
    #[api(custom)]
    pub categories_match_and: Prop<String>,
    /// With any of these categories, comma-separated.
    #[api(custom)]
    pub categories_match_or: Prop<String>,
    /// With none of these categories, comma-separated.
    #[api(custom)]
    pub categories_not_contains: Prop<String>,
    /// With all of these ids of categories, comma-separated.
    #[api(custom)]
    pub categories_ids_match_and: Prop<String>,
    /// With any of these ids of categories, comma-separated.
    #[api(custom)]
    pub categories_ids_match_or: Prop<String>,
    /// With none of these ids of categories, comma-separated.
    #[api(custom)]
    pub categories_ids_not_contains: Prop<String>,
    /// With no ids of categories, or with some.
    #[api(custom)]
    pub categories_ids_empty: Prop<NullableBoolean>,
    /// With this status.
    pub status_equal: Prop<EntryStatus>,
    /// With another status.
    pub status_not_equal: Prop<EntryStatus>,
    /// With one of these as status, comma-separated.
    #[api(values = "KalturaEntryStatus")]
    pub status_in: Prop<String>,
    /// With none of these as status, comma-separated.
    #[api(values = "KalturaEntryStatus")]
    pub status_not_in: Prop<String>,
    /// With this moderation status.
    pub moderation_status_equal: Prop<EntryModerationStatus>,
    /// With another moderation status.
    pub moderation_status_not_equal: Prop<EntryModerationStatus>,
    /// With one of these as moderation status, comma-separated.
    pub moderation_status_in: Prop<String>,
    /// With none of these as moderation status, comma-separated.
    pub moderation_status_not_in: Prop<String>,
    /// With this type.
    pub type_equal: Prop<EntryType>,
    /// With one of these as type, comma-separated.
    #[api(values = "KalturaEntryType")]
    pub type_in: Prop<String>,
    /// Whose time of making is this or more.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Whose time of making is this or less.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Whose time of change is this or more.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Whose time of change is this or less.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Whose rank is this or less.
    pub rank_less_than_or_equal: Prop<f64>,
    /// Whose rank is this or more.
    pub rank_greater_than_or_equal: Prop<f64>,
    /// Whose total rank is this or less.
    pub total_rank_less_than_or_equal: Prop<i64>,
    /// Whose total rank is this or more.
    pub total_rank_greater_than_or_equal: Prop<i64>,
    /// With this group id.
    pub group_id_equal: Prop<i64>,
    /// With all of these texts, comma-separated.
    pub search_text_match_and: Prop<String>,
    /// With any of these texts, comma-separated.
    pub search_text_match_or: Prop<String>,
    /// With this access control profile.
    pub access_control_id_equal: Prop<i64>,
    /// With one of these as access control profile, comma-separated.
    pub access_control_id_in: Prop<String>,
    /// Whose start date is this or more.
    pub start_date_greater_than_or_equal: Prop<Time>,
    /// Whose start date is this or less.
    pub start_date_less_than_or_equal: Prop<Time>,
    /// Whose start date is this or more, or not set.
    pub start_date_greater_than_or_equal_or_null: Prop<Time>,
    /// Whose start date is this or less, or not set.
    pub start_date_less_than_or_equal_or_null: Prop<Time>,
    /// Whose end date is this or more.
    pub end_date_greater_than_or_equal: Prop<Time>,
    /// Whose end date is this or less.
    pub end_date_less_than_or_equal: Prop<Time>,
    /// Whose end date is this or more, or not set.
    pub end_date_greater_than_or_equal_or_null: Prop<Time>,
    /// Whose end date is this or less, or not set.
    pub end_date_less_than_or_equal_or_null: Prop<Time>,
    /// With this reference id.
    pub reference_id_equal: Prop<String>,
    /// With one of these as reference id, comma-separated.
    pub reference_id_in: Prop<String>,
    /// With this replacing entry id.
    pub replacing_entry_id_equal: Prop<String>,
    /// With one of these as replacing entry id, comma-separated.
    pub replacing_entry_id_in: Prop<String>,
    /// With this replaced entry id.
    pub replaced_entry_id_equal: Prop<String>,
    /// With one of these as replaced entry id, comma-separated.
    pub replaced_entry_id_in: Prop<String>,
    /// With this replacement status.
    pub replacement_status_equal: Prop<EntryReplacementStatus>,
    /// With one of these as replacement status, comma-separated.
    #[api(values = "KalturaEntryReplacementStatus")]
    pub replacement_status_in: Prop<String>,
    /// Whose partner sort value is this or more.
    pub partner_sort_value_greater_than_or_equal: Prop<i64>,
    /// Whose partner sort value is this or less.
    pub partner_sort_value_less_than_or_equal: Prop<i64>,
    /// With this root entry id.
    pub root_entry_id_equal: Prop<String>,
    /// With one of these as root entry id, comma-separated.
    pub root_entry_id_in: Prop<String>,
    /// With this parent.
    pub parent_entry_id_equal: Prop<String>,
    /// With all of these entitled users edit, comma-separated.
    #[api(custom)]
    pub entitled_users_edit_match_and: Prop<String>,
    /// With any of these entitled users edit, comma-separated.
    #[api(custom)]
    pub entitled_users_edit_match_or: Prop<String>,
    /// With all of these entitled users publish, comma-separated.
    #[api(custom)]
    pub entitled_users_publish_match_and: Prop<String>,
    /// With any of these entitled users publish, comma-separated.
    #[api(custom)]
    pub entitled_users_publish_match_or: Prop<String>,
    /// With all of these entitled users view, comma-separated.
    #[api(custom)]
    pub entitled_users_view_match_and: Prop<String>,
    /// With any of these entitled users view, comma-separated.
    #[api(custom)]
    pub entitled_users_view_match_or: Prop<String>,
    /// With any of these words or phrases in the tags or name, comma-separated.
    #[api(compares("tags", "name"))]
    pub tags_name_multi_like_or: Prop<String>,
    /// With any of these words or phrases in the tags of either kind, comma-separated.
    #[api(compares("tags", "adminTags"))]
    pub tags_admin_tags_multi_like_or: Prop<String>,
    /// With any of these words or phrases in the tags of either kind or name, comma-separated.
    #[api(compares("tags", "adminTags", "name"))]
    pub tags_admin_tags_name_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the tags or name, comma-separated.
    #[api(compares("tags", "name"))]
    pub tags_name_multi_like_and: Prop<String>,
    /// With all of these words and phrases in the tags of either kind, comma-separated.
    #[api(compares("tags", "adminTags"))]
    pub tags_admin_tags_multi_like_and: Prop<String>,
    /// With all of these words and phrases in the tags of either kind or name, comma-separated.
    #[api(compares("tags", "adminTags", "name"))]
    pub tags_admin_tags_name_multi_like_and: Prop<String>,
    /// With this visibility.
    pub display_in_search_equal: Prop<EntryDisplayInSearchType>,
    /// With one of these as visibility, comma-separated.
    pub display_in_search_in: Prop<String>,
    /// With these words in any text.
    #[api(own, custom)]
    pub free_text: Prop<String>,
    /// Groups of texts that `freeText` does not look at, comma-separated.
    #[api(own, custom)]
    pub excluded_free_text_groups: Prop<String>,
    /// With these words in the description.
    #[api(own)]
    pub description_like: Prop<String>,
    /// Which were cut from no other entry, or were.
    #[api(own, custom)]
    pub is_root: Prop<NullableBoolean>,
    /// With one of these as categories full name, comma-separated.
    #[api(own, custom)]
    pub categories_full_name_in: Prop<String>,
    /// With one of these as category ancestor id, comma-separated.
    #[api(own, custom)]
    pub category_ancestor_id_in: Prop<String>,
    /// The one that is played in place of this one; this one, if none is.
    #[api(own, custom)]
    pub redirect_from_entry_id: Prop<String>,
    /// With this conversion profile id.
    #[api(own)]
    pub conversion_profile_id_equal: Prop<i64>,
}
/// Which played entries to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaPlayableEntryFilter",
    filter = "KalturaPlayableEntryBaseFilter",
    order(
        "createdAt",
        "duration",
        "endDate",
        "lastPlayedAt",
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
pub struct PlayableEntryFilter {
    /// What filters of all entries have.
    #[api(base)]
    pub base: BaseEntryFilter,
    /// Whose last played at is this or more.
    pub last_played_at_greater_than_or_equal: Prop<Time>,
    /// Whose last played at is this or less.
    pub last_played_at_less_than_or_equal: Prop<Time>,
    /// Whose last played at is this or less, or not set.
    pub last_played_at_less_than_or_equal_or_null: Prop<Time>,
    /// Whose duration is less.
    pub duration_less_than: Prop<i64>,
    /// Whose duration is more.
    pub duration_greater_than: Prop<i64>,
    /// Whose duration is this or less.
    pub duration_less_than_or_equal: Prop<i64>,
    /// Whose duration is this or more.
    pub duration_greater_than_or_equal: Prop<i64>,
    /// With any of these duration type, comma-separated.
    #[api(custom)]
    pub duration_type_match_or: Prop<String>,
}
/// Which media to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaMediaEntryFilter",
    filter = "KalturaMediaEntryBaseFilter",
    order(
        "createdAt",
        "duration",
        "endDate",
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
pub struct MediaEntryFilter {
    /// What filters of played entries have.
    #[api(base)]
    pub base: PlayableEntryFilter,
    /// With this media type.
    pub media_type_equal: Prop<MediaType>,
    /// With one of these as media type, comma-separated.
    pub media_type_in: Prop<String>,
    /// With this source type.
    pub source_type_equal: Prop<SourceType>,
    /// With another source type.
    pub source_type_not_equal: Prop<SourceType>,
    /// With one of these as source type, comma-separated.
    #[api(values = "KalturaSourceType")]
    pub source_type_in: Prop<String>,
    /// With none of these as source type, comma-separated.
    #[api(values = "KalturaSourceType")]
    pub source_type_not_in: Prop<String>,
    /// Whose media date is this or more.
    pub media_date_greater_than_or_equal: Prop<Time>,
    /// Whose media date is this or less.
    pub media_date_less_than_or_equal: Prop<Time>,
    /// With any of these flavour settings, comma-separated.
    #[api(custom)]
    pub flavor_params_ids_match_or: Prop<String>,
    /// With all of these flavour settings, comma-separated.
    #[api(custom)]
    pub flavor_params_ids_match_and: Prop<String>,
}

/// Which texts to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaDataEntryFilter",
    filter = "KalturaDataEntryBaseFilter",
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
pub struct DataEntryFilter {
    /// What filters of all entries have.
    #[api(base)]
    pub base: BaseEntryFilter,
}

/// What may be sent as a filter of entries.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BaseEntryFilter)]
pub enum AnyEntryFilter {
    /// Of all entries.
    Base(BaseEntryFilter),
    /// Of played entries.
    Playable(PlayableEntryFilter),
    /// Of media.
    Media(MediaEntryFilter),
    /// Of texts.
    Data(DataEntryFilter),
    /// Of playlists.
    Playlist(PlaylistFilter),
    /// Of everything live.
    Live(LiveEntryFilter),
    /// Of live streams.
    LiveStream(LiveStreamEntryFilter),
}

impl Default for AnyEntryFilter {
    fn default() -> Self {
        Self::Base(BaseEntryFilter::default())
    }
}

impl From<MediaEntryFilter> for AnyEntryFilter {
    fn from(filter: MediaEntryFilter) -> Self {
        Self::Media(filter)
    }
}

impl From<DataEntryFilter> for AnyEntryFilter {
    fn from(filter: DataEntryFilter) -> Self {
        Self::Data(filter)
    }
}

impl AnyEntryFilter {
    /// What filters of all entries have.
    pub fn base(&self) -> &BaseEntryFilter {
        match self {
            Self::Base(filter) => filter,
            Self::Playable(filter) => &filter.base,
            Self::Media(filter) => &filter.base.base,
            Self::Data(filter) => &filter.base,
            Self::Playlist(filter) => &filter.base,
            Self::Live(filter) => &filter.base.base.base,
            Self::LiveStream(filter) => &filter.base.base.base.base,
        }
    }

    /// What filters of all entries have, to be changed.
    pub fn base_mut(&mut self) -> &mut BaseEntryFilter {
        match self {
            Self::Base(filter) => filter,
            Self::Playable(filter) => &mut filter.base,
            Self::Media(filter) => &mut filter.base.base,
            Self::Data(filter) => &mut filter.base,
            Self::Playlist(filter) => &mut filter.base,
            Self::Live(filter) => &mut filter.base.base.base,
            Self::LiveStream(filter) => &mut filter.base.base.base.base,
        }
    }

    /// What filters of played entries have.
    pub fn playable(&self) -> Option<&PlayableEntryFilter> {
        match self {
            Self::Playable(filter) => Some(filter),
            other => other.media().map(|filter| &filter.base),
        }
    }

    /// What filters of media have.
    pub fn media(&self) -> Option<&MediaEntryFilter> {
        match self {
            Self::Media(filter) => Some(filter),
            other => other.live().map(|filter| &filter.base),
        }
    }

    /// What filters of everything live have.
    pub fn live(&self) -> Option<&LiveEntryFilter> {
        match self {
            Self::Live(filter) => Some(filter),
            Self::LiveStream(filter) => Some(&filter.base),
            Self::Base(_) | Self::Playable(_) | Self::Media(_) | Self::Data(_) | Self::Playlist(_) => None,
        }
    }

    /// The conditions, order and page of the filter in its own class.
    pub fn query(&self, pager: Option<&FilterPager>) -> ListQuery {
        match self {
            Self::Base(filter) => filter.query(pager),
            Self::Playable(filter) => filter.query(pager),
            Self::Media(filter) => filter.query(pager),
            Self::Data(filter) => filter.query(pager),
            Self::Playlist(filter) => filter.query(pager),
            Self::Live(filter) => filter.query(pager),
            Self::LiveStream(filter) => filter.query(pager),
        }
    }
}
