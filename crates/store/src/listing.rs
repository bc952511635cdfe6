//! Filters, orders and pages turned into queries, once for every service (reference: protocol.md §12).

use contract::filter::{Condition, ListQuery, Operand, Operator};
use sea_query::{Cond, Expr, ExprTrait, Func, LikeExpr, Order, Query, SelectStatement};

use crate::{Row, Store, StoreError};

/// `In` and its kin take so many values (reference: identity.md §1.4).
const MAX_VALUES: usize = 500;

/// How the values of a column compare.
#[derive(Clone, Copy, Debug)]
pub enum ColumnKind {
    /// Whole numbers.
    Int,
    /// Fractions.
    Float,
    /// True or false.
    Bool,
    /// Text, letter for letter.
    Text,
    /// Text that holds the folded form of what the API shows, so that case and trailing blanks do not matter;
    /// the filter's values are folded by the same function.
    Folded(fn(&str) -> String),
}

#[derive(Clone, Debug)]
struct Column {
    property: &'static str,
    name: &'static str,
    kind: ColumnKind,
}

/// What a list of objects is made of: a table, and the columns behind the properties that filters and orders
/// may name.
#[derive(Clone, Debug)]
pub struct Listing {
    table: &'static str,
    select: Vec<&'static str>,
    columns: Vec<Column>,
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

    /// The order where none is asked for.
    #[must_use]
    pub fn default_order(mut self, column: &'static str, order: Order) -> Self {
        self.default_order.push((column, order));
        self
    }

    /// The properties that a filter or an order may name and that no column stands behind: a mistake in the
    /// program, for a test to find.
    pub fn unmapped<'a>(&self, properties: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        properties.into_iter().filter(|property| self.find(property).is_none()).collect()
    }

    fn find(&self, property: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.property == property)
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
            condition = condition.add(self.condition(wanted)?);
        }
        let count = Query::select()
            .expr_as(Func::count(Expr::col(self.tie_breaker)), "total")
            .from(self.table)
            .cond_where(condition.clone())
            .to_owned();
        let total: i64 = store.one(&count).await?.map_or(Ok(0), |row| row.get("total"))?;
        let page = query.page;
        let rows = if page.size == 0 || page.offset() >= total.unsigned_abs() {
            Vec::new()
        } else {
            store.all(&self.page(condition, query)?).await?
        };
        Ok((rows, total.unsigned_abs()))
    }

    fn page(&self, condition: Cond, query: &ListQuery) -> Result<SelectStatement, StoreError> {
        let mut select = Query::select();
        select.columns(self.select.iter().copied()).from(self.table).cond_where(condition);
        for wanted in &query.order {
            let column = self.find(wanted.property).ok_or_else(|| self.no_column(wanted.property))?;
            select.order_by(column.name, if wanted.descending { Order::Desc } else { Order::Asc });
        }
        if query.order.is_empty() {
            for (column, order) in &self.default_order {
                select.order_by(*column, order.clone());
            }
        }
        select.order_by(self.tie_breaker, Order::Asc);
        select.limit(query.page.size.into()).offset(query.page.offset());
        Ok(select)
    }

    fn no_column(&self, property: &str) -> StoreError {
        StoreError::usage(format!("no column of {} stands behind {property}", self.table))
    }

    /// One field of a filter; over several properties it is enough that one of them fits.
    fn condition(&self, wanted: &Condition) -> Result<Cond, StoreError> {
        let mut any = Cond::any();
        for property in wanted.properties {
            let column = self.find(property).ok_or_else(|| self.no_column(property))?;
            any = any.add(compare(column, wanted.operator, &wanted.operand));
        }
        Ok(any)
    }
}

