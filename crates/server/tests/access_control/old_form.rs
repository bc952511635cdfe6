//! The service `accessControl`: the same profiles as restrictions (reference: content-access.md §12.2).

use serde_json::{Value, json};

use crate::common::{Outcome, Server, refused};
use crate::on_both_stores;
use crate::profiles::{Caller, admin, not_found};

impl Caller<'_> {
    async fn old(&self, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call("accessControl", action, params).await
    }

    async fn old_add(&self, restrictions: Value) -> Value {
        self.old("add", json!({"accessControl": {"name": "old", "restrictions": restrictions}}))
            .await
            .unwrap()
    }
}

/// One rule as its class of condition, its `not`, the values, and the classes of its actions.
fn told(rule: &Value) -> Value {
    let contexts: Vec<_> =
        rule["contexts"].as_array().unwrap().iter().map(|one| one["type"].clone()).collect();
    assert_eq!(json!(contexts), json!([1, 2]), "played and downloaded");
    let condition = &rule["conditions"][0];
    let values: Vec<_> =
        condition["values"].as_array().into_iter().flatten().map(|one| one["value"].clone()).collect();
    let actions: Vec<_> =
        rule["actions"].as_array().unwrap().iter().map(|one| one["objectType"].clone()).collect();
    json!([condition["objectType"], condition["not"], values, actions])
}

