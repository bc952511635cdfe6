//! The isolation matrix: every action × every place where it takes the id of something, tried from another account. The
//! answer must be the one for an id that does not exist.

use boxoffice::actions::SERVICES;
use boxoffice::asset::{self, Asset};
use boxoffice::kept::Kept;
use contract::TypeRef;
use contract::describe::{ActionDecl, Class, Property};
use serde_json::{Value, json};

use crate::arguments;
use crate::common::{Account, Outcome, Server, upload};
use crate::on_both_stores;

/// Stands in the names of everything that belongs to the account: no answer to a stranger may contain it.
const MARK: &str = "belongs-to-another";

/// Something of the account: its id, and one that nothing has.
#[derive(Clone)]
struct Thing {
    id: Value,
    absent: Value,
}

/// One of each kind of object.
struct Things {
    account: Thing,
    user: Thing,
    role: Thing,
    permission: Thing,
    permission_name: Thing,
    app_token: Thing,
    widget: Thing,
    secret: Thing,
    group: Thing,
    membership: Thing,
    access_control: Thing,
    entry: Thing,
    player: Thing,
    params: Thing,
    conversion: Thing,
    response_profile: Thing,
    category: Thing,
    bulk_upload: Thing,
    export: Thing,
    cue_point: Thing,
    quiz: Thing,
    user_entry: Thing,
    event: Thing,
    resource: Thing,
    metadata_profile: Thing,
    metadata: Thing,
    flavor: Thing,
    thumb: Thing,
}

/// A file of an entry, which no call makes yet.
async fn put_asset(server: &Server, account: &Account, entry: &Value, id: &str, kind: asset::Kind) {
    let mut more = Kept::default();
    more.set("fileExt", "mp4");
    let asset = Asset {
        id: id.to_owned(),
        partner_id: account.id,
        entry_id: entry.as_str().unwrap().to_owned(),
        kind,
        params_id: 0,
        status: asset::READY,
        tags: MARK.to_owned(),
        size: 2_049,
        version: 1,
        created_at: server.now(),
        updated_at: server.now(),
        more,
    };
    let mut tx = server.app.store.begin().await.unwrap();
    asset::add(&mut tx, &asset).await.unwrap();
    tx.commit().await.unwrap();
}

