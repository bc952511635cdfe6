//! Rows of memberships, and what a group has that a person has not.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction, one_of};

use super::MAX_GROUPS;
use super::known::{Membership, announce};
use super::model::{GroupUserCreationMode, GroupUserRole};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::user::model::UserType;
use crate::user::{self, UserStatus};

/// A user's place in a group.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Its number, which is the id of `KalturaGroupUser`.
    pub id: i64,
    /// The row of the user.
    pub user: i64,
    /// The row of the group.
    pub group: i64,
    /// Who put the user there.
    pub creation_mode: GroupUserCreationMode,
    /// Whether the user manages the group.
    pub role: GroupUserRole,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

const COLUMNS: [&str; 7] =
    ["id", "account_user_id", "group_id", "creation_mode", "user_role", "created_at", "updated_at"];

const INSERTED: [&str; 7] =
    ["partner_id", "account_user_id", "group_id", "creation_mode", "user_role", "created_at", "updated_at"];

fn read(row: &Row) -> Result<Member> {
    let broken = || Error::internal("a membership holds an unknown number");
    Ok(Member {
        id: row.get("id")?,
        user: row.get("account_user_id")?,
        group: row.get("group_id")?,
        creation_mode: GroupUserCreationMode::from_number(row.get("creation_mode")?).ok_or_else(broken)?,
        role: GroupUserRole::from_number(row.get("user_role")?).ok_or_else(broken)?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

fn select(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("group_member")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned()
}

/// The groups of a user, for the cache.
pub(super) async fn memberships(app: &App, scope: Scope, user: i64) -> Result<Arc<[Membership]>> {
    let statement = select(scope)
        .and_where(Expr::col("account_user_id").eq(user))
        .order_by("group_id", Order::Asc)
        .to_owned();
    let members: Vec<Member> = app.store.all(&statement).await?.iter().map(read).collect::<Result<_>>()?;
    let groups = user::rows_by_number(app, scope, members.iter().map(|member| member.group)).await?;
    let known = members.iter().filter_map(|member| {
        Some(Membership {
            group: member.group,
            key: user::user_key(&groups.get(&member.group)?.id),
            is_manager: member.role == GroupUserRole::Manager,
        })
    });
    Ok(known.collect())
}

/// The membership with this number.
pub(super) async fn find(app: &App, scope: Scope, id: i64) -> Result<Option<Member>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The memberships of a user, as they are within a transaction.
pub(super) async fn of_user(tx: &mut Transaction, scope: Scope, user: i64) -> Result<Vec<Member>> {
    let statement = select(scope).and_where(Expr::col("account_user_id").eq(user)).to_owned();
    tx.all(&statement).await?.iter().map(read).collect()
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("group_member", COLUMNS, "id")
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .never_null(["created_at", "updated_at"])
});

/// What is listed, but for times.
#[derive(Default)]
pub(super) struct Wanted {
    /// Only memberships of these rows of users.
    pub users: Option<Vec<i64>>,
    /// Only memberships in these rows of groups.
    pub groups: Option<Vec<i64>>,
    /// Only memberships in the groups that this query gives the rows of.
    pub among: Option<SelectStatement>,
}

/// The memberships that a filter asks for, and how many there are.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    wanted: Wanted,
    query: &ListQuery,
) -> Result<(Vec<Member>, u64)> {
    let mut base = Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()));
    if let Some(users) = wanted.users {
        base = base.add(one_of("account_user_id", users));
    }
    if let Some(groups) = wanted.groups {
        base = base.add(one_of("group_id", groups));
    }
    if let Some(among) = wanted.among {
        base = base.add(Expr::col("group_id").in_subquery(among));
    }
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

/// A membership to be added.
pub(super) struct NewMember {
    /// The row of the user.
    pub user: i64,
    /// The row of the group.
    pub group: i64,
    /// Who puts the user there.
    pub creation_mode: GroupUserCreationMode,
    /// Whether the user manages the group.
    pub role: GroupUserRole,
}

/// Adds a membership. The caller holds the rows of user and group, so that neither is deleted meanwhile.
pub(super) async fn add(tx: &mut Transaction, scope: Scope, new: &NewMember, now: i64) -> Result<Member> {
    let member = insert(tx, scope, new, now).await?;
    count(tx, &BTreeMap::from([(new.group, 1)])).await?;
    Ok(member)
}

