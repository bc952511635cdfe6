//! Filters, orders and pages turned into queries, once for every service (reference: protocol.md §12).

use contract::filter::{Condition, ListQuery, Operator, Page};
use sea_query::{
    CommonTableExpression, Cond, Expr, ExprTrait, Func, JoinType, NullOrdering, Order, Query,
    SelectStatement, UnionType,
};

use crate::compare::{self, Column, Compared, TextColumn};
use crate::{Row, Store, StoreError, TextIndex};

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
    pub(crate) table: &'static str,
    pub(crate) select: Vec<&'static str>,
    columns: Vec<Column>,
    texts: Vec<TextColumn>,
    never_null: Vec<&'static str>,
    looked_up: Vec<&'static str>,
    default_order: Vec<(&'static str, Order)>,
    pub(crate) tie_breaker: &'static str,
    tally: Option<Tally>,
}

#[derive(Clone, Debug)]
struct Tally {
    table: &'static str,
    rows: &'static str,
    columns: Vec<&'static str>,
}

/// Some of the rows of a list. The branches of a list have no row in common.
#[derive(Clone, Debug)]
pub struct Branch {
    rows: Rows,
    tally: Option<Cond>,
}

#[derive(Clone, Debug)]
enum Rows {
    OfTable(Cond),
    Of(Box<SelectStatement>),
}

impl Branch {
    /// The rows of the listing's table for which this holds.
    pub fn of_table(base: Cond) -> Self {
        Self { rows: Rows::OfTable(base), tally: None }
    }

    /// The rows of a query, which gives the key (the tie breaker) and every column that a filter or an order may
    /// name, by the names that they have in the listing's table. To take a column from an index and join the table
    /// for the others with a left join keeps the table out of it where no filter needs it.
    pub fn of(rows: SelectStatement) -> Self {
        Self { rows: Rows::Of(Box::new(rows)), tally: None }
    }

    /// The keys of the rows of a query; none for a branch of the table.
    pub fn keys(&self, key: &'static str) -> Option<SelectStatement> {
        match &self.rows {
            Rows::OfTable(_) => None,
            Rows::Of(rows) => {
                Some(Query::select().column(key).from_subquery((**rows).clone(), "rows_of_branch").to_owned())
            }
        }
    }

    /// The rows of the listing's tally that count this branch's.
    #[must_use]
    pub fn tallied(mut self, base: Cond) -> Self {
        self.tally = Some(base);
        self
    }
}

/// What is looked for where a filter cannot say it.
#[derive(Clone, Debug)]
pub struct Search {
    /// On the columns of the listing's table, by their own names.
    pub condition: Cond,
    /// Little is found, or all of it has to be gone through; see [`Listing::is_narrow`].
    pub is_narrow: bool,
    /// The condition looks at columns of the tally only.
    pub is_tallied: bool,
    /// Columns; rows without a value come last whatever the direction. Empty: the usual order.
    pub order: Vec<(&'static str, Order)>,
    /// Which part of it is wanted.
    pub page: Page,
}

impl Listing {
    /// A list of rows of a table. Rows that are equal in the wanted order come by `tie_breaker`, so that pages do
    /// not overlap; it is the key of the table.
    pub fn new(
        table: &'static str,
        select: impl IntoIterator<Item = &'static str>,
        tie_breaker: &'static str,
    ) -> Self {
        Self {
            table,
            select: select.into_iter().collect(),
            columns: Vec::new(),
            texts: Vec::new(),
            never_null: vec![tie_breaker],
            looked_up: Vec::new(),
            default_order: Vec::new(),
            tie_breaker,
            tally: None,
        }
    }

    /// The column behind a property.
    #[must_use]
    pub fn column(mut self, property: &'static str, column: &'static str, kind: ColumnKind) -> Self {
        self.columns.push(Column { property, name: column, kind });
        self
    }