impl Things {
    async fn make(server: &Server, account: &Account) -> Self {
        let thing = |id: Value| {
            let absent = if id.is_number() { json!(987_654) } else { json!("0_absent00") };
            Thing { id, absent }
        };
        let ks = server.start(account, &account.owner, 2, "").await;
        let user = server
            .call("user", "add", json!({"ks": ks, "user": {"id": MARK, "screenName": MARK, "email": format!("{MARK}@example.test")}}))
            .await
            .unwrap();
        let role = server.add_role(account, MARK, "BASE_USER_SESSION_PERMISSION").await;
        let permission =
            server.call("permission", "add", json!({"ks": ks, "permission": {"name": MARK}})).await.unwrap();
        let token = server
            .call("appToken", "add", json!({"ks": ks, "appToken": {"description": MARK}}))
            .await
            .unwrap();
        let secret = server.call("boxoffice_secret", "add", json!({"ks": ks, "label": MARK})).await.unwrap();
        let group = json!({"id": format!("{MARK}-group"), "screenName": MARK});
        let group = server.call("group_group", "add", json!({"ks": ks, "group": group})).await.unwrap();
        let file = upload(MARK, "*userId\nx\n");
        let bulk_upload =
            server.call("user", "addFromBulkUpload", json!({"ks": ks, "fileData": file})).await.unwrap();
        server.call("user", "exportToCsv", json!({"ks": ks})).await.unwrap();
        let moment = ks::UnixMillis(server.now().unsigned_abs() * 1000);
        boxoffice::job::run_due(&server.app, || moment).await.unwrap();
        let mail = boxoffice::mail::list(&server.app, false, 1).await.unwrap().pop().unwrap();
        let (_, mail) = boxoffice::mail::open(&server.app, mail.id).await.unwrap().unwrap();
        let export = mail.split_once("/serveCsv/id/").unwrap().1.split_once('/').unwrap().0.to_owned();
        let member = json!({"userId": MARK, "groupId": group["id"]});
        let membership =
            server.call("groupUser", "add", json!({"ks": ks, "groupUser": member})).await.unwrap();
        let category = json!({"name": MARK, "privacyContext": "site", "referenceId": MARK});
        let category = server.call("category", "add", json!({"ks": ks, "category": category})).await.unwrap();
        let member = json!({"userId": MARK, "categoryId": category["id"]});
        server.call("categoryUser", "add", json!({"ks": ks, "categoryUser": member})).await.unwrap();
        let profile = json!({"name": MARK, "systemName": MARK});
        let profile = server
            .call("accessControlProfile", "add", json!({"ks": ks, "accessControlProfile": profile}))
            .await
            .unwrap();
        let entry = json!({"objectType": "KalturaMediaEntry", "mediaType": 1, "name": MARK});
        let entry = server.call("media", "add", json!({"ks": ks, "entry": entry})).await.unwrap();
        let cue_point =
            json!({"objectType": "KalturaAnnotation", "entryId": entry["id"], "text": MARK, "isPublic": 1});
        let cue_point =
            server.call("cuePoint_cuePoint", "add", json!({"ks": ks, "cuePoint": cue_point})).await.unwrap();
        let quiz = json!({"objectType": "KalturaMediaEntry", "mediaType": 1, "name": MARK});
        let quiz = server.call("media", "add", json!({"ks": ks, "entry": quiz})).await.unwrap();
        let sent = json!({"ks": ks, "entryId": quiz["id"], "quiz": {"uiAttributes": [{"key": MARK, "value": MARK}]}});
        server.call("quiz_quiz", "add", sent).await.unwrap();
        let question =
            json!({"objectType": "KalturaQuestionCuePoint", "entryId": quiz["id"], "question": MARK});
        server.call("cuePoint_cuePoint", "add", json!({"ks": ks, "cuePoint": question})).await.unwrap();
        let attempt = json!({"objectType": "KalturaQuizUserEntry", "entryId": quiz["id"], "feedback": MARK});
        let user_entry =
            server.call("userEntry", "add", json!({"ks": ks, "userEntry": attempt})).await.unwrap();
        server.call("like_like", "like", json!({"ks": ks, "entryId": entry["id"]})).await.unwrap();
        let event = json!({"objectType": "KalturaRecordScheduleEvent", "summary": MARK, "recurrenceType": 0, "startDate": 1_761_584_400, "endDate": 1_761_588_000, "tags": MARK});
        let event = server
            .call("schedule_scheduleEvent", "add", json!({"ks": ks, "scheduleEvent": event}))
            .await
            .unwrap();
        let resource = json!({"objectType": "KalturaLocationScheduleResource", "name": MARK});
        let resource = server
            .call("schedule_scheduleResource", "add", json!({"ks": ks, "scheduleResource": resource}))
            .await
            .unwrap();
        let link = json!({"eventId": event["id"], "resourceId": resource["id"]});
        let link = json!({"ks": ks, "scheduleEventResource": link});
        server.call("schedule_scheduleEventResource", "add", link).await.unwrap();
        let player = json!({"creationMode": 2, "name": MARK});
        let player = server.call("uiConf", "add", json!({"ks": ks, "uiConf": player})).await.unwrap();
        let params = json!({"ks": ks, "flavorParams": {"name": MARK}});
        let params = server.call("flavorParams", "add", params).await.unwrap();
        let conversion = json!({"ks": ks, "conversionProfile": {"name": MARK}});
        let conversion = server.call("conversionProfile", "add", conversion).await.unwrap();
        let response_profile = json!({"ks": ks, "addResponseProfile": {"name": MARK, "type": 1}});
        let response_profile = server.call("responseProfile", "add", response_profile).await.unwrap();
        let schema = concat!(
            r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="metadata">"#,
            r#"<xs:complexType><xs:sequence><xs:element name="Note" type="xs:string"/></xs:sequence>"#,
            "</xs:complexType></xs:element></xs:schema>"
        );
        let profile_of_metadata = json!({"name": MARK, "systemName": MARK, "metadataObjectType": "1"});
        let sent =
            json!({"ks": ks, "metadataProfile": profile_of_metadata, "xsdData": schema, "viewsData": MARK});
        let metadata_profile = server.call("metadata_metadataProfile", "add", sent).await.unwrap();
        let xml = format!("<metadata><Note>{MARK}</Note></metadata>");
        let sent = json!({"ks": ks, "metadataProfileId": metadata_profile["id"], "objectType": "1", "objectId": entry["id"], "xmlData": xml});
        let metadata = server.call("metadata_metadata", "add", sent).await.unwrap();
        let mut assets = Vec::new();
        for (id, kind) in [("0_theirvid", asset::Kind::Flavor), ("0_theirpic", asset::Kind::Thumb)] {
            put_asset(server, account, &entry["id"], id, kind).await;
            assets.push(thing(json!(id)));
        }
        let [flavor, thumb] = assets.try_into().ok().unwrap();
        Self {
            flavor,
            thumb,
            metadata_profile: thing(metadata_profile["id"].clone()),
            metadata: thing(metadata["id"].clone()),
            category: thing(category["id"].clone()),
            access_control: thing(profile["id"].clone()),
            entry: thing(entry["id"].clone()),
            player: thing(player["id"].clone()),
            params: thing(params["id"].clone()),
            conversion: thing(conversion["id"].clone()),
            response_profile: thing(response_profile["id"].clone()),
            group: thing(group["id"].clone()),
            membership: Thing { id: membership["id"].clone(), absent: json!("987654") },
            bulk_upload: thing(bulk_upload["id"].clone()),
            cue_point: thing(cue_point["id"].clone()),
            quiz: thing(quiz["id"].clone()),
            user_entry: thing(user_entry["id"].clone()),
            event: thing(event["id"].clone()),
            resource: thing(resource["id"].clone()),
            export: Thing { id: json!(export), absent: json!(format!("{}.csv", "0".repeat(32))) },
            account: thing(json!(account.id)),
            user: thing(user["id"].clone()),
            role: thing(json!(role)),
            permission: thing(permission["id"].clone()),
            permission_name: thing(permission["name"].clone()),
            app_token: thing(token["id"].clone()),
            widget: thing(json!(format!("_{}", account.id))),
            secret: thing(secret["id"].clone()),
        }
    }

