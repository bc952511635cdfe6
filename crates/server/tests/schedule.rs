//! Scheduling: events, series, and what they need (reference: more-services.md §4).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{Outcome, Server, refused};
use serde_json::{Value, json};

const HOUR: i64 = 3_600;
/// Monday, 27 October 2025, ten o'clock in California, where summer time ends on the Sunday after.
const MONDAY: i64 = 1_761_584_400;
const WEEK: i64 = 7 * 24 * HOUR;

struct Caller<'a> {
    server: &'a Server,
    ks: String,
}

impl Caller<'_> {
    async fn call(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(&format!("schedule_{service}"), action, params).await
    }

    async fn add(&self, more: Value) -> Outcome {
        let mut event = json!({"objectType": "KalturaRecordScheduleEvent", "summary": "lecture", "recurrenceType": 0, "startDate": MONDAY, "endDate": MONDAY + HOUR});
        merge(&mut event, &more);
        self.call("scheduleEvent", "add", json!({"scheduleEvent": event})).await
    }

    /// What the recorder at Berkeley sends: times are fractions.
    async fn lecture(&self) -> Value {
        #[allow(clippy::cast_precision_loss)] // the recorder does so
        let exact = |time: i64| json!(time as f64);
        self.add(json!({
            "classificationType": 1, "comment": "c", "contact": "d", "description": "e", "organizer": "f", "ownerId": "somebody", "recurrenceType": 1,
            "tags": "cs 61a", "templateEntryId": "0_template", "duration": HOUR, "startDate": exact(MONDAY), "endDate": exact(MONDAY + HOUR),
            "recurrence": {"byDay": "MO,WE", "frequency": "weeks", "interval": 1, "name": "weekly", "timeZone": "US/Pacific", "until": exact(MONDAY + 2 * WEEK - 24 * HOUR), "weekStartDay": "MO"},
        })).await.unwrap()
    }

    async fn update(&self, id: &Value, more: Value) -> Outcome {
        let mut event = json!({"objectType": "KalturaRecordScheduleEvent"});
        merge(&mut event, &more);
        self.call("scheduleEvent", "update", json!({"scheduleEventId": id, "scheduleEvent": event})).await
    }

    async fn of_event(&self, action: &str, id: &Value) -> Outcome {
        self.call("scheduleEvent", action, json!({"scheduleEventId": id})).await
    }

    async fn events(&self, filter: Value) -> Vec<Value> {
        self.list("scheduleEvent", filter).await
    }

    async fn list(&self, service: &str, filter: Value) -> Vec<Value> {
        let list = self.call(service, "list", json!({"filter": filter})).await.unwrap();
        let objects = list["objects"].as_array().unwrap().clone();
        assert_eq!(list["totalCount"], objects.len(), "{service} {filter}");
        objects
    }

    async fn room(&self, more: Value) -> Outcome {
        let mut room = json!({"objectType": "KalturaLocationScheduleResource", "name": "room"});
        merge(&mut room, &more);
        self.call("scheduleResource", "add", json!({"scheduleResource": room})).await
    }

    async fn link(&self, event: &Value, resource: &Value) -> Outcome {
        let link = json!({"eventId": event, "resourceId": resource});
        self.call("scheduleEventResource", "add", json!({"scheduleEventResource": link})).await
    }
}

fn merge(object: &mut Value, more: &Value) {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object.as_object_mut().unwrap().retain(|_, value| !value.is_null());
}

async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.start(&server.account, "recorder", 2, "").await }
}

fn no_object(id: &impl ToString) -> Outcome {
    refused("INVALID_OBJECT_ID", json!({"ID": id.to_string()}))
}

fn starts(events: &[Value]) -> Vec<i64> {
    events.iter().map(|event| event["startDate"].as_i64().unwrap()).collect()
}

