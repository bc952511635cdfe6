//! Who sees which entries: audiences, and the tables of lists that follow from them (docs/design/lists.md;
//! reference: content-access.md §16).

pub(crate) mod enforced;

use store::Transaction;

use crate::call::Scope;
use crate::error::Result;

/// What categories show may have changed: their privacy, contexts, the category that members come from, or that they
/// are there at all. Works out anew who sees the entries in them.
#[allow(clippy::unused_async)]
pub(crate) async fn categories_changed(_: &mut Transaction, _: Scope, _categories: &[i64]) -> Result<()> {
    Ok(())
}
