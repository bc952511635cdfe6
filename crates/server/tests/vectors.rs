//! The recorded session vectors, played against the whole server (reference: vectors/ks.json). What each
//! vector expects was read from the original; where Boxoffice deviates on purpose, the list beside the
//! vectors says so.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{Outcome, Server, invalid_ks, refused, text};
use contract::ApiEnum;
use ks::{Envelope, Secret};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../ks/tests/vectors/ks.json")).unwrap()
}

/// The vectors that are read in another way here, by id.
fn deviations() -> Vec<String> {
    let listed: Value = serde_json::from_str(include_str!("../../ks/tests/vectors/deviations.json")).unwrap();
    let listed = listed.as_array().unwrap().iter().filter(|one| one["side"] == "read");
    listed.map(|one| one["vector"].as_str().unwrap().to_owned()).collect()
}

fn list<'v>(vectors: &'v Value, section: &str) -> &'v Vec<Value> {
    vectors[section].as_array().unwrap_or_else(|| panic!("the vectors have a section {section}"))
}

/// The accounts, users and roles that the vectors name.
async fn set_up(server: &mut Server, vectors: &Value) {
    let environment = &vectors["environment"];
    server.address = string(&environment["request_ip"]);
    server.uri = string(&environment["request_uri"]);
    let store = server.app.store.clone();
    let mut tx = store.begin().await.unwrap();
    let forget = |table: &'static str, column: &'static str| {
        Query::delete().from_table(table).and_where(Expr::col(column).eq(101)).to_owned()
    };
    // The account that every test begins with gives its number to the one of the vectors.
    tx.execute(
        &Query::delete()
            .from_table("conversion_profile_params")
            .and_where(Expr::col("profile_id").gte(0))
            .to_owned(),
    )
    .await
    .unwrap();
    let kept = [
        "widget",
        "user_role",
        "permission",
        "partner_secret",
        "access_control",
        "ui_conf",
        "conversion_profile",
        "asset_params",
    ];
    for table in kept {
        tx.execute(&forget(table, "partner_id")).await.unwrap();
    }
    tx.execute(
        &Query::delete().from_table("account_user_role").and_where(Expr::col("position").gte(0)).to_owned(),
    )
    .await
    .unwrap();
    tx.execute(&forget("account_user", "partner_id")).await.unwrap();
    tx.execute(&forget("partner", "id")).await.unwrap();
    for partner in list(environment, "partners") {
        let id = partner["id"].as_i64().unwrap();
        let insert = Query::insert()
            .into_table("partner")
            .columns([
                "id",
                "name",
                "status",
                "ks_version",
                "ks_max_expiry",
                "admin_login_quota",
                "profile",
                "created_at",
                "updated_at",
            ])
            .values_panic([
                id.into(),
                "vector".into(),
                partner["status"].as_i64().into(),
                partner["ks_version"].as_i64().into(),
                partner["ks_max_expiry_seconds"].as_i64().into(),
                0.into(),
                "{}".into(),
                0.into(),
                0.into(),
            ])
            .to_owned();
        tx.execute(&insert).await.unwrap();
        let mut secrets = vec![(0, 0, &partner["admin_secret"]), (1, 0, &partner["user_secret"])];
        for (position, secret) in (1..).zip(list(partner, "additional_admin_secrets")) {
            secrets.push((0, position, secret));
        }
        for (kind, position, secret) in secrets {
            let sealed = server
                .app
                .keys
                .seal(&format!("partner_secret/{id}/{kind}"), secret.as_str().unwrap().as_bytes());
            let insert = Query::insert()
                .into_table("partner_secret")
                .columns(["partner_id", "kind", "position", "sealed", "created_at"])
                .values_panic([id.into(), kind.into(), position.into(), sealed.into(), 0.into()])
                .to_owned();
            tx.execute(&insert).await.unwrap();
        }
    }
    for role in list(environment, "roles").iter().filter(|role| role["partner_id"] != 0) {
        let name = role["system_name"].as_str().unwrap();
        let insert = Query::insert()
            .into_table("user_role")
            .columns([
                "id",
                "partner_id",
                "name",
                "system_name",
                "system_name_key",
                "status",
                "permission_names",
                "created_at",
                "updated_at",
            ])
            .values_panic([
                role["id"].as_i64().into(),
                role["partner_id"].as_i64().into(),
                name.into(),
                name.into(),
                boxoffice::user::user_key(name).into(),
                1.into(),
                "BASE_USER_SESSION_PERMISSION".into(),
                0.into(),
                0.into(),
            ])
            .to_owned();
        tx.execute(&insert).await.unwrap();
    }
    for user in list(environment, "users") {
        let id = user["id"].as_str().unwrap();
        let insert = Query::insert()
            .into_table("account_user")
            .columns([
                "partner_id",
                "user_id",
                "user_key",
                "status",
                "type",
                "is_admin",
                "profile",
                "created_at",
                "updated_at",
            ])
            .values_panic([
                user["partner_id"].as_i64().into(),
                id.into(),
                id.into(),
                user["status"].as_i64().into(),
                0.into(),
                false.into(),
                "{}".into(),
                0.into(),
                0.into(),
            ])
            .returning_col("id")
            .to_owned();
        let row: i64 = tx.one(&insert).await.unwrap().unwrap().get("id").unwrap();
        for role in user["role_ids"].as_array().into_iter().flatten() {
            let insert = Query::insert()
                .into_table("account_user_role")
                .columns(["account_user_id", "role_id", "position"])
                .values_panic([row.into(), role.as_i64().into(), 0.into()])
                .to_owned();
            tx.execute(&insert).await.unwrap();
        }
    }
    tx.announce(boxoffice::partner::TOPIC, "all");
    tx.commit().await.unwrap();
}

