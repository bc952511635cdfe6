//! Who sees a category and who is in it: privacy contexts, inheritance, owners (reference: content-access.md §16.3,
//! §17.1).

use serde_json::{Value, json};

use crate::common::{Outcome, Server, refused};
use crate::helpers::{Caller, admin, admin_as, bare};
use crate::on_both_stores;

fn invalid_context(context: &str) -> Outcome {
    refused("PRIVACY_CONTEXT_INVALID_STRING", json!({"CONTEXT": context}))
}

/// What is said of a category's settings.
fn settings(category: &Value) -> Value {
    let names = [
        "privacy",
        "appearInList",
        "inheritanceType",
        "userJoinPolicy",
        "contributionPolicy",
        "defaultPermissionLevel",
        "owner",
    ];
    names.iter().map(|name| category[*name].clone()).collect()
}

fn open() -> Value {
    json!([1, 1, 2, 3, 1, 3, null])
}

async fn shown(caller: &Caller<'_>, id: i64, names: &[&str]) -> Value {
    let category = caller.get(id).await;
    names.iter().map(|name| category[*name].clone()).collect()
}

on_both_stores! {
    async fn without_privacy_context_there_is_nothing_to_set(server: Server) {
        let admin = admin(&server).await;
        let no_context = bare("CANNOT_UPDATE_CATEGORY_ENTITLEMENT_FIELDS_WITH_NO_PRIVACY_CONTEXT");
        let id = admin.made("a", 0, json!({})).await;
        for setting in [
            json!({"privacy": 2}), json!({"appearInList": 3}), json!({"inheritanceType": 1}), json!({"userJoinPolicy": 1}),
            json!({"contributionPolicy": 2}), json!({"defaultPermissionLevel": 2}), json!({"owner": "ann"}),
        ] {
            assert_eq!(admin.add("b", 0, setting.clone()).await, no_context, "{setting}");
            assert_eq!(admin.update(id, setting.clone()).await, no_context, "{setting}");
        }
        // What it has anyway may be said.
        let same = json!({"privacy": 1, "appearInList": 1, "inheritanceType": 2, "userJoinPolicy": 3, "contributionPolicy": 1, "defaultPermissionLevel": 3, "owner": ""});
        admin.update(id, same.clone()).await.unwrap();
        assert_eq!(settings(&admin.add("b", 0, same).await.unwrap()), open());
        assert_eq!(admin.names(json!({})).await, ["a", "b"], "nothing of a refused one is left");
        assert!(admin.users(json!({"userIdEqual": "ann"})).await.is_empty());
    }

    async fn with_a_privacy_context_everything_can_be_set(server: Server) {
        let boss = admin_as(&server, "boss", "").await;
        let made = boss.add("a", 0, json!({"privacyContext": " site , news,site"})).await.unwrap();
        assert_eq!((&made["privacyContext"], &made["privacyContexts"]), (&json!("site,news"), &json!("site,news")));
        assert_eq!(settings(&made), json!([1, 1, 2, 3, 1, 3, "boss"]), "the caller owns it");
        assert_eq!(made["membersCount"], 1);
        let id = made["id"].as_i64().unwrap();
        let owner = boss.member("get", id, "boss").await.unwrap();
        assert_eq!((&owner["permissionLevel"], &owner["status"]), (&json!(0), &json!(1)));

        let all = json!({"privacy": 3, "appearInList": 3, "userJoinPolicy": 2, "contributionPolicy": 2, "defaultPermissionLevel": 1, "owner": "ann"});
        let changed = boss.update(id, all.clone()).await.unwrap();
        assert_eq!(settings(&changed), json!([3, 3, 2, 2, 2, 1, "ann"]));
        assert_eq!(changed["membersCount"], 2, "the old owner stays a manager, the new one becomes one");
        assert_eq!(boss.member("get", id, "ANN").await.unwrap()["permissionLevel"], 0);
        assert_eq!(boss.call("user", "get", json!({"userId": "ann"})).await.unwrap()["id"], "ann", "an unknown owner is added");
        assert_eq!(settings(&boss.update(id, json!({"description": "x"})).await.unwrap()), json!([3, 3, 2, 2, 2, 1, "ann"]));
        assert_eq!(boss.update(id, json!({"owner": "not an id"})).await, bare("INVALID_USER_ID"));

        // Without context it is open again, whatever was set before.
        let gone = boss.update(id, json!({"privacyContext": ""})).await.unwrap();
        assert_eq!(settings(&gone), open());
        assert_eq!((&gone["privacyContext"], &gone["privacyContexts"]), (&Value::Null, &Value::Null));
        let anonymous = crate::helpers::admin_as(&server, "", "").await;
        assert_eq!(anonymous.add("b", 0, json!({"privacyContext": "site"})).await.unwrap()["owner"], Value::Null, "nobody is nobody");
    }

    async fn privacy_contexts_come_down_the_tree(server: Server) {
        let admin = admin(&server).await;
        for wrong in ["abc", "a-b-c-d", "sité", "*"] {
            assert_eq!(admin.add("a", 0, json!({"privacyContext": wrong})).await, invalid_context(wrong));
        }
        let long = (0..300).map(|number| format!("longcontext{number}")).collect::<Vec<_>>().join(",");
        assert_eq!(admin.add("a", 0, json!({"privacyContext": long})).await, invalid_context(&long));
        let a = admin.made("a", 0, json!({})).await;
        let b = admin.made("b", a, json!({"privacyContext": "news"})).await;
        let c = admin.made("c", b, json!({})).await;
        let d = admin.made("d", a, json!({})).await;
        assert_eq!(admin.get(c).await["privacyContexts"], "news");
        assert_eq!(admin.update(a, json!({"privacyContext": "abc"})).await, invalid_context("abc"));
        admin.update(a, json!({"privacyContext": "site,news"})).await.unwrap();
        let contexts = async |id| admin.get(id).await["privacyContexts"].clone();
        assert_eq!(contexts(b).await, "site,news", "each once");
        assert_eq!(contexts(c).await, "site,news");
        assert_eq!(contexts(d).await, "site,news");
        admin.update(d, json!({"privacy": 3, "appearInList": 3})).await.unwrap();
        admin.update(c, json!({"privacy": 2})).await.unwrap();
        admin.update(a, json!({"privacyContext": ""})).await.unwrap();
        assert_eq!(contexts(b).await, "news");
        assert_eq!(shown(&admin, c, &["privacyContexts", "privacy"]).await, json!(["news", 2]));
        assert_eq!(contexts(d).await, Value::Null);
        assert_eq!(settings(&admin.get(d).await), open(), "what has no context any more is open");
        // Moving brings other contexts.
        let other = admin.made("other", 0, json!({"privacyContext": "site"})).await;
        admin.move_to(&b.to_string(), other).await.unwrap();
        assert_eq!(contexts(c).await, "site,news");
        admin.move_to(&b.to_string(), 0).await.unwrap();
        assert_eq!(contexts(c).await, "news");
        assert_eq!(admin.names(json!({"privacyContextEqual": "*"})).await, ["b", "other"]);
        assert_eq!(admin.names(json!({"privacyContextEqual": "news"})).await, ["b"]);
        assert!(admin.names(json!({"privacyContextEqual": "new"})).await.is_empty());
    }

    async fn members_can_be_those_of_the_parent(server: Server) {
        let admin = admin(&server).await;
        let without_parent = bare("CANNOT_INHERIT_MEMBERS_WHEN_PARENT_CATEGORY_IS_NOT_SET");
        let inherit = json!({"inheritanceType": 1, "privacyContext": "site"});
        assert_eq!(admin.add("a", 0, inherit.clone()).await, without_parent);
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "ann"})).await;
        assert_eq!(admin.update(a, json!({"inheritanceType": 1})).await, without_parent);
        let b = admin.made("b", a, json!({"inheritanceType": 1})).await;
        let c = admin.made("c", b, json!({"inheritanceType": 1})).await;
        assert_eq!(shown(&admin, c, &["inheritedParentId", "membersCount", "owner", "inheritanceType"]).await, json!([a, 1, null, 1]));
        for (field, value, code) in [
            ("owner", json!("bob"), "CANNOT_SET_OWNER_WHEN_CATEGORY_INHERIT_MEMBERS"),
            ("userJoinPolicy", json!(1), "CANNOT_SET_USER_JOIN_POLICY_WHEN_CATEGORY_INHERIT_MEMBERS"),
            ("defaultPermissionLevel", json!(1), "CANNOT_SET_DEFAULT_PERMISSION_LEVEL_WHEN_CATEGORY_INHERIT_MEMBERS"),
        ] {
            assert_eq!(admin.update(b, json!({field: value})).await, bare(code));
            assert_eq!(admin.add("x", a, json!({"inheritanceType": 1, field: value})).await, bare(code));
        }
        assert!(admin.users(json!({"userIdEqual": "bob"})).await.is_empty());
        admin.join(a, "carl", json!({})).await.unwrap();
        assert_eq!(admin.get(c).await["membersCount"], 2, "who comes in above counts here");

        // With members of its own again: none but its owner.
        let manual = admin.update(b, json!({"inheritanceType": 2, "owner": "dora"})).await.unwrap();
        assert_eq!((&manual["membersCount"], &manual["inheritedParentId"]), (&json!(1), &Value::Null));
        assert_eq!(shown(&admin, c, &["inheritedParentId", "membersCount"]).await, json!([b, 1]));
        // And back: those of its own are gone for good.
        admin.update(b, json!({"inheritanceType": 1})).await.unwrap();
        assert_eq!(shown(&admin, c, &["inheritedParentId", "membersCount"]).await, json!([a, 2]));
        assert!(admin.users(json!({"userIdEqual": "dora"})).await.is_empty());

        // Elsewhere, other members; at the top, none to inherit.
        let other = admin.made("other", 0, json!({"privacyContext": "site", "owner": "emil"})).await;
        admin.move_to(&b.to_string(), other).await.unwrap();
        assert_eq!(shown(&admin, c, &["inheritedParentId", "membersCount"]).await, json!([other, 1]));
        admin.update(b, json!({"privacyContext": "news"})).await.unwrap();
        assert_eq!(admin.move_to(&b.to_string(), 0).await, without_parent);
        assert_eq!(admin.update(b, json!({"parentId": 0})).await, without_parent);
        // Beneath a category without context, it is open and has its own.
        admin.update(b, json!({"privacyContext": ""})).await.unwrap();
        let bare_one = admin.made("bare", 0, json!({})).await;
        admin.move_to(&b.to_string(), bare_one).await.unwrap();
        assert_eq!(shown(&admin, b, &["inheritanceType", "inheritedParentId", "membersCount"]).await, json!([2, null, 0]));
        assert_eq!(shown(&admin, c, &["inheritanceType", "inheritedParentId", "membersCount"]).await, json!([2, null, 0]));
    }

    async fn settings_take_their_permission(server: Server) {
        // reference: permissions.json, `parameters`; without it a property is dropped in silence.
        let role = server.add_role(&server.account, "tree", "CONTENT_MANAGE_EDIT_CATEGORIES,CONTENT_MANAGE_BASE").await;
        let plain = admin_as(&server, "plain", &format!("setrole:{role}")).await;
        let settings_sent = json!({"privacyContext": "site", "privacy": 3, "userJoinPolicy": 1, "contributionPolicy": 2, "defaultPermissionLevel": 1, "inheritanceType": 1, "owner": "ann"});
        let made = plain.add("a", 0, settings_sent.clone()).await.unwrap();
        assert_eq!((settings(&made), &made["privacyContexts"]), (open(), &Value::Null));
        let id = made["id"].as_i64().unwrap();
        let admin = admin(&server).await;
        admin.update(id, json!({"privacyContext": "site", "owner": "zoe"})).await.unwrap();
        let kept = plain.update(id, settings_sent).await.unwrap();
        assert_eq!(settings(&kept), json!([1, 1, 2, 3, 1, 3, "zoe"]));
    }
}
