//! Why a session may, or may not, do something with an entry: the same decisions as everywhere, with their reasons.

use contract::Time;

use super::model::AccessControlScope;
use super::request::{Asked, Asker};
use super::seen;
use crate::access_control::decision::reasons::{Reason, Reasons, Sink};
use crate::access_control::decision::{Door, decide};
use crate::access_control::model::profile::ContextType;
use crate::call::Call;
use crate::entitlement;
use crate::entry;
use crate::error::Result;
use crate::session::explain as session;

/// What is asked. Whoever asks may manage the account.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// The entry.
    pub entry_id: String,
    /// The session that wants something with it; none: somebody without one.
    pub session: Option<String>,
    /// What it wants; none: to play it.
    pub context: Option<ContextType>,
    /// The page that it is on.
    pub referrer: Option<String>,
    /// Where it comes from.
    pub ip: Option<String>,
    /// Its program.
    pub user_agent: Option<String>,
    /// When, in Unix seconds; none: now.
    pub at: Option<i64>,
}

/// The answer, and how it came about.
#[derive(Debug)]
pub(crate) struct Explained {
    /// It may.
    pub open: bool,
    /// What stands against it first.
    pub refusal: Option<&'static str>,
    /// Session, entitlement, access control: as far as it came.
    pub reasons: Vec<Reason>,
}

/// Answers with reasons.
pub(crate) async fn explain(call: &Call, question: &Question) -> Result<Explained> {
    let (app, scope, partner) = (call.app(), call.scope()?, call.partner()?);
    let known = app.entries.get(app, scope, &question.entry_id).await?;
    let known = known.ok_or_else(|| entry::not_found(&question.entry_id))?;
    let mut sink = Reasons::default();

    let mut opened = None;
    if let Some(text) = &question.session {
        let found = session::explain(app, call.request(), text, Some(partner.id)).await;
        sink.begin("session", String::new);
        if let Some(reason) = &found.reason {
            sink.input("reason", || reason.clone());
        }
        if let Some(session) = &found.opened {
            sink.input("user", || session.user().unwrap_or_default().to_owned());
            sink.input("privileges", || session.privileges_text().unwrap_or_default().to_owned());
        }
        sink.end(if found.reason.is_none() { "valid" } else { "refused" });
        if found.reason.is_some() {
            return Ok(closed("session", sink));
        }
        opened = found.opened;
    }

    let user =
        match opened.as_ref().filter(|session| !session.is_anonymous()).and_then(|session| session.user()) {
            Some(user) => app.users.get(app, partner.id, user).await?,
            None => None,
        };
    let viewer = entitlement::viewer_of(app, partner, opened.as_ref(), user.as_deref()).await?;
    if !entry::may_see_with(app, scope, &viewer, &known, &mut sink).await? {
        return Ok(closed("entitlement", sink));
    }

    let seen = seen(call, known).await?;
    let context = question.context.unwrap_or(ContextType::Play);
    let said = AccessControlScope {
        ks: question.session.clone().into(),
        referrer: question.referrer.clone().into(),
        ip: question.ip.clone().into(),
        user_agent: question.user_agent.clone().into(),
        time: question.at.map(Time).into(),
        ..AccessControlScope::default()
    };
    let asked = Asked::read(call, &seen, &said, "boxoffice_decision.explain", Asker::Manager).await?;
    let door = match context {
        ContextType::Download => Door::Download,
        ContextType::Thumbnail => Door::Thumbnail { of_any_moment: false },
        _ => Door::Play,
    };
    let refusal = asked.facts(call, &seen, |facts| {
        decide(door, &seen.rules, facts, &mut sink)
            .refusal
            .map(crate::access_control::decision::Refusal::name)
    });
    Ok(Explained { open: refusal.is_none(), refusal, reasons: sink.into_roots() })
}

fn closed(by: &'static str, sink: Reasons) -> Explained {
    Explained { open: false, refusal: Some(by), reasons: sink.into_roots() }
}
