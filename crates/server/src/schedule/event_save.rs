//! Events made and changed (reference: more-services.md §4.1–§4.3).

use std::collections::HashSet;

use contract::errors::{
    INVALID_ENUM_VALUE, INVALID_FIELD_VALUE, INVALID_OBJECT_ID, INVALID_SCHEDULE_END_BEFORE_START,
    MAX_SCHEDULE_DURATION_MUST_MATCH_END_TIME, MAX_SCHEDULE_DURATION_REACHED,
    PROPERTY_VALIDATION_ALL_MUST_BE_NULL_BUT_ONE, PROPERTY_VALIDATION_CANNOT_BE_NULL,
    PROPERTY_VALIDATION_NOT_UPDATABLE, PROPERTY_VALIDATION_UNTIL_NOT_VALID, RECURRENCE_CANT_BE_DELETE,
    SCHEDULE_EVENT_TYPE_CANT_BE_UPDATED, SCHEDULE_TIME_IN_USE, START_TIME_AND_LINKED_TO_NOT_SET,
};
use contract::{ApiEnum, ApiObject, Prop, Time};
use store::Transaction;

use super::dates::{self, Rule, Step};
use super::event_model::{
    RecordScheduleEvent, ScheduleEvent, ScheduleEventRecurrence, ScheduleEventRecurrenceFrequency,
    ScheduleEventRecurrenceType, ScheduleEventStatus,
};
use super::event_table::{self as table, Event};
use super::link_table;
use super::show::whole;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user;
use crate::validate::required_text;

/// Seconds that an event lasts at most: one that happens once, and each of a series.
const MAX_SINGLE: i64 = 2 * 365 * 86_400;
const MAX_OF_SERIES: i64 = 86_400;

pub(super) fn not_found(id: i64) -> Error {
    INVALID_OBJECT_ID.with([id.to_string()]).into()
}

fn class() -> &'static str {
    RecordScheduleEvent::CLASS.name
}

fn place(property: &str) -> String {
    format!("{}::{property}", class())
}

fn missing(property: &str) -> Error {
    PROPERTY_VALIDATION_CANNOT_BE_NULL.with([place(property)]).into()
}

fn invalid(field: &str) -> Error {
    INVALID_FIELD_VALUE.with([field]).into()
}

fn seconds(time: &Prop<Time>) -> Option<i64> {
    time.get().map(|time| time.0)
}

/// The rule of a series, if it is one that is answered here.
fn rule(sent: &ScheduleEventRecurrence) -> Result<Rule> {
    use ScheduleEventRecurrenceFrequency::{Daily, Monthly, Weekly, Yearly};
    if sent.until.get().is_some() == sent.count.get().is_some() {
        return Err(PROPERTY_VALIDATION_ALL_MUST_BE_NULL_BUT_ONE.with(["until / count"]).into());
    }
    let frequency = sent.frequency.get();
    let step = match frequency.ok_or_else(|| PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["frequency"]))? {
        Daily => Step::Days,
        Weekly => Step::Weeks,
        Monthly => Step::Months,
        Yearly => Step::Years,
        _ => return Err(invalid("frequency")),
    };
    let others = [
        ("bySecond", &sent.by_second),
        ("byMinute", &sent.by_minute),
        ("byHour", &sent.by_hour),
        ("byMonthDay", &sent.by_month_day),
        ("byYearDay", &sent.by_year_day),
        ("byWeekNumber", &sent.by_week_number),
        ("byMonth", &sent.by_month),
        ("byOffset", &sent.by_offset),
    ];
    if let Some((name, _)) = others.iter().find(|(_, text)| text.get().is_some_and(|text| !text.is_empty())) {
        return Err(invalid(name));
    }
    let named = sent.by_day.get().map_or("", String::as_str);
    let named = named.split(',').map(str::trim).filter(|day| !day.is_empty());
    let days = named.map(dates::weekday).collect::<Option<Vec<_>>>().ok_or_else(|| invalid("byDay"))?;
    if !days.is_empty() && !matches!(step, Step::Days | Step::Weeks) {
        return Err(invalid("byDay"));
    }
    let interval = sent.interval.get().copied().unwrap_or(1);
    let count = sent.count.get().map(|count| usize::try_from(*count));
    let count = count.transpose().ok().filter(|count| *count != Some(0)).ok_or_else(|| invalid("count"))?;
    Ok(Rule {
        step,
        interval: if interval > 0 { interval } else { return Err(invalid("interval")) },
        days,
        week_start: sent
            .week_start_day
            .get()
            .and_then(|day| dates::weekday(day.wire_value()))
            .unwrap_or(jiff::civil::Weekday::Monday),
        until: seconds(&sent.until),
        count,
        zone: dates::zone(sent.time_zone.get().map(String::as_str)).ok_or_else(|| invalid("timeZone"))?,
    })
}

