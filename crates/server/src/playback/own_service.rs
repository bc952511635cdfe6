//! `boxoffice_decision`: why a session may do something with an entry. Ours.

use contract::errors::BOXOFFICE_ADMIN_SESSION_NEEDED;
use contract::{Time, service};

use super::own_model::Decision;
use super::{Question, explain};
use crate::access_control::explain::as_answer;
use crate::access_control::model::profile::ContextType;
use crate::call::Call;
use crate::error::Result;

/// The service `boxoffice_decision`.
pub struct Decisions;

/// Why a session may, or may not, do something with an entry. A service of Boxoffice; the original has none. It takes a
/// session of type admin.
#[service(name = "boxoffice_decision", plugin = "boxoffice", own)]
impl Decisions {
    /// Decides as delivery does, and says how: whether the session is valid, whether entitlement lets it see the entry, and
    /// what the rules of its access-control profile, its dates and its moderation say.
    #[action(
        session = always,
        allow(CONTENT_MANAGE_ACCESS_CONTROL, INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, ENTRY_ID_NOT_FOUND)
    )]
    #[allow(clippy::too_many_arguments)] // all that a decision looks at
    async fn explain(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// The session in question, of this account; without it, somebody who has none.
        session: Option<String>,
        /// What it wants to do; to play the entry, if not given.
        context: Option<ContextType>,
        /// The page that it is on.
        referrer: Option<String>,
        /// The address that it comes from.
        ip: Option<String>,
        /// The program that asks.
        user_agent: Option<String>,
        /// When; now, if not given.
        at: Option<Time>,
    ) -> Result<Decision> {
        if !call.is_admin() {
            return Err(BOXOFFICE_ADMIN_SESSION_NEEDED.bare().into());
        }
        let at = at.map(|time| time.0);
        let session = session.filter(|text| !text.is_empty());
        let question = Question { entry_id, session, context, referrer, ip, user_agent, at };
        let explained = explain(call, &question).await?;
        Ok(Decision {
            open: explained.open.into(),
            refusal: explained.refusal.map(str::to_owned).into(),
            reasons: explained.reasons.iter().map(as_answer).collect::<Vec<_>>().into(),
        })
    }
}
