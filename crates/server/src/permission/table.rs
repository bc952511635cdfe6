//! Rows of an account's own permissions.

use std::collections::BTreeMap;

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Row, Transaction};

use super::{Permission, PermissionStatus, PermissionType, name_key};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};

const COLUMNS: [&str; 13] = [
    "id",
    "partner_id",
    "name",
    "type",
    "status",
    "friendly_name",
    "description",
    "depends_on",
    "tags",
    "item_ids",
    "partner_group",
    "created_at",
    "updated_at",
];

fn read(row: &Row) -> Result<Permission> {
    let id: i64 = row.get("id")?;
    let (kind, status): (i64, i64) = (row.get("type")?, row.get("status")?);
    let broken = |what: &str| Error::internal(format!("permission {id} has an unknown {what}"));
    let name: String = row.get("name")?;
    let item_ids: String = row.get("item_ids")?;
    let text =
        |column: &str| -> Result<String> { Ok(row.get::<Option<String>>(column)?.unwrap_or_default()) };
    Ok(Permission {
        id,
        partner_id: row.get("partner_id")?,
        kind: PermissionType::from_number(kind).ok_or_else(|| broken("type"))?,
        status: PermissionStatus::from_number(status).ok_or_else(|| broken("status"))?,
        friendly_name: row.get::<Option<String>>("friendly_name")?.unwrap_or_else(|| name.clone()),
        name,
        description: text("description")?,
        depends_on: row.get("depends_on")?,
        tags: text("tags")?,
        item_ids: super::names(&item_ids).filter_map(|id| id.parse().ok()).collect(),
        partner_group: row.get("partner_group")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

fn select(partner_id: i64) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("permission")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .order_by("id", Order::Asc)
        .to_owned()
}

fn standing(partner_id: i64) -> SelectStatement {
    select(partner_id).and_where(Expr::col("status").ne(PermissionStatus::Deleted.number())).to_owned()
}

/// An account's own permissions by folded name, but for deleted ones.
pub(crate) async fn load(app: &App, partner_id: i64) -> Result<BTreeMap<String, Permission>> {
    let rows = app.store.all(&standing(partner_id)).await?;
    rows.iter().map(|row| read(row).map(|own| (name_key(&own.name), own))).collect()
}

/// The own permission of this name that is not deleted.
pub(super) async fn find(tx: &mut Transaction, scope: Scope, name: &str) -> Result<Option<Permission>> {
    let statement =
        standing(scope.partner_id()).and_where(Expr::col("name_key").eq(name_key(name))).to_owned();
    tx.one(&statement).await?.as_ref().map(read).transpose()
}

/// The own permission of this name that was deleted last.
pub(super) async fn find_deleted(app: &App, scope: Scope, name: &str) -> Result<Option<Permission>> {
    let statement = select(scope.partner_id())
        .and_where(Expr::col("name_key").eq(name_key(name)))
        .clear_order_by()
        .order_by("updated_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(1)
        .to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// Everything about a permission but its id and account, by column.
fn values(permission: &Permission) -> [(&'static str, Expr); 12] {
    let item_ids: Vec<String> = permission.item_ids.iter().map(ToString::to_string).collect();
    [
        ("name", permission.name.as_str().into()),
        ("name_key", name_key(&permission.name).into()),
        ("type", permission.kind.number().into()),
        ("status", permission.status.number().into()),
        ("friendly_name", permission.friendly_name.as_str().into()),
        ("description", permission.description.as_str().into()),
        ("depends_on", permission.depends_on.as_str().into()),
        ("tags", permission.tags.as_str().into()),
        ("item_ids", item_ids.join(",").into()),
        ("partner_group", permission.partner_group.clone().into()),
        ("created_at", permission.created_at.into()),
        ("updated_at", permission.updated_at.into()),
    ]
}

/// Adds a permission; the id in it is not looked at. Gives back its id.
pub(super) async fn add(tx: &mut Transaction, permission: &Permission) -> Result<i64> {
    let (columns, values): (Vec<_>, Vec<_>) = values(permission).into_iter().unzip();
    let statement = Query::insert()
        .into_table("permission")
        .columns(columns.into_iter().chain(["partner_id"]))
        .values_panic(values.into_iter().chain([permission.partner_id.into()]))
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    announce(tx, permission.partner_id);
    Ok(row.get("id")?)
}

/// Writes a permission.
pub(super) async fn update(tx: &mut Transaction, permission: &Permission) -> Result<()> {
    let statement = Query::update()
        .table("permission")
        .values(values(permission))
        .and_where(Expr::col("id").eq(permission.id))
        .and_where(Expr::col("partner_id").eq(permission.partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, permission.partner_id);
    Ok(())
}

/// What an account's permissions come to is kept with the account.
fn announce(tx: &mut Transaction, partner_id: i64) {
    tx.announce(crate::partner::TOPIC, &partner_id.to_string());
}
