//! People of an account: adding, changing, listing and removing them (reference: identity.md §6, §15.2, §15.3).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use std::sync::Arc;

use common::{Account, Outcome, Server, invalid_ks, refused, text};
use ks::{SessionType, Version};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

/// The built-in role of administrators.
const ADMIN_ROLE: i64 = 2;

impl Server {
    async fn user_call(&self, action: &str, params: Value) -> Outcome {
        let mut params = params;
        params["ks"] = json!(self.admin().await);
        self.call("user", action, params).await
    }

    async fn update(&self, id: &str, user: Value) -> Outcome {
        self.user_call("update", json!({"userId": id, "user": user})).await
    }

    async fn read(&self, id: &str) -> Value {
        self.user_call("get", json!({"userId": id})).await.unwrap()
    }

    /// The ids in a list, in its order, and how many there are.
    async fn list(&self, filter: Value) -> (Vec<String>, i64) {
        let listed = self.user_call("list", json!({"filter": filter})).await;
        let listed = listed.unwrap_or_else(|refusal| panic!("{filter}: {refusal:?}"));
        assert_eq!(listed["objectType"], "KalturaUserListResponse");
        (ids(&listed), listed["totalCount"].as_i64().unwrap())
    }

    /// True if a session is let in.
    async fn admits(&self, ks: &str) -> Outcome {
        self.call("widget", "get", json!({"ks": ks, "id": format!("_{}", self.account.id)})).await
    }

    async fn set_partner_text(&self, account: &Account, column: &'static str, value: &str) {
        let update = Query::update()
            .table("partner")
            .value(column, value)
            .and_where(Expr::col("id").eq(account.id))
            .to_owned();
        let mut tx = self.app.store.begin().await.unwrap();
        tx.execute(&update).await.unwrap();
        tx.announce(boxoffice::partner::TOPIC, &account.id.to_string());
        tx.commit().await.unwrap();
    }

    async fn give_feature(&self, name: &str) {
        let insert = Query::insert()
            .into_table("permission")
            .columns(["partner_id", "name", "type", "status", "depends_on", "created_at", "updated_at"])
            .values_panic([
                self.account.id.into(),
                name.into(),
                2.into(),
                1.into(),
                "".into(),
                0.into(),
                0.into(),
            ])
            .to_owned();
        let mut tx = self.app.store.begin().await.unwrap();
        tx.execute(&insert).await.unwrap();
        tx.announce(boxoffice::partner::TOPIC, &self.account.id.to_string());
        tx.commit().await.unwrap();
    }

    async fn count(&self, table: &'static str, condition: Expr) -> usize {
        let select = Query::select().column("id").from(table).and_where(condition).to_owned();
        self.app.store.all(&select).await.unwrap().len()
    }
}

fn ids(listed: &Value) -> Vec<String> {
    let objects = listed["objects"].as_array().unwrap();
    objects.iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect()
}

fn unknown() -> Outcome {
    refused("INVALID_USER_ID", json!([]))
}

fn bare(code: &str) -> Outcome {
    refused(code, json!([]))
}

fn invalid(field: &str) -> Outcome {
    refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": field}))
}

fn fixed(property: &str) -> Outcome {
    refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": property}))
}

