//! Accounts: what the API calls partners.

mod change;
pub mod figures;
pub mod filter;
mod hold;
mod invitation;
mod list;
pub mod model;
mod operator;
mod owner;
mod profile;
mod register;
pub mod service;
mod show;
mod standing;
mod table;

use std::borrow::Cow;

use ks::{SecretRing, Version};

pub(crate) use self::hold::hold;
pub use self::invitation::invite;
pub use self::model::{
    HTMLPurifierBehaviourType, PartnerGroupType, PartnerStatus, TwoFactorAuthenticationMode,
};
pub use self::operator::{Limits, TRIAL_WARNING_SECONDS, set_limits, set_status, warn_of_trials};
pub(crate) use self::owner::{follow_owner, lock_owner};
pub use self::profile::{LoginSettings, PasswordRule, Profile};
pub use self::register::{Registration, RegistrationPolicy, Registrations};
pub(crate) use self::service::is_owner;
pub use self::standing::{Standing, Trial, TrialEnd, is_open_when_read_only};
pub(crate) use self::table::note_login;
pub use self::table::{NewPartner, Partners, TOPIC, add, ids, split_names};
use crate::gate::rights::AccountPermissions;
use crate::role::{RightsCache, Role};
use crate::secret;
pub use crate::secret::NewSecrets;
use crate::user::{UserIds, user_key};

/// The lifetime of sessions where the account says nothing, in seconds.
pub const DEFAULT_KS_MAX_EXPIRY: i64 = 86_400;

/// An account, as the gate and the actions know it. A change to any of it makes a new one.
#[derive(Debug)]
pub struct Partner {
    /// The id that sessions carry.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Whether it may act.
    pub standing: Standing,
    /// The account that it belongs to.
    pub parent_id: Option<i64>,
    /// The standing of the accounts above it, the nearest first.
    pub above: Vec<Standing>,
    /// Whether others may belong to it.
    pub group_type: PartnerGroupType,
    /// How many others may belong to it; -1: any number.
    pub publishers_quota: i64,
    /// The account that it was copied from.
    pub template_id: Option<i64>,
    /// The plan; 1 is the free one.
    pub package: i64,
    /// Whether others than its owner may read its secrets.
    pub shows_secrets: bool,
    /// The version of the sessions that the server signs for it.
    pub ks_version: Version,
    /// Longest lifetime of the sessions that the server signs for it, in seconds.
    pub ks_max_expiry: Option<i64>,
    /// The role of widget sessions instead of the built-in one.
    pub widget_role: Option<i64>,
    /// The role of user sessions instead of the built-in one.
    pub user_role: Option<i64>,
    /// The role of admin sessions instead of the built-in one.
    pub admin_role: Option<i64>,
    /// The role of every session that an additional secret signed.
    pub secondary_secret_role: Option<i64>,
    /// The user id of the account's owner.
    pub owner_user_id: Option<String>,
    /// How ids of users are hashed, where the account knows its users by digests alone.
    pub user_ids: Option<UserIds>,
    /// The access-control profile that calls of the account are judged by.
    pub api_access_control: Option<i64>,
    /// How many administrators may log in; -1: any number.
    pub admin_login_quota: i64,
    /// Everything that is kept for its own sake.
    pub profile: Profile,
    /// When it was made, in Unix seconds.
    pub created_at: i64,
    /// Its secrets; none: no session of it can be read.
    pub secrets: Option<SecretRing>,
    /// What is known of its secrets beside their texts.
    pub secret_rows: secret::Rows,
    /// Its own permissions and switches.
    pub permissions: AccountPermissions,
    /// Its own roles, but for deleted ones.
    pub roles: Vec<Role>,
    /// What sets of roles come to.
    pub rights: RightsCache,
}

impl Partner {
    /// What it is at a moment: what the operator says, the end of its trial and the accounts above it considered
    /// (reference: identity.md §5.3).
    pub fn status(&self, now: i64) -> PartnerStatus {
        self.standing.status_below(&self.above, now)
    }

    /// True if calls and log-ins are let through.
    pub fn is_active(&self, now: i64) -> bool {
        matches!(self.status(now), PartnerStatus::Active | PartnerStatus::ReadOnly)
    }

    /// True if an action is closed because nothing of the account may change.
    pub fn is_closed_to(&self, service: &str, action: &str, now: i64) -> bool {
        !is_open_when_read_only(service, action)
            && (self.status(now) == PartnerStatus::ReadOnly
                || self.has_feature("FEATURE_LIMIT_ALLOWED_ACTIONS"))
    }

    /// True if other accounts may belong to it.
    pub fn is_group(&self) -> bool {
        matches!(self.group_type, PartnerGroupType::VarGroup | PartnerGroupType::Group)
    }

    /// What ends it: 0 nothing, 2 a date.
    pub fn monitor_usage(&self) -> i64 {
        if self.standing.trial.is_some() { 2 } else { 0 }
    }

    /// The id by which the account knows the user whom somebody outside names.
    pub fn known_id<'a>(&self, id: &'a str) -> Cow<'a, str> {
        self.user_ids.as_ref().map_or(Cow::Borrowed(id), |ids| ids.of(id))
    }

    /// True if this is the user id of its owner.
    pub fn is_owner(&self, user_id: &str) -> bool {
        self.owner_user_id.as_deref().is_some_and(|owner| user_key(owner) == user_key(user_id))
    }

    /// The expiry of a session that is issued now with a wanted lifetime, cut to the account's maximum.
    pub fn expiry(&self, now: i64, wanted: i64) -> i64 {
        now.saturating_add(wanted.min(self.max_expiry()))
    }

    /// Longest lifetime of an issued session, in seconds.
    pub fn max_expiry(&self) -> i64 {
        self.ks_max_expiry.filter(|seconds| *seconds > 0).unwrap_or(DEFAULT_KS_MAX_EXPIRY)
    }

    /// True if the account has this feature or plug-in, and all that it depends on.
    pub fn has_feature(&self, name: &str) -> bool {
        self.permissions.has(name)
    }

    /// The account of calls that name none: nothing belongs to it.
    pub fn nobody() -> Self {
        Self {
            id: 0,
            name: String::new(),
            standing: Standing { status: PartnerStatus::Active, trial: None },
            parent_id: None,
            above: Vec::new(),
            group_type: PartnerGroupType::Publisher,
            publishers_quota: 0,
            template_id: None,
            package: 1,
            shows_secrets: false,
            ks_version: Version::V2,
            ks_max_expiry: None,
            widget_role: None,
            user_role: None,
            admin_role: None,
            secondary_secret_role: None,
            owner_user_id: None,
            user_ids: None,
            api_access_control: None,
            admin_login_quota: 0,
            profile: Profile::default(),
            created_at: 0,
            secrets: None,
            secret_rows: secret::Rows::default(),
            permissions: AccountPermissions::default(),
            roles: Vec::new(),
            rights: RightsCache::default(),
        }
    }
}
