//! `uiConf` (reference: more-services.md §5.5).

use serde_json::{Value, json};

use super::common::{Outcome, Server, refused};
use super::{Caller, admin, all, anonymous, forbidden, needed, set_by_server, stranger, user};
use crate::on_both_stores;

fn unknown(id: &Value) -> Outcome {
    refused("INVALID_UI_CONF_ID", json!({"UI_CONF_ID": id.to_string()}))
}

async fn add(caller: &Caller<'_>, conf: Value) -> Value {
    let mut sent = json!({"creationMode": 2});
    sent.as_object_mut().unwrap().extend(conf.as_object().unwrap().clone());
    caller.ok("uiConf", "add", json!({"uiConf": sent})).await
}

on_both_stores! {
    async fn an_account_begins_with_two_players(server: Server) {
        let admin = admin(&server).await;
        let list = admin.ok("uiConf", "list", json!({})).await;
        assert_eq!(list["objectType"], "KalturaUiConfListResponse");
        assert_eq!(all(&list, "name"), [json!("HTML5 Player"), json!("V7 Player")]);
        let [old, new] = [&list["objects"][0], &list["objects"][1]];
        assert_eq!((&old["objType"], &old["width"], &old["height"]), (&json!(1), &json!(560), &json!(395)));
        assert_eq!((&old["tags"], &old["html5Url"]), (&json!("html5studio,player"), &json!("/html5/html5lib/{latest}/mwEmbedLoader.php")));
        assert_eq!((&new["objType"], &new["width"], &new["height"]), (&json!(1), &json!(528), &json!(327)));
        assert_eq!((&new["tags"], &new["html5Url"]), (&json!("autodeploy,kalturaPlayerJs,player,ovp"), &json!("")));
        assert_eq!(new["confVars"], r#"{"kaltura-ovp-player":"{latest}", "playkit-flash":"{latest}"}"#);
        assert!(serde_json::from_str::<Value>(new["config"].as_str().unwrap()).unwrap().is_object());
        for conf in [old, new] {
            assert_eq!((&conf["creationMode"], &conf["partnerId"]), (&json!(2), &json!(server.account.id)));
            assert_eq!((&conf["version"], &conf["objTypeAsString"]), (&json!("1"), &json!("Widget")));
        }
        // The console's picker (reference: kmc.md §10).
        let filter = json!({"tagsMultiLikeOr": "player", "objTypeIn": "1,8,22,23", "creationModeEqual": 2, "orderBy": "-updatedAt"});
        let picked = admin.ok("uiConf", "list", json!({"filter": filter, "pager": {"pageSize": 500}})).await;
        assert_eq!(picked["totalCount"], 2);
        let present = admin.ok("uiConf", "list", json!({"filter": {"tagsMultiLikeAnd": "playlist,kalturaPlayerJs"}})).await;
        assert_eq!(present["totalCount"], 0);
    }

    async fn settings_are_added_changed_copied_and_deleted(server: Server) {
        let admin = admin(&server).await;
        assert_eq!(admin.call("uiConf", "add", json!({"uiConf": {"name": "n"}})).await, needed("KalturaUiConf::creationMode"));
        let odd = admin.call("uiConf", "add", json!({"uiConf": {"creationMode": 9}})).await;
        assert_eq!(odd.unwrap_err().code, "INVALID_ENUM_VALUE");
        assert_eq!(admin.call("uiConf", "add", json!({"uiConf": {"creationMode": 2, "version": "7"}})).await, set_by_server("KalturaUiConf::version"));

        let bare = add(&admin, json!({})).await;
        assert_eq!((&bare["objType"], &bare["useCdn"]), (&json!(1), &json!(true)));
        assert_eq!((&bare["version"], &bare["confFilePath"], &bare["config"]), (&Value::Null, &Value::Null, &Value::Null));
        let full = add(&admin, json!({"name": "Mine", "objType": 8, "config": "{}", "confFile": "<a/>", "confFileFeatures": "<b/>", "useCdn": false, "v2Redirect": {"v7id": 5, "isApproved": true}})).await;
        assert_eq!((&full["objTypeAsString"], &full["useCdn"], &full["version"]), (&json!("KDP3"), &json!(false), &json!("1")));
        assert_eq!((&full["confFile"], &full["confFileFeatures"]), (&json!("<a/>"), &Value::Null));
        assert_eq!(full["v2Redirect"]["v7id"], 5);
        assert_eq!(full["createdAt"], server.now());
        let id = &full["id"];
        assert_eq!(admin.ok("uiConf", "get", json!({"id": id})).await, full);

        server.pass(10);
        let changed = admin.ok("uiConf", "update", json!({"id": id, "uiConf": {"config": "{\"a\":1}", "confFile__null": "", "name__null": ""}})).await;
        assert_eq!((&changed["version"], &changed["confFile"], &changed["name"]), (&json!("2"), &json!("<a/>"), &Value::Null));
        assert_eq!((&changed["createdAt"], &changed["updatedAt"]), (&full["createdAt"], &json!(server.now())));
        let kept = admin.ok("uiConf", "update", json!({"id": id, "uiConf": {"config__null": "", "tags": "Player,x", "createdAt": full["createdAt"]}})).await;
        assert_eq!((&kept["version"], &kept["config"]), (&json!("2"), &json!("{\"a\":1}")));
        assert_eq!(admin.call("uiConf", "update", json!({"id": id, "uiConf": {"createdAt": 5}})).await, set_by_server("KalturaUiConf::createdAt"));
        assert_eq!(admin.ok("uiConf", "get", json!({"id": id})).await, kept);

        let copy = admin.ok("uiConf", "clone", json!({"id": id})).await;
        assert_ne!(&copy["id"], id);
        assert_eq!((&copy["config"], &copy["creationMode"], &copy["tags"]), (&kept["config"], &json!(2), &kept["tags"]));

        assert_eq!(admin.ok("uiConf", "delete", json!({"id": id})).await, Value::Null);
        for (action, more) in [("get", json!({})), ("delete", json!({})), ("clone", json!({})), ("update", json!({"uiConf": {}}))] {
            let mut params = json!({"id": id});
            params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            assert_eq!(admin.call("uiConf", action, params).await, unknown(id), "{action}");
        }
        let left = admin.ok("uiConf", "list", json!({"filter": {"orderBy": "-id"}})).await;
        assert_eq!(all(&left, "id")[..2], [copy["id"].clone(), bare["id"].clone()]);
    }

    async fn what_every_installation_has_is_read_only(server: Server) {
        let (admin, stranger) = (admin(&server).await, stranger(&server).await);
        let templates = admin.ok("uiConf", "listTemplates", json!({})).await;
        assert_eq!((&templates["totalCount"], all(&templates, "partnerId")), (&json!(2), vec![json!(0), json!(0)]));
        let id = &templates["objects"][1]["id"];
        assert_eq!(admin.ok("uiConf", "get", json!({"id": id})).await, templates["objects"][1]);
        let copy = admin.ok("uiConf", "clone", json!({"id": id})).await;
        assert_eq!((&copy["name"], &copy["partnerId"]), (&json!("V7 Player"), &json!(server.account.id)));
        assert_eq!(admin.call("uiConf", "update", json!({"id": id, "uiConf": {"name": "x"}})).await, unknown(id));
        assert_eq!(admin.call("uiConf", "delete", json!({"id": id})).await, unknown(id));
        assert_eq!(admin.ok("uiConf", "getAvailableTypes", json!({})).await, json!([]));

        let own = &copy["id"];
        for action in ["get", "clone", "delete"] {
            assert_eq!(stranger.call("uiConf", action, json!({"id": own})).await, unknown(own), "{action}");
        }
        assert_eq!(stranger.call("uiConf", "update", json!({"id": own, "uiConf": {"name": "x"}})).await, unknown(own));
        let listed = stranger.ok("uiConf", "list", json!({"filter": {"partnerIdEqual": server.account.id}})).await;
        assert_eq!(listed["totalCount"], 0);
    }

    async fn two_who_change_different_things_both_succeed(server: Server) {
        let admin = admin(&server).await;
        let player = add(&admin, json!({})).await["id"].clone();
        let params = admin.ok("flavorParams", "add", json!({"flavorParams": {"name": "n"}})).await["id"].clone();
        let profile = admin.ok("conversionProfile", "add", json!({"conversionProfile": {"name": "n"}})).await["id"].clone();
        let stored = admin.ok("responseProfile", "add", json!({"addResponseProfile": {"name": "nn", "type": 1}})).await["id"].clone();
        let widget = json!(format!("_{}", server.account.id));
        for (service, object, id, one, other) in [
            ("uiConf", "uiConf", &player, "name", "description"),
            ("flavorParams", "flavorParams", &params, "name", "description"),
            ("conversionProfile", "conversionProfile", &profile, "name", "description"),
            ("responseProfile", "updateResponseProfile", &stored, "name", "fields"),
            ("widget", "widget", &widget, "partnerData", "privacyContext"),
        ] {
            for round in 0..8 {
                let value = format!("round{round}");
                let change = |property: &str| {
                    let mut params = json!({"id": id});
                    params[object] = json!({property: value});
                    admin.ok(service, "update", params)
                };
                tokio::join!(change(one), change(other));
                let now = admin.ok(service, "get", json!({"id": id})).await;
                assert_eq!((&now[one], &now[other]), (&json!(value), &json!(value)), "{service}");
            }
        }
    }

    async fn anybody_reads_and_administrators_write(server: Server) {
        let (ann, widget) = (user(&server, "ann").await, anonymous(&server).await);
        let list = widget.ok("uiConf", "list", json!({})).await;
        let id = &list["objects"][0]["id"];
        for caller in [&ann, &widget] {
            caller.ok("uiConf", "get", json!({"id": id})).await;
            assert_eq!(caller.call("uiConf", "add", json!({"uiConf": {"creationMode": 2}})).await, forbidden("uiConf->add"));
            assert_eq!(caller.call("uiConf", "clone", json!({"id": id})).await, forbidden("uiConf->clone"));
            assert_eq!(caller.call("uiConf", "update", json!({"id": id, "uiConf": {}})).await, forbidden("uiConf->update"));
            assert_eq!(caller.call("uiConf", "delete", json!({"id": id})).await, forbidden("uiConf->delete"));
            assert_eq!(caller.call("uiConf", "getAvailableTypes", json!({})).await, forbidden("uiConf->getAvailableTypes"));
        }
        ann.ok("uiConf", "listTemplates", json!({})).await;
        assert_eq!(widget.call("uiConf", "listTemplates", json!({})).await, forbidden("uiConf->listTemplates"));
    }
}