async fn insert(tx: &mut Transaction, scope: Scope, new: &NewMember, now: i64) -> Result<Member> {
    let statement = Query::insert()
        .into_table("group_member")
        .columns(INSERTED)
        .values_panic([
            scope.partner_id().into(),
            new.user.into(),
            new.group.into(),
            new.creation_mode.number().into(),
            new.role.number().into(),
            now.into(),
            now.into(),
        ])
        .returning(Query::returning().columns(COLUMNS))
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    announce(tx, scope.partner_id(), &[new.user]);
    read(&row)
}

/// Takes a user out of some groups and puts it into others, as [`add`] does.
pub(super) async fn exchange(
    tx: &mut Transaction,
    scope: Scope,
    user: i64,
    out_of: impl IntoIterator<Item = i64>,
    into: &[NewMember],
    now: i64,
) -> Result<()> {
    let mut changes = delete(tx, of_user_in(scope, user, out_of)).await?;
    for new in into {
        insert(tx, scope, new, now).await?;
        *changes.entry(new.group).or_insert(0) += 1;
    }
    count(tx, &changes).await
}

/// Writes whether a member manages the group.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, member: &Member) -> Result<bool> {
    let statement = Query::update()
        .table("group_member")
        .values([("user_role", member.role.number().into()), ("updated_at", member.updated_at.into())])
        .and_where(Expr::col("id").eq(member.id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    let touched = tx.execute(&statement).await?;
    announce(tx, scope.partner_id(), &[member.user]);
    Ok(touched == 1)
}

/// Takes a user out of a group; false if it was not in it.
pub(super) async fn remove(tx: &mut Transaction, scope: Scope, user: i64, group: i64) -> Result<bool> {
    let changes = delete(tx, of_user_in(scope, user, [group])).await?;
    count(tx, &changes).await?;
    Ok(!changes.is_empty())
}

fn of_user_in(scope: Scope, user: i64, groups: impl IntoIterator<Item = i64>) -> Cond {
    Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("account_user_id").eq(user))
        .add(one_of("group_id", groups))
}

/// Takes a user, or a group, out of every membership: for whoever has just deleted its row, or made a person of a
/// group or a group of a person, in the same transaction and before this, so that nobody comes in any more.
pub async fn forget_user(tx: &mut Transaction, user_row: i64) -> Result<()> {
    let either =
        Cond::any().add(Expr::col("account_user_id").eq(user_row)).add(Expr::col("group_id").eq(user_row));
    let changes = delete(tx, either).await?;
    count(tx, &changes).await?;
    let state =
        Query::delete().from_table("group_state").and_where(Expr::col("group_id").eq(user_row)).to_owned();
    tx.execute(&state).await?;
    Ok(())
}

/// Removes memberships, and says how many members each group has lost.
async fn delete(tx: &mut Transaction, which: Cond) -> Result<BTreeMap<i64, i64>> {
    let statement = Query::delete()
        .from_table("group_member")
        .cond_where(which)
        .returning(Query::returning().columns(["partner_id", "account_user_id", "group_id"]))
        .to_owned();
    let mut changes = BTreeMap::new();
    let mut users = BTreeMap::<i64, Vec<i64>>::new();
    for row in tx.all(&statement).await? {
        *changes.entry(row.get("group_id")?).or_insert(0) -= 1;
        users.entry(row.get("partner_id")?).or_default().push(row.get("account_user_id")?);
    }
    for (partner_id, users) in users {
        announce(tx, partner_id, &users);
    }
    Ok(changes)
}

