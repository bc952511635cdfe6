//! Entries found by their metadata.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::common::{Outcome, Server};
use crate::{Caller, admin, choice, field, on_both_stores, path, user, video};

/// An entry that lists show.
async fn ready(server: &Server, owner: &str, name: &str) -> Value {
    let entry = video(server, owner, name).await;
    let known =
        server.call("baseEntry", "get", json!({"ks": server.admin().await, "entryId": entry})).await.unwrap();
    assert_eq!(known["name"], json!(name));
    json!(entry)
}

fn condition(name: &str, value: &str) -> Value {
    json!({"objectType": "KalturaSearchCondition", "field": path(name), "value": value})
}

fn without(name: &str, value: &str) -> Value {
    json!({"objectType": "KalturaSearchMatchCondition", "field": path(name), "value": value, "not": true})
}

fn compared(name: &str, comparison: i64, value: &str) -> Value {
    json!({"objectType": "KalturaSearchComparableCondition", "field": path(name), "comparison": comparison.to_string(), "value": value})
}

fn of_profile(profile: i64, kind: Option<i64>, items: &[Value]) -> Value {
    let mut search = operator(kind, items);
    search["objectType"] = json!("KalturaMetadataSearchItem");
    search["metadataProfileId"] = json!(profile);
    search
}

fn operator(kind: Option<i64>, items: &[Value]) -> Value {
    let mut search = json!({"objectType": "KalturaSearchOperator", "items": items});
    if let Some(kind) = kind {
        search["type"] = json!(kind);
    }
    search
}

/// Entries that have no content are listed by their status.
async fn found(caller: &Caller<'_>, search: &Value) -> Outcome {
    let filter = json!({"objectType": "KalturaMediaEntryFilter", "statusIn": "7,2", "orderBy": "+name", "advancedSearch": search});
    caller.of("baseEntry", "list", json!({"filter": filter, "pager": {"pageSize": 500}})).await
}

