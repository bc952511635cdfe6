//! Roles: built-in ones and an account's own, and what they come to.

pub mod builtin;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::app::App;
use crate::error::Result;
use crate::gate::rights::{Grant, Rights};
use crate::partner::Partner;
use crate::user::user_key;

/// A role as the gate needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its id.
    pub id: i64,
    /// What people read.
    pub name: String,
    /// The name that `setrole` may use instead, folded for comparison.
    pub system_name_key: Option<String>,
    /// The permissions it grants; `*` is everything that the account has.
    pub permissions: Vec<String>,
}

/// The role that an id or a system name means in an account: a built-in one or one of the account's own.
pub fn find<'a>(partner: &'a Partner, name: &str) -> Option<&'a Role> {
    if let Ok(id) = name.parse::<i64>() {
        return find_id(partner, id);
    }
    let key = user_key(name);
    let named = |role: &&Role| role.system_name_key.as_deref() == Some(&key);
    BUILTIN.iter().find(named).or_else(|| partner.roles.iter().find(named))
}

/// The role with an id: a built-in one or one of the account's own.
pub fn find_id(partner: &Partner, id: i64) -> Option<&Role> {
    let with_id = |role: &&Role| role.id == id;
    BUILTIN.iter().find(with_id).or_else(|| partner.roles.iter().find(with_id))
}

/// The role that the privilege `restrictingrole` means: an id, or the system name of a built-in role. An
/// unknown name restricts nothing (reference: session.md §11.1).
pub fn find_restricting<'a>(partner: &'a Partner, name: &str) -> Option<&'a Role> {
    let found = find(partner, name)?;
    (name.parse::<i64>().is_ok() || BUILTIN.iter().any(|role| role.id == found.id)).then_some(found)
}

/// What roles come to in an account, as long as nothing about the account changes.
#[derive(Debug, Default)]
pub struct RightsCache(Mutex<HashMap<RoleSet, Arc<Rights>>>);

/// Roles in their order, and the restricting one.
type RoleSet = (Vec<i64>, Option<i64>);

/// What a set of roles comes to in an account.
pub fn rights(app: &App, roles: &[&Role], partner: &Partner, restricting: Option<&Role>) -> Arc<Rights> {
    let key = (roles.iter().map(|role| role.id).collect(), restricting.map(|role| role.id));
    let mut known = partner.rights.0.lock().unwrap_or_else(PoisonError::into_inner);
    let rights = known.entry(key).or_insert_with(|| {
        let grants: Vec<Grant> = roles.iter().map(|role| Grant::from(*role)).collect();
        let grants: Vec<&Grant> = grants.iter().collect();
        let restricting = restricting.map(Grant::from);
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
            name: role.name.clone(),
            system_name_key: Some(user_key(&role.system_name)),
            permissions: role.permissions.clone(),
        })
        .collect()
});
