//! What the API says about decisions. Ours.

use contract::common::StringObject;
use contract::{ApiObject, Prop, Time};

use super::dry_run::{Compared, Who};
use super::explain::{Explained, Told};
use crate::access_control::explain::{BoxofficeReason, as_answer};
use crate::access_control::model::profile::ContextType;
use crate::session::model::SessionType;

/// Whether a session may do something with an entry, and why.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeDecision", plugin = "boxoffice")]
pub struct Decision {
    /// It may.
    #[api(read_only)]
    pub open: Prop<bool>,
    /// What stands against it first: `session`, `entitlement`, or what access control says.
    #[api(read_only)]
    pub refusal: Prop<String>,
    /// All that would have to change for it to be open, rules by their place in the profile; nothing if it is.
    #[api(read_only)]
    pub obstacles: Prop<Vec<StringObject>>,
    /// The checks, as far as it came.
    #[api(read_only)]
    pub reasons: Prop<Vec<BoxofficeReason>>,
}

impl From<&Explained> for Decision {
    fn from(explained: &Explained) -> Self {
        let text = |text: &String| StringObject { value: text.clone().into() };
        Self {
            open: explained.open.into(),
            refusal: explained.refusal.map(str::to_owned).into(),
            obstacles: explained.obstacles.iter().map(text).collect::<Vec<_>>().into(),
            reasons: explained.reasons.iter().map(as_answer).collect::<Vec<_>>().into(),
        }
    }
}

/// A request that a dry run is asked about: whose session, from where, on which page, when. Without a session and without
/// the type of one it has none.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeRequest", plugin = "boxoffice")]
pub struct BoxofficeRequest {
    /// A session of this account.
    pub session: Prop<String>,
    /// Instead of a session: one of this type, with `userId` and `privileges`. A widget's is of type user, without a user,
    /// and has the privilege `widget:1`.
    pub session_type: Prop<SessionType>,
    /// The user of that session.
    pub user_id: Prop<String>,
    /// The privileges of that session.
    pub privileges: Prop<String>,
    /// What it wants to do; to play the entry, if not given.
    pub context: Prop<ContextType>,
    /// The page that it is on.
    pub referrer: Prop<String>,
    /// The address that it comes from.
    pub ip: Prop<String>,
    /// The program that asks.
    pub user_agent: Prop<String>,
    /// When; now, if not given.
    pub at: Prop<Time>,
}

impl BoxofficeRequest {
    /// Who asks, and what is told of it.
    pub(super) fn read(&self) -> (Who, Told) {
        let text = |text: &Prop<String>| text.get().filter(|text| !text.is_empty()).cloned();
        let who = match (text(&self.session), self.session_type.get()) {
            (Some(session), _) => Who::Session(session),
            (None, None) => Who::Nobody,
            (None, Some(kind)) => Who::Described {
                kind: match kind {
                    SessionType::User => ks::SessionType::User,
                    SessionType::Admin => ks::SessionType::Admin,
                },
                user: text(&self.user_id).unwrap_or_default(),
                privileges: text(&self.privileges).unwrap_or_default(),
            },
        };
        let told = Told {
            context: self.context.get().copied(),
            referrer: text(&self.referrer),
            ip: text(&self.ip),
            user_agent: text(&self.user_agent),
            at: self.at.get().map(|time| time.0),
        };
        (who, told)
    }
}

/// What the profile in force says to a request, and what a draft would say.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeDryRun", plugin = "boxoffice")]
pub struct DryRun {
    /// What the profile says that the entry is under.
    #[api(read_only)]
    pub today: Prop<Decision>,
    /// What the draft would say.
    #[api(read_only)]
    pub draft: Prop<Decision>,
    /// Whether whoever made the request would notice a difference: another answer, message or action.
    #[api(read_only)]
    pub changes: Prop<bool>,
}

impl From<&Compared> for DryRun {
    fn from(compared: &Compared) -> Self {
        Self {
            today: Decision::from(&compared.today).into(),
            draft: Decision::from(&compared.draft).into(),
            changes: compared.changes.into(),
        }
    }
}
