//! What the reference says about who may call what: permissions.json, weighed by rules written here from identity.md §3.3
//! and §3.4, with nothing of the gate.

use std::collections::{BTreeMap, BTreeSet};

use contract::describe::{ActionDecl, ServiceDecl};
use serde_json::Value;

/// The permission that every session has.
const ALWAYS: &str = "ALWAYS_ALLOWED_ACTIONS";

/// permissions.json, and the file that says the same of services that are our own.
pub(crate) struct Permissions {
    theirs: Value,
    ours: Value,
}

/// What an account switches on: its own permission rows by name, and what each depends on.
pub(crate) struct Switches(pub(crate) BTreeMap<String, Vec<String>>);

impl Permissions {
    pub(crate) fn read() -> Self {
        let parse = |text| serde_json::from_str(text).unwrap();
        Self {
            theirs: parse(include_str!("../../../contract/reference/permissions.json")),
            ours: parse(include_str!("own_services.json")),
        }
    }

    /// The permissions of which any one opens an action; none for an action that nobody may call.
    fn grants(&self, service: &ServiceDecl, action: &ActionDecl) -> BTreeSet<String> {
        let key = format!("{}.{}", service.name, action.name).to_lowercase();
        let table = if service.own { &self.ours } else { &self.theirs["actions"] };
        let key = match self.theirs["aliases"][&key]["permissionKey"].as_str() {
            Some(source) => source.to_owned(),
            None => key,
        };
        match table.get(&key) {
            Some(names) => texts(names),
            None if service.own => panic!("say in own_services.json who may call {key}"),
            None => BTreeSet::new(),
        }
    }

    /// What `SERVICE_FORBIDDEN` calls the action.
    pub(crate) fn forbidden_name(&self, service: &ServiceDecl, action: &ActionDecl) -> String {
        let key = format!("{}.{}", service.name, action.name).to_lowercase();
        match self.theirs["aliases"][&key]["forbiddenName"].as_str() {
            Some(name) => name.to_owned(),
            None => format!("{}->{}", service.name, action.name),
        }
    }

    /// True if roles with these permission names open the action in an account.
    pub(crate) fn opens(
        &self,
        names: &BTreeSet<String>,
        switches: &Switches,
        service: &ServiceDecl,
        action: &ActionDecl,
    ) -> bool {
        let mut held = self.weigh(names, switches);
        held.insert(ALWAYS.to_owned());
        !held.is_disjoint(&self.grants(service, action))
    }

    /// `*` is everything; a name without what it depends on counts for nothing, again and again until nothing changes.
    fn weigh(&self, names: &BTreeSet<String>, switches: &Switches) -> BTreeSet<String> {
        let global = self.theirs["permissions"].as_object().unwrap();
        let needs = |name: &String| match (switches.0.get(name), global.get(name)) {
            (Some(needs), _) => Some(needs.iter().cloned().collect()),
            (None, Some(permission)) => Some(texts(&permission["dependsOn"])),
            (None, None) => None,
        };
        let mut held: BTreeSet<String> = if names.contains("*") {
            global.keys().chain(switches.0.keys()).cloned().collect()
        } else {
            names.iter().filter(|name| needs(name).is_some()).cloned().collect()
        };
        loop {
            let stands = |name: &&String| {
                needs(name)
                    .unwrap_or_default()
                    .iter()
                    .all(|need| held.contains(need) || switches.0.contains_key(need))
            };
            let kept: BTreeSet<String> = held.iter().filter(stands).cloned().collect();
            if kept.len() == held.len() {
                return held;
            }
            held = kept;
        }
    }

    /// The roles that every installation has: system name and permission names.
    pub(crate) fn roles(&self) -> Vec<(String, BTreeSet<String>)> {
        let roles = self.theirs["roles"].as_object().unwrap();
        roles.iter().map(|(name, role)| (name.clone(), texts(&role["permissions"]))).collect()
    }

    /// The roles that every new account has: name and permission names.
    pub(crate) fn template_roles(&self) -> Vec<(String, BTreeSet<String>)> {
        let roles = self.theirs["templateRoles"].as_object().unwrap();
        roles.iter().map(|(name, role)| (name.clone(), texts(&role["permissions"]))).collect()
    }

    /// The permission names of the role behind a handle.
    pub(crate) fn role(&self, handle: &str) -> BTreeSet<String> {
        let roles = self.theirs["roles"].as_object().unwrap();
        texts(&roles.values().find(|role| role["strId"] == handle).unwrap()["permissions"])
    }

    /// The callers (`none`, `widget`, `user`, `admin`) that permissions.json itself names for an action, if it does.
    pub(crate) fn session_access(
        &self,
        service: &ServiceDecl,
        action: &ActionDecl,
    ) -> Option<BTreeSet<String>> {
        let key = format!("{}.{}", service.name, action.name).to_lowercase();
        self.theirs["sessionAccess"].get(&key).map(texts)
    }
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect()
}