    /// The words behind a property, in one column of an index or in all: `Like`, `MultiLike…`, `Match…` and
    /// `NotContains` of this property look for words and phrases there, and not for parts of words in a column.
    #[must_use]
    pub fn words(mut self, property: &'static str, index: TextIndex, column: Option<&'static str>) -> Self {
        self.texts.push(TextColumn { property, index, column, key: self.tie_breaker });
        self
    }

    /// Columns that hold no null, so that PostgreSQL can use an index to order by them. Elsewhere null counts as
    /// less than everything.
    #[must_use]
    pub fn never_null(mut self, columns: impl IntoIterator<Item = &'static str>) -> Self {
        self.never_null.extend(columns);
        self
    }

    /// Columns by whose values few rows are found, each with an index of its own: what equals such a value is looked
    /// up in the table first, also where a branch gives its rows in another order.
    #[must_use]
    pub fn looked_up(mut self, columns: impl IntoIterator<Item = &'static str>) -> Self {
        self.looked_up.extend(columns);
        self
    }

    /// The order where none is asked for.
    #[must_use]
    pub fn default_order(mut self, column: &'static str, order: Order) -> Self {
        self.default_order.push((column, order));
        self
    }

    /// A table that says how many rows there are for each combination of these columns, in its column `rows`; its
    /// columns have the names of the listing's. Whoever changes rows changes it in the same transaction. Filters
    /// that look at these columns only are counted there, whatever the number of rows.
    #[must_use]
    pub fn tally(
        mut self,
        table: &'static str,
        rows: &'static str,
        columns: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        self.tally = Some(Tally { table, rows, columns: columns.into_iter().collect() });
        self
    }

