//! Whatever is done to a tree in whatever order: it is what a plain recomputation says, and everything counted is what
//! is there.

use std::collections::{BTreeMap, BTreeSet};

use sea_query::{Expr, ExprTrait, Order, Query};
use serde_json::{Value, json};
use store::Row;

use crate::common::Server;
use crate::helpers::{Caller, admin};
use crate::on_both_stores;

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.roll(among.len())]
    }
}

struct Category {
    id: i64,
    parent: i64,
    row: Row,
}

async fn categories(server: &Server) -> BTreeMap<i64, Category> {
    let statement = Query::select()
        .expr(Expr::cust("*"))
        .from("category")
        .and_where(Expr::col("partner_id").eq(server.account.id))
        .to_owned();
    let rows = server.app.store.all(&statement).await.unwrap();
    rows.into_iter()
        .map(|row| {
            let (id, parent) = (row.get("id").unwrap(), row.get("parent_id").unwrap());
            (id, Category { id, parent, row })
        })
        .collect()
}

impl Category {
    fn text(&self, column: &str) -> String {
        self.row.get(column).unwrap()
    }

    fn number(&self, column: &str) -> i64 {
        self.row.get(column).unwrap()
    }
}

async fn pairs(server: &Server, table: &'static str, columns: [&'static str; 3]) -> Vec<(i64, String, i64)> {
    let [category, other, status] = columns;
    let statement = Query::select()
        .column(category)
        .expr_as(Expr::col(other).cast_as("text"), "other")
        .column(status)
        .from(table)
        .order_by(category, Order::Asc)
        .to_owned();
    let rows = server.app.store.all(&statement).await.unwrap();
    rows.iter()
        .map(|row| (row.get(category).unwrap(), row.get("other").unwrap(), row.get(status).unwrap()))
        .collect()
}

/// The rules of the reference, one row at a time.
async fn check(server: &Server) {
    let all = categories(server).await;
    let members = pairs(server, "category_user", ["category_id", "user_key", "status"]).await;
    let assigned = pairs(server, "category_entry", ["category_id", "entry_id", "status"]).await;
    for category in all.values() {
        let mut path = vec![category];
        while path[0].parent != 0 {
            path.insert(0, &all[&path[0].parent]);
        }
        let id = category.id;
        let join = |parts: Vec<String>, with: &str| parts.join(with);
        assert_eq!(
            category.text("full_ids"),
            join(path.iter().map(|at| at.id.to_string()).collect(), ">"),
            "{id}"
        );
        let full_name = join(path.iter().map(|at| at.text("name")).collect(), ">");
        assert_eq!(category.text("full_name"), full_name, "{id}");
        let folded = full_name.to_lowercase();
        assert_eq!(category.text("full_name_folded"), folded, "{id}");
        assert_eq!(category.text("full_name_key"), folded.chars().take(60).collect::<String>(), "{id}");
        assert_eq!(category.number("depth"), i64::try_from(path.len()).unwrap() - 1, "{id}");
        let contexts: Vec<String> =
            path.iter().map(|at| at.text("privacy_context")).filter(|own| !own.is_empty()).collect();
        assert_eq!(category.text("privacy_contexts"), contexts.join(","), "{id}");
        if contexts.is_empty() {
            let settings = [
                "privacy",
                "appear_in_list",
                "inheritance_type",
                "user_join_policy",
                "default_permission_level",
                "contribution_policy",
            ];
            assert_eq!(settings.map(|column| category.number(column)), [1, 1, 2, 3, 3, 1], "{id}");
            assert_eq!(category.row.get::<Option<String>>("owner_id").unwrap(), None);
        }
        let source =
            path.iter().rev().find(|at| at.number("inheritance_type") == 2).expect("no top inherits").id;
        assert_eq!(category.number("member_category_id"), source, "{id}");
        for (column, status) in [("members_count", 1), ("pending_members_count", 2)] {
            let count = members.iter().filter(|(at, _, is)| *at == source && *is == status).count();
            assert_eq!(category.number(column), i64::try_from(count).unwrap(), "{column} of {id}");
        }
        let children = all.values().filter(|other| other.parent == id).count();
        assert_eq!(category.number("direct_sub_categories_count"), i64::try_from(children).unwrap(), "{id}");
        for (column, status) in [("direct_entries_count", 2), ("pending_entries_count", 1)] {
            let count = assigned.iter().filter(|(at, _, is)| *at == id && *is == status).count();
            assert_eq!(category.number(column), i64::try_from(count).unwrap(), "{column} of {id}");
        }
        let beneath: BTreeSet<&str> = assigned
            .iter()
            .filter(|(at, _, is)| {
                *is == 2 && all[at].text("full_ids").split('>').any(|part| part == id.to_string())
            })
            .map(|(_, entry, _)| entry.as_str())
            .collect();
        assert_eq!(
            category.number("entries_count"),
            i64::try_from(beneath.len()).unwrap(),
            "entries of {id}"
        );
    }
    for (category, _, _) in members.iter().chain(&assigned) {
        assert!(all.contains_key(category), "nothing is left of {category}");
    }
}

