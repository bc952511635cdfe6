//! The rules for what a profile may be (reference: more-services.md §1.4).

use std::collections::HashSet;
use std::sync::Arc;

use contract::errors::{
    ASSET_PARAMS_INVALID_TYPE, FLAVOR_PARAMS_DUPLICATE, FLAVOR_PARAMS_ID_NOT_FOUND,
    FLAVOR_PARAMS_SOURCE_DUPLICATE, SYSTEM_NAME_ALREADY_EXISTS,
};

use super::model::ConversionProfileType;
use super::{Link, Profile, builtin, fits};
use crate::asset_params::Params;
use crate::error::{Error, Result};

/// The links for a list of ids: those that there were keep what they say. Without a type, any kind goes.
pub(super) fn links(
    ids: &str,
    kind: Option<ConversionProfileType>,
    before: &[Link],
    visible: &[Arc<Params>],
) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    let (mut seen, mut has_source) = (HashSet::new(), false);
    for text in ids.split(',').map(str::trim).filter(|id| !id.is_empty()) {
        let known = text.parse().ok().and_then(|id: i64| visible.iter().find(|params| params.id == id));
        let params = known.ok_or_else(|| Error::from(FLAVOR_PARAMS_ID_NOT_FOUND.with([text])))?;
        if !seen.insert(params.id) {
            return Err(FLAVOR_PARAMS_DUPLICATE.with([text]).into());
        }
        if params.has_tag("source") {
            if has_source {
                return Err(FLAVOR_PARAMS_SOURCE_DUPLICATE.bare().into());
            }
            has_source = true;
        }
        if kind.is_some_and(|kind| !fits(kind, params)) {
            return Err(ASSET_PARAMS_INVALID_TYPE
                .with([text.to_owned(), params.kind.number().to_string()])
                .into());
        }
        let stays = before.iter().find(|link| link.params_id == params.id).cloned();
        links.push(stays.unwrap_or_else(|| Link::of(params)));
    }
    Ok(links)
}

/// A system name that another profile has, of the account or of every installation, is taken.
pub(super) fn require_free_name(own: &[Profile], profile: &Profile) -> Result<()> {
    let Some(name) = profile.system_name() else { return Ok(()) };
    let builtin = builtin::all().iter().map(Arc::as_ref);
    let taken =
        own.iter().chain(builtin).any(|other| other.id != profile.id && other.system_name() == Some(name));
    if taken { Err(SYSTEM_NAME_ALREADY_EXISTS.with([name]).into()) } else { Ok(()) }
}