on_both_stores! {
    async fn names_come_in_parts_or_whole(server: Server) {
        let add = |id: &'static str, extra: Value| server.add_user(id, extra);
        let names = |user: &Value| {
            (user["screenName"].clone(), user["firstName"].clone(), user["lastName"].clone(), user["fullName"].clone())
        };
        let none = Value::Null;
        let user = add("one", json!({"fullName": "Ann Lee Smith"})).await;
        assert_eq!(names(&user), (json!("one"), json!("Ann"), json!("Lee Smith"), json!("Ann Lee Smith")));
        let user = add("two", json!({"fullName": "Somebody Else", "firstName": "Ann"})).await;
        assert_eq!(names(&user), (json!("two"), json!("Ann"), none.clone(), json!("Ann")));
        let user = add("three", json!({"fullName": "Cher", "screenName": "S"})).await;
        assert_eq!(names(&user), (json!("S"), json!("Cher"), none.clone(), json!("Cher")));

        let user = server.update("one", json!({"fullName": "Bo Derek"})).await.unwrap();
        assert_eq!(names(&user), (json!("one"), json!("Bo"), json!("Derek"), json!("Bo Derek")));
        let user = server.update("one", json!({"lastName": "Burnham"})).await.unwrap();
        assert_eq!(names(&user), (json!("one"), json!("Bo"), json!("Burnham"), json!("Bo Burnham")));
        let user = server.update("one", json!({"firstName__null": "", "screenName__null": ""})).await.unwrap();
        assert_eq!(names(&user), (none.clone(), none.clone(), json!("Burnham"), json!("Burnham")));
        let user = server.update("one", user).await.unwrap();
        assert_eq!(names(&user), (none.clone(), none, json!("Burnham"), json!("Burnham")), "the same again changes nothing");
        let user = server.update("one", json!({"fullName": "Ann Lee Smith-Jones of the very long names indeed"})).await.unwrap();
        assert_eq!(user["fullName"], "Ann Lee Smith-Jones of the very long nam");
        let user = server.update("one", json!({"fullName": "Ann"})).await.unwrap();
        assert_eq!((&user["firstName"], user.get("lastName")), (&json!("Ann"), None));
    }

    async fn texts_are_cut_where_they_are_stored_short(server: Server) {
        // Two bytes a letter: cut at a letter, in bytes.
        let long = "é".repeat(5_000);
        let user = server.add_user("long", json!({
            "screenName": long, "firstName": long, "lastName": long, "state": long, "city": long, "zip": long,
            "country": long, "title": long, "company": long, "tags": long, "email": long, "partnerData": long,
            "description": "é".repeat(4_096)
        })).await;
        let length = |name: &str| user[name].as_str().unwrap().len();
        for (name, bytes) in [("screenName", 126), ("state", 16), ("city", 30), ("zip", 10)] {
            assert_eq!(length(name), bytes, "{name}");
        }
        for name in ["firstName", "lastName", "title", "company", "email", "partnerData", "tags"] {
            assert_eq!(length(name), 10_000, "{name}");
        }
        assert_eq!(server.list(json!({"firstNameStartsWith": &long})).await.1, 1);
        assert_eq!(
            server.update("long", json!({"description": "d".repeat(8193)})).await,
            refused("PROPERTY_VALIDATION_MAX_LENGTH", json!({"PROP_NAME": "description", "MAX_LEN": "8192"}))
        );
        // Right to left, and a letter that combines with the one before.
        for (id, name) in [("rtl", "שלום"), ("marks", "e\u{301}"), ("emoji", "👩‍👩‍👧")] {
            let user = server.add_user(id, json!({"firstName": name, "screenName": name})).await;
            assert_eq!((&user["firstName"], &user["screenName"]), (&json!(name), &json!(name)));
            assert_eq!(server.list(json!({"screenNameStartsWith": name})).await.0, [id]);
        }
        let at = "a".repeat(140);
        let user = server.add_user(&at, json!({})).await;
        assert_eq!(user["id"].as_str().unwrap().len(), 100, "ids are cut");
        assert_eq!(server.read(&at).await["id"], user["id"], "and found by the whole one");
    }

    async fn everything_that_is_sent_comes_back(server: Server) {
        let all = json!({
            "screenName": "S", "email": "a@example.test", "country": "DE", "state": "BE", "city": "Berlin", "zip": "1",
            "thumbnailUrl": "http://x/y", "description": "d", "tags": "a,b", "partnerData": "p", "language": "de",
            "dateOfBirth": 86_400, "gender": 2, "firstName": "F", "lastName": "L", "title": "T", "company": "C",
            "registrationInfo": "r", "attendanceInfo": "t", "ksPrivileges": "list:*", "userMode": 1,
            "isSsoExcluded": true, "allowedPartnerIds": "1", "allowedPartnerPackages": "2", "type": 0, "status": 1
        });
        let mut sent = all.clone();
        sent["adminTags"] = json!("x");
        sent["indexedPartnerDataInt"] = json!(5);
        sent["capabilities"] = json!([{"objectType": "KalturaUserCapability", "capability": "0"}]);
        sent["loginEnabled"] = json!(true);
        sent["isAccountOwner"] = json!(true);
        let user = server.add_user("all", sent).await;
        for (name, value) in all.as_object().unwrap() {
            assert_eq!(&user[name], value, "{name}");
        }
        // The values of this enum are numbers as far as JSON can tell.
        assert_eq!(user["capabilities"][0]["capability"], 0);
        assert_eq!((&user["loginEnabled"], &user["isAccountOwner"]), (&json!(false), &json!(false)), "neither is the caller's to say");
        assert!(user.get("adminTags").is_none() && user.get("password").is_none());

        let nulls: Vec<&str> = vec!["country", "tags", "language", "gender", "dateOfBirth", "email", "ksPrivileges", "userMode"];
        let mut sent: serde_json::Map<String, Value> = nulls.iter().map(|name| (format!("{name}__null"), json!(""))).collect();
        sent.insert("city".to_owned(), json!("Bonn"));
        let user = server.update("all", Value::Object(sent)).await.unwrap();
        for name in nulls {
            assert!(user.get(name).is_none(), "{name} is gone: {}", user[name]);
        }
        assert_eq!((&user["city"], &user["company"]), (&json!("Bonn"), &json!("C")), "what is absent stays");
    }

    async fn an_administrator_is_added_with_a_login_and_a_role(server: Server) {
        let admin = json!({"objectType": "KalturaAdminUser", "id": "boss", "email": "boss@example.test"});
        let boss = server.user_call("add", json!({"user": admin})).await.unwrap();
        assert_eq!((&boss["isAdmin"], &boss["loginEnabled"]), (&json!(true), &json!(true)));
        assert_eq!(boss["roleIds"], ADMIN_ROLE.to_string());
        assert_eq!(boss["roleNames"], "Publisher Administrator");
        let refusal = server.user_call("add", json!({"user": {"objectType": "KalturaAdminUser", "id": "x", "createdAt": 5}})).await;
        assert_eq!(refusal, fixed("KalturaAdminUser::createdAt"));
        let role = server.add_role(&server.account, "R", "BASE_USER_SESSION_PERMISSION").await;
        let two = server.add_user("two", json!({"roleIds": format!("{role}, 12,{role}")})).await;
        assert_eq!(two["roleIds"], format!("{role},12"), "more than one, each once");
        let foreign = server.new_account("other@example.test").await;
        let foreign = server.add_role(&foreign, "X", "").await;
        for roles in ["999999", "x", "-1", &foreign.to_string()] {
            let refusal = server.user_call("add", json!({"user": {"id": "x", "roleIds": roles}})).await;
            assert_eq!(refusal, bare("USER_ROLE_NOT_FOUND"), "{roles}");
        }
        assert_eq!(server.user_call("get", json!({"userId": "x"})).await, unknown(), "nothing was added");
    }

    async fn the_first_thing_that_is_wrong_is_told(server: Server) {
        server.set_partner_text(&server.account, "profile", &json!({"login": {"sso": true, "adminEmailDomains": "good.test, better.test"}}).to_string()).await;
        server.set_partner_number(&server.account, "admin_login_quota", Some(1)).await;
        server.add_user("taken", json!({})).await;
        // All that can be wrong, and the repairs in the order of the reference (identity.md §6.1).
        let mut user = json!({
            "id": "a b", "externalId": "y", "firstName": "http://x", "createdAt": 1, "isSsoExcluded": true,
            "roleIds": "x", "isAdmin": true, "email": "nowhere", "password": "short", "status": 2
        });
        let repairs: Vec<(Outcome, &str, Value)> = vec![
            (bare("ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE"), "externalId", Value::Null),
            (invalid("id"), "id", json!("taken")),
            (invalid("firstName"), "firstName", json!("Xavier")),
            (fixed("KalturaUser::createdAt"), "createdAt", Value::Null),
            (refused("DUPLICATE_USER_BY_ID", json!({"UID": "taken"})), "id", json!("new")),
            (bare("SETTING_SSO_PER_USER_NOT_ALLOWED"), "isSsoExcluded", Value::Null),
            (bare("USER_ROLE_NOT_FOUND"), "roleIds", json!("")),
            (invalid("email"), "email", json!("x@bad.test")),
            (bare("EMAIL_DOMAIN_IS_NOT_ALLOWED_FOR_ADMINS"), "email", json!("x@BETTER.test")),
            (invalid("status"), "status", json!(1)),
            (bare("ADMIN_LOGIN_USERS_QUOTA_EXCEEDED"), "isAdmin", json!(false)),
        ];
        for (expected, property, repaired) in repairs {
            let outcome = server.user_call("add", json!({"user": user})).await;
            assert_eq!(outcome, expected, "{user}");
            match repaired {
                Value::Null => drop(user.as_object_mut().unwrap().remove(property)),
                repaired => user[property] = repaired,
            }
        }
        let outcome = server.user_call("add", json!({"user": user})).await;
        assert_eq!(outcome.unwrap_err().code, "PASSWORD_STRUCTURE_INVALID");
        user["password"] = json!("password123");
        assert_eq!(server.user_call("add", json!({"user": user})).await, bare("COMMON_PASSWORD"));
        user["password"] = json!("correct horse battery");
        user["email"] = json!(server.account.owner);
        let taken = refused("DUPLICATE_USER_BY_LOGIN_ID", json!({"EMAIL": server.account.owner}));
        assert_eq!(server.user_call("add", json!({"user": user})).await, taken);
        user["email"] = json!("x@bad.test");
        assert_eq!(server.list(json!({})).await.1, 2, "nobody was added by all that");
        assert!(server.user_call("add", json!({"user": user})).await.is_ok(), "the domains are for administrators");
        server.give_feature("ALLOW_SSO_PER_USER").await;
        assert_eq!(server.add_user("excluded", json!({"isSsoExcluded": true})).await["isSsoExcluded"], true);
    }

    async fn a_known_person_is_attached_to_their_login(server: Server) {
        let other = server.new_account("person@example.test").await;
        let user = server.add_user("person", json!({"email": "PERSON@example.test", "isAdmin": true, "password": "another good password"})).await;
        assert_eq!(user["loginEnabled"], true);
        let login = |password: &str| json!({"loginId": "person@example.test", "password": password, "partnerId": server.account.id});
        assert!(server.call("user", "loginByLoginId", login(common::PASSWORD)).await.is_ok(), "the password stays what it was");
        assert_eq!(server.call("user", "loginByLoginId", login("another good password")).await, bare("USER_WRONG_PASSWORD"));
        // The login lives as long as one of its users.
        server.user_call("delete", json!({"userId": "person"})).await.unwrap();
        let emails = || server.count("login", Expr::col("email_key").eq("person@example.test"));
        assert_eq!(emails().await, 1);
        let account = server.account.clone();
        server.set_partner_text(&other, "owner_user_id", "nobody").await;
        let ks = server.start(&other, "root", 2, "").await;
        server.call("user", "delete", json!({"ks": ks, "userId": "person@example.test"})).await.unwrap();
        assert_eq!(emails().await, 0);
        assert_eq!(server.account.id, account.id);
    }

    async fn changes_are_checked_in_order(server: Server) {
        let owner = server.account.owner.clone();
        server.set_partner_text(&server.account, "profile", &json!({"login": {"sso": true, "adminEmailDomains": "example.test"}}).to_string()).await;
        server.add_user("taken", json!({})).await;
        let mut user = json!({
            "isAdmin": false, "email": "owner@elsewhere.test", "isSsoExcluded": false, "roleIds": "x", "id": "a b",
            "firstName": "x://y", "password": "p", "status": 0
        });
        let repairs: Vec<(Outcome, &str, Value)> = vec![
            (bare("CANNOT_SET_ROOT_ADMIN_AS_NO_ADMIN"), "isAdmin", json!(true)),
            (bare("EMAIL_DOMAIN_IS_NOT_ALLOWED_FOR_ADMINS"), "email", json!("boss@example.test")),
            (bare("SETTING_SSO_PER_USER_NOT_ALLOWED"), "isSsoExcluded", Value::Null),
            (bare("USER_ROLE_NOT_FOUND"), "roleIds", json!("12")),
            (bare("CANNOT_CHANGE_OWN_ROLE"), "roleIds", Value::Null),
            (invalid("id"), "id", json!("TAKEN")),
            (refused("DUPLICATE_USER_BY_ID", json!({"UID": "TAKEN"})), "id", Value::Null),
            (invalid("firstName"), "firstName", json!("Olga")),
            (fixed("KalturaUser::password"), "password", Value::Null),
            (bare("CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER"), "status", json!(2)),
            (bare("CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER"), "status", json!(1)),
        ];
        let before = server.read(&owner).await;
        for (expected, property, repaired) in repairs {
            assert_eq!(server.update(&owner, user.clone()).await, expected, "{user}");
            match repaired {
                Value::Null => drop(user.as_object_mut().unwrap().remove(property)),
                repaired => user[property] = repaired,
            }
        }
        assert_eq!(server.read(&owner).await, before, "nothing was changed by all that");
        let user = server.update(&owner, user).await.unwrap();
        assert_eq!((&user["email"], &user["firstName"]), (&json!("boss@example.test"), &json!("Olga")));
        assert!(server.call("user", "loginByLoginId", json!({"loginId": owner, "password": common::PASSWORD})).await.is_ok(), "the login id stays");
        assert_eq!(server.update("nobody", json!({})).await, unknown());
        assert_eq!(server.update("", json!({})).await, unknown());
    }

    async fn roles_are_given_by_others(server: Server) {
        let role = server.add_role(&server.account, "EDITOR", "ADMIN_USER_UPDATE").await;
        server.add_user("ann", json!({"roleIds": role.to_string()})).await;
        let ann = server.user("ann").await;
        let by_ann = |id: &str, user: Value| server.call("user", "update", json!({"ks": ann, "userId": id, "user": user}));
        assert_eq!(by_ann("ANN", json!({"roleIds": "2"})).await, bare("CANNOT_CHANGE_OWN_ROLE"));
        assert_eq!(by_ann("ann", json!({"roleIds": ""})).await, bare("CANNOT_CHANGE_OWN_ROLE"));
        assert!(by_ann("ann", json!({"roleIds": role.to_string(), "city": "Rome"})).await.is_ok(), "the same again is no change");
        let owner = server.account.owner.clone();
        assert_eq!(by_ann(&owner, json!({"roleIds": role.to_string()})).await, bare("ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE"));
        assert_eq!(by_ann(&owner, json!({"roleIds": format!("{role},{ADMIN_ROLE}")})).await.unwrap()["roleIds"], format!("{role},{ADMIN_ROLE}"));
        server.update("ann", json!({"roleIds__null": ""})).await.unwrap();
        assert_eq!(by_ann("ann", json!({})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "user->update"})), "at once");
    }

    async fn an_id_can_change(server: Server) {
        let role = server.add_role(&server.account, "NARROW", "BASE_USER_SESSION_PERMISSION").await;
        server.add_user("old", json!({"roleIds": role.to_string()})).await;
        let token = server.call("appToken", "add", json!({"ks": server.admin().await, "appToken": {"sessionUserId": "old"}})).await.unwrap();
        let session = server.start(&server.account, "old", 2, "").await;
        assert_eq!(server.call("user", "list", json!({"ks": session})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "user->list"})));
        let user = server.update("old", json!({"id": "new"})).await.unwrap();
        assert_eq!(user["id"], "new");
        assert_eq!(server.user_call("get", json!({"userId": "old"})).await, unknown());
        assert_eq!(server.call("user", "list", json!({"ks": session})).await, invalid_ks("LOGOUT"), "or it would be a session of an unknown user, who has no role");
        let kept = server.call("appToken", "get", json!({"ks": server.admin().await, "id": token["id"]})).await.unwrap();
        assert_eq!(kept["sessionUserId"], "new", "application tokens follow");
        assert_eq!(server.update("new", json!({"id": "NEW"})).await.unwrap()["id"], "NEW");
        server.add_user("old", json!({})).await;

        let owner = server.account.owner.clone();
        let owner_ks = server.admin().await;
        let renamed = server.call("user", "update", json!({"ks": owner_ks, "userId": owner, "user": {"id": "the-owner"}})).await.unwrap();
        assert_eq!((&renamed["isAccountOwner"], &renamed["id"]), (&json!(true), &json!("the-owner")));
        let ks = server.start(&server.account, "root", 2, "").await;
        assert_eq!(server.call("user", "delete", json!({"ks": ks, "userId": "the-owner"})).await, bare("CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER"), "still the owner");
    }

    async fn groups_of_applications_keep_their_type(server: Server) {
        server.add_user("g", json!({"type": 2})).await;
        for kind in [0, 1] {
            assert_eq!(server.update("g", json!({"type": kind})).await, bare("APPLICATIVE_USER_TYPE_CANNOT_BE_UPDATED"));
        }
        assert!(server.update("g", json!({"type": 2})).await.is_ok());
        server.add_user("u", json!({})).await;
        for kind in [1, 0] {
            assert_eq!(server.update("u", json!({"type": kind})).await.unwrap()["type"], kind);
        }
        let wrong = refused("INVALID_ENUM_VALUE", json!({"ENUM_VAL": "7", "PARAM_NAME": "type", "ENUM_TYPE": "KalturaUserType"}));
        assert_eq!(server.update("u", json!({"type": 7})).await, wrong);
    }

    async fn what_the_server_says_can_be_repeated_but_not_changed(server: Server) {
        let user = server.add_user("ann", json!({"isGuest": true, "email": "a@example.test"})).await;
        let mut whole = user.clone();
        whole["city"] = json!("Rome");
        assert_eq!(server.update("ann", whole).await.unwrap()["city"], "Rome", "the whole object may be sent back");
        for (name, value) in [
            ("createdAt", json!(1)), ("updatedAt", json!(1)), ("partnerId", json!(1)), ("storageSize", json!(1)),
            ("roleNames", json!("x")), ("isGuest", json!(false)), ("loginEnabled", json!(true)),
            ("isAccountOwner", json!(true)), ("password", json!("x")), ("externalId", json!("x")), ("encryptedSeed", json!("x"))
        ] {
            assert_eq!(server.update("ann", json!({name: value, "city": "Oslo"})).await, fixed(&format!("KalturaUser::{name}")));
        }
        let admin = json!({"objectType": "KalturaAdminUser", "createdAt": 1});
        assert_eq!(server.update("ann", admin).await, fixed("KalturaAdminUser::createdAt"));
        assert_eq!(server.read("ann").await["city"], "Rome");
        assert_eq!(server.read("ann").await["isAdmin"], false);
    }

    async fn a_blocked_user_is_told_so_and_comes_back_without_old_sessions(server: Server) {
        server.add_user("ann", json!({})).await;
        let before = server.user("ann").await;
        let offline = server.offline(&server.account, "ann", SessionType::User, 7200, "", Version::V2);
        let blocked = server.update("ann", json!({"status": 0})).await.unwrap();
        assert_eq!((&blocked["status"], blocked["statusUpdatedAt"].as_i64()), (&json!(0), Some(server.now())));
        server.pass(5_000);
        let meanwhile = server.user("ann").await;
        for ks in [&before, &offline, &meanwhile] {
            assert_eq!(server.admits(ks).await, bare("USER_BLOCKED"));
        }
        server.update("ann", json!({"status": 1})).await.unwrap();
        assert_eq!(server.admits(&before).await, invalid_ks("LOGOUT"));
        assert_eq!(server.admits(&offline).await, invalid_ks("LOGOUT"));
        assert!(server.admits(&meanwhile).await.is_ok(), "what was issued after the block is not ended by it");
        assert!(server.admits(&server.user("ann").await).await.is_ok());
    }

    async fn a_deleted_user_is_gone_with_everything(server: Server) {
        let user = server.add_user("ann", json!({"email": "ann@example.test", "password": "correct horse battery", "tags": "blue"})).await;
        let admin = server.admin().await;
        let token = server.call("appToken", "add", json!({"ks": admin, "appToken": {"sessionUserId": "ann", "hashType": "SHA1"}})).await.unwrap();
        let widget = server.widget().await;
        let hash = { use sha1::{Digest, Sha1}; boxoffice::keys::hex(&Sha1::digest(format!("{widget}{}", token["token"].as_str().unwrap()))) };
        let of_token = server.call("appToken", "startSession", json!({"ks": widget, "id": token["id"], "tokenHash": hash})).await.unwrap();
        let before = server.user("ann").await;
        assert!(server.admits(&before).await.is_ok());
        server.pass(3);
        let gone = server.user_call("delete", json!({"userId": "ANN"})).await.unwrap();
        assert_eq!((&gone["id"], &gone["status"], &gone["createdAt"]), (&json!("ann"), &json!(2), &user["createdAt"]));
        assert_eq!(gone["deletedAt"].as_i64(), Some(server.now()));

        assert_eq!(server.admits(&before).await, invalid_ks("LOGOUT"));
        let forged = server.offline(&server.account, "other", SessionType::User, 60, &format!("sessionid:{}", token["id"].as_str().unwrap()), Version::V2);
        assert_eq!(server.admits(&forged).await, invalid_ks("LOGOUT"), "the sessions of the token are over, whoever's");
        assert_eq!(server.admits(of_token["ks"].as_str().unwrap()).await, invalid_ks("LOGOUT"));
        let absent = refused("APP_TOKEN_ID_NOT_FOUND", json!({"ID": token["id"]}));
        assert_eq!(server.call("appToken", "get", json!({"ks": admin, "id": token["id"]})).await, absent);
        assert_eq!(server.call("user", "loginByLoginId", json!({"loginId": "ann@example.test", "password": "correct horse battery"})).await, bare("USER_WRONG_PASSWORD"));
        assert_eq!(server.count("login", Expr::col("email_key").eq("ann@example.test")).await, 0);
        for action in ["get", "delete", "demoteAdmin", "notifyBan"] {
            assert_eq!(server.user_call(action, json!({"userId": "ann"})).await, unknown(), "{action}");
        }
        assert_eq!(server.list(json!({"statusEqual": 2})).await, (vec![], 0), "never listed");
        assert_eq!(server.list(json!({"tagsMultiLikeOr": "blue"})).await, (vec![], 0));
        assert!(server.admits(&server.user("ann").await).await.is_ok(), "as for an unknown user (vector ctx-deleted-user)");
        let again = server.add_user("ann", json!({"email": "ann@example.test", "password": "correct horse staple"})).await;
        assert_eq!(again["loginEnabled"], true);
        assert!(again.get("tags").is_none(), "a new one");
        assert_eq!(server.admits(&before).await, invalid_ks("LOGOUT"));

        let gone = server.update("ann", json!({"status": 2})).await.unwrap();
        assert_eq!(gone["status"], 2, "changed to deleted is deleted");
        assert_eq!(server.user_call("get", json!({"userId": "ann"})).await, unknown());
        let owner = server.account.owner.clone();
        assert_eq!(server.user_call("delete", json!({"userId": owner})).await, bare("CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER"));
    }

    async fn personal_data_goes_where_the_account_says_so(server: Server) {
        server.give_feature("FEATURE_PURGE_USER_PII_DATA").await;
        server.add_user("ann", json!({"firstName": "Ann", "email": "ann@example.test", "city": "Rome"})).await;
        let gone = server.user_call("delete", json!({"userId": "ann"})).await.unwrap();
        for name in ["firstName", "email", "city", "screenName"] {
            assert!(gone.get(name).is_none(), "{name}");
        }
        let row = server.count("account_user", Expr::col("first_name").eq("Ann").or(Expr::col("email_key").eq("ann@example.test"))).await;
        assert_eq!(row, 0);
    }

    async fn an_administrator_becomes_an_ordinary_user(server: Server) {
        server.add_user("boss", json!({"isAdmin": true, "email": "boss@example.test"})).await;
        server.add_user("ann", json!({})).await;
        let ks = server.start(&server.account, "boss", 2, "").await;
        let demote = |id: &str| server.user_call("demoteAdmin", json!({"userId": id}));
        assert_eq!(demote("ann").await, bare("DEMOTE_ONLY_ADMIN"));
        assert_eq!(demote(&server.account.owner).await, bare("CANNOT_SET_ROOT_ADMIN_AS_NO_ADMIN"));
        server.update("boss", json!({"status": 0})).await.unwrap();
        assert_eq!(demote("boss").await, bare("USER_IS_BLOCKED"));
        server.update("boss", json!({"status": 1})).await.unwrap();
        let second = server.start(&server.account, "boss", 2, "").await;
        let demoted = demote("boss").await.unwrap();
        assert_eq!((&demoted["isAdmin"], &demoted["loginEnabled"]), (&json!(false), &json!(true)));
        assert!(demoted.get("roleIds").is_none());
        for ks in [&ks, &second] {
            assert_eq!(server.admits(ks).await, invalid_ks("LOGOUT"));
        }
        assert_eq!(demote("boss").await, bare("DEMOTE_ONLY_ADMIN"));
        assert_eq!(server.user_call("notifyBan", json!({"userId": "boss"})).await, Ok(Value::Null));
    }

    async fn a_user_is_found_by_login(server: Server) {
        let owner = server.account.owner.clone();
        let by = |ks: String, email: &str| server.call("user", "getByLoginId", json!({"ks": ks, "loginId": email}));
        let found = by(server.admin().await, &owner.to_uppercase()).await.unwrap();
        assert_eq!(found["id"], owner);
        server.new_account("other@example.test").await;
        assert_eq!(by(server.admin().await, "nobody@example.test").await, bare("LOGIN_DATA_NOT_FOUND"));
        assert_eq!(by(server.admin().await, "other@example.test").await, bare("USER_NOT_FOUND"));
        let reader = server.add_role(&server.account, "READER", "ADMIN_BASE").await;
        server.add_user("ann", json!({"roleIds": reader.to_string(), "email": "ann@example.test", "password": "correct horse battery"})).await;
        assert_eq!(by(server.user("ann").await, &owner).await, unknown());
        assert_eq!(by(server.user("ann").await, "ann@example.test").await.unwrap()["id"], "ann");
        let manager = server.add_role(&server.account, "PEOPLE", "ADMIN_BASE,MANAGE_ADMIN_USERS").await;
        server.update("ann", json!({"roleIds": manager.to_string()})).await.unwrap();
        assert_eq!(by(server.user("ann").await, &owner).await.unwrap()["id"], owner);
    }

    async fn consoles_of_groups_of_accounts_ask_for_logins(server: Server) {
        let ask = |email: Value| server.user_call("checkLoginDataExists", json!({"filter": {"loginEmailEqual": email}}));
        assert_eq!(ask(json!("x@example.test")).await, refused("FEATURE_FORBIDDEN", json!({"FEATURE": "varConsole"})));
        server.give_feature("FEATURE_VAR_CONSOLE_LOGIN").await;
        assert_eq!(ask(json!("x@example.test")).await, Ok(json!(false)));
        assert_eq!(ask(json!("")).await, Ok(json!(false)));
        assert_eq!(ask(json!(server.account.owner.to_uppercase())).await, Ok(json!(true)));
    }

    async fn strangers_find_nobody(server: Server) {
        server.add_user("ann", json!({"email": "ann@example.test"})).await;
        let other = server.new_account("other@example.test").await;
        let ks = server.start(&other, "root", 2, "").await;
        let before = server.read("ann").await;
        for (action, more) in [
            ("get", json!({})), ("delete", json!({})), ("demoteAdmin", json!({})), ("notifyBan", json!({})),
            ("update", json!({"user": {"id": "x", "status": 2, "roleIds": "2"}}))
        ] {
            let mut told = Vec::new();
            for id in ["ann", "nobody"] {
                let mut params = more.clone();
                params["ks"] = json!(ks);
                params["userId"] = json!(id);
                told.push(server.call("user", action, params).await);
            }
            assert_eq!(told, [unknown(), unknown()], "{action}");
        }
        let listed = server.call("user", "list", json!({"ks": ks, "filter": {"idEqual": "ann", "partnerIdEqual": server.account.id}})).await.unwrap();
        assert_eq!((ids(&listed), &listed["totalCount"]), (vec![], &json!(0)));
        assert_eq!(server.read("ann").await, before);
    }

    async fn lists_are_filtered_ordered_and_counted(server: Server) {
        let role = server.add_role(&server.account, "EDITORS", "CONTENT_INGEST_UPLOAD,ANALYTICS_BASE").await;
        let viewers = server.add_role(&server.account, "VIEWERS", "ANALYTICS_BASE").await;
        let users = [
            ("ann", json!({"firstName": "Ann", "lastName": "Zorn", "screenName": "Queen Ann", "email": "ann@example.test", "tags": "red wine, blue"})),
            ("bob", json!({"firstName": "Bob", "lastName": "Anders", "status": 0, "roleIds": role.to_string(), "tags": "Blue moon"})),
            ("Cat", json!({"isAdmin": true, "email": "cat@example.test", "tags": "wine"})),
            ("dan", json!({"roleIds": format!("{role},{viewers}"), "email": "DAN@example.test", "password": "correct horse battery", "screenName": "bobby"})),
            ("group", json!({"type": 1, "screenName": "Anything"})),
            ("gone", json!({"firstName": "Ann", "tags": "blue"})),
        ];
        let started = server.now();
        for (id, extra) in users {
            server.pass(10);
            server.add_user(id, extra).await;
        }
        server.user_call("delete", json!({"userId": "gone"})).await.unwrap();
        server.pass(10);
        server.update("ann", json!({"city": "Rome"})).await.unwrap();
        let owner = server.account.owner.clone();
        let all = [owner.as_str(), "ann", "bob", "Cat", "dan", "group"];

        let cases = vec![
            (json!({}), all.to_vec()),
            (json!({"idEqual": "CAT"}), vec!["Cat"]),
            (json!({"idIn": "cat,ANN ,nobody,gone"}), vec!["ann", "Cat"]),
            (json!({"typeEqual": 0}), vec![&owner, "ann", "bob", "Cat", "dan"]),
            (json!({"typeIn": "1,2"}), vec!["group"]),
            (json!({"statusEqual": 0}), vec!["bob"]),
            (json!({"statusIn": "0,2"}), vec!["bob"]),
            (json!({"statusEqual": 2}), vec![]),
            (json!({"isAdminEqual": 1}), vec![&owner, "Cat"]),
            (json!({"isAdminEqual": 0}), vec!["ann", "bob", "dan", "group"]),
            (json!({"isAdminEqual": -1}), all.to_vec()),
            (json!({"objectType": "KalturaAdminUserFilter"}), vec![&owner, "Cat"]),
            (json!({"loginEnabledEqual": 1}), vec![&owner, "Cat", "dan"]),
            (json!({"loginEnabledEqual": 0, "statusEqual": 1, "typeEqual": 0}), vec!["ann"]),
            (json!({"isAdminEqual": 1, "loginEnabledEqual": 1, "statusIn": "1,0", "orderBy": "-createdAt"}), vec!["Cat", &owner]),
            (json!({"screenNameLike": "EEN"}), vec!["ann"]),
            (json!({"screenNameStartsWith": "queen a"}), vec!["ann"]),
            (json!({"emailLike": "EXAMPLE"}), vec![&owner, "ann", "Cat", "dan"]),
            (json!({"emailStartsWith": "dan@"}), vec!["dan"]),
            (json!({"firstNameStartsWith": "AN"}), vec!["ann"]),
            (json!({"lastNameStartsWith": "an"}), vec!["bob"]),
            (json!({"firstNameOrLastNameStartsWith": "an"}), vec!["ann", "bob"]),
            (json!({"idOrScreenNameStartsWith": "bob"}), vec!["bob", "dan"]),
            (json!({"idOrScreenNameStartsWith": "an"}), vec!["ann", "group"]),
            (json!({"idOrScreenNameStartsWith": "b", "firstNameOrLastNameStartsWith": "an"}), vec!["bob"]),
            (json!({"idOrScreenNameStartsWith": "bo-an"}), vec![]),
            (json!({"idOrScreenNameStartsWith": "bob", "roleIdEqual": viewers.to_string()}), vec!["dan"]),
            (json!({"idOrScreenNameStartsWith": ""}), all.to_vec()),
            (json!({"tagsMultiLikeOr": "red wine,moon"}), vec!["ann", "bob"]),
            (json!({"tagsMultiLikeAnd": "blue,wine"}), vec!["ann"]),
            (json!({"tagsMultiLikeOr": "win"}), vec![]),
            (json!({"tagsMultiLikeOr": "win*"}), vec!["ann", "Cat"]),
            (json!({"roleIdEqual": role.to_string()}), vec!["bob", "dan"]),
            (json!({"roleIdsEqual": viewers.to_string(), "statusEqual": 1}), vec!["dan"]),
            (json!({"roleIdsIn": format!("{viewers},{ADMIN_ROLE}")}), vec![&owner, "Cat", "dan"]),
            (json!({"roleIdEqual": "x"}), vec![]),
            (json!({"permissionNamesMultiLikeOr": "content_ingest_upload"}), vec![&owner, "bob", "Cat", "dan"]),
            (json!({"permissionNamesMultiLikeAnd": "ANALYTICS_BASE,CONTENT_INGEST_UPLOAD", "isAdminEqual": 0}), vec!["bob", "dan"]),
            (json!({"permissionNamesMultiLikeOr": "NO_SUCH", "isAdminEqual": 0}), vec![]),
            (json!({"permissionNamesMultiLikeOr": ""}), all.to_vec()),
            (json!({"createdAtGreaterThanOrEqual": started + 35}), vec!["dan", "group"]),
            (json!({"createdAtLessThanOrEqual": started + 15}), vec![&owner, "ann"]),
            (json!({"updatedAtGreaterThanOrEqual": started + 65}), vec!["ann"]),
            (json!({"partnerIdEqual": server.account.id, "idEqual": "ann"}), vec!["ann"]),
            (json!({"partnerIdEqual": 99}), vec![]),
            (json!({"orderBy": "+id"}), vec!["ann", "bob", "Cat", "dan", "group", &owner]),
            (json!({"orderBy": "-id", "typeEqual": 0}), vec![&owner, "dan", "Cat", "bob", "ann"]),
            (json!({"orderBy": "-updatedAt", "statusEqual": 1, "isAdminEqual": 0}), vec!["ann", "group", "dan"]),
            (json!({"orderBy": "+email"}), all.to_vec()),
        ];
        for (filter, expected) in cases {
            assert_eq!(server.list(filter.clone()).await, (expected.iter().map(|id| (*id).to_owned()).collect(), i64::try_from(expected.len()).unwrap()), "{filter}");
        }
        let page = async |size: i64, index: i64| {
            let listed = server.user_call("list", json!({"filter": {"orderBy": "+id"}, "pager": {"pageSize": size, "pageIndex": index}})).await.unwrap();
            (ids(&listed), listed["totalCount"].as_i64().unwrap())
        };
        assert_eq!(page(2, 2).await, (vec!["Cat".to_owned(), "dan".to_owned()], 6));
        assert_eq!(page(4, 2).await, (vec!["group".to_owned(), owner.clone()], 6));
        assert_eq!(page(4, 3).await, (vec![], 6));
        assert_eq!(page(0, 1).await, (vec![], 6));
        let full = server.user_call("list", json!({"filter": {"idEqual": "dan"}})).await.unwrap();
        assert_eq!(full["objects"][0], server.read("dan").await, "a list shows what get shows");
    }

    async fn lists_hear_of_names_that_change_elsewhere(server: Server) {
        let owner = server.account.owner.clone();
        let partner = json!({"adminName": "Zora Neale", "adminEmail": "ZORA@example.test"});
        server.call("partner", "update", json!({"ks": server.admin().await, "partner": partner})).await.unwrap();
        for filter in [json!({"firstNameStartsWith": "zor"}), json!({"lastNameStartsWith": "nea"}), json!({"emailLike": "zora@"})] {
            assert_eq!(server.list(filter.clone()).await.0, [owner.as_str()], "{filter}");
        }
        let change = json!({"oldLoginId": owner, "password": common::PASSWORD, "newLoginId": "NEW@example.test", "newFirstName": "Yara"});
        server.call("user", "updateLoginData", change).await.unwrap();
        for filter in [json!({"firstNameStartsWith": "yar"}), json!({"emailStartsWith": "new@"})] {
            assert_eq!(server.list(filter.clone()).await.0, [owner.as_str()], "{filter}");
        }
        server.add_user("mute", json!({})).await;
        let enable = json!({"userId": "mute", "loginId": "MUTE@example.test", "password": "correct horse battery"});
        server.user_call("enableLogin", enable).await.unwrap();
        assert_eq!(server.list(json!({"emailStartsWith": "mute@", "loginEnabledEqual": 1})).await.0, ["mute"]);
    }

    async fn the_tally_is_right_whatever_happens(server: Server) {
        for (id, extra) in [("a", json!({})), ("b", json!({"type": 1})), ("c", json!({"isAdmin": true, "email": "c@example.test"})), ("d", json!({}))] {
            server.add_user(id, extra).await;
        }
        server.update("a", json!({"status": 0})).await.unwrap();
        server.update("b", json!({"type": 0})).await.unwrap();
        server.user_call("demoteAdmin", json!({"userId": "c"})).await.unwrap();
        server.user_call("delete", json!({"userId": "d"})).await.unwrap();
        let mut tx = server.app.store.begin().await.unwrap();
        // Written by nobody who knows of the tally, and then thought better of.
        tx.execute(&Query::delete().from_table("account_user").and_where(Expr::col("user_key").eq("a")).to_owned()).await.unwrap();
        drop(tx);
        let totals = async |filter: Value| {
            let (listed, total) = server.list(filter).await;
            assert_eq!(i64::try_from(listed.len()).unwrap(), total);
            let first = server.user_call("list", json!({"pager": {"pageSize": 1}})).await.unwrap();
            assert_eq!(first["totalCount"], 4);
            total
        };
        assert_eq!(totals(json!({})).await, 4);
        assert_eq!(totals(json!({"statusEqual": 0})).await, 1);
        assert_eq!(totals(json!({"typeEqual": 1})).await, 0);
        assert_eq!(totals(json!({"isAdminEqual": 1})).await, 1);
        assert_eq!(totals(json!({"loginEnabledEqual": 1})).await, 2);
    }

    async fn two_who_change_one_user_both_succeed(server: Server) {
        server.add_user("ann", json!({})).await;
        let server = Arc::new(server);
        let fields = ["city", "company", "title", "email", "country", "partnerData", "tags", "zip"];
        let ks = server.admin().await;
        let changes: Vec<_> = fields
            .iter()
            .map(|field| {
                let (server, ks) = (Arc::clone(&server), ks.clone());
                let user = json!({*field: "x"});
                tokio::spawn(async move { server.call("user", "update", json!({"ks": ks, "userId": "ann", "user": user})).await })
            })
            .collect();
        for change in changes {
            change.await.unwrap().unwrap();
        }
        let user = server.read("ann").await;
        for field in fields {
            assert_eq!(user[field], "x", "{field} was lost");
        }
    }

    async fn at_the_same_time_one_gets_the_id(server: Server) {
        let server = Arc::new(server);
        let ks = server.admin().await;
        let spawn = |action: &'static str, params: Value| {
            let (server, mut params) = (Arc::clone(&server), params);
            params["ks"] = json!(ks);
            tokio::spawn(async move { server.call("user", action, params).await })
        };
        let adds: Vec<_> = (0..8).map(|number| spawn("add", json!({"user": {"id": "same", "city": number.to_string()}}))).collect();
        let mut added = 0;
        for add in adds {
            match add.await.unwrap() {
                Ok(_) => added += 1,
                refusal => assert_eq!(refusal, refused("DUPLICATE_USER_BY_ID", json!({"UID": "same"}))),
            }
        }
        assert_eq!(added, 1);

        let adds: Vec<_> = (0..6).map(|number| spawn("add", json!({"user": {"id": format!("l{number}"), "email": "same@example.test", "password": "correct horse battery"}}))).collect();
        let mut added = 0;
        for add in adds {
            match add.await.unwrap() {
                Ok(_) => added += 1,
                refusal => assert_eq!(refusal, refused("DUPLICATE_USER_BY_LOGIN_ID", json!({"EMAIL": "same@example.test"}))),
            }
        }
        assert_eq!(added, 1, "one login has one user in an account");

        for id in ["r1", "r2", "r3"] {
            server.add_user(id, json!({})).await;
        }
        let renames: Vec<_> = ["r1", "r2", "r3"].iter().map(|id| spawn("update", json!({"userId": id, "user": {"id": "wanted"}}))).collect();
        let mut done = 0;
        for rename in renames {
            match rename.await.unwrap() {
                Ok(_) => done += 1,
                refusal => assert_eq!(refusal, refused("DUPLICATE_USER_BY_ID", json!({"UID": "wanted"}))),
            }
        }
        assert_eq!(done, 1);

        server.set_partner_number(&server.account, "admin_login_quota", Some(3)).await;
        let adds: Vec<_> = (0..6).map(|number| spawn("add", json!({"user": {"id": format!("a{number}"), "email": format!("a{number}@example.test"), "isAdmin": true}}))).collect();
        let mut added = 0;
        for add in adds {
            match add.await.unwrap() {
                Ok(_) => added += 1,
                refusal => assert_eq!(refusal, bare("ADMIN_LOGIN_USERS_QUOTA_EXCEEDED")),
            }
        }
        assert_eq!(added, 2, "the owner has the first of three places");
    }

    async fn operators_hand_out_no_roles_without_the_right(server: Server) {
        let insert = Query::insert()
            .into_table("partner")
            .columns(["id", "name", "status", "ks_version", "admin_login_quota", "profile", "created_at", "updated_at"])
            .values_panic([(-2).into(), "console".into(), 1.into(), 2.into(), (-1).into(), "{}".into(), 0.into(), 0.into()])
            .to_owned();
        let sealed = server.app.keys.seal("partner_secret/-2/0", b"0123456789abcdef0123456789abcdef");
        let secret = Query::insert()
            .into_table("partner_secret")
            .columns(["partner_id", "kind", "position", "sealed", "created_at"])
            .values_panic([(-2).into(), 0.into(), 0.into(), sealed.into(), 0.into()])
            .to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&insert).await.unwrap();
        tx.execute(&secret).await.unwrap();
        tx.announce(boxoffice::partner::TOPIC, "all");
        tx.commit().await.unwrap();
        let console = Account { id: -2, admin_secret: "0123456789abcdef0123456789abcdef".to_owned(), ..server.account.clone() };
        let role = server.add_role(&console, "GUEST", "ADMIN_USER_ADD,ADMIN_USER_UPDATE").await;
        let ks = text(server.call("session", "start", json!({"secret": console.admin_secret, "partnerId": -2, "type": 2, "privileges": format!("setrole:{role}")})).await);
        server.call("user", "add", json!({"ks": ks, "user": {"id": "guest"}})).await.unwrap();
        let update = server.call("user", "update", json!({"ks": ks, "userId": "guest", "user": {"roleIds": "2"}})).await;
        assert_eq!(update, bare("NOT_ALLOWED_TO_CHANGE_ROLE"));
    }

    async fn ids_may_be_hashed(server: Server) {
        let server = Arc::new(server);
        let partner = server.account.id;
        assert_eq!(partner, 101, "the vector is for the first account");
        server.user_call("add", json!({"user": {"id": "Bob"}})).await.unwrap();
        let bobs = server.user("Bob").await;
        let ended = server.user("gone").await;
        let admin = server.admin().await;
        server.call("boxoffice_session", "endByUser", json!({"ks": admin, "userId": "gone"})).await.unwrap();
        assert_eq!(server.admits(&ended).await, invalid_ks("LOGOUT"));
        let account = server.app.partners.get(&server.app, partner).await.unwrap().unwrap();
        let now = ks::UnixMillis(u64::try_from(server.now()).unwrap() * 1000);
        assert_eq!(server.hash_user_ids().await, 2, "the owner and Bob");
        assert!(boxoffice::user::hash_all(&server.app, &account, b"other", now).await.is_err(), "once and for all");

        // The vector of identity.md §6.1.
        let john = "b88941d6135daa128fe238d0470bc9b40460001596ce0d458d2d67d310dfeaf4";
        let added = server.user_call("add", json!({"user": {"id": "John@example.com", "firstName": "John"}})).await.unwrap();
        assert_eq!(added["id"], john);
        assert_eq!(added["externalId"], "John@example.com");
        assert_eq!(server.read("john@example.com").await["id"], john);
        assert_eq!(server.read(john).await["id"], john, "what was answered is found again");
        let again = server.user_call("add", json!({"user": {"id": "john@example.com"}})).await;
        assert_eq!(again, refused("DUPLICATE_USER_BY_ID", json!({"UID": "john@example.com"})));
        let (ids, total) = server.list(json!({"idEqual": "JOHN@example.com"})).await;
        assert_eq!((ids, total), (vec![john.to_owned()], 1));
        let renamed = server.update("john@example.com", json!({"id": "jack"})).await;
        assert_eq!(renamed, bare("UPDATING_USER_ID_FOR_HASHED_USER_NOT_ALLOWED"));
        assert_eq!(server.update("john@example.com", json!({"id": john, "title": "Dr"})).await.unwrap()["title"], "Dr");

        // Sessions name people as before, and those of before go on or stay over.
        let ks = server.user("john@example.com").await;
        assert_eq!(server.call("user", "get", json!({"ks": ks})).await.unwrap()["id"], john);
        assert_eq!(server.call("user", "get", json!({"ks": ks, "userId": "john@example.com"})).await.unwrap()["id"], john);
        let bob = server.call("user", "get", json!({"ks": bobs})).await.unwrap();
        assert_eq!(bob["externalId"], "Bob");
        assert_ne!(bob["id"], "Bob");
        assert_eq!(server.admits(&ended).await, invalid_ks("LOGOUT"));
        server.update("Bob", json!({"status": 0})).await.unwrap();
        assert_eq!(server.admits(&bobs).await, bare("USER_BLOCKED"));
        server.user_call("delete", json!({"userId": "john@example.com"})).await.unwrap();
        assert_eq!(server.admits(&ks).await, invalid_ks("LOGOUT"));
        let owner = server.read("owner@example.test").await;
        assert_eq!(owner["isAccountOwner"], true);

        // Groups share the ids, and so do application tokens and entries.
        let admin = server.admin().await;
        let group = server.call("group_group", "add", json!({"ks": admin, "group": {"id": "team"}})).await.unwrap();
        assert_ne!(group["id"], "team");
        assert_eq!(group["screenName"], "team");
        server.user_call("add", json!({"user": {"id": "ann"}})).await.unwrap();
        let ann = server.read("ann").await["id"].clone();
        server.call("groupUser", "add", json!({"ks": admin, "groupUser": {"userId": "ann", "groupId": "team"}})).await.unwrap();
        let members = server.call("groupUser", "list", json!({"ks": admin, "filter": {"groupIdEqual": "team"}})).await.unwrap();
        assert_eq!(members["objects"][0]["userId"], ann);
        let token = server.call("appToken", "add", json!({"ks": admin, "appToken": {"sessionUserId": "ann"}})).await.unwrap();
        assert_eq!(token["sessionUserId"], ann);
        let entry = server.call("baseEntry", "add", json!({"ks": admin, "entry": {"name": "one", "userId": "ann"}, "type": 1})).await.unwrap();
        assert_eq!(entry["userId"], ann);
        let listed = server.call("baseEntry", "list", json!({"ks": admin, "filter": {"userIdEqual": "ann", "statusIn": "2,7"}})).await.unwrap();
        assert_eq!(listed["totalCount"], 1);
        let anns = server.user("ann").await;
        let changed = server.call("baseEntry", "update", json!({"ks": anns, "entryId": entry["id"], "baseEntry": {"name": "two"}})).await;
        assert_eq!(changed.unwrap()["name"], "two", "the owner is the owner");

        // Who may become the owner of an entry is named by the ids that clients know, or by digests.
        let give = async |privileges: &str, to: &str| {
            let id = server.call("baseEntry", "add", json!({"ks": admin, "entry": {"name": "gift", "userId": "ann"}, "type": 1})).await.unwrap()["id"].clone();
            let ks = server.start(&server.account, "ann", 0, privileges).await;
            server.call("baseEntry", "update", json!({"ks": ks, "entryId": id, "baseEntry": {"userId": to}})).await
        };
        for privileges in ["edituser:zoe/john@example.com", &format!("edituser:zoe/{john}"), "edituser:zoe,edituser:John@example.com", "edituser:*"] {
            for to in ["john@example.com", john] {
                assert_eq!(give(privileges, to).await.unwrap()["userId"], john, "{privileges} {to}");
            }
        }
        let wrong_type = refused("INVALID_KS", json!({"KSID": "", "ERR_CODE": "-4", "ERR_DESC": "INVALID_TYPE"}));
        for privileges in ["", "edituser", "edituser:", "edituser:zoe", "edituser:john@example.co", "edituser:john@example.com.net", "xedituser:john@example.com"] {
            assert_eq!(give(privileges, "john@example.com").await, wrong_type, "{privileges}");
        }
    }

    async fn holders_of_a_role_are_counted_as_they_come_and_go(server: Server) {
        let role = server.add_role(&server.account, "KEEPER", "APP_TOKEN_BASE").await;
        let other = server.add_role(&server.account, "OTHER", "APP_TOKEN_BASE").await;
        let of = |role: i64| json!({"roleIdEqual": role.to_string()});
        let (mut both, mut blocked) = (of(role), of(role));
        both["roleIdsEqual"] = json!(other.to_string());
        blocked["statusEqual"] = json!(0);
        for (id, roles) in [("a", vec![role]), ("b", vec![role, other]), ("c", vec![other]), ("d", vec![role]), ("e", vec![])] {
            let roles: Vec<String> = roles.iter().map(ToString::to_string).collect();
            server.add_user(id, json!({"roleIds": roles.join(",")})).await;
        }
        let there = |ids: &[&str]| (ids.iter().map(ToString::to_string).collect::<Vec<_>>(), i64::try_from(ids.len()).unwrap());
        assert_eq!(server.list(of(role)).await, there(&["a", "b", "d"]));
        assert_eq!(server.list(of(other)).await, there(&["b", "c"]));
        assert_eq!(server.list(both).await, there(&["b"]));
        let mut backwards = of(role);
        backwards["orderBy"] = json!("-createdAt");
        assert_eq!(server.list(backwards).await, there(&["d", "b", "a"]));
        let page = server.user_call("list", json!({"filter": of(role), "pager": {"pageSize": 1, "pageIndex": 2}})).await.unwrap();
        assert_eq!((ids(&page), &page["totalCount"]), (vec!["b".to_owned()], &json!(3)));

        server.update("b", json!({"status": 0})).await.unwrap();
        assert_eq!(server.list(blocked.clone()).await, there(&["b"]));
        assert_eq!(server.list(of(role)).await.1, 3);
        server.update("a", json!({"roleIds": other.to_string()})).await.unwrap();
        server.update("e", json!({"roleIds": role.to_string()})).await.unwrap();
        server.user_call("delete", json!({"userId": "d"})).await.unwrap();
        server.update("b", json!({"status": 1})).await.unwrap();
        assert_eq!(server.list(of(role)).await, there(&["b", "e"]));
        assert_eq!(server.list(blocked).await, there(&[]));
        assert_eq!(server.list(of(other)).await, there(&["a", "b", "c"]));
        assert_eq!(server.list(of(ADMIN_ROLE)).await, there(&["owner@example.test"]), "a role of all accounts");
        let elsewhere = server.new_account("other@example.test").await;
        assert_eq!(server.list(of(ADMIN_ROLE)).await.1, 1, "of this account alone: {}", elsewhere.id);

        // What the database counted is what there is.
        let counted = Query::select().columns(["partner_id", "role_id", "shelf", "users"]).from("account_user_role_tally").and_where(Expr::col("users").ne(0)).to_owned();
        let rows = Query::select()
            .columns([("r", "role_id"), ("u", "partner_id"), ("u", "shelf")])
            .expr_as(Expr::cust("count(*)"), "users")
            .from_as("account_user_role", "r")
            .join_as(sea_query::JoinType::InnerJoin, "account_user", "u", Expr::col(("u", "id")).equals(("r", "account_user_id")))
            .add_group_by([Expr::col(("u", "partner_id")), Expr::col(("r", "role_id")), Expr::col(("u", "shelf"))])
            .to_owned();
        let read = async |query| {
            let mut found: Vec<[i64; 4]> = Vec::new();
            for row in server.app.store.all(&query).await.unwrap() {
                found.push(["partner_id", "role_id", "shelf", "users"].map(|name| row.get(name).unwrap()));
            }
            found.sort_unstable();
            found
        };
        assert_eq!(read(counted).await, read(rows).await);
    }

    async fn beginnings_that_many_have_are_found_in_their_order(server: Server) {
        // Id, shown name, first and last name; every seventh is blocked.
        let mut people = Vec::new();
        for number in 0..60 {
            let (id, name) = match number % 5 {
                0 => (format!("ann{number}"), "Annika"),
                1 => (format!("ann{number}"), "Bob"),
                2 => (format!("zed{number}"), "ANNE"),
                3 => (format!("zed{number}"), "Hannah"),
                _ => (format!("x{number}"), "Zed"),
            };
            let (first, last): (Option<&str>, Option<&str>) = [(None, None), (Some("Ann"), Some("Anders")), (Some("Bo"), Some("Anders")), (Some("Ann"), None)][number % 4];
            people.push((id, name.to_owned(), first, last, number % 7 == 3));
        }
        for (id, name, first, last, blocked) in &people {
            let mut user = json!({"screenName": name, "firstName": first, "lastName": last, "status": i32::from(!*blocked)});
            user.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            server.add_user(id, user).await;
        }
        let begins = |text: &str, start: &str| text.to_lowercase().starts_with(start);
        for start in ["ann", "anni", "zed", "zed5", "a", "x", "nobody"] {
            for (property, of_id) in [("idOrScreenNameStartsWith", true), ("firstNameOrLastNameStartsWith", false)] {
                for (status, more) in [(None, json!({})), (Some(false), json!({"statusEqual": 1})), (Some(true), json!({"statusEqual": 0}))] {
                    for backwards in [false, true] {
                        let mut expected: Vec<&str> = people
                            .iter()
                            .filter(|(id, name, first, last, blocked)| {
                                let names = if of_id { [Some(id.as_str()), Some(name.as_str())] } else { [*first, *last] };
                                status.is_none_or(|wanted| wanted == *blocked) && names.into_iter().flatten().any(|text| begins(text, start))
                            })
                            .map(|(id, ..)| id.as_str())
                            .collect();
                        let mut filter = more.clone();
                        filter[property] = json!(start);
                        if backwards {
                            expected.reverse();
                            filter["orderBy"] = json!("-createdAt");
                        }
                        for (size, index) in [(1, 1), (3, 1), (3, 2), (30, 1), (500, 1)] {
                            let page = json!({"filter": filter, "pager": {"pageSize": size, "pageIndex": index}});
                            let listed = server.user_call("list", page.clone()).await.unwrap();
                            let wanted: Vec<String> = expected.iter().skip(size * (index - 1)).take(size).map(ToString::to_string).collect();
                            // The owner has neither.
                            assert_eq!((ids(&listed), &listed["totalCount"]), (wanted, &json!(expected.len())), "{page}");
                        }
                    }
                }
            }
        }
    }

    async fn parts_of_names_are_found_wherever_they_stand(server: Server) {
        for (id, name, email) in [("a", "Ünal Öz\"x", "a@one.test"), ("b", "unal", "B@Two.test"), ("c", "%_'", "c@two.test"), ("d", "日本語名", "d@two.test")] {
            server.add_user(id, json!({"screenName": name, "email": email})).await;
        }
        let elsewhere = server.new_account("elsewhere@example.test").await;
        let admin = server.start(&elsewhere, "u", 2, "").await;
        server.call("user", "add", json!({"ks": admin, "user": {"id": "x", "screenName": "unal", "email": "x@two.test"}})).await.unwrap();
        let there = |ids: &[&str]| (ids.iter().map(ToString::to_string).collect::<Vec<_>>(), i64::try_from(ids.len()).unwrap());
        let name = async |part: &str| server.list(json!({"screenNameLike": part})).await;
        assert_eq!(name("NAL").await, there(&["a", "b"]));
        assert_eq!(name("Ünal").await, there(&["a"]));
        assert_eq!(name("z\"X").await, there(&["a"]));
        assert_eq!(name("%_'").await, there(&["c"]));
        assert_eq!(name("%_").await, there(&["c"]), "two letters, too");
        assert_eq!(name("本語名").await, there(&["d"]));
        assert_eq!(name("nope").await, there(&[]));
        assert_eq!(server.list(json!({"emailLike": "@two.t", "orderBy": "-createdAt"})).await, there(&["d", "c", "b"]));
        assert_eq!(server.list(json!({"emailLike": "@two.t", "screenNameLike": "una"})).await, there(&["b"]));
        assert_eq!(server.list(json!({"emailLike": "@two.t", "statusEqual": 0})).await, there(&[]));
        let page = server.user_call("list", json!({"filter": {"emailLike": "@two.t"}, "pager": {"pageSize": 1, "pageIndex": 2}})).await.unwrap();
        assert_eq!((ids(&page), &page["totalCount"]), (vec!["c".to_owned()], &json!(3)));
        server.update("b", json!({"screenName": "somebody"})).await.unwrap();
        server.update("c", json!({"screenName__null": ""})).await.unwrap();
        server.user_call("delete", json!({"userId": "d"})).await.unwrap();
        assert_eq!(name("NAL").await, there(&["a"]));
        assert_eq!(name("mebod").await, there(&["b"]));
        assert_eq!(name("%_'").await, there(&[]));
        assert_eq!(server.list(json!({"emailLike": "two.test"})).await, there(&["b", "c"]));
    }
}
