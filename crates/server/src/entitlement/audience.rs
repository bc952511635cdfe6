//! The tables of lists, kept true (docs/design/lists.md): whoever changes an entry, an assignment, or what a category
//! shows, has the audiences of the entries worked out anew in the same transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use sea_query::{Expr, ExprTrait, LockType, OnConflict, Order, Query};
use store::{Row, Transaction, one_of};

use super::contexts;
use crate::call::Scope;
use crate::error::{Error, Result};

/// Whoever asks, and whoever has logged in; above these, the members of some categories.
pub(crate) const EVERYBODY: i64 = 1;
/// See [`EVERYBODY`].
pub(crate) const LOGGED_IN: i64 = 2;
/// What is added to the number of a set of categories for the number of its audience.
const ABOVE_OPEN: i64 = 2;

/// Privacy of categories that are open to all, and to whoever has logged in.
const ALL: i64 = 1;
const AUTHENTICATED_USERS: i64 = 2;

/// Status of an assignment that counts.
const ACTIVE: i64 = 2;
/// Status of an entry that is gone.
const DELETED_ENTRY: i64 = 3;
/// Statuses of categories that are gone.
const DELETED: [i64; 2] = [3, 4];

/// Entries that are worked on at once.
const AT_ONCE: usize = 400;
/// How deep entries may stand under entries.
const MAX_DEPTH: usize = 8;

/// What lists filter by unasked, or often.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Traits {
    status: i64,
    moderation: i64,
    display: i64,
    kind: String,
    media_type: i64,
}

const TRAITS: [&str; 5] = ["status", "moderation", "display", "type", "media_type"];

impl Traits {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            status: row.get("status")?,
            moderation: row.get("moderation")?,
            display: row.get("display")?,
            kind: row.get("type")?,
            media_type: row.get("media_type")?,
        })
    }

    fn values(&self) -> [Expr; 5] {
        [
            self.status.into(),
            self.moderation.into(),
            self.display.into(),
            self.kind.clone().into(),
            self.media_type.into(),
        ]
    }
}

/// One line of `entry_shown` but for its entry: context, audience, traits.
type Shown = (i64, i64, Traits);

struct Entry {
    row: i64,
    public_id: String,
    parent_id: Option<String>,
    owner_key: String,
    created_at: i64,
    traits: Traits,
}

/// Works out anew who sees these entries and those under them. The caller has written them, or holds them.
pub(crate) async fn publish(
    tx: &mut Transaction,
    scope: Scope,
    rows: impl IntoIterator<Item = i64>,
) -> Result<()> {
    let rows: BTreeSet<i64> = rows.into_iter().collect();
    let rows: Vec<i64> = rows.into_iter().collect();
    let mut tally = BTreeMap::new();
    for part in rows.chunks(AT_ONCE) {
        let mut entries = entries(tx, scope, one_of("id", part.iter().copied())).await?;
        let mut depth = 0;
        let mut under: Vec<String> = entries.iter().map(|entry| entry.public_id.clone()).collect();
        while !under.is_empty() && depth < MAX_DEPTH {
            let children = self::entries(tx, scope, one_of("parent_id", under)).await?;
            let known: HashSet<i64> = entries.iter().map(|entry| entry.row).collect();
            let children: Vec<Entry> =
                children.into_iter().filter(|child| !known.contains(&child.row)).collect();
            under = children.iter().map(|child| child.public_id.clone()).collect();
            entries.extend(children);
            depth += 1;
        }
        publish_part(tx, scope, &entries, &mut tally).await?;
        for entry in &entries {
            crate::entry::announce(tx, scope.partner_id(), &entry.public_id);
        }
    }
    write_tally(tx, tally).await
}

async fn entries(tx: &mut Transaction, scope: Scope, which: Expr) -> Result<Vec<Entry>> {
    let statement = Query::select()
        .columns(["id", "public_id", "parent_id", "owner_key", "created_at"])
        .columns(TRAITS)
        .from("entry")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(which)
        .order_by("id", Order::Asc)
        // Two who work on one entry at once would each count what the other has counted.
        .lock(LockType::NoKeyUpdate)
        .to_owned();
    let read = |row: &Row| {
        Ok(Entry {
            row: row.get("id")?,
            public_id: row.get("public_id")?,
            parent_id: row.get("parent_id")?,
            owner_key: row.get("owner_key")?,
            created_at: row.get("created_at")?,
            traits: Traits::read(row)?,
        })
    };
    tx.all(&statement).await?.iter().map(read).collect()
}

