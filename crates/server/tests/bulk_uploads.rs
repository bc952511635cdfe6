//! Bulk uploads of users (reference: assets.md §11).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use boxoffice::job;
use common::{Outcome, Server, refused, upload};
use ks::UnixMillis;
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

/// Does everything that is due.
async fn work(server: &Server) {
    let moment = UnixMillis(server.now().unsigned_abs() * 1000);
    job::run_due(&server.app, || moment).await.unwrap();
}

async fn send(server: &Server, ks: &str, file: &str) -> Outcome {
    let file = upload("people.csv", file);
    server.call("user", "addFromBulkUpload", json!({"ks": ks, "fileData": file})).await
}

/// Sends a file, does what it says, and gives the upload and the lines of its log.
async fn carry_out(server: &Server, ks: &str, file: &str) -> (Value, Vec<String>) {
    let sent = send(server, ks, file).await.unwrap();
    assert_eq!(sent["status"], 0);
    work(server).await;
    let done = server.call("bulkUpload_bulk", "get", json!({"ks": ks, "id": sent["id"]})).await.unwrap();
    (done, log(server, ks, &sent["id"]).await)
}

async fn log(server: &Server, ks: &str, id: &Value) -> Vec<String> {
    let log = server.call("bulkUpload_bulk", "serveLog", json!({"ks": ks, "id": id})).await.unwrap();
    assert_eq!(log["$file"]["type"], "text/plain; charset=UTF-8");
    log["$file"]["text"].as_str().unwrap().lines().map(str::to_owned).collect()
}

async fn user(server: &Server, ks: &str, id: &str) -> Outcome {
    server.call("user", "get", json!({"ks": ks, "userId": id})).await
}

/// Gives the account a switch.
async fn switch_on(server: &Server, name: &str) {
    let insert = Query::insert()
        .into_table("permission")
        .columns(["partner_id", "name", "type", "status", "depends_on", "created_at", "updated_at"])
        .values_panic([
            server.account.id.into(),
            name.into(),
            2.into(),
            1.into(),
            "".into(),
            0.into(),
            0.into(),
        ])
        .to_owned();
    let mut tx = server.app.store.begin().await.unwrap();
    tx.execute(&insert).await.unwrap();
    tx.announce(boxoffice::partner::TOPIC, &server.account.id.to_string());
    tx.commit().await.unwrap();
}

async fn members(server: &Server, ks: &str, id: &str) -> Vec<Value> {
    let filter = json!({"userIdEqual": id});
    let list = server.call("groupUser", "list", json!({"ks": ks, "filter": filter})).await.unwrap();
    list["objects"].as_array().unwrap().clone()
}