/// Rows of entries, as somebody else makes them.
async fn entries(server: &Server, count: i64) -> Vec<i64> {
    let mut ids = Vec::new();
    let mut tx = server.app.store.begin().await.unwrap();
    for number in 0..count {
        let texts = [
            ("public_id", format!("0_{number}")),
            ("type", "1".to_owned()),
            ("name", String::new()),
            ("name_key", String::new()),
            ("owner_id", String::new()),
            ("owner_key", String::new()),
            ("creator_key", String::new()),
            ("more", "{}".to_owned()),
        ];
        let numbers = [
            "media_type",
            "status",
            "moderation",
            "display",
            "created_at",
            "updated_at",
            "access_control_id",
            "replacement_status",
            "partner_sort_value",
            "moderation_count",
            "total_rank",
            "votes",
            "plays",
            "views",
            "ms_duration",
            "duration",
        ];
        let values = texts
            .into_iter()
            .map(|(column, text)| (column, Expr::val(text)))
            .chain(numbers.map(|column| (column, Expr::val(0_i64))))
            .chain([("partner_id", Expr::val(server.account.id)), ("rank", Expr::val(0.0))]);
        let (columns, values): (Vec<&str>, Vec<Expr>) = values.unzip();
        let statement = Query::insert()
            .into_table("entry")
            .columns(columns)
            .values_panic(values)
            .returning_col("id")
            .to_owned();
        ids.push(tx.one(&statement).await.unwrap().unwrap().get("id").unwrap());
    }
    tx.commit().await.unwrap();
    ids
}

/// Assigns an entry, and counts it plainly.
async fn assign(server: &Server, category: i64, entry: i64, status: i64) {
    let mut tx = server.app.store.begin().await.unwrap();
    let statement = Query::insert()
        .into_table("category_entry")
        .columns(["partner_id", "category_id", "entry_id", "status", "created_at", "updated_at"])
        .values_panic([
            server.account.id.into(),
            category.into(),
            entry.into(),
            status.into(),
            0_i64.into(),
            0_i64.into(),
        ])
        .to_owned();
    tx.execute(&statement).await.unwrap();
    tx.commit().await.unwrap();
}

async fn recount(server: &Server) {
    let all = categories(server).await;
    let assigned = pairs(server, "category_entry", ["category_id", "entry_id", "status"]).await;
    let mut tx = server.app.store.begin().await.unwrap();
    for category in all.values() {
        let of = |status: i64| {
            i64::try_from(assigned.iter().filter(|(at, _, is)| *at == category.id && *is == status).count())
                .unwrap()
        };
        let beneath: BTreeSet<&str> = assigned
            .iter()
            .filter(|(at, _, is)| {
                *is == 2 && all[at].text("full_ids").split('>').any(|part| part == category.id.to_string())
            })
            .map(|(_, entry, _)| entry.as_str())
            .collect();
        let statement = Query::update()
            .table("category")
            .values([
                ("direct_entries_count", of(2).into()),
                ("pending_entries_count", of(1).into()),
                ("entries_count", i64::try_from(beneath.len()).unwrap().into()),
            ])
            .and_where(Expr::col("id").eq(category.id))
            .to_owned();
        tx.execute(&statement).await.unwrap();
    }
    tx.commit().await.unwrap();
}

