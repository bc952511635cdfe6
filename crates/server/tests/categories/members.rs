//! `categoryUser` (reference: content-access.md §17.2).

use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

use crate::common::{Outcome, Server, refused};
use crate::helpers::{admin, admin_as, bare, not_found, of_account, user};
use crate::on_both_stores;

fn not_a_member(category: i64, user: &str) -> Outcome {
    refused("INVALID_CATEGORY_USER_ID", json!({"CAT": category.to_string(), "USER": user}))
}

fn inherits(category: i64) -> Outcome {
    refused("CATEGORY_INHERIT_MEMBERS", json!({"CAT": category.to_string()}))
}

const MANAGER: &str = "CATEGORY_EDIT,CATEGORY_MODERATE,CATEGORY_CONTRIBUTE,CATEGORY_VIEW";

on_both_stores! {
    async fn a_member_has_the_fields_of_the_reference(server: Server) {
        let admin = admin(&server).await;
        server.add_user("Ann", json!({})).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss", "defaultPermissionLevel": 2})).await;
        let member = admin.join(a, "ann", json!({"permissionLevel": 1})).await.unwrap();
        assert_eq!(member, json!({
            "objectType": "KalturaCategoryUser", "categoryId": a, "userId": "Ann", "partnerId": server.account.id,
            "permissionLevel": 1, "status": 1, "createdAt": server.now(), "updatedAt": server.now(), "updateMethod": 0,
            "categoryFullIds": a.to_string(), "permissionNames": "CATEGORY_MODERATE,CATEGORY_VIEW",
        }));
        assert_eq!(admin.member("get", a, "ANN").await.unwrap(), member);
        assert_eq!(admin.join(a, "ANN", json!({})).await, bare("CATEGORY_USER_ALREADY_EXISTS"));
        let other = admin.join(a, "bob", json!({"updateMethod": 1})).await.unwrap();
        assert_eq!((&other["permissionLevel"], &other["updateMethod"]), (&json!(2), &json!(1)), "the default of the category");
        assert_eq!(admin.get(a).await["membersCount"], 3);
        for (level, names) in [(0, MANAGER), (2, "CATEGORY_CONTRIBUTE,CATEGORY_VIEW"), (3, "CATEGORY_VIEW"), (4, "")] {
            let set = admin.set_member(a, "ann", json!({"permissionLevel": level})).await.unwrap();
            assert_eq!((&set["permissionLevel"], &set["permissionNames"]), (&json!(level), &json!(names)));
        }
        let set = admin.set_member(a, "ann", json!({"permissionNames": "CATEGORY_VIEW,CATEGORY_EDIT,SOMETHING", "permissionLevel": 3})).await.unwrap();
        assert_eq!((&set["permissionLevel"], &set["permissionNames"]), (&json!(0), &json!("CATEGORY_EDIT,CATEGORY_VIEW")), "names count before the level");
    }

    async fn who_and_where_have_to_be_there(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site"})).await;
        server.add_user("ann", json!({})).await;
        let stranger = server.new_account("other@example.test").await;
        let theirs = of_account(&server, &stranger).await.made("theirs", 0, json!({})).await;
        let missing = |property: &str| refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": format!("KalturaCategoryUser::{property}")}));
        assert_eq!(admin.call("categoryUser", "add", json!({"categoryUser": {"userId": "ann"}})).await, missing("categoryId"));
        assert_eq!(admin.join(a, "", json!({})).await, missing("userId"));
        assert_eq!(admin.join(a, "not an id", json!({})).await, bare("INVALID_USER_ID"));
        for id in [theirs, 987_654] {
            assert_eq!(admin.join(id, "newcomer", json!({})).await, not_found(id));
            for action in ["get", "delete", "activate", "deactivate"] {
                assert_eq!(admin.member(action, id, "ann").await, not_found(id), "{action}");
            }
            assert_eq!(admin.set_member(id, "ann", json!({})).await, not_found(id));
            assert_eq!(admin.call("categoryUser", "copyFromCategory", json!({"categoryId": id})).await, not_found(id));
            assert_eq!(admin.members(json!({"categoryIdEqual": id})).await, not_found(id));
        }
        assert_eq!(admin.call("user", "get", json!({"userId": "newcomer"})).await.unwrap_err().code, "INVALID_USER_ID", "a refused call adds nobody");
        for action in ["get", "delete", "activate", "deactivate"] {
            assert_eq!(admin.member(action, a, "nobody").await, bare("INVALID_USER_ID"), "{action}");
            assert_eq!(admin.member(action, a, "ann").await, not_a_member(a, "ann"), "{action}");
        }
        assert_eq!(admin.set_member(a, "nobody", json!({})).await, bare("INVALID_USER_ID"));
        assert_eq!(admin.set_member(a, "ann", json!({})).await, not_a_member(a, "ann"));
        assert_eq!(admin.members(json!({})).await, bare("MUST_FILTER_USERS_OR_CATEGORY"));
        assert_eq!(admin.members(json!({"statusEqual": 1, "userIdEqual": ""})).await, bare("MUST_FILTER_USERS_OR_CATEGORY"));
        let widget = server.widget().await;
        let forbidden = refused("SERVICE_FORBIDDEN", json!({"SERVICE": "categoryUser->list"}));
        assert_eq!(server.call("categoryUser", "list", json!({"ks": widget, "filter": {"categoryIdEqual": a}})).await, forbidden);
    }

    async fn memberships_are_switched_off_and_on(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss"})).await;
        admin.join(a, "ann", json!({})).await.unwrap();
        server.pass(10);
        let off = admin.member("deactivate", a, "ann").await.unwrap();
        assert_eq!((&off["status"], &off["updatedAt"]), (&json!(3), &json!(server.now())));
        assert_eq!(admin.get(a).await["membersCount"], 1);
        assert_eq!(admin.member("activate", a, "ann").await.unwrap()["status"], 1);
        assert_eq!(admin.get(a).await["membersCount"], 2);
        assert_eq!(admin.member("delete", a, "ann").await, Ok(Value::Null));
        assert_eq!(admin.get(a).await["membersCount"], 1);
        assert_eq!(admin.member("delete", a, "ann").await, not_a_member(a, "ann"));
    }

    async fn an_owner_stays_manager(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss"})).await;
        let owner = bare("CANNOT_UPDATE_CATEGORY_USER_OWNER");
        assert_eq!(admin.member("delete", a, "boss").await, owner);
        assert_eq!(admin.member("deactivate", a, "BOSS").await, owner);
        assert_eq!(admin.set_member(a, "boss", json!({"permissionLevel": 1})).await, owner);
        assert_eq!(admin.set_member(a, "boss", json!({"permissionNames": "CATEGORY_VIEW"})).await, owner);
        admin.set_member(a, "boss", json!({"permissionNames": "CATEGORY_EDIT"})).await.expect("it still edits");
        admin.update(a, json!({"owner": "ann"})).await.unwrap();
        admin.member("delete", a, "boss").await.expect("it is no owner any more");
    }

    async fn what_somebody_set_is_not_synchronised_away(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site"})).await;
        admin.join(a, "ann", json!({})).await.unwrap();
        let automatic = json!({"permissionLevel": 1, "updateMethod": 1});
        assert_eq!(admin.set_member(a, "ann", automatic.clone()).await, bare("CANNOT_OVERRIDE_MANUAL_CHANGES"));
        assert_eq!(admin.member("get", a, "ann").await.unwrap()["permissionLevel"], 3);
        let params = json!({"categoryId": a, "userId": "ann", "categoryUser": automatic, "override": true});
        assert_eq!(admin.call("categoryUser", "update", params).await.unwrap()["updateMethod"], 1);
        admin.set_member(a, "ann", json!({"permissionLevel": 2, "updateMethod": 1})).await.expect("it is automatic already");
        assert_eq!(admin.set_member(a, "ann", json!({"permissionLevel": 3})).await.unwrap()["updateMethod"], 0);
        let moved = json!({"userId": "bob"});
        assert_eq!(admin.set_member(a, "ann", moved).await, refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaCategoryUser::userId"})));
    }

    async fn an_inheriting_category_has_the_members_of_its_parent(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss"})).await;
        let b = admin.made("b", a, json!({"inheritanceType": 1})).await;
        assert_eq!(admin.join(b, "ann", json!({})).await, inherits(b));
        assert_eq!(admin.member("delete", b, "boss").await, inherits(b));
        assert_eq!(admin.users(json!({"categoryIdEqual": b})).await, ["boss"]);
        let list = admin.members(json!({"categoryIdEqual": b})).await.unwrap();
        assert_eq!(list["objects"][0]["categoryId"], a);
        assert_eq!(admin.member("get", b, "boss").await.unwrap()["categoryId"], a);
        assert_eq!(admin.call("categoryUser", "copyFromCategory", json!({"categoryId": a})).await, bare("CATEGORY_DOES_NOT_HAVE_PARENT_CATEGORY"));
        // A console may copy before it changes the category.
        admin.join(a, "ann", json!({"permissionLevel": 1})).await.unwrap();
        assert_eq!(admin.call("categoryUser", "copyFromCategory", json!({"categoryId": b})).await, Ok(Value::Null));
        assert_eq!(admin.get(b).await["membersCount"], 2);
        let manual = admin.update(b, json!({"inheritanceType": 2, "owner": "boss"})).await.unwrap();
        assert_eq!(manual["membersCount"], 2);
        assert_eq!(admin.member("get", b, "ann").await.unwrap()["permissionLevel"], 1);
        // And a second time: who is there stays as it was.
        admin.set_member(a, "ann", json!({"permissionLevel": 3})).await.unwrap();
        admin.join(a, "carl", json!({})).await.unwrap();
        admin.call("categoryUser", "copyFromCategory", json!({"categoryId": b})).await.unwrap();
        assert_eq!(admin.users(json!({"categoryIdEqual": b, "orderBy": "+createdAt"})).await.len(), 3);
        assert_eq!(admin.member("get", b, "ann").await.unwrap()["permissionLevel"], 1);
        assert_eq!(admin.get(b).await["membersCount"], 3);
    }

    async fn users_join_as_the_category_lets_them(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss", "defaultPermissionLevel": 2})).await;
        let held = "enableentitlement,privacycontext:site";
        let ann = user(&server, "ann", held).await;
        let closed = refused("CATEGORY_USER_JOIN_NOT_ALLOWED", json!({"CAT": a.to_string()}));
        assert_eq!(ann.join(a, "ann", json!({"permissionLevel": 0})).await, closed);
        assert_eq!(ann.join(987_654, "ann", json!({})).await, not_found(987_654));
        admin.update(a, json!({"userJoinPolicy": 2})).await.unwrap();
        let asked = ann.join(a, "ann", json!({"permissionLevel": 0})).await.unwrap();
        assert_eq!((&asked["status"], &asked["permissionLevel"]), (&json!(2), &json!(2)));
        let counted = admin.get(a).await;
        assert_eq!((&counted["membersCount"], &counted["pendingMembersCount"]), (&json!(1), &json!(1)));
        assert_eq!(ann.member("activate", a, "ann").await, bare("CANNOT_UPDATE_CATEGORY_USER"));
        assert_eq!(ann.set_member(a, "ann", json!({"permissionLevel": 0})).await, bare("CANNOT_UPDATE_CATEGORY_USER"));
        assert_eq!(ann.member("deactivate", a, "boss").await, bare("CANNOT_UPDATE_CATEGORY_USER"));
        assert_eq!(ann.member("delete", a, "boss").await, bare("CANNOT_UPDATE_CATEGORY_USER"));
        let boss = user(&server, "boss", held).await;
        assert_eq!(boss.member("activate", a, "ann").await.unwrap()["status"], 1);
        let counted = admin.get(a).await;
        assert_eq!((&counted["membersCount"], &counted["pendingMembersCount"]), (&json!(2), &json!(0)));
        admin.update(a, json!({"userJoinPolicy": 1})).await.unwrap();
        let bob = user(&server, "bob", held).await;
        let joined = bob.join(a, "bob", json!({"permissionLevel": 0})).await.unwrap();
        assert_eq!((&joined["status"], &joined["permissionLevel"]), (&json!(1), &json!(2)));
        assert_eq!(bob.member("delete", a, "bob").await, Ok(Value::Null), "who is in it may leave");
        assert_eq!(boss.join(a, "bob", json!({"permissionLevel": 1})).await.unwrap()["permissionLevel"], 1, "a manager decides");
        // An administrator who is held to entitlements has no say either; one who is not has.
        let held_admin = admin_as(&server, "chief", held).await;
        assert_eq!(held_admin.set_member(a, "bob", json!({"permissionLevel": 3})).await, bare("CANNOT_UPDATE_CATEGORY_USER"));
        assert_eq!(held_admin.call("categoryUser", "copyFromCategory", json!({"categoryId": a})).await, bare("CANNOT_UPDATE_CATEGORY_USER"));
        user(&server, "chief", "").await.set_member(a, "bob", json!({"permissionLevel": 3})).await.unwrap();
    }

    async fn groups_are_members_as_users_are(server: Server) {
        let admin = admin(&server).await;
        for (id, kind) in [("ann", 0), ("staff", 1), ("app", 2)] {
            server.add_user(id, json!({"type": kind})).await;
        }
        let a = admin.made("a", 0, json!({"privacyContext": "site", "appearInList": 3, "owner": "boss"})).await;
        let ann = user(&server, "ann", "enableentitlement,privacycontext:site").await;
        admin.join(a, "staff", json!({})).await.unwrap();
        assert_eq!(admin.join(a, "app", json!({})).await, bare("APPLICATIVE_GROUP_ASSOCIATION_TO_CATEGORY_NOT_ALLOWED"));
        assert_eq!(ann.try_get(a).await, not_found(a));
        admin.call("groupUser", "add", json!({"groupUser": {"userId": "ann", "groupId": "staff"}})).await.unwrap();
        assert_eq!(ann.get(a).await["id"], a);
        assert_eq!(admin.users(json!({"relatedGroupsByUserId": "ann"})).await, ["staff"]);
        assert_eq!(ann.member("delete", a, "staff").await, bare("CANNOT_UPDATE_CATEGORY_USER"), "one of many is not the group");
        admin.set_member(a, "staff", json!({"permissionLevel": 0})).await.unwrap();
        ann.member("delete", a, "staff").await.expect("in it as a manager");
        assert_eq!(ann.try_get(a).await, not_found(a));
        // Another id of the group changes nothing.
        admin.join(a, "staff", json!({})).await.unwrap();
        assert_eq!(ann.get(a).await["id"], a);
        admin.call("group_group", "update", json!({"groupId": "staff", "group": {"id": "crew"}})).await.unwrap();
        assert_eq!(ann.get(a).await["id"], a);
        assert_eq!(admin.member("get", a, "crew").await.unwrap()["userId"], "crew");
        admin.call("group_group", "delete", json!({"groupId": "crew"})).await.unwrap();
        assert_eq!(ann.try_get(a).await, not_found(a));
        assert_eq!(admin.get(a).await["membersCount"], 1);
    }

    async fn memberships_go_with_the_user(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "appearInList": 3, "owner": "boss"})).await;
        let b = admin.made("b", a, json!({"inheritanceType": 1})).await;
        let c = admin.made("c", a, json!({"userJoinPolicy": 2, "owner": "ann"})).await;
        admin.join(a, "ann", json!({})).await.unwrap();
        user(&server, "bob", "enableentitlement,privacycontext:site").await.join(c, "bob", json!({})).await.unwrap();
        admin.call("user", "update", json!({"userId": "ann", "user": {"id": "anna"}})).await.unwrap();
        assert_eq!(admin.get(c).await["owner"], "anna");
        let mut users = admin.users(json!({"categoryIdIn": format!("{a},{c}")})).await;
        users.sort();
        assert_eq!(users, ["anna", "anna", "bob", "boss"]);
        let anna = user(&server, "anna", "enableentitlement,privacycontext:site").await;
        assert_eq!(anna.get(b).await["membersCount"], 2);
        admin.call("user", "delete", json!({"userId": "anna"})).await.unwrap();
        admin.call("user", "delete", json!({"userId": "bob"})).await.unwrap();
        for id in [a, b] {
            assert_eq!(admin.get(id).await["membersCount"], 1, "{id}");
        }
        let left = admin.get(c).await;
        assert_eq!((&left["membersCount"], &left["pendingMembersCount"]), (&json!(0), &json!(0)));
        assert_eq!(admin.users(json!({"categoryIdEqual": a})).await, ["boss"]);
    }

    async fn a_category_takes_so_many(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site"})).await;
        let full = Query::update().table("category").value("members_count", 100_000).and_where(Expr::col("id").eq(a)).to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&full).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(admin.join(a, "ann", json!({})).await, refused("CATEGORY_MAX_USER_REACHED", json!({"MAX": "100000"})));
    }

    async fn members_are_listed_by_what_is_asked(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("a", 0, json!({"privacyContext": "site", "owner": "boss"})).await;
        let b = admin.made("b", a, json!({"owner": "ann"})).await;
        for (user, level) in [("ann", 1), ("bob", 2), ("Carl_X", 3), ("dora", 4)] {
            server.pass(1);
            admin.join(a, user, json!({"permissionLevel": level})).await.unwrap();
        }
        admin.member("deactivate", a, "bob").await.unwrap();
        let of = |filter: Value| {
            let mut filter = filter;
            filter["categoryIdEqual"] = json!(a);
            admin.users(filter)
        };
        assert_eq!(of(json!({})).await, ["boss", "ann", "bob", "Carl_X", "dora"]);
        assert_eq!(of(json!({"orderBy": "-createdAt"})).await, ["dora", "Carl_X", "bob", "ann", "boss"]);
        assert_eq!(of(json!({"permissionLevelIn": "1,3"})).await, ["ann", "Carl_X"]);
        assert_eq!(of(json!({"statusEqual": 3})).await, ["bob"]);
        assert_eq!(of(json!({"permissionNamesMatchOr": "CATEGORY_MODERATE,CATEGORY_CONTRIBUTE"})).await, ["boss", "ann", "bob"]);
        assert_eq!(of(json!({"permissionNamesMatchAnd": "CATEGORY_MODERATE,CATEGORY_CONTRIBUTE"})).await, ["boss"]);
        assert_eq!(of(json!({"permissionNamesNotContains": "CATEGORY_VIEW"})).await, ["dora"]);
        assert_eq!(of(json!({"freeText": "carl_"})).await, ["Carl_X"]);
        assert_eq!(of(json!({"userIdIn": "ANN, nobody,bob"})).await, ["ann", "bob"]);
        assert_eq!(admin.users(json!({"userIdEqual": "ann"})).await, ["ann", "ann"]);
        assert_eq!(admin.users(json!({"categoryFullIdsStartsWith": format!("{a}>")})).await, ["ann"]);
        assert_eq!(admin.users(json!({"categoryFullIdsEqual": format!("{a}>{b}")})).await, ["ann"]);
        let page = admin.call("categoryUser", "list", json!({"filter": {"categoryIdEqual": a}, "pager": {"pageSize": 2, "pageIndex": 3}})).await.unwrap();
        assert_eq!((&page["totalCount"], &page["objects"][0]["userId"]), (&json!(5), &json!("dora")));
    }
}