on_both_stores! {
    async fn an_event_is_made_changed_and_called_off(server: Server) {
        let admin = admin(&server).await;
        let made = admin.add(json!({"ownerId": "somebody", "tags": "red, green"})).await.unwrap();
        for (name, value) in [
            ("objectType", json!("KalturaRecordScheduleEvent")),
            ("summary", json!("lecture")),
            ("status", json!(2)),
            ("recurrenceType", json!(0)),
            ("classificationType", json!(1)),
            ("ownerId", json!("recorder")),
            ("sequence", json!(12)),
            ("startDate", json!(MONDAY)),
            ("endDate", json!(MONDAY + HOUR)),
            ("duration", json!(HOUR)),
            ("partnerId", json!(server.account.id)),
            ("parentId", Value::Null),
            ("createdAt", json!(server.now())),
        ] {
            assert_eq!(made[name], value, "{name}");
        }
        let id = &made["id"];
        assert_eq!(admin.of_event("get", id).await.unwrap(), made);
        let changed = admin.update(id, json!({"description": "more", "startDate": MONDAY + 60})).await.unwrap();
        assert_eq!((&changed["description"], &changed["summary"], &changed["sequence"]), (&json!("more"), &json!("lecture"), &json!(22)));
        assert_eq!((&changed["startDate"], &changed["endDate"]), (&json!(MONDAY + 60), &json!(MONDAY + 60 + HOUR)));
        assert_eq!(admin.events(json!({"tagsLike": "green", "idEqual": id})).await, [changed]);
        let off = admin.of_event("cancel", id).await.unwrap();
        assert_eq!(off["status"], 1);
        assert_eq!(admin.events(json!({"idEqual": id})).await, [off], "it is listed still");
        assert_eq!(admin.of_event("delete", id).await.unwrap()["status"], 3);
        for action in ["get", "cancel", "delete"] {
            assert_eq!(admin.of_event(action, id).await, no_object(id), "{action}");
        }
        assert_eq!(admin.update(id, json!({})).await, no_object(id));
        let list = admin.call("scheduleEvent", "list", json!({})).await.unwrap();
        assert_eq!(list, json!({"objectType": "KalturaScheduleEventListResponse", "totalCount": 0, "objects": []}));
    }

    async fn bad_events_are_refused(server: Server) {
        let admin = admin(&server).await;
        let missing = |name: &str| refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": name}));
        let of_event = |name: &str| missing(&format!("KalturaRecordScheduleEvent::{name}"));
        let invalid = |name: &str| refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": name}));
        let series = |recurrence: Value| json!({"recurrenceType": 1, "duration": HOUR, "recurrence": recurrence});
        let but_one = || refused("PROPERTY_VALIDATION_ALL_MUST_BE_NULL_BUT_ONE", json!({"PROP_NAME": "until / count"}));
        for (sent, refusal) in [
            (json!({"recurrenceType": null}), of_event("recurrenceType")),
            (json!({"summary": null}), of_event("summary")),
            (json!({"startDate": null}), refused("START_TIME_AND_LINKED_TO_NOT_SET", json!([]))),
            (json!({"endDate": null}), of_event("endDate")),
            (json!({"recurrenceType": 1}), of_event("recurrence")),
            (json!({"recurrenceType": 2}), refused("INVALID_ENUM_VALUE", json!({"ENUM_VAL": "2", "PARAM_NAME": "recurrenceType", "ENUM_TYPE": "KalturaScheduleEventRecurrenceType"}))),
            (json!({"endDate": MONDAY - 1}), refused("INVALID_SCHEDULE_END_BEFORE_START", json!({"START": MONDAY.to_string(), "END": (MONDAY - 1).to_string()}))),
            (json!({"endDate": MONDAY + 2 * 365 * 24 * HOUR + 1}), refused("MAX_SCHEDULE_DURATION_REACHED", json!({"MAX": "63072000"}))),
            (json!({"recurrenceType": 1, "duration": 24 * HOUR + 1, "recurrence": {"frequency": "weeks", "count": 2}}), refused("MAX_SCHEDULE_DURATION_REACHED", json!({"MAX": "86400"}))),
            (series(json!({"frequency": "weeks"})), but_one()),
            (series(json!({"frequency": "weeks", "count": 2, "until": MONDAY + WEEK})), but_one()),
            (series(json!({"frequency": "weeks", "until": MONDAY})), refused("PROPERTY_VALIDATION_UNTIL_NOT_VALID", json!({"PROP_NAME": "Recurrence::until"}))),
            (series(json!({"count": 2})), missing("frequency")),
            (series(json!({"frequency": "hours", "count": 2})), invalid("frequency")),
            (series(json!({"frequency": "weeks", "count": 0})), invalid("count")),
            (series(json!({"frequency": "weeks", "count": 2, "interval": 0})), invalid("interval")),
            (series(json!({"frequency": "weeks", "count": 2, "timeZone": "Nowhere/Land"})), invalid("timeZone")),
            (series(json!({"frequency": "weeks", "count": 2, "byDay": "MO,XX"})), invalid("byDay")),
            (series(json!({"frequency": "months", "count": 2, "byDay": "MO"})), invalid("byDay")),
            (series(json!({"frequency": "months", "count": 2, "byMonthDay": "31"})), invalid("byMonthDay")),
            (json!({"linkedTo": {"eventId": 1}}), invalid("linkedTo")),
            (json!({"status": 2}), refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaRecordScheduleEvent::status"}))),
        ] {
            assert_eq!(admin.add(sent.clone()).await, refusal, "{sent}");
        }
        assert!(admin.events(json!({})).await.is_empty());
        assert_eq!(admin.call("scheduleEvent", "list", json!({"filter": {"ownerIdEqual": "nobody-here"}})).await, refused("INVALID_USER_ID", json!([])));
        assert_eq!(admin.call("scheduleEvent", "list", json!({"filter": {"resourceSystemNamesLike": "x"}})).await, invalid("resourceSystemNamesLike"));
    }

    async fn recordings_of_one_entry_are_one_after_another(server: Server) {
        let admin = admin(&server).await;
        let of_entry = |start: i64| json!({"templateEntryId": "0_template", "startDate": start, "endDate": start + HOUR});
        let in_use = refused("SCHEDULE_TIME_IN_USE", json!([]));
        let first = admin.add(of_entry(MONDAY)).await.unwrap();
        for start in [MONDAY, MONDAY - HOUR + 1, MONDAY + HOUR - 1] {
            assert_eq!(admin.add(of_entry(start)).await, in_use);
        }
        let second = admin.add(of_entry(MONDAY + HOUR)).await.unwrap();
        assert_eq!(admin.update(&second["id"], of_entry(MONDAY + 10)).await, in_use);
        assert_eq!(admin.update(&first["id"], json!({"summary": "x"})).await.unwrap()["summary"], "x", "it is not in its own way");
        admin.of_event("cancel", &first["id"]).await.unwrap();
        admin.update(&second["id"], of_entry(MONDAY + 10)).await.expect("nothing is called off twice");
    }

    async fn a_series_has_its_dates(server: Server) {
        let admin = admin(&server).await;
        let series = admin.lecture().await;
        assert_eq!((&series["recurrenceType"], &series["duration"], &series["startDate"], &series["endDate"]), (&json!(1), &json!(HOUR), &json!(MONDAY), &json!(MONDAY + HOUR)));
        assert_eq!((&series["recurrence"]["frequency"], &series["recurrence"]["byDay"], &series["ownerId"]), (&json!("weeks"), &json!("MO,WE"), &json!("recorder")));
        let id = &series["id"];
        let dates = admin.events(json!({"objectType": "KalturaRecordScheduleEventFilter", "parentIdEqual": id})).await;
        // The clock goes back between the second and the third.
        let expected = [MONDAY, MONDAY + 48 * HOUR, MONDAY + WEEK + HOUR, MONDAY + WEEK + 49 * HOUR];
        assert_eq!(starts(&dates), expected);
        for date in &dates {
            assert_eq!((&date["recurrenceType"], &date["parentId"], &date["status"], &date["duration"]), (&json!(2), id, &json!(2), &json!(HOUR)));
            for name in ["summary", "description", "tags", "organizer", "templateEntryId", "ownerId", "recurrence", "classificationType"] {
                assert_eq!(date[name], series[name], "{name} is the series'");
            }
        }
        assert_eq!(admin.events(json!({"recurrenceTypeEqual": 1, "tagsLike": "cs 61a"})).await, std::slice::from_ref(&series));
        let between = json!({"objectType": "KalturaRecordScheduleEventFilter", "startDateGreaterThanOrEqual": MONDAY + 1, "endDateLessThanOrEqual": MONDAY + WEEK + 3 * HOUR, "orderBy": "-startDate"});
        assert_eq!(starts(&admin.events(between).await), [expected[2], expected[1]]);

        // A date has something of its own, the rest follows the series.
        let date = &dates[1]["id"];
        assert_eq!(admin.update(date, json!({"summary": "exam"})).await.unwrap()["summary"], "exam");
        admin.update(id, json!({"summary": "seminar", "description": "new"})).await.unwrap();
        let shown = admin.of_event("get", date).await.unwrap();
        assert_eq!((&shown["summary"], &shown["description"]), (&json!("exam"), &json!("new")));
        assert_eq!(admin.of_event("get", &dates[0]["id"]).await.unwrap()["summary"], "seminar");

        // Dates that fit stay.
        let shorter = json!({"recurrence": {"until": MONDAY + WEEK + 5 * HOUR}});
        assert_eq!(admin.update(id, shorter).await.unwrap()["recurrence"]["byDay"], "MO,WE");
        let left = admin.events(json!({"parentIdEqual": id})).await;
        assert_eq!(left.iter().map(|date| &date["id"]).collect::<Vec<_>>(), dates[..3].iter().map(|date| &date["id"]).collect::<Vec<_>>());
        let by_count = admin.update(id, json!({"recurrence": {"count": 2}})).await.unwrap();
        assert_eq!((&by_count["recurrence"]["count"], &by_count["recurrence"]["until"]), (&json!(2), &Value::Null));
        assert_eq!(admin.events(json!({"parentIdEqual": id})).await.len(), 2);
        let types = |from: &str, to: &str| refused("SCHEDULE_EVENT_TYPE_CANT_BE_UPDATED", json!({"SOURCE_TYPE": from, "TARGET_TYPE": to}));
        assert_eq!(admin.update(id, json!({"recurrenceType": 2})).await, types("1", "2"));
        assert_eq!(admin.update(date, json!({"recurrenceType": 0})).await, types("2", "0"));
        let once = admin.update(id, json!({"recurrenceType": 0})).await.unwrap();
        assert_eq!((&once["recurrence"], &once["sequence"]), (&Value::Null, &json!(1)));
        assert!(admin.events(json!({"parentIdEqual": id})).await.is_empty());
    }

    async fn a_series_ends_with_its_dates_and_a_date_alone(server: Server) {
        let admin = admin(&server).await;
        let series = admin.lecture().await;
        let dates = admin.events(json!({"parentIdEqual": series["id"]})).await;
        let (id, date) = (&series["id"], &dates[0]["id"]);
        let refusal = refused("RECURRENCE_CANT_BE_DELETE", json!({"ID": date.to_string(), "PARENT_ID": id.to_string()}));
        assert_eq!(admin.of_event("delete", date).await, refusal);
        assert_eq!(admin.of_event("cancel", date).await.unwrap()["status"], 1);
        assert_eq!(admin.events(json!({"parentIdEqual": id, "statusEqual": 2})).await.len(), 3);
        assert_eq!(admin.events(json!({"parentIdEqual": id})).await.len(), 4, "it is listed still");
        assert_eq!(admin.of_event("cancel", id).await.unwrap()["status"], 1);
        assert!(admin.events(json!({"parentIdEqual": id})).await.is_empty());
        let other = admin.lecture().await;
        admin.of_event("delete", &other["id"]).await.unwrap();
        assert_eq!(admin.events(json!({})).await.len(), 1);
    }

    async fn rooms_are_found_by_their_names(server: Server) {
        let admin = admin(&server).await;
        assert_eq!(admin.list("scheduleResource", json!({})).await, [] as [Value; 0]);
        let made = admin.room(json!({"systemName": "r-1", "description": "big", "tags": "red"})).await.unwrap();
        assert_eq!((&made["objectType"], &made["status"], &made["name"]), (&json!("KalturaLocationScheduleResource"), &json!(2), &json!("room")));
        assert_eq!(admin.room(json!({"systemName": "r-1"})).await, refused("SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "r-1"})));
        assert_eq!(admin.room(json!({"name": null})).await, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaLocationScheduleResource::name"})));
        assert_eq!(admin.room(json!({"parentId": 999_999})).await, refused("RESOURCE_PARENT_ID_NOT_FOUND", json!({"PARENT_ID": "999999"})));
        let camera = json!({"objectType": "KalturaCameraScheduleResource", "systemName": "r-1", "streamUrl": "rtsp://x", "parentId": made["id"]});
        let camera = admin.room(camera).await.expect("names are of one class");
        assert_eq!((&camera["streamUrl"], &camera["parentId"]), (&json!("rtsp://x"), &made["id"]));
        assert_eq!(admin.list("scheduleResource", json!({})).await, [made.clone(), camera.clone()]);
        for filter in [json!({"objectType": "KalturaCameraScheduleResourceFilter"}), json!({"parentIdEqual": made["id"]}), json!({"idIn": camera["id"].to_string()})] {
            assert_eq!(admin.list("scheduleResource", filter).await, std::slice::from_ref(&camera));
        }
        assert_eq!(admin.list("scheduleResource", json!({"tagsLike": "red", "nameEqual": "room", "systemNameEqual": "r-1"})).await, std::slice::from_ref(&made));
        let of = |id: &Value, more: Value| json!({"scheduleResourceId": id, "scheduleResource": more});
        let id = &made["id"];
        let changed = admin.call("scheduleResource", "update", of(id, json!({"objectType": "KalturaLocationScheduleResource", "name": "hall"}))).await.unwrap();
        assert_eq!((&changed["name"], &changed["description"]), (&json!("hall"), &json!("big")));
        assert_eq!(admin.call("scheduleResource", "get", json!({"scheduleResourceId": id})).await.unwrap(), changed);
        assert_eq!(admin.call("scheduleResource", "delete", json!({"scheduleResourceId": id})).await.unwrap()["status"], 3);
        assert_eq!(admin.call("scheduleResource", "get", json!({"scheduleResourceId": id})).await, no_object(id));
        assert_eq!(admin.list("scheduleResource", json!({"statusEqual": 3})).await.len(), 1, "whoever asks sees it");
        admin.room(json!({"systemName": "r-1"})).await.expect("the name is free again");
    }

    async fn events_need_rooms(server: Server) {
        let admin = admin(&server).await;
        let series = admin.lecture().await;
        let dates = admin.events(json!({"parentIdEqual": series["id"]})).await;
        let (event, date) = (&series["id"], &dates[1]["id"]);
        let (room, hall) = (admin.room(json!({})).await.unwrap(), admin.room(json!({"name": "hall"})).await.unwrap());
        let (room, hall) = (&room["id"], &hall["id"]);
        let made = admin.link(event, room).await.unwrap();
        assert_eq!((&made["objectType"], &made["eventId"], &made["resourceId"]), (&json!("KalturaScheduleEventResource"), event, room));
        let pair = json!({"EVENT_ID": event.to_string(), "RESOURCE_ID": room.to_string()});
        assert_eq!(admin.link(event, room).await, refused("SCHEDULE_EVENT_RESOURCE_ALREADY_EXISTS", pair));
        assert_eq!(admin.link(&json!(999_999), room).await, refused("SCHEDULE_EVENT_ID_NOT_FOUND", json!({"ID": "999999"})));
        assert_eq!(admin.link(event, &json!(999_999)).await, refused("SCHEDULE_RESOURCE_ID_NOT_FOUND", json!({"ID": "999999"})));
        assert_eq!(admin.list("scheduleEventResource", json!({"eventIdEqual": event})).await, std::slice::from_ref(&made));
        assert_eq!(admin.list("scheduleEventResource", json!({"eventIdOrItsParentIdEqual": date})).await, std::slice::from_ref(&made), "the series'");
        let own = admin.link(date, hall).await.unwrap();
        assert_eq!(admin.list("scheduleEventResource", json!({"eventIdOrItsParentIdEqual": date})).await, [own]);
        // An event is found by what it, or its series, needs.
        assert_eq!(admin.events(json!({"resourceIdEqual": room.to_string()})).await.len(), 5);
        assert_eq!(starts(&admin.events(json!({"resourceIdEqual": room.to_string(), "orderBy": "-startDate"})).await)[0], dates[3]["startDate"].as_i64().unwrap());
        assert_eq!(admin.events(json!({"resourceIdsMultiLikeAnd": format!("{room},{hall}")})).await, [dates[1].clone()]);
        assert_eq!(admin.events(json!({"resourceIdsMultiLikeOr": hall.to_string()})).await.len(), 1);
        let of = |event: &Value, room: &Value| json!({"scheduleEventId": event, "scheduleResourceId": room});
        assert_eq!(admin.call("scheduleEventResource", "get", of(event, room)).await.unwrap(), made);
        assert_eq!(admin.call("scheduleEventResource", "delete", of(event, room)).await.unwrap(), Value::Null);
        for action in ["get", "delete"] {
            assert_eq!(admin.call("scheduleEventResource", action, of(event, room)).await, no_object(&format!("{event},{room}")));
        }
        // What is over needs nothing.
        admin.of_event("delete", event).await.unwrap();
        assert_eq!(admin.list("scheduleEventResource", json!({})).await, [] as [Value; 0]);
    }

    async fn schedules_are_for_administrators(server: Server) {
        let user = Caller { server: &server, ks: server.user("ann").await };
        for (service, action) in [("scheduleEvent", "list"), ("scheduleResource", "list"), ("scheduleEventResource", "list")] {
            assert_eq!(user.call(service, action, json!({})).await.unwrap_err().code, "SERVICE_FORBIDDEN");
        }
    }
}
