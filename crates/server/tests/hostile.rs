//! Every action with everything that nobody means to send: whatever comes, it is answered, and never by the code of a
//! failure that nobody foresaw. What stands in the arguments is made from the declarations, so that new actions are
//! tried as soon as they are there.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed
#![allow(clippy::match_same_arms)] // one line for each argument is easier to read

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use boxoffice::actions::SERVICES;
use common::{Account, Outcome, Server};
use contract::describe::{ActionDecl, Class};
use contract::typing::At;
use contract::{Api, TypeRef};
use serde_json::{Map, Value, json};
use sha2::Digest;
use wire::Param;

/// Somebody, and a group, whom arguments name.
const USER: &str = "x";
const GROUP: &str = "g";
const GUID: &str = "0123456789abcdef01234567";

/// What an object needs to be taken at all. Each gets a name of its own.
const NEEDED: [(&str, &str); 21] = [
    ("KalturaUser", "id"),
    ("KalturaAdminUser", "id"),
    ("KalturaGroup", "id"),
    ("KalturaPermission", "name"),
    ("KalturaUserRole", "name"),
    ("KalturaGroupUser", "userId"),
    ("KalturaUserAppRole", "userId"),
    ("KalturaGroupUser", "groupId"),
    ("KalturaUserAppRole", "appGuid"),
    ("KalturaPartner", "name"),
    ("KalturaPartner", "adminName"),
    ("KalturaPartner", "description"),
    ("KalturaPartner", "adminEmail"),
    ("KalturaAdminUser", "email"),
    ("KalturaConversionProfile", "name"),
    ("KalturaFlavorParams", "name"),
    ("KalturaLiveParams", "name"),
    ("KalturaThumbParams", "name"),
    ("KalturaResponseProfile", "name"),
    ("KalturaResponseProfile", "type"),
    ("KalturaUiConf", "creationMode"),
];

/// Actions that answer this code on purpose where something is wrong with a text that they are given.
const CODE_ON_PURPOSE: [(&str, &str); 1] = [("session", "get")];

/// Says which call it was, if the server panics.
struct Watched(String);

impl Drop for Watched {
    #[allow(clippy::print_stderr)] // the test framework shows it beside the panic
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("while calling {}", self.0);
        }
    }
}

/// What stands in the place of a value of whatever type.
fn hostile() -> Vec<Value> {
    let mut deep = json!("x");
    for _ in 0..20 {
        deep = json!({"objectType": "KalturaUser", "a": deep});
    }
    let mut all: Vec<Value> = [
        i64::MIN,
        i64::MIN + 1,
        i64::from(i32::MIN),
        -1,
        0,
        i64::from(i32::MAX) + 1,
        1 << 53,
        i64::MAX - 1,
        i64::MAX,
    ]
    .map(Value::from)
    .to_vec();
    all.extend(
        [
            "",
            " ",
            ",",
            "a\0b",
            "\u{202e}\u{5d0}\u{5d1} e\u{301}\u{325}\u{600}",
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{fe0f}",
            "-9223372036854775809",
            "1e400",
            "%_\\'\";--",
            "(((((a+)+)+)+)+)$",
            "<script>://</script>",
            "0x7f",
            "+createdAt,-",
            "a@b.c\r\nBcc: d@e.f",
        ]
        .map(Value::from),
    );
    all.extend([
        json!("n".repeat(10_000)),
        json!("\u{e4}".repeat(5_001)),
        json!("\u{130}\u{df}\u{1e9e}".repeat(200)),
        json!("1,".repeat(2_000)),
        json!("é@ö.example".repeat(40)),
        json!(null),
        json!(true),
        json!(1.5e300),
        json!([]),
        json!([[], {}, null, 1]),
        json!({"objectType": "KalturaNothing"}),
        json!({"0": "x"}),
        deep,
    ]);
    all
}

/// What is sent, by the type that is declared where it goes.
struct Values {
    all: Vec<Value>,
    numbers: Vec<Value>,
    fractions: Vec<Value>,
    switches: Vec<Value>,
    members: Vec<Value>,
}

impl Values {
    fn new() -> Self {
        let all = hostile();
        let as_sent = |param: &Param| format!("{:?}", std::mem::discriminant(param));
        Self {
            numbers: told_apart(&all, |param| format!("{:?}", i64::decode(param, &At::argument("", 0)))),
            fractions: told_apart(&all, |param| format!("{:?}", f64::decode(param, &At::argument("", 0)))),
            switches: told_apart(&all, |param| format!("{:?}", bool::decode(param, &At::argument("", 0)))),
            members: told_apart(&all, |param| format!("{} {}", as_sent(param), param.to_text() == "")),
            all,
        }
    }

