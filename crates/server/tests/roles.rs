//! Roles and permissions: what accounts make of them, and what that opens (reference: identity.md §3, §8–§10).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use std::collections::{BTreeMap, BTreeSet};

use boxoffice::permission;
use common::{Account, Outcome, Server, refused};
use ks::{SessionType, Version};
use serde_json::{Value, json};

/// A call with the session of an administrator.
async fn admin(server: &Server, service: &str, action: &str, mut params: Value) -> Outcome {
    params["ks"] = json!(server.admin().await);
    server.call(service, action, params).await
}

async fn add_role(server: &Server, role: Value) -> Outcome {
    admin(server, "userRole", "add", json!({"userRole": role})).await
}

async fn update_role(server: &Server, id: &Value, role: Value) -> Outcome {
    admin(server, "userRole", "update", json!({"userRoleId": id, "userRole": role})).await
}

async fn add_permission(server: &Server, permission: Value) -> Outcome {
    admin(server, "permission", "add", json!({"permission": permission})).await
}

async fn update_permission(server: &Server, name: &str, permission: Value) -> Outcome {
    admin(server, "permission", "update", json!({"permissionName": name, "permission": permission})).await
}

/// The values of one property in a list, in its order, and the total.
async fn listed(
    server: &Server,
    service: &str,
    filter: Value,
    pager: Value,
    property: &str,
) -> (Vec<Value>, i64) {
    let list = admin(server, service, "list", json!({"filter": filter, "pager": pager})).await.unwrap();
    let values = list["objects"].as_array().unwrap().iter().map(|object| object[property].clone()).collect();
    (values, list["totalCount"].as_i64().unwrap())
}

async fn names(server: &Server, service: &str, filter: Value) -> Vec<Value> {
    listed(server, service, filter, json!({"pageSize": 500}), "name").await.0
}

/// Whether a session may call an action: the action itself may fail.
async fn may(server: &Server, ks: &str, service: &str, action: &str, mut params: Value) -> bool {
    params["ks"] = json!(ks);
    !matches!(server.call(service, action, params).await, Err(refused) if refused.code == "SERVICE_FORBIDDEN")
}

/// The id of the item for an action.
async fn item(server: &Server, service: &str, action: &str) -> i64 {
    let all = admin(
        server,
        "permissionItem",
        "list",
        json!({"filter": {"typeEqual": "kApiActionPermissionItem"}, "pager": {"pageSize": 500}}),
    )
    .await
    .unwrap();
    let more = admin(server, "permissionItem", "list", json!({"filter": {"typeEqual": "kApiActionPermissionItem"}, "pager": {"pageSize": 500, "pageIndex": 2}})).await.unwrap();
    let items = all["objects"].as_array().unwrap().iter().chain(more["objects"].as_array().unwrap());
    let found = items.clone().find(|item| item["service"] == service && item["action"] == action);
    found.unwrap_or_else(|| panic!("there is an item for {service}.{action}"))["id"].as_i64().unwrap()
}

#[allow(clippy::needless_pass_by_value)] // reads best at the call
fn invalid_id(id: impl ToString) -> Outcome {
    refused("INVALID_OBJECT_ID", json!({"ID": id.to_string()}))
}

fn text(object: &Value, property: &str) -> String {
    object[property].as_str().unwrap_or_else(|| panic!("{property} is a text in {object}")).to_owned()
}

async fn user_with(server: &Server, user: &str, role: &Value) {
    server.add_user(user, json!({"roleIds": role.to_string()})).await;
}

async fn count(server: &Server, service: &str) -> i64 {
    listed(server, service, json!({}), json!({}), "id").await.1
}