const CONTEXTS: [&str; 4] = ["", "", "site", "news,site"];
const USERS: [&str; 5] = ["ann", "bob", "carl", "dora", "emil"];
/// What a random call may be refused with; anything else is a mistake of ours.
const REFUSALS: [&str; 11] = [
    "DUPLICATE_CATEGORY",
    "PARENT_CATEGORY_IS_CHILD",
    "CANNOT_MOVE_CATEGORIES_FROM_DIFFERENT_PARENT_CATEGORIES",
    "CANNOT_UPDATE_CATEGORY_ENTITLEMENT_FIELDS_WITH_NO_PRIVACY_CONTEXT",
    "CANNOT_INHERIT_MEMBERS_WHEN_PARENT_CATEGORY_IS_NOT_SET",
    "CATEGORY_INHERIT_MEMBERS",
    "CATEGORY_USER_ALREADY_EXISTS",
    "CATEGORY_DOES_NOT_HAVE_PARENT_CATEGORY",
    "INVALID_CATEGORY_USER_ID",
    "INVALID_USER_ID",
    "CANNOT_UPDATE_CATEGORY_USER_OWNER",
];

/// Does something at random.
async fn step(admin: &Caller<'_>, dice: &mut Dice, ids: &[i64]) {
    let at = *dice.pick(ids);
    let (other, user) = (*dice.pick(&[ids, &[0]].concat()), *dice.pick(&USERS));
    let name = format!("{}{}", dice.pick(&["Ä", "straße", "c", "𝕏𝕏", "longer name"]), dice.roll(4));
    let outcome = match dice.roll(14) {
        0..=2 => admin.add(&name, other, json!({"privacyContext": dice.pick(&CONTEXTS)})).await,
        3 => admin.update(at, json!({"name": name})).await,
        4 | 5 => admin.move_to(&at.to_string(), other).await,
        6 => admin.move_to(&format!("{at},{}", dice.pick(ids)), other).await,
        7 => admin.update(at, json!({"privacyContext": dice.pick(&CONTEXTS)})).await,
        8 => admin.update(at, json!({"inheritanceType": 1 + dice.roll(2)})).await,
        9 => admin.update(at, json!({"privacy": 1 + dice.roll(3), "userJoinPolicy": 3})).await,
        10 => admin.join(at, user, json!({"permissionLevel": dice.roll(5)})).await,
        11 => admin.member(["activate", "deactivate", "delete"][dice.roll(3)], at, user).await,
        12 => admin.call("categoryUser", "copyFromCategory", json!({"categoryId": at})).await,
        _ => {
            if ids.len() > 12 {
                let keep = dice.roll(2);
                admin.call("category", "delete", json!({"id": at, "moveEntriesToParentCategory": keep})).await
            } else {
                Ok(Value::Null)
            }
        }
    };
    if let Err(refusal) = outcome {
        assert!(REFUSALS.contains(&refusal.code.as_str()), "{refusal:?}");
    }
}

on_both_stores! {
    async fn a_tree_is_what_it_should_be_after_anything(server: Server) {
        let admin = admin(&server).await;
        let mut dice = Dice(0x5eed_cafe);
        for name in ["a", "b", "c"] {
            admin.made(name, 0, json!({"privacyContext": "site"})).await;
        }
        let made = entries(&server, 12).await;
        for round in 0..400 {
            let ids: Vec<i64> = categories(&server).await.into_keys().collect();
            step(&admin, &mut dice, &ids).await;
            if round % 20 == 0 {
                let ids: Vec<i64> = categories(&server).await.into_keys().collect();
                let taken: BTreeSet<(i64, String)> = pairs(&server, "category_entry", ["category_id", "entry_id", "status"]).await
                    .into_iter().map(|(at, entry, _)| (at, entry)).collect();
                for _ in 0..6 {
                    let (category, entry) = (*dice.pick(&ids), *dice.pick(&made));
                    if !taken.contains(&(category, entry.to_string())) && dice.roll(2) == 0 {
                        let status = i64::try_from(1 + dice.roll(4)).unwrap();
                        assign(&server, category, entry, status).await;
                        break;
                    }
                }
                recount(&server).await;
            }
            check(&server).await;
        }
        assert!(categories(&server).await.len() > 8, "something is left to look at");
    }
}