/// `system.ping` is open to everybody, so only the session itself can be refused.
async fn use_session(server: &Server, ks: &str, partner_id: Option<&Value>) -> Outcome {
    let mut params = json!({"ks": ks});
    if let Some(partner_id) = partner_id {
        params["partnerId"] = partner_id.clone();
    }
    server.call("system", "ping", params).await
}

fn expected_args(expect: &Value) -> Value {
    // An error without values has an empty list for them.
    if expect["args"].as_object().is_none_or(serde_json::Map::is_empty) {
        json!([])
    } else {
        expect["args"].clone()
    }
}

on_both_stores! {
    async fn every_readable_session_is_accepted(server: Server) {
        let vectors = vectors();
        set_up(&mut server, &vectors).await;
        let accept = list(&vectors, "accept");
        assert_eq!(accept.len(), 215);
        let (address, uri) = (server.address.clone(), server.uri.clone());
        for vector in accept {
            let context = &vector["context"];
            server.address = context["request_ip"].as_str().unwrap_or(&address).to_owned();
            server.uri = context["request_uri"].as_str().unwrap_or(&uri).to_owned();
            server.set_clock(context["clock"].as_i64().unwrap_or(1_800_000_000));
            let outcome = use_session(&server, vector["ks"].as_str().unwrap(), context.get("partner_id_parameter")).await;
            assert_eq!(outcome, Ok(json!(true)), "{}", vector["id"]);
        }
    }

    async fn every_bad_session_is_refused_for_its_reason(server: Server) {
        let vectors = vectors();
        set_up(&mut server, &vectors).await;
        let reject = list(&vectors, "reject");
        assert_eq!(reject.len(), 87);
        for vector in reject {
            server.set_clock(vector["context"]["clock"].as_i64().unwrap_or(1_800_000_000));
            let outcome = use_session(&server, vector["ks"].as_str().unwrap(), vector["context"].get("partner_id_parameter")).await;
            let expect = &vector["expect"];
            assert_eq!(outcome, refused(expect["code"].as_str().unwrap(), expected_args(expect)), "{}", vector["id"]);
        }
    }

    async fn quirks_are_refused_where_the_list_says_so(server: Server) {
        let vectors = vectors();
        set_up(&mut server, &vectors).await;
        let deviations = deviations();
        for vector in list(&vectors, "quirks") {
            let id = vector["id"].as_str().unwrap().to_owned();
            let ks = vector["ks"].as_str().unwrap();
            let outcome = use_session(&server, ks, None).await;
            if deviations.contains(&id) {
                assert_eq!(outcome, invalid_ks(ks), "{id}");
            } else {
                assert_eq!(outcome.is_ok(), vector["upstream"]["outcome"] == "ok", "{id}: {outcome:?}");
            }
        }
    }

    async fn scenarios_run_as_recorded(server: Server) {
        let vectors = vectors();
        set_up(&mut server, &vectors).await;
        let scenarios = list(&vectors, "scenarios");
        assert_eq!(scenarios.len(), 15);
        for scenario in scenarios {
            for step in list(scenario, "steps") {
                let ks = step["ks"].as_str().unwrap();
                let outcome = match step["action"].as_str().unwrap() {
                    "use" => use_session(&server, ks, None).await,
                    "session.end" => server.call("session", "end", json!({"ks": ks})).await,
                    other => panic!("{other}"),
                };
                let what = format!("{} {}", scenario["id"], step["label"]);
                match step["result"]["outcome"].as_str().unwrap() {
                    "ok" => assert!(outcome.is_ok(), "{what}: {outcome:?}"),
                    _ => assert_eq!(outcome, invalid_ks(step["result"]["reason"].as_str().unwrap()), "{what}"),
                }
            }
            for row in list(scenario, "revocation_rows_after").iter().filter(|row| row["actions_limit"].is_null()) {
                let select = Query::select().column("kind").from("ended_session").and_where(Expr::col("hash").eq(row["key"].as_str().unwrap())).to_owned();
                let kept = server.app.store.one(&select).await.unwrap().unwrap_or_else(|| panic!("{}: {row}", scenario["id"]));
                assert_eq!(kept.get::<i64>("kind").unwrap(), row["type"].as_i64().unwrap(), "{}", scenario["id"]);
            }
        }
    }

    async fn secrets_start_sessions_as_recorded(server: Server) {
        let vectors = vectors();
        set_up(&mut server, &vectors).await;
        let starts = list(&vectors, "session_start");
        assert_eq!(starts.len(), 16);
        for vector in starts {
            let (id, input, result) = (&vector["id"], &vector["input"], &vector["result"]);
            let before = server.now();
            let outcome = server.call("session", "start", input.clone()).await;
            if result["outcome"] == "error" {
                assert_eq!(outcome, refused(result["code"].as_str().unwrap(), expected_args(result)), "{id}");
                continue;
            }
            let ks = text(outcome);
            let partner = list(&vectors["environment"], "partners").iter().find(|partner| partner["id"] == input["partnerId"]).unwrap();
            let secret = match result["signed_with"].as_str().unwrap() {
                "admin secret" => &partner["admin_secret"],
                "additional admin secret #2" => &partner["additional_admin_secrets"][1],
                other => panic!("{other}"),
            };
            let envelope = Envelope::parse(&ks).unwrap();
            assert_eq!(json!(envelope.version().number()), result["ks_version"], "{id}");
            let opened = envelope.open(&[Secret::new(secret.as_str().unwrap()).unwrap()]).unwrap_or_else(|refusal| panic!("{id}: {refusal}"));
            assert_eq!(opened.user(), result["user"].as_str(), "{id}");
            assert_eq!(opened.type_text(), result["type"].as_str(), "{id}");
            assert_eq!(opened.privileges_text(), result["privileges"].as_str(), "{id}");
            assert_eq!(opened.claimed_master_partner(), result["master_partner_id"].as_str(), "{id}");
            assert_eq!(opened.valid_until().unwrap() - before, result["lifetime"].as_i64().unwrap(), "{id}");
        }
    }

    async fn application_tokens_start_sessions_as_recorded(server: Server) {
        let vectors = vectors();
        set_up(&mut server, &vectors).await;
        let starts = list(&vectors, "app_token_start_session");
        assert_eq!(starts.len(), 19);
        for vector in starts {
            let (id, token, result) = (&vector["id"], &vector["token"], &vector["result"]);
            store_token(&server, token).await;
            let mut params = vector["args"].clone();
            params["ks"] = vector["calling_ks"].clone();
            params["tokenHash"] = vector["tokenHash"].clone();
            let before = server.now();
            let outcome = server.call("appToken", "startSession", params).await;
            if result["outcome"] == "error" {
                assert_eq!(outcome, refused(result["code"].as_str().unwrap(), expected_args(result)), "{id}");
                continue;
            }
            let info = outcome.unwrap_or_else(|refusal| panic!("{id}: {refusal:?}"));
            assert_eq!(info["privileges"], result["info_privileges"], "{id}");
            let opened = Envelope::parse(info["ks"].as_str().unwrap()).unwrap();
            let secret = &list(&vectors["environment"], "partners").iter().find(|partner| partner["id"] == 102).unwrap()["admin_secret"];
            let opened = opened.open(&[Secret::new(secret.as_str().unwrap()).unwrap()]).unwrap();
            assert_eq!(opened.user(), result["ks_user"].as_str(), "{id}");
            assert_eq!(opened.type_text(), result["ks_type"].as_str(), "{id}");
            assert_eq!(opened.privileges_text(), result["ks_privileges"].as_str(), "{id}");
            assert_eq!(opened.valid_until().unwrap() - before, result["lifetime"].as_i64().unwrap(), "{id}");
        }
    }
}