    /// Those that an action can tell apart where a type is declared: a number that was sent as text is the number, and
    /// what an enum does not know is refused before an action sees it.
    fn of(&self, ty: TypeRef) -> &[Value] {
        match ty {
            TypeRef::Int | TypeRef::Time | TypeRef::BigInt => &self.numbers,
            TypeRef::Float => &self.fractions,
            TypeRef::Bool => &self.switches,
            TypeRef::Enum(_) => &self.members,
            _ => &self.all,
        }
    }
}

/// The first of those that arrive as the same. Null may have a meaning of its own, whatever the type.
fn told_apart(all: &[Value], arrives_as: impl Fn(&Param) -> String) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let limits = wire::Limits::default();
    all.iter()
        .filter(|value| {
            let sent = wire::json_in::decode(json!({"sent": value}).to_string().as_bytes(), &limits)
                .unwrap()
                .unwrap();
            seen.insert((value.is_null(), arrives_as(&sent["sent"])))
        })
        .cloned()
        .collect()
}

/// The arguments that reach furthest into an action: of things that are there.
struct Things {
    account: i64,
    owner: String,
    secret: String,
    additional: i64,
    numbers: BTreeMap<&'static str, i64>,
    token: String,
    token_hash: String,
    member: String,
    bulk_upload: i64,
    quiz: String,
}

impl Things {
    async fn made(server: &Server, account: &Account, ks: &str) -> Self {
        let _ = server.call("user", "add", json!({"ks": ks, "user": {"id": USER}})).await;
        let _ = server.call("group_group", "add", json!({"ks": ks, "group": {"id": GROUP}})).await;
        let permission = json!({"objectType": "KalturaPermission", "name": "MINE"});
        let _ = server.call("permission", "add", json!({"ks": ks, "permission": permission})).await;
        let token = json!({"expiry": 4_000_000_000_i64, "hashType": "SHA256"});
        let token = server.call("appToken", "add", json!({"ks": ks, "appToken": token})).await.unwrap();
        let additional = server.call("boxoffice_secret", "add", json!({"ks": ks})).await.unwrap();
        let mut hash = sha2::Sha256::new();
        hash.update(ks);
        hash.update(token["token"].as_str().unwrap());
        let member = json!({"userId": USER, "groupId": GROUP});
        let member = server.call("groupUser", "add", json!({"ks": ks, "groupUser": member})).await.unwrap();
        let file = common::upload("x.csv", "*userId\nx\n");
        let bulk_upload =
            server.call("user", "addFromBulkUpload", json!({"ks": ks, "fileData": file})).await.unwrap();
        let quiz = json!({"mediaType": 1, "name": "quiz"});
        let quiz = server.call("media", "add", json!({"ks": ks, "entry": quiz})).await.unwrap();
        let sent = json!({"ks": ks, "entryId": quiz["id"], "quiz": {}});
        server.call("quiz_quiz", "add", sent).await.unwrap();
        let mut numbers = BTreeMap::new();
        let attempt = json!({"objectType": "KalturaQuizUserEntry", "entryId": quiz["id"]});
        let attempt = server.call("userEntry", "add", json!({"ks": ks, "userEntry": attempt})).await.unwrap();
        numbers.insert("userEntry", attempt["id"].as_i64().unwrap());
        let role = json!({"name": format!("role {}", token["id"]), "permissionNames": "BASE_USER_SESSION_PERMISSION"});
        let role = server.call("userRole", "add", json!({"ks": ks, "userRole": role})).await.unwrap();
        numbers.insert("userRoleId", role["id"].as_i64().unwrap());
        let app_role = json!({"userId": USER, "appGuid": GUID, "userRoleId": role["id"]});
        server.call("userAppRole", "add", json!({"ks": ks, "userAppRole": app_role})).await.unwrap();
        for (service, argument, object) in [
            ("uiConf", "uiConf", json!({"creationMode": 2})),
            ("flavorParams", "flavorParams", json!({"name": "n"})),
            ("thumbParams", "thumbParams", json!({"name": "n"})),
            ("conversionProfile", "conversionProfile", json!({"name": "n", "flavorParamsIds": "0"})),
            ("responseProfile", "addResponseProfile", json!({"name": "nn", "type": 1})),
        ] {
            let mut params = json!({"ks": ks});
            params[argument] = object;
            let made = server.call(service, "add", params).await.unwrap();
            numbers.insert(service, made["id"].as_i64().unwrap());
        }
        Self {
            account: account.id,
            owner: account.owner.clone(),
            secret: account.admin_secret.clone(),
            additional: additional["id"].as_i64().unwrap(),
            numbers,
            token: token["id"].as_str().unwrap().to_owned(),
            token_hash: boxoffice::keys::hex(&hash.finalize()),
            bulk_upload: bulk_upload["id"].as_i64().unwrap(),
            quiz: quiz["id"].as_str().unwrap().to_owned(),
            member: member["id"].as_str().unwrap().to_owned(),
        }
    }

