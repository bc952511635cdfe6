//! Rows of members.

use std::collections::BTreeSet;

use contract::ApiEnum;
use sea_query::{Cond, Expr, ExprTrait, Func, Query, SelectStatement};
use store::{Row, Transaction, one_of};

use super::known::{Places, announce};
use super::model::{CategoryUserStatus, UpdateMethodType};
use super::powers::{Powers, Standing};
use crate::app::App;
use crate::call::Scope;
use crate::category::model::{CategoryUserPermissionLevel, InheritanceType};
use crate::category::table::follow_owner;
use crate::category::tree::within;
use crate::category::visible::holds;
use crate::error::{Error, Result};
use crate::user::user_key;

/// A user's or a group's place in a category.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The category itself, not one that inherits the member.
    pub category_id: i64,
    /// The id as the account spells it.
    pub user_id: String,
    /// The level, and what may be done.
    pub standing: Standing,
    /// Whether it counts.
    pub status: CategoryUserStatus,
    /// Who set it.
    pub update_method: UpdateMethodType,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

/// What is read of a member.
pub(super) const COLUMNS: [&str; 8] = [
    "category_id",
    "user_id",
    "permission_level",
    "permission_names",
    "status",
    "update_method",
    "created_at",
    "updated_at",
];

fn standing(row: &Row) -> Result<Standing> {
    let names: String = row.get("permission_names")?;
    Ok(Standing { level: number(row, "permission_level")?, powers: Powers::named(&names) })
}

fn number<T: ApiEnum>(row: &Row, column: &str) -> Result<T> {
    T::from_number(row.get(column)?)
        .ok_or_else(|| Error::internal(format!("a member holds an unknown number in {column}")))
}

