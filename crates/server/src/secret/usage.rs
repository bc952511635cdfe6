//! When a secret was last used. Counting costs an authorised call a comparison; what was counted is written
//! in the background, at most once a minute for each secret and node.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query};
use store::{Row, Transaction};

use crate::app::App;
use crate::error::Result;

/// What is known of the use of a secret. Every value is a moment in Unix seconds, 0 for never, and only grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// A session that it signed was let in.
    pub signed_at: i64,
    /// A session that it signed without this server was let in. Of the primary secret a sample is looked at,
    /// one session a second; of the others every one.
    pub offline_at: i64,
    /// `session.start` was opened with it.
    pub started_at: i64,
    /// The last of the sessions that it signed or opened, as far as they were seen, ends then.
    pub lives_until: i64,
}

impl Use {
    fn columns(self) -> [(&'static str, i64); 4] {
        [
            ("signed_at", self.signed_at),
            ("offline_at", self.offline_at),
            ("started_at", self.started_at),
            ("lives_until", self.lives_until),
        ]
    }

    /// The later of each.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            signed_at: Ord::max(self.signed_at, other.signed_at),
            offline_at: Ord::max(self.offline_at, other.offline_at),
            started_at: Ord::max(self.started_at, other.started_at),
            lives_until: Ord::max(self.lives_until, other.lives_until),
        }
    }
}

/// Counts the use of one secret on this node.
#[derive(Debug, Default)]
pub struct Meter {
    partner_id: i64,
    signed_at: AtomicI64,
    offline_at: AtomicI64,
    started_at: AtomicI64,
    lives_until: AtomicI64,
}

/// Most calls find the value as high as they would set it, and then nothing is written that other cores share.
fn raise(value: &AtomicI64, to: i64) -> bool {
    value.load(Ordering::Relaxed) < to && value.fetch_max(to, Ordering::Relaxed) < to
}

impl Meter {
    /// A session was let in that ends then; true for the first of a second.
    pub(super) fn signed(&self, now: i64, valid_until: i64) -> bool {
        raise(&self.lives_until, valid_until);
        raise(&self.signed_at, now)
    }

    /// The session that was let in was not signed by this server.
    pub(super) fn offline(&self, now: i64) {
        raise(&self.offline_at, now);
    }

    /// True if nothing is learnt from another session in this second that was signed elsewhere.
    pub(super) fn knows_of_offline(&self, now: i64) -> bool {
        self.offline_at.load(Ordering::Relaxed) >= now
    }

    /// A session was started with it.
    pub(super) fn started(&self, now: i64) {
        raise(&self.started_at, now);
    }

    /// A session that lives so long is about.
    pub(super) fn lives_until(&self, until: i64) {
        raise(&self.lives_until, until);
    }

    fn read(&self) -> Use {
        Use {
            signed_at: self.signed_at.load(Ordering::Relaxed),
            offline_at: self.offline_at.load(Ordering::Relaxed),
            started_at: self.started_at.load(Ordering::Relaxed),
            lives_until: self.lives_until.load(Ordering::Relaxed),
        }
    }
}

/// The meters of all secrets that this node has used, and what of them is written already.
#[derive(Default)]
pub struct Usage(Mutex<HashMap<i64, (Arc<Meter>, Use)>>);

impl Usage {
    /// The meter of a secret; the same one however often its account is loaded anew.
    pub(super) fn meter(&self, partner_id: i64, secret_id: i64) -> Arc<Meter> {
        let fresh = || (Arc::new(Meter { partner_id, ..Meter::default() }), Use::default());
        Arc::clone(&self.lock().entry(secret_id).or_insert_with(fresh).0)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, (Arc<Meter>, Use)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this node has counted since it started.
    pub(super) fn here(&self, secret_id: i64) -> Use {
        self.lock().get(&secret_id).map(|(meter, _)| meter.read()).unwrap_or_default()
    }

    /// Writes what was counted since the last time. What is not written because of an error is written later.
    pub async fn flush(&self, app: &App) -> Result<()> {
        let news: Vec<(i64, i64, Use)> = {
            let mut meters = self.lock();
            // A meter that no account holds, and that has nothing to tell, is made again when it is needed.
            meters.retain(|_, (meter, written)| Arc::strong_count(meter) > 1 || meter.read() != *written);
            let counted = meters.iter().map(|(id, (meter, written))| (*id, meter, meter.read(), *written));
            counted
                .filter(|(_, _, counted, written)| counted != written)
                .map(|(id, meter, counted, _)| (id, meter.partner_id, counted))
                .collect()
        };
        if news.is_empty() {
            return Ok(());
        }
        let mut tx = app.store.begin().await?;
        for (id, partner_id, counted) in &news {
            write(&mut tx, *id, *partner_id, *counted).await?;
        }
        tx.commit().await?;
        let mut meters = self.lock();
        for (id, _, counted) in news {
            if let Some((_, written)) = meters.get_mut(&id) {
                *written = counted;
            }
        }
        Ok(())
    }
}

/// Other nodes count the same secret, so a value is raised, never set.
async fn write(tx: &mut Transaction, secret_id: i64, partner_id: i64, counted: Use) -> Result<()> {
    let columns = counted.columns();
    let mut conflict = OnConflict::column("secret_id");
    for (name, _) in columns {
        let (old, new) = (Expr::col(("secret_use", name)), Expr::col(("excluded", name)));
        let later = CaseStatement::new().case(new.clone().gt(old.clone()), new).finally(old);
        conflict.value(name, later);
    }
    let statement = Query::insert()
        .into_table("secret_use")
        .columns(["secret_id", "partner_id"].into_iter().chain(columns.map(|(name, _)| name)))
        .values_panic(
            [secret_id.into(), partner_id.into()].into_iter().chain(columns.map(|(_, value)| value.into())),
        )
        .on_conflict(conflict)
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// What was written of the secrets of an account, by all nodes.
pub(super) async fn written(app: &App, partner_id: i64) -> Result<HashMap<i64, Use>> {
    let statement = Query::select()
        .columns(["secret_id", "signed_at", "offline_at", "started_at", "lives_until"])
        .from("secret_use")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .to_owned();
    let read = |row: &Row| -> Result<(i64, Use)> {
        Ok((
            row.get("secret_id")?,
            Use {
                signed_at: row.get("signed_at")?,
                offline_at: row.get("offline_at")?,
                started_at: row.get("started_at")?,
                lives_until: row.get("lives_until")?,
            },
        ))
    };
    app.store.all(&statement).await?.iter().map(read).collect()
}
