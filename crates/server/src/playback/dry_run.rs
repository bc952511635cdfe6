//! What rules that nobody has saved would say, beside what those in force say: both about requests that are given.
//! Entitlement and sessions are not asked; rules change nothing about them.

use contract::errors::{ACCESS_CONTROL_ID_NOT_FOUND, INVALID_FIELD_VALUE};
use ks::{Draft, Envelope, Opened, Salt, Secret, SessionType, Version};

use super::explain::{Explained, Told, decided, scope_of};
use super::request::{Asked, Asker};
use super::seen;
use crate::access_control::decision::Rules;
use crate::access_control::decision::reasons::Reasons;
use crate::access_control::model::profile::Rule;
use crate::access_control::{ReadyRules, rules_of, rules_of_draft};
use crate::call::Call;
use crate::entry;
use crate::error::Result;

/// How long a session that is only described would last; nobody gets to see it.
const SECONDS: i64 = 3600;

/// What an entry would be under.
pub(crate) enum Drafted {
    /// A profile of the account as it is.
    Saved(ReadyRules),
    /// Rules that nobody has saved.
    Written(Rules),
}

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// Nobody in particular.
    Nobody,
    /// Whoever has this session.
    Session(String),
    /// Whoever has a session like this.
    Described {
        /// Of which type.
        kind: SessionType,
        /// Its user; empty for none.
        user: String,
        /// Its privileges.
        privileges: String,
    },
}

/// What the two say to a request.
#[derive(Debug)]
pub(crate) struct Compared {
    /// What the profile in force says.
    pub today: Explained,
    /// What the draft would say.
    pub draft: Explained,
    /// Whether the caller would notice a difference.
    pub changes: bool,
}

impl Drafted {
    /// Takes rules that were written, or the profile that is named if there are none.
    pub(crate) async fn read(call: &Call, rules: Option<Vec<Rule>>, profile: Option<i64>) -> Result<Self> {
        let saved = match profile {
            Some(id) => Some(
                rules_of(call.app(), call.scope()?, id)
                    .await?
                    .ok_or_else(|| ACCESS_CONTROL_ID_NOT_FOUND.with([id.to_string()]))?,
            ),
            None => None,
        };
        Ok(match (rules, saved) {
            (None, Some(saved)) => Self::Saved(saved),
            (rules, _) => Self::Written(rules_of_draft(rules.unwrap_or_default())?),
        })
    }

    fn rules(&self) -> &Rules {
        match self {
            Self::Saved(saved) => saved,
            Self::Written(rules) => rules,
        }
    }
}

/// Asks both about every request.
pub(crate) async fn dry_run(
    call: &Call,
    entry_id: &str,
    draft: &Drafted,
    requests: &[(Who, Told)],
) -> Result<Vec<Compared>> {
    let (app, scope) = (call.app(), call.scope()?);
    let known = app.entries.get(app, scope, entry_id).await?.ok_or_else(|| entry::not_found(entry_id))?;
    let seen = seen(call, known).await?;
    let mut compared = Vec::with_capacity(requests.len());
    for (who, told) in requests {
        let (session, by) = match who {
            Who::Nobody => (None, Asker::Manager),
            Who::Session(text) => (Some(text.clone()), Asker::Manager),
            Who::Described { kind, user, privileges } => {
                (None, Asker::Described(described(call, *kind, user, privileges)?))
            }
        };
        let said = scope_of(told, session);
        let asked = Asked::read(call, &seen, &said, by).await?;
        compared.push(asked.facts(call, &seen, |facts| {
            let (today, says) = decided(told, &seen, &seen.rules, facts, Reasons::default());
            let (draft, would_say) = decided(told, &seen, draft.rules(), facts, Reasons::default());
            let changes = today.refusal != draft.refusal || !says.says_the_same(&would_say);
            Compared { today, draft, changes }
        }));
    }
    Ok(compared)
}

/// A session as the account would have made it, signed with a secret that nobody has: it is for this decision alone.
fn described(call: &Call, kind: SessionType, user: &str, privileges: &str) -> Result<Opened> {
    let mut random = [0; 16];
    crate::keys::fill_random(&mut random);
    let secret = Secret::new(crate::keys::hex(&random)).map_err(|error| unsigned(&error.to_string()))?;
    let draft = Draft {
        user: Some(user.to_owned()),
        session_type: kind,
        privileges: privileges.to_owned(),
        ..Draft::new(call.scope()?.partner_id(), call.now().saturating_add(SECONDS))
    };
    let text = draft
        .sign(Version::V2, &secret, &Salt::random(random))
        .map_err(|error| unsigned(&error.to_string()))?;
    Envelope::parse(&text)
        .and_then(|envelope| envelope.open(&[secret]))
        .map_err(|refusal| unsigned(&refusal.to_string()))
}

fn unsigned(reason: &str) -> crate::error::Error {
    crate::error::Error::from(INVALID_FIELD_VALUE.with(["privileges"])).because(reason.to_owned())
}
