//! `conversionProfileAssetParams` (reference: more-services.md §1.5).

use contract::errors::{CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND, LIVE_PARAMS_ORIGIN_NOT_SUPPORTED};
use contract::filter::{ListQuery, Page};
use contract::list::ApiFilter;
use contract::{ApiEnum, FilterPager, ListOf, select, service};

use super::model::{AssetParamsOrigin, ConversionProfileAssetParams, ConversionProfileAssetParamsFilter};
use super::service::show as show_profile;
use super::{Link, table, unknown};
use crate::asset_params::{self, Kind};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::user::name_key;

/// The service `conversionProfileAssetParams`.
pub struct ConversionProfileAssetParamsService;

/// What profiles say about each of their ways of making assets.
#[service(name = "conversionProfileAssetParams")]
impl ConversionProfileAssetParamsService {
    /// Answers what the account's own profiles say.
    #[action(
        session = always,
        allow(
            CONTENT_INGEST_UPLOAD,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            TRANSCODING_BASE,
            WEBCAST_PRODUCER_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Of which profiles and ways.
        filter: Option<ConversionProfileAssetParamsFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<ConversionProfileAssetParams>> {
        let (app, partner, filter) = (call.app(), call.partner()?, filter.unwrap_or_default());
        let own = app.conversion_profiles.of(app, partner.id).await?;
        let profiles = match filter.conversion_profile_id_filter.get() {
            None => None,
            Some(wanted) => {
                let shown = own.iter().map(|profile| show_profile(profile)).collect::<Result<Vec<_>>>()?;
                let found = select(shown, &whole(wanted.query(None)), "id", name_key);
                Some(ids(found.objects.unwrap_or_default(), |profile| profile.id.into_option()))
            }
        };
        let params = match filter.asset_params_id_filter.get() {
            None => None,
            Some(wanted) => {
                let shown = asset_params::shown(app, partner).await?;
                let found = select(shown, &whole(wanted.query(None)), "id", name_key);
                Some(ids(found.objects.unwrap_or_default(), |params| params.id.into_option()))
            }
        };
        let mut all = Vec::new();
        for profile in own.iter().filter(|profile| is_among(profiles.as_deref(), profile.id)) {
            for link in profile.links.iter().filter(|link| is_among(params.as_deref(), link.params_id)) {
                all.push(show(profile.id, link)?);
            }
        }
        Ok(select(all, &filter.query(pager.as_ref()), "assetParamsId", name_key))
    }

    /// Changes what a profile of the account says about one of its ways.
    #[action(session = always, allow(CONTENT_INGEST_UPLOAD, CONTENT_MANAGE_BASE, TRANSCODING_BASE))]
    async fn update(
        call: &Call,
        /// The profile's id.
        conversion_profile_id: i64,
        /// The id of the way.
        asset_params_id: i64,
        /// What changes; what is absent stays.
        conversion_profile_asset_params: ConversionProfileAssetParams,
    ) -> Result<ConversionProfileAssetParams> {
        let mut sent = conversion_profile_asset_params;
        let mut tx = call.app().store.begin().await?;
        let own = table::hold(&mut tx, call.scope()?).await?;
        let found = own.into_iter().find(|profile| profile.id == conversion_profile_id);
        let mut profile = found.ok_or_else(|| unknown(conversion_profile_id))?;
        let link = profile
            .links
            .iter_mut()
            .find(|link| link.params_id == asset_params_id)
            .ok_or_else(|| not_there(conversion_profile_id, asset_params_id))?;
        call.check_update(&mut sent, &show(conversion_profile_id, link)?)?;
        if let Some(origin @ AssetParamsOrigin::ConvertWhenMissing) = sent.origin.get() {
            let all = asset_params::visible(call.app(), call.partner()?).await?;
            let is_live = all.iter().any(|params| params.id == asset_params_id && params.kind == Kind::Live);
            if is_live {
                let values = [asset_params_id, Kind::Live.number(), origin.number()];
                return Err(LIVE_PARAMS_ORIGIN_NOT_SUPPORTED
                    .with(values.map(|value| value.to_string()))
                    .into());
            }
        }
        link.more.merge(&sent);
        let shown = show(conversion_profile_id, link)?;
        table::update(&mut tx, &profile, call.now()).await?;
        tx.commit().await?;
        Ok(shown)
    }
}

fn not_there(profile: i64, params: i64) -> Error {
    CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND.with([profile.to_string(), params.to_string()]).into()
}

/// All that matches, and not a page.
fn whole(query: ListQuery) -> ListQuery {
    ListQuery { page: Page { size: u32::MAX, index: 1 }, ..query }
}

fn ids<T>(objects: Vec<T>, id: impl Fn(T) -> Option<i64>) -> Vec<i64> {
    objects.into_iter().filter_map(id).collect()
}

fn is_among(wanted: Option<&[i64]>, id: i64) -> bool {
    wanted.is_none_or(|wanted| wanted.contains(&id))
}

fn show(profile_id: i64, link: &Link) -> Result<ConversionProfileAssetParams> {
    let shown: ConversionProfileAssetParams = link.more.show()?;
    Ok(ConversionProfileAssetParams {
        conversion_profile_id: profile_id.into(),
        asset_params_id: link.params_id.into(),
        ..shown
    })
}
