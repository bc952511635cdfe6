//! Annotations about annotations, copies, and what goes with an entry (reference: search-metadata.md §6.3, §7.1).

use serde_json::json;

use super::*;
use crate::on_both_stores;

on_both_stores! {
    async fn annotations_stand_under_each_other(server: Server) {
        let (entry, other) = (video(&server, 0).await, video(&server, 0).await);
        let ann = user(&server, "ann", "").await;
        let question = ann.add_id("Annotation", &entry, json!({"text": "q", "startTime": 100, "endTime": 900})).await;
        let under = |parent: &str| json!({"text": "a", "parentId": parent});
        let answer = ann.add("Annotation", &entry, under(&question)).await;
        assert_eq!((&answer["startTime"], &answer["endTime"], &answer["depth"]), (&json!(100), &json!(900), &json!(1)));
        let deep = ann.add_id("Annotation", &entry, under(&id(&answer))).await;
        let second = ann.add_id("Annotation", &entry, under(&question)).await;
        let counts = |cue: Value| (cue["childrenCount"].as_i64().unwrap(), cue["directChildrenCount"].as_i64().unwrap());
        assert_eq!(counts(ann.get(&question).await.unwrap()), (3, 2));
        assert_eq!(counts(ann.get(&id(&answer)).await.unwrap()), (1, 1));
        assert_eq!(ann.ids(json!({"objectType": "KalturaAnnotationFilter", "entryIdEqual": entry, "parentIdEqual": "0"})).await, std::slice::from_ref(&question));
        assert_eq!(ann.ids(json!({"objectType": "KalturaAnnotationFilter", "entryIdEqual": entry, "parentIdEqual": question})).await, [id(&answer), second.clone()]);

        let code = ann.add_id("CodeCuePoint", &entry, json!({"code": "x"})).await;
        for no_parent in ["0_nothing0", code.as_str()] {
            let refusal = refused("PARENT_ANNOTATION_NOT_FOUND", json!({"CUE_POINT_ID": no_parent}));
            assert_eq!(ann.try_add("Annotation", &entry, under(no_parent)).await, refusal);
        }
        let bob = user(&server, "bob", "").await.try_add("Annotation", &entry, under(&question)).await;
        assert_eq!(bob, refused("PARENT_ANNOTATION_NOT_FOUND", json!({"CUE_POINT_ID": question})), "what bob does not see is not there");
        let elsewhere = ann.try_add("Annotation", &other, under(&question)).await;
        assert_eq!(elsewhere, bare("PARENT_ANNOTATION_DO_NOT_BELONG_TO_THE_SAME_ENTRY"));

        ann.call("delete", json!({"id": id(&answer)})).await.unwrap();
        assert_eq!(ann.get(&deep).await, no_cue(&deep), "what is about it goes with it");
        assert_eq!(counts(ann.get(&question).await.unwrap()), (1, 1));
        ann.call("delete", json!({"id": question})).await.unwrap();
        assert_eq!(ann.ids(json!({"entryIdEqual": entry})).await, [code]);
        assert_eq!(ann.get(&second).await, no_cue(&second));
    }

    async fn copies_belong_to_another_entry(server: Server) {
        let (entry, target) = (video(&server, 0).await, video(&server, 0).await);
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let code = ann.add("CodeCuePoint", &entry, json!({"code": "x", "startTime": 7, "tags": "t", "systemName": "s"})).await;
        let to = |id: &str, entry: &str| json!({"id": id, "entryId": entry});
        let copy = admin.call("clone", to(&id(&code), &target)).await.unwrap();
        for (name, value) in [("entryId", json!(target)), ("userId", json!("ann")), ("copiedFrom", code["id"].clone()), ("code", json!("x")),
            ("startTime", json!(7)), ("tags", json!("t")), ("systemName", json!("s"))] {
            assert_eq!(copy[name], value, "{name}");
        }
        assert_eq!(admin.ids(json!({"entryIdEqual": target})).await, [id(&copy)]);
        assert_eq!(ann.call("clone", to(&id(&code), &target)).await, wrong_type(), "the entry is not ann's");
        assert_eq!(admin.call("clone", to("0_nothing0", &target)).await, no_cue("0_nothing0"));
        assert_eq!(admin.call("clone", to(&id(&code), "0_nothing0")).await, refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": "0_nothing0"})));
        let note = ann.add_id("Annotation", &entry, json!({"text": "n", "isPublic": 1})).await;
        let refusal = refused("NO_PERMISSION_TO_COPY_CUE_POINT_TO_ENTRY", json!({"ID": note, "ENTRY_ID": target}));
        assert_eq!(admin.call("clone", to(&note, &target)).await, refusal, "accounts have to want copies of annotations");
    }

    async fn annotations_are_copied_where_the_account_wants_it(server: Server) {
        let (entry, target) = (video(&server, 0).await, video(&server, 0).await);
        let admin = admin(&server).await;
        let mut above = "0".to_owned();
        for text in ["a", "b", "c"] {
            above = admin.add_id("Annotation", &entry, json!({"text": text, "parentId": above, "startTime": 5})).await;
            server.pass(10);
        }
        give_permission(&server, "COPY_ANNOTATIONS_TO_CLIP").await;
        let of_other = admin.get(&above).await.unwrap();
        let copy = admin.call("clone", json!({"id": above, "entryId": target})).await.unwrap();
        assert_eq!((&copy["parentId"], &copy["depth"], &copy["originalCuePointCreateAt"]), (&json!("0"), &json!(0), &of_other["createdAt"]));
        let whole = admin.of("baseEntry", "clone", json!({"entryId": entry})).await.unwrap();
        let list = admin.call("list", json!({"filter": {"entryIdEqual": whole["id"], "orderBy": "+intId"}})).await.unwrap();
        let places: Vec<Value> = list["objects"].as_array().unwrap().iter().map(|cue| {
            json!([cue["text"], cue["depth"], cue["childrenCount"], cue["directChildrenCount"]])
        }).collect();
        assert_eq!(json!(places), json!([["a", 0, 2, 1], ["b", 1, 1, 1], ["c", 2, 0, 0]]));
        assert_eq!(list["objects"][1]["parentId"], list["objects"][0]["id"]);
        let hidden = user(&server, "bob", "").await.of("baseEntry", "clone", json!({"entryId": entry})).await.unwrap();
        assert_eq!(admin.ids(json!({"entryIdEqual": hidden["id"]})).await, [""; 0], "bob copies what bob sees");

        give_permission(&server, "DO_NOT_COPY_CUE_POINTS_TO_CLIP").await;
        let refusal = refused("NO_PERMISSION_TO_COPY_CUE_POINT_TO_ENTRY", json!({"ID": above, "ENTRY_ID": target}));
        assert_eq!(admin.call("clone", json!({"id": above, "entryId": target})).await, refusal);
    }

    async fn they_come_and_go_with_their_entry(server: Server) {
        let entry = video(&server, 0).await;
        let admin = admin(&server).await;
        admin.add("CodeCuePoint", &entry, json!({"code": "x", "systemName": "s"})).await;
        admin.add("AdCuePoint", &entry, json!({"title": "x", "startTime": 1})).await;
        let note = admin.add_id("Annotation", &entry, json!({"text": "x", "startTime": 2})).await;
        let copy = admin.of("baseEntry", "clone", json!({"entryId": entry})).await.unwrap();
        let kinds = |list: Value| -> Vec<String> {
            list["objects"].as_array().unwrap().iter().map(|cue| cue["objectType"].as_str().unwrap().to_owned()).collect()
        };
        let of = |entry: &Value| json!({"filter": {"entryIdEqual": entry}});
        assert_eq!(kinds(admin.call("list", of(&copy["id"])).await.unwrap()), ["KalturaCodeCuePoint", "KalturaAdCuePoint"]);
        let without = json!([{"objectType": "KalturaBaseEntryCloneOptionComponent", "itemType": "codeCuePoint.CODE_CUE_POINTS", "rule": "1"}]);
        let copy = admin.of("baseEntry", "clone", json!({"entryId": entry, "cloneOptions": without})).await.unwrap();
        assert_eq!(kinds(admin.call("list", of(&copy["id"])).await.unwrap()), ["KalturaAdCuePoint"]);

        admin.of("baseEntry", "delete", json!({"entryId": entry})).await.unwrap();
        assert_eq!(admin.get(&note).await, no_cue(&note));
        assert_eq!(admin.ids(json!({"entryIdEqual": entry})).await, [""; 0]);
        assert_eq!(admin.call("count", json!({})).await.unwrap(), 3, "those of the copies are left");
    }

    async fn they_follow_their_user(server: Server) {
        let entry = video(&server, 0).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let note = ann.add_id("Annotation", &entry, json!({"text": "x"})).await;
        admin.of("user", "update", json!({"userId": "ann", "user": {"id": "anna"}})).await.unwrap();
        let anna = user(&server, "anna", "").await;
        assert_eq!(anna.get(&note).await.unwrap()["userId"], "anna");
        anna.call("delete", json!({"id": note})).await.unwrap();
    }
}

/// Switches something on that no new account has.
async fn give_permission(server: &Server, name: &str) {
    let insert = Query::insert()
        .into_table("permission")
        .columns([
            "partner_id",
            "name",
            "name_key",
            "type",
            "status",
            "depends_on",
            "item_ids",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            server.account.id.into(),
            name.into(),
            name.to_lowercase().into(),
            2_i64.into(),
            1_i64.into(),
            "".into(),
            "".into(),
            0_i64.into(),
            0_i64.into(),
        ])
        .to_owned();
    let mut tx = server.app.store.begin().await.unwrap();
    tx.execute(&insert).await.unwrap();
    tx.announce(boxoffice::partner::TOPIC, &server.account.id.to_string());
    tx.commit().await.unwrap();
}