    /// What an id by this name means; nothing for names that only sound like one. `owner` is the service, or the class
    /// whose property it is.
    #[allow(clippy::match_same_arms)] // the first that fits counts
    fn behind(&self, owner: &str, name: &str) -> Option<&Thing> {
        let name = name.strip_suffix("Equal").or_else(|| name.strip_suffix("In")).unwrap_or(name);
        match (owner, name.trim_end_matches('s')) {
            ("appToken" | "KalturaAppTokenBaseFilter", "id") | (_, "appTokenId") => Some(&self.app_token),
            ("partner" | "KalturaPartnerBaseFilter", "id")
            | (
                _,
                "partnerId"
                | "requestedPartnerId"
                | "partnerParentId"
                | "templatePartnerId"
                | "impersonatedPartnerId",
            ) => Some(&self.account),
            (
                "accessControl"
                | "accessControlProfile"
                | "KalturaAccessControlBaseFilter"
                | "KalturaAccessControlProfileBaseFilter",
                "id",
            )
            | (_, "accessControlId" | "accessControlProfileId") => Some(&self.access_control),
            // Numbers to group entries by, and what others call things.
            ("KalturaBaseEntry" | "KalturaBaseEntryBaseFilter", "groupId" | "referenceId")
            | ("baseEntry", "refId")
            | ("KalturaMediaEntry", "searchProviderId") => None,
            (_, "groupId" | "originalGroupId" | "newGroupId") => Some(&self.group),
            ("category" | "KalturaCategoryBaseFilter", "id")
            | (
                _,
                "categoryId"
                | "targetCategoryParentId"
                | "inheritedParentId"
                | "idOrInheritedParentId"
                | "ancestorId"
                | "categoriesId"
                | "categoryAncestorId"
                | "categoryFullId",
            )
            | ("KalturaCategory" | "KalturaCategoryBaseFilter", "parentId" | "fullId") => {
                Some(&self.category)
            }
            ("bulkUpload" | "bulkUpload_bulk", "id") => Some(&self.bulk_upload),
            ("exportcsv", "id") => Some(&self.export),
            ("groupUser", "groupUserId") => Some(&self.membership),
            ("widget" | "KalturaWidgetBaseFilter", "id")
            | (_, "widgetId" | "sourceWidgetId" | "rootWidgetId") => Some(&self.widget),
            (
                _,
                "userId"
                | "adminUserId"
                | "sessionUserId"
                | "externalId"
                | "relatedGroupsByUserId"
                | "creatorId"
                | "creatorUserId"
                | "flaggedUserId",
            )
            | ("user" | "KalturaBaseUser" | "KalturaUserBaseFilter", "id") => Some(&self.user),
            (_, "roleId" | "userRoleId") | ("KalturaUserRoleBaseFilter", "id") => Some(&self.role),
            ("uiConf" | "KalturaUiConfBaseFilter", "id") | (_, "uiConfId") => Some(&self.player),
            ("flavorParams" | "thumbParams" | "KalturaAssetParamsBaseFilter", "id")
            | (_, "flavorParamsId" | "thumbParamsId" | "assetParamsId" | "sourceParamsId") => {
                Some(&self.params)
            }
            ("conversionProfile" | "KalturaConversionProfileBaseFilter", "id")
            | (_, "conversionProfileId") => Some(&self.conversion),
            ("responseProfile" | "KalturaResponseProfileBaseFilter", "id") => Some(&self.response_profile),
            (_, "scheduleEventId" | "eventId" | "eventIdOrItsParentId")
            | ("KalturaScheduleEventBaseFilter", "id" | "parentId") => Some(&self.event),
            (_, "scheduleResourceId" | "resourceId" | "parentResourceId")
            | ("KalturaScheduleResourceBaseFilter", "id" | "parentId")
            | ("KalturaScheduleResource", "parentId") => Some(&self.resource),
            (_, "ownerId") => Some(&self.user),
            // Kept as they are.
            ("KalturaScheduleEvent" | "KalturaScheduleEventBaseFilter", "referenceId")
            | ("KalturaEntryScheduleEvent", "entryId") => None,
            ("quiz_quiz", "entryId") => Some(&self.quiz),
            ("KalturaBaseEntryBaseFilter" | "playlist" | "liveStream", "id")
            | (
                _,
                "entryId"
                | "defaultEntryId"
                | "recordedEntryId"
                | "rootEntryId"
                | "parentEntryId"
                | "replacingEntryId"
                | "replacedEntryId"
                | "redirectEntryId"
                | "redirectFromEntryId"
                | "templateEntryId"
                | "flaggedEntryId"
                | "mixId",
            ) => Some(&self.entry),
            ("cuePoint_cuePoint" | "KalturaCuePointBaseFilter", "id")
            | ("KalturaAnnotation" | "KalturaAnnotationBaseFilter", "parentId") => Some(&self.cue_point),
            ("userEntry" | "KalturaUserEntryBaseFilter", "id") | (_, "quizUserEntryId") => {
                Some(&self.user_entry)
            }
            (
                "KalturaQuestionCuePoint" | "KalturaAnswerCuePoint" | "KalturaAnswerCuePointBaseFilter",
                "parentId",
            ) => Some(&self.cue_point),
            ("KalturaViewHistoryUserEntry", "playlistLastEntryId") => None,
            ("flavorAsset" | "KalturaAssetBaseFilter", "id")
            | ("KalturaEntryContextDataParams", "flavorAssetId") => Some(&self.flavor),
            ("thumbAsset", "thumbAssetId") | ("KalturaThumbCuePoint", "assetId") => Some(&self.thumb),
            ("metadata_metadataProfile" | "KalturaMetadataProfileBaseFilter", "id")
            | (
                "metadata_metadata" | "metadata_metadataProfile" | "KalturaMetadataBaseFilter",
                "metadataProfileId",
            ) => Some(&self.metadata_profile),
            ("metadata_metadata", "id") => Some(&self.metadata),
            ("metadata_metadata" | "KalturaMetadataBaseFilter", "objectId") => Some(&self.entry),
            // Kept as they are.
            (
                _,
                "sourceRemoteStorageProfileId"
                | "remoteStorageProfileId"
                | "sourceAssetParamsId"
                | "storageProfileId"
                | "videoCodecId"
                | "objectId"
                | "primarySrtStreamId"
                | "secondarySrtStreamId",
            ) => None,
            ("boxoffice_secret", "id") | (_, "secretId") => Some(&self.secret),
            ("KalturaPermissionBaseFilter", "id") => Some(&self.permission),
            (_, "permissionName") => Some(&self.permission_name),
            // Applications with metadata profiles of their own are left out, applications are somebody else's, e-mail addresses log in everywhere, permission items are the same for all, and
            // these texts are kept as they are: they are the id of nothing that belongs to anybody.
            (
                _,
                "appGuid" | "loginId" | "oldLoginId" | "newLoginId" | "existingLoginId" | "loginDataId"
                | "permissionItemId" | "permissionItemsId" | "metadataProfileId",
            )
            | ("KalturaPermissionItemBaseFilter", "id")
            | ("KalturaBaseUser", "allowedPartnerId")
            | ("KalturaPartner" | "KalturaCategory" | "KalturaCategoryBaseFilter", "referenceId")
            | ("KalturaBulkUploadCsvJobData", "processObjectId") => None,
            _ => panic!("say what {owner}.{name} is the id of"),
        }
    }
}

