//! Which privileges a log-in gives (*advice* of identity.md §18; `docs/deviations.md`).

use serde_json::{Value, json};

use crate::common::{PASSWORD, Server, text};
use crate::helpers::by_id;
use crate::{OTHER, error, on_both_stores};

async fn given(server: &Server, user: &str, password: &str, wanted: Value) -> Value {
    let params =
        json!({"partnerId": server.account.id, "userId": user, "password": password, "privileges": wanted});
    let ks = text(server.call("user", "login", params).await);
    let admin = server.admin().await;
    let info = server.call("session", "get", json!({"ks": admin, "session": ks})).await.unwrap();
    info["privileges"].clone()
}

on_both_stores! {
    async fn administrators_get_what_they_ask_for(server: Server) {
        let owner = server.account.owner.clone();
        for wanted in ["*", "disableentitlement,appid:kmc", "edit:*,sview:0_a,list:*,iprestrict:203.0.113.7,x:y"] {
            assert_eq!(given(&server, &owner, PASSWORD, json!(wanted)).await, wanted);
        }
        assert_eq!(given(&server, &owner, PASSWORD, json!("widget:1,apptoken:0_x,jobtype:1,disablesessiontypecheck,appid:a")).await, "appid:a", "these are the server's to give");
        assert_eq!(given(&server, &owner, PASSWORD, json!("setrole:PLAYBACK_BASE_ROLE,a:b")).await, "setrole:PLAYBACK_BASE_ROLE,a:b", "a weaker role is no danger");
    }

    async fn others_get_no_powers_that_they_were_not_given(server: Server) {
        let person = |more: Value| {
            let mut user = json!({"password": OTHER});
            user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            user
        };
        server.add_user("plain", person(json!({"email": "plain@example.test"}))).await;
        assert_eq!(given(&server, "plain", OTHER, json!("*")).await, "");
        assert_eq!(
            given(&server, "plain", OTHER, json!("edit:*, sview:*,list:*,setrole:Publisher Administrator,disableentitlement,appid:portal,actionslimit:5")).await,
            "appid:portal,actionslimit:5"
        );
        assert_eq!(given(&server, "plain", OTHER, json!("all:*,sview:0_a,privacycontext:museum,enablechangeaccount:1")).await, "privacycontext:museum,enablechangeaccount:1");
        server.add_user("trusted", person(json!({"email": "trusted@example.test", "ksPrivileges": "edit:0_a,setrole:PLAYBACK_BASE_ROLE"}))).await;
        assert_eq!(given(&server, "trusted", OTHER, json!("sview:*,appid:x")).await, "edit:0_a,setrole:PLAYBACK_BASE_ROLE", "the own ones, and no others");
    }

    async fn a_role_is_chosen_within_the_own_ones(server: Server) {
        let narrow = server.add_role(&server.account, "NARROW", "KMC_ACCESS,ADMIN_BASE").await;
        let wide = server.add_role(&server.account, "WIDE", "KMC_ACCESS,ADMIN_BASE,ADMIN_USER_ADD").await;
        server.add_user("helper", json!({"isAdmin": true, "email": "helper@example.test", "password": OTHER, "roleIds": narrow.to_string()})).await;
        assert_eq!(given(&server, "helper", OTHER, json!("setrole:WIDE")).await, "");
        assert_eq!(given(&server, "helper", OTHER, json!(format!("setrole:{wide}"))).await, "");
        assert_eq!(given(&server, "helper", OTHER, json!("setrole:narrow")).await, "setrole:narrow");
        let unknown = json!({"partnerId": server.account.id, "userId": "helper", "password": OTHER, "privileges": "setrole:NO_SUCH"});
        assert_eq!(server.call("user", "login", unknown).await, error("UNKNOWN_ROLE_ID"));
        text(by_id(&server, PASSWORD).await);
    }
}
