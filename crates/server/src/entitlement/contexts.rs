//! Privacy contexts by number (reference: content-access.md §16.3).

use std::collections::{BTreeSet, HashMap};

use sea_query::{Expr, ExprTrait, OnConflict, Query};
use store::{Transaction, one_of};

use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};

/// The context of categories that name none, and of sessions that name none.
pub(crate) const DEFAULT: &str = "";
/// Stands for the account as a whole, whoever may see what. No context has such a name.
pub(crate) const WHOLE_ACCOUNT: &str = "*";

fn find(scope: Scope, name: &str) -> sea_query::SelectStatement {
    Query::select()
        .column("id")
        .from("privacy_context")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .and_where(Expr::col("name").eq(name))
        .to_owned()
}

/// The number of a context, which gets one where it has none.
pub(super) async fn number(tx: &mut Transaction, scope: Scope, name: &str) -> Result<i64> {
    let find = find(scope, name);
    if let Some(row) = tx.one(&find).await? {
        return Ok(row.get("id")?);
    }
    let insert = Query::insert()
        .into_table("privacy_context")
        .columns(["partner_id", "name"])
        .values_panic([scope.partner_id().into(), name.into()])
        .on_conflict(OnConflict::columns(["partner_id", "name"]).do_nothing().to_owned())
        .to_owned();
    tx.execute(&insert).await?;
    let row = tx.one(&find).await?.ok_or_else(|| Error::internal("a privacy context is gone"))?;
    Ok(row.get("id")?)
}

/// The number of a context; none for one that no category and no entry has ever been in.
pub(crate) async fn known_number(app: &App, scope: Scope, name: &str) -> Result<Option<i64>> {
    Ok(app.store.one(&find(scope, name)).await?.map(|row| row.get("id")).transpose()?)
}

/// The contexts that categories belong to.
pub(super) async fn of_categories(
    tx: &mut Transaction,
    categories: &BTreeSet<i64>,
) -> Result<HashMap<i64, Vec<i64>>> {
    let statement = Query::select()
        .columns(["category_id", "context_id"])
        .from("category_context")
        .and_where(one_of("category_id", categories.iter().copied()))
        .to_owned();
    let mut contexts: HashMap<i64, Vec<i64>> = HashMap::new();
    for row in tx.all(&statement).await? {
        contexts.entry(row.get("category_id")?).or_default().push(row.get("context_id")?);
    }
    Ok(contexts)
}

/// Writes the contexts of categories down by number, from their names.
pub(super) async fn rewrite(tx: &mut Transaction, scope: Scope, categories: &[i64]) -> Result<()> {
    for part in categories.chunks(400) {
        let statement = Query::select()
            .columns(["id", "privacy_contexts"])
            .from("category")
            .and_where(Expr::col("partner_id").eq(scope.partner_id()))
            .and_where(one_of("id", part.iter().copied()))
            .to_owned();
        let mut named = Vec::new();
        for row in tx.all(&statement).await? {
            named.push((row.get::<i64>("id")?, row.get::<String>("privacy_contexts")?));
        }
        let forget = Query::delete()
            .from_table("category_context")
            .and_where(one_of("category_id", named.iter().map(|(id, _)| *id)))
            .to_owned();
        tx.execute(&forget).await?;
        let mut numbers = HashMap::new();
        for (id, names) in &named {
            // Text without a name in it is the default context.
            for name in names.split(',').map(str::trim).collect::<BTreeSet<_>>() {
                if name.is_empty() && names.trim() != "" {
                    continue;
                }
                let number = match numbers.get(name) {
                    Some(number) => *number,
                    None => {
                        let number = number(tx, scope, name).await?;
                        numbers.insert(name.to_owned(), number);
                        number
                    }
                };
                let insert = Query::insert()
                    .into_table("category_context")
                    .columns(["category_id", "context_id"])
                    .values_panic([(*id).into(), number.into()])
                    .to_owned();
                tx.execute(&insert).await?;
            }
        }
    }
    Ok(())
}
