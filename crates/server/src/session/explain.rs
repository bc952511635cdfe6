//! Why a session is refused, or what it may rest on: for the account's administrators and the operator.

use ks::{Envelope, Opened};

use crate::app::App;
use crate::call::Request;
use crate::gate;
use crate::partner::Partner;
use crate::user::UserStatus;

/// What this server knows of a session.
#[derive(Debug, Default)]
pub struct Explanation {
    /// Why it would be refused; `None`: it would be let in. What depends on the caller's address is not asked,
    /// and nothing is taken from the budget of a limited session.
    pub reason: Option<String>,
    /// Its format and account, if so much could be read.
    pub envelope: Option<(u8, i64)>,
    /// What it says, if a secret that works signed it.
    pub opened: Option<Opened>,
    /// The secret that signed it.
    pub signed_by: Option<i64>,
    /// The secret that opened it at `session.start` of this installation.
    pub started_with: Option<i64>,
    /// When this installation issued it, in Unix seconds; `None` for one that was signed elsewhere.
    pub issued_at: Option<i64>,
}

/// Explains a session; `only` confines it to an account, for which those of others look unreadable.
pub async fn explain(app: &App, request: &Request, text: &str, only: Option<i64>) -> Explanation {
    let envelope = match Envelope::parse(text) {
        Ok(envelope) => envelope,
        Err(refusal) => return Explanation { reason: Some(refusal.to_string()), ..Explanation::default() },
    };
    let seen = Explanation {
        envelope: Some((envelope.version().number(), envelope.partner_id())),
        ..Explanation::default()
    };
    if only.is_some_and(|only| only != envelope.partner_id()) {
        return Explanation { reason: Some("it names another account".to_owned()), ..seen };
    }
    let reason = |error: crate::error::Error| error.reason().map_or_else(|| error.to_string(), str::to_owned);
    match gate::session::read(app, request, text).await {
        Err(error) => Explanation { reason: Some(reason(error)), ..seen },
        Ok(read) => {
            let opened = read.opened.clone();
            let rests_on = rests_on(app, &opened, &read.partner);
            let why_not = match gate::session::why_not(app, request, read) {
                Ok(()) => blocked_user(app, &opened).await,
                Err(error) => Some(reason(error)),
            };
            Explanation { reason: why_not, envelope: seen.envelope, opened: Some(opened), ..rests_on }
        }
    }
}

fn rests_on(app: &App, opened: &Opened, partner: &Partner) -> Explanation {
    let issued = opened.issued(&app.issue_key);
    Explanation {
        signed_by: partner.secret_rows.signer(opened).map(|known| known.id),
        started_with: issued.and_then(|issued| partner.secret_rows.opener(issued.mark)),
        issued_at: issued.map(|issued| crate::call::seconds(issued.at)),
        ..Explanation::default()
    }
}

async fn blocked_user(app: &App, opened: &Opened) -> Option<String> {
    let id = opened.user().filter(|_| !opened.is_anonymous())?;
    match app.users.get(app, opened.partner_id(), id).await {
        Ok(user) => user
            .filter(|user| user.status == UserStatus::Blocked)
            .map(|user| format!("user {:?} is blocked", user.id)),
        Err(error) => Some(error.to_string()),
    }
}
