//! `flavorParams` (reference: more-services.md §1.6).

use contract::errors::FLAVOR_PARAMS_ID_NOT_FOUND;
use contract::list::ApiFilter;
use contract::{ApiObject, BigInt, FilterPager, ListOf, NullableBoolean, select, service};

use super::model::{AnyFlavorParams, AnyFlavorParamsFilter, FlavorParams, FlavorParamsFilter};
use super::{Kind, Params, show, table, visible};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::name_key;
use crate::{conversion_profile, validate as check};

/// The service `flavorParams`.
pub struct FlavorParamsService;

/// How flavours are made, of files and of live streams.
#[service(name = "flavorParams")]
impl FlavorParamsService {
    /// Adds parameters.
    #[action(session = always, allow(TRANSCODING_ADD))]
    async fn add(
        call: &Call,
        /// The parameters; `name` is required.
        flavor_params: AnyFlavorParams,
    ) -> Result<AnyFlavorParams> {
        let params = match flavor_params {
            AnyFlavorParams::FlavorParams(sent) => {
                check::required_text(CLASS, "name", &sent.base.name, 1)?;
                add(call, Kind::Flavor, sent).await?
            }
            AnyFlavorParams::LiveParams(sent) => {
                check::required_text("KalturaLiveParams", "name", &sent.base.base.name, 1)?;
                add(call, Kind::Live, sent).await?
            }
        };
        show::flavor(&params)
    }

    /// Deletes parameters of the account. Profiles that name them go on naming them.
    #[action(session = always, allow(TRANSCODING_DELETE))]
    async fn delete(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<()> {
        delete(call, id, is_flavor).await
    }

    /// Answers parameters: the account's own, or those that every installation has.
    #[action(session = always, allow(TRANSCODING_BASE))]
    async fn get(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<AnyFlavorParams> {
        let all = visible(call.app(), call.partner()?).await?;
        let found = all.iter().find(|params| params.id == id.0 && is_flavor(params.kind));
        show::flavor(found.ok_or_else(|| unknown(id))?)
    }

    /// Answers the parameters of a profile.
    #[action(session = always, allow(TRANSCODING_BASE))]
    async fn get_by_conversion_profile_id(
        call: &Call,
        /// The profile's id.
        conversion_profile_id: i64,
    ) -> Result<Vec<AnyFlavorParams>> {
        let ids = conversion_profile::params_of(call.app(), call.partner()?, conversion_profile_id).await?;
        let all = visible(call.app(), call.partner()?).await?;
        all.iter()
            .filter(|params| is_flavor(params.kind) && ids.contains(&params.id))
            .map(|params| show::flavor(params))
            .collect()
    }

    /// Answers the account's own parameters, and those that every account has.
    #[action(
        session = always,
        allow(
            CAPTURE_DEVICE_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MANAGE_DISTRIBUTION_PROFILE_MODIFY,
            CONTENT_MODERATE_BASE,
            KMC_READ_ONLY,
            TRANSCODING_BASE
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AnyFlavorParamsFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AnyFlavorParams>> {
        let (filter, only_live) = match filter {
            None => (FlavorParamsFilter::default(), false),
            Some(AnyFlavorParamsFilter::FlavorParamsFilter(filter)) => (filter, false),
            Some(AnyFlavorParamsFilter::LiveParamsFilter(filter)) => (filter.base, true),
        };
        let is_default = filter.base.is_system_default_equal.get().copied();
        let query = filter.query(pager.as_ref());
        let mut all = visible(call.app(), call.partner()?).await?;
        all.retain(|params| {
            let wanted = if only_live { params.kind == Kind::Live } else { is_flavor(params.kind) };
            wanted && is_listed(params, is_default)
        });
        // Filters look at what all flavours have; those on the page are shown in their classes.
        let plain = all.iter().map(|params| show::as_flavor(params)).collect::<Result<Vec<_>>>()?;
        let page = select(plain, &query, "id", name_key);
        let by_id = |shown: FlavorParams| {
            all.iter()
                .find(|params| shown.base.id.get() == Some(&params.id))
                .map(|params| show::flavor(params))
        };
        let objects = page.objects.into_iter().flatten().filter_map(by_id).collect::<Result<_>>()?;
        Ok(ListOf { objects: Some(objects), total_count: page.total_count })
    }

    /// Changes parameters of the account.
    #[action(session = always, allow(TRANSCODING_UPDATE))]
    async fn update(
        call: &Call,
        /// Their id.
        id: BigInt,
        /// What changes; what is absent stays.
        flavor_params: AnyFlavorParams,
    ) -> Result<AnyFlavorParams> {
        let mut tx = call.app().store.begin().await?;
        let stored = table::find_own(&mut tx, call.scope()?, id.0).await?;
        let mut params = stored.filter(|params| is_flavor(params.kind)).ok_or_else(|| unknown(id))?;
        let before = params.more.clone();
        match flavor_params {
            AnyFlavorParams::FlavorParams(mut sent) => {
                call.check_update(&mut sent, &show::as_flavor(&params)?)?;
                check::text_if_sent(CLASS, "name", &sent.base.name, 1)?;
                params.more.merge(&sent);
            }
            AnyFlavorParams::LiveParams(mut sent) => {
                call.check_update(&mut sent, &show::as_live(&params)?)?;
                check::text_if_sent("KalturaLiveParams", "name", &sent.base.base.name, 1)?;
                params.more.merge(&sent);
            }
        }
        keep_name(&mut params.more, &before);
        table::update(&mut tx, call.scope()?, &params, call.now()).await?;
        tx.commit().await?;
        show::flavor(&params)
    }
}

const CLASS: &str = "KalturaFlavorParams";

fn is_flavor(kind: Kind) -> bool {
    kind != Kind::Thumb
}

/// The account's own, and of those that every installation has the ones that every account lists.
pub(super) fn is_listed(params: &Params, is_default: Option<NullableBoolean>) -> bool {
    let own_default = params.more.number_of("isSystemDefault") == Some(1);
    (params.partner_id != 0 || own_default)
        && match is_default {
            Some(NullableBoolean::True) => own_default,
            Some(NullableBoolean::False) => !own_default,
            Some(NullableBoolean::Null) | None => true,
        }
}

pub(super) fn unknown(id: BigInt) -> Error {
    FLAVOR_PARAMS_ID_NOT_FOUND.with([id.0.to_string()]).into()
}

/// A name that is taken away by null stays: there is none without.
pub(super) fn keep_name(more: &mut Kept, before: &Kept) {
    if let (None, Some(name)) = (more.text_of("name"), before.text_of("name")) {
        more.set("name", name);
    }
}

pub(super) async fn add<T: ApiObject>(call: &Call, kind: Kind, mut sent: T) -> Result<Params> {
    call.check_insert(&mut sent)?;
    let mut more = Kept::default();
    more.merge(&sent);
    more.remove("partnerId");
    let params = Params { id: 0, partner_id: call.scope()?.partner_id(), kind, created_at: call.now(), more };
    let mut tx = call.app().store.begin().await?;
    let id = table::add(&mut tx, &params).await?;
    tx.commit().await?;
    Ok(Params { id, ..params })
}

pub(super) async fn delete(call: &Call, id: BigInt, wanted: fn(Kind) -> bool) -> Result<()> {
    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    let stored = table::find_own(&mut tx, scope, id.0).await?;
    stored.filter(|params| wanted(params.kind)).ok_or_else(|| unknown(id))?;
    table::delete(&mut tx, scope, id.0, call.now()).await?;
    Ok(tx.commit().await?)
}
