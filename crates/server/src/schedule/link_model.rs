//! What the API says about which events need which resources.

use contract::common::RelatedFilter;
use contract::{ApiObject, Prop, Time};

/// An event needs a resource.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaScheduleEventResource",
    plugin = "schedule",
    list = "KalturaScheduleEventResourceListResponse"
)]
pub struct ScheduleEventResource {
    /// The event; required.
    #[api(insert_only)]
    pub event_id: Prop<i64>,
    /// The resource; required.
    #[api(insert_only)]
    pub resource_id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Since when.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// The same.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
}

/// Which of these to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaScheduleEventResourceFilter",
    plugin = "schedule",
    filter = "KalturaScheduleEventResourceBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct ScheduleEventResourceFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// Of this event.
    pub event_id_equal: Prop<i64>,
    /// Of one of these events, comma-separated.
    pub event_id_in: Prop<String>,
    /// Of this resource.
    pub resource_id_equal: Prop<i64>,
    /// Of one of these resources, comma-separated.
    pub resource_id_in: Prop<String>,
    /// Since this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Since this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Since this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Since this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Of this event or, where it needs nothing of its own, of the series that it is a date of.
    #[api(own, custom)]
    pub event_id_or_its_parent_id_equal: Prop<i64>,
}
