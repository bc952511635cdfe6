//! The account written to a database: what a feature does change by change, here for all entries at once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use sea_query::{InsertStatement, Query, Value};
use store::{Store, StoreError, Transaction};

use super::account::{ALL, AUTHENTICATED_USERS, Account, DEFAULT_CONTEXT, Entry};
use super::tables::{EVERYBODY, LOGGED_IN, PARTNER, TEXT, WHOLE_ACCOUNT};
use super::viewer::key;

const BATCH: usize = 500;
const COMMIT: usize = 20_000;
const PROGRESS: usize = 100_000;

const ENTRY: &[&str] = &[
    "id",
    "partner_id",
    "public_id",
    "name",
    "name_key",
    "owner_key",
    "status",
    "moderation",
    "display",
    "media_type",
    "created_at",
    "updated_at",
    "more",
];
const SHOWN: &[&str] =
    &["entry_id", "context_id", "audience_id", "status", "moderation", "display", "media_type", "created_at"];

const USER: &[&str] =
    &["user_key", "entry_id", "status", "moderation", "display", "media_type", "created_at"];

/// Rows of a table that are written some hundreds at a time.
struct Rows {
    insert: InsertStatement,
    waiting: usize,
    table: &'static str,
    columns: &'static [&'static str],
}

impl Rows {
    fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { insert: Self::empty(table, columns), waiting: 0, table, columns }
    }

    fn empty(table: &'static str, columns: &'static [&'static str]) -> InsertStatement {
        Query::insert().into_table(table).columns(columns.iter().copied()).to_owned()
    }

    async fn add<const N: usize>(&mut self, tx: &mut Transaction, row: [Value; N]) -> Result<(), StoreError> {
        self.insert.values_panic(row.map(sea_query::Expr::from));
        self.waiting += 1;
        if self.waiting == BATCH { self.write(tx).await } else { Ok(()) }
    }

    async fn write(&mut self, tx: &mut Transaction) -> Result<(), StoreError> {
        if self.waiting > 0 {
            let insert = std::mem::replace(&mut self.insert, Self::empty(self.table, self.columns));
            self.waiting = 0;
            tx.execute(&insert).await?;
        }
        Ok(())
    }
}

pub(super) async fn fill(store: &Store, name: &str, account: &Account) -> Result<(), StoreError> {
    let start = Instant::now();
    let mut tx = store.begin().await?;
    write_categories(&mut tx, account).await?;
    tx.commit().await?;
    let mut writer = Writer::new(account);
    let mut tx = store.begin().await?;
    for (number, entry) in account.entries.iter().enumerate() {
        if number > 0 && number % COMMIT == 0 {
            writer.write(&mut tx).await?;
            tx.commit().await?;
            tx = store.begin().await?;
        }
        if number > 0 && number % PROGRESS == 0 {
            eprintln!("{name}: {number} entries written, {} s", start.elapsed().as_secs());
        }
        writer.add(&mut tx, entry).await?;
    }
    writer.write(&mut tx).await?;
    writer.write_sums(&mut tx).await?;
    tx.commit().await?;
    eprintln!("{name}: {} entries written in {} s", account.entries.len(), start.elapsed().as_secs());
    Ok(())
}

async fn write_categories(tx: &mut Transaction, account: &Account) -> Result<(), StoreError> {
    let mut categories = Rows::new("category", &["id", "privacy"]);
    let mut contexts = Rows::new("category_context", &["category_id", "context_id"]);
    let mut members = Rows::new("category_user", &["user_key", "category_id"]);
    for (number, category) in account.categories.iter().enumerate() {
        let id = category_id(number);
        categories.add(tx, [id.into(), category.privacy.into()]).await?;
        for context in &category.contexts {
            contexts.add(tx, [id.into(), (*context).into()]).await?;
        }
        for user in &category.members {
            members.add(tx, [key(*user).into(), id.into()]).await?;
        }
    }
    for rows in [&mut categories, &mut contexts, &mut members] {
        rows.write(tx).await?;
    }
    Ok(())
}

fn category_id(number: usize) -> i64 {
    i64::try_from(number + 1).unwrap_or(i64::MAX)
}

struct Writer<'a> {
    account: &'a Account,
    entries: Rows,
    assigned: Rows,
    shown: Rows,
    users: Rows,
    /// The audience of those entries whose categories in a context are these, all for members only.
    audiences: BTreeMap<(i64, Vec<usize>), i64>,
    tally: BTreeMap<[i64; 6], i64>,
}

