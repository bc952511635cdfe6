//! What other features ask about the rows of users and groups, many at a time.

use std::collections::HashMap;

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use store::{Row, Transaction, one_of};

use super::model::{UserMode, UserType};
use super::table::not_deleted;
use super::{UserProfile, UserStatus, user_key};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};

/// A user or a group as the rows of other features point to it.
#[derive(Clone, Debug)]
pub(crate) struct UserRow {
    /// The row.
    pub row: i64,
    /// The id that the account chose.
    pub id: String,
    /// A person or a group.
    pub kind: UserType,
    /// Never deleted.
    pub status: UserStatus,
    /// Protected from changes by synchronisation.
    pub is_protected: bool,
}

impl UserRow {
    /// True for a group of either type.
    pub(crate) fn is_group(&self) -> bool {
        self.kind != UserType::User
    }

    /// True if this is the one that an id means.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        user_key(&self.id) == user_key(id)
    }
}

fn select(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(["id", "user_id", "type", "status", "profile"])
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(not_deleted())
        .to_owned()
}

fn with_ids<'a>(scope: Scope, ids: impl IntoIterator<Item = &'a str>) -> SelectStatement {
    let keys = ids.into_iter().map(user_key);
    select(scope).and_where(one_of("user_key", keys)).order_by("id", Order::Asc).to_owned()
}

fn read(row: &Row) -> Result<UserRow> {
    let broken = |what: &str| Error::internal(format!("a user has an unknown {what}"));
    let profile: String = row.get("profile")?;
    let profile = UserProfile::from_text(&profile)?;
    Ok(UserRow {
        row: row.get("id")?,
        id: row.get("user_id")?,
        kind: UserType::from_number(row.get("type")?).ok_or_else(|| broken("type"))?,
        status: UserStatus::from_number(row.get("status")?).ok_or_else(|| broken("status"))?,
        is_protected: profile.user_mode == Some(UserMode::ProtectedUser.number()),
    })
}

/// The users and groups with these ids; those that the account does not know are left out.
pub(crate) async fn find_rows<'a>(
    app: &App,
    scope: Scope,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<UserRow>> {
    app.store.all(&with_ids(scope, ids)).await?.iter().map(read).collect()
}

/// As [`find_rows`], and nobody else changes them before the transaction ends.
pub(crate) async fn lock_rows<'a>(
    tx: &mut Transaction,
    scope: Scope,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<UserRow>> {
    tx.all(with_ids(scope, ids).lock(LockType::NoKeyUpdate)).await?.iter().map(read).collect()
}

/// Lets nobody change users before the transaction ends: those whose rows a query gives, by ascending row.
pub(crate) async fn hold_rows(tx: &mut Transaction, scope: Scope, rows: SelectStatement) -> Result<()> {
    let statement = Query::select()
        .column("id")
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("id").in_subquery(rows))
        .order_by("id", Order::Asc)
        .lock(LockType::Share)
        .to_owned();
    tx.all(&statement).await?;
    Ok(())
}

fn with_numbers(scope: Scope, rows: impl IntoIterator<Item = i64>) -> SelectStatement {
    select(scope).and_where(one_of("id", rows)).to_owned()
}

fn by_number(rows: &[Row]) -> Result<HashMap<i64, UserRow>> {
    rows.iter().map(|row| read(row).map(|user| (user.row, user))).collect()
}

/// The users and groups behind these rows.
pub(crate) async fn rows_by_number(
    app: &App,
    scope: Scope,
    rows: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, UserRow>> {
    by_number(&app.store.all(&with_numbers(scope, rows)).await?)
}

/// As [`rows_by_number`], as they are within a transaction.
pub(crate) async fn rows_by_number_within(
    tx: &mut Transaction,
    scope: Scope,
    rows: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, UserRow>> {
    by_number(&tx.all(&with_numbers(scope, rows)).await?)
}

/// The rows of an account's users and groups of these types and statuses, as a part of a query.
pub(crate) fn rows_of(scope: Scope, kinds: &[UserType], statuses: &[UserStatus]) -> SelectStatement {
    Query::select()
        .column("id")
        .from("account_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(not_deleted())
        .and_where(one_of("status", statuses.iter().map(|status| status.number())))
        .and_where(one_of("type", kinds.iter().map(|kind| kind.number())))
        .to_owned()
}

/// The rows that a filter's `userIdEqual` and `userIdIn` mean; `None` where neither is set, which is no condition.
pub(crate) async fn rows_meant(
    app: &App,
    scope: Scope,
    equal: Option<&String>,
    among: Option<&String>,
) -> Result<Option<Vec<i64>>> {
    let equal = equal.filter(|id| !id.is_empty());
    let among = among.filter(|ids| !ids.is_empty());
    // The API takes so many values of a list (reference: identity.md §1.4).
    let listed: Option<Vec<&str>> = among.map(|ids| ids.split(',').take(500).map(str::trim).collect());
    let ids = match (equal, listed) {
        (None, None) => return Ok(None),
        (Some(id), None) => vec![id.as_str()],
        (None, Some(ids)) => ids,
        (Some(id), Some(ids)) => ids.into_iter().filter(|other| user_key(other) == user_key(id)).collect(),
    };
    Ok(Some(find_rows(app, scope, ids).await?.iter().map(|user| user.row).collect()))
}
