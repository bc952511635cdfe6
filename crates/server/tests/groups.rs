//! Groups, who is in them, and roles in other applications (reference: identity.md §12–§14, more-services.md §6.1).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{Account, Outcome, Server, refused};
use serde_json::{Value, json};

const GUID: &str = "0123456789abcdef01234567";

fn none() -> Value {
    json!([])
}

fn ids(list: &Value, property: &str) -> Vec<String> {
    list["objects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|object| object[property].as_str().unwrap().to_owned())
        .collect()
}

/// Calls with a session, and a user and a group to call for.
struct Caller<'a> {
    server: &'a Server,
    ks: String,
}

impl Caller<'_> {
    async fn call(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    async fn join(&self, user: &str, group: &str) -> Outcome {
        self.join_as(user, group, json!({})).await
    }

    async fn join_as(&self, user: &str, group: &str, more: Value) -> Outcome {
        let mut sent = json!({"userId": user, "groupId": group});
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("groupUser", "add", json!({"groupUser": sent})).await
    }

    async fn leave(&self, user: &str, group: &str) -> Outcome {
        self.call("groupUser", "delete", json!({"userId": user, "groupId": group})).await
    }

    async fn members(&self, filter: Value) -> Outcome {
        self.call("groupUser", "list", json!({"filter": filter})).await
    }

    async fn groups_of(&self, user: &str) -> Vec<String> {
        let list = self.members(json!({"userIdEqual": user, "orderBy": "+createdAt"})).await.unwrap();
        ids(&list, "groupId")
    }

    async fn sync(&self, user: &str, groups: &str, more: Value) -> Outcome {
        let mut params = json!({"userId": user, "groupIds": groups});
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("groupUser", "sync", params).await
    }
}

async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

async fn as_user<'a>(server: &'a Server, user: &str) -> Caller<'a> {
    Caller { server, ks: server.user(user).await }
}

async fn of_account<'a>(server: &'a Server, account: &Account) -> Caller<'a> {
    Caller { server, ks: server.start(account, &account.owner, 2, "").await }
}

async fn people(server: &Server, users: &[&str], groups: &[&str]) {
    for user in users {
        server.add_user(user, json!({})).await;
    }
    for group in groups {
        server.add_user(group, json!({"type": 1})).await;
    }
}

