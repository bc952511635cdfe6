//! The permissions and roles that every installation has (reference: identity.md §3.7, §3.8,
//! permissions.json). They belong to account 0 and are data, not rows.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The permission that every session has.
pub const ALWAYS_ALLOWED_ACTIONS: &str = "ALWAYS_ALLOWED_ACTIONS";

/// What ships with the server.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Builtin {
    /// The permissions of account 0 by name.
    pub permissions: BTreeMap<String, PermissionDefinition>,
    /// The roles of account 0.
    pub roles: Vec<RoleDefinition>,
    /// The roles that a new account gets copies of.
    pub template_roles: Vec<TemplateRole>,
    /// The features and plug-ins that a new account of the original has.
    pub template_permissions: BTreeMap<String, PermissionDefinition>,
    /// Those of them that this server does not have yet, and what is missing. New accounts go without them, so that
    /// consoles hide what would not work (reference: kmc.md §5.4). What brings the capability takes its names out
    /// here, and adds them to the accounts that there are.
    pub absent_features: BTreeMap<String, String>,
}

impl Builtin {
    /// The features and plug-ins that a new account has.
    pub fn template(&self) -> impl Iterator<Item = (&str, &PermissionDefinition)> {
        let all = self.template_permissions.iter().map(|(name, permission)| (name.as_str(), permission));
        all.filter(|(name, _)| !self.absent_features.contains_key(*name))
    }
}

/// A permission as data.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PermissionDefinition {
    /// Its id, for good; only those of account 0 have one.
    pub id: i64,
    /// The names without which it counts for nothing.
    pub depends_on: Vec<String>,
    /// `SPECIAL_FEATURE`, `PLUGIN`, `PARTNER_GROUP`; empty for an ordinary one.
    pub r#type: String,
    /// `KalturaPermissionStatus`; active if not given.
    pub status: Option<i64>,
}

/// A role of account 0.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleDefinition {
    /// The id that `setrole` and `roleIds` use.
    pub id: i64,
    /// The other name that `setrole` uses.
    pub system_name: String,
    /// The internal handle.
    pub handle: String,
    /// What people read.
    pub name: String,
    /// What it is for. Consoles need one.
    pub description: String,
    /// 1 active; absent for one role, which counts as active.
    pub status: Option<i64>,
    /// Where consoles show it.
    pub tags: Vec<String>,
    /// What it grants; `*` is everything the account has.
    pub permissions: Vec<String>,
}

/// A role that new accounts start with.
#[derive(Debug, Deserialize)]
pub struct TemplateRole {
    /// What people read.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where consoles show it.
    pub tags: Vec<String>,
    /// What it grants.
    pub permissions: Vec<String>,
}

static BUILTIN: LazyLock<Builtin> = LazyLock::new(|| {
    serde_json::from_str(include_str!("builtin.json"))
        .expect("builtin.json is checked by a test of this module")
});

/// What ships with the server.
pub fn builtin() -> &'static Builtin {
    &BUILTIN
}

/// The built-in role with this handle.
pub fn role_by_handle(handle: &str) -> Option<&'static RoleDefinition> {
    BUILTIN.roles.iter().find(|role| role.handle == handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_whole() {
        assert_eq!(builtin().permissions.len(), 189);
        assert_eq!(builtin().roles.len(), 23);
        assert_eq!(builtin().template_roles.len(), 4);
        for handle in
            ["NO_SESSION_ROLE", "WIDGET_SESSION_ROLE", "BASE_USER_SESSION_ROLE", "PARTNER_ADMIN_ROLE"]
        {
            assert!(role_by_handle(handle).is_some(), "{handle}");
        }
        let mut ids: Vec<i64> = builtin().roles.iter().map(|role| role.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 23);
        for name in builtin().absent_features.keys() {
            assert!(builtin().template_permissions.contains_key(name), "{name}");
        }
    }
}
