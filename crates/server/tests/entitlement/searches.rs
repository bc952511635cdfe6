//! Random searches, and what the reference says they find (search-metadata.md §1): a plain function over all entries.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::Server;
use crate::random::Random;
use crate::rules::{self, Session};
use crate::world::{Caller, Entry, GROUPS, USERS, WORDS, World};

const EXACT: i64 = 1;
const PARTIAL: i64 = 2;
const STARTS: i64 = 3;
const EXISTS: i64 = 4;
const RANGE: i64 = 5;

const AND: i64 = 1;
const OR: i64 = 2;

/// Searches as a session, and compares page and total with the rules.
pub(crate) async fn check(
    server: &Server,
    world: &World,
    session: &Session,
    random: &mut Random,
    counts: &mut [u64; 2],
) {
    let ks = server
        .start(&server.account, session.user.as_deref().unwrap_or(""), session.kind(), &session.privileges())
        .await;
    let caller = Caller { server, ks };
    let tree = operator(world, random, 3);
    let expected: BTreeSet<String> = world
        .entries
        .iter()
        .filter(|entry| rules::is_shown(world, session, entry, true) && finds(world, entry, &tree))
        .map(|entry| entry.id.clone())
        .collect();
    let about = || format!("{tree:#} by {session:?} in {world:#?}");
    let (found, total) = search(&caller, &tree, 500, 1).await;
    let found: BTreeSet<String> = found.into_iter().collect();
    assert_eq!(found, expected, "{}", about());
    assert_eq!(total, expected.len(), "the total of {}", about());
    for entry in world.entries.iter().filter(|entry| found.contains(&entry.id)) {
        assert!(rules::may_get(world, session, entry), "a search shows what get refuses: {}", about());
    }
    let mut paged = BTreeSet::new();
    for page in 1..=expected.len() / 4 + 1 {
        let (part, total) = search(&caller, &tree, 4, page).await;
        assert_eq!(total, expected.len(), "the total of a page of {}", about());
        for id in part {
            assert!(paged.insert(id), "pages overlap: {}", about());
        }
    }
    assert_eq!(paged, expected, "pages of {}", about());
    if expected.len() < world.entries.len() {
        counts[0] += expected.len() as u64;
    }
    counts[1] += world.entries.len() as u64;
}

async fn search(caller: &Caller<'_>, tree: &Value, size: usize, page: usize) -> (Vec<String>, usize) {
    let params = json!({
        "searchParams": {"objectType": "KalturaESearchEntryParams", "searchOperator": tree},
        "pager": {"pageSize": size, "pageIndex": page},
    });
    let answer = caller.call("elasticsearch_eSearch", "searchEntry", params).await;
    let answer = answer.unwrap_or_else(|refusal| panic!("{refusal:?} for {tree:#}"));
    let ids = answer["objects"].as_array().unwrap().iter();
    let ids = ids.map(|found| found["object"]["id"].as_str().unwrap().to_owned()).collect();
    (ids, usize::try_from(answer["totalCount"].as_u64().unwrap()).unwrap())
}

fn operator(world: &World, random: &mut Random, depth: usize) -> Value {
    let items: Vec<Value> = (0..=random.below(3))
        .map(|_| {
            if depth > 1 && random.one_in(3) {
                operator(world, random, depth - 1)
            } else {
                item(world, random)
            }
        })
        .collect();
    json!({
        "objectType": "KalturaESearchEntryOperator",
        "operator": 1 + random.below(3),
        "searchItems": items,
    })
}

fn some_words(random: &mut Random) -> String {
    let words: Vec<String> = (0..=random.below(2))
        .map(|_| {
            let word = *random.pick(&WORDS);
            match random.below(4) {
                0 => word.to_uppercase(),
                1 => word[..3].to_owned(),
                _ => word.to_owned(),
            }
        })
        .collect();
    let text = words.join(" ");
    if random.one_in(5) { format!("a word {text}") } else { text }
}

/// One of the first ways to search.
fn some_kind(random: &mut Random, kinds: usize) -> i64 {
    i64::try_from(1 + random.below(kinds)).unwrap()
}

