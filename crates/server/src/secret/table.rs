//! Rows of secrets.

use ks::{Member, Salt, Secret, SecretRing};
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Row, Transaction};
use zeroize::Zeroizing;

use super::model::SecretKind;
use super::{Known, Rows, fingerprint};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::keys::{Keys, fill_random, hex};
use crate::partner;

/// So many past secrets are remembered to explain refusals.
const PAST: usize = 8;

/// A secret, and everything about it.
pub(super) struct SecretRow {
    /// Its id.
    pub id: i64,
    /// What it is for.
    pub kind: SecretKind,
    /// The first of a kind is the primary one.
    pub position: i64,
    /// The number by which sessions remember it.
    pub slot: u8,
    /// What people call it.
    pub label: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it last became the primary one; never: it was given out beside it.
    pub promoted_at: Option<i64>,
    /// It works until this second.
    pub usable_until: Option<i64>,
    /// When it was blocked.
    pub blocked_at: Option<i64>,
    /// It is in no ring any more.
    pub closed: bool,
    /// The secret.
    pub secret: Secret,
}

impl SecretRow {
    /// True if it opens or signs anything at this moment.
    pub(super) fn is_usable(&self, now: i64) -> bool {
        !self.closed && self.usable_until.is_none_or(|until| now < until)
    }

    /// True if it is usable and will be until somebody decides otherwise.
    pub(super) fn is_lasting(&self) -> bool {
        !self.closed && self.usable_until.is_none()
    }

    fn known(&self, app: &App, partner_id: i64) -> Known {
        Known {
            id: self.id,
            slot: self.slot,
            fingerprint: fingerprint(&self.secret),
            until: self.usable_until,
            blocked_at: self.blocked_at,
            meter: app.secret_usage.meter(partner_id, self.id),
        }
    }

    fn member(&self) -> Member {
        Member {
            secret: self.secret.clone(),
            until: self.usable_until,
            additional: self.promoted_at.is_none(),
        }
    }
}

fn select(partner_id: i64) -> SelectStatement {
    Query::select()
        .columns([
            "id",
            "kind",
            "position",
            "slot",
            "label",
            "sealed",
            "created_at",
            "promoted_at",
            "usable_until",
            "blocked_at",
            "closed",
        ])
        .from("partner_secret")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .order_by("kind", Order::Asc)
        .order_by("position", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned()
}

fn read(keys: &Keys, partner_id: i64, row: &Row) -> Result<SecretRow> {
    let id: i64 = row.get("id")?;
    let kind: i64 = row.get("kind")?;
    let sealed: Vec<u8> = row.get("sealed")?;
    let unusable = |why: &str| Error::internal(format!("secret {id} is unusable: {why}"));
    let text = keys.open(&place(partner_id, kind), &sealed)?;
    let text = std::str::from_utf8(&text).map_err(|_| unusable("it is not text"))?;
    let slot: i64 = row.get("slot")?;
    Ok(SecretRow {
        id,
        kind: if kind == SecretKind::Admin as i64 { SecretKind::Admin } else { SecretKind::User },
        position: row.get("position")?,
        slot: u8::try_from(slot).unwrap_or_default(),
        label: row.get("label")?,
        created_at: row.get("created_at")?,
        promoted_at: row.get("promoted_at")?,
        usable_until: row.get("usable_until")?,
        blocked_at: row.get("blocked_at")?,
        closed: row.get("closed")?,
        secret: Secret::new(text).map_err(|error| unusable(&error.to_string()))?,
    })
}

fn place(partner_id: i64, kind: i64) -> String {
    format!("partner_secret/{partner_id}/{kind}")
}

/// The secrets of an account as the gate needs them; no ring: no session of it can be read.
pub async fn load(app: &App, partner_id: i64) -> Result<(Option<SecretRing>, Rows)> {
    let rows = app.store.all(&select(partner_id)).await?;
    let rows = rows.iter().map(|row| read(&app.keys, partner_id, row)).collect::<Result<Vec<_>>>()?;
    let in_ring = |kind| rows.iter().filter(move |row| row.kind == kind && !row.closed);
    let known = |row: &SecretRow| row.known(app, partner_id);
    let mut past: Vec<&SecretRow> =
        rows.iter().filter(|row| row.kind == SecretKind::Admin && row.closed).collect();
    past.sort_by_key(|row| std::cmp::Reverse(row.id));
    past.truncate(PAST);
    // Of two secrets with one number, the younger has it.
    let mut by_slot: Vec<(u8, i64)> = rows.iter().map(|row| (row.slot, row.id)).collect();
    by_slot.sort_by_key(|(_, id)| std::cmp::Reverse(*id));
    let ring = SecretRing::of(
        in_ring(SecretKind::Admin).map(SecretRow::member),
        in_ring(SecretKind::User).map(SecretRow::member),
    );
    let rows = Rows {
        admin: in_ring(SecretKind::Admin).map(known).collect(),
        user: in_ring(SecretKind::User).map(known).collect(),
        by_slot,
        past: past.iter().map(|row| known(row)).collect(),
        past_secrets: past.iter().map(|row| row.secret.clone()).collect(),
    };
    Ok((ring, rows))
}

/// All secrets of an account, those that are over among them.
pub(super) async fn all(app: &App, scope: Scope) -> Result<Vec<SecretRow>> {
    let rows = app.store.all(&select(scope.partner_id())).await?;
    rows.iter().map(|row| read(&app.keys, scope.partner_id(), row)).collect()
}

/// True if the account has or had a secret with this id.
pub async fn exists(app: &App, scope: Scope, id: i64) -> Result<bool> {
    Ok(all(app, scope).await?.iter().any(|row| row.id == id))
}

/// All secrets of an account, which nobody else changes until the transaction ends.
pub(super) async fn all_locked(tx: &mut Transaction, app: &App, scope: Scope) -> Result<Vec<SecretRow>> {
    lock(tx, scope.partner_id()).await?;
    let rows = tx.all(&select(scope.partner_id())).await?;
    rows.iter().map(|row| read(&app.keys, scope.partner_id(), row)).collect()
}

/// Whoever changes the secrets of an account waits for whoever does already.
async fn lock(tx: &mut Transaction, partner_id: i64) -> Result<()> {
    let statement = Query::select()
        .column("id")
        .from("partner")
        .and_where(Expr::col("id").eq(partner_id))
        .lock_exclusive()
        .to_owned();
    tx.one(&statement).await?;
    Ok(())
}

/// What only the maker of an account gets to see.
pub struct NewSecrets {
    /// Signs every session.
    pub admin: String,
    /// Opens `session.start` for sessions of type user.
    pub user: String,
}

/// Gives a new account its first secrets.
pub async fn add_first(tx: &mut Transaction, keys: &Keys, partner_id: i64, now: i64) -> Result<NewSecrets> {
    let [admin, user] = [SecretKind::Admin, SecretKind::User].map(|kind| (kind, new_text()));
    for (slot, (kind, text)) in [(1, &admin), (2, &user)] {
        let new =
            NewSecret { partner_id, kind: *kind, position: 0, slot, label: None, promoted_at: Some(now) };
        insert(tx, keys, &new, text, now).await?;
    }
    Ok(NewSecrets { admin: admin.1.to_string(), user: user.1.to_string() })
}

/// 32 hexadecimal digits.
pub(super) fn new_text() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; 16]);
    fill_random(&mut *bytes);
    Zeroizing::new(hex(&*bytes))
}

