//! Rows of access-control profiles.

use std::sync::LazyLock;

use contract::Api;
use contract::filter::ListQuery;
use contract::typing::{At, PermitsAll};
use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Store, Transaction};
use wire::Param;

use super::model::profile::Rule;
use super::model::restriction::AnyBaseRestriction;
use super::profiles::TOPIC;
use crate::call::Scope;
use crate::error::{Error, Result};

/// A profile.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the properties of KalturaAccessControlProfile, which documents them
pub(super) struct ProfileRow {
    pub id: i64,
    pub partner_id: i64,
    pub name: Option<String>,
    pub system_name: Option<String>,
    pub description: Option<String>,
    pub is_default: bool,
    pub rules: Vec<Rule>,
    /// What the rules were made from, if they have the old form.
    pub restrictions: Option<Vec<AnyBaseRestriction>>,
    pub created_at: i64,
    pub updated_at: i64,
}

const COLUMNS: [&str; 10] = [
    "id",
    "partner_id",
    "name",
    "system_name",
    "description",
    "is_default",
    "rules",
    "restrictions",
    "created_at",
    "updated_at",
];

/// A list of objects as it is kept: the JSON that the API would answer.
fn written<T: Api>(objects: &[T]) -> String {
    let objects = objects.iter().map(|object| object.encode(&PermitsAll)).collect();
    wire::json_out::text(&wire::Value::Array(objects))
}

/// Bytes that the rules and restrictions of a profile take.
pub(super) fn size(row: &ProfileRow) -> usize {
    written(&row.rules).len() + row.restrictions.as_deref().map_or(0, |list| written(list).len())
}

fn read_list<T: Api>(text: &str, id: i64) -> Result<Vec<T>>
where
    Vec<T>: Api,
{
    let broken = |what: String| Error::internal(format!("access-control profile {id}: {what}"));
    // What was saved was within limits already.
    let limits = wire::Limits {
        parameters: usize::MAX,
        parameter_bytes: u64::MAX,
        depth: 512,
        ..wire::Limits::default()
    };
    let decoded = wire::json_in::decode(format!("{{\"list\":{text}}}").as_bytes(), &limits)
        .map_err(|error| broken(error.message))?
        .ok_or_else(|| broken("no list".to_owned()))?;
    let list = decoded.get("list").unwrap_or(&Param::Null);
    Vec::<T>::decode(list, &At { name: "list", parent: None, is_argument: false, now: 0 })
        .map_err(|error| broken(error.message))?
        .ok_or_else(|| broken("no list".to_owned()))
}

fn read(row: &Row) -> Result<ProfileRow> {
    let id: i64 = row.get("id")?;
    let rules: String = row.get("rules")?;
    let restrictions: Option<String> = row.get("restrictions")?;
    Ok(ProfileRow {
        partner_id: row.get("partner_id")?,
        name: row.get("name")?,
        system_name: row.get("system_name")?,
        description: row.get("description")?,
        is_default: row.get("is_default")?,
        rules: read_list(&rules, id)?,
        restrictions: restrictions.map(|list| read_list(&list, id)).transpose()?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        id,
    })
}

fn standing(scope: Scope) -> Cond {
    Cond::all().add(Expr::col("partner_id").eq(scope.partner_id())).add(Expr::col("deleted_at").is_null())
}

fn select(scope: Scope) -> SelectStatement {
    Query::select().columns(COLUMNS).from("access_control").cond_where(standing(scope)).to_owned()
}

pub(super) async fn load(store: &Store, scope: Scope, id: i64) -> Result<Option<ProfileRow>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).to_owned();
    store.one(&statement).await?.map(|row| read(&row)).transpose()
}

/// As [`load`], in a change.
pub(super) async fn load_in(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<ProfileRow>> {
    let statement = select(scope).and_where(Expr::col("id").eq(id)).to_owned();
    tx.one(&statement).await?.map(|row| read(&row)).transpose()
}

/// The profile that entries get which name none.
pub(super) async fn load_default(store: &Store, scope: Scope) -> Result<Option<i64>> {
    let statement = ids_of_default(scope);
    Ok(store.one(&statement).await?.map(|row| row.get("id")).transpose()?)
}

/// As [`load_default`], in a change.
pub(super) async fn default_in(tx: &mut Transaction, scope: Scope) -> Result<Option<i64>> {
    let statement = ids_of_default(scope);
    Ok(tx.one(&statement).await?.map(|row| row.get("id")).transpose()?)
}

fn ids_of_default(scope: Scope) -> SelectStatement {
    Query::select()
        .column("id")
        .from("access_control")
        .cond_where(standing(scope))
        .and_where(Expr::col("is_default").eq(true))
        .to_owned()
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("access_control", COLUMNS, "id")
        .column("id", "id", ColumnKind::Int)
        .column("systemName", "system_name", ColumnKind::Text)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
});

