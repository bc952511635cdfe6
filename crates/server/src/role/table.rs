//! Rows of an account's own roles.

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Row, Transaction};

use super::builtin::builtin;
use super::{Role, UserRoleStatus};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::permission::name_key;

const COLUMNS: [&str; 10] = [
    "id",
    "partner_id",
    "name",
    "system_name",
    "description",
    "status",
    "permission_names",
    "tags",
    "created_at",
    "updated_at",
];

fn read(row: &Row) -> Result<Role> {
    let (id, status): (i64, i64) = (row.get("id")?, row.get("status")?);
    let text =
        |column: &str| -> Result<String> { Ok(row.get::<Option<String>>(column)?.unwrap_or_default()) };
    Ok(Role {
        id,
        partner_id: row.get("partner_id")?,
        name: row.get("name")?,
        system_name: text("system_name")?,
        description: text("description")?,
        status: UserRoleStatus::from_number(status)
            .ok_or_else(|| Error::internal(format!("role {id} has the unknown status {status}")))?,
        permission_names: row.get("permission_names")?,
        tags: text("tags")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

fn standing(partner_id: i64) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("user_role")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("status").ne(UserRoleStatus::Deleted.number()))
        .order_by("id", Order::Asc)
        .to_owned()
}

/// An account's own roles by id, but for deleted ones.
pub(crate) async fn load(app: &App, partner_id: i64) -> Result<Vec<Role>> {
    app.store.all(&standing(partner_id)).await?.iter().map(read).collect()
}

/// The same as a transaction sees it.
pub(super) async fn load_within(tx: &mut Transaction, scope: Scope) -> Result<Vec<Role>> {
    tx.all(&standing(scope.partner_id())).await?.iter().map(read).collect()
}

/// Everything about a role but its id and account, by column.
fn values(role: &Role) -> [(&'static str, Expr); 9] {
    let system_name = Some(role.system_name.as_str()).filter(|name| !name.is_empty());
    [
        ("name", role.name.as_str().into()),
        ("system_name", system_name.into()),
        ("system_name_key", system_name.map(name_key).into()),
        ("description", role.description.as_str().into()),
        ("status", role.status.number().into()),
        ("permission_names", role.permission_names.as_str().into()),
        ("tags", role.tags.as_str().into()),
        ("created_at", role.created_at.into()),
        ("updated_at", role.updated_at.into()),
    ]
}

/// Adds a role; the id in it is not looked at. Gives back its id.
pub(super) async fn add(tx: &mut Transaction, role: &Role) -> Result<i64> {
    let (columns, values): (Vec<_>, Vec<_>) = values(role).into_iter().unzip();
    let statement = Query::insert()
        .into_table("user_role")
        .columns(columns.into_iter().chain(["partner_id"]))
        .values_panic(values.into_iter().chain([role.partner_id.into()]))
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    announce(tx, role.partner_id);
    Ok(row.get("id")?)
}

/// Writes a role.
pub(super) async fn update(tx: &mut Transaction, role: &Role) -> Result<()> {
    let statement = Query::update()
        .table("user_role")
        .values(values(role))
        .and_where(Expr::col("id").eq(role.id))
        .and_where(Expr::col("partner_id").eq(role.partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, role.partner_id);
    Ok(())
}

/// What an account's roles come to is kept with the account.
fn announce(tx: &mut Transaction, partner_id: i64) {
    tx.announce(crate::partner::TOPIC, &partner_id.to_string());
}

/// The roles that every new account starts with (reference: identity.md §5.2 step 7).
pub(crate) async fn add_template(tx: &mut Transaction, partner_id: i64, now: i64) -> Result<()> {
    for role in &builtin().template_roles {
        let role = Role {
            id: 0,
            partner_id,
            name: role.name.clone(),
            system_name: String::new(),
            description: role.description.clone(),
            status: UserRoleStatus::Active,
            permission_names: role.permissions.join(","),
            tags: role.tags.join(","),
            created_at: now,
            updated_at: now,
        };
        add(tx, &role).await?;
    }
    Ok(())
}
