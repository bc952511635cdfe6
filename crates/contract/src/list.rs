//! Lists: what a filter asks for, and the answer (reference: protocol.md §12).

use wire::{ApiError, Object, Param, Value};

use crate::common::FilterPager;
use crate::describe::{Class, FilterField, TypeRef};
use crate::filter::{Condition, ListQuery, Operand, Order};
use crate::typing::{Api, At, Permits, PermitsAll};
use crate::{ApiObject, Prop};

/// An object that comes in lists, or a family of such objects.
pub trait Listed: Api {
    /// The class of the list's answer.
    const LIST_CLASS: &'static Class;
}

/// A page of objects and how many there are in all.
#[derive(Clone, Debug, PartialEq)]
pub struct ListOf<T> {
    /// The page; none where the API answers null instead of an empty list.
    pub objects: Option<Vec<T>>,
    /// How many objects match, on all pages.
    pub total_count: i64,
}

impl<T> Default for ListOf<T> {
    fn default() -> Self {
        Self { objects: Some(Vec::new()), total_count: 0 }
    }
}

impl<T: Listed> Api for ListOf<T> {
    const TYPE: TypeRef = TypeRef::Object(T::LIST_CLASS);

    fn decode(_param: &Param, _at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(None) // lists are answered, never sent
    }

    fn encode(&self, permits: &dyn Permits) -> Value {
        let objects = self.objects.as_ref().map_or(Value::Null, |objects| {
            Value::Array(objects.iter().map(|object| object.encode(permits)).collect())
        });
        Value::Object(Object {
            class: T::LIST_CLASS.name,
            properties: vec![("totalCount", Value::Int(self.total_count)), ("objects", objects)],
        })
    }
}

/// A filter class.
pub trait ApiFilter: ApiObject {
    /// The text of `orderBy`.
    fn order_by(&self) -> &Prop<String>;

    /// The whole request: all fields that were set, the orders that the class allows, the page.
    fn query(&self, pager: Option<&FilterPager>) -> ListQuery {
        ListQuery {
            conditions: conditions(self),
            order: self.order_by().get().map(|text| orders(Self::CLASS, text)).unwrap_or_default(),
            page: pager.map(FilterPager::page).unwrap_or_default(),
            is_narrow: false,
        }
    }
}

/// The fields of a filter that were set, but for those that the feature handles itself. An empty text
/// is no condition, and neither is a nullable boolean of -1.
fn conditions<F: ApiObject>(filter: &F) -> Vec<Condition> {
    let mut conditions = Vec::new();
    filter.each(&mut |property, slot| {
        let Some(FilterField { properties, operator }) = property.filter else { return };
        let nullable_boolean =
            matches!(property.ty(), TypeRef::Enum(declared) if declared.name == "KalturaNullableBoolean");
        let operand = match slot.encode(&PermitsAll) {
            Value::Int(-1) if nullable_boolean => return,
            Value::Int(number) if nullable_boolean => Operand::Bool(number == 1),
            Value::Int(number) => Operand::Int(number),
            Value::Float(number) => Operand::Float(number),
            Value::Bool(value) => Operand::Bool(value),
            Value::Text(text) if !text.is_empty() => Operand::Text(text),
            _ => return,
        };
        conditions.push(Condition { properties, operator, operand });
    });
    conditions
}

/// The parts of an `orderBy` that the class allows; all else is passed over. A blank in front counts as
/// the plus that a query string turned into one.
fn orders(class: &'static Class, text: &str) -> Vec<Order> {
    let allowed = |name: &str| {
        std::iter::successors(Some(class), |class| class.base)
            .flat_map(|class| class.order_by)
            .find(|property| **property == name)
            .copied()
    };
    text.split(',')
        .filter_map(|part| {
            let (descending, name) = match part.as_bytes().first()? {
                b'+' | b' ' => (false, &part[1..]),
                b'-' => (true, &part[1..]),
                _ => return None,
            };
            allowed(name.trim_end()).map(|property| Order { property, descending })
        })
        .collect()
}
