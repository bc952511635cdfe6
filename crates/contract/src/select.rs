//! Lists of objects that are in memory: what a filter, an order and a page come to, as the store's lists have it.

use std::cmp::Ordering;

use wire::{Param, Value};

use crate::filter::{Condition, ListQuery, Operand, Operator, Order};
use crate::typing::PermitsAll;
use crate::{ApiObject, ListOf};

/// `In` and its kin take so many values (reference: identity.md §1.4).
const MAX_VALUES: usize = 500;

/// The page of what matches, and how much matches in all. A filter that joins several properties takes one value for all
/// of them. Texts are compared as `fold` makes them; objects that
/// are equal in the wanted order come by the property `key`.
pub fn select<T: ApiObject>(
    objects: impl IntoIterator<Item = T>,
    query: &ListQuery,
    key: &'static str,
    fold: fn(&str) -> String,
) -> ListOf<T> {
    let mut order = query.order.clone();
    // In the direction of the order itself, as in the store.
    let descending = order.last().is_some_and(|last| last.descending);
    order.push(Order { property: key, descending });

    let mut found: Vec<(Vec<Value>, T)> = objects
        .into_iter()
        .filter(|object| query.conditions.iter().all(|condition| holds(object, condition, fold)))
        .map(|object| (order.iter().map(|by| value_of(&object, by.property, fold)).collect(), object))
        .collect();
    found.sort_by(|(left, _), (right, _)| {
        let parts = left.iter().zip(right).zip(&order);
        parts.fold(Ordering::Equal, |so_far, ((left, right), by)| {
            so_far.then_with(|| {
                let ordering = compare(left, right);
                if by.descending { ordering.reverse() } else { ordering }
            })
        })
    });
    let total_count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let passed_over = usize::try_from(query.page.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(query.page.size).unwrap_or(usize::MAX);
    let objects = found.into_iter().skip(passed_over).take(size).map(|(_, object)| object).collect();
    ListOf { objects: Some(objects), total_count }
}

/// A property's value, texts folded; null where there is no such property.
fn value_of<T: ApiObject>(object: &T, property: &str, fold: fn(&str) -> String) -> Value {
    let mut value = Value::Null;
    object.each(&mut |declared, slot| {
        if declared.name == property {
            value = match slot.encode(&PermitsAll) {
                Value::Text(text) => Value::Text(fold(&text)),
                other => other,
            };
        }
    });
    value
}

fn holds<T: ApiObject>(object: &T, wanted: &Condition, fold: fn(&str) -> String) -> bool {
    wanted.properties.iter().any(|property| fits(&value_of(object, property, fold), wanted, fold))
}

fn fits(value: &Value, wanted: &Condition, fold: fn(&str) -> String) -> bool {
    use Operator as O;
    let operand = || match &wanted.operand {
        Operand::Int(number) => Value::Int(*number),
        Operand::Float(number) => Value::Float(*number),
        Operand::Bool(truth) => Value::Bool(*truth),
        Operand::Text(text) => as_kind_of(value, text, fold),
    };
    let text = || match &wanted.operand {
        Operand::Text(text) => fold(text),
        Operand::Int(number) => number.to_string(),
        Operand::Float(number) => number.to_string(),
        Operand::Bool(truth) => i64::from(*truth).to_string(),
    };
    let list = text();
    let mut words = elements(&list).peekable();
    if words.peek().is_none()
        && matches!(
            wanted.operator,
            O::NotIn | O::MultiLikeOr | O::MultiLikeAnd | O::MatchOr | O::MatchAnd | O::NotContains
        )
    {
        return true; // a list without words is no condition
    }
    if *value == Value::Null {
        return match wanted.operator {
            O::EqualOrNull
            | O::LessThanOrNull
            | O::LessThanOrEqualOrNull
            | O::GreaterThanOrNull
            | O::GreaterThanOrEqualOrNull => true,
            O::Empty => is_true(&wanted.operand),
            _ => false,
        };
    }
    let ordering = || compare(value, &operand());
    match wanted.operator {
        O::Equal | O::EqualOrNull => ordering().is_eq(),
        O::NotEqual => ordering().is_ne(),
        O::LessThan | O::LessThanOrNull => ordering().is_lt(),
        O::LessThanOrEqual | O::LessThanOrEqualOrNull => ordering().is_le(),
        O::GreaterThan | O::GreaterThanOrNull => ordering().is_gt(),
        O::GreaterThanOrEqual | O::GreaterThanOrEqualOrNull => ordering().is_ge(),
        O::In => words.any(|word| compare(value, &as_kind_of(value, word, fold)).is_eq()),
        O::NotIn => words.all(|word| compare(value, &as_kind_of(value, word, fold)).is_ne()),
        O::Like => as_text(value).contains(&text()),
        O::StartsWith => as_text(value).starts_with(&text()),
        O::EndsWith => as_text(value).ends_with(&text()),
        O::MultiLikeOr | O::MatchOr => words.any(|word| as_text(value).contains(word)),
        O::MultiLikeAnd | O::MatchAnd => words.all(|word| as_text(value).contains(word)),
        O::NotContains => words.all(|word| !as_text(value).contains(word)),
        O::BitAnd | O::BitOr => match (value, operand()) {
            (Value::Int(value), Value::Int(bits)) if wanted.operator == O::BitAnd => value & bits == bits,
            (Value::Int(value), Value::Int(bits)) => value & bits != 0,
            _ => false,
        },
        O::Empty => !is_true(&wanted.operand),
    }
}

/// What a text means where it is compared with a value.
fn as_kind_of(value: &Value, text: &str, fold: fn(&str) -> String) -> Value {
    match value {
        Value::Int(_) => Value::Int(Param::from(text).to_int()),
        Value::Bool(_) => Value::Bool(text == "1" || text.eq_ignore_ascii_case("true")),
        Value::Float(_) => Value::Float(text.trim().parse().unwrap_or_default()),
        _ => Value::Text(fold(text)),
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    }
}

fn is_true(operand: &Operand) -> bool {
    matches!(operand, Operand::Bool(true) | Operand::Int(1))
}

fn elements(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').take(MAX_VALUES).map(str::trim).filter(|value| !value.is_empty())
}

/// Null is less than everything; texts are in the order of their code points.
fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Int(left), Value::Int(right)) => left.cmp(right),
        (Value::Float(left), Value::Float(right)) => left.total_cmp(right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (left, right) => as_text(left).cmp(&as_text(right)),
    }
}
