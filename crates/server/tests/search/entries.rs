//! Searches of entries by their own fields and by their categories.

use serde_json::{Value, json};

use crate::common::Server;
use crate::{
    Caller, EXACT, EXISTS, PARTIAL, RANGE, STARTS, and, assert_refused, item, names, nested, on_both_stores,
    range, unified,
};

on_both_stores! {
    async fn fields_are_searched_as_the_reference_says(server: Server) {
        let admin = Caller::admin(&server).await;
        admin.of("user", "add", json!({"user": {"id": "carol", "screenName": "Carol Grünwald"}})).await.unwrap();
        admin.add(json!({
            "name": "Über die Alpen: Teil 1", "tags": "mountains, long walk", "description": "From north  to south.",
            "referenceId": "Ref-1", "userId": "carol", "adminTags": "__hidden", "entitledUsersEdit": "carol",
        })).await;
        admin.add(json!({"name": "alps again", "startDate": 1_500_001_000, "endDate": 1_500_002_000})).await;
        let (first, second) = ("Über die Alpen: Teil 1", "alps again");

        for (item, found) in [
            // Phrases, words, and what begins.
            (item("name", EXACT, "DIE ALPEN"), vec![first]),
            (item("name", EXACT, "alpen die"), vec![]),
            (item("name", PARTIAL, "alpen uber"), vec![first]),
            (item("name", PARTIAL, "alp"), vec![first, second]),
            (item("name", PARTIAL, "pen"), vec![]),
            (item("name", PARTIAL, "\"die alpen\""), vec![first]),
            (item("name", PARTIAL, "\"alpen die\""), vec![]),
            (item("name", STARTS, "uber DIE"), vec![first]),
            (item("name", STARTS, "die"), vec![]),
            (item("tags", STARTS, "long"), vec![first]),
            (item("tags", EXACT, "long walk"), vec![first]),
            (item("tags", EXISTS, ""), vec![first]),
            (item("description", STARTS, "from north to"), vec![first]),
            (item("description", EXISTS, ""), vec![first]),
            // Keywords.
            (item("reference_id", EXACT, "ref-1"), vec![first]),
            (item("reference_id", EXACT, "ref"), vec![]),
            (item("reference_id", EXISTS, ""), vec![first]),
            (item("admin_tags", EXACT, "__HIDDEN"), vec![first]),
            (item("admin_tags", EXISTS, ""), vec![first]),
            (item("kuser_id", EXACT, "carol"), vec![first]),
            (item("kuser_id", EXACT, "nobody"), vec![]),
            (item("entitled_kusers_edit", EXACT, "carol"), vec![first]),
            (item("entitled_kusers_edit", EXISTS, ""), vec![first]),
            (item("user_names", PARTIAL, "grunwald"), vec![first]),
            (item("user_names", STARTS, "carol g"), vec![first]),
            (item("entry_type", EXACT, "6"), vec![first, second]),
            (item("entry_type", EXACT, "1"), vec![]),
            (item("moderation_status", EXACT, "6"), vec![first, second]),
            (item("media_type", EXACT, "x"), vec![]),
            (item("is_quiz", EXACT, "no"), vec![first, second]),
            (item("is_quiz", EXACT, "1"), vec![]),
            (item("captions_content", EXISTS, ""), vec![]),
            // Numbers.
            (range("start_date", json!({"greaterThan": 1_500_000_999, "lessThanOrEqual": 1_500_001_000})), vec![second]),
            (range("start_date", json!({"greaterThan": 1_500_001_000})), vec![]),
            (range("plays", json!({"lessThan": 1})), vec![first, second]),
            (item("plays", RANGE, ""), vec![first, second]),
            (item("end_date", EXISTS, ""), vec![second]),
            // All at once.
            (unified(PARTIAL, "alpen walk"), vec![]),
            (unified(PARTIAL, "long walk"), vec![first]),
            (unified(PARTIAL, "carol"), vec![first]),
            (unified(EXACT, "REF-1"), vec![first]),
            (unified(STARTS, "mount"), vec![first]),
            (unified(PARTIAL, "?!"), vec![]),
        ] {
            assert_eq!(admin.finds(json!([item])).await, found, "{item}");
        }
        let not = json!([{
            "objectType": "KalturaESearchEntryOperator", "operator": 3,
            "searchItems": [item("reference_id", EXACT, "ref-1"), range("start_date", json!({"greaterThan": 1_600_000_000}))],
        }]);
        assert_eq!(admin.finds(not).await, [second], "a missing value is not one that fits");
    }

    async fn categories_are_found_by_name_and_path(server: Server) {
        let admin = Caller::admin(&server).await;
        let entry = admin.add(json!({"name": "placed"})).await;
        admin.add(json!({"name": "elsewhere"})).await;
        let mut parent = json!(0);
        let mut path = Vec::new();
        for name in ["Outer", "Inner"] {
            let category = json!({"category": {"name": name, "parentId": parent}});
            let category = admin.of("category", "add", category).await.unwrap();
            parent = category["id"].clone();
            path.push(parent.to_string());
        }
        let place = json!({"categoryEntry": {"categoryId": parent, "entryId": entry}});
        admin.of("categoryEntry", "add", place).await.unwrap();
        let category = |field: &str, kind: i64, term: &str| {
            json!({"objectType": "KalturaESearchCategoryEntryItem", "fieldName": field, "itemType": kind, "searchTerm": term})
        };
        for (item, is_found) in [
            (category("id", EXACT, &path[1]), true),
            (category("id", EXACT, &path[0]), false),
            (category("id", EXISTS, ""), true),
            (category("ancestor_id", EXACT, &path[0]), true),
            (category("ancestor_id", EXACT, &path[1]), false),
            (category("name", EXACT, "INNER"), true),
            (category("name", STARTS, "inn"), true),
            (category("name", EXACT, "outer"), false),
            (category("ancestor_name", STARTS, "out"), true),
            (category("full_ids", EXACT, &path.join(">")), true),
            (category("full_ids", STARTS, &format!("{}>", path[0])), true),
            (unified(EXACT, "outer"), true),
            (unified(STARTS, "inn"), true),
        ] {
            let found = admin.finds(json!([item])).await;
            assert_eq!(found, if is_found { vec!["placed"] } else { vec![] }, "{item}");
        }
        let mut pending = category("id", EXACT, &path[1]);
        pending["categoryEntryStatus"] = json!(1);
        assert!(admin.finds(json!([pending])).await.is_empty());
    }

    async fn refusals_have_the_codes_of_the_reference(server: Server) {
        let admin = Caller::admin(&server).await;
        let caption = json!({"objectType": "KalturaESearchCaptionItem", "fieldName": "content", "itemType": 2, "searchTerm": "a"});
        let cue_point = json!({"objectType": "KalturaESearchCuePointItem", "fieldName": "name", "itemType": 5, "searchTerm": "a"});
        let metadata = json!({"objectType": "KalturaESearchEntryMetadataItem", "itemType": 2, "searchTerm": "a"});
                let inner = |operator: Value| {
            let mut inner = json!({"objectType": "KalturaESearchEntryOperator"});
            inner.as_object_mut().unwrap().extend(operator.as_object().unwrap().clone());
            inner
        };
        for (items, code, args) in [
            (json!([item("id", PARTIAL, "x")]), "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD", json!({"TYPE": "2", "FIELD": "_id"})),
            (json!([item("kuser_id", EXISTS, "")]), "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD", json!({"TYPE": "4", "FIELD": "kuser_id"})),
            (json!([item("name", EXACT, "  ")]), "EMPTY SEARCH TERM IS NOT ALLOWED", json!({"TYPE": "1", "FIELD": "name"})),
            (json!([unified(EXISTS, "x")]), "SEARCH TYPE IS NOT ALLOWED ON UNIFIED SEARCH", json!({"TYPE": "4"})),
            (json!([]), "EMPTY SEARCH ITEMS ARE NOT ALLOWED", json!({})),
            (json!([inner(json!({"searchItems": [item("name", EXACT, "x")]}))]), "MISSING OPERATOR TYPE", json!({})),
            (json!([inner(json!({"operator": 1}))]), "EMPTY SEARCH ITEMS ARE NOT ALLOWED", json!({})),
            (json!([nested(1, json!([caption, metadata]))]), "MIXED SEARCH ITEMS IN NESTED OPERATOR NOT ALLOWED", json!({})),
            (json!([cue_point]), "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD", json!({"TYPE": "5", "FIELD": "cue_points.cue_point_name"})),
            (
                json!([item("entry_type", EXACT, "99")]),
                "INVALID_ENUM_VALUE",
                json!({"ENUM_VAL": "99", "PARAM_NAME": "searchTerm", "ENUM_TYPE": "KalturaEntryType"}),
            ),
        ] {
            let (found, told) = admin.refuses(items.clone()).await;
            assert_eq!(found, code, "{items}");
            if args != json!({}) {
                assert_eq!(told, args, "{items}");
            }
        }
        assert!(admin.finds(json!([nested(1, json!([caption, caption]))])).await.is_empty());
        for (params, pager, code) in [
            (json!({}), json!({}), "EMPTY SEARCH OPERATOR IS NOT ALLOWED"),
            (
                json!({"searchOperator": and(json!([item("name", EXACT, "x")])), "objectId": "1", "objectIds": "2"}),
                json!({}),
                "OBJECTID AND OBJECTIDS NOT ALLOWED SIMULTANEOUSLY",
            ),
            (
                json!({"searchOperator": and(json!([item("name", EXACT, "x")]))}),
                json!({"pageSize": 500, "pageIndex": 21}),
                "CRITERIA EXCEEDED MAX MATCHES ALLOWED",
            ),
            (
                json!({
                    "searchOperator": and(json!([item("name", EXACT, "x")])),
                    "orderBy": {"orderItems": [{"objectType": "KalturaESearchMetadataOrderByItem", "xpath": "/a"}]},
                }),
                json!({}),
                "MISSING MANDATORY PARAMETERS IN ORDER ITEM",
            ),
            (
                json!({
                    "searchOperator": and(json!([item("name", EXACT, "x")])),
                    "scoreFunctionParams": {"decayAlgorithm": "gauss", "functionField": "created_at", "origin": "now", "scale": "366d"},
                }),
                json!({}),
                "INVALID_SCORE_FUNCTION_FIELD_VALUE",
            ),
        ] {
            assert_refused(&admin.search(params, pager).await, code);
        }
    }

    async fn large_and_strange_trees_do_no_harm(server: Server) {
        let admin = Caller::admin(&server).await;
        admin.add(json!({"name": "one"})).await;
        let mut deep = item("name", EXACT, "one");
        for _ in 0..19 {
            deep = json!({"objectType": "KalturaESearchEntryOperator", "operator": 3, "searchItems": [deep]});
        }
        assert!(admin.finds(json!([deep])).await.is_empty(), "an odd number of times not");
        deep = json!({"objectType": "KalturaESearchEntryOperator", "operator": 3, "searchItems": [deep]});
        assert_eq!(admin.refuses(json!([deep])).await.0, "CRITERIA EXCEEDED MAX MATCHES ALLOWED");

        for kind in [EXACT, PARTIAL, STARTS] {
            for operator in 1..=3 {
                let items: Vec<Value> = (0..7).map(|number| unified(kind, &format!("one {number}"))).collect();
                let wide = json!({"objectType": "KalturaESearchEntryOperator", "operator": operator, "searchItems": items});
                let found = admin.search(json!({"searchOperator": wide}), json!({})).await.unwrap();
                assert_eq!(found["totalCount"], i32::from(operator == 3), "{kind} {operator}");
            }
        }
        for one in [unified(EXACT, "one"), item("user_names", STARTS, "one"), item("reference_id", EXACT, "one"), item("name", EXACT, "one")] {
            let tables = match one["fieldName"].as_str() { None => 25, Some("user_names") => 9, Some(_) => 1 };
            let wide: Vec<Value> = (0..199 / tables).map(|_| one.clone()).collect();
            admin.finds(json!(wide)).await;
            let wide = json!({"objectType": "KalturaESearchEntryOperator", "operator": 2, "searchItems": wide});
            let member = Caller { server: &server, ks: server.start(&server.account, "somebody", 0, "enableentitlement").await };
            member.search(json!({"searchOperator": wide}), json!({})).await.unwrap();
        }
        let wide: Vec<Value> = (0..200).map(|_| item("name", EXACT, "one")).collect();
        assert_eq!(admin.refuses(json!(wide)).await.0, "CRITERIA EXCEEDED MAX MATCHES ALLOWED");

        for term in ["'", "\" OR 1=1 --", "%", "_",  "*", "one*", "NEAR(one)", "name : one", "\u{FDFA}\u{FDFA}", "(((", "\\", "🙂"] {
            for kind in [EXACT, PARTIAL, STARTS] {
                for field in ["name", "tags", "reference_id", "id", "user_names", "admin_tags", "kuser_id"] {
                    if let Err(refusal) = admin.search(json!({"searchOperator": and(json!([item(field, kind, term)]))}), json!({})).await {
                        assert_eq!(refusal.code, "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD", "{field} {kind} {term}");
                    }
                }
                admin.search(json!({"searchOperator": and(json!([unified(kind, term)]))}), json!({})).await.unwrap();
            }
        }
        let long = "é".repeat(1_000);
        admin.finds(json!([unified(PARTIAL, &long), item("name", STARTS, &long)])).await;
        let contradiction = json!([item("name", EXACT, "one"), range("plays", json!({"greaterThan": 5, "lessThan": 5}))]);
        assert!(admin.finds(contradiction).await.is_empty());
    }

    async fn hidden_entries_are_found_only_where_they_are_asked_for(server: Server) {
        let admin = Caller::admin(&server).await;
        let shown = admin.add(json!({"name": "a shown"})).await;
        let hidden = admin.add(json!({"name": "a hidden"})).await;
        let hide = json!({"entryId": hidden, "baseEntry": {"displayInSearch": -1}});
        admin.of("baseEntry", "update", hide).await.unwrap();
        let gone = admin.add(json!({"name": "a gone"})).await;
        admin.of("baseEntry", "delete", json!({"entryId": gone})).await.unwrap();
        let any = item("name", PARTIAL, "a");

        assert_eq!(admin.finds(json!([any])).await, ["a shown"]);
        assert_eq!(admin.finds(json!([item("id", EXACT, &hidden)])).await, ["a hidden"]);
        assert_eq!(admin.finds(json!([unified(EXACT, &hidden)])).await, ["a hidden"]);
        assert_eq!(admin.finds(json!([item("display_in_search", EXACT, "-1")])).await, ["a hidden"]);
        assert_eq!(admin.finds(json!([any, item("display_in_search", EXACT, "1")])).await, ["a shown"]);

        let with = |ids: &str, value: Value, not: Value| {
            let mut params = json!({"searchOperator": and(json!([any.clone()])), "objectIdsNotIn": not});
            params[ids] = value;
            params
        };
        let both = json!(format!("{}, {hidden},{gone}", shown.to_uppercase()));
        let found = admin.search(with("objectIds", both.clone(), json!(-1)), json!({})).await.unwrap();
        assert_eq!(names(&found), ["a shown", "a hidden"]);
        let found = admin.search(with("objectId", both, json!(1)), json!({})).await.unwrap();
        assert!(names(&found).is_empty());
        let found = admin.search(with("objectIds", json!(shown), json!(1)), json!({})).await.unwrap();
        assert_eq!(names(&found), ["a hidden"], "where ids are named, nothing is hidden");

        for (statuses, found) in [("2", vec!["a shown"]), ("1,2", vec!["a shown"]), ("3", vec![]), ("x", vec![]), ("", vec!["a shown"])] {
            let params = json!({"searchOperator": and(json!([any])), "objectStatuses": statuses});
            assert_eq!(names(&admin.search(params, json!({})).await.unwrap()), found, "{statuses}");
        }
    }

    async fn pages_orders_and_answers(server: Server) {
        let admin = Caller::admin(&server).await;
        for number in 0..12 {
            let mut entry = json!({"name": format!("Piece {}", 20 - number), "tags": "a piece, b", "description": "no piece here"});
            if number % 2 == 0 {
                entry["startDate"] = json!(1_500_001_000 + number);
            }
            admin.add(entry).await;
        }
        let tree = and(json!([item("name", PARTIAL, "piece")]));
        let none = admin
            .of("elasticsearch_eSearch", "searchEntry", json!({"searchParams": {"searchOperator": tree}}))
            .await
            .unwrap();
        assert_eq!((none["objects"].as_array().unwrap().len(), &none["totalCount"]), (10, &json!(12)));
        assert_eq!(none["objectType"], "KalturaESearchEntryResponse");
        let first = &none["objects"][0];
        assert_eq!(first["objectType"], "KalturaESearchEntryResult");
        assert_eq!(first["object"]["objectType"], "KalturaDataEntry");
        assert_eq!(first["itemsData"], json!([]), "always there");
        assert!(first.get("highlight").is_none() && none.get("aggregations").is_none());
        let empty = admin.search(json!({"searchOperator": tree}), json!({"pageSize": 0})).await.unwrap();
        assert_eq!((&empty["objects"], &empty["totalCount"]), (&json!([]), &json!(12)));

        let order = |field: &str, direction: &str| json!({
            "searchOperator": tree,
            "orderBy": {"orderItems": [{"objectType": "KalturaESearchEntryOrderByItem", "sortField": field, "sortOrder": direction}]},
        });
        let by = async |field: &str, direction: &str| {
            let found = admin.search(order(field, direction), json!({"pageSize": 12})).await.unwrap();
            found["objects"].as_array().unwrap().iter().map(|found| found["object"].clone()).collect::<Vec<_>>()
        };
        let by_name = by("name", "asc").await;
        assert_eq!((&by_name[0]["name"], &by_name[11]["name"]), (&json!("Piece 10"), &json!("Piece 9")));
        for direction in ["asc", "desc"] {
            let dates: Vec<_> = by("start_date", direction).await.iter().map(|entry| entry["startDate"].clone()).collect();
            assert!(dates[..6].iter().all(Value::is_number) && dates[6..].iter().all(Value::is_null), "{dates:?}");
            let ends = (dates[0].as_i64(), dates[5].as_i64());
            assert_eq!(ends, if direction == "asc" { (Some(1_500_001_000), Some(1_500_001_010)) } else { (Some(1_500_001_010), Some(1_500_001_000)) });
        }

        let mut marked = item("name", EXACT, "piece 20");
        marked["addHighlight"] = json!(true);
        let mut everywhere = unified(PARTIAL, "piece");
        everywhere["addHighlight"] = json!(true);
        let found = admin.search(json!({"searchOperator": and(json!([marked, everywhere]))}), json!({})).await.unwrap();
        let highlights: Vec<(String, Vec<String>)> = found["objects"][0]["highlight"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| {
                let hits = field["hits"].as_array().unwrap().iter().map(|hit| hit["value"].as_str().unwrap().to_owned());
                (field["fieldName"].as_str().unwrap().to_owned(), hits.collect())
            })
            .collect();
        assert_eq!(highlights, [
            ("name".to_owned(), vec!["<em>Piece</em> <em>20</em>".to_owned(), "<em>Piece</em> 20".to_owned()]),
            ("description".to_owned(), vec!["no <em>piece</em> here".to_owned()]),
            ("tags".to_owned(), vec!["a <em>piece</em>".to_owned()]),
        ]);
    }

    async fn another_account_finds_nothing(server: Server) {
        let admin = Caller::admin(&server).await;
        server.add_user("carol", json!({"screenName": "mine"})).await;
        let id = admin.add(json!({"name": "mine", "userId": "carol", "referenceId": "mine"})).await;
        let other = server.new_account("other@example.org").await;
        let stranger = Caller { server: &server, ks: server.start(&other, &other.owner, 2, "").await };
        for tree in [unified(EXACT, "mine"), unified(PARTIAL, "mine"), item("id", EXACT, &id), item("kuser_id", EXACT, "carol"), item("user_names", PARTIAL, "mine")] {
            assert!(stranger.finds(json!([tree])).await.is_empty(), "{tree}");
            let named = json!({"searchOperator": and(json!([tree])), "objectId": id});
            assert_eq!(stranger.search(named, json!({})).await.unwrap()["totalCount"], 0);
        }
        assert!(stranger.users("screen_name", PARTIAL, "mine").await.is_empty());
        assert!(stranger.users("user_id", EXACT, "carol").await.is_empty());
    }
}
