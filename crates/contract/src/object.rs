//! Objects in requests and answers (reference: protocol.md §4, §5).

use wire::{ApiError, Object, Param, ParamMap, Value};

use crate::describe::{Access, Class, Family, Property};
use crate::errors::{
    OBJECT_TYPE_ABSTRACT, PROPERTY_VALIDATION_MAX_LENGTH, PROPERTY_VALIDATION_MAX_VALUE,
    PROPERTY_VALIDATION_MIN_LENGTH, PROPERTY_VALIDATION_MIN_VALUE, PROPERTY_VALIDATION_NO_INSERT_PERMISSION,
    PROPERTY_VALIDATION_NO_UPDATE_PERMISSION, PROPERTY_VALIDATION_NO_USAGE_PERMISSION,
    PROPERTY_VALIDATION_NOT_UPDATABLE, PROPERTY_VALIDATION_WRONG_FORMAT,
};
use crate::prop::AnyProp;
use crate::typing::{At, Permits};

/// An object of the API. `#[derive(ApiObject)]` writes it; the two walks are all that the generic code
/// needs.
pub trait ApiObject: Default + Send + Sync + 'static {
    /// Its class.
    const CLASS: &'static Class;

    /// The class that this value has on the wire: a family answers for its member.
    fn class(&self) -> &'static Class {
        Self::CLASS
    }

    /// Visits every property, those of the base first.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'static Property, &'a dyn AnyProp));

    /// Visits every property for change, those of the base first.
    fn each_mut(
        &mut self,
        visit: &mut dyn FnMut(&'static Property, &mut dyn AnyProp) -> Result<(), ApiError>,
    ) -> Result<(), ApiError>;
}

/// Decodes an object of exactly one class.
pub fn decode<T: ApiObject>(param: &Param, at: &At<'_>) -> Result<Option<T>, ApiError> {
    let Some(sent) = sent_properties(param, at)? else { return Ok(None) };
    if T::CLASS.is_abstract {
        return Err(OBJECT_TYPE_ABSTRACT.with([T::CLASS.name]));
    }
    let mut object = T::default();
    decode_properties(&mut object, &sent, at)?;
    Ok(Some(object))
}

/// The properties that were sent for an object; `None` where a scalar is passed over.
pub fn sent_properties<'p>(
    param: &'p Param,
    at: &At<'_>,
) -> Result<Option<std::borrow::Cow<'p, ParamMap>>, ApiError> {
    use std::borrow::Cow;
    match param {
        Param::Map(map) => Ok(Some(Cow::Borrowed(map))),
        // An empty list is how PHP-minded clients write an object without properties.
        Param::List(items) if items.is_empty() => Ok(Some(Cow::Owned(ParamMap::new()))),
        Param::Null => Ok(None),
        _ if at.is_argument => Err(PROPERTY_VALIDATION_WRONG_FORMAT.with([at.path().as_str(), "array"])),
        _ => Ok(None),
    }
}

/// Which member of a family was sent: `objectType` counts only where it names a subclass of the declared
/// type in its exact spelling, otherwise the declared type is taken (reference: protocol.md §4.1).
pub fn member_of(
    family: &'static Family,
    param: &Param,
    at: &At<'_>,
) -> Result<Option<&'static Class>, ApiError> {
    let Some(sent) = sent_properties(param, at)? else { return Ok(None) };
    let named = sent.get("objectType").map(|name| name.to_text());
    let class = named
        .and_then(|name| family.members.iter().copied().find(|class| class.name == name))
        .unwrap_or(family.declared);
    if class.is_abstract {
        return Err(OBJECT_TYPE_ABSTRACT.with([class.name]));
    }
    Ok(Some(class))
}

/// Fills an object with what was sent.
pub fn decode_properties<T: ApiObject>(object: &mut T, sent: &ParamMap, at: &At<'_>) -> Result<(), ApiError> {
    object.each_mut(&mut |property, slot| {
        let place = at.property(property.name);
        if let Some(param) = sent.get(property.name) {
            slot.decode(cut(property, param).as_ref().unwrap_or(param), &place)?;
            check_limits(property, param)?;
        } else if !matches!(property.ty(), crate::TypeRef::Array(_))
            && sent.contains_key(null_marker(property.name).as_str())
        {
            slot.set_null();
        }
        Ok(())
    })
}

fn null_marker(name: &str) -> String {
    format!("{name}__null")
}

/// A text that is longer than its property takes, cut at a character (reference: protocol.md §3.2).
fn cut(property: &Property, param: &Param) -> Option<Param> {
    let most = usize::try_from(property.limits.truncate?).unwrap_or_default();
    let text = param.to_text();
    (text.len() > most).then(|| Param::from(&text[..text.floor_char_boundary(most)]))
}

