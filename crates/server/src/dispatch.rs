//! From decoded calls to results, in the order in which errors win (reference: protocol.md §7).

use std::sync::Arc;

use contract::errors::INVALID_LANGUAGE_CODE;
use contract::{Arguments, TypeRef};
use wire::{Answer, Call as WireCall, Calls, Outcome, Param, Value};

use crate::app::App;
use crate::call::{Notes, Request};
use crate::entry;
use crate::error::{Error, Result};
use crate::error_map;
use crate::gate::{self, Caller};
use crate::response_profile;

/// Offsets of `reftime` count within ten years of the epoch, as other relative times do.
const REFERENCE_TIME: &str = "reftime";

/// How often a call is made whose changes collide with those of others. PostgreSQL lets one of two fail that wait for
/// each other, and nothing of its transaction is left.
const ATTEMPTS: u32 = 3;

/// An answer, and the headers that go with it.
pub struct Answered {
    /// The results.
    pub answer: Answer,
    /// What its headers tell.
    pub notes: Notes,
    /// The answer is the refusal of an action that answers a file: it has no body (reference: protocol.md §11.4).
    pub without_body: bool,
}

/// Runs every call of a request. Errors take the place of results and never stop a multirequest; a file is the whole
/// answer, and the calls after it are not run (reference: protocol.md §8.3).
pub async fn run(app: &Arc<App>, request: &Arc<Request>, calls: Calls) -> Answered {
    let mut memory = Memory::default();
    let mut notes = Notes::default();
    let mut without_body = false;
    let answer = match calls {
        Calls::Single(call) => {
            let answers_file = answers_file(app, &call);
            let outcome = run_one(app, request, call, &mut memory, &mut notes).await;
            without_body = answers_file && outcome.is_err();
            Answer::Single(outcome)
        }
        Calls::Multi(calls) => {
            let mut results: Vec<Outcome> = Vec::with_capacity(calls.len());
            for mut call in calls {
                call.resolve(&results);
                let outcome = run_one(app, request, call, &mut memory, &mut notes).await;
                let is_file = matches!(outcome, Ok(Value::File(_)));
                results.push(outcome);
                if is_file {
                    break;
                }
            }
            Answer::Multi(results)
        }
    };
    Answered { answer, notes, without_body }
}

/// True if the schema says of the action that it answers a file.
fn answers_file(app: &App, call: &WireCall) -> bool {
    let found = app.actions.find(&call.service, &call.action);
    found.is_ok_and(|(_, action)| matches!(action.decl.result, Some(TypeRef::File)))
}

/// The caller of the call before, in a multirequest: a run of calls with the same session and account is
/// verified once (reference: session.md §9.1).
#[derive(Default)]
struct Memory(Option<(Option<String>, Option<i64>, Caller)>);

async fn run_one(
    app: &Arc<App>,
    request: &Arc<Request>,
    mut call: WireCall,
    memory: &mut Memory,
    notes: &mut Notes,
) -> Outcome {
    let result = try_one(app, request, &mut call, memory, notes).await;
    match &result {
        Ok(_) => {
            tracing::debug!(request = request.id, service = call.service, action = call.action, "answered");
        }
        Err(error) if error.code().starts_with("INTERNAL_") => tracing::error!(
            request = request.id,
            service = call.service,
            action = call.action,
            code = error.code(),
            reason = error.reason().unwrap_or_default(),
            "failed"
        ),
        Err(error) => tracing::info!(
            request = request.id,
            service = call.service,
            action = call.action,
            code = error.code(),
            reason = error.reason().unwrap_or_default(),
            "refused"
        ),
    }
    error_map::apply(&call.service, &call.action, result.map_err(Error::into_api))
}

