//! Nobody gives more than they have.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use serde_json::{Value, json};

use common::{Outcome, Server, refused, text};

const CHOSEN: &str = "violet rocket sandwich";

fn beyond() -> Outcome {
    refused("NOT_ALLOWED_TO_CHANGE_ROLE", json!([]))
}

/// A session of somebody who administers people and roles and reads, and nothing else.
async fn narrow(server: &Server) -> String {
    let names = "ADMIN_BASE,ADMIN_USER_ADD,ADMIN_USER_UPDATE,ADMIN_ROLE_ADD,ADMIN_ROLE_UPDATE,ADMIN_PERMISSION_ADD,ADMIN_PERMISSION_UPDATE";
    server.add_role(&server.account, "NARROW", names).await;
    server.start(&server.account, "narrow", 2, "setrole:NARROW").await
}

on_both_stores! {
    async fn people_get_no_roles_beyond_the_givers(server: Server) {
        let ks = narrow(&server).await;
        let wide = server.add_role(&server.account, "WIDE", "ADMIN_BASE,APP_TOKEN_ADD").await;
        let within = server.add_role(&server.account, "WITHIN", "ADMIN_BASE,ADMIN_USER_ADD").await;
        let add = |user: Value| server.call("user", "add", json!({"ks": ks, "user": user}));
        assert_eq!(add(json!({"id": "a", "roleIds": wide.to_string()})).await, beyond());
        assert_eq!(add(json!({"id": "a", "roleIds": format!("{within},2")})).await, beyond(), "2 is the role of administrators");
        let boss = |roles: &str| json!({"id": "a", "isAdmin": true, "email": "a@example.test", "password": CHOSEN, "roleIds": roles});
        assert_eq!(add(boss("")).await, beyond(), "an administrator without a role has everything");
        for privileges in [format!("edit:*,setrole:{wide}"), "setrole:WIDE".to_owned(), "setrole:2".to_owned()] {
            assert_eq!(add(json!({"id": "a", "ksPrivileges": privileges})).await, beyond(), "{privileges}");
        }
        let admin = server.admin().await;
        assert!(server.call("user", "get", json!({"ks": admin, "userId": "a"})).await.is_err(), "nobody was added");
        add(json!({"id": "plain"})).await.unwrap();
        add(boss(&within.to_string())).await.unwrap();
        add(json!({"id": "c", "ksPrivileges": format!("sview:*,setrole:{within}")})).await.unwrap();

        let update = |id: &'static str, user: Value| server.call("user", "update", json!({"ks": ks, "userId": id, "user": user}));
        assert_eq!(update("plain", json!({"roleIds": wide.to_string()})).await, beyond());
        assert_eq!(update("plain", json!({"isAdmin": true})).await, beyond());
        assert_eq!(update("plain", json!({"ksPrivileges": "setrole:WIDE"})).await, beyond());
        assert_eq!(update("a", json!({"roleIds": ""})).await, beyond(), "the same by taking the role away");
        update("plain", json!({"roleIds": within.to_string(), "isAdmin": true})).await.unwrap();
        // Whoever has more may be changed in what gives nothing.
        server.add_user("wide", json!({"roleIds": format!("{wide},{within}")})).await;
        update("wide", json!({"firstName": "Will"})).await.unwrap();
        update("wide", json!({"roleIds": format!("{within},{wide}")})).await.unwrap();
        assert_eq!(update("wide", json!({"id": "narrower"})).await, beyond(), "nobody takes the place of somebody else");
        update("wide", json!({"roleIds": within.to_string()})).await.unwrap();
        assert_eq!(update("wide", json!({"roleIds": wide.to_string()})).await, beyond());
        for user in [json!({"id": "d", "roleIds": wide.to_string()}), json!({"id": "e", "isAdmin": true, "email": "e@example.test"})] {
            server.call("user", "add", json!({"ks": admin, "user": user})).await.expect("whoever has everything gives everything");
        }
    }

    async fn nobody_comes_in_as_somebody_who_has_more(server: Server) {
        let ks = narrow(&server).await;
        server.add_user("wide", json!({"roleIds": "2"})).await;
        let enable = |ks: &str, id: &str| server.call("user", "enableLogin", json!({"ks": ks, "userId": id, "loginId": format!("{id}@example.test"), "password": CHOSEN}));
        assert_eq!(enable(&ks, "wide").await, refused("USER_DATA_ERROR", json!([])));
        server.add_user("plain", json!({})).await;
        enable(&ks, "plain").await.unwrap();
        let admin = server.admin().await;
        enable(&admin, "wide").await.unwrap();
        let reset = |ks: &str, id: &str| server.call("user", "loginDataResetPassword", json!({"ks": ks, "loginDataId": format!("{id}@example.test"), "newPassword": "quartz anvil seven"}));
        assert_eq!(reset(&ks, "wide").await, refused("CANNOT_UPDATE_ADMIN_LOGIN_DATA", json!([])));
        text(server.call("user", "login", json!({"partnerId": server.account.id, "userId": "wide", "password": CHOSEN})).await);
        reset(&ks, "plain").await.unwrap();
        reset(&admin, "wide").await.unwrap();
    }

    async fn roles_grow_no_wider_than_whoever_widens_them(server: Server) {
        let ks = narrow(&server).await;
        let mine = server.add_role(&server.account, "MINE", "ADMIN_BASE").await;
        let wide = server.add_role(&server.account, "WIDE", "ADMIN_BASE,APP_TOKEN_ADD").await;
        let add = |names: &str| server.call("userRole", "add", json!({"ks": ks, "userRole": {"name": format!("r {names}"), "permissionNames": names}}));
        for names in ["*", "APP_TOKEN_ADD", "ADMIN_BASE,app_token_add"] {
            assert_eq!(add(names).await, beyond(), "{names}");
        }
        assert_eq!(add("NO_SUCH_THING").await.unwrap_err().code, "PERMISSION_NOT_FOUND");
        add("ADMIN_BASE,admin_user_add").await.unwrap();
        add("").await.unwrap();
        let clone = |id: i64| server.call("userRole", "clone", json!({"ks": ks, "userRoleId": id}));
        assert_eq!(clone(2).await, beyond());
        assert_eq!(clone(wide).await, beyond());
        clone(mine).await.unwrap();
        let update = |id: i64, role: Value| server.call("userRole", "update", json!({"ks": ks, "userRoleId": id, "userRole": role}));
        assert_eq!(update(mine, json!({"permissionNames": "ADMIN_BASE,APP_TOKEN_ADD"})).await, beyond());
        update(mine, json!({"permissionNames": "ADMIN_USER_ADD"})).await.unwrap();
        update(wide, json!({"description": "What it may is sent along", "permissionNames": "APP_TOKEN_ADD,ADMIN_BASE"})).await.expect("nothing was added");
        update(wide, json!({"status": 2})).await.unwrap();
        assert_eq!(update(wide, json!({"status": 1})).await, beyond(), "a blocked role gives nothing");
        let admin = server.admin().await;
        let everything = json!({"ks": admin, "userRole": {"name": "all", "permissionNames": "*"}});
        server.call("userRole", "add", everything).await.unwrap();
    }

    async fn permissions_open_no_more_than_whoever_makes_them_may(server: Server) {
        let ks = narrow(&server).await;
        let admin = server.admin().await;
        let item = async |service: &str, action: &str| {
            let filter = json!({"ks": admin, "filter": {"objectType": "KalturaPermissionItemFilter"}, "pager": {"pageSize": 500}});
            for page in 1..10 {
                let mut params = filter.clone();
                params["pager"]["pageIndex"] = json!(page);
                let list = server.call("permissionItem", "list", params).await.unwrap();
                let found = list["objects"].as_array().unwrap().iter().find(|item| item["service"] == service && item["action"] == action);
                if let Some(found) = found {
                    return found["id"].as_i64().unwrap();
                }
            }
            panic!("there is no item for {service}.{action}")
        };
        let (mine, beyond_me) = (item("user", "add").await, item("apptoken", "add").await);
        let call = |ks: &str, action: &'static str, more: Value| {
            let mut params = json!({"ks": ks});
            params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            server.call("permission", action, params)
        };
        let forbidden = |action: &str| refused("ACTION_FORBIDDEN", json!({"ACTION_NAME": action}));
        let wanted = |name: &str, items: String| json!({"permission": {"name": name, "permissionItemsIds": items}});
        assert_eq!(call(&ks, "add", wanted("TOKENS", format!("{mine},{beyond_me}"))).await, forbidden("add"));
        call(&ks, "add", wanted("PEOPLE", mine.to_string())).await.unwrap();
        call(&admin, "add", wanted("TOKENS", beyond_me.to_string())).await.unwrap();
        let role = |ks: &str, names: &str| server.call("userRole", "add", json!({"ks": ks, "userRole": {"name": names, "permissionNames": names}}));
        role(&ks, "PEOPLE").await.expect("it opens what the caller may");
        assert_eq!(role(&ks, "TOKENS").await, beyond());

        let update = |ks: &str, name: &str, permission: Value| call(ks, "update", json!({"permissionName": name, "permission": permission}));
        assert_eq!(update(&ks, "PEOPLE", json!({"permissionItemsIds": beyond_me.to_string()})).await, forbidden("update"));
        for change in [json!({"name": "OTHER"}), json!({"dependsOnPermissionNames": "KMC_ACCESS"})] {
            assert_eq!(update(&ks, "TOKENS", change.clone()).await, forbidden("update"), "{change}");
        }
        update(&ks, "TOKENS", json!({"description": "says nothing of rights"})).await.unwrap();
        update(&ks, "TOKENS", json!({"status": 2})).await.expect("less is no more");
        assert_eq!(update(&ks, "TOKENS", json!({"status": 1})).await, forbidden("update"));
        update(&ks, "PEOPLE", json!({"name": "PEOPLE_TOO"})).await.unwrap();
        update(&admin, "TOKENS", json!({"status": 1})).await.unwrap();
    }
}
