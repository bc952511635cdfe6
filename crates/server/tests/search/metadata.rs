//! Entries, users and groups found by their metadata, and what is shown of these (reference: search-metadata.md §1.6,
//! §1.8, §3.3).

use serde_json::{Value, json};

use crate::common::Server;
use crate::{
    Caller, EXACT, EXISTS, PARTIAL, RANGE, STARTS, and, ids, item, nested, on_both_stores, operator, unified,
};

const FIELDS: [(&str, &str); 4] =
    [("Genre", "textType"), ("Colour", "listType"), ("Year", "intType"), ("Shown", "dateType")];

fn schema() -> String {
    let fields = FIELDS.map(|(name, kind)| {
        format!(
            r#"<xs:element name="{name}" type="{kind}" minOccurs="0" maxOccurs="unbounded"><xs:annotation><xs:appinfo>
               <searchable>true</searchable></xs:appinfo></xs:annotation></xs:element>"#
        )
    });
    format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="metadata"><xs:complexType><xs:sequence>
             {}<xs:element name="Plain" type="textType" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
             <xs:complexType name="textType"><xs:simpleContent><xs:extension base="xs:string"/></xs:simpleContent></xs:complexType>
             <xs:complexType name="dateType"><xs:simpleContent><xs:extension base="xs:long"/></xs:simpleContent></xs:complexType>
             <xs:complexType name="intType"><xs:simpleContent><xs:extension base="xs:long"/></xs:simpleContent></xs:complexType>
             <xs:simpleType name="listType"><xs:restriction base="xs:string"/></xs:simpleType></xs:schema>"#,
        fields.concat()
    )
}

/// Where a field is.
fn path(name: &str) -> String {
    format!("/*[local-name()='metadata']/*[local-name()='{name}']")
}

fn value(kind: i64, term: &str) -> Value {
    json!({"objectType": "KalturaESearchEntryMetadataItem", "itemType": kind, "searchTerm": term})
}

fn of_field(name: &str, kind: i64, term: &str) -> Value {
    let mut item = value(kind, term);
    item["xpath"] = json!(path(name));
    item
}

fn between(name: &str, bounds: Value) -> Value {
    let mut item = of_field(name, RANGE, "");
    item["range"] = bounds;
    item
}

fn with(mut item: Value, property: &str, value: Value) -> Value {
    item[property] = value;
    item
}

impl Caller<'_> {
    pub(crate) async fn profile(&self, kind: &str) -> Value {
        let profile = json!({"name": "details", "metadataObjectType": kind});
        let sent = json!({"metadataProfile": profile, "xsdData": schema()});
        self.of("metadata_metadataProfile", "add", sent).await.unwrap()["id"].clone()
    }

    pub(crate) async fn say(&self, profile: &Value, kind: &str, id: &Value, xml: &str) -> Value {
        let xml = format!("<metadata>{xml}</metadata>");
        let sent = json!({"metadataProfileId": profile, "objectType": kind, "objectId": id, "xmlData": xml});
        self.of("metadata_metadata", "add", sent).await.unwrap()["id"].clone()
    }
}

/// Three entries with metadata, and one without.
async fn some(admin: &Caller<'_>) -> (Value, Vec<Value>) {
    let profile = admin.profile("1").await;
    let mut metadata = Vec::new();
    for (name, xml) in [
        ("first", "<Genre>Crime Dráma</Genre><Genre>Night</Genre><Colour>Dark Green</Colour><Year>1990</Year><Plain>unheard</Plain>".to_owned()),
        ("second", "<Genre>Drama of Crime</Genre><Colour>red</Colour><Year>2000</Year><Shown>1990</Shown>".to_owned()),
        ("third", format!("<Genre>{} end</Genre>", "long ".repeat(30))),
    ] {
        let entry = admin.add(json!({"name": name})).await;
        metadata.push(admin.say(&profile, "1", &json!(entry), &xml).await);
    }
    admin.add(json!({"name": "bare"})).await;
    (profile, metadata)
}

