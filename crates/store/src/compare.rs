//! One field of a filter as a condition (reference: protocol.md §12.1). Whatever it compares with: the statement
//! is one that both databases take, and mean the same by.

use contract::filter::{Condition, Operand, Operator};
use sea_query::{Cond, Expr, ExprTrait, Func, Value};

use crate::words::{self, Term};
use crate::{ColumnKind, TextIndex};

/// `In` and its kin take so many values (reference: identity.md §1.4).
const MAX_VALUES: usize = 500;

/// What stands behind a property.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) property: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: ColumnKind,
}

/// What stands behind a property where texts are looked for.
#[derive(Clone, Debug)]
pub(crate) struct TextColumn {
    pub(crate) property: &'static str,
    pub(crate) index: TextIndex,
    /// None: all columns of the index.
    pub(crate) column: Option<&'static str>,
    /// The column of the table that holds the keys of the index.
    pub(crate) key: &'static str,
}

/// What a field of a filter compares: a column, or words in an index.
pub(crate) enum Compared<'a> {
    Column(&'a Column),
    Words(&'a TextColumn),
}

/// True if this is a search for texts, for which an index of words is better than a column.
pub(crate) fn is_search(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Like
            | Operator::MultiLikeOr
            | Operator::MultiLikeAnd
            | Operator::MatchOr
            | Operator::MatchAnd
            | Operator::NotContains
    )
}

/// The condition on what stands behind the field's properties, of which it is enough that one fits.
pub(crate) fn condition(compared: &[Compared<'_>], wanted: &Condition, on_postgres: bool) -> Cond {
    if wanted.operand == Operand::Text(String::new()) {
        return Cond::all(); // no condition
    }
    let parts = parts(&wanted.operand, compared.len());
    compared.iter().enumerate().fold(Cond::any(), |any, (index, compared)| {
        let operand = parts.as_ref().map_or(&wanted.operand, |parts| &parts[index]);
        any.add(match compared {
            Compared::Column(column) => {
                Comparison { column, operand, on_postgres }.condition(wanted.operator)
            }
            Compared::Words(column) => search(column, wanted.operator, operand, on_postgres),
        })
    })
}

fn search(column: &TextColumn, operator: Operator, operand: &Operand, on_postgres: bool) -> Cond {
    let text = text(operand);
    let terms: Vec<Term> = match operator {
        Operator::Like => Term::parse(&text).into_iter().collect(),
        _ => elements(&text).filter_map(Term::parse).collect(),
    };
    let find = |terms: &[&Term], all| column.index.find(column.key, column.column, terms, all, on_postgres);
    match operator {
        Operator::MultiLikeOr | Operator::MatchOr => words::condition(&terms, false, find),
        Operator::NotContains if terms.is_empty() => Cond::all(),
        Operator::NotContains => words::condition(&terms, false, find).not(),
        _ => words::condition(&terms, true, find),
    }
}

/// A field that joins several properties may give each its own value: `one-other`.
fn parts(operand: &Operand, properties: usize) -> Option<Vec<Operand>> {
    let Operand::Text(text) = operand else { return None };
    let parts: Vec<&str> = text.split('-').collect();
    let fits =
        properties > 1 && parts.len() == properties && parts.iter().all(|part| !part.trim().is_empty());
    fits.then(|| parts.into_iter().map(|part| Operand::Text(part.to_owned())).collect())
}

/// The column holds one of these. Of none, nothing is: what `sea-query` writes for an empty list, PostgreSQL does not
/// take.
pub fn one_of<V: Into<sea_query::Value>>(column: &'static str, values: impl IntoIterator<Item = V>) -> Expr {
    let mut values = values.into_iter().map(Into::into).peekable();
    if values.peek().is_none() { Expr::cust("1 = 2") } else { Expr::col(column).is_in(values) }
}

fn never() -> Cond {
    Cond::all().add(Expr::cust("1 = 2"))
}

struct Comparison<'a> {
    column: &'a Column,
    operand: &'a Operand,
    on_postgres: bool,
}

