//! Who may change an entry (reference: content-access.md §3, the table of owner and others).

use serde_json::{Value, json};

use super::common::Server;
use super::{Caller, admin, not_found, not_the_owner, user};
use crate::on_both_stores;

on_both_stores! {
    async fn owners_editors_and_strangers_may_different_things(server: Server) {
        let admin = admin(&server).await;
        let ann = user(&server, "ann", "").await;
        let id = ann.add_id(json!({"name": "n", "entitledUsersEdit": "bob", "entitledUsersView": "eve"})).await;
        let owner = user(&server, "ANN", "").await;
        let editor = user(&server, "bob", "").await;
        let named = user(&server, "cat", &format!("edit:{id}")).await;
        let stranger = user(&server, "dan", "").await;
        let viewer = user(&server, "eve", "").await;
        for (who, caller, may) in [
            ("owner", &owner, true),
            ("editor", &editor, true),
            ("named", &named, true),
            ("stranger", &stranger, false),
            ("viewer", &viewer, false),
        ] {
            let updated = caller.update(&id, json!({"tags": who})).await;
            if may {
                assert_eq!(updated.unwrap()["tags"], who);
            } else {
                assert_eq!(updated, not_the_owner(), "{who}");
                assert_eq!(caller.call("media", "delete", json!({"entryId": id})).await, not_the_owner(), "{who}");
            }
            assert_eq!(caller.get(&id).await.unwrap()["id"], *id, "{who} reads it");
        }
        assert_eq!(stranger.update("0_zzzzzzzz", json!({"tags": "x"})).await, not_found("0_zzzzzzzz"), "what is not there passes the check");

        // Only the owner may delete by baseEntry; whoever the session names, too.
        assert_eq!(editor.call("baseEntry", "delete", json!({"entryId": id})).await, not_the_owner());
        for (who, caller, outcome) in [("editor", &editor, not_the_owner()), ("named", &named, not_the_owner())] {
            assert_eq!(caller.update(&id, json!({"entitledUsersEdit": "bob,dan"})).await, outcome, "{who}");
            assert_eq!(caller.update(&id, json!({"entitledUsersPublish": "dan"})).await, outcome, "{who}");
            caller.update(&id, json!({"entitledUsersView": "eve,dan"})).await.unwrap();
            caller.update(&id, json!({"entitledUsersEdit": "BOB"})).await.expect("nothing changes");
        }
        owner.update(&id, json!({"entitledUsersPublish": "dan"})).await.unwrap();
        assert_eq!(admin.get(&id).await.unwrap()["entitledUsersPublish"], "dan");

        for caller in [&owner, &editor, &named] {
            assert_eq!(caller.update(&id, json!({"userId": "zoe"})).await, not_the_owner(), "nobody gives it away");
        }
        let giver = user(&server, "ann", "edituser:zoe").await;
        assert_eq!(giver.update(&id, json!({"userId": "zoe"})).await.unwrap()["userId"], "zoe");
        assert_eq!(owner.update(&id, json!({"tags": "x"})).await, not_the_owner(), "no more");
        named.call("baseEntry", "delete", json!({"entryId": id})).await.unwrap();
    }

    async fn a_new_entry_belongs_to_its_maker(server: Server) {
        let ann = user(&server, "ann", "").await;
        assert_eq!(ann.add(json!({})).await["userId"], "ann");
        let theirs = ann.call("media", "add", json!({"entry": {"mediaType": 1, "userId": "bob"}})).await;
        assert_eq!(theirs, not_the_owner());
        assert_eq!(ann.add(json!({"userId": "Ann"})).await["userId"], "Ann");
        let admin = admin(&server).await;
        let given = admin.add(json!({"userId": "bob", "creatorId": "cat"})).await;
        assert_eq!((&given["userId"], &given["creatorId"]), (&json!("bob"), &json!("cat")));
    }

    async fn groups_edit_for_their_members(server: Server) {
        let admin = admin(&server).await;
        server.add_user("staff", json!({"type": 1})).await;
        server.add_user("bob", json!({})).await;
        let id = admin.add_id(json!({"userId": "ann", "entitledUsersEdit": "staff"})).await;
        let bob = user(&server, "bob", "").await;
        assert_eq!(bob.update(&id, json!({"tags": "x"})).await, not_the_owner());
        admin.call("groupUser", "add", json!({"groupUser": {"userId": "bob", "groupId": "staff"}})).await.unwrap();
        bob.update(&id, json!({"tags": "x"})).await.expect("as a member of the group");
        admin.call("groupUser", "delete", json!({"userId": "bob", "groupId": "staff"})).await.unwrap();
        assert_eq!(bob.update(&id, json!({"tags": "y"})).await, not_the_owner());
    }

    async fn ownership_is_asked_before_permissions_and_sessions(server: Server) {
        let admin = admin(&server).await;
        let id = admin.add_id(json!({"userId": "ann"})).await;
        let widget = Caller { server: &server, ks: server.widget().await };
        let change = json!({"entryId": id, "baseEntry": {"objectType": "KalturaMediaEntry", "tags": "x"}});
        assert_eq!(widget.call("baseEntry", "update", change.clone()).await, not_the_owner());
        let mut without = change;
        without["partnerId"] = json!(server.account.id);
        assert_eq!(server.call("baseEntry", "update", without).await, not_the_owner());
        let absent = widget.call("baseEntry", "update", json!({"entryId": "0_zzzzzzzz", "baseEntry": {}})).await;
        assert_eq!(absent.unwrap_err().code, "SERVICE_FORBIDDEN");
    }

    async fn a_user_who_is_called_something_else_keeps_what_is_theirs(server: Server) {
        let admin = admin(&server).await;
        server.add_user("ann", json!({})).await;
        let own = admin.add_id(json!({"userId": "ann"})).await;
        let others = admin.add_id(json!({"userId": "bob", "entitledUsersEdit": "ann,cat"})).await;
        let complaint = json!({"moderationFlag": {"flaggedEntryId": others, "flagType": 2}});
        user(&server, "ANN", "").await.call("baseEntry", "flag", complaint).await.unwrap();
        admin.call("user", "update", json!({"userId": "ann", "user": {"id": "anna"}})).await.unwrap();
        let shown = admin.get(&own).await.unwrap();
        assert_eq!((&shown["userId"], &shown["creatorId"]), (&json!("anna"), &json!("anna")));
        assert_eq!(admin.get(&others).await.unwrap()["entitledUsersEdit"], "anna,cat");
        let flags = admin.call("baseEntry", "listFlags", json!({"entryId": others})).await.unwrap();
        assert_eq!(flags["objects"][0]["userId"], "anna");
        user(&server, "anna", "").await.update(&own, json!({"tags": "x"})).await.unwrap();
        let list = user(&server, "anna", "").await.call("media", "list", json!({"filter": {"statusEqual": "7"}})).await.unwrap();
        assert_eq!(list["totalCount"], 1);
        let _: Value = list;
    }
}