async fn publish_part(
    tx: &mut Transaction,
    scope: Scope,
    entries: &[Entry],
    tally: &mut BTreeMap<Shown, i64>,
) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let whole = contexts::number(tx, scope, contexts::WHOLE_ACCOUNT).await?;
    let default = contexts::number(tx, scope, contexts::DEFAULT).await?;
    let protected_by = protectors(tx, scope, entries).await?;
    let categories = categories_of(tx, protected_by.values().map(|protector| protector.row)).await?;

    let mut wanted: HashMap<i64, BTreeMap<i64, i64>> = HashMap::new();
    for entry in entries {
        let mut audiences = BTreeMap::from([(whole, EVERYBODY)]);
        let protector = &protected_by[&entry.row];
        match categories.get(&protector.row) {
            _ if protector.is_gone => {}
            None => {
                audiences.insert(default, EVERYBODY);
            }
            Some(categories) => {
                for (context, placement) in by_context(categories) {
                    audiences.insert(context, audience(tx, context, &placement).await?);
                }
            }
        }
        wanted.insert(entry.row, audiences);
    }

    let mut before = shown(tx, entries).await?;
    for entry in entries {
        let old = before.remove(&entry.row).unwrap_or_default();
        let new: BTreeMap<i64, (i64, Traits)> = wanted[&entry.row]
            .iter()
            .map(|(context, audience)| (*context, (*audience, entry.traits.clone())))
            .collect();
        if old == new {
            continue;
        }
        for (context, (audience, traits)) in &old {
            *tally.entry((*context, *audience, traits.clone())).or_default() -= 1;
        }
        for (context, (audience, traits)) in &new {
            *tally.entry((*context, *audience, traits.clone())).or_default() += 1;
        }
        rewrite_shown(tx, entry, &new).await?;
    }
    rewrite_users(tx, scope, entries, &protected_by).await
}

/// The entry whose categories and users count for another: itself, or the one that it stands under (reference:
/// content-access.md §4.5, §16.2).
struct Protector {
    row: i64,
    owner_key: String,
    /// It is deleted: nobody but its owner sees what stands under it.
    is_gone: bool,
}

async fn protectors(
    tx: &mut Transaction,
    scope: Scope,
    entries: &[Entry],
) -> Result<HashMap<i64, Protector>> {
    let mut protected_by = HashMap::new();
    for entry in entries {
        let mut protector = Protector { row: entry.row, owner_key: entry.owner_key.clone(), is_gone: false };
        let mut parent = entry.parent_id.clone();
        for _ in 0..MAX_DEPTH {
            let Some(id) = parent.take() else { break };
            let statement = Query::select()
                .columns(["id", "parent_id", "owner_key", "status"])
                .from("entry")
                .and_where(Expr::col("partner_id").eq(scope.partner_id()))
                .and_where(Expr::col("public_id").eq(id))
                .to_owned();
            let found = tx.one(&statement).await?;
            let gone = found.as_ref().map(|row| row.get::<i64>("status")).transpose()?;
            let Some(found) = found.filter(|_| gone != Some(DELETED_ENTRY)) else {
                protector.is_gone = true;
                break;
            };
            protector =
                Protector { row: found.get("id")?, owner_key: found.get("owner_key")?, is_gone: false };
            parent = found.get("parent_id")?;
        }
        protected_by.insert(entry.row, protector);
    }
    Ok(protected_by)
}

/// A category as far as it says who sees what is in it.
struct Category {
    members_of: i64,
    privacy: i64,
    contexts: Vec<i64>,
}