    fn argument(&self, service: &str, action: &str, name: &str, ty: TypeRef) -> Value {
        match (service, name) {
            (_, "partnerId" | "impersonatedPartnerId" | "requestedPartnerId") => json!(self.account),
            ("partner", "id") => json!(self.account),
            (_, "secret") => json!(self.secret),
            (_, "loginId" | "loginDataId" | "oldLoginId" | "adminEmail" | "email") => json!(self.owner),
            (_, "password" | "cmsPassword") => json!(common::PASSWORD),
            ("user", "userId") if action == "login" => json!(self.owner),
            (_, "secretId") | ("boxoffice_secret", "id") => json!(self.additional),
            (_, "appTokenId") => json!(self.token),
            (_, "tokenHash") => json!(self.token_hash),
            (_, "widgetId") => json!(format!("_{}", self.account)),
            (_, "appGuid") => json!(GUID),
            ("permissionItem", "permissionItemId") => json!(2),
            ("bulkUpload" | "bulkUpload_bulk", "id") => json!(self.bulk_upload),
            ("appToken", "id") => json!(self.token),
            ("groupUser", "groupUserId") => json!(self.member),
            (_, "groupId" | "originalGroupId") | ("group", "id") => json!(GROUP),
            (_, "permissionName") => json!("MINE"),
            ("quiz_quiz" | "like_like", "entryId") => json!(self.quiz),
            (_, "conversionProfileId") => json!(self.numbers["conversionProfile"]),
            (_, "assetParamsId") => json!(0),
            (service, "id") if self.numbers.contains_key(service) => json!(self.numbers[service]),
            (_, "force") => json!(false),
            (_, name) if self.numbers.contains_key(name) => json!(self.numbers[name]),
            _ => Self::value(ty),
        }
    }

    fn value(ty: TypeRef) -> Value {
        match ty {
            TypeRef::Int | TypeRef::BigInt | TypeRef::Time => json!(1),
            TypeRef::Float => json!(1.5),
            TypeRef::Bool => json!(true),
            TypeRef::Text => json!(USER),
            TypeRef::Enum(declared) => json!(declared.members.first().map_or("", |member| member.value)),
            TypeRef::Object(class) => object(class),
            TypeRef::Family(family) => object(family.members.first().unwrap_or(&family.declared)),
            TypeRef::Array(element) => json!([Self::value(*element)]),
            TypeRef::Map(element) => json!({"key": Self::value(*element)}),
            TypeRef::File => common::upload("x.csv", "*userId,gender\nx,1\n"),
        }
    }
}

fn object(class: &Class) -> Value {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let mut object = json!({"objectType": class.name});
    for (_, name) in NEEDED.iter().filter(|(needing, _)| *needing == class.name) {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        object[name] = match *name {
            "userId" => json!(USER),
            "type" | "creationMode" => json!(2),
            "groupId" => json!(GROUP),
            "appGuid" => json!(format!("{number:024x}")),
            "email" | "adminEmail" => json!(format!("p{number}@example.test")),
            _ => json!(format!("n{number}")),
        };
    }
    object
}

/// The same for an action that changes what is there: with another id it would be another's from then on.
fn object_for(action: &ActionDecl, class: &Class) -> Value {
    if action.name == "update" { json!({"objectType": class.name}) } else { object(class) }
}

fn classes_of(ty: TypeRef) -> Vec<&'static Class> {
    match ty {
        TypeRef::Object(class) => vec![class],
        TypeRef::Family(family) => family.members.to_vec(),
        _ => Vec::new(),
    }
}

