//! Assets: flavours and thumbnails of entries, by what is known of them (reference: content-access.md §8.1, §8.2). Their
//! contents are elsewhere.

pub mod flavor_service;
mod list;
pub mod model;
mod table;
pub mod thumb_service;

use std::sync::Arc;

use crate::app::App;
use crate::call::{Call, Scope};
use crate::entry;
use crate::error::Result;
use crate::kept::Kept;

pub use self::table::{Assets, TOPIC, add};

/// The status of what is there.
pub const READY: i64 = 2;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A version of an entry's video or sound.
    Flavor,
    /// A picture of an entry.
    Thumb,
}

impl Kind {
    fn number(self) -> i64 {
        match self {
            Self::Flavor => 1,
            Self::Thumb => 2,
        }
    }

    fn from_number(number: i64) -> Option<Self> {
        [Self::Flavor, Self::Thumb].into_iter().find(|kind| kind.number() == number)
    }
}

/// A file of an entry.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The id.
    pub id: String,
    /// The account.
    pub partner_id: i64,
    /// The entry.
    pub entry_id: String,
    /// What kind it is.
    pub kind: Kind,
    /// How it was made; 0 is the source.
    pub params_id: i64,
    /// `KalturaFlavorAssetStatus`, `KalturaThumbAssetStatus`.
    pub status: i64,
    /// Comma-separated.
    pub tags: String,
    /// Bytes.
    pub size: i64,
    /// Counts its contents.
    pub version: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// The rest of the properties.
    pub more: Kept,
}

impl Asset {
    /// Whether it has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.split(',').any(|own| own.trim() == tag)
    }

    /// Whether browsers play it.
    pub fn is_web(&self) -> bool {
        self.has_tag("web") || self.has_tag("mbr")
    }

    /// Whether its content is there.
    pub fn is_ready(&self) -> bool {
        self.status == READY
    }
}

/// The files of an entry, whoever may see it, in the order in which they were made.
pub async fn of_entry(app: &App, scope: Scope, entry_id: &str) -> Result<Arc<Vec<Asset>>> {
    app.assets.of_entry(app, scope, entry_id).await
}

/// The flavours of an entry, whoever may see it, in the order in which they were made.
pub async fn flavors_of(app: &App, scope: Scope, entry_id: &str) -> Result<Vec<Asset>> {
    let all = of_entry(app, scope, entry_id).await?;
    Ok(all.iter().filter(|asset| asset.kind == Kind::Flavor).cloned().collect())
}

/// The file with this id, of an entry that the session of a call may see.
pub(crate) async fn visible(call: &Call, kind: Kind, id: &str) -> Result<Option<Asset>> {
    let found = table::find(call.app(), call.scope()?, kind, id).await?;
    match found {
        Some(asset) if entry::visible(call, &asset.entry_id).await?.is_some() => Ok(Some(asset)),
        _ => Ok(None),
    }
}
