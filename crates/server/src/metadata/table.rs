//! Rows of metadata.

use std::sync::LazyLock;

use contract::ApiEnum;
use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use store::{ColumnKind, Listing, Row, Transaction, one_of};

use super::index;
use super::model::{MetadataObjectType, MetadataStatus};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::user::user_key;

/// Rows that are deleted with one statement.
const AT_ONCE: usize = 500;

/// Metadata of an object.
#[derive(Clone, Debug)]
pub(super) struct MetadataRow {
    pub id: i64,
    pub partner_id: i64,
    pub profile_id: i64,
    pub profile_version: i64,
    pub kind: MetadataObjectType,
    pub object_id: String,
    pub object_key: String,
    pub object_row: i64,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub xml: String,
}

const COLUMNS: [&str; 12] = [
    "id",
    "partner_id",
    "profile_id",
    "profile_version",
    "object_type",
    "object_id",
    "object_key",
    "object_row",
    "version",
    "created_at",
    "updated_at",
    "xml",
];

fn read(row: &Row) -> Result<MetadataRow> {
    let kind: String = row.get("object_type")?;
    Ok(MetadataRow {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        profile_id: row.get("profile_id")?,
        profile_version: row.get("profile_version")?,
        kind: MetadataObjectType::from_wire_value(&kind)
            .ok_or_else(|| Error::internal("metadata of an unknown type of object"))?,
        object_id: row.get("object_id")?,
        object_key: row.get("object_key")?,
        object_row: row.get("object_row")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        xml: row.get("xml")?,
    })
}

fn select(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("metadata")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned()
}

fn with_id(scope: Scope, id: i64) -> SelectStatement {
    select(scope).and_where(Expr::col("id").eq(id)).to_owned()
}

/// Metadata by their id.
pub(super) async fn find(app: &App, scope: Scope, id: i64) -> Result<Option<MetadataRow>> {
    app.store.one(&with_id(scope, id)).await?.as_ref().map(read).transpose()
}

/// Metadata that nobody else changes until the transaction ends.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope, id: i64) -> Result<Option<MetadataRow>> {
    let one = with_id(scope, id).lock(LockType::Update).to_owned();
    tx.one(&one).await?.as_ref().map(read).transpose()
}

fn of_object(scope: Scope, profile: i64, key: &str) -> SelectStatement {
    select(scope)
        .and_where(Expr::col("profile_id").eq(profile))
        .and_where(Expr::col("object_key").eq(key))
        .to_owned()
}

/// The id of the metadata that an object has of a profile.
pub(super) async fn find_of_object(
    tx: &mut Transaction,
    scope: Scope,
    profile: i64,
    key: &str,
) -> Result<Option<MetadataRow>> {
    tx.one(&of_object(scope, profile, key)).await?.as_ref().map(read).transpose()
}

/// The same, outside of a transaction.
pub(super) async fn look_up_of_object(
    app: &App,
    scope: Scope,
    profile: i64,
    key: &str,
) -> Result<Option<MetadataRow>> {
    app.store.one(&of_object(scope, profile, key)).await?.as_ref().map(read).transpose()
}

/// All metadata of an object.
pub(super) async fn all_of_object(
    tx: &mut Transaction,
    scope: Scope,
    kind: MetadataObjectType,
    key: &str,
) -> Result<Vec<MetadataRow>> {
    let all = select(scope)
        .and_where(Expr::col("object_type").eq(kind.wire_value()))
        .and_where(Expr::col("object_key").eq(key))
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&all).await?.iter().map(read).collect()
}

/// So many metadata of a profile at most, in their order, behind an id.
pub(super) async fn of_profile(
    tx: &mut Transaction,
    scope: Scope,
    profile: i64,
    behind: i64,
    most: u64,
) -> Result<Vec<MetadataRow>> {
    let some = select(scope)
        .and_where(Expr::col("profile_id").eq(profile))
        .and_where(Expr::col("id").gt(behind))
        .order_by("id", Order::Asc)
        .limit(most)
        .to_owned();
    tx.all(&some).await?.iter().map(read).collect()
}

/// How many metadata of a profile there are, counted up to a number.
pub(super) async fn count(tx: &mut Transaction, scope: Scope, profile: i64, most: u64) -> Result<usize> {
    let some = Query::select()
        .column("id")
        .from("metadata")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("profile_id").eq(profile))
        .limit(most)
        .to_owned();
    Ok(tx.all(&some).await?.len())
}

