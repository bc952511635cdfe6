//! Rows of roles in other applications.

use std::sync::LazyLock;

use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction, one_of};

use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};

/// A role that a user has in another application.
#[derive(Clone, Debug)]
pub(super) struct AppRoleRow {
    /// Its number.
    pub id: i64,
    /// The row of the user.
    pub user: i64,
    /// The application.
    pub app_guid: String,
    /// The role.
    pub role: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

const COLUMNS: [&str; 6] = ["id", "account_user_id", "app_guid", "user_role_id", "created_at", "updated_at"];

fn read(row: &Row) -> Result<AppRoleRow> {
    Ok(AppRoleRow {
        id: row.get("id")?,
        user: row.get("account_user_id")?,
        app_guid: row.get("app_guid")?,
        role: row.get("user_role_id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

/// The role that a user has in an application.
pub(super) async fn find(app: &App, scope: Scope, user: i64, app_guid: &str) -> Result<Option<AppRoleRow>> {
    let statement = Query::select()
        .columns(COLUMNS)
        .from("user_app_role")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("account_user_id").eq(user))
        .and_where(Expr::col("app_guid").eq(app_guid))
        .to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// Gives a user a role in an application where it has none: if it has one, this is a unique violation. The caller
/// holds the user's row, so that it is not deleted meanwhile.
pub(super) async fn add(
    tx: &mut Transaction,
    scope: Scope,
    user: i64,
    app_guid: &str,
    role: i64,
    now: i64,
) -> Result<AppRoleRow> {
    let statement = Query::insert()
        .into_table("user_app_role")
        .columns(["partner_id", "account_user_id", "app_guid", "user_role_id", "created_at", "updated_at"])
        .values_panic([
            scope.partner_id().into(),
            user.into(),
            app_guid.into(),
            role.into(),
            now.into(),
            now.into(),
        ])
        .returning(Query::returning().columns(COLUMNS))
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    read(&row)
}

/// Writes what may change; false if the row is gone.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, row: &AppRoleRow) -> Result<bool> {
    let statement = Query::update()
        .table("user_app_role")
        .values([("user_role_id", row.role.into()), ("updated_at", row.updated_at.into())])
        .and_where(Expr::col("id").eq(row.id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    Ok(tx.execute(&statement).await? == 1)
}

/// Removes a row; false if it was gone already.
pub(super) async fn remove(tx: &mut Transaction, scope: Scope, id: i64) -> Result<bool> {
    let statement = Query::delete()
        .from_table("user_app_role")
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    Ok(tx.execute(&statement).await? == 1)
}

/// Takes every role in other applications from a user: for whoever has just deleted its row, in the same
/// transaction and before this.
pub async fn forget_user(tx: &mut Transaction, user_row: i64) -> Result<()> {
    let statement = Query::delete()
        .from_table("user_app_role")
        .and_where(Expr::col("account_user_id").eq(user_row))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Whether any user of an account has a role in an application.
pub async fn anybody_has_role(tx: &mut Transaction, partner_id: i64, role_id: i64) -> Result<bool> {
    let statement = Query::select()
        .column("id")
        .from("user_app_role")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("user_role_id").eq(role_id))
        .limit(1)
        .to_owned();
    Ok(tx.one(&statement).await?.is_some())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("user_app_role", COLUMNS, "id")
        .column("appGuid", "app_guid", ColumnKind::Folded(str::to_lowercase))
        .column("userRoleId", "user_role_id", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
});

/// The rows that a filter asks for, and how many there are: of these users, and of users that the query `among`
/// gives the rows of.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    users: Option<Vec<i64>>,
    among: SelectStatement,
    query: &ListQuery,
) -> Result<(Vec<AppRoleRow>, u64)> {
    let mut base = Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("account_user_id").in_subquery(among));
    if let Some(users) = users {
        base = base.add(one_of("account_user_id", users));
    }
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}