    /// The properties that a filter or an order may name and that nothing stands behind: a mistake in the
    /// program, for a test to find.
    pub fn unmapped<'a>(&self, properties: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let known = |property: &str| {
            self.find(property).is_ok() || self.texts.iter().any(|text| text.property == property)
        };
        properties.into_iter().filter(|property| !known(property)).collect()
    }

    fn find(&self, property: &str) -> Result<&Column, StoreError> {
        self.columns
            .iter()
            .find(|column| column.property == property)
            .ok_or_else(|| StoreError::usage(format!("no column of {} stands behind {property}", self.table)))
    }

    fn compared(&self, wanted: &Condition) -> Result<Vec<Compared<'_>>, StoreError> {
        let one = |property: &&'static str| {
            let text = self.texts.iter().find(|text| text.property == *property);
            match text {
                Some(text) if compare::is_search(wanted.operator) => Ok(Compared::Words(text)),
                _ => self.find(property).map(Compared::Column),
            }
        };
        wanted.properties.iter().map(one).collect()
    }

    /// Whether the query looks for words, or for values that are looked up: then what is found is gone through as a
    /// whole, and a few branches in any order are better than many in the right one.
    pub fn is_narrow(&self, query: &ListQuery) -> Result<bool, StoreError> {
        if query.is_narrow {
            return Ok(true);
        }
        for wanted in &query.conditions {
            let compared = self.compared(wanted)?;
            // What has no such word is not few.
            let is_search = wanted.operator != Operator::NotContains
                && compared.iter().all(|compared| matches!(compared, Compared::Words(_)));
            if is_search || self.is_looked_up(&compared, wanted.operator) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_looked_up(&self, compared: &[Compared<'_>], operator: Operator) -> bool {
        let is = |compared: &Compared<'_>| match compared {
            Compared::Column(column) => self.looked_up.contains(&column.name),
            Compared::Words(_) => false,
        };
        matches!(operator, Operator::Equal | Operator::In) && compared.iter().all(is)
    }

    /// The page and the exact total of what matches `base` and the query.
    pub async fn fetch(
        &self,
        store: &Store,
        base: Cond,
        query: &ListQuery,
    ) -> Result<(Vec<Row>, u64), StoreError> {
        self.fetch_branches(store, vec![Branch::of_table(base)], query).await
    }

    /// The page and the exact total of what matches the query in any of the branches.
    pub async fn fetch_branches(
        &self,
        store: &Store,
        branches: Vec<Branch>,
        query: &ListQuery,
    ) -> Result<(Vec<Row>, u64), StoreError> {
        let is_narrow = self.is_narrow(query)?;
        self.fetch_either(store, branches, query, is_narrow).await
    }

    /// As [`Self::fetch_branches`], for branches that are known to hold few rows: they are gone through as a whole.
    pub async fn fetch_few(
        &self,
        store: &Store,
        branches: Vec<Branch>,
        query: &ListQuery,
    ) -> Result<(Vec<Row>, u64), StoreError> {
        self.fetch_either(store, branches, query, true).await
    }

    async fn fetch_either(
        &self,
        store: &Store,
        branches: Vec<Branch>,
        query: &ListQuery,
        is_narrow: bool,
    ) -> Result<(Vec<Row>, u64), StoreError> {
        if branches.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let list = self.list(store, branches, query)?;
        list.fetch(store, query.page, is_narrow).await
    }

    /// The page and the exact total of what a search finds in any of the branches.
    pub async fn search(
        &self,
        store: &Store,
        branches: Vec<Branch>,
        search: &Search,
    ) -> Result<(Vec<Row>, u64), StoreError> {
        if branches.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let list = List {
            listing: self,
            branches,
            filter: search.condition.clone(),
            looked_up: Cond::all(),
            order: self.with_tie_breaker(search.order.clone()),
            tallied: search.is_tallied,
            on_postgres: store.on_postgres(),
            nulls_last: true,
        };
        list.fetch(store, search.page, search.is_narrow).await
    }

    /// The first rows of what matches the query in any of the branches, without a word on how many more there are: for
    /// whoever goes through all of them, each time behind the last one.
    pub async fn fetch_first(
        &self,
        store: &Store,
        branches: Vec<Branch>,
        query: &ListQuery,
    ) -> Result<Vec<Row>, StoreError> {
        if branches.is_empty() {
            return Ok(Vec::new());
        }
        let list = self.list(store, branches, query)?;
        let size = u64::from(query.page.size);
        let statement =
            if self.is_narrow(query)? { list.page_and_total(size, 0) } else { list.page(size, 0) };
        store.all(&statement).await
    }

    pub(crate) fn list(
        &self,
        store: &Store,
        branches: Vec<Branch>,
        query: &ListQuery,
    ) -> Result<List<'_>, StoreError> {
        let mut list = List {
            listing: self,
            branches,
            filter: Cond::all(),
            looked_up: Cond::all(),
            order: self.order(query)?,
            tallied: true,
            on_postgres: store.on_postgres(),
            nulls_last: false,
        };
        for wanted in &query.conditions {
            let compared = self.compared(wanted)?;
            let tallied = |compared: &Compared<'_>| match (compared, &self.tally) {
                (Compared::Column(column), Some(tally)) => tally.columns.contains(&column.name),
                _ => false,
            };
            list.tallied = list.tallied && compared.iter().all(tallied);
            let condition = compare::condition(&compared, wanted, list.on_postgres);
            if self.is_looked_up(&compared, wanted.operator) {
                list.looked_up = list.looked_up.add(condition);
            } else {
                list.filter = list.filter.add(condition);
            }
        }
        Ok(list)
    }

    fn order(&self, query: &ListQuery) -> Result<Vec<(&'static str, Order)>, StoreError> {
        let mut order: Vec<(&'static str, Order)> = Vec::new();
        for wanted in &query.order {
            let direction = if wanted.descending { Order::Desc } else { Order::Asc };
            let column = self.find(wanted.property)?.name;
            if order.iter().all(|(known, _)| *known != column) {
                order.push((column, direction));
            }
        }
        Ok(self.with_tie_breaker(order))
    }

    fn with_tie_breaker(&self, mut order: Vec<(&'static str, Order)>) -> Vec<(&'static str, Order)> {
        if order.is_empty() {
            order.clone_from(&self.default_order);
        }
        // In the direction of the order itself, so that one index can serve both.
        let direction = order.last().map_or(Order::Asc, |(_, direction)| direction.clone());
        if order.iter().all(|(known, _)| *known != self.tie_breaker) {
            order.push((self.tie_breaker, direction));
        }
        order
    }
}

/// What all that is found, the key of a row and the number of all rows are called beside a table and its columns.
const FOUND: &str = "found";
const KEY: &str = "key_on_page";
const TOTAL: &str = "found_in_all";

pub(crate) fn union_all(mut parts: impl Iterator<Item = SelectStatement>) -> SelectStatement {
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.union(UnionType::All, part);
    }
    all
}

