//! Searches of categories (reference: search-metadata.md §2.1; content-access.md §17.1). That each session finds what lists
//! show it, tests/categories holds as well.

use serde_json::{Value, json};

use crate::common::{Outcome, Server};
use crate::{Caller, EXACT, EXISTS, PARTIAL, RANGE, STARTS, assert_refused, on_both_stores};

fn of(field: &str, kind: i64, term: &str) -> Value {
    json!({"objectType": "KalturaESearchCategoryItem", "fieldName": field, "itemType": kind, "searchTerm": term})
}

fn range(field: &str, bounds: Value) -> Value {
    let mut item = of(field, RANGE, "");
    item["range"] = bounds;
    item
}

fn operator(kind: i64, items: &[Value]) -> Value {
    json!({"objectType": "KalturaESearchCategoryOperator", "operator": kind, "searchItems": items})
}

#[allow(clippy::needless_pass_by_value)] // reads best at the call
fn member(user: &str, more: Value) -> Value {
    let mut item = json!({"objectType": "KalturaESearchCategoryUserItem", "fieldName": "user_id", "itemType": EXACT, "searchTerm": user});
    item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    item
}

impl Caller<'_> {
    async fn category(&self, name: &str, parent: i64, more: Value) -> i64 {
        let mut category = json!({"name": name, "parentId": parent});
        category.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.of("category", "add", json!({"category": category})).await.unwrap()["id"].as_i64().unwrap()
    }

    async fn search_categories(&self, mut params: Value) -> Outcome {
        params["objectType"] = json!("KalturaESearchCategoryParams");
        self.of("elasticsearch_eSearch", "searchCategory", json!({"searchParams": params, "pager": {}})).await
    }

    /// The names of what items find, oldest first.
    async fn categories(&self, items: &[Value]) -> Vec<String> {
        let found = self.search_categories(json!({"searchOperator": operator(1, items)})).await.unwrap();
        names(&found)
    }
}

fn names(found: &Value) -> Vec<String> {
    let objects = found["objects"].as_array().unwrap();
    assert_eq!(found["totalCount"], objects.len(), "all of them are on the page");
    objects.iter().rev().map(|one| one["object"]["name"].as_str().unwrap().to_owned()).collect()
}

