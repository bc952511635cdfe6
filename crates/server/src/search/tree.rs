//! How large and how deep a tree may be, and what each of its operators has to say (reference: search-metadata.md §1.2).

use contract::Prop;
use contract::errors::{
    CRITERIA_EXCEEDED_MAX_MATCHES, EMPTY_SEARCH_ITEMS, EMPTY_SEARCH_OPERATOR, MISSING_OPERATOR_TYPE,
};

use super::model::base::OperatorType;
use crate::error::Result;

/// Items and operators of a search, those that look into several tables counted for as many. SQLite looks into a
/// thousand in one question, and a session that is held to entitlement asks in two ways.
const MAX_ITEMS: usize = 200;
/// Operators within operators.
const MAX_DEPTH: usize = 20;

/// What a tree may still have.
pub(super) struct Budget {
    items: usize,
    depth: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { items: MAX_ITEMS, depth: MAX_DEPTH }
    }
}

impl Budget {
    /// Takes one item from what is left.
    pub(super) fn spend(&mut self) -> Result<()> {
        self.spend_many(1)
    }

    /// Takes an item that is worth several.
    pub(super) fn spend_many(&mut self, items: usize) -> Result<()> {
        self.items = self.items.checked_sub(items).ok_or_else(|| CRITERIA_EXCEEDED_MAX_MATCHES.bare())?;
        Ok(())
    }

    /// Goes into an operator, and says how its items go together. Only the outermost one need not say.
    pub(super) fn open<T>(
        &mut self,
        operator: &Prop<OperatorType>,
        items: &Prop<Vec<T>>,
        is_root: bool,
    ) -> Result<OperatorType> {
        self.spend()?;
        self.depth = self.depth.checked_sub(1).ok_or_else(|| CRITERIA_EXCEEDED_MAX_MATCHES.bare())?;
        let kind = match operator.get() {
            Some(kind) => *kind,
            None if is_root => OperatorType::AndOp,
            None => return Err(MISSING_OPERATOR_TYPE.bare().into()),
        };
        if items.get().is_none_or(Vec::is_empty) {
            return Err(EMPTY_SEARCH_ITEMS.bare().into());
        }
        Ok(kind)
    }

    /// Comes out of it.
    pub(super) fn close(&mut self) {
        self.depth += 1;
    }
}

/// The root of a tree, which there must be.
pub(super) fn root<T>(operator: &Prop<T>) -> Result<&T> {
    Ok(operator.get().ok_or_else(|| EMPTY_SEARCH_OPERATOR.bare())?)
}