on_both_stores! {
    async fn the_console_gets_the_whole_administrator_role(server: Server) {
        add_permission(&server, json!({"name": "MINE"})).await.unwrap();
        add_permission(&server, json!({"name": "BLOCKED", "status": 2})).await.unwrap();
        let role = admin(&server, "userRole", "get", json!({"userRoleId": 2})).await.unwrap();
        assert_eq!(role["objectType"], "KalturaUserRole");
        assert_eq!((&role["name"], &role["systemName"]), (&json!("Publisher Administrator"), &json!("Publisher Administrator")));
        assert_eq!((&role["partnerId"], &role["status"], &role["tags"]), (&json!(0), &json!(1), &json!("kmc,partner_admin")));
        assert!(!text(&role, "description").is_empty(), "without one, the console's editor breaks");
        assert!(role["createdAt"].as_i64().unwrap() > 0 && role["updatedAt"].as_i64().unwrap() > 0);
        let names = text(&role, "permissionNames");
        let names: BTreeSet<&str> = names.split(',').collect();
        for name in ["KMC_ACCESS", "ADMIN_ROLE_ADD", "FEATURE_ENTITLEMENT", "MINE", "CONTENT_MANAGE_CUSTOM_DATA"] {
            assert!(names.contains(name), "{name}: every active name, whatever it depends on");
        }
        assert!(!names.contains("*") && !names.contains("BLOCKED"));
        assert_eq!(names.len(), 189 + 13 + 1, "account 0, the template, the account's own");

        // A list of ids in the place of one counts as its first (reference: kmc.md §4.1).
        let first = admin(&server, "userRole", "get", json!({"userRoleId": "2,1000"})).await.unwrap();
        assert_eq!(first["id"], 2);
        let reader = admin(&server, "userRole", "get", json!({"userRoleId": 5})).await.unwrap();
        assert_eq!(reader["permissionNames"], "ANALYTICS_BASE", "as it is stored");
        for id in [-1, 0, 99, 999_999] {
            assert_eq!(admin(&server, "userRole", "get", json!({"userRoleId": id})).await, invalid_id(id));
        }
    }

    async fn roles_are_listed_together_with_the_built_in_ones(server: Server) {
        let own = ["Content Moderator", "Content Uploader", "Manager", "Player Designer"];
        assert_eq!(count(&server, "userRole").await, 23 + 4);
        let kmc = json!({"statusEqual": 1, "tagsMultiLikeOr": "kmc", "orderBy": "+id"});
        let shown = names(&server, "userRole", kmc).await;
        assert_eq!(shown, ["Publisher Administrator", "Manager", "Content Uploader", "Content Moderator", "Player Designer"]);
        assert_eq!(names(&server, "userRole", json!({"partnerIdEqual": server.account.id, "orderBy": "+name"})).await, own);

        let mut paged = Vec::new();
        for page in 1..=4 {
            let (ids, total) = listed(&server, "userRole", json!({"orderBy": "-id"}), json!({"pageSize": 8, "pageIndex": page}), "id").await;
            assert_eq!((ids.len(), total), (if page == 4 { 3 } else { 8 }, 27));
            paged.extend(ids.iter().map(|id| id.as_i64().unwrap()));
        }
        assert!(paged.is_sorted_by(|left, right| left > right), "{paged:?}");

        for (filter, expected) in [
            (json!({"idEqual": 6}), vec!["Widget Session Role"]),
            (json!({"idIn": "3, 12,-4,x"}), vec!["No Session", "PLAYBACK BASE ROLE"]),
            (json!({"nameEqual": "mANAGER "}), vec!["Manager"]),
            (json!({"nameIn": "manager,no session,nobody"}), vec!["No Session", "Manager"]),
            (json!({"systemNameEqual": "widget_session_role"}), vec!["Widget Session Role"]),
            (json!({"systemNameIn": "No Session,UPLOAD_BASE_ROLE"}), vec!["No Session", "Upload User Role"]),
            (json!({"descriptionLike": "ANALYTICS OF THE"}), vec!["Kmc analytics role"]),
            (json!({"tagsMultiLikeAnd": "kmc,partner_admin"}), vec!["Publisher Administrator"]),
            (json!({"statusIn": "2,3"}), vec![]),
            (json!({"idIn": "1,2,3", "nameEqual": "Manager"}), vec![]),
        ] {
            assert_eq!(names(&server, "userRole", filter.clone()).await, expected, "{filter}");
        }
        let newer = json!({"createdAtGreaterThanOrEqual": server.now() - 600});
        assert_eq!(names(&server, "userRole", newer).await.len(), 4, "built-in roles were made long ago");
        let older = json!({"updatedAtLessThanOrEqual": server.now() - 600});
        assert_eq!(names(&server, "userRole", older).await.len(), 23);
        assert!(names(&server, "userRole", json!({"descriptionLike": "100%"})).await.is_empty());

        // Not those of another account, whatever is asked for.
        let other = server.new_account("other@example.test").await;
        assert!(names(&server, "userRole", json!({"partnerIdEqual": other.id})).await.is_empty());
        assert_eq!(count(&server, "userRole").await, 27);
    }

    async fn a_role_is_added_as_it_was_sent(server: Server) {
        let sent = json!({"name": "Editors", "systemName": "EDITORS", "description": "made-up role", "status": 1,
            "permissionNames": "CONTENT_MANAGE_BASE,CONTENT_INGEST_UPLOAD", "tags": "kmc"});
        let added = add_role(&server, sent.clone()).await.unwrap();
        for (property, value) in sent.as_object().unwrap() {
            assert_eq!(&added[property], value, "{property}");
        }
        assert!(added["id"].as_i64().unwrap() >= 1000, "above the built-in ones");
        assert_eq!(added["partnerId"], server.account.id);
        assert_eq!((&added["createdAt"], &added["updatedAt"]), (&json!(server.now()), &json!(server.now())));
        assert_eq!(admin(&server, "userRole", "get", json!({"userRoleId": added["id"]})).await.unwrap(), added);

        let bare = add_role(&server, json!({"name": "Bare"})).await.unwrap();
        for (property, value) in [("status", json!(1)), ("description", json!("")), ("permissionNames", json!(""))] {
            assert_eq!(bare[property], value, "{property}");
        }
        let all = add_role(&server, json!({"name": "All", "permissionNames": "*"})).await.unwrap();
        assert!(text(&all, "permissionNames").split(',').any(|name| name == "KMC_ACCESS"));
        let spread = add_role(&server, json!({"name": "Spread", "permissionNames": " admin_base , KMC_ACCESS"})).await.unwrap();
        assert_eq!(spread["permissionNames"], " admin_base , KMC_ACCESS", "as it was sent");
    }

    async fn a_role_that_cannot_be_is_refused(server: Server) {
        add_role(&server, json!({"name": "Taken", "systemName": "TAKEN"})).await.unwrap();
        add_permission(&server, json!({"name": "BLOCKED", "status": 2})).await.unwrap();
        let before = count(&server, "userRole").await;
        let id = server.account.id;
        let not_found = |name: &str| {
            refused("PERMISSION_NOT_FOUND", json!({"ERR_TEXT": format!("Permission [{name}] was not found for partner [{id}]")}))
        };
        let not_updatable = |property: &str| {
            refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": format!("KalturaUserRole::{property}")}))
        };
        let taken = refused("ROLE_NAME_ALREADY_EXISTS", json!([]));
        for (role, expected) in [
            (json!({}), refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaUserRole::name"}))),
            (json!({"name__null": ""}), refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaUserRole::name"}))),
            (json!({"name": ""}), refused("PROPERTY_VALIDATION_MIN_LENGTH", json!({"PROP_NAME": "KalturaUserRole::name", "MIN_LEN": "1"}))),
            (json!({"name": "Taken"}), taken.clone()),
            (json!({"name": "tAKEN  "}), taken.clone()),
            (json!({"name": "publisher administrator"}), taken.clone()),
            (json!({"name": "x", "systemName": "taken"}), refused("SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "taken"}))),
            (json!({"name": "x", "systemName": "WIDGET_SESSION_ROLE"}), refused("SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "WIDGET_SESSION_ROLE"}))),
            (json!({"name": "x", "permissionNames": "KMC_ACCESS,NO_SUCH"}), not_found("NO_SUCH")),
            (json!({"name": "x", "permissionNames": "FEATURE_ENTITLEMENT"}), not_found("FEATURE_ENTITLEMENT")),
            (json!({"name": "x", "permissionNames": "BLOCKED"}), not_found("BLOCKED")),
            (json!({"name": "x", "permissionNames": "*,KMC_ACCESS"}), not_found("*")),
            (json!({"name": "x", "id": 7}), not_updatable("id")),
            (json!({"name": "x", "partnerId": 7}), not_updatable("partnerId")),
            (json!({"name": "x", "createdAt": 1}), not_updatable("createdAt")),
            (json!({"name": "x", "status": 7}), refused("INVALID_ENUM_VALUE", json!({"ENUM_VAL": "7", "PARAM_NAME": "status", "ENUM_TYPE": "KalturaUserRoleStatus"}))),
        ] {
            assert_eq!(add_role(&server, role.clone()).await, expected, "{role}");
        }
        assert_eq!(count(&server, "userRole").await, before, "nothing changed");
        assert_eq!(
            admin(&server, "userRole", "add", json!({})).await,
            refused("MISSING_MANDATORY_PARAMETER", json!({"PARAM_NAME": "userRole"}))
        );
    }

    async fn a_role_changes_as_far_as_is_sent(server: Server) {
        let role = add_role(&server, json!({"name": "Editors", "systemName": "EDITORS", "description": "Edit", "tags": "kmc", "permissionNames": "KMC_ACCESS"})).await.unwrap();
        let id = &role["id"];
        server.pass(60);
        let renamed = update_role(&server, id, json!({"name": "Writers"})).await.unwrap();
        assert_eq!((&renamed["name"], &renamed["description"], &renamed["systemName"]), (&json!("Writers"), &json!("Edit"), &json!("EDITORS")));
        assert_eq!(renamed["createdAt"], role["createdAt"]);
        assert_eq!(renamed["updatedAt"], server.now());
        // What is read-only may be sent as it is.
        let echoed = update_role(&server, id, renamed.clone()).await.unwrap();
        assert_eq!(echoed["name"], "Writers");
        let cleared = update_role(&server, id, json!({"systemName__null": "", "description": "", "tags__null": "", "permissionNames": ""})).await.unwrap();
        for property in ["systemName", "description", "tags", "permissionNames"] {
            assert_eq!(cleared[property], "", "{property}");
        }
        assert_eq!(admin(&server, "userRole", "get", json!({"userRoleId": id})).await.unwrap(), cleared);

        for (change, code) in [
            (json!({"name": "MANAGER"}), "ROLE_NAME_ALREADY_EXISTS"),
            (json!({"name": ""}), "PROPERTY_VALIDATION_MIN_LENGTH"),
            (json!({"name__null": ""}), "PROPERTY_VALIDATION_CANNOT_BE_NULL"),
            (json!({"systemName": "No Session"}), "SYSTEM_NAME_ALREADY_EXISTS"),
            (json!({"permissionNames": "NO_SUCH"}), "PERMISSION_NOT_FOUND"),
            (json!({"partnerId": 0}), "PROPERTY_VALIDATION_NOT_UPDATABLE"),
        ] {
            assert_eq!(update_role(&server, id, change.clone()).await.unwrap_err().code, code, "{change}");
        }
        assert_eq!(admin(&server, "userRole", "get", json!({"userRoleId": id})).await.unwrap(), cleared, "nothing changed");

        // A role that is everything stays so.
        let all = add_role(&server, json!({"name": "All", "permissionNames": "*"})).await.unwrap();
        let all = update_role(&server, &all["id"], json!({"name": "Everything", "permissionNames": "KMC_ACCESS"})).await.unwrap();
        assert_eq!(all["name"], "Everything");
        assert!(text(&all, "permissionNames").contains("ADMIN_BASE"));

        // Built-in ones, those of other accounts and unknown ones look the same.
        let other = server.new_account("other@example.test").await;
        let foreign = server.add_role(&other, "FOREIGN", "KMC_ACCESS").await;
        for id in [2, foreign, 999_999] {
            assert_eq!(update_role(&server, &json!(id), json!({"name": "y"})).await, invalid_id(id));
            assert_eq!(admin(&server, "userRole", "delete", json!({"userRoleId": id})).await, invalid_id(id));
        }
        for action in ["get", "clone"] {
            assert_eq!(admin(&server, "userRole", action, json!({"userRoleId": foreign})).await, invalid_id(foreign));
        }
    }

    async fn a_role_is_copied(server: Server) {
        server.set_clock(1_800_000_000);
        let copy = admin(&server, "userRole", "clone", json!({"userRoleId": 2})).await.unwrap();
        assert_eq!(copy["name"], "Publisher Administrator copy (Fri 15 Jan 2027, 08:00:00)");
        assert_eq!((&copy["partnerId"], &copy["systemName"]), (&json!(server.account.id), &json!("Publisher Administrator")));
        assert_eq!((&copy["tags"], &copy["status"]), (&json!("kmc,partner_admin"), &json!(1)));
        add_permission(&server, json!({"name": "LATER"})).await.unwrap();
        let later = admin(&server, "userRole", "get", json!({"userRoleId": copy["id"]})).await.unwrap();
        assert!(text(&later, "permissionNames").contains("LATER"), "what was copied is the star itself");

        // As the console does it, twice within a second: nobody is in the way of anybody.
        let ks = server.admin().await;
        let source = add_role(&server, json!({"name": "Viewer", "description": "Looks only", "permissionNames": "KMC_ACCESS", "tags": "kmc"})).await.unwrap();
        server.set_clock(1_800_000_100);
        let twice = admin(&server, "userRole", "clone", json!({"userRoleId": source["id"]})).await.unwrap();
        let answers = server.multi(vec![
            ("userrole", "clone", json!({"ks": ks, "userRoleId": source["id"]})),
            ("userrole", "update", json!({"ks": ks, "userRoleId": "{1:result:id}", "userRole": {"name": "Copy of Viewer"}})),
        ]).await;
        assert_eq!(answers[0].as_ref().unwrap()["name"], twice["name"]);
        let renamed = answers[1].as_ref().unwrap();
        assert_eq!((&renamed["name"], &renamed["description"]), (&json!("Copy of Viewer"), &json!("Looks only")));
        assert_eq!(admin(&server, "userRole", "clone", json!({"userRoleId": 999_999})).await, invalid_id(999_999));
    }

    async fn markup_in_a_role_is_treated_as_the_account_says(server: Server) {
        let unsafe_tags = |property: &str| refused("UNSAFE_HTML_TAGS", json!({"CLASS_NAME": "UserRole", "PROPERTY_NAME": property}));
        let (name, text) = ("<i>Ed</i>itors", "a <script>x</script> < b");
        let kept = add_role(&server, json!({"name": "Plain", "description": "1 < 2"})).await.unwrap();
        let before = names(&server, "userRole", json!({})).await;
        assert_eq!(add_role(&server, json!({"name": name})).await, unsafe_tags("name"));
        assert_eq!(add_role(&server, json!({"name": "x", "description": text})).await, unsafe_tags("description"));
        assert_eq!(update_role(&server, &kept["id"], json!({"name": name})).await, unsafe_tags("name"));
        assert_eq!(update_role(&server, &kept["id"], json!({"description": text})).await, unsafe_tags("description"));
        assert_eq!(names(&server, "userRole", json!({})).await, before, "nothing has changed");

        let choose = |choice: &'static str| admin(&server, "partner", "update", json!({"partner": {"htmlPurifierBehaviour": choice}}));
        for (choice, shown) in [("2", ("Editors", "a x < b")), ("0", (name, text)), ("1", (name, text))] {
            choose(choice).await.unwrap();
            let role = add_role(&server, json!({"name": name, "description": text})).await.unwrap();
            assert_eq!((&role["name"], &role["description"]), (&json!(shown.0), &json!(shown.1)), "{choice}");
            admin(&server, "userRole", "delete", json!({"userRoleId": role["id"]})).await.unwrap();
        }
        choose("3").await.unwrap();
        assert_eq!(add_role(&server, json!({"name": name})).await, unsafe_tags("name"));
    }

    async fn a_role_in_use_stays(server: Server) {
        let role = add_role(&server, json!({"name": "Used", "permissionNames": "KMC_ACCESS"})).await.unwrap();
        let (id, delete) = (&role["id"], json!({"userRoleId": role["id"]}));
        user_with(&server, "holder", id).await;
        let used = refused("ROLE_IS_BEING_USED", json!([]));
        assert_eq!(admin(&server, "userRole", "delete", delete.clone()).await, used);
        assert_eq!(update_role(&server, id, json!({"status": 3})).await, used);
        server.set_user_status(&server.account, "holder", 0).await;
        assert_eq!(admin(&server, "userRole", "delete", delete.clone()).await, used, "a blocked user still has it");
        server.set_user_status(&server.account, "holder", 2).await;
        server.set_partner_number(&server.account, "user_role_id", id.as_i64()).await;
        assert_eq!(admin(&server, "userRole", "delete", delete.clone()).await, used, "user sessions have it");
        server.set_partner_number(&server.account, "user_role_id", None).await;
        server.add_user("guest", json!({})).await;
        let elsewhere = json!({"userId": "guest", "appGuid": "0123456789abcdef01234567", "userRoleId": id});
        admin(&server, "userAppRole", "add", json!({"userAppRole": elsewhere})).await.unwrap();
        assert_eq!(admin(&server, "userRole", "delete", delete.clone()).await, used, "in another application");
        assert_eq!(update_role(&server, id, json!({"status": 3})).await, used);
        admin(&server, "userAppRole", "delete", elsewhere).await.unwrap();
        server.pass(5);
        let deleted = admin(&server, "userRole", "delete", delete.clone()).await.unwrap();
        assert_eq!((&deleted["id"], &deleted["status"], &deleted["updatedAt"]), (id, &json!(3), &json!(server.now())));
        for action in ["get", "delete", "clone"] {
            assert_eq!(admin(&server, "userRole", action, delete.clone()).await, invalid_id(id));
        }
        assert_eq!(update_role(&server, id, json!({"name": "y"})).await, invalid_id(id));
        assert!(names(&server, "userRole", json!({"statusIn": "1,2,3", "nameEqual": "Used"})).await.is_empty());
        add_role(&server, json!({"name": "Used"})).await.expect("the name is free again");
    }

    async fn a_blocked_role_grants_nothing(server: Server) {
        let role = add_role(&server, json!({"name": "Keeper", "systemName": "KEEPER", "permissionNames": "APP_TOKEN_BASE"})).await.unwrap();
        user_with(&server, "keeper", &role["id"]).await;
        let ks = server.user("keeper").await;
        let set = server.start(&server.account, "u", 2, "setrole:KEEPER").await;
        let restricted = server.start(&server.account, "u", 2, &format!("restrictingrole:{}", role["id"])).await;
        assert!(may(&server, &ks, "appToken", "list", json!({})).await);
        assert!(may(&server, &set, "appToken", "list", json!({})).await);

        let blocked = update_role(&server, &role["id"], json!({"status": 2})).await.unwrap();
        assert_eq!(blocked["status"], 2);
        for ks in [&ks, &set] {
            assert!(!may(&server, ks, "appToken", "list", json!({})).await);
            assert_eq!(server.call("permission", "getCurrentPermissions", json!({"ks": ks})).await.unwrap(), "ALWAYS_ALLOWED_ACTIONS");
        }
        let names = server.call("permission", "getCurrentPermissions", json!({"ks": restricted})).await.unwrap();
        assert!(!names.as_str().unwrap().split(',').any(|name| name == "APP_TOKEN_BASE"), "what restricts goes on restricting");
        assert_eq!(admin(&server, "userRole", "get", json!({"userRoleId": role["id"]})).await.unwrap()["status"], 2, "it is still there");
        assert!(server.start(&server.account, "u", 2, "setrole:KEEPER").await.len() > 1);

        update_role(&server, &role["id"], json!({"status": 1})).await.unwrap();
        assert!(may(&server, &ks, "appToken", "list", json!({})).await);

        // A deleted one is unknown.
        server.set_user_status(&server.account, "keeper", 2).await;
        admin(&server, "userRole", "delete", json!({"userRoleId": role["id"]})).await.unwrap();
        let offline = server.offline(&server.account, "u", SessionType::Admin, 60, "setrole:KEEPER", Version::V2);
        for ks in [&set, &offline] {
            assert_eq!(server.call("system", "ping", json!({"ks": ks})).await, invalid_id("N/A"));
        }
        assert_eq!(
            server.call("session", "start", json!({"secret": server.account.admin_secret, "partnerId": server.account.id, "type": 2, "privileges": "setrole:KEEPER"})).await,
            refused("UNKNOWN_ROLE_ID", json!([]))
        );
    }

    async fn an_own_permission_opens_what_its_items_say(server: Server) {
        let list = item(&server, "apptoken", "list").await;
        let get = item(&server, "apptoken", "get").await;
        let added = add_permission(&server, json!({"name": "TOKEN_WATCH", "permissionItemsIds": format!("{list}, {get},{list}")})).await.unwrap();
        assert_eq!(added["permissionItemsIds"], format!("{list},{get}"));
        let role = add_role(&server, json!({"name": "Watchers", "permissionNames": "token_watch "})).await.unwrap();
        user_with(&server, "watcher", &role["id"]).await;
        let ks = server.user("watcher").await;
        let watches = async || may(&server, &ks, "appToken", "list", json!({})).await;
        assert!(watches().await);
        assert!(may(&server, &ks, "appToken", "get", json!({"id": "0_none"})).await);
        assert!(!may(&server, &ks, "appToken", "delete", json!({"id": "0_none"})).await);
        assert!(!may(&server, &ks, "user", "get", json!({})).await);
        assert_eq!(server.call("permission", "getCurrentPermissions", json!({"ks": ks})).await.unwrap(), "ALWAYS_ALLOWED_ACTIONS,TOKEN_WATCH");

        // Not in other accounts, and not without a role that names it.
        let other = server.new_account("other@example.test").await;
        let foreign = server.offline(&other, "watcher", SessionType::User, 60, "", Version::V2);
        assert!(!may(&server, &foreign, "appToken", "list", json!({})).await);
        assert!(!may(&server, &server.user("somebody").await, "appToken", "list", json!({})).await);

        // Status, links and dependencies count at once.
        update_permission(&server, "TOKEN_WATCH", json!({"status": 2})).await.unwrap();
        assert!(!watches().await, "a blocked permission grants nothing");
        update_permission(&server, "token_watch", json!({"status": 1})).await.unwrap();
        assert!(watches().await, "absent links are unchanged");
        update_permission(&server, "TOKEN_WATCH", json!({"dependsOnPermissionNames": "FEATURE_MADE_UP"})).await.unwrap();
        assert!(!watches().await);
        switch(&server, &server.account, "FEATURE_MADE_UP", true).await;
        assert!(watches().await, "the account has what it depends on");
        switch(&server, &server.account, "FEATURE_MADE_UP", false).await;
        assert!(!watches().await);
        update_permission(&server, "TOKEN_WATCH", json!({"dependsOnPermissionNames__null": ""})).await.unwrap();
        assert!(watches().await);
        update_permission(&server, "TOKEN_WATCH", json!({"permissionItemsIds": get.to_string()})).await.unwrap();
        assert!(!watches().await);
        update_permission(&server, "TOKEN_WATCH", json!({"permissionItemsIds": list.to_string()})).await.unwrap();
        assert!(watches().await);
        update_permission(&server, "TOKEN_WATCH", json!({"name": "TOKEN_LOOK"})).await.unwrap();
        assert!(!watches().await, "the role names it by its old name");
        update_permission(&server, "TOKEN_LOOK", json!({"name": "TOKEN_WATCH"})).await.unwrap();
        assert!(watches().await);
        admin(&server, "permission", "delete", json!({"permissionName": "TOKEN_WATCH"})).await.unwrap();
        assert!(!watches().await);
    }

    async fn an_own_permission_shows_properties(server: Server) {
        let secrets: Vec<Value> = listed(&server, "permissionItem", json!({"typeIn": "kApiParameterPermissionItem"}), json!({"pageSize": 500}), "id").await.0;
        let mut secret = None;
        for id in secrets {
            let item = admin(&server, "permissionItem", "get", json!({"permissionItemId": id})).await.unwrap();
            if item["object"] == "KalturaPartner" && item["parameter"] == "adminSecret" {
                assert_eq!((&item["action"], &item["objectType"]), (&json!("read"), &json!("KalturaApiParameterPermissionItem")));
                secret = Some(id);
            }
        }
        let info = item(&server, "partner", "getInfo").await;
        let items = format!("{},{info}", secret.unwrap());
        add_permission(&server, json!({"name": "SECRET_KEEPER", "permissionItemsIds": items})).await.unwrap();
        add_permission(&server, json!({"name": "INFO_ONLY", "permissionItemsIds": info.to_string()})).await.unwrap();
        let mut shown = BTreeMap::new();
        for name in ["SECRET_KEEPER", "INFO_ONLY"] {
            add_role(&server, json!({"name": name, "systemName": name, "permissionNames": name})).await.unwrap();
            let ks = server.start(&server.account, &server.account.owner, 2, &format!("setrole:{name}")).await;
            let partner = server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap();
            shown.insert(name, (partner["adminSecret"].is_string(), partner["secret"].is_string()));
        }
        assert_eq!(shown["SECRET_KEEPER"], (true, false));
        assert_eq!(shown["INFO_ONLY"], (false, false));
    }

    async fn permissions_are_made_and_changed(server: Server) {
        let id = server.account.id;
        let added = add_permission(&server, json!({"name": "MINE"})).await.unwrap();
        assert!(added["id"].as_i64().unwrap() > 1000, "above the built-in ones");
        for (property, value) in [
            ("objectType", json!("KalturaPermission")), ("type", json!(1)), ("friendlyName", json!("MINE")), ("status", json!(1)),
            ("partnerId", json!(id)), ("permissionItemsIds", json!("")), ("createdAt", json!(server.now())),
        ] {
            assert_eq!(added[property], value, "{property}");
        }
        let get = |name: &str| json!({"permissionName": name});
        assert_eq!(admin(&server, "permission", "get", get("mine ")).await.unwrap(), added);
        server.pass(5);
        let sent = json!({"friendlyName": "Meine", "description": "d", "tags": "a,b", "dependsOnPermissionNames": "KMC_ACCESS", "partnerGroup": "1,2", "permissionItemsIds": "2,1"});
        let changed = update_permission(&server, "MINE", sent.clone()).await.unwrap();
        for (property, value) in sent.as_object().unwrap() {
            assert_eq!(&changed[property], value, "{property}");
        }
        assert_eq!((&changed["name"], &changed["updatedAt"]), (&json!("MINE"), &json!(server.now())));

        let built_in = admin(&server, "permission", "get", get("kmc_read_only")).await.unwrap();
        assert_eq!((&built_in["name"], &built_in["partnerId"], &built_in["dependsOnPermissionNames"]), (&json!("KMC_READ_ONLY"), &json!(0), &json!("KMC_ACCESS")));
        assert!(text(&built_in, "permissionItemsIds").split(',').count() > 20);
        assert!(!text(&built_in, "friendlyName").is_empty());

        let before = count(&server, "permission").await;
        let cannot_be_null = refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaPermission::name"}));
        let exists = |name: &str| refused("PERMISSION_ALREADY_EXISTS", json!({"PERMISSION": name, "PID": id.to_string()}));
        let no_item = refused("PERMISSION_ITEM_NOT_FOUND", json!([]));
        for (permission, expected) in [
            (json!({}), cannot_be_null.clone()),
            (json!({"name": ""}), cannot_be_null.clone()),
            (json!({"name": "A,B"}), refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "name"}))),
            (json!({"name": "mine"}), exists("mine")),
            (json!({"name": "ADMIN_BASE"}), exists("ADMIN_BASE")),
            (json!({"name": "FEATURE_ENTITLEMENT"}), exists("FEATURE_ENTITLEMENT")),
            (json!({"name": "X", "permissionItemsIds": "1,999999"}), no_item.clone()),
            (json!({"name": "X", "permissionItemsIds": "all"}), no_item.clone()),
            (json!({"name": "X", "type": 2}), refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaPermission::type"}))),
            (json!({"name": "X", "partnerId": 0}), refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaPermission::partnerId"}))),
        ] {
            assert_eq!(add_permission(&server, permission.clone()).await, expected, "{permission}");
        }
        add_permission(&server, json!({"name": "SECOND"})).await.unwrap();
        for (change, expected) in [
            (json!({"name": "SECOND"}), exists("SECOND")),
            (json!({"name": ""}), cannot_be_null),
            (json!({"permissionItemsIds": "0"}), no_item),
        ] {
            assert_eq!(update_permission(&server, "MINE", change.clone()).await, expected, "{change}");
        }
        assert_eq!(admin(&server, "permission", "get", get("MINE")).await.unwrap(), changed, "nothing changed");
        assert_eq!(count(&server, "permission").await, before + 1);

        // Built-in ones, switches and those of other accounts cannot be changed.
        let other = server.new_account("other@example.test").await;
        let ks = server.start(&other, "u", 2, "").await;
        server.call("permission", "add", json!({"ks": ks, "permission": {"name": "THEIRS"}})).await.unwrap();
        for name in ["ADMIN_BASE", "FEATURE_ENTITLEMENT", "THEIRS", "NO_SUCH"] {
            assert_eq!(update_permission(&server, name, json!({"description": "x"})).await, invalid_id(name));
        }
        for name in ["ADMIN_BASE", "THEIRS", "NO_SUCH"] {
            assert_eq!(admin(&server, "permission", "delete", get(name)).await, invalid_id(name));
        }
        assert_eq!(admin(&server, "permission", "get", get("THEIRS")).await, invalid_id("THEIRS"));

        // A deleted one is gone from the list, and can be read; its name is free.
        let deleted = admin(&server, "permission", "delete", get("Mine")).await.unwrap();
        assert_eq!((&deleted["name"], &deleted["status"]), (&json!("MINE"), &json!(3)));
        assert_eq!(admin(&server, "permission", "get", get("MINE")).await.unwrap(), deleted);
        assert_eq!(admin(&server, "permission", "delete", get("MINE")).await, invalid_id("MINE"));
        assert_eq!(update_permission(&server, "MINE", json!({"description": "x"})).await, invalid_id("MINE"));
        assert_eq!(names(&server, "permission", json!({"partnerIdEqual": id, "typeEqual": 1})).await, ["SECOND"]);
        let again = add_permission(&server, json!({"name": "MINE"})).await.unwrap();
        assert_eq!(admin(&server, "permission", "get", get("MINE")).await.unwrap()["id"], again["id"]);
        // An account may give up its own switch.
        admin(&server, "permission", "delete", get("FEATURE_ENTITLEMENT")).await.unwrap();
        assert!(names(&server, "permission", json!({"nameEqual": "FEATURE_ENTITLEMENT"})).await.is_empty());
    }

    async fn permissions_are_listed_together_with_the_built_in_ones(server: Server) {
        // What the console asks at sign-in: the features of the account, and none that the server does not have.
        let features = names(&server, "permission", json!({"statusEqual": 1, "typeIn": "2,3", "orderBy": "+name"})).await;
        assert_eq!(features, [
            "ADCUEPOINT_PLUGIN_PERMISSION", "ANNOTATION_PLUGIN_PERMISSION", "CODECUEPOINT_PLUGIN_PERMISSION", "CUEPOINT_PLUGIN_PERMISSION",
            "FEATURE_DISABLE_KMC_KDP_ALERTS", "FEATURE_END_USER_MANAGE", "FEATURE_ENTITLEMENT", "FEATURE_IGNORE_ENTRY_SEO_LINKS",
            "FEATURE_KMC_DRILLDOWN_TAGS_COLUMN", "FEATURE_LIKE", "FEATURE_LIVE_STREAM", "FEATURE_MOBILE_FLAVORS", "METADATA_PLUGIN_PERMISSION",
            "THUMBCUEPOINT_PLUGIN_PERMISSION",
        ]);
        assert_eq!(count(&server, "permission").await, 189 + 13);
        for (filter, expected) in [
            (json!({"nameEqual": "admin_base"}), vec!["ADMIN_BASE"]),
            (json!({"nameIn": "KMC_ACCESS,kmc_read_only,NO_SUCH"}), vec!["KMC_ACCESS", "KMC_READ_ONLY"]),
            (json!({"friendlyNameLike": "kmc read"}), vec!["KMC_READ_ONLY"]),
            (json!({"dependsOnPermissionNamesMultiLikeAnd": "FEATURE_HYBRID_ECDN"}), vec!["ALWAYS_ALLOWED_PERMISSION_HYBRID_ECDN", "MEDIA_SERVER_PARTNER_LEVEL"]),
            (json!({"typeEqual": 2, "partnerIdEqual": 0}), vec!["FEATURE_MOBILE_FLAVORS"]),
            (json!({"statusEqual": 2}), vec![]),
            (json!({"tagsMultiLikeOr": "kmc"}), vec![]),
        ] {
            assert_eq!(names(&server, "permission", filter.clone()).await, expected, "{filter}");
        }
        let (page, total) = listed(&server, "permission", json!({"orderBy": "-name"}), json!({"pageSize": 3, "pageIndex": 2}), "name").await;
        assert_eq!((page, total), (vec![json!("WEBCAST_PRODUCER_PERMISSION"), json!("VIRTUAL_EVENT_MANAGE"), json!("VIRTUAL_EVENT_DELETE")], 202));
    }

    async fn current_permissions_are_those_of_the_session(server: Server) {
        let current = async |ks: Option<String>| {
            let params = ks.map_or(json!({}), |ks| json!({"ks": ks}));
            text(&json!({"names": server.call("permission", "getCurrentPermissions", params).await.unwrap()}), "names")
        };
        assert_eq!(current(None).await, "ALWAYS_ALLOWED_ACTIONS");
        assert_eq!(current(Some(server.widget().await)).await, "ALWAYS_ALLOWED_ACTIONS,WIDGET_SESSION_PERMISSION");
        assert_eq!(current(Some(server.user("u").await)).await, "ALWAYS_ALLOWED_ACTIONS,BASE_USER_SESSION_PERMISSION");
        let all = current(Some(server.admin().await)).await;
        let all: BTreeSet<&str> = all.split(',').collect();
        assert!(all.contains("ADMIN_BASE") && all.contains("FEATURE_ENTITLEMENT") && all.contains("ADMIN_USER_BULK"));
        assert!(!all.contains("ANALYTICS_BASE"), "there is no FEATURE_ANALYTICS_TAB");
        let null = server.offline(&server.account, "u", SessionType::Admin, 60, "setrole:null", Version::V2);
        assert_eq!(current(Some(null)).await, "ALWAYS_ALLOWED_ACTIONS");
        let two = server.start(&server.account, "u", 0, "setrole:PLAYBACK_BASE_ROLE,restrictingrole:6").await;
        assert_eq!(current(Some(two)).await, "ALWAYS_ALLOWED_ACTIONS,PLAYBACK_BASE_PERMISSION");
        assert_eq!(
            server.call("permission", "getCurrentPermissions", json!({"ks": "garbage"})).await,
            common::invalid_ks("garbage")
        );
    }

    async fn items_are_those_of_the_reference(server: Server) {
        let reference: Value = serde_json::from_str(include_str!("../../contract/reference/permissions.json")).unwrap();
        let mut expected = BTreeSet::new();
        for (action, permissions) in reference["actions"].as_object().unwrap() {
            for permission in permissions.as_array().unwrap() {
                expected.insert((text(&json!({"p": permission}), "p"), action.clone()));
            }
        }
        for (property, grants) in reference["parameters"].as_object().unwrap() {
            for (access, permissions) in grants.as_object().unwrap() {
                for permission in permissions.as_array().unwrap() {
                    expected.insert((text(&json!({"p": permission}), "p"), format!("{property} {access}")));
                }
            }
        }
        let mut names = BTreeMap::new();
        for page in 1.. {
            let list = admin(&server, "permissionItem", "list", json!({"pager": {"pageSize": 500, "pageIndex": page}})).await.unwrap();
            assert_eq!(list["totalCount"], 724 + 133);
            let objects = list["objects"].as_array().unwrap();
            for item in objects {
                assert_eq!((&item["partnerId"], &item["type"]), (&json!(0), &item["objectType"]), "the type is the name of the class");
                let name = match item["objectType"].as_str().unwrap() {
                    "KalturaApiActionPermissionItem" => format!("{}.{}", text(item, "service"), text(item, "action")).to_lowercase(),
                    _ => format!("{}.{} {}", text(item, "object"), text(item, "parameter"), text(item, "action")),
                };
                names.insert(item["id"].to_string(), name);
            }
            if objects.is_empty() {
                break;
            }
        }
        let mut found = BTreeSet::new();
        let permissions = admin(&server, "permission", "list", json!({"filter": {"partnerIdEqual": 0}, "pager": {"pageSize": 500}})).await.unwrap();
        for permission in permissions["objects"].as_array().unwrap() {
            let ids = text(permission, "permissionItemsIds");
            for id in ids.split(',').filter(|id| !id.is_empty()) {
                found.insert((text(permission, "name"), names[id].clone()));
            }
        }
        assert_eq!(found, expected);
    }

    async fn items_can_be_read_and_nothing_else(server: Server) {
        let first = admin(&server, "permissionItem", "get", json!({"permissionItemId": 1})).await.unwrap();
        assert_eq!((&first["objectType"], &first["service"], &first["action"]), (&json!("KalturaApiActionPermissionItem"), &json!("accesscontrol"), &json!("add")));
        for id in [0, -1, 1999, 999_999] {
            assert_eq!(admin(&server, "permissionItem", "get", json!({"permissionItemId": id})).await, invalid_id(id));
        }
        for (filter, total) in [
            (json!({"typeEqual": "kApiActionPermissionItem"}), 724),
            (json!({"typeIn": "kApiParameterPermissionItem"}), 133),
            (json!({"typeIn": "kApiParameterPermissionItem,kApiActionPermissionItem", "idIn": "1,2,3"}), 3),
            (json!({"partnerIdEqual": server.account.id}), 0),
            (json!({"idEqual": 2001}), 1),
        ] {
            assert_eq!(listed(&server, "permissionItem", filter.clone(), json!({}), "id").await.1, total, "{filter}");
        }
        let (ids, _) = listed(&server, "permissionItem", json!({"orderBy": "-id"}), json!({"pageSize": 2}), "id").await;
        assert_eq!(ids, [2133, 2132]);

        let item = json!({"objectType": "KalturaApiActionPermissionItem", "service": "user", "action": "get"});
        for (action, params) in [
            ("add", json!({"permissionItem": item})),
            ("update", json!({"permissionItemId": 1, "permissionItem": item})),
            ("delete", json!({"permissionItemId": 1})),
        ] {
            assert_eq!(
                admin(&server, "permissionItem", action, params).await,
                refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("permissionItem->{action}")}))
            );
        }
        // Arguments are looked at first.
        assert_eq!(
            admin(&server, "permissionItem", "add", json!({"permissionItem": {"tags": "x"}})).await,
            refused("OBJECT_TYPE_ABSTRACT", json!({"OBJ_TYPE": "KalturaPermissionItem"}))
        );
    }

    async fn features_are_switched(server: Server) {
        let account = server.account.clone();
        let has = async |name: &str| {
            let partner = server.app.partners.get(&server.app, account.id).await.unwrap().unwrap();
            partner.has_feature(name)
        };
        let current = async || {
            let ks = server.admin().await;
            text(&json!({"names": server.call("permission", "getCurrentPermissions", json!({"ks": ks})).await.unwrap()}), "names")
        };
        assert!(!current().await.contains("ANALYTICS_BASE"));
        switch(&server, &account, "FEATURE_ANALYTICS_TAB", true).await;
        assert!(current().await.contains("ANALYTICS_BASE"));
        let shown = admin(&server, "permission", "get", json!({"permissionName": "FEATURE_ANALYTICS_TAB"})).await.unwrap();
        assert_eq!((&shown["type"], &shown["status"], &shown["partnerId"]), (&json!(2), &json!(1), &json!(account.id)));
        switch(&server, &account, "FEATURE_ANALYTICS_TAB", false).await;
        assert!(!current().await.contains("ANALYTICS_BASE"));
        let shown = admin(&server, "permission", "get", json!({"permissionName": "FEATURE_ANALYTICS_TAB"})).await.unwrap();
        assert_eq!(shown["status"], 2, "it is blocked, not gone");

        // Valid with all that it depends on.
        switch(&server, &account, "IMPORT_REMOTE_CAPTION_FOR_INDEXING", true).await;
        assert!(!has("IMPORT_REMOTE_CAPTION_FOR_INDEXING").await);
        switch(&server, &account, "CAPTION_PLUGIN_PERMISSION", true).await;
        assert!(has("IMPORT_REMOTE_CAPTION_FOR_INDEXING").await && has("caption_plugin_permission").await);
        assert_eq!(names(&server, "permission", json!({"typeEqual": 3, "nameEqual": "CAPTION_PLUGIN_PERMISSION"})).await.len(), 1);
        // An own row that is blocked does not hide a built-in one.
        switch(&server, &account, "FEATURE_MOBILE_FLAVORS", false).await;
        assert!(has("FEATURE_MOBILE_FLAVORS").await);
        let other = server.new_account("other@example.test").await;
        let partner = server.app.partners.get(&server.app, other.id).await.unwrap().unwrap();
        assert!(!partner.has_feature("CAPTION_PLUGIN_PERMISSION"), "of one account alone");
    }

    async fn two_people_at_once_lose_nothing(server: Server) {
        let role = add_role(&server, json!({"name": "Shared", "permissionNames": "KMC_ACCESS"})).await.unwrap();
        let permission = add_permission(&server, json!({"name": "SHARED"})).await.unwrap();
        let id = &role["id"];
        for round in 0..8 {
            let (left, right, third, fourth) = tokio::join!(
                update_role(&server, id, json!({"description": format!("d{round}")})),
                update_role(&server, id, json!({"tags": format!("t{round}")})),
                update_permission(&server, "SHARED", json!({"description": format!("d{round}")})),
                update_permission(&server, "SHARED", json!({"permissionItemsIds": (round + 1).to_string()})),
            );
            for outcome in [left, right, third, fourth] {
                outcome.unwrap();
            }
            let role = admin(&server, "userRole", "get", json!({"userRoleId": id})).await.unwrap();
            assert_eq!((text(&role, "description"), text(&role, "tags")), (format!("d{round}"), format!("t{round}")));
            let shared = admin(&server, "permission", "get", json!({"permissionName": "SHARED"})).await.unwrap();
            assert_eq!((text(&shared, "description"), text(&shared, "permissionItemsIds")), (format!("d{round}"), (round + 1).to_string()));
            assert_eq!(shared["id"], permission["id"]);
        }
        for round in 0..8 {
            let role = || add_role(&server, json!({"name": format!("Twin {round}"), "systemName": format!("TWIN{round}")}));
            let own = || add_permission(&server, json!({"name": format!("TWIN{round}")}));
            let (one, two, three, four) = tokio::join!(role(), role(), own(), own());
            for (left, right, code) in [(one, two, "ROLE_NAME_ALREADY_EXISTS"), (three, four, "PERMISSION_ALREADY_EXISTS")] {
                let refused: Vec<String> = [left, right].into_iter().filter_map(Result::err).map(|refused| refused.code).collect();
                assert_eq!(refused, [code], "one of them comes first");
            }
        }
    }

    async fn texts_of_any_kind_are_kept(server: Server) {
        let description = "x".repeat(10_000);
        let odd = "עורך תוכן \u{202e}abc\u{202c} e\u{301}\u{323} 👩‍👩‍👧";
        let role = add_role(&server, json!({"name": odd, "systemName": odd, "description": description, "tags": odd})).await.unwrap();
        for property in ["name", "systemName", "tags"] {
            assert_eq!(role[property], odd, "{property}");
        }
        assert_eq!(text(&role, "description").len(), 10_000);
        assert_eq!(names(&server, "userRole", json!({"nameEqual": odd})).await, [odd]);
        assert_eq!(names(&server, "userRole", json!({"tagsMultiLikeOr": "תוכן"})).await, [odd]);
        assert_eq!(add_role(&server, json!({"name": odd})).await, refused("ROLE_NAME_ALREADY_EXISTS", json!([])));

        // Longer than the column: cut at a character, and equal to what is cut the same way.
        let long = "é".repeat(10_000);
        let cut = add_role(&server, json!({"name": long, "systemName": long})).await.unwrap();
        assert_eq!((text(&cut, "name").chars().count(), text(&cut, "systemName").chars().count()), (100, 128));
        assert_eq!(add_role(&server, json!({"name": "É".repeat(101)})).await, refused("ROLE_NAME_ALREADY_EXISTS", json!([])));
        let copy = admin(&server, "userRole", "clone", json!({"userRoleId": cut["id"]})).await.unwrap();
        assert_eq!(copy["name"], cut["name"], "there is no room for more");

        let own = add_permission(&server, json!({"name": long, "friendlyName": long, "description": description})).await.unwrap();
        assert_eq!((text(&own, "name").chars().count(), text(&own, "friendlyName").chars().count()), (100, 100));
        let odd = add_permission(&server, json!({"name": odd})).await.unwrap();
        let role = add_role(&server, json!({"name": "Odd", "permissionNames": format!("{},{}", text(&own, "name"), text(&odd, "name"))})).await.unwrap();
        user_with(&server, "odd", &role["id"]).await;
        let ks = server.user("odd").await;
        let current = text(&json!({"names": server.call("permission", "getCurrentPermissions", json!({"ks": ks})).await.unwrap()}), "names");
        assert_eq!(current.split(',').count(), 3);
        assert_eq!(
            add_role(&server, json!({"name": "a\u{1}b"})).await,
            refused("INVALID_PARAMETER_CHAR", json!({"XML_FIELD": "name"}))
        );
    }
}

async fn switch(server: &Server, account: &Account, name: &str, on: bool) {
    let mut tx = server.app.store.begin().await.unwrap();
    permission::switch(&mut tx, account.id, name, on, server.now()).await.unwrap();
    tx.commit().await.unwrap();
}
