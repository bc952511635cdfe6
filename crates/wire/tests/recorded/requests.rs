//! Every recorded request decodes to the call that its client was told to make.

use std::io::Read;

use serde_json::{Value as Json, json};
use wire::{Call, Calls, Format, Param, ParamMap};

use crate::exchange::{Exchange, decode, exchanges, tree};

const KS: &str = "djJ8MTAwfEV4YW1wbGVNYWRlVXBTZXNzaW9uU3RyaW5n";
const WIDGET_KS: &str = "djJ8MTAwfEV4YW1wbGVNYWRlVXBTZXNzaW9uU3RyaW5nW";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Client {
    Python,
    Node,
    TypeScript,
}
use Client::{Node, Python, TypeScript};

impl Client {
    /// What the client adds to every request.
    fn constants(self) -> Json {
        match self {
            Python => json!({"clientTag": "python-26-10-22", "apiVersion": "23.10.0", "format": "2"}),
            Node => json!({"clientTag": "node:25-07-20", "apiVersion": "21.20.0", "format": 1}),
            TypeScript => json!({"clientTag": "ts-sample-app", "apiVersion": "3.3.0", "format": 1}),
        }
    }

    /// What was meant, in the types that the client writes: Python sends every scalar as text.
    fn typed(self, meant: Json) -> Json {
        if self != Python {
            return meant;
        }
        match meant {
            Json::Bool(value) => json!(if value { "True" } else { "False" }),
            Json::Number(number) => json!(number.to_string()),
            Json::Array(items) => items.into_iter().map(|item| self.typed(item)).collect(),
            Json::Object(entries) => {
                entries.into_iter().map(|(name, value)| (name, self.typed(value))).collect()
            }
            other => other,
        }
    }

    fn signs(self) -> bool {
        self != TypeScript
    }
}

/// A call, and how each client that was recorded differs from it.
struct Kind {
    service: &'static str,
    action: &'static str,
    meant: Json,
    recorded: Vec<(u32, Client, Vec<Change>)>,
}

