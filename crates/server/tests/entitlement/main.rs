//! Lists never betray: in random accounts, what sessions list, count and get is what the reference's rules say, and no
//! list shows what `get` refuses (reference: content-access.md §6, §16).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;
mod random;
mod rules;
mod searches;
mod world;

use std::collections::BTreeSet;

use common::Server;
use sea_query::Query;
use serde_json::{Value, json};

use random::Random;
use rules::Session;
use world::{Caller, World};

/// Worlds on each store, each reached from the one before by some changes; more with `BOXOFFICE_WORLDS`.
const WORLDS: u64 = 500;
/// Worlds in one account, before the next one is begun.
const IN_ONE_ACCOUNT: u64 = 50;

fn worlds() -> u64 {
    std::env::var("BOXOFFICE_WORLDS").ok().and_then(|text| text.parse().ok()).unwrap_or(WORLDS)
}

fn seed() -> u64 {
    std::env::var("BOXOFFICE_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_124)
}

on_both_stores! {
    async fn what_is_listed_is_what_the_rules_say(server: Server) {
        let mut random = Random::new(seed());
        let mut refused_and_listed = [0_u64; 2];
        let mut found = [0_u64; 2];
        let mut left = worlds();
        let mut server = server;
        while left > 0 {
            server.account = server.new_account(&format!("owner{left}@example.org")).await;
            let admin = world::admin(&server).await;
            world::begin(&admin, &mut random).await;
            for _ in 0..left.min(IN_ONE_ACCOUNT) {
                for _ in 0..random.below(6) {
                    world::change(&admin, &mut random).await;
                }
                let world = World::read(&admin).await;
                for _ in 0..3 {
                    let session = Session::random(&world, &mut random);
                    check(&server, &world, &session, &mut refused_and_listed).await;
                    searches::check(&server, &world, &session, &mut random, &mut found).await;
                }
                left -= 1;
            }
            tally_is_right(&server).await;
        }
        let [refused, listed] = refused_and_listed;
        let [some, all] = found;
        assert!(some > worlds() && all > some, "searches find some ({some}) of what there is ({all})");
        assert!(refused > worlds() && listed > worlds(), "much is refused ({refused}) and much is listed ({listed})");
    }
}

/// Asks all that a session can ask, and compares it with the rules.
async fn check(server: &Server, world: &World, session: &Session, counts: &mut [u64; 2]) {
    let ks = server
        .start(&server.account, session.user.as_deref().unwrap_or(""), session.kind(), &session.privileges())
        .await;
    let caller = Caller { server, ks };
    let about = || format!("{session:?} in {world:#?}");

    let mut gets = BTreeSet::new();
    for entry in &world.entries {
        let got = caller.call("baseEntry", "get", json!({"entryId": entry.id})).await;
        let may = rules::may_get(world, session, entry);
        assert_eq!(got.is_ok(), may, "get of {}: {}", entry.id, about());
        if may {
            gets.insert(entry.id.clone());
        } else {
            assert_eq!(got.unwrap_err().code, "ENTRY_ID_NOT_FOUND");
            counts[0] += 1;
        }
    }

    let expected: BTreeSet<String> = world
        .entries
        .iter()
        .filter(|entry| rules::is_listed(world, session, entry))
        .map(|entry| entry.id.clone())
        .collect();
    let (listed, total) = list(&caller, json!({}), 500, 1).await;
    let listed: BTreeSet<String> = listed.into_iter().collect();
    assert_eq!(listed, expected, "the list of {}", about());
    assert_eq!(total, expected.len(), "the total of {}", about());
    assert!(listed.is_subset(&gets), "a list shows what get refuses: {}", about());
    counts[1] += listed.len() as u64;

    let count = caller.call("baseEntry", "count", json!({})).await.unwrap();
    assert_eq!(count, expected.len(), "the count of {}", about());

    let mut paged = Vec::new();
    for page in 1..=expected.len() / 4 + 1 {
        let (part, total) = list(&caller, json!({}), 4, page).await;
        assert_eq!(total, expected.len(), "the total of a page of {}", about());
        paged.extend(part);
    }
    assert_eq!(paged.len(), expected.len(), "pages do not overlap: {}", about());
    assert_eq!(paged.into_iter().collect::<BTreeSet<_>>(), expected, "pages of {}", about());

    // A word that every entry has takes another way through the tables.
    let (worded, total) = list(&caller, json!({"searchTextMatchAnd": "word"}), 500, 1).await;
    assert_eq!(worded.into_iter().collect::<BTreeSet<_>>(), expected, "by word: {}", about());
    assert_eq!(total, expected.len());

    let ids: Vec<&str> = world.entries.iter().map(|entry| entry.id.as_str()).collect();
    let (named, total) = list(&caller, json!({"idIn": ids.join(",")}), 500, 1).await;
    assert_eq!(
        named.into_iter().collect::<BTreeSet<_>>(),
        gets,
        "a list by ids is get, row for row: {}",
        about()
    );
    assert_eq!(total, gets.len());
}

async fn list(caller: &Caller<'_>, filter: Value, size: usize, page: usize) -> (Vec<String>, usize) {
    let params = json!({"filter": filter, "pager": {"pageSize": size, "pageIndex": page}});
    let list = caller.call("baseEntry", "list", params).await.unwrap();
    let ids =
        list["objects"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap().to_owned());
    (ids.collect(), usize::try_from(list["totalCount"].as_u64().unwrap()).unwrap())
}

/// The totals that lists add up are those of the rows.
async fn tally_is_right(server: &Server) {
    let columns = ["context_id", "audience_id", "status", "moderation", "display", "type", "media_type"];
    let counted = Query::select()
        .columns(columns)
        .expr_as(sea_query::Expr::cust("CAST(count(*) AS BIGINT)"), "entries")
        .from("entry_shown")
        .group_by_columns(columns)
        .to_owned();
    let kept = Query::select()
        .columns(columns)
        .column("entries")
        .from("entry_tally")
        .and_where(sea_query::ExprTrait::ne(sea_query::Expr::col("entries"), 0_i64))
        .to_owned();
    let mut read = Vec::new();
    for statement in [counted, kept] {
        let rows = server.app.store.all(&statement).await.unwrap();
        let rows: BTreeSet<(Vec<i64>, String, i64)> = rows
            .iter()
            .map(|row| {
                let numbers = columns.iter().filter(|column| **column != "type");
                let numbers = numbers.map(|column| row.get::<i64>(column).unwrap()).collect();
                (numbers, row.get::<String>("type").unwrap(), row.get::<i64>("entries").unwrap())
            })
            .collect();
        read.push(rows);
    }
    assert!(!read[0].is_empty());
    assert_eq!(read[0], read[1], "the tally and the rows");
}