/// Whatever a stranger gets here is for everybody.
const FOR_EVERYBODY: [(&str, &str, &str); 2] = [
    // What is public about an account, which it has as soon as it is there.
    ("partner", "getPublicInfo", "id"),
    // Players start with nothing but the widget's id.
    ("session", "startWidgetSession", "widgetId"),
];

fn sounds_like_an_id(name: &str) -> bool {
    let name = name.strip_suffix("Equal").or_else(|| name.strip_suffix("In")).unwrap_or(name);
    // Permissions go by their names.
    ["id", "Id", "ids", "Ids", "permissionName"].iter().any(|end| name.ends_with(end))
}

/// Every place in an action's arguments that takes an id, with what is behind it.
fn places<'a>(things: &'a Things, service: &str, action: &ActionDecl) -> Vec<(Vec<&'static str>, &'a Thing)> {
    let mut places = Vec::new();
    for param in action.params {
        if FOR_EVERYBODY.contains(&(service, action.name, param.name)) {
            continue;
        }
        match param.ty {
            TypeRef::Object(_) | TypeRef::Family(_) => {
                let classes: Vec<&Class> = match param.ty {
                    TypeRef::Family(family) => family.members.to_vec(),
                    other => other.class().into_iter().collect(),
                };
                for property in classes.into_iter().flat_map(Class::all_properties) {
                    if takes_an_id(property)
                        && let Some(thing) = things.behind(property.class, property.name)
                    {
                        places.push((vec![param.name, property.name], thing));
                    }
                }
            }
            ty if ty.is_scalar() && sounds_like_an_id(param.name) => {
                places.extend(things.behind(service, param.name).map(|thing| (vec![param.name], thing)));
            }
            _ => {}
        }
    }
    places
}