on_both_stores! {
    async fn values_are_searched(server: Server) {
        let admin = Caller::admin(&server).await;
        let (profile, metadata) = some(&admin).await;
        let other = admin.profile("1").await;
        let fields = admin.of("metadata_metadataProfile", "listFields", json!({"metadataProfileId": profile})).await.unwrap();
        let field = |name: &str| {
            let all = fields["objects"].as_array().unwrap();
            all.iter().find(|field| field["key"] == name).unwrap()["id"].clone()
        };
        let (first, second, both, none): (&[&str], &[&str], &[&str], &[&str]) = (&["first"], &["second"], &["first", "second"], &[]);
        for (item, found) in [
            (value(PARTIAL, "drama crime"), both),
            (value(EXACT, "crime DRAMA"), first),
            (value(EXACT, "drama night"), none),
            (value(PARTIAL, "drama night"), first),
            (value(STARTS, "crime d"), first),
            (value(STARTS, "nig"), first),
            (value(STARTS, "drama n"), none),
            (value(EXACT, "green"), first),
            (value(EXISTS, ""), &["first", "second", "third"]),
            (value(PARTIAL, "unheard"), none),
            (value(PARTIAL, "long end"), &["third"]),
            (value(EXACT, "1990"), both),
            (value(PARTIAL, "1990"), both),
            (value(EXACT, "199"), none),
            (of_field("Genre", PARTIAL, "drama"), both),
            (of_field("Genre", PARTIAL, "green"), none),
            (of_field("Year", EXACT, "1990"), first),
            (of_field("Shown", EXACT, "1990"), second),
            (of_field("Colour", STARTS, "dark g"), first),
            (of_field("Colour", EXISTS, ""), both),
            (of_field("Plain", EXISTS, ""), none),
            (of_field("Unknown", EXISTS, ""), none),
            (between("Year", json!({"greaterThan": 1990})), second),
            (between("Year", json!({"greaterThanOrEqual": 1990, "lessThan": 2000})), first),
            (with(value(RANGE, ""), "range", json!({"lessThan": 2000})), both),
            (between("Genre", json!({"greaterThan": 0})), none),
            (with(value(PARTIAL, "drama"), "metadataProfileId", profile.clone()), both),
            (with(value(PARTIAL, "drama"), "metadataProfileId", other), none),
            (with(value(EXACT, "1990"), "metadataFieldId", field("Shown")), second),
            (with(value(EXACT, "1990"), "metadataFieldId", json!(987_654)), none),
            (unified(PARTIAL, "drama"), both),
            (unified(STARTS, "dark"), first),
            (unified(EXACT, "2000"), second),
        ] {
            assert_eq!(admin.finds(json!([item])).await, found, "{item}");
        }
        let not = json!([operator(3, json!([value(PARTIAL, "drama")]))]);
        assert_eq!(admin.finds(not).await, ["third", "bare"]);

        // One and the same field.
        let (drama, night, year) = (value(PARTIAL, "drama"), value(EXACT, "night"), value(EXACT, "1990"));
        for (items, found) in [
            (json!([nested(1, json!([drama, night]))]), first),
            (json!([nested(1, json!([drama, year]))]), none),
            (json!([drama, year]), both),
            (json!([nested(2, json!([night, with(value(RANGE, ""), "range", json!({"greaterThan": 1995}))]))]), both),
            (json!([nested(3, json!([value(EXISTS, "")]))]), none),
            (json!([nested(1, json!([of_field("Genre", EXISTS, ""), nested(3, json!([drama]))]))]), &["third"]),
        ] {
            assert_eq!(admin.finds(items.clone()).await, found, "{items}");
        }

        // What changes is found anew.
        let change = json!({"id": metadata[0], "xmlData": "<metadata><Genre>Comedy</Genre></metadata>"});
        admin.of("metadata_metadata", "update", change).await.unwrap();
        assert_eq!(admin.finds(json!([value(PARTIAL, "drama")])).await, second);
        assert_eq!(admin.finds(json!([value(STARTS, "com")])).await, first);
        admin.of("metadata_metadata", "delete", json!({"id": metadata[0]})).await.unwrap();
        assert!(admin.finds(json!([value(STARTS, "com")])).await.is_empty());
        admin.of("metadata_metadataProfile", "delete", json!({"id": profile})).await.unwrap();
        assert!(admin.finds(json!([value(EXISTS, "")])).await.is_empty());
    }

    async fn other_accounts_and_accounts_without_metadata_find_nothing(server: Server) {
        let admin = Caller::admin(&server).await;
        let (profile, _) = some(&admin).await;
        let other = server.new_account("other@example.org").await;
        let stranger = Caller { server: &server, ks: server.start(&other, &other.owner, 2, "").await };
        let named = with(value(EXISTS, ""), "metadataProfileId", profile);
        for search in [value(PARTIAL, "drama"), value(EXISTS, ""), value(EXACT, "1990"), named, unified(PARTIAL, "drama"), nested(3, json!([value(EXACT, "x")]))] {
            assert!(stranger.finds(json!([search])).await.is_empty(), "{search}");
        }
        let (code, args) = admin.refuses(json!([value(EXACT, "")])).await;
        assert_eq!((code.as_str(), &args["FIELD"]), ("EMPTY SEARCH TERM IS NOT ALLOWED", &json!("metadata.value")));
        let (code, args) = admin.refuses(json!([{"objectType": "KalturaESearchEntryMetadataItem", "searchTerm": "x"}])).await;
        assert_eq!((code.as_str(), &args["FIELD"]), ("SEARCH_TYPE_NOT_ALLOWED_ON_FIELD", &json!("metadata.value")));
        admin.without("METADATA_PLUGIN_PERMISSION").await;
        assert!(admin.finds(json!([value(PARTIAL, "drama")])).await.is_empty());
    }

    async fn what_was_found_is_shown(server: Server) {
        let admin = Caller::admin(&server).await;
        let (profile, _) = some(&admin).await;
        let marked = with(value(PARTIAL, "night"), "addHighlight", json!(true));
        let within = admin.within(and(json!([marked, of_field("Year", EXISTS, ""), item("name", EXACT, "first")]))).await;
        let [genre, year] = &within[..] else { panic!("two groups: {within:#?}") };
        assert_eq!((&genre["itemsType"], &genre["totalCount"]), (&json!("metadata"), &json!(1)));
        let genre = &genre["items"][0];
        assert_eq!(genre["objectType"], "KalturaESearchMetadataItemData");
        assert_eq!(genre["xpath"], "/* local-name()='metadata' /* local-name()='Genre' ");
        assert_eq!((&genre["valueText"], &genre["metadataProfileId"]), (&json!("Crime Dráma,Night"), &profile));
        assert!(genre["metadataFieldId"].is_i64() && genre.get("valueInt").is_none());
        let highlight = &genre["highlight"][0];
        assert_eq!((&highlight["fieldName"], &highlight["hits"][0]["value"]), (&json!("metadata.value_text"), &json!("<em>Night</em>")));
        let year = &year["items"][0];
        assert_eq!(year["valueInt"], 1990);
        assert!(year.get("valueText").is_none() && year.get("highlight").is_none());
        let all = admin.within(and(json!([value(EXISTS, ""), item("name", EXACT, "first")]))).await;
        assert_eq!((&all[0]["totalCount"], all.len()), (&json!(3), 1));
        let long = admin.within(and(json!([value(PARTIAL, "long end")]))).await;
        assert_eq!(long[0]["items"][0]["valueText"].as_str().unwrap().len(), 154);
    }

    async fn people_are_found_by_their_metadata(server: Server) {
        let admin = Caller::admin(&server).await;
        let profile = admin.profile("3").await;
        for name in ["carol", "dave"] {
            server.add_user(name, json!({})).await;
        }
        admin.of("group_group", "add", json!({"group": {"id": "choir", "screenName": "The Choir"}})).await.unwrap();
        admin.say(&profile, "3", &json!("carol"), "<Genre>alto voice</Genre><Year>1990</Year>").await;
        admin.say(&profile, "3", &json!("choir"), "<Genre>many voices</Genre>").await;
        let on = |class: &str, kind: i64, term: &str| {
            json!({"objectType": format!("KalturaESearch{class}MetadataItem"), "itemType": kind, "searchTerm": term})
        };
        let user = |kind, term| json!([on("User", kind, term)]);
        let found = admin.people("User", "searchUser", user(PARTIAL, "alto")).await.unwrap();
        assert_eq!(ids(&found), ["carol"]);
        assert_eq!(found["objects"][0]["itemsData"][0]["items"][0]["valueText"], "alto voice");
        for (items, wanted) in [
            (user(STARTS, "alto v"), vec!["carol"]),
            (user(EXACT, "1990"), vec!["carol"]),
            (json!([with(on("User", EXISTS, ""), "xpath", json!(path("Year")))]), vec!["carol"]),
            (json!([with(on("User", EXISTS, ""), "metadataProfileId", profile.clone()), crate::people::user("user_type", EXACT, "1")]), vec!["choir"]),
            (user(PARTIAL, "tenor"), vec![]),
        ] {
            assert_eq!(ids(&admin.people("User", "searchUser", items.clone()).await.unwrap()), wanted, "{items}");
        }
        let found = admin.people("Group", "searchGroup", json!([on("Group", PARTIAL, "voices")])).await.unwrap();
        assert_eq!(ids(&found), ["choir"]);
        assert_eq!(found["objects"][0]["itemsData"][0]["totalCount"], 1);
        // Nobody else reads what is said about users.
        let role = server.add_role(&server.account, "readers", "ADMIN_BASE,BASE_USER_SESSION_PERMISSION").await;
        let reader = admin.as_user("reader", &format!("setrole:{role}")).await;
        let found = reader.people("User", "searchUser", json!([crate::people::user("user_id", EXACT, "carol")])).await.unwrap();
        assert_eq!(ids(&found), ["carol"]);
        assert!(ids(&reader.people("User", "searchUser", user(PARTIAL, "alto")).await.unwrap()).is_empty());
    }
}
