//! What was ended: single sessions, groups of sessions, and everything issued before a moment
//! (reference: session.md §15; "Issue time" in `ARCHITECTURE.md`).
//!
//! All of it lives in memory, so that asking costs a look-up; the store keeps it across restarts and the
//! change feed carries it to the other nodes.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use ks::{InstallationKey, KsHash, Opened, UnixMillis};
use sea_query::{Expr, ExprTrait, OnConflict, Query};

use crate::app::App;
use crate::error::Result;
use crate::partner::Partner;
use crate::user::user_key;

/// The topics of the change feed; what the key holds is all that a node needs to know.
pub const ENDED_TOPIC: &str = "ended";
/// See [`ENDED_TOPIC`].
pub const FLOOR_TOPIC: &str = "floor";

/// Stands for "without end".
const FOR_GOOD: i64 = i64::MAX;

/// Whose sessions are over as of a moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Every session of an account, widget sessions among them.
    Account(i64),
    /// Every session of a user, by account and user id.
    User(i64, String),
    /// Every session that an application token gave, by account and token.
    Token(i64, String),
    /// Every session that a secret signed, by account and the secret's row.
    Secret(i64, i64),
}

impl Subject {
    fn partner_id(&self) -> i64 {
        match self {
            Self::Account(partner)
            | Self::User(partner, _)
            | Self::Token(partner, _)
            | Self::Secret(partner, _) => *partner,
        }
    }

    fn to_text(&self) -> String {
        match self {
            Self::Account(partner) => format!("account/{partner}"),
            Self::User(partner, user) => format!("user/{partner}/{user}"),
            Self::Token(partner, token) => format!("token/{partner}/{token}"),
            Self::Secret(partner, secret) => format!("secret/{partner}/{secret}"),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        if kind == "account" {
            return rest.parse().ok().map(Self::Account);
        }
        let (partner, name) = rest.split_once('/')?;
        let partner = partner.parse().ok()?;
        match kind {
            "user" => Some(Self::User(partner, name.to_owned())),
            "token" => Some(Self::Token(partner, name.to_owned())),
            "secret" => name.parse().ok().map(|secret| Self::Secret(partner, secret)),
            _ => None,
        }
    }
}

/// Nothing issued before a moment counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Sessions of this server issued earlier are over.
    pub issued_before: UnixMillis,
    /// Sessions made offline do not say when; they are refused until this second.
    pub offline_until: i64,
}

/// What was ended, in memory.
#[derive(Default)]
pub struct Revocations {
    ended: RwLock<HashMap<KsHash, i64>>,
    floors: RwLock<HashMap<Subject, Floor>>,
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