fn takes_an_id(property: &Property) -> bool {
    let scalar = matches!(property.ty(), TypeRef::Text | TypeRef::Int | TypeRef::BigInt);
    scalar && !property.read_only && sounds_like_an_id(property.name)
}

fn put(params: &mut Value, place: &[&str], id: &Value) {
    match place {
        [name] => params[name] = id.clone(),
        [object, property] => {
            if !params[object].is_object() {
                params[object] = json!({});
            }
            params[object][property] = id.clone();
        }
        _ => unreachable!("a place is an argument or a property of one"),
    }
}

/// An outcome without what the caller said itself and without what is new in every answer.
fn anonymous(outcome: &Outcome, id: &Value) -> String {
    let told = match outcome {
        Ok(value) => without_new_values(value.clone()).to_string(),
        Err(refusal) => format!("{} {}", refusal.code, refusal.args),
    };
    let text = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    // A number of one or two digits may stand for anything; what the caller has said comes back as text.
    let told = if text.len() < 3 {
        // Two numbers may stand in one text.
        told.replace(&format!("\"{text}\""), "\"<id>\"")
            .replace(&format!("\"{text},"), "\"<id>,")
            .replace(&format!(",{text}\""), ",<id>\"")
    } else {
        told.replace(&text, "<id>")
    };
    // Ids of what the stranger has made meanwhile stand in its addresses, too.
    regex::Regex::new("0_[0-9a-z]{8}").unwrap().replace_all(&told, "<new>").into_owned()
}

fn without_new_values(value: Value) -> Value {
    // Secrets are not new, but any number may stand in one.
    const NEW: [&str; 10] = [
        "id",
        "token",
        "ks",
        "secret",
        "adminSecret",
        "createdAt",
        "updatedAt",
        "expiry",
        "issuedBefore",
        "offlineUntil",
    ];
    without(&NEW, value)
}

