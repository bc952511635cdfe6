//! `boxoffice_decision`: why a session may do something with an entry, and what other rules would say. Ours.

use contract::errors::{BOXOFFICE_ADMIN_SESSION_NEEDED, INVALID_FIELD_VALUE};
use contract::{BigInt, Prop, Time, service};

use super::own_model::{BoxofficeRequest, Decision, DryRun};
use super::{Drafted, Question, Told, dry_run, explain};
use crate::access_control::model::profile::{AccessControlProfile, ContextType};
use crate::call::Call;
use crate::error::Result;

/// Requests in one dry run.
const MOST_REQUESTS: usize = 100;

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
        only_administrators(call)?;
        let session = session.filter(|text| !text.is_empty());
        let circumstances = Told { context, referrer, ip, user_agent, at: at.map(|time| time.0) };
        let question = Question { entry_id, session, circumstances };
        let explained = explain(call, &question).await?;
        Ok(Decision::from(&explained))
    }

    /// Tries an access-control profile that is not saved: what the profile of the entry says to each of these requests, and
    /// what the draft would say. Nothing is changed. Requests are not recorded, so they have to be given; sessions have to
    /// have the right signature, and are not asked whether they are over.
    #[action(
        session = always,
        allow(CONTENT_MANAGE_ACCESS_CONTROL, INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, ENTRY_ID_NOT_FOUND, ACCESS_CONTROL_ID_NOT_FOUND)
    )]
    async fn dry_run(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// The draft; only its rules count.
        access_control_profile: AccessControlProfile,
        /// The requests, 100 at most.
        requests: Vec<BoxofficeRequest>,
        /// A profile of the account, whose rules count if the draft has none.
        access_control_profile_id: Option<BigInt>,
    ) -> Result<Vec<DryRun>> {
        only_administrators(call)?;
        if requests.len() > MOST_REQUESTS {
            return Err(INVALID_FIELD_VALUE.with(["requests"]).into());
        }
        let rules = match access_control_profile.rules {
            Prop::Set(rules) => Some(rules),
            Prop::Null => Some(Vec::new()),
            Prop::Absent => None,
        };
        let draft =
            Drafted::read(call, rules, access_control_profile_id.map(|id| id.0).filter(|id| *id != 0))
                .await?;
        let requests: Vec<_> = requests.iter().map(BoxofficeRequest::read).collect();
        let compared = dry_run(call, &entry_id, &draft, &requests).await?;
        Ok(compared.iter().map(DryRun::from).collect())
    }
}

fn only_administrators(call: &Call) -> Result<()> {
    if call.is_admin() { Ok(()) } else { Err(BOXOFFICE_ADMIN_SESSION_NEEDED.bare().into()) }
}
