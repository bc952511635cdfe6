//! Filters, orders and pages turned into queries, once for every service (reference: protocol.md §12).

use contract::filter::ListQuery;
use sea_query::{Cond, Expr, Func, NullOrdering, Order, Query, SelectStatement};

use crate::compare::{self, Column};
use crate::{Row, Store, StoreError};

/// How the values of a column compare.
#[derive(Clone, Copy, Debug)]
pub enum ColumnKind {
    /// Whole numbers.
    Int,
    /// Fractions.
    Float,
    /// True or false.
    Bool,
    /// Text, letter for letter: `a` is not `A`, and order is that of the code points.
    Text,
    /// Text that holds the folded form of what the API shows, so that case and trailing blanks do not matter
    /// (reference: identity.md §1.3). The program folds what it stores and, by this function, what is looked for:
    /// no two databases agree on how to.
    Folded(fn(&str) -> String),
}

/// What a list of objects is made of: a table, and the columns behind the properties that filters and orders
/// may name.
#[derive(Clone, Debug)]
pub struct Listing {
    table: &'static str,
    select: Vec<&'static str>,
    columns: Vec<Column>,
    never_null: Vec<&'static str>,
    default_order: Vec<(&'static str, Order)>,
    tie_breaker: &'static str,
}

impl Listing {
    /// A list of rows of a table. Rows that are equal in the wanted order come by `tie_breaker`, so that pages do
    /// not overlap.
    pub fn new(
        table: &'static str,
        select: impl IntoIterator<Item = &'static str>,
        tie_breaker: &'static str,
    ) -> Self {
        Self {
            table,
            select: select.into_iter().collect(),
            columns: Vec::new(),
            never_null: vec![tie_breaker],
            default_order: Vec::new(),
            tie_breaker,
        }
    }

    /// The column behind a property.
    #[must_use]
    pub fn column(mut self, property: &'static str, column: &'static str, kind: ColumnKind) -> Self {
        self.columns.push(Column { property, name: column, kind });
        self
    }

    /// Columns that hold no null, so that PostgreSQL can use an index to order by them. Elsewhere null counts as
    /// less than everything.
    #[must_use]
    pub fn never_null(mut self, columns: impl IntoIterator<Item = &'static str>) -> Self {
        self.never_null.extend(columns);
        self
    }

    /// The order where none is asked for.
    #[must_use]
    pub fn default_order(mut self, column: &'static str, order: Order) -> Self {
        self.default_order.push((column, order));
        self
    }

    /// The properties that a filter or an order may name and that no column stands behind: a mistake in the
    /// program, for a test to find.
    pub fn unmapped<'a>(&self, properties: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        properties.into_iter().filter(|property| self.find(property).is_err()).collect()
    }

    fn find(&self, property: &str) -> Result<&Column, StoreError> {
        self.columns
            .iter()
            .find(|column| column.property == property)
            .ok_or_else(|| StoreError::usage(format!("no column of {} stands behind {property}", self.table)))
    }

    /// The page and the exact total of what matches `base` and the query.
    pub async fn fetch(
        &self,
        store: &Store,
        base: Cond,
        query: &ListQuery,
    ) -> Result<(Vec<Row>, u64), StoreError> {
        let mut condition = base;
        for wanted in &query.conditions {
            let columns = wanted
                .properties
                .iter()
                .map(|property| self.find(property))
                .collect::<Result<Vec<_>, _>>()?;
            condition = condition.add(compare::condition(&columns, wanted, store.on_postgres()));
        }
        let page = self.page(&condition, query, store.on_postgres())?;
        let (size, offset) = (u64::from(query.page.size), query.page.offset());
        if offset == 0 && size > 0 {
            let rows = store.all(&page).await?;
            // A first page that is not full is all there is.
            let found = rows.len() as u64;
            let total = if found < size { found } else { self.total(store, condition).await? };
            return Ok((rows, total));
        }
        let total = self.total(store, condition).await?;
        let rows = if size == 0 || offset >= total { Vec::new() } else { store.all(&page).await? };
        Ok((rows, total))
    }

    async fn total(&self, store: &Store, condition: Cond) -> Result<u64, StoreError> {
        let count = Query::select()
            .expr_as(Func::count(Expr::col(self.tie_breaker)), "total")
            .from(self.table)
            .cond_where(condition)
            .to_owned();
        let total: i64 = store.one(&count).await?.map_or(Ok(0), |row| row.get("total"))?;
        Ok(total.unsigned_abs())
    }

    fn page(
        &self,
        condition: &Cond,
        query: &ListQuery,
        on_postgres: bool,
    ) -> Result<SelectStatement, StoreError> {
        let mut select = Query::select();
        select.columns(self.select.iter().copied()).from(self.table).cond_where(condition.clone());
        let mut order_by = |column: &'static str, order: Order| {
            if on_postgres && !self.never_null.contains(&column) {
                // As SQLite does by itself: null is less than everything.
                let nulls = if order == Order::Desc { NullOrdering::Last } else { NullOrdering::First };
                select.order_by_with_nulls(column, order, nulls);
            } else {
                select.order_by(column, order);
            }
        };
        for wanted in &query.order {
            let order = if wanted.descending { Order::Desc } else { Order::Asc };
            order_by(self.find(wanted.property)?.name, order);
        }
        if query.order.is_empty() {
            for (column, order) in &self.default_order {
                order_by(column, order.clone());
            }
        }
        order_by(self.tie_breaker, Order::Asc);
        select.limit(query.page.size.into()).offset(query.page.offset());
        Ok(select)
    }
}
