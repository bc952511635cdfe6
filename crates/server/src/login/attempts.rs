//! Counting what went wrong, so that nobody can go on guessing (reference: identity.md §4.4).
//!
//! Who guesses somebody's password from elsewhere must not be able to lock that person out. So an address from which
//! a person has logged in has a counter of its own for that person, and all other addresses share one. Besides, an
//! address that keeps being wrong, about whomever, is refused for a while. People who do not exist are counted like
//! those who do.

use sea_query::{Expr, ExprTrait, OnConflict, Query};
use sha2::{Digest, Sha256};
use store::Transaction;

use super::policy::Policy;
use crate::app::App;
use crate::error::Result;
use crate::gate::address::network;
use crate::keys::hex;

/// Wrong attempts of an address within a window, whomever they concern.
pub(super) const ADDRESS_ATTEMPTS: i64 = 100;
/// Seconds of a window.
pub(super) const WINDOW_SECONDS: i64 = 600;
/// An address from which nobody has come for so long is like any other again.
const KNOWN_ADDRESS_SECONDS: i64 = 90 * 86_400;
/// Counters that have not moved for so long have nothing to say; longer than any lock.
const IDLE_SECONDS: i64 = 2 * 86_400;

/// What an attempt is counted by.
pub(super) struct Attempt {
    /// The person, or whoever was named.
    who: String,
    /// The person as seen from this address.
    who_here: String,
    /// The address.
    from: String,
    /// This address is one of the person's.
    known_here: bool,
}

/// What came of counting a wrong attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// It was one more.
    Wrong,
    /// It was one too many: locked from now on.
    TooMany,
    /// Locked already.
    Locked,
}

/// Who is meant, where that is a known login.
pub(super) fn of_login(login_row: i64) -> String {
    format!("login/{login_row}")
}

/// Who is meant, where nobody is known by that name. Names do not lie about in the table.
pub(super) fn of_nobody(name: &str) -> String {
    format!("nobody/{}", hex(&Sha256::digest(name)[..16]))
}

impl Attempt {
    /// What an attempt from an address is counted by; `None` if it is refused without a look at the password.
    pub(super) async fn begin(app: &App, who: String, address: &str, now: i64) -> Result<Option<Self>> {
        let from = format!("from/{}", network(address));
        let who_here = format!("{who}/{}", network(address));
        let statement = Query::select()
            .columns(["subject", "tally", "until"])
            .from("login_counter")
            .and_where(Expr::col("subject").is_in([who.as_str(), who_here.as_str(), from.as_str()]))
            .to_owned();
        let mut attempt = Self { who, who_here, from, known_here: false };
        let mut locked = (false, false);
        for row in app.store.all(&statement).await? {
            let subject: String = row.get("subject")?;
            let (tally, until): (i64, i64) = (row.get("tally")?, row.get("until")?);
            if subject == attempt.from {
                if tally >= ADDRESS_ATTEMPTS && until > now {
                    return Ok(None);
                }
            } else if subject == attempt.who_here {
                attempt.known_here = true;
                locked.0 = until > now;
            } else {
                locked.1 = until > now;
            }
        }
        let is_locked = if attempt.known_here { locked.0 } else { locked.1 };
        Ok((!is_locked).then_some(attempt))
    }

    fn subject(&self) -> &str {
        if self.known_here { &self.who_here } else { &self.who }
    }

    /// True if others were wrong too often in the meantime. Nobody else counts until the transaction ends.
    pub(super) async fn is_locked(&self, tx: &mut Transaction, now: i64) -> Result<bool> {
        Ok(hold(tx, self.subject(), now).await?.until > now)
    }

