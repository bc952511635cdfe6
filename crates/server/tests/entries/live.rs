//! `liveStream`, which keeps what is known of streams and receives none (reference: more-services.md §2).

use serde_json::{Value, json};

use super::common::{Server, refused};
use super::{Caller, admin, not_found, user};
use crate::on_both_stores;

async fn add(caller: &Caller<'_>, stream: Value) -> Value {
    let mut sent = json!({"objectType": "KalturaLiveStreamEntry", "mediaType": 201, "name": "stream"});
    sent.as_object_mut().unwrap().extend(stream.as_object().unwrap().clone());
    caller.call("liveStream", "add", json!({"liveStreamEntry": sent})).await.unwrap()
}

async fn get(caller: &Caller<'_>, id: &Value) -> Value {
    caller.call("liveStream", "get", json!({"entryId": id})).await.unwrap()
}

on_both_stores! {
    async fn a_stream_is_kept_and_offline(server: Server) {
        let admin = admin(&server).await;
        let stream = add(&admin, json!({"dvrStatus": 1, "dvrWindow": 30, "bitrates": [{"bitrate": 900, "width": 640, "height": 360}]})).await;
        for (property, expected) in [
            ("objectType", json!("KalturaLiveStreamEntry")), ("type", json!(7)), ("status", json!(2)), ("mediaType", json!(201)),
            ("sourceType", json!(32)), ("liveStatus", json!(0)), ("recordStatus", json!(0)), ("recordingStatus", json!(3)),
            ("explicitLive", json!(0)), ("viewMode", json!(1)), ("segmentDuration", json!(6000)), ("streamName", json!("%i")),
            ("lastElapsedRecordingTime", json!(0)), ("liveStreamConfigurations", json!([])), ("dvrStatus", json!(1)), ("dvrWindow", json!(30)),
        ] {
            assert_eq!(stream[property], expected, "{property} of {stream}");
        }
        for property in ["firstBroadcast", "recordedEntryId", "primaryBroadcastingUrl", "broadcastTime"] {
            assert!(stream[property].is_null(), "{property} of {stream}");
        }
        assert_eq!(stream["bitrates"][0]["bitrate"], 900);
        let password = stream["streamPassword"].as_str().unwrap();
        assert!(password.len() == 8 && password.bytes().all(|digit| digit.is_ascii_hexdigit()), "{password}");
        let live = json!({"ks": admin.ks, "filter": {"typeEqual": 2}});
        let profiles = server.call("conversionProfile", "list", live).await.unwrap();
        assert_eq!(stream["conversionProfileId"], profiles["objects"][0]["id"], "the live default");

        let id = &stream["id"];
        assert_eq!(admin.call("liveStream", "isLive", json!({"id": id, "protocol": "hls"})).await.unwrap(), false);
        let details = admin.call("liveStream", "getDetails", json!({"id": id})).await.unwrap();
        assert_eq!((&details["broadcastStatus"], &details["wasBroadcast"]), (&json!(1), &json!(false)));
        // Without a session, too.
        let bare = json!({"id": id, "partnerId": server.account.id});
        assert_eq!(server.call("liveStream", "isLive", bare).await.unwrap(), false);

        let update = json!({"entryId": id, "liveStreamEntry": {"explicitLive": 1, "description": "new", "dvrWindow__null": ""}});
        let changed = admin.call("liveStream", "update", update).await.unwrap();
        assert_eq!((&changed["viewMode"], &changed["recordingStatus"], &changed["description"]), (&json!(0), &json!(0), &json!("new")));
        assert!(changed["dvrWindow"].is_null() && changed["dvrStatus"] == 1, "{changed}");
        assert_eq!(changed["streamPassword"], *password, "what is not sent stays");
        let again = admin.call("liveStream", "regenerateStreamToken", json!({"entryId": id})).await.unwrap();
        assert_ne!(again["streamPassword"], *password);

        let listed = admin.call("liveStream", "list", json!({})).await.unwrap();
        assert_eq!((&listed["totalCount"], &listed["objects"][0]["id"]), (&json!(1), id));
        assert_eq!(listed["objectType"], "KalturaLiveStreamListResponse");
        let live = json!({"filter": {"objectType": "KalturaLiveStreamEntryFilter", "isLive": 1}});
        assert_eq!(admin.call("liveStream", "list", live).await.unwrap()["totalCount"], 0, "none is live");
        let ordered = json!({"filter": {"objectType": "KalturaLiveStreamEntryFilter", "orderBy": "-firstBroadcast", "idEqual": id}});
        assert_eq!(admin.call("liveStream", "list", ordered).await.unwrap()["totalCount"], 1);
        // Among all entries, in the class of its type (reference: content-access.md §5).
        assert_eq!(admin.get(id.as_str().unwrap()).await.unwrap()["objectType"], "KalturaLiveStreamAdminEntry");
        let ann = user(&server, "ann", "").await;
        assert_eq!(ann.get(id.as_str().unwrap()).await.unwrap()["objectType"], "KalturaLiveStreamEntry");
        admin.call("liveStream", "delete", json!({"entryId": id})).await.unwrap();
        assert_eq!(admin.call("liveStream", "get", json!({"entryId": id})).await, not_found(id.as_str().unwrap()));
    }

    async fn where_a_stream_is_sent_is_for_those_who_may_change_it(server: Server) {
        let admin = admin(&server).await;
        let secret = json!({"srtPass": "ten-or-more", "primaryBroadcastingUrl": "rtmp://in.example.org/live", "primarySrtStreamId": "a", "userId": "owner", "entitledUsersEdit": "editor", "streamPassword": "hush"});
        let stream = add(&admin, secret).await;
        let id = &stream["id"];
        assert_eq!((&stream["streamPassword"], &stream["srtPass"]), (&json!("hush"), &json!("ten-or-more")));
        for (name, privileges, may) in [
            ("owner", "", true), ("EDITOR", "", true), ("ann", &*format!("edit:{}", id.as_str().unwrap()), true),
            ("ann", "", false), ("", "widget:1,view:*", false), ("ann", "edit:0_another1", false),
        ] {
            let shown = get(&user(&server, name, privileges).await, id).await;
            for property in ["srtPass", "primaryBroadcastingUrl", "primarySrtStreamId"] {
                assert_eq!(!shown[property].is_null(), may, "{property} for {name} {privileges}");
            }
            assert!(shown["streamPassword"].is_null(), "a permission is needed: {shown}");
        }
        // Nobody owns a stream without an owner.
        let nobodys = json!({"entryId": id, "baseEntry": {"userId": ""}});
        admin.call("baseEntry", "update", nobodys).await.unwrap();
        assert!(get(&user(&server, "", "").await, id).await["srtPass"].is_null());
        let lists = user(&server, "ann", "list:*").await.call("liveStream", "list", json!({})).await.unwrap();
        assert!(lists["objects"][0]["srtPass"].is_null() && lists["totalCount"] == 1, "{lists}");
    }

    async fn what_no_stream_can_be_is_refused(server: Server) {
        let admin = admin(&server).await;
        let code = async |stream: Value| {
            admin.call("liveStream", "add", json!({"liveStreamEntry": stream})).await.unwrap_err().code
        };
        assert_eq!(code(json!({"name": "x"})).await, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
        for source in ["31", "29", "1"] {
            assert_eq!(code(json!({"mediaType": 201, "sourceType": source})).await, "ENTRY_SOURCE_TYPE_NOT_SUPPORTED", "{source}");
        }
        assert_eq!(code(json!({"mediaType": 201, "srtPass": "too short"})).await, "PROPERTY_VALIDATION_MIN_LENGTH");
        assert_eq!(code(json!({"mediaType": 201, "srtPass": "x".repeat(80)})).await, "PROPERTY_VALIDATION_MAX_LENGTH");
        assert_eq!(code(json!({"mediaType": 201, "recordStatus": 1})).await, "RECORDING_DISABLED");
        assert_eq!(code(json!({"mediaType": 201, "segmentDuration": 4000})).await, "DYNAMIC_SEGMENT_DURATION_DISABLED");
        let media = server.call("conversionProfile", "list", json!({"ks": admin.ks, "filter": {"typeEqual": 1}})).await.unwrap();
        let media = media["objects"][0]["id"].clone();
        assert_eq!(code(json!({"mediaType": 201, "conversionProfileId": media})).await, "CONVERSION_PROFILE_ID_NOT_FOUND");
        assert_eq!(add(&admin, json!({"conversionProfileId": -1})).await["conversionProfileId"], -1);

        let film = admin.add_id(json!({"name": "film"})).await;
        assert_eq!(admin.call("liveStream", "get", json!({"entryId": film})).await, not_found(&film));
        let invalid = |id: &str| refused("INVALID_ENTRY_ID", json!({"ID": id}));
        for id in [film.as_str(), "0_absent00"] {
            for action in ["isLive", "getDetails"] {
                assert_eq!(admin.call("liveStream", action, json!({"id": id})).await, invalid(id), "{action}");
            }
        }
        let elsewhere = add(&admin, json!({"sourceType": "30"})).await["id"].clone();
        let unknown = admin.call("liveStream", "isLive", json!({"id": elsewhere, "protocol": "hds"})).await;
        assert_eq!(unknown, refused("LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED", json!({"PROT": "hds"})));
        let by_entries = json!({"entry": {"objectType": "KalturaLiveStreamEntry", "mediaType": 201}});
        assert_eq!(admin.call("baseEntry", "add", by_entries).await.unwrap_err().code, "ENTRY_TYPE_NOT_SUPPORTED");

        // Without the feature the service is closed, to readers as well.
        let stream = add(&admin, json!({})).await["id"].clone();
        let mut tx = server.app.store.begin().await.unwrap();
        boxoffice::permission::switch(&mut tx, server.account.id, "FEATURE_LIVE_STREAM", false, server.now()).await.unwrap();
        tx.commit().await.unwrap();
        for (action, name) in [("get", "entryId"), ("isLive", "id"), ("getDetails", "id")] {
            let closed = admin.call("liveStream", action, json!({name: stream})).await;
            assert_eq!(closed, refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("liveStream->{action}")})));
        }
        assert_eq!(admin.call("liveStream", "list", json!({})).await.unwrap_err().code, "SERVICE_FORBIDDEN");
    }
}
