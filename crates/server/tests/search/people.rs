//! Searches of users and groups.

use serde_json::{Value, json};

use crate::common::{PASSWORD, Server};
use crate::{Caller, EXACT, EXISTS, PARTIAL, RANGE, STARTS, assert_refused, ids, on_both_stores};

pub(crate) fn user(field: &str, kind: i64, term: &str) -> Value {
    json!({"objectType": "KalturaESearchUserItem", "fieldName": field, "itemType": kind, "searchTerm": term})
}

on_both_stores! {
    async fn users_are_found_as_the_console_asks(server: Server) {
        let admin = Caller::admin(&server).await;
        server.add_user("carol", json!({
            "screenName": "Carol G.", "firstName": "Carol", "lastName": "Grünwald", "email": "carol.g@example.test",
            "tags": "staff, long term", "country": "DE", "company": "A & B",
        })).await;
        let outsider = admin.of("user", "add", json!({"user": {"externalId": "Dora@Example.test"}})).await.unwrap();
        let outsider = outsider["id"].as_str().unwrap();
        server.add_user("dave", json!({"screenName": "Dave", "email": "dave@example.test", "isAdmin": true})).await;
        admin.of("group_group", "add", json!({"group": {"id": "choir", "screenName": "The Choir"}})).await.unwrap();
        admin.of("groupUser", "add", json!({"groupUser": {"userId": "carol", "groupId": "choir"}})).await.unwrap();

        for (field, kind, term, found) in [
            ("external_id", EXACT, "dora@example.test", vec![outsider]),
            ("external_id", EXACT, "example.test", vec![]),
            ("external_id", EXISTS, "", vec![outsider]),
            ("screen_name", STARTS, "carol g", vec!["carol"]),
            ("first_name", PARTIAL, "aro", vec!["carol"]),
            ("last_name", EXACT, "grunwald", vec!["carol"]),
            ("last_name", PARTIAL, "unwa", vec!["carol"]),
            ("full_name", PARTIAL, "grunwald carol", vec!["carol"]),
            ("full_name", STARTS, "carol gr", vec!["carol"]),
            ("email", PARTIAL, "g@exam", vec!["carol"]),
            ("email", STARTS, "CAROL.G@", vec!["carol"]),
            ("email", EXACT, "carol.g@example.test", vec!["carol"]),
            ("user_id", EXACT, "CAROL", vec!["carol"]),
            ("user_id", EXACT, "caro", vec![]),
            ("tags", EXACT, "long term", vec!["carol"]),
            ("tags", STARTS, "long", vec!["carol"]),
            ("country", EXACT, "de", vec!["carol"]),
            ("company", EXACT, "a b", vec!["carol"]),
            ("group_ids", EXACT, "choir", vec!["carol"]),
            ("group_ids", STARTS, "cho", vec!["carol"]),
            ("group_ids", EXACT, "other", vec![]),
            ("user_type", EXACT, "1", vec!["choir"]),
            ("created_at", RANGE, "", vec![]),
        ] {
            if field == "created_at" {
                continue;
            }
            assert_eq!(admin.users(field, kind, term).await, found, "{field} {kind} {term}");
        }
        let admins = admin.users("is_admin", EXACT, "true").await;
        assert!(admins.contains(&"dave".to_owned()) && !admins.contains(&"carol".to_owned()));
        let item = user("role_ids", EXACT, "no number");
        assert!(ids(&admin.people("User", "searchUser", json!([item])).await.unwrap()).is_empty());
        let members = json!([{"objectType": "KalturaESearchGroupUserItem", "fieldName": "group_ids", "itemType": 1, "searchTerm": "choir", "creationMode": 1}]);
        assert_eq!(ids(&admin.people("User", "searchUser", members).await.unwrap()), ["carol"]);

        // Parts of values are their letters in order, whatever stands between them.
        for (field, term, found) in [
            ("email", "g exam", vec!["carol"]),
            ("email", "l.gex", vec!["carol"]),
            ("email", "gx", vec![]),
            ("full_name", "LGRÜ", vec!["carol"]),
            ("first_name", "lgru", vec![]),
            ("first_name", "ar", vec![]),
            ("company", "ab", vec![]),
        ] {
            assert_eq!(admin.users(field, PARTIAL, term).await, found, "{field} {term}");
        }

        // What changes is found anew, however it changes, and who is deleted is not.
        admin.of("user", "enableLogin", json!({"userId": "carol", "loginId": "caroline@example.test", "password": PASSWORD})).await.unwrap();
        let change = json!({"oldLoginId": "caroline@example.test", "password": PASSWORD, "newLoginId": "karoline@example.test", "newFirstName": "Karoline"});
        admin.of("user", "updateLoginData", change).await.unwrap();
        for (field, before, after) in [("email", "caro", "karo"), ("first_name", "carol", "karol"), ("full_name", "carol", "karol")] {
            assert!(admin.users(field, PARTIAL, before).await.is_empty(), "{field}");
            assert_eq!(admin.users(field, PARTIAL, after).await, ["carol"], "{field}");
        }
        let change = json!({"userId": "carol", "user": {"screenName": "Someone else"}});
        admin.of("user", "update", change).await.unwrap();
        assert!(admin.users("screen_name", PARTIAL, "carol").await.is_empty());
        assert_eq!(admin.users("screen_name", PARTIAL, "someone").await, ["carol"]);
        admin.of("user", "delete", json!({"userId": "carol"})).await.unwrap();
        assert!(admin.users("screen_name", PARTIAL, "someone").await.is_empty());

        assert_refused(&admin.people("User", "searchUser", json!([user("is_admin", PARTIAL, "x")])).await, "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD");
        let member = Caller { server: &server, ks: server.user("a viewer").await };
        assert_refused(&member.people("User", "searchUser", json!([user("user_id", EXACT, "dave")])).await, "SERVICE_FORBIDDEN");
    }

    async fn groups_are_found_as_groups(server: Server) {
        let admin = Caller::admin(&server).await;
        server.add_user("choirmaster", json!({"screenName": "Choir master"})).await;
        admin.of("group_group", "add", json!({"group": {"id": "choir", "screenName": "The Choir"}})).await.unwrap();
        let on = |field: &str, kind: i64, term: &str| {
            json!([{"objectType": "KalturaESearchGroupItem", "fieldName": field, "itemType": kind, "searchTerm": term}])
        };
        let found = admin.people("Group", "searchGroup", on("screen_name", PARTIAL, "choir")).await.unwrap();
        assert_eq!(found["objectType"], "KalturaESearchGroupResponse");
        assert_eq!(ids(&found), ["choir"]);
        assert_eq!(found["objects"][0]["object"]["objectType"], "KalturaGroup");
        assert_eq!(found["objects"][0]["object"]["membersCount"], 0);
        assert_refused(&admin.people("Group", "searchGroup", on("full_name", EXACT, "x")).await, "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD");
        let both = admin.people("User", "searchUser", json!([user("screen_name", PARTIAL, "choir")])).await.unwrap();
        assert_eq!(ids(&both).len(), 2, "users and groups share the index");
    }
}
