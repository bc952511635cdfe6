//! Entries found by their cue points, and what is shown of these (reference: search-metadata.md §1.2, §1.6, §1.8, §6.5).

use serde_json::{Value, json};

use crate::common::{Server, refused};
use crate::{
    Caller, EXACT, EXISTS, PARTIAL, RANGE, STARTS, and, assert_refused, item, names, nested, on_both_stores,
    operator, unified,
};

fn cue(field: &str, kind: i64, term: &str) -> Value {
    json!({"objectType": "KalturaESearchCuePointItem", "fieldName": field, "itemType": kind, "searchTerm": term})
}

fn at(field: &str, bounds: Value) -> Value {
    let mut range = cue(field, RANGE, "");
    range["range"] = bounds;
    range
}

fn marked(mut item: Value) -> Value {
    item["addHighlight"] = json!(true);
    item
}

impl Caller<'_> {
    /// Adds a cue point, and gives its id.
    async fn cue(&self, class: &str, entry: &str, more: Value) -> String {
        let mut cue = json!({"objectType": format!("Kaltura{class}"), "entryId": entry});
        cue.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let added = self.of("cuePoint_cuePoint", "add", json!({"cuePoint": cue})).await.unwrap();
        added["id"].as_str().unwrap().to_owned()
    }
}

/// Two entries with cue points of all kinds, and one without; answers the id of the first chapter.
async fn some(admin: &Caller<'_>) -> String {
    let first = admin.add(json!({"name": "first"})).await;
    let second = admin.add(json!({"name": "second"})).await;
    admin.add(json!({"name": "bare"})).await;
    admin.cue("Annotation", &first, json!({
        "text": "The Matterhorn at dáwn", "tags": "alps, long walk", "startTime": 1000, "endTime": 5000,
    })).await;
    let poll = json!({"text": {"question": "Which peak is higher?", "answers": ["Mont Blanc", "Eiger"]}});
    let poll = json!({"code": "poll-1", "description": "asked live", "partnerData": poll.to_string(), "startTime": 7000});
    admin.cue("CodeCuePoint", &first, poll).await;
    let chapter = json!({"title": "Ridge", "description": "Over the ridge", "subType": 2, "startTime": 9000});
    let chapter = admin.cue("ThumbCuePoint", &first, chapter).await;
    admin.cue("Annotation", &second, json!({"text": "Lake", "startTime": 2000})).await;
    admin.cue("Annotation", &second, json!({"text": "Matterhorn, unheard", "searchableOnEntry": 0})).await;
    admin.cue("AdCuePoint", &second, json!({"title": "Matterhorn beer", "startTime": 60_000})).await;
    chapter
}

fn types(within: &[Value]) -> Vec<(String, i64)> {
    let one = |group: &Value| {
        assert_eq!(group["objectType"], "KalturaESearchItemDataResult");
        (group["itemsType"].as_str().unwrap().to_owned(), group["totalCount"].as_i64().unwrap())
    };
    within.iter().map(one).collect()
}

