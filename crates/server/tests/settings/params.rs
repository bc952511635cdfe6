//! `flavorParams` and `thumbParams` (reference: more-services.md §1.1, §1.2, §1.6).

use serde_json::{Value, json};

use super::common::{Outcome, Server, refused};
use super::{admin, all, forbidden, needed, set_by_server, stranger, too_short, user};
use crate::on_both_stores;

fn unknown(id: &Value) -> Outcome {
    refused("FLAVOR_PARAMS_ID_NOT_FOUND", json!({"ID": id.to_string()}))
}

on_both_stores! {
    async fn every_account_has_the_flavours_of_the_installation(server: Server) {
        let admin = admin(&server).await;
        let list = admin.ok("flavorParams", "list", json!({"pager": {"pageSize": 500}})).await;
        assert_eq!(list["objectType"], "KalturaFlavorParamsListResponse");
        let ids: Vec<i64> = all(&list, "id").iter().map(|id| id.as_i64().unwrap()).collect();
        assert_eq!(ids[..9], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert!(!ids.contains(&-1) && !ids.contains(&9) && !ids.contains(&19), "{ids:?}");
        assert!(ids.contains(&32), "live streams are among the account's features");
        let of = |id: i64| list["objects"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        assert_eq!((&of(0)["name"], &of(0)["tags"], &of(0)["systemName"]), (&json!("Source"), &json!("source"), &json!("Source")));
        let two = of(2);
        assert_eq!(two["name"], "Basic/Small - WEB/MBL (H264/400)");
        assert_eq!(two["tags"], "mobile,web,mbr,iphone,iphonenew,ipad,ipadnew,dash");
        assert_eq!((&two["format"], &two["videoCodec"], &two["videoBitrate"]), (&json!("mp4"), &json!("h264b"), &json!(400)));
        assert_eq!((&two["audioCodec"], &two["audioBitrate"], &two["width"], &two["height"]), (&json!("aac"), &json!(64), &json!(0), &json!(360)));
        assert_eq!((&two["partnerId"], &two["isSystemDefault"], &two["objectType"]), (&json!(0), &json!(1), &json!("KalturaFlavorParams")));
        assert_eq!((&of(7)["videoBitrate"], &of(7)["videoCodec"], &of(8)["format"]), (&json!(4000), &json!("h264h"), &json!("webm")));

        let generic = admin.ok("flavorParams", "get", json!({"id": -1})).await;
        assert_eq!((&generic["systemName"], &generic["isSystemDefault"]), (&json!("Generic(H264)"), &json!(0)));
        for hidden in [19, 10] {
            assert_eq!(admin.call("flavorParams", "get", json!({"id": hidden})).await, unknown(&json!(hidden)));
        }
        let by_name = admin.ok("flavorParams", "list", json!({"filter": {"systemNameEqual": "mobile(3gp)"}})).await;
        assert_eq!(all(&by_name, "id"), [json!(1)]);
        let by_tags = admin.ok("flavorParams", "list", json!({"filter": {"tagsEqual": "html5,webm", "formatEqual": "webm", "isSystemDefaultEqual": 1}})).await;
        assert_eq!(all(&by_tags, "id"), [json!(8)]);
        let own = admin.ok("flavorParams", "list", json!({"filter": {"isSystemDefaultEqual": 0}})).await;
        assert_eq!(own["totalCount"], 0);
        let live = admin.ok("flavorParams", "list", json!({"filter": {"objectType": "KalturaLiveParamsFilter"}})).await;
        assert_eq!(all(&live, "id"), [json!(32), json!(36), json!(37)]);
    }

    async fn flavours_are_added_changed_and_deleted(server: Server) {
        let (admin, stranger, ann) = (admin(&server).await, stranger(&server).await, user(&server, "ann").await);
        let add = async |sent: Value| admin.call("flavorParams", "add", json!({"flavorParams": sent})).await;
        assert_eq!(add(json!({"tags": "x"})).await, needed("KalturaFlavorParams::name"));
        assert_eq!(add(json!({"name": ""})).await, too_short("KalturaFlavorParams::name", "1"));
        assert_eq!(add(json!({"name": "n", "isSystemDefault": 1})).await, set_by_server("KalturaFlavorParams::isSystemDefault"));
        let plain = add(json!({"name": "Mine", "partnerId": 0})).await.unwrap();
        assert_eq!(plain["partnerId"], server.account.id);
        assert_eq!((&plain["systemName"], &plain["description"], &plain["isSystemDefault"]), (&json!(""), &json!(""), &json!(0)));
        assert_eq!((&plain["videoBitrate"], &plain["frameRate"], &plain["audioLanguages"]), (&json!(0), &json!(0), &json!([])));
        let live = add(json!({"objectType": "KalturaLiveParams", "name": "Live", "streamSuffix": "9", "multiStream": "{\"audio\":{\"languages\":[\"eng\",\"spa\"]}}", "requiredPermissions": []})).await.unwrap();
        assert_eq!((&live["objectType"], &live["streamSuffix"]), (&json!("KalturaLiveParams"), &json!("9")));
        assert_eq!(live["audioLanguages"][1]["value"], "spa");
        let own = admin.ok("flavorParams", "list", json!({"filter": {"isSystemDefaultEqual": 0}})).await;
        assert_eq!(all(&own, "objectType"), [json!("KalturaFlavorParams"), json!("KalturaLiveParams")]);
        let only = admin.ok("flavorParams", "list", json!({"filter": {"objectType": "KalturaLiveParamsFilter"}})).await;
        assert_eq!(all(&only, "id"), [json!(32), json!(36), json!(37), live["id"].clone()]);

        let id = &plain["id"];
        let changed = admin.ok("flavorParams", "update", json!({"id": id, "flavorParams": {"videoBitrate": 700, "twoPass": true, "name__null": ""}})).await;
        assert_eq!((&changed["videoBitrate"], &changed["twoPass"], &changed["name"]), (&json!(700), &json!(true), &json!("Mine")));
        assert_eq!(admin.ok("flavorParams", "get", json!({"id": id})).await, changed);
        let empty = admin.call("flavorParams", "update", json!({"id": id, "flavorParams": {"name": ""}})).await;
        assert_eq!(empty, too_short("KalturaFlavorParams::name", "1"));
        for (caller, id) in [(&stranger, id), (&admin, &json!(2)), (&admin, &json!(987_654))] {
            assert_eq!(caller.call("flavorParams", "update", json!({"id": id, "flavorParams": {}})).await, unknown(id));
            assert_eq!(caller.call("flavorParams", "delete", json!({"id": id})).await, unknown(id));
        }
        assert_eq!(stranger.call("flavorParams", "get", json!({"id": id})).await, unknown(id));
        assert_eq!(admin.call("thumbParams", "get", json!({"id": id})).await, unknown(id), "it is no thumbnail");
        assert_eq!(admin.call("thumbParams", "delete", json!({"id": id})).await, unknown(id), "it is no thumbnail");
        for action in ["add", "get", "list", "update", "delete", "getByConversionProfileId"] {
            let params = json!({"id": id, "flavorParams": {"name": "n"}, "conversionProfileId": 1});
            assert_eq!(ann.call("flavorParams", action, params).await, forbidden(&format!("flavorParams->{action}")));
        }
        assert_eq!(admin.ok("flavorParams", "delete", json!({"id": id})).await, Value::Null);
        assert_eq!(admin.call("flavorParams", "get", json!({"id": id})).await, unknown(id));
    }

    async fn thumbnails_have_their_own_list_and_limits(server: Server) {
        let admin = admin(&server).await;
        let list = admin.ok("thumbParams", "list", json!({})).await;
        assert_eq!((&list["totalCount"], &list["objects"][0]["id"]), (&json!(1), &json!(19)));
        let default = &list["objects"][0];
        assert_eq!((&default["objectType"], &default["name"], &default["tags"]), (&json!("KalturaThumbParams"), &json!("Default Thumbnail"), &json!("default_thumb")));
        assert_eq!((&default["quality"], &default["cropType"], &default["videoOffset"], &default["width"]), (&json!(100), &json!(1), &json!(3), &json!(0)));
        assert_eq!(admin.call("thumbParams", "add", json!({"thumbParams": {}})).await, needed("KalturaThumbParams::name"));
        for (property, value, below, limit) in [
            ("quality", json!(19), true, "20"),
            ("quality", json!(101), false, "100"),
            ("cropX", json!(-1), true, "0"),
            ("cropWidth", json!(10_001), false, "10000"),
            ("height", json!(10_001), false, "10000"),
            ("scaleWidth", json!(10.5), false, "10"),
            ("density", json!(-1), true, "0"),
            ("videoOffset", json!(-0.5), true, "0"),
            ("videoOffsetInPercentage", json!(101), false, "100"),
        ] {
            let mut sent = json!({"name": "n"});
            sent[property] = value;
            let (code, name) = if below { ("PROPERTY_VALIDATION_MIN_VALUE", "MIN_VAL") } else { ("PROPERTY_VALIDATION_MAX_VALUE", "MAX_VAL") };
            let mut args = json!({"PROP_NAME": format!("KalturaThumbParams::{property}")});
            args[name] = json!(limit);
            assert_eq!(admin.call("thumbParams", "add", json!({"thumbParams": sent})).await, refused(code, args));
        }
        for color in ["", "1234567", "red"] {
            let refusal = admin.call("thumbParams", "add", json!({"thumbParams": {"name": "n", "backgroundColor": color}})).await.unwrap_err();
            assert_eq!((refusal.code.as_str(), &refusal.args["PROP_NAME"]), ("PROPERTY_VALIDATION_WRONG_FORMAT", &json!("KalturaThumbParams::backgroundColor")));
        }
        let own = admin.ok("thumbParams", "add", json!({"thumbParams": {"name": "Wide", "width": 320, "backgroundColor": "00ff00", "interval": 5}})).await;
        assert_eq!((&own["width"], &own["backgroundColor"], &own["interval"]), (&json!(320), &json!("00ff00"), &json!(5)));
        let id = &own["id"];
        let changed = admin.ok("thumbParams", "update", json!({"id": id, "thumbParams": {"quality": 20}})).await;
        assert_eq!((&changed["quality"], &changed["width"]), (&json!(20), &json!(320)));
        assert!(admin.call("thumbParams", "update", json!({"id": id, "thumbParams": {"quality": 1}})).await.is_err());
        assert_eq!(admin.call("thumbParams", "update", json!({"id": 19, "thumbParams": {}})).await, unknown(&json!(19)));
        assert_eq!(admin.call("flavorParams", "get", json!({"id": id})).await, unknown(id));
        admin.ok("thumbParams", "delete", json!({"id": id})).await;
        assert_eq!(admin.call("thumbParams", "get", json!({"id": id})).await, unknown(id));
    }
}