fn check_limits(property: &Property, param: &Param) -> Result<(), ApiError> {
    let limits = property.limits;
    if limits.min_length.is_some() || limits.max_length.is_some() {
        let length = i64::try_from(param.to_text().len()).unwrap_or(i64::MAX);
        if let Some(least) = limits.min_length.filter(|least| length < *least) {
            return Err(PROPERTY_VALIDATION_MIN_LENGTH.with([property.name, &least.to_string()]));
        }
        if let Some(most) = limits.max_length.filter(|most| length > *most) {
            return Err(PROPERTY_VALIDATION_MAX_LENGTH.with([property.name, &most.to_string()]));
        }
    }
    if limits.min_value.is_some() || limits.max_value.is_some() {
        let number = param.to_int();
        if let Some(least) = limits.min_value.filter(|least| number < *least) {
            return Err(PROPERTY_VALIDATION_MIN_VALUE.with([property.name, &least.to_string()]));
        }
        if let Some(most) = limits.max_value.filter(|most| number > *most) {
            return Err(PROPERTY_VALIDATION_MAX_VALUE.with([property.name, &most.to_string()]));
        }
    }
    Ok(())
}

/// What an answer shows of an object: every property in declaration order; null where it is write-only
/// or the session may not read it.
pub fn encode<T: ApiObject>(object: &T, permits: &dyn Permits) -> Value {
    let class = object.class();
    let mut properties = Vec::new();
    object.each(&mut |property, slot| {
        let needed =
            property.needs_permission.iter().find(|needed| matches!(needed, Access::Read | Access::All));
        let hidden = property.write_only
            || needed.is_some_and(|needed| !permits.permits(property.class, property.name, *needed));
        properties.push((property.name, if hidden { Value::Null } else { slot.encode(permits) }));
    });
    Value::Object(Object { class: class.name, properties })
}

/// A property that was dropped because the session lacks the permission for it: the call goes on, and a
/// header says so (reference: protocol.md §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The class that was sent.
    pub class: &'static str,
    /// The property.
    pub property: &'static str,
    /// What the header says.
    pub error: ApiError,
}

/// Checks an object that is about to be added: classes without the permission and read-only properties are refused, properties without the
/// permission are dropped.
pub fn check_insert<T: ApiObject>(object: &mut T, permits: &dyn Permits) -> Result<Vec<Dropped>, ApiError> {
    let class = object.class();
    require_class(class, Access::Insert, permits)?;
    let mut dropped = Vec::new();
    object.each_mut(&mut |property, slot| {
        if property.read_only && slot.is_set() {
            return Err(not_updatable(class, property));
        }
        drop_without_permission(class, property, slot, Access::Insert, permits, &mut dropped);
        Ok(())
    })?;
    Ok(dropped)
}

/// Checks an object that is about to be merged into `stored`: a read-only or insert-only property may
/// only repeat what is stored.
pub fn check_update<T: ApiObject>(
    object: &mut T,
    stored: &T,
    permits: &dyn Permits,
) -> Result<Vec<Dropped>, ApiError> {
    let class = object.class();
    require_class(class, Access::Update, permits)?;
    let mut before = std::collections::HashMap::new();
    stored.each(&mut |property, slot| {
        if (property.read_only || property.insert_only) && !property.write_only {
            before.insert(property.name, slot.encode(&crate::typing::PermitsAll));
        }
    });
    let mut dropped = Vec::new();
    object.each_mut(&mut |property, slot| {
        if (property.read_only || property.insert_only) && slot.is_set() {
            let sent = slot.encode(&crate::typing::PermitsAll);
            if before.get(property.name).is_none_or(|stored| *stored != sent) {
                return Err(not_updatable(class, property));
            }
            slot.clear();
        }
        drop_without_permission(class, property, slot, Access::Update, permits, &mut dropped);
        Ok(())
    })?;
    Ok(dropped)
}

fn not_updatable(class: &Class, property: &Property) -> ApiError {
    PROPERTY_VALIDATION_NOT_UPDATABLE.with([format!("{}::{}", class.name, property.name)])
}

/// A class that needs a permission as a whole is refused, not dropped (reference: identity.md §1.2).
fn require_class(class: &'static Class, access: Access, permits: &dyn Permits) -> Result<(), ApiError> {
    let needed = std::iter::successors(Some(class), |class| class.base)
        .flat_map(|class| class.needs_permission)
        .copied()
        .filter(|needed| *needed == access || *needed == Access::All);
    let mut needed = needed;
    match needed.find(|needed| !permits.permits_class(class.name, *needed)) {
        Some(refused) => Err(not_permitted(refused, class.name)),
        None => Ok(()),
    }
}

fn not_permitted(access: Access, name: &str) -> ApiError {
    match access {
        Access::Insert => PROPERTY_VALIDATION_NO_INSERT_PERMISSION.with([name]),
        Access::Update => PROPERTY_VALIDATION_NO_UPDATE_PERMISSION.with([name]),
        Access::All | Access::Read => PROPERTY_VALIDATION_NO_USAGE_PERMISSION.with([name]),
    }
}

fn drop_without_permission(
    class: &'static Class,
    property: &'static Property,
    slot: &mut dyn AnyProp,
    access: Access,
    permits: &dyn Permits,
    dropped: &mut Vec<Dropped>,
) {
    if slot.is_absent() {
        return;
    }
    let refused = property.needs_permission.iter().copied().find(|needed| {
        (*needed == access || *needed == Access::All)
            && !permits.permits(property.class, property.name, *needed)
    });
    if let Some(refused) = refused {
        slot.clear();
        let name = format!("{}::{}", class.name, property.name);
        let error = not_permitted(refused, &name);
        dropped.push(Dropped { class: class.name, property: property.name, error });
    }
}
