//! Filters of related lists: of any class that a list takes, kept as they were sent.

use std::collections::HashMap;
use std::sync::LazyLock;

use contract::common::RelatedFilter;
use contract::describe::EnumKind;
use contract::object::sent_properties;
use contract::typing::At;
use contract::{Api, ApiObject, Class, Permits, TypeRef};
use wire::{ApiError, Object, Param, ParamMap, Value};

use crate::actions::SERVICES;

/// A filter of any class that a response profile may use, as it was sent: the action that lists such objects
/// decodes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SentFilter(pub ParamMap);

/// The list that takes filters of a class.
pub struct RelatedList {
    /// The class of the filter.
    pub class: &'static Class,
    /// The id of the service whose action `list` it is.
    pub service: String,
}

/// Lists by the names of the classes of their filters. A class has the list that names it; where only its base is named,
/// that one's.
static LISTS: LazyLock<HashMap<&'static str, RelatedList>> = LazyLock::new(|| {
    let root = <RelatedFilter as ApiObject>::CLASS;
    let mut lists = HashMap::new();
    let filters = || {
        SERVICES.iter().flat_map(|service| {
            let list = service.actions.iter().filter(|action| action.decl.name == "list");
            let params = list.flat_map(|action| action.decl.params);
            params.filter(|param| param.name == "filter").map(|param| (service.decl.id(), param.ty))
        })
    };
    for (service, ty) in filters() {
        if let Some(class) = ty.class().filter(|class| class.is_a(root)) {
            lists.entry(class.name).or_insert(RelatedList { class, service });
        }
    }
    for (service, ty) in filters() {
        let TypeRef::Family(family) = ty else { continue };
        for class in family.members.iter().filter(|class| class.is_a(root)) {
            lists.entry(class.name).or_insert_with(|| RelatedList { class, service: service.clone() });
        }
    }
    lists
});

impl SentFilter {
    /// The list that takes it; none for a class that no list takes.
    pub fn list(&self) -> Option<&'static RelatedList> {
        LISTS.get(&*self.0.get("objectType")?.to_text())
    }
}

impl Api for SentFilter {
    const TYPE: TypeRef = TypeRef::Object(<RelatedFilter as ApiObject>::CLASS);

    fn decode(param: &Param, at: &At<'_>) -> Result<Option<Self>, ApiError> {
        Ok(sent_properties(param, at)?.map(|sent| Self(sent.into_owned())))
    }

    fn encode(&self, _permits: &dyn Permits) -> Value {
        self.list().map_or(Value::Null, |list| object(list.class, &self.0))
    }
}

/// What was sent, as an answer shows an object of this class.
fn object(class: &'static Class, sent: &ParamMap) -> Value {
    let properties = class.all_properties().into_iter().map(|property| {
        let value = sent.get(property.name).map_or(Value::Null, |param| value(property.ty(), param));
        (property.name, value)
    });
    Value::Object(Object { class: class.name, properties: properties.collect() })
}

fn value(ty: TypeRef, sent: &Param) -> Value {
    match (ty, sent) {
        (_, Param::Null) | (TypeRef::File, _) => Value::Null,
        (TypeRef::Int | TypeRef::BigInt | TypeRef::Time, _) => Value::Int(sent.to_int()),
        (TypeRef::Float, _) => Value::Float(sent.to_float()),
        (TypeRef::Bool, _) => Value::Bool(sent.to_bool()),
        (TypeRef::Enum(declared), _) if declared.kind == EnumKind::Int => Value::Int(sent.to_int()),
        (TypeRef::Text | TypeRef::Enum(_), _) => Value::Text(sent.to_text().into_owned()),
        (TypeRef::Object(class), Param::Map(map)) => object(class, map),
        (TypeRef::Family(family), Param::Map(map)) => {
            let named = map.get("objectType").map(|name| name.to_text());
            let member = family.members.iter().find(|class| named.as_deref() == Some(class.name));
            member.map_or(Value::Null, |class| object(class, map))
        }
        (TypeRef::Array(element), Param::List(items)) => {
            Value::Array(items.iter().map(|item| value(*element, item)).collect())
        }
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(class: &str) -> SentFilter {
        SentFilter([("objectType".to_owned(), Param::from(class))].into_iter().collect())
    }

    #[test]
    fn a_filter_leads_to_the_list_that_takes_it() {
        let list = filter("KalturaConversionProfileFilter").list().unwrap();
        assert_eq!(list.service, "conversionprofile");
        assert!(filter("KalturaUiConfFilter").list().is_none(), "no filter of related objects");
        assert!(filter("KalturaNothingFilter").list().is_none());
        assert!(SentFilter::default().list().is_none());
    }

    #[test]
    fn a_filter_is_shown_as_it_was_sent() {
        let mut sent = filter("KalturaConversionProfileFilter");
        sent.0.insert("idEqual".to_owned(), Param::from("12"));
        sent.0.insert("unknown".to_owned(), Param::from("12"));
        let Value::Object(shown) = sent.encode(&contract::PermitsAll) else { panic!("an object") };
        let filled: Vec<_> = shown.properties.iter().filter(|(_, value)| *value != Value::Null).collect();
        assert_eq!(filled, [&("idEqual", Value::Int(12))]);
    }
}
