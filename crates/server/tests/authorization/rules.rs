//! The rules of identity.md §3 that a matrix does not show.

use serde_json::{Value, json};

use crate::common::{Server, refused};
use crate::on_both_stores;
use ks::{SessionType, Version};

on_both_stores! {
    async fn setrole_beats_roles_and_kinds(server: Server) {
        let account = server.account.clone();
        let id = json!({"id": format!("_{}", account.id)});
        let with = |ks: String, mut params: Value| {
            params["ks"] = json!(ks);
            params
        };
        let user_as_admin = server.start(&account, "u", 0, "setrole:2").await;
        assert!(server.call("appToken", "list", with(user_as_admin, json!({}))).await.is_ok());
        let admin_as_player = server.start(&account, "u", 2, "setrole:PLAYBACK_BASE_ROLE").await;
        assert!(server.call("widget", "get", with(admin_as_player.clone(), id.clone())).await.is_ok());
        assert_eq!(
            server.call("appToken", "list", with(admin_as_player, json!({}))).await,
            refused("SERVICE_FORBIDDEN", json!({"SERVICE": "appToken->list"}))
        );
        let none = server.offline(&account, "u", SessionType::Admin, 60, "setrole:null", Version::V2);
        assert!(server.call("system", "ping", with(none.clone(), json!({}))).await.is_ok());
        assert_eq!(
            server.call("user", "get", with(none, json!({}))).await,
            refused("SERVICE_FORBIDDEN", json!({"SERVICE": "user->get"}))
        );
        let restricted = server.start(&account, "u", 2, "restrictingrole:PARTNER_ADMIN_ROLE").await;
        assert!(server.call("appToken", "list", with(restricted, json!({}))).await.is_ok(), "an unknown name restricts nothing");
        let restricted = server.start(&account, "u", 2, "restrictingrole:Publisher Administrator").await;
        assert!(server.call("appToken", "list", with(restricted, json!({}))).await.is_err());
        let other = server.new_account("other@example.test").await;
        let foreign = server.add_role(&other, "FOREIGN", "*").await;
        let ks = server.offline(&account, "u", SessionType::Admin, 60, &format!("setrole:{foreign}"), Version::V2);
        assert_eq!(server.call("system", "ping", with(ks, json!({}))).await, refused("INVALID_OBJECT_ID", json!({"ID": "N/A"})));
    }

    async fn a_role_that_changes_changes_sessions_at_once(server: Server) {
        let account = server.account.clone();
        let role = server.add_role(&account, "KEEPER", "APP_TOKEN_BASE").await;
        let admin = server.admin().await;
        server.call("user", "add", json!({"ks": admin, "user": {"id": "keeper", "roleIds": role.to_string()}})).await.unwrap();
        let ks = server.user("keeper").await;
        assert!(server.call("appToken", "list", json!({"ks": ks})).await.is_ok());
        let update = sea_query::Query::update()
            .table("user_role")
            .value("permission_names", "")
            .and_where(sea_query::ExprTrait::eq(sea_query::Expr::col("id"), role))
            .to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&update).await.unwrap();
        tx.announce(boxoffice::partner::TOPIC, &account.id.to_string());
        tx.commit().await.unwrap();
        assert!(server.call("appToken", "list", json!({"ks": ks})).await.is_err());
    }

    async fn secrets_are_shown_to_those_who_may_see_them(server: Server) {
        let account = server.account.clone();
        server.add_role(&account, "CLERK", "ADMIN_BASE").await;
        let ks = server.start(&account, "u", 2, "setrole:CLERK").await;
        let info = server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap();
        assert!(info.get("adminSecret").is_none() && info.get("secret").is_none(), "the role lacks INTEGRATION_BASE");
        let admin = server.admin().await;
        let info = server.call("partner", "getInfo", json!({"ks": admin})).await.unwrap();
        assert_eq!(info["adminSecret"], account.admin_secret);
        assert!(info.get("partnerGroupType").is_none(), "for the admin console alone");
    }
}
