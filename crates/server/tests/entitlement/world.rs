//! A random account: made and changed through the API, and read back from there by an administrator whom no
//! entitlement hinders.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::common::{Outcome, Server};
use crate::random::Random;

pub(crate) const USERS: [&str; 5] = ["ann", "bob", "cat", "dan", "eve"];
pub(crate) const GROUPS: [&str; 2] = ["red", "blue"];
/// The default one first.
pub(crate) const CONTEXTS: [&str; 3] = ["", "school", "office"];

/// What entries are described with.
pub(crate) const WORDS: [&str; 5] = ["red", "redder", "Green", "blue", "sky"];

#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) owner: String,
    pub(crate) parent: Option<String>,
    pub(crate) entitled: Vec<String>,
    /// All that the API says of it.
    pub(crate) raw: Value,
}

#[derive(Debug)]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) privacy: i64,
    pub(crate) contexts: Vec<String>,
    /// The category whose members count here.
    pub(crate) members_of: i64,
    pub(crate) name: String,
    /// Ids from the root down.
    pub(crate) full_ids: String,
}

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) category: i64,
    pub(crate) user: String,
    pub(crate) is_active: bool,
    pub(crate) may_view: bool,
}

#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) category: i64,
    pub(crate) entry: String,
    pub(crate) is_active: bool,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) entries: Vec<Entry>,
    pub(crate) categories: Vec<Category>,
    pub(crate) members: Vec<Member>,
    pub(crate) placed: Vec<Place>,
    /// Who is in which group.
    pub(crate) groups: Vec<(String, String)>,
}

pub(crate) struct Caller<'a> {
    pub(crate) server: &'a Server,
    pub(crate) ks: String,
}

impl Caller<'_> {
    pub(crate) async fn call(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    /// A change that may be refused, but for reasons of the API's only.
    async fn try_to(&self, service: &str, action: &str, params: Value) -> Option<Value> {
        match self.call(service, action, params.clone()).await {
            Ok(value) => Some(value),
            Err(refusal) => {
                assert!(!refusal.code.starts_with("INTERNAL_"), "{service}.{action} {params}: {refusal:?}");
                None
            }
        }
    }

    async fn all(&self, service: &str, filter: Value) -> Vec<Value> {
        let params = json!({"filter": filter, "pager": {"pageSize": 500}});
        let list = self.call(service, "list", params).await.unwrap();
        let objects = list["objects"].as_array().unwrap().clone();
        assert_eq!(list["totalCount"], objects.len(), "{service}");
        objects
    }
}

