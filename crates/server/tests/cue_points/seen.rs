//! In random accounts, a list of cue points is what `get` answers, row by row, and both are what the rules say: the
//! cue points of entries that the session sees, as far as they are open or its own (reference: search-metadata.md §6.5,
//! content-access.md §16.2).

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::on_both_stores;
use crate::random::Random;
use crate::rules::{self, Session};
use crate::world::{self, USERS, World};

/// Worlds on each store; more with `BOXOFFICE_WORLDS`.
const WORLDS: u64 = 40;

struct Cue {
    id: String,
    entry: String,
    user: String,
    is_open: bool,
}

/// Cue points of random kinds and users on the entries that have none.
async fn scatter(server: &Server, world: &World, cues: &mut Vec<Cue>, random: &mut Random) {
    let admin = admin(server).await;
    cues.retain(|cue| world.entries.iter().any(|entry| entry.id == cue.entry));
    for entry in &world.entries {
        if cues.iter().any(|cue| cue.entry == entry.id) {
            continue;
        }
        for _ in 0..random.below(4) {
            let user = *random.pick(&USERS);
            let (class, more, is_open) = match random.below(3) {
                0 => ("CodeCuePoint", json!({"code": "x", "userId": user}), true),
                1 => ("Annotation", json!({"text": "x", "isPublic": 1, "userId": user}), true),
                _ => ("Annotation", json!({"text": "x", "userId": user}), false),
            };
            let id = admin.add_id(class, &entry.id, more).await;
            cues.push(Cue { id, entry: entry.id.clone(), user: user.to_owned(), is_open });
        }
    }
}

on_both_stores! {
    async fn a_list_is_get_row_by_row(server: Server) {
        let worlds = std::env::var("BOXOFFICE_WORLDS").ok().and_then(|text| text.parse().ok()).unwrap_or(WORLDS);
        let mut random = Random::new(20_261_124);
        let maker = world::admin(&server).await;
        world::begin(&maker, &mut random).await;
        let (mut cues, mut counts) = (Vec::new(), [0_u64; 2]);
        for _ in 0..worlds {
            for _ in 0..random.below(6) {
                world::change(&maker, &mut random).await;
            }
            let world = World::read(&maker).await;
            scatter(&server, &world, &mut cues, &mut random).await;
            for _ in 0..3 {
                let session = Session::random(&world, &mut random);
                check(&server, &world, &cues, &session, &mut counts).await;
            }
        }
        let [refused, shown] = counts;
        assert!(refused > worlds && shown > worlds, "much is refused ({refused}) and much is shown ({shown})");
    }
}

async fn check(server: &Server, world: &World, cues: &[Cue], session: &Session, counts: &mut [u64; 2]) {
    let name = session.user.as_deref().unwrap_or("");
    let caller = Caller {
        server,
        ks: server.start(&server.account, name, session.kind(), &session.privileges()).await,
    };
    let sees = |cue: &Cue| session.is_admin || session.lists_all || cue.is_open || cue.user == name;
    let mut gets = BTreeSet::new();
    for cue in cues {
        let entry = world.entries.iter().find(|entry| entry.id == cue.entry).unwrap();
        let may = sees(cue) && rules::may_get(world, session, entry);
        match caller.get(&cue.id).await {
            Ok(_) => assert!(may, "{session:?} gets {} in {world:#?}", cue.id),
            refusal => {
                assert!(!may, "{session:?} does not get {} in {world:#?}", cue.id);
                assert_eq!(refusal, no_cue(&cue.id));
                counts[0] += 1;
            }
        }
        if may {
            gets.insert(cue.id.clone());
            counts[1] += 1;
        }
    }
    let entries: Vec<&str> = world.entries.iter().map(|entry| entry.id.as_str()).collect();
    let by_entry = caller.ids(json!({"entryIdIn": entries.join(",")})).await;
    assert_eq!(by_entry.into_iter().collect::<BTreeSet<_>>(), gets, "by entries: {session:?} in {world:#?}");
    let ids: Vec<&str> = cues.iter().map(|cue| cue.id.as_str()).collect();
    if !ids.is_empty() {
        let by_id = caller.ids(json!({"idIn": ids.join(",")})).await;
        assert_eq!(by_id.into_iter().collect::<BTreeSet<_>>(), gets, "by ids: {session:?} in {world:#?}");
    }
    // Without names, those of the entries that lists of entries would show.
    let lists =
        Session { user: session.user.clone(), lists_all: true, exempt: session.exempt.clone(), ..*session };
    let is_listed = |cue: &&Cue| {
        let entry = world.entries.iter().find(|entry| entry.id == cue.entry).unwrap();
        sees(cue) && rules::is_listed(world, &lists, entry)
    };
    let expected = cues.iter().filter(is_listed).count();
    assert_eq!(
        caller.call("count", json!({})).await.unwrap(),
        expected,
        "the count of {session:?} in {world:#?}"
    );
    // Searches find the entries of what the session sees, and show no more of it.
    let any = json!({"objectType": "KalturaESearchCuePointItem", "fieldName": "start_time", "itemType": 4});
    let tree = json!({"objectType": "KalturaESearchEntryOperator", "operator": 1, "searchItems": [any]});
    let params = json!({"searchParams": {"searchOperator": tree}, "pager": {"pageSize": 500}});
    let answer = caller.of("elasticsearch_eSearch", "searchEntry", params).await.unwrap();
    let mut found = BTreeSet::new();
    for result in answer["objects"].as_array().unwrap() {
        let shown = result["itemsData"][0]["items"].as_array().unwrap().iter();
        found.extend(shown.map(|cue| (id(&result["object"]), id(cue))));
    }
    let shown = |entry: &str| {
        let entry = world.entries.iter().find(|known| known.id == entry).unwrap();
        rules::is_shown(world, session, entry, true)
    };
    let expected: BTreeSet<(String, String)> = cues
        .iter()
        .filter(|cue| sees(cue) && shown(&cue.entry))
        .map(|cue| (cue.entry.clone(), cue.id.clone()))
        .collect();
    assert_eq!(found, expected, "searches of {session:?} in {world:#?}");
}
