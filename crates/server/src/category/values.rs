//! Values of categories as a whole, for searches that ask what a value is or begins with (reference: search-metadata.md
//! §1.4, §2.1).

use std::collections::BTreeSet;

use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::{Transaction, one_of};

use super::table::CategoryRow;
use crate::call::Scope;
use crate::entry::values::value_key;
use crate::error::Result;

/// Rows of one statement.
const AT_ONCE: usize = 500;

/// What a value is. The numbers stand in the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Field {
    Description = 1,
    /// One value per tag.
    Tag = 2,
    ReferenceId = 3,
}

impl Field {
    fn number(self) -> i64 {
        self as i64
    }
}

/// Writes the values of a category, and forgets those of before.
pub(super) async fn put(tx: &mut Transaction, scope: Scope, row: &CategoryRow) -> Result<()> {
    forget(tx, &[row.id]).await?;
    let tags = row.more.tags.iter().flat_map(|tags| tags.split(',')).map(|tag| (Field::Tag, tag));
    let single = [
        (Field::Description, row.more.description.as_deref()),
        (Field::ReferenceId, row.reference_id.as_deref()),
    ];
    let single = single.into_iter().filter_map(|(field, text)| Some((field, text?)));
    let keys: BTreeSet<(i64, String)> = single
        .chain(tags)
        .map(|(field, text)| (field.number(), value_key(text)))
        .filter(|(_, key)| !key.is_empty())
        .collect();
    let keys: Vec<(i64, String)> = keys.into_iter().collect();
    for keys in keys.chunks(AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table("category_value").columns(["partner_id", "value_key", "field", "category_id"]);
        for (field, key) in keys {
            insert.values_panic([
                scope.partner_id().into(),
                key.as_str().into(),
                (*field).into(),
                row.id.into(),
            ]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// Forgets the values of categories.
pub(super) async fn forget(tx: &mut Transaction, ids: &[i64]) -> Result<()> {
    for part in ids.chunks(AT_ONCE) {
        let is_of = one_of("category_id", part.iter().copied());
        tx.execute(&Query::delete().from_table("category_value").and_where(is_of).to_owned()).await?;
    }
    Ok(())
}

/// The categories with such a value.
pub(super) fn with_value(scope: Scope, field: Field, value: Cond) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col("category_id"), "id")
        .from("category_value")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .cond_where(value)
        .and_where(Expr::col("field").eq(field.number()))
        .to_owned()
}

/// Whether a category has a value.
pub(super) fn is_there(field: Field) -> Expr {
    let any = Query::select()
        .expr(Expr::cust("1"))
        .from("category_value")
        .and_where(Expr::col(("category_value", "category_id")).equals(("category", "id")))
        .and_where(Expr::col(("category_value", "field")).eq(field.number()))
        .to_owned();
    Expr::exists(any)
}
