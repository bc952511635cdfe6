//! Ways of making assets: flavours, flavours of live streams, and thumbnails (reference: more-services.md §1).
//! Those of account 0 are data, an account's own are rows, and all that an account has is in memory together.

mod builtin;
pub mod flavor_service;
pub mod formats;
pub mod model;
mod show;
mod table;
pub mod thumb_service;

use std::sync::Arc;

use crate::app::App;
use crate::error::Result;
use crate::kept::Kept;
use crate::partner::Partner;

pub use self::table::{AssetParams, TOPIC};

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A flavour of a file.
    Flavor,
    /// A thumbnail.
    Thumb,
    /// A flavour of a live stream.
    Live,
}

impl Kind {
    /// The number, which rows keep and errors name.
    pub fn number(self) -> i64 {
        match self {
            Self::Flavor => 1,
            Self::Thumb => 2,
            Self::Live => 3,
        }
    }

    fn from_number(number: i64) -> Option<Self> {
        [Self::Flavor, Self::Thumb, Self::Live].into_iter().find(|kind| kind.number() == number)
    }
}

/// A way of making an asset.
#[derive(Clone, Debug)]
pub struct Params {
    /// The id.
    pub id: i64,
    /// The account; 0 for what every installation has.
    pub partner_id: i64,
    /// What is made.
    pub kind: Kind,
    /// Unix seconds.
    pub created_at: i64,
    /// The properties.
    pub more: Kept,
}

impl Params {
    /// Whether it has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.more.text_of("tags").unwrap_or_default().split(',').any(|own| own.trim() == tag)
    }

    /// The permissions without which an account does not have it.
    fn is_open_to(&self, partner: &Partner) -> bool {
        self.more.texts_of("requiredPermissions").all(|name| partner.has_feature(name))
    }
}

/// All that an account has, its own and what every installation has, by id (reference: more-services.md §1.1).
pub async fn visible(app: &App, partner: &Partner) -> Result<Vec<Arc<Params>>> {
    let own = app.asset_params.of(app, partner.id).await?;
    let mut all: Vec<_> = builtin::all()
        .iter()
        .chain(own.iter())
        .filter(|params| params.is_open_to(partner))
        .cloned()
        .collect();
    all.sort_by_key(|params| params.id);
    Ok(all)
}

/// What all that an account has have in common.
pub(crate) async fn shown(app: &App, partner: &Partner) -> Result<Vec<model::AssetParams>> {
    visible(app, partner).await?.iter().map(|params| Ok(show::as_flavor(params)?.base)).collect()
}

/// What account 0 has by an id.
pub fn builtin(id: i64) -> Option<Arc<Params>> {
    builtin::all().iter().find(|params| params.id == id).cloned()
}