/// The profiles that a filter asks for, and how many there are.
pub(super) async fn list(store: &Store, scope: Scope, query: &ListQuery) -> Result<(Vec<ProfileRow>, u64)> {
    let (rows, total) = LISTING.fetch(store, standing(scope), query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

/// How many profiles an account has.
pub(super) async fn count(tx: &mut Transaction, scope: Scope) -> Result<u64> {
    let statement = Query::select()
        .expr_as(Expr::col("id").count(), "profiles")
        .from("access_control")
        .cond_where(standing(scope))
        .to_owned();
    let profiles: i64 = tx.one(&statement).await?.map(|row| row.get("profiles")).transpose()?.unwrap_or(0);
    Ok(u64::try_from(profiles).unwrap_or_default())
}

/// Whether another profile of the account has this system name.
pub(super) async fn is_taken(
    tx: &mut Transaction,
    scope: Scope,
    system_name: &str,
    but: Option<i64>,
) -> Result<bool> {
    let mut statement = Query::select()
        .column("id")
        .from("access_control")
        .cond_where(standing(scope))
        .and_where(Expr::col("system_name").eq(system_name))
        .to_owned();
    if let Some(id) = but {
        statement.and_where(Expr::col("id").ne(id));
    }
    Ok(tx.one(&statement).await?.is_some())
}

/// Adds a profile and gives its id back.
pub(super) async fn add(tx: &mut Transaction, row: &ProfileRow) -> Result<i64> {
    let statement = Query::insert()
        .into_table("access_control")
        .columns(COLUMNS.into_iter().skip(1))
        .values_panic([
            row.partner_id.into(),
            row.name.clone().into(),
            row.system_name.clone().into(),
            row.description.clone().into(),
            row.is_default.into(),
            written(&row.rules).into(),
            row.restrictions.as_deref().map(written).into(),
            row.created_at.into(),
            row.updated_at.into(),
        ])
        .returning_col("id")
        .to_owned();
    let id = match tx.one(&statement).await? {
        Some(row) => row.get("id")?,
        None => return Err(Error::internal("a new access-control profile has no id")),
    };
    announce(tx, row.partner_id, id);
    Ok(id)
}

/// Writes what may change of a profile.
pub(super) async fn update(tx: &mut Transaction, row: &ProfileRow) -> Result<()> {
    let statement = Query::update()
        .table("access_control")
        .values([
            ("name", row.name.clone().into()),
            ("system_name", row.system_name.clone().into()),
            ("description", row.description.clone().into()),
            ("is_default", row.is_default.into()),
            ("rules", written(&row.rules).into()),
            ("restrictions", row.restrictions.as_deref().map(written).into()),
            ("updated_at", row.updated_at.into()),
        ])
        .and_where(Expr::col("id").eq(row.id))
        .and_where(Expr::col("partner_id").eq(row.partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, row.partner_id, row.id);
    Ok(())
}

/// Takes from an account's default profile that it is one.
pub(super) async fn clear_default(tx: &mut Transaction, scope: Scope) -> Result<()> {
    let Some(id) = default_in(tx, scope).await? else { return Ok(()) };
    let statement = Query::update()
        .table("access_control")
        .value("is_default", false)
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, scope.partner_id(), id);
    Ok(())
}

/// Marks a profile as deleted.
pub(super) async fn delete(tx: &mut Transaction, scope: Scope, id: i64, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("access_control")
        .values([("deleted_at", now.into()), ("updated_at", now.into())])
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, scope.partner_id(), id);
    Ok(())
}

fn announce(tx: &mut Transaction, partner_id: i64, id: i64) {
    tx.announce(TOPIC, &format!("{partner_id} {id}"));
}