impl Comparison<'_> {
    fn condition(&self, operator: Operator) -> Cond {
        let col = || self.col();
        let value = || self.scalar(self.operand);
        let all = |condition: Expr| Cond::all().add(condition);
        let or_null = |condition: Expr| Cond::any().add(condition).add(col().is_null());
        match operator {
            Operator::Equal => all(col().eq(value())),
            Operator::NotEqual => all(col().ne(value())),
            Operator::LessThan => all(col().lt(value())),
            Operator::LessThanOrEqual => all(col().lte(value())),
            Operator::GreaterThan => all(col().gt(value())),
            Operator::GreaterThanOrEqual => all(col().gte(value())),
            Operator::EqualOrNull => or_null(col().eq(value())),
            Operator::LessThanOrNull => or_null(col().lt(value())),
            Operator::LessThanOrEqualOrNull => or_null(col().lte(value())),
            Operator::GreaterThanOrNull => or_null(col().gt(value())),
            Operator::GreaterThanOrEqualOrNull => or_null(col().gte(value())),
            Operator::In => all(self.is_in()),
            Operator::NotIn => all(self.is_in().not()),
            Operator::BitAnd | Operator::BitOr if !matches!(self.column.kind, ColumnKind::Int) => never(),
            Operator::BitAnd => all(col().bit_and(whole(self.operand)).eq(whole(self.operand))),
            Operator::BitOr => all(col().bit_and(whole(self.operand)).ne(0)),
            Operator::Empty if matches!(self.operand, Operand::Bool(true) | Operand::Int(1)) => {
                all(col().is_null())
            }
            Operator::Empty => all(col().is_not_null()),
            // The databases write fractions and truth values in different ways, and nobody looks for a part of one.
            _ if matches!(self.column.kind, ColumnKind::Float | ColumnKind::Bool) => never(),
            Operator::Like => all(self.contains(&text(self.operand))),
            Operator::StartsWith => self.starts_with(),
            Operator::EndsWith => all(self.ends_with()),
            // A list without words is no condition.
            _ if self.words().next().is_none() => Cond::all(),
            Operator::MultiLikeOr | Operator::MatchOr => {
                self.words().fold(Cond::any(), |any, word| any.add(self.contains(word)))
            }
            Operator::MultiLikeAnd | Operator::MatchAnd => {
                self.words().fold(Cond::all(), |all, word| all.add(self.contains(word)))
            }
            Operator::NotContains => {
                self.words().fold(Cond::all(), |all, word| all.add(self.contains(word).not()))
            }
        }
    }

    fn col(&self) -> Expr {
        Expr::col(self.column.name)
    }

    /// The column as a text, for comparisons that only texts know.
    fn text_col(&self) -> Expr {
        match self.column.kind {
            ColumnKind::Int => self.col().cast_as("text"),
            _ => self.col(),
        }
    }

    fn folded(&self, text: &str) -> String {
        match self.column.kind {
            ColumnKind::Folded(fold) => fold(text),
            _ => text.to_owned(),
        }
    }

    /// Not LIKE: nothing has to be escaped, and no text is too long to look for.
    fn contains(&self, text: &str) -> Expr {
        let find = if self.on_postgres { "strpos" } else { "instr" };
        Expr::from(Func::cust(find).arg(self.text_col()).arg(self.folded(text))).gt(0)
    }

    fn starts_with(&self) -> Cond {
        starts_with(&self.text_col(), &self.folded(&text(self.operand)), self.on_postgres)
    }

    fn ends_with(&self) -> Expr {
        let suffix = self.folded(&text(self.operand));
        let length = i64::try_from(suffix.chars().count()).unwrap_or(i64::MAX);
        let end = if self.on_postgres {
            // It takes no longer text than this, and there is none.
            let length = i32::try_from(length).unwrap_or(i32::MAX);
            Func::cust("right").arg(self.text_col()).arg(length)
        } else {
            Func::cust("substr").arg(self.text_col()).arg(-length)
        };
        Expr::from(end).eq(suffix)
    }

    fn is_in(&self) -> Expr {
        let text = text(self.operand);
        let values = elements(&text).map(|value| self.scalar(&Operand::Text(value.to_owned())));
        in_list(self.col(), self.column.kind, values, self.on_postgres)
    }

    fn scalar(&self, operand: &Operand) -> Value {
        match self.column.kind {
            ColumnKind::Int => whole(operand).into(),
            ColumnKind::Float => fraction(operand).into(),
            ColumnKind::Bool => match operand {
                Operand::Text(text) => text == "1" || text.eq_ignore_ascii_case("true"),
                operand => whole(operand) != 0,
            }
            .into(),
            ColumnKind::Text => text(operand).into(),
            ColumnKind::Folded(fold) => fold(&text(operand)).into(),
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let text = match self.operand {
            Operand::Text(text) => text.as_str(),
            _ => "",
        };
        elements(text)
    }
}

/// True where a text begins with another: a range, so that an index can be used. Texts are ordered by their code points
/// in both databases. SQLite, which takes a range for a quarter of what there is, is told that it is little.
pub(crate) fn starts_with(column: &Expr, prefix: &str, on_postgres: bool) -> Cond {
    let rare = |condition: Expr| {
        if on_postgres { condition } else { Expr::cust_with_exprs("likelihood(?, 0.0001)", [condition]) }
    };
    let range = Cond::all().add(rare(column.clone().gte(prefix)));
    match successor(prefix) {
        Some(end) => range.add(rare(column.clone().lt(end))),
        None => range,
    }
}

