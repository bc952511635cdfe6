//! Exports of users (reference: identity.md §6, §14; session.md §11.1, §14).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use boxoffice::{job, mail};
use common::{Account, Outcome, Server, refused};
use ks::UnixMillis;
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

/// Does everything that is due.
async fn work(server: &Server) {
    let moment = UnixMillis(server.now().unsigned_abs() * 1000);
    job::run_due(&server.app, || moment).await.unwrap();
}

/// The recipient and the text of the newest mail.
async fn newest_mail(server: &Server) -> (String, String) {
    let mail = mail::list(&server.app, false, 1).await.unwrap().pop().expect("there is a mail");
    let (mail, text) = mail::open(&server.app, mail.id).await.unwrap().unwrap();
    (mail.recipient, text.to_string())
}

async fn mails(server: &Server) -> usize {
    mail::list(&server.app, false, 1000).await.unwrap().len()
}

/// The path of the link in a mail, the name of the file, and the session.
fn link_of(letter: &str) -> (String, String, String) {
    let url = letter.lines().find(|line| line.contains("/serveCsv/id/")).expect("there is a link");
    let path = &url[url.find("/api_v3/").unwrap()..];
    let (place, ks) = path.split_once("/ks/").unwrap();
    (path.to_owned(), place.rsplit_once('/').unwrap().1.to_owned(), ks.to_owned())
}

/// Fetches a file by the link in a mail.
async fn fetch(server: &mut Server, letter: &str) -> Outcome {
    let (path, name, ks) = link_of(letter);
    let before = std::mem::replace(&mut server.uri, path);
    let answer = server.call("exportcsv", "serveCsv", json!({"id": name, "ks": ks})).await;
    server.uri = before;
    answer
}

async fn export(server: &Server, ks: &str, params: Value) -> Outcome {
    let mut params = params;
    params["ks"] = json!(ks);
    server.call("user", "exportToCsv", params).await
}

fn lines(file: &Value) -> Vec<String> {
    let text = file["$file"]["text"].as_str().unwrap();
    text.strip_suffix("\r\n").unwrap().split("\r\n").map(str::to_owned).collect()
}

