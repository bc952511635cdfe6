//! Permissions: the names that roles are made of, and the switches of an account (reference: identity.md §3.3,
//! §3.6, §9). Those of account 0 are data (`role/builtin.json`), an account's own are rows.

pub mod item_service;
pub mod items;
pub mod model;
pub mod service;
mod switch;
mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use contract::ApiEnum;

pub use self::model::{PermissionStatus, PermissionType};
pub(crate) use self::switch::add_template;
pub use self::switch::{switch, template};
pub(crate) use self::table::load;
use crate::role::builtin::{self, PermissionDefinition};

/// When the built-in roles and permissions were made, in Unix seconds: the same on every node.
pub const MADE_AT: i64 = 1_795_000_000;

/// A permission of account 0 or of an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Permission {
    /// Its id.
    pub id: i64,
    /// The account; 0 for built-in ones.
    pub partner_id: i64,
    /// What roles call it.
    pub name: String,
    /// What it is for.
    pub kind: PermissionType,
    /// Whether it counts.
    pub status: PermissionStatus,
    /// What people read.
    pub friendly_name: String,
    /// More about it.
    pub description: String,
    /// The names without which it counts for nothing, comma-separated.
    pub depends_on: String,
    /// Words to find it by, comma-separated.
    pub tags: String,
    /// What it opens.
    pub item_ids: Vec<i64>,
    /// Kept for its own sake.
    pub partner_group: Option<String>,
    /// In Unix seconds.
    pub created_at: i64,
    /// In Unix seconds.
    pub updated_at: i64,
}

impl Permission {
    /// True unless it was blocked or deleted.
    pub fn is_active(&self) -> bool {
        self.status == PermissionStatus::Active
    }

    /// True for features and plug-ins, which are treated alike.
    pub fn is_switch(&self) -> bool {
        matches!(self.kind, PermissionType::SpecialFeature | PermissionType::Plugin)
    }

    /// The names without which it counts for nothing.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        names(&self.depends_on)
    }
}

/// A name of a role or permission, folded for comparison: such names are equal without regard to case and to blanks
/// at the end (reference: identity.md §1.3).
pub fn name_key(name: &str) -> String {
    name.trim_end_matches(' ').to_lowercase()
}

/// The names of a comma-separated list.
pub fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// What fits a column, cut at a character; the API does so without a word (reference: identity.md §2).
pub(crate) fn cut(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// The built-in permissions by folded name.
pub fn all_builtin() -> &'static BTreeMap<String, Permission> {
    &BUILTIN
}

/// The built-in permission of this name.
pub fn find_builtin(name: &str) -> Option<&'static Permission> {
    BUILTIN.get(&name_key(name))
}

static BUILTIN: LazyLock<BTreeMap<String, Permission>> = LazyLock::new(|| {
    let all = builtin::builtin().permissions.iter();
    all.map(|(name, definition)| (name_key(name), of_account_0(name, definition))).collect()
});

fn of_account_0(name: &str, definition: &PermissionDefinition) -> Permission {
    Permission {
        id: definition.id,
        partner_id: 0,
        name: name.to_owned(),
        kind: definition.kind(),
        status: PermissionStatus::Active,
        friendly_name: friendly_name(name),
        description: String::new(),
        depends_on: definition.depends_on.join(","),
        tags: String::new(),
        item_ids: items::of_permission(name).iter().map(|item| item.id()).collect(),
        partner_group: None,
        created_at: MADE_AT,
        updated_at: MADE_AT,
    }
}

/// `CONTENT_MANAGE_BASE` as people write it: `Content manage base`.
fn friendly_name(name: &str) -> String {
    let words = name.rsplit('.').next().unwrap_or(name).to_lowercase().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl PermissionDefinition {
    /// What the permission is for.
    pub fn kind(&self) -> PermissionType {
        match self.r#type.as_str() {
            "SPECIAL_FEATURE" => PermissionType::SpecialFeature,
            "PLUGIN" => PermissionType::Plugin,
            "PARTNER_GROUP" => PermissionType::PartnerGroup,
            _ => PermissionType::Normal,
        }
    }

    /// Whether the permission counts.
    pub fn status(&self) -> PermissionStatus {
        self.status.and_then(PermissionStatus::from_number).unwrap_or(PermissionStatus::Active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_equal_without_regard_to_case_and_trailing_blanks() {
        assert_eq!(find_builtin("cuepoint.manage  ").unwrap().name, "cuePoint.MANAGE");
        assert!(find_builtin(" ADMIN_BASE").is_none());
    }

    #[test]
    fn ids_are_not_shared() {
        let mut ids: Vec<i64> = all_builtin().values().map(|permission| permission.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 189);
        assert!(ids.last().is_some_and(|last| *last <= 1000), "an account's own begin above");
    }

    #[test]
    fn texts_are_cut_at_a_character() {
        assert_eq!(cut("שלום", 2), "של");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(friendly_name("dropFolder.CONTENT_INGEST"), "Content ingest");
    }
}
