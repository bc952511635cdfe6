//! From roles to rights (reference: identity.md §3.3–3.5): which permission names a session has, and
//! so which actions and which properties.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::Access;

use crate::role::builtin::{ALWAYS_ALLOWED_ACTIONS, builtin};

/// What a role grants, before it is weighed against the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Permission names; `*` is everything that the account has.
    pub permissions: Vec<String>,
}

/// What the account brings to a role: its own permissions and switches.
#[derive(Clone, Debug, Default)]
pub struct AccountPermissions {
    /// The account's own active permissions of any type, with what each depends on.
    pub own: BTreeMap<String, Vec<String>>,
    /// The account's own active features and plug-ins.
    pub features: BTreeSet<String>,
    /// Names that every session of the account has; none set: those of `ALWAYS_ALLOWED_ACTIONS`.
    pub always_allowed: Option<Vec<String>>,
}

/// The place of an action in the table of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActionIndex(pub usize);

/// Which actions each permission opens; built once from the declarations.
#[derive(Debug, Default)]
pub struct Openings {
    by_permission: HashMap<&'static str, Vec<ActionIndex>>,
    actions: usize,
}

impl Openings {
    /// From the permissions that each action names, in the order of the table of actions.
    pub fn new(allowed_to: impl Iterator<Item = &'static [&'static str]>) -> Self {
        let mut openings = Self::default();
        for (index, names) in allowed_to.enumerate() {
            for name in names {
                openings.by_permission.entry(name).or_default().push(ActionIndex(index));
            }
            openings.actions = index + 1;
        }
        openings
    }
}

/// What a session may do: all answers are look-ups in memory.
#[derive(Debug)]
pub struct Rights {
    names: BTreeSet<String>,
    actions: Vec<bool>,
}

impl Rights {
    /// Weighs grants against an account. `restricted` are the names that the privilege
    /// `restrictingrole` takes away, and only they.
    pub fn new(
        grants: &[&Grant],
        account: &AccountPermissions,
        restricted: Option<&Grant>,
        openings: &Openings,
    ) -> Self {
        let mut names = effective(grants, account);
        match &account.always_allowed {
            Some(always) => names.extend(always.iter().cloned()),
            None => {
                names.insert(ALWAYS_ALLOWED_ACTIONS.to_owned());
            }
        }
        if let Some(restricted) = restricted {
            for name in effective(&[restricted], account) {
                names.remove(&name);
            }
        }
        let mut actions = vec![false; openings.actions];
        for name in &names {
            for opened in openings.by_permission.get(name.as_str()).into_iter().flatten() {
                if let Some(action) = actions.get_mut(opened.0) {
                    *action = true;
                }
            }
        }
        Self { names, actions }
    }

    /// True if the action is open.
    pub fn may_call(&self, action: ActionIndex) -> bool {
        self.actions.get(action.0).copied().unwrap_or(false)
    }

    /// True if the session has this permission.
    pub fn has(&self, permission: &str) -> bool {
        self.names.contains(permission)
    }

    /// The permission names, sorted: what `permission.getCurrentPermissions` tells.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// True if the property is open for this access. Grants are looked up under the declaring class;
    /// one for `all` covers every access, one for the property `*` every property.
    pub fn may_touch(&self, class: &str, property: &str, access: Access) -> bool {
        [property, "*"].into_iter().any(|property| {
            builtin().parameters.get(&format!("{class}.{property}")).is_some_and(|grants| {
                [access.name(), Access::All.name()]
                    .into_iter()
                    .filter_map(|access| grants.get(access))
                    .flatten()
                    .any(|permission| self.has(permission))
            })
        })
    }
}

