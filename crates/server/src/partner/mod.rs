//! Accounts: what the API calls partners.

mod hold;
pub mod model;
pub mod service;
mod show;
mod table;

use ks::{SecretRing, Version};

pub(crate) use self::hold::hold;
pub use self::model::PartnerStatus;
pub use self::table::{
    LoginSettings, NewPartner, Partners, PasswordRule, Profile, TOPIC, add, ids, split_names,
};
use crate::gate::rights::AccountPermissions;
use crate::role::{RightsCache, Role};
use crate::secret;
pub use crate::secret::NewSecrets;

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
    pub status: PartnerStatus,
    /// The account that it belongs to.
    pub parent_id: Option<i64>,
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
    /// True if calls and log-ins are let through (reference: identity.md §5.3).
    pub fn is_active(&self) -> bool {
        matches!(self.status, PartnerStatus::Active | PartnerStatus::ReadOnly)
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
            status: PartnerStatus::Active,
            parent_id: None,
            ks_version: Version::V2,
            ks_max_expiry: None,
            widget_role: None,
            user_role: None,
            admin_role: None,
            secondary_secret_role: None,
            owner_user_id: None,
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