pub(super) fn read(row: &Row) -> Result<Member> {
    Ok(Member {
        category_id: row.get("category_id")?,
        user_id: row.get("user_id")?,
        standing: standing(row)?,
        status: number(row, "status")?,
        update_method: number(row, "update_method")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

fn active() -> Expr {
    Expr::col("status").eq(CategoryUserStatus::Active.number())
}

fn of_user(scope: Scope, key: &str) -> Cond {
    Cond::all().add(Expr::col("partner_id").eq(scope.partner_id())).add(Expr::col("user_key").eq(key))
}

fn at(scope: Scope, category: i64, user_id: &str) -> Cond {
    of_user(scope, &user_key(user_id)).add(Expr::col("category_id").eq(category))
}

/// The active memberships of a user or group, for the cache.
pub(super) async fn places(app: &App, scope: Scope, key: &str) -> Result<Places> {
    let statement = Query::select()
        .columns(["category_id", "permission_level", "permission_names"])
        .from("category_user")
        .cond_where(of_user(scope, key))
        .and_where(active())
        .to_owned();
    let rows = app.store.all(&statement).await?;
    rows.iter().map(|row| Ok((row.get("category_id")?, standing(row)?))).collect()
}

fn select(scope: Scope, category: i64, user_id: &str) -> SelectStatement {
    Query::select().columns(COLUMNS).from("category_user").cond_where(at(scope, category, user_id)).to_owned()
}

/// What a user is in a category itself.
pub(super) async fn find(app: &App, scope: Scope, category: i64, user_id: &str) -> Result<Option<Member>> {
    app.store.one(&select(scope, category, user_id)).await?.as_ref().map(read).transpose()
}

/// As [`find`], as it is within a transaction.
pub(super) async fn find_within(
    tx: &mut Transaction,
    scope: Scope,
    category: i64,
    user_id: &str,
) -> Result<Option<Member>> {
    tx.one(&select(scope, category, user_id)).await?.as_ref().map(read).transpose()
}

/// The categories that one of these users is an active member of, as a part of a query; managers only, if so wanted.
pub(in crate::category) fn with_member(scope: Scope, users: &[&str], managers: bool) -> SelectStatement {
    let mut statement = Query::select()
        .column("category_id")
        .from("category_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(one_of("user_key", users.iter().map(|user| user_key(user))))
        .and_where(active())
        .to_owned();
    if managers {
        let manager = CategoryUserPermissionLevel::Manager.number();
        statement.and_where(Expr::col("permission_level").eq(manager));
    }
    statement
}

/// The categories in which somebody with one of these folded ids is an active member, as a part of a query: with a level,
/// and with a permission by its name, if these are said.
pub(in crate::category) fn with_standing(
    scope: Scope,
    keys: &[String],
    level: Option<CategoryUserPermissionLevel>,
    permission: Option<&str>,
) -> SelectStatement {
    Query::select()
        .column("category_id")
        .from("category_user")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(one_of("user_key", keys.iter().map(String::as_str)))
        .and_where(active())
        .and_where_option(level.map(|level| Expr::col("permission_level").eq(level.number())))
        .and_where_option(permission.map(|name| holds("permission_names", name)))
        .to_owned()
}

const INSERTED: [&str; 10] = [
    "partner_id",
    "category_id",
    "user_key",
    "user_id",
    "permission_level",
    "permission_names",
    "status",
    "update_method",
    "created_at",
    "updated_at",
];

/// Adds a member. The caller holds the account.
pub(super) async fn insert(tx: &mut Transaction, scope: Scope, new: &Member) -> Result<()> {
    let key = user_key(&new.user_id);
    let statement = Query::insert()
        .into_table("category_user")
        .columns(INSERTED)
        .values_panic([
            scope.partner_id().into(),
            new.category_id.into(),
            key.clone().into(),
            new.user_id.clone().into(),
            new.standing.level.number().into(),
            new.standing.powers.names().into(),
            new.status.number().into(),
            new.update_method.number().into(),
            new.created_at.into(),
            new.updated_at.into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    count(tx, scope, new.category_id, None, Some(new.status)).await?;
    announce(tx, scope, &[key]);
    Ok(())
}

/// Writes what has changed of a member. The caller holds the account.
pub(super) async fn save(tx: &mut Transaction, scope: Scope, before: &Member, after: &Member) -> Result<()> {
    let statement = Query::update()
        .table("category_user")
        .values([
            ("permission_level", after.standing.level.number().into()),
            ("permission_names", after.standing.powers.names().into()),
            ("status", after.status.number().into()),
            ("update_method", after.update_method.number().into()),
            ("updated_at", after.updated_at.into()),
        ])
        .cond_where(at(scope, before.category_id, &before.user_id))
        .to_owned();
    tx.execute(&statement).await?;
    count(tx, scope, before.category_id, Some(before.status), Some(after.status)).await?;
    announce(tx, scope, &[user_key(&before.user_id)]);
    Ok(())
}

/// Takes a member out. The caller holds the account.
pub(super) async fn remove(tx: &mut Transaction, scope: Scope, gone: &Member) -> Result<()> {
    let statement = Query::delete()
        .from_table("category_user")
        .cond_where(at(scope, gone.category_id, &gone.user_id))
        .to_owned();
    tx.execute(&statement).await?;
    count(tx, scope, gone.category_id, Some(gone.status), None).await?;
    announce(tx, scope, &[user_key(&gone.user_id)]);
    Ok(())
}

/// Makes a user an active manager, whatever the user was before.
pub(in crate::category) async fn make_manager(
    tx: &mut Transaction,
    scope: Scope,
    category: i64,
    user_id: &str,
    now: i64,
) -> Result<()> {
    let level = CategoryUserPermissionLevel::Manager;
    let manager = Member {
        category_id: category,
        user_id: user_id.to_owned(),
        standing: Standing { level, powers: Powers::of_level(level) },
        status: CategoryUserStatus::Active,
        update_method: UpdateMethodType::Manual,
        created_at: now,
        updated_at: now,
    };
    match find_within(tx, scope, category, user_id).await? {
        Some(before) => save(tx, scope, &before, &manager).await,
        None => insert(tx, scope, &manager).await,
    }
}

/// Counts a member that comes, goes or changes, in the category and in all that inherit its members.
async fn count(
    tx: &mut Transaction,
    scope: Scope,
    category: i64,
    was: Option<CategoryUserStatus>,
    is: Option<CategoryUserStatus>,
) -> Result<()> {
    let change = |status| i64::from(is == Some(status)) - i64::from(was == Some(status));
    let (members, pending) = (change(CategoryUserStatus::Active), change(CategoryUserStatus::Pending));
    if members == 0 && pending == 0 {
        return Ok(());
    }
    let statement = Query::update()
        .table("category")
        .value("members_count", Expr::col("members_count").add(members))
        .value("pending_members_count", Expr::col("pending_members_count").add(pending))
        .and_where(Expr::col("member_category_id").eq(category))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Counts the members of a category and of all beneath it anew.
pub(in crate::category) async fn recount_within(
    tx: &mut Transaction,
    scope: Scope,
    path: &str,
) -> Result<()> {
    let own = |status: CategoryUserStatus| {
        Query::select()
            .expr(Func::count(Expr::col(("member", "user_key"))))
            .from_as("category_user", "member")
            .and_where(Expr::col(("member", "category_id")).equals(("category", "id")))
            .and_where(Expr::col(("member", "status")).eq(status.number()))
            .to_owned()
    };
    let manual = Query::update()
        .table("category")
        .value("members_count", own(CategoryUserStatus::Active))
        .value("pending_members_count", own(CategoryUserStatus::Pending))
        .cond_where(within(scope, path))
        .and_where(Expr::col("inheritance_type").eq(InheritanceType::Manual.number()))
        .to_owned();
    tx.execute(&manual).await?;
    let inherited = |column: &'static str| {
        Query::select()
            .column(("source", column))
            .from_as("category", "source")
            .and_where(Expr::col(("source", "id")).equals(("category", "member_category_id")))
            .to_owned()
    };
    let inheriting = Query::update()
        .table("category")
        .value("members_count", inherited("members_count"))
        .value("pending_members_count", inherited("pending_members_count"))
        .cond_where(within(scope, path))
        .and_where(Expr::col("inheritance_type").eq(InheritanceType::Inherit.number()))
        .to_owned();
    tx.execute(&inheriting).await?;
    Ok(())
}

async fn delete(tx: &mut Transaction, scope: Scope, which: Cond) -> Result<()> {
    let statement =
        Query::delete().from_table("category_user").cond_where(which).returning_col("user_key").to_owned();
    let gone: BTreeSet<String> =
        tx.all(&statement).await?.iter().map(|row| row.get("user_key")).collect::<Result<_, _>>()?;
    announce(tx, scope, &gone.into_iter().collect::<Vec<_>>());
    Ok(())
}

/// Takes all members out of a category that is about to have others; the caller counts.
pub(in crate::category) async fn remove_all(tx: &mut Transaction, scope: Scope, category: i64) -> Result<()> {
    delete(tx, scope, Cond::all().add(Expr::col("category_id").eq(category))).await
}

/// Takes all members out of a category and of all beneath it, which are about to go.
pub(in crate::category) async fn remove_within(tx: &mut Transaction, scope: Scope, path: &str) -> Result<()> {
    let ids = Query::select().column("id").from("category").cond_where(within(scope, path)).to_owned();
    delete(tx, scope, Cond::all().add(Expr::col("category_id").in_subquery(ids))).await
}

/// Makes the members of a category members of another as well, as which they are there; who is in it stays as it was.
pub(super) async fn copy(tx: &mut Transaction, scope: Scope, from: i64, into: i64, now: i64) -> Result<()> {
    let number = |value: i64| Expr::val(value).cast_as("bigint");
    let there = Query::select()
        .column("user_key")
        .from("category_user")
        .and_where(Expr::col("category_id").eq(into))
        .to_owned();
    let members = Query::select()
        .expr(number(scope.partner_id()))
        .expr(number(into))
        .columns(["user_key", "user_id", "permission_level", "permission_names", "status", "update_method"])
        .expr(number(now))
        .expr(number(now))
        .from("category_user")
        .and_where(Expr::col("category_id").eq(from))
        .and_where(Expr::col("user_key").not_in_subquery(there))
        .to_owned();
    let copy = Query::insert()
        .into_table("category_user")
        .columns(INSERTED)
        .select_from(members)
        .map_err(|error| Error::internal(error.to_string()))?
        .returning_col("user_key")
        .to_owned();
    let keys: Vec<String> =
        tx.all(&copy).await?.iter().map(|row| row.get("user_key")).collect::<Result<_, _>>()?;
    announce(tx, scope, &keys);
    Ok(())
}

/// Takes a user or group out of every category: for whoever has just deleted it, in the same transaction.
pub(crate) async fn forget_user(tx: &mut Transaction, scope: Scope, user_id: &str) -> Result<()> {
    let key = user_key(user_id);
    for (column, status) in [
        ("members_count", CategoryUserStatus::Active),
        ("pending_members_count", CategoryUserStatus::Pending),
    ] {
        let places = Query::select()
            .column("category_id")
            .from("category_user")
            .cond_where(of_user(scope, &key))
            .and_where(Expr::col("status").eq(status.number()))
            .to_owned();
        let statement = Query::update()
            .table("category")
            .value(column, Expr::col(column).sub(1))
            .and_where(Expr::col("member_category_id").in_subquery(places))
            .to_owned();
        tx.execute(&statement).await?;
    }
    delete(tx, scope, of_user(scope, &key)).await
}

/// Lets memberships and ownership go on when a user or group gets another id.
pub(crate) async fn follow_user(
    tx: &mut Transaction,
    scope: Scope,
    old_id: &str,
    new_id: &str,
) -> Result<()> {
    let (old_key, new_key) = (user_key(old_id), user_key(new_id));
    let statement = Query::update()
        .table("category_user")
        .values([("user_id", new_id.into()), ("user_key", new_key.clone().into())])
        .cond_where(of_user(scope, &old_key))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, scope, &[old_key, new_key]);
    follow_owner(tx, scope, old_id, new_id).await
}