    /// Counts a wrong attempt.
    pub(super) async fn wrong(&self, tx: &mut Transaction, policy: &Policy, now: i64) -> Result<Counted> {
        let counter = hold(tx, self.subject(), now).await?;
        if counter.until > now {
            return Ok(Counted::Locked);
        }
        let tally = counter.tally + 1;
        let too_many = tally >= policy.max_attempts;
        if too_many {
            set(tx, self.subject(), 0, now.saturating_add(policy.lock_seconds), now).await?;
        } else {
            set(tx, self.subject(), tally, counter.until, now).await?;
        }
        count_in_window(tx, &self.from, now).await?;
        Ok(if too_many { Counted::TooMany } else { Counted::Wrong })
    }

    /// Starts counting anew, and remembers the address as one of the person's.
    pub(super) async fn right(&self, tx: &mut Transaction, now: i64) -> Result<()> {
        if !self.known_here {
            set(tx, &self.who, 0, 0, now).await?;
        }
        hold(tx, &self.who_here, now).await?;
        set(tx, &self.who_here, 0, 0, now).await
    }
}

struct Counter {
    tally: i64,
    until: i64,
}

/// A counter, held until the transaction ends.
async fn hold(tx: &mut Transaction, subject: &str, now: i64) -> Result<Counter> {
    let insert = Query::insert()
        .into_table("login_counter")
        .columns(["subject", "tally", "until", "updated_at"])
        .values_panic([subject.into(), 0.into(), 0.into(), now.into()])
        .on_conflict(OnConflict::column("subject").do_nothing().to_owned())
        .to_owned();
    tx.execute(&insert).await?;
    let mut select = Query::select();
    select.columns(["tally", "until"]).from("login_counter").and_where(Expr::col("subject").eq(subject));
    select.lock_exclusive();
    let row = tx.one(&select).await?;
    match row {
        Some(row) => Ok(Counter { tally: row.get("tally")?, until: row.get("until")? }),
        // Tidied away in this very moment: as good as new.
        None => Ok(Counter { tally: 0, until: 0 }),
    }
}

async fn set(tx: &mut Transaction, subject: &str, tally: i64, until: i64, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("login_counter")
        .value("tally", tally)
        .value("until", until)
        .value("updated_at", now)
        .and_where(Expr::col("subject").eq(subject))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Counts one more within a window, and gives the count.
async fn count_in_window(tx: &mut Transaction, subject: &str, now: i64) -> Result<i64> {
    let counter = hold(tx, subject, now).await?;
    let (tally, until) =
        if counter.until > now { (counter.tally + 1, counter.until) } else { (1, now + WINDOW_SECONDS) };
    set(tx, subject, tally, until, now).await?;
    Ok(tally)
}

/// Counts a request for a new password; false if there were too many, for the person or from the address (reference:
/// identity.md §4.2).
pub(super) async fn may_ask_for_password(
    tx: &mut Transaction,
    email_key: &str,
    address: &str,
    now: i64,
) -> Result<bool> {
    const OF_PERSON: i64 = 10;
    const OF_ADDRESS: i64 = 100;
    let of_person = count_in_window(tx, &format!("reset/{}", of_nobody(email_key)), now).await?;
    let of_address = count_in_window(tx, &format!("reset/from/{}", network(address)), now).await?;
    Ok(of_person <= OF_PERSON && of_address <= OF_ADDRESS)
}

/// Lets a person in again, from everywhere: they chose a new password by a link, or the log-in is gone.
pub(super) async fn forget(tx: &mut Transaction, login_row: i64) -> Result<()> {
    let who = of_login(login_row);
    let statement = Query::delete()
        .from_table("login_counter")
        .and_where(Expr::col("subject").eq(who.as_str()).or(Expr::col("subject").like(format!("{who}/%"))))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets counters that have nothing to say any more.
pub(super) async fn tidy(tx: &mut Transaction, now: i64) -> Result<()> {
    let idle = |seconds: i64| Expr::col("updated_at").lt(now - seconds);
    let statement = Query::delete()
        .from_table("login_counter")
        .and_where(
            idle(KNOWN_ADDRESS_SECONDS).or(Expr::col("subject").not_like("login/%").and(idle(IDLE_SECONDS))),
        )
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
