//! Which events a list asks for.

use contract::common::RelatedFilter;
use contract::filter::ListQuery;
use contract::list::ApiFilter;
use contract::{ApiFamily, ApiObject, FilterPager, Prop, Time};

use super::event_model::{ScheduleEventRecurrenceType, ScheduleEventStatus};

/// Which events to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaScheduleEventFilter",
    plugin = "schedule",
    filter = "KalturaScheduleEventBaseFilter",
    order("createdAt", "endDate", "priority", "startDate", "summary", "updatedAt")
)]
pub struct ScheduleEventFilter {
    /// Order and search.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this id.
    pub id_equal: Prop<i64>,
    /// With one of these ids, comma-separated.
    pub id_in: Prop<String>,
    /// With none of these ids, comma-separated.
    pub id_not_in: Prop<String>,
    /// Of this series.
    pub parent_id_equal: Prop<i64>,
    /// Of one of these series, comma-separated.
    pub parent_id_in: Prop<String>,
    /// Of none of these series, comma-separated.
    pub parent_id_not_in: Prop<String>,
    /// With this status.
    pub status_equal: Prop<ScheduleEventStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// Beginning at this time or later.
    pub start_date_greater_than_or_equal: Prop<Time>,
    /// Beginning at this time or before.
    pub start_date_less_than_or_equal: Prop<Time>,
    /// Ending at this time or later.
    pub end_date_greater_than_or_equal: Prop<Time>,
    /// Ending at this time or before.
    pub end_date_less_than_or_equal: Prop<Time>,
    /// Called so by another system.
    pub reference_id_equal: Prop<String>,
    /// Called one of these by another system, comma-separated.
    pub reference_id_in: Prop<String>,
    /// Of this user.
    pub owner_id_equal: Prop<String>,
    /// Of one of these users, comma-separated.
    pub owner_id_in: Prop<String>,
    /// With this priority.
    pub priority_equal: Prop<i64>,
    /// With one of these priorities, comma-separated.
    pub priority_in: Prop<String>,
    /// With this priority or a greater one.
    pub priority_greater_than_or_equal: Prop<i64>,
    /// With this priority or a smaller one.
    pub priority_less_than_or_equal: Prop<i64>,
    /// Series, their dates, or others.
    pub recurrence_type_equal: Prop<ScheduleEventRecurrenceType>,
    /// One of these, comma-separated.
    pub recurrence_type_in: Prop<String>,
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
    /// With this resource.
    #[api(own, custom)]
    pub resource_ids_like: Prop<String>,
    /// With any of these resources, comma-separated.
    #[api(own, custom)]
    pub resource_ids_multi_like_or: Prop<String>,
    /// With all of these resources, comma-separated.
    #[api(own, custom)]
    pub resource_ids_multi_like_and: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub parent_resource_ids_like: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub parent_resource_ids_multi_like_or: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub parent_resource_ids_multi_like_and: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub template_entry_categories_ids_multi_like_and: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub template_entry_categories_ids_multi_like_or: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub resource_system_names_multi_like_or: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub template_entry_categories_ids_like: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub resource_system_names_multi_like_and: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub resource_system_names_like: Prop<String>,
    /// With this resource.
    #[api(own, custom)]
    pub resource_id_equal: Prop<String>,
}

/// Which events about entries to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaEntryScheduleEventFilter",
    plugin = "schedule",
    filter = "KalturaEntryScheduleEventBaseFilter",
    order("createdAt", "endDate", "priority", "startDate", "summary", "updatedAt")
)]
pub struct EntryScheduleEventFilter {
    /// What filters of events have.
    #[api(base)]
    pub base: ScheduleEventFilter,
    /// With this entry that new ones are made like.
    pub template_entry_id_equal: Prop<String>,
    /// Not here.
    #[api(custom)]
    pub entry_ids_like: Prop<String>,
    /// Not here.
    #[api(custom)]
    pub entry_ids_multi_like_or: Prop<String>,
    /// Not here.
    #[api(custom)]
    pub entry_ids_multi_like_and: Prop<String>,
    /// Not here.
    #[api(custom)]
    pub category_ids_like: Prop<String>,
    /// Not here.
    #[api(custom)]
    pub category_ids_multi_like_or: Prop<String>,
    /// Not here.
    #[api(custom)]
    pub category_ids_multi_like_and: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub parent_category_ids_like: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub parent_category_ids_multi_like_or: Prop<String>,
    /// Not here.
    #[api(own, custom)]
    pub parent_category_ids_multi_like_and: Prop<String>,
}

/// Which recordings to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaRecordScheduleEventFilter",
    plugin = "schedule",
    filter = "KalturaRecordScheduleEventBaseFilter",
    order("createdAt", "endDate", "priority", "startDate", "summary", "updatedAt")
)]
pub struct RecordScheduleEventFilter {
    /// What filters of events about entries have.
    #[api(base)]
    pub base: EntryScheduleEventFilter,
}

/// Which events to list.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = ScheduleEventFilter)]
pub enum AnyScheduleEventFilter {
    /// By what all have.
    All(ScheduleEventFilter),
    /// By what events about entries have.
    Entry(EntryScheduleEventFilter),
    /// Recordings only.
    Record(RecordScheduleEventFilter),
}

impl Default for AnyScheduleEventFilter {
    fn default() -> Self {
        Self::All(ScheduleEventFilter::default())
    }
}

impl AnyScheduleEventFilter {
    /// What all filters have.
    pub fn base(&self) -> &ScheduleEventFilter {
        match self {
            Self::All(filter) => filter,
            Self::Entry(filter) => &filter.base,
            Self::Record(filter) => &filter.base.base,
        }
    }

    /// What is asked for, but for what `list` does itself.
    pub fn query(&self, pager: Option<&FilterPager>) -> ListQuery {
        match self {
            Self::All(filter) => filter.query(pager),
            Self::Entry(filter) => filter.query(pager),
            Self::Record(filter) => filter.query(pager),
        }
    }

    /// A field that is set and that nothing here answers.
    pub fn unanswered(&self) -> Option<&'static str> {
        const ANSWERED: [&str; 4] =
            ["resourceIdsLike", "resourceIdsMultiLikeOr", "resourceIdsMultiLikeAnd", "resourceIdEqual"];
        // Those of filters as such.
        const OTHERS: [&str; 2] = ["orderBy", "advancedSearch"];
        let mut found = None;
        let mut look = |property: &'static contract::describe::Property, slot: &dyn contract::AnyProp| {
            let known = property.filter.is_some()
                || ANSWERED.contains(&property.name)
                || OTHERS.contains(&property.name);
            if !known && slot.is_set() {
                found = found.or(Some(property.name));
            }
        };
        match self {
            Self::All(filter) => filter.each(&mut |property, slot| look(property, slot)),
            Self::Entry(filter) => filter.each(&mut |property, slot| look(property, slot)),
            Self::Record(filter) => filter.each(&mut |property, slot| look(property, slot)),
        }
        found
    }
}
