//! Response profiles: which properties an answer shows, and what related objects go with it (reference:
//! protocol.md §13).

pub mod model;
mod related;
mod sent_filter;
pub mod service;
pub mod stored_model;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::Api;
use contract::errors::{PROPERTY_VALIDATION_MAX_VALUE, RESPONSE_PROFILE_MAX_NESTING_LEVEL};
use contract::typing::At;
use wire::{Object, Param, ParamMap, Value};

pub use self::table::{ResponseProfiles, TOPIC};

use self::model::{DetachedResponseProfile, ResponseProfileType};
use crate::call::Call;
use crate::error::Result;

/// Objects on a page of related ones.
const MAX_RELATED: i64 = 100;

/// Levels of related objects.
const MAX_LEVELS: u32 = 2;

/// What a call asks for: a profile, or the name of a stored one.
pub struct Wanted {
    id: Option<i64>,
    system_name: Option<String>,
    said: DetachedResponseProfile,
}

/// The profile that a call asks for, if it asks for one.
pub fn of_call(params: &ParamMap, now: i64) -> Result<Option<Wanted>> {
    let Some(sent @ Param::Map(names)) = params.get("responseProfile") else { return Ok(None) };
    let at = At::argument("responseProfile", now);
    let Some(said) = DetachedResponseProfile::decode(sent, &at)? else { return Ok(None) };
    check(&said, MAX_LEVELS)?;
    let id = names.get("id").map(Param::to_int).filter(|id| *id != 0);
    let system_name = names.get("systemName").map(|name| name.to_text().into_owned());
    Ok(Some(Wanted { id, system_name: system_name.filter(|name| !name.is_empty()), said }))
}

impl Wanted {
    /// The stored profile that is named, the system name before the id; what is said here if there is none.
    pub async fn resolve(self, call: &Call) -> Result<Arc<DetachedResponseProfile>> {
        if (self.id.is_some() || self.system_name.is_some())
            && let Ok(scope) = call.scope()
        {
            let stored = call.app().response_profiles.of(call.app(), scope.partner_id()).await?;
            let by_name = stored.iter().find(|known| known.is_called(self.system_name.as_deref()));
            let by_id = || stored.iter().find(|known| known.is_enabled() && Some(known.id) == self.id);
            if let Some(known) = by_name.or_else(by_id) {
                return Ok(Arc::clone(&known.profile));
            }
        }
        Ok(Arc::new(self.said))
    }
}

/// What related profiles may be. `levels` is how many there may be below this one.
fn check(profile: &DetachedResponseProfile, levels: u32) -> Result<()> {
    let related = profile.related_profiles.get().map(Vec::as_slice).unwrap_or_default();
    if !related.is_empty() && levels == 0 {
        return Err(RESPONSE_PROFILE_MAX_NESTING_LEVEL.bare().into());
    }
    for nested in related {
        let size = nested.pager.get().and_then(|pager| pager.base.page_size.get());
        if size.is_some_and(|size| *size > MAX_RELATED) {
            let most = MAX_RELATED.to_string();
            return Err(PROPERTY_VALIDATION_MAX_VALUE.with(["KalturaFilterPager::pageSize", &most]).into());
        }
        check(nested, levels - 1)?;
    }
    Ok(())
}

/// Applies a profile to what an action answered: to the object, or to the objects of a list.
pub async fn apply(profile: &DetachedResponseProfile, call: &Call, value: Value) -> Result<Value> {
    let mut left = related::MAX_LISTS;
    related::shape(profile, call, value, &mut left).await
}

/// Leaves in only what the profile names, or takes out what it names; without a type, names are taken out.
fn cut(profile: &DetachedResponseProfile, object: &mut Object) {
    let Some(fields) = profile.fields.get().filter(|fields| !fields.is_empty()) else { return };
    let named: BTreeSet<&str> = fields.split(',').map(str::trim).collect();
    let include = profile.r#type.get() == Some(&ResponseProfileType::IncludeFields);
    for (name, value) in &mut object.properties {
        if named.contains(*name) != include {
            *value = Value::Null;
        }
    }
}
