//! What the API says about resources: rooms, live streams and cameras.

use contract::common::RelatedFilter;
use contract::filter::ListQuery;
use contract::list::{ApiFilter, Listed};
use contract::{ApiEnum, ApiFamily, ApiObject, Class, FilterPager, Prop, Time};

/// Something that events need.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaScheduleResource",
    plugin = "schedule",
    abstract,
    list = "KalturaScheduleResourceListResponse"
)]
pub struct ScheduleResource {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The resource that it is a part of.
    pub parent_id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// What it is called; required, 256 bytes at most.
    #[api(min_length = 1, max_length = 256)]
    pub name: Prop<String>,
    /// A name for programs, one of a kind among resources of its class.
    #[api(min_length = 1, max_length = 256)]
    pub system_name: Prop<String>,
    /// More about it.
    pub description: Prop<String>,
    /// Whether it can be had.
    #[api(read_only)]
    pub status: Prop<ScheduleResourceStatus>,
    /// Comma-separated tags.
    pub tags: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
}

/// A place.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLocationScheduleResource", plugin = "schedule")]
pub struct LocationScheduleResource {
    /// What every resource has.
    #[api(base)]
    pub base: ScheduleResource,
}

/// A live stream.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLiveEntryScheduleResource", plugin = "schedule")]
pub struct LiveEntryScheduleResource {
    /// What every resource has.
    #[api(base)]
    pub base: ScheduleResource,
    /// Its entry.
    #[api(min_length = 1, max_length = 256)]
    pub entry_id: Prop<String>,
}

/// A camera.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCameraScheduleResource", plugin = "schedule")]
pub struct CameraScheduleResource {
    /// What every resource has.
    #[api(base)]
    pub base: ScheduleResource,
    /// Where its pictures come from.
    #[api(min_length = 1, max_length = 256)]
    pub stream_url: Prop<String>,
}

/// A resource in the class of its type.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = ScheduleResource)]
pub enum AnyScheduleResource {
    /// A place.
    Location(LocationScheduleResource),
    /// A live stream.
    LiveEntry(LiveEntryScheduleResource),
    /// A camera.
    Camera(CameraScheduleResource),
}

impl Listed for AnyScheduleResource {
    const LIST_CLASS: &'static Class = <ScheduleResource as Listed>::LIST_CLASS;
}

impl AnyScheduleResource {
    /// What every resource has.
    pub fn base(&self) -> &ScheduleResource {
        match self {
            Self::Location(sent) => &sent.base,
            Self::LiveEntry(sent) => &sent.base,
            Self::Camera(sent) => &sent.base,
        }
    }

    /// The number of its type.
    pub fn kind(&self) -> i64 {
        match self {
            Self::Location(_) => 1,
            Self::LiveEntry(_) => 2,
            Self::Camera(_) => 3,
        }
    }

    /// The name of its class.
    pub fn class_name(&self) -> &'static str {
        match self {
            Self::Location(_) => LocationScheduleResource::CLASS.name,
            Self::LiveEntry(_) => LiveEntryScheduleResource::CLASS.name,
            Self::Camera(_) => CameraScheduleResource::CLASS.name,
        }
    }
}

/// Which resources to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaScheduleResourceFilter",
    plugin = "schedule",
    filter = "KalturaScheduleResourceBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct ScheduleResourceFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this id.
    pub id_equal: Prop<i64>,
    /// With one of these ids, comma-separated.
    pub id_in: Prop<String>,
    /// With none of these ids, comma-separated.
    pub id_not_in: Prop<String>,
    /// Parts of this resource.
    pub parent_id_equal: Prop<i64>,
    /// Parts of one of these resources, comma-separated.
    pub parent_id_in: Prop<String>,
    /// Called so.
    pub name_equal: Prop<String>,
    /// With this system name.
    pub system_name_equal: Prop<String>,
    /// With one of these system names, comma-separated.
    pub system_name_in: Prop<String>,
    /// With this status.
    pub status_equal: Prop<ScheduleResourceStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// With these words in the tags.
    pub tags_like: Prop<String>,
    /// With any of these words or phrases in the tags, comma-separated.
    pub tags_multi_like_or: Prop<String>,
    /// With all of these words and phrases in the tags, comma-separated.
    pub tags_multi_like_and: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
}

macro_rules! of_one_class {
    ($(#[$doc:meta])* $ident:ident, $name:literal, $base:literal) => {
        $(#[$doc])*
        #[derive(ApiObject, Clone, Debug, Default)]
        #[api(name = $name, plugin = "schedule", filter = $base, order("createdAt", "updatedAt"))]
        pub struct $ident {
            /// What filters of resources have.
            #[api(base)]
            pub base: ScheduleResourceFilter,
        }
    };
}

of_one_class! {
    /// Which places to list.
    LocationScheduleResourceFilter, "KalturaLocationScheduleResourceFilter", "KalturaLocationScheduleResourceBaseFilter"
}
of_one_class! {
    /// Which live streams to list.
    LiveEntryScheduleResourceFilter, "KalturaLiveEntryScheduleResourceFilter", "KalturaLiveEntryScheduleResourceBaseFilter"
}
of_one_class! {
    /// Which cameras to list.
    CameraScheduleResourceFilter, "KalturaCameraScheduleResourceFilter", "KalturaCameraScheduleResourceBaseFilter"
}

/// Which resources to list.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = ScheduleResourceFilter)]
pub enum AnyScheduleResourceFilter {
    /// Of every class.
    All(ScheduleResourceFilter),
    /// Places only.
    Location(LocationScheduleResourceFilter),
    /// Live streams only.
    LiveEntry(LiveEntryScheduleResourceFilter),
    /// Cameras only.
    Camera(CameraScheduleResourceFilter),
}

impl Default for AnyScheduleResourceFilter {
    fn default() -> Self {
        Self::All(ScheduleResourceFilter::default())
    }
}

impl AnyScheduleResourceFilter {
    /// What all filters have.
    pub fn base(&self) -> &ScheduleResourceFilter {
        match self {
            Self::All(filter) => filter,
            Self::Location(filter) => &filter.base,
            Self::LiveEntry(filter) => &filter.base,
            Self::Camera(filter) => &filter.base,
        }
    }

    /// The number of the type that its class is about.
    pub fn kind(&self) -> Option<i64> {
        match self {
            Self::All(_) => None,
            Self::Location(_) => Some(1),
            Self::LiveEntry(_) => Some(2),
            Self::Camera(_) => Some(3),
        }
    }

    /// What is asked for.
    pub fn query(&self, pager: Option<&FilterPager>) -> ListQuery {
        self.base().query(pager)
    }
}

/// Whether a resource can be had.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaScheduleResourceStatus", plugin = "schedule")]
pub enum ScheduleResourceStatus {
    /// It cannot.
    Disabled = 1,
    /// It can.
    Active = 2,
    /// It was deleted.
    Deleted = 3,
}