#[allow(clippy::too_many_lines)] // one arm for each kind of item
fn item(world: &World, random: &mut Random) -> Value {
    let entry = random.pick(&world.entries);
    let on = |field: &str, kind: i64, term: String| {
        json!({
            "objectType": "KalturaESearchEntryItem",
            "fieldName": field,
            "itemType": kind,
            "searchTerm": term,
        })
    };
    let somebody = |random: &mut Random| {
        let all: Vec<&str> = USERS.into_iter().chain(GROUPS).chain(["nobody"]).collect();
        (*random.pick(&all)).to_owned()
    };
    match random.below(14) {
        0 => on("name", some_kind(random, 3), some_words(random)),
        1 => on("tags", some_kind(random, 4), some_words(random)),
        2 => on("description", some_kind(random, 4), some_words(random)),
        3 => on("reference_id", if random.one_in(3) { EXISTS } else { EXACT }, some_words(random)),
        4 => on("id", EXACT, entry.id.to_uppercase()),
        5 => {
            let parent = entry.parent.clone().unwrap_or_else(|| entry.id.clone());
            on("parent_id", if random.one_in(3) { EXISTS } else { EXACT }, parent)
        }
        6 => on("kuser_id", EXACT, somebody(random)),
        7 => on("creator_kuser_id", EXACT, somebody(random)),
        8 => {
            let field =
                *random.pick(&["entitled_kusers_edit", "entitled_kusers_publish", "entitled_kusers_view"]);
            on(field, if random.one_in(3) { EXISTS } else { EXACT }, somebody(random))
        }
        9 => on("user_names", some_kind(random, 4), format!("Miss {}", random.pick(&USERS))),
        10 => {
            let mut range = on("created_at", RANGE, String::new());
            let time = entry.raw["createdAt"].as_i64().unwrap();
            let bound = *random.pick(&["greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual"]);
            range["range"] = json!({"objectType": "KalturaESearchRange", bound: time});
            range
        }
        11 => {
            let term = match random.below(3) {
                0 => format!("Miss {}", random.pick(&USERS)),
                1 if !world.categories.is_empty() => random.pick(&world.categories).name.clone(),
                _ => some_words(random),
            };
            json!({
                "objectType": "KalturaESearchUnifiedItem",
                "itemType": 1 + random.below(3),
                "searchTerm": term,
            })
        }
        12 if !world.categories.is_empty() => {
            let category = random.pick(&world.categories);
            let (field, kind, term) = match random.below(6) {
                0 => ("id", EXACT, category.id.to_string()),
                1 => ("full_ids", EXACT, category.full_ids.clone()),
                2 => ("full_ids", STARTS, category.full_ids.clone()),
                3 => ("name", EXACT, category.name.to_uppercase()),
                4 => ("ancestor_id", EXACT, category.id.to_string()),
                _ => ("ancestor_name", STARTS, category.name[..2].to_owned()),
            };
            json!({
                "objectType": "KalturaESearchCategoryEntryItem",
                "fieldName": field,
                "itemType": kind,
                "searchTerm": term,
            })
        }
        _ => json!({
            "objectType": "KalturaESearchCaptionItem",
            "fieldName": "content",
            "itemType": PARTIAL,
            "searchTerm": "word",
        }),
    }
}

