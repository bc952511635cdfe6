//! Rows of conversion profiles and of what they say about each way of making assets.

use std::sync::Arc;

use contract::ApiEnum;
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Row, Transaction};

use super::{ConversionProfileType, Link, Profile};
use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;

/// The topic of the change feed; the key is the account.
pub const TOPIC: &str = "conversion_profile";

const COLUMNS: [&str; 6] = ["id", "partner_id", "type", "default_of", "created_at", "more"];

fn read(row: &Row) -> Result<Profile> {
    let more: String = row.get("more")?;
    let kind: i64 = row.get("type")?;
    Ok(Profile {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        kind: ConversionProfileType::from_number(kind)
            .ok_or_else(|| Error::internal("a conversion profile of an unknown type"))?,
        is_default: row.get::<Option<i64>>("default_of")?.is_some(),
        created_at: row.get("created_at")?,
        more: Kept::read(&more)?,
        links: Vec::new(),
    })
}

fn select(partner_id: i64) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("conversion_profile")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .and_where(Expr::col("deleted").eq(false))
        .order_by("id", Order::Asc)
        .to_owned()
}

fn select_links(partner_id: i64) -> SelectStatement {
    Query::select()
        .columns(["profile_id", "params_id", "more"])
        .from("conversion_profile_params")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .order_by("profile_id", Order::Asc)
        .order_by("position", Order::Asc)
        .to_owned()
}

fn join(profiles: &[Row], links: &[Row]) -> Result<Vec<Profile>> {
    let mut profiles = profiles.iter().map(read).collect::<Result<Vec<_>>>()?;
    for row in links {
        let (of, more): (i64, String) = (row.get("profile_id")?, row.get("more")?);
        if let Ok(place) = profiles.binary_search_by_key(&of, |profile| profile.id) {
            let link = Link { params_id: row.get("params_id")?, more: Kept::read(&more)? };
            profiles[place].links.push(link);
        }
    }
    Ok(profiles)
}

/// What accounts have of their own.
pub struct ConversionProfiles(Cache<i64, Vec<Arc<Profile>>>);

impl Default for ConversionProfiles {
    fn default() -> Self {
        Self(Cache::new(1000))
    }
}

impl ConversionProfiles {
    /// What an account has of its own.
    pub(super) async fn of(&self, app: &App, partner_id: i64) -> Result<Arc<Vec<Arc<Profile>>>> {
        let load = async || {
            let profiles = app.store.all(&select(partner_id)).await?;
            let links = app.store.all(&select_links(partner_id)).await?;
            Ok::<_, Error>(Some(join(&profiles, &links)?.into_iter().map(Arc::new).collect::<Vec<_>>()))
        };
        Ok(self.0.get_or_load(&partner_id, load).await?.unwrap_or_default())
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

/// The account's own profiles, held until the transaction ends: whoever changes one sees the others as they are.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope) -> Result<Vec<Profile>> {
    crate::partner::lock_owner(tx, scope.partner_id()).await?;
    let profiles = tx.all(&select(scope.partner_id())).await?;
    let links = tx.all(&select_links(scope.partner_id())).await?;
    join(&profiles, &links)
}

/// Adds a profile with its links, and gives back its id.
pub(super) async fn add(tx: &mut Transaction, profile: &Profile) -> Result<i64> {
    let statement = Query::insert()
        .into_table("conversion_profile")
        .columns([
            "partner_id",
            "type",
            "system_name",
            "default_of",
            "deleted",
            "created_at",
            "updated_at",
            "more",
        ])
        .values_panic([
            profile.partner_id.into(),
            profile.kind.number().into(),
            profile.system_name().map(str::to_owned).into(),
            profile.is_default.then(|| profile.kind.number()).into(),
            false.into(),
            profile.created_at.into(),
            profile.created_at.into(),
            profile.more.text().into(),
        ])
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    let id = row.get("id")?;
    add_links(tx, profile.partner_id, id, &profile.links).await?;
    tx.announce(TOPIC, &profile.partner_id.to_string());
    Ok(id)
}

async fn add_links(tx: &mut Transaction, partner_id: i64, id: i64, links: &[Link]) -> Result<()> {
    for (position, link) in links.iter().enumerate() {
        let statement = Query::insert()
            .into_table("conversion_profile_params")
            .columns(["profile_id", "params_id", "partner_id", "position", "more"])
            .values_panic([
                id.into(),
                link.params_id.into(),
                partner_id.into(),
                i64::try_from(position).unwrap_or(i64::MAX).into(),
                link.more.text().into(),
            ])
            .to_owned();
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Writes a profile and its links.
pub(super) async fn update(tx: &mut Transaction, profile: &Profile, now: i64) -> Result<()> {
    let values = [
        ("system_name", profile.system_name().map(str::to_owned).into()),
        ("updated_at", now.into()),
        ("more", profile.more.text().into()),
    ];
    write(tx, profile.partner_id, profile.id, &values).await?;
    delete_links(tx, profile.partner_id, profile.id).await?;
    add_links(tx, profile.partner_id, profile.id, &profile.links).await
}

/// Makes a profile the default of its type, in the place of the one before.
pub(super) async fn make_default(tx: &mut Transaction, profile: &Profile) -> Result<()> {
    let before = Query::update()
        .table("conversion_profile")
        .value("default_of", None::<i64>)
        .and_where(Expr::col("partner_id").eq(profile.partner_id))
        .and_where(Expr::col("default_of").eq(profile.kind.number()))
        .to_owned();
    tx.execute(&before).await?;
    let values = [("default_of", profile.kind.number().into())];
    write(tx, profile.partner_id, profile.id, &values).await
}

/// Marks a profile as deleted, and removes its links.
pub(super) async fn delete(tx: &mut Transaction, profile: &Profile, now: i64) -> Result<()> {
    let values =
        [("deleted", true.into()), ("system_name", None::<String>.into()), ("updated_at", now.into())];
    write(tx, profile.partner_id, profile.id, &values).await?;
    delete_links(tx, profile.partner_id, profile.id).await
}

async fn delete_links(tx: &mut Transaction, partner_id: i64, id: i64) -> Result<()> {
    let statement = Query::delete()
        .from_table("conversion_profile_params")
        .and_where(Expr::col("profile_id").eq(id))
        .and_where(Expr::col("partner_id").eq(partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

async fn write(
    tx: &mut Transaction,
    partner_id: i64,
    id: i64,
    values: &[(&'static str, Expr)],
) -> Result<()> {
    let statement = Query::update()
        .table("conversion_profile")
        .values(values.iter().cloned())
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(partner_id))
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &partner_id.to_string());
    Ok(())
}