/// Secrets say when they were used, and every call uses one.
fn without_use(value: Value) -> Value {
    // Addresses carry sessions, which are new in every answer.
    const USE: [&str; 8] = [
        "lastSignedAt",
        "lastOfflineAt",
        "lastStartedAt",
        "sessionsLiveUntil",
        "wouldBreak",
        "logFileUrl",
        "csvFileUrl",
        "bulkFileUrl",
    ];
    without(&USE, value)
}

fn without(names: &[&str], value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(name, _)| !names.contains(&name.as_str()))
            .map(|(name, value)| (name, without(names, value)))
            .collect(),
        Value::Array(values) => values.into_iter().map(|value| without(names, value)).collect(),
        other => other,
    }
}

on_both_stores! {
    async fn files_that_the_matrix_asks_for_are_there_for_their_owner(server: Server) {
        let owner = server.account.clone();
        let things = Things::make(&server, &owner).await;
        let stranger = server.new_account("stranger@example.test").await;
        let asked = async |account: &Account, service: &str, action: &str, params: Value| {
            let mut params = params;
            params["ks"] = json!(server.start(account, &account.owner, 2, "").await);
            server.call(service, action, params).await
        };
        for (service, param, thing) in [("flavorAsset", "id", &things.flavor), ("thumbAsset", "thumbAssetId", &things.thumb)] {
            let got = asked(&owner, service, "get", json!({param: thing.id})).await.unwrap();
            assert_eq!((&got["id"], &got["tags"]), (&thing.id, &json!(MARK)), "{service}");
            for (action, params, found) in [
                ("getByEntryId", json!({"entryId": things.entry.id}), json!([got])),
                ("list", json!({"filter": {"entryIdEqual": things.entry.id, "idEqual": thing.id}}), json!([got])),
            ] {
                let answer = asked(&owner, service, action, params.clone()).await.unwrap();
                assert_eq!(*answer.get("objects").unwrap_or(&answer), found, "{service}.{action}");
                let theirs = asked(&stranger, service, action, params).await;
                assert!(!format!("{theirs:?}").contains(MARK), "{service}.{action}: {theirs:?}");
            }
        }
    }

    async fn what_belongs_to_another_account_looks_absent(server: Server) {
        let owner = server.account.clone();
        let things = Things::make(&server, &owner).await;
        let stranger = server.new_account("stranger@example.test").await;
        let everything = |ks: String| {
            let server = &server;
            async move {
                let mut all = Vec::new();
                for service in SERVICES {
                    for action in service.actions.iter().filter(|action| action.decl.name == "list") {
                        let mut params = arguments::of(&action.decl, owner.id);
                        params["ks"] = json!(ks);
                        let listed = server.call(service.decl.name, "list", params).await;
                        all.push((service.decl.name, listed.map(without_use)));
                    }
                }
                all
            }
        };
        let ks = server.start(&server.account, &server.account.owner, 2, "").await;
        let before = everything(ks.clone()).await;
        assert!(format!("{before:?}").contains(MARK), "the owner sees what is there");

        let mut tried = 0;
        let mut failures = Vec::new();
        for service in SERVICES {
            for action in service.actions {
                let (service, action) = (&service.decl, &action.decl);
                for (place, thing) in places(&things, service.name, action) {
                    let mut told = Vec::new();
                    for id in [&thing.absent, &thing.id] {
                        let mut params = arguments::of(action, stranger.id);
                        params["ks"] = json!(server.start(&stranger, &stranger.owner, 2, "").await);
                        put(&mut params, &place, id);
                        let outcome = server.call(service.name, action.name, params).await;
                        told.push(anonymous(&outcome, id));
                    }
                    // That an account exists is told to everybody (reference: session.md §9.1 steps 17 and 24).
                    let alike = told[0] == told[1] || (place == ["partnerId"] && !told[1].starts_with('{'));
                    if !alike || told[1].contains(MARK) {
                        failures.push(format!("{}.{} {}: {told:#?}", service.name, action.name, place.join(".")));
                    }
                    tried += 1;
                }
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
        assert!(tried >= 10, "only {tried} places take an id");
        assert_eq!(everything(ks).await, before, "nothing of the account has changed");
    }
}