/// Whether an entry fits what was sent.
fn finds(world: &World, entry: &Entry, node: &Value) -> bool {
    let kind = node["itemType"].as_i64().unwrap_or_default();
    let term = node["searchTerm"].as_str().unwrap_or_default();
    match node["objectType"].as_str().unwrap() {
        "KalturaESearchEntryOperator" => {
            let mut items = node["searchItems"].as_array().unwrap().iter();
            match node["operator"].as_i64().unwrap() {
                AND => items.all(|item| finds(world, entry, item)),
                OR => items.any(|item| finds(world, entry, item)),
                _ => !items.any(|item| finds(world, entry, item)),
            }
        }
        "KalturaESearchEntryItem" => {
            field(world, entry, node["fieldName"].as_str().unwrap(), kind, term, node)
        }
        "KalturaESearchUnifiedItem" => {
            let texts = ["name", "description", "tags", "user_names"];
            let wholes = ["id", "reference_id", "parent_id"];
            texts.iter().any(|name| field(world, entry, name, kind, term, node))
                || (kind == EXACT && wholes.iter().any(|name| field(world, entry, name, kind, term, node)))
                || (kind != PARTIAL
                    && ["name", "ancestor_name"].iter().any(|name| category(world, entry, name, kind, term)))
        }
        "KalturaESearchCategoryEntryItem" => {
            category(world, entry, node["fieldName"].as_str().unwrap(), kind, term)
        }
        _ => false,
    }
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A text field (§1.4). Of the ways in which a part is found, those that docs/deviations.md names.
fn text(value: &str, kind: i64, term: &str) -> bool {
    let (has, wanted) = (words(value), words(term));
    match kind {
        EXACT => has.windows(wanted.len()).any(|part| part == wanted),
        PARTIAL => {
            let is_open = wanted.len() <= 2 && wanted.iter().all(|word| word.len() >= 3);
            wanted.iter().all(|word| has.iter().any(|has| has == word || (is_open && has.starts_with(word))))
        }
        STARTS => value.trim().to_lowercase().starts_with(&term.to_lowercase()),
        _ => !value.trim().is_empty(),
    }
}

fn whole(value: Option<&str>, kind: i64, term: &str) -> bool {
    value.is_some_and(|value| kind == EXISTS || value.eq_ignore_ascii_case(term))
}

/// A user and its groups; nobody for an unknown one.
fn keys<'a>(world: &'a World, user: &'a str) -> Vec<&'a str> {
    if !USERS.contains(&user) && !GROUPS.contains(&user) {
        return Vec::new();
    }
    let groups = world.groups.iter().filter(|(member, _)| member == user).map(|(_, group)| group.as_str());
    std::iter::once(user).chain(groups).collect()
}

fn field(world: &World, entry: &Entry, name: &str, kind: i64, term: &str, node: &Value) -> bool {
    let raw = |property: &str| entry.raw[property].as_str();
    match name {
        "name" => text(raw("name").unwrap_or_default(), kind, term),
        "description" => raw("description").is_some_and(|value| text(value, kind, term)),
        // A word of a phrase may stand in the next tag; a beginning is that of one tag.
        "tags" if kind == STARTS => {
            raw("tags").is_some_and(|tags| tags.split(',').any(|tag| text(tag, kind, term)))
        }
        "tags" => raw("tags").is_some_and(|tags| text(tags, kind, term)),
        "reference_id" => whole(raw("referenceId"), kind, term),
        "id" => whole(Some(&entry.id), kind, term),
        "parent_id" => whole(entry.parent.as_deref(), kind, term),
        "kuser_id" => keys(world, term).contains(&entry.owner.as_str()),
        "creator_kuser_id" => USERS.contains(&term) && raw("creatorId") == Some(term),
        "created_at" => {
            let time = entry.raw["createdAt"].as_i64().unwrap();
            let bound = |name: &str| node["range"][name].as_i64();
            bound("greaterThan").is_none_or(|bound| time > bound)
                && bound("greaterThanOrEqual").is_none_or(|bound| time >= bound)
                && bound("lessThan").is_none_or(|bound| time < bound)
                && bound("lessThanOrEqual").is_none_or(|bound| time <= bound)
        }
        "user_names" => {
            let named = entry
                .entitled
                .iter()
                .map(String::as_str)
                .chain([entry.owner.as_str()])
                .chain(raw("creatorId"));
            // A group without a name of its own is called by its id.
            let called = |id: &str| if USERS.contains(&id) { format!("Miss {id}") } else { id.to_owned() };
            let known = |id: &&str| USERS.contains(id) || GROUPS.contains(id);
            named.filter(known).any(|id| text(&called(id), kind, term)) || kind == EXISTS
        }
        _ => {
            let property = match name {
                "entitled_kusers_edit" => "entitledUsersEdit",
                "entitled_kusers_publish" => "entitledUsersPublish",
                _ => "entitledUsersView",
            };
            let named = raw(property).unwrap_or_default().split(',').filter(|name| !name.is_empty());
            let mut named = named.map(str::trim);
            let keys = keys(world, term);
            named.any(|user| kind == EXISTS || keys.contains(&user))
        }
    }
}

fn category(world: &World, entry: &Entry, name: &str, kind: i64, term: &str) -> bool {
    let placed = world.placed.iter().filter(|place| place.entry == entry.id && place.is_active);
    let direct: Vec<_> = placed
        .filter_map(|place| world.categories.iter().find(|category| category.id == place.category))
        .collect();
    let above: Vec<_> = world
        .categories
        .iter()
        .filter(|other| {
            direct.iter().any(|category| category.full_ids.starts_with(&format!("{}>", other.full_ids)))
        })
        .collect();
    let fits = |value: &str| {
        let (value, term) = (value.to_lowercase(), term.to_lowercase());
        if kind == STARTS { value.starts_with(&term) } else { value == term }
    };
    match name {
        "id" => direct.iter().any(|category| fits(&category.id.to_string())),
        "full_ids" => direct.iter().any(|category| fits(&category.full_ids)),
        "name" => direct.iter().any(|category| fits(&category.name)),
        "ancestor_id" => above.iter().any(|category| fits(&category.id.to_string())),
        _ => above.iter().any(|category| fits(&category.name)),
    }
}
