//! Rows of user entries.

use std::sync::LazyLock;

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction};

use super::model::{UserEntryExtendedStatus, UserEntryStatus, UserEntryType};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::user_key;

/// A user entry.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the properties of KalturaUserEntry and its subclasses, which document them
pub(crate) struct Note {
    pub id: i64,
    pub partner_id: i64,
    pub entry_id: String,
    /// None: of nobody known.
    pub user_id: Option<String>,
    pub kind: UserEntryType,
    pub status: UserEntryStatus,
    pub extended_status: Option<UserEntryExtendedStatus>,
    pub version: Option<i64>,
    pub score: Option<f64>,
    pub calculated_score: Option<f64>,
    pub created_at: i64,
    pub updated_at: i64,
    /// What is its class's own.
    pub more: Kept,
}

impl Note {
    /// Whether an attempt at a quiz is over.
    pub(crate) fn is_submitted(&self) -> bool {
        self.status == UserEntryStatus::QuizSubmitted
    }

    /// Whether it is of a user, by the folded id.
    pub(crate) fn is_of(&self, key: &str) -> bool {
        self.user_id.as_deref().is_some_and(|user| user_key(user) == key)
    }

    /// Of most types a user has one for an entry; of attempts any number.
    fn single_key(&self) -> Option<String> {
        let is_single = self.kind != UserEntryType::Quiz && self.status != UserEntryStatus::Deleted;
        self.user_id.as_deref().filter(|_| is_single).map(user_key)
    }

    fn values(&self) -> [(&'static str, Expr); 14] {
        [
            ("partner_id", self.partner_id.into()),
            ("entry_id", self.entry_id.as_str().into()),
            ("user_id", self.user_id.clone().into()),
            ("user_key", self.user_id.as_deref().map(user_key).into()),
            ("type", self.kind.wire_value().into()),
            ("status", self.status.wire_value().into()),
            ("extended_status", self.extended_status.map(UserEntryExtendedStatus::wire_value).into()),
            ("version", self.version.into()),
            ("score", self.score.into()),
            ("calculated_score", self.calculated_score.into()),
            ("single_key", self.single_key().into()),
            ("created_at", self.created_at.into()),
            ("updated_at", self.updated_at.into()),
            ("more", self.more.text().into()),
        ]
    }
}

const COLUMNS: [&str; 13] = [
    "id",
    "partner_id",
    "entry_id",
    "user_id",
    "type",
    "status",
    "extended_status",
    "version",
    "score",
    "calculated_score",
    "created_at",
    "updated_at",
    "more",
];

fn read(row: &Row) -> Result<Note> {
    let broken = |what: &str| Error::internal(format!("a user entry has an unknown {what}"));
    let (kind, status): (String, String) = (row.get("type")?, row.get("status")?);
    let extended: Option<String> = row.get("extended_status")?;
    let more: String = row.get("more")?;
    Ok(Note {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        entry_id: row.get("entry_id")?,
        user_id: row.get("user_id")?,
        kind: UserEntryType::from_wire_value(&kind).ok_or_else(|| broken("type"))?,
        status: UserEntryStatus::from_wire_value(&status).ok_or_else(|| broken("status"))?,
        extended_status: extended.as_deref().and_then(UserEntryExtendedStatus::from_wire_value),
        version: row.get("version")?,
        score: row.get("score")?,
        calculated_score: row.get("calculated_score")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: Kept::read(&more)?,
    })
}

/// The account's user entries but for those that are deleted or in the recycle bin.
fn of_account(scope: Scope) -> Cond {
    Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("status").ne(UserEntryStatus::Deleted.wire_value()))
        .add(Expr::col("is_recycled").eq(false))
}

fn select(scope: Scope) -> SelectStatement {
    Query::select().columns(COLUMNS).from("user_entry").cond_where(of_account(scope)).to_owned()
}

/// The user entry with this id. Who may see it is another question.
pub(super) async fn find(app: &App, scope: Scope, id: i64) -> Result<Option<Note>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The same within a transaction, kept as it is until that one ends.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<Note>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).lock(LockType::NoKeyUpdate).to_owned();
    tx.one(&statement).await?.as_ref().map(read).transpose()
}

/// The attempts with these ids that are over.
pub(super) async fn submitted(app: &App, scope: Scope, ids: Vec<i64>) -> Result<Vec<i64>> {
    let statement = Query::select()
        .column("id")
        .from("user_entry")
        .cond_where(of_account(scope))
        .and_where(Expr::col("status").eq(UserEntryStatus::QuizSubmitted.wire_value()))
        .and_where(store::one_of("id", ids))
        .to_owned();
    app.store.all(&statement).await?.iter().map(|row| Ok(row.get("id")?)).collect()
}

