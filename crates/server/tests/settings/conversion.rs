//! `conversionProfile` and `conversionProfileAssetParams` (reference: more-services.md §1.3 to §1.5).

use boxoffice::migrations::MIGRATIONS;
use sea_query::Query;
use serde_json::{Value, json};

use super::common::{Outcome, Server, refused};
use super::{Caller, admin, all, forbidden, media, needed, set_by_server, stranger, too_short, user};
use crate::on_both_stores;

fn unknown(id: &Value) -> Outcome {
    refused("CONVERSION_PROFILE_ID_NOT_FOUND", json!({"ID": id.to_string()}))
}

async fn add(caller: &Caller<'_>, profile: Value) -> Outcome {
    caller.call("conversionProfile", "add", json!({"conversionProfile": profile})).await
}

async fn update(caller: &Caller<'_>, id: &Value, profile: Value) -> Outcome {
    caller.call("conversionProfile", "update", json!({"id": id, "conversionProfile": profile})).await
}

/// What an account begins with.
async fn check_defaults(admin: &Caller<'_>) {
    let media = admin.ok("conversionProfile", "getDefault", json!({})).await;
    assert_eq!(
        (&media["name"], &media["systemName"], &media["type"]),
        (&json!("Default"), &json!("Default"), &json!(1))
    );
    assert_eq!(media["flavorParamsIds"], "0,2,3,4,5,6,7,19");
    assert_eq!(
        (&media["isDefault"], &media["isPartnerDefault"], &media["status"]),
        (&json!(1), &json!(true), &json!(2))
    );
    let live = admin.ok("conversionProfile", "getDefault", json!({"type": "2"})).await;
    assert_eq!(
        (&live["systemName"], &live["type"], &live["flavorParamsIds"]),
        (&json!("Passthrough_Live"), &json!(2), &json!("32"))
    );
    let list = admin.ok("conversionProfile", "list", json!({})).await;
    assert_eq!(all(&list, "systemName"), [json!("SOURCE_ONLY"), json!("Default"), json!("Passthrough_Live")]);
    assert_eq!(
        (&list["objects"][0]["partnerId"], &list["objects"][0]["flavorParamsIds"]),
        (&json!(0), &json!("0"))
    );
    // The console's upload box (reference: kmc.md §7.7).
    let console = admin
        .ok("conversionProfile", "list", json!({"filter": {"typeEqual": "1"}, "pager": {"pageSize": 500}}))
        .await;
    assert_eq!(all(&console, "isDefault"), [json!(0), json!(1)]);
    let params = admin
        .ok(
            "conversionProfileAssetParams",
            "list",
            json!({"filter": {"conversionProfileIdFilter": {"typeEqual": "1"}}, "pager": {"pageSize": 500}}),
        )
        .await;
    assert_eq!(all(&params, "assetParamsId"), [0, 2, 3, 4, 5, 6, 7, 19].map(|id| json!(id)));
    let [source, basic] = [&params["objects"][0], &params["objects"][1]];
    assert_eq!(
        (&source["origin"], &source["readyBehavior"], &source["systemName"]),
        (&json!(1), &json!(0), &json!("Source"))
    );
    assert_eq!(
        (&basic["origin"], &basic["readyBehavior"], &basic["forceNoneComplied"]),
        (&json!(0), &json!(2), &json!(0))
    );
    assert_eq!((&basic["deletePolicy"], &basic["tags"]), (&Value::Null, &Value::Null));
}

