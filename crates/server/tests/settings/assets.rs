//! `flavorAsset` and `thumbAsset`: what is known of files (reference: content-access.md §8.1, §8.2).

use boxoffice::asset::{Asset, Kind, READY, add};
use boxoffice::kept::Kept;
use serde_json::{Value, json};

use super::common::{Outcome, Server, refused};
use super::{admin, all, anonymous, forbidden, media, needed, stranger, user};
use crate::on_both_stores;

async fn put(server: &Server, id: &str, entry: &str, kind: Kind, params_id: i64, tags: &str, status: i64) {
    let mut more = Kept::default();
    more.set("fileExt", "mp4");
    more.set("width", 640);
    more.set("language", "English");
    let asset = Asset {
        id: id.to_owned(),
        partner_id: server.account.id,
        entry_id: entry.to_owned(),
        kind,
        params_id,
        status,
        tags: tags.to_owned(),
        size: 2_049,
        version: 1,
        created_at: server.now() + params_id,
        updated_at: server.now(),
        more,
    };
    let mut tx = server.app.store.begin().await.unwrap();
    add(&mut tx, &asset).await.unwrap();
    tx.commit().await.unwrap();
}

fn no_entry(id: &str) -> Outcome {
    refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": id}))
}

on_both_stores! {
    async fn files_are_found_by_their_entry(server: Server) {
        let (admin, widget) = (admin(&server).await, anonymous(&server).await);
        let (first, second) = (media(&admin, "first").await, media(&admin, "second").await);
        assert_eq!(widget.ok("flavorAsset", "getByEntryId", json!({"entryId": first})).await, json!([]));
        put(&server, "0_source00", &first, Kind::Flavor, 0, "source", READY).await;
        put(&server, "0_web00000", &first, Kind::Flavor, 2, "mbr,web", READY).await;
        put(&server, "0_waits000", &first, Kind::Flavor, 3, "mbr,web", 0).await;
        put(&server, "0_gone0000", &first, Kind::Flavor, 4, "mbr,web", 3).await;
        put(&server, "0_other000", &second, Kind::Flavor, 2, "mbr,web", READY).await;
        put(&server, "0_thumb000", &first, Kind::Thumb, 19, "default_thumb", READY).await;

        let flavors = widget.ok("flavorAsset", "getByEntryId", json!({"entryId": first})).await;
        assert_eq!(flavors.as_array().unwrap().len(), 3, "what is kept in memory is forgotten");
        let [source, web] = [&flavors[0], &flavors[1]];
        assert_eq!((&source["objectType"], &source["id"], &source["entryId"]), (&json!("KalturaFlavorAsset"), &json!("0_source00"), &json!(first)));
        assert_eq!((&source["isOriginal"], &source["isWeb"], &source["flavorParamsId"]), (&json!(true), &json!(false), &json!(0)));
        assert_eq!((&web["isOriginal"], &web["isWeb"], &web["status"]), (&json!(false), &json!(true), &json!(2)));
        assert_eq!((&web["size"], &web["sizeInBytes"], &web["fileExt"], &web["width"]), (&json!(2), &json!(2049), &json!("mp4"), &json!(640)));
        assert_eq!((&web["language"], &web["tags"], &web["version"]), (&json!("English"), &json!("mbr,web"), &json!(1)));
        let playable = widget.ok("flavorAsset", "getWebPlayableByEntryId", json!({"entryId": first})).await;
        assert_eq!((playable.as_array().unwrap().len(), &playable[0]["id"]), (1, &json!("0_web00000")));
        assert_eq!(admin.ok("flavorAsset", "get", json!({"id": "0_web00000"})).await, *web);

        let list = async |filter: Value| widget.ok("flavorAsset", "list", json!({"filter": filter})).await;
        let both = list(json!({"entryIdIn": format!("{first}, {second},0_nothing0"), "orderBy": "-createdAt"})).await;
        assert_eq!((&both["objectType"], &both["totalCount"]), (&json!("KalturaFlavorAssetListResponse"), &json!(4)));
        let ready = list(json!({"objectType": "KalturaFlavorAssetFilter", "entryIdEqual": first, "statusEqual": 2, "flavorParamsIdIn": "2,3"})).await;
        assert_eq!(all(&ready, "id"), [json!("0_web00000")]);
        let tagged = list(json!({"entryIdEqual": first, "tagsMultiLikeOr": "source,x", "sizeGreaterThanOrEqual": 2})).await;
        assert_eq!(all(&tagged, "id"), [json!("0_source00")]);
        assert_eq!(list(json!({"entryIdEqual": "0_nothing0"})).await["totalCount"], 0);
        for filter in [json!({}), json!({"idEqual": "0_web00000"}), json!({"entryIdEqual": "", "entryIdIn": ""})] {
            let refusal = widget.call("flavorAsset", "list", json!({"filter": filter})).await;
            assert_eq!(refusal, needed("KalturaAssetFilter::entryIdEqual/KalturaAssetFilter::entryIdIn"));
        }

        let context = widget.ok("baseEntry", "getPlaybackContext", json!({"entryId": first, "contextDataParams": {"flavorTags": "all"}})).await;
        let ids: Vec<&Value> = context["flavorAssets"].as_array().unwrap().iter().map(|flavor| &flavor["id"]).collect();
        assert_eq!(ids, [&json!("0_web00000")], "what no source names is left out: {context}");
        assert_eq!(&context["flavorAssets"][0], web);

        let thumbs = widget.ok("thumbAsset", "list", json!({"filter": {"entryIdEqual": first}})).await;
        assert_eq!((&thumbs["objectType"], all(&thumbs, "id")), (&json!("KalturaThumbAssetListResponse"), vec![json!("0_thumb000")]));
        let thumb = &thumbs["objects"][0];
        assert_eq!((&thumb["objectType"], &thumb["thumbParamsId"], &thumb["tags"], &thumb["status"]), (&json!("KalturaThumbAsset"), &json!(19), &json!("default_thumb"), &json!(2)));
        assert_eq!(widget.ok("thumbAsset", "get", json!({"thumbAssetId": "0_thumb000"})).await, *thumb);
        assert_eq!(widget.ok("thumbAsset", "getByEntryId", json!({"entryId": first})).await, json!([thumb]));
    }

    async fn files_of_what_is_not_seen_are_not_there(server: Server) {
        let (admin, stranger, ann) = (admin(&server).await, stranger(&server).await, user(&server, "ann").await);
        let id = media(&admin, "first").await;
        put(&server, "0_web00000", &id, Kind::Flavor, 2, "mbr,web", READY).await;
        put(&server, "0_thumb000", &id, Kind::Thumb, 19, "", READY).await;
        for action in ["getByEntryId", "getWebPlayableByEntryId"] {
            assert_eq!(stranger.call("flavorAsset", action, json!({"entryId": id})).await, no_entry(&id), "{action}");
        }
        assert_eq!(stranger.call("thumbAsset", "getByEntryId", json!({"entryId": id})).await, no_entry(&id));
        for service in ["flavorAsset", "thumbAsset"] {
            assert_eq!(stranger.ok(service, "list", json!({"filter": {"entryIdEqual": id}})).await["totalCount"], 0);
        }
        assert_eq!(stranger.call("flavorAsset", "get", json!({"id": "0_web00000"})).await, refused("FLAVOR_ASSET_ID_NOT_FOUND", json!({"ID": "0_web00000"})));
        assert_eq!(stranger.call("thumbAsset", "get", json!({"thumbAssetId": "0_thumb000"})).await, refused("THUMB_ASSET_ID_NOT_FOUND", json!({"ID": "0_thumb000"})));
        assert_eq!(admin.call("thumbAsset", "get", json!({"thumbAssetId": "0_web00000"})).await, refused("THUMB_ASSET_ID_NOT_FOUND", json!({"ID": "0_web00000"})));
        assert_eq!(ann.call("flavorAsset", "get", json!({"id": "0_web00000"})).await, forbidden("flavorAsset->get"));
        admin.ok("media", "delete", json!({"entryId": id})).await;
        assert_eq!(admin.call("flavorAsset", "get", json!({"id": "0_web00000"})).await, refused("FLAVOR_ASSET_ID_NOT_FOUND", json!({"ID": "0_web00000"})));
        assert_eq!(admin.call("flavorAsset", "getByEntryId", json!({"entryId": id})).await, no_entry(&id));
    }
}