on_both_stores! {
    async fn fields_are_searched_as_the_reference_says(server: Server) {
        let admin = Caller::admin(&server).await;
        let first = admin.category("Über Berge", 0, json!({
            "description": "From north  to south", "tags": "mountains, long walk", "referenceId": "Ref-1",
        })).await;
        let site = admin.category("Site", 0, json!({"privacyContext": "Site", "privacy": 2, "owner": "boss", "contributionPolicy": 2})).await;
        let news = admin.category("News today", site, json!({"privacyContext": "newsctx", "inheritanceType": 1, "moderation": 1})).await;
        let [berge, top, below]: [&[&str]; 3] = [&["Über Berge"], &["Site"], &["News today"]];
        let (all, none): (&[&str], &[&str]) = (&["Über Berge", "Site", "News today"], &[]);
        let path = format!("{site}>{news}");
        for (item, found) in [
            (of("name", EXACT, "BERGE"), berge),
            (of("name", PARTIAL, "berge uber"), berge),
            (of("name", STARTS, "über b"), berge),
            (of("name", STARTS, "berge"), none),
            (of("full_name", EXACT, "site>news today"), below),
            (of("full_name", EXACT, "Site"), &["Site", "News today"]),
            (of("full_name", EXACT, "si"), none),
            (of("full_name", PARTIAL, "today site"), below),
            (of("full_name", STARTS, "site"), &["Site", "News today"]),
            (of("full_name", STARTS, "news"), none),
            (of("description", EXACT, "north to"), berge),
            (of("description", PARTIAL, "south from"), berge),
            (of("description", STARTS, "from north to"), berge),
            (of("description", STARTS, "north"), none),
            (of("tags", EXACT, "long walk"), berge),
            (of("tags", STARTS, "moun"), berge),
            (of("tags", EXISTS, ""), berge),
            (of("reference_id", EXACT, "ref-1"), berge),
            (of("reference_id", STARTS, "ref"), berge),
            (of("reference_id", EXISTS, ""), berge),
            (of("reference_id", EXACT, "ref"), none),
            (of("id", EXACT, &first.to_string()), berge),
            (of("id", EXACT, "x"), none),
            (of("full_ids", EXACT, &path), below),
            (of("full_ids", STARTS, &format!("{site}>")), below),
            (of("parent_id", EXACT, &site.to_string()), below),
            (of("parent_id", EXACT, "0"), &["Über Berge", "Site"]),
            (of("parent_id", EXISTS, ""), below),
            (of("privacy", EXACT, "2"), top),
            (of("display_in_search", EXACT, "1"), all),
            (of("inheritance_type", EXACT, "1"), below),
            (of("inherited_parent_id", EXACT, &site.to_string()), below),
            (of("inherited_parent_id", STARTS, &site.to_string()[..1]), below),
            (of("inherited_parent_id", STARTS, "x"), none),
            (of("inherited_parent_id", EXISTS, ""), below),
            (of("moderation", EXACT, "1"), below),
            (of("contribution_policy", EXACT, "2"), top),
            (of("privacy_context", EXACT, "site"), top),
            (of("privacy_context", EXACT, "sit"), none),
            (of("privacy_context", EXISTS, ""), &["Site", "News today"]),
            (of("privacy_contexts", EXACT, "site"), &["Site", "News today"]),
            (of("privacy_contexts", STARTS, "newsc"), below),
            (of("privacy_contexts", STARTS, "ewsctx"), none),
            (of("user_id", EXACT, "BOSS"), top),
            (of("user_id", STARTS, "bo"), top),
            (of("user_id", EXACT, "nobody"), none),
            (range("depth", json!({"greaterThan": 0})), below),
            (range("direct_sub_categories_count", json!({"greaterThanOrEqual": 1})), top),
            (range("members_count", json!({"lessThan": 1})), berge),
            (range("entries_count", json!({"greaterThan": 0})), none),
            (range("created_at", json!({"greaterThan": 0})), all),
        ] {
            assert_eq!(admin.categories(std::slice::from_ref(&item)).await, found, "{item}");
        }
        let not = operator(3, &[of("name", PARTIAL, "berge"), of("name", PARTIAL, "news")]);
        assert_eq!(admin.categories(&[not]).await, top);
        let either = operator(2, &[of("privacy", EXACT, "2"), of("tags", EXACT, "long walk")]);
        assert_eq!(admin.categories(&[either]).await, ["Über Berge", "Site"]);

        // What changes is found anew, and what is deleted is not.
        let change = json!({"id": first, "category": {"description": "elsewhere", "tags": "", "referenceId": "new"}});
        admin.of("category", "update", change).await.unwrap();
        assert!(admin.categories(&[of("tags", EXISTS, "")]).await.is_empty());
        assert_eq!(admin.categories(&[of("description", STARTS, "else")]).await, berge);
        admin.of("category", "delete", json!({"id": first})).await.unwrap();
        for item in [of("description", STARTS, "else"), of("reference_id", EXACT, "new"), of("name", PARTIAL, "berge"), of("id", EXACT, &first.to_string())] {
            assert!(admin.categories(std::slice::from_ref(&item)).await.is_empty(), "{item}");
        }
    }

    async fn members_are_found_with_their_groups(server: Server) {
        let admin = Caller::admin(&server).await;
        let site = admin.category("site", 0, json!({"privacyContext": "site"})).await;
        admin.category("below", site, json!({"inheritanceType": 1})).await;
        let other = admin.category("other", 0, json!({"privacyContext": "site"})).await;
        server.add_user("carol", json!({})).await;
        admin.of("group_group", "add", json!({"group": {"id": "choir", "screenName": "The Choir"}})).await.unwrap();
        admin.of("groupUser", "add", json!({"groupUser": {"userId": "carol", "groupId": "choir"}})).await.unwrap();
        for (category, user, level) in [(site, "carol", 1), (other, "choir", 3)] {
            let place = json!({"categoryUser": {"categoryId": category, "userId": user, "permissionLevel": level}});
            admin.of("categoryUser", "add", place).await.unwrap();
        }
        for (item, found) in [
            (member("CAROL", json!({})), vec!["site", "below", "other"]),
            (member("choir", json!({})), vec!["other"]),
            (member("nobody", json!({})), vec![]),
            (member("carol", json!({"permissionLevel": 1})), vec!["site", "below"]),
            (member("carol", json!({"permissionLevel": 2})), vec![]),
            (member("carol", json!({"permissionName": "CATEGORY_MODERATE"})), vec!["site", "below"]),
            (member("carol", json!({"permissionName": "CATEGORY_VIEW", "permissionLevel": 3})), vec!["other"]),
        ] {
            assert_eq!(admin.categories(std::slice::from_ref(&item)).await, found, "{item}");
        }
        assert_eq!(admin.categories(&[operator(3, &[member("choir", json!({}))])]).await, ["site", "below"]);
        for item in [member("carol", json!({"itemType": PARTIAL})), json!({"objectType": "KalturaESearchCategoryUserItem", "itemType": EXACT, "searchTerm": "carol"})] {
            assert_refused(&admin.search_categories(json!({"searchOperator": operator(1, &[item])})).await, "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD");
        }
    }

    async fn sessions_find_what_lists_show_them(server: Server) {
        let admin = Caller::admin(&server).await;
        let open = admin.category("open", 0, json!({})).await;
        let site = admin.category("site", 0, json!({"privacyContext": "site"})).await;
        let closed = admin.category("closed", site, json!({"appearInList": 3, "owner": "boss", "tags": "hush"})).await;
        let other = server.new_account("other@example.org").await;
        let stranger = Caller { server: &server, ks: server.start(&other, &other.owner, 2, "").await };
        let held = "enableentitlement,privacycontext:site";
        for (caller, expected) in [
            (admin.as_user("dave", "").await, vec!["open", "site", "closed"]),
            (admin.as_user("dave", "enableentitlement").await, vec!["open"]),
            (admin.as_user("dave", held).await, vec!["site"]),
            (admin.as_user("boss", held).await, vec!["site", "closed"]),
            (stranger, vec![]),
        ] {
            let listed = caller.of("category", "list", json!({})).await.unwrap();
            let listed: Vec<&str> = listed["objects"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
            assert_eq!(listed, expected);
            let ids = format!("{open},{site},{closed}");
            for params in [
                json!({"searchOperator": operator(1, &[range("depth", json!({}))])}),
                json!({"searchOperator": operator(3, &[of("name", EXACT, "nothing")])}),
                json!({"searchOperator": operator(1, &[range("depth", json!({}))]), "objectIds": ids}),
            ] {
                assert_eq!(names(&caller.search_categories(params.clone()).await.unwrap()), expected, "{params}");
            }
            let hush = caller.categories(&[of("tags", EXACT, "hush")]).await;
            assert_eq!(hush.len(), usize::from(expected.contains(&"closed")));
        }
        let widget = Caller { server: &server, ks: server.widget().await };
        let anything = json!({"searchOperator": operator(1, &[range("depth", json!({}))])});
        assert_refused(&widget.search_categories(anything).await, "SERVICE_FORBIDDEN");
    }

    async fn answers_orders_and_refusals(server: Server) {
        let admin = Caller::admin(&server).await;
        let profile = admin.profile("2").await;
        for name in ["b", "c", "a"] {
            let id = admin.category(name, 0, json!({})).await;
            admin.say(&profile, "2", &json!(id), &format!("<Genre>of {name}</Genre>")).await;
            server.pass(1);
        }
        let all = operator(1, &[range("depth", json!({}))]);
        let found = admin.search_categories(json!({"searchOperator": all})).await.unwrap();
        assert_eq!(found["objectType"], "KalturaESearchCategoryResponse");
        assert_eq!(names(&found), ["b", "c", "a"], "the newest first");
        let first = &found["objects"][0];
        assert_eq!((&first["objectType"], &first["object"]["objectType"]), (&json!("KalturaESearchCategoryResult"), &json!("KalturaCategory")));
        assert_eq!(first["itemsData"], json!([]));
        let order = |field: &str, direction: &str| json!({
            "searchOperator": all,
            "orderBy": {"orderItems": [{"objectType": "KalturaESearchCategoryOrderByItem", "sortField": field, "sortOrder": direction}]},
        });
        assert_eq!(names(&admin.search_categories(order("name", "desc")).await.unwrap()), ["a", "b", "c"]);
        assert_eq!(names(&admin.search_categories(order("created_at", "asc")).await.unwrap()), ["a", "c", "b"]);
        for (statuses, count) in [("2", 3), ("1,2", 3), ("3", 0), ("x", 0), ("", 3)] {
            let found = admin.search_categories(json!({"searchOperator": all, "objectStatuses": statuses})).await.unwrap();
            assert_eq!(found["totalCount"], count, "{statuses}");
        }
        let one = found["objects"][0]["object"]["id"].to_string();
        let with = |ids: &str, not: Value| json!({"searchOperator": all, "objectId": ids, "objectIdsNotIn": not});
        assert_eq!(names(&admin.search_categories(with(&one, json!(-1))).await.unwrap()), ["a"]);
        assert_eq!(names(&admin.search_categories(with(&one, json!(1))).await.unwrap()), ["b", "c"]);

        let metadata = json!({"objectType": "KalturaESearchCategoryMetadataItem", "itemType": PARTIAL, "searchTerm": "of c"});
        let found = admin.search_categories(json!({"searchOperator": operator(1, &[metadata])})).await.unwrap();
        assert_eq!(names(&found), ["c"]);
        assert_eq!(found["objects"][0]["itemsData"][0]["items"][0]["valueText"], "of c");

        for (params, code) in [
            (json!({}), "EMPTY SEARCH OPERATOR IS NOT ALLOWED"),
            (json!({"searchOperator": operator(1, &[])}), "EMPTY SEARCH ITEMS ARE NOT ALLOWED"),
            (json!({"searchOperator": operator(1, &[of("id", PARTIAL, "1")])}), "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD"),
            (json!({"searchOperator": operator(1, &[of("name", EXISTS, "")])}), "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD"),
            (json!({"searchOperator": operator(1, &[of("name", EXACT, " ")])}), "EMPTY SEARCH TERM IS NOT ALLOWED"),
            (json!({"searchOperator": all, "objectId": "1", "objectIds": "2"}), "OBJECTID AND OBJECTIDS NOT ALLOWED SIMULTANEOUSLY"),
            (json!({"searchOperator": operator(1, &vec![of("name", EXACT, "x"); 100])}), "CRITERIA EXCEEDED MAX MATCHES ALLOWED"),
        ] {
            assert_refused(&admin.search_categories(params).await, code);
        }
        let mut deep = of("name", EXACT, "a");
        for _ in 0..19 {
            deep = operator(1, &[deep]);
        }
        assert_eq!(admin.categories(&[deep.clone()]).await, ["a"]);
        let deeper = json!({"searchOperator": operator(1, &[operator(1, &[deep])])});
        assert_refused(&admin.search_categories(deeper).await, "CRITERIA EXCEEDED MAX MATCHES ALLOWED");
        for kind in 1..=3 {
            let wide: Vec<Value> = (0..99).map(|number| of("full_name", PARTIAL, &format!("a {number} b c d e f"))).collect();
            admin.search_categories(json!({"searchOperator": operator(kind, &wide)})).await.unwrap();
            let wide: Vec<Value> = (0..99).map(|_| of("description", STARTS, "a")).collect();
            admin.search_categories(json!({"searchOperator": operator(kind, &wide)})).await.unwrap();
        }
        for term in ["'", "\" OR 1=1 --", "%", "_", "*", ">", ">>", ",", "(((", "\\", "🙂", "ꙮ", &"é ".repeat(200)] {
            for kind in [EXACT, PARTIAL, STARTS] {
                for field in ["name", "full_name", "description", "tags", "reference_id", "full_ids", "user_id", "privacy_contexts", "inherited_parent_id"] {
                    if let Err(refusal) = admin.search_categories(json!({"searchOperator": operator(1, &[of(field, kind, term)])})).await {
                        assert_eq!(refusal.code, "SEARCH_TYPE_NOT_ALLOWED_ON_FIELD", "{field} {kind} {term}");
                    }
                }
            }
        }
    }
}
