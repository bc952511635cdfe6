//! Which flavours of an entry a player is told of.

use contract::errors::FLAVOR_ASSET_ID_NOT_FOUND;

use crate::access_control::decision::Limit;
use crate::asset::model::FlavorAsset;
use crate::error::Result;

/// A flavour, as far as playing is concerned.
#[derive(Clone, Debug, Default)]
pub struct Flavor {
    /// Its id.
    pub id: String,
    /// The parameters that it was made by.
    pub flavor_params_id: i64,
    /// What it is for, comma-separated.
    pub tags: String,
    /// It can be played.
    pub is_ready: bool,
    /// Ending of the file's name.
    pub file_ext: String,
    /// As the API shows it.
    pub shown: FlavorAsset,
}

impl Flavor {
    /// Whether it has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.split(',').any(|known| known.trim() == tag)
    }
}

/// All of them, or the one that was asked for.
pub fn chosen(flavors: Vec<Flavor>, wanted: Option<&String>) -> Result<Vec<Flavor>> {
    let Some(id) = wanted.filter(|id| !id.is_empty()) else { return Ok(flavors) };
    let found: Vec<Flavor> = flavors.into_iter().filter(|flavor| flavor.id == **id).collect();
    if found.is_empty() { Err(FLAVOR_ASSET_ID_NOT_FOUND.with([id.as_str()]).into()) } else { Ok(found) }
}

/// Those that can be played and that the limit leaves.
pub(super) fn allowed<'f>(flavors: &'f [Flavor], limit: Option<&Limit>) -> Vec<&'f Flavor> {
    let left =
        |flavor: &&Flavor| flavor.is_ready && limit.is_none_or(|limit| limit.allows(flavor.flavor_params_id));
    flavors.iter().filter(left).collect()
}

/// Those with a tag of the first group of which any flavour has one; none if there is no such group.
pub(super) fn tagged<'f, 't>(
    flavors: &[&'f Flavor],
    groups: impl IntoIterator<Item = &'t [&'t str]>,
) -> Vec<&'f Flavor> {
    let of_group = |tags: &[&str]| -> Vec<&'f Flavor> {
        flavors.iter().copied().filter(|flavor| tags.iter().any(|tag| flavor.has_tag(tag))).collect()
    };
    groups.into_iter().map(of_group).find(|found| !found.is_empty()).unwrap_or_default()
}