    /// True if everything issued as long ago as this session is over, for its account, its user, its
    /// application token or the secret that signed it.
    pub fn is_before_floor(
        &self,
        opened: &Opened,
        partner: &Partner,
        now: UnixMillis,
        key: &InstallationKey,
    ) -> bool {
        let floors = self.floors.read().unwrap_or_else(PoisonError::into_inner);
        if floors.is_empty() {
            return false;
        }
        let partner_id = opened.partner_id();
        let token = opened.privileges().first("apptoken");
        let secret = partner.secret_ids.get(opened.secret_index()).copied();
        let subjects = [
            Some(Subject::Account(partner_id)),
            (!opened.is_anonymous())
                .then(|| Subject::User(partner_id, user_key(opened.user().unwrap_or_default()))),
            token.map(|token| Subject::Token(partner_id, token.to_owned())),
            secret.map(|secret| Subject::Secret(partner_id, secret)),
        ];
        let mut reached =
            subjects.into_iter().flatten().filter_map(|subject| floors.get(&subject).copied()).peekable();
        if reached.peek().is_none() {
            return false;
        }
        match opened.issued_at(key) {
            Some(at) => reached.any(|floor| at < floor.issued_before),
            None => reached.any(|floor| crate::call::seconds(now) < floor.offline_until),
        }
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
                    self.ended.write().unwrap_or_else(PoisonError::into_inner).insert(hash, until);
                }
            }
            FLOOR_TOPIC => {
                let mut parts = key.splitn(3, ' ');
                if let (Some(Ok(issued_before)), Some(Ok(offline_until)), Some(subject)) = (
                    parts.next().map(str::parse),
                    parts.next().map(str::parse),
                    parts.next().and_then(Subject::from_text),
                ) {
                    let floor = Floor { issued_before: UnixMillis(issued_before), offline_until };
                    self.floors.write().unwrap_or_else(PoisonError::into_inner).insert(subject, floor);
                }
            }
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
        let statement = Query::select()
            .columns(["subject", "issued_before_ms", "offline_until"])
            .from("issue_floor")
            .to_owned();
        let mut floors = HashMap::new();
        for row in app.store.all(&statement).await? {
            let subject: String = row.get("subject")?;
            let issued_before: i64 = row.get("issued_before_ms")?;
            let offline_until = row.get("offline_until")?;
            if let Some(subject) = Subject::from_text(&subject) {
                let issued_before = UnixMillis(u64::try_from(issued_before).unwrap_or_default());
                floors.insert(subject, Floor { issued_before, offline_until });
            }
        }
        // What was announced while this was read is newer than what was read.
        merge(&self.ended, ended, |old, new| *old = Ord::max(*old, new));
        merge(&self.floors, floors, |old, new| {
            if new.issued_before > old.issued_before {
                *old = new;
            }
        });
        Ok(())
    }

    /// Forgets sessions that have ended by themselves, here and in the store.
    pub async fn tidy(&self, app: &App, now: i64) -> Result<()> {
        self.ended.write().unwrap_or_else(PoisonError::into_inner).retain(|_, until| *until > now);
        let mut tx = app.store.begin().await?;
        tx.execute(
            &Query::delete().from_table("ended_session").and_where(Expr::col("until").lte(now)).to_owned(),
        )
        .await?;
        tx.execute(
            &Query::delete().from_table("action_budget").and_where(Expr::col("until").lte(now)).to_owned(),
        )
        .await?;
        tx.commit().await?;
        Ok(())
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
            .on_conflict(OnConflict::column("hash").update_columns(["until", "ended_at"]).to_owned())
            .to_owned();
        tx.execute(&statement).await?;
        tx.announce(ENDED_TOPIC, &format!("{hash} {}", until.unwrap_or(FOR_GOOD)));
    }
    Ok(())
}

/// Ends everything of a subject that was issued before now. Sessions made offline do not say when they were
/// made: they are refused for `offline_seconds`.
pub async fn set_floor_within(
    tx: &mut store::Transaction,
    subject: &Subject,
    now: UnixMillis,
    offline_seconds: i64,
) -> Result<()> {
    // What is issued in this very millisecond is refused too: better one log-in too many.
    let issued_before = now.0 + 1;
    let offline_until = crate::call::seconds(now).saturating_add(offline_seconds);
    let text = subject.to_text();
    let statement = Query::insert()
        .into_table("issue_floor")
        .columns(["subject", "partner_id", "issued_before_ms", "offline_until", "set_at"])
        .values_panic([
            text.clone().into(),
            subject.partner_id().into(),
            i64::try_from(issued_before).unwrap_or(i64::MAX).into(),
            offline_until.into(),
            crate::call::seconds(now).into(),
        ])
        .on_conflict(
            OnConflict::column("subject")
                .update_columns(["issued_before_ms", "offline_until", "set_at"])
                .to_owned(),
        )
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(FLOOR_TOPIC, &format!("{issued_before} {offline_until} {text}"));
    Ok(())
}

fn merge<K: Eq + std::hash::Hash, V>(
    known: &RwLock<HashMap<K, V>>,
    read: HashMap<K, V>,
    mut update: impl FnMut(&mut V, V),
) {
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    for (key, value) in read {
        match known.entry(key) {
            std::collections::hash_map::Entry::Occupied(mut entry) => update(entry.get_mut(), value),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_survive_the_feed() {
        for subject in [
            Subject::Account(101),
            Subject::User(101, "a/b c".to_owned()),
            Subject::Token(101, "0_abcd1234".to_owned()),
            Subject::Secret(-1, 7),
        ] {
            assert_eq!(Subject::from_text(&subject.to_text()), Some(subject));
        }
        assert_eq!(Subject::from_text("planet/1"), None);
    }
}
