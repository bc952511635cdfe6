//! The decision as players get it: what becomes of flavours, sources and messages (reference: content-access.md §13, §14).

use boxoffice::access_control::decision::reasons::Silent;
use boxoffice::access_control::decision::{Door, Restriction, decide};
use boxoffice::asset::model::{Asset, FlavorAsset};
use boxoffice::playback::context::{Delivery, DeliveryProfile, Format, PROFILES};
use boxoffice::playback::flavors::{Flavor, chosen};
use boxoffice::playback::model::EntryContextDataParams;
use boxoffice::playback::{context, context_data};
use contract::Api;
use contract::typing::{At, PermitsAll};
use serde_json::{Value, json};

use crate::world::{ENTRY, World, ready};

fn flavor(id: &str, params: i64, tags: &str) -> Flavor {
    Flavor {
        id: id.to_owned(),
        flavor_params_id: params,
        tags: tags.to_owned(),
        is_ready: true,
        file_ext: "mp4".to_owned(),
        shown: FlavorAsset {
            base: Asset { id: id.into(), tags: tags.into(), ..Asset::default() },
            flavor_params_id: params.into(),
            ..FlavorAsset::default()
        },
    }
}

/// A source that nobody plays, a large and a small film for browsers, two for old phones, one that is not ready.
fn flavors() -> Vec<Flavor> {
    vec![
        flavor("0_source", 0, "source"),
        flavor("0_large", 1, "mbr, web"),
        flavor("0_small", 2, "web,ipadnew"),
        flavor("0_phone", 3, "iphonenew"),
        flavor("0_old", 4, "iphone"),
        Flavor { is_ready: false, ..flavor("0_later", 5, "mbr,web,applembr") },
    ]
}

fn params(said: &Value) -> EntryContextDataParams {
    let limits = wire::Limits::default();
    let params = wire::json_in::decode(said.to_string().as_bytes(), &limits).unwrap().unwrap();
    EntryContextDataParams::decode(&wire::Param::Map(params), &At::argument("contextDataParams", 0))
        .unwrap()
        .unwrap()
}

fn as_json(object: &impl Api) -> Value {
    serde_json::from_str(&wire::json_out::text(&object.encode(&PermitsAll))).unwrap()
}

struct Case {
    rules: Value,
    restrictions: Vec<Restriction>,
    facts: Value,
    said: Value,
}

fn case() -> Case {
    Case { rules: json!([]), restrictions: Vec::new(), facts: json!({}), said: json!({}) }
}

impl Case {
    fn data(&self) -> Value {
        let rules = ready(&self.rules, &self.restrictions);
        World::read(&self.facts).with(|facts| {
            let access = decide(Door::ContextData, &rules, facts, &mut Silent);
            let params = params(&self.said);
            let flavors = chosen(flavors(), params.flavor_asset_id.get()).unwrap();
            as_json(&context_data::write(&access, facts.is_admin(), &flavors, &params, 12_000))
        })
    }

    fn playback_by(&self, profiles: &[DeliveryProfile]) -> Value {
        let rules = ready(&self.rules, &self.restrictions);
        World::read(&self.facts).with(|facts| {
            let access = decide(Door::PlaybackContext, &rules, facts, &mut Silent);
            let params = params(&self.said);
            let flavors = chosen(flavors(), params.flavor_asset_id.get()).unwrap();
            let delivery =
                Delivery { host: "https://media.test", partner_id: 101, entry_id: ENTRY, profiles };
            as_json(&context::write(&access, &flavors, &params, &delivery))
        })
    }

    fn playback(&self) -> Value {
        self.playback_by(&PROFILES)
    }
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|asset| asset["id"].as_str().unwrap()).collect()
}

