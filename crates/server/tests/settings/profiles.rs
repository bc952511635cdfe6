//! `responseProfile`, and calls that name a stored one (reference: more-services.md §5.4, protocol.md §13).

use serde_json::{Value, json};

use super::common::{Outcome, Server, refused};
use super::{Caller, admin, all, anonymous, forbidden, needed, set_by_server, stranger, too_short, user};
use crate::on_both_stores;

fn unknown(id: &Value) -> Outcome {
    refused("RESPONSE_PROFILE_ID_NOT_FOUND", json!({"ID": id.to_string()}))
}

async fn add(caller: &Caller<'_>, profile: Value) -> Outcome {
    caller.call("responseProfile", "add", json!({"addResponseProfile": profile})).await
}

fn named(name: &str) -> Value {
    json!({"name": "mine", "systemName": name, "type": 1, "fields": "id,name"})
}

/// The names of the properties that a caller sees of an own entry of the player list.
async fn seen(caller: &Caller<'_>, profile: Value) -> Vec<String> {
    let list = caller.ok("uiConf", "list", json!({"responseProfile": profile})).await;
    let object = list["objects"][0].as_object().unwrap();
    object
        .iter()
        .filter(|(name, value)| *name != "objectType" && !value.is_null())
        .map(|(name, _)| name.clone())
        .collect()
}

