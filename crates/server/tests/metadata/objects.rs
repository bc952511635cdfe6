use serde_json::{Value, json};

use crate::common::{Outcome, Server, refused, upload};
use crate::{Caller, admin, choice, field, on_both_stores, user, video, widget};

fn not_found(id: &Value) -> Outcome {
    refused("METADATA_NOT_FOUND", json!({"ID": id.to_string()}))
}

fn no_object(id: &str) -> Outcome {
    refused("METADATA_OBJECT_ID_NOT_FOUND", json!({"ID": id}))
}

fn ids(listed: Outcome) -> Vec<Value> {
    let listed = listed.unwrap();
    let found: Vec<Value> =
        listed["objects"].as_array().unwrap().iter().map(|one| one["objectId"].clone()).collect();
    assert_eq!(listed["totalCount"], json!(found.len()));
    found
}

async fn genres(caller: &Caller<'_>, kind: &str) -> i64 {
    caller
        .new_profile(
            kind,
            &[&field("Genre", "textType", true, "unbounded"), &choice("Colour", &["red", "green"])],
        )
        .await
}

const DRAMA: &str = "<metadata><Genre>Drama</Genre></metadata>";

on_both_stores! {
    async fn metadata_are_added_changed_and_deleted(server: Server) {
        let admin = admin(&server).await;
        let profile = genres(&admin, "1").await;
        let entry = video(&server, "ann", "one").await;
        let object = json!(entry);
        assert_eq!(admin.add(987_654, "1", &object, DRAMA).await, refused("METADATA_PROFILE_NOT_FOUND", json!({"ID": "987654"})));
        assert_eq!(
            admin.add(profile, "2", &object, DRAMA).await,
            refused("INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE", json!({"OBJ_TYPE": "2", "META_OBJ_TYPE": "1"}))
        );
        assert_eq!(admin.add(profile, "1", &json!("0_abcdefgh"), DRAMA).await, no_object("0_abcdefgh"));
        for wrong in [
            "", "text", "<other/>", "<metadata><Genre>a</metadata>", "<metadata>text</metadata>", "<metadata><No/></metadata>",
            "<metadata><Colour>blue</Colour></metadata>", "<metadata><Colour>red</Colour><Genre>order</Genre></metadata>",
            "<metadata><Genre a=\"b\">x</Genre></metadata>", "<metadata xmlns=\"urn:x\"/>",
            "<!DOCTYPE metadata [<!ENTITY a \"b\">]><metadata><Genre>&a;</Genre></metadata>",
        ] {
            assert_eq!(admin.add(profile, "1", &object, wrong).await.unwrap_err().code, "INVALID_METADATA_DATA", "{wrong}");
        }
        let deep = format!("{}{}", "<metadata>".repeat(20_000), "</metadata>".repeat(20_000));
        assert_eq!(admin.add(profile, "1", &object, &deep).await.unwrap_err().code, "INVALID_METADATA_DATA");

        server.pass(10);
        let added = admin.add(profile, "1", &object, DRAMA).await.unwrap();
        for (name, wanted) in [
            ("objectId", object.clone()), ("metadataObjectType", json!(1)), ("metadataProfileId", json!(profile)),
            ("metadataProfileVersion", json!(1)), ("version", json!(1)), ("status", json!(1)), ("xml", json!(DRAMA)),
        ] {
            assert_eq!(added[name], wanted, "{name}");
        }
        let known = admin.of("baseEntry", "get", json!({"entryId": entry})).await.unwrap();
        assert_eq!(known["updatedAt"], added["createdAt"], "the entry has changed with its metadata");
        let id = &added["id"];
        assert_eq!(
            admin.add(profile, "1", &object, DRAMA).await,
            refused("METADATA_ALREADY_EXISTS", json!({"ID": id.to_string()}))
        );

        let update = |xml: &str, version: Value| admin.metadata("update", json!({"id": id, "xmlData": xml, "version": version}));
        assert_eq!(admin.metadata("update", json!({"id": id})).await.unwrap(), added, "without a text nothing changes");
        assert_eq!(update(DRAMA, json!(1)).await.unwrap()["version"], json!(1), "the same text is no change");
        let other = DRAMA.replace("Drama", "Comedy");
        assert_eq!(update(&other, json!(7)).await, refused("INVALID_METADATA_VERSION", json!({"VERSION": "1"})));
        assert_eq!(update("<metadata><No/></metadata>", Value::Null).await.unwrap_err().code, "INVALID_METADATA_DATA");
        let changed = update(&other, json!(1)).await.unwrap();
        assert_eq!((&changed["version"], &changed["xml"]), (&json!(2), &json!(other)));
        assert_eq!(admin.metadata("get", json!({"id": id})).await.unwrap(), changed);
        let file = json!({"id": id, "xmlFile": upload("a.xml", DRAMA)});
        assert_eq!(admin.metadata("updateFromFile", file).await.unwrap()["version"], json!(3));
        assert_eq!(
            admin.metadata("updateFromXSL", json!({"id": id, "xslFile": upload("a.xsl", "<x/>")})).await.unwrap_err().code,
            "XSLT_VALIDATION_ERROR"
        );
        admin.metadata("delete", json!({"id": id})).await.unwrap();
        for (action, params) in [("get", json!({"id": id})), ("delete", json!({"id": id})), ("update", json!({"id": id, "xmlData": DRAMA}))] {
            assert_eq!(admin.metadata(action, params).await, not_found(id), "{action}");
        }
        let file = json!({"metadataProfileId": profile, "objectType": "1", "objectId": entry, "xmlFile": upload("a.xml", DRAMA)});
        assert_eq!(admin.metadata("addFromFile", file).await.unwrap()["xml"], json!(DRAMA));
    }

    async fn those_write_who_may_change_the_object(server: Server) {
        let admin = admin(&server).await;
        let profile = genres(&admin, "1").await;
        let entry = json!(video(&server, "ann", "one").await);
        let entry_id = entry.as_str().unwrap();
        let bob = user(&server, "bob", "").await;
        assert_eq!(bob.add(profile, "1", &entry, DRAMA).await, no_object(entry_id));
        let added = user(&server, "ann", "").await.add(profile, "1", &entry, DRAMA).await.unwrap();
        let id = json!({"id": added["id"]});
        assert_eq!(bob.metadata("get", id.clone()).await.unwrap(), added, "who sees the entry sees what is said about it");
        assert_eq!(bob.metadata("update", json!({"id": added["id"], "xmlData": DRAMA})).await, no_object(entry_id));
        assert_eq!(bob.metadata("delete", id.clone()).await, no_object(entry_id));
        let editor = user(&server, "bob", &format!("edit:{entry_id}")).await;
        let xml = DRAMA.replace("Drama", "x");
        assert!(editor.metadata("update", json!({"id": added["id"], "xmlData": xml})).await.is_ok());
        let limited = user(&server, "ann", "limitentry:0_abcdefgh").await;
        assert_eq!(
            limited.add(profile, "1", &entry, DRAMA).await,
            refused("METADATA_NO_PERMISSION_ON_ENTRY", json!({"ID": entry_id}))
        );
        assert_eq!(widget(&server).await.metadata("delete", id).await.unwrap_err().code, "SERVICE_FORBIDDEN");

        let of_users = genres(&admin, "3").await;
        let ann = user(&server, "ann", "").await;
        let own = ann.add(of_users, "3", &json!("ann"), DRAMA).await.unwrap();
        assert_eq!(ann.add(of_users, "3", &json!("bob"), DRAMA).await, no_object("bob"));
        assert_eq!(bob.metadata("get", json!({"id": own["id"]})).await, not_found(&own["id"]));
        let made = admin.add(of_users, "3", &json!("Nobody.Yet"), DRAMA).await.unwrap();
        assert_eq!(made["objectId"], json!("Nobody.Yet"));
        assert!(admin.of("user", "get", json!({"userId": "Nobody.Yet"})).await.is_ok(), "users are made where they are named");
        let of_account = genres(&admin, "4").await;
        let account = json!(server.account.id);
        assert_eq!(ann.add(of_account, "4", &account, DRAMA).await, no_object(&server.account.id.to_string()));
        assert!(admin.add(of_account, "4", &account, DRAMA).await.is_ok());
        let free = genres(&admin, "5").await;
        assert_eq!(ann.add(free, "5", &json!("a thing"), DRAMA).await, no_object("a thing"));
        assert!(admin.add(free, "5", &json!("a thing"), DRAMA).await.is_ok());
        let later = genres(&admin, "6").await;
        assert_eq!(admin.add(later, "6", &json!("1"), DRAMA).await, no_object("1"));
    }

    async fn lists_name_their_objects(server: Server) {
        let admin = admin(&server).await;
        let (profile, second) = (genres(&admin, "1").await, genres(&admin, "1").await);
        let mut entries = Vec::new();
        for name in ["a", "b", "c"] {
            entries.push(json!(video(&server, "ann", name).await));
        }
        for entry in &entries[..2] {
            admin.add(profile, "1", entry, DRAMA).await.unwrap();
        }
        admin.add(second, "1", &entries[0], DRAMA).await.unwrap();
        let all = entries.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join(",");
        let must = refused("MUST_FILTER_ON_OBJECT_ID", json!({}));
        for caller in [&admin, &user(&server, "bob", "").await, &widget(&server).await] {
            let empty = caller.list(json!({"objectIdEqual": entries[2], "metadataObjectTypeEqual": "1"})).await.unwrap();
            assert_eq!((&empty["totalCount"], &empty["objects"]), (&json!(0), &json!([])));
            assert_eq!(ids(caller.list(json!({"objectIdEqual": entries[0]})).await), [entries[0].clone(), entries[0].clone()]);
            assert_eq!(ids(caller.list(json!({"objectIdIn": all, "metadataProfileIdEqual": profile})).await), entries[..2]);
            assert_eq!(ids(caller.list(json!({"objectIdIn": all, "objectIdEqual": entries[1]})).await), entries[1..2]);
            assert_eq!(ids(caller.list(json!({"objectIdEqual": entries[0], "statusEqual": 2})).await), [Value::Null; 0]);
            assert_eq!(ids(caller.list(json!({"objectIdEqual": "0_abcdefgh"})).await), [Value::Null; 0]);
            assert_eq!(caller.list(json!({})).await.unwrap_err().code, must.as_ref().unwrap_err().code);
            assert_eq!(caller.list(json!({"metadataProfileIdEqual": profile})).await.unwrap_err().code, "MUST_FILTER_ON_OBJECT_ID");
            assert_eq!(ids(caller.list(json!({"metadataObjectTypeEqual": "3"})).await), [Value::Null; 0]);
        }
        let free = genres(&admin, "5").await;
        for id in ["x", "y"] {
            admin.add(free, "5", &json!(id), DRAMA).await.unwrap();
        }
        assert_eq!(ids(admin.list(json!({"metadataObjectTypeEqual": "5"})).await), ["x", "y"]);
        assert_eq!(ids(admin.list(json!({"metadataObjectTypeEqual": "5", "objectIdIn": "Y"})).await), ["y"]);
        let of_users = genres(&admin, "3").await;
        for id in ["ann", "bob"] {
            admin.add(of_users, "3", &json!(id), DRAMA).await.unwrap();
        }
        let both = json!({"metadataObjectTypeEqual": "3", "objectIdIn": "ann,bob"});
        assert_eq!(ids(admin.list(both.clone()).await), ["ann", "bob"]);
        assert_eq!(ids(user(&server, "bob", "").await.list(both.clone()).await), ["bob"]);
        assert_eq!(ids(widget(&server).await.list(both).await), [Value::Null; 0]);
    }

    async fn metadata_go_with_their_objects(server: Server) {
        let admin = admin(&server).await;
        let profile = genres(&admin, "1").await;
        let entry = json!(video(&server, "ann", "one").await);
        let added = admin.add(profile, "1", &entry, DRAMA).await.unwrap();
        let copy = admin.of("baseEntry", "clone", json!({"entryId": entry})).await.unwrap();
        let copied = admin.list(json!({"objectIdEqual": copy["id"]})).await.unwrap();
        assert_eq!(copied["objects"][0]["xml"], json!(DRAMA));
        let without = json!([{"objectType": "KalturaBaseEntryCloneOptionComponent", "itemType": "5", "rule": "1"}]);
        let bare = admin.of("baseEntry", "clone", json!({"entryId": entry, "cloneOptions": without})).await.unwrap();
        assert_eq!(ids(admin.list(json!({"objectIdEqual": bare["id"]})).await), [Value::Null; 0]);
        admin.of("baseEntry", "delete", json!({"entryId": entry})).await.unwrap();
        assert_eq!(admin.metadata("get", json!({"id": added["id"]})).await, not_found(&added["id"]));

        let of_categories = genres(&admin, "2").await;
        let category = admin.of("category", "add", json!({"category": {"name": "a"}})).await.unwrap();
        let under = admin.of("category", "add", json!({"category": {"name": "b", "parentId": category["id"]}})).await.unwrap();
        let added = admin.add(of_categories, "2", &under["id"], DRAMA).await.unwrap();
        assert_eq!(added["objectId"], json!(under["id"].to_string()));
        admin.of("category", "delete", json!({"id": category["id"]})).await.unwrap();
        assert_eq!(admin.metadata("get", json!({"id": added["id"]})).await, not_found(&added["id"]));

        let of_users = genres(&admin, "3").await;
        let added = admin.add(of_users, "3", &json!("ann"), DRAMA).await.unwrap();
        admin.of("user", "update", json!({"userId": "ann", "user": {"id": "anna"}})).await.unwrap();
        assert_eq!(ids(admin.list(json!({"metadataObjectTypeEqual": "3", "objectIdEqual": "anna"})).await), ["anna"]);
        admin.of("user", "delete", json!({"userId": "anna"})).await.unwrap();
        assert_eq!(admin.metadata("get", json!({"id": added["id"]})).await, not_found(&added["id"]));

        let entry = json!(video(&server, "ann", "two").await);
        let added = admin.add(profile, "1", &entry, DRAMA).await.unwrap();
        admin.profile("delete", json!({"id": profile})).await.unwrap();
        assert_eq!(admin.metadata("get", json!({"id": added["id"]})).await, not_found(&added["id"]));
        assert_eq!(ids(admin.list(json!({"objectIdEqual": entry})).await), [Value::Null; 0]);
    }

    async fn entitlement_hides_metadata_with_the_entry(server: Server) {
        let admin = admin(&server).await;
        let mut tx = server.app.store.begin().await.unwrap();
        boxoffice::permission::switch(&mut tx, server.account.id, "FEATURE_ENTITLEMENT", true, server.now()).await.unwrap();
        tx.commit().await.unwrap();
        let profile = genres(&admin, "1").await;
        let entry = json!(video(&server, "ann", "one").await);
        let category = json!({"name": "closed", "privacyContext": "site", "privacy": 3});
        let category = admin.of("category", "add", json!({"category": category})).await.unwrap();
        let place = json!({"categoryId": category["id"], "entryId": entry});
        admin.of("categoryEntry", "add", json!({"categoryEntry": place})).await.unwrap();
        let added = admin.add(profile, "1", &entry, DRAMA).await.unwrap();
        let filter = json!({"objectIdEqual": entry});
        let held = "enableentitlement,privacycontext:site";
        for (caller, sees) in [(user(&server, "ann", held).await, true), (user(&server, "bob", held).await, false)] {
            assert_eq!(ids(caller.list(filter.clone()).await).len(), usize::from(sees));
            assert_eq!(caller.metadata("get", json!({"id": added["id"]})).await.is_ok(), sees);
            let types = json!({"metadataObjectTypeEqual": "5"});
            assert_eq!(caller.list(types).await.unwrap_err().code, "MUST_FILTER_ON_OBJECT_ID");
        }
    }
}
