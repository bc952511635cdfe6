//! Playlists: named entries, and entries that filters find (reference: content-access.md §8.4, more-services.md §5.7).

use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

use super::common::{Outcome, Server, refused};
use super::{Caller, admin, not_found, not_the_owner, user};
use crate::on_both_stores;

/// Media that are ready, as they will be once there are files.
async fn media(server: &Server, name: &str, more: Value) -> String {
    let mut entry = json!({"name": name});
    entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let admin = admin(server).await;
    let id = admin.add_id(entry).await;
    let mut tx = server.app.store.begin().await.unwrap();
    for (table, column) in [("entry", "id"), ("entry_shown", "entry_id"), ("entry_user", "entry_id")] {
        let row =
            Query::select().column("id").from("entry").and_where(Expr::col("public_id").eq(&id)).to_owned();
        let ready = Query::update()
            .table(table)
            .value("status", 2)
            .and_where(Expr::col(column).in_subquery(row))
            .to_owned();
        tx.execute(&ready).await.unwrap();
    }
    tx.announce("entry", "");
    tx.commit().await.unwrap();
    server.pass(1);
    id
}

async fn playlist(caller: &Caller<'_>, playlist: Value) -> Outcome {
    caller.call("playlist", "add", json!({"playlist": playlist})).await
}

async fn played(caller: &Caller<'_>, id: &str, more: Value) -> Vec<String> {
    let mut params = json!({"id": id});
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let entries = caller.call("playlist", "execute", params).await.unwrap();
    entries.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
}

