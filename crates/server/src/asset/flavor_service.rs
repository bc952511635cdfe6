//! `flavorAsset` (reference: content-access.md §8.1): what is known of flavours. Their contents come with uploads.

use contract::errors::{ENTRY_ID_NOT_FOUND, FLAVOR_ASSET_ID_NOT_FOUND};
use contract::list::ApiFilter;
use contract::{ApiEnum, ApiObject, FilterPager, ListOf, service};

use super::list::{base, list};
use super::model::{AnyFlavorAssetFilter, AssetFilter, FlavorAsset, FlavorAssetFilter, FlavorAssetStatus};
use super::{Asset, Kind, flavors_of, visible};
use crate::call::Call;
use crate::entry;
use crate::error::{Error, Result};

/// The service `flavorAsset`.
pub struct FlavorAssetService;

/// Versions of an entry's video or sound.
#[service(name = "flavorAsset")]
impl FlavorAssetService {
    /// Answers a flavour.
    #[action(session = always, allow(CONTENT_MANAGE_BASE))]
    async fn get(
        call: &Call,
        /// Its id.
        id: String,
    ) -> Result<FlavorAsset> {
        let found = visible(call, Kind::Flavor, &id).await?;
        show(&found.ok_or_else(|| Error::from(FLAVOR_ASSET_ID_NOT_FOUND.with([id])))?)
    }

    /// Answers the flavours of an entry.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        ),
        deprecated
    )]
    async fn get_by_entry_id(
        call: &Call,
        /// The entry's id.
        entry_id: String,
    ) -> Result<Vec<FlavorAsset>> {
        of_entry(call, &entry_id).await?.iter().map(show).collect()
    }

    /// Answers the flavours of an entry that are there and that browsers play.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        ),
        deprecated
    )]
    async fn get_web_playable_by_entry_id(
        call: &Call,
        /// The entry's id.
        entry_id: String,
    ) -> Result<Vec<FlavorAsset>> {
        let all = of_entry(call, &entry_id).await?;
        all.iter().filter(|asset| asset.is_ready() && asset.is_web()).map(show).collect()
    }

    /// Answers flavours of entries that the filter names. Entries that the session may not see have none.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones; `entryIdEqual` or `entryIdIn` is required.
        filter: Option<AnyFlavorAssetFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<FlavorAsset>> {
        let (class, filter, query) = match filter {
            None => {
                (AssetFilter::CLASS, AssetFilter::default(), AssetFilter::default().query(pager.as_ref()))
            }
            Some(AnyFlavorAssetFilter::AssetFilter(filter)) => {
                let query = filter.query(pager.as_ref());
                (AssetFilter::CLASS, filter, query)
            }
            Some(AnyFlavorAssetFilter::FlavorAssetFilter(filter)) => {
                let query = filter.query(pager.as_ref());
                (FlavorAssetFilter::CLASS, filter.base, query)
            }
        };
        let (rows, total) = list(call, Kind::Flavor, class.name, &filter, &query).await?;
        Ok(ListOf {
            objects: Some(rows.iter().map(show).collect::<Result<_>>()?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }
}

async fn of_entry(call: &Call, entry_id: &str) -> Result<Vec<Asset>> {
    if entry::visible(call, entry_id).await?.is_none() {
        return Err(ENTRY_ID_NOT_FOUND.with([entry_id]).into());
    }
    flavors_of(call.app(), call.scope()?, entry_id).await
}

/// A flavour, as answers and playback contexts show it.
pub(crate) fn show(asset: &Asset) -> Result<FlavorAsset> {
    let shown: FlavorAsset = asset.more.show()?;
    Ok(FlavorAsset {
        base: base(asset)?,
        flavor_params_id: asset.params_id.into(),
        is_original: (asset.params_id == 0).into(),
        is_web: asset.is_web().into(),
        status: FlavorAssetStatus::from_number(asset.status).into(),
        ..shown
    })
}
