//! Response profiles: which properties an answer shows, and what related objects go with it (reference:
//! protocol.md §13).

pub mod model;

use std::collections::BTreeSet;

use contract::Api;
use contract::typing::At;
use wire::{Param, ParamMap, Value};

use self::model::{DetachedResponseProfile, ResponseProfileType};
use crate::call::Call;
use crate::error::Result;

/// The profile that a call asks for, if it asks for one. What names a stored profile is read as a profile of
/// its own as long as none can be stored, as the API does with one that is not there.
pub fn of_call(params: &ParamMap, now: i64) -> Result<Option<DetachedResponseProfile>> {
    let Some(sent @ Param::Map(_)) = params.get("responseProfile") else { return Ok(None) };
    Ok(DetachedResponseProfile::decode(sent, &At::argument("responseProfile", now))?)
}

/// Applies a profile to what an action answered: to the object, or to the objects of a list.
#[allow(clippy::unused_async)] // related profiles will call actions
pub async fn apply(profile: &DetachedResponseProfile, call: &Call, value: Value) -> Result<Value> {
    let _ = call;
    Ok(match value {
        Value::Object(mut object) if object.class.ends_with("ListResponse") => {
            for (name, value) in &mut object.properties {
                if let ("objects", Value::Array(items)) = (*name, value) {
                    for item in items {
                        cut(profile, item);
                    }
                }
            }
            Value::Object(object)
        }
        mut other => {
            cut(profile, &mut other);
            other
        }
    })
}

/// Leaves in only what the profile names, or takes out what it names; without a type, names are taken out.
fn cut(profile: &DetachedResponseProfile, value: &mut Value) {
    let Value::Object(object) = value else { return };
    let Some(fields) = profile.fields.get().filter(|fields| !fields.is_empty()) else { return };
    let named: BTreeSet<&str> = fields.split(',').map(str::trim).collect();
    let include = profile.r#type.get() == Some(&ResponseProfileType::IncludeFields);
    for (name, value) in &mut object.properties {
        if named.contains(*name) != include {
            *value = Value::Null;
        }
    }
}
