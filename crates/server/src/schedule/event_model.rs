//! What the API says about events. Of the classes of events there is the one that programs make: recordings.

use contract::list::Listed;
use contract::{ApiEnum, ApiFamily, ApiObject, Class, Prop, Time};

/// Something that happens at a time, or again and again.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaScheduleEvent",
    plugin = "schedule",
    abstract,
    list = "KalturaScheduleEventListResponse"
)]
pub struct ScheduleEvent {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// The series that it is a date of.
    #[api(read_only)]
    pub parent_id: Prop<i64>,
    /// What it is about; required, 256 bytes at most.
    #[api(min_length = 1, max_length = 256)]
    pub summary: Prop<String>,
    /// More about it.
    pub description: Prop<String>,
    /// Whether it takes place.
    #[api(read_only)]
    pub status: Prop<ScheduleEventStatus>,
    /// When it begins; required.
    pub start_date: Prop<Time>,
    /// When it ends; required, unless a series says how long its events are.
    pub end_date: Prop<Time>,
    /// What another system calls it.
    pub reference_id: Prop<String>,
    /// The event that it follows, which cannot be said here.
    pub linked_to: Prop<LinkedScheduleEvent>,
    /// The events that follow it, which are none here.
    pub linked_by: Prop<String>,
    /// Who is to know of it; everybody, if not said.
    pub classification_type: Prop<ScheduleEventClassificationType>,
    /// Degrees north.
    #[api(min_value = 0)]
    pub geo_latitude: Prop<f64>,
    /// Degrees east.
    #[api(min_value = 0)]
    pub geo_longitude: Prop<f64>,
    /// Where it is.
    pub location: Prop<String>,
    /// Who holds it.
    pub organizer: Prop<String>,
    /// Whose it is: who made it, whatever is sent with it then.
    pub owner_id: Prop<String>,
    /// From 0 to 9.
    #[api(min_value = 0, max_value = 9)]
    pub priority: Prop<i64>,
    /// Grows with each change.
    #[api(min_value = 0)]
    pub sequence: Prop<i64>,
    /// Whether it is a series; required.
    pub recurrence_type: Prop<ScheduleEventRecurrenceType>,
    /// How long it is, in seconds.
    #[api(min_value = 0)]
    pub duration: Prop<i64>,
    /// Whom to ask.
    pub contact: Prop<String>,
    /// A remark.
    pub comment: Prop<String>,
    /// Comma-separated tags.
    pub tags: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// The rule of a series.
    pub recurrence: Prop<ScheduleEventRecurrence>,
}

/// An event about entries.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaEntryScheduleEvent", plugin = "schedule", abstract)]
pub struct EntryScheduleEvent {
    /// What every event has.
    #[api(base)]
    pub base: ScheduleEvent,
    /// The entry that new ones are made like.
    pub template_entry_id: Prop<String>,
    /// Entries, comma-separated.
    pub entry_ids: Prop<String>,
    /// Categories, comma-separated.
    pub category_ids: Prop<String>,
    /// Events in its way, of which none are known here.
    #[api(read_only)]
    pub blackout_conflicts: Prop<Vec<AnyScheduleEvent>>,
}

/// A recording.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRecordScheduleEvent", plugin = "schedule")]
pub struct RecordScheduleEvent {
    /// What events about entries have.
    #[api(base)]
    pub base: EntryScheduleEvent,
}

/// An event in the class of its type.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = ScheduleEvent)]
pub enum AnyScheduleEvent {
    /// A recording.
    Record(RecordScheduleEvent),
}

impl Listed for AnyScheduleEvent {
    const LIST_CLASS: &'static Class = <ScheduleEvent as Listed>::LIST_CLASS;
}

/// The event that another one follows.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaLinkedScheduleEvent", plugin = "schedule")]
pub struct LinkedScheduleEvent {
    /// Seconds between them.
    pub offset: Prop<i64>,
    /// The event.
    pub event_id: Prop<i64>,
}

/// The rule of a series.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaScheduleEventRecurrence", plugin = "schedule")]
pub struct ScheduleEventRecurrence {
    /// What it is called.
    pub name: Prop<String>,
    /// Whether it is daily, weekly, monthly or yearly; required.
    pub frequency: Prop<ScheduleEventRecurrenceFrequency>,
    /// When it ends; that, or how many there are.
    pub until: Prop<Time>,
    /// The zone whose clocks count; UTC, if not said.
    pub time_zone: Prop<String>,
    /// How many there are.
    pub count: Prop<i64>,
    /// Every so many days, weeks, months or years; 1, if not said.
    pub interval: Prop<i64>,
    /// Not here.
    pub by_second: Prop<String>,
    /// Not here.
    pub by_minute: Prop<String>,
    /// Not here.
    pub by_hour: Prop<String>,
    /// Days of the week, comma-separated, for what is daily or weekly.
    pub by_day: Prop<String>,
    /// Not here.
    pub by_month_day: Prop<String>,
    /// Not here.
    pub by_year_day: Prop<String>,
    /// Not here.
    pub by_week_number: Prop<String>,
    /// Not here.
    pub by_month: Prop<String>,
    /// Not here.
    pub by_offset: Prop<String>,
    /// The first day of the week; Monday, if not said.
    pub week_start_day: Prop<ScheduleEventRecurrenceDay>,
}

/// Whether an event takes place.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaScheduleEventStatus", plugin = "schedule")]
pub enum ScheduleEventStatus {
    /// It does not.
    Cancelled = 1,
    /// It does.
    Active = 2,
    /// It was deleted.
    Deleted = 3,
}

/// Who is to know of an event.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaScheduleEventClassificationType", plugin = "schedule")]
pub enum ScheduleEventClassificationType {
    /// Everybody.
    PublicEvent = 1,
    /// Who takes part.
    PrivateEvent = 2,
    /// Who has to.
    ConfidentialEvent = 3,
}

/// Whether an event is a series.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaScheduleEventRecurrenceType", plugin = "schedule")]
pub enum ScheduleEventRecurrenceType {
    /// It happens once.
    None = 0,
    /// It is a series.
    Recurring = 1,
    /// It is a date of a series; the server makes these.
    Recurrence = 2,
}

/// How often a series repeats.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaScheduleEventRecurrenceFrequency", plugin = "schedule", text)]
pub enum ScheduleEventRecurrenceFrequency {
    /// By days.
    #[api(value = "days")]
    Daily,
    /// By hours.
    #[api(value = "hours")]
    Hourly,
    /// By minutes.
    #[api(value = "minutes")]
    Minutely,
    /// By months.
    #[api(value = "months")]
    Monthly,
    /// By seconds.
    #[api(value = "seconds")]
    Secondly,
    /// By weeks.
    #[api(value = "weeks")]
    Weekly,
    /// By years.
    #[api(value = "years")]
    Yearly,
}

/// Days of the week.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaScheduleEventRecurrenceDay", plugin = "schedule", text)]
pub enum ScheduleEventRecurrenceDay {
    /// Friday.
    #[api(value = "FR")]
    Friday,
    /// Monday.
    #[api(value = "MO")]
    Monday,
    /// Saturday.
    #[api(value = "SA")]
    Saturday,
    /// Sunday.
    #[api(value = "SU")]
    Sunday,
    /// Thursday.
    #[api(value = "TH")]
    Thursday,
    /// Tuesday.
    #[api(value = "TU")]
    Tuesday,
    /// Wednesday.
    #[api(value = "WE")]
    Wednesday,
}
