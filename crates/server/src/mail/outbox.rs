//! Rows of mails.

use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Row, Transaction};
use zeroize::Zeroizing;

use super::Letter;
use crate::app::App;
use crate::error::{Error, Result};
use crate::keys::Keys;

/// The topic of the change feed: there is a mail to send.
pub const TOPIC: &str = "mail";

/// Seconds that a mail may be on its way before somebody else tries: the sender died with it.
const CLAIM_SECONDS: i64 = 300;
/// Mails that were sent or given up are forgotten after so long.
const KEPT_SECONDS: i64 = 30 * 86_400;
/// The first second try comes after a minute, the next ones after twice as long, up to an hour.
const FIRST_RETRY: i64 = 60;
const LAST_RETRY: i64 = 3600;
/// After a day nothing is tried any more: the links in the mail are over.
const GIVE_UP_AFTER: i64 = 86_400;

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It waits to be sent, or for the operator.
    Waiting,
    /// The mail server took it.
    Sent,
    /// The mail server did not take it for a day, or never will.
    GivenUp,
}

impl Status {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::GivenUp => "given up",
        }
    }

    fn number(self) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Sent => 1,
            Self::GivenUp => 2,
        }
    }

    fn of(number: i64) -> Self {
        match number {
            1 => Self::Sent,
            2 => Self::GivenUp,
            _ => Self::Waiting,
        }
    }
}

/// A mail, without its text.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its number.
    pub id: i64,
    /// The account on whose behalf it is.
    pub partner_id: i64,
    /// The number of its type (reference: identity.md §4.9).
    pub kind: i64,
    /// Where it goes.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// What became of it.
    pub status: Status,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong the last time.
    pub problem: Option<String>,
    /// When it was written, in Unix seconds.
    pub created_at: i64,
    /// When the mail server took it, in Unix seconds.
    pub sent_at: Option<i64>,
    due_at: i64,
}

fn place(recipient: &str, kind: i64) -> String {
    format!("mail/{kind}/{recipient}")
}