/// A place in the tree, and what stands there; nothing where the client sends nothing.
type Change = (&'static str, Option<Json>);

fn without(place: &'static str) -> Change {
    (place, None)
}

fn with(place: &'static str, value: Json) -> Change {
    (place, Some(value))
}

fn apply(tree: &mut Json, changes: &[Change]) {
    for (place, value) in changes {
        let (parent, name) = place.rsplit_once('/').unwrap();
        let Some(Json::Object(parent)) = tree.pointer_mut(parent) else { panic!("no {place}") };
        match value {
            Some(value) => drop(parent.insert(name.to_owned(), value.clone())),
            None => drop(parent.remove(name).unwrap_or_else(|| panic!("no {place}"))),
        }
    }
}

fn kinds() -> Vec<Kind> {
    let everywhere = |[python, node, typescript]: [u32; 3]| {
        vec![(python, Python, vec![]), (node, Node, vec![]), (typescript, TypeScript, vec![])]
    };
    vec![
        Kind {
            service: "session",
            action: "start",
            meant: json!({
                "secret": "22222222222222222222222222222222", "userId": "admin@example.test", "type": 2,
                "partnerId": 100, "expiry": 3600, "privileges": "disableentitlement",
            }),
            recorded: everywhere([1, 19, 37]),
        },
        Kind {
            service: "session",
            action: "startWidgetSession",
            meant: json!({"widgetId": "_100", "expiry": 86400}),
            recorded: everywhere([2, 20, 38]),
        },
        Kind {
            service: "apptoken",
            action: "add",
            meant: json!({
                "ks": KS,
                "appToken": {
                    "objectType": "KalturaAppToken", "description": "made-up token", "expiry": 1_795_486_400,
                    "hashType": "SHA256", "sessionDuration": 3600, "sessionPrivileges": "sview:*",
                    "sessionType": 0, "sessionUserId": "alice",
                },
            }),
            recorded: vec![
                (3, Python, vec![]),
                (21, Node, vec![]),
                (39, TypeScript, vec![without("/appToken/description")]),
            ],
        },
        Kind {
            service: "apptoken",
            action: "list",
            meant: json!({
                "ks": KS,
                "filter": {"objectType": "KalturaAppTokenFilter", "orderBy": "-createdAt", "statusEqual": 2},
                "pager": {"objectType": "KalturaFilterPager", "pageIndex": 1, "pageSize": 50},
            }),
            recorded: everywhere([4, 22, 40]),
        },
        Kind {
            service: "apptoken",
            action: "startSession",
            meant: json!({
                "ks": WIDGET_KS, "id": "1_tok0001", "userId": "alice", "type": 0, "expiry": 3600,
                "tokenHash": "d7b6541e454695c37ed86f056251e653b30cdfa8d675fc0c211ce6cf0d54b8f1",
            }),
            recorded: everywhere([5, 23, 41]),
        },
        Kind {
            service: "user",
            action: "loginByLoginId",
            meant: json!({
                "loginId": "admin@example.test", "password": "Made-Up-Pass1", "partnerId": 100,
                "expiry": 86400, "privileges": "*",
            }),
            recorded: everywhere([6, 24, 42]),
        },
        Kind {
            service: "user",
            action: "add",
            meant: json!({
                "ks": KS,
                "user": {
                    "objectType": "KalturaUser", "id": "bob", "email": "bob@example.test", "firstName": "Bob",
                    "lastName": "Exämple ☃", "isAdmin": true, "loginEnabled": true, "partnerData__null": "",
                    "password": "Made-Up-Pass2", "roleIds": "55",
                },
            }),
            recorded: vec![
                (7, Python, vec![]),
                (25, Node, vec![without("/user/partnerData__null")]),
                (43, TypeScript, vec![without("/user/loginEnabled")]),
            ],
        },
        Kind {
            service: "userrole",
            action: "add",
            meant: json!({
                "ks": KS,
                "userRole": {
                    "objectType": "KalturaUserRole", "name": "Editors", "systemName": "EDITORS",
                    "description": "made-up role", "status": 1, "tags": "kmc",
                    "permissionNames": "CONTENT_MANAGE_BASE,CONTENT_INGEST_UPLOAD",
                },
            }),
            recorded: everywhere([8, 26, 44]),
        },
        base_entry_list(),
        access_control_profile_add(),
        Kind {
            service: "accesscontrolprofile",
            action: "add",
            meant: json!({
                "ks": KS,
                "accessControlProfile": {
                    "objectType": "KalturaAccessControlProfile", "name": "No rules", "description__null": "",
                    "rules": [],
                },
            }),
            recorded: vec![(14, Python, vec![])],
        },
        Kind {
            service: "partner",
            action: "register",
            meant: json!({
                "partner": {
                    "objectType": "KalturaPartner", "name": "Example Org", "website": "https://org.example.test",
                    "adminName": "Carol Example", "adminEmail": "carol@example.test",
                    "description": "made-up", "type": 1, "phone": "+15550100", "country": "US",
                    "additionalParams": [{"objectType": "KalturaKeyValue", "key": "source", "value": "signup"}],
                },
                "cmsPassword": "", "silent": true,
            }),
            recorded: vec![
                (15, Python, vec![with("/templatePartnerId__null", json!(""))]),
                (33, Node, vec![]),
                (49, TypeScript, vec![without("/partner/type")]),
            ],
        },
        nested_response_profile(),
        Kind {
            service: "baseentry",
            action: "get",
            meant: json!({
                "ks": KS, "entryId": "0_abc123xy", "version": -1, "language": "en", "partnerId": 100,
                "responseProfile": {"objectType": "KalturaResponseProfileHolder", "systemName": "LIST_VIEW"},
            }),
            recorded: vec![(17, Python, vec![])],
        },
        Kind {
            service: "baseentry",
            action: "get",
            meant: json!({"ks": KS, "entryId": "nosuch", "version": -1}),
            recorded: everywhere([18, 36, 52]),
        },
        Kind {
            service: "media",
            action: "delete",
            meant: json!({"ks": KS, "entryId": "0_abc123xy"}),
            recorded: vec![(35, Node, vec![]), (51, TypeScript, vec![])],
        },
    ]
}

fn base_entry_list() -> Kind {
    let search = json!({
        "objectType": "KalturaMetadataSearchItem", "type": 1, "metadataProfileId": 77,
        "items": [{
            "objectType": "KalturaSearchCondition", "value": "Drama",
            "field": "/*[local-name()='metadata']/*[local-name()='Genre']",
        }],
    });
    Kind {
        service: "baseentry",
        action: "list",
        meant: json!({
            "ks": KS,
            "filter": {
                "objectType": "KalturaMediaEntryFilter", "orderBy": "-createdAt", "mediaTypeEqual": 1,
                "statusIn": "2,1", "createdAtGreaterThanOrEqual": -604_800, "isRoot": 1,
                "tagsMultiLikeOr": "demo,sample",
            },
            "pager": {"objectType": "KalturaFilterPager", "pageIndex": 2, "pageSize": 30},
        }),
        recorded: vec![
            (9, Python, vec![with("/filter/advancedSearch", search)]),
            (27, Node, vec![]),
            (45, TypeScript, vec![with("/filter/createdAtGreaterThanOrEqual", json!(1_795_000_000))]),
        ],
    }
}

fn access_control_profile_add() -> Kind {
    let text = |value: &str| json!({"objectType": "KalturaStringValue", "value": value});
    let outside = json!({
        "objectType": "KalturaRule", "description": "block outside", "message": "not here", "code": "GEO",
        "stopProcessing": true, "contexts": [],
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}],
        "conditions": [
            {"objectType": "KalturaCountryCondition", "not": true, "values": [text("FR"), text("DE")]},
            {
                "objectType": "KalturaIpAddressCondition", "acceptInternalIps": false,
                "values": [text("192.0.2.0/24")],
            },
        ],
    });
    let preview = json!({
        "objectType": "KalturaRule",
        "actions": [{"objectType": "KalturaAccessControlPreviewAction", "limit": 30}],
        "conditions": [
            {"objectType": "KalturaAuthenticatedCondition", "not": true, "privileges": [text("sview")]},
        ],
    });
    Kind {
        service: "accesscontrolprofile",
        action: "add",
        meant: json!({
            "ks": KS,
            "accessControlProfile": {
                "objectType": "KalturaAccessControlProfile", "name": "Geo and IP", "isDefault": 0,
                "rules": [outside, preview],
            },
        }),
        recorded: vec![
            (13, Python, vec![with("/accessControlProfile/rules/0/ruleData", json!(""))]),
            (32, Node, vec![]),
            (
                48,
                TypeScript,
                vec![
                    without("/accessControlProfile/rules/0/contexts"),
                    without("/accessControlProfile/rules/0/conditions/1/acceptInternalIps"),
                ],
            ),
        ],
    }
}

