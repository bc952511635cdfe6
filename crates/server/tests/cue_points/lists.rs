//! What lists of cue points find (reference: search-metadata.md §6.4, §6.5).

use serde_json::json;

use super::*;
use crate::on_both_stores;

on_both_stores! {
    async fn a_list_names_what_it_is_about(server: Server) {
        let admin = admin(&server).await;
        for (filter, class) in [
            (json!({}), "KalturaCuePointFilter"),
            (json!({"cuePointTypeEqual": "codeCuePoint.Code", "idIn": ""}), "KalturaCuePointFilter"),
            (json!({"objectType": "KalturaAnnotationFilter", "parentIdEqual": "0"}), "KalturaAnnotationFilter"),
        ] {
            let names = ["idEqual", "idIn", "entryIdEqual", "entryIdIn"].map(|name| format!("{class}::{name}")).join("/");
            let refusal = refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": names}));
            assert_eq!(admin.call("list", json!({"filter": filter})).await, refusal);
        }
        assert_eq!(admin.call("count", json!({})).await.unwrap(), 0, "a count names nothing");
        assert_eq!(admin.ids(json!({"entryIdEqual": "0_nothing0"})).await, [""; 0]);
    }

    async fn filters_find(server: Server) {
        let (entry, other) = (video(&server, 0).await, video(&server, 0).await);
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let code = admin.add_id("CodeCuePoint", &entry, json!({"code": "Quick Poll", "description": "of all", "startTime": 30,
            "tags": "red,dark blue", "systemName": "Main", "partnerSortValue": 5, "forceStop": 1})).await;
        let chapter = admin.add_id("ThumbCuePoint", &entry, json!({"title": "the end", "subType": 2, "startTime": 20})).await;
        let slide = admin.add_id("ThumbCuePoint", &entry, json!({"title": "the middle", "startTime": 10, "triggeredAt": 9})).await;
        let ad = admin.add_id("AdCuePoint", &entry, json!({"title": "buy", "protocolType": "2", "startTime": 40, "endTime": 45})).await;
        let note = ann.add_id("Annotation", &entry, json!({"text": "of nothing", "startTime": 50, "isPublic": 1})).await;
        let elsewhere = admin.add_id("CodeCuePoint", &other, json!({"code": "x", "startTime": 1})).await;
        let all = [&slide, &chapter, &code, &ad, &note];
        let cases = [
            (json!({}), &all[..]),
            (json!({"orderBy": "-startTime"}), &[&note, &ad, &code, &chapter, &slide]),
            (json!({"orderBy": "+intId"}), &[&code, &chapter, &slide, &ad, &note]),
            (json!({"cuePointTypeEqual": "codeCuePoint.Code"}), &[&code]),
            (json!({"cuePointTypeIn": "adCuePoint.Ad,annotation.Annotation"}), &[&ad, &note]),
            (json!({"statusEqual": 4}), &[&slide]),
            (json!({"statusIn": "1"}), &[&chapter, &code, &ad, &note]),
            (json!({"statusEqual": 2}), &[]),
            (json!({"startTimeGreaterThanOrEqual": 30, "startTimeLessThanOrEqual": 40}), &[&code, &ad]),
            (json!({"triggeredAtGreaterThanOrEqual": 1}), &[&slide]),
            (json!({"tagsLike": "blue"}), &[&code]),
            (json!({"tagsMultiLikeOr": "green,red"}), &[&code]),
            (json!({"tagsMultiLikeAnd": "green,red"}), &[]),
            (json!({"systemNameEqual": "main"}), &[&code]),
            (json!({"partnerSortValueIn": "4,5"}), &[&code]),
            (json!({"forceStopEqual": 1}), &[&code]),
            (json!({"userIdEqual": "ANN"}), &[&note]),
            (json!({"userIdIn": format!("ann,{}", server.account.owner)}), &all[..]),
            (json!({"freeText": "of all"}), &[&code]),
            (json!({"freeText": "of"}), &[&code, &note]),
            (json!({"objectType": "KalturaCodeCuePointFilter", "codeEqual": "Quick Poll"}), &[&code]),
            (json!({"objectType": "KalturaCodeCuePointFilter", "codeLike": "poll"}), &[&code]),
            (json!({"objectType": "KalturaAdCuePointFilter", "protocolTypeEqual": "2"}), &[&ad]),
            (json!({"objectType": "KalturaAdCuePointFilter", "durationGreaterThanOrEqual": 5}), &[&ad]),
            (json!({"objectType": "KalturaThumbCuePointFilter", "subTypeEqual": 2}), &[&chapter]),
            // As the player's plug-in sends it (reference: usage.md e.15).
            (json!({"objectType": "KalturaThumbCuePointFilter", "cuePointTypeEqual": "thumbCuePoint.Thumb", "subTypeIn": [1, 2]}), &[&slide, &chapter]),
            (json!({"objectType": "KalturaAnnotationFilter"}), &[&note]),
            (json!({"objectType": "KalturaAnnotationFilter", "textLike": "nothing"}), &[&note]),
            (json!({"objectType": "KalturaAnnotationFilter", "isPublicEqual": 1}), &[&note]),
            (json!({"objectType": "KalturaAnnotationFilter", "isPublicEqual": 0}), &[&note]),
        ];
        for (mut filter, found) in cases {
            filter["entryIdEqual"] = json!(entry);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(admin.ids(filter.clone()).await, found, "{filter}");
        }
        assert_eq!(admin.ids(json!({"entryIdIn": format!("{entry},{other},0_nothing0"), "cuePointTypeEqual": "codeCuePoint.Code"})).await, [elsewhere.clone(), code.clone()]);
        assert_eq!(admin.ids(json!({"entryIdEqual": other, "entryIdIn": entry})).await, std::slice::from_ref(&elsewhere), "one entry wins");
        assert_eq!(admin.ids(json!({"idIn": format!("{code},{elsewhere},{slide},0_nothing0")})).await, [elsewhere, slide, code]);
        let unknown = admin.call("list", json!({"filter": {"entryIdEqual": entry, "userIdIn": "ann,nobody"}})).await;
        assert_eq!(unknown, bare("INVALID_USER_ID"));
        assert_eq!(ann.ids(json!({"entryIdEqual": entry, "userIdEqualCurrent": 1})).await, std::slice::from_ref(&note));
        assert_eq!(ann.ids(json!({"entryIdEqual": entry, "userIdCurrent": 1})).await, [note]);
        assert_eq!(anonymous(&server).await.ids(json!({"entryIdEqual": entry, "userIdEqualCurrent": 1})).await, [""; 0], "nobody has none");
    }

    async fn sessions_see_what_is_open_and_their_own(server: Server) {
        let (entry, other) = (video(&server, 0).await, video(&server, 0).await);
        let ann = user(&server, "ann", "").await;
        let hidden = ann.add_id("Annotation", &entry, json!({"text": "h"})).await;
        let shown = ann.add_id("Annotation", &entry, json!({"text": "s", "isPublic": 1})).await;
        let chapter = ann.add_id("Annotation", &entry, json!({"text": "c", "tags": "one, chaptering"})).await;
        let code = ann.add_id("CodeCuePoint", &entry, json!({"code": "x"})).await;
        let all = [hidden.clone(), shown.clone(), chapter.clone(), code.clone()];
        let open = [shown.clone(), chapter.clone(), code.clone()];
        let sees_all = [
            admin(&server).await,
            ann,
            user(&server, "bob", "list:*").await,
            user(&server, "bob", &format!("list:{entry}")).await,
        ];
        for caller in sees_all {
            assert_eq!(caller.ids(json!({"entryIdEqual": entry})).await, all);
            caller.get(&hidden).await.unwrap();
        }
        let sees_some = [
            user(&server, "bob", "").await,
            user(&server, "bob", &format!("list:{other}")).await,
            user(&server, "", "").await,
            anonymous(&server).await,
        ];
        for caller in sees_some {
            assert_eq!(caller.ids(json!({"entryIdEqual": entry})).await, open);
            assert_eq!(caller.ids(json!({"idIn": all.join(",")})).await, open);
            assert_eq!(caller.get(&hidden).await, no_cue(&hidden));
        }
    }

    async fn pages_are_as_long_as_they_say(server: Server) {
        let entry = video(&server, 0).await;
        let admin = admin(&server).await;
        for start in 0..35 {
            admin.add("CodeCuePoint", &entry, json!({"code": "x", "startTime": start})).await;
        }
        for (pager, length) in [(json!(null), 35), (json!({}), 30), (json!({"pageSize": 20, "pageIndex": 2}), 15)] {
            let mut params = json!({"filter": {"entryIdEqual": entry}});
            if !pager.is_null() {
                params["pager"] = pager.clone();
            }
            let list = admin.call("list", params).await.unwrap();
            assert_eq!((list["objects"].as_array().unwrap().len(), &list["totalCount"]), (length, &json!(35)), "{pager}");
        }
    }

    /// The plug-in of the web player asks within the player's own request (reference: usage.md, web-player-cuepoints).
    async fn players_ask_in_a_multirequest(server: Server) {
        let entry = video(&server, 0).await;
        let code = admin(&server).await.add_id("CodeCuePoint", &entry, json!({"code": "x"})).await;
        let filter = json!({"entryIdEqual": entry, "statusEqual": "1", "cuePointTypeIn": "thumbCuePoint.Thumb,codeCuePoint.Code,annotation.Annotation"});
        let results = server.multi(vec![
            ("session", "startWidgetSession", json!({"widgetId": format!("_{}", server.account.id)})),
            ("cuePoint_cuepoint", "list", json!({"ks": "{1:result:ks}", "filter": filter,
                "responseProfile": {"type": 1, "fields": "id, startTime, code"}})),
        ]).await;
        let list = results[1].as_ref().unwrap();
        assert_eq!(list["objects"], json!([{"objectType": "KalturaCodeCuePoint", "id": code, "startTime": 0, "code": "x"}]));
    }
}
