//! Conversion profiles: which assets are made of what is uploaded (reference: more-services.md §1.4, §1.5). Those of
//! account 0 are data, an account's own are rows, and all that an account has is in memory together.

mod builtin;
mod change;
pub mod model;
pub mod params_service;
pub mod service;
mod table;

use std::sync::Arc;

use contract::ApiEnum;
use contract::errors::CONVERSION_PROFILE_ID_NOT_FOUND;
use store::Transaction;

use self::model::AssetParamsOrigin;
use crate::app::App;
use crate::asset_params::{self, Kind, Params};
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::partner::Partner;

pub use self::model::ConversionProfileType;
pub use self::table::{ConversionProfiles, TOPIC};

/// A conversion profile.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The id.
    pub id: i64,
    /// The account; 0 for what every installation has.
    pub partner_id: i64,
    /// What it is for.
    pub kind: ConversionProfileType,
    /// New entries of its type get it.
    pub is_default: bool,
    /// Unix seconds.
    pub created_at: i64,
    /// The properties.
    pub more: Kept,
    /// What is made, in the order in which it was named.
    pub links: Vec<Link>,
}

impl Profile {
    fn system_name(&self) -> Option<&str> {
        self.more.text_of("systemName").filter(|name| !name.is_empty())
    }
}

/// What a profile says about one of its ways of making assets.
#[derive(Clone, Debug)]
pub struct Link {
    /// The way.
    pub params_id: i64,
    /// The properties of `KalturaConversionProfileAssetParams`.
    pub more: Kept,
}

impl Link {
    /// A new one, which begins with what the way itself says (reference: more-services.md §1.5).
    fn of(params: &Params) -> Self {
        let origin = if params.has_tag("source") || params.has_tag("ingest") {
            AssetParamsOrigin::Ingest
        } else {
            AssetParamsOrigin::Convert
        };
        let mut more = Kept::default();
        more.set("systemName", params.more.text_of("systemName").unwrap_or_default());
        more.set("readyBehavior", params.more.number_of("readyBehavior").unwrap_or_default());
        more.set("origin", origin.number());
        more.set("forceNoneComplied", 0);
        Self { params_id: params.id, more }
    }
}

/// All that an account sees, its own and what every installation has, by id.
pub async fn visible(app: &App, partner: &Partner) -> Result<Vec<Arc<Profile>>> {
    let own = app.conversion_profiles.of(app, partner.id).await?;
    Ok(builtin::all().iter().chain(own.iter()).cloned().collect())
}

/// What an account sees by an id.
pub async fn find(app: &App, partner: &Partner, id: i64) -> Result<Option<Arc<Profile>>> {
    Ok(visible(app, partner).await?.into_iter().find(|profile| profile.id == id))
}

/// What new entries of a type get, if there is such a profile.
pub async fn default_of(
    app: &App,
    partner: &Partner,
    kind: ConversionProfileType,
) -> Result<Option<Arc<Profile>>> {
    let own = app.conversion_profiles.of(app, partner.id).await?;
    Ok(own.iter().find(|profile| profile.is_default && profile.kind == kind).cloned())
}

/// The ways of making assets that a profile names.
pub(crate) async fn params_of(app: &App, partner: &Partner, id: i64) -> Result<Vec<i64>> {
    let profile = find(app, partner, id).await?.ok_or_else(|| unknown(id))?;
    Ok(profile.links.iter().map(|link| link.params_id).collect())
}

/// Adds the profiles that every account begins with. A live profile is the default from the start, too: without one,
/// no live stream could be added.
pub async fn add_defaults(tx: &mut Transaction, partner_id: i64, now: i64) -> Result<()> {
    for template in builtin::templates() {
        let profile = Profile { partner_id, created_at: now, is_default: true, ..template.clone() };
        table::add(tx, &profile).await?;
    }
    Ok(())
}

/// Whether a profile of a type may name a way of making assets: thumbnails go with files.
fn fits(kind: ConversionProfileType, params: &Params) -> bool {
    (kind == ConversionProfileType::LiveStream) == (params.kind == Kind::Live)
}

fn unknown(id: i64) -> Error {
    CONVERSION_PROFILE_ID_NOT_FOUND.with([id.to_string()]).into()
}

/// What account 0 has by an id, for the data of profiles.
fn builtin_link(params_id: i64) -> Option<Link> {
    asset_params::builtin(params_id).map(|params| Link::of(&params))
}