/// Writes a mail. It goes out after the transaction is committed, and only then.
pub async fn queue(
    tx: &mut Transaction,
    keys: &Keys,
    partner_id: i64,
    recipient: &str,
    letter: &Letter,
    now: i64,
) -> Result<()> {
    // A subject is one line, whatever the account is called.
    let subject: String = letter.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let statement = Query::insert()
        .into_table("mail")
        .columns([
            "partner_id",
            "kind",
            "recipient",
            "subject",
            "sealed",
            "status",
            "attempts",
            "due_at",
            "created_at",
        ])
        .values_panic([
            partner_id.into(),
            letter.kind.into(),
            recipient.into(),
            subject.into(),
            keys.seal(&place(recipient, letter.kind), letter.text.as_bytes()).into(),
            Status::Waiting.number().into(),
            0.into(),
            now.into(),
            now.into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, "");
    Ok(())
}

fn select() -> SelectStatement {
    Query::select()
        .columns([
            "id",
            "partner_id",
            "kind",
            "recipient",
            "subject",
            "status",
            "attempts",
            "due_at",
            "problem",
            "created_at",
            "sent_at",
        ])
        .from("mail")
        .to_owned()
}

fn outgoing(row: &Row) -> Result<Outgoing> {
    Ok(Outgoing {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        kind: row.get("kind")?,
        recipient: row.get("recipient")?,
        subject: row.get("subject")?,
        status: Status::of(row.get("status")?),
        attempts: row.get("attempts")?,
        problem: row.get("problem")?,
        created_at: row.get("created_at")?,
        sent_at: row.get("sent_at")?,
        due_at: row.get("due_at")?,
    })
}

/// The newest mails, all of them or those that wait.
pub async fn list(app: &App, waiting_only: bool, limit: u64) -> Result<Vec<Outgoing>> {
    let mut statement = select();
    if waiting_only {
        statement.and_where(Expr::col("status").eq(Status::Waiting.number()));
    }
    statement.order_by("id", Order::Desc).limit(limit);
    app.store.all(&statement).await?.iter().map(outgoing).collect()
}

/// A mail with its text.
pub async fn open(app: &App, id: i64) -> Result<Option<(Outgoing, Zeroizing<String>)>> {
    let mut statement = select();
    statement.column("sealed").and_where(Expr::col("id").eq(id));
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    let mail = outgoing(&row)?;
    let sealed: Vec<u8> = row.get("sealed")?;
    if sealed.is_empty() {
        return Ok(Some((mail, Zeroizing::new(String::new()))));
    }
    let text = app.keys.open(&place(&mail.recipient, mail.kind), &sealed)?;
    let text = String::from_utf8(text.to_vec()).map_err(|_| Error::internal("a stored mail is not text"))?;
    Ok(Some((mail, Zeroizing::new(text))))
}

/// Takes the next mail that is due, so that no other node takes it too.
pub(super) async fn claim(app: &App, now: i64) -> Result<Option<(Outgoing, Zeroizing<String>)>> {
    loop {
        let mut statement = select();
        statement
            .and_where(Expr::col("status").eq(Status::Waiting.number()))
            .and_where(Expr::col("due_at").lte(now))
            .order_by("due_at", Order::Asc)
            .order_by("id", Order::Asc)
            .limit(1);
        let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
        let due = outgoing(&row)?;
        let statement = Query::update()
            .table("mail")
            .value("due_at", now + CLAIM_SECONDS)
            .value("attempts", due.attempts + 1)
            .and_where(Expr::col("id").eq(due.id))
            .and_where(Expr::col("status").eq(Status::Waiting.number()))
            .and_where(Expr::col("due_at").eq(due.due_at))
            .to_owned();
        let mut tx = app.store.begin().await?;
        let taken = tx.execute(&statement).await? == 1;
        tx.commit().await?;
        if taken {
            return open(app, due.id).await;
        }
    }
}

/// The mail server took it: its text, with whatever opens in it, is gone.
pub(super) async fn note_sent(app: &App, mail: &Outgoing, now: i64) -> Result<()> {
    let statement = Query::update()
        .table("mail")
        .value("status", Status::Sent.number())
        .value("sealed", Vec::<u8>::new())
        .value("sent_at", now)
        .value("problem", None::<String>)
        .and_where(Expr::col("id").eq(mail.id))
        .to_owned();
    let mut tx = app.store.begin().await?;
    tx.execute(&statement).await?;
    Ok(tx.commit().await?)
}

/// The mail server did not take it. Tells whether it is given up.
pub(super) async fn note_problem(
    app: &App,
    mail: &Outgoing,
    problem: &str,
    for_good: bool,
    now: i64,
) -> Result<bool> {
    let given_up = for_good || now.saturating_sub(mail.created_at) > GIVE_UP_AFTER;
    let doublings = u32::try_from((mail.attempts - 1).clamp(0, 10)).unwrap_or(0);
    let wait = Ord::min(FIRST_RETRY << doublings, LAST_RETRY);
    let status = if given_up { Status::GivenUp } else { Status::Waiting };
    let statement = Query::update()
        .table("mail")
        .value("status", status.number())
        .value("due_at", now + wait)
        .value("problem", problem)
        .and_where(Expr::col("id").eq(mail.id))
        .to_owned();
    let mut tx = app.store.begin().await?;
    tx.execute(&statement).await?;
    tx.commit().await?;
    Ok(given_up)
}

/// Forgets mails that were sent or given up long ago.
pub async fn tidy(tx: &mut Transaction, now: i64) -> Result<()> {
    let statement = Query::delete()
        .from_table("mail")
        .and_where(Expr::col("status").ne(Status::Waiting.number()))
        .and_where(Expr::col("created_at").lt(now - KEPT_SECONDS))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
