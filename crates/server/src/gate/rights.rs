//! From roles to rights (reference: identity.md §3.3–3.5): which permission names a session has, and
//! so which actions and which properties. Built-in permissions open what the declarations say, an account's own
//! what their items say.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use contract::Access;
use contract::describe::{ActionDecl, ServiceDecl};

use crate::permission::items::{self, Item};
use crate::permission::{self, Permission, name_key};
use crate::role::builtin::ALWAYS_ALLOWED_ACTIONS;

/// What a role grants, before it is weighed against the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Permission names; `*` is everything that the account has.
    pub permissions: Vec<String>,
}

/// What the account brings to a role: its own permissions and switches.
#[derive(Clone, Debug, Default)]
pub struct AccountPermissions {
    /// The account's own permissions of any type by folded name, but for deleted ones.
    pub own: BTreeMap<String, Permission>,
    /// Names that every session of the account has; none set: those of `ALWAYS_ALLOWED_ACTIONS`.
    pub always_allowed: Option<Vec<String>>,
}

impl AccountPermissions {
    /// True if the account has this permission, of whatever type, and all that it depends on (reference: identity.md
    /// §3.6, *valid for partner*). An own one that is blocked does not hide a built-in one.
    pub fn has(&self, name: &str) -> bool {
        self.has_beside(name, &mut Vec::new())
    }

    fn has_beside(&self, name: &str, asked: &mut Vec<String>) -> bool {
        let Some(found) = self.called(name).last() else { return false };
        let key = name_key(name);
        if asked.contains(&key) {
            return true; // a circle stands or falls with the rest of it
        }
        asked.push(key);
        found.needs().all(|needed| self.has_beside(needed, asked))
    }

    /// The active permissions of this name: a built-in one, the account's own, or both.
    fn called(&self, name: &str) -> impl Iterator<Item = &Permission> {
        let own = self.own.get(&name_key(name)).filter(|own| own.is_active());
        permission::find_builtin(name).into_iter().chain(own)
    }

    /// All active permissions.
    pub fn all(&self) -> impl Iterator<Item = &Permission> {
        let own = self.own.values().filter(|own| own.is_active());
        permission::all_builtin().values().chain(own)
    }

    /// True if the account itself has switched this on.
    fn has_switch(&self, name: &str) -> bool {
        self.own.get(&name_key(name)).is_some_and(|own| own.is_active() && own.is_switch())
    }
}

/// The place of an action in the table of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActionIndex(pub usize);

/// Which actions each permission opens, and each permission item; built once from the declarations.
#[derive(Debug, Default)]
pub struct Openings {
    by_permission: HashMap<&'static str, Vec<ActionIndex>>,
    by_item: HashMap<i64, Vec<ActionIndex>>,
    actions: usize,
}

impl Openings {
    /// From the declarations, in the order of the table of actions.
    pub fn new(actions: impl Iterator<Item = (&'static ServiceDecl, &'static ActionDecl)>) -> Self {
        let mut openings = Self::default();
        for (index, (service, action)) in actions.enumerate() {
            for name in action.allowed_to {
                openings.by_permission.entry(name).or_default().push(ActionIndex(index));
            }
            let name = format!("{}.{}", service.id(), action.name.to_ascii_lowercase());
            if let Some(item) = items::of_action(&name) {
                openings.by_item.entry(item).or_default().push(ActionIndex(index));
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
    /// Folded `class.property`, and what may be done with it.
    properties: HashSet<(String, Access)>,
    /// Folded classes of these properties, and what may be done with any of them.
    classes: HashSet<(String, Access)>,
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
        let mut rights = Self {
            names,
            actions: vec![false; openings.actions],
            properties: HashSet::new(),
            classes: HashSet::new(),
        };
        let opened: Vec<&Permission> = rights.names.iter().flat_map(|name| account.called(name)).collect();
        for permission in opened {
            let actions = if permission.partner_id == 0 {
                openings.by_permission.get(permission.name.as_str()).into_iter().flatten().collect()
            } else {
                let of_item = |id: &i64| openings.by_item.get(id).into_iter().flatten();
                permission.item_ids.iter().flat_map(of_item).collect::<Vec<_>>()
            };
            for action in actions {
                if let Some(open) = rights.actions.get_mut(action.0) {
                    *open = true;
                }
            }
            for id in &permission.item_ids {
                if let Some(Item::Parameter(item)) = items::find(*id)
                    && let Some(access) = item.access()
                {
                    rights.properties.insert((place(&item.object, &item.parameter), access));
                    rights.classes.insert((item.object.to_ascii_lowercase(), access));
                }
            }
        }
        rights
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
            let place = place(class, property);
            let grants = [(place.clone(), access), (place, Access::All)];
            grants.iter().any(|grant| self.properties.contains(grant))
        })
    }

    /// True if anything of this very class is open for this access: enough for classes that need a permission as a
    /// whole.
    pub fn may_touch_any(&self, class: &str, access: Access) -> bool {
        let class = class.to_ascii_lowercase();
        let grants = [(class.clone(), access), (class, Access::All)];
        grants.iter().any(|grant| self.classes.contains(grant))
    }
}

fn place(class: &str, property: &str) -> String {
    format!("{class}.{property}").to_ascii_lowercase()
}