on_both_stores! {
    async fn restrictions_are_rules(server: Server) {
        let admin = admin(&server).await;
        let (block, preview) = ("KalturaAccessControlBlockAction", "KalturaAccessControlPreviewAction");
        let restrictions = json!([
            {"objectType": "KalturaSiteRestriction", "siteRestrictionType": 1, "siteList": "a.test, b.test,"},
            {"objectType": "KalturaSiteRestriction", "siteRestrictionType": 0, "siteList": "c.test"},
            {"objectType": "KalturaCountryRestriction", "countryRestrictionType": 0, "countryList": "de,fr"},
            {"objectType": "KalturaCountryRestriction", "countryRestrictionType": 1, "countryList": "us"},
            {"objectType": "KalturaIpAddressRestriction", "ipAddressRestrictionType": 1, "ipAddressList": "10.0.0.0/8"},
            {"objectType": "KalturaIpAddressRestriction", "ipAddressRestrictionType": 0, "ipAddressList": "192.0.2.1-192.0.2.9"},
            {"objectType": "KalturaUserAgentRestriction", "userAgentRestrictionType": 0, "userAgentRegexList": "curl,wget"},
            {"objectType": "KalturaUserAgentRestriction", "userAgentRestrictionType": 1, "userAgentRegexList": "Firefox"},
            {"objectType": "KalturaSessionRestriction"},
            {"objectType": "KalturaLimitFlavorsRestriction", "limitFlavorsRestrictionType": 0, "flavorParamsIds": "1,2"},
            {"objectType": "KalturaLimitFlavorsRestriction", "limitFlavorsRestrictionType": 1, "flavorParamsIds": "3"},
        ]);
        let made = admin.old_add(restrictions.clone()).await;
        assert_eq!(made["containsUnsuportedRestrictions"], false);
        let got = admin.old("get", json!({"id": made["id"]})).await.unwrap();
        assert_eq!(got, made);
        assert_eq!(got["restrictions"].as_array().unwrap().len(), 11);
        for (sent, back) in restrictions.as_array().unwrap().iter().zip(got["restrictions"].as_array().unwrap()) {
            assert_eq!(sent, back);
        }
        let rules = admin.get(&made["id"]).await.unwrap()["rules"].clone();
        let told: Vec<Value> = rules.as_array().unwrap().iter().map(told).collect();
        assert_eq!(json!(told), json!([
            ["KalturaSiteCondition", true, ["a.test", "b.test"], [block]],
            ["KalturaSiteCondition", false, ["c.test"], [block]],
            ["KalturaCountryCondition", false, ["de", "fr"], [block]],
            ["KalturaCountryCondition", true, ["us"], [block]],
            ["KalturaIpAddressCondition", true, ["10.0.0.0/8"], [block]],
            ["KalturaIpAddressCondition", false, ["192.0.2.1-192.0.2.9"], [block]],
            ["KalturaUserAgentCondition", false, ["curl", "wget"], [block]],
            ["KalturaUserAgentCondition", true, ["Firefox"], [block]],
            ["KalturaAuthenticatedCondition", true, [], [block]],
            [null, null, [], ["KalturaAccessControlLimitFlavorsAction"]],
            [null, null, [], ["KalturaAccessControlLimitFlavorsAction"]],
        ]));
        assert_eq!(rules[9]["actions"][0]["isBlockedList"], true);
        assert_eq!(rules[10]["actions"][0]["isBlockedList"], false);
        assert_eq!(rules[10]["actions"][0]["flavorParamsIds"], "3");

        // A preview beside a session restriction takes the place of the block.
        let made = admin.old_add(json!([
            {"objectType": "KalturaPreviewRestriction", "previewLength": 30}, {"objectType": "KalturaSessionRestriction"}
        ])).await;
        let rules = admin.get(&made["id"]).await.unwrap()["rules"].clone();
        assert_eq!(rules.as_array().unwrap().len(), 1);
        assert_eq!(self::told(&rules[0]), json!(["KalturaAuthenticatedCondition", true, [], [preview]]));
        assert_eq!(rules[0]["actions"][0]["limit"], 30);
        assert_eq!(made["restrictions"].as_array().unwrap().len(), 2);
    }

    async fn what_means_nothing_is_ignored(server: Server) {
        let admin = admin(&server).await;
        let made = admin.old_add(json!([
            {"objectType": "KalturaPreviewRestriction", "previewLength": 30},
            {"objectType": "KalturaDirectoryRestriction", "directoryRestrictionType": 0},
        ])).await;
        assert_eq!(made["restrictions"], json!([]));
        assert_eq!(admin.get(&made["id"]).await.unwrap()["rules"], json!([]));
    }

    async fn both_forms_are_one_profile(server: Server) {
        let admin = admin(&server).await;
        let default = admin.default().await;
        let list = admin.old("list", json!({"filter": {"orderBy": "-createdAt"}, "pager": {"pageSize": 1000}})).await.unwrap();
        assert_eq!(list["totalCount"], 1);
        assert_eq!(list["objects"][0]["id"], default);
        assert_eq!(list["objects"][0]["isDefault"], 1);
        assert_eq!(list["objects"][0]["restrictions"], json!([]), "a list, since consoles need one");
        assert_eq!(list["objects"][0]["objectType"], "KalturaAccessControl");
        assert_eq!(list["objectType"], "KalturaAccessControlListResponse");

        // Without rules it can be either.
        let session = json!({"restrictions": [{"objectType": "KalturaSessionRestriction"}]});
        let changed = admin.old("update", json!({"id": default, "accessControl": session})).await.unwrap();
        assert_eq!(changed["restrictions"], json!([{"objectType": "KalturaSessionRestriction"}]));
        let kept = admin.old("update", json!({"id": default, "accessControl": {"description": "d"}})).await.unwrap();
        assert_eq!(kept["restrictions"], changed["restrictions"]);
        let none = admin.old("update", json!({"id": default, "accessControl": {"restrictions": []}})).await.unwrap();
        assert_eq!(none["restrictions"], json!([]));
        assert_eq!(admin.get(&default).await.unwrap()["rules"], json!([]));

        // Rules have no old form.
        admin.update(&default, json!({"rules": [{"message": "x"}]})).await.unwrap();
        let shown = admin.old("get", json!({"id": default})).await.unwrap();
        assert_eq!(shown["containsUnsuportedRestrictions"], true);
        assert_eq!(shown["restrictions"], json!([]));
        let refusal = refused("ACCESS_CONTROL_NEW_VERSION_UPDATE", json!({"ID": default.to_string()}));
        assert_eq!(admin.old("update", json!({"id": default, "accessControl": session})).await, refusal);
        assert_eq!(admin.old("update", json!({"id": default, "accessControl": {"name": "x"}})).await, refusal);
        assert_eq!(admin.get(&default).await.unwrap()["name"], "Default");
        admin.update(&default, json!({"rules": []})).await.unwrap();
        admin.old("update", json!({"id": default, "accessControl": session})).await.unwrap();
        // Rules that are sent to a profile of the old form make it one of the new.
        admin.update(&default, json!({"rules": [{"message": "x"}]})).await.unwrap();
        assert_eq!(admin.old("get", json!({"id": default})).await.unwrap()["containsUnsuportedRestrictions"], true);
    }

    async fn the_old_form_refuses_as_the_new(server: Server) {
        let admin = admin(&server).await;
        let absent = json!(987_654);
        assert_eq!(admin.old("get", json!({"id": absent})).await, not_found(&absent));
        assert_eq!(admin.old("delete", json!({"id": absent})).await, not_found(&absent));
        assert_eq!(admin.old("update", json!({"id": absent, "accessControl": {}})).await, not_found(&absent));
        let default = admin.default().await;
        assert_eq!(admin.old("delete", json!({"id": default})).await, refused("CANNOT_DELETE_DEFAULT_ACCESS_CONTROL", json!([])));
        for (profile, code) in [
            (json!({}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
            (json!({"name": "x", "restrictions": [{"objectType": "KalturaNoRestriction"}]}), "OBJECT_TYPE_ABSTRACT"),
            (json!({"name": "x", "restrictions": [{"objectType": "KalturaUserAgentRestriction", "userAgentRegexList": "("}]}), "INVALID_FIELD_VALUE"),
            (json!({"name": "x", "containsUnsuportedRestrictions": true}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
        ] {
            assert_eq!(admin.old("add", json!({"accessControl": profile})).await.unwrap_err().code, code, "{profile}");
        }
        let made = admin.old_add(json!([])).await;
        assert_eq!(admin.old("delete", json!({"id": made["id"]})).await, Ok(Value::Null));
        let list = admin.old("list", json!({"filter": {"idIn": format!("{},{default}", made["id"])}})).await.unwrap();
        assert_eq!(list["totalCount"], 1);
    }
}