/// Refuses an event that ends before it begins, or lasts too long.
fn check_length(event: &Event) -> Result<()> {
    if event.start > event.end {
        let ends = [event.start.to_string(), event.end.to_string()];
        return Err(INVALID_SCHEDULE_END_BEFORE_START.with(ends).into());
    }
    let most = match event.recurrence_type {
        ScheduleEventRecurrenceType::None => MAX_SINGLE,
        _ => MAX_OF_SERIES,
    };
    if event.length() > most {
        return Err(MAX_SCHEDULE_DURATION_REACHED.with([most.to_string()]).into());
    }
    Ok(())
}

/// The next number of a version: the next multiple of ten, and two (reference: more-services.md §4.1).
fn next_sequence(sequence: i64) -> i64 {
    (sequence.max(0) / 10).saturating_add(1).saturating_mul(10).saturating_add(2)
}

/// What is kept as it was said: all but what the row has, and what is not answered here.
fn kept(sent: &RecordScheduleEvent) -> RecordScheduleEvent {
    let mut kept = sent.clone();
    let base = &mut kept.base.base;
    for time in [&mut base.start_date, &mut base.end_date] {
        *time = Prop::Absent;
    }
    base.linked_to = Prop::Absent;
    base.linked_by = Prop::Absent;
    base.recurrence_type = Prop::Absent;
    base.duration = Prop::Absent;
    kept
}

/// Makes an event, and the dates of a series with it.
pub(super) async fn add(call: &Call, mut sent: RecordScheduleEvent) -> Result<Event> {
    call.check_insert(&mut sent)?;
    let base = &sent.base.base;
    let kind = *base.recurrence_type.get().ok_or_else(|| missing("recurrenceType"))?;
    required_text(class(), "summary", &base.summary, 1)?;
    if base.linked_to.get().is_some() {
        return Err(invalid("linkedTo"));
    }
    let start = seconds(&base.start_date);
    let start = start.ok_or_else(|| Error::from(START_TIME_AND_LINKED_TO_NOT_SET.bare()))?;
    let is_series = kind == ScheduleEventRecurrenceType::Recurring;
    if is_series && base.recurrence.get().is_none() {
        return Err(missing("recurrence"));
    }
    let by_length = base.duration.get().filter(|_| is_series).map(|length| start.saturating_add(*length));
    let end = seconds(&base.end_date).or(by_length).ok_or_else(|| missing("endDate"))?;
    let until = base.recurrence.get().filter(|_| is_series).and_then(|rule| seconds(&rule.until));
    if until.is_some_and(|until| until < end) {
        return Err(PROPERTY_VALIDATION_UNTIL_NOT_VALID.with(["Recurrence::until"]).into());
    }
    if kind == ScheduleEventRecurrenceType::Recurrence {
        return Err(not_by_clients());
    }
    if !is_series && base.recurrence.get().is_some() {
        return Err(PROPERTY_VALIDATION_NOT_UPDATABLE.with([place("recurrence")]).into());
    }
    let mut event = Event {
        id: 0,
        partner_id: call.partner()?.id,
        parent_id: None,
        status: ScheduleEventStatus::Active,
        recurrence_type: kind,
        start,
        end,
        created_at: call.now(),
        updated_at: call.now(),
        more: Kept::default(),
    };
    check_length(&event)?;
    if let Some(length) = base.duration.get().filter(|_| is_series) {
        // The end says when the first is over, the length how long each is.
        event.end = start.saturating_add(*length);
        check_length(&event)?;
    }
    event.more.merge(&kept(&sent));
    if base.classification_type.get().is_none() {
        event.more.set("classificationType", 1);
    }
    let sequence = base.sequence.get().copied().unwrap_or(1);
    event.more.set("sequence", next_sequence(sequence));
    match owner(call).await? {
        Some(owner) => event.more.set("ownerId", owner),
        None => event.more.remove("ownerId"),
    }
    let rule = match base.recurrence.get().filter(|_| is_series) {
        Some(recurrence) => Some(rule(recurrence)?),
        None => None,
    };
    let mut tx = call.app().store.begin().await?;
    if kind == ScheduleEventRecurrenceType::None && table::is_in_use(&mut tx, call.scope()?, &event).await? {
        return Err(SCHEDULE_TIME_IN_USE.bare().into());
    }
    let dates = rule.map(|rule| place_series(&mut event, &rule));
    table::insert(&mut tx, &mut event).await?;
    for start in dates.into_iter().flatten() {
        table::insert(&mut tx, &mut date_of(&event, start, call.now())).await?;
    }
    tx.commit().await?;
    Ok(event)
}

