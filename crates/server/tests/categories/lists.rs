//! `category.list` (reference: content-access.md §17.1, protocol.md §12).

use serde_json::{Value, json};

use crate::common::Server;
use crate::helpers::{Caller, admin};
use crate::on_both_stores;

async fn sorted(caller: &Caller<'_>, filter: Value) -> Vec<String> {
    let mut names = caller.names(filter).await;
    names.sort();
    names
}

on_both_stores! {
    async fn every_filter_finds_what_it_says(server: Server) {
        let admin = admin(&server).await;
        let a = admin.made("Alpha", 0, json!({"tags": "red wine,cheese", "referenceId": "R-1", "partnerSortValue": 3, "privacyContext": "site", "owner": "boss"})).await;
        server.pass(100);
        let b = admin.made("Beta", a, json!({"tags": "red", "description": "fine cheese", "privacy": 3, "appearInList": 3, "contributionPolicy": 2, "owner": "ann"})).await;
        let c = admin.made("Gamma", b, json!({"inheritanceType": 1, "partnerSortValue": 9})).await;
        let d = admin.made("delta 100%", 0, json!({"referenceId": "R-10"})).await;
        admin.join(b, "carl", json!({})).await.unwrap();
        admin.join(b, "dora", json!({"permissionLevel": 1})).await.unwrap();
        admin.member("deactivate", b, "dora").await.unwrap();
        let then = server.now() - 50;
        for (filter, expected) in [
            (json!({}), vec!["Alpha", "Beta", "Gamma", "delta 100%"]),
            (json!({"idEqual": b}), vec!["Beta"]),
            (json!({"idIn": format!("{a},x, {d}")}), vec!["Alpha", "delta 100%"]),
            (json!({"idNotIn": format!("{a},{b}")}), vec!["Gamma", "delta 100%"]),
            (json!({"parentIdEqual": 0}), vec!["Alpha", "delta 100%"]),
            (json!({"parentIdIn": format!("{a},{b}")}), vec!["Beta", "Gamma"]),
            (json!({"depthEqual": 2}), vec!["Gamma"]),
            (json!({"fullNameEqual": "alpha>BETA"}), vec!["Beta"]),
            (json!({"fullNameEqual": "beta"}), vec![]),
            (json!({"fullNameStartsWith": "alpha>b"}), vec!["Beta", "Gamma"]),
            (json!({"fullNameStartsWith": "delta 100%"}), vec!["delta 100%"]),
            (json!({"fullNameStartsWith": "%"}), vec![]),
            (json!({"fullNameIn": "alpha,Alpha>beta>gamma,nothing"}), vec!["Alpha", "Gamma"]),
            (json!({"fullNameStartsWithIn": "delta,alpha>beta>"}), vec!["Gamma", "delta 100%"]),
            (json!({"fullIdsEqual": format!("{a}>{b}")}), vec!["Beta"]),
            (json!({"fullIdsStartsWith": format!("{a}>")}), vec!["Beta", "Gamma"]),
            (json!({"fullIdsMatchOr": format!("{b},{d}")}), vec!["Beta", "Gamma", "delta 100%"]),
            (json!({"fullIdsMatchOr": format!("{b}>{c}")}), vec!["Gamma"]),
            (json!({"createdAtGreaterThanOrEqual": then}), vec!["Beta", "Gamma", "delta 100%"]),
            (json!({"createdAtLessThanOrEqual": then}), vec!["Alpha"]),
            (json!({"updatedAtLessThanOrEqual": then}), vec!["Alpha"]),
            (json!({"tagsLike": "red"}), vec!["Alpha", "Beta"]),
            (json!({"tagsMultiLikeOr": "wine,nothing"}), vec!["Alpha"]),
            (json!({"tagsMultiLikeAnd": "red,cheese"}), vec!["Alpha"]),
            (json!({"freeText": "cheese"}), vec!["Alpha", "Beta"]),
            (json!({"freeText": "gam*"}), vec!["Gamma"]),
            (json!({"appearInListEqual": 3}), vec!["Beta"]),
            (json!({"privacyEqual": 3}), vec!["Beta"]),
            (json!({"privacyIn": "1,2"}), vec!["Alpha", "Gamma", "delta 100%"]),
            (json!({"inheritanceTypeEqual": 1}), vec!["Gamma"]),
            (json!({"inheritanceTypeIn": "2"}), vec!["Alpha", "Beta", "delta 100%"]),
            (json!({"inheritedParentIdEqual": b}), vec!["Gamma"]),
            (json!({"inheritedParentIdIn": format!("{a},{b}")}), vec!["Gamma"]),
            (json!({"idOrInheritedParentIdIn": b.to_string()}), vec!["Beta", "Gamma"]),
            (json!({"referenceIdEqual": "R-1"}), vec!["Alpha"]),
            (json!({"referenceIdEmpty": 1}), vec!["Beta", "Gamma"]),
            (json!({"referenceIdEmpty": 0}), vec!["Alpha", "delta 100%"]),
            (json!({"nameOrReferenceIdStartsWith": "R-1"}), vec!["Alpha", "delta 100%"]),
            (json!({"nameOrReferenceIdStartsWith": "GAM"}), vec!["Gamma"]),
            (json!({"contributionPolicyEqual": 2}), vec!["Beta"]),
            (json!({"membersCountGreaterThanOrEqual": 2}), vec!["Beta", "Gamma"]),
            (json!({"membersCountLessThanOrEqual": 0}), vec!["delta 100%"]),
            (json!({"pendingMembersCountGreaterThanOrEqual": 1}), vec![]),
            (json!({"pendingMembersCountLessThanOrEqual": 0, "depthEqual": 1}), vec!["Beta"]),
            (json!({"statusEqual": 2, "depthEqual": 1}), vec!["Beta"]),
            (json!({"statusIn": "1,3"}), vec![]),
            (json!({"partnerSortValueGreaterThanOrEqual": 3}), vec!["Alpha", "Gamma"]),
            (json!({"partnerSortValueLessThanOrEqual": 0}), vec!["Beta", "delta 100%"]),
            (json!({"aggregationCategoriesMultiLikeOr": "1,2"}), vec![]),
            (json!({"aggregationCategoriesMultiLikeAnd": "1"}), vec![]),
            (json!({"membersIn": "carl,nobody"}), vec!["Beta", "Gamma"]),
            (json!({"membersIn": "dora"}), vec![]),
            (json!({"memberEqual": "ANN"}), vec!["Beta", "Gamma"]),
            (json!({"managerEqual": "ann"}), vec!["Beta", "Gamma"]),
            (json!({"managerEqual": "carl"}), vec![]),
            (json!({"ancestorIdIn": a.to_string()}), vec!["Beta", "Gamma"]),
            (json!({"ancestorIdIn": format!("{b},{d},x")}), vec!["Gamma"]),
            (json!({"idIn": "", "fullNameEqual": "", "freeText": "", "membersIn": ""}), vec!["Alpha", "Beta", "Gamma", "delta 100%"]),
        ] {
            assert_eq!(sorted(&admin, filter.clone()).await, expected, "{filter}");
        }
    }

    async fn lists_have_an_order_and_pages(server: Server) {
        let admin = admin(&server).await;
        let b = admin.made("b", 0, json!({"partnerSortValue": 1})).await;
        let z = admin.made("z", b, json!({"partnerSortValue": 3})).await;
        admin.made("A", 0, json!({"partnerSortValue": 2})).await;
        admin.made("y", z, json!({})).await;
        for (order, expected) in [
            ("", ["b", "A", "z", "y"]),
            ("-depth", ["y", "z", "A", "b"]),
            ("+name", ["A", "b", "y", "z"]),
            ("-name", ["z", "y", "b", "A"]),
            ("+fullName", ["A", "b", "z", "y"]),
            ("-partnerSortValue", ["z", "A", "b", "y"]),
            ("-directSubCategoriesCount,+name", ["b", "z", "A", "y"]),
            ("+nothing", ["b", "A", "z", "y"]),
        ] {
            assert_eq!(admin.names(json!({"orderBy": order})).await, expected, "{order}");
        }
        let page = |size: i64, index: i64| admin.call("category", "list", json!({"pager": {"pageSize": size, "pageIndex": index}}));
        let second = page(3, 2).await.unwrap();
        assert_eq!((&second["totalCount"], &second["objects"][0]["name"]), (&json!(4), &json!("y")));
        let far = page(500, 4_000_000_000).await.unwrap();
        assert_eq!((&far["totalCount"], &far["objects"]), (&json!(4), &json!([])));
    }

    async fn without_a_pager_all_are_answered(server: Server) {
        let admin = admin(&server).await;
        let ids: Vec<i64> = {
            let mut ids = Vec::new();
            for number in 0..45 {
                ids.push(admin.made(&format!("n{number}"), 0, json!({})).await);
            }
            ids
        };
        assert_eq!(admin.names(json!({})).await.len(), 45);
        let paged = admin.call("category", "list", json!({"pager": {}})).await.unwrap();
        assert_eq!((paged["objects"].as_array().unwrap().len(), &paged["totalCount"]), (30, &json!(45)));
        let many = (0..10_000).map(|n| (n + ids[0]).to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(admin.names(json!({"idIn": many, "ancestorIdIn": "", "fullNameStartsWithIn": "n,n1,".repeat(600)})).await.len(), 45);
        assert!(admin.names(json!({"ancestorIdIn": many})).await.is_empty());
    }

    async fn entries_are_in_all_of_many_categories(server: Server) {
        let admin = admin(&server).await;
        let top = admin.made("Top", 0, json!({})).await;
        let under = admin.made("Under", top, json!({})).await;
        let side = admin.made("Side", 0, json!({})).await;
        for (name, categories) in [("both", vec![under, side]), ("one", vec![under]), ("other", vec![side]), ("none", vec![])] {
            let entry = json!({"name": name, "dataContent": "x"});
            let entry = admin.call("data", "add", json!({"dataEntry": entry})).await.unwrap()["id"].clone();
            for category in categories {
                let member = json!({"entryId": entry, "categoryId": category});
                admin.call("categoryEntry", "add", json!({"categoryEntry": member})).await.unwrap();
            }
        }
        let many = |first: String| {
            let others = (0..600).map(|number| (900_000 + number).to_string());
            std::iter::once(first).chain(others).collect::<Vec<_>>().join(",")
        };
        for (filter, expected) in [
            (json!({"categoriesIdsMatchAnd": format!("{under},{side},{under}")}), vec!["both"]),
            (json!({"categoriesIdsMatchAnd": format!("{side}")}), vec!["both", "other"]),
            (json!({"categoriesIdsMatchAnd": ","}), vec!["both", "none", "one", "other"]),
            (json!({"categoriesIdsMatchAnd": many(side.to_string())}), vec![]),
            (json!({"categoriesIdsMatchOr": "x"}), vec![]),
            (json!({"categoriesIdsNotContains": "x"}), vec!["both", "none", "one", "other"]),
            (json!({"entitledUsersViewMatchOr": ","}), vec![]),
            (json!({"categoriesMatchAnd": "top,Side"}), vec!["both"]),
            (json!({"categoriesMatchAnd": "Top,Top>Under"}), vec!["both", "one"]),
            (json!({"categoriesMatchAnd": "Top,Nowhere"}), vec![]),
            (json!({"categoriesMatchAnd": many("Side".to_owned())}), vec![]),
            (json!({"categoriesMatchOr": many("Side".to_owned())}), vec!["both", "other"]),
            (json!({"categoriesFullNameIn": many("Side".to_owned())}), vec!["both", "other"]),
            (json!({"categoriesNotContains": many("Side".to_owned())}), vec!["none", "one"]),
            (json!({"categoryAncestorIdIn": many(top.to_string())}), vec!["both", "one"]),
            (json!({"entitledUsersEditMatchAnd": many("ann".to_owned())}), vec![]),
        ] {
            let listed = admin.call("baseEntry", "list", json!({"filter": filter})).await.unwrap();
            let mut names: Vec<&str> = listed["objects"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
            names.sort_unstable();
            assert_eq!(names, expected, "{filter}");
            assert_eq!(listed["totalCount"], json!(expected.len()), "{filter}");
        }
    }
}