fn compare(column: &Column, operator: Operator, operand: &Operand) -> Cond {
    let col = || Expr::col(column.name);
    let value = || scalar(column.kind, operand);
    let or_null = |condition: Expr| Cond::any().add(condition).add(col().is_null());
    match operator {
        Operator::Equal => Cond::all().add(col().eq(value())),
        Operator::NotEqual => Cond::all().add(col().ne(value())),
        Operator::LessThan => Cond::all().add(col().lt(value())),
        Operator::LessThanOrEqual => Cond::all().add(col().lte(value())),
        Operator::GreaterThan => Cond::all().add(col().gt(value())),
        Operator::GreaterThanOrEqual => Cond::all().add(col().gte(value())),
        Operator::EqualOrNull => or_null(col().eq(value())),
        Operator::LessThanOrNull => or_null(col().lt(value())),
        Operator::LessThanOrEqualOrNull => or_null(col().lte(value())),
        Operator::GreaterThanOrNull => or_null(col().gt(value())),
        Operator::GreaterThanOrEqualOrNull => or_null(col().gte(value())),
        Operator::In => Cond::all().add(col().is_in(values(column.kind, operand))),
        Operator::NotIn => Cond::all().add(col().is_not_in(values(column.kind, operand))),
        Operator::Like => Cond::all().add(like(column, &text(operand), "%", "%")),
        Operator::StartsWith => Cond::all().add(like(column, &text(operand), "", "%")),
        Operator::EndsWith => Cond::all().add(like(column, &text(operand), "%", "")),
        Operator::MultiLikeOr | Operator::MatchOr => {
            words(operand).fold(Cond::any(), |any, word| any.add(like(column, &word, "%", "%")))
        }
        Operator::MultiLikeAnd | Operator::MatchAnd => {
            words(operand).fold(Cond::all(), |all, word| all.add(like(column, &word, "%", "%")))
        }
        Operator::NotContains => {
            words(operand).fold(Cond::any(), |any, word| any.add(like(column, &word, "%", "%"))).not()
        }
        Operator::BitAnd => Cond::all().add(col().bit_and(value()).eq(value())),
        Operator::BitOr => Cond::all().add(col().bit_and(value()).ne(0)),
        Operator::Empty => Cond::all().add(if matches!(operand, Operand::Bool(true)) {
            col().is_null()
        } else {
            col().is_not_null()
        }),
    }
}

fn text(operand: &Operand) -> String {
    match operand {
        Operand::Int(number) => number.to_string(),
        Operand::Float(number) => number.to_string(),
        Operand::Bool(value) => i64::from(*value).to_string(),
        Operand::Text(text) => text.clone(),
    }
}

/// The words of a comma-separated list; a list without words asks for the empty word, which everything has.
fn words(operand: &Operand) -> impl Iterator<Item = String> {
    let words: Vec<String> = text(operand)
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .take(MAX_VALUES)
        .map(str::to_owned)
        .collect();
    if words.is_empty() { vec![String::new()] } else { words }.into_iter()
}

fn like(column: &Column, text: &str, before: &str, after: &str) -> Expr {
    let text = match column.kind {
        ColumnKind::Folded(fold) => fold(text),
        _ => text.to_owned(),
    };
    let mut pattern = String::from(before);
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push_str(after);
    Expr::col(column.name).like(LikeExpr::new(pattern).escape('\\'))
}

fn scalar(kind: ColumnKind, operand: &Operand) -> sea_query::Value {
    match (kind, operand) {
        (ColumnKind::Bool, Operand::Int(number)) => (*number != 0).into(),
        (ColumnKind::Bool, Operand::Text(text)) => (text == "1").into(),
        (ColumnKind::Bool, Operand::Bool(value)) => (*value).into(),
        (_, Operand::Bool(value)) => i64::from(*value).into(),
        (ColumnKind::Int, Operand::Text(text)) => number(text).into(),
        (ColumnKind::Float, Operand::Text(text)) => text.trim().parse::<f64>().unwrap_or(0.0).into(),
        (ColumnKind::Folded(fold), operand) => fold(&text(operand)).into(),
        (ColumnKind::Text, operand) => text(operand).into(),
        (_, Operand::Int(number)) => (*number).into(),
        (_, Operand::Float(number)) => (*number).into(),
    }
}

fn values(kind: ColumnKind, operand: &Operand) -> Vec<sea_query::Value> {
    text(operand)
        .split(',')
        .take(MAX_VALUES)
        .map(|value| scalar(kind, &Operand::Text(value.trim().to_owned())))
        .collect()
}

fn number(text: &str) -> i64 {
    text.trim().parse().unwrap_or(0)
}
