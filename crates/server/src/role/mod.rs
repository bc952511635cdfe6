//! Roles: built-in ones and an account's own, and what they come to.

pub mod bounds;
pub mod builtin;
mod change;
pub mod model;
pub mod service;
mod table;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

pub use self::bounds::Bounds;
pub use self::change::{NewRole, add, remove};
pub use self::model::UserRoleStatus;
pub(crate) use self::table::{add_template, load};
use crate::app::App;
use crate::error::Result;
use crate::gate::rights::{Grant, Rights};
use crate::partner::Partner;
use crate::permission::{MADE_AT, name_key, names};

/// A role of account 0 or of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its id.
    pub id: i64,
    /// The account; 0 for built-in ones.
    pub partner_id: i64,
    /// What people read.
    pub name: String,
    /// The name that `setrole` may use instead of the id; empty for none.
    pub system_name: String,
    /// What it is for.
    pub description: String,
    /// Whether it grants anything.
    pub status: UserRoleStatus,
    /// The names of the permissions that it grants, comma-separated; `*` is everything that the account has.
    pub permission_names: String,
    /// Words to find it by, comma-separated.
    pub tags: String,
    /// In Unix seconds.
    pub created_at: i64,
    /// In Unix seconds.
    pub updated_at: i64,
}

impl Role {
    /// True if it is everything that the account has.
    pub fn is_everything(&self) -> bool {
        self.permission_names.trim() == "*"
    }

    /// The names of its permissions as the API shows them: `*` as the active names of account 0 and of the account
    /// (reference: identity.md §8).
    pub fn shown_names(&self, partner: &Partner) -> String {
        if !self.is_everything() {
            return self.permission_names.clone();
        }
        let all = partner.permissions.all();
        all.map(|permission| permission.name.as_str()).collect::<Vec<_>>().join(",")
    }

    fn has_system_name(&self, key: &str) -> bool {
        !self.system_name.is_empty() && name_key(&self.system_name) == key
    }

    fn whatever_its_status(&self) -> Grant {
        Grant { permissions: names(&self.permission_names).map(str::to_owned).collect() }
    }
}

/// What a role grants: nothing while it is blocked.
impl From<&Role> for Grant {
    fn from(role: &Role) -> Self {
        match role.status {
            UserRoleStatus::Active => role.whatever_its_status(),
            UserRoleStatus::Blocked | UserRoleStatus::Deleted => Self { permissions: Vec::new() },
        }
    }
}

/// The role that an id or a system name means in an account: a built-in one or one of the account's own. Deleted
/// ones are not found.
pub fn find<'a>(partner: &'a Partner, name: &str) -> Option<&'a Role> {
    if let Ok(id) = name.parse::<i64>() {
        return find_id(partner, id);
    }
    let key = name_key(name);
    visible(partner).find(|role| role.has_system_name(&key))
}

/// The role with an id: a built-in one or one of the account's own. Deleted ones are not found.
pub fn find_id(partner: &Partner, id: i64) -> Option<&Role> {
    visible(partner).find(|role| role.id == id)
}

/// The roles that an account sees: built-in ones and its own, but for deleted ones.
pub fn visible(partner: &Partner) -> impl Iterator<Item = &Role> {
    BUILTIN.iter().chain(&partner.roles)
}

/// The role that the privilege `restrictingrole` means: an id, or the system name of a built-in role. An
/// unknown name restricts nothing (reference: session.md §11.1).
pub fn find_restricting<'a>(partner: &'a Partner, name: &str) -> Option<&'a Role> {
    let found = find(partner, name)?;
    (name.parse::<i64>().is_ok() || found.partner_id == 0).then_some(found)
}

/// What roles come to in an account, as long as nothing about the account changes.
#[derive(Debug, Default)]
pub struct RightsCache(Mutex<HashMap<RoleSet, Arc<Rights>>>);

/// Roles in their order, and the restricting one.
type RoleSet = (Vec<i64>, Option<i64>);

/// What a set of roles comes to in an account. A restricting role restricts even while it is blocked.
pub fn rights(app: &App, roles: &[&Role], partner: &Partner, restricting: Option<&Role>) -> Arc<Rights> {
    let key = (roles.iter().map(|role| role.id).collect(), restricting.map(|role| role.id));
    let mut known = partner.rights.0.lock().unwrap_or_else(PoisonError::into_inner);
    let rights = known.entry(key).or_insert_with(|| {
        let grants: Vec<Grant> = roles.iter().map(|role| Grant::from(*role)).collect();
        let grants: Vec<&Grant> = grants.iter().collect();
        let restricting = restricting.map(Role::whatever_its_status);
        Arc::new(Rights::new(&grants, &partner.permissions, restricting.as_ref(), app.actions.openings()))
    });
    Arc::clone(rights)
}

/// The built-in role with this handle.
pub fn of_handle(handle: &str) -> Result<&'static Role> {
    builtin::role_by_handle(handle)
        .and_then(|built_in| BUILTIN.iter().find(|role| role.id == built_in.id))
        .ok_or_else(|| crate::error::Error::internal(format!("there is no built-in role {handle}")))
}

/// The built-in roles in the form of an account's own.
static BUILTIN: LazyLock<Vec<Role>> = LazyLock::new(|| {
    let roles = builtin::builtin().roles.iter();
    roles
        .map(|role| Role {
            id: role.id,
            partner_id: 0,
            name: role.name.clone(),
            system_name: role.system_name.clone(),
            description: role.description.clone(),
            status: UserRoleStatus::Active,
            permission_names: role.permissions.join(","),
            tags: role.tags.join(","),
            created_at: MADE_AT,
            updated_at: MADE_AT,
        })
        .collect()
});
