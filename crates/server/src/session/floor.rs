//! "Nothing issued before T": what is over for a whole account, a user, an application token or a secret
//! ("Issue time" in `ARCHITECTURE.md`).

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt;

use ks::{InstallationKey, Opened, UnixMillis};
use sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query};
use store::Transaction;

use super::issue::LONGEST_SECONDS;
use crate::app::App;
use crate::call::seconds;
use crate::error::Result;
use crate::partner::Partner;
use crate::user::user_key;

/// The topic of the change feed; what the key holds is all that a node needs to know.
pub const FLOOR_TOPIC: &str = "floor";

/// Whose sessions are over as of a moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Every session of an account, widget sessions among them.
    Account(i64),
    /// Every session of a user, by account and user id.
    User(i64, String),
    /// Every session that an application token gave, by account and token.
    Token(i64, String),
    /// Every session that a secret signed or opened, by account and the secret's row.
    Secret(i64, i64),
}

impl Subject {
    pub(super) fn partner_id(&self) -> i64 {
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

/// For the log and the operator.
impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(partner) => write!(formatter, "all earlier sessions of account {partner}"),
            Self::User(_, user) => write!(formatter, "all earlier sessions of user {user:?}"),
            Self::Token(_, token) => write!(formatter, "all earlier sessions of application token {token:?}"),
            Self::Secret(_, secret) => write!(formatter, "all earlier sessions of secret {secret}"),
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

impl Floor {
    /// The higher of each: what was refused stays refused.
    fn max(self, other: Self) -> Self {
        Self {
            issued_before: Ord::max(self.issued_before, other.issued_before),
            offline_until: Ord::max(self.offline_until, other.offline_until),
        }
    }

    /// True if this floor refuses all that the other does.
    fn covers(self, other: Self) -> bool {
        self.issued_before >= other.issued_before && self.offline_until >= other.offline_until
    }

    /// False once no session can be valid any more that it refuses.
    fn matters(self, now: i64) -> bool {
        self.offline_until > now || seconds(self.issued_before).saturating_add(LONGEST_SECONDS) > now
    }
}

/// The floors of one account. Most accounts have none, and then a call costs one look-up.
#[derive(Default)]
pub(super) struct Floors {
    /// That of the account itself.
    pub(super) account: Option<Floor>,
    users: HashMap<String, Floor>,
    tokens: HashMap<String, Floor>,
    secrets: HashMap<i64, Floor>,
}

impl Floors {
    pub(super) fn raise(&mut self, subject: Subject, floor: Floor) {
        let raise = |known: &mut Floor| *known = known.max(floor);
        match subject {
            Subject::Account(_) => raise(self.account.get_or_insert(floor)),
            Subject::User(_, user) => raise(self.users.entry(user).or_insert(floor)),
            Subject::Token(_, token) => raise(self.tokens.entry(token).or_insert(floor)),
            Subject::Secret(_, secret) => raise(self.secrets.entry(secret).or_insert(floor)),
        }
    }

    /// Under what the session falls, if everything issued as long ago as it is over.
    pub(super) fn over(
        &self,
        opened: &Opened,
        partner: &Partner,
        now: UnixMillis,
        key: &InstallationKey,
    ) -> Option<Subject> {
        let partner_id = opened.partner_id();
        let issued = OnceCell::new();
        let issued = || *issued.get_or_init(|| opened.issued(key));
        let is_under = |floor: Option<&Floor>| {
            floor.is_some_and(|floor| match issued() {
                Some(issued) => issued.at < floor.issued_before,
                None => seconds(now) < floor.offline_until,
            })
        };
        if is_under(self.account.as_ref()) {
            return Some(Subject::Account(partner_id));
        }
        if !self.users.is_empty() && !opened.is_anonymous() {
            let user = user_key(opened.user().unwrap_or_default());
            if is_under(self.users.get(&user)) {
                return Some(Subject::User(partner_id, user));
            }
        }
        if !self.tokens.is_empty()
            && let Some(token) = opened.privileges().first("apptoken")
            && is_under(self.tokens.get(token))
        {
            return Some(Subject::Token(partner_id, token.to_owned()));
        }
        if self.secrets.is_empty() {
            return None;
        }
        let signed = partner.secret_rows.signer(opened).map(|signer| signer.id);
        let started = issued().and_then(|issued| partner.secret_rows.opener(issued.mark));
        let mut secrets = signed.into_iter().chain(started);
        secrets
            .find(|secret| is_under(self.secrets.get(secret)))
            .map(|secret| Subject::Secret(partner_id, secret))
    }

    /// Drops what no session can fall under any more, or what falls under the account's own floor.
    pub(super) fn tidy(&mut self, now: i64) {
        self.account = self.account.filter(|floor| floor.matters(now));
        let account = self.account;
        let needed =
            |floor: Floor| floor.matters(now) && !account.is_some_and(|account| account.covers(floor));
        self.users.retain(|_, floor| needed(*floor));
        self.tokens.retain(|_, floor| needed(*floor));
        self.secrets.retain(|_, floor| needed(*floor));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.account.is_none() && self.users.is_empty() && self.tokens.is_empty() && self.secrets.is_empty()
    }
}

/// What a node announced.
pub(super) fn announced(key: &str) -> Option<(Subject, Floor)> {
    let mut parts = key.splitn(3, ' ');
    let issued_before = UnixMillis(parts.next()?.parse().ok()?);
    let offline_until = parts.next()?.parse().ok()?;
    let subject = Subject::from_text(parts.next()?)?;
    Some((subject, Floor { issued_before, offline_until }))
}

/// The floors in the store that still matter.
pub(super) async fn load(app: &App, now: i64) -> Result<Vec<(Subject, Floor)>> {
    let statement = Query::select()
        .columns(["subject", "issued_before_ms", "offline_until"])
        .from("issue_floor")
        .to_owned();
    let mut floors = Vec::new();
    for row in app.store.all(&statement).await? {
        let subject: String = row.get("subject")?;
        let issued_before: i64 = row.get("issued_before_ms")?;
        let issued_before = UnixMillis(u64::try_from(issued_before).unwrap_or_default());
        let floor = Floor { issued_before, offline_until: row.get("offline_until")? };
        if let Some(subject) = Subject::from_text(&subject).filter(|_| floor.matters(now)) {
            floors.push((subject, floor));
        }
    }
    Ok(floors)
}

/// Deletes the floors under which nothing falls any more, and those for which the floor of an account stands.
pub(super) async fn tidy(tx: &mut Transaction, accounts: &[(i64, Floor)], now: i64) -> Result<()> {
    let longest_ago = now.saturating_sub(LONGEST_SECONDS).saturating_mul(1000);
    let statement = Query::delete()
        .from_table("issue_floor")
        .and_where(Expr::col("issued_before_ms").lte(longest_ago))
        .and_where(Expr::col("offline_until").lte(now))
        .to_owned();
    tx.execute(&statement).await?;
    for (partner_id, floor) in accounts {
        let statement = Query::delete()
            .from_table("issue_floor")
            .and_where(Expr::col("partner_id").eq(*partner_id))
            .and_where(Expr::col("subject").ne(Subject::Account(*partner_id).to_text()))
            .and_where(Expr::col("issued_before_ms").lte(millis(floor.issued_before)))
            .and_where(Expr::col("offline_until").lte(floor.offline_until))
            .to_owned();
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Ends everything of a subject that was issued before now. Sessions made offline do not say when they were
/// made: they are refused for `offline_seconds`, or for longer if they already were.
pub async fn set_floor_within(
    tx: &mut Transaction,
    subject: &Subject,
    now: UnixMillis,
    offline_seconds: i64,
) -> Result<()> {
    // What is issued in this very millisecond is refused too: better one log-in too many.
    let issued_before = now.0 + 1;
    let offline_until = seconds(now).saturating_add(offline_seconds);
    let text = subject.to_text();
    let mut conflict = OnConflict::column("subject");
    for name in ["issued_before_ms", "offline_until", "set_at"] {
        let (old, new) = (Expr::col(("issue_floor", name)), Expr::col(("excluded", name)));
        conflict.value(name, CaseStatement::new().case(new.clone().gt(old.clone()), new).finally(old));
    }
    let statement = Query::insert()
        .into_table("issue_floor")
        .columns(["subject", "partner_id", "issued_before_ms", "offline_until", "set_at"])
        .values_panic([
            text.clone().into(),
            subject.partner_id().into(),
            millis(UnixMillis(issued_before)).into(),
            offline_until.into(),
            seconds(now).into(),
        ])
        .on_conflict(conflict)
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(FLOOR_TOPIC, &format!("{issued_before} {offline_until} {text}"));
    Ok(())
}

pub(super) fn millis(moment: UnixMillis) -> i64 {
    i64::try_from(moment.0).unwrap_or(i64::MAX)
}

/// Gives the users of an account other names: what was over for somebody stays over.
pub(crate) async fn rename_users(
    tx: &mut Transaction,
    partner_id: i64,
    new_key: impl Fn(&str) -> String,
) -> Result<()> {
    let floors = Query::select()
        .columns(["subject", "issued_before_ms", "offline_until"])
        .from("issue_floor")
        .and_where(Expr::col("partner_id").eq(partner_id))
        .to_owned();
    for row in tx.all(&floors).await? {
        let subject: String = row.get("subject")?;
        let Some(Subject::User(_, key)) = Subject::from_text(&subject) else { continue };
        let renamed = new_key(&key);
        if renamed == key {
            continue;
        }
        let issued_before: i64 = row.get("issued_before_ms")?;
        let offline_until: i64 = row.get("offline_until")?;
        // One millisecond less, as it is added again.
        let at = UnixMillis(u64::try_from(issued_before - 1).unwrap_or_default());
        let offline = offline_until.saturating_sub(seconds(at));
        set_floor_within(tx, &Subject::User(partner_id, renamed), at, offline).await?;
        let forget =
            Query::delete().from_table("issue_floor").and_where(Expr::col("subject").eq(subject)).to_owned();
        tx.execute(&forget).await?;
    }
    Ok(())
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

    #[test]
    fn floors_are_only_raised_and_dropped_when_nothing_falls_under_them() {
        let user = |name: &str| Subject::User(101, name.to_owned());
        let floor = |at: u64, offline_until| Floor { issued_before: UnixMillis(at * 1000), offline_until };
        let mut floors = Floors::default();
        floors.raise(user("ada"), floor(100, 500));
        floors.raise(user("ada"), floor(200, 300));
        assert_eq!(floors.users["ada"], floor(200, 500), "the higher of each");
        floors.raise(user("ada"), floor(150, 200));
        assert_eq!(floors.users["ada"], floor(200, 500), "news that come late lower nothing");

        floors.raise(user("bob"), floor(900, 0));
        floors.raise(Subject::Account(101), floor(300, 600));
        floors.tidy(250);
        assert!(!floors.users.contains_key("ada"), "the account's floor stands for it");
        assert!(floors.users.contains_key("bob"));

        floors.tidy(300 + LONGEST_SECONDS - 1);
        assert!(floors.account.is_some());
        floors.tidy(300 + LONGEST_SECONDS);
        assert!(floors.account.is_none() && floors.users.contains_key("bob"));
        floors.tidy(900 + LONGEST_SECONDS);
        assert!(floors.is_empty());
    }
}
