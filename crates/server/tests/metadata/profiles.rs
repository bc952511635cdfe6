use serde_json::{Value, json};

use crate::common::{Server, refused, upload};
use crate::on_both_stores;
use crate::{admin, choice, field, path, schema, user, video, widget};

fn names(listed: &Value) -> Vec<&str> {
    listed["objects"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

on_both_stores! {
    async fn profiles_are_kept_listed_and_deleted(server: Server) {
        let admin = admin(&server).await;
        let xsd = schema(&[&field("Genre", "textType", true, "1"), &field("Note", "textType", false, "1")]);
        let add = |profile: Value| admin.profile("add", json!({"metadataProfile": profile, "xsdData": xsd, "viewsData": "<views/>"}));
        assert_eq!(
            add(json!({"name": "a"})).await,
            refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaMetadataProfile::metadataObjectType"}))
        );
        assert_eq!(
            add(json!({"name": "", "metadataObjectType": "1"})).await.unwrap_err().code,
            "PROPERTY_VALIDATION_MIN_LENGTH"
        );
        let first = add(json!({"name": "first", "systemName": "One", "metadataObjectType": "1", "createMode": 2})).await.unwrap();
        for (name, wanted) in [
            ("version", json!(1)), ("status", json!(1)), ("metadataObjectType", json!(1)), ("createMode", json!(2)),
            ("xsd", json!(xsd)), ("views", json!("<views/>")), ("systemName", json!("One")),
        ] {
            assert_eq!(first[name], wanted, "{name}");
        }
        assert_eq!(
            add(json!({"name": "again", "systemName": "One", "metadataObjectType": "1"})).await,
            refused("SYSTEM_NAME_ALREADY_EXISTS", json!({"SYS_NAME": "One"}))
        );
        add(json!({"name": "second", "metadataObjectType": "2", "createMode": 3})).await.unwrap();
        add(json!({"name": "third", "metadataObjectType": "1"})).await.unwrap();
        for (filter, wanted) in [
            (json!({}), vec!["first", "second", "third"]),
            (json!({"metadataObjectTypeEqual": "1", "createModeNotEqual": 3}), vec!["first", "third"]),
            (json!({"createModeNotEqual": 2}), vec!["second", "third"]),
            (json!({"systemNameEqual": "One"}), vec!["first"]),
            (json!({"nameEqual": "third", "statusEqual": 1}), vec!["third"]),
            (json!({"metadataObjectTypeIn": "1,2,6", "orderBy": "-createdAt"}), vec!["third", "second", "first"]),
            (json!({"statusEqual": 2}), vec![]),
        ] {
            for caller in [&admin, &user(&server, "ann", "").await, &widget(&server).await] {
                let listed = caller.profile("list", json!({"filter": filter})).await.unwrap();
                assert_eq!(names(&listed), wanted, "{filter}");
            }
        }
        let id = first["id"].as_i64().unwrap();
        let served = admin.profile("serve", json!({"id": id})).await.unwrap();
        assert_eq!(served["$file"]["text"], json!(xsd));
        // Without a schema everything else is saved all the same.
        let changed = json!({"id": id, "metadataProfile": {"name": "new name", "description": "more"}});
        admin.profile("update", changed).await.unwrap();
        let known = admin.profile("get", json!({"id": id})).await.unwrap();
        assert_eq!((&known["name"], &known["systemName"], &known["description"]), (&json!("new name"), &json!("One"), &json!("more")));
        admin.profile("delete", json!({"id": id})).await.unwrap();
        let gone = refused("METADATA_PROFILE_NOT_FOUND", json!({"ID": id.to_string()}));
        for action in ["get", "delete", "serve"] {
            assert_eq!(admin.profile(action, json!({"id": id})).await, gone, "{action}");
        }
        add(json!({"name": "its name is free", "systemName": "One", "metadataObjectType": "1"})).await.unwrap();
    }

    async fn fields_come_from_the_schema_and_keep_their_ids(server: Server) {
        let admin = admin(&server).await;
        let (genre, note) = (field("Genre", "textType", true, "1"), field("Note", "textType", false, "1"));
        let id = admin.new_profile("1", &[&genre, &note]).await;
        let fields = async || {
            let listed = admin.profile("listFields", json!({"metadataProfileId": id})).await.unwrap();
            listed["objects"].as_array().unwrap().clone().into_iter().collect::<Vec<_>>()
        };
        let before = fields().await;
        assert_eq!(before.len(), 1, "fields that are not searched are not listed");
        assert_eq!(before[0]["xPath"], json!("/*[local-name()='metadata']/*[local-name()='Genre']"));
        assert_eq!((&before[0]["key"], &before[0]["label"]), (&json!("Genre"), &json!("Genre label")));
        let update = |fields: &[&str]| admin.profile("update", json!({"id": id, "metadataProfile": {}, "xsdData": schema(fields)}));
        update(&[&note]).await.unwrap();
        assert_eq!(fields().await, [Value::Null; 0]);
        let revived = admin.profile("revert", json!({"id": id, "toVersion": 1})).await.unwrap();
        assert_eq!(revived["xsd"], json!(schema(&[&genre, &note])));
        assert_eq!(fields().await, before);
        assert_eq!(
            admin.profile("revert", json!({"id": id, "toVersion": 17})).await,
            refused("METADATA_FILE_NOT_FOUND", json!({"FILE_NAME": "17"}))
        );
        let absent = admin.profile("listFields", json!({"metadataProfileId": 987_654})).await.unwrap();
        assert_eq!((&absent["totalCount"], &absent["objects"]), (&json!(0), &json!([])));
    }

    async fn what_is_no_schema_is_refused(server: Server) {
        let admin = admin(&server).await;
        let add = |xsd: String| admin.profile("add", json!({"metadataProfile": {"name": "a", "metadataObjectType": "1"}, "xsdData": xsd}));
        let bomb = format!("<!DOCTYPE a [<!ENTITY x \"{}\">]>{}", "y".repeat(100), schema(&["&x;"]));
        let deep = format!("{}{}", "<a>".repeat(5_000), "</a>".repeat(5_000));
        let in_schema = |inner: &str| format!(r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{inner}</xsd:schema>"#);
        for refused in [
            "no xml".to_owned(),
            "<a/>".to_owned(),
            bomb,
            deep,
            in_schema(""),
            in_schema(r#"<xsd:import schemaLocation="http://example.test/a.xsd"/><xsd:element name="metadata"/>"#),
            in_schema(r#"<xsd:include schemaLocation="file:///etc/passwd"/><xsd:element name="metadata"/>"#),
            in_schema(r#"<xsd:element name="metadata" type="missing"/>"#),
            in_schema(r#"<xsd:element name="metadata"><xsd:complexType><xsd:sequence><xsd:any/></xsd:sequence></xsd:complexType></xsd:element>"#),
            in_schema(r#"<xsd:element name="metadata" type="a"/><xsd:simpleType name="a"><xsd:restriction base="xsd:string"><xsd:pattern value="("/></xsd:restriction></xsd:simpleType>"#),
            in_schema(r#"<xsd:element name="metadata" type="a"/><xsd:simpleType name="a"><xsd:restriction base="a"/></xsd:simpleType>"#),
            format!("{}<!--{}-->", schema(&[]), "x".repeat(200_000)),
        ] {
            let start: String = refused.chars().take(80).collect();
            assert_eq!(add(refused).await.unwrap_err().code, "INVALID_METADATA_PROFILE_SCHEMA", "{start}");
        }
        // Programs that write for web pages.
        let escaped = schema(&[]).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        assert_eq!(add(escaped).await.unwrap()["xsd"], json!(schema(&[])));
        let file = json!({"metadataProfile": {"name": "file", "metadataObjectType": "1"}, "xsdFile": upload("a.xsd", &schema(&[]))});
        assert_eq!(admin.profile("addFromFile", file).await.unwrap()["xsd"], json!(schema(&[])));
    }

    async fn metadata_follow_a_new_schema_or_nothing_changes(server: Server) {
        let admin = admin(&server).await;
        let (genre, note) = (field("Genre", "textType", true, "1"), field("Note", "textType", true, "1"));
        let colours = choice("Colour", &["red", "green"]);
        let id = admin.new_profile("1", &[&genre, &colours, &note]).await;
        let entry = video(&server, "ann", "one").await;
        let xml = "<metadata><Genre>Drama</Genre><Colour>red</Colour><Colour>green</Colour><Note>x</Note></metadata>";
        let metadata = admin.add(id, "1", &json!(entry), xml).await.unwrap();
        let update = |fields: &[&str]| admin.profile("update", json!({"id": id, "metadataProfile": {}, "xsdData": schema(fields)}));
        let now = async || admin.metadata("get", json!({"id": metadata["id"]})).await.unwrap();

        let more = update(&[&genre, &field("New", "textType", true, "1"), &choice("Colour", &["blue", "red", "green"]), &note]).await.unwrap();
        assert_eq!((&more["version"], &now().await), (&json!(1), &metadata), "a compatible change leaves all as it is");

        let less = update(&[&genre, &choice("Colour", &["green"])]).await.unwrap();
        assert_eq!(less["version"], json!(2));
        let rewritten = now().await;
        assert_eq!(rewritten["xml"], json!("<metadata><Genre>Drama</Genre><Colour>green</Colour></metadata>"));
        assert_eq!((&rewritten["version"], &rewritten["metadataProfileVersion"]), (&json!(2), &json!(2)));

        for impossible in [
            vec![genre.replace("textType", "intType"), colours.clone()],
            vec![genre.replace("name=\"Genre\"", "name=\"Kind\""), colours.clone()],
            vec![genre.clone(), colours.clone(), field("Must", "textType", true, "1").replace("minOccurs=\"0\"", "minOccurs=\"1\"")],
        ] {
            let fields: Vec<&str> = impossible.iter().map(String::as_str).collect();
            assert_eq!(update(&fields).await.unwrap_err().code, "METADATA_UNABLE_TO_TRANSFORM");
        }
        assert_eq!(now().await, rewritten);
        assert_eq!(admin.profile("get", json!({"id": id})).await.unwrap()["version"], json!(2));
        assert!(path("Genre").contains("Genre"));
    }

    async fn an_account_without_the_plug_in_has_no_metadata(server: Server) {
        let mut tx = server.app.store.begin().await.unwrap();
        boxoffice::permission::switch(&mut tx, server.account.id, "METADATA_PLUGIN_PERMISSION", false, server.now()).await.unwrap();
        tx.commit().await.unwrap();
        let admin = admin(&server).await;
        let forbidden = admin.metadata("get", json!({"id": 1})).await.unwrap_err();
        assert!(["FEATURE_FORBIDDEN", "SERVICE_FORBIDDEN"].contains(&forbidden.code.as_str()));
        let listed = widget(&server).await.list(json!({"objectIdEqual": "0_abcdefgh"})).await.unwrap();
        assert_eq!((&listed["totalCount"], &listed["objects"]), (&json!(0), &json!([])), "players go on");
    }
}