async fn try_one(
    app: &Arc<App>,
    request: &Arc<Request>,
    call: &mut WireCall,
    memory: &mut Memory,
    notes: &mut Notes,
) -> Result<Value> {
    let (index, action) = app.actions.find(&call.service, &call.action)?;
    check_language(call)?;

    let text = if action.decl.ignores_ks { None } else { session_text(call) };
    app.catch_up(request.seconds()).await?;
    let read = match &text {
        Some(text) => Some(gate::session::read(app, request, text).await?),
        None => None,
    };
    hash_user_ids(app, read.as_ref(), call).await?;
    let now = read.as_ref().and_then(reference_time).unwrap_or_else(|| request.seconds());
    let arguments = Arguments::new(&call.params, now);
    let prepared = (action.prepare)(&arguments)?;
    let profile = response_profile::of_call(&call.params, now)?;

    let requested = call.partner_id();
    let caller = match &memory.0 {
        Some((known_text, known_partner, caller)) if *known_text == text && *known_partner == requested => {
            caller.clone()
        }
        _ => {
            memory.0 = None;
            let caller = gate::identify(app, request, read, requested).await?;
            memory.0 = Some((text, requested, caller.clone()));
            caller
        }
    };
    if let Some(edits) = action.decl.edits {
        entry::owner::check(app, caller.session(), edits, &call.params).await?;
    }
    let call = caller.admit(app, request, index)?;
    let mut result = prepared(&call).await;
    let mut attempt = 1;
    while attempt < ATTEMPTS && result.as_ref().is_err_and(Error::is_collision) {
        attempt += 1;
        call.take_notes();
        result = (action.prepare)(&arguments)?(&call).await;
    }
    notes.add(call.take_notes());
    let value = result?;
    match profile {
        Some(profile) => {
            let profile = profile.resolve(&call).await?;
            response_profile::apply(&profile, &call, value).await
        }
        None => Ok(value),
    }
}

/// Where the account knows its users by digests of their ids, parameters name them so as well (`user/hashed.rs`).
async fn hash_user_ids(app: &App, read: Option<&gate::session::Read>, call: &mut WireCall) -> Result<()> {
    let partner = match (read, call.partner_id()) {
        (Some(read), _) => Some(Arc::clone(&read.partner)),
        (None, Some(id)) => app.partners.get(app, id).await?,
        (None, None) => None,
    };
    if let Some(ids) = partner.as_ref().and_then(|partner| partner.user_ids.as_ref()) {
        ids.hash_params(&call.service, &mut call.params);
    }
    Ok(())
}

/// The text of the session as it was sent; empty and `0` mean that there is none. A list is read as the text
/// `Array`, which is no session either (reference: session.md §2).
fn session_text(call: &WireCall) -> Option<String> {
    let text = match call.params.get("ks")? {
        Param::List(_) | Param::Map(_) => "Array".to_owned(),
        other => other.to_text().into_owned(),
    };
    (!ks::means_no_session(&text)).then_some(text)
}

/// What relative times count from, where the session says so.
fn reference_time(read: &gate::session::Read) -> Option<i64> {
    read.opened.privileges().first(REFERENCE_TIME)?.parse().ok()
}

fn check_language(call: &WireCall) -> Result<()> {
    let Some(language) = call.params.get("language") else { return Ok(()) };
    let language = language.to_text();
    if language.is_empty() || is_language(&language) {
        Ok(())
    } else {
        Err(Error::from(INVALID_LANGUAGE_CODE.with([&*language])))
    }
}

/// `^[a-zA-Z]{2,4}([-_][a-zA-Z]{2,4})?$` (reference: protocol.md §4.4); `multi` asks for all languages.
fn is_language(text: &str) -> bool {
    let part =
        |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    text == "multi"
        || match text.split_once(['-', '_']) {
            Some((language, region)) => part(language) && part(region),
            None => part(text),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_one_form() {
        for valid in ["en", "EN", "en_US", "pt-br", "multi"] {
            assert!(is_language(valid), "{valid}");
        }
        for invalid in ["e", "english", "en_", "en_U", "en us", "e1"] {
            assert!(!is_language(invalid), "{invalid}");
        }
    }
}