/// A user's attempts at a quiz that are over, the first before the others.
pub(super) async fn attempts(
    tx: &mut Transaction,
    scope: Scope,
    entry_id: &str,
    user: &str,
) -> Result<Vec<Note>> {
    let statement = select(scope)
        .and_where(Expr::col("entry_id").eq(entry_id))
        .and_where(Expr::col("type").eq(UserEntryType::Quiz.wire_value()))
        .and_where(Expr::col("user_key").eq(user_key(user)))
        .and_where(Expr::col("status").eq(UserEntryStatus::QuizSubmitted.wire_value()))
        .order_by("version", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&statement).await?.iter().map(read).collect()
}

/// Adds a user entry, which gets its id.
pub(super) async fn insert(tx: &mut Transaction, note: &mut Note) -> Result<()> {
    let (mut columns, mut values): (Vec<_>, Vec<_>) = note.values().into_iter().unzip();
    columns.push("is_recycled");
    values.push(false.into());
    let statement = Query::insert()
        .into_table("user_entry")
        .columns(columns)
        .values_panic(values)
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    note.id = row.get("id")?;
    Ok(())
}

/// Writes a user entry.
pub(super) async fn update(tx: &mut Transaction, note: &Note) -> Result<()> {
    let statement = Query::update()
        .table("user_entry")
        .values(note.values())
        .and_where(Expr::col("id").eq(note.id))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Deletes what is noted of an entry: the rows stay, and nothing finds them.
pub(super) async fn delete_of(tx: &mut Transaction, scope: Scope, entry_id: &str, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("user_entry")
        .value("status", UserEntryStatus::Deleted.wire_value())
        .value("single_key", Option::<String>::None)
        .value("updated_at", now)
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("entry_id").eq(entry_id))
        .and_where(Expr::col("status").ne(UserEntryStatus::Deleted.wire_value()))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Hides what is noted of an entry that goes to the recycle bin, or shows it again.
pub(super) async fn set_recycled(
    tx: &mut Transaction,
    scope: Scope,
    entry_id: &str,
    is_recycled: bool,
) -> Result<()> {
    let statement = Query::update()
        .table("user_entry")
        .value("is_recycled", is_recycled)
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("entry_id").eq(entry_id))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Writes the new id of a user wherever the old one stands. What a former user of the new id left behind does not stand
/// in the way.
pub(super) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    let of = |id: &str| {
        Query::update()
            .table("user_entry")
            .and_where(Expr::col("partner_id").eq(scope.partner_id()))
            .and_where(Expr::col("user_key").eq(user_key(id)))
            .to_owned()
    };
    if user_key(old) != user_key(new) {
        tx.execute(of(new).value("single_key", Option::<String>::None)).await?;
    }
    let single = of(old)
        .value("single_key", user_key(new))
        .and_where(Expr::col("single_key").is_not_null())
        .to_owned();
    tx.execute(&single).await?;
    tx.execute(of(old).values([("user_id", new.into()), ("user_key", user_key(new).into())])).await?;
    Ok(())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("user_entry", COLUMNS, "id")
        .column("id", "id", ColumnKind::Int)
        .column("entryId", "entry_id", ColumnKind::Text)
        .column("userId", "user_key", ColumnKind::Folded(user_key))
        .column("status", "status", ColumnKind::Text)
        .column("type", "type", ColumnKind::Text)
        .column("extendedStatus", "extended_status", ColumnKind::Text)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .never_null(["created_at", "updated_at"])
        .default_order("id", Order::Desc)
});

/// The user entries of a page, and how many there are in all: those for which all of this holds.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Cond,
    query: &ListQuery,
) -> Result<(Vec<Note>, u64)> {
    let (rows, total) = LISTING.fetch(&app.store, of_account(scope).add(wanted), query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::model::QuizUserEntryFilter;
    use super::*;

    #[test]
    fn a_column_stands_behind_every_filter_and_order() {
        let mut named = vec!["extendedStatus"];
        for class in std::iter::successors(Some(QuizUserEntryFilter::CLASS), |class| class.base) {
            named.extend(class.order_by);
        }
        let fields = QuizUserEntryFilter::CLASS.all_properties();
        let fields = fields.into_iter().filter_map(|property| property.filter);
        named.extend(fields.flat_map(|field| field.properties.iter().copied()));
        assert_eq!(LISTING.unmapped(named), [""; 0]);
    }
}
