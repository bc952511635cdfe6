//! Rows of profiles, of their schemas and of the ids of their fields.

use std::collections::HashMap;
use std::sync::Arc;

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use store::{Row, Transaction};

use super::model::MetadataObjectType;
use super::xsd::{self, Schema};
use super::{KnownField, Profile};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::name_key;

/// The topic of the change feed; the key is the account.
pub const TOPIC: &str = "metadata_profile";

/// So many schemas of a profile are kept, the newest ones.
const KEPT_SCHEMAS: i64 = 50;

fn select(scope: Scope) -> SelectStatement {
    let own =
        ["id", "partner_id", "object_type", "version", "definition", "created_at", "updated_at", "more"];
    Query::select()
        .columns(own.map(|column| ("metadata_profile", column)))
        .column(("metadata_schema", "xsd"))
        .from("metadata_profile")
        .inner_join(
            "metadata_schema",
            Expr::col(("metadata_schema", "profile_id"))
                .equals(("metadata_profile", "id"))
                .and(Expr::col(("metadata_schema", "number")).equals(("metadata_profile", "definition"))),
        )
        .and_where(Expr::col(("metadata_profile", "partner_id")).eq(scope.partner_id()))
        .and_where(Expr::col(("metadata_profile", "deleted")).eq(false))
        .order_by(("metadata_profile", "id"), Order::Asc)
        .to_owned()
}

fn select_fields(scope: Scope) -> SelectStatement {
    let of_account = Query::select()
        .column("id")
        .from("metadata_profile")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("deleted").eq(false))
        .to_owned();
    Query::select()
        .columns(["id", "profile_id", "path"])
        .from("metadata_field")
        .and_where(Expr::col("profile_id").in_subquery(of_account))
        .to_owned()
}

fn read(row: &Row, ids: &HashMap<(i64, String), i64>) -> Result<Profile> {
    let (kind, more): (String, String) = (row.get("object_type")?, row.get("more")?);
    let id: i64 = row.get("id")?;
    let xsd: String = row.get("xsd")?;
    let broken = |why: String| Error::internal(format!("the schema of the metadata profile {id}: {why}"));
    let schema = Schema::read(&xsd).map_err(broken)?;
    let fields = xsd::fields(&schema).into_iter().filter_map(|field| {
        let id = *ids.get(&(id, field.path.clone()))?;
        Some(KnownField { id, field })
    });
    Ok(Profile {
        id,
        partner_id: row.get("partner_id")?,
        kind: MetadataObjectType::from_wire_value(&kind)
            .ok_or_else(|| Error::internal("a metadata profile of an unknown type"))?,
        version: row.get("version")?,
        definition: row.get("definition")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        more: Kept::read(&more)?,
        fields: fields.collect(),
        xsd,
        schema,
    })
}

fn join(rows: &[Row], fields: &[Row]) -> Result<Vec<Profile>> {
    let mut ids = HashMap::new();
    for row in fields {
        ids.insert((row.get("profile_id")?, row.get("path")?), row.get("id")?);
    }
    rows.iter().map(|row| read(row, &ids)).collect()
}

/// What accounts have.
pub struct MetadataProfiles(Cache<i64, Vec<Arc<Profile>>>);

impl Default for MetadataProfiles {
    fn default() -> Self {
        Self(Cache::new(500))
    }
}