fn nested_response_profile() -> Kind {
    Kind {
        service: "baseentry",
        action: "list",
        meant: json!({
            "ks": KS,
            "filter": {"objectType": "KalturaMediaEntryFilter"},
            "pager": {"objectType": "KalturaFilterPager", "pageSize": 2},
            "responseProfile": {
                "objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": "id,name,createdAt",
                "relatedProfiles": [{
                    "objectType": "KalturaDetachedResponseProfile", "name": "md", "type": 1, "fields": "id,xml",
                    "filter": {
                        "objectType": "KalturaMetadataFilter", "metadataProfileIdEqual": 77,
                        "metadataObjectTypeEqual": "1",
                    },
                    "pager": {"objectType": "KalturaFilterPager", "pageSize": 5},
                    "mappings": [{
                        "objectType": "KalturaResponseProfileMapping", "parentProperty": "id",
                        "filterProperty": "objectIdEqual",
                    }],
                }],
            },
        }),
        recorded: vec![(16, Python, vec![]), (34, Node, vec![]), (50, TypeScript, vec![])],
    }
}

/// The only call of a recording.
fn single(exchange: &Exchange) -> Call {
    match decode(exchange).calls {
        Calls::Single(call) => call,
        Calls::Multi(calls) => panic!("{}: {} calls", exchange.file, calls.len()),
    }
}

fn multi(number: u32) -> Vec<Call> {
    let exchange = exchanges(number).remove(0);
    match decode(&exchange).calls {
        Calls::Multi(calls) => calls,
        Calls::Single(call) => panic!("{}: {call:?}", exchange.file),
    }
}