on_both_stores! {
    async fn users_are_added_changed_and_deleted(server: Server) {
        let ks = server.admin().await;
        server.add_user("old", json!({"firstName": "Old", "email": "old@example.test"})).await;
        server.add_user("gone", json!({})).await;
        let file = "\
            *action,userId,screenName,firstName,lastName,email,tags,gender,zip,country,state,city,dateOfBirth,partnerData,group,groupUserCreationMode,userRole,externalId,capabilities\n\
            # a comment\n\
            1,ann,Ann!,Ann,Alm,ann@example.test,\"a,b\",2,12345,SE,ST,Lund,2000-02-29,data,staff,2,2,,0\n\
            ,,,,,\n\
            ,bob\n\
            2,old,,,Name\n\
            3,gone\n\
            6,ann,Anna\n\
            6,new,New\n\
            1,,,,,,,,,,,,,,,,,ext\n";
        let (done, log) = carry_out(&server, &ks, file).await;
        assert_eq!((&done["status"], &done["numOfObjects"]), (&json!(5), &json!(7)));
        assert_eq!(done["objectType"], "KalturaBulkUpload");
        assert_eq!((&done["fileName"], &done["bulkUploadType"], &done["bulkUploadObjectType"]), (&json!("people.csv"), &json!("bulkUploadCsv.CSV"), &json!(3)));
        assert_eq!((&done["uploadedBy"], &done["uploadedByUserId"]), (&json!(server.account.owner), &json!(server.account.owner)));
        assert_eq!(done.get("results"), None);
        assert_eq!(log.len(), 7);
        assert_eq!(log[1], ",bob,2,bob,1,");
        assert_eq!(log[2], "2,old,,,Name,2,old,1,");
        assert_eq!(log[3], "3,gone,2,gone,2,");

        let ann = user(&server, &ks, "ann").await.unwrap();
        for (property, value) in [
            ("screenName", json!("Anna")), ("firstName", json!("Ann")), ("lastName", json!("Alm")),
            ("email", json!("ann@example.test")), ("tags", json!("a,b")), ("gender", json!(2)), ("zip", json!("12345")),
            ("country", json!("SE")), ("state", json!("ST")), ("city", json!("Lund")), ("dateOfBirth", json!(951_782_400)),
            ("partnerData", json!("data")), ("isAdmin", json!(false)), ("loginEnabled", json!(false)),
            ("capabilities", json!([{"capability": 0, "objectType": "KalturaUserCapability"}])),
        ] {
            assert_eq!(ann[property], value, "{property}");
        }
        let groups = members(&server, &ks, "ann").await;
        assert_eq!(groups.len(), 1);
        assert_eq!((&groups[0]["groupId"], &groups[0]["creationMode"], &groups[0]["userRole"]), (&json!("staff"), &json!(2), &json!(2)));
        let old = user(&server, &ks, "old").await.unwrap();
        assert_eq!((&old["firstName"], &old["lastName"], &old["email"]), (&json!("Old"), &json!("Name"), &json!("old@example.test")));
        assert_eq!(user(&server, &ks, "gone").await, refused("INVALID_USER_ID", json!([])));
        assert!(user(&server, &ks, "new").await.is_ok());
        assert_eq!(user(&server, &ks, "ext").await.unwrap()["externalId"], "ext");

        // Out of the group again, into one that is there, and what is there already stays.
        let (done, _) = carry_out(&server, &ks, "*action,userId,group\n2,ann,-staff\n2,bob,staff\n2,bob,staff\n").await;
        assert_eq!(done["status"], 5);
        assert!(members(&server, &ks, "ann").await.is_empty());
        assert_eq!(members(&server, &ks, "bob").await.len(), 1);
    }

    async fn lines_name_people_by_the_ids_that_the_account_hashes(server: Server) {
        let (john, ext) = ("john@example.com", "b88941d6135daa128fe238d0470bc9b40460001596ce0d458d2d67d310dfeaf4");
        server.add_user("ann", json!({})).await;
        let anns = server.start(&server.account, "ann", 2, "").await;
        let before = send(&server, &anns, "*action,userId,firstName,group\n2,ann,Ann,staff\n").await.unwrap();
        assert_eq!(server.hash_user_ids().await, 2, "the owner and Ann");
        let admin = server.admin().await;
        let digest = |user: &Value| user["id"].as_str().unwrap().to_owned();

        // What was sent before is carried out, and is still the user's who sent it.
        work(&server).await;
        let ann = user(&server, &admin, "ann").await.unwrap();
        assert_eq!((digest(&ann).len(), &ann["firstName"], &ann["externalId"]), (64, &json!("Ann"), &json!("ann")));
        let groups = members(&server, &admin, "ann").await;
        assert_eq!((&groups[0]["userId"], groups.len()), (&ann["id"], 1));
        let staff = groups[0]["groupId"].as_str().unwrap();
        assert_eq!(staff.len(), 64, "groups share the ids");
        let own = server.user("ann").await;
        let seen = server.call("bulkUpload_bulk", "get", json!({"ks": own, "id": before["id"]})).await.unwrap();
        assert_eq!((&seen["status"], &seen["uploadedByUserId"]), (&json!(5), &ann["id"]));
        let list = server.call("bulkUpload_bulk", "list", json!({"ks": own})).await.unwrap();
        assert_eq!(list["totalCount"], 1);

        let file = format!("*action,userId,externalId,group\n1,,{john},staff\n1,{john}\n6,JOHN@example.com,,other\n2,{ext}\n2,john@example.com,,-staff\n3,nobody\n");
        let (done, log) = carry_out(&server, &admin, &file).await;
        assert_eq!((&done["status"], &done["numOfObjects"]), (&json!(12), &json!(6)), "{log:?}");
        assert_eq!(log[0], format!("1,,{john},staff,2,{ext},1,"));
        assert!(log[1].contains("DUPLICATE_USER_BY_ID"), "{log:?}");
        for (line, start) in [(2, "6,JOHN@example.com,,other"), (3, &*format!("2,{ext}")), (4, "2,john@example.com,,'-staff")] {
            assert_eq!(log[line], format!("{start},2,{ext},1,"));
        }
        assert!(log[5].contains("INVALID_USER_ID"), "{log:?}");
        let groups = members(&server, &admin, john).await;
        assert_eq!((groups.len(), &groups[0]["userId"]), (1, &json!(ext)));
        assert_ne!(groups[0]["groupId"], staff);
        let (done, _) = carry_out(&server, &admin, &format!("*action,userId\n3,{john}\n")).await;
        assert_eq!(done["status"], 5);
        assert_eq!(user(&server, &admin, ext).await, refused("INVALID_USER_ID", json!([])));
    }

    async fn what_is_wrong_with_a_line_is_in_the_log(server: Server) {
        let ks = server.admin().await;
        server.add_user("ann", json!({})).await;
        let owner = server.account.owner.clone();
        let file = format!("\
            before,any,header\n\
            *action,userId,gender,dateOfBirth,group,groupUserCreationMode,userRole,capabilities,firstName\n\
            1,ann\n\
            1,a b\n\
            2,nobody\n\
            3,nobody\n\
            3,{owner}\n\
            4,ann\n\
            x,ann\n\
            1,\n\
            1,g1,9\n\
            1,g2,,yesterday\n\
            1,g3,,,a b\n\
            1,g4,,,,7\n\
            1,g5,,,,,7\n\
            1,g6,,,,,,7\n\
            1,g7,,,,,,,http://x\n\
            2,ann,,,ann\n\
            2,ann,,,-nogroup\n\
            1,fine\n");
        let (done, log) = carry_out(&server, &ks, &file).await;
        assert_eq!((&done["status"], &done["numOfObjects"]), (&json!(12), &json!(19)));
        assert_eq!(log.len(), 19);
        for (line, (status, problem)) in [
            ("-2", "must name the columns"),
            ("DUPLICATE_USER_BY_ID", "DUPLICATE_USER_BY_ID"),
            ("INVALID_FIELD_VALUE", "INVALID_FIELD_VALUE"),
            ("-2", "INVALID_USER_ID"),
            ("-2", "INVALID_USER_ID"),
            ("-2", "CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER"),
            ("-2", "action"),
            ("-2", "action"),
            ("-2", "userId"),
            ("INVALID_FIELD_VALUE", "gender"),
            ("INVALID_FIELD_VALUE", "dateOfBirth"),
            ("-2", "group"),
            ("-2", "groupUserCreationMode"),
            ("-2", "userRole"),
            ("INVALID_FIELD_VALUE", "capabilities"),
            ("INVALID_FIELD_VALUE", "firstName"),
            ("-2", "GROUP_NOT_FOUND"),
            ("-2", "GROUP_NOT_FOUND"),
        ].into_iter().enumerate() {
            assert!(log[line].contains(&format!(",{status},")), "{line}: {}", log[line]);
            assert!(log[line].contains(problem), "{line}: {}", log[line]);
        }
        assert_eq!(log[18], "1,fine,2,fine,1,");
        for id in ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "nobody"] {
            assert_eq!(user(&server, &ks, id).await, refused("INVALID_USER_ID", json!([])), "{id}");
        }

        for (file, problem) in [("", "no lines"), ("*userId\n# nothing\n,,\n", "no lines"), ("*userId\nann\n", "every line")] {
            let (done, _) = carry_out(&server, &ks, file).await;
            assert_eq!(done["status"], 6, "{file}");
            assert!(done["error"].as_str().unwrap().contains(problem), "{file}: {done}");
        }
    }

    async fn a_log_is_for_programs_and_spreadsheets(server: Server) {
        let ks = server.admin().await;
        let sent = send(&server, &ks, "*userId,firstName\n=1+1,\"a \"\"b\"\", c\"\n-x,y\n").await.unwrap();
        assert_eq!(log(&server, &ks, &sent["id"]).await, ["Log file is not ready"]);
        work(&server).await;
        // The object's id is the third cell from the end in every line.
        assert_eq!(log(&server, &ks, &sent["id"]).await, [
            "'=1+1,\"a \"\"b\"\", c\",1,'=1+1,INVALID_FIELD_VALUE,\"INVALID_FIELD_VALUE: The value of \"\"id\"\" is not valid\"",
            "'-x,y,2,'-x,1,",
        ]);
        let file = server.call("bulkUpload_bulk", "serve", json!({"ks": ks, "id": sent["id"]})).await.unwrap();
        assert_eq!(file["$file"]["text"], "*userId,firstName\n=1+1,\"a \"\"b\"\", c\"\n-x,y\n");
        assert_eq!(file["$file"]["saveAs"], "people.csv");

        switch_on(&server, "FEATURE_CSV_HEADER_ROW").await;
        assert_eq!(log(&server, &ks, &sent["id"]).await[0], "userId,firstName,resultStatus,objectId,objectStatus,errorDescription");
    }

    async fn the_addresses_open_this_upload_and_nothing_else(server: Server) {
        let ks = server.admin().await;
        let sent = send(&server, &ks, "*userId\nann\n").await.unwrap();
        let other = send(&server, &ks, "*userId\nbob\n").await.unwrap();
        work(&server).await;
        let take = |address: &Value| {
            let address = address.as_str().unwrap().to_owned();
            let path = address[address.find("/api_v3/").unwrap()..].to_owned();
            let ks = path.split_once("/ks/").unwrap().1.to_owned();
            (path, ks)
        };
        let (path, link) = take(&sent["logFileUrl"]);
        assert!(path.starts_with(&format!("/api_v3/service/bulkUpload/action/serveLog/id/{}/ks/", sent["id"])), "{path}");
        let call = async |server: &Server, action: &str, id: &Value| server.call("bulkUpload", action, json!({"ks": link, "id": id})).await;
        assert_eq!(call(&server, "serveLog", &sent["id"]).await, common::invalid_ks("EXCEEDED_RESTRICTED_URI"));
        server.uri = path;
        let log = call(&server, "serveLog", &sent["id"]).await.unwrap();
        assert_eq!(log["$file"]["text"], "ann,2,ann,1,\n");
        let absent = |id: &Value| refused("BULK_UPLOAD_NOT_FOUND", json!({"ID": id.to_string()}));
        assert_eq!(call(&server, "serveLog", &other["id"]).await, absent(&other["id"]));
        assert_eq!(call(&server, "get", &sent["id"]).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "bulkUpload->get"})));

        let (path, link) = take(&sent["bulkFileUrl"]);
        assert_eq!(take(&sent["csvFileUrl"]).0, path);
        server.uri = path;
        let file = server.call("bulkUpload", "serve", json!({"ks": link, "id": sent["id"]})).await.unwrap();
        assert_eq!(file["$file"]["text"], "*userId\nann\n");
        server.pass(86_401);
        assert_eq!(server.call("bulkUpload", "serve", json!({"ks": link, "id": sent["id"]})).await, common::invalid_ks("EXPIRED"));
    }

    async fn users_see_their_own_uploads(server: Server) {
        for id in ["ann", "bob"] {
            server.add_user(id, json!({})).await;
        }
        let (admin, ann) = (server.admin().await, server.user("ann").await);
        let same = server.user("Ann ").await;
        let nobody = server.user("").await;
        let stranger = server.user("bob").await;
        let sent = send(&server, &ann, "*userId\nx\n").await.unwrap();
        let id = &sent["id"];
        let absent = || refused("BULK_UPLOAD_NOT_FOUND", json!({"ID": id.to_string()}));
        let get = async |ks: &str| server.call("bulkUpload_bulk", "get", json!({"ks": ks, "id": id})).await;
        let list = async |service: &str, ks: &str, filter: Value| {
            let list = server.call(service, "list", json!({"ks": ks, "bulkUploadFilter": filter})).await.unwrap();
            list["totalCount"].as_i64().unwrap()
        };
        for ks in [&admin, &ann, &same] {
            assert_eq!(get(ks).await.unwrap()["id"], *id);
        }
        for ks in [&stranger, &nobody] {
            assert_eq!(get(ks).await, absent());
            for action in ["abort", "serve", "serveLog"] {
                assert_eq!(server.call("bulkUpload_bulk", action, json!({"ks": ks, "id": id})).await, absent(), "{action}");
            }
            assert_eq!(list("bulkUpload_bulk", ks, json!({})).await, 0);
        }
        assert_eq!(list("bulkUpload_bulk", &ann, json!({})).await, 1);
        assert_eq!(list("bulkUpload_bulk", &same, json!({})).await, 1, "by another spelling");
        assert_eq!(list("bulkUpload", &admin, json!(null)).await, 1);
        for (filter, found) in [
            (json!({"statusEqual": 0}), 1),
            (json!({"statusIn": "11,0,1,2,8,9"}), 1),
            (json!({"statusIn": "5,6"}), 0),
            (json!({"bulkUploadObjectTypeIn": "1,2,3,4"}), 1),
            (json!({"bulkUploadObjectTypeEqual": "1"}), 0),
            (json!({"uploadedOnGreaterThanOrEqual": sent["uploadedOn"]}), 1),
            (json!({"uploadedOnLessThanOrEqual": sent["uploadedOn"].as_i64().unwrap() - 1}), 0),
            (json!({"uploadedOnEqual": sent["uploadedOn"]}), 1),
        ] {
            assert_eq!(list("bulkUpload_bulk", &admin, filter.clone()).await, found, "{filter}");
        }

        // Called off: nothing happens any more, and no list has it.
        let off = server.call("bulkUpload_bulk", "abort", json!({"ks": ann, "id": id})).await.unwrap();
        assert_eq!(off["status"], 7);
        work(&server).await;
        assert_eq!(user(&server, &admin, "x").await, refused("INVALID_USER_ID", json!([])));
        assert_eq!(get(&ann).await.unwrap()["status"], 7);
        assert_eq!(list("bulkUpload_bulk", &admin, json!({})).await, 0);
        assert_eq!(list("bulkUpload_bulk", &admin, json!({"statusEqual": 7})).await, 0);
    }

    async fn a_line_needs_the_right_for_what_it_does(server: Server) {
        let admin = server.admin().await;
        server.add_user("ann", json!({})).await;
        let file = "*action,userId,group\n1,x\n2,ann\n3,ann\n2,ann,staff\n";
        let forbidden = |lines: &[String]| lines.iter().map(|line| line.contains("SERVICE_FORBIDDEN")).collect::<Vec<_>>();
        // Who may send files may not therefore do with people what they like.
        let user = server.user("somebody").await;
        let (done, log) = carry_out(&server, &user, file).await;
        assert_eq!((&done["status"], forbidden(&log)), (&json!(6), vec![true; 4]));
        let role = server.add_role(&server.account, "adds", "BASE_USER_SESSION_PERMISSION,ADMIN_BASE,ADMIN_USER_ADD").await;
        let adds = server.start(&server.account, "somebody", 0, &format!("setrole:{role}")).await;
        let (done, log) = carry_out(&server, &adds, file).await;
        assert_eq!((&done["status"], forbidden(&log)), (&json!(12), vec![false, true, true, true]), "{log:?}");
        let role = server.add_role(&server.account, "bulk", "BASE_USER_SESSION_PERMISSION,ADMIN_BASE,ADMIN_USER_BULK").await;
        let bulk = server.start(&server.account, "somebody", 0, &format!("setrole:{role}")).await;
        let (done, log) = carry_out(&server, &bulk, "*action,userId,group\n1,y\n2,ann\n2,ann,staff\n3,ann\n").await;
        assert_eq!((&done["status"], forbidden(&log)), (&json!(5), vec![false; 4]), "{log:?}");

        // What the account takes away after the file was sent, counts.
        let sent = send(&server, &bulk, "*userId\nz\n").await.unwrap();
        server.set_partner_status(&server.account, 4).await;
        work(&server).await;
        server.set_partner_status(&server.account, 1).await;
        let done = server.call("bulkUpload", "get", json!({"ks": admin, "id": sent["id"]})).await.unwrap();
        assert_eq!((&done["status"], &done["error"]), (&json!(6), &json!("the account is closed")));
    }

    async fn what_is_no_upload_is_refused(server: Server) {
        let ks = server.admin().await;
        let file = upload("a.csv", "*userId\nann\n");
        let send = async |params: Value| {
            let mut params = params;
            params["ks"] = json!(ks);
            server.call("user", "addFromBulkUpload", params).await
        };
        assert_eq!(send(json!({})).await, refused("MISSING_MANDATORY_PARAMETER", json!({"PARAM_NAME": "fileData"})));
        assert_eq!(send(json!({"fileData": "text"})).await, refused("UPLOAD_ERROR", json!([])));
        let base = json!({"objectType": "KalturaBulkUploadJobData", "fileName": "x"});
        assert_eq!(
            send(json!({"fileData": file, "bulkUploadData": base})).await,
            refused("OBJECT_TYPE_ABSTRACT", json!({"OBJ_TYPE": "KalturaBulkUploadJobData"}))
        );
        let set = json!({"objectType": "KalturaBulkUploadCsvJobData", "userId": "x"});
        assert_eq!(
            send(json!({"fileData": file, "bulkUploadData": set})).await,
            refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": "KalturaBulkUploadCsvJobData::userId"}))
        );
        let large = upload("a.csv", &"x,".repeat(6 << 20));
        assert_eq!(send(json!({"fileData": large})).await, refused("UPLOAD_ERROR", json!([])));
        let named = json!({"objectType": "KalturaBulkUploadCsvJobData", "fileName": "named.csv"});
        let data = json!({"objectType": "KalturaBulkUploadUserData"});
        let taken = send(json!({"fileData": file, "bulkUploadData": named, "bulkUploadUserData": data})).await.unwrap();
        assert_eq!(taken["fileName"], "named.csv");
        let widget = server.widget().await;
        assert_eq!(
            server.call("user", "addFromBulkUpload", json!({"ks": widget, "fileData": file})).await,
            refused("SERVICE_FORBIDDEN", json!({"SERVICE": "bulkupload_bulk->addUsers"}))
        );
        for service in ["bulkUpload", "bulkUpload_bulk"] {
            for action in ["get", "abort", "serve", "serveLog"] {
                let outcome = server.call(service, action, json!({"ks": ks, "id": 987_654})).await;
                assert_eq!(outcome, refused("BULK_UPLOAD_NOT_FOUND", json!({"ID": "987654"})), "{service}.{action}");
            }
        }
        // An export is no bulk upload.
        server.call("user", "exportToCsv", json!({"ks": ks})).await.unwrap();
        let id = taken["id"].as_i64().unwrap() + 1;
        assert_eq!(
            server.call("bulkUpload", "get", json!({"ks": ks, "id": id})).await,
            refused("BULK_UPLOAD_NOT_FOUND", json!({"ID": id.to_string()}))
        );
    }

    async fn a_long_file_goes_in_steps_and_has_an_end(server: Server) {
        let ks = server.admin().await;
        let lines: String = (0..1003).map(|number| format!("u{number}")).collect::<Vec<_>>().join("\n");
        let (done, log) = carry_out(&server, &ks, &format!("*userId\n{lines}")).await;
        assert_eq!((&done["status"], &done["numOfObjects"]), (&json!(12), &json!(1003)));
        assert_eq!(log[999], "u999,2,u999,1,");
        assert_eq!(log[1000], "u1000,1,,-2,the file has more than 1000 lines");
        assert!(user(&server, &ks, "u999").await.is_ok());
        assert_eq!(user(&server, &ks, "u1000").await, refused("INVALID_USER_ID", json!([])));
    }

    async fn an_upload_that_is_called_off_stops_where_it_is(server: Server) {
        let ks = server.admin().await;
        let lines = (0..900).map(|number| format!("u{number}")).collect::<Vec<_>>().join("\n");
        let sent = send(&server, &ks, &format!("*userId\n{lines}")).await.unwrap();
        let (app, moment) = (server.app.clone(), UnixMillis(server.now().unsigned_abs() * 1000));
        let worker = tokio::spawn(async move { job::run_due(&app, || moment).await });
        while log(&server, &ks, &sent["id"]).await == ["Log file is not ready"] {}
        let off = server.call("bulkUpload", "abort", json!({"ks": ks, "id": sent["id"]})).await.unwrap();
        assert_eq!(off["status"], 7);
        worker.await.unwrap().unwrap();
        let done = server.call("bulkUpload", "get", json!({"ks": ks, "id": sent["id"]})).await.unwrap();
        assert_eq!(done["status"], 7);
        let handled = log(&server, &ks, &sent["id"]).await.len();
        assert!(handled < 900, "{handled} lines were carried out");
        assert_eq!(done["numOfObjects"], handled);
    }

    async fn an_upload_goes_on_where_another_node_stopped(server: Server) {
        let ks = server.admin().await;
        let sent = send(&server, &ks, "*userId\na\nb\nc\n").await.unwrap();
        // A node took it, carried out one line and is never seen again.
        let mut tx = server.app.store.begin().await.unwrap();
        let id = sent["id"].as_i64().unwrap();
        let taken = Query::update()
            .table("job")
            .values([("due_at", (server.now() + 120).into()), ("handled", 1.into()), ("status", 1.into())])
            .and_where(Expr::col("id").eq(id))
            .to_owned();
        assert_eq!(tx.execute(&taken).await.unwrap(), 1);
        let line = Query::insert()
            .into_table("bulk_upload_line")
            .columns(["job_id", "position", "cells", "status", "object_id", "object_status", "problem"])
            .values_panic([id.into(), 0.into(), "[\"a\"]".into(), 0.into(), "a".into(), "1".into(), "".into()])
            .to_owned();
        tx.execute(&line).await.unwrap();
        tx.commit().await.unwrap();
        work(&server).await;
        assert_eq!(log(&server, &ks, &sent["id"]).await.len(), 1);
        server.pass(121);
        work(&server).await;
        assert_eq!(log(&server, &ks, &sent["id"]).await, ["a,2,a,1,", "b,2,b,1,", "c,2,c,1,"]);
        assert_eq!(user(&server, &ks, "a").await, refused("INVALID_USER_ID", json!([])), "it is not done twice");
        let done = server.call("bulkUpload", "get", json!({"ks": ks, "id": id})).await.unwrap();
        assert_eq!((&done["status"], &done["numOfObjects"]), (&json!(5), &json!(3)));
    }
}
