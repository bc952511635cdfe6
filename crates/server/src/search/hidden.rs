//! Which entries a search hides (reference: search-metadata.md §1.7).

use sea_query::{Cond, Expr, ExprTrait};

use super::model::entry::EntryFieldName;
use super::part::{Ground, Part};
use crate::call::Scope;
use crate::entry::search as entries;
use crate::entry::values::ValueField;

/// Of the system, and in the recycle bin.
const HIDDEN: [i64; 2] = [-1, -2];

/// What a tree says about entries that are hidden unless they are asked for.
#[derive(Default)]
pub(super) struct Hidden {
    ids: Vec<String>,
    parents: Vec<String>,
    displays: Option<Vec<i64>>,
    is_off: bool,
}

impl Hidden {
    /// There is no such rule.
    pub(super) fn switch_off(&mut self) {
        self.is_off = true;
    }

    /// Notes an item, wherever it stands in the tree.
    pub(super) fn note(&mut self, field: EntryFieldName, term: &str) {
        match field {
            EntryFieldName::Id => self.ids.push(term.to_owned()),
            EntryFieldName::ParentEntryId => self.parents.push(term.to_owned()),
            EntryFieldName::DisplayInSearch => {
                self.displays.get_or_insert_default().extend(term.parse::<i64>());
            }
            EntryFieldName::RecycledAt => self.switch_off(),
            _ => {}
        }
    }

    /// What may be shown.
    pub(super) fn rule(&self, scope: Scope, ground: Ground<'_>) -> Part {
        if self.is_off {
            return Part::Everything;
        }
        let display = || Expr::col("display");
        let usual = match &self.displays {
            None => Part::tallied(display().is_not_in(HIDDEN)),
            Some(displays) => displays.iter().fold(Part::Nothing, |any, wanted| {
                Part::any(vec![any, Part::tallied(Cond::all().add(display().eq(*wanted)))], ground)
            }),
        };
        let mut parts = vec![usual];
        if !self.ids.is_empty() {
            parts.push(entries::with_ids(scope, self.ids.iter().map(String::as_str)));
        }
        let parents = self.parents.iter().map(|id| entries::equal(scope, &[ValueField::ParentId], id));
        parts.extend(parents);
        Part::any(parts, ground)
    }
}