impl MetadataProfiles {
    /// What an account has, by ascending id.
    pub(crate) async fn of(&self, app: &App, scope: Scope) -> Result<Arc<Vec<Arc<Profile>>>> {
        let load = async || {
            let rows = app.store.all(&select(scope)).await?;
            let fields =
                if rows.is_empty() { Vec::new() } else { app.store.all(&select_fields(scope)).await? };
            Ok::<_, Error>(Some(join(&rows, &fields)?.into_iter().map(Arc::new).collect::<Vec<_>>()))
        };
        Ok(self.0.get_or_load(&scope.partner_id(), load).await?.unwrap_or_default())
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        key.parse().map_or_else(|_| self.0.forget_all(), |id| self.0.forget(&id));
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

/// The account's profiles; no profile of it is added or changed until the transaction ends.
pub(super) async fn hold_all(tx: &mut Transaction, scope: Scope) -> Result<Vec<Profile>> {
    crate::partner::hold(tx, scope.partner_id()).await?;
    let rows = tx.all(&select(scope)).await?;
    let fields = tx.all(&select_fields(scope)).await?;
    join(&rows, &fields)
}

/// A profile as it is until the transaction ends: it is not changed meanwhile, and if it is to be changed, nobody
/// writes metadata of it.
pub(super) async fn hold(
    tx: &mut Transaction,
    scope: Scope,
    id: i64,
    to_be_changed: bool,
) -> Result<Option<Profile>> {
    let row = Query::select()
        .column("id")
        .from("metadata_profile")
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("deleted").eq(false))
        .lock(if to_be_changed { LockType::Update } else { LockType::Share })
        .to_owned();
    if tx.one(&row).await?.is_none() {
        return Ok(None);
    }
    let one = select(scope).and_where(Expr::col(("metadata_profile", "id")).eq(id)).to_owned();
    let fields = select_fields(scope).and_where(Expr::col("profile_id").eq(id)).to_owned();
    Ok(join(&tx.all(&one).await?, &tx.all(&fields).await?)?.pop())
}

fn values(profile: &Profile) -> [(&'static str, Expr); 6] {
    [
        ("object_type", profile.kind.wire_value().into()),
        ("system_name", profile.system_name().map(name_key).into()),
        ("version", profile.version.into()),
        ("definition", profile.definition.into()),
        ("updated_at", profile.updated_at.into()),
        ("more", profile.more.text().into()),
    ]
}

/// Adds a profile and gives back its id.
pub(super) async fn add(tx: &mut Transaction, profile: &Profile) -> Result<i64> {
    let values = values(profile);
    let statement = Query::insert()
        .into_table("metadata_profile")
        .columns(
            ["partner_id", "deleted", "created_at"].into_iter().chain(values.iter().map(|(name, _)| *name)),
        )
        .values_panic(
            [profile.partner_id.into(), false.into(), profile.created_at.into()]
                .into_iter()
                .chain(values.iter().map(|(_, value)| value.clone())),
        )
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    let id = row.get("id")?;
    add_schema(tx, id, profile).await?;
    tx.announce(TOPIC, &profile.partner_id.to_string());
    Ok(id)
}

/// Keeps the profile's schema under its number, and an id for each of its fields.
pub(super) async fn add_schema(tx: &mut Transaction, id: i64, profile: &Profile) -> Result<()> {
    let insert = Query::insert()
        .into_table("metadata_schema")
        .columns(["profile_id", "number", "xsd", "created_at"])
        .values_panic([
            id.into(),
            profile.definition.into(),
            profile.xsd.as_str().into(),
            profile.updated_at.into(),
        ])
        .to_owned();
    tx.execute(&insert).await?;
    let old = Query::delete()
        .from_table("metadata_schema")
        .and_where(Expr::col("profile_id").eq(id))
        .and_where(Expr::col("number").lte(profile.definition - KEPT_SCHEMAS))
        .to_owned();
    tx.execute(&old).await?;
    let known = Query::select()
        .column("path")
        .from("metadata_field")
        .and_where(Expr::col("profile_id").eq(id))
        .to_owned();
    let known: Vec<String> =
        tx.all(&known).await?.iter().map(|row| Ok(row.get("path")?)).collect::<Result<_>>()?;
    for field in xsd::fields(&profile.schema) {
        if !known.contains(&field.path) {
            let insert = Query::insert()
                .into_table("metadata_field")
                .columns(["profile_id", "path"])
                .values_panic([id.into(), field.path.into()])
                .to_owned();
            tx.execute(&insert).await?;
        }
    }
    Ok(())
}

/// An earlier schema.
pub(super) async fn schema(tx: &mut Transaction, id: i64, number: i64) -> Result<Option<String>> {
    let select = Query::select()
        .column("xsd")
        .from("metadata_schema")
        .and_where(Expr::col("profile_id").eq(id))
        .and_where(Expr::col("number").eq(number))
        .to_owned();
    Ok(tx.one(&select).await?.map(|row| row.get("xsd")).transpose()?)
}

/// Writes a profile.
pub(super) async fn update(tx: &mut Transaction, profile: &Profile) -> Result<()> {
    write(tx, profile, values(profile).to_vec()).await
}

/// Marks a profile as deleted.
pub(super) async fn delete(tx: &mut Transaction, profile: &Profile, now: i64) -> Result<()> {
    let values =
        vec![("deleted", true.into()), ("system_name", None::<String>.into()), ("updated_at", now.into())];
    write(tx, profile, values).await
}

async fn write(tx: &mut Transaction, profile: &Profile, values: Vec<(&'static str, Expr)>) -> Result<()> {
    let statement = Query::update()
        .table("metadata_profile")
        .values(values)
        .and_where(Expr::col("id").eq(profile.id))
        .and_where(Expr::col("partner_id").eq(profile.partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &profile.partner_id.to_string());
    Ok(())
}
