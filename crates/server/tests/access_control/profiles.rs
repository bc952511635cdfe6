//! The service `accessControlProfile` (reference: content-access.md §9).

use serde_json::{Value, json};
use store::testing::TestStore;

use crate::common::{Account, Outcome, Server, refused};
use crate::on_both_stores;

pub(crate) struct Caller<'a> {
    pub(crate) server: &'a Server,
    pub(crate) ks: String,
}

pub(crate) async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

async fn of_account<'a>(server: &'a Server, account: &Account) -> Caller<'a> {
    Caller { server, ks: server.start(account, &account.owner, 2, "").await }
}

impl Caller<'_> {
    pub(crate) async fn call(&self, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call("accessControlProfile", action, params).await
    }

    pub(crate) async fn add(&self, profile: Value) -> Outcome {
        self.call("add", json!({"accessControlProfile": profile})).await
    }

    pub(crate) async fn get(&self, id: &Value) -> Outcome {
        self.call("get", json!({"id": id})).await
    }

    pub(crate) async fn update(&self, id: &Value, profile: Value) -> Outcome {
        self.call("update", json!({"id": id, "accessControlProfile": profile})).await
    }

    pub(crate) async fn delete(&self, id: &Value) -> Outcome {
        self.call("delete", json!({"id": id})).await
    }

    pub(crate) async fn list(&self, filter: Value) -> Value {
        self.call("list", json!({"filter": filter})).await.unwrap()
    }

    /// The id of the default profile.
    pub(crate) async fn default(&self) -> Value {
        let list = self.list(json!({})).await;
        let defaults: Vec<_> =
            list["objects"].as_array().unwrap().iter().filter(|profile| profile["isDefault"] == 1).collect();
        assert_eq!(defaults.len(), 1, "one default, always");
        defaults[0]["id"].clone()
    }
}

pub(crate) fn not_found(id: &Value) -> Outcome {
    refused("ACCESS_CONTROL_ID_NOT_FOUND", json!({"ID": id.to_string()}))
}

fn block_unless(values: &[&str]) -> Value {
    let values: Vec<Value> =
        values.iter().map(|value| json!({"objectType": "KalturaStringValue", "value": value})).collect();
    json!({
        "description": "elsewhere",
        "message": "Only on our own pages.",
        "code": "SITE",
        "contexts": [{"objectType": "KalturaAccessControlContextTypeHolder", "type": "1"}],
        "conditions": [{"objectType": "KalturaSiteCondition", "not": true, "values": values}],
        "actions": [{"objectType": "KalturaAccessControlBlockAction"}],
    })
}

async fn add_entry(server: &Server, name: &str, profile: &Value) -> String {
    let entry = json!({"mediaType": 1, "name": name, "accessControlId": profile});
    let added =
        server.call("media", "add", json!({"ks": server.admin().await, "entry": entry})).await.unwrap();
    assert_eq!(added["accessControlId"], *profile);
    added["id"].as_str().unwrap().to_owned()
}

async fn profile_of(server: &Server, entry: &str) -> Value {
    let ks = server.admin().await;
    server.call("baseEntry", "get", json!({"ks": ks, "entryId": entry})).await.unwrap()["accessControlId"]
        .clone()
}

