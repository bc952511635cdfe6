//! Why a session may, or may not, do something with an entry: the same decisions as everywhere, with their reasons.

use contract::Time;
use ks::{Context, Opened, Refusal as SessionRefusal};

use super::model::AccessControlScope;
use super::request::{Asked, Asker};
use super::{Seen, seen};
use crate::access_control::decision::reasons::{Reason, Reasons, Sink};
use crate::access_control::decision::{Door, Facts, Obstacle, Refusal, Rules, decide, obstacles};
use crate::access_control::model::profile::ContextType;
use crate::call::{Call, Request};
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
    /// The request.
    pub circumstances: Told,
}

/// What is told of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
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
    /// All that would have to change, in words; nothing if it may.
    pub obstacles: Vec<String>,
    /// Session, entitlement, access control: as far as it came.
    pub reasons: Vec<Reason>,
}

/// Answers with reasons.
pub(crate) async fn explain(call: &Call, question: &Question) -> Result<Explained> {
    let (app, scope, partner) = (call.app(), call.scope()?, call.partner()?);
    let known = app.entries.get(app, scope, &question.entry_id).await?;
    let known = known.ok_or_else(|| entry::not_found(&question.entry_id))?;
    let told = &question.circumstances;
    let mut sink = Reasons::default();

    let mut opened = None;
    if let Some(text) = &question.session {
        let then = at(call.request(), told.at);
        let found = session::explain(app, &then, text, Some(partner.id)).await;
        let from = found.opened.as_ref().and_then(|opened| elsewhere(opened, &then, told.ip.as_deref()));
        let reason = found.reason.or(from);
        sink.begin("session", String::new);
        if let Some(reason) = &reason {
            sink.input("reason", || reason.clone());
        }
        if let Some(session) = &found.opened {
            sink.input("user", || session.user().unwrap_or_default().to_owned());
            sink.input("privileges", || session.privileges_text().unwrap_or_default().to_owned());
        }
        sink.end(if reason.is_none() { "valid" } else { "refused" });
        if let Some(reason) = reason {
            return Ok(closed("session", format!("the session: {reason}"), sink));
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
        let change =
            "who may see the entry: its categories and their members, or the people whom the entry names";
        return Ok(closed("entitlement", change.to_owned(), sink));
    }

    let seen = seen(call, known).await?;
    let said = scope_of(told, question.session.clone());
    let asked = Asked::read(call, &seen, &said, Asker::Manager).await?;
    Ok(asked.facts(call, &seen, |facts| decided(told, &seen, &seen.rules, facts, sink).0))
}

/// What rules say to a request, what would have to change, and what callers would be told.
pub(super) fn decided<'r>(
    told: &Told,
    seen: &Seen,
    rules: &'r Rules,
    facts: &Facts<'_>,
    mut sink: Reasons,
) -> (Explained, crate::access_control::decision::Outcome<'r>) {
    let door = door(told.context);
    let access = decide(door, rules, facts, &mut sink);
    let refusal = access.refusal.map(Refusal::name);
    let obstacles = obstacles(door, rules, facts).iter().map(|one| in_words(one, seen)).collect();
    (Explained { open: refusal.is_none(), refusal, obstacles, reasons: sink.into_roots() }, access.outcome)
}

/// The way that is taken to do something.
const fn door(context: Option<ContextType>) -> Door {
    match context {
        Some(ContextType::Download) => Door::Download,
        Some(ContextType::Thumbnail) => Door::Thumbnail { of_any_moment: false },
        Some(ContextType::Metadata) => Door::Metadata,
        _ => Door::Play,
    }
}

/// What is told of a request, as the API takes it.
pub(super) fn scope_of(told: &Told, session: Option<String>) -> AccessControlScope {
    AccessControlScope {
        ks: session.into(),
        referrer: told.referrer.clone().into(),
        ip: told.ip.clone().into(),
        user_agent: told.user_agent.clone().into(),
        time: told.at.map(Time).into(),
        ..AccessControlScope::default()
    }
}

fn in_words(obstacle: &Obstacle, seen: &Seen) -> String {
    match obstacle {
        Obstacle::Rule { profile: 0, place, description } => {
            format!("rule {place}{} of the draft", named(description.as_deref()))
        }
        Obstacle::Rule { profile, place, description } => {
            format!("rule {place}{} of access-control profile {profile}", named(description.as_deref()))
        }
        Obstacle::Dates => format!("the dates of entry {}", seen.protector.entry.id),
        Obstacle::Moderation => format!("the moderation of entry {}: approve it", seen.entry.entry.id),
        Obstacle::RecycleBin => {
            format!("entry {} is in the recycle bin: restore it", seen.entry.entry.id)
        }
    }
}

fn named(description: Option<&str>) -> String {
    description.map_or_else(String::new, |description| format!(" ({description})"))
}

/// A request at another time.
fn at(request: &Request, seconds: Option<i64>) -> Request {
    let millis = seconds.and_then(|seconds| u64::try_from(seconds).ok()).map(|at| at.saturating_mul(1000));
    Request {
        id: request.id,
        now: millis.map_or(request.now, ks::UnixMillis),
        address: String::new(),
        is_https: true,
        uri: String::new(),
        headers: http::HeaderMap::new(),
    }
}

/// Why a session that is valid otherwise is refused from an address.
fn elsewhere(opened: &Opened, request: &Request, ip: Option<&str>) -> Option<String> {
    let context = Context { now: request.seconds(), remote_address: Some(ip?), request_uri: None };
    match opened.clone().check(&context) {
        Err(refusal @ SessionRefusal::Address) => Some(refusal.to_string()),
        _ => None,
    }
}

fn closed(by: &'static str, change: String, sink: Reasons) -> Explained {
    Explained { open: false, refusal: Some(by), obstacles: vec![change], reasons: sink.into_roots() }
}
