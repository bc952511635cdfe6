//! `category`: add, get, update, delete, move (reference: content-access.md §17.1).

use serde_json::{Value, json};

use crate::common::{Server, refused};
use crate::helpers::{admin, bare, not_found, of_account};
use crate::on_both_stores;

fn duplicate(name: &str) -> crate::common::Outcome {
    refused("DUPLICATE_CATEGORY", json!({"CATEGORY": name}))
}

fn null(property: &str) -> crate::common::Outcome {
    refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": property}))
}

on_both_stores! {
    async fn a_category_has_the_fields_of_the_reference(server: Server) {
        let admin = admin(&server).await;
        let top = admin.add("Top", 0, json!({"description": "d", "tags": "a,b", "adminTags": "x", "referenceId": "r1",
            "partnerSortValue": 7, "partnerData": "p", "defaultOrderBy": "-createdAt", "moderation": 1})).await.unwrap();
        let id = top["id"].as_i64().unwrap();
        let expected = json!({
            "objectType": "KalturaCategory", "id": id, "parentId": 0, "depth": 0, "partnerId": server.account.id,
            "name": "Top", "fullName": "Top", "fullIds": id.to_string(), "entriesCount": 0,
            "createdAt": server.now(), "updatedAt": server.now(), "description": "d", "tags": "a,b",
            "appearInList": 1, "privacy": 1, "inheritanceType": 2, "userJoinPolicy": 3, "defaultPermissionLevel": 3,
            "owner": null, "directEntriesCount": 0, "referenceId": "r1", "contributionPolicy": 1, "membersCount": 0,
            "pendingMembersCount": 0, "privacyContext": null, "privacyContexts": null, "status": 2,
            "inheritedParentId": null, "partnerSortValue": 7, "partnerData": "p", "defaultOrderBy": "-createdAt",
            "directSubCategoriesCount": 0, "moderation": 1, "pendingEntriesCount": 0, "isAggregationCategory": 0,
            "aggregationCategories": null, "adminTags": "x",
        });
        let expected: serde_json::Map<String, Value> =
            expected.as_object().unwrap().iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect();
        let shown: serde_json::Map<String, Value> =
            top.as_object().unwrap().iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect();
        assert_eq!(shown, expected);
        assert_eq!(admin.get(id).await, top);

        let below = admin.add("Below", id, json!({})).await.unwrap();
        assert_eq!((&below["depth"], &below["fullName"], &below["parentId"]), (&json!(1), &json!("Top>Below"), &json!(id)));
        assert_eq!(below["fullIds"], format!("{id}>{}", below["id"]));
        assert_eq!(admin.get(id).await["directSubCategoriesCount"], 1);
    }

    async fn names_are_cleaned_and_unique_beneath_a_parent(server: Server) {
        let admin = admin(&server).await;
        let top = admin.add(" a<b>c,d ", 0, json!({})).await.unwrap();
        assert_eq!(top["name"], "a_b_c_d");
        let top = top["id"].as_i64().unwrap();
        assert_eq!(admin.add("A_B_C_D", 0, json!({})).await, duplicate("A_B_C_D"), "in any letter case");
        let below = admin.made("a_b_c_d", top, json!({})).await;
        assert_eq!(admin.add("A_b_c_d", top, json!({})).await, duplicate("a_b_c_d>A_b_c_d"));
        assert_eq!(admin.call("category", "add", json!({"category": {"parentId": top}})).await, null("KalturaCategory::name"));
        assert_eq!(admin.call("category", "add", json!({"category": {"name__null": ""}})).await, null("KalturaCategory::name"));
        let short = refused("PROPERTY_VALIDATION_MIN_LENGTH", json!({"PROP_NAME": "KalturaCategory::name", "MIN_LEN": "1"}));
        assert_eq!(admin.add("  ", 0, json!({})).await, short);
        assert_eq!(admin.update(below, json!({"name": " "})).await, short);
        let other = admin.made("other", top, json!({})).await;
        assert_eq!(admin.update(other, json!({"name": "A_B_C_D"})).await.unwrap_err().code, "DUPLICATE_CATEGORY");
        assert_eq!(admin.get(other).await["name"], "other");
        assert_eq!(admin.update(other, json!({"name": "OTHER"})).await.unwrap()["name"], "OTHER", "itself is no other");
    }

    async fn ids_that_are_not_there_are_refused(server: Server) {
        let admin = admin(&server).await;
        let stranger = server.new_account("other@example.test").await;
        let theirs = of_account(&server, &stranger).await.made("theirs", 0, json!({})).await;
        for id in [theirs, 987_654] {
            let parent = refused("PARENT_CATEGORY_NOT_FOUND", json!({"ID": id.to_string()}));
            assert_eq!(admin.try_get(id).await, not_found(id));
            assert_eq!(admin.update(id, json!({"name": "x"})).await, not_found(id));
            assert_eq!(admin.delete(id).await, not_found(id));
            assert_eq!(admin.add("x", id, json!({})).await, parent);
            assert_eq!(admin.move_to(&id.to_string(), 0).await, not_found(id));
            let mine = admin.made(&format!("mine {id}"), 0, json!({})).await;
            assert_eq!(admin.move_to(&mine.to_string(), id).await, parent);
            assert_eq!(admin.update(mine, json!({"parentId": id})).await, parent);
        }
        assert_eq!(admin.move_to("x", 0).await, not_found("x"));
        let set_by_server = refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaCategory::fullIds"}));
        assert_eq!(admin.add("x", 0, json!({"fullIds": "1"})).await, set_by_server);
    }

    async fn a_subtree_follows_when_it_is_renamed_or_moved(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({})).await;
        let b = admin.made("b", a, json!({})).await;
        let c = admin.made("Zoë", b, json!({})).await;
        let other = admin.made("other", 0, json!({})).await;
        let renamed = admin.update(a, json!({"name": "Äpfel"})).await.unwrap();
        assert_eq!((&renamed["name"], &renamed["fullName"]), (&json!("Äpfel"), &json!("Äpfel")));
        assert_eq!(admin.get(c).await["fullName"], "Äpfel>b>Zoë");
        assert_eq!(admin.names(json!({"fullNameEqual": "äpfel>B>zoë"})).await, ["Zoë"]);

        assert_eq!(admin.move_to(&b.to_string(), other).await, Ok(json!(true)));
        let moved = admin.get(c).await;
        assert_eq!(moved["fullName"], "other>b>Zoë");
        assert_eq!(moved["fullIds"], format!("{other}>{b}>{c}"));
        assert_eq!((&admin.get(a).await["directSubCategoriesCount"], &admin.get(other).await["directSubCategoriesCount"]), (&json!(0), &json!(1)));
        let up = admin.update(b, json!({"parentId": 0})).await.unwrap();
        assert_eq!((&up["depth"], &up["fullName"], &up["fullIds"]), (&json!(0), &json!("b"), &json!(b.to_string())));
        assert_eq!(admin.get(c).await["depth"], 1);
        assert_eq!(admin.get(c).await["fullIds"], format!("{b}>{c}"));
    }

    async fn a_category_is_not_moved_beneath_itself(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({})).await;
        let b = admin.made("b", a, json!({})).await;
        let c = admin.made("c", b, json!({})).await;
        let other = admin.made("x", 0, json!({})).await;
        for target in [a, b, c] {
            let child = refused("PARENT_CATEGORY_IS_CHILD", json!({"PARENT_CATEGORY": target.to_string(), "OTHER_CATEGORY": a.to_string()}));
            assert_eq!(admin.move_to(&a.to_string(), target).await, child);
            assert_eq!(admin.update(a, json!({"parentId": target})).await, child);
        }
        let apart = bare("CANNOT_MOVE_CATEGORIES_FROM_DIFFERENT_PARENT_CATEGORIES");
        assert_eq!(admin.move_to(&format!("{b},{other}"), 0).await, apart);
        let twin = admin.made("b", other, json!({})).await;
        assert_eq!(admin.move_to(&b.to_string(), other).await, duplicate("x>b"));
        let d = admin.made("d", a, json!({})).await;
        // The second of two cannot move: neither does.
        let namesake = admin.made("d", other, json!({})).await;
        assert_eq!(admin.delete(twin).await, Ok(Value::Null));
        assert_eq!(admin.move_to(&format!("{b},{d}"), other).await.unwrap_err().code, "DUPLICATE_CATEGORY");
        assert_eq!(admin.get(b).await["parentId"], a);
        admin.delete(namesake).await.unwrap();
        assert_eq!(admin.move_to(&format!(" {b}, {d},{b}"), other).await, Ok(json!(true)));
        assert_eq!(admin.get(other).await["directSubCategoriesCount"], 2);
        assert_eq!(admin.get(a).await["directSubCategoriesCount"], 0);
    }

    async fn a_subtree_goes_as_a_whole(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({})).await;
        let b = admin.made("b", a, json!({"tags": "word"})).await;
        let c = admin.made("c", b, json!({"privacyContext": "site"})).await;
        admin.join(c, "ann", json!({})).await.unwrap();
        assert_eq!(admin.delete(b).await, Ok(Value::Null));
        for id in [b, c] {
            assert_eq!(admin.try_get(id).await, not_found(id));
        }
        assert_eq!(admin.get(a).await["directSubCategoriesCount"], 0);
        assert_eq!(admin.names(json!({})).await, ["a"]);
        assert!(admin.names(json!({"tagsLike": "word"})).await.is_empty());
        assert!(admin.users(json!({"userIdEqual": "ann"})).await.is_empty());
        admin.made("b", a, json!({})).await;
    }

    async fn aggregation_categories_have_to_be_such(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({})).await;
        let wrong = bare("AGGREGATION_CATEGORY_WRONG_ASSOCIATION");
        for list in [a.to_string(), "987654".to_owned(), "x".to_owned()] {
            assert_eq!(admin.add("b", 0, json!({"aggregationCategories": list})).await, wrong);
            assert_eq!(admin.update(a, json!({"aggregationCategories": list})).await, wrong);
        }
        // Nobody has the permission to make one (reference: permissions.json).
        assert_eq!(admin.add("b", 0, json!({"isAggregationCategory": 1})).await.unwrap()["isAggregationCategory"], 0);
        admin.update(a, json!({"aggregationCategories": ""})).await.unwrap();
    }

    async fn a_tree_can_be_deep_but_not_without_end(server: Server) {
        let admin = admin(&server).await;
        let mut ids = vec![0];
        for depth in 0..60 {
            ids.push(admin.made(&format!("level {depth}"), ids[depth], json!({})).await);
        }
        let deepest = *ids.last().unwrap();
        assert_eq!(admin.get(deepest).await["depth"], 59);
        let too_deep = refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "parentId"}));
        assert_eq!(admin.add("more", deepest, json!({})).await, too_deep);
        let tall = admin.made("tall", 0, json!({})).await;
        admin.made("less tall", tall, json!({})).await;
        assert_eq!(admin.move_to(&tall.to_string(), ids[59]).await, too_deep);
        assert_eq!(admin.move_to(&tall.to_string(), ids[58]).await, Ok(json!(true)));
        // A tree of thirty goes beneath another, and out again.
        let middle = ids[31];
        admin.move_to(&middle.to_string(), 0).await.unwrap();
        assert_eq!(admin.get(deepest).await["depth"], 29);
        admin.update(middle, json!({"name": "x".repeat(300)})).await.unwrap();
        let name = admin.get(deepest).await["fullName"].as_str().unwrap().to_owned();
        assert!(name.starts_with(&format!("{}>level 31>", "x".repeat(200))), "{name}");
        assert_eq!(admin.names(json!({"fullNameEqual": name})).await, ["level 59"]);
        assert_eq!(admin.names(json!({"fullNameStartsWith": format!("{}>Level 31>level 32>", "X".repeat(200)), "depthEqual": 3})).await, ["level 33"]);
    }

    async fn only_administrators_change_the_tree(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({})).await;
        let user = crate::helpers::user(&server, "ann", "").await;
        let forbidden = |action: &str| refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("category->{action}")}));
        assert_eq!(user.add("b", 0, json!({})).await, forbidden("add"));
        assert_eq!(user.update(a, json!({})).await, forbidden("update"));
        assert_eq!(user.delete(a).await, forbidden("delete"));
        assert_eq!(user.move_to("1", 0).await, forbidden("move"));
        assert_eq!(user.get(a).await["name"], "a");
        assert_eq!(user.names(json!({})).await, ["a"]);
    }
}