async fn an_older_account(store: store::testing::TestStore) {
    let before: Vec<_> = MIGRATIONS.iter().filter(|migration| migration.version < 13).copied().collect();
    store.store.migrate(&before).await.unwrap();
    let made = Query::insert()
        .into_table("partner")
        .columns([
            "id",
            "name",
            "status",
            "ks_version",
            "admin_login_quota",
            "profile",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            500.into(),
            "Old".into(),
            1.into(),
            2.into(),
            3.into(),
            "{}".into(),
            5.into(),
            5.into(),
        ])
        .to_owned();
    let mut tx = store.store.begin().await.unwrap();
    tx.execute(&made).await.unwrap();
    tx.commit().await.unwrap();
    store.store.migrate(MIGRATIONS).await.unwrap();
    let profiles = Query::select().columns(["more", "default_of"]).from("conversion_profile").to_owned();
    let profiles = store.store.all(&profiles).await.unwrap();
    assert_eq!(profiles.len(), 2);
    let server = Server::on(store).await;
    let account = super::common::Account { id: 500, ..server.account.clone() };
    // The account has no secret: a role for it is enough to see that its rows read well.
    let partner = server.app.partners.get(&server.app, account.id).await.unwrap().unwrap();
    let seen = boxoffice::conversion_profile::visible(&server.app, &partner).await.unwrap();
    let links: Vec<Vec<i64>> =
        seen.iter().map(|profile| profile.links.iter().map(|link| link.params_id).collect()).collect();
    assert_eq!(links, [vec![0], vec![0, 2, 3, 4, 5, 6, 7, 19], vec![32]]);
    let media = boxoffice::conversion_profile::ConversionProfileType::Media;
    let default =
        boxoffice::conversion_profile::default_of(&server.app, &partner, media).await.unwrap().unwrap();
    assert_eq!(default.more.text_of("systemName"), Some("Default"));
    // Both ways of making the defaults come to the same.
    let new = server.app.partners.get(&server.app, server.account.id).await.unwrap().unwrap();
    let made = boxoffice::conversion_profile::visible(&server.app, &new).await.unwrap();
    for (old, new) in seen.iter().zip(&made) {
        assert_eq!(old.more, new.more);
        for (old, new) in old.links.iter().zip(&new.links) {
            assert_eq!(old.more, new.more);
        }
    }
    let players = Query::select()
        .columns(["partner_id", "more", "version_text", "tags_key"])
        .from("ui_conf")
        .to_owned();
    let players = store_rows(&server, &players).await;
    let of = |id: i64| -> Vec<_> {
        players.iter().filter(|row| row.0 == id).map(|row| (row.1.clone(), row.2.clone())).collect()
    };
    assert_eq!(of(500).len(), 2);
    assert_eq!(of(500), of(server.account.id));
}

