//! `userEntry`: what may be noted, who sees it, and who changes it (reference: more-services.md §5.3).

use serde_json::json;

use super::*;
use crate::on_both_stores;

on_both_stores! {
    async fn what_is_noted_is_there_until_it_is_deleted(server: Server) {
        let (ann, bob, admin) = (user(&server, "ann").await, user(&server, "bob").await, admin(&server).await);
        let entry = admin.media("talk").await;
        let history = json!({"playbackContext": "home", "lastTimeReached": 12, "lastUpdateTime": 1_800_000_000, "playlistLastEntryId": "0_x", "extendedStatus": "viewHistory.PLAYBACK_STARTED"});
        let made = ann.note("ViewHistory", &entry, history.clone()).await.unwrap();
        let note = number(&made);
        for (name, value) in [
            ("objectType", json!("KalturaViewHistoryUserEntry")),
            ("type", json!("viewHistory.VIEW_HISTORY")),
            ("status", json!(1)),
            ("userId", json!("ann")),
            ("entryId", json!(entry)),
            ("partnerId", json!(server.account.id)),
            ("createdAt", json!(server.now())),
        ] {
            assert_eq!(made[name], value, "{name}");
        }
        for (name, value) in history.as_object().unwrap() {
            assert_eq!(made[name], *value, "{name}");
        }
        assert_eq!(ann.get_note(note).await.unwrap(), made);
        assert_eq!(admin.get_note(note).await.unwrap(), made);
        assert_eq!(ann.note("ViewHistory", &entry, json!({})).await, bare("USER_ENTRY_ALREADY_EXISTS"));
        // One of each type, and of each user.
        ann.note("WatchLater", &entry, json!({})).await.unwrap();
        ann.note("Registration", &entry, json!({})).await.unwrap();
        let of_bob = number(&bob.note("ViewHistory", &entry, json!({})).await.unwrap());

        server.pass(10);
        let changed = ann.update_note(note, "ViewHistory", json!({"lastTimeReached": 40, "extendedStatus": "viewHistory.PLAYBACK_COMPLETE"})).await.unwrap();
        assert_eq!((&changed["lastTimeReached"], &changed["playbackContext"]), (&json!(40), &json!("home")));
        assert_eq!(changed["extendedStatus"], "viewHistory.PLAYBACK_COMPLETE");
        assert_eq!(changed["updatedAt"], server.now());
        assert_eq!(ann.update_note(note, "WatchLater", json!({})).await, refused("USER_ENTRY_OBJECT_TYPE_ERROR", json!({"OBJ_TYPE": "KalturaWatchLaterUserEntry", "USER_ENTRY_ID": note.to_string()})));
        let own = json!({"PROP_NAME": "KalturaViewHistoryUserEntry::status"});
        assert_eq!(ann.update_note(note, "ViewHistory", json!({"status": "2"})).await, refused("PROPERTY_VALIDATION_NOT_UPDATABLE", own));
        let entry_id = json!({"PROP_NAME": "KalturaViewHistoryUserEntry::entryId"});
        assert_eq!(ann.update_note(note, "ViewHistory", json!({"entryId": "0_other000"})).await, refused("PROPERTY_VALIDATION_NOT_UPDATABLE", entry_id));

        let gone = ann.delete_note(note).await.unwrap();
        assert_eq!((&gone["objectType"], &gone["status"]), (&json!("KalturaViewHistoryUserEntry"), &json!(2)));
        assert_eq!(ann.get_note(note).await, no_note(note));
        assert_eq!(ann.delete_note(note).await, no_object(note));
        assert_eq!(ann.update_note(note, "ViewHistory", json!({})).await, no_object(note));
        assert_eq!(admin.notes(json!({"entryIdEqual": entry, "typeEqual": "viewHistory.VIEW_HISTORY"})).await, [of_bob]);
        ann.note("ViewHistory", &entry, json!({})).await.expect("there may be another one by now");
    }

    async fn users_note_for_themselves_and_administrators_for_others(server: Server) {
        let (ann, admin, widget) = (user(&server, "ann").await, admin(&server).await, anonymous(&server).await);
        server.add_user("cat", json!({})).await;
        let entry = admin.media("talk").await;
        let made = ann.note("WatchLater", &entry, json!({"userId": "cat"})).await.unwrap();
        assert_eq!(made["userId"], "ann", "only administrators name others");
        assert_eq!(admin.note("WatchLater", &entry, json!({"userId": "cat"})).await.unwrap()["userId"], "cat");
        assert_eq!(admin.note("WatchLater", &entry, json!({"userId": "nobody-here"})).await, bare("INVALID_USER_ID"));
        for more in [json!({}), json!({"userId": "cat"})] {
            assert_eq!(widget.note("WatchLater", &entry, more).await, bare("USER_ID_NOT_PROVIDED_OR_EMPTY"));
        }
        let missing = json!({"PROP_NAME": "KalturaWatchLaterUserEntry::entryId"});
        let note = json!({"userEntry": {"objectType": "KalturaWatchLaterUserEntry"}});
        assert_eq!(ann.call("userEntry", "add", note).await, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", missing));
        assert_eq!(ann.note("WatchLater", "0_nothing0", json!({})).await, no_entry("0_nothing0"));
        assert_eq!(ann.note("Nothing", &entry, json!({})).await, refused("OBJECT_TYPE_ABSTRACT", json!({"OBJ_TYPE": "KalturaUserEntry"})));
        let score = json!({"PROP_NAME": "KalturaQuizUserEntry::score"});
        assert_eq!(ann.note("Quiz", &entry, json!({"score": 1})).await, refused("PROPERTY_VALIDATION_NOT_UPDATABLE", score));
    }

    async fn users_see_their_own_and_what_is_noted_of_their_entries(server: Server) {
        let (ann, bob, cat) = (user(&server, "ann").await, user(&server, "bob").await, user(&server, "cat").await);
        let (admin, widget) = (admin(&server).await, anonymous(&server).await);
        let (of_bob, of_nobody) = (bob.media("bob's").await, admin.media("another").await);
        let mine = number(&ann.note("WatchLater", &of_bob, json!({})).await.unwrap());
        let other = number(&ann.note("WatchLater", &of_nobody, json!({})).await.unwrap());
        assert_eq!(ann.notes(json!({"userIdEqualCurrent": 1})).await, [other, mine], "the newest first");
        assert_eq!(ann.notes(json!({"entryIdIn": format!("{of_bob},{of_nobody},0_nothing0")})).await, [other, mine]);
        assert_eq!(ann.notes(json!({"userIdEqual": "ann", "orderBy": "+createdAt"})).await.len(), 2);
        assert_eq!(ann.notes(json!({"userIdEqual": "ann", "idEqual": mine})).await, [mine]);
        // Bob's entry is bob's, so bob sees who wants to watch it, and may not change it.
        assert_eq!(bob.notes(json!({"entryIdIn": format!("{of_bob},{of_nobody}")})).await, [mine]);
        assert_eq!(number(&bob.get_note(mine).await.unwrap()), mine);
        assert_eq!(bob.get_note(other).await, no_note(other));
        for (caller, note) in [(&bob, mine), (&bob, other), (&cat, mine)] {
            assert_eq!(caller.update_note(note, "WatchLater", json!({})).await, no_object(note));
            assert_eq!(caller.delete_note(note).await, no_object(note));
        }
        assert_eq!(cat.get_note(mine).await, no_note(mine));
        assert!(cat.notes(json!({"entryIdEqual": of_bob})).await.is_empty());
        assert!(cat.notes(json!({"userIdEqual": "ann"})).await.is_empty());
        let name_cat = json!({"entryId": of_bob, "baseEntry": {"entitledUsersView": "cat"}});
        admin.call("baseEntry", "update", name_cat).await.unwrap();
        assert_eq!(cat.notes(json!({"entryIdEqual": of_bob})).await, [mine], "whom the entry names");
        assert_eq!(number(&cat.get_note(mine).await.unwrap()), mine);

        assert_eq!(admin.notes(json!({"userIdIn": "ann,bob"})).await, [other, mine]);
        assert!(admin.notes(json!({"userIdEqual": "nobody-here"})).await.is_empty());
        assert!(admin.notes(json!({"userIdEqual": "ann", "isAnonymous": 1})).await.is_empty());
        assert!(widget.notes(json!({"entryIdEqual": of_bob})).await.is_empty());
        assert!(widget.notes(json!({})).await.is_empty(), "nobody is asked what they want");
        for (caller, class) in [(&ann, "KalturaUserEntryFilter"), (&admin, "KalturaQuizUserEntryFilter")] {
            let names = ["userIdEqual", "userIdIn", "entryIdEqual", "entryIdIn"].map(|name| format!("{class}::{name}"));
            let list = caller.call("userEntry", "list", json!({"filter": {"objectType": class}})).await;
            assert_eq!(list, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": names.join("/")})));
        }
        let by_context = json!({"filter": {"entryIdEqual": of_bob, "privacyContextEqual": "x"}});
        assert_eq!(ann.call("userEntry", "list", by_context).await, bare("USER_ENTRY_FILTER_FORBIDDEN_FIELDS_USED"));
        // The web player names a class that is no filter (reference: player.md §3.3).
        assert_eq!(ann.notes(json!({"objectType": "KalturaViewHistoryUserEntry", "entryIdIn": of_bob, "userIdEqualCurrent": 1})).await, [mine]);
    }

    async fn filters_of_a_type_are_about_that_type(server: Server) {
        let (ann, admin) = (user(&server, "ann").await, admin(&server).await);
        let entry = admin.media("talk").await;
        admin.quiz("add", &entry, json!({})).await.unwrap();
        let history = number(&ann.note("ViewHistory", &entry, json!({"extendedStatus": "viewHistory.VIEWED"})).await.unwrap());
        let later = number(&ann.note("WatchLater", &entry, json!({})).await.unwrap());
        let there = number(&ann.note("Registration", &entry, json!({})).await.unwrap());
        let attempt = number(&ann.note("Quiz", &entry, json!({})).await.unwrap());
        for (class, id) in [("ViewHistory", history), ("WatchLater", later), ("Registration", there), ("Quiz", attempt)] {
            let filter = json!({"objectType": format!("Kaltura{class}UserEntryFilter"), "entryIdEqual": entry});
            assert_eq!(ann.notes(filter).await, [id], "{class}");
        }
        let viewed = |status: &str| json!({"objectType": "KalturaViewHistoryUserEntryFilter", "entryIdEqual": entry, "extendedStatusEqual": status});
        assert_eq!(ann.notes(viewed("viewHistory.VIEWED")).await, [history]);
        assert!(ann.notes(viewed("viewHistory.PLAYBACK_STARTED")).await.is_empty());
    }

    async fn nobody_sees_what_is_noted_of_an_entry_that_is_not_for_them(server: Server) {
        let (admin, ann) = (admin(&server).await, held(&server, "ann").await);
        server.add_user("ann", json!({})).await;
        let (entry, open) = (admin.media("secret").await, admin.media("open").await);
        let note = number(&admin.note("WatchLater", &entry, json!({"userId": "ann"})).await.unwrap());
        admin.note("WatchLater", &open, json!({"userId": "ann"})).await.unwrap();
        hide(&server, &entry).await;
        assert_eq!(ann.call("baseEntry", "get", json!({"entryId": entry})).await, no_entry(&entry));
        assert_eq!(ann.get_note(note).await, no_note(note));
        assert_eq!(ann.delete_note(note).await, no_object(note));
        assert_eq!(ann.update_note(note, "WatchLater", json!({})).await, no_object(note));
        assert_eq!(ann.note("Registration", &entry, json!({})).await, no_entry(&entry));
        for filter in [json!({"entryIdEqual": entry}), json!({"userIdEqual": "ann", "entryIdIn": entry}), json!({"userIdEqualCurrent": 1, "idEqual": note})] {
            assert!(ann.notes(filter.clone()).await.is_empty(), "{filter}");
        }
        assert_eq!(admin.notes(json!({"userIdEqual": "ann", "entryIdEqual": entry})).await, [note]);
    }

    async fn what_is_noted_goes_where_the_entry_goes(server: Server) {
        let (admin, ann) = (admin(&server).await, user(&server, "ann").await);
        switch(&server, "FEATURE_RECYCLE_BIN", true).await;
        let entry = ann.media("talk").await;
        let note = number(&ann.note("WatchLater", &entry, json!({})).await.unwrap());
        ann.call("baseEntry", "recycle", json!({"entryId": entry})).await.unwrap();
        for caller in [&ann, &admin] {
            assert_eq!(caller.get_note(note).await, no_note(note), "in the bin");
            assert!(caller.notes(json!({"userIdEqual": "ann"})).await.is_empty());
        }
        ann.call("baseEntry", "restoreRecycled", json!({"entryId": entry})).await.unwrap();
        assert_eq!(ann.notes(json!({"userIdEqual": "ann"})).await, [note]);
        ann.call("baseEntry", "delete", json!({"entryId": entry})).await.unwrap();
        assert!(admin.notes(json!({"userIdEqual": "ann"})).await.is_empty());
    }

    async fn what_is_noted_of_a_user_follows_the_user(server: Server) {
        let admin = admin(&server).await;
        let entry = admin.media("talk").await;
        for id in ["ann", "former"] {
            server.add_user(id, json!({})).await;
            admin.note("WatchLater", &entry, json!({"userId": id})).await.unwrap();
            user(&server, id).await.call("like_like", "like", json!({"entryId": entry})).await.unwrap();
        }
        admin.call("user", "delete", json!({"userId": "former"})).await.unwrap();
        admin.call("user", "update", json!({"userId": "ann", "user": {"id": "former"}})).await.unwrap();
        assert!(admin.notes(json!({"userIdEqual": "ann"})).await.is_empty());
        let notes = admin.notes(json!({"userIdEqual": "former"})).await;
        assert_eq!(notes.len(), 2, "what a former user of this id left is there, too");
        let likes = admin.call("like_like", "list", json!({"filter": {"entryIdEqual": entry}})).await.unwrap();
        assert_eq!((&likes["totalCount"], &likes["objects"][0]["userId"]), (&json!(1), &json!("former")));
    }
}
