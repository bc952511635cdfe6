//! Fields, and what each kind must be (reference: search-metadata.md §6.1, §6.2, §7).

use serde_json::json;

use super::*;
use crate::on_both_stores;

on_both_stores! {
    async fn each_kind_shows_its_fields(server: Server) {
        let entry = video(&server, 60_000).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let code = ann.add("CodeCuePoint", &entry, json!({"code": "poll", "description": "what", "tags": "a,b",
            "startTime": 1000, "triggeredAt": 1_700_000_000, "partnerSortValue": 7, "forceStop": 1, "thumbOffset": 3,
            "partnerData": "x", "systemName": "first", "cuePointType": "adCuePoint.Ad"})).await;
        let number = code["intId"].as_i64().unwrap();
        for (name, value) in [
            ("objectType", json!("KalturaCodeCuePoint")), ("cuePointType", json!("codeCuePoint.Code")), ("status", json!(1)),
            ("entryId", json!(entry)), ("partnerId", json!(server.account.id)), ("createdAt", json!(server.now())),
            ("updatedAt", json!(server.now())), ("triggeredAt", json!(1_700_000_000)), ("tags", json!("a,b")),
            ("startTime", json!(1000)), ("endTime", json!(1000)), ("duration", json!(0)), ("userId", json!("ann")),
            ("partnerData", json!("x")), ("partnerSortValue", json!(7)), ("forceStop", json!(1)), ("thumbOffset", json!(3)),
            ("systemName", json!("first")), ("isMomentary", json!(true)), ("code", json!("poll")), ("description", json!("what")),
        ] {
            assert_eq!(code[name], value, "{name}");
        }
        assert_eq!(ann.get(&id(&code)).await.unwrap(), code);
        let note = ann.add("Annotation", &entry, json!({"text": "well", "startTime": 2000, "endTime": 500_000, "isPublic": 1})).await;
        assert!(note["intId"].as_i64().unwrap() > number, "numbers grow");
        for (name, value) in [
            ("cuePointType", json!("annotation.Annotation")), ("parentId", json!("0")), ("depth", json!(0)), ("childrenCount", json!(0)),
            ("endTime", json!(500_000)), ("duration", json!(498_000)), ("isPublic", json!(1)), ("searchableOnEntry", json!(1)),
            ("isMomentary", json!(false)),
        ] {
            assert_eq!(note[name], value, "{name}: annotations about no other may end anywhere");
        }
        let note = ann.add("Annotation", &entry, json!({"text": "hidden"})).await;
        assert_eq!((&note["isPublic"], &note["startTime"]), (&json!(0), &json!(0)));
        let ad = admin.add("AdCuePoint", &entry, json!({"protocolType": "1", "sourceUrl": "http://ads.example", "adType": "2",
            "title": "Buy", "startTime": 10, "duration": 990})).await;
        assert_eq!((&ad["protocolType"], &ad["adType"], &ad["title"]), (&json!(1), &json!(2), &json!("Buy")));
        assert_eq!((&ad["endTime"], &ad["duration"]), (&json!(1000), &json!(990)));
        let chapter = ann.add("ThumbCuePoint", &entry, json!({"title": "x".repeat(300), "subType": 2, "startTime": 5})).await;
        assert_eq!((&chapter["status"], chapter["title"].as_str().unwrap().len()), (&json!(1), 255));
        let slide = ann.add("ThumbCuePoint", &entry, json!({})).await;
        assert_eq!((&slide["status"], &slide["subType"]), (&json!(4), &json!(1)), "a slide waits for its picture");
        let file = ann.try_add("ThumbCuePoint", &entry, json!({"assetId": "0_nothing0"})).await;
        assert_eq!(file, refused("ASSET_ID_NOT_FOUND", json!({"ID": "0_nothing0"})));
    }

    async fn times_have_their_rules(server: Server) {
        let (entry, live) = (video(&server, 60_000).await, video(&server, 0).await);
        let admin = admin(&server).await;
        let bounds = |id: i64, name: &str, end: i64| json!({"CUE_POINT_ID": id.to_string(), name: end.to_string()});
        let cases = [
            ("AdCuePoint", json!({"endTime": 5}), bare("END_TIME_WITHOUT_START_TIME")),
            ("AdCuePoint", json!({"duration": 5}), bare("END_TIME_WITHOUT_START_TIME")),
            ("CodeCuePoint", json!({"code": "x", "startTime": -1}), bare("START_TIME_CANNOT_BE_LESS_THAN_0")),
            ("CodeCuePoint", json!({"code": "x", "startTime": 60_001}),
                refused("START_TIME_IS_BIGGER_THAN_ENTRY_END_TIME", bounds(60_001, "END_TIME", 60_000))),
            ("AdCuePoint", json!({"startTime": 5, "endTime": 4}), bare("END_TIME_CANNOT_BE_LESS_THAN_START_TIME")),
            ("AdCuePoint", json!({"startTime": 5, "duration": -1}), bare("DURATION_CANNOT_BE_LESS_THAN_START_TIME")),
            ("AdCuePoint", json!({"startTime": 5, "endTime": 60_001}),
                refused("END_TIME_IS_BIGGER_THAN_ENTRY_END_TIME", bounds(60_001, "END_TIME", 60_000))),
            ("AdCuePoint", json!({"startTime": 5, "duration": 60_001}),
                refused("DURATION_IS_BIGGER_THAN_ENTRY_DURATION", bounds(60_001, "DURATION", 60_000))),
            ("CodeCuePoint", json!({"startTime": 5}),
                refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaCodeCuePoint::code"}))),
            ("CodeCuePoint", json!({"startTime": 5, "tags": "x".repeat(256)}),
                refused("PROPERTY_VALIDATION_MAX_LENGTH", json!({"PROP_NAME": "KalturaCodeCuePoint::tags", "MAX_LEN": "255"}))),
            ("Annotation", json!({"text": "x".repeat(32_701)}),
                refused("PROPERTY_VALIDATION_MAX_LENGTH", json!({"PROP_NAME": "KalturaAnnotation::text", "MAX_LEN": "32700"}))),
        ];
        for (class, sent, refusal) in cases {
            assert_eq!(admin.try_add(class, &entry, sent.clone()).await, refusal, "{class} {sent}");
        }
        assert_eq!(admin.ids(json!({"entryIdEqual": entry})).await, [""; 0], "nothing was made");
        // The world's time stands for a beginning, and what has no length has no end.
        let ad = admin.add("AdCuePoint", &entry, json!({"duration": 5, "triggeredAt": 1})).await;
        assert_eq!((&ad["startTime"], &ad["endTime"]), (&json!(0), &json!(5)));
        admin.add("AdCuePoint", &live, json!({"startTime": 60_001, "endTime": i64::from(i32::MAX)})).await;
        let code = admin.add("CodeCuePoint", &entry, json!({"code": "x", "startTime": 5, "endTime": 9})).await;
        assert_eq!(code["endTime"], 5, "no permission lets anybody say where a code ends (permissions.json)");
        let moved = admin.update(&id(&code), "CodeCuePoint", json!({"startTime": 7})).await.unwrap();
        assert_eq!((&moved["startTime"], &moved["endTime"]), (&json!(7), &json!(7)), "a point stays one");

        let ad = admin.add_id("AdCuePoint", &entry, json!({"startTime": 100, "endTime": 200})).await;
        let late = admin.update(&ad, "AdCuePoint", json!({"startTime": 300})).await;
        assert_eq!(late, bare("END_TIME_CANNOT_BE_LESS_THAN_START_TIME"));
        let times = |start: i64, end: i64| json!({"id": ad, "startTime": start, "endTime": end});
        let moved = admin.call("updateCuePointsTimes", times(150, 0)).await.unwrap();
        assert_eq!((&moved["startTime"], &moved["endTime"], &moved["duration"]), (&json!(150), &json!(200), &json!(50)));
        assert_eq!(admin.call("updateCuePointsTimes", times(-1, 0)).await, bare("START_TIME_CANNOT_BE_LESS_THAN_0"));
        let far = refused("END_TIME_IS_BIGGER_THAN_ENTRY_END_TIME", bounds(60_001, "END_TIME", 60_000));
        assert_eq!(admin.call("updateCuePointsTimes", times(1, 60_001)).await, far);
        assert_eq!(admin.get(&ad).await.unwrap(), moved, "nothing of it was written");
    }

    async fn updates_leave_what_is_not_sent(server: Server) {
        let (entry, other) = (video(&server, 0).await, video(&server, 0).await);
        let ann = user(&server, "ann", "").await;
        let note = ann.add_id("Annotation", &entry, json!({"text": "a", "tags": "t", "startTime": 5, "systemName": "one"})).await;
        server.pass(10);
        let now = ann.update(&note, "Annotation", json!({"text": "b", "entryId": entry, "userId": "bob", "tags__null": ""})).await.unwrap();
        assert_eq!((&now["text"], &now["startTime"], &now["userId"], &now["updatedAt"]), (&json!("b"), &json!(5), &json!("ann"), &json!(server.now())));
        assert!(now.get("tags").is_none(), "null takes a value away");
        assert_eq!(ann.update(&note, "Annotation", json!({"entryId": other})).await, bare("CANNOT_UPDATE_ENTRY_ID"));
        assert_eq!(ann.update(&note, "CodeCuePoint", json!({"code": "x"})).await, no_cue(&note), "its class does not change");
        let second = ann.add_id("Annotation", &entry, json!({"text": "c"})).await;
        let taken = refused("CUE_POINT_SYSTEM_NAME_EXISTS", json!({"NAME": "One", "ID": note}));
        assert_eq!(ann.update(&second, "Annotation", json!({"systemName": "One"})).await, taken);
        assert_eq!(ann.try_add("Annotation", &entry, json!({"systemName": "One"})).await, taken);
        ann.add("Annotation", &other, json!({"systemName": "one"})).await;
        ann.call("delete", json!({"id": note})).await.unwrap();
        ann.update(&second, "Annotation", json!({"systemName": "One"})).await.expect("the name is free again");
    }
}
