//! What was ended: single sessions, groups of sessions, and everything issued before a moment
//! (reference: session.md §15; "Issue time" in `ARCHITECTURE.md`).
//!
//! All of it lives in memory, so that asking costs a look-up; the store keeps it across restarts and the
//! change feed carries it to the other nodes.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use ks::{InstallationKey, KsHash, Opened, UnixMillis};
use sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query};

pub(crate) use super::floor::rename_users;
use super::floor::{self, FLOOR_TOPIC, Floor, Floors};
pub use super::floor::{Subject, set_floor_within};
use crate::app::App;
use crate::error::Result;
use crate::partner::Partner;

/// The topic of the change feed; what the key holds is all that a node needs to know. Floors have their own.
pub const ENDED_TOPIC: &str = "ended";
/// Stands for "without end".
const FOR_GOOD: i64 = i64::MAX;

/// What was ended, in memory.
#[derive(Default)]
pub struct Revocations {
    ended: RwLock<HashMap<KsHash, i64>>,
    floors: RwLock<HashMap<i64, Floors>>,
}

impl Revocations {
    /// True if the session or its group was ended.
    pub fn is_ended(&self, opened: &Opened, now: i64) -> bool {
        let ended = self.ended.read().unwrap_or_else(PoisonError::into_inner);
        if ended.is_empty() {
            return false;
        }
        let covers = |hash: KsHash| ended.get(&hash).is_some_and(|until| *until > now);
        covers(opened.hash()) || opened.group().is_some_and(covers)
    }

    /// Under what the session falls, if everything issued as long ago as it is over: its account, its user, its
    /// application token, or the secret that signed or opened it.
    pub fn floor_over(
        &self,
        opened: &Opened,
        partner: &Partner,
        now: UnixMillis,
        key: &InstallationKey,
    ) -> Option<Subject> {
        let floors = self.floors.read().unwrap_or_else(PoisonError::into_inner);
        floors.get(&opened.partner_id())?.over(opened, partner, now, key)
    }

    /// Takes one action from the budget of a session; false when none was left. One statement, so that calls
    /// at the same time cannot take more than there is.
    pub async fn take_action(&self, app: &App, opened: &Opened, limit: i64) -> Result<bool> {
        let statement = Query::insert()
            .into_table("action_budget")
            .columns(["hash", "remaining", "until"])
            .values_panic([
                opened.hash().to_string().into(),
                (limit - 1).into(),
                opened.valid_until().unwrap_or_default().into(),
            ])
            .on_conflict(
                OnConflict::column("hash")
                    .value("remaining", Expr::col(("action_budget", "remaining")).sub(1))
                    .action_and_where(Expr::col(("action_budget", "remaining")).gt(0))
                    .to_owned(),
            )
            .returning(Query::returning().column("remaining"))
            .to_owned();
        let mut tx = app.store.begin().await?;
        let taken = tx.one(&statement).await?.is_some();
        tx.commit().await?;
        Ok(taken)
    }

