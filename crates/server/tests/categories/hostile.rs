//! Names and values that somebody sends to break something.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::common::Server;
use crate::helpers::{Caller, admin};
use crate::on_both_stores;

on_both_stores! {
    async fn names_are_kept_as_far_as_they_go(server: Server) {
        let admin = admin(&server).await;
        let long = "x".repeat(10_000);
        let wide = "𝕏".repeat(10_000);
        let combining = "e\u{301}".repeat(3_000);
        for (sent, stored) in [
            (long.as_str(), "x".repeat(200)),
            (wide.as_str(), "𝕏".repeat(200)),
            (combining.as_str(), "e\u{301}".repeat(100)),
            ("\u{202E}gnal\u{202C}", "\u{202E}gnal\u{202C}".to_owned()),
            ("a>b,c<d", "a_b_c_d".to_owned()),
            ("İstanbul ẞ ΟΔΟΣ", "İstanbul ẞ ΟΔΟΣ".to_owned()),
            ("%_\\'\"; DROP TABLE category; --", "%_\\'\"; DROP TABLE category; --".to_owned()),
            ("line\nbreak\ttab", "line\nbreak\ttab".to_owned()),
            ("👨‍👩‍👧", "👨‍👩‍👧".to_owned()),
        ] {
            let top = admin.add(sent, 0, json!({"description": sent})).await.unwrap();
            assert_eq!(top["name"], stored);
            let id = top["id"].as_i64().unwrap();
            assert_eq!(admin.add(sent, 0, json!({})).await.unwrap_err().code, "DUPLICATE_CATEGORY");
            let below = admin.made(sent, id, json!({})).await;
            let deeper = admin.made("deep", below, json!({})).await;
            let full = |a: &str| format!("{a}>{stored}>deep");
            assert_eq!(admin.get(deeper).await["fullName"], full(&stored));
            assert_eq!(admin.names(json!({"fullNameEqual": full(&stored)})).await, ["deep"]);
            assert_eq!(admin.names(json!({"fullNameEqual": full(&stored).to_uppercase()})).await.len() , usize::from(full(&stored).to_uppercase().to_lowercase() == full(&stored).to_lowercase()));
            assert_eq!(admin.names(json!({"fullNameStartsWith": format!("{stored}>{stored}>d")})).await, ["deep"]);
            // Renamed to something of another length and back, the tree beneath is as before.
            admin.update(id, json!({"name": "é"})).await.unwrap();
            assert_eq!(admin.get(deeper).await["fullName"], full("é"));
            admin.update(id, json!({"name": sent})).await.unwrap();
            assert_eq!(admin.get(deeper).await["fullName"], full(&stored));
            assert_eq!(admin.names(json!({"fullNameEqual": full(&stored)})).await, ["deep"]);
            admin.delete(id).await.unwrap();
        }
        let zero = crate::common::refused("INVALID_PARAMETER_CHAR", json!({"XML_FIELD": "name"}));
        assert_eq!(admin.add("zero\0byte", 0, json!({})).await, zero);
        assert!(admin.names(json!({})).await.is_empty());
    }

    async fn paths_that_look_alike_are_not_mixed_up(server: Server) {
        let admin = admin(&server).await;
        // Ids such that one begins with the other.
        let mut ids = Vec::new();
        for number in 0..25 {
            ids.push(admin.made(&format!("n{number}"), 0, json!({})).await);
        }
        let short = *ids.iter().find(|id| ids.iter().any(|other| other != *id && other.to_string().starts_with(&id.to_string()))).unwrap();
        let long = *ids.iter().find(|id| **id != short && id.to_string().starts_with(&short.to_string())).unwrap();
        let below_long = admin.made("below long", long, json!({})).await;
        let below_short = admin.made("below short", short, json!({})).await;
        admin.update(short, json!({"name": "renamed", "privacyContext": "site"})).await.unwrap();
        assert_eq!(admin.get(below_short).await["fullName"], "renamed>below short");
        assert!(admin.get(below_long).await["fullName"].as_str().unwrap().starts_with('n'));
        assert_eq!(admin.get(below_long).await["privacyContexts"], Value::Null);
        assert_eq!(admin.names(json!({"ancestorIdIn": short.to_string()})).await, ["below short"]);
        admin.delete(short).await.unwrap();
        assert_eq!(admin.get(below_long).await["parentId"], long);
    }

    async fn two_who_move_at_once_leave_one_tree(server: Server) {
        let server = Arc::new(server);
        let ks = server.admin().await;
        let (a, b) = {
            let admin = Caller { server: &server, ks: ks.clone() };
            (admin.made("a", 0, json!({})).await, admin.made("b", 0, json!({})).await)
        };
        for _ in 0..6 {
            let moves = [(a, b), (b, a)].map(|(what, target)| {
                let (server, ks) = (Arc::clone(&server), ks.clone());
                tokio::spawn(async move { Caller { server: &server, ks }.move_to(&what.to_string(), target).await })
            });
            let [first, second] = moves;
            let outcomes = [first.await.unwrap(), second.await.unwrap()];
            let refused: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).map(|error| error.code.as_str()).collect();
            assert_eq!(refused, ["PARENT_CATEGORY_IS_CHILD"], "{outcomes:?}");
            let admin = Caller { server: &server, ks: ks.clone() };
            let below = if admin.get(a).await["parentId"] == b { a } else { b };
            assert_eq!(admin.get(below).await["depth"], 1);
            admin.move_to(&below.to_string(), 0).await.unwrap();
        }
    }

    async fn one_name_is_given_once_and_one_place_taken_once(server: Server) {
        let server = Arc::new(server);
        let ks = server.admin().await;
        let a = Caller { server: &server, ks: ks.clone() }.made("a", 0, json!({"privacyContext": "site"})).await;
        let tries: Vec<_> = (0..8).map(|_| {
            let (server, ks) = (Arc::clone(&server), ks.clone());
            tokio::spawn(async move {
                let caller = Caller { server: &server, ks };
                (caller.add("same", a, json!({})).await.is_ok(), caller.join(a, "newcomer", json!({})).await)
            })
        }).collect();
        let (mut names, mut joined) = (0, 0);
        for attempt in tries {
            let (added, member) = attempt.await.unwrap();
            names += usize::from(added);
            match member {
                Ok(_) => joined += 1,
                Err(error) => assert_eq!(error.code, "CATEGORY_USER_ALREADY_EXISTS"),
            }
        }
        assert_eq!((names, joined), (1, 1));
        let admin = Caller { server: &server, ks };
        let category = admin.get(a).await;
        assert_eq!((&category["directSubCategoriesCount"], &category["membersCount"]), (&json!(1), &json!(2)));
    }
}
