//! Deleting a category with everything beneath it.

use contract::ApiEnum;
use sea_query::Query;

use super::change::find_managed;
use super::model::CategoryStatus;
use super::table::{self, WORDS};
use super::{assignments, member, tree, values};
use crate::call::Call;
use crate::entitlement::{self, enforced};
use crate::error::Result;
use crate::metadata;
use crate::partner;

/// Deletes a category and all beneath it. Their entries go to its parent if so wanted and there is one; otherwise they
/// are only taken out.
///
/// Whoever works out who sees the entries is asked while the categories are marked as deleted and their assignments are
/// still there: afterwards nothing says which entries were in them.
pub(super) async fn remove(call: &Call, id: i64, keep_entries: bool) -> Result<()> {
    let (scope, now) = (call.scope()?, call.now());
    let viewer = enforced::viewer(call).await?;
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    let gone = find_managed(call, &mut tx, &viewer, id).await?;
    let path = gone.full_ids.as_str();
    let mut touched = tree::ids_within(&mut tx, scope, path).await?;
    let ids = touched.clone();
    if keep_entries && gone.parent_id != 0 {
        assignments::copy_to_parent(&mut tx, scope, &gone, now).await?;
        touched.push(gone.parent_id);
    }
    let mark = Query::update()
        .table("category")
        .value("status", CategoryStatus::Deleted.number())
        .cond_where(tree::within(scope, path))
        .to_owned();
    tx.execute(&mark).await?;
    entitlement::categories_changed(&mut tx, scope, &touched).await?;
    assignments::remove_within(&mut tx, scope, path).await?;
    member::remove_within(&mut tx, scope, path).await?;
    let rows = Query::delete().from_table("category").cond_where(tree::within(scope, path)).to_owned();
    tx.execute(&rows).await?;
    WORDS.remove_all(&mut tx, &ids).await?;
    values::forget(&mut tx, &ids).await?;
    metadata::forget_categories(&mut tx, scope, &ids).await?;
    table::count_children(&mut tx, scope, gone.parent_id, -1).await?;
    if gone.parent_id != 0 {
        assignments::recount_direct(&mut tx, scope, gone.parent_id).await?;
        assignments::recount_entries(&mut tx, scope, &gone.ancestors()).await?;
    }
    Ok(tx.commit().await?)
}