fn not_by_clients() -> Error {
    let kind = ScheduleEventRecurrenceType::Recurrence.number().to_string();
    let named = ScheduleEventRecurrenceType::ENUM.name;
    INVALID_ENUM_VALUE.with([kind.as_str(), "recurrenceType", named]).into()
}

/// The session's user, who is made if the account does not know them; none for nobody.
async fn owner(call: &Call) -> Result<Option<String>> {
    if call.known_session()?.token.is_anonymous() {
        return Ok(None);
    }
    user::ensure_exists(call.app(), call.partner()?.id, call.user_id(), call.now()).await?;
    Ok(Some(call.user_id().to_owned()))
}

/// Moves a series to its first date, and answers all of them.
fn place_series(series: &mut Event, rule: &Rule) -> Vec<i64> {
    let length = series.length();
    let dates = rule.dates(series.start);
    if let Some(first) = dates.first() {
        series.start = *first;
        series.end = first.saturating_add(length);
    }
    dates
}

/// A date of a series. What it does not say itself, the series says.
fn date_of(series: &Event, start: i64, now: i64) -> Event {
    Event {
        id: 0,
        partner_id: series.partner_id,
        parent_id: Some(series.id),
        status: ScheduleEventStatus::Active,
        recurrence_type: ScheduleEventRecurrenceType::Recurrence,
        start,
        end: start.saturating_add(series.length()),
        created_at: now,
        updated_at: now,
        more: Kept::default(),
    }
}

/// Changes an event, and the dates of a series if it is about these.
pub(super) async fn update(call: &Call, id: i64, mut sent: RecordScheduleEvent) -> Result<Event> {
    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    let mut event = table::hold(&mut tx, scope, id).await?.ok_or_else(|| not_found(id))?;
    call.check_update(&mut sent, &whole(&event, None)?)?;
    let base = &sent.base.base;
    let was = event.recurrence_type;
    let is = base.recurrence_type.get().copied().unwrap_or(was);
    let is_date = |kind| kind == ScheduleEventRecurrenceType::Recurrence;
    if is_date(was) != is_date(is) {
        let kinds = [was.number().to_string(), is.number().to_string()];
        return Err(SCHEDULE_EVENT_TYPE_CANT_BE_UPDATED.with(kinds).into());
    }
    if base.linked_to.get().is_some() {
        return Err(invalid("linkedTo"));
    }
    for (name, time) in [("startDate", &base.start_date), ("endDate", &base.end_date)] {
        if *time == Prop::Null {
            return Err(missing(name));
        }
    }
    let is_series = is == ScheduleEventRecurrenceType::Recurring;
    if !is_series && base.recurrence.get().is_some() {
        return Err(PROPERTY_VALIDATION_NOT_UPDATABLE.with([place("recurrence")]).into());
    }
    let before = (event.start, event.end);
    let length = base.duration.get().copied().unwrap_or_else(|| event.length());
    event.start = seconds(&base.start_date).unwrap_or(event.start);
    event.end = match (seconds(&base.end_date), base.duration.get()) {
        (Some(end), Some(length)) if !is_series && end != event.start.saturating_add(*length) => {
            return Err(MAX_SCHEDULE_DURATION_MUST_MATCH_END_TIME.bare().into());
        }
        (Some(_), Some(length)) => event.start.saturating_add(*length),
        (Some(end), None) => end,
        (None, _) => event.start.saturating_add(length),
    };
    event.recurrence_type = is;
    check_length(&event)?;
    let known_rule = event.more.object_of("recurrence");
    event.more.merge(&kept(&sent));
    let recurrence = if is_series { Some(merged_rule(known_rule, base)?) } else { None };
    match &recurrence {
        Some(recurrence) => {
            event.more.merge(&RecordScheduleEvent {
                base: super::event_model::EntryScheduleEvent {
                    base: ScheduleEvent { recurrence: recurrence.clone().into(), ..ScheduleEvent::default() },
                    ..Default::default()
                },
            });
        }
        None => event.more.remove("recurrence"),
    }
    let known = event.more.number_of("sequence").unwrap_or(1);
    let sequence = match base.sequence.get() {
        _ if was == ScheduleEventRecurrenceType::Recurring && !is_series => 1,
        Some(sent) if *sent >= known => *sent,
        _ => next_sequence(known),
    };
    event.more.set("sequence", sequence);
    event.updated_at = call.now();
    if is == ScheduleEventRecurrenceType::None && table::is_in_use(&mut tx, scope, &event).await? {
        return Err(SCHEDULE_TIME_IN_USE.bare().into());
    }
    let is_moved = before != (event.start, event.end) || was != is || base.recurrence.get().is_some();
    if is_moved && (is_series || was == ScheduleEventRecurrenceType::Recurring) {
        let wanted = match &recurrence {
            Some(recurrence) => place_series(&mut event, &rule(recurrence)?),
            None => Vec::new(),
        };
        replace_dates(&mut tx, call, &event, wanted).await?;
    }
    table::update(&mut tx, &event).await?;
    tx.commit().await?;
    Ok(event)
}