/// The names that the grants come to: `*` expanded, and names dropped until each has what it depends on.
fn effective(grants: &[&Grant], account: &AccountPermissions) -> BTreeSet<String> {
    let global = &builtin().permissions;
    let mut names = BTreeSet::new();
    for name in grants.iter().flat_map(|grant| &grant.permissions) {
        if name == "*" {
            names.extend(global.keys().cloned());
            names.extend(account.own.keys().cloned());
        } else if global.contains_key(name) || account.own.contains_key(name) {
            names.insert(name.clone());
        }
    }
    loop {
        let before = names.len();
        let kept: BTreeSet<String> = names
            .iter()
            .filter(|name| {
                let depends_on = account
                    .own
                    .get(name.as_str())
                    .or_else(|| global.get(name.as_str()).map(|permission| &permission.depends_on));
                depends_on.is_none_or(|needed| {
                    needed.iter().all(|needed| names.contains(needed) || account.features.contains(needed))
                })
            })
            .cloned()
            .collect();
        names = kept;
        if names.len() == before {
            return names;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::builtin::role_by_handle;

    fn grant_of(handle: &str) -> Grant {
        Grant { permissions: role_by_handle(handle).unwrap().permissions.clone() }
    }

    fn names(grants: &[&Grant], account: &AccountPermissions, restricted: Option<&Grant>) -> Vec<String> {
        let rights = Rights::new(grants, account, restricted, &Openings::default());
        rights.names().map(str::to_owned).collect()
    }

    #[test]
    fn a_permission_needs_what_it_depends_on() {
        // reference: identity.md §19 point 6
        let restricted = grant_of("KMS_RESTRICTED_ROLE");
        let names = names(&[&restricted], &AccountPermissions::default(), None);
        assert!(
            !names.contains(&"KMC_READ_ONLY".to_owned()),
            "it depends on KMC_ACCESS, which the role lacks"
        );
        assert!(names.contains(&"ADMIN_BASE".to_owned()));
    }

    #[test]
    fn the_star_is_everything_that_the_account_has() {
        let admin = grant_of("PARTNER_ADMIN_ROLE");
        let bare = names(&[&admin], &AccountPermissions::default(), None);
        assert!(bare.contains(&"APP_TOKEN_ADD".to_owned()));
        assert!(!bare.contains(&"ANALYTICS_BASE".to_owned()), "the account lacks FEATURE_ANALYTICS_TAB");
        let account = AccountPermissions {
            features: BTreeSet::from(["FEATURE_ANALYTICS_TAB".to_owned()]),
            ..AccountPermissions::default()
        };
        assert!(names(&[&admin], &account, None).contains(&"ANALYTICS_BASE".to_owned()));
    }

    #[test]
    fn a_restricting_role_takes_its_names_away_but_not_what_is_always_allowed() {
        let user = grant_of("BASE_USER_SESSION_ROLE");
        let widget = grant_of("WIDGET_SESSION_ROLE");
        let both = names(&[&user, &widget], &AccountPermissions::default(), Some(&user));
        assert_eq!(both, ["ALWAYS_ALLOWED_ACTIONS", "WIDGET_SESSION_PERMISSION"]);
    }

    #[test]
    fn an_unknown_name_grants_nothing() {
        let unknown = Grant { permissions: vec!["VOICEBASE_ACTIONS".to_owned()] };
        assert_eq!(names(&[&unknown], &AccountPermissions::default(), None), ["ALWAYS_ALLOWED_ACTIONS"]);
    }

    #[test]
    fn properties_ask_for_their_own_permission() {
        let admin = grant_of("PARTNER_ADMIN_ROLE");
        let user = grant_of("BASE_USER_SESSION_ROLE");
        let rights =
            |grant| Rights::new(&[grant], &AccountPermissions::default(), None, &Openings::default());
        assert!(rights(&admin).may_touch("KalturaPartner", "adminSecret", Access::Read));
        assert!(!rights(&user).may_touch("KalturaPartner", "adminSecret", Access::Read));
        assert!(!rights(&admin).may_touch("KalturaPartner", "partnerParentId", Access::Update));
    }
}
