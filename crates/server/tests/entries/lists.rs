//! Which entries a list has (reference: content-access.md §6).

use serde_json::json;

use super::common::{Server, refused};
use super::{Caller, admin, user};
use crate::on_both_stores;

/// Entries of ann and bob, ready as texts are.
async fn texts(server: &Server) {
    let admin = admin(server).await;
    for (name, owner) in [("a1", "ann"), ("a2", "ann"), ("b1", "bob")] {
        let entry =
            json!({"dataEntry": {"name": name, "userId": owner, "referenceId": format!("ref-{name}")}});
        admin.call("data", "add", entry).await.unwrap();
        server.pass(1);
    }
}

on_both_stores! {
    async fn users_list_their_own_unless_the_filter_names_entries(server: Server) {
        texts(&server).await;
        let (admin, ann) = (admin(&server).await, user(&server, "Ann", "").await);
        assert_eq!(admin.names(json!({})).await, ["b1", "a2", "a1"], "newest first");
        assert_eq!(ann.names(json!({})).await, ["a2", "a1"]);
        assert_eq!(user(&server, "ann", "list:*").await.names(json!({})).await, ["b1", "a2", "a1"]);
        assert_eq!(user(&server, "ann", "list:ann").await.names(json!({})).await, ["a2", "a1"]);
        let widget = Caller { server: &server, ks: server.widget().await };
        assert_eq!(widget.names(json!({})).await, [""; 0]);
        assert_eq!(widget.names(json!({"referenceIdEqual": "ref-b1"})).await, ["b1"]);
        assert_eq!(ann.names(json!({"referenceIdIn": "ref-b1,ref-a1,none"})).await, ["b1", "a1"]);
        assert_eq!(ann.names(json!({"nameEqual": "b1"})).await, [""; 0], "a name names nothing");
        let all = admin.call("baseEntry", "list", json!({})).await.unwrap();
        let ids: Vec<&str> = all["objects"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
        assert_eq!(ann.names(json!({"idIn": ids.join(",")})).await, ["b1", "a2", "a1"]);
        assert_eq!(ann.names(json!({"idEqual": ids[0]})).await, ["b1"]);
        let by_reference = ann.call("baseEntry", "listByReferenceId", json!({"refId": "ref-b1"})).await.unwrap();
        assert_eq!(by_reference["totalCount"], 1);
        assert_eq!(ann.call("baseEntry", "listByReferenceId", json!({"refId": ""})).await, refused("MISSING_MANDATORY_PARAMETER", json!({"PARAM_NAME": "refId"})));
        assert_eq!(ann.call("baseEntry", "count", json!({})).await.unwrap(), 2);
        assert_eq!(ann.call("baseEntry", "count", json!({"filter": {"idIn": ids.join(",")}})).await.unwrap(), 2, "never lifted in count");
        assert_eq!(admin.call("baseEntry", "count", json!({})).await.unwrap(), 3);
        let page = ann.call("baseEntry", "list", json!({"filter": {"idIn": ids.join(",")}, "pager": {"pageSize": 2, "pageIndex": 2}})).await.unwrap();
        assert_eq!((&page["totalCount"], page["objects"].as_array().unwrap().len()), (&json!(3), 1));
    }

    async fn what_a_filter_leaves_out_has_a_default(server: Server) {
        let admin = admin(&server).await;
        texts(&server).await;
        admin.add_id(json!({"name": "no content"})).await;
        assert_eq!(admin.names(json!({})).await, ["b1", "a2", "a1"]);
        assert_eq!(admin.names(json!({"statusIn": "2,7"})).await, ["no content", "b1", "a2", "a1"]);
        assert_eq!(admin.names(json!({"statusNotIn": "2"})).await, ["no content"]);
        let find = async |name: &str| {
            let list = admin.call("baseEntry", "list", json!({"filter": {"nameEqual": name}})).await.unwrap();
            list["objects"][0]["id"].as_str().unwrap().to_owned()
        };
        let rejected = find("a1").await;
        admin.call("baseEntry", "reject", json!({"entryId": rejected})).await.unwrap();
        let hidden = find("a2").await;
        admin.call("baseEntry", "update", json!({"entryId": hidden, "baseEntry": {"displayInSearch": -1}})).await.unwrap();
        assert_eq!(admin.names(json!({})).await, ["b1"]);
        assert_eq!(admin.names(json!({"moderationStatusIn": "3,6"})).await, ["b1", "a1"]);
        assert_eq!(admin.names(json!({"displayInSearchEqual": -1})).await, ["a2"]);
        assert_eq!(admin.names(json!({"idEqual": rejected})).await, ["a1"], "an id alone has no defaults");
        assert_eq!(admin.names(json!({"idIn": format!("{rejected},{hidden}")})).await, ["a2"]);
    }

    async fn filters_and_orders_mean_what_they_say(server: Server) {
        let admin = admin(&server).await;
        for (name, tags, more) in [
            ("Alpha", "red,green", json!({"userId": "ann", "description": "about whales", "partnerSortValue": 3})),
            ("beta", "green", json!({"userId": "bob", "entitledUsersEdit": "ann,staff", "partnerSortValue": 1})),
            ("gamma ray", "blue", json!({"userId": "bob", "adminTags": "secret", "partnerSortValue": 2, "startDate": 500})),
        ] {
            let mut entry = json!({"name": name, "tags": tags});
            entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            admin.add_id(entry).await;
            server.pass(1);
        }
        let found = async |filter: serde_json::Value| {
            let mut filter = filter;
            filter["statusEqual"] = json!("7");
            let mut names = admin.names(filter).await;
            names.sort();
            names
        };
        for (filter, expected) in [
            (json!({"nameLike": "alpha"}), vec!["Alpha"]),
            (json!({"nameEqual": "ALPHA"}), vec!["Alpha"]),
            (json!({"tagsLike": "green"}), vec!["Alpha", "beta"]),
            (json!({"tagsMultiLikeAnd": "green,red"}), vec!["Alpha"]),
            (json!({"tagsMultiLikeOr": "red,blue"}), vec!["Alpha", "gamma ray"]),
            (json!({"tagsNameMultiLikeOr": "blue,alpha"}), vec!["Alpha", "gamma ray"]),
            (json!({"tagsAdminTagsMultiLikeOr": "secret"}), vec!["gamma ray"]),
            (json!({"searchTextMatchAnd": "whales"}), vec!["Alpha"]),
            (json!({"descriptionLike": "whales"}), vec!["Alpha"]),
            (json!({"freeText": "whales"}), vec!["Alpha"]),
            (json!({"freeText": "gamma"}), vec!["gamma ray"]),
            (json!({"userIdEqual": "BOB"}), vec!["beta", "gamma ray"]),
            (json!({"userIdNotIn": "bob"}), vec!["Alpha"]),
            (json!({"entitledUsersEditMatchOr": "ann,zoe"}), vec!["beta"]),
            (json!({"entitledUsersEditMatchAnd": "ann,zoe"}), vec![]),
            (json!({"entitledUsersEditMatchAnd": "staff,ANN"}), vec!["beta"]),
            (json!({"partnerSortValueGreaterThanOrEqual": 2}), vec!["Alpha", "gamma ray"]),
            (json!({"startDateLessThanOrEqual": 500}), vec!["gamma ray"]),
            (json!({"startDateLessThanOrEqualOrNull": 400}), vec!["Alpha", "beta"]),
            (json!({"categoriesIdsEmpty": 1}), vec!["Alpha", "beta", "gamma ray"]),
            (json!({"categoriesIdsMatchOr": "1,2"}), vec![]),
            (json!({"isRoot": 1}), vec!["Alpha", "beta", "gamma ray"]),
            (json!({"isRoot": 0}), vec![]),
        ] {
            assert_eq!(found(filter.clone()).await, expected, "{filter}");
        }
        for (order, expected) in [
            ("+name", ["Alpha", "beta", "gamma ray"]),
            ("-partnerSortValue", ["Alpha", "gamma ray", "beta"]),
            ("+createdAt", ["Alpha", "beta", "gamma ray"]),
        ] {
            assert_eq!(admin.names(json!({"statusEqual": "7", "orderBy": order})).await, expected, "{order}");
        }
        let media = json!({"objectType": "KalturaMediaEntryFilter", "statusEqual": "7", "mediaTypeIn": "1,5"});
        assert_eq!(admin.names(media).await.len(), 3);
        let images = json!({"objectType": "KalturaMediaEntryFilter", "statusEqual": "7", "mediaTypeEqual": 2});
        assert_eq!(admin.names(images).await.len(), 0);
    }

    async fn a_redirected_entry_is_found_by_the_first_ones_id(server: Server) {
        texts(&server).await;
        let admin = admin(&server).await;
        let all = admin.call("baseEntry", "list", json!({})).await.unwrap();
        let id = |index: usize| all["objects"][index]["id"].as_str().unwrap();
        let (from, to) = (id(0), id(1));
        let widget = Caller { server: &server, ks: server.widget().await };
        assert_eq!(widget.names(json!({"redirectFromEntryId": from})).await, ["b1"]);
        admin.call("baseEntry", "update", json!({"entryId": from, "baseEntry": {"redirectEntryId": to}})).await.unwrap();
        assert_eq!(widget.names(json!({"redirectFromEntryId": from})).await, ["a2"]);
        let gone = widget.call("baseEntry", "list", json!({"filter": {"redirectFromEntryId": "0_zzzzzzzz"}})).await;
        assert_eq!(gone, refused("INVALID_ENTRY_ID", json!({"ID": "0_zzzzzzzz"})));
    }
}
