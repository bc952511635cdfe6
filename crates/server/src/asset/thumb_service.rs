//! `thumbAsset` (reference: content-access.md §8.2): what is known of thumbnails. Their contents come with uploads.

use contract::errors::{ENTRY_ID_NOT_FOUND, THUMB_ASSET_ID_NOT_FOUND};
use contract::list::ApiFilter;
use contract::{ApiEnum, ApiObject, FilterPager, ListOf, service};

use super::list::{base, list};
use super::model::{AnyThumbAssetFilter, AssetFilter, ThumbAsset, ThumbAssetFilter, ThumbAssetStatus};
use super::{Asset, Kind, of_entry, visible};
use crate::call::Call;
use crate::entry;
use crate::error::{Error, Result};

/// The service `thumbAsset`.
pub struct ThumbAssetService;

/// Pictures of entries.
#[service(name = "thumbAsset")]
impl ThumbAssetService {
    /// Answers a thumbnail.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_THUMBNAIL, WIDGET_SESSION_PERMISSION),
        throws(THUMB_ASSET_ID_NOT_FOUND)
    )]
    async fn get(
        call: &Call,
        /// Its id.
        thumb_asset_id: String,
    ) -> Result<ThumbAsset> {
        let found = visible(call, Kind::Thumb, &thumb_asset_id).await?;
        show(&found.ok_or_else(|| Error::from(THUMB_ASSET_ID_NOT_FOUND.with([thumb_asset_id])))?)
    }

    /// Answers the thumbnails of an entry.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_THUMBNAIL, KMC_READ_ONLY, WIDGET_SESSION_PERMISSION),
        throws(ENTRY_ID_NOT_FOUND),
        deprecated
    )]
    async fn get_by_entry_id(
        call: &Call,
        /// The entry's id.
        entry_id: String,
    ) -> Result<Vec<ThumbAsset>> {
        if entry::visible(call, &entry_id).await?.is_none() {
            return Err(ENTRY_ID_NOT_FOUND.with([entry_id]).into());
        }
        let all = of_entry(call.app(), call.scope()?, &entry_id).await?;
        all.iter().filter(|asset| asset.kind == Kind::Thumb).map(show).collect()
    }

    /// Answers thumbnails of entries that the filter names. Entries that the session may not see have none.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MANAGE_THUMBNAIL,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones; `entryIdEqual` or `entryIdIn` is required.
        filter: Option<AnyThumbAssetFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<ThumbAsset>> {
        let (class, filter, query) = match filter {
            None => {
                (AssetFilter::CLASS, AssetFilter::default(), AssetFilter::default().query(pager.as_ref()))
            }
            Some(AnyThumbAssetFilter::AssetFilter(filter)) => {
                let query = filter.query(pager.as_ref());
                (AssetFilter::CLASS, filter, query)
            }
            Some(AnyThumbAssetFilter::ThumbAssetFilter(filter)) => {
                let query = filter.query(pager.as_ref());
                (ThumbAssetFilter::CLASS, filter.base, query)
            }
        };
        let (rows, total) = list(call, Kind::Thumb, class.name, &filter, &query).await?;
        Ok(ListOf {
            objects: Some(rows.iter().map(show).collect::<Result<_>>()?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }
}

pub(crate) fn show(asset: &Asset) -> Result<ThumbAsset> {
    let shown: ThumbAsset = asset.more.show()?;
    Ok(ThumbAsset {
        base: base(asset)?,
        thumb_params_id: asset.params_id.into(),
        status: ThumbAssetStatus::from_number(asset.status).into(),
        ..shown
    })
}