async fn names(caller: &Caller<'_>, search: &Value) -> Vec<String> {
    let listed = found(caller, search).await.unwrap();
    let all: Vec<String> = listed["objects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed["totalCount"], json!(all.len()), "{search}");
    all
}

async fn world(server: &Server) -> i64 {
    let admin = admin(server).await;
    let profile = admin
        .new_profile(
            "1",
            &[
                &field("Genre", "textType", true, "unbounded"),
                &choice("Colour", &["red", "Dark Green"]),
                &field("Year", "intType", true, "1"),
                &field("Shown", "dateType", true, "1"),
                &field("Hidden", "textType", false, "1"),
            ],
        )
        .await;
    let now = server.now();
    for (name, xml) in [
        ("a", "<Genre>Crime Drama</Genre><Genre>Night</Genre><Colour>red</Colour><Year>1990</Year><Hidden>x</Hidden>".to_owned()),
        ("b", format!("<Genre>Drama of Crime</Genre><Colour>Dark Green</Colour><Year>2000</Year><Shown>{}</Shown>", now - 1000)),
        ("c", format!("<Genre>Comedy</Genre><Year>0</Year><Shown>{}</Shown>", now + 1000)),
        ("d", String::new()),
    ] {
        let entry = ready(server, "ann", name).await;
        admin.add(profile, "1", &entry, &format!("<metadata>{xml}</metadata>")).await.unwrap();
    }
    ready(server, "ann", "e").await;
    profile
}

on_both_stores! {
    async fn entries_are_found_by_their_metadata(server: Server) {
        let profile = world(&server).await;
        let admin = admin(&server).await;
        let one = |item: Value| of_profile(profile, Some(1), &[item]);
        let nothing: [&str; 0] = [];
        for (search, wanted) in [
            // A phrase of words, in any letter case, in one of the values.
            (one(condition("Genre", "drama")), &["a", "b"][..]),
            (one(condition("Genre", "crime DRAMA")), &["a"]),
            (one(condition("Genre", "drama night")), &nothing),
            (one(condition("Genre", "*")), &["a", "b", "c"]),
            // A whole value.
            (one(condition("Colour", "dark green")), &["b"]),
            (one(condition("Colour", "dark")), &nothing),
            (one(condition("Year", "1990")), &["a"]),
            (one(condition("Year", "many")), &nothing),
            (one(without("Genre", "Night")), &["b", "c", "d", "e"]),
            (one(without("Genre", "drama")), &["a", "b", "c", "d", "e"]),
            (one(compared("Year", 1, "2000")), &["b"]),
            (one(compared("Year", 2, "1990")), &["b"]),
            (one(compared("Year", 3, "1990")), &["a", "b"]),
            (one(compared("Year", 4, "2000")), &["a"]),
            (one(compared("Year", 5, "2000")), &["a", "b"]),
            (one(compared("Year", 3, "-5")), &["a", "b"]),
            (one(compared("Year", 6, "2000")), &["a", "c", "d", "e"]),
            (one(compared("Year", 2, "x")), &nothing),
            (one(compared("Genre", 2, "5")), &["a", "b", "c", "d", "e"]),
            (one(compared("Shown", 4, "-500")), &["b"]),
            (one(compared("Shown", 2, "CURRENT_TIMESTAMP")), &["c"]),
            // Fields that are not searched, and what is not there.
            (one(condition("Hidden", "x")), &nothing),
            (one(condition("No", "x")), &nothing),
            (of_profile(987_654, Some(1), &[condition("Genre", "drama")]), &nothing),
            (of_profile(profile, None, &[condition("Colour", "red"), condition("Genre", "comedy")]), &["a", "c"]),
            (of_profile(profile, Some(2), &[condition("Colour", "red"), without("Genre", "x")]), &["a", "b", "c", "d", "e"]),
            (of_profile(profile, Some(1), &[condition("Genre", "drama"), compared("Year", 2, "1995")]), &["b"]),
            (operator(None, &[one(condition("Genre", "drama")), one(condition("Colour", "red"))]), &["a"]),
            (operator(Some(2), &[one(condition("Genre", "comedy")), one(condition("Colour", "red"))]), &["a", "c"]),
            (operator(Some(1), &[]), &["a", "b", "c", "d", "e"]),
        ] {
            assert_eq!(names(&admin, &search).await, wanted, "{search}");
        }
        let count = json!({"filter": {"statusEqual": 7, "advancedSearch": one(condition("Genre", "drama"))}});
        assert_eq!(admin.of("baseEntry", "count", count).await.unwrap(), json!(2));
        let page = json!({"filter": {"statusEqual": 7, "orderBy": "+name", "advancedSearch": one(condition("Genre", "drama"))}, "pager": {"pageSize": 1, "pageIndex": 2}});
        let second = admin.of("baseEntry", "list", page).await.unwrap();
        assert_eq!((&second["totalCount"], &second["objects"][0]["name"]), (&json!(2), &json!("b")));
        let deep = (0..12).fold(one(condition("Genre", "drama")), |inner, _| operator(Some(1), &[inner]));
        assert_eq!(found(&admin, &deep).await.unwrap_err().code, "PROPERTY_VALIDATION_MAX_LENGTH");
        let wide = operator(Some(2), &vec![one(condition("Genre", "drama")); 60]);
        assert_eq!(found(&admin, &wide).await.unwrap_err().code, "PROPERTY_VALIDATION_MAX_LENGTH");
    }

    async fn a_search_follows_the_metadata(server: Server) {
        let profile = world(&server).await;
        let admin = admin(&server).await;
        let search = of_profile(profile, Some(1), &[condition("Genre", "comedy")]);
        let known = found(&admin, &search).await.unwrap()["objects"][0]["id"].clone();
        let metadata = admin.list(json!({"objectIdEqual": known})).await.unwrap()["objects"][0]["id"].clone();
        admin.metadata("update", json!({"id": metadata, "xmlData": "<metadata><Genre>Western</Genre></metadata>"})).await.unwrap();
        assert_eq!(names(&admin, &search).await, [""; 0]);
        let western = of_profile(profile, Some(1), &[condition("Genre", "western")]);
        assert_eq!(names(&admin, &western).await, ["c"]);
        admin.metadata("delete", json!({"id": metadata})).await.unwrap();
        assert_eq!(names(&admin, &western).await, [""; 0]);
    }

    async fn dynamic_objects_are_looked_into(server: Server) {
        let admin = admin(&server).await;
        let persons = admin.new_profile("5", &[&field("Country", "textType", true, "1")]).await;
        let cast = field("Actor", "metadataObjectType", true, "unbounded").replace("<description>", &format!("<metadataProfileId>{persons}</metadataProfileId><description>"));
        let schema = crate::schema(&[&cast]).replace(r#"<xsd:simpleType name="listType">"#, r#"<xsd:simpleType name="metadataObjectType"><xsd:restriction base="xsd:string"/></xsd:simpleType><xsd:simpleType name="listType">"#);
        let profile = json!({"metadataProfile": {"name": "cast", "metadataObjectType": "1"}, "xsdData": schema});
        let films = admin.profile("add", profile).await.unwrap()["id"].as_i64().unwrap();
        admin.add(persons, "5", &json!("Ida"), "<metadata><Country>Far North</Country></metadata>").await.unwrap();
        let entry = ready(&server, "ann", "a").await;
        let cast = |name: &str| format!("<metadata><Actor>{name}</Actor></metadata>");
        assert_eq!(admin.add(films, "1", &entry, &cast("Nobody")).await.unwrap_err().code, "INVALID_METADATA_DATA");
        admin.add(films, "1", &entry, &cast("Ida")).await.unwrap();
        ready(&server, "ann", "b").await;
        for (country, wanted) in [("north", &["a"][..]), ("south", &[])] {
            let inner = json!({"objectType": "KalturaDynamicObjectSearchItem", "field": path("Actor"), "type": 1, "items": [condition("Country", country)]});
            assert_eq!(names(&admin, &of_profile(films, Some(1), &[inner])).await, wanted, "{country}");
        }
        assert_eq!(admin.profile("delete", json!({"id": persons})).await.unwrap_err().code, "METADATA_PROFILE_REFERENCE_EXISTS");
    }

    async fn categories_are_found_by_their_metadata(server: Server) {
        let admin = admin(&server).await;
        let profile = admin.new_profile("2", &[&field("Term", "textType", true, "1")]).await;
        let of_entries = admin.new_profile("1", &[&field("Term", "textType", true, "1")]).await;
        for name in ["autumn", "spring"] {
            let category = admin.of("category", "add", json!({"category": {"name": name}})).await.unwrap();
            admin.add(profile, "2", &category["id"], &format!("<metadata><Term>the {name}</Term></metadata>")).await.unwrap();
        }
        for (search, wanted) in [
            (of_profile(profile, Some(1), &[condition("Term", "autumn")]), &["autumn"][..]),
            (of_profile(profile, Some(1), &[without("Term", "the autumn")]), &["spring"]),
            (of_profile(of_entries, Some(1), &[condition("Term", "autumn")]), &[]),
        ] {
            let filter = json!({"advancedSearch": search, "orderBy": "+name"});
            let listed = admin.of("category", "list", json!({"filter": filter})).await.unwrap();
            let found: Vec<&str> = listed["objects"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
            assert_eq!(found, wanted, "{search}");
        }
    }

    async fn users_are_found_by_their_metadata(server: Server) {
        let admin = admin(&server).await;
        let profile = admin.new_profile("3", &[&field("Team", "textType", true, "1")]).await;
        for (name, team) in [("ann", "red"), ("bob", "blue"), ("cid", "red"), ("dan", "")] {
            admin.of("user", "add", json!({"user": {"id": name}})).await.unwrap();
            if !team.is_empty() {
                admin.add(profile, "3", &json!(name), &format!("<metadata><Team>{team}</Team></metadata>")).await.unwrap();
            }
        }
        for (search, wanted) in [
            (of_profile(profile, Some(1), &[condition("Team", "red")]), &["ann", "cid"][..]),
            (of_profile(profile, Some(1), &[condition("Team", "green")]), &[]),
            (of_profile(profile + 1, Some(1), &[condition("Team", "red")]), &[]),
        ] {
            for size in [1, 500] {
                let filter = json!({"advancedSearch": search, "orderBy": "+id"});
                let asked = json!({"filter": filter, "pager": {"pageSize": size}});
                let listed = admin.of("user", "list", asked).await.unwrap();
                let found: Vec<&str> = listed["objects"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
                assert_eq!(found, wanted[..wanted.len().min(size)], "{search}");
                assert_eq!(listed["totalCount"], wanted.len(), "{search}");
            }
        }
    }

    async fn nobody_finds_what_they_do_not_see(server: Server) {
        let profile = world(&server).await;
        let search = of_profile(profile, Some(1), &[condition("Genre", "drama")]);
        let bob = user(&server, "bob", "").await;
        assert_eq!(names(&bob, &search).await, [""; 0], "a user's list is about the user's own entries");
        assert_eq!(names(&user(&server, "bob", "list:*").await, &search).await, ["a", "b"]);
        let mut tx = server.app.store.begin().await.unwrap();
        boxoffice::permission::switch(&mut tx, server.account.id, "FEATURE_ENTITLEMENT", true, server.now()).await.unwrap();
        tx.commit().await.unwrap();
        let admin = admin(&server).await;
        let first = found(&admin, &search).await.unwrap()["objects"][0]["id"].clone();
        let category = json!({"name": "closed", "privacyContext": "site", "privacy": 3});
        let category = admin.of("category", "add", json!({"category": category})).await.unwrap();
        let place = json!({"categoryId": category["id"], "entryId": first});
        admin.of("categoryEntry", "add", json!({"categoryEntry": place})).await.unwrap();
        let held = user(&server, "bob", "list:*,enableentitlement,privacycontext:site").await;
        let everything = of_profile(profile, Some(2), &[condition("Genre", "drama"), without("Genre", "x")]);
        assert_eq!(names(&held, &everything).await, [""; 0]);
        let owner = user(&server, "ann", "list:*,enableentitlement,privacycontext:site").await;
        assert_eq!(names(&owner, &search).await, ["a", "b"]);
        let stranger = server.new_account("stranger@example.test").await;
        let ks = server.start(&stranger, &stranger.owner, 2, "").await;
        assert_eq!(names(&Caller { server: &server, ks }, &everything).await, [""; 0]);
    }

    /// Random searches against a plain function over the same values.
    async fn searches_find_what_a_plain_function_finds(server: Server) {
        let admin = admin(&server).await;
        let profile = admin
            .new_profile("1", &[&choice("Colour", &["c0", "c1", "c2"]), &field("Year", "intType", true, "1")])
            .await;
        let mut runner = TestRunner::deterministic();
        let documents = proptest::collection::vec(
            proptest::option::of((proptest::collection::btree_set(0..3_i64, 0..3), proptest::option::of(-2..3_i64))),
            12,
        );
        let documents = documents.new_tree(&mut runner).unwrap().current();
        let mut known = BTreeMap::new();
        for (place, document) in documents.into_iter().enumerate() {
            let name = format!("n{place:02}");
            let entry = ready(&server, "ann", &name).await;
            if let Some((colours, year)) = &document {
                let colours = colours.iter().map(|colour| format!("<Colour>c{colour}</Colour>")).collect::<Vec<_>>().concat();
                let year = year.map(|year| format!("<Year>{year}</Year>")).unwrap_or_default();
                admin.add(profile, "1", &entry, &format!("<metadata>{colours}{year}</metadata>")).await.unwrap();
            }
            let (colours, year) = document.unwrap_or_default();
            known.insert(name, (colours, year.unwrap_or(0)));
        }
        let leaf = proptest::prop_oneof![
            (0..3_i64).prop_map(Part::Has),
            (0..3_i64).prop_map(Part::HasNot),
            (1..=6_i64, -2..3_i64).prop_map(|(comparison, value)| Part::Compares(comparison, value)),
        ];
        let parts = leaf.prop_recursive(3, 12, 3, |inner| {
            (proptest::bool::ANY, proptest::collection::vec(inner, 1..4)).prop_map(|(any, parts)| Part::Group(any, parts))
        });
        for _ in 0..60 {
            let part = parts.new_tree(&mut runner).unwrap().current();
            let search = of_profile(profile, Some(1), &[part.search()]);
            let wanted: Vec<&String> =
                known.iter().filter(|(_, (colours, year))| part.holds(colours, *year)).map(|(name, _)| name).collect();
            assert_eq!(names(&admin, &search).await.iter().collect::<Vec<_>>(), wanted, "{search}");
        }
    }
}

/// A part of a random search.
#[derive(Clone, Debug)]
enum Part {
    Has(i64),
    HasNot(i64),
    Compares(i64, i64),
    Group(bool, Vec<Part>),
}

impl Part {
    fn search(&self) -> Value {
        match self {
            Self::Has(colour) => condition("Colour", &format!("c{colour}")),
            Self::HasNot(colour) => without("Colour", &format!("c{colour}")),
            Self::Compares(comparison, value) => compared("Year", *comparison, &value.to_string()),
            Self::Group(any, parts) => {
                let parts: Vec<Value> = parts.iter().map(Self::search).collect();
                operator(Some(if *any { 2 } else { 1 }), &parts)
            }
        }
    }

    /// By the words of the reference: what is missing counts as zero, and no comparison of sizes finds zero.
    fn holds(&self, colours: &std::collections::BTreeSet<i64>, year: i64) -> bool {
        match self {
            Self::Has(colour) => colours.contains(colour),
            Self::HasNot(colour) => !colours.contains(colour),
            Self::Compares(1, value) => year == *value,
            Self::Compares(6, value) => year != *value,
            Self::Compares(comparison, value) => {
                year != 0
                    && match comparison {
                        2 => year > *value,
                        3 => year >= *value,
                        4 => year < *value,
                        _ => year <= *value,
                    }
            }
            Self::Group(true, parts) => parts.iter().any(|part| part.holds(colours, year)),
            Self::Group(false, parts) => parts.iter().all(|part| part.holds(colours, year)),
        }
    }
}
