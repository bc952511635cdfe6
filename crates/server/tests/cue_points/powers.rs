//! Who may make, change and delete cue points (reference: search-metadata.md §6.5; identity.md §3.5).

use serde_json::json;

use super::*;
use crate::on_both_stores;

on_both_stores! {
    async fn accounts_without_the_plugins_have_none(server: Server) {
        let entry = video(&server, 0).await;
        let admin = admin(&server).await;
        let code = admin.add_id("CodeCuePoint", &entry, json!({"code": "x"})).await;
        let switch = |name: &str, on: bool| {
            let permission = json!({"permissionName": name, "permission": {"status": if on { 1 } else { 2 }}});
            admin.of("permission", "update", permission)
        };
        for (permission, plugin, class, more) in [
            ("CODECUEPOINT_PLUGIN_PERMISSION", "codeCuePoint", "CodeCuePoint", json!({"code": "x"})),
            ("ADCUEPOINT_PLUGIN_PERMISSION", "adCuePoint", "AdCuePoint", json!({})),
            ("ANNOTATION_PLUGIN_PERMISSION", "annotation", "Annotation", json!({})),
            ("THUMBCUEPOINT_PLUGIN_PERMISSION", "thumbCuePoint", "ThumbCuePoint", json!({})),
        ] {
            if switch(permission, false).await.is_err() {
                // Accounts do not switch their own plug-ins; the operator does.
                set_permission(&server, permission, 2).await;
            }
            let refusal = refused("FEATURE_FORBIDDEN", json!({"FEATURE": plugin}));
            assert_eq!(admin.try_add(class, &entry, more).await, refusal);
        }
        set_permission(&server, "CUEPOINT_PLUGIN_PERMISSION", 2).await;
        let refusal = refused("FEATURE_FORBIDDEN", json!({"FEATURE": "cuePoint"}));
        assert_eq!(admin.get(&code).await, refusal);
        assert_eq!(admin.call("list", json!({})).await, refusal);
    }

    async fn players_say_nothing(server: Server) {
        let entry = video(&server, 0).await;
        let widget = anonymous(&server).await;
        for class in ["Annotation", "CodeCuePoint", "AdCuePoint", "ThumbCuePoint"] {
            let refusal = refused("PROPERTY_VALIDATION_NO_INSERT_PERMISSION", json!({"PROP": format!("Kaltura{class}")}));
            assert_eq!(widget.try_add(class, &entry, json!({"code": "x"})).await, refusal);
        }
        let nameless = refused("OBJECT_TYPE_ABSTRACT", json!({"OBJ_TYPE": "KalturaCuePoint"}));
        assert_eq!(widget.try_add("CuePoint", &entry, json!({})).await, nameless);
    }

    async fn only_some_change_what_others_said(server: Server) {
        let entry = video(&server, 0).await;
        let (admin, ann, bob) = (admin(&server).await, user(&server, "ann", "").await, user(&server, "bob", "").await);
        let boss = user(&server, "boss", "").await;
        let (shown, hidden) = (
            ann.add_id("Annotation", &entry, json!({"text": "a", "isPublic": 1})).await,
            ann.add_id("Annotation", &entry, json!({"text": "a"})).await,
        );
        let nobody = user(&server, "", "").await;
        for stranger in [&bob, &nobody] {
            for (id, refusal) in [(&shown, wrong_type()), (&hidden, no_cue(&hidden))] {
                assert_eq!(stranger.update(id, "Annotation", json!({"text": "b"})).await, refusal);
                assert_eq!(stranger.call("delete", json!({"id": id})).await, refusal);
                assert_eq!(stranger.call("updateCuePointsTimes", json!({"id": id, "startTime": 1})).await, refusal);
            }
        }
        assert_eq!(ann.get(&hidden).await.unwrap()["text"], "a");
        let given = user(&server, "cat", &format!("editcuepoint:{hidden}")).await;
        for editor in [&given, &boss, &admin, &ann] {
            editor.update(&hidden, "Annotation", json!({"text": "b"})).await.expect("it may");
        }
        assert_eq!(given.update(&shown, "Annotation", json!({"text": "b"})).await, wrong_type());
        let all = user(&server, "dan", "editcuepoint:*").await;
        all.call("delete", json!({"id": hidden})).await.unwrap();
        assert_eq!(admin.get(&hidden).await, no_cue(&hidden));
        let forbidden = refused("SERVICE_FORBIDDEN", json!({"SERVICE": "cuePoint_cuePoint->updateStatus"}));
        assert_eq!(ann.call("updateStatus", json!({"id": shown, "status": 3})).await, forbidden);
        admin.call("updateStatus", json!({"id": shown, "status": 3})).await.unwrap();
        assert_eq!(ann.get(&shown).await.unwrap()["status"], 3);
        admin.call("updateStatus", json!({"id": shown, "status": 2})).await.unwrap();
        assert_eq!(ann.get(&shown).await, no_cue(&shown));
    }

    async fn owners_are_named_by_some_only(server: Server) {
        let entry = video(&server, 0).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let note = ann.add("Annotation", &entry, json!({"userId": "bob"})).await;
        assert_eq!(note["userId"], "ann", "it is dropped");
        let note = admin.add("Annotation", &entry, json!({"userId": "newcomer"})).await;
        assert_eq!(note["userId"], "newcomer");
        admin.of("user", "get", json!({"userId": "newcomer"})).await.expect("who is named is there");
        let spot = json!({"tags": "hotspots"});
        assert_eq!(ann.try_add("Annotation", &entry, spot.clone()).await, bare("INVALID_USER_ID"));
        user(&server, "boss", "").await.add("Annotation", &entry, spot).await;
    }

    async fn limited_sessions_write_where_they_are_limited_to(server: Server) {
        let (entry, other) = (video(&server, 0).await, video(&server, 0).await);
        let ann = user(&server, "ann", &format!("limitentry:{entry}")).await;
        let note = ann.add_id("Annotation", &entry, json!({"text": "a"})).await;
        let refusal = refused("NO_PERMISSION_ON_ENTRY", json!({"ID": other}));
        assert_eq!(ann.try_add("Annotation", &other, json!({})).await, refusal);
        let list = json!({"playlist": {"playlistType": 3, "playlistContent": other}});
        let list = id(&admin(&server).await.of("playlist", "add", list).await.unwrap());
        let by_list = user(&server, "ann", &format!("limitentry:{list}")).await;
        by_list.add("Annotation", &other, json!({"text": "a"})).await;
        let refusal = refused("NO_PERMISSION_ON_ENTRY", json!({"ID": entry}));
        assert_eq!(by_list.update(&note, "Annotation", json!({"text": "b"})).await, refusal);
    }
}

async fn set_permission(server: &Server, name: &str, status: i64) {
    let update = Query::update()
        .table("permission")
        .value("status", status)
        .and_where(Expr::col("partner_id").eq(server.account.id))
        .and_where(Expr::col("name").eq(name))
        .to_owned();
    let mut tx = server.app.store.begin().await.unwrap();
    assert_eq!(tx.execute(&update).await.unwrap(), 1, "{name}");
    tx.announce(boxoffice::partner::TOPIC, &server.account.id.to_string());
    tx.commit().await.unwrap();
}
