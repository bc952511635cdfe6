//! `like_like` (reference: more-services.md §5.2).

use serde_json::json;

use super::*;
use crate::on_both_stores;

impl Caller<'_> {
    async fn of_likes(&self, action: &str, entry: &str) -> Outcome {
        self.call("like_like", action, json!({"entryId": entry})).await
    }

    async fn likes(&self, filter: Value) -> Vec<(String, String)> {
        let list = self.call("like_like", "list", json!({"filter": filter})).await.unwrap();
        assert_eq!(list["objectType"], "KalturaLikeListResponse");
        let objects = list["objects"].as_array().unwrap();
        assert_eq!(list["totalCount"], objects.len());
        let text = |like: &Value, name: &str| like[name].as_str().unwrap().to_owned();
        objects.iter().map(|like| (text(like, "entryId"), text(like, "userId"))).collect()
    }
}

on_both_stores! {
    async fn users_like_entries_once(server: Server) {
        let (admin, ann, widget) = (admin(&server).await, user(&server, "ann").await, anonymous(&server).await);
        let entry = admin.media("talk").await;
        let votes = async || {
            let entry = admin.call("media", "get", json!({"entryId": entry})).await.unwrap();
            (entry["votes"].clone(), entry["totalRank"].clone())
        };
        assert_eq!(ann.of_likes("checkLikeExists", &entry).await.unwrap(), false);
        assert_eq!(ann.of_likes("unlike", &entry).await, bare("USER_LIKE_FOR_ENTRY_NOT_FOUND"));
        assert_eq!(ann.of_likes("like", &entry).await.unwrap(), true);
        assert_eq!(ann.of_likes("like", &entry).await, bare("USER_LIKE_FOR_ENTRY_ALREADY_EXISTS"));
        assert_eq!(votes().await, (json!(1), json!(1)), "a vote of rank 1");
        assert_eq!(ann.of_likes("checkLikeExists", &entry).await.unwrap(), true);
        assert_eq!(admin.call("like_like", "checkLikeExists", json!({"entryId": entry, "userId": "ann"})).await.unwrap(), true);
        assert_eq!(admin.of_likes("checkLikeExists", &entry).await.unwrap(), false);
        let of_ann = json!({"entryId": entry, "userId": "ann"});
        assert_eq!(user(&server, "bob").await.call("like_like", "checkLikeExists", of_ann).await, bare("INVALID_USER_ID"));
        user(&server, "bob").await.of_likes("like", &entry).await.unwrap();
        assert_eq!(votes().await, (json!(2), json!(2)));
        assert_eq!(ann.of_likes("unlike", &entry).await.unwrap(), true);
        assert_eq!(votes().await, (json!(1), json!(1)));
        assert_eq!(ann.of_likes("unlike", &entry).await, bare("USER_LIKE_FOR_ENTRY_NOT_FOUND"));
        assert_eq!(ann.of_likes("like", "0_nothing0").await, no_entry("0_nothing0"));
        for action in ["like", "unlike", "checkLikeExists"] {
            assert_eq!(ann.of_likes(action, "").await, refused("MISSING_MANDATORY_PARAMETER", json!({"PARAM_NAME": "entryId"})));
            let nobody = Caller { server: &server, ks: server.start(&server.account, "", 0, "").await };
            assert_eq!(nobody.of_likes(action, &entry).await, bare("INVALID_USER_ID"), "{action}");
            assert!(widget.of_likes(action, &entry).await.unwrap_err().code == "SERVICE_FORBIDDEN");
        }
    }

    async fn administrators_list_likes(server: Server) {
        let (admin, ann, bob) = (admin(&server).await, user(&server, "ann").await, user(&server, "bob").await);
        let (one, two) = (admin.media("one").await, admin.media("two").await);
        for (caller, entry) in [(&ann, &one), (&bob, &one), (&ann, &two)] {
            caller.of_likes("like", entry).await.unwrap();
            server.pass(10);
        }
        let pair = |entry: &str, user: &str| (entry.to_owned(), user.to_owned());
        assert_eq!(admin.likes(json!({"entryIdEqual": one})).await, [pair(&one, "bob"), pair(&one, "ann")]);
        assert_eq!(admin.likes(json!({"entryIdIn": format!("{two},0_nothing0")})).await, [pair(&two, "ann")]);
        assert_eq!(admin.likes(json!({"userIdEqual": "ann"})).await, [pair(&two, "ann"), pair(&one, "ann")]);
        assert_eq!(admin.likes(json!({"createdAtLessThanOrEqual": server.now() - 25})).await, [pair(&one, "ann")]);
        assert_eq!(admin.likes(json!({})).await.len(), 3);
        let list = async |filter: Value| admin.call("like_like", "list", json!({"filter": filter})).await;
        assert_eq!(list(json!({"entryIdEqual": "0_nothing0"})).await, no_entry("0_nothing0"));
        assert_eq!(list(json!({"userIdEqual": "nobody-here"})).await, bare("USER_NOT_FOUND"));
        assert_eq!(ann.call("like_like", "list", json!({})).await.unwrap_err().code, "SERVICE_FORBIDDEN");
        ann.call("like_like", "unlike", json!({"entryId": two})).await.unwrap();
        admin.call("media", "delete", json!({"entryId": one})).await.unwrap();
        assert!(admin.likes(json!({})).await.is_empty(), "they go with the entry");
    }

    async fn likes_of_hidden_entries_are_hidden(server: Server) {
        let (admin, ann) = (admin(&server).await, held(&server, "ann").await);
        let entry = admin.media("secret").await;
        ann.of_likes("like", &entry).await.unwrap();
        hide(&server, &entry).await;
        assert_eq!(ann.of_likes("checkLikeExists", &entry).await.unwrap(), false);
        assert_eq!(held(&server, "bob").await.of_likes("like", &entry).await, no_entry(&entry));
        let held = Caller { server: &server, ks: server.start(&server.account, "boss", 2, "enableentitlement,privacycontext:school").await };
        assert!(held.likes(json!({})).await.is_empty());
        assert_eq!(held.call("like_like", "list", json!({"filter": {"entryIdEqual": entry}})).await, no_entry(&entry));
        assert_eq!(admin.likes(json!({})).await.len(), 1);
    }

    async fn accounts_without_the_feature_have_no_likes(server: Server) {
        let (admin, ann) = (admin(&server).await, user(&server, "ann").await);
        let entry = admin.media("talk").await;
        switch(&server, "FEATURE_LIKE", false).await;
        let off = refused("FEATURE_FORBIDDEN", json!({"FEATURE": "like"}));
        for action in ["like", "unlike", "checkLikeExists"] {
            assert_eq!(ann.of_likes(action, &entry).await, off, "{action}");
        }
        assert_eq!(admin.call("like_like", "list", json!({})).await, off);
    }
}