/// A list that is asked for.
pub(crate) struct List<'a> {
    pub(crate) listing: &'a Listing,
    branches: Vec<Branch>,
    filter: Cond,
    /// What few rows of the table fit, in addition to the filter.
    looked_up: Cond,
    order: Vec<(&'static str, Order)>,
    /// The filter looks at columns of the tally only.
    tallied: bool,
    on_postgres: bool,
    /// Rows without a value come last; else null is less than everything.
    nulls_last: bool,
}

impl List<'_> {
    async fn fetch(&self, store: &Store, page: Page, is_narrow: bool) -> Result<(Vec<Row>, u64), StoreError> {
        let (size, offset) = (u64::from(page.size), page.offset());
        if size > 0 && is_narrow {
            let rows = store.all(&self.page_and_total(size, offset)).await?;
            let total = match rows.first() {
                Some(row) => row.get::<i64>(TOTAL)?.unsigned_abs(),
                None if offset == 0 => 0,
                None => self.total(store).await?,
            };
            return Ok((rows, total));
        }
        if offset == 0 && size > 0 {
            let rows = store.all(&self.page(size, offset)).await?;
            // A first page that is not full is all there is.
            let found = rows.len() as u64;
            let total = if found < size { found } else { self.total(store).await? };
            return Ok((rows, total));
        }
        let total = self.total(store).await?;
        let is_there = size > 0 && offset < total;
        let rows = if is_there { store.all(&self.page(size, offset)).await? } else { Vec::new() };
        Ok((rows, total))
    }

    fn page(&self, size: u64, offset: u64) -> SelectStatement {
        let mut page = Query::select();
        page.columns(self.listing.select.iter().copied()).from(self.listing.table);
        if let [Branch { rows: Rows::OfTable(base), .. }] = self.branches.as_slice() {
            page.cond_where(self.of_table(base));
            self.order(&mut page);
            page.limit(size).offset(offset);
            return page;
        }
        // The keys of the page first, then its rows: what is passed over is never read.
        let parts = self.branches.iter().map(|branch| {
            let mut part = self.of(branch);
            self.keys(&mut part);
            self.order(&mut part);
            part.limit(size.saturating_add(offset));
            let mut all = Query::select();
            self.keys(&mut all);
            all.from_subquery(part, "part");
            all
        });
        let mut keys = Query::select();
        keys.column(self.listing.tie_breaker).from_subquery(union_all(parts), "parts");
        self.order(&mut keys);
        keys.limit(size).offset(offset);
        page.and_where(Expr::col(self.listing.tie_breaker).in_subquery(keys));
        self.order(&mut page);
        page
    }

    /// The page, each of its rows with the total: all that is found is gone through, and once.
    fn page_and_total(&self, size: u64, offset: u64) -> SelectStatement {
        let parts = self.branches.iter().map(|branch| {
            let mut part = self.of(branch);
            self.keys(&mut part);
            part
        });
        // Kept, so that PostgreSQL does not look for the first ones in their order, as if there were many.
        let mut found = CommonTableExpression::new();
        found.table_name(FOUND).query(union_all(parts)).materialized(true);
        let total =
            Query::select().expr(Func::count(Expr::col(self.listing.tie_breaker))).from(FOUND).to_owned();
        let mut keys = Query::select();
        keys.expr_as(Expr::col(self.listing.tie_breaker), KEY).from(FOUND);
        self.order(&mut keys);
        keys.limit(size).offset(offset);
        let mut page = Query::select();
        page.with_cte(found)
            .columns(self.listing.select.iter().copied())
            .expr_as(total, TOTAL)
            .from(self.listing.table)
            .join_subquery(
                JoinType::InnerJoin,
                keys,
                "page",
                Expr::col(self.listing.tie_breaker).equals(KEY),
            );
        self.order(&mut page);
        page
    }

    /// The rows of a branch that match the filter, without what is wanted of them.
    fn of(&self, branch: &Branch) -> SelectStatement {
        let mut select = Query::select();
        match &branch.rows {
            Rows::OfTable(base) => {
                select.from(self.listing.table).cond_where(self.of_table(base));
            }
            Rows::Of(rows) => {
                select.from_subquery((**rows).clone(), self.listing.table).cond_where(self.filter.clone());
                if !self.looked_up.is_empty() {
                    let key = self.listing.tie_breaker;
                    let mut keys = Query::select();
                    keys.column(key).from(self.listing.table).cond_where(self.looked_up.clone());
                    select.and_where(Expr::col(key).in_subquery(keys));
                }
            }
        }
        select
    }

    /// What holds for the rows of each branch of the table.
    pub(crate) fn bases(&self) -> impl Iterator<Item = &Cond> {
        self.branches.iter().filter_map(|branch| match &branch.rows {
            Rows::OfTable(base) => Some(base),
            Rows::Of(_) => None,
        })
    }

    pub(crate) fn of_table(&self, base: &Cond) -> Cond {
        base.clone().add(self.filter.clone()).add(self.looked_up.clone())
    }

    pub(crate) fn keys(&self, select: &mut SelectStatement) {
        select.columns(self.order.iter().map(|(column, _)| *column));
    }

    pub(crate) fn order(&self, select: &mut SelectStatement) {
        for (column, direction) in &self.order {
            let has_nulls = !self.listing.never_null.contains(column);
            if self.nulls_last && has_nulls {
                select.order_by_with_nulls(*column, direction.clone(), NullOrdering::Last);
            } else if self.on_postgres && has_nulls {
                // As SQLite does by itself: null is less than everything.
                let first = matches!(direction, Order::Asc);
                let nulls = if first { NullOrdering::First } else { NullOrdering::Last };
                select.order_by_with_nulls(*column, direction.clone(), nulls);
            } else {
                select.order_by(*column, direction.clone());
            }
        }
    }

    pub(crate) async fn total(&self, store: &Store) -> Result<u64, StoreError> {
        let all = union_all(self.branches.iter().map(|branch| self.count(branch)));
        let mut total = 0;
        for row in store.all(&all).await? {
            let count: i64 = row.get("total")?;
            total += count.unsigned_abs();
        }
        Ok(total)
    }

    fn count(&self, branch: &Branch) -> SelectStatement {
        if let (true, Some(tally), Some(base)) = (self.tallied, &self.listing.tally, &branch.tally) {
            // PostgreSQL's sum is of a type of its own.
            let sum = Expr::from(Func::sum(Expr::col(tally.rows))).cast_as("bigint");
            return Query::select()
                .expr_as(Func::coalesce([sum, Expr::val(0_i64)]), "total")
                .from(tally.table)
                .cond_where(base.clone().add(self.filter.clone()))
                .to_owned();
        }
        let mut count = self.of(branch);
        count.expr_as(Func::count(Expr::col(self.listing.tie_breaker)), "total");
        count
    }
}