fn join(parts: &[&Json]) -> Json {
    parts.iter().flat_map(|part| part.as_object().unwrap().clone()).collect()
}

#[test]
fn calls_are_what_every_client_meant() {
    for kind in kinds() {
        for (number, client, changes) in kind.recorded {
            let exchange = exchanges(number).remove(0);
            let mut meant = kind.meant.clone();
            apply(&mut meant, &changes);
            let address = json!({"service": kind.service, "action": kind.action});
            let expected = tree(&join(&[&client.typed(meant), &client.constants(), &address]));
            let mut call = single(&exchange);
            assert_eq!((call.service.as_str(), call.action.as_str()), (kind.service, kind.action));
            let signature = call.params.shift_remove("kalsig");
            assert_eq!(signature.is_some(), client.signs(), "{}", exchange.file);
            assert_eq!(call.params, expected, "{}", exchange.file);
            let format = if client == Python { Format::Xml } else { Format::Json };
            assert_eq!(decode(&exchange).wanted.format, format, "{}", exchange.file);
        }
    }
}

#[test]
fn scalars_mean_the_same_in_every_client() {
    let params = |number| single(&exchanges(number).remove(0)).params;
    for number in [1, 19, 37] {
        assert_eq!((params(number)["type"].to_int(), params(number)["expiry"].to_int()), (2, 3600));
    }
    for number in [7, 25, 43] {
        let Param::Map(user) = &params(number)["user"] else { panic!("{number}") };
        assert!(user["isAdmin"].to_bool());
    }
    for (number, empty) in [(15, ""), (33, ""), (49, "")] {
        assert_eq!(params(number)["cmsPassword"].to_text(), empty);
    }
}

/// The six calls of the multirequest, as one client types them.
fn six_calls(client: Client) -> Vec<Json> {
    let calls = [
        json!({
            "service": "session", "action": "start", "secret": "22222222222222222222222222222222",
            "userId": "admin@example.test", "type": 2, "partnerId": 100, "expiry": 86400, "privileges": "",
        }),
        json!({
            "service": "media", "action": "add", "ks": "{1:result}",
            "entry": {"objectType": "KalturaMediaEntry", "name": "From multirequest", "mediaType": 1},
        }),
        json!({"service": "baseentry", "action": "get", "ks": "{1:result}", "entryId": "{2:result:id}", "version": -1}),
        json!({
            "service": "baseentry", "action": "list", "ks": "{1:result}",
            "filter": {"objectType": "KalturaMediaEntryFilter"},
        }),
        json!({
            "service": "baseentry", "action": "get", "ks": "{1:result}", "version": -1,
            "entryId": "{4:result:objects:0:id}",
        }),
        json!({"service": "baseentry", "action": "get", "ks": "{1:result}", "entryId": "nosuch", "version": -1}),
    ];
    let tag = json!({"clientTag": client.constants()["clientTag"]});
    let own = if client == TypeScript { json!({"apiVersion": "3.3.0"}) } else { json!({}) };
    calls.into_iter().map(|call| join(&[&client.typed(call), &tag, &own])).collect()
}

fn assert_calls(number: u32, expected: &[Json]) {
    let calls = multi(number);
    let params: Vec<_> = calls.iter().map(|call| call.params.clone()).collect();
    let expected: Vec<_> = expected.iter().map(tree).collect();
    assert_eq!(params, expected, "{number}");
    for call in calls {
        assert_eq!(call.params["service"], Param::from(call.service.as_str()));
        assert_eq!(call.params["action"], Param::from(call.action.as_str()));
    }
}

#[test]
fn sub_requests_are_what_every_client_meant() {
    assert_calls(10, &six_calls(Python));
    assert_calls(28, &six_calls(Node));
    let mut typescript = six_calls(TypeScript);
    apply(&mut typescript[0], &[without("/privileges")]);
    assert_calls(46, &typescript);
}

