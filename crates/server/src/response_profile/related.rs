//! Related objects: lists that go with each object of an answer (reference: protocol.md §13). Each is asked for as the
//! caller would ask for it, with the caller's session, and shows nothing that the caller's own call would not.

use std::pin::Pin;

use contract::Arguments;
use contract::errors::{PROPERTY_IS_NOT_DEFINED, TOO_MANY_SUB_REQUESTS};
use wire::{Object, Param, ParamMap, Value};

use super::cut;
use super::model::{DetachedResponseProfile, ResponseProfileMapping};
use super::sent_filter::RelatedList;
use crate::call::Call;
use crate::error::Result;

/// Lists that one call may ask for: as many objects as a page has, with two related lists each.
pub(super) const MAX_LISTS: usize = 1000;

/// Cuts a result, or the objects of a list, and adds related objects. `left` counts the lists that may still be asked
/// for.
pub(super) fn shape<'a>(
    profile: &'a DetachedResponseProfile,
    call: &'a Call,
    value: Value,
    left: &'a mut usize,
) -> Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>> {
    Box::pin(async move {
        match value {
            Value::Object(mut list) if list.class.ends_with("ListResponse") => {
                for (name, value) in &mut list.properties {
                    if *name == "objects" {
                        let objects = std::mem::replace(value, Value::Null);
                        *value = Box::pin(shape_all(profile, call, objects, left)).await?;
                    }
                }
                Ok(Value::Object(list))
            }
            other => shape_all(profile, call, other, left).await,
        }
    })
}

/// Shapes an object, or each object of a plain list.
async fn shape_all(
    profile: &DetachedResponseProfile,
    call: &Call,
    value: Value,
    left: &mut usize,
) -> Result<Value> {
    match value {
        Value::Array(items) => {
            let mut shaped = Vec::with_capacity(items.len());
            for item in items {
                shaped.push(match item {
                    Value::Object(object) => shape_one(profile, call, object, left).await?,
                    other => other,
                });
            }
            Ok(Value::Array(shaped))
        }
        Value::Object(object) => shape_one(profile, call, object, left).await,
        other => Ok(other),
    }
}

async fn shape_one(
    profile: &DetachedResponseProfile,
    call: &Call,
    mut object: Object,
    left: &mut usize,
) -> Result<Value> {
    let related = match profile.related_profiles.get() {
        Some(profiles) if !profiles.is_empty() => Some(lists(profiles, call, &object, left).await?),
        _ => None,
    };
    cut(profile, &mut object);
    if let Some(related) = related {
        object.properties.push(("relatedObjects", Value::Map(related)));
    }
    Ok(Value::Object(object))
}

/// The related lists of an object by the names of their profiles. A filter of a class that no list takes is passed over.
async fn lists(
    profiles: &[DetachedResponseProfile],
    call: &Call,
    object: &Object,
    left: &mut usize,
) -> Result<Vec<(String, Value)>> {
    let mut lists = Vec::new();
    for profile in profiles {
        let Some(filter) = profile.filter.get() else { continue };
        let Some(list) = filter.list() else { continue };
        let mappings = profile.mappings.get().map(Vec::as_slice).unwrap_or_default();
        let Some(filter) = mapped(mappings, object, list, filter.0.clone())? else { continue };
        *left = left.checked_sub(1).ok_or_else(|| TOO_MANY_SUB_REQUESTS.with([MAX_LISTS.to_string()]))?;
        let value = ask(call, list, filter, profile).await?;
        let value = shape(profile, call, value, left).await?;
        lists.push((profile.name.get().cloned().unwrap_or_default(), value));
    }
    Ok(lists)
}

/// The filter with what the object says; none where the object has nothing to say, since a filter without the value
/// would find everything.
fn mapped(
    mappings: &[ResponseProfileMapping],
    object: &Object,
    list: &RelatedList,
    mut filter: ParamMap,
) -> Result<Option<ParamMap>> {
    let undefined = |property: &str, class: &str| PROPERTY_IS_NOT_DEFINED.with([property, class]);
    for mapping in mappings {
        let from = mapping.parent_property.get().map_or("", String::as_str);
        let to = mapping.filter_property.get().map_or("", String::as_str);
        let (_, value) = object
            .properties
            .iter()
            .find(|(name, _)| *name == from)
            .ok_or_else(|| undefined(from, object.class))?;
        if !list.class.all_properties().iter().any(|property| property.name == to) {
            return Err(undefined(to, list.class.name).into());
        }
        let param = match value {
            Value::Text(text) if !text.is_empty() => Param::Text(text.clone()),
            Value::Int(number) => Param::Int(*number),
            Value::Float(number) => Param::Float(*number),
            Value::Bool(truth) => Param::Bool(*truth),
            _ if mapping.allow_null.get() == Some(&true) => {
                filter.shift_remove(to);
                continue;
            }
            _ => return Ok(None),
        };
        filter.insert(to.to_owned(), param);
    }
    Ok(Some(filter))
}

/// Asks for a list as the caller would.
async fn ask(
    call: &Call,
    list: &RelatedList,
    filter: ParamMap,
    profile: &DetachedResponseProfile,
) -> Result<Value> {
    let (index, action) = call.app().actions.find(&list.service, "list")?;
    let mut params = ParamMap::new();
    params.insert("filter".to_owned(), Param::Map(filter));
    if let Some(pager) = profile.pager.get() {
        let mut page = ParamMap::new();
        for (name, number) in [("pageSize", &pager.base.page_size), ("pageIndex", &pager.base.page_index)] {
            if let Some(number) = number.get() {
                page.insert(name.to_owned(), Param::Int(*number));
            }
        }
        params.insert("pager".to_owned(), Param::Map(page));
    }
    let prepared = (action.prepare)(&Arguments::new(&params, call.now()))?;
    let called = call.again(index)?;
    prepared(&called).await
}