on_both_stores! {
    async fn a_static_playlist_keeps_order_and_repetitions(server: Server) {
        let (a, b) = (media(&server, "a", json!({})).await, media(&server, "b", json!({})).await);
        let later = media(&server, "later", json!({"startDate": server.now() + 1000})).await;
        let ann = user(&server, "ann", "").await;
        let content = format!(" {b},{a}, null,{later},{b}");
        let made = playlist(&ann, json!({"name": "mine", "playlistType": 3, "playlistContent": content})).await.unwrap();
        assert_eq!(made["objectType"], "KalturaPlaylist");
        assert_eq!(made["playlistContent"], format!("{b},{a},{later},{b}"));
        assert_eq!((&made["status"], &made["type"]), (&json!(2), &json!(5)), "ready at once");
        let id = made["id"].as_str().unwrap();
        assert_eq!(played(&ann, id, json!({})).await, ["b", "a", "b"], "what is not scheduled yet is left out");
        let admin = admin(&server).await;
        assert_eq!(played(&admin, id, json!({})).await, ["b", "a", "later", "b"], "but not for administrators");
        let widget = Caller { server: &server, ks: server.widget().await };
        assert_eq!(played(&widget, id, json!({"pager": {"pageSize": 2, "pageIndex": 2}})).await, ["b"]);
        let without = server.call("playlist", "execute", json!({"id": id, "partnerId": server.account.id})).await.unwrap();
        assert_eq!(without.as_array().unwrap().len(), 3, "no session is needed");
        assert_eq!(played(&widget, id, json!({"filter": {"nameEqual": "a"}})).await, ["a"]);

        for entry in [&a, &b] {
            admin.call("baseEntry", "reject", json!({"entryId": entry})).await.unwrap();
        }
        assert_eq!(played(&admin, id, json!({})).await, ["later"], "what moderators refused is not played");
    }

    async fn a_dynamic_playlist_finds_its_entries(server: Server) {
        for (name, tags) in [("one", "red"), ("two", "red,blue"), ("three", "blue"), ("four", "green")] {
            media(&server, name, json!({"tags": tags, "userId": "bob"})).await;
        }
        let admin = admin(&server).await;
        let filters = json!([
            {"objectType": "KalturaMediaEntryFilterForPlaylist", "tagsMultiLikeOr": "blue", "orderBy": "+createdAt", "limit": 1},
            {"objectType": "KalturaMediaEntryFilterForPlaylist", "tagsMultiLikeOr": "red,blue", "orderBy": "+name"}
        ]);
        let made = playlist(&admin, json!({"name": "all", "playlistType": 10, "filters": filters, "totalResults": 3})).await.unwrap();
        let text = made["playlistContent"].as_str().unwrap();
        assert!(text.starts_with("<playlist><total_results>3</total_results>") && text.contains("<mlikeor_tags>blue</mlikeor_tags>"), "{text}");
        assert_eq!((&made["totalResults"], made["filters"].as_array().unwrap().len()), (&json!(3), 2));
        let id = made["id"].as_str().unwrap();
        let widget = Caller { server: &server, ks: server.widget().await };
        assert_eq!(played(&widget, id, json!({})).await, ["two", "one", "three"], "each once, filter by filter, whoever owns them");
        let found = admin.call("playlist", "executeFromFilters", json!({"filters": filters, "totalResults": 2})).await.unwrap();
        assert_eq!(found.as_array().unwrap().len(), 2);
        let found = admin.call("playlist", "executeFromContent", json!({"playlistType": 10, "playlistContent": text})).await.unwrap();
        assert_eq!(found.as_array().unwrap().len(), 3);
        let broken = admin.call("playlist", "executeFromContent", json!({"playlistType": 10, "playlistContent": "<playlist>"})).await.unwrap();
        assert_eq!(broken, json!([]), "what cannot be read finds nothing");

        let ann = user(&server, "ann", "").await;
        assert_eq!(playlist(&ann, json!({"playlistType": 10, "filters": filters, "totalResults": 3})).await, not_the_owner());
        assert_eq!(
            playlist(&admin, json!({"playlistType": 10, "filters": filters})).await,
            refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaPlaylist::totalResults"}))
        );
        let kind = refused("INVALID_ENTRY_MEDIA_TYPE", json!({"ENTRY_NAME": id, "WRONG_MEDIA_TYPE": "10", "RIGHT_MEDIA_TYPE": "3"}));
        let may_edit = user(&server, "ann", &format!("edit:{id}")).await;
        assert_eq!(may_edit.call("playlist", "delete", json!({"id": id})).await, kind);
        admin.call("playlist", "delete", json!({"id": id})).await.unwrap();
    }

    async fn playlists_are_made_changed_copied_and_refused(server: Server) {
        let (a, b) = (media(&server, "a", json!({})).await, media(&server, "b", json!({})).await);
        let (admin, ann, bob) = (admin(&server).await, user(&server, "ann", "").await, user(&server, "bob", "").await);
        let property = |name: &str| json!({"PROP_NAME": format!("KalturaPlaylist::{name}")});
        assert_eq!(playlist(&ann, json!({"name": "x"})).await, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", property("playlistType")));
        let unknown = refused("INVALID_ENTRY_ID", json!({"ID": "0_zzzzzzzz"}));
        assert_eq!(playlist(&ann, json!({"playlistType": 3, "playlistContent": format!("{a},0_zzzzzzzz")})).await, unknown);
        let made = playlist(&ann, json!({"name": "p", "playlistType": 3, "playlistContent": a})).await.unwrap();
        let id = made["id"].as_str().unwrap();
        let change = json!({"id": id, "playlist": {"playlistContent": b}});
        assert_eq!(bob.call("playlist", "update", change.clone()).await, not_the_owner());
        assert_eq!(ann.call("playlist", "update", change).await.unwrap()["playlistContent"], b);
        assert_eq!(ann.call("playlist", "get", json!({"id": "0_zzzzzzzz"})).await, unknown);
        assert_eq!(ann.call("playlist", "get", json!({"id": a})).await, refused("INVALID_PLAYLIST_TYPE", json!([])));
        let copy = ann.call("playlist", "clone", json!({"id": id, "newPlaylist": {"name": "q"}})).await.unwrap();
        assert_eq!((&copy["name"], &copy["playlistContent"]), (&json!("q"), &json!(b)));
        assert_eq!(
            ann.call("playlist", "clone", json!({"id": id, "newPlaylist": {"playlistType": 10}})).await,
            refused("CANT_UPDATE_PARAMETER", json!({"PARAM_NAME": "playlistType"}))
        );
        let list = ann.call("playlist", "list", json!({"filter": {"playListTypeEqual": 3, "orderBy": "+name"}})).await.unwrap();
        assert_eq!(list["totalCount"], 2);
        assert_eq!(ann.call("playlist", "list", json!({"filter": {"playListTypeEqual": 10}})).await.unwrap()["totalCount"], 0);
        assert_eq!(bob.call("playlist", "list", json!({})).await.unwrap()["totalCount"], 0, "somebody else's");
        assert_eq!(ann.call("media", "list", json!({})).await.unwrap()["totalCount"], 0, "no media");

        // Who may edit a playlist's entries may change them.
        let editor = user(&server, "cat", &format!("editplaylist:{id}")).await;
        editor.update(&b, json!({"tags": "t"})).await.unwrap();
        assert_eq!(editor.update(&a, json!({"tags": "t"})).await, not_the_owner());
        ann.call("playlist", "delete", json!({"id": id})).await.unwrap();
        assert_eq!(admin.call("playlist", "get", json!({"id": id})).await, refused("INVALID_ENTRY_ID", json!({"ID": id})));
    }

    async fn entitlement_holds_in_playlists_too(server: Server) {
        let a = media(&server, "a", json!({"userId": "bob"})).await;
        let admin = admin(&server).await;
        let category = json!({"name": "closed", "privacyContext": "site", "privacy": 3});
        let category = admin.call("category", "add", json!({"category": category})).await.unwrap();
        let place = json!({"categoryEntry": {"categoryId": category["id"], "entryId": a}});
        admin.call("categoryEntry", "add", place).await.unwrap();
        let made = playlist(&admin, json!({"name": "p", "playlistType": 3, "playlistContent": a})).await.unwrap();
        let id = made["id"].as_str().unwrap();
        let held = user(&server, "ann", "enableentitlement,privacycontext:site").await;
        assert_eq!(played(&held, id, json!({})).await, [""; 0]);
        let free = format!("enableentitlement,privacycontext:site,disableentitlementforplaylist:{id}");
        let free = user(&server, "ann", &free).await;
        assert_eq!(played(&free, id, json!({})).await, ["a"]);
        assert_eq!(free.get(&a).await.unwrap()["name"], "a", "its entries are open, too");
        assert_eq!(held.get(&a).await, not_found(&a));
        let filter = json!([{"objectType": "KalturaMediaEntryFilterForPlaylist", "nameEqual": "a"}]);
        let dynamic = playlist(&admin, json!({"playlistType": 10, "filters": filter, "totalResults": 9})).await.unwrap();
        let dynamic = dynamic["id"].as_str().unwrap();
        assert_eq!(played(&held, dynamic, json!({})).await, [""; 0]);
        assert_eq!(played(&admin, dynamic, json!({})).await, ["a"]);
    }
}