#[test]
fn a_session_for_all_reaches_every_sub_request() {
    let common = json!({"ks": KS, "clientTag": "node:25-07-20", "service": "baseentry"});
    assert_calls(
        29,
        &[
            join(&[&common, &json!({"action": "get", "entryId": "0_abc123xy", "version": -1})]),
            join(&[&common, &json!({"action": "list"})]),
        ],
    );
}

/// The calls by which a player loads; `first` is the number of the list among them.
fn player_calls(ks: &str, first: u32) -> [Json; 3] {
    let entry = format!("{{{first}:result:objects:0:id}}");
    let common = json!({"ks": ks, "clientTag": "html5:v3.17.95", "partnerId": 100});
    [
        join(&[
            &common,
            &json!({
                "service": "baseEntry", "action": "list", "filter": {"redirectFromEntryId": "0_abc123xy"},
                "responseProfile": {
                    "type": 1,
                    "fields": "id,referenceId,name,description,thumbnailUrl,dataUrl,duration,msDuration,\
                        flavorParamsIds,mediaType,type,tags,dvrStatus,externalSourceType,status,createdAt,\
                        updatedAt,endDate,plays,views,downloadUrl,creatorId,userId,rootEntryId,capabilities,\
                        adminTags",
                },
            }),
        ]),
        join(&[
            &common,
            &json!({
                "service": "baseEntry", "action": "getPlaybackContext", "entryId": entry,
                "contextDataParams": {"objectType": "KalturaContextDataParams", "flavorTags": "all"},
            }),
        ]),
        join(&[
            &common,
            &json!({
                "service": "metadata_metadata", "action": "list",
                "filter": {
                    "objectType": "KalturaMetadataFilter", "objectIdEqual": entry,
                    "metadataObjectTypeEqual": "1",
                },
            }),
        ]),
    ]
}

#[test]
fn a_player_loads() {
    let widget = json!({
        "service": "session", "action": "startWidgetSession", "widgetId": "_100",
        "ks": "", "clientTag": "html5:v3.17.95", "partnerId": 100,
    });
    let [list, context, metadata] = player_calls("{1:result:ks}", 2);
    assert_calls(53, &[widget, list, context, metadata]);
    assert_calls(55, &player_calls(KS, 1));
    let user = single(&exchanges(54).remove(0));
    let expected = json!({"service": "user", "action": "get", "ks": KS, "format": 1});
    assert_eq!(user.params, tree(&expected));
}

#[test]
fn beacons_come_in_the_query_and_in_the_body() {
    let common = json!({
        "service": "analytics", "action": "trackEvent", "apiVersion": "3.3.0", "eventType": "1",
        "partnerId": "100", "entryId": "0_abc123xy", "deliveryType": "hls", "playbackType": "vod",
        "clientVer": "3.17.95", "clientTag": "html5:v3.17.95", "ks": WIDGET_KS,
    });
    let in_query = json!({
        "format": "1", "eventIndex": "1", "position": "0", "uiConfId": "23448",
        "sessionId": "92ec642a-d4c8-545a-e9cc-46d44e3a42db:c385998a-87bd-fec8-14fa-26e826676f19",
        "referrer": "http://page.example.test/static/player.html?api=http://api.example.test&kava=1\
            &analytics=1&secs=34",
    });
    let in_body = json!({
        "format": 1, "eventIndex": 1, "position": 0, "uiConfId": 23448, "loadedPlugins": "kava",
        "playbackSpeed": 1, "playerSkin": 1, "kalturaApplication": "21",
        "sessionId": "9e5f129c-e15e-9a52-317b-f1623c1c9e46:943b2737-7477-9328-e73d-6d08ae2c348c",
        "referrer": "http://page.example.test/static/player.html?api=http://api.example.test&kava=new\
            &analytics=1&secs=34",
    });
    for (number, own, events) in [
        (59, in_query, [1, 2, 3, 99, 43, 11, 12, 33, 35, 4, 13]),
        (60, in_body, [1, 2, 43, 3, 99, 11, 12, 33, 35, 4, 13]),
    ] {
        let calls: Vec<_> = exchanges(number).iter().map(single).collect();
        assert_eq!(calls[0].params, tree(&join(&[&common, &own])));
        assert_eq!(calls.iter().map(|call| call.params["eventType"].to_int()).collect::<Vec<_>>(), events);
        for call in calls {
            assert_eq!((call.service.as_str(), call.action.as_str()), ("analytics", "trackEvent"));
            assert_eq!((call.ks().as_deref(), call.partner_id()), (Some(WIDGET_KS), Some(100)));
        }
    }
}