/// A row to be made.
pub(super) struct NewSecret<'a> {
    pub partner_id: i64,
    pub kind: SecretKind,
    pub position: i64,
    pub slot: u8,
    pub label: Option<&'a str>,
    pub promoted_at: Option<i64>,
}

/// Adds a secret and gives its id.
pub(super) async fn insert(
    tx: &mut Transaction,
    keys: &Keys,
    new: &NewSecret<'_>,
    text: &str,
    now: i64,
) -> Result<i64> {
    let kind = new.kind as i64;
    let sealed = keys.seal(&place(new.partner_id, kind), text.as_bytes());
    let statement = Query::insert()
        .into_table("partner_secret")
        .columns(["partner_id", "kind", "position", "slot", "label", "sealed", "created_at", "promoted_at"])
        .values_panic([
            new.partner_id.into(),
            kind.into(),
            new.position.into(),
            i64::from(new.slot).into(),
            new.label.into(),
            sealed.into(),
            now.into(),
            new.promoted_at.into(),
        ])
        .returning_col("id")
        .to_owned();
    announce(tx, new.partner_id);
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave no id"))?;
    Ok(row.get("id")?)
}

/// Writes what may change of a secret.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, row: &SecretRow) -> Result<()> {
    let statement = Query::update()
        .table("partner_secret")
        .values([
            ("position", row.position.into()),
            ("promoted_at", row.promoted_at.into()),
            ("usable_until", row.usable_until.into()),
            ("blocked_at", row.blocked_at.into()),
            ("closed", row.closed.into()),
        ])
        .and_where(Expr::col("id").eq(row.id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    announce(tx, scope.partner_id());
    Ok(())
}

fn announce(tx: &mut Transaction, partner_id: i64) {
    tx.announce(partner::TOPIC, &partner_id.to_string());
}

/// A number that no usable secret of the account has: one that none ever had, or the one that was given up
/// longest ago.
pub(super) fn free_slot(rows: &[SecretRow]) -> u8 {
    let with = |slot: u8| rows.iter().filter(move |row| row.slot == slot);
    (1..=Salt::MAX_MARK)
        .filter(|slot| with(*slot).all(|row| row.closed))
        .min_by_key(|slot| with(*slot).map(|row| row.id).max())
        .unwrap_or_default()
}

/// Takes secrets that have come to their end out of the rings. They do not work in a ring either; without them
/// every call has less to try.
pub async fn tidy(app: &App, now: i64) -> Result<()> {
    let over = Expr::col("usable_until").lte(now).and(Expr::col("closed").eq(false));
    let statement = Query::update()
        .table("partner_secret")
        .value("closed", true)
        .and_where(over)
        .returning_col("partner_id")
        .to_owned();
    let mut tx = app.store.begin().await?;
    for row in tx.all(&statement).await? {
        announce(&mut tx, row.get("partner_id")?);
    }
    Ok(tx.commit().await?)
}
