//! Permission items: the single rights that permissions are made of (reference: identity.md §3.4, §10). All of them
//! belong to account 0, are data, and have ids for good, since accounts keep them in permissions of their own.
//!
//! There are items for actions that this server does not have yet: they open them once they come.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use contract::Access;
use serde::Deserialize;

/// A single right.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// To call an action.
    Action(&'static ActionItem),
    /// To touch a property.
    Parameter(&'static ParameterItem),
}

impl Item {
    /// Its id.
    pub fn id(self) -> i64 {
        match self {
            Self::Action(item) => item.id,
            Self::Parameter(item) => item.id,
        }
    }

    /// The built-in permissions that hold it.
    pub fn permissions(self) -> &'static [String] {
        match self {
            Self::Action(item) => &item.permissions,
            Self::Parameter(item) => &item.permissions,
        }
    }
}

/// The right to call an action.
#[derive(Debug, Deserialize)]
pub struct ActionItem {
    /// Its id.
    pub id: i64,
    /// The wire id of the service, in lower case.
    pub service: String,
    /// The action.
    pub action: String,
    /// The built-in permissions that hold it.
    permissions: Vec<String>,
}

/// The right to touch a property.
#[derive(Debug, Deserialize)]
pub struct ParameterItem {
    /// Its id.
    pub id: i64,
    /// The class that declares the property; the class itself, where it is asked for as a whole.
    pub object: String,
    /// The property; `*` is every one, and the name of the class the class as a whole.
    pub parameter: String,
    /// `read`, `insert`, `update` or `all`.
    pub action: String,
    /// The built-in permissions that hold it.
    permissions: Vec<String>,
}

impl ParameterItem {
    /// What may be done with the property.
    pub fn access(&self) -> Option<Access> {
        [Access::Read, Access::Insert, Access::Update, Access::All]
            .into_iter()
            .find(|access| access.name() == self.action)
    }
}

#[derive(Deserialize)]
struct Data {
    actions: Vec<ActionItem>,
    parameters: Vec<ParameterItem>,
    /// Actions that are authorised as another one.
    aliases: HashMap<String, String>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    serde_json::from_str(include_str!("items.json")).expect("items.json is checked by a test of this module")
});

struct Index {
    items: BTreeMap<i64, Item>,
    of_actions: HashMap<String, i64>,
    of_permissions: HashMap<&'static str, Vec<Item>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let actions = DATA.actions.iter().map(Item::Action);
    let items: BTreeMap<i64, Item> =
        actions.chain(DATA.parameters.iter().map(Item::Parameter)).map(|item| (item.id(), item)).collect();
    let mut of_permissions: HashMap<&str, Vec<Item>> = HashMap::new();
    for item in items.values() {
        for permission in item.permissions() {
            of_permissions.entry(permission).or_default().push(*item);
        }
    }
    let place = |item: &ActionItem| (format!("{}.{}", item.service, item.action.to_lowercase()), item.id);
    Index { items, of_actions: DATA.actions.iter().map(place).collect(), of_permissions }
});

/// All items by id.
pub fn all() -> impl Iterator<Item = Item> {
    INDEX.items.values().copied()
}

/// The item with this id.
pub fn find(id: i64) -> Option<Item> {
    INDEX.items.get(&id).copied()
}

/// The item that opens an action, given as `service.action` in lower case.
pub fn of_action(name: &str) -> Option<i64> {
    let name = DATA.aliases.get(name).map_or(name, String::as_str);
    INDEX.of_actions.get(name).copied()
}

/// What a built-in permission is made of.
pub fn of_permission(name: &str) -> &'static [Item] {
    INDEX.of_permissions.get(name).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::permission::find_builtin;

    #[test]
    fn the_data_is_whole() {
        assert_eq!(INDEX.items.len(), DATA.actions.len() + DATA.parameters.len(), "no id is there twice");
        assert_eq!(INDEX.of_actions.len(), DATA.actions.len(), "no action is there twice");
        assert!(DATA.parameters.iter().all(|item| item.access().is_some()));
        for name in all().flat_map(Item::permissions) {
            assert_eq!(find_builtin(name).map(|known| known.name.as_str()), Some(name.as_str()));
        }
    }

    /// Accounts keep ids, so those that there were once stay as they are. New ones get numbers of their own.
    #[test]
    fn ids_stay() {
        const LAST_ACTION: i64 = 724;
        const LAST_PARAMETER: i64 = 2133;
        let lines = all().filter_map(|item| match item {
            Item::Action(item) if item.id <= LAST_ACTION => {
                Some(format!("{} {}.{}\n", item.id, item.service, item.action))
            }
            Item::Parameter(item) if item.id <= LAST_PARAMETER => {
                Some(format!("{} {}.{} {}\n", item.id, item.object, item.parameter, item.action))
            }
            _ => None,
        });
        let digest = crate::keys::hex(&Sha256::digest(lines.collect::<String>()));
        assert_eq!(digest, "6fe955c2d4e4f1c64b2635803f338bcae84b5194ba83049ba84e3a6c6c46ecc5");
        assert_eq!(of_action("user.exporttocsv"), of_action("exportcsv.userexporttocsv"));
    }
}