async fn store_rows(server: &Server, query: &sea_query::SelectStatement) -> Vec<(i64, Value, String)> {
    let rows = server.app.store.all(query).await.unwrap();
    rows.iter()
        .map(|row| {
            let more: String = row.get("more").unwrap();
            let mut more: Value = serde_json::from_str(&more).unwrap();
            more.as_object_mut().unwrap().remove("id");
            (row.get("partner_id").unwrap(), more, row.get("tags_key").unwrap())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_account_gets_what_new_ones_have_on_sqlite() {
    an_older_account(store::testing::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_account_gets_what_new_ones_have_on_postgres() {
    an_older_account(store::testing::postgres().await).await;
}

on_both_stores! {
    async fn an_account_begins_with_profiles(server: Server) {
        check_defaults(&admin(&server).await).await;
    }

    async fn a_profile_keeps_to_the_rules(server: Server) {
        let admin = admin(&server).await;
        let live = admin.ok("flavorParams", "add", json!({"flavorParams": {"objectType": "KalturaLiveParams", "name": "Live"}})).await["id"].to_string();
        let source = admin.ok("flavorParams", "add", json!({"flavorParams": {"name": "Another", "tags": "source"}})).await["id"].to_string();
        let none = json!([]);
        for (sent, code, args) in [
            (json!({"name": "p", "flavorParamsIds": "0,987654"}), "FLAVOR_PARAMS_ID_NOT_FOUND", json!({"ID": "987654"})),
            (json!({"name": "p", "type": "1", "flavorParamsIds": "32"}), "ASSET_PARAMS_INVALID_TYPE", json!({"ASSET_PARAMS_ID": "32", "TYPE": "3"})),
            (json!({"name": "p", "flavorParamsIds": "x"}), "FLAVOR_PARAMS_ID_NOT_FOUND", json!({"ID": "x"})),
            (json!({"name": "p", "flavorParamsIds": "2,3,2"}), "FLAVOR_PARAMS_DUPLICATE", json!({"PARAMS": "2"})),
            (json!({"name": "p", "flavorParamsIds": format!("0,{source}")}), "FLAVOR_PARAMS_SOURCE_DUPLICATE", none.clone()),
            (json!({"name": "p", "type": "1", "flavorParamsIds": live}), "ASSET_PARAMS_INVALID_TYPE", json!({"ASSET_PARAMS_ID": live, "TYPE": "3"})),
            (json!({"name": "p", "type": "2", "flavorParamsIds": "2"}), "ASSET_PARAMS_INVALID_TYPE", json!({"ASSET_PARAMS_ID": "2", "TYPE": "1"})),
            (json!({"name": "p", "systemName": "Default"}), "SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "Default"})),
            (json!({"name": "p", "systemName": "SOURCE_ONLY"}), "SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "SOURCE_ONLY"})),
            (json!({"name": "p", "defaultEntryId": "0_nothing0"}), "ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": "0_nothing0"})),
        ] {
            assert_eq!(add(&admin, sent.clone()).await, refused(code, args), "{sent}");
        }
        assert_eq!(add(&admin, json!({})).await, needed("KalturaConversionProfile::name"));
        assert_eq!(add(&admin, json!({"name": ""})).await, too_short("KalturaConversionProfile::name", "1"));
        assert_eq!(add(&admin, json!({"name": "p", "isPartnerDefault": true})).await, set_by_server("KalturaConversionProfile::isPartnerDefault"));
        check_defaults(&admin).await;

        // Without a type, any way goes.
        let made = add(&admin, json!({"name": "p", "flavorParamsIds": format!(" 3, {live},0,"), "systemName": "mine", "defaultEntryId": media(&admin, "e").await})).await.unwrap();
        assert_eq!(made["flavorParamsIds"], format!("3,{live},0"));
        assert_eq!((&made["status"], &made["type"], &made["isDefault"]), (&json!(2), &json!(1), &json!(0)));
        assert_eq!((&made["clipStart"], &made["clipDuration"], &made["cropDimensions"]["left"]), (&json!(-1), &json!(-1), &json!(-1)));
        assert_eq!((&made["collectionTags"], &made["detectGOP"]), (&json!("mbr,ism"), &json!(0)));
        assert_eq!(admin.ok("conversionProfile", "get", json!({"id": made["id"]})).await, made);
        assert_eq!(update(&admin, &made["id"], json!({"systemName": "Default"})).await, refused("SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "Default"})));
        assert_eq!(update(&admin, &made["id"], json!({"type": "2"})).await, set_by_server("KalturaConversionProfile::type"));
        assert_eq!(update(&admin, &made["id"], json!({"flavorParamsIds": live})).await.unwrap_err().code, "ASSET_PARAMS_INVALID_TYPE");
        let same = update(&admin, &made["id"], json!({"systemName": "mine", "type": "1", "tags": "a,b"})).await.unwrap();
        assert_eq!((&same["tags"], &same["flavorParamsIds"]), (&json!("a,b"), &made["flavorParamsIds"]));
        let found = admin.ok("conversionProfile", "list", json!({"filter": {"tagsMultiLikeAnd": "b,a", "nameEqual": "P", "statusEqual": "2"}})).await;
        assert_eq!(all(&found, "id"), [made["id"].clone()]);
        let empty = update(&admin, &made["id"], json!({"flavorParamsIds": ""})).await.unwrap();
        assert_eq!(empty["flavorParamsIds"], "");
    }

    async fn one_profile_of_each_type_is_the_default(server: Server) {
        let (admin, stranger) = (admin(&server).await, stranger(&server).await);
        let first = admin.ok("conversionProfile", "getDefault", json!({"type": "1"})).await;
        let delete = async |id: &Value| admin.call("conversionProfile", "delete", json!({"id": id})).await;
        assert_eq!(delete(&first["id"]).await, refused("CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE", json!([])));
        assert_eq!(update(&admin, &first["id"], json!({"status": "3"})).await, refused("CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE", json!([])));
        let stays = update(&admin, &first["id"], json!({"isDefault": 0})).await.unwrap();
        assert_eq!(stays["isDefault"], 1, "the role is taken by another one only");
        let second = add(&admin, json!({"name": "second", "isDefault": 1})).await.unwrap();
        assert_eq!((&second["isDefault"], &second["isPartnerDefault"]), (&json!(1), &json!(true)));
        assert_eq!(admin.ok("conversionProfile", "get", json!({"id": first["id"]})).await["isDefault"], 0);
        let back = admin.ok("conversionProfile", "setAsDefault", json!({"id": first["id"]})).await;
        assert_eq!(back["isDefault"], 1);
        update(&admin, &second["id"], json!({"isDefault": 1})).await.unwrap();
        assert_eq!(admin.ok("conversionProfile", "getDefault", json!({})).await["id"], second["id"]);
        assert_eq!(admin.ok("conversionProfile", "getDefault", json!({"type": "2"})).await["systemName"], "Passthrough_Live");

        assert_eq!(delete(&first["id"]).await, Ok(Value::Null));
        assert_eq!(delete(&first["id"]).await, unknown(&first["id"]));
        add(&admin, json!({"name": "again", "systemName": "Default"})).await.expect("the system name is free");
        let gone = update(&admin, &add(&admin, json!({"name": "x"})).await.unwrap()["id"], json!({"status": "3"})).await.unwrap();
        assert_eq!(delete(&gone["id"]).await, unknown(&gone["id"]));

        let builtin = json!(1);
        assert_eq!(admin.ok("conversionProfile", "get", json!({"id": builtin})).await["systemName"], "SOURCE_ONLY");
        for (caller, id) in [(&admin, &builtin), (&stranger, &second["id"])] {
            assert_eq!(update(caller, id, json!({"name": "x"})).await, unknown(id));
            for action in ["delete", "setAsDefault"] {
                assert_eq!(caller.call("conversionProfile", action, json!({"id": id})).await, unknown(id), "{action}");
            }
        }
        assert_eq!(stranger.call("conversionProfile", "get", json!({"id": second["id"]})).await, unknown(&second["id"]));
        let ann = user(&server, "ann").await;
        for action in ["add", "get", "getDefault", "list", "update", "delete", "setAsDefault"] {
            let params = json!({"id": 1, "conversionProfile": {"name": "n"}});
            assert_eq!(ann.call("conversionProfile", action, params).await, forbidden(&format!("conversionProfile->{action}")));
        }
    }

    async fn a_profile_says_something_about_each_of_its_ways(server: Server) {
        let (admin, stranger) = (admin(&server).await, stranger(&server).await);
        let profile = admin.ok("conversionProfile", "getDefault", json!({})).await["id"].clone();
        let change = async |profile: &Value, params: i64, sent: Value| {
            admin.call("conversionProfileAssetParams", "update", json!({"conversionProfileId": profile, "assetParamsId": params, "conversionProfileAssetParams": sent})).await
        };
        let changed = change(&profile, 3, json!({"readyBehavior": 1, "tags": "t", "forceNoneComplied": 1})).await.unwrap();
        assert_eq!(changed["objectType"], "KalturaConversionProfileAssetParams");
        assert_eq!((&changed["readyBehavior"], &changed["tags"], &changed["forceNoneComplied"]), (&json!(1), &json!("t"), &json!(1)));
        update(&admin, &profile, json!({"flavorParamsIds": "3,0,8"})).await.unwrap();
        let list = async |filter: Value| admin.ok("conversionProfileAssetParams", "list", json!({"filter": filter})).await;
        let left = list(json!({"conversionProfileIdEqual": profile})).await;
        assert_eq!(all(&left, "assetParamsId"), [json!(0), json!(3), json!(8)]);
        assert_eq!(left["objects"][1], changed, "what stays keeps what was said");
        assert_eq!(admin.ok("flavorParams", "getByConversionProfileId", json!({"conversionProfileId": profile})).await.as_array().unwrap().len(), 3);
        assert_eq!(admin.ok("thumbParams", "getByConversionProfileId", json!({"conversionProfileId": profile})).await, json!([]));
        assert_eq!(admin.call("flavorParams", "getByConversionProfileId", json!({"conversionProfileId": 987_654})).await, unknown(&json!(987_654)));

        assert_eq!(all(&list(json!({"assetParamsIdIn": "3,32"})).await, "assetParamsId"), [json!(3), json!(32)]);
        assert_eq!(all(&list(json!({"assetParamsIdFilter": {"systemNameEqual": "WebM"}})).await, "assetParamsId"), [json!(8)]);
        assert_eq!(all(&list(json!({"readyBehaviorEqual": 1, "originIn": "0"})).await, "assetParamsId"), [json!(3)]);
        assert_eq!(list(json!({"conversionProfileIdEqual": 1})).await["totalCount"], 0, "own profiles only");

        assert_eq!(change(&json!(987_654), 3, json!({})).await, unknown(&json!(987_654)));
        assert_eq!(change(&json!(1), 0, json!({})).await, unknown(&json!(1)));
        let absent = json!({"PROFILE_ID": profile.to_string(), "PARAMS_ID": "2"});
        assert_eq!(change(&profile, 2, json!({})).await, refused("CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND", absent));
        assert_eq!(change(&profile, 3, json!({"assetParamsId": 4})).await, set_by_server("KalturaConversionProfileAssetParams::assetParamsId"));
        let live = admin.ok("flavorParams", "add", json!({"flavorParams": {"objectType": "KalturaLiveParams", "name": "Live"}})).await["id"].clone();
        let of_live = admin.ok("conversionProfile", "add", json!({"conversionProfile": {"name": "l", "type": "2", "flavorParamsIds": live.to_string()}})).await["id"].clone();
        let args = json!({"ID": live.to_string(), "TYPE": "3", "ORIGIN": "2"});
        assert_eq!(change(&of_live, live.as_i64().unwrap(), json!({"origin": 2})).await, refused("LIVE_PARAMS_ORIGIN_NOT_SUPPORTED", args));
        let foreign = stranger.call("conversionProfileAssetParams", "update", json!({"conversionProfileId": profile, "assetParamsId": 3, "conversionProfileAssetParams": {}})).await;
        assert_eq!(foreign, unknown(&profile));
        assert_eq!(stranger.ok("conversionProfileAssetParams", "list", json!({"filter": {"conversionProfileIdEqual": profile}})).await["totalCount"], 0);
    }
}