/// An administrator whom no entitlement hinders.
pub(crate) async fn admin(server: &Server) -> Caller<'_> {
    let owner = server.account.owner.clone();
    Caller { server, ks: server.start(&server.account, &owner, 2, "disableentitlement").await }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn names(value: &Value) -> Vec<String> {
    let list = value.as_str().unwrap_or_default();
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

impl World {
    pub(crate) async fn read(admin: &Caller<'_>) -> Self {
        let entries = admin.all("baseEntry", json!({})).await;
        let categories = admin.all("category", json!({})).await;
        let ids: Vec<String> = categories.iter().map(|category| text(&category["id"])).collect();
        let (members, placed) = if ids.is_empty() {
            (Vec::new(), Vec::new())
        } else {
            // A category that inherits its members answers with those that it inherits: only the others are asked.
            let own: Vec<&str> = categories
                .iter()
                .zip(&ids)
                .filter(|(category, _)| category["inheritanceType"] != 1)
                .map(|(_, id)| id.as_str())
                .collect();
            let members = if own.is_empty() {
                Vec::new()
            } else {
                admin.all("categoryUser", json!({"categoryIdIn": own.join(",")})).await
            };
            (members, admin.all("categoryEntry", json!({"categoryIdIn": ids.join(",")})).await)
        };
        let in_groups = admin.all("groupUser", json!({"groupIdIn": GROUPS.join(",")})).await;
        Self {
            entries: entries
                .iter()
                .map(|entry| Entry {
                    id: text(&entry["id"]),
                    owner: text(&entry["userId"]),
                    parent: entry.get("parentEntryId").and_then(Value::as_str).map(str::to_owned),
                    entitled: ["entitledUsersEdit", "entitledUsersPublish", "entitledUsersView"]
                        .into_iter()
                        .flat_map(|list| names(&entry[list]))
                        .collect(),
                    raw: entry.clone(),
                })
                .collect(),
            categories: categories
                .iter()
                .map(|category| Category {
                    id: category["id"].as_i64().unwrap(),
                    privacy: category["privacy"].as_i64().unwrap(),
                    contexts: names(&category["privacyContexts"]),
                    members_of: if category["inheritanceType"] == 1 {
                        category["inheritedParentId"].as_i64().unwrap()
                    } else {
                        category["id"].as_i64().unwrap()
                    },
                    name: text(&category["name"]),
                    full_ids: text(&category["fullIds"]),
                })
                .collect(),
            members: members
                .iter()
                .map(|member| Member {
                    category: member["categoryId"].as_i64().unwrap(),
                    user: text(&member["userId"]),
                    is_active: member["status"] == 1,
                    may_view: names(&member["permissionNames"]).iter().any(|name| name == "CATEGORY_VIEW"),
                })
                .collect(),
            placed: placed
                .iter()
                .map(|place| Place {
                    category: place["categoryId"].as_i64().unwrap(),
                    entry: text(&place["entryId"]),
                    is_active: place["status"] == 2,
                })
                .collect(),
            groups: in_groups
                .iter()
                .map(|member| (text(&member["userId"]), text(&member["groupId"])))
                .collect(),
        }
    }
}

/// Users, groups, and some entries and categories.
pub(crate) async fn begin(admin: &Caller<'_>, random: &mut Random) {
    for user in USERS {
        admin
            .call("user", "add", json!({"user": {"id": user, "screenName": format!("Miss {user}")}}))
            .await
            .unwrap();
    }
    for group in GROUPS {
        admin.call("user", "add", json!({"user": {"id": group, "type": 1}})).await.unwrap();
    }
    for _ in 0..6 {
        add_category(admin, random).await;
    }
    for _ in 0..10 {
        add_entry(admin, random).await;
    }
    for _ in 0..25 {
        change(admin, random).await;
    }
}

fn some_names(random: &mut Random) -> String {
    let all: Vec<&str> = USERS.into_iter().chain(GROUPS).collect();
    (0..random.below(3)).map(|_| *random.pick(&all)).collect::<Vec<_>>().join(",")
}

async fn add_entry(admin: &Caller<'_>, random: &mut Random) {
    let name = format!("a word {} {}", random.pick(&WORDS), random.pick(&WORDS));
    let mut entry = json!({"name": name, "userId": random.pick(&USERS), "dataContent": "x"});
    if random.one_in(2) {
        entry["tags"] =
            json!(format!("{}, {} {}", random.pick(&WORDS), random.pick(&WORDS), random.pick(&WORDS)));
    }
    if random.one_in(3) {
        entry["description"] = json!(format!("{}: {}", random.pick(&WORDS), random.pick(&WORDS)));
    }
    if random.one_in(3) {
        entry["referenceId"] = json!(random.pick(&WORDS));
    }
    for list in ["entitledUsersEdit", "entitledUsersPublish", "entitledUsersView"] {
        if random.one_in(5) {
            entry[list] = json!(some_names(random));
        }
    }
    admin.try_to("data", "add", json!({"dataEntry": entry})).await;
}

fn settings(random: &mut Random) -> Value {
    let mut all = BTreeMap::new();
    if random.one_in(2) {
        all.insert("privacyContext", json!(random.pick(&CONTEXTS)));
    }
    if random.one_in(2) {
        all.insert("privacy", json!(1 + random.below(3)));
    }
    if random.one_in(4) {
        all.insert("inheritanceType", json!(1 + random.below(2)));
    }
    if random.one_in(5) {
        all.insert("moderation", json!(random.below(2)));
    }
    json!(all)
}

async fn add_category(admin: &Caller<'_>, random: &mut Random) {
    let known = admin.all("category", json!({})).await;
    let mut category = json!({"name": format!("c{}", random.below(1_000_000))});
    category.as_object_mut().unwrap().extend(settings(random).as_object().unwrap().clone());
    if !known.is_empty() && random.one_in(2) {
        category["parentId"] = random.pick(&known)["id"].clone();
    }
    admin.try_to("category", "add", json!({"category": category})).await;
}

/// Something happens.
pub(crate) async fn change(admin: &Caller<'_>, random: &mut Random) {
    let entries = admin.all("baseEntry", json!({})).await;
    let categories = admin.all("category", json!({})).await;
    if entries.len() < 5 {
        return add_entry(admin, random).await;
    }
    if categories.len() < 3 {
        return add_category(admin, random).await;
    }
    let entry = random.pick(&entries)["id"].clone();
    let category = random.pick(&categories)["id"].clone();
    let somebody = *random.pick(&USERS.into_iter().chain(GROUPS).collect::<Vec<_>>());
    match random.below(20) {
        0 if entries.len() < 16 => add_entry(admin, random).await,
        1 if categories.len() < 10 => add_category(admin, random).await,
        2 => {
            let change = json!({"userId": random.pick(&USERS)});
            admin.try_to("baseEntry", "update", json!({"entryId": entry, "baseEntry": change})).await;
        }
        3 => {
            let list = *random.pick(&["entitledUsersEdit", "entitledUsersPublish", "entitledUsersView"]);
            let change = json!({list: some_names(random)});
            admin.try_to("baseEntry", "update", json!({"entryId": entry, "baseEntry": change})).await;
        }
        4 => {
            let parent = if random.one_in(2) { json!("") } else { random.pick(&entries)["id"].clone() };
            let change = json!({"parentEntryId": parent});
            admin.try_to("baseEntry", "update", json!({"entryId": entry, "baseEntry": change})).await;
        }
        5 if entries.len() > 8 => {
            admin.try_to("baseEntry", "delete", json!({"entryId": entry})).await;
        }
        6..=7 => {
            let change = settings(random);
            admin.try_to("category", "update", json!({"id": category, "category": change})).await;
        }
        8 => {
            let target = if random.one_in(3) { json!(0) } else { random.pick(&categories)["id"].clone() };
            let params = json!({"categoryIds": text(&category), "targetCategoryParentId": target});
            admin.try_to("category", "move", params).await;
        }
        9 if categories.len() > 4 => {
            let params = json!({"id": category, "moveEntriesToParentCategory": random.below(2)});
            admin.try_to("category", "delete", params).await;
        }
        10..=11 => {
            let member =
                json!({"categoryId": category, "userId": somebody, "permissionLevel": random.below(5)});
            admin.try_to("categoryUser", "add", json!({"categoryUser": member})).await;
        }
        12 => {
            let action = *random.pick(&["delete", "activate", "deactivate"]);
            admin.try_to("categoryUser", action, json!({"categoryId": category, "userId": somebody})).await;
        }
        13..=15 => {
            let place = json!({"categoryEntry": {"categoryId": category, "entryId": entry}});
            admin.try_to("categoryEntry", "add", place).await;
        }
        16..=17 => {
            let action = *random.pick(&["delete", "activate", "reject"]);
            admin.try_to("categoryEntry", action, json!({"categoryId": category, "entryId": entry})).await;
        }
        18 => {
            let member = json!({"userId": random.pick(&USERS), "groupId": random.pick(&GROUPS)});
            admin.try_to("groupUser", "add", json!({"groupUser": member})).await;
        }
        _ => {
            let member = json!({"userId": random.pick(&USERS), "groupId": random.pick(&GROUPS)});
            admin.try_to("groupUser", "delete", member).await;
        }
    }
}
