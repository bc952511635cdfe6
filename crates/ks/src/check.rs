//! From an opened token to a verified session, in the order of the reference (session.md §9.1, steps 9 to 15).
//!
//! ```text
//! Opened --check--> Checked::Exempt    --admit-------------------------------> Verified
//!                   Checked::Revocable --answer--> Admission::Unlimited ------> Verified
//!                                                  Admission::Limited --count-> Verified
//! ```

use crate::refusal::Refusal;
use crate::session::{Kind, Opened};

/// What the stateless checks need to know about the call.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The time, in Unix seconds.
    pub now: i64,
    /// The caller's address as text, compared letter by letter with `iprestrict`. `None`: unknown, so that no
    /// restricted session passes.
    pub remote_address: Option<&'a str>,
    /// Path and query string of the request as sent, compared with `urirestrict`. `None`: unknown, likewise.
    pub request_uri: Option<&'a str>,
}

impl Opened {
    /// Checks expiry, address and URI, in this order.
    ///
    /// The second named by the expiry is already expired, and there is no allowance for clock skew. Address
    /// and URI rules: reference, session.md §9.4.
    pub fn check(self, context: &Context<'_>) -> Result<Checked, Refusal> {
        if self.valid_until().is_none_or(|end| end <= context.now) {
            return Err(Refusal::Expired);
        }
        let privileges = self.privileges();
        if privileges.has("iprestrict") {
            let listed = |address| privileges.values("iprestrict").any(|value| value == address);
            if !context.remote_address.is_some_and(listed) {
                return Err(Refusal::Address);
            }
        }
        if privileges.has("urirestrict") {
            // Version 1 may repeat the name; the values are one list then, as for every name.
            let alternatives = privileges.raw_values("urirestrict").collect::<Vec<_>>().join("/");
            let covered = |uri: &str| alternatives.split('|').any(|pattern| covers(pattern, uri));
            if !context.request_uri.is_some_and(covered) {
                return Err(Refusal::Uri);
            }
        }
        // A session that carries a group was made to be ended together with it, so it stays revocable even if
        // somebody also wrote `widget:1` into it.
        let exempt = self.partner_id() == -1 || (self.kind() == Kind::Widget && !privileges.has("sessionid"));
        Ok(if exempt { Checked::Exempt(Exempt(self)) } else { Checked::Revocable(Revocable(self)) })
    }
}

fn covers(pattern: &str, uri: &str) -> bool {
    pattern == uri || pattern.strip_suffix('*').is_some_and(|prefix| uri.starts_with(prefix))
}

/// A session that passed the stateless checks.
#[derive(Debug, Clone)]
pub enum Checked {
    /// A widget session, or one of partner -1: it can neither be ended nor limited (reference: session.md
    /// §15.3).
    Exempt(Exempt),
    /// Every other session: whether it was ended must be answered.
    Revocable(Revocable),
}

impl Checked {
    /// What was opened.
    pub fn opened(&self) -> &Opened {
        match self {
            Self::Exempt(Exempt(opened)) | Self::Revocable(Revocable(opened)) => opened,
        }
    }
}

/// A session that skips revocation and action limit.
#[derive(Debug, Clone)]
pub struct Exempt(Opened);

impl Exempt {
    /// What was opened.
    pub fn opened(&self) -> &Opened {
        &self.0
    }

    /// Lets the session act.
    pub fn admit(self) -> Verified {
        Verified(self.0)
    }
}

/// A session of which is not known yet whether it was ended.
#[derive(Debug, Clone)]
pub struct Revocable(Opened);

/// Whether a session was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Neither the token nor its group was ended.
    Standing,
    /// The token or its group was ended.
    Ended,
}

impl Revocable {
    /// What was opened. Its [`hash`](Opened::hash) and [`group`](Opened::group) are the keys to look up.
    pub fn opened(&self) -> &Opened {
        &self.0
    }

    /// Takes the answer. An ended session is refused; one with an unusable `actionslimit` too.
    pub fn answer(self, revocation: Revocation) -> Result<Admission, Refusal> {
        if revocation == Revocation::Ended {
            return Err(Refusal::Revoked);
        }
        if !self.0.privileges().has("actionslimit") {
            return Ok(Admission::Unlimited(Verified(self.0)));
        }
        let limit =
            self.0.privileges().first("actionslimit").and_then(positive).ok_or(Refusal::ActionsLimitValue)?;
        Ok(Admission::Limited(Limited { opened: self.0, limit }))
    }
}

/// A whole number above zero; one too large to hold is as good as the largest.
fn positive(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(i64::MAX)).filter(|limit| *limit > 0)
}

/// A session that was not ended.
#[derive(Debug, Clone)]
pub enum Admission {
    /// It may act as often as it likes.
    Unlimited(Verified),
    /// It has a budget of actions, and one must be taken from it.
    Limited(Limited),
}

/// A session with an `actionslimit` from which this action is not taken yet.
#[derive(Debug, Clone)]
pub struct Limited {
    opened: Opened,
    limit: i64,
}

/// What taking one action from the budget came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// One was left and is taken now.
    Taken,
    /// None was left.
    UsedUp,
}

impl Limited {
    /// What was opened. Its [`hash`](Opened::hash) is the key of the budget, kept until
    /// [`valid_until`](Opened::valid_until).
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// How many actions the token allows in all, above zero.
    pub const fn limit(&self) -> i64 {
        self.limit
    }

    /// Takes the answer of the budget.
    pub fn count(self, budget: Budget) -> Result<Verified, Refusal> {
        match budget {
            Budget::Taken => Ok(Verified(self.opened)),
            Budget::UsedUp => Err(Refusal::ActionsUsedUp),
        }
    }
}

/// A session that may act: signed, in time, allowed from here, not ended, within its action limit.
///
/// There is no way to one except through [`Opened::check`] and the answers that it asks for.
#[derive(Debug, Clone)]
pub struct Verified(Opened);

impl std::ops::Deref for Verified {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.0
    }
}

impl Verified {
    /// Gives the opened token back, and the proof up.
    pub fn into_opened(self) -> Opened {
        self.0
    }
}
