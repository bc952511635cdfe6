//! Pages of lists that a condition takes out of larger ones, where it may take much: then an index that has what is taken
//! together does not have its order, and all of it would be sorted for a page.

use contract::filter::ListQuery;
use sea_query::{Asterisk, Cond, Expr, ExprTrait, Query, SelectStatement};

use crate::listing::{Branch, List, Listing, union_all};
use crate::{Row, Store, StoreError};

/// So many times the rows of a page are looked at for it.
const FACTOR: u64 = 10;

impl Listing {
    /// As [`Self::fetch_branches`], for branches that are what a condition leaves of the whole rows of the table for
    /// which one of `all` holds, and in each of which an index has the wanted order. The first page is looked for among
    /// the first rows of all; where it is not found there, by the branches.
    pub async fn fetch_taken(
        &self,
        store: &Store,
        branches: Vec<Branch>,
        (all, condition): (Vec<Cond>, Cond),
        query: &ListQuery,
    ) -> Result<(Vec<Row>, u64), StoreError> {
        let size = u64::from(query.page.size);
        if branches.is_empty() || size == 0 || query.page.offset() > 0 || self.is_narrow(query)? {
            return self.fetch_branches(store, branches, query).await;
        }
        let list = self.list(store, all.into_iter().map(Branch::of_table).collect(), query)?;
        let rows = store.all(&list.page_among_first(condition, size)).await?;
        if (rows.len() as u64) < size {
            return self.fetch_branches(store, branches, query).await;
        }
        let total = self.list(store, branches, query)?.total(store).await?;
        Ok((rows, total))
    }
}

impl List<'_> {
    /// The rows of a first page, as far as they are among the first rows of the branches. What limits them keeps the
    /// databases from beginning with the condition.
    fn page_among_first(&self, condition: Cond, size: u64) -> SelectStatement {
        let (table, key, first) = (self.listing.table, self.listing.tie_breaker, size * FACTOR);
        let parts = self.bases().map(|base| {
            let mut part = Query::select();
            part.from(table).cond_where(base.clone());
            self.keys(&mut part);
            self.order(&mut part);
            part.limit(first);
            let mut all = Query::select();
            self.keys(&mut all);
            all.from_subquery(part, "part");
            all
        });
        let mut keys = Query::select();
        keys.column(key).from_subquery(union_all(parts), "parts");
        self.order(&mut keys);
        keys.limit(first);
        let mut rows = Query::select();
        rows.column(Asterisk).from(table).and_where(Expr::col(key).in_subquery(keys));
        self.order(&mut rows);
        rows.limit(first);
        let mut page = Query::select();
        page.columns(self.listing.select.iter().copied()).from_subquery(rows, table);
        page.cond_where(self.of_table(&Cond::all().add(condition)));
        self.order(&mut page);
        page.limit(size);
        page
    }
}
