//! `widget`, and what its sessions carry (reference: content-access.md §2.3, §8.5, more-services.md §5.9).

use serde_json::{Value, json};

use super::common::{Server, refused};
use super::{Caller, admin, all, anonymous, forbidden, media, set_by_server, stranger, user};
use crate::on_both_stores;

async fn add(caller: &Caller<'_>, widget: Value) -> Value {
    caller.ok("widget", "add", json!({"widget": widget})).await
}

/// The privileges of a widget's sessions.
async fn carried(admin: &Caller<'_>, widget: &Value) -> String {
    let started =
        admin.server.call("session", "startWidgetSession", json!({"widgetId": widget["id"]})).await.unwrap();
    let described = admin.ok("session", "get", json!({"session": started["ks"]})).await;
    described["privileges"].as_str().unwrap().to_owned()
}

on_both_stores! {
    async fn a_widget_is_made_of_another_or_of_a_player(server: Server) {
        let (admin, stranger) = (admin(&server).await, stranger(&server).await);
        let own = format!("_{}", server.account.id);
        let player = admin.ok("uiConf", "list", json!({})).await["objects"][0]["id"].clone();
        let foreign = stranger.ok("uiConf", "list", json!({})).await["objects"][0]["id"].clone();
        let of_stranger = add(&stranger, json!({"uiConfId": foreign})).await["id"].clone();
        for (sent, code, args) in [
            (json!({}), "SOURCE_WIDGET_OR_UICONF_REQUIRED", json!([])),
            (json!({"sourceWidgetId": ""}), "SOURCE_WIDGET_OR_UICONF_REQUIRED", json!([])),
            (json!({"sourceWidgetId": "0_nothing0"}), "SOURCE_WIDGET_NOT_FOUND", json!({"ID": "0_nothing0"})),
            (json!({"sourceWidgetId": of_stranger}), "SOURCE_WIDGET_NOT_FOUND", json!({"ID": of_stranger})),
            (json!({"uiConfId": 987_654}), "UICONF_ID_NOT_FOUND", json!({"ID": "987654"})),
            (json!({"uiConfId": foreign}), "UICONF_ID_NOT_FOUND", json!({"ID": foreign.to_string()})),
            (json!({"uiConfId": player, "enforceEntitlement": false}), "CANNOT_DISABLE_ENTITLEMENT_WITH_NO_ENTRY_ID", json!([])),
            (json!({"uiConfId": player, "entryId": "0_nothing0"}), "ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": "0_nothing0"})),
            (json!({"uiConfId": player, "rootWidgetId": "x"}), "PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaWidget::rootWidgetId"})),
        ] {
            for action in ["add", "clone"] {
                assert_eq!(admin.call("widget", action, json!({"widget": sent})).await, refused(code, args.clone()), "{action} {sent}");
            }
        }
        server.pass(5);
        let first = add(&admin, json!({"uiConfId": player, "partnerData": "mine"})).await;
        assert_eq!(first["objectType"], "KalturaWidget");
        assert_eq!((&first["rootWidgetId"], &first["sourceWidgetId"]), (&first["id"], &Value::Null));
        assert_eq!((&first["enforceEntitlement"], &first["securityType"], &first["widgetHTML"]), (&json!(true), &json!(1), &json!("")));
        let second = add(&admin, json!({"sourceWidgetId": first["id"]})).await;
        assert_eq!((&second["rootWidgetId"], &second["sourceWidgetId"], &second["uiConfId"]), (&first["id"], &first["id"], &player));
        let third = admin.ok("widget", "clone", json!({"widget": {"sourceWidgetId": second["id"]}})).await;
        assert_eq!(third["rootWidgetId"], first["id"]);

        let list = admin.ok("widget", "list", json!({"filter": {"orderBy": "+createdAt"}})).await;
        assert_eq!((&list["totalCount"], &list["objects"][0]["id"]), (&json!(4), &json!(own)));
        let line = admin.ok("widget", "list", json!({"filter": {"rootWidgetIdEqual": first["id"], "partnerDataLike": "in"}})).await;
        assert_eq!(all(&line, "id"), [first["id"].clone()]);
        let elsewhere = stranger.ok("widget", "list", json!({"filter": {"idEqual": first["id"]}})).await;
        assert_eq!(elsewhere["totalCount"], 0);
    }

    async fn sessions_of_a_widget_carry_what_it_says(server: Server) {
        let admin = admin(&server).await;
        let entry = media(&admin, "shown").await;
        let default = json!({"id": format!("_{}", server.account.id)});
        assert_eq!(carried(&admin, &default).await, "view:*,widget:1");
        // The console's secured embed (reference: kmc.md §10).
        let embed = add(&admin, json!({"entryId": entry, "sourceWidgetId": default["id"], "enforceEntitlement": false, "privileges": format!("sview:{entry}")})).await;
        assert_eq!((&embed["entryId"], &embed["enforceEntitlement"]), (&json!(entry), &json!(false)));
        assert_eq!(
            carried(&admin, &embed).await,
            format!("sview:{entry},widget:1,disableentitlementforentry:{entry},limitentry:{entry}")
        );
        let more = add(&admin, json!({"sourceWidgetId": default["id"], "privacyContext": "public1", "roles": "PLAYBACK_BASE_ROLE"})).await;
        assert_eq!(carried(&admin, &more).await, "view:*,widget:1,privacycontext:public1,setrole:PLAYBACK_BASE_ROLE");

        let changed = admin.ok("widget", "update", json!({"id": embed["id"], "widget": {"entryId__null": "", "partnerData": "d"}})).await;
        assert_eq!((&changed["entryId"], &changed["enforceEntitlement"], &changed["partnerData"]), (&Value::Null, &json!(true), &json!("d")));
        assert_eq!(carried(&admin, &embed).await, format!("sview:{entry},widget:1"), "what was kept in memory is forgotten");
        let kept = admin.ok("widget", "get", json!({"id": embed["id"]})).await;
        assert_eq!(kept, changed);
    }

    async fn a_widget_gives_no_more_than_its_maker_may_give(server: Server) {
        let (admin, ann, widget) = (admin(&server).await, user(&server, "ann").await, anonymous(&server).await);
        let source = format!("_{}", server.account.id);
        let sent = json!({"sourceWidgetId": source, "privileges": "sview:*", "roles": "PARTNER_ADMIN_ROLE"});
        for caller in [&ann, &widget] {
            let made = add(caller, sent.clone()).await;
            assert_eq!((&made["privileges"], &made["roles"]), (&Value::Null, &Value::Null));
            assert_eq!(carried(&admin, &made).await, "view:*,widget:1");
        }
        let entry = media(&admin, "shown").await;
        let free = json!({"sourceWidgetId": source, "entryId": entry, "enforceEntitlement": false});
        let held = Caller { server: &server, ks: server.start(&server.account, "ann", 0, "enableentitlement").await };
        let code = "CANNOT_DISABLE_ENTITLEMENT_FOR_WIDGET_WHEN_ENTITLEMENT_ENFORCEMENT_ENABLE";
        assert_eq!(held.call("widget", "add", json!({"widget": free})).await, refused(code, json!([])));
        let made = add(&ann, free).await;
        let held = Caller { server: &server, ks: server.start(&server.account, &server.account.owner, 2, "enableentitlement").await };
        assert_eq!(held.call("widget", "update", json!({"id": made["id"], "widget": {"enforceEntitlement": false}})).await, refused(code, json!([])));

        assert_eq!(ann.call("widget", "list", json!({})).await, forbidden("widget->list"));
        assert_eq!(ann.call("widget", "update", json!({"id": made["id"], "widget": {}})).await, forbidden("widget->update"));
        assert_eq!(widget.call("widget", "clone", json!({"widget": {}})).await, forbidden("widget->clone"));
    }

    async fn only_the_own_widgets_can_be_changed(server: Server) {
        let (admin, stranger) = (admin(&server).await, stranger(&server).await);
        let id = json!(format!("_{}", server.account.id));
        let unknown = |id: &Value| refused("INVALID_WIDGET_ID", json!({"WIDGET_ID": id}));
        assert_eq!(stranger.call("widget", "update", json!({"id": id, "widget": {"partnerData": "x"}})).await, unknown(&id));
        assert_eq!(stranger.call("widget", "get", json!({"id": id})).await, unknown(&id));
        let absent = json!("0_nothing0");
        assert_eq!(admin.call("widget", "update", json!({"id": absent, "widget": {}})).await, unknown(&absent));
        let bad = admin.call("widget", "update", json!({"id": id, "widget": {"uiConfId": 987_654}})).await;
        assert_eq!(bad, refused("UICONF_ID_NOT_FOUND", json!({"ID": "987654"})));
        let bad = admin.call("widget", "update", json!({"id": id, "widget": {"entryId": "0_nothing0"}})).await;
        assert_eq!(bad, refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": "0_nothing0"})));
        let bad = admin.call("widget", "update", json!({"id": id, "widget": {"enforceEntitlement": false}})).await;
        assert_eq!(bad, refused("CANNOT_DISABLE_ENTITLEMENT_WITH_NO_ENTRY_ID", json!([])));
        let bad = admin.call("widget", "update", json!({"id": id, "widget": {"partnerId": 5}})).await;
        assert_eq!(bad, set_by_server("KalturaWidget::partnerId"));
        let same = admin.ok("widget", "get", json!({"id": id})).await;
        assert_eq!((&same["uiConfId"], &same["entryId"], &same["partnerData"]), (&Value::Null, &Value::Null, &Value::Null));
    }
}