on_both_stores! {
    async fn the_link_goes_to_whoever_asked_and_has_the_users(server: Server) {
        server.add_user("ann", json!({"firstName": "Ann", "lastName": "O'Neil, \"A\"", "email": "ann@example.test"})).await;
        server.add_user("bob", json!({"firstName": "=HYPERLINK(1)"})).await;
        let gone = server.add_user("gone", json!({})).await;
        let ks = server.admin().await;
        server.call("user", "delete", json!({"ks": ks, "userId": gone["id"]})).await.unwrap();
        let stranger = server.new_account("stranger@example.test").await;

        let answer = export(&server, &ks, json!({})).await.unwrap();
        assert_eq!(answer, server.account.owner.as_str());
        let before = mails(&server).await;
        work(&server).await;
        assert_eq!(mails(&server).await, before + 1);
        let (recipient, letter) = newest_mail(&server).await;
        assert_eq!(recipient, server.account.owner);
        assert!(letter.contains("3 users"), "{letter}");

        let file = fetch(&mut server, &letter).await.unwrap();
        assert_eq!(file["$file"]["type"], "text/csv; charset=UTF-8");
        assert_eq!(file["$file"]["saveAs"], link_of(&letter).1.as_str());
        let lines = lines(&file);
        assert_eq!(lines[0], "User ID,First Name,Last Name,Email");
        assert!(lines[1].starts_with("owner@example.test,"), "{lines:?}");
        assert_eq!(lines[2..], [
            "ann,Ann,\"O'Neil, \"\"A\"\"\",ann@example.test",
            "bob,'=HYPERLINK(1),,",
        ]);
        // The old name serves the same.
        let (path, name, ks) = link_of(&letter);
        server.uri = path;
        let refusal = server.call("user", "serveCsv", json!({"id": name, "ks": ks})).await;
        assert_eq!(refusal.unwrap(), file);
        drop(stranger);
    }

    async fn who_asked_before_ids_were_hashed_gets_the_export(server: Server) {
        let address = "john@example.com";
        let john = "b88941d6135daa128fe238d0470bc9b40460001596ce0d458d2d67d310dfeaf4";
        server.add_user(address, json!({"email": address, "firstName": "John"})).await;
        server.add_user("ann", json!({})).await;
        let ks = server.start(&server.account, address, 2, "").await;
        // One is written before the switch and fetched behind it, the others are written behind it.
        export(&server, &ks, json!({})).await.unwrap();
        work(&server).await;
        let (_, before) = newest_mail(&server).await;
        for class in ["KalturaUserFilter", "KalturaAdminUserFilter"] {
            let filter = json!({"objectType": class, "idIn": format!("{address},nobody")});
            export(&server, &ks, json!({"filter": filter})).await.unwrap();
        }
        let waiting = mails(&server).await;
        assert_eq!(server.hash_user_ids().await, 3);
        let file = fetch(&mut server, &before).await.unwrap();
        assert!(lines(&file).contains(&format!("{address},John,,{address}")), "as it was then");
        work(&server).await;
        assert_eq!(mails(&server).await, waiting + 2);
        let mut seen = Vec::new();
        for mail in mail::list(&server.app, false, 2).await.unwrap() {
            let (mail, letter) = mail::open(&server.app, mail.id).await.unwrap().unwrap();
            assert_eq!(mail.recipient, address);
            let file = fetch(&mut server, &letter).await.unwrap();
            seen.push(lines(&file)[1..].to_vec());
        }
        seen.sort();
        // John is no administrator.
        assert_eq!(seen, [vec![], vec![format!("{john},John,,{address}")]]);
        server.call("user", "delete", json!({"ks": server.admin().await, "userId": address})).await.unwrap();
        assert_eq!(fetch(&mut server, &before).await, refused("FILE_DOESNT_EXIST", json!([])), "as for everybody who is gone");
    }

    async fn an_export_goes_with_a_user_who_gets_another_id(server: Server) {
        server.add_user("ann", json!({"email": "ann@example.test"})).await;
        let ks = server.start(&server.account, "ann", 2, "").await;
        export(&server, &ks, json!({})).await.unwrap();
        let admin = server.admin().await;
        server.call("user", "update", json!({"ks": admin, "userId": "ann", "user": {"id": "anna"}})).await.unwrap();
        work(&server).await;
        let (recipient, letter) = newest_mail(&server).await;
        assert_eq!(recipient, "ann@example.test");
        let file = fetch(&mut server, &letter).await.unwrap();
        assert!(lines(&file).iter().any(|line| line.starts_with("anna,")), "{file}");
    }

    async fn filter_and_columns_are_as_asked_for(server: Server) {
        let ks = server.admin().await;
        server.add_user("ann", json!({"tags": "red,blue", "dateOfBirth": -86_400, "capabilities": [{"objectType": "KalturaUserCapability", "capability": "0"}]})).await;
        server.add_user("bob", json!({"tags": "green"})).await;
        let made = server.now();
        let wish = json!({
            "filter": {"objectType": "KalturaUserFilter", "tagsMultiLikeOr": "red", "createdAtLessThanOrEqual": 60},
            "mappedFields": [
                {"key": "@Id", "value": "id"},
                {"key": "Made", "value": "createdAt"},
                {"key": "Born", "value": "dateOfBirth"},
                {"key": "Can", "value": "capabilities"},
                {"key": "None", "value": "nothing"},
                {"key": "Secret", "value": "password"},
            ],
            "options": {"objectType": "KalturaExportToCsvOptions", "defaultHeader": 0, "format": "Y-m-d"},
        });
        assert_eq!(export(&server, &ks, wish).await.unwrap(), server.account.owner.as_str());
        // What is relative counts from when it was asked for.
        server.pass(1000);
        server.add_user("late", json!({"tags": "red"})).await;
        work(&server).await;
        let (_, letter) = newest_mail(&server).await;
        let file = fetch(&mut server, &letter).await.unwrap();
        assert_eq!(made / 86_400, 20_833, "2027-01-15");
        assert_eq!(lines(&file), ["'@Id,Made,Born,Can,None,Secret", "ann,2027-01-15,-86400,0,,"]);

        // Administrators by the old class; without a format, times are seconds.
        let wish = json!({
            "filter": {"objectType": "KalturaAdminUserFilter"},
            "mappedFields": [{"key": "Made", "value": "createdAt"}],
        });
        export(&server, &ks, wish).await.unwrap();
        work(&server).await;
        let (_, letter) = newest_mail(&server).await;
        let file = fetch(&mut server, &letter).await.unwrap();
        let lines = lines(&file);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].starts_with("owner@example.test,") && lines[1].ends_with(&format!(",{}", common::START / 1000)), "{lines:?}");
    }

    async fn what_cannot_be_exported_is_refused(server: Server) {
        let before = mails(&server).await;
        let ks = server.admin().await;
        let nobody = server.start(&server.account, "", 2, "").await;
        assert_eq!(export(&server, &nobody, json!({})).await, refused("USER_EMAIL_NOT_FOUND", json!({"USER_ID": ""})));
        let unknown = server.start(&server.account, "unknown", 2, "").await;
        assert_eq!(export(&server, &unknown, json!({})).await, refused("USER_EMAIL_NOT_FOUND", json!({"USER_ID": "unknown"})));
        server.add_user("mute", json!({})).await;
        let mute = server.start(&server.account, "mute", 2, "").await;
        assert_eq!(export(&server, &mute, json!({})).await, refused("USER_EMAIL_NOT_FOUND", json!({"USER_ID": "mute"})));
        assert_eq!(
            export(&server, &ks, json!({"metadataProfileId": 7})).await,
            refused("INVALID_METADATA_PROFILE", json!({"PROFILE_ID": "7"}))
        );
        let fields = json!([{"objectType": "KalturaCsvAdditionalFieldInfo", "fieldName": "A", "xpath": "/*"}]);
        assert_eq!(
            export(&server, &ks, json!({"additionalFields": fields})).await,
            refused("METADATA_PROFILE_NOT_SPECIFIED", json!([]))
        );
        let user = server.user("mute").await;
        assert_eq!(
            export(&server, &user, json!({})).await,
            refused("SERVICE_FORBIDDEN", json!({"SERVICE": "exportcsv->userExportToCsv"}))
        );
        work(&server).await;
        assert_eq!(mails(&server).await, before, "nothing was asked for");

        // An account cannot fill the server with what it asks for.
        for _ in 0..100 {
            export(&server, &ks, json!({"filter": {"idEqual": "mute"}})).await.unwrap();
        }
        assert_eq!(
            export(&server, &ks, json!({})).await,
            refused("ACTION_BLOCKED", json!({"ACTION_NAME": "exportToCsv", "SERVICE_NAME": "user"}))
        );
        work(&server).await;
        assert_eq!(mails(&server).await, before + 100);
        export(&server, &ks, json!({})).await.unwrap();
    }

    async fn only_the_link_opens_a_file(server: Server) {
        let ks = server.admin().await;
        export(&server, &ks, json!({})).await.unwrap();
        work(&server).await;
        let (_, letter) = newest_mail(&server).await;
        let (path, name, link) = link_of(&letter);
        let absent = || refused("FILE_DOESNT_EXIST", json!([]));
        let serve = async |server: &Server, ks: &str, id: &str| server.call("exportcsv", "serveCsv", json!({"ks": ks, "id": id})).await;

        // Not even whoever asked, without the privilege; and no part of a name is one.
        assert_eq!(serve(&server, &ks, &name).await, absent());
        let user = server.user("somebody").await;
        assert_eq!(serve(&server, &user, &name).await, absent());
        for other in ["download:*", "download", &format!("download:{}", &name[..31])] {
            let ks = server.start(&server.account, "somebody", 0, other).await;
            assert_eq!(serve(&server, &ks, &name).await, absent(), "{other}");
        }
        let opened = server.start(&server.account, "somebody", 0, &format!("download:{name}")).await;
        assert!(serve(&server, &opened, &name).await.is_ok());
        for wrong in ["", "x", "../x.csv", &name[..32], &name.replace(".csv", ".CSV"), &format!("a{name}")] {
            assert_eq!(serve(&server, &opened, wrong).await, refused("INVALID_ID", json!({"ID": wrong})), "{wrong}");
        }
        // The account of somebody else does not have it.
        let other = server.new_account("stranger@example.test").await;
        let foreign = server.start(&other, "", 2, &format!("download:{name}")).await;
        assert_eq!(serve(&server, &foreign, &name).await, absent());

        // The session of the link belongs to nobody, opens nothing else, and ends with the file.
        let opened = server.call("session", "get", json!({"ks": ks, "session": link})).await.unwrap();
        assert_eq!((opened["userId"].as_str().unwrap_or_default(), &opened["sessionType"]), ("", &json!(0)));
        assert_eq!(serve(&server, &link, &name).await, common::invalid_ks("EXCEEDED_RESTRICTED_URI"));
        server.uri = path.clone();
        assert!(serve(&server, &link, &name).await.is_ok());
        assert_eq!(server.call("user", "list", json!({"ks": link})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "user->list"})));
        server.pass(7 * 86_400 - 60);
        assert!(serve(&server, &link, &name).await.is_ok());
        server.pass(120);
        assert_eq!(serve(&server, &link, &name).await, common::invalid_ks("EXPIRED"));
        "/api_v3/service/test".clone_into(&mut server.uri);
        let late = server.start(&server.account, "somebody", 0, &format!("download:{name}")).await;
        assert_eq!(serve(&server, &late, &name).await, absent());
        job::tidy(&server.app, server.now()).await.unwrap();
        for table in ["job", "job_piece"] {
            let rows = Query::select().expr(Expr::cust("1")).from(table).to_owned();
            assert!(server.app.store.all(&rows).await.unwrap().is_empty(), "{table}");
        }
    }

    async fn nobody_gets_a_file_for_somebody_who_is_gone(server: Server) {
        server.add_user("ann", json!({"email": "ann@example.test"})).await;
        let ann = server.start(&server.account, "ann", 2, "").await;
        export(&server, &ann, json!({})).await.unwrap();
        work(&server).await;
        let (recipient, letter) = newest_mail(&server).await;
        assert_eq!(recipient, "ann@example.test");
        assert!(fetch(&mut server, &letter).await.is_ok());
        let ks = server.admin().await;
        server.call("user", "update", json!({"ks": ks, "userId": "ann", "user": {"status": 0}})).await.unwrap();
        assert_eq!(fetch(&mut server, &letter).await, refused("FILE_DOESNT_EXIST", json!([])));

        // Gone before the file was there: nothing is sent.
        server.call("user", "update", json!({"ks": ks, "userId": "ann", "user": {"status": 1}})).await.unwrap();
        let ann = server.start(&server.account, "ann", 2, "").await;
        export(&server, &ann, json!({})).await.unwrap();
        server.call("user", "delete", json!({"ks": ks, "userId": "ann"})).await.unwrap();
        let before = mails(&server).await;
        work(&server).await;
        assert_eq!(mails(&server).await, before);
    }

    async fn many_users_are_written_step_by_step(server: Server) {
        // More than one step, and several on a page with the same second.
        let partner = server.account.id;
        let mut tx = server.app.store.begin().await.unwrap();
        for number in 0..2_750 {
            let new = boxoffice::user::NewUser {
                id: format!("u{number:05}"),
                blocked: number % 3 == 0,
                screen_name: Some("zebra".to_owned()),
                ..boxoffice::user::NewUser::default()
            };
            boxoffice::user::add(&mut tx, partner, &new, server.now() + number / 7).await.unwrap();
        }
        tx.commit().await.unwrap();
        let ks = server.admin().await;
        export(&server, &ks, json!({"filter": {"objectType": "KalturaUserFilter", "screenNameLike": "zebra"}})).await.unwrap();
        work(&server).await;
        let (_, letter) = newest_mail(&server).await;
        let file = fetch(&mut server, &letter).await.unwrap();
        let lines = lines(&file);
        assert_eq!(lines.len(), 2_751);
        let expected: Vec<String> = (0..2_750).map(|number| format!("u{number:05},,,")).collect();
        assert_eq!(lines[1..], expected);
    }

    async fn a_job_survives_whoever_was_at_it(server: Server) {
        let ks = server.admin().await;
        export(&server, &ks, json!({})).await.unwrap();
        // A node takes it and is never seen again.
        let take = |attempts: i64, until: i64| {
            Query::update().table("job").value("due_at", until).value("attempts", attempts).value("status", 1).and_where(Expr::col("due_at").is_not_null()).to_owned()
        };
        let mut tx = server.app.store.begin().await.unwrap();
        assert_eq!(tx.execute(&take(1, server.now() + 120)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let before = mails(&server).await;
        work(&server).await;
        assert_eq!(mails(&server).await, before, "it may still be at it");
        server.pass(121);
        work(&server).await;
        assert_eq!(mails(&server).await, before + 1);
        let (_, letter) = newest_mail(&server).await;
        assert!(fetch(&mut server, &letter).await.is_ok());

        // One that takes the server down each time is given up, and whoever waits for it is told.
        export(&server, &ks, json!({})).await.unwrap();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&take(5, server.now())).await.unwrap();
        tx.commit().await.unwrap();
        work(&server).await;
        let (recipient, letter) = newest_mail(&server).await;
        assert_eq!(recipient, server.account.owner);
        assert!(letter.contains("could not be made"), "{letter}");
        let statement = Query::select().columns(["status", "problem", "due_at"]).from("job").and_where(Expr::col("status").ne(5)).to_owned();
        let row = server.app.store.one(&statement).await.unwrap().unwrap();
        let (status, problem): (i64, Option<String>) = (row.get("status").unwrap(), row.get("problem").unwrap());
        assert_eq!(status, 6);
        assert!(problem.is_some_and(|problem| problem.contains("stopped")));
        assert_eq!(row.get::<Option<i64>>("due_at").unwrap(), None);
    }

    async fn nothing_is_exported_for_a_closed_account(server: Server) {
        let ks = server.admin().await;
        export(&server, &ks, json!({})).await.unwrap();
        let account: Account = server.account.clone();
        server.set_partner_status(&account, 2).await;
        let before = mails(&server).await;
        work(&server).await;
        assert_eq!(mails(&server).await, before);
    }

    async fn a_file_ends_a_multirequest(server: Server) {
        let ks = server.admin().await;
        export(&server, &ks, json!({})).await.unwrap();
        work(&server).await;
        let (_, letter) = newest_mail(&server).await;
        let (_, name, _) = link_of(&letter);
        let opened = server.start(&server.account, "somebody", 0, &format!("download:{name}")).await;
        let answer = server.whole_multi(vec![
            ("exportcsv", "serveCsv", json!({"ks": opened, "id": "x"})),
            ("exportcsv", "serveCsv", json!({"ks": opened, "id": name})),
            ("user", "add", json!({"ks": ks, "user": {"id": "after"}})),
        ]).await;
        assert!(answer["$file"]["text"].as_str().unwrap().starts_with("User ID,"), "{answer}");
        assert_eq!(server.call("user", "get", json!({"ks": ks, "userId": "after"})).await, refused("INVALID_USER_ID", json!([])));
    }
}
