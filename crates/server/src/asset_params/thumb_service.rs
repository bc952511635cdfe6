//! `thumbParams` (reference: more-services.md §1.6). Its codes are those of `flavorParams`.

use contract::errors::PROPERTY_VALIDATION_WRONG_FORMAT;
use contract::list::ApiFilter;
use contract::{BigInt, FilterPager, ListOf, select, service};

use super::flavor_service::{add, delete, is_listed, keep_name, unknown};
use super::model::{ThumbParams, ThumbParamsFilter};
use super::{Kind, show, table, visible};
use crate::call::Call;
use crate::error::Result;
use crate::user::name_key;
use crate::{conversion_profile, validate as check};

/// The service `thumbParams`.
pub struct ThumbParamsService;

/// How thumbnails are made.
#[service(name = "thumbParams")]
impl ThumbParamsService {
    /// Adds parameters.
    #[action(session = always, allow(CONTENT_MANAGE_THUMBNAIL))]
    async fn add(
        call: &Call,
        /// The parameters; `name` is required.
        thumb_params: ThumbParams,
    ) -> Result<ThumbParams> {
        check::required_text(CLASS, "name", &thumb_params.base.name, 1)?;
        check_ranges(&thumb_params)?;
        show::thumb(&add(call, Kind::Thumb, thumb_params).await?)
    }

    /// Deletes parameters of the account. Profiles that name them go on naming them.
    #[action(session = always, allow(CONTENT_MANAGE_THUMBNAIL))]
    async fn delete(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<()> {
        delete(call, id, |kind| kind == Kind::Thumb).await
    }

    /// Answers parameters: the account's own, or those that every installation has.
    #[action(session = always, allow(CONTENT_MANAGE_BASE, CONTENT_MANAGE_THUMBNAIL))]
    async fn get(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<ThumbParams> {
        let all = visible(call.app(), call.partner()?).await?;
        let found = all.iter().find(|params| params.id == id.0 && params.kind == Kind::Thumb);
        show::thumb(found.ok_or_else(|| unknown(id))?)
    }

    /// Answers the parameters of a profile.
    #[action(session = always, allow(CONTENT_MANAGE_THUMBNAIL))]
    async fn get_by_conversion_profile_id(
        call: &Call,
        /// The profile's id.
        conversion_profile_id: i64,
    ) -> Result<Vec<ThumbParams>> {
        let ids = conversion_profile::params_of(call.app(), call.partner()?, conversion_profile_id).await?;
        let all = visible(call.app(), call.partner()?).await?;
        all.iter()
            .filter(|params| params.kind == Kind::Thumb && ids.contains(&params.id))
            .map(|params| show::thumb(params))
            .collect()
    }

    /// Answers the account's own parameters, and those that every account has.
    #[action(
        session = always,
        allow(
            CONTENT_MANAGE_BASE,
            CONTENT_MANAGE_DISTRIBUTION_PROFILE_MODIFY,
            CONTENT_MANAGE_THUMBNAIL,
            CONTENT_MODERATE_BASE,
            KMC_READ_ONLY,
            TRANSCODING_BASE
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<ThumbParamsFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<ThumbParams>> {
        let filter = filter.unwrap_or_default();
        let is_default = filter.base.is_system_default_equal.get().copied();
        let all = visible(call.app(), call.partner()?).await?;
        let listed = all.iter().filter(|params| params.kind == Kind::Thumb && is_listed(params, is_default));
        let shown = listed.map(|params| show::thumb(params)).collect::<Result<Vec<_>>>()?;
        Ok(select(shown, &filter.query(pager.as_ref()), "id", name_key))
    }

    /// Changes parameters of the account.
    #[action(session = always, allow(CONTENT_MANAGE_THUMBNAIL))]
    async fn update(
        call: &Call,
        /// Their id.
        id: BigInt,
        /// What changes; what is absent stays.
        thumb_params: ThumbParams,
    ) -> Result<ThumbParams> {
        let mut tx = call.app().store.begin().await?;
        let stored = table::find_own(&mut tx, call.scope()?, id.0).await?;
        let mut params = stored.filter(|params| params.kind == Kind::Thumb).ok_or_else(|| unknown(id))?;
        let mut sent = thumb_params;
        call.check_update(&mut sent, &show::thumb(&params)?)?;
        check::text_if_sent(CLASS, "name", &sent.base.name, 1)?;
        check_ranges(&sent)?;
        let before = params.more.clone();
        params.more.merge(&sent);
        keep_name(&mut params.more, &before);
        table::update(&mut tx, call.scope()?, &params, call.now()).await?;
        tx.commit().await?;
        show::thumb(&params)
    }
}

const CLASS: &str = "KalturaThumbParams";

/// What the numbers of a thumbnail may be (reference: more-services.md §1.6).
fn check_ranges(sent: &ThumbParams) -> Result<()> {
    // None of them is beyond what a fraction holds exactly and can be within its limits.
    #[allow(clippy::cast_precision_loss)]
    let whole = |number: Option<&i64>| number.map(|number| *number as f64);
    let (least, most) = (0, Some(10_000));
    for (name, number, least, most) in [
        ("quality", whole(sent.quality.get()), 20, Some(100)),
        ("cropX", whole(sent.crop_x.get()), least, most),
        ("cropY", whole(sent.crop_y.get()), least, most),
        ("cropWidth", whole(sent.crop_width.get()), least, most),
        ("cropHeight", whole(sent.crop_height.get()), least, most),
        ("width", whole(sent.width.get()), least, most),
        ("height", whole(sent.height.get()), least, most),
        ("scaleWidth", sent.scale_width.get().copied(), 0, Some(10)),
        ("scaleHeight", sent.scale_height.get().copied(), 0, Some(10)),
        ("density", whole(sent.density.get()), 0, None),
        ("videoOffset", sent.video_offset.get().copied(), 0, None),
        ("videoOffsetInPercentage", whole(sent.video_offset_in_percentage.get()), 0, Some(100)),
    ] {
        check::within(CLASS, name, number, least, most)?;
    }
    match sent.background_color.get() {
        Some(color)
            if !(1..=6).contains(&color.len()) || !color.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
        {
            let place = format!("{CLASS}::backgroundColor");
            Err(PROPERTY_VALIDATION_WRONG_FORMAT.with([place.as_str(), "six hexadecimal characters"]).into())
        }
        _ => Ok(()),
    }
}
