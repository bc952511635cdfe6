//! Rows of complaints.

use std::sync::LazyLock;

use contract::filter::{ListQuery, Page};
use sea_query::{Cond, Expr, ExprTrait, Query};
use store::{Listing, Row, Transaction};

use crate::app::App;
use crate::call::Scope;
use crate::error::Result;
use crate::user::user_key;

/// Nobody has looked at it; somebody has.
const PENDING: i64 = 1;
const MODERATED: i64 = 2;

/// A complaint to be taken down.
pub(super) struct NewFlag {
    /// The row of the entry.
    pub entry: i64,
    /// Who complains; empty: nobody known.
    pub user_id: String,
    /// Why, by number.
    pub kind: i64,
    /// What is said.
    pub comments: Option<String>,
}

/// A complaint.
pub(super) struct Flag {
    pub id: i64,
    pub partner_id: i64,
    pub user_id: String,
    pub kind: i64,
    pub comments: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

const COLUMNS: [&str; 7] =
    ["id", "partner_id", "user_id", "flag_type", "comments", "created_at", "updated_at"];

fn read(row: &Row) -> Result<Flag> {
    Ok(Flag {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        user_id: row.get("user_id")?,
        kind: row.get("flag_type")?,
        comments: row.get("comments")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| Listing::new("moderation_flag", COLUMNS, "id"));

pub(super) async fn list(app: &App, scope: Scope, entry: i64, page: Page) -> Result<(Vec<Flag>, u64)> {
    let base = Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("entry_id").eq(entry))
        .add(Expr::col("status").eq(PENDING));
    let query = ListQuery { page, ..ListQuery::default() };
    let (rows, total) = LISTING.fetch(&app.store, base, &query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

pub(super) async fn add(tx: &mut Transaction, scope: Scope, flag: &NewFlag, now: i64) -> Result<()> {
    let statement = Query::insert()
        .into_table("moderation_flag")
        .columns([
            "partner_id",
            "entry_id",
            "user_id",
            "user_key",
            "flag_type",
            "comments",
            "status",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            scope.partner_id().into(),
            flag.entry.into(),
            flag.user_id.clone().into(),
            user_key(&flag.user_id).into(),
            flag.kind.into(),
            flag.comments.clone().into(),
            PENDING.into(),
            now.into(),
            now.into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Somebody has looked at the complaints about an entry.
pub(super) async fn close(tx: &mut Transaction, scope: Scope, entry: i64, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("moderation_flag")
        .values([("status", MODERATED.into()), ("updated_at", now.into())])
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("entry_id").eq(entry))
        .and_where(Expr::col("status").eq(PENDING))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Lets the complaints of a user be theirs when the user gets another id.
pub(crate) async fn follow_user(
    tx: &mut Transaction,
    scope: Scope,
    old_id: &str,
    new_id: &str,
) -> Result<()> {
    let statement = Query::update()
        .table("moderation_flag")
        .values([("user_id", new_id.into()), ("user_key", user_key(new_id).into())])
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("user_key").eq(user_key(old_id)))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