/// The names that the grants come to, as the permissions spell them: `*` expanded, and names dropped until each
/// has what it depends on.
fn effective(grants: &[&Grant], account: &AccountPermissions) -> BTreeSet<String> {
    let mut found: BTreeMap<&str, &Permission> = BTreeMap::new();
    for name in grants.iter().flat_map(|grant| &grant.permissions) {
        if name == "*" {
            found.extend(account.all().map(|permission| (permission.name.as_str(), permission)));
        } else {
            found.extend(account.called(name).map(|permission| (permission.name.as_str(), permission)));
        }
    }
    let mut names: BTreeSet<String> = found.keys().map(|name| name_key(name)).collect();
    loop {
        let before = found.len();
        found.retain(|_, permission| {
            permission.needs().all(|needed| names.contains(&name_key(needed)) || account.has_switch(needed))
        });
        if found.len() == before {
            return found.keys().map(|name| (*name).to_owned()).collect();
        }
        names = found.keys().map(|name| name_key(name)).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::{PermissionStatus, PermissionType};
    use crate::role::builtin::role_by_handle;

    fn own(name: &str, kind: PermissionType) -> Permission {
        let account_0 = permission::find_builtin("KMC_ACCESS").unwrap();
        Permission { partner_id: 101, name: name.to_owned(), kind, item_ids: Vec::new(), ..account_0.clone() }
    }

    fn account_with<const N: usize>(own: [Permission; N]) -> AccountPermissions {
        let own = own.into_iter().map(|permission| (name_key(&permission.name), permission)).collect();
        AccountPermissions { own, always_allowed: None }
    }

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
        let account = account_with([own("FEATURE_ANALYTICS_TAB", PermissionType::SpecialFeature)]);
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

    #[test]
    fn letter_case_and_trailing_blanks_do_not_matter() {
        let odd = Grant { permissions: vec!["kmc_Read_only".to_owned(), "KMC_ACCESS ".to_owned()] };
        let names = names(&[&odd], &AccountPermissions::default(), None);
        assert_eq!(names, ["ALWAYS_ALLOWED_ACTIONS", "KMC_ACCESS", "KMC_READ_ONLY"]);
    }

    #[test]
    fn only_switches_that_are_on_fulfil_what_a_permission_depends_on() {
        let admin = grant_of("PARTNER_ADMIN_ROLE");
        let has = |account| names(&[&admin], &account, None).contains(&"LIVE_STREAM_ADD".to_owned());
        let live = |kind| own("feature_live_stream", kind);
        assert!(has(account_with([live(PermissionType::SpecialFeature)])));
        assert!(has(account_with([live(PermissionType::Plugin)])));
        let blocked =
            Permission { status: PermissionStatus::Blocked, ..live(PermissionType::SpecialFeature) };
        assert!(!has(account_with([blocked])));
        // An ordinary permission is no switch; but * names it, and what is named fulfils as well.
        assert!(has(account_with([live(PermissionType::Normal)])));
        let alone = Grant { permissions: vec!["LIVE_STREAM_ADD".to_owned()] };
        let account = account_with([live(PermissionType::Normal)]);
        assert_eq!(names(&[&alone], &account, None), ["ALWAYS_ALLOWED_ACTIONS"]);
    }

    #[test]
    fn a_feature_counts_with_all_that_it_depends_on() {
        let needs = |name: &str, needed: &str| Permission {
            depends_on: needed.to_owned(),
            ..own(name, PermissionType::SpecialFeature)
        };
        let account = account_with([needs("A", "b"), needs("B", "C"), needs("X", "Y"), needs("Y", "X")]);
        assert!(!account.has("A"), "there is no C");
        assert!(account.has("X"), "a circle holds itself");
        let whole = account_with([needs("A", "b"), needs("B", "C"), own("C", PermissionType::Plugin)]);
        assert!(whole.has("a"));
        assert!(whole.has("KMC_READ_ONLY"), "built-in ones count");
    }

    #[test]
    fn anything_granted_opens_a_class_as_a_whole() {
        let rights = |handle| {
            let grant = grant_of(handle);
            Rights::new(&[&grant], &AccountPermissions::default(), None, &Openings::default())
        };
        let (user, device) = (rights("BASE_USER_SESSION_ROLE"), rights("CAPTURE_DEVICE_ROLE"));
        assert!(user.may_touch_any("KalturaCodeCuePoint", Access::Insert));
        assert!(user.may_touch_any("KalturaCodeCuePoint", Access::Update));
        // reference: permissions.json, `parameters`: insert alone
        assert!(device.may_touch_any("KalturaCodeCuePoint", Access::Insert));
        assert!(!device.may_touch_any("KalturaCodeCuePoint", Access::Update));
        assert!(!device.may_touch_any("KalturaAdCuePoint", Access::Insert));
    }

    #[test]
    fn items_of_an_own_permission_open_properties() {
        let secret = items::all().find_map(|item| match item {
            Item::Parameter(item) if item.object == "KalturaPartner" && item.parameter == "adminSecret" => {
                Some(item.id)
            }
            _ => None,
        });
        let mine = Permission { item_ids: vec![secret.unwrap()], ..own("MINE", PermissionType::Normal) };
        let grant = Grant { permissions: vec!["MINE".to_owned()] };
        let rights = Rights::new(&[&grant], &account_with([mine]), None, &Openings::default());
        assert!(rights.may_touch("KalturaPartner", "adminSecret", Access::Read));
        assert!(!rights.may_touch("KalturaPartner", "adminSecret", Access::Update));
        assert!(!rights.may_touch("KalturaPartner", "secret", Access::Read));
    }
}