fn codes(context: &Value) -> Vec<&str> {
    context["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["code"].as_str().unwrap_or("-"))
        .collect()
}

fn block() -> Value {
    json!({"message": "no", "code": "NO", "actions": [{"objectType": "KalturaAccessControlBlockAction"}]})
}

fn limit(ids: &str, blocked: bool) -> Value {
    json!({"actions": [{"objectType": "KalturaAccessControlLimitFlavorsAction", "flavorParamsIds": ids, "isBlockedList": blocked}]})
}

#[test]
fn context_data_of_an_entry_that_is_free() {
    let data = case().data();
    assert_eq!(
        data,
        json!({
            "messages": [], "actions": [], "accessControlMessages": [], "accessControlActions": [],
            "isSiteRestricted": false, "isCountryRestricted": false, "isSessionRestricted": false,
            "isIpAddressRestricted": false, "isUserAgentRestricted": false, "previewLength": -1,
            "isScheduledNow": true, "isAdmin": false, "streamerType": "http", "mediaProtocol": "http",
            "flavorAssets": data["flavorAssets"], "msDuration": 12000, "pluginData": [],
            "objectType": "KalturaEntryContextDataResult",
        })
    );
    assert_eq!(ids(&data["flavorAssets"]), ["0_large"], "the first tag of mbr, web with any");
}

#[test]
fn context_data_tells_everything_twice() {
    let data = Case { rules: json!([block(), block()]), ..case() }.data();
    let message = json!({"value": "no", "objectType": "KalturaString"});
    assert_eq!(data["messages"], json!([message, message]));
    assert_eq!(data["accessControlMessages"], data["messages"]);
    let action = json!({"type": 1, "objectType": "KalturaAccessControlBlockAction"});
    assert_eq!(data["actions"], json!([action, action]));
    assert_eq!(data["accessControlActions"], data["actions"]);
    assert_eq!(data["flavorAssets"], json!([]));
}

#[test]
fn context_data_chooses_flavors_by_tags() {
    for (tags, expected) in [
        (json!("all"), vec!["0_source", "0_large", "0_small", "0_phone", "0_old"]),
        (json!("web"), vec!["0_large", "0_small"]),
        (json!("absent, iphone,web"), vec!["0_old"]),
        (json!("absent"), vec![]),
        (json!("mb"), vec![]),
        (json!(""), vec!["0_large"]),
    ] {
        let data = Case { said: json!({"flavorTags": tags}), ..case() }.data();
        assert_eq!(ids(&data["flavorAssets"]), expected, "{tags}");
    }
    let one = Case { said: json!({"flavorTags": "all", "flavorAssetId": "0_phone"}), ..case() }.data();
    assert_eq!(ids(&one["flavorAssets"]), ["0_phone"]);
    let not_ready = Case { said: json!({"flavorTags": "all", "flavorAssetId": "0_later"}), ..case() }.data();
    assert_eq!(not_ready["flavorAssets"], json!([]));
    let absent = chosen(flavors(), Some(&"0_absent".to_owned())).unwrap_err().into_api();
    assert_eq!(absent.code, "FLAVOR_ASSET_ID_NOT_FOUND");
}

#[test]
fn context_data_keeps_to_the_last_limit() {
    let said = json!({"flavorTags": "all"});
    let data = |rules: Value| Case { rules, said: said.clone(), ..case() }.data();
    assert_eq!(ids(&data(json!([limit("1,3", false)]))["flavorAssets"]), ["0_large", "0_phone"]);
    assert_eq!(
        ids(&data(json!([limit("1", false), limit("0,4", true)]))["flavorAssets"]),
        ["0_large", "0_small", "0_phone"]
    );
    assert_eq!(data(json!([limit("", false)]))["flavorAssets"], json!([]));
    let one = Case {
        rules: json!([limit("1", false)]),
        said: json!({"flavorTags": "all", "flavorAssetId": "0_phone"}),
        ..case()
    };
    assert_eq!(one.data()["flavorAssets"], json!([]), "given and not allowed");
}

#[test]
fn context_data_says_what_was_asked_and_who_asks() {
    let facts = json!({"session": {"kind": "admin", "user": "boss"}, "entry": {"start": 60}});
    let data =
        Case { facts, said: json!({"streamerType": "hls", "mediaProtocol": "https"}), ..case() }.data();
    assert_eq!((&data["isAdmin"], &data["isScheduledNow"]), (&json!(true), &json!(false)));
    assert_eq!((&data["streamerType"], &data["mediaProtocol"]), (&json!("hls"), &json!("https")));
}

#[test]
fn context_data_has_the_flags_of_the_old_form() {
    let preview = json!([{"conditions": [{"objectType": "KalturaAuthenticatedCondition", "not": true}], "actions": [{"objectType": "KalturaAccessControlPreviewAction", "limit": 30}]}]);
    let data = Case { rules: preview, restrictions: vec![Restriction::Preview(30)], ..case() }.data();
    assert_eq!((&data["previewLength"], &data["isSessionRestricted"]), (&json!(30), &json!(true)));
    assert_eq!(ids(&data["flavorAssets"]), ["0_large"]);
}

#[test]
fn playback_context_of_an_entry_that_is_free() {
    let context = case().playback();
    assert_eq!(
        context["sources"],
        json!([
            {"deliveryProfileId": "1", "format": "url", "protocols": "http,https", "flavorIds": "0_large", "drm": [],
             "url": "https://media.test/p/101/sp/10100/playManifest/entryId/0_entry123/flavorIds/0_large/deliveryProfileId/1/protocol/https/format/url/name/a.mp4",
             "objectType": "KalturaPlaybackSource"},
            {"deliveryProfileId": "2", "format": "applehttp", "protocols": "http,https", "flavorIds": "0_small,0_phone", "drm": [],
             "url": "https://media.test/p/101/sp/10100/playManifest/entryId/0_entry123/flavorIds/0_small,0_phone/deliveryProfileId/2/protocol/https/format/applehttp/a.m3u8",
             "objectType": "KalturaPlaybackSource"},
        ])
    );
    assert_eq!(ids(&context["flavorAssets"]), ["0_large", "0_small", "0_phone"], "those that a source names");
    for list in ["actions", "messages", "playbackCaptions", "bumperData"] {
        assert_eq!(context[list], json!([]), "{list}");
    }
    assert_eq!(context["objectType"], "KalturaPlaybackContext");
}

#[test]
fn playback_context_of_what_is_blocked() {
    let context = Case { rules: json!([block(), {"code": "ONLY"}]), ..case() }.playback();
    assert_eq!((&context["sources"], &context["flavorAssets"]), (&json!([]), &json!([])));
    // As a number: the player does not recognise a text (reference: player.md §4.3).
    assert_eq!(context["actions"], json!([{"type": 1, "objectType": "KalturaAccessControlBlockAction"}]));
    assert_eq!(
        context["messages"][0],
        json!({"message": "no", "code": "NO", "objectType": "KalturaAccessControlMessage"})
    );
    assert_eq!(codes(&context), ["NO", "ONLY"]);
}

#[test]
fn playback_context_outside_the_dates() {
    let with = |session: Value| {
        Case { facts: json!({"session": session, "entry": {"end": -60}}), ..case() }.playback()
    };
    let user = with(json!({"kind": "user", "user": "ann"}));
    assert_eq!(codes(&user), ["SCHEDULED_RESTRICTED"]);
    assert_eq!(user["sources"].as_array().unwrap().len(), 2, "the player refuses on the message alone");
    let admin = with(json!({"kind": "admin", "user": "boss"}));
    assert_eq!(codes(&admin), ["SCHEDULED_RESTRICTED"]);
    let sview = with(json!({"kind": "user", "user": "ann", "privileges": "sview:0_entry123"}));
    assert_eq!(codes(&sview), Vec::<&str>::new());
    for privileges in ["widget:1", "widget:1,sview:*"] {
        let widget = with(json!({"kind": "widget", "privileges": privileges}));
        assert_eq!(codes(&widget), ["SCHEDULED_RESTRICTED"], "{privileges}");
        assert_eq!((&widget["sources"], &widget["flavorAssets"]), (&json!([]), &json!([])), "{privileges}");
    }
}

#[test]
fn playback_context_has_a_message_for_each_old_restriction() {
    let rules = json!([block(), block(), block(), block(), block()]);
    let restrictions = vec![
        Restriction::Site,
        Restriction::UserAgent,
        Restriction::Session,
        Restriction::IpAddress,
        Restriction::Country,
    ];
    let context = Case { rules, restrictions, facts: json!({"entry": {"start": 1}}), ..case() }.playback();
    assert_eq!(
        codes(&context)[5..],
        [
            "COUNTRY_RESTRICTED",
            "IP_RESTRICTED",
            "SESSION_RESTRICTED",
            "USER_AGENT_RESTRICTED",
            "SITE_RESTRICTED",
            "SCHEDULED_RESTRICTED"
        ]
    );
    let text = context["messages"][5]["message"].as_str().unwrap();
    assert_eq!(text.lines().count(), 2, "a title and a sentence");
    let preview = json!([{"actions": [{"objectType": "KalturaAccessControlPreviewAction", "limit": 30}]}]);
    let context = Case { rules: preview, restrictions: vec![Restriction::Preview(30)], ..case() }.playback();
    assert!(!codes(&context).contains(&"SESSION_RESTRICTED"), "not with a preview");
}

#[test]
fn playback_context_keeps_to_limits_and_to_what_was_asked() {
    let formats = |context: &Value| {
        context["sources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|source| source["format"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let limited = Case { rules: json!([limit("3,4", false)]), ..case() }.playback();
    assert_eq!(formats(&limited), ["applehttp"]);
    assert_eq!(ids(&limited["flavorAssets"]), ["0_phone"]);
    let old = Case { rules: json!([limit("4", false)]), ..case() }.playback();
    assert_eq!(ids(&old["flavorAssets"]), ["0_old"], "the last group of tags");
    let source = Case { rules: json!([limit("0", false)]), ..case() }.playback();
    assert_eq!(
        (&source["sources"], &source["flavorAssets"]),
        (&json!([]), &json!([])),
        "a source alone is not played"
    );
    let delivery = |ids: &str, blocked: bool| json!([{"actions": [{"objectType": "KalturaAccessControlLimitDeliveryProfilesAction", "deliveryProfileIds": ids, "isBlockedList": blocked}]}]);
    assert_eq!(formats(&Case { rules: delivery("2", false), ..case() }.playback()), ["applehttp"]);
    assert_eq!(formats(&Case { rules: delivery("2", true), ..case() }.playback()), ["url"]);
    assert_eq!(formats(&Case { rules: delivery("7", false), ..case() }.playback()), Vec::<String>::new());
    let said = |said: Value| Case { said, ..case() }.playback();
    assert_eq!(formats(&said(json!({"streamerType": "applehttp,mpegdash"}))), ["applehttp"]);
    assert_eq!(formats(&said(json!({"streamerType": "hds"}))), Vec::<String>::new());
    let http = said(json!({"mediaProtocol": "http"}));
    assert_eq!(http["sources"][0]["protocols"], "http");
    assert!(http["sources"][0]["url"].as_str().unwrap().contains("/protocol/http/"));
    assert_eq!(said(json!({"mediaProtocol": "https,http"}))["sources"][0]["protocols"], "https,http");
    assert_eq!(formats(&said(json!({"mediaProtocol": "http,rtmp"}))), Vec::<String>::new());
    assert_eq!(ids(&said(json!({"flavorAssetId": "0_small"}))["flavorAssets"]), ["0_small"]);
}

#[test]
fn playback_context_by_dash_and_plain_http() {
    let dash = [DeliveryProfile { id: 9, format: Format::MpegDash, protocols: &["http"] }];
    let context = case().playback_by(&dash);
    assert_eq!(context["sources"][0]["flavorIds"], "0_small,0_phone");
    assert_eq!(context["sources"][0]["protocols"], "http");
    let url = context["sources"][0]["url"].as_str().unwrap();
    assert!(url.ends_with("/deliveryProfileId/9/protocol/http/format/mpegdash/manifest.mpd"), "{url}");
}
