//! Access control of an account's calls as a whole: they have to come over HTTPS, and one of its profiles judges each of
//! them, by the same decision that entries are judged by (reference: identity.md §3.1 step 14).

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
    /// What can be read on the way is refused.
    enforces_https: bool,
    rules: Rules,
    /// The address of the session's user, where the rules ask for it.
    email: Option<String>,
}

/// The rules of a profile.
enum Rules {
    /// No profile judges.
    Nothing,
    /// The profile is gone, and whom it let in nobody knows.
    Gone,
    /// Its rules.
    Of(ReadyRules),
}

impl ApiAccess {
    /// What judges the calls of a session's user in an account; `None`: nothing does. All is in memory, but for the
    /// user's address.
    pub(super) async fn of(app: &App, partner: &Partner, user: Option<&User>) -> Result<Option<Arc<Self>>> {
        let enforces_https = partner.profile.enforces_https;
        let profile = partner.api_access_control;
        if partner.id <= 0 || (!enforces_https && profile.is_none()) {
            return Ok(None);
        }
        let rules = match profile {
            Some(profile) => {
                rules_of(app, Scope::of(partner.id), profile).await?.map_or(Rules::Gone, Rules::Of)
            }
            None => Rules::Nothing,
        };
        let email = match (&rules, user) {
            (Rules::Of(rules), Some(user)) if rules.ask_for_email() => user::contact(app, user).await?.email,
            _ => None,
        };
        Ok(Some(Arc::new(Self { enforces_https, rules, email })))
    }

    /// Refuses a call that did not come as the account wants it, or that the rules block.
    pub(super) fn check(
        &self,
        app: &App,
        request: &Request,
        session: Option<&Session>,
        (service, action): (&str, &str),
    ) -> Result<()> {
        if self.enforces_https && !request.is_https {
            return Err(restricted(service, action).because("the call came over plain HTTP"));
        }
        let rules = match &self.rules {
            Rules::Nothing => return Ok(()),
            Rules::Gone => return Err(restricted(service, action)),
            Rules::Of(rules) => rules,
        };
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