on_both_stores! {
    async fn a_user_comes_into_a_group_and_leaves_it(server: Server) {
        people(&server, &["ann"], &["staff"]).await;
        let admin = admin(&server).await;
        let added = admin.join("ANN", "staff").await.unwrap();
        assert_eq!(added["objectType"], "KalturaGroupUser");
        assert_eq!(added["userId"], "ann", "the id as the user has it");
        assert_eq!(added["groupId"], "staff");
        assert_eq!((&added["status"], &added["creationMode"], &added["userRole"], &added["groupType"]), (&json!(0), &json!(1), &json!(1), &json!(1)));
        assert_eq!(added["partnerId"], server.account.id);
        assert_eq!(added["createdAt"], server.now());
        assert!(added["id"].as_str().unwrap().parse::<i64>().is_ok(), "{added}");
        assert_eq!(admin.join("ann", "STAFF").await, refused("GROUP_USER_ALREADY_EXISTS", none()));

        let list = admin.members(json!({"groupIdEqual": "staff"})).await.unwrap();
        assert_eq!(list["totalCount"], 1);
        assert_eq!(list["objects"][0], added);

        assert_eq!(admin.leave("ann", "staff").await, Ok(Value::Null));
        assert_eq!(admin.leave("ann", "staff").await, refused("GROUP_USER_DOES_NOT_EXISTS", json!({"USER": "ann", "GROUP": "staff"})));
        assert_eq!(admin.members(json!({"groupIdEqual": "staff"})).await.unwrap()["totalCount"], 0);
        admin.join("ann", "staff").await.expect("who left may come again");
    }

    async fn only_persons_come_into_groups_only(server: Server) {
        people(&server, &["ann", "bob"], &["staff", "other"]).await;
        let admin = admin(&server).await;
        assert_eq!(admin.join("nobody", "staff").await, refused("USER_NOT_FOUND", none()));
        assert_eq!(admin.join("other", "staff").await, refused("USER_NOT_FOUND", none()));
        assert_eq!(admin.call("groupUser", "add", json!({"groupUser": {"groupId": "staff"}})).await, refused("USER_NOT_FOUND", none()));
        assert_eq!(admin.join("ann", "nothing").await, refused("GROUP_NOT_FOUND", none()));
        assert_eq!(admin.join("ann", "bob").await, refused("GROUP_NOT_FOUND", none()));
        let set_by_server = refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaGroupUser::status"}));
        assert_eq!(admin.join_as("ann", "staff", json!({"status": 1})).await, set_by_server);
        assert_eq!(admin.leave("nobody", "staff").await, refused("INVALID_USER_ID", none()));
        assert_eq!(admin.leave("ann", "bob").await, refused("GROUP_NOT_FOUND", none()));
        assert!(admin.groups_of("ann").await.is_empty(), "nothing of it was kept");
    }

    async fn what_is_sent_of_a_membership_counts(server: Server) {
        people(&server, &["ann"], &["staff"]).await;
        server.add_user("app", json!({"type": 2})).await;
        let admin = admin(&server).await;
        let added = admin.join_as("ann", "app", json!({"creationMode": 2, "userRole": 2})).await.unwrap();
        assert_eq!((&added["creationMode"], &added["userRole"], &added["groupType"]), (&json!(2), &json!(2), &json!(2)));
        let wrong = refused("INVALID_ENUM_VALUE", json!({"ENUM_VAL": "3", "PARAM_NAME": "userRole", "ENUM_TYPE": "KalturaGroupUserRole"}));
        assert_eq!(admin.join_as("ann", "staff", json!({"userRole": 3})).await, wrong);
    }

    async fn only_those_who_may_decide_who_is_in_a_group(server: Server) {
        people(&server, &["ann", "boss", "carl"], &["staff", "other"]).await;
        let admin = admin(&server).await;
        admin.join_as("boss", "staff", json!({"userRole": 2})).await.unwrap();
        admin.join("ann", "other").await.unwrap();
        let forbidden = |action: &str| refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("groupUser->{action}")}));

        let (ann, boss) = (as_user(&server, "ann").await, as_user(&server, "boss").await);
        assert_eq!(ann.join("ann", "staff").await, forbidden("add"));
        assert_eq!(ann.join("ann", "nothing").await, forbidden("add"), "nobody learns which groups there are");
        assert_eq!(ann.leave("ann", "other").await, forbidden("delete"));
        assert_eq!(ann.sync("ann", "staff", json!({})).await, forbidden("sync"));
        assert_eq!(boss.join("ann", "other").await, forbidden("add"), "a manager of another group");

        let added = boss.join("carl", "staff").await.expect("a manager may");
        assert_eq!(boss.call("groupUser", "update", json!({"groupUserId": added["id"], "groupUser": {"userRole": 2}})).await, forbidden("update"), "reference §19 point 12");
        boss.leave("carl", "staff").await.expect("a manager may");

        // Not for longer than being the manager.
        let manager = admin.members(json!({"userIdEqual": "boss"})).await.unwrap()["objects"][0].clone();
        let demoted = admin.call("groupUser", "update", json!({"groupUserId": manager["id"], "groupUser": {"userRole": 1}})).await.unwrap();
        assert_eq!(demoted["userRole"], 1);
        assert_eq!(boss.join("carl", "staff").await, forbidden("add"));

        let role = server.add_role(&server.account, "ASSIGNER", "BASE_USER_SESSION_PERMISSION,CONTENT_MANAGE_ASSIGN_USER_GROUP").await;
        server.add_user("helper", json!({"roleIds": role.to_string()})).await;
        let helper = as_user(&server, "helper").await;
        helper.join("carl", "staff").await.expect("who has the permission may");
        let widget = Caller { server: &server, ks: server.widget().await };
        assert_eq!(widget.join("carl", "staff").await, forbidden("add"));
    }

    async fn who_may_see_memberships(server: Server) {
        people(&server, &["ann", "boss"], &["staff", "other"]).await;
        let admin = admin(&server).await;
        admin.join_as("boss", "staff", json!({"userRole": 2})).await.unwrap();
        admin.join("ann", "staff").await.unwrap();
        admin.join("ann", "other").await.unwrap();
        let unnamed = refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaGroupUserFilter::userIdEqual/KalturaGroupUserFilter::userIdIn/KalturaGroupUserFilter::groupIdEqual/KalturaGroupUserFilter::groupIdIn"}));
        assert_eq!(admin.call("groupUser", "list", json!({})).await, unnamed);
        assert_eq!(admin.members(json!({"userIdEqual": "", "statusEqual": 0})).await, unnamed);

        let forbidden = refused("SERVICE_FORBIDDEN", json!({"SERVICE": "groupUser->list"}));
        let (ann, boss) = (as_user(&server, "ann").await, as_user(&server, "boss").await);
        assert_eq!(ann.groups_of("ANN").await, ["staff", "other"]);
        for filter in [json!({"userIdEqual": "boss"}), json!({"userIdIn": "ann"}), json!({"groupIdEqual": "staff"}), json!({"groupIdIn": "staff"})] {
            assert_eq!(ann.members(filter.clone()).await, forbidden, "{filter}");
        }
        let staff = boss.members(json!({"groupIdEqual": "staff"})).await.unwrap();
        assert_eq!(ids(&staff, "userId"), ["boss", "ann"]);
        assert_eq!(boss.members(json!({"groupIdEqual": "other"})).await, forbidden);
        let widget = Caller { server: &server, ks: server.widget().await };
        assert_eq!(widget.members(json!({"userIdEqual": "ann"})).await.unwrap_err().code, "SERVICE_FORBIDDEN");
    }

    async fn memberships_are_found_by_every_filter(server: Server) {
        people(&server, &["ann", "bob", "cid"], &["red", "blue"]).await;
        server.add_user("app", json!({"type": 2})).await;
        let admin = admin(&server).await;
        let start = server.now();
        for (user, group) in [("ann", "red"), ("ann", "blue"), ("bob", "red"), ("cid", "app")] {
            admin.join(user, group).await.unwrap();
            server.pass(10);
        }
        let first = admin.members(json!({"userIdEqual": "ann", "groupIdEqual": "red"})).await.unwrap()["objects"][0].clone();
        admin.call("groupUser", "update", json!({"groupUserId": first["id"], "groupUser": {"userRole": 2}})).await.unwrap();
        let pairs = async |mut filter: Value| {
            filter["orderBy"] = filter.get("orderBy").cloned().unwrap_or_else(|| json!("+createdAt"));
            let list = admin.members(filter).await.unwrap();
            assert_eq!(list["totalCount"].as_u64().unwrap(), list["objects"].as_array().unwrap().len() as u64);
            ids(&list, "userId").into_iter().zip(ids(&list, "groupId")).map(|(user, group)| format!("{user}/{group}")).collect::<Vec<_>>().join(" ")
        };
        let all = "ann/red ann/blue bob/red cid/app";
        assert_eq!(pairs(json!({"userIdIn": "ann, BOB,cid,nobody"})).await, all);
        assert_eq!(pairs(json!({"groupIdIn": "red,app,ann"})).await, "ann/red bob/red cid/app");
        assert_eq!(pairs(json!({"groupIdEqual": "RED"})).await, "ann/red bob/red");
        assert_eq!(pairs(json!({"groupIdEqual": "red", "userIdIn": "bob,cid"})).await, "bob/red");
        assert_eq!(pairs(json!({"groupIdEqual": "red", "groupIdIn": "blue"})).await, "");
        assert_eq!(pairs(json!({"userIdEqual": "nobody"})).await, "");
        let everybody = "ann,bob,cid";
        assert_eq!(pairs(json!({"userIdIn": everybody, "statusEqual": 0})).await, all);
        assert_eq!(pairs(json!({"userIdIn": everybody, "statusIn": "1, 0"})).await, all);
        assert_eq!(pairs(json!({"userIdIn": everybody, "statusEqual": 1})).await, "");
        assert_eq!(pairs(json!({"userIdIn": everybody, "statusIn": "1"})).await, "");
        assert_eq!(pairs(json!({"userIdIn": everybody, "groupType": 2})).await, "cid/app");
        assert_eq!(pairs(json!({"userIdIn": everybody, "groupType": 1})).await, "ann/red ann/blue bob/red");
        assert_eq!(pairs(json!({"userIdIn": everybody, "createdAtGreaterThanOrEqual": start + 20})).await, "bob/red cid/app");
        assert_eq!(pairs(json!({"userIdIn": everybody, "createdAtLessThanOrEqual": start + 10})).await, "ann/red ann/blue");
        assert_eq!(pairs(json!({"userIdIn": everybody, "updatedAtGreaterThanOrEqual": start + 40})).await, "ann/red");
        assert_eq!(pairs(json!({"userIdIn": everybody, "updatedAtLessThanOrEqual": start + 10})).await, "ann/blue");
        assert_eq!(pairs(json!({"userIdIn": everybody, "orderBy": "-createdAt"})).await, "cid/app bob/red ann/blue ann/red");
        assert_eq!(pairs(json!({"userIdIn": everybody, "orderBy": "+updatedAt"})).await, "ann/blue bob/red cid/app ann/red");
        assert_eq!(pairs(json!({"userIdIn": everybody, "orderBy": "-updatedAt"})).await, "ann/red cid/app bob/red ann/blue");
        let page = admin.call("groupUser", "list", json!({"filter": {"userIdIn": everybody, "orderBy": "+createdAt"}, "pager": {"pageSize": 3, "pageIndex": 2}})).await.unwrap();
        assert_eq!((&page["totalCount"], ids(&page, "groupId")), (&json!(4), vec!["app".to_owned()]));
    }

    async fn a_membership_changes(server: Server) {
        people(&server, &["ann"], &["staff"]).await;
        let admin = admin(&server).await;
        let added = admin.join("ann", "staff").await.unwrap();
        let update = |id: Value, sent: Value| admin.call("groupUser", "update", json!({"groupUserId": id, "groupUser": sent}));
        for id in [json!("999999"), json!("x"), json!("")] {
            assert_eq!(update(id, json!({})).await, refused("GROUP_USER_NOT_FOUND", none()));
        }
        server.pass(5);
        let mut sent = added.clone();
        sent["userRole"] = json!(2);
        let changed = update(added["id"].clone(), sent).await.expect("the whole object may be sent back");
        assert_eq!((&changed["userRole"], &changed["updatedAt"], &changed["createdAt"]), (&json!(2), &json!(server.now()), &added["createdAt"]));
        let fixed = |name: &str| refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": format!("KalturaGroupUser::{name}")}));
        assert_eq!(update(added["id"].clone(), json!({"userId": "bob"})).await, fixed("userId"));
        assert_eq!(update(added["id"].clone(), json!({"creationMode": 2})).await, fixed("creationMode"));
        assert_eq!(update(added["id"].clone(), json!({"groupType": 2})).await, fixed("groupType"));
    }

    async fn a_user_is_in_no_more_groups_than_can_be(server: Server) {
        people(&server, &["ann"], &["last"]).await;
        server.add_user("app", json!({"type": 2})).await;
        let admin = admin(&server).await;
        let groups: Vec<String> = (0..1023).map(|number| format!("g{number}")).collect();
        assert_eq!(admin.sync("ann", &groups.join(","), json!({})).await, Ok(Value::Null));
        admin.join("ann", "app").await.expect("applicative groups do not count");
        admin.join("ann", "last").await.unwrap();
        server.add_user("more", json!({"type": 1})).await;
        server.add_user("app2", json!({"type": 2})).await;
        let too_many = refused("USER_EXCEEDED_MAX_GROUPS", none());
        assert_eq!(admin.join("ann", "more").await, too_many);
        assert_eq!(admin.sync("ann", "more,new", json!({"removeFromExistingGroups": false})).await, too_many);
        assert_eq!(admin.join("ann", "new").await, refused("GROUP_NOT_FOUND", none()), "what failed made no group");
        admin.join("ann", "app2").await.expect("applicative groups do not count");
        let list = admin.call("groupUser", "list", json!({"filter": {"userIdEqual": "ann"}, "pager": {"pageSize": 1}})).await.unwrap();
        assert_eq!(list["totalCount"], 1026);
        let wish = (0..1025).map(|number| format!("h{number}")).collect::<Vec<_>>().join(";");
        assert_eq!(admin.sync("ann", &wish, json!({})).await, too_many);
    }

    async fn groups_are_synchronised(server: Server) {
        people(&server, &["ann", "bob"], &["manual", "old", "kept"]).await;
        server.add_user("guarded", json!({"type": 1, "userMode": 1})).await;
        server.add_user("app", json!({"type": 2})).await;
        let admin = admin(&server).await;
        admin.join("ann", "manual").await.unwrap();
        for group in ["old", "kept", "guarded", "app"] {
            admin.join_as("ann", group, json!({"creationMode": 2})).await.unwrap();
        }
        let sorted = async || {
            let mut groups = admin.groups_of("ann").await;
            groups.sort();
            groups.join(" ")
        };
        assert_eq!(admin.sync("ann", " kept; NEW,bob,new", json!({})).await, Ok(Value::Null));
        assert_eq!(sorted().await, "NEW app guarded kept manual", "only automatic ones of plain groups go; a person is no group");
        let new = admin.members(json!({"userIdEqual": "ann", "groupIdEqual": "new"})).await.unwrap()["objects"][0].clone();
        assert_eq!((&new["creationMode"], &new["userRole"], &new["groupType"]), (&json!(2), &json!(1), &json!(1)));

        admin.sync("ann", "old,missing", json!({"removeFromExistingGroups": false, "createNewGroups": false})).await.unwrap();
        assert_eq!(sorted().await, "NEW app guarded kept manual old");
        assert_eq!(admin.join("bob", "missing").await, refused("GROUP_NOT_FOUND", none()));
        assert_eq!(admin.call("groupUser", "sync", json!({"userId": "ann"})).await, Ok(Value::Null), "without groups: out of all");
        assert_eq!(sorted().await, "app guarded manual");

        let invalid = |name: &str| refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": name}));
        assert_eq!(admin.sync("a b", "old", json!({})).await, invalid("userId"));
        assert_eq!(admin.sync("ann", "old,a b", json!({})).await, invalid("groupIds"));
        assert_eq!(admin.sync("nobody", "old", json!({})).await, refused("INVALID_USER_ID", none()));
        assert_eq!(admin.sync("old", "kept", json!({})).await, refused("INVALID_USER_ID", none()), "a group is in no group");
    }

    async fn another_accounts_groups_look_absent(server: Server) {
        people(&server, &["ann"], &["staff"]).await;
        let own = admin(&server).await;
        let membership = own.join("ann", "staff").await.unwrap();
        let other = server.new_account("other@example.test").await;
        let foreign = of_account(&server, &other).await;
        assert_eq!(foreign.join("ann", "staff").await, refused("USER_NOT_FOUND", none()));
        assert_eq!(foreign.leave("ann", "staff").await, refused("INVALID_USER_ID", none()));
        assert_eq!(foreign.call("groupUser", "update", json!({"groupUserId": membership["id"], "groupUser": {"userRole": 2}})).await, refused("GROUP_USER_NOT_FOUND", none()));
        for filter in [json!({"userIdEqual": "ann"}), json!({"groupIdIn": "staff"})] {
            assert_eq!(foreign.members(filter).await.unwrap()["totalCount"], 0);
        }
        assert_eq!(foreign.sync("ann", "staff", json!({})).await, refused("INVALID_USER_ID", none()));
        assert_eq!(own.members(json!({"userIdEqual": "ann"})).await.unwrap()["objects"][0]["userRole"], 1);
    }

    async fn a_user_gets_a_role_in_another_application(server: Server) {
        people(&server, &["ann"], &["staff"]).await;
        server.add_user("blocked", json!({"status": 0})).await;
        let admin = admin(&server).await;
        let role = server.add_role(&server.account, "EDITOR", "BASE_USER_SESSION_PERMISSION").await;
        let add = |sent: Value| admin.call("userAppRole", "add", json!({"userAppRole": sent}));
        let missing = |name: &str| refused("MISSING_MANDATORY_PARAMETER", json!({"PARAM_NAME": name}));
        assert_eq!(add(json!({"appGuid": GUID, "userRoleId": role})).await, missing("userId"));
        assert_eq!(add(json!({"userId": "ann", "userRoleId": role})).await, missing("appGuid"));
        assert_eq!(add(json!({"userId": "ann", "appGuid": GUID})).await, missing("userRoleId"));
        let unknown = |user: &str| refused("USER_ID_NOT_FOUND", json!({"USER_ID": user}));
        assert_eq!(add(json!({"userId": "nobody", "appGuid": "x", "userRoleId": role})).await, unknown("nobody"));
        assert_eq!(add(json!({"userId": "blocked", "appGuid": GUID, "userRoleId": role})).await, unknown("blocked"));
        assert_eq!(add(json!({"userId": "staff", "appGuid": "x", "userRoleId": role})).await, refused("USER_APP_ROLE_NOT_ALLOWED_FOR_GROUP", none()));
        for bad in ["x", "0123456789abcdef0123456", "0123456789abcdef0123456g", "0123456789abcdef012345678"] {
            assert_eq!(add(json!({"userId": "ann", "appGuid": bad, "userRoleId": 999_999})).await, refused("INVALID_APP_GUID", json!({"APP_GUID": bad})));
        }
        assert_eq!(add(json!({"userId": "ann", "appGuid": GUID, "userRoleId": 999_999})).await, refused("USER_ROLE_NOT_FOUND", none()));
        let fixed = refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaUserAppRole::createdAt"}));
        assert_eq!(add(json!({"userId": "ann", "appGuid": GUID, "userRoleId": role, "createdAt": 1_600_000_000})).await, fixed);

        let added = add(json!({"userId": "Ann", "appGuid": GUID, "userRoleId": role})).await.unwrap();
        assert_eq!(added, json!({"objectType": "KalturaUserAppRole", "userId": "ann", "appGuid": GUID, "userRoleId": role, "createdAt": server.now(), "updatedAt": server.now()}));
        let twice = refused("USER_APP_ROLE_ALREADY_EXISTS", json!({"PUSER_ID": "ann", "APP_GUID": GUID}));
        assert_eq!(add(json!({"userId": "ann", "appGuid": GUID, "userRoleId": role})).await, twice);

        let of = |user: &str, guid: &str| json!({"userId": user, "appGuid": guid});
        assert_eq!(admin.call("userAppRole", "get", of("ann", GUID)).await, Ok(added.clone()));
        let other = "ffffffffffffffffffffffff";
        let absent = refused("USER_APP_ROLE_NOT_FOUND", json!({"PUSER_ID": "ann", "APP_GUID": other}));
        let update = |user: &str, guid: &str, sent: Value| {
            admin.call("userAppRole", "update", json!({"userId": user, "appGuid": guid, "userAppRole": sent}))
        };
        for action in ["get", "delete"] {
            assert_eq!(admin.call("userAppRole", action, of("ann", other)).await, absent);
            assert_eq!(admin.call("userAppRole", action, of("nobody", GUID)).await, unknown("nobody"));
            assert_eq!(admin.call("userAppRole", action, of("ann", "x")).await, refused("INVALID_APP_GUID", json!({"APP_GUID": "x"})));
        }
        assert_eq!(update("ann", other, json!({})).await, absent);
        assert_eq!(update("blocked", GUID, json!({})).await, unknown("blocked"), "only active users change");
        assert_eq!(update("ann", GUID, json!({"userRoleId": 999_999})).await, refused("USER_ROLE_NOT_FOUND", none()));
        let fixed = refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaUserAppRole::appGuid"}));
        assert_eq!(update("ann", GUID, json!({"appGuid": other})).await, fixed);
        assert_eq!(admin.call("userAppRole", "get", of("ann", GUID)).await, Ok(added.clone()), "what failed changed nothing");
        server.pass(7);
        let second = server.add_role(&server.account, "READER", "BASE_USER_SESSION_PERMISSION").await;
        let changed = update("ann", GUID, json!({"userRoleId": second})).await.unwrap();
        assert_eq!((&changed["userRoleId"], &changed["createdAt"], &changed["updatedAt"]), (&json!(second), &added["createdAt"], &json!(server.now())));

        assert_eq!(admin.call("userAppRole", "delete", of("ann", GUID)).await, Ok(json!(true)));
        assert_eq!(admin.call("userAppRole", "get", of("ann", GUID)).await.unwrap_err().code, "USER_APP_ROLE_NOT_FOUND");
    }

    async fn roles_in_other_applications_are_found_by_every_filter(server: Server) {
        people(&server, &["ann", "bob", "cid"], &[]).await;
        let admin = admin(&server).await;
        let one = server.add_role(&server.account, "ONE", "BASE_USER_SESSION_PERMISSION").await;
        let two = server.add_role(&server.account, "TWO", "BASE_USER_SESSION_PERMISSION").await;
        let (a, b) = ("aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbb");
        let start = server.now();
        for (user, guid, role) in [("ann", a, one), ("ann", b, two), ("bob", a, two), ("cid", b, one)] {
            let sent = json!({"userId": user, "appGuid": guid, "userRoleId": role});
            admin.call("userAppRole", "add", json!({"userAppRole": sent})).await.unwrap();
            server.pass(10);
        }
        admin.call("userAppRole", "update", json!({"userId": "ann", "appGuid": a, "userAppRole": {}})).await.unwrap();
        server.set_user_status(&server.account, "cid", 0).await;

        let unnamed = refused("MUST_FILTER_USERS_OR_APP_GUID_OR_USER_ROLE", none());
        assert_eq!(admin.call("userAppRole", "list", json!({})).await, unnamed);
        assert_eq!(admin.call("userAppRole", "list", json!({"filter": {"userStatusEqual": 1, "userIdEqual": ""}})).await, unnamed);
        let found = async |filter: Value| {
            let list = admin.call("userAppRole", "list", json!({"filter": filter})).await.unwrap();
            assert_eq!(list["objectType"], "KalturaUserAppRoleListResponse");
            let mut found: Vec<String> = ids(&list, "userId").into_iter().zip(ids(&list, "appGuid")).map(|(user, guid)| format!("{user}/{}", &guid[..1])).collect();
            assert_eq!(list["totalCount"], found.len());
            found.sort();
            found.join(" ")
        };
        let both = format!("{a},{b}");
        assert_eq!(found(json!({"userIdEqual": "ANN"})).await, "ann/a ann/b");
        assert_eq!(found(json!({"userIdIn": "bob,cid,nobody"})).await, "bob/a", "of active users");
        assert_eq!(found(json!({"userIdIn": "bob,cid", "userStatusEqual": 0})).await, "cid/b");
        assert_eq!(found(json!({"userIdIn": "bob,cid", "userStatusIn": "0,1,2"})).await, "bob/a cid/b");
        assert_eq!(found(json!({"userIdIn": "bob,cid", "userStatusEqual": 2})).await, "");
        assert_eq!(found(json!({"userIdIn": "bob", "userIdEqual": "ann"})).await, "");
        assert_eq!(found(json!({"appGuidEqual": a.to_uppercase()})).await, "ann/a bob/a");
        assert_eq!(found(json!({"appGuidIn": both})).await, "ann/a ann/b bob/a");
        assert_eq!(found(json!({"userRoleIdEqual": two.to_string()})).await, "ann/b bob/a");
        assert_eq!(found(json!({"userRoleIdIn": format!("{one},{two}")})).await, "ann/a ann/b bob/a");
        assert_eq!(found(json!({"appGuidIn": both, "createdAtGreaterThanOrEqual": start + 10})).await, "ann/b bob/a");
        assert_eq!(found(json!({"appGuidIn": both, "createdAtLessThanOrEqual": start})).await, "ann/a");
        assert_eq!(found(json!({"appGuidIn": both, "updatedAtGreaterThanOrEqual": start + 40})).await, "ann/a");
        assert_eq!(found(json!({"appGuidIn": both, "updatedAtLessThanOrEqual": start + 10})).await, "ann/b");
        let page = admin.call("userAppRole", "list", json!({"filter": {"appGuidIn": both}, "pager": {"pageSize": 2, "pageIndex": 2}})).await.unwrap();
        assert_eq!((&page["totalCount"], ids(&page, "userId")), (&json!(3), vec!["bob".to_owned()]));

        // Only an administrator's session reads somebody else's.
        let role = server.add_role(&server.account, "READS", "ADMIN_BASE").await;
        server.add_user("reader", json!({"roleIds": role.to_string()})).await;
        let reader = as_user(&server, "reader").await;
        let others = |user: &str| refused("CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION", json!({"USER_ID": user}));
        assert_eq!(reader.call("userAppRole", "get", json!({"userId": "ann", "appGuid": a})).await, others("ann"));
        assert_eq!(reader.call("userAppRole", "list", json!({"filter": {"userIdEqual": "ann"}})).await, others("ann"));
        assert_eq!(reader.call("userAppRole", "list", json!({"filter": {"appGuidEqual": a}})).await, others(""));
        assert_eq!(reader.call("userAppRole", "list", json!({"filter": {"userIdEqual": "reader"}})).await.unwrap()["totalCount"], 0);

        // To another account all of it is absent.
        let other = server.new_account("other@example.test").await;
        let foreign = of_account(&server, &other).await;
        for action in ["get", "delete"] {
            assert_eq!(foreign.call("userAppRole", action, json!({"userId": "ann", "appGuid": a})).await, refused("USER_ID_NOT_FOUND", json!({"USER_ID": "ann"})));
        }
        for filter in [json!({"userIdEqual": "ann"}), json!({"appGuidEqual": a}), json!({"userRoleIdEqual": one.to_string()})] {
            assert_eq!(foreign.call("userAppRole", "list", json!({"filter": filter})).await.unwrap()["totalCount"], 0);
        }
    }

    async fn a_group_is_added_read_changed_and_deleted(server: Server) {
        people(&server, &["ann", "bob"], &[]).await;
        let admin = admin(&server).await;
        let add = |group: Value| admin.call("group_group", "add", json!({"group": group}));
        let added = add(json!({
            "id": "Staff", "tags": "a,b", "email": "staff@example.test", "description": "All", "partnerData": "x",
            "thumbnailUrl": "http://x.test/y", "language": "de", "userMode": 1, "fullName": "All Staff"
        })).await.unwrap();
        assert_eq!(added["objectType"], "KalturaGroup");
        for (name, value) in [
            ("id", json!("Staff")), ("screenName", json!("Staff")), ("fullName", json!("All Staff")), ("tags", json!("a,b")),
            ("email", json!("staff@example.test")), ("description", json!("All")), ("partnerData", json!("x")),
            ("thumbnailUrl", json!("http://x.test/y")), ("language", json!("de")), ("userMode", json!(1)), ("status", json!(1)),
            ("membersCount", json!(0)), ("groupType", json!(1)), ("partnerId", json!(server.account.id)),
        ] {
            assert_eq!(added[name], value, "{name}");
        }
        assert!(added.get("processStatus").is_none());
        let get = |id: &str| admin.call("group_group", "get", json!({"groupId": id}));
        assert_eq!(get("STAFF").await, Ok(added.clone()));
        let seen_as_user = admin.call("user", "get", json!({"userId": "staff"})).await.unwrap();
        assert_eq!((&seen_as_user["objectType"], &seen_as_user["type"]), (&json!("KalturaUser"), &json!(1)));

        let invalid = |name: &str| refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": name}));
        assert_eq!(add(json!({})).await, invalid("id"));
        assert_eq!(add(json!({"id": "a b"})).await, invalid("id"));
        assert_eq!(add(json!({"id": "x", "screenName": "http://x"})).await, invalid("screenName"));
        assert_eq!(add(json!({"id": "x", "fullName": "http://x"})).await, invalid("fullName"));
        for taken in ["staff", "Ann"] {
            assert_eq!(add(json!({"id": taken})).await, refused("DUPLICATE_USER_BY_ID", json!({"UID": taken})));
        }
        let fixed = |name: &str| refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": format!("KalturaGroup::{name}")}));
        assert_eq!(add(json!({"id": "x", "status": 2})).await, invalid("status"));
        assert_eq!(add(json!({"id": "x", "membersCount": 5})).await, fixed("membersCount"));
        let not_found = refused("INVALID_GROUP_ID", json!({"ID": "N/A"}));
        for absent in ["nothing", "ann"] {
            assert_eq!(get(absent).await, not_found);
            assert_eq!(admin.call("group_group", "delete", json!({"groupId": absent})).await, not_found);
            assert_eq!(admin.call("group_group", "update", json!({"groupId": absent, "group": {}})).await, not_found);
            assert_eq!(admin.call("group_group", "clone", json!({"originalGroupId": absent, "newGroupId": "y"})).await, not_found);
        }
        assert!(admin.call("user", "get", json!({"userId": "ann"})).await.is_ok(), "no person is deleted as a group");

        admin.join("ann", "staff").await.unwrap();
        admin.join("bob", "staff").await.unwrap();
        server.pass(5);
        let update = |sent: Value| admin.call("group_group", "update", json!({"groupId": "staff", "group": sent}));
        let mut whole = get("staff").await.unwrap();
        assert_eq!(whole["membersCount"], 2);
        whole["screenName"] = json!("Everybody");
        whole["processStatus"] = json!(1);
        let changed = update(whole).await.expect("the whole object may be sent back");
        assert_eq!((&changed["screenName"], &changed["processStatus"], &changed["membersCount"], &changed["updatedAt"]), (&json!("Everybody"), &json!(1), &json!(2), &json!(server.now())));
        assert_eq!(update(json!({"membersCount": 9})).await, fixed("membersCount"));
        assert_eq!(update(json!({"id": "a b"})).await, invalid("id"));
        assert_eq!(update(json!({"id": "bob"})).await, refused("DUPLICATE_USER_BY_ID", json!({"UID": "bob"})));
        assert_eq!(update(json!({"screenName": "ftp://x"})).await, invalid("screenName"));
        let changed = update(json!({"processStatus": 0, "tags__null": ""})).await.unwrap();
        assert_eq!((&changed["processStatus"], changed.get("tags")), (&json!(0), None));
        let moved = update(json!({"id": "crew"})).await.unwrap();
        assert_eq!((&moved["id"], &moved["membersCount"]), (&json!("crew"), &json!(2)));
        assert_eq!(admin.groups_of("ann").await, ["crew"], "a group keeps its members under another id");
        let applicative = admin.call("group_group", "update", json!({"groupId": "crew", "group": {"groupType": 2}})).await.unwrap();
        assert_eq!(applicative["groupType"], 2);
        assert_eq!(admin.call("group_group", "update", json!({"groupId": "crew", "group": {"groupType": 1}})).await, refused("APPLICATIVE_USER_TYPE_CANNOT_BE_UPDATED", none()));

        let gone = admin.call("group_group", "delete", json!({"groupId": "crew"})).await.unwrap();
        assert_eq!((&gone["id"], &gone["status"], &gone["deletedAt"], &gone["membersCount"]), (&json!("crew"), &json!(2), &json!(server.now()), &json!(2)));
        assert_eq!(get("crew").await, not_found);
        assert!(admin.groups_of("ann").await.is_empty());
        assert_eq!(admin.call("group_group", "delete", json!({"groupId": "crew"})).await, not_found);
        let again = add(json!({"id": "crew", "groupType": 2, "processStatus": 1, "status": 0})).await.unwrap();
        assert_eq!((&again["membersCount"], &again["groupType"], &again["processStatus"], &again["status"]), (&json!(0), &json!(2), &json!(1), &json!(0)), "a new one");
        let gone = admin.call("group_group", "update", json!({"groupId": "crew", "group": {"status": 2}})).await.unwrap();
        assert_eq!(gone["status"], 2, "as if deleted");
        assert_eq!(get("crew").await, not_found);
    }

    async fn who_may_do_what_with_groups(server: Server) {
        people(&server, &["ann"], &["staff"]).await;
        let forbidden = |action: &str| refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("group_group->{action}")}));
        let ann = as_user(&server, "ann").await;
        assert_eq!(ann.call("group_group", "add", json!({"group": {"id": "x"}})).await, forbidden("add"));
        assert_eq!(ann.call("group_group", "delete", json!({"groupId": "staff"})).await, forbidden("delete"));
        assert_eq!(ann.call("group_group", "get", json!({"groupId": "staff"})).await, refused("CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION", json!({"USER_ID": "staff"})));
        assert_eq!(ann.call("group_group", "get", json!({"groupId": "nothing"})).await, refused("INVALID_GROUP_ID", json!({"ID": "N/A"})));
        assert_eq!(ann.call("group_group", "list", json!({})).await.unwrap()["totalCount"], 1);

        let nobody = refused("USER_ID_NOT_PROVIDED_OR_EMPTY", none());
        for user in ["stranger", ""] {
            let stranger = as_user(&server, user).await;
            assert_eq!(stranger.call("group_group", "list", json!({})).await, nobody, "{user}");
            assert_eq!(stranger.call("group_group", "get", json!({"groupId": "staff"})).await, nobody, "{user}");
        }
        let nobody_but_admin = Caller { server: &server, ks: server.start(&server.account, "", 2, "").await };
        assert_eq!(nobody_but_admin.call("group_group", "get", json!({"groupId": "staff"})).await.unwrap()["id"], "staff");
        let role = server.add_role(&server.account, "ASSIGNER", "CONTENT_MANAGE_ASSIGN_USER_GROUP").await;
        let unknown = Caller { server: &server, ks: server.start(&server.account, "stranger", 0, &format!("setrole:{role}")).await };
        for (action, params) in [
            ("add", json!({"group": {"id": "x"}})),
            ("update", json!({"groupId": "staff", "group": {}})),
            ("delete", json!({"groupId": "staff"})),
            ("clone", json!({"originalGroupId": "staff", "newGroupId": "x"})),
        ] {
            assert_eq!(unknown.call("group_group", action, params).await, nobody, "{action}");
        }
        server.add_user("helper", json!({"roleIds": role.to_string()})).await;
        let helper = as_user(&server, "helper").await;
        assert_eq!(helper.call("group_group", "add", json!({"group": {"id": "x"}})).await.unwrap()["id"], "x");

        let other = server.new_account("other@example.test").await;
        let foreign = of_account(&server, &other).await;
        let not_found = refused("INVALID_GROUP_ID", json!({"ID": "N/A"}));
        for (action, params) in [
            ("get", json!({"groupId": "staff"})),
            ("update", json!({"groupId": "staff", "group": {}})),
            ("delete", json!({"groupId": "staff"})),
            ("clone", json!({"originalGroupId": "staff", "newGroupId": "x"})),
        ] {
            assert_eq!(foreign.call("group_group", action, params).await, not_found, "{action}");
        }
        assert_eq!(foreign.call("group_group", "list", json!({})).await.unwrap()["totalCount"], 0);
    }

    async fn groups_are_listed(server: Server) {
        people(&server, &["ann"], &[]).await;
        let admin = admin(&server).await;
        for (id, kind) in [("red", 1), ("blue", 1), ("app", 2)] {
            admin.call("group_group", "add", json!({"group": {"id": id, "groupType": kind, "tags": id, "screenName": format!("The {id}")}})).await.unwrap();
            server.pass(10);
        }
        admin.join("ann", "red").await.unwrap();
        let found = async |mut filter: Value| {
            filter["orderBy"] = filter.get("orderBy").cloned().unwrap_or_else(|| json!("+createdAt"));
            let list = admin.call("group_group", "list", json!({"filter": filter})).await.unwrap();
            assert_eq!(list["objectType"], "KalturaGroupListResponse");
            let found = ids(&list, "id");
            assert_eq!(list["totalCount"], found.len());
            found.join(" ")
        };
        assert_eq!(found(json!({})).await, "red blue app", "no persons");
        assert_eq!(found(json!({"groupType": 1})).await, "red blue");
        assert_eq!(found(json!({"groupType": 2})).await, "app");
        assert_eq!(found(json!({"groupType": 2, "typeIn": "1,0"})).await, "");
        assert_eq!(found(json!({"typeIn": "0,1"})).await, "red blue");
        assert_eq!(found(json!({"typeEqual": 0})).await, "");
        assert_eq!(found(json!({"typeEqual": 2})).await, "app");
        assert_eq!(found(json!({"idIn": "ann,red,app"})).await, "red app");
        assert_eq!(found(json!({"screenNameStartsWith": "the b"})).await, "blue");
        assert_eq!(found(json!({"tagsMultiLikeOr": "red,blue"})).await, "red blue");
        assert_eq!(found(json!({"orderBy": "-createdAt"})).await, "app blue red");
        assert_eq!(found(json!({"orderBy": "+id"})).await, "app blue red");
        let page = admin.call("group_group", "list", json!({"filter": {"orderBy": "+createdAt"}, "pager": {"pageSize": 1}})).await.unwrap();
        assert_eq!((&page["totalCount"], &page["objects"][0]["id"], &page["objects"][0]["membersCount"]), (&json!(3), &json!("red"), &json!(1)));
        let users = admin.call("user", "list", json!({"filter": {"typeIn": "1,2"}})).await.unwrap();
        assert_eq!(users["totalCount"], 3, "user.list knows them too");
    }

    async fn a_group_is_cloned_with_all_its_members(server: Server) {
        let admin = admin(&server).await;
        let original = json!({"id": "old", "tags": "t", "partnerData": "p", "email": "e@example.test", "language": "en",
            "thumbnailUrl": "http://x.test", "description": "d", "userMode": 1, "country": "DE"});
        admin.call("group_group", "add", json!({"group": original})).await.unwrap();
        // More than the original copies at once.
        for number in 0..60 {
            let user = format!("u{number}");
            server.add_user(&user, json!({})).await;
            let role = if number == 7 { 2 } else { 1 };
            admin.join_as(&user, "old", json!({"userRole": role})).await.unwrap();
        }
        let clone = |from: &str, to: &str, name: Value| {
            admin.call("group_group", "clone", json!({"originalGroupId": from, "newGroupId": to, "newGroupName": name}))
        };
        let made = clone("OLD", "new", Value::Null).await.unwrap();
        for (name, value) in [
            ("id", json!("new")), ("screenName", json!("new")), ("tags", json!("t")), ("partnerData", json!("p")), ("email", json!("e@example.test")),
            ("language", json!("en")), ("thumbnailUrl", json!("http://x.test")), ("description", json!("d")), ("membersCount", json!(60)),
            ("groupType", json!(1)), ("status", json!(1)),
        ] {
            assert_eq!(made[name], value, "{name}");
        }
        assert!(made.get("country").is_none() && made.get("userMode").is_none(), "not copied: {made}");
        let members = admin.call("groupUser", "list", json!({"filter": {"groupIdEqual": "new"}, "pager": {"pageSize": 500}})).await.unwrap();
        assert_eq!(members["totalCount"], 60);
        let managers: Vec<&Value> = members["objects"].as_array().unwrap().iter().filter(|member| member["userRole"] == 2).map(|member| &member["userId"]).collect();
        assert_eq!(managers, ["u7"]);
        let manager = as_user(&server, "u7").await;
        manager.leave("u1", "new").await.expect("who manages the original manages the clone");
        assert_eq!(admin.groups_of("u1").await, ["old"]);
        let get = async |id: &str| admin.call("group_group", "get", json!({"groupId": id})).await.unwrap();
        assert_eq!((get("old").await["membersCount"].clone(), get("new").await["membersCount"].clone()), (json!(60), json!(59)));

        assert_eq!(clone("old", "third", json!("Third")).await.unwrap()["screenName"], "Third");
        for taken in ["NEW", "u3"] {
            assert_eq!(clone("old", taken, Value::Null).await, refused("DUPLICATE_GROUP_BY_ID", json!({"ID": taken})));
        }
        let invalid = |name: &str| refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": name}));
        assert_eq!(clone("old", "a b", Value::Null).await, invalid("newGroupId"));
        assert_eq!(clone("old", "fourth", json!("http://x")).await, invalid("newGroupName"));

        let groups = (0..1022).map(|number| format!("g{number}")).collect::<Vec<_>>().join(",");
        admin.sync("u5", &groups, json!({"removeFromExistingGroups": false})).await.unwrap_err();
        admin.leave("u5", "third").await.unwrap();
        admin.sync("u5", &groups, json!({"removeFromExistingGroups": false})).await.unwrap();
        assert_eq!(clone("old", "fifth", Value::Null).await, refused("USER_EXCEEDED_MAX_GROUPS", none()), "one of them is in 1024 groups");
        assert_eq!(admin.call("group_group", "get", json!({"groupId": "fifth"})).await, refused("INVALID_GROUP_ID", json!({"ID": "N/A"})), "not half of it is kept");
    }

    async fn members_are_counted_exactly_under_load(server: Server) {
        let users: Vec<String> = (0..16).map(|number| format!("u{number}")).collect();
        people(&server, &users.iter().map(String::as_str).collect::<Vec<_>>(), &["one", "two"]).await;
        let ks = server.admin().await;
        let server = std::sync::Arc::new(server);
        let mut work = Vec::new();
        for (number, user) in users.iter().enumerate() {
            // Each comes twice at the same time, half of them leave again, and two are deleted meanwhile.
            for group in ["one", "two", "one"] {
                let (server, ks, user) = (std::sync::Arc::clone(&server), ks.clone(), user.clone());
                work.push(tokio::spawn(async move {
                    let admin = Caller { server: &server, ks };
                    let mut told = vec![admin.join(&user, group).await];
                    if number % 2 == 0 {
                        told.push(admin.leave(&user, group).await);
                    }
                    if number == 3 || number == 4 {
                        told.push(admin.call("user", "delete", json!({"userId": user})).await);
                    }
                    told
                }));
            }
        }
        let allowed = ["GROUP_USER_ALREADY_EXISTS", "GROUP_USER_DOES_NOT_EXISTS", "USER_NOT_FOUND", "INVALID_USER_ID"];
        for one in work {
            for told in one.await.unwrap() {
                assert!(told.as_ref().err().is_none_or(|refusal| allowed.contains(&refusal.code.as_str())), "{told:?}");
            }
        }
        let admin = Caller { server: &server, ks };
        for group in ["one", "two"] {
            let members = admin.members(json!({"groupIdEqual": group})).await.unwrap();
            let members = members["totalCount"].as_u64().unwrap();
            assert!((7..16).contains(&members), "{members}");
            let told = admin.call("group_group", "get", json!({"groupId": group})).await.unwrap();
            assert_eq!(told["membersCount"], members, "{group}");
        }
    }

    async fn who_is_deleted_leaves_every_group(server: Server) {
        people(&server, &["ann", "bob"], &["red", "blue"]).await;
        let admin = admin(&server).await;
        for (user, group) in [("ann", "red"), ("ann", "blue"), ("bob", "red")] {
            admin.join_as(user, group, json!({"userRole": 2})).await.unwrap();
        }
        let role = server.add_role(&server.account, "EDITOR", "BASE_USER_SESSION_PERMISSION").await;
        admin.call("userAppRole", "add", json!({"userAppRole": {"userId": "ann", "appGuid": GUID, "userRoleId": role}})).await.unwrap();
        let ann = as_user(&server, "ann").await;
        assert!(ann.members(json!({"groupIdEqual": "red"})).await.is_ok());
        admin.call("user", "delete", json!({"userId": "ann"})).await.unwrap();
        let count = async |group: &str| admin.call("group_group", "get", json!({"groupId": group})).await.unwrap()["membersCount"].clone();
        assert_eq!((count("red").await, count("blue").await), (json!(1), json!(0)));
        assert_eq!(admin.call("userAppRole", "list", json!({"filter": {"appGuidEqual": GUID, "userStatusIn": "0,1,2"}})).await.unwrap()["totalCount"], 0);
        assert_eq!(ids(&admin.members(json!({"groupIdEqual": "red"})).await.unwrap(), "userId"), ["bob"]);

        // The same id is somebody else.
        server.add_user("ann", json!({})).await;
        let ann = as_user(&server, "ann").await;
        assert!(ann.groups_of("ann").await.is_empty());
        assert_eq!(ann.members(json!({"groupIdEqual": "red"})).await.unwrap_err().code, "SERVICE_FORBIDDEN");

        // A group that is deleted as a user is gone as well.
        let bob = as_user(&server, "bob").await;
        assert!(bob.members(json!({"groupIdEqual": "red"})).await.is_ok());
        admin.call("user", "delete", json!({"userId": "red"})).await.unwrap();
        assert!(admin.groups_of("bob").await.is_empty());
        assert_eq!(bob.members(json!({"groupIdEqual": "red"})).await.unwrap_err().code, "SERVICE_FORBIDDEN");
    }

    async fn a_group_that_becomes_a_person_has_no_members(server: Server) {
        people(&server, &["ann", "bob"], &["staff"]).await;
        let admin = admin(&server).await;
        admin.join("ann", "staff").await.unwrap();
        admin.call("user", "update", json!({"userId": "staff", "user": {"type": 0}})).await.unwrap();
        assert!(admin.groups_of("ann").await.is_empty());
        admin.call("user", "update", json!({"userId": "staff", "user": {"type": 1}})).await.unwrap();
        assert_eq!(admin.call("group_group", "get", json!({"groupId": "staff"})).await.unwrap()["membersCount"], 0);
        admin.join("ann", "staff").await.unwrap();
        admin.call("user", "update", json!({"userId": "ann", "user": {"type": 1}})).await.unwrap();
        assert_eq!(admin.call("group_group", "get", json!({"groupId": "staff"})).await.unwrap()["membersCount"], 0);
    }
}