/// Adds metadata and gives back their id.
pub(super) async fn insert(tx: &mut Transaction, row: &MetadataRow) -> Result<i64> {
    let statement = Query::insert()
        .into_table("metadata")
        .columns(COLUMNS.into_iter().skip(1).chain(["status"]))
        .values_panic([
            row.partner_id.into(),
            row.profile_id.into(),
            row.profile_version.into(),
            row.kind.wire_value().into(),
            row.object_id.as_str().into(),
            row.object_key.as_str().into(),
            row.object_row.into(),
            row.version.into(),
            row.created_at.into(),
            row.updated_at.into(),
            row.xml.as_str().into(),
            MetadataStatus::Valid.number().into(),
        ])
        .returning_col("id")
        .to_owned();
    let added = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    Ok(added.get("id")?)
}

/// Writes metadata.
pub(super) async fn update(tx: &mut Transaction, row: &MetadataRow) -> Result<()> {
    let statement = Query::update()
        .table("metadata")
        .values([
            ("profile_version", row.profile_version.into()),
            ("version", row.version.into()),
            ("updated_at", row.updated_at.into()),
            ("xml", row.xml.as_str().into()),
        ])
        .and_where(Expr::col("id").eq(row.id))
        .and_where(Expr::col("partner_id").eq(row.partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Deletes metadata.
async fn delete_where(tx: &mut Transaction, scope: Scope, which: Cond) -> Result<()> {
    let some = Query::select()
        .column("id")
        .from("metadata")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .cond_where(which)
        .limit(AT_ONCE as u64)
        .to_owned();
    loop {
        let ids: Vec<i64> =
            tx.all(&some).await?.iter().map(|row| Ok(row.get("id")?)).collect::<Result<_>>()?;
        if ids.is_empty() {
            return Ok(());
        }
        index::forget(tx, &ids).await?;
        let statement = Query::delete().from_table("metadata").and_where(one_of("id", ids)).to_owned();
        tx.execute(&statement).await?;
    }
}

/// Deletes metadata by their id.
pub(super) async fn delete(tx: &mut Transaction, scope: Scope, id: i64) -> Result<()> {
    delete_where(tx, scope, Cond::all().add(Expr::col("id").eq(id))).await
}

/// Deletes all metadata of a profile.
pub(super) async fn delete_of_profile(tx: &mut Transaction, scope: Scope, profile: i64) -> Result<()> {
    delete_where(tx, scope, Cond::all().add(Expr::col("profile_id").eq(profile))).await
}

/// Deletes all metadata of objects.
pub(super) async fn forget(
    tx: &mut Transaction,
    scope: Scope,
    kind: MetadataObjectType,
    keys: &[String],
) -> Result<()> {
    for keys in keys.chunks(AT_ONCE) {
        let which = Cond::all()
            .add(Expr::col("object_type").eq(kind.wire_value()))
            .add(one_of("object_key", keys.iter().map(String::as_str)));
        delete_where(tx, scope, which).await?;
    }
    Ok(())
}

/// Writes the new id of a user in the place of the old one.
pub(super) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    let statement = Query::update()
        .table("metadata")
        .values([("object_id", new.into()), ("object_key", user_key(new).into())])
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("object_type").eq(MetadataObjectType::User.wire_value()))
        .and_where(Expr::col("object_key").eq(user_key(old)))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("metadata", COLUMNS, "id")
        .column("partnerId", "partner_id", ColumnKind::Int)
        .column("metadataProfileId", "profile_id", ColumnKind::Int)
        .column("metadataProfileVersion", "profile_version", ColumnKind::Int)
        .column("version", "version", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .column("status", "status", ColumnKind::Int)
        .never_null(["profile_version", "version", "created_at", "updated_at"])
});

/// The metadata of a kind of objects, or of these only, that a filter asks for, and how many there are.
pub(super) async fn list(
    app: &App,
    scope: Scope,
    kind: MetadataObjectType,
    keys: Option<Vec<String>>,
    query: &ListQuery,
) -> Result<(Vec<MetadataRow>, u64)> {
    let mut base = Cond::all()
        .add(Expr::col("partner_id").eq(scope.partner_id()))
        .add(Expr::col("object_type").eq(kind.wire_value()));
    if let Some(keys) = keys {
        base = base.add(one_of("object_key", keys));
    }
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

#[cfg(test)]
mod tests {
    use contract::ApiObject;

    use super::super::model::MetadataFilter;
    use super::*;

    #[test]
    fn something_stands_behind_every_field_and_order() {
        let mut properties = Vec::new();
        MetadataFilter::default().each(&mut |property, _| {
            properties.extend(property.filter.iter().flat_map(|field| field.properties).copied());
        });
        properties.extend(MetadataFilter::CLASS.order_by);
        assert!(properties.len() > 10);
        assert_eq!(LISTING.unmapped(properties), [""; 0]);
    }
}