async fn store_token(server: &Server, token: &Value) {
    let id = token["id"].as_str().unwrap();
    let expiry = token["expiry"]
        .as_str()
        .map(|text| server.now() + text.trim_start_matches("now").parse::<i64>().unwrap());
    let hash_type =
        boxoffice::app_token::model::AppTokenHashType::from_wire_value(token["hashType"].as_str().unwrap())
            .unwrap();
    let mut tx = server.app.store.begin().await.unwrap();
    tx.execute(&Query::delete().from_table("app_token").and_where(Expr::col("id").eq(id)).to_owned())
        .await
        .unwrap();
    let insert = Query::insert()
        .into_table("app_token")
        .columns([
            "id",
            "partner_id",
            "sealed",
            "status",
            "expiry",
            "session_type",
            "session_user_id",
            "session_duration",
            "session_privileges",
            "hash_type",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            id.into(),
            102.into(),
            server
                .app
                .keys
                .seal(&format!("app_token/{id}"), token["token"].as_str().unwrap().as_bytes())
                .into(),
            token["status"].as_i64().into(),
            expiry.into(),
            token["sessionType"].as_i64().into(),
            token["sessionUserId"].as_str().map(str::to_owned).into(),
            token["sessionDuration"].as_i64().into(),
            token["sessionPrivileges"].as_str().map(str::to_owned).into(),
            hash_type.wire_value().into(),
            0.into(),
            0.into(),
        ])
        .to_owned();
    tx.execute(&insert).await.unwrap();
    tx.announce(
        boxoffice::app_token::TOPIC,
        &format!("{} {id}", token["partner_id"].as_i64().unwrap_or(102)),
    );
    tx.commit().await.unwrap();
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