/// Takes a file out, checking what it holds.
fn take_file(params: &mut ParamMap, file_name: &str, content: &str) {
    let Some(Param::File(upload)) = params.shift_remove("fileData") else { panic!("no file in {params:?}") };
    let mut read = String::new();
    upload.reader().read_to_string(&mut read).unwrap();
    assert_eq!((upload.file_name(), read.as_str()), (file_name, content));
}

#[test]
fn uploads_carry_their_file() {
    let upload = json!({
        "service": "uploadtoken", "action": "upload", "uploadTokenId": "1_upl0001", "ks": KS,
        "resume": false, "finalChunk": true, "resumeAt": 0,
    });

    let [add, send] = &exchanges(11)[..] else { panic!("two requests were recorded") };
    let mut add = single(add).params;
    add.shift_remove("kalsig");
    let token = json!({
        "service": "uploadtoken", "action": "add", "ks": KS,
        "uploadToken": {"objectType": "KalturaUploadToken", "fileName": "clip.bin", "fileSize": "12"},
    });
    assert_eq!(add, tree(&join(&[&token, &Python.constants()])));

    for (exchange, client) in [(send, Python), (&exchanges(30)[0], Node)] {
        let mut params = single(exchange).params;
        take_file(&mut params, "clip.bin", "hello-upload");
        params.shift_remove("kalsig");
        assert_eq!(params, tree(&join(&[&client.typed(upload.clone()), &client.constants()])));
    }

    // Browsers put the parameters into the query, where everything is text, and the file name into a part.
    let in_query = json!({"resume": "false", "finalChunk": "true", "resumeAt": "0", "format": "1"});
    let mut params = single(&exchanges(47)[0]).params;
    take_file(&mut params, "blob", "hello-upload");
    let constants = TypeScript.constants();
    assert_eq!(params, tree(&join(&[&upload, &constants, &in_query, &json!({"fileName": "clip.bin"})])));

    let mut params = single(exchanges(76).last().unwrap()).params;
    take_file(&mut params, "clip.mp4", "not really a video file\n");
    let console = json!({
        "uploadTokenId": "0_tokf5a7a03b", "clientTag": "kmcng", "apiVersion": "23.10.0", "Filename": "clip.mp4",
    });
    assert_eq!(params, tree(&join(&[&upload, &in_query, &console])));
}

#[test]
fn uploads_in_a_multirequest_find_their_call() {
    for (number, client, file_name) in [(12, Python, None), (31, Node, Some("clip.bin"))] {
        let mut calls = multi(number);
        assert_eq!(calls.len(), 2);
        take_file(&mut calls[1].params, "clip.bin", "hello-upload");
        let common =
            json!({"ks": KS, "clientTag": client.constants()["clientTag"], "service": "uploadtoken"});
        let mut add = json!({"action": "add", "uploadToken": {"objectType": "KalturaUploadToken"}});
        if let Some(file_name) = file_name {
            apply(&mut add, &[with("/uploadToken/fileName", json!(file_name))]);
        }
        assert_eq!(calls[0].params, tree(&join(&[&common, &add])));
        let upload = json!({
            "action": "upload", "uploadTokenId": "{1:result:id}", "resume": false, "finalChunk": true,
            "resumeAt": -1,
        });
        assert_eq!(calls[1].params, tree(&join(&[&common, &client.typed(upload)])));
    }
}

#[test]
fn no_recording_is_left_out() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captures");
    let mut numbers: Vec<u32> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy()[..2].parse().unwrap())
        .collect();
    numbers.sort_unstable();
    let mut tested: Vec<u32> =
        kinds().iter().flat_map(|kind| kind.recorded.iter().map(|(number, ..)| *number)).collect();
    tested.extend([10, 11, 12, 28, 29, 30, 31, 46, 47, 53, 54, 55, 59, 60, 76]);
    tested.sort_unstable();
    assert_eq!(tested, numbers);
}
