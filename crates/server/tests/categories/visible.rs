//! Sessions that are held to entitlements (reference: content-access.md §16.1, §16.3, §17.1).

use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

use crate::common::Server;
use crate::helpers::{Caller, admin, admin_as, bare, not_found, user};
use crate::on_both_stores;

/// Makes sessions that say nothing be held to entitlements, as the operator can.
async fn enforce(server: &Server) {
    let limits = boxoffice::partner::Limits {
        enforces_entitlement: Some(true),
        ..boxoffice::partner::Limits::default()
    };
    assert!(
        boxoffice::partner::set_limits(&server.app, server.account.id, &limits, server.now()).await.unwrap()
    );
}

/// The ids that a search for everything finds.
async fn searched(caller: &Caller<'_>) -> Vec<i64> {
    let any = json!({"objectType": "KalturaESearchCategoryItem", "fieldName": "depth", "itemType": 5});
    let tree = json!({"objectType": "KalturaESearchCategoryOperator", "operator": 1, "searchItems": [any]});
    let params = json!({"searchParams": {"searchOperator": tree}, "pager": {"pageSize": 500}});
    let found = caller.call("elasticsearch_eSearch", "searchCategory", params).await.unwrap();
    let found = found["objects"].as_array().unwrap().iter();
    found.map(|found| found["object"]["id"].as_i64().unwrap()).collect()
}

/// A get, a list by id and a search say the same of every category.
async fn sees(caller: &Caller<'_>, ids: &[i64]) -> Vec<bool> {
    let mut seen = Vec::new();
    let searched = searched(caller).await;
    for id in ids {
        let got = caller.try_get(*id).await;
        if got.is_err() {
            assert_eq!(got, not_found(*id));
        }
        let listed = caller.names(json!({"idEqual": id})).await.len() == 1;
        assert_eq!(got.is_ok(), listed, "{id}");
        assert_eq!(searched.contains(id), listed, "{id}");
        seen.push(listed);
    }
    let all: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let count = seen.iter().filter(|seen| **seen).count();
    assert_eq!(caller.names(json!({"idIn": all.join(",")})).await.len(), count);
    seen
}