/// Counts members that come and go: once in a transaction, and by ascending group, so that no two transactions
/// wait for each other.
async fn count(tx: &mut Transaction, changes: &BTreeMap<i64, i64>) -> Result<()> {
    for (group, change) in changes {
        let statement = Query::insert()
            .into_table("group_state")
            .columns(["group_id", "members"])
            .values_panic([(*group).into(), (*change).into()])
            .on_conflict(
                OnConflict::column("group_id")
                    .value("members", Expr::col(("group_state", "members")).add(*change))
                    .to_owned(),
            )
            .to_owned();
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Makes everybody who is in a group a member of another, which nobody knows yet, and says how many there are. It is
/// one transaction for however many: nobody sees a half.
pub(super) async fn copy_members(
    tx: &mut Transaction,
    scope: Scope,
    from: i64,
    into: i64,
    now: i64,
) -> Result<usize> {
    let number = |value: i64| Expr::val(value).cast_as("bigint");
    let members = Query::select()
        .expr(number(scope.partner_id()))
        .column("account_user_id")
        .expr(number(into))
        .columns(["creation_mode", "user_role"])
        .expr(number(now))
        .expr(number(now))
        .from("group_member")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("group_id").eq(from))
        .to_owned();
    let copy = Query::insert()
        .into_table("group_member")
        .columns(INSERTED)
        .select_from(members)
        .map_err(|error| Error::internal(error.to_string()))?
        .returning_col("account_user_id")
        .to_owned();
    let users: Vec<i64> =
        tx.all(&copy).await?.iter().map(|row| Ok(row.get("account_user_id")?)).collect::<Result<_>>()?;
    // Who was deleted meanwhile goes again; who is held now cannot be deleted before they are seen to be members.
    let in_group = Query::select()
        .column("account_user_id")
        .from("group_member")
        .and_where(Expr::col("group_id").eq(into))
        .to_owned();
    user::hold_rows(tx, scope, in_group).await?;
    let gone =
        Cond::all().add(Expr::col("group_id").eq(into)).add(Expr::col("account_user_id").not_in_subquery(
            user::rows_of(scope, &[UserType::User], &[UserStatus::Active, UserStatus::Blocked]),
        ));
    let gone = -delete(tx, gone).await?.values().sum::<i64>();
    let copied = i64::try_from(users.len()).unwrap_or(i64::MAX).saturating_sub(gone);
    count(tx, &BTreeMap::from([(into, copied)])).await?;
    announce(tx, scope.partner_id(), &users);
    Ok(usize::try_from(copied).unwrap_or_default())
}

/// Whether somebody in a group is in more groups than can be. Applicative ones do not count.
pub(super) async fn exceeds(tx: &mut Transaction, scope: Scope, group: i64) -> Result<bool> {
    let all = [UserStatus::Active, UserStatus::Blocked];
    let members = Query::select()
        .column("account_user_id")
        .from("group_member")
        .and_where(Expr::col("group_id").eq(group))
        .to_owned();
    let most = i64::try_from(MAX_GROUPS).unwrap_or(i64::MAX);
    let statement = Query::select()
        .column("account_user_id")
        .from("group_member")
        .and_where(Expr::col("account_user_id").in_subquery(members))
        .and_where(Expr::col("group_id").in_subquery(user::rows_of(scope, &[UserType::Group], &all)))
        .group_by_col("account_user_id")
        .and_having(Expr::col("group_id").count().gt(most))
        .limit(1)
        .to_owned();
    Ok(tx.one(&statement).await?.is_some())
}

/// What a group has that a person has not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// How many members there are.
    pub members: i64,
    /// What was said about work on the group; the server says nothing itself.
    pub process_status: Option<i64>,
}

fn select_states(groups: impl IntoIterator<Item = i64>) -> SelectStatement {
    Query::select()
        .columns(["group_id", "members", "process_status"])
        .from("group_state")
        .and_where(one_of("group_id", groups))
        .to_owned()
}

fn read_state(row: &Row) -> Result<State> {
    Ok(State { members: row.get("members")?, process_status: row.get("process_status")? })
}

/// The states of groups by row; a group that is not among them has no members.
pub(super) async fn states(app: &App, groups: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, State>> {
    let rows = app.store.all(&select_states(groups)).await?;
    rows.iter().map(|row| Ok((row.get("group_id")?, read_state(row)?))).collect()
}

/// The state of a group as it is within a transaction.
pub(super) async fn state(tx: &mut Transaction, group: i64) -> Result<State> {
    Ok(tx.one(&select_states([group])).await?.as_ref().map(read_state).transpose()?.unwrap_or_default())
}

/// Writes what is said about work on a group.
pub(super) async fn set_process_status(tx: &mut Transaction, group: i64, status: Option<i64>) -> Result<()> {
    let statement = Query::insert()
        .into_table("group_state")
        .columns(["group_id", "members", "process_status"])
        .values_panic([group.into(), 0_i64.into(), status.into()])
        .on_conflict(OnConflict::column("group_id").update_column("process_status").to_owned())
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