on_both_stores! {
    async fn an_account_has_a_profile_that_restricts_nobody(server: Server) {
        let admin = admin(&server).await;
        let list = admin.list(json!({})).await;
        assert_eq!(list["totalCount"], 1);
        let profile = &list["objects"][0];
        assert_eq!(profile["name"], "Default");
        assert_eq!(profile["isDefault"], 1);
        assert_eq!(profile["rules"], json!([]));
        assert_eq!(profile["partnerId"], server.account.id);
        assert_eq!(profile["objectType"], "KalturaAccessControlProfile");
        assert_eq!(admin.get(&profile["id"]).await.unwrap(), *profile);
        let other = server.new_account("other@example.test").await;
        let theirs = of_account(&server, &other).await;
        assert_ne!(theirs.default().await, profile["id"]);
    }

    async fn a_profile_is_added_read_changed_and_deleted(server: Server) {
        let admin = admin(&server).await;
        let made = admin
            .add(json!({"name": "Own pages", "systemName": "own", "description": "d", "rules": [block_unless(&["school.test"])]}))
            .await
            .unwrap();
        assert_eq!(made["isDefault"], 0);
        assert_eq!(made["systemName"], "own");
        assert!((made["createdAt"].as_i64().unwrap() - server.now()).abs() < 2);
        let rule = &made["rules"][0];
        assert_eq!(rule["message"], "Only on our own pages.");
        // Kinds leave as numbers, as string enums with such values do (reference: content-access.md §4.2).
        assert_eq!(rule["conditions"][0]["type"], 4);
        assert_eq!(rule["conditions"][0]["not"], true);
        assert_eq!(rule["conditions"][0]["objectType"], "KalturaSiteCondition");
        assert_eq!(rule["conditions"][0]["values"][0], json!({"value": "school.test", "objectType": "KalturaStringValue"}));
        assert_eq!(rule["actions"][0]["type"], 1);
        assert_eq!(rule["contexts"][0], json!({"type": 1, "objectType": "KalturaAccessControlContextTypeHolder"}));
        assert_eq!(admin.get(&made["id"]).await.unwrap(), made);

        server.pass(60);
        let changed = admin.update(&made["id"], json!({"name": "Pages"})).await.unwrap();
        assert_eq!(changed["name"], "Pages");
        assert_eq!(changed["rules"], made["rules"], "what is absent stays");
        assert_eq!(changed["createdAt"], made["createdAt"]);
        assert!(changed["updatedAt"].as_i64() > made["updatedAt"].as_i64());
        let rules = json!([{"message": "a"}, {"message": "b"}]);
        let changed = admin.update(&made["id"], json!({"rules": rules, "description__null": ""})).await.unwrap();
        assert_eq!(changed["rules"].as_array().unwrap().len(), 2, "rules are replaced as a whole");
        assert_eq!(changed.get("description"), None);
        assert_eq!(admin.get(&made["id"]).await.unwrap(), changed);
        // What was read can be sent back.
        assert_eq!(admin.update(&made["id"], changed.clone()).await.unwrap()["rules"], changed["rules"]);
        let changed = admin.update(&made["id"], json!({"rules": []})).await.unwrap();
        assert_eq!(changed["rules"], json!([]));

        assert_eq!(admin.delete(&made["id"]).await, Ok(Value::Null));
        assert_eq!(admin.get(&made["id"]).await, not_found(&made["id"]));
        assert_eq!(admin.update(&made["id"], json!({"name": "x"})).await, not_found(&made["id"]));
        assert_eq!(admin.delete(&made["id"]).await, not_found(&made["id"]));
        assert_eq!(admin.list(json!({"idEqual": made["id"]})).await["totalCount"], 0);
    }

    async fn every_class_of_a_rule_comes_back_as_it_was_sent(server: Server) {
        let admin = admin(&server).await;
        let rows: Vec<Value> = serde_json::from_str(include_str!("conditions.json")).unwrap();
        let conditions: Vec<Value> = rows.iter().map(|row| row["condition"].clone()).collect();
        let made = admin.add(json!({"name": "all", "rules": [{"conditions": conditions}]})).await.unwrap();
        let back = &made["rules"][0]["conditions"];
        for (sent, back) in conditions.iter().zip(back.as_array().unwrap()) {
            contains(sent, back);
        }
        assert_eq!(admin.get(&made["id"]).await.unwrap(), made);
        let actions = json!([
            {"objectType": "KalturaAccessControlBlockAction"},
            {"objectType": "KalturaAccessControlPreviewAction", "limit": 10},
            {"objectType": "KalturaAccessControlLimitFlavorsAction", "flavorParamsIds": "1,2", "isBlockedList": true},
            {"objectType": "KalturaStorageAddAction"},
            {"objectType": "KalturaAccessControlLimitDeliveryProfilesAction", "deliveryProfileIds": "3", "isBlockedList": false},
            {"objectType": "KalturaAccessControlServeRemoteEdgeServerAction", "edgeServerIds": "4", "seamlessFallbackEnabled": 1},
            {"objectType": "KalturaAccessControlModifyRequestHostRegexAction", "pattern": "a", "replacement": "b", "replacmenServerNodeId": 5, "checkAliveTimeoutMs": 6},
            {"objectType": "KalturaAccessControlLimitThumbnailCaptureAction"},
        ]);
        let made = admin.update(&made["id"], json!({"rules": [{"actions": actions}]})).await.unwrap();
        for (index, (sent, back)) in
            actions.as_array().unwrap().iter().zip(made["rules"][0]["actions"].as_array().unwrap()).enumerate()
        {
            contains(sent, back);
            assert_eq!(back["type"], json!(index + 1), "{back}");
        }
    }

    async fn a_default_moves_and_is_never_taken_away(server: Server) {
        let admin = admin(&server).await;
        let first = admin.default().await;
        assert_eq!(admin.update(&first, json!({"isDefault": 0})).await.unwrap()["isDefault"], 1);
        assert_eq!(admin.update(&first, json!({"isDefault": -1})).await.unwrap()["isDefault"], 1);
        let second = admin.add(json!({"name": "second", "isDefault": 1})).await.unwrap();
        assert_eq!(second["isDefault"], 1);
        assert_eq!(admin.default().await, second["id"]);
        assert_eq!(admin.get(&first).await.unwrap()["isDefault"], 0);
        admin.update(&first, json!({"isDefault": 1})).await.unwrap();
        assert_eq!(admin.default().await, first);
        assert_eq!(admin.delete(&first).await, refused("CANNOT_DELETE_DEFAULT_ACCESS_CONTROL", json!([])));
        assert_eq!(admin.default().await, first);
        assert_eq!(admin.delete(&second["id"]).await, Ok(Value::Null));
    }

    async fn many_at_once_leave_one_default(server: Server) {
        let admin = admin(&server).await;
        let one = admin.add(json!({"name": "one"})).await.unwrap();
        let two = admin.add(json!({"name": "two"})).await.unwrap();
        let default = json!({"isDefault": 1});
        let moves = (0..8).map(|turn| admin.update(if turn % 2 == 0 { &one["id"] } else { &two["id"] }, default.clone()));
        for moved in futures_util::future::join_all(moves).await {
            moved.unwrap();
        }
        admin.default().await;
    }

    async fn names_and_texts_have_limits(server: Server) {
        let admin = admin(&server).await;
        let cases = [
            (json!({}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
            (json!({"name": ""}), "PROPERTY_VALIDATION_MIN_LENGTH"),
            (json!({"name": "x".repeat(129)}), "PROPERTY_VALIDATION_MAX_LENGTH"),
            (json!({"name": "x", "systemName": "x".repeat(129)}), "PROPERTY_VALIDATION_MAX_LENGTH"),
            (json!({"name": "x", "description": "x".repeat(1025)}), "PROPERTY_VALIDATION_MAX_LENGTH"),
            (json!({"name": "x", "rules": [{"message": "x".repeat(1 << 20)}]}), "INVALID_FIELD_VALUE"),
            (json!({"name": "x", "id": 1}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
            (json!({"name": "x", "rules": [{"conditions": [{"objectType": "KalturaNoSuchCondition"}]}]}), "OBJECT_TYPE_ABSTRACT"),
            (json!({"name": "x", "rules": [{"conditions": [{}]}]}), "OBJECT_TYPE_ABSTRACT"),
            (json!({"name": "x", "rules": [{"actions": [{"objectType": "KalturaAccessControlDrmPolicyAction"}]}]}), "OBJECT_TYPE_ABSTRACT"),
            (json!({"name": "x", "rules": [{"contexts": [{"type": "7"}]}]}), "INVALID_ENUM_VALUE"),
            (json!({"name": "x", "rules": [{"conditions": [{"objectType": "KalturaUserAgentCondition", "values": [{"value": "("}]}]}]}), "INVALID_FIELD_VALUE"),
        ];
        for (profile, code) in cases {
            assert_eq!(admin.add(profile.clone()).await.unwrap_err().code, code, "{profile}");
        }
        assert_eq!(admin.list(json!({})).await["totalCount"], 1, "nothing was added");
        let made = admin.add(json!({"name": "x".repeat(128), "systemName": "y".repeat(128), "description": "z".repeat(1024)})).await.unwrap();
        for (change, code) in [
            (json!({"name": ""}), "PROPERTY_VALIDATION_MIN_LENGTH"),
            (json!({"name__null": ""}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
            (json!({"rules": [{"conditions": [{"objectType": "KalturaHttpHeaderCondition", "values": [{"value": "["}]}]}]}), "INVALID_FIELD_VALUE"),
            (json!({"partnerId": 1}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
        ] {
            assert_eq!(admin.update(&made["id"], change.clone()).await.unwrap_err().code, code, "{change}");
        }
        assert_eq!(admin.get(&made["id"]).await.unwrap(), made, "nothing has changed");
        let place = "rules:0:conditions:0:values:0";
        let rules = json!([{"conditions": [{"objectType": "KalturaUserAgentCondition", "values": [{"value": "("}]}]}]);
        assert_eq!(admin.add(json!({"name": "x", "rules": rules})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": place})));
    }

    async fn system_names_are_unique_in_an_account(server: Server) {
        let admin = admin(&server).await;
        let taken = refused("SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "own"}));
        let first = admin.add(json!({"name": "a", "systemName": "own"})).await.unwrap();
        assert_eq!(admin.add(json!({"name": "b", "systemName": "own"})).await, taken);
        let second = admin.add(json!({"name": "b"})).await.unwrap();
        assert_eq!(admin.update(&second["id"], json!({"systemName": "own"})).await, taken);
        admin.update(&first["id"], json!({"systemName": "own"})).await.unwrap();
        let other = server.new_account("other@example.test").await;
        of_account(&server, &other).await.add(json!({"name": "a", "systemName": "own"})).await.unwrap();
        admin.delete(&first["id"]).await.unwrap();
        admin.update(&second["id"], json!({"systemName": "own"})).await.unwrap();
    }

    async fn an_account_has_24_at_most(server: Server) {
        let admin = admin(&server).await;
        for number in 1..24 {
            admin.add(json!({"name": number.to_string()})).await.unwrap();
        }
        let full = refused("MAX_NUMBER_OF_ACCESS_CONTROLS_REACHED", json!({"MAX_NUM": "24"}));
        assert_eq!(admin.add(json!({"name": "one more"})).await, full);
        let list = admin.list(json!({"orderBy": "-createdAt"})).await;
        assert_eq!(list["totalCount"], 24);
        admin.delete(&list["objects"][0]["id"]).await.unwrap();
        admin.add(json!({"name": "instead"})).await.unwrap();
        let other = server.new_account("other@example.test").await;
        of_account(&server, &other).await.add(json!({"name": "theirs"})).await.unwrap();
    }

    async fn lists_are_filtered_and_ordered(server: Server) {
        let admin = admin(&server).await;
        let default = admin.default().await;
        server.pass(100);
        let first = admin.add(json!({"name": "a", "systemName": "first"})).await.unwrap();
        server.pass(100);
        let second = admin.add(json!({"name": "b", "systemName": "second"})).await.unwrap();
        server.pass(100);
        let first = admin.update(&first["id"], json!({"description": "later"})).await.unwrap();
        let ids = |list: &Value| list["objects"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
        let (one, two) = (first["id"].clone(), second["id"].clone());
        for (filter, expected) in [
            (json!({"idEqual": one}), vec![one.clone()]),
            (json!({"idIn": format!("{one},{two},987654"), "orderBy": "+createdAt"}), vec![one.clone(), two.clone()]),
            (json!({"systemNameEqual": "second"}), vec![two.clone()]),
            (json!({"systemNameEqual": "sec"}), vec![]),
            (json!({"systemNameIn": "second,first", "orderBy": "-createdAt"}), vec![two.clone(), one.clone()]),
            (json!({"createdAtGreaterThanOrEqual": second["createdAt"]}), vec![two.clone()]),
            (json!({"createdAtLessThanOrEqual": first["createdAt"], "orderBy": "-createdAt"}), vec![one.clone(), default.clone()]),
            (json!({"updatedAtGreaterThanOrEqual": first["updatedAt"]}), vec![one.clone()]),
            (json!({"updatedAtLessThanOrEqual": second["updatedAt"], "orderBy": "-updatedAt"}), vec![two.clone(), default.clone()]),
            (json!({"orderBy": "-updatedAt"}), vec![one.clone(), two.clone(), default.clone()]),
            (json!({"orderBy": "+updatedAt"}), vec![default.clone(), two.clone(), one.clone()]),
        ] {
            let list = admin.list(filter.clone()).await;
            assert_eq!(ids(&list), expected, "{filter}");
            assert_eq!(list["totalCount"], expected.len(), "{filter}");
        }
        let page = admin.call("list", json!({"filter": {"orderBy": "+createdAt"}, "pager": {"pageSize": 1, "pageIndex": 2}})).await.unwrap();
        assert_eq!((ids(&page), &page["totalCount"]), (vec![one], &json!(3)));
    }

    async fn a_deleted_profile_gives_its_entries_the_default_one(server: Server) {
        let admin = admin(&server).await;
        let default = admin.default().await;
        let mine = admin.add(json!({"name": "mine"})).await.unwrap()["id"].clone();
        let kept = admin.add(json!({"name": "kept"})).await.unwrap()["id"].clone();
        let (moved, other) = (add_entry(&server, "a", &mine).await, add_entry(&server, "b", &kept).await);
        assert_eq!(profile_of(&server, &moved).await, mine);
        admin.delete(&mine).await.unwrap();
        assert_eq!(profile_of(&server, &moved).await, default);
        assert_eq!(profile_of(&server, &other).await, kept);
    }

    async fn a_profile_with_too_many_entries_stays(server: Server) {
        let admin = admin(&server).await;
        let mine = admin.add(json!({"name": "mine"})).await.unwrap()["id"].clone();
        let first = add_entry(&server, "first", &mine).await;
        let entry = json!({"mediaType": 1, "accessControlId": mine});
        let add = ("media", "add", json!({"ks": server.admin().await, "entry": entry}));
        for _ in 0..5 {
            server.multi(vec![add.clone(); 200]).await.into_iter().for_each(|added| drop(added.unwrap()));
        }
        let refusal = refused("EXCEEDED_ENTRIES_PER_ACCESS_CONTROL_FOR_UPDATE", json!({"id": mine.to_string()}));
        assert_eq!(admin.delete(&mine).await, refusal);
        assert_eq!(profile_of(&server, &first).await, mine);
        admin.get(&mine).await.unwrap();
    }

    async fn entries_stay_where_there_is_no_default(server: Server) {
        use sea_query::{Expr, ExprTrait};
        let admin = admin(&server).await;
        let mine = admin.add(json!({"name": "mine"})).await.unwrap()["id"].clone();
        let entry = add_entry(&server, "a", &mine).await;
        let mut tx = server.app.store.begin().await.unwrap();
        let broken = sea_query::Query::update()
            .table("access_control")
            .value("is_default", false)
            .and_where(Expr::col("partner_id").eq(server.account.id))
            .to_owned();
        tx.execute(&broken).await.unwrap();
        tx.commit().await.unwrap();
        let refusal = refused("CANNOT_TRANSFER_ENTRIES_TO_ANOTHER_ACCESS_CONTROL_OBJECT", json!([]));
        assert_eq!(admin.delete(&mine).await, refusal);
        assert_eq!(profile_of(&server, &entry).await, mine);
    }

    async fn an_entry_names_a_profile_of_its_account(server: Server) {
        let caller = admin(&server).await;
        let default = caller.default().await;
        let ks = server.admin().await;
        let add = async |profile: Value| server.call("media", "add", json!({"ks": ks, "entry": {"mediaType": 1, "accessControlId": profile}})).await;
        let added = server.call("media", "add", json!({"ks": ks, "entry": {"mediaType": 1}})).await.unwrap();
        assert_eq!(added["accessControlId"], default, "the default one, unless it says another");
        let other = server.new_account("other@example.test").await;
        let theirs = of_account(&server, &other).await.default().await;
        for id in [json!(987_654), theirs] {
            assert_eq!(add(id.clone()).await, not_found(&id));
            let change = json!({"ks": ks, "entryId": added["id"], "baseEntry": {"accessControlId": id}});
            assert_eq!(server.call("baseEntry", "update", change).await, not_found(&id));
        }
        assert_eq!(profile_of(&server, added["id"].as_str().unwrap()).await, default);
    }

    async fn profiles_of_others_are_not_there(server: Server) {
        let admin = admin(&server).await;
        let other = server.new_account("other@example.test").await;
        let theirs = of_account(&server, &other).await;
        let id = theirs.add(json!({"name": "theirs"})).await.unwrap()["id"].clone();
        assert_eq!(admin.get(&id).await, not_found(&id));
        assert_eq!(admin.update(&id, json!({"name": "mine"})).await, not_found(&id));
        assert_eq!(admin.delete(&id).await, not_found(&id));
        assert_eq!(admin.list(json!({"idEqual": id})).await["totalCount"], 0);
        assert_eq!(theirs.get(&id).await.unwrap()["name"], "theirs");
        for session in [server.user("ann").await, server.widget().await] {
            let refusal = server.call("accessControlProfile", "get", json!({"ks": session, "id": id})).await;
            assert_eq!(refusal, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "accessControlProfile->get"})));
        }
    }

    async fn code_is_neither_kept_nor_run(server: Server) {
        let admin = admin(&server).await;
        let code = json!({"objectType": "KalturaEvalStringField", "code": "system('id')"});
        let nested = json!({"objectType": "KalturaSiteCondition", "values": [code]});
        let rules = json!([{"conditions": [
            {"objectType": "KalturaFieldMatchCondition", "field": code, "values": [code]},
            {"objectType": "KalturaAuthenticatedCondition", "privileges": [code]},
            {"objectType": "KalturaOrCondition", "conditions": [nested]},
        ]}]);
        let made = admin.add(json!({"name": "x", "rules": rules})).await.unwrap();
        assert!(!made.to_string().contains("system"), "{made}");
        assert!(made.to_string().contains("KalturaEvalStringField"));
    }
}

/// Everything that was sent stands in what came back.
fn contains(sent: &Value, back: &Value) {
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            for (name, value) in sent {
                if name == "code" {
                    continue;
                }
                contains(value, back.get(name).unwrap_or(&Value::Null));
            }
        }
        (Value::Array(sent), Value::Array(back)) => {
            assert_eq!(sent.len(), back.len());
            sent.iter().zip(back).for_each(|(sent, back)| contains(sent, back));
        }
        // String enums of numbers leave as numbers.
        (Value::String(text), Value::Number(number)) => assert_eq!(*text, number.to_string()),
        _ => assert_eq!(sent, back),
    }
}

/// The accounts that were there before profiles were have one afterwards.
async fn migrate_with_an_account(store: TestStore) {
    use boxoffice::migrations::MIGRATIONS;
    let before: Vec<_> = MIGRATIONS.iter().copied().take_while(|migration| migration.version < 10).collect();
    store.store.migrate(&before).await.unwrap();
    let account = sea_query::Query::insert()
        .into_table("partner")
        .columns(["name", "status", "ks_version", "admin_login_quota", "profile", "created_at", "updated_at"])
        .values_panic(["Old".into(), 1.into(), 2.into(), 3.into(), "{}".into(), 77.into(), 78.into()])
        .to_owned();
    let mut tx = store.store.begin().await.unwrap();
    tx.execute(&account).await.unwrap();
    tx.commit().await.unwrap();
    store.store.migrate(MIGRATIONS).await.unwrap();
    let all = sea_query::Query::select()
        .columns(["name", "is_default", "rules", "created_at"])
        .from("access_control")
        .to_owned();
    let rows = store.store.all(&all).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].get::<String>("name").unwrap(), "Default");
    assert!(rows[0].get::<bool>("is_default").unwrap());
    assert_eq!(rows[0].get::<String>("rules").unwrap(), "[]");
    assert_eq!(rows[0].get::<i64>("created_at").unwrap(), 77);
}

#[tokio::test]
async fn accounts_of_before_get_a_profile_on_sqlite() {
    migrate_with_an_account(store::testing::sqlite().await).await;
}

#[tokio::test]
async fn accounts_of_before_get_a_profile_on_postgres() {
    migrate_with_an_account(store::testing::postgres().await).await;
}