    /// Ends single sessions or groups: `until` is the second after which none of them can be valid, or
    /// `None` for good.
    pub async fn end(
        &self,
        app: &App,
        partner_id: i64,
        ended: &[(KsHash, Kind, Option<i64>)],
        now: i64,
    ) -> Result<()> {
        let mut tx = app.store.begin().await?;
        end_within(&mut tx, partner_id, ended, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Applies what another node, or this one, announced.
    pub fn apply(&self, topic: &str, key: &str) {
        match topic {
            ENDED_TOPIC => {
                if let Some((hash, until)) = key.split_once(' ')
                    && let (Some(hash), Ok(until)) = (KsHash::from_hex(hash), until.parse())
                {
                    self.raise_ended([(hash, until)]);
                }
            }
            FLOOR_TOPIC => self.raise(floor::announced(key)),
            _ => {}
        }
    }

    /// Reads everything that still matters from the store.
    pub async fn load(&self, app: &App, now: i64) -> Result<()> {
        let statement = Query::select()
            .columns(["hash", "until"])
            .from("ended_session")
            .and_where(Expr::col("until").is_null().or(Expr::col("until").gt(now)))
            .to_owned();
        let mut ended = HashMap::new();
        for row in app.store.all(&statement).await? {
            let hash: String = row.get("hash")?;
            let until: Option<i64> = row.get("until")?;
            if let Some(hash) = KsHash::from_hex(&hash) {
                ended.insert(hash, until.unwrap_or(FOR_GOOD));
            }
        }
        let floors = floor::load(app, now).await?;
        // What was announced while this was read is newer than what was read.
        self.raise_ended(ended);
        self.raise(floors);
        Ok(())
    }

    /// What was refused stays refused, in whatever order the news come.
    fn raise_ended(&self, ended: impl IntoIterator<Item = (KsHash, i64)>) {
        let mut known = self.ended.write().unwrap_or_else(PoisonError::into_inner);
        for (hash, until) in ended {
            known.entry(hash).and_modify(|known| *known = Ord::max(*known, until)).or_insert(until);
        }
    }

    fn raise(&self, floors: impl IntoIterator<Item = (Subject, Floor)>) {
        let mut known = self.floors.write().unwrap_or_else(PoisonError::into_inner);
        for (subject, floor) in floors {
            known.entry(subject.partner_id()).or_default().raise(subject, floor);
        }
    }

    /// Forgets what no session can fall under any more, here and in the store.
    pub async fn tidy(&self, app: &App, now: i64) -> Result<()> {
        self.ended.write().unwrap_or_else(PoisonError::into_inner).retain(|_, until| *until > now);
        let accounts = self.tidy_floors(now);
        let mut tx = app.store.begin().await?;
        for table in ["ended_session", "action_budget"] {
            let over = Expr::col("until").lte(now);
            tx.execute(&Query::delete().from_table(table).and_where(over).to_owned()).await?;
        }
        floor::tidy(&mut tx, &accounts, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Tidies the floors in memory, and gives those of whole accounts, which stand for others.
    fn tidy_floors(&self, now: i64) -> Vec<(i64, Floor)> {
        let mut floors = self.floors.write().unwrap_or_else(PoisonError::into_inner);
        floors.values_mut().for_each(|floors| floors.tidy(now));
        floors.retain(|_, floors| !floors.is_empty());
        floors.iter().filter_map(|(partner_id, floors)| Some((*partner_id, floors.account?))).collect()
    }
}

/// What a row of `ended_session` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One session.
    Session = 0,
    /// All sessions with the same `sessionid`.
    Group = 1,
}

/// Ends sessions or groups as part of a larger change.
pub async fn end_within(
    tx: &mut store::Transaction,
    partner_id: i64,
    ended: &[(KsHash, Kind, Option<i64>)],
    now: i64,
) -> Result<()> {
    // No end is later than any.
    let (old, new) = (Expr::col(("ended_session", "until")), Expr::col(("excluded", "until")));
    let later = CaseStatement::new()
        .case(old.clone().is_null(), old.clone())
        .case(new.clone().is_null().or(new.clone().gt(old.clone())), new)
        .finally(old);
    for (hash, kind, until) in ended {
        let statement = Query::insert()
            .into_table("ended_session")
            .columns(["hash", "kind", "partner_id", "until", "ended_at"])
            .values_panic([
                hash.to_string().into(),
                (*kind as i64).into(),
                partner_id.into(),
                (*until).into(),
                now.into(),
            ])
            .on_conflict(
                OnConflict::column("hash").value("until", later.clone()).update_column("ended_at").to_owned(),
            )
            .to_owned();
        tx.execute(&statement).await?;
        tx.announce(ENDED_TOPIC, &format!("{hash} {}", until.unwrap_or(FOR_GOOD)));
    }
    Ok(())
}