on_both_stores! {
    async fn profiles_are_stored_changed_copied_and_deleted(server: Server) {
        let admin = admin(&server).await;
        assert_eq!(add(&admin, json!({"type": 1})).await, needed("KalturaResponseProfile::name"));
        assert_eq!(add(&admin, json!({"name": "x", "type": 1})).await, too_short("KalturaResponseProfile::name", "2"));
        assert_eq!(add(&admin, json!({"name": "xx"})).await, needed("KalturaResponseProfile::type"));
        assert_eq!(add(&admin, json!({"name": "xx", "type": 1, "systemName": "x"})).await, too_short("KalturaResponseProfile::systemName", "2"));
        assert_eq!(add(&admin, json!({"name": "xx", "type": 1, "version": 3})).await, set_by_server("KalturaResponseProfile::version"));
        let made = add(&admin, named("VIEW")).await.unwrap();
        assert_eq!(made["objectType"], "KalturaResponseProfile");
        assert_eq!((&made["status"], &made["version"], &made["type"]), (&json!(2), &json!(1), &json!(1)));
        assert_eq!((&made["fields"], &made["partnerId"], &made["createdAt"]), (&json!("id,name"), &json!(server.account.id), &json!(server.now())));
        let taken = refused("RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME", json!({"SYSTEM_NAME": "VIEW"}));
        assert_eq!(add(&admin, named("VIEW")).await, taken);
        add(&admin, json!({"name": "bare", "type": 2})).await.unwrap();
        add(&admin, json!({"name": "bare", "type": 2})).await.expect("what has no system name takes none");

        let id = &made["id"];
        server.pass(5);
        let update = async |sent: Value| admin.call("responseProfile", "update", json!({"id": id, "updateResponseProfile": sent})).await;
        let changed = update(json!({"fields": "id", "name__null": ""})).await.unwrap();
        assert_eq!((&changed["version"], &changed["fields"], &changed["name"]), (&json!(2), &json!("id"), &json!("mine")));
        assert_eq!(changed["updatedAt"], server.now());
        assert_eq!(update(json!({"name": "x"})).await, too_short("KalturaResponseProfile::name", "2"));
        assert_eq!(update(json!({"partnerId": 1})).await, set_by_server("KalturaResponseProfile::partnerId"));
        assert_eq!(admin.ok("responseProfile", "get", json!({"id": id})).await, changed);

        let clone = async |sent: Value| admin.call("responseProfile", "clone", json!({"id": id, "profile": sent})).await;
        assert_eq!(clone(json!({"name": "copy"})).await, taken, "the system name is copied, too");
        let copy = clone(json!({"systemName": "COPY"})).await.unwrap();
        assert_eq!((&copy["fields"], &copy["name"], &copy["version"]), (&json!("id"), &json!("mine"), &json!(1)));

        let set = async |id: &Value, status: i64| admin.call("responseProfile", "updateStatus", json!({"id": id, "status": status})).await;
        assert_eq!(set(id, 1).await.unwrap()["status"], 1);
        let second = add(&admin, named("VIEW")).await.expect("a disabled one takes no name");
        assert_eq!(set(id, 2).await, taken);
        let list = async |filter: Value| admin.ok("responseProfile", "list", json!({"filter": filter})).await;
        assert_eq!(list(json!({"systemNameEqual": "VIEW", "orderBy": "-createdAt"})).await["totalCount"], 2);
        assert_eq!(all(&list(json!({"systemNameIn": "VIEW,COPY", "statusEqual": 2})).await, "id"), [copy["id"].clone(), second["id"].clone()]);

        assert_eq!(admin.ok("responseProfile", "delete", json!({"id": id})).await, Value::Null);
        for (action, more) in [("get", "none"), ("delete", "none"), ("update", "updateResponseProfile"), ("clone", "profile")] {
            let mut params = json!({"id": id});
            params[more] = json!({"name": "xx"});
            assert_eq!(admin.call("responseProfile", action, params).await, unknown(id), "{action}");
        }
        assert_eq!(set(id, 2).await, unknown(id));
        let results = admin.ok("responseProfile", "recalculate", json!({"options": {"cachedObjectType": "entry"}})).await;
        assert_eq!((&results["objectType"], &results["recalculated"], &results["lastObjectKey"]), (&json!("KalturaResponseProfileCacheRecalculateResults"), &json!(0), &Value::Null));
    }

    async fn calls_name_a_stored_profile(server: Server) {
        let (admin, stranger, widget) = (admin(&server).await, stranger(&server).await, anonymous(&server).await);
        let made = add(&admin, named("VIEW")).await.unwrap();
        let other = add(&admin, json!({"name": "other", "systemName": "OTHER", "type": 1, "fields": "tags"})).await.unwrap();
        let shown = ["id", "name"];
        for caller in [&admin, &widget] {
            assert_eq!(seen(caller, json!({"objectType": "KalturaResponseProfileHolder", "systemName": "VIEW"})).await, shown);
            assert_eq!(seen(caller, json!({"id": made["id"]})).await, shown);
            assert_eq!(seen(caller, json!({"id": other["id"], "systemName": "VIEW"})).await, shown, "the system name wins");
        }
        assert_eq!(seen(&widget, json!({"id": other["id"], "systemName": "NOTHING"})).await, ["tags"]);
        let whole = seen(&admin, json!({})).await.len();
        assert!(whole > 8);
        assert_eq!(seen(&admin, json!({"systemName": "view"})).await.len(), whole, "letter for letter");
        assert_eq!(seen(&stranger, json!({"id": made["id"], "systemName": "VIEW"})).await.len(), whole, "another account's");
        assert_eq!(seen(&admin, json!({"systemName": "NOTHING", "type": 1, "fields": "id"})).await, ["id"], "the rest is read");
        admin.ok("responseProfile", "update", json!({"id": made["id"], "updateResponseProfile": {"fields": "name"}})).await;
        assert_eq!(seen(&widget, json!({"systemName": "VIEW"})).await, ["name"]);
        admin.ok("responseProfile", "updateStatus", json!({"id": made["id"], "status": 1})).await;
        assert_eq!(seen(&admin, json!({"systemName": "VIEW"})).await.len(), whole, "disabled");
        assert_eq!(seen(&admin, json!({"id": made["id"]})).await.len(), whole, "disabled");
    }

    async fn profiles_belong_to_the_administrators_of_an_account(server: Server) {
        let (admin, stranger, ann, widget) = (admin(&server).await, stranger(&server).await, user(&server, "ann").await, anonymous(&server).await);
        let made = add(&admin, named("VIEW")).await.unwrap();
        let id = &made["id"];
        assert_eq!(ann.ok("responseProfile", "get", json!({"id": id})).await, made);
        assert_eq!(ann.ok("responseProfile", "list", json!({})).await["totalCount"], 1);
        ann.ok("responseProfile", "recalculate", json!({"options": {}})).await;
        let params = json!({"id": id, "status": 1, "profile": {}, "updateResponseProfile": {}, "addResponseProfile": {"name": "xx", "type": 1}, "options": {}});
        for action in ["add", "update", "updateStatus", "delete", "clone"] {
            assert_eq!(ann.call("responseProfile", action, params.clone()).await, forbidden(&format!("responseProfile->{action}")));
        }
        for action in ["get", "list", "recalculate"] {
            assert_eq!(widget.call("responseProfile", action, params.clone()).await, forbidden(&format!("responseProfile->{action}")));
        }
        for action in ["get", "update", "updateStatus", "delete", "clone"] {
            assert_eq!(stranger.call("responseProfile", action, params.clone()).await, unknown(id), "{action}");
        }
        assert_eq!(stranger.ok("responseProfile", "list", json!({"filter": {"idEqual": id}})).await["totalCount"], 0);
        assert_eq!(admin.ok("responseProfile", "get", json!({"id": id})).await, made, "nothing has changed");
    }
}
