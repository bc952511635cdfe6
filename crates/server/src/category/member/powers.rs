//! What a member of a category may do: as names, and as levels (reference: content-access.md §17.2).

use contract::ApiEnum;

use crate::category::model::CategoryUserPermissionLevel as Level;

const EDIT: &str = "CATEGORY_EDIT";
const MODERATE: &str = "CATEGORY_MODERATE";
const CONTRIBUTE: &str = "CATEGORY_CONTRIBUTE";
const VIEW: &str = "CATEGORY_VIEW";

/// What a member of a category may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Powers {
    /// Change it, and decide who is in it.
    pub edit: bool,
    /// Decide about entries that wait.
    pub moderate: bool,
    /// Put entries into it.
    pub contribute: bool,
    /// See its entries.
    pub view: bool,
}

impl Powers {
    /// Those of a level.
    pub fn of_level(level: Level) -> Self {
        let (edit, moderate, contribute, view) = match level {
            Level::Manager => (true, true, true, true),
            Level::Moderator => (false, true, false, true),
            Level::Contributor => (false, false, true, true),
            Level::Member => (false, false, false, true),
            Level::None => (false, false, false, false),
        };
        Self { edit, moderate, contribute, view }
    }

    /// Those with these names, comma-separated. A name that is none of a power is passed over.
    pub fn named(names: &str) -> Self {
        let has = |name: &str| names.split(',').any(|known| known.trim() == name);
        Self { edit: has(EDIT), moderate: has(MODERATE), contribute: has(CONTRIBUTE), view: has(VIEW) }
    }

    /// Their names, comma-separated.
    pub fn names(self) -> String {
        let all =
            [(self.edit, EDIT), (self.moderate, MODERATE), (self.contribute, CONTRIBUTE), (self.view, VIEW)];
        let names: Vec<&str> = all.into_iter().filter(|(has, _)| *has).map(|(_, name)| name).collect();
        names.join(",")
    }

    /// The level that comes nearest, by the greatest of them.
    pub fn level(self) -> Level {
        match self {
            Self { edit: true, .. } => Level::Manager,
            Self { moderate: true, .. } => Level::Moderator,
            Self { contribute: true, .. } => Level::Contributor,
            Self { view: true, .. } => Level::Member,
            _ => Level::None,
        }
    }

    /// These and others.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            edit: self.edit || other.edit,
            moderate: self.moderate || other.moderate,
            contribute: self.contribute || other.contribute,
            view: self.view || other.view,
        }
    }
}

/// What an active member is in a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The level; less is more.
    pub level: Level,
    /// What the member may do.
    pub powers: Powers,
}

impl Standing {
    /// What somebody is who is in a category twice, as a user and in a group: the better of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let level = if other.level.number() < self.level.number() { other.level } else { self.level };
        Self { level, powers: self.powers.and(other.powers) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_the_names_of_the_reference() {
        // reference: content-access.md §17.2
        for (level, names) in [
            (Level::Manager, "CATEGORY_EDIT,CATEGORY_MODERATE,CATEGORY_CONTRIBUTE,CATEGORY_VIEW"),
            (Level::Moderator, "CATEGORY_MODERATE,CATEGORY_VIEW"),
            (Level::Contributor, "CATEGORY_CONTRIBUTE,CATEGORY_VIEW"),
            (Level::Member, "CATEGORY_VIEW"),
            (Level::None, ""),
        ] {
            assert_eq!(Powers::of_level(level).names(), names);
            assert_eq!(Powers::named(names), Powers::of_level(level));
            assert_eq!(Powers::named(names).level(), level);
        }
    }

    #[test]
    fn names_are_whole_and_known() {
        assert_eq!(Powers::named("CATEGORY_EDITOR, category_view,X"), Powers::default());
        assert_eq!(Powers::named(" CATEGORY_VIEW ,CATEGORY_EDIT").names(), "CATEGORY_EDIT,CATEGORY_VIEW");
    }
}
