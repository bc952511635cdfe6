//! Access control of an account's calls as a whole: one of its profiles judges each of them, by the same decision that
//! entries are judged by (reference: identity.md §3.1 step 14).

use std::sync::Arc;

use contract::errors::SERVICE_ACCESS_CONTROL_RESTRICTED;

use super::session::Session;
use crate::access_control::decision::{Facts, RequestFacts, SessionFacts, evaluate, reasons::Silent};
use crate::access_control::{InMemory, ReadyRules, rules_of};
use crate::app::App;
use crate::call::{Call, Request, Scope};
use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::user::{self, User};

/// What the calls of an account are judged by.
pub(super) struct ApiAccess {
    /// None: the profile is gone, and whom it let in nobody knows.
    rules: Option<ReadyRules>,
    /// The address of the session's user, where the rules ask for it.
    email: Option<String>,
}

impl ApiAccess {
    /// What judges the calls of a session's user in an account; `None`: nothing does. All is in memory, but for the
    /// user's address.
    pub(super) async fn of(app: &App, partner: &Partner, user: Option<&User>) -> Result<Option<Arc<Self>>> {
        let Some(profile) = partner.api_access_control.filter(|_| partner.id > 0) else { return Ok(None) };
        let rules = rules_of(app, Scope::of(partner.id), profile).await?;
        let email = match (&rules, user) {
            (Some(rules), Some(user)) if rules.ask_for_email() => user::contact(app, user).await?.email,
            _ => None,
        };
        Ok(Some(Arc::new(Self { rules, email })))
    }

    /// Refuses a call that the rules block.
    pub(super) fn check(
        &self,
        app: &App,
        request: &Request,
        session: Option<&Session>,
        (service, action): (&str, &str),
    ) -> Result<()> {
        let Some(rules) = &self.rules else { return Err(restricted(service, action)) };
        let headers = request.header_texts();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
        let name = format!("{service}.{action}");
        let session = session.map(|session| SessionFacts {
            kind: session.token.kind(),
            number: session.token.type_text().and_then(|text| text.parse().ok()).unwrap_or_default(),
            user: session.token.user().unwrap_or_default(),
            is_anonymous: session.token.is_anonymous(),
            privileges: session.token.privileges(),
            text: &session.text,
            roles: session.user.as_ref().map_or(&[], |user| user.role_ids.as_slice()),
            email: self.email.as_deref(),
        });
        let seen = RequestFacts {
            now: request.seconds(),
            address: request.address.trim().parse().ok(),
            headers: &headers,
            action: Some(&name),
            ..RequestFacts::default()
        };
        let seen =
            RequestFacts { referrer: seen.header("referer"), user_agent: seen.header("user-agent"), ..seen };
        let lookups = InMemory { geoip: app.geoip(), assets: &[] };
        let facts = Facts { session, entry: None, request: seen, lookups: &lookups };
        if evaluate(rules, &facts, &mut Silent).is_blocked() {
            return Err(restricted(service, action));
        }
        Ok(())
    }
}

fn restricted(service: &str, action: &str) -> Error {
    SERVICE_ACCESS_CONTROL_RESTRICTED.with([format!("{service}->{action}")]).into()
}

/// Refuses a call that is about to let somebody into an account whose rules block it (reference: identity.md §4.5,
/// §4.6).
pub(crate) async fn require(call: &Call, partner: &Partner) -> Result<()> {
    match ApiAccess::of(call.app(), partner, None).await? {
        Some(access) => access.check(call.app(), call.request(), None, call.action_name()),
        None => Ok(()),
    }
}
