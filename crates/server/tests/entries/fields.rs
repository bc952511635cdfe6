//! What may be said about an entry.

use serde_json::json;

use super::common::{Server, refused};
use super::{Caller, admin, not_found, user};
use crate::on_both_stores;

on_both_stores! {
    async fn an_entry_is_made_found_changed_and_deleted(server: Server) {
        let admin = admin(&server).await;
        let added = admin.add(json!({"name": "first", "tags": "a,b", "userId": "ann"})).await;
        let id = added["id"].as_str().unwrap().to_owned();
        assert!(id.len() == 10 && id[1..].starts_with('_'), "{id}");
        assert_eq!(added["objectType"], "KalturaMediaEntry");
        assert_eq!((&added["status"], &added["type"], &added["mediaType"]), (&json!(7), &json!(1), &json!(1)));
        assert_eq!((&added["moderationStatus"], &added["displayInSearch"]), (&json!(6), &json!(1)));
        assert_eq!((&added["userId"], &added["creatorId"]), (&json!("ann"), &json!("ann")));
        assert_eq!((&added["createdAt"], &added["updatedAt"]), (&json!(server.now()), &json!(server.now())));
        let partner = server.account.id;
        let place = format!("/p/{partner}/sp/{partner}00/playManifest/entryId/{id}/format/url/protocol/http");
        assert!(added["dataUrl"].as_str().unwrap().ends_with(&place), "{added}");
        assert_eq!(admin.call("user", "get", json!({"userId": "ann"})).await.unwrap()["id"], "ann", "was made");

        assert_eq!(admin.get(&id).await.unwrap(), added);
        server.pass(10);
        let changed = admin.update(&id, json!({"name": "second", "description": "d"})).await.unwrap();
        assert_eq!((&changed["name"], &changed["tags"]), (&json!("second"), &json!("a,b")), "what is left out stays");
        assert_eq!(changed["updatedAt"], server.now());
        assert_eq!(admin.get(&id).await.unwrap()["description"], "d");

        assert_eq!(admin.call("media", "delete", json!({"entryId": id})).await.unwrap(), json!(null));
        assert_eq!(admin.get(&id).await, not_found(&id));
        assert_eq!(admin.update(&id, json!({"name": "third"})).await, not_found(&id));
        let deleted = admin.names(json!({"statusEqual": "3"})).await;
        assert_eq!(deleted, ["second"], "lists that ask for deleted ones have them");
        assert_eq!(admin.names(json!({"statusIn": "2,7"})).await, [""; 0]);
    }

    async fn what_is_not_there_is_not_found(server: Server) {
        let admin = admin(&server).await;
        for id in ["0_00000000", "1_zzzzzzzz", "", "0", "x", "0_ä0000000", "0_000000000"] {
            assert_eq!(admin.get(id).await, not_found(id), "{id}");
            assert_eq!(admin.call("media", "get", json!({"entryId": id})).await, not_found(id), "{id}");
            assert_eq!(admin.call("baseEntry", "delete", json!({"entryId": id})).await, not_found(id), "{id}");
            assert_eq!(admin.call("media", "approve", json!({"entryId": id})).await, not_found(id), "{id}");
        }
        let text = admin.call("data", "add", json!({"dataEntry": {"name": "t", "dataContent": "hello"}})).await.unwrap();
        assert_eq!((&text["type"], &text["status"], &text["dataContent"]), (&json!(6), &json!(2), &json!("hello")));
        let id = text["id"].as_str().unwrap();
        assert_eq!(admin.call("media", "get", json!({"entryId": id})).await, not_found(id), "another type");
        assert_eq!(admin.get(id).await.unwrap()["objectType"], "KalturaDataEntry");
        let both = admin.call("baseEntry", "getByIds", json!({"entryIds": format!("{id},0_00000000")})).await.unwrap();
        assert_eq!(both.as_array().unwrap().len(), 1);
    }

    async fn each_field_has_its_rule(server: Server) {
        let admin = admin(&server).await;
        let media = async |entry| admin.call("media", "add", json!({"entry": entry})).await;
        assert_eq!(
            media(json!({"name": "x"})).await,
            refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaMediaEntry::mediaType"}))
        );
        let read_only = refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaMediaEntry::plays"}));
        assert_eq!(media(json!({"mediaType": 1, "plays": 3})).await, read_only);
        assert_eq!(
            media(json!({"mediaType": 1, "startDate": 200, "endDate": 200})).await,
            refused("INVALID_ENTRY_SCHEDULE_DATES", json!([]))
        );
        assert_eq!(
            media(json!({"mediaType": 1, "referenceId": "x"})).await,
            refused("PROPERTY_VALIDATION_MIN_LENGTH", json!({"PROP_NAME": "KalturaBaseEntry::referenceId", "MIN_LEN": "2"}))
        );
        let id = admin.add_id(json!({"startDate": 2_000_000_000, "referenceId": "ref"})).await;
        assert_eq!(
            admin.update(&id, json!({"endDate": 1_999_999_999})).await,
            refused("INVALID_ENTRY_SCHEDULE_DATES", json!([])),
            "the other date is the stored one"
        );
        let open = admin.update(&id, json!({"startDate": -1, "endDate": 1_999_999_999})).await.unwrap();
        assert_eq!((open.get("startDate"), &open["endDate"]), (None, &json!(1_999_999_999)));

        assert_eq!(admin.update(&id, json!({"parentEntryId": "0_zzzzzzzz"})).await, refused("PARENT_ENTRY_ID_NOT_FOUND", json!({"ID": "0_zzzzzzzz"})));
        assert_eq!(admin.update(&id, json!({"parentEntryId": id})).await, refused("CYCLE_IN_PARENTAGE", json!([])));
        let child = admin.add_id(json!({"parentEntryId": id})).await;
        assert_eq!(admin.update(&id, json!({"parentEntryId": child})).await, refused("CYCLE_IN_PARENTAGE", json!([])));
        assert_eq!(
            admin.update(&child, json!({"startDate": 5})).await,
            refused("ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN", json!({"ID": child}))
        );
        assert_eq!(admin.update(&id, json!({"redirectEntryId": "0_zzzzzzzz"})).await, not_found("0_zzzzzzzz"));
        assert_eq!(admin.update(&id, json!({"displayInSearch": 2})).await.unwrap_err().code, "INVALID_ENUM_VALUE");
        assert_eq!(admin.get(&id).await.unwrap()["referenceId"], "ref", "nothing of what was refused is there");
    }

    async fn plain_users_do_not_set_what_needs_a_permission(server: Server) {
        let ann = user(&server, "ann", "").await;
        let added = ann.add(json!({"name": "n", "startDate": 100, "referenceId": "ref", "tags": "t"})).await;
        assert_eq!((added.get("startDate"), added.get("referenceId"), &added["tags"]), (None, None, &json!("t")), "dropped");
        let refusal = refused("PROPERTY_VALIDATION_ADMIN_PROPERTY", json!({"PROP_NAME": "KalturaBaseEntry::adminTags"}));
        assert_eq!(ann.call("media", "add", json!({"entry": {"mediaType": 1, "adminTags": "a"}})).await, refusal);
        let may = user(&server, "ann", "editadmintags:*").await;
        assert_eq!(may.add(json!({"adminTags": "a"})).await["adminTags"], "a");
    }

    async fn votes_and_complaints_are_counted(server: Server) {
        let admin = admin(&server).await;
        let id = admin.add_id(json!({"name": "n"})).await;
        let widget = Caller { server: &server, ks: server.widget().await };
        for rank in [0, 6, -1] {
            assert_eq!(widget.call("media", "anonymousRank", json!({"entryId": id, "rank": rank})).await, refused("INVALID_RANK_VALUE", json!([])));
        }
        for rank in [5, 2] {
            widget.call("media", "anonymousRank", json!({"entryId": id, "rank": rank})).await.unwrap();
        }
        let entry = admin.get(&id).await.unwrap();
        assert_eq!((&entry["votes"], &entry["totalRank"], &entry["rank"]), (&json!(2), &json!(7), &json!(3.5)));

        let complain = async || widget.call("baseEntry", "flag", json!({"moderationFlag": {"flaggedEntryId": id, "flagType": 4, "comments": "ads"}})).await;
        complain().await.unwrap();
        complain().await.unwrap();
        let entry = admin.get(&id).await.unwrap();
        assert_eq!((&entry["moderationStatus"], &entry["moderationCount"]), (&json!(5), &json!(2)));
        let flags = admin.call("media", "listFlags", json!({"entryId": id})).await.unwrap();
        assert_eq!((&flags["totalCount"], &flags["objects"][0]["comments"], &flags["objects"][0]["flagType"]), (&json!(2), &json!("ads"), &json!(4)));
        admin.call("media", "reject", json!({"entryId": id})).await.unwrap();
        let entry = admin.get(&id).await.unwrap();
        assert_eq!((&entry["moderationStatus"], &entry["moderationCount"]), (&json!(3), &json!(0)));
        assert_eq!(admin.call("media", "listFlags", json!({"entryId": id})).await.unwrap()["totalCount"], 0);
        assert_eq!(complain().await, refused("ENTRY_CANNOT_BE_FLAGGED", json!([])));
        admin.call("baseEntry", "approve", json!({"entryId": id})).await.unwrap();
        assert_eq!(admin.get(&id).await.unwrap()["moderationStatus"], 2);
    }

    async fn texts_have_versions_and_may_be_left_out(server: Server) {
        let admin = admin(&server).await;
        let text = admin.call("data", "add", json!({"dataEntry": {"dataContent": "one", "retrieveDataContentByGet": false}})).await.unwrap();
        assert_eq!(text["dataContent"], "", "left out");
        let id = text["id"].as_str().unwrap();
        let change = async |entry| admin.call("data", "update", json!({"entryId": id, "documentEntry": entry})).await.unwrap();
        let first = change(json!({"dataContent": "two"})).await;
        assert_eq!(first["dataContent"], "two", "what an update leaves out switches it on again");
        let same = change(json!({"dataContent": "two"})).await;
        assert_eq!(same["version"], first["version"]);
        assert_ne!(change(json!({"dataContent": "three"})).await["version"], first["version"]);
    }
}