/// The categories that entries are in; entries in none are left out.
async fn categories_of(
    tx: &mut Transaction,
    entries: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Vec<Category>>> {
    let entries: BTreeSet<i64> = entries.into_iter().collect();
    let statement = Query::select()
        .columns(["entry_id", "category_id"])
        .from("category_entry")
        .and_where(one_of("entry_id", entries))
        .and_where(Expr::col("status").eq(ACTIVE))
        .to_owned();
    let mut placed: Vec<(i64, i64)> = Vec::new();
    for row in tx.all(&statement).await? {
        placed.push((row.get("entry_id")?, row.get("category_id")?));
    }
    let ids: BTreeSet<i64> = placed.iter().map(|(_, category)| *category).collect();
    let statement = Query::select()
        .columns(["id", "member_category_id", "privacy"])
        .from("category")
        .and_where(one_of("id", ids.iter().copied()))
        .and_where(Expr::col("status").is_not_in(DELETED))
        .order_by("id", Order::Asc)
        // What a category shows cannot change before this is written.
        .lock(LockType::Share)
        .to_owned();
    let mut known = HashMap::new();
    for row in tx.all(&statement).await? {
        known.insert(
            row.get::<i64>("id")?,
            (row.get::<i64>("member_category_id")?, row.get::<i64>("privacy")?),
        );
    }
    let contexts = contexts::of_categories(tx, &ids).await?;
    let mut by_entry: HashMap<i64, Vec<Category>> = HashMap::new();
    for (entry, id) in placed {
        let Some(&(members_of, privacy)) = known.get(&id) else { continue };
        let contexts = contexts.get(&id).cloned().unwrap_or_default();
        by_entry.entry(entry).or_default().push(Category { members_of, privacy, contexts });
    }
    Ok(by_entry)
}

/// Where the categories of an entry put it within one context.
enum Placement {
    Open(i64),
    Members(BTreeSet<i64>),
}

fn by_context(categories: &[Category]) -> BTreeMap<i64, Placement> {
    let mut placements: BTreeMap<i64, Placement> = BTreeMap::new();
    for category in categories {
        for context in &category.contexts {
            let placement = placements.entry(*context).or_insert_with(|| Placement::Members(BTreeSet::new()));
            match (category.privacy, &mut *placement) {
                (ALL, place) => *place = Placement::Open(EVERYBODY),
                (AUTHENTICATED_USERS, Placement::Members(_)) => *placement = Placement::Open(LOGGED_IN),
                (_, Placement::Open(_)) => {}
                (_, Placement::Members(members)) => {
                    members.insert(category.members_of);
                }
            }
        }
    }
    placements
}

/// The number of the audience; a set of categories that was not seen before gets one.
async fn audience(tx: &mut Transaction, context: i64, placement: &Placement) -> Result<i64> {
    let members = match placement {
        Placement::Open(audience) => return Ok(*audience),
        Placement::Members(members) => members,
    };
    let text = members.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let find = Query::select()
        .column("id")
        .from("audience_set")
        .and_where(Expr::col("context_id").eq(context))
        .and_where(Expr::col("categories").eq(text.as_str()))
        .to_owned();
    if let Some(row) = tx.one(&find).await? {
        return Ok(row.get::<i64>("id")? + ABOVE_OPEN);
    }
    let insert = Query::insert()
        .into_table("audience_set")
        .columns(["context_id", "categories"])
        .values_panic([context.into(), text.into()])
        .on_conflict(OnConflict::columns(["context_id", "categories"]).do_nothing().to_owned())
        .returning_col("id")
        .to_owned();
    let Some(row) = tx.one(&insert).await? else {
        // Somebody else was quicker.
        let row = tx.one(&find).await?.ok_or_else(|| Error::internal("an audience is gone"))?;
        return Ok(row.get::<i64>("id")? + ABOVE_OPEN);
    };
    let number = row.get::<i64>("id")? + ABOVE_OPEN;
    let mut statement = Query::insert();
    statement.into_table("audience").columns(["category_id", "context_id", "audience_id"]);
    for category in members {
        statement.values_panic([(*category).into(), context.into(), number.into()]);
    }
    tx.execute(&statement).await?;
    Ok(number)
}

async fn shown(
    tx: &mut Transaction,
    entries: &[Entry],
) -> Result<HashMap<i64, BTreeMap<i64, (i64, Traits)>>> {
    let statement = Query::select()
        .columns(["entry_id", "context_id", "audience_id"])
        .columns(TRAITS)
        .from("entry_shown")
        .and_where(one_of("entry_id", entries.iter().map(|entry| entry.row)))
        .to_owned();
    let mut shown: HashMap<i64, BTreeMap<i64, (i64, Traits)>> = HashMap::new();
    for row in tx.all(&statement).await? {
        shown
            .entry(row.get("entry_id")?)
            .or_default()
            .insert(row.get("context_id")?, (row.get("audience_id")?, Traits::read(&row)?));
    }
    Ok(shown)
}

async fn rewrite_shown(
    tx: &mut Transaction,
    entry: &Entry,
    new: &BTreeMap<i64, (i64, Traits)>,
) -> Result<()> {
    let forget =
        Query::delete().from_table("entry_shown").and_where(Expr::col("entry_id").eq(entry.row)).to_owned();
    tx.execute(&forget).await?;
    let mut statement = Query::insert();
    statement
        .into_table("entry_shown")
        .columns(["entry_id", "context_id", "audience_id"].into_iter().chain(TRAITS).chain(["created_at"]));
    for (context, (audience, traits)) in new {
        let place = [entry.row.into(), (*context).into(), (*audience).into()];
        statement.values_panic(place.into_iter().chain(traits.values()).chain([entry.created_at.into()]));
    }
    tx.execute(&statement).await?;
    Ok(())
}

/// The owner and the users that an entry names: these see it whatever its categories are. Of an entry that stands
/// under another these are its own owner, and that one's users.
async fn rewrite_users(
    tx: &mut Transaction,
    scope: Scope,
    entries: &[Entry],
    protected_by: &HashMap<i64, Protector>,
) -> Result<()> {
    let protectors: BTreeSet<i64> = protected_by.values().map(|protector| protector.row).collect();
    let mut named: HashMap<i64, BTreeSet<String>> = HashMap::new();
    let statement = Query::select()
        .columns(["entry_id", "user_key"])
        .from("entry_right")
        .and_where(one_of("entry_id", protectors))
        .to_owned();
    for row in tx.all(&statement).await? {
        named.entry(row.get("entry_id")?).or_default().insert(row.get("user_key")?);
    }
    let rows = entries.iter().map(|entry| entry.row);
    let forget = Query::delete().from_table("entry_user").and_where(one_of("entry_id", rows)).to_owned();
    tx.execute(&forget).await?;
    for entry in entries {
        let protector = &protected_by[&entry.row];
        let mut users = BTreeSet::from([entry.owner_key.clone()]);
        if !protector.is_gone {
            users.extend(named.get(&protector.row).cloned().unwrap_or_default());
            users.insert(protector.owner_key.clone());
        }
        users.remove("");
        if users.is_empty() {
            continue;
        }
        let mut statement = Query::insert();
        statement
            .into_table("entry_user")
            .columns(["user_key", "partner_id", "entry_id"].into_iter().chain(TRAITS).chain(["created_at"]));
        for user in users {
            let place = [user.into(), scope.partner_id().into(), entry.row.into()];
            statement.values_panic(
                place.into_iter().chain(entry.traits.values()).chain([entry.created_at.into()]),
            );
        }
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Last of all, and by ascending key: two transactions that count in one place wait for each other from here on.
async fn write_tally(tx: &mut Transaction, tally: BTreeMap<Shown, i64>) -> Result<()> {
    for ((context, audience, traits), change) in tally {
        if change == 0 {
            continue;
        }
        let place = ["context_id", "audience_id"].into_iter().chain(TRAITS);
        let statement = Query::insert()
            .into_table("entry_tally")
            .columns(place.clone().chain(["entries"]))
            .values_panic(
                [context.into(), audience.into()].into_iter().chain(traits.values()).chain([change.into()]),
            )
            .on_conflict(
                OnConflict::columns(place)
                    .value("entries", Expr::col(("entry_tally", "entries")).add(change))
                    .to_owned(),
            )
            .to_owned();
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// What categories show may have changed: their privacy, contexts, the category that members come from, or that they
/// are there at all. Works out anew who sees the entries in them. The caller has written the categories.
pub(crate) async fn categories_changed(tx: &mut Transaction, scope: Scope, categories: &[i64]) -> Result<()> {
    contexts::rewrite(tx, scope, categories).await?;
    for part in categories.chunks(AT_ONCE) {
        let statement = Query::select()
            .distinct()
            .column("entry_id")
            .from("category_entry")
            .and_where(one_of("category_id", part.iter().copied()))
            .to_owned();
        let mut rows = Vec::new();
        for row in tx.all(&statement).await? {
            rows.push(row.get::<i64>("entry_id")?);
        }
        publish(tx, scope, rows).await?;
    }
    Ok(())
}
