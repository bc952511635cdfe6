//! Nobody gives more than they have: an administrator with a narrow role cannot hand out a wider one, widen one that
//! somebody has, or come in as somebody who has more. The original asks for the permission to give roles alone.

use contract::errors::NOT_ALLOWED_TO_CHANGE_ROLE;

use super::{Role, find, find_id, of_handle};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::gate::rights::Rights;
use crate::partner::{Partner, split_names};
use crate::permission::{self, items, name_key, names};

/// What a caller has, and so may give.
pub struct Bounds<'a> {
    rights: &'a Rights,
    partner: &'a Partner,
    has_everything: bool,
}

impl<'a> Bounds<'a> {
    /// Those of the caller.
    pub fn of(call: &'a Call) -> Result<Self> {
        let (rights, partner) = (call.rights(), call.partner()?);
        let everything = super::rights(call.app(), &[of_handle("PARTNER_ADMIN_ROLE")?], partner, None);
        let has_everything = everything.names().all(|name| rights.has(name));
        Ok(Self { rights, partner, has_everything })
    }

    /// Whether all permissions of a comma-separated list are the caller's. Names that mean nothing give nothing; what
    /// they come to mean is judged when it is said.
    pub fn hold_names(&self, list: &str) -> bool {
        self.has_everything || names(list).all(|name| self.hold_name(name))
    }

    fn hold_name(&self, name: &str) -> bool {
        if name == "*" {
            return false;
        }
        if let Some(built_in) = permission::find_builtin(name) {
            return self.rights.has(&built_in.name);
        }
        let own = self.partner.permissions.own.get(&name_key(name));
        // A permission of the account's own is as good as what it opens.
        own.is_none_or(|own| self.rights.has(&own.name) || self.hold_items(&own.item_ids))
    }

    /// Whether all permission items are the caller's.
    pub fn hold_items(&self, ids: &[i64]) -> bool {
        self.has_everything
            || ids.iter().all(|id| {
                let built_in = items::find(*id).is_some_and(|item| {
                    item.permissions().iter().any(|permission| self.rights.has(permission))
                });
                let mut own = self.partner.permissions.own.values();
                built_in || own.any(|own| own.item_ids.contains(id) && self.rights.has(&own.name))
            })
    }

    /// Whether a role has nothing that the caller lacks, also while it is blocked.
    pub fn hold_role(&self, role: &Role) -> bool {
        self.hold_names(&role.permission_names)
    }

    /// Whether somebody with these roles has nothing that the caller lacks. An administrator without a role has
    /// that of the account's administrators.
    pub fn hold_person(&self, role_ids: &[i64], is_admin: bool) -> Result<bool> {
        if self.has_everything {
            return Ok(true);
        }
        if role_ids.is_empty() && is_admin {
            let role = self.partner.admin_role.and_then(|id| find_id(self.partner, id));
            return Ok(self.hold_role(role.map_or_else(|| of_handle("PARTNER_ADMIN_ROLE"), Ok)?));
        }
        let mut roles = role_ids.iter().filter_map(|id| find_id(self.partner, *id));
        Ok(roles.all(|role| self.hold_role(role)))
    }

    /// Whether no role that these privileges name has anything that the caller lacks.
    pub fn hold_privileges(&self, privileges: &str) -> bool {
        split_names(privileges).iter().all(|privilege| match privilege.split_once(':') {
            Some((name, role)) if name.trim() == "setrole" => {
                find(self.partner, role.trim()).is_none_or(|role| self.hold_role(role))
            }
            _ => true,
        })
    }
}

/// The refusal.
pub fn beyond() -> Error {
    Error::from(NOT_ALLOWED_TO_CHANGE_ROLE.bare()).because("it is more than the caller has")
}
