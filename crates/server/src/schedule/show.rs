//! Events as the API shows them.

use std::collections::HashMap;

use contract::Time;

use super::event_model::{
    AnyScheduleEvent, EntryScheduleEvent, RecordScheduleEvent, ScheduleEvent, ScheduleEventRecurrenceType,
};
use super::event_table::{self as table, Event};
use crate::call::Call;
use crate::error::Result;

/// An event; what a date of a series does not say itself, the series says.
pub(super) fn whole(event: &Event, series: Option<&Event>) -> Result<RecordScheduleEvent> {
    let more = match series {
        Some(series) => event.more.over(&series.more),
        None => event.more.clone(),
    };
    let own: RecordScheduleEvent = more.show()?;
    let EntryScheduleEvent { base, template_entry_id, entry_ids, category_ids, .. } = own.base;
    Ok(RecordScheduleEvent {
        base: EntryScheduleEvent {
            base: ScheduleEvent {
                id: event.id.into(),
                partner_id: event.partner_id.into(),
                parent_id: event.parent_id.into(),
                status: event.status.into(),
                start_date: Time(event.start).into(),
                end_date: Time(event.end).into(),
                recurrence_type: event.recurrence_type.into(),
                duration: event.length().into(),
                created_at: Time(event.created_at).into(),
                updated_at: Time(event.updated_at).into(),
                ..base
            },
            template_entry_id,
            entry_ids,
            category_ids,
            blackout_conflicts: None.into(),
        },
    })
}

/// Events as the API shows them.
pub(super) async fn all_shown(call: &Call, events: &[Event]) -> Result<Vec<AnyScheduleEvent>> {
    let is_date = |event: &&Event| event.recurrence_type == ScheduleEventRecurrenceType::Recurrence;
    let series: Vec<i64> = events.iter().filter(is_date).filter_map(|event| event.parent_id).collect();
    let mut known = HashMap::new();
    if !series.is_empty() {
        for event in table::find_all(call.app(), call.scope()?, series).await? {
            known.insert(event.id, event);
        }
    }
    let shown = |event: &Event| {
        let series = event.parent_id.and_then(|id| known.get(&id));
        Ok(AnyScheduleEvent::Record(whole(event, series)?))
    };
    events.iter().map(shown).collect()
}