/// The arguments of an action in which one thing, or everything, is what nobody means to send.
fn variants(
    values: &Values,
    filtered: &mut BTreeSet<(&'static str, &'static str)>,
    service: &str,
    action: &ActionDecl,
    things: &Things,
) -> Vec<Value> {
    let usual: Map<String, Value> = action
        .params
        .iter()
        .map(|param| (param.name.to_owned(), things.argument(service, action.name, param.name, param.ty)))
        .collect();
    let mut all = vec![Value::Object(usual.clone())];
    for param in action.params {
        for value in values.of(param.ty) {
            let mut one = usual.clone();
            one.insert(param.name.to_owned(), value.clone());
            all.push(Value::Object(one));
        }
        let mut inherited = BTreeSet::new();
        for (number, class) in classes_of(param.ty).into_iter().enumerate() {
            let properties = class.all_properties();
            for (place, property) in properties.iter().filter(|property| !property.read_only).enumerate() {
                let mut sent = values.of(property.ty());
                // What several classes have from one base, and several actions filter by, is sent whole once, and then one
                // value with each of them.
                let is_new = inherited.insert(property.name);
                let is_filter = class.name.ends_with("Filter");
                if !(is_new & (!is_filter || filtered.insert((class.name, property.name)))) {
                    sent = &sent[(number + place) % sent.len()..][..1];
                }
                for value in sent {
                    let mut holder = object_for(action, class);
                    holder[property.name] = sent_as(value.clone(), property.ty());
                    let mut with = usual.clone();
                    with.insert(param.name.to_owned(), holder);
                    all.push(Value::Object(with));
                }
            }
        }
    }
    for value in &values.all {
        let mut everything = usual.clone();
        for param in action.params {
            everything.insert(param.name.to_owned(), value.clone());
            for class in classes_of(param.ty) {
                let mut whole = object_for(action, class);
                for property in class.all_properties().iter().filter(|property| !property.read_only) {
                    whole[property.name] = sent_as(value.clone(), property.ty());
                }
                everything.insert(param.name.to_owned(), whole);
            }
        }
        all.push(Value::Object(everything));
    }
    all
}

/// A list of what nobody means where objects are listed, for where one value goes unread.
fn sent_as(value: Value, ty: TypeRef) -> Value {
    let TypeRef::Array(element) = ty else { return value };
    let Some(class) = element.class() else { return value };
    let mut inner: Map<String, Value> =
        class.all_properties().iter().map(|property| (property.name.to_owned(), value.clone())).collect();
    inner.insert("objectType".to_owned(), json!(class.name));
    json!([inner])
}

fn is_failure(service: &str, action: &str, outcome: &Outcome) -> bool {
    outcome.as_ref().is_err_and(|refusal| {
        refusal.code.starts_with("INTERNAL_") && !CODE_ON_PURPOSE.contains(&(service, action))
    })
}

/// Somebody who may do whatever an account may, in an account of their own.
struct Attacker {
    ks: String,
    things: Things,
}

impl Attacker {
    async fn new(server: &Server, number: usize) -> Self {
        let account = server.new_account(&format!("owner-{number}@example.test")).await;
        let ks = server.start(&account, &account.owner, 2, "").await;
        let things = Things::made(server, &account, &ks).await;
        Self { ks, things }
    }

    /// Still somebody: some actions end sessions, secrets or users.
    fn is_let_in(outcome: &Outcome) -> bool {
        let shut = ["INVALID_KS", "USER_BLOCKED", "SERVICE_FORBIDDEN_CONTENT_BLOCKED", "LOGIN_BLOCKED"];
        !outcome.as_ref().is_err_and(|refusal| shut.contains(&refusal.code.as_str()))
    }
}

on_both_stores! {
    async fn nothing_that_is_sent_makes_an_action_fail(server: Server) {
        let values = Values::new();
        let mut filtered = BTreeSet::new();
        let mut failures = Vec::new();
        let mut number = 0;
        for service in SERVICES {
            for action in service.actions {
                let (service, action) = (&service.decl, &action.decl);
                number += 1;
                let mut attacker = Attacker::new(&server, number).await;
                for mut params in variants(&values, &mut filtered, service.name, action, &attacker.things) {
                    params["ks"] = json!(attacker.ks);
                    let told = params.to_string();
                    let told = &told[..told.floor_char_boundary(300)];
                    let watched = Watched(format!("{}.{} {told}", service.name, action.name));
                    let outcome = server.call(service.name, action.name, params).await;
                    if is_failure(service.name, action.name, &outcome) {
                        failures.push(format!("{}: {outcome:?}", watched.0));
                    }
                    if !Attacker::is_let_in(&outcome) {
                        number += 1;
                        attacker = Attacker::new(&server, number).await;
                    }
                }
            }
        }
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures[..failures.len().min(60)].join("\n"));
    }
}