impl<'a> Writer<'a> {
    fn new(account: &'a Account) -> Self {
        Self {
            account,
            entries: Rows::new("entry", ENTRY),
            assigned: Rows::new("entry_category", &["category_id", "entry_id"]),
            shown: Rows::new("entry_shown", SHOWN),
            users: Rows::new("entry_user", USER),
            audiences: BTreeMap::new(),
            tally: BTreeMap::new(),
        }
    }

    async fn add(&mut self, tx: &mut Transaction, entry: &Entry) -> Result<(), StoreError> {
        let Entry { id, status, moderation, display, media_type, created_at, .. } = *entry;
        let traits = [status, moderation, display, media_type];
        let name = entry.name();
        let row = [
            id.into(),
            PARTNER.into(),
            entry.public_id().into(),
            name.as_str().into(),
            name.to_lowercase().into(),
            key(entry.owner).into(),
            status.into(),
            moderation.into(),
            display.into(),
            media_type.into(),
            created_at.into(),
            (created_at + id % 1_000).into(),
            "x".repeat(300).into(),
        ];
        self.entries.add(tx, row).await?;
        for category in &entry.categories {
            self.assigned.add(tx, [category_id(*category).into(), id.into()]).await?;
        }
        let users: BTreeSet<usize> = entry.entitled.iter().copied().chain([entry.owner]).collect();
        for user in users {
            let [status, moderation, display, media_type] = traits.map(Value::from);
            let row =
                [key(user).into(), id.into(), status, moderation, display, media_type, created_at.into()];
            self.users.add(tx, row).await?;
        }
        for (context, audience) in self.audiences_of(entry) {
            let [status, moderation, display, media_type] = traits.map(Value::from);
            let row = [
                id.into(),
                context.into(),
                audience.into(),
                status,
                moderation,
                display,
                media_type,
                created_at.into(),
            ];
            self.shown.add(tx, row).await?;
            let [status, moderation, display, media_type] = traits;
            *self.tally.entry([context, audience, status, moderation, display, media_type]).or_default() += 1;
        }
        TEXT.put(tx, id, &[&name, &entry.tags(), &entry.description()]).await
    }

    /// The contexts that the entry is in, and who sees it there.
    fn audiences_of(&mut self, entry: &Entry) -> Vec<(i64, i64)> {
        let mut contexts = BTreeMap::<i64, Vec<usize>>::new();
        for &number in &entry.categories {
            for context in &self.account.categories[number].contexts {
                contexts.entry(*context).or_default().push(number);
            }
        }
        let mut audiences = vec![(WHOLE_ACCOUNT, EVERYBODY)];
        if entry.categories.is_empty() {
            audiences.push((DEFAULT_CONTEXT, EVERYBODY));
        }
        for (context, categories) in contexts {
            let any_is =
                |privacy| categories.iter().any(|number| self.account.categories[*number].privacy == privacy);
            let audience = if any_is(ALL) {
                EVERYBODY
            } else if any_is(AUTHENTICATED_USERS) {
                LOGGED_IN
            } else {
                let next = i64::try_from(self.audiences.len()).unwrap_or(i64::MAX) + LOGGED_IN + 1;
                *self.audiences.entry((context, categories)).or_insert(next)
            };
            audiences.push((context, audience));
        }
        audiences
    }

    async fn write(&mut self, tx: &mut Transaction) -> Result<(), StoreError> {
        for rows in [&mut self.entries, &mut self.assigned, &mut self.shown, &mut self.users] {
            rows.write(tx).await?;
        }
        Ok(())
    }

    async fn write_sums(self, tx: &mut Transaction) -> Result<(), StoreError> {
        let mut audiences = Rows::new("audience", &["category_id", "context_id", "audience_id"]);
        for ((context, categories), audience) in self.audiences {
            for category in categories {
                let row = [category_id(category).into(), context.into(), audience.into()];
                audiences.add(tx, row).await?;
            }
        }
        audiences.write(tx).await?;
        let mut tally = Rows::new(
            "entry_tally",
            &["context_id", "audience_id", "status", "moderation", "display", "media_type", "entries"],
        );
        for ([context, audience, status, moderation, display, media_type], entries) in self.tally {
            let row = [context, audience, status, moderation, display, media_type, entries];
            tally.add(tx, row.map(Value::from)).await?;
        }
        tally.write(tx).await
    }
}