/// Equal to one of a list, which travels as one value: a filter may have more lists of 500 than a statement may have
/// values.
pub(crate) fn in_list(
    column: Expr,
    kind: ColumnKind,
    values: impl Iterator<Item = Value>,
    on_postgres: bool,
) -> Expr {
    if on_postgres {
        let array = match kind {
            ColumnKind::Int => "$1 = ANY(CAST(CAST($2 AS text) AS bigint[]))",
            ColumnKind::Float => "$1 = ANY(CAST(CAST($2 AS text) AS double precision[]))",
            ColumnKind::Bool => "$1 = ANY(CAST(CAST($2 AS text) AS boolean[]))",
            ColumnKind::Text | ColumnKind::Folded(_) => "$1 = ANY(CAST(CAST($2 AS text) AS text[]))",
        };
        Expr::cust_with_exprs(array, [column, Expr::val(list(values, '{', '}'))])
    } else {
        let array = "? IN (SELECT value FROM json_each(?))";
        Expr::cust_with_exprs(array, [column, Expr::val(list(values, '[', ']'))])
    }
}

fn elements(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').take(MAX_VALUES).map(str::trim).filter(|value| !value.is_empty())
}

fn text(operand: &Operand) -> String {
    match operand {
        Operand::Int(number) => number.to_string(),
        Operand::Float(number) => number.to_string(),
        Operand::Bool(value) => i64::from(*value).to_string(),
        Operand::Text(text) => text.clone(),
    }
}

/// The least text above all that begin with the prefix; none if there is no such text.
fn successor(prefix: &str) -> Option<String> {
    let mut characters: Vec<char> = prefix.chars().collect();
    while let Some(last) = characters.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            characters.push(next);
            return Some(characters.into_iter().collect());
        }
    }
    None
}

/// A list of values as a JSON array or an array of PostgreSQL, which are written alike inside the brackets.
fn list(values: impl Iterator<Item = Value>, open: char, close: char) -> String {
    let values: Vec<String> = values
        .map(|value| match value {
            Value::BigInt(Some(number)) => number.to_string(),
            Value::Double(Some(number)) => format!("{number:e}"),
            Value::Bool(Some(value)) => value.to_string(),
            Value::String(Some(text)) => quoted(&text, open == '['),
            _ => "null".to_owned(),
        })
        .collect();
    format!("{open}{}{close}", values.join(","))
}

fn quoted(text: &str, as_json: bool) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '\0' => quoted.push('\u{FFFD}'),
            '"' | '\\' => quoted.extend(['\\', letter]),
            // JSON has no bare control characters, and PostgreSQL's arrays no names for them.
            '\u{1}'..'\u{20}' if as_json => {
                quoted.extend(format!("\\u{:04x}", u32::from(letter)).chars());
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// As a whole number; a text counts as far as it is one, and as 0 where it is none.
fn whole(operand: &Operand) -> i64 {
    match operand {
        Operand::Int(number) => *number,
        #[allow(clippy::cast_possible_truncation)] // what is too great is as great as can be
        Operand::Float(number) => *number as i64,
        Operand::Bool(value) => (*value).into(),
        Operand::Text(text) => {
            let text = text.trim();
            let negative = text.starts_with('-');
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            digits.bytes().take_while(u8::is_ascii_digit).fold(0_i64, |number, digit| {
                let digit = i64::from(digit - b'0');
                let ten = number.saturating_mul(10);
                if negative { ten.saturating_sub(digit) } else { ten.saturating_add(digit) }
            })
        }
    }
}

fn fraction(operand: &Operand) -> f64 {
    match operand {
        Operand::Float(number) => *number,
        #[allow(clippy::cast_precision_loss)] // the column is a fraction
        Operand::Int(number) => *number as f64,
        Operand::Bool(value) => f64::from(u8::from(*value)),
        Operand::Text(text) => {
            text.trim().parse().ok().filter(|number: &f64| number.is_finite()).unwrap_or(0.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_count_as_numbers_as_far_as_they_are() {
        for (text, number) in [
            ("12", 12),
            (" -7 ", -7),
            ("+3x", 3),
            ("x3", 0),
            ("", 0),
            ("99999999999999999999", i64::MAX),
            ("-99999999999999999999", i64::MIN),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(whole(&Operand::Text(text.to_owned())), number, "{text}");
        }
        assert!(fraction(&Operand::Text("nan".to_owned())).abs() < f64::EPSILON);
    }

    #[test]
    fn the_successor_is_above_all_that_begin_so() {
        assert_eq!(successor("ab").as_deref(), Some("ac"));
        assert_eq!(successor("a\u{10FFFF}").as_deref(), Some("b"));
        assert_eq!(successor("\u{D7FF}").as_deref(), Some("\u{E000}"));
        assert_eq!(successor("\u{10FFFF}"), None);
    }
}