on_both_stores! {
    async fn the_context_and_the_membership_decide(server: Server) {
        let admin = admin(&server).await;
        let open = admin.made("open", 0, json!({})).await;
        let site = admin.made("site", 0, json!({"privacyContext": "site", "privacy": 3})).await;
        let news = admin.made("news", site, json!({"privacyContext": "news"})).await;
        let closed = admin.made("closed", 0, json!({"privacyContext": "site", "appearInList": 3, "owner": "boss"})).await;
        let inheriting = admin.made("inheriting", closed, json!({"appearInList": 3, "inheritanceType": 1})).await;
        let ids = [open, site, news, closed, inheriting];
        for (privileges, expected) in [
            ("", [true; 5]),
            ("disableentitlement", [true; 5]),
            ("enableentitlement:1", [true; 5]),
            ("enableentitlement", [true, false, false, false, false]),
            ("enableentitlement,disableentitlement", [true, false, false, false, false]),
            ("enableentitlement,privacycontext:site", [false, true, true, false, false]),
            ("enableentitlement,privacycontext:news", [false, false, true, false, false]),
            ("enableentitlement,privacycontext:Site", [false; 5]),
            ("enableentitlement,privacycontext:site/news", [false; 5]),
            ("enableentitlement,privacycontext:sit", [false; 5]),
        ] {
            for caller in [user(&server, "ann", privileges).await, admin_as(&server, "ann", privileges).await, user(&server, "", privileges).await] {
                assert_eq!(sees(&caller, &ids).await, expected, "{privileges}");
            }
        }
        let held = "enableentitlement,privacycontext:site";
        let ann = user(&server, "ann", held).await;
        admin.join(closed, "ANN", json!({})).await.unwrap();
        assert_eq!(sees(&ann, &ids).await, [false, true, true, true, true]);
        admin.set_member(closed, "ann", json!({"permissionLevel": 4})).await.unwrap();
        assert_eq!(sees(&ann, &ids).await, [false, true, true, false, false], "whoever may nothing is none");
        admin.set_member(closed, "ann", json!({"permissionLevel": 3})).await.unwrap();
        admin.member("deactivate", closed, "ann").await.unwrap();
        assert_eq!(sees(&ann, &ids).await, [false, true, true, false, false]);
        admin.member("activate", closed, "ann").await.unwrap();
        admin.update(inheriting, json!({"inheritanceType": 2, "owner": "boss"})).await.unwrap();
        assert_eq!(sees(&ann, &ids).await, [false, true, true, true, false]);
        admin.update(inheriting, json!({"inheritanceType": 1})).await.unwrap();
        assert_eq!(sees(&ann, &ids).await, [false, true, true, true, true]);
        admin.update(closed, json!({"privacyContext": ""})).await.unwrap();
        assert_eq!(sees(&ann, &ids).await, [false, true, true, false, false]);
        assert_eq!(sees(&user(&server, "x", "enableentitlement").await, &ids).await, [true, false, false, true, true]);
    }

    async fn the_account_says_what_sessions_do_not(server: Server) {
        let admin = admin(&server).await;
        let site = admin.made("site", 0, json!({"privacyContext": "site"})).await;
        enforce(&server).await;
        assert_eq!(admin.call("partner", "getInfo", json!({})).await.unwrap()["defaultEntitlementEnforcement"], true);
        assert_eq!(admin.try_get(site).await, not_found(site), "an administrator is held as well");
        assert_eq!(sees(&user(&server, "ann", "").await, &[site]).await, [false]);
        assert_eq!(sees(&user(&server, "ann", "privacycontext:site").await, &[site]).await, [true]);
        let free = admin_as(&server, "boss", "disableentitlement").await;
        assert_eq!(sees(&free, &[site]).await, [true]);
        let widget = server.widget().await;
        assert_eq!(server.call("category", "get", json!({"ks": widget, "id": site})).await, not_found(site));
        // Without the feature nobody is.
        free.call("permission", "delete", json!({"permissionName": "FEATURE_ENTITLEMENT"})).await.unwrap();
        assert_eq!(sees(&user(&server, "ann", "enableentitlement").await, &[site]).await, [true]);
    }

    async fn only_managers_change_what_they_find(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss"})).await;
        let b = admin.made("b", a, json!({"inheritanceType": 1})).await;
        let hidden = admin.made("hidden", a, json!({"privacyContext": "news", "appearInList": 3, "owner": "boss"})).await;
        let open = admin.made("open", 0, json!({})).await;
        let held = "enableentitlement,privacycontext:site";
        let ann = admin_as(&server, "ann", held).await;
        let boss = admin_as(&server, "boss", held).await;
        let not_entitled = bare("NOT_ENTITLED_TO_UPDATE_CATEGORY");
        admin.join(a, "ann", json!({"permissionLevel": 1})).await.unwrap();
        for id in [a, b] {
            assert_eq!(ann.update(id, json!({"description": "x"})).await, not_entitled);
            assert_eq!(ann.delete(id).await, not_entitled);
            assert_eq!(ann.move_to(&id.to_string(), 0).await, not_entitled);
        }
        for id in [hidden, open] {
            assert_eq!(ann.update(id, json!({})).await, not_found(id));
            assert_eq!(ann.delete(id).await, not_found(id));
            assert_eq!(ann.move_to(&id.to_string(), 0).await, not_found(id));
            assert_eq!(ann.add("x", id, json!({})).await.unwrap_err().code, "PARENT_CATEGORY_NOT_FOUND");
            assert_eq!(boss.move_to(&b.to_string(), id).await.is_ok(), id == hidden);
        }
        assert_eq!(boss.update(b, json!({"parentId": open})).await.unwrap_err().code, "PARENT_CATEGORY_NOT_FOUND");
        let context = bare("CANNOT_UPDATE_CATEGORY_PRIVACY_CONTEXT");
        assert_eq!(boss.update(a, json!({"privacyContext": "site,news"})).await, context);
        assert_eq!(boss.update(a, json!({"privacyContext": ""})).await, context);
        assert_eq!(boss.add("x", a, json!({"privacyContext": "news"})).await, context);
        boss.update(a, json!({"privacyContext": "site", "privacy": 2})).await.expect("what it has may be said");
        assert_eq!(ann.add("by ann", a, json!({})).await.unwrap()["owner"], "ann", "where one finds the parent, one may add");
        // In the default context nobody manages anything.
        let default = admin_as(&server, "boss", "enableentitlement").await;
        assert_eq!(default.update(open, json!({})).await, not_entitled);
        assert_eq!(boss.delete(a).await, Ok(Value::Null));
    }

    async fn members_of_hidden_categories_are_hidden(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss"})).await;
        let hidden = admin.made("hidden", 0, json!({"privacyContext": "site", "appearInList": 3, "owner": "boss"})).await;
        let other = admin.made("other", 0, json!({"privacyContext": "news", "owner": "boss"})).await;
        let ann = user(&server, "ann", "enableentitlement,privacycontext:site").await;
        for id in [hidden, other] {
            assert_eq!(ann.members(json!({"categoryIdEqual": id})).await, not_found(id));
            assert_eq!(ann.member("get", id, "boss").await, not_found(id));
            assert_eq!(ann.join(id, "ann", json!({})).await, not_found(id));
            assert_eq!(ann.member("delete", id, "boss").await, not_found(id));
        }
        assert_eq!(ann.users(json!({"userIdEqual": "boss"})).await.len(), 1);
        assert_eq!(ann.users(json!({"categoryIdIn": format!("{a},{hidden},{other}")})).await.len(), 1);
        assert_eq!(ann.users(json!({"categoryFullIdsEqual": hidden.to_string()})).await.len(), 0);
        assert_eq!(ann.users(json!({"categoryFullIdsStartsWith": other.to_string()})).await.len(), 0);
        assert_eq!(user(&server, "boss", "enableentitlement,privacycontext:site").await.users(json!({"userIdEqual": "boss"})).await.len(), 2);
    }

    async fn what_is_known_of_members_is_forgotten_when_it_changes_elsewhere(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "appearInList": 3, "owner": "boss"})).await;
        let ann = user(&server, "ann", "enableentitlement,privacycontext:site").await;
        assert_eq!(ann.try_get(a).await, not_found(a));
        admin.join(a, "ann", json!({})).await.unwrap();
        assert_eq!(ann.get(a).await["id"], a);
        // A row that changes without a word is not seen; with one it is.
        let off = Query::update().table("category_user").value("status", 3).and_where(Expr::col("user_key").eq("ann")).to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&off).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ann.get(a).await["id"], a, "from memory");
        let mut tx = server.app.store.begin().await.unwrap();
        tx.announce("category_user", &format!("{} ann", server.account.id));
        tx.commit().await.unwrap();
        assert_eq!(ann.try_get(a).await, not_found(a));
    }
}
