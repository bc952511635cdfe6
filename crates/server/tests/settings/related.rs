//! Related objects (reference: protocol.md §13; captures 16, 34, 50).

use serde_json::{Value, json};

use super::common::{Outcome, Server, refused};
use super::{Caller, admin, all, forbidden, media};
use crate::on_both_stores;

/// What a profile says about each of its ways, with each profile.
fn ways(more: Value) -> Value {
    let mut profile = json!({
        "objectType": "KalturaDetachedResponseProfile",
        "name": "ways",
        "type": 1,
        "fields": "assetParamsId",
        "filter": {"objectType": "KalturaConversionProfileAssetParamsFilter"},
        "mappings": [{"objectType": "KalturaResponseProfileMapping", "parentProperty": "id", "filterProperty": "conversionProfileIdEqual"}],
    });
    let Value::Object(more) = more else { panic!("an object") };
    profile.as_object_mut().unwrap().extend(more);
    profile
}

async fn profiles(caller: &Caller<'_>, related: Value) -> Outcome {
    let profile = json!({"type": 1, "fields": "id, systemName", "relatedProfiles": [related]});
    caller.call("conversionProfile", "list", json!({"responseProfile": profile})).await
}

on_both_stores! {
    async fn each_object_comes_with_its_list(server: Server) {
        let admin = admin(&server).await;
        let list = profiles(&admin, ways(json!({"pager": {"pageSize": 3}}))).await.unwrap();
        let [builtin, media, live] = list["objects"].as_array().unwrap().as_slice() else { panic!("{list}") };
        assert!(builtin["name"].is_null());
        assert_eq!(builtin["relatedObjects"]["ways"], json!({"objectType": "KalturaConversionProfileAssetParamsListResponse", "totalCount": 0, "objects": []}));
        let related = &media["relatedObjects"]["ways"];
        assert_eq!((&related["totalCount"], all(related, "assetParamsId")), (&json!(8), vec![json!(0), json!(2), json!(3)]));
        assert!(related["objects"][0]["systemName"].is_null(), "the related profile is for the related objects");
        assert_eq!(live["relatedObjects"]["ways"]["totalCount"], 1);
        let one = admin.ok("conversionProfile", "getDefault", json!({"responseProfile": {"relatedProfiles": [ways(json!({}))]}})).await;
        assert_eq!((&one["name"], &one["relatedObjects"]["ways"]["totalCount"]), (&json!("Default"), &json!(8)));
        let plain = admin.ok("conversionProfile", "getDefault", json!({})).await;
        assert!(plain.get("relatedObjects").is_none());

        // Stored, it does the same.
        let stored = json!({"name": "with ways", "systemName": "WAYS", "type": 1, "fields": "id", "relatedProfiles": [ways(json!({"pager": {"pageSize": 2}}))]});
        let stored = admin.ok("responseProfile", "add", json!({"addResponseProfile": stored})).await;
        assert_eq!(stored["relatedProfiles"][0]["filter"]["objectType"], "KalturaConversionProfileAssetParamsFilter");
        assert_eq!(stored["relatedProfiles"][0]["mappings"][0]["filterProperty"], "conversionProfileIdEqual");
        assert_eq!(admin.ok("responseProfile", "get", json!({"id": stored["id"]})).await, stored);
        let named = admin.ok("conversionProfile", "getDefault", json!({"responseProfile": {"systemName": "WAYS"}})).await;
        assert_eq!(all(&named["relatedObjects"]["ways"], "assetParamsId"), [json!(0), json!(2)]);
    }

    async fn lists_are_related_two_levels_deep(server: Server) {
        let admin = admin(&server).await;
        let back = json!({
            "name": "back",
            "filter": {"objectType": "KalturaConversionProfileFilter"},
            "type": 1,
            "fields": "systemName",
            "mappings": [{"parentProperty": "conversionProfileId", "filterProperty": "idEqual"}],
        });
        let list = profiles(&admin, ways(json!({"relatedProfiles": [back]}))).await.unwrap();
        let deep = &list["objects"][2]["relatedObjects"]["ways"]["objects"][0]["relatedObjects"]["back"];
        assert_eq!((&deep["totalCount"], all(deep, "systemName")), (&json!(1), vec![json!("Passthrough_Live")]));
        let three = ways(json!({"relatedProfiles": [ways(json!({"relatedProfiles": [ways(json!({}))]}))]}));
        assert_eq!(profiles(&admin, three.clone()).await, refused("RESPONSE_PROFILE_MAX_NESTING_LEVEL", json!([])));
        let stored = json!({"name": "deep", "type": 1, "relatedProfiles": [three]});
        let deep = admin.call("responseProfile", "add", json!({"addResponseProfile": stored})).await;
        assert_eq!(deep, refused("RESPONSE_PROFILE_MAX_NESTING_LEVEL", json!([])));
    }

    async fn what_cannot_be_related_is_refused_or_passed_over(server: Server) {
        let admin = admin(&server).await;
        let long = profiles(&admin, ways(json!({"pager": {"pageSize": 101}}))).await;
        assert_eq!(long, refused("PROPERTY_VALIDATION_MAX_VALUE", json!({"PROP_NAME": "KalturaFilterPager::pageSize", "MAX_VAL": "100"})));
        let undefined = |property: &str, class: &str| refused("PROPERTY_IS_NOT_DEFINED", json!({"PROP": property, "TYPE": class}));
        let mapping = |from: &str, to: &str| ways(json!({"mappings": [{"parentProperty": from, "filterProperty": to}]}));
        assert_eq!(profiles(&admin, mapping("nothing", "conversionProfileIdEqual")).await, undefined("nothing", "KalturaConversionProfile"));
        assert_eq!(profiles(&admin, mapping("id", "nothing")).await, undefined("nothing", "KalturaConversionProfileAssetParamsFilter"));
        // Null in the parent: nothing to ask for, unless null is allowed, which asks for everything.
        let list = profiles(&admin, mapping("deliveryTag", "systemNameEqual")).await.unwrap();
        assert_eq!(list["objects"][1]["relatedObjects"], json!([]));
        let any = ways(json!({"mappings": [{"parentProperty": "deliveryTag", "filterProperty": "systemNameEqual", "allowNull": true}]}));
        assert_eq!(profiles(&admin, any).await.unwrap()["objects"][1]["relatedObjects"]["ways"]["totalCount"], 9);
        // Filters of no list are passed over in a call, and not stored.
        for class in ["KalturaNothingFilter", "KalturaUiConfFilter"] {
            let odd = ways(json!({"filter": {"objectType": class}}));
            assert_eq!(profiles(&admin, odd.clone()).await.unwrap()["objects"][1]["relatedObjects"], json!([]));
            let stored = json!({"name": "odd", "type": 1, "relatedProfiles": [odd]});
            let refusal = admin.call("responseProfile", "add", json!({"addResponseProfile": stored})).await;
            assert_eq!(refusal, refused("OBJECT_TYPE_ABSTRACT", json!({"OBJ_TYPE": "KalturaRelatedFilter"})));
        }
        let many: Vec<Value> = (0..400).map(|at| ways(json!({"name": format!("w{at}")}))).collect();
        let profile = json!({"relatedProfiles": many});
        let many = admin.call("conversionProfile", "list", json!({"responseProfile": profile})).await;
        assert_eq!(many, refused("TOO_MANY_SUB_REQUESTS", json!({"MAX_SUB_REQUESTS": "1000"})));
    }

    async fn related_lists_show_no_more_than_the_caller_may_list(server: Server) {
        let admin = admin(&server).await;
        let id = media(&admin, "shown").await;
        let related = |class: &str, filter: &str| json!({
            "type": 1, "fields": "id",
            "relatedProfiles": [{"name": "r", "filter": {"objectType": class}, "mappings": [{"parentProperty": "id", "filterProperty": filter}]}],
        });
        let role = server.add_role(&server.account, "lists", "BASE_USER_SESSION_PERMISSION,CONTENT_MANAGE_BASE").await;
        let limited = Caller { server: &server, ks: server.start(&server.account, "ann", 0, &format!("list:*,setrole:{role}")).await };
        let ask = async |caller: &Caller<'_>, class: &str, filter: &str| {
            caller.call("baseEntry", "list", json!({"filter": {"idEqual": id}, "responseProfile": related(class, filter)})).await
        };
        let flavors = ask(&limited, "KalturaFlavorAssetFilter", "entryIdEqual").await.unwrap();
        assert_eq!(flavors["objects"][0]["relatedObjects"]["r"]["objectType"], "KalturaFlavorAssetListResponse");
        let thumbs = ask(&limited, "KalturaThumbAssetFilter", "entryIdEqual").await.unwrap();
        assert_eq!(thumbs["objects"][0]["relatedObjects"]["r"]["objectType"], "KalturaThumbAssetListResponse");
        let user = Caller { server: &server, ks: server.start(&server.account, "ann", 0, "list:*").await };
        assert_eq!(ask(&user, "KalturaConversionProfileFilter", "nameEqual").await, forbidden("conversionProfile->list"));
    }

    async fn what_the_clients_send_is_understood(server: Server) {
        let admin = admin(&server).await;
        let id = media(&admin, "shown").await;
        let stored = json!({"name": "list view", "systemName": "LIST_VIEW", "type": 1, "fields": "id,name"});
        admin.ok("responseProfile", "add", json!({"addResponseProfile": stored})).await;
        for capture in ["16-python-responseProfile-nested", "34-node-responseProfile-nested", "50-typescript-responseProfile-nested"] {
            let mut params = sent(capture);
            // Nothing was uploaded.
            params["filter"]["statusEqual"] = json!("7");
            let list = admin.ok("baseEntry", "list", params).await;
            let entry = list["objects"][0].as_object().unwrap();
            let shown: Vec<_> = entry.keys().filter(|name| !["objectType", "relatedObjects"].contains(&name.as_str())).collect();
            assert_eq!(shown, ["createdAt", "id", "name"], "{capture}");
            assert_eq!((&entry["objectType"], &entry["id"]), (&json!("KalturaMediaEntry"), &json!(id)), "{capture}");
            assert!(entry.contains_key("relatedObjects"), "{capture}");
        }
        let mut holder = sent("17-python-responseProfile-holder");
        holder["entryId"] = json!(id);
        holder["partnerId"] = json!(server.account.id);
        let entry = admin.ok("baseEntry", "get", holder).await;
        assert_eq!(entry, json!({"objectType": "KalturaMediaEntry", "id": id, "name": "shown"}));
    }
}

/// The parameters that a client sent.
fn sent(capture: &str) -> Value {
    let path = format!("{}/../../conformance/captures/{capture}.http", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let body = text.lines().find(|line| line.starts_with('{')).unwrap();
    serde_json::from_str(body).unwrap()
}