/// The rule of a series as it is with what was sent. What says when it ends takes the place of how many there are, and the
/// other way round.
fn merged_rule(known: Option<Kept>, sent: &ScheduleEvent) -> Result<ScheduleEventRecurrence> {
    let mut rule = known.unwrap_or_default();
    if let Some(sent) = sent.recurrence.get() {
        if sent.until.get().is_some() {
            rule.remove("count");
        }
        if sent.count.get().is_some() {
            rule.remove("until");
        }
        rule.merge(sent);
    }
    rule.remove("objectType");
    if rule == Kept::default() {
        return Err(missing("recurrence"));
    }
    rule.show()
}

/// Deletes the dates of a series that do not fit any more, and adds those that are missing.
async fn replace_dates(tx: &mut Transaction, call: &Call, series: &Event, wanted: Vec<i64>) -> Result<()> {
    let known = table::dates_of(tx, call.scope()?, series.id).await?;
    let wanted_set: HashSet<i64> = wanted.iter().copied().collect();
    let (fit, gone): (Vec<Event>, Vec<Event>) = known
        .into_iter()
        .partition(|date| wanted_set.contains(&date.start) && date.length() == series.length());
    forget(tx, call, &gone).await?;
    let fit: HashSet<i64> = fit.into_iter().map(|date| date.start).collect();
    for start in wanted.into_iter().filter(|start| !fit.contains(start)) {
        table::insert(tx, &mut date_of(series, start, call.now())).await?;
    }
    Ok(())
}

async fn forget(tx: &mut Transaction, call: &Call, dates: &[Event]) -> Result<()> {
    let ids: Vec<i64> = dates.iter().map(|date| date.id).collect();
    link_table::remove_events(tx, call.scope()?, &ids).await?;
    table::delete(tx, ids, call.now()).await
}

/// Ends an event: it is deleted, or cancelled. What it needed is free, and the dates of a series are gone.
pub(super) async fn end(call: &Call, id: i64, status: ScheduleEventStatus) -> Result<Event> {
    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    let mut event = table::hold(&mut tx, scope, id).await?.ok_or_else(|| not_found(id))?;
    if let (Some(series), ScheduleEventStatus::Deleted) = (event.parent_id, status) {
        return Err(RECURRENCE_CANT_BE_DELETE.with([id.to_string(), series.to_string()]).into());
    }
    if event.recurrence_type == ScheduleEventRecurrenceType::Recurring {
        let dates = table::dates_of(&mut tx, scope, id).await?;
        forget(&mut tx, call, &dates).await?;
    }
    link_table::remove_events(&mut tx, scope, &[id]).await?;
    event.status = status;
    event.updated_at = call.now();
    table::update(&mut tx, &event).await?;
    tx.commit().await?;
    Ok(event)
}