on_both_stores! {
    async fn questions_of_quizzes_are_searched(server: Server) {
        let admin = Caller::admin(&server).await;
        let quiz = admin.add(json!({"name": "quiz"})).await;
        admin.of("quiz_quiz", "add", json!({"entryId": quiz, "quiz": {"objectType": "KalturaQuiz"}})).await.unwrap();
        admin.cue("QuestionCuePoint", &quiz, json!({
            "question": "Which valley is deepest?", "hint": "look south", "explanation": "glaciers carved it",
            "optionalAnswers": [{"key": "1", "text": "Rhone"}, {"key": "2", "text": "Engadine", "isCorrect": 1}],
        })).await;
        let user = Caller { server: &server, ks: server.start(&server.account, "ann", 0, "").await };
        for (item, for_admin, for_user) in [
            (cue("question", PARTIAL, "valley"), 1, 1),
            (cue("answers", EXACT, "engadine"), 1, 1),
            (cue("answers", EXACT, "rhone engadine"), 0, 0),
            (cue("hint", STARTS, "look"), 1, 1),
            (cue("explanation", PARTIAL, "glaciers"), 1, 0),
            (unified(PARTIAL, "valley"), 1, 1),
        ] {
            assert_eq!(admin.finds(json!([item])).await.len(), for_admin, "{item}");
            assert_eq!(user.finds(json!([item])).await.len(), for_user, "{item}");
        }
    }

    async fn fields_of_cue_points_are_searched(server: Server) {
        let admin = Caller::admin(&server).await;
        let chapter = some(&admin).await;
        let (first, second, none): (&[&str], &[&str], &[&str]) = (&["first"], &["second"], &[]);
        for (item, found) in [
            (cue("text", PARTIAL, "dawn matterhorn"), first),
            (cue("text", PARTIAL, "matter"), first),
            (cue("text", EXACT, "matterhorn AT"), first),
            (cue("text", EXACT, "at matterhorn"), none),
            (cue("text", STARTS, "the  Matt"), first),
            (cue("text", STARTS, "matterhorn"), none),
            (cue("text", EXISTS, ""), &["first", "second"]),
            (cue("text", PARTIAL, "\"the matterhorn\""), first),
            (cue("text", PARTIAL, "unheard"), none),
            (cue("name", EXACT, "ridge"), first),
            (cue("name", PARTIAL, "poll"), first),
            (cue("name", EXISTS, ""), first),
            (cue("name", PARTIAL, "beer"), none),
            (cue("tags", EXACT, "long walk"), first),
            (cue("tags", STARTS, "long"), first),
            (cue("tags", STARTS, "walk"), none),
            (cue("question", PARTIAL, "higher peak"), first),
            (cue("question", STARTS, "which"), first),
            (cue("answers", EXACT, "mont blanc"), first),
            (cue("answers", EXACT, "blanc eiger"), none),
            (cue("answers", STARTS, "eig"), first),
            (cue("answers", EXISTS, ""), first),
            (cue("hint", EXISTS, ""), none),
            (cue("explanation", PARTIAL, "higher"), none),
            (cue("id", EXACT, &chapter.to_uppercase()), first),
            (cue("id", EXACT, "0_nothing0"), none),
            (cue("type", EXACT, "thumbCuePoint.Thumb"), first),
            (cue("type", EXACT, "annotation.Annotation"), &["first", "second"]),
            (cue("type", EXACT, "adCuePoint.Ad"), none),
            (cue("sub_type", EXACT, "2"), first),
            (cue("sub_type", EXACT, "1"), none),
            (cue("sub_type", EXACT, "two"), none),
            (cue("sub_type", EXISTS, ""), first),
            (at("start_time", json!({"greaterThanOrEqual": 9000})), first),
            (at("start_time", json!({"greaterThan": 1000, "lessThan": 3000})), second),
            (at("start_time", json!({"greaterThan": 9000})), none),
            (at("end_time", json!({"lessThanOrEqual": 5000})), first),
            (cue("start_time", EXISTS, ""), &["first", "second"]),
            (unified(PARTIAL, "matterhorn"), first),
            (unified(PARTIAL, "peak"), first),
            (unified(STARTS, "over the"), first),
            (unified(EXACT, &chapter), first),
            (unified(EXACT, "mont blanc"), first),
            (unified(PARTIAL, "unheard"), none),
            (unified(PARTIAL, "beer"), none),
        ] {
            assert_eq!(admin.finds(json!([item])).await, found, "{item}");
        }
        let not = |item: Value| json!([operator(3, json!([item]))]);
        assert_eq!(admin.finds(not(cue("text", PARTIAL, "matterhorn"))).await, ["second", "bare"]);
        assert_eq!(admin.finds(not(cue("text", EXISTS, ""))).await, ["bare"]);

        let code = "INVALID_ENUM_VALUE";
        let args = json!({"ENUM_VAL": "9", "PARAM_NAME": "searchTerm", "ENUM_TYPE": "KalturaCuePointType"});
        assert_eq!(admin.refuses(json!([cue("type", EXACT, "9")])).await, (code.to_owned(), args));
        for (item, field) in [
            (cue("id", PARTIAL, "x"), "cue_points.cue_point_id"),
            (cue("start_time", EXACT, "1"), "cue_points.cue_point_start_time"),
            (cue("sub_type", STARTS, "1"), "cue_points.cue_point_sub_type"),
            (cue("text", RANGE, "1"), "cue_points.cue_point_text"),
        ] {
            let (code, args) = admin.refuses(json!([item])).await;
            assert_eq!((code.as_str(), &args["FIELD"]), ("SEARCH_TYPE_NOT_ALLOWED_ON_FIELD", &json!(field)));
        }
        assert_eq!(admin.refuses(json!([cue("text", PARTIAL, " ")])).await.0, "EMPTY SEARCH TERM IS NOT ALLOWED");
    }

    async fn items_of_a_nested_operator_are_about_one_cue_point(server: Server) {
        let admin = Caller::admin(&server).await;
        some(&admin).await;
        let (word, early, late) = (cue("text", PARTIAL, "matterhorn"), json!({"lessThan": 2000}), json!({"greaterThan": 8000}));
        for (items, found) in [
            (json!([word, at("start_time", late.clone())]), vec!["first"]),
            (json!([nested(1, json!([word, at("start_time", late.clone())]))]), vec![]),
            (json!([nested(1, json!([word, at("start_time", early)]))]), vec!["first"]),
            (json!([nested(2, json!([word, cue("text", PARTIAL, "lake")]))]), vec!["first", "second"]),
            // One that is not about it, which whoever has none has not.
            (json!([nested(3, json!([word]))]), vec!["first", "second"]),
            (json!([nested(3, json!([cue("text", EXISTS, "")]))]), vec![]),
            (json!([nested(1, json!([cue("type", EXACT, "annotation.Annotation"), nested(3, json!([word]))]))]), vec!["second"]),
            (json!([nested(1, json!([nested(2, json!([word, cue("sub_type", EXACT, "2")])), at("start_time", late)]))]), vec!["first"]),
            (json!([operator(3, json!([nested(1, json!([word]))]))]), vec!["second", "bare"]),
        ] {
            assert_eq!(admin.finds(items.clone()).await, found, "{items}");
        }
        let metadata = json!({"objectType": "KalturaESearchEntryMetadataItem", "itemType": 2, "searchTerm": "a"});
        let mixed = nested(1, json!([nested(1, json!([word])), metadata]));
        assert_eq!(admin.refuses(json!([mixed])).await.0, "MIXED SEARCH ITEMS IN NESTED OPERATOR NOT ALLOWED");
        let open = json!({"objectType": "KalturaESearchNestedOperator", "searchItems": [word]});
        assert_eq!(admin.refuses(json!([open])).await.0, "MISSING OPERATOR TYPE");
        assert_eq!(admin.refuses(json!([nested(1, json!([]))])).await.0, "EMPTY SEARCH ITEMS ARE NOT ALLOWED");
    }

    async fn nobody_finds_an_entry_by_what_is_hidden_from_them(server: Server) {
        let admin = Caller::admin(&server).await;
        let entry = admin.add(json!({"name": "entry"})).await;
        let carol = admin.as_user("carol", "").await;
        let secret = carol.cue("Annotation", &entry, json!({"text": "a secret", "tags": "hush", "startTime": 1234})).await;
        let searches = [
            cue("text", PARTIAL, "secret"),
            cue("text", STARTS, "a sec"),
            cue("text", EXISTS, ""),
            cue("tags", EXACT, "hush"),
            cue("id", EXACT, &secret),
            cue("type", EXACT, "annotation.Annotation"),
            cue("start_time", EXISTS, ""),
            at("start_time", json!({"greaterThan": 1000})),
            unified(PARTIAL, "secret"),
            unified(EXACT, &secret),
            nested(1, json!([cue("text", PARTIAL, "secret")])),
            nested(3, json!([cue("text", PARTIAL, "else")])),
        ];
        let named = item("id", EXACT, &entry);
        for (user, privileges, sees) in [
            ("carol", "", true),
            ("CAROL", "", true),
            ("dave", "list:*", true),
            ("dave", "", false),
            ("dave", "edit:*", false),
            ("", "", false),
        ] {
            let caller = admin.as_user(user, privileges).await;
            for search in &searches {
                let about = || format!("{user:?} with {privileges:?}: {search}");
                assert_eq!(!caller.finds(json!([search])).await.is_empty(), sees, "{}", about());
                // It is not told from those that have none either.
                let without = caller.finds(json!([named, operator(3, json!([search]))])).await;
                assert_eq!(without.is_empty(), sees, "not {}", about());
                let either = operator(2, json!([named, search]));
                assert_eq!(caller.within(either).await.len(), usize::from(sees), "{}", about());
            }
        }
        let limited = admin.as_user("dave", &format!("list:{entry}")).await;
        assert_eq!(limited.finds(json!([searches[0]])).await, ["entry"]);

        // What is opened is found, and what is deleted is not.
        let dave = admin.as_user("dave", "").await;
        let open = json!({"id": secret, "cuePoint": {"objectType": "KalturaAnnotation", "isPublic": 1}});
        carol.of("cuePoint_cuePoint", "update", open).await.unwrap();
        assert_eq!(dave.finds(json!([searches[0]])).await, ["entry"]);
        let change = json!({"id": secret, "cuePoint": {"objectType": "KalturaAnnotation", "text": "told"}});
        carol.of("cuePoint_cuePoint", "update", change).await.unwrap();
        assert!(dave.finds(json!([searches[0]])).await.is_empty());
        assert_eq!(dave.finds(json!([cue("text", STARTS, "tol")])).await, ["entry"]);
        carol.of("cuePoint_cuePoint", "delete", json!({"id": secret})).await.unwrap();
        for search in [cue("text", PARTIAL, "told"), cue("text", STARTS, "tol"), cue("id", EXACT, &secret), cue("text", EXISTS, "")] {
            assert!(admin.finds(json!([search])).await.is_empty(), "{search}");
        }
    }

    async fn entries_that_are_hidden_and_accounts_without_cue_points(server: Server) {
        let admin = Caller::admin(&server).await;
        some(&admin).await;
        let word = cue("text", PARTIAL, "matterhorn");
        let other = server.new_account("other@example.org").await;
        let stranger = Caller { server: &server, ks: server.start(&other, &other.owner, 2, "").await };
        for search in [&word, &cue("text", EXISTS, ""), &unified(PARTIAL, "matterhorn"), &nested(3, json!([cue("text", EXACT, "x")]))] {
            assert!(stranger.finds(json!([search])).await.is_empty(), "{search}");
        }
        // An entry that its viewer may not see is not found by a cue point that everybody may.
        let category = json!({"category": {"name": "closed", "privacyContext": "site", "privacy": 3}});
        let category = admin.of("category", "add", category).await.unwrap();
        let closed = admin.add(json!({"name": "closed"})).await;
        let place = json!({"categoryEntry": {"categoryId": category["id"], "entryId": closed}});
        admin.of("categoryEntry", "add", place).await.unwrap();
        admin.cue("Annotation", &closed, json!({"text": "Glacier", "isPublic": 1})).await;
        let glacier = json!([cue("text", PARTIAL, "glacier")]);
        assert_eq!(admin.finds(glacier.clone()).await, ["closed"]);
        let held = admin.as_user("dave", "enableentitlement,privacycontext:site").await;
        assert_refused(&held.of("baseEntry", "get", json!({"entryId": closed})).await, "ENTRY_ID_NOT_FOUND");
        assert!(held.finds(glacier).await.is_empty());

        admin.without("CUEPOINT_PLUGIN_PERMISSION").await;
        let list = admin.of("cuePoint_cuePoint", "list", json!({"filter": {"idEqual": "x"}})).await;
        assert_eq!(list, refused("FEATURE_FORBIDDEN", json!({"FEATURE": "cuePoint"})));
        assert!(admin.finds(json!([word])).await.is_empty());
        assert!(admin.finds(json!([unified(PARTIAL, "matterhorn")])).await.is_empty());
    }

    async fn what_was_found_is_shown(server: Server) {
        let admin = Caller::admin(&server).await;
        some(&admin).await;
        let (word, late) = (cue("text", PARTIAL, "matterhorn"), at("start_time", json!({"greaterThan": 6000})));
        // One group for each item of an AND, in the order of time.
        let within = admin.within(and(json!([word, late]))).await;
        assert_eq!(types(&within), [("cue_points".to_owned(), 1), ("cue_points".to_owned(), 2)]);
        let annotation = &within[0]["items"][0];
        for (property, value) in [
            ("objectType", json!("KalturaESearchCuePointItemData")),
            ("cuePointType", json!("annotation.Annotation")),
            ("text", json!("The Matterhorn at dáwn")),
            ("startTime", json!("1000")),
            ("endTime", json!("5000")),
        ] {
            assert_eq!(annotation[property], value, "{property}");
        }
        let texts = |list: &Value| list.as_array().unwrap().iter().map(|one| one["value"].clone()).collect::<Vec<_>>();
        assert_eq!(texts(&annotation["tags"]), ["alps", "long walk"]);
        for absent in ["name", "subType", "question", "answers", "hint", "explanation", "assetId", "highlight"] {
            assert!(annotation.get(absent).is_none(), "{absent}");
        }
        let (poll, chapter) = (&within[1]["items"][0], &within[1]["items"][1]);
        assert_eq!((&poll["name"], &poll["question"]), (&json!("poll-1"), &json!("Which peak is higher?")));
        assert_eq!(texts(&poll["answers"]), ["Mont Blanc", "Eiger"]);
        assert_eq!((&chapter["name"], &chapter["subType"], &chapter["text"]), (&json!("Ridge"), &json!("2"), &json!("Over the ridge")));

        let one = |total| vec![("cue_points".to_owned(), total)];
        for (tree, found) in [
            // One for a class in an OR, one for a nested operator, none for what is not wanted.
            (operator(2, json!([word, late])), one(3)),
            (and(json!([nested(2, json!([word, late]))])), one(3)),
            (and(json!([nested(1, json!([late, cue("sub_type", EXISTS, "")]))])), one(1)),
            (and(json!([unified(PARTIAL, "ridge")])), one(1)),
            (and(json!([word, operator(3, json!([cue("text", EXACT, "nothing")]))])), one(1)),
            (and(json!([operator(3, json!([cue("text", PARTIAL, "lake")])), item("name", EXACT, "first")])), vec![]),
            // Where an entry is found by something else, nothing is shown.
            (operator(2, json!([item("name", EXACT, "bare"), cue("text", EXACT, "nothing")])), vec![]),
        ] {
            assert_eq!(types(&admin.within(tree.clone()).await), found, "{tree}");
        }

        let tree = operator(2, json!([marked(word), marked(cue("text", STARTS, "the matter")), marked(cue("answers", EXACT, "eiger"))]));
        let within = admin.within(tree).await;
        let marks = |item: &Value| {
            let fields = item["highlight"].as_array().unwrap().iter();
            fields.map(|field| (field["fieldName"].clone(), texts(&field["hits"]))).collect::<Vec<_>>()
        };
        assert_eq!(marks(&within[0]["items"][0]), [
            (json!("cue_points.cue_point_text"), vec![json!("The <em>Matterhorn</em> at dáwn")]),
            (json!("cue_points.cue_point_text.raw"), vec![json!("<em>The Matterhorn at dáwn</em>")]),
        ]);
        assert_eq!(marks(&within[0]["items"][1]), [(json!("cue_points.cue_point_answers"), vec![json!("<em>Eiger</em>")])]);
    }

    async fn only_the_first_are_shown(server: Server) {
        let admin = Caller::admin(&server).await;
        let entry = admin.add(json!({"name": "long"})).await;
        let other = admin.add(json!({"name": "other"})).await;
        for number in (0..7).rev() {
            admin.cue("Annotation", &entry, json!({"text": "step", "startTime": 1000 * number})).await;
        }
        admin.cue("Annotation", &other, json!({"text": "step"})).await;
        let search = json!({"searchOperator": and(json!([cue("text", EXACT, "step")]))});
        let found = admin.search(search.clone(), json!({})).await.unwrap();
        assert_eq!(names(&found), ["long", "other"]);
        let within = |found: &Value, place: usize| found["objects"][place]["itemsData"][0].clone();
        let long = within(&found, 1);
        let times: Vec<&str> = long["items"].as_array().unwrap().iter().map(|one| one["startTime"].as_str().unwrap()).collect();
        assert_eq!((times, &long["totalCount"]), (vec!["0", "1000", "2000", "3000", "4000"], &json!(7)));
        assert_eq!(within(&found, 0)["totalCount"], 1);
        let mut named = search;
        named["objectId"] = json!(entry);
        let found = admin.search(named, json!({})).await.unwrap();
        assert_eq!(within(&found, 0)["items"].as_array().unwrap().len(), 7, "of named entries all are shown");
    }

    async fn large_and_strange_searches_do_no_harm(server: Server) {
        let admin = Caller::admin(&server).await;
        some(&admin).await;
        let member = admin.as_user("somebody", "enableentitlement").await;
        let word = cue("text", PARTIAL, "matterhorn");
        for kind in 1..=3 {
            let wide: Vec<Value> = (0..49).map(|number| cue("text", PARTIAL, &format!("matterhorn {number}"))).collect();
            for caller in [&admin, &member] {
                let flat = json!({"searchOperator": operator(kind, json!(wide))});
                caller.search(flat, json!({})).await.unwrap();
                let within = json!({"searchOperator": and(json!([nested(kind, json!(wide[..48]))]))});
                caller.search(within, json!({})).await.unwrap();
            }
        }
        let wide: Vec<Value> = (0..50).map(|_| word.clone()).collect();
        assert_eq!(admin.refuses(json!(wide)).await.0, "CRITERIA EXCEEDED MAX MATCHES ALLOWED");
        assert_eq!(admin.refuses(json!([nested(2, json!(wide))])).await.0, "CRITERIA EXCEEDED MAX MATCHES ALLOWED");
        let mut deep = word.clone();
        for _ in 0..19 {
            deep = nested(1, json!([deep]));
        }
        assert_eq!(admin.finds(json!([deep])).await, ["first"]);
        assert_eq!(admin.refuses(json!([nested(1, json!([deep]))])).await.0, "CRITERIA EXCEEDED MAX MATCHES ALLOWED");
        for term in ["'", "\" OR 1=1 --", "%", "_", "*", "matter*", "NEAR(one)", "text : one", "\u{FDFA}", "(((", "\\", "🙂", "ꙮ"] {
            for kind in [EXACT, PARTIAL, STARTS] {
                for field in ["text", "tags", "answers", "question", "name"] {
                    assert!(admin.finds(json!([cue(field, kind, term)])).await.iter().all(|name| name == "first"), "{field} {kind} {term}");
                }
            }
        }
        let data = ["{", "[[[[", r#"{"text":{"question":{}}}"#, &"[".repeat(5000)];
        for data in data {
            let entry = admin.add(json!({"name": "odd"})).await;
            admin.cue("CodeCuePoint", &entry, json!({"code": "odd", "partnerData": data})).await;
            assert!(admin.finds(json!([item("id", EXACT, &entry), cue("question", EXISTS, "")])).await.is_empty());
        }
    }
}
