//! `conversionProfile` (reference: more-services.md §1.4).

use contract::errors::{
    CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE, CONVERSION_PROFILE_ID_NOT_FOUND, ENTRY_ID_NOT_FOUND,
};
use contract::list::ApiFilter;
use contract::{ApiEnum, BigInt, FilterPager, ListOf, NullableBoolean, Prop, Time, select, service};

use super::model::{
    ConversionProfile, ConversionProfileFilter, ConversionProfileStatus, ConversionProfileType,
    CropDimensions,
};
use super::{Profile, change, default_of, find, table, unknown, visible};
use crate::asset_params;
use crate::call::Call;
use crate::entry;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::name_key;
use crate::validate as check;

/// The service `conversionProfile`.
pub struct ConversionProfileService;

/// Which assets are made of what is uploaded.
#[service(name = "conversionProfile")]
impl ConversionProfileService {
    /// Adds a profile.
    #[action(session = always, allow(TRANSCODING_ADD), throws(ASSET_PARAMS_INVALID_TYPE))]
    async fn add(
        call: &Call,
        /// The profile; `name` is required.
        conversion_profile: ConversionProfile,
    ) -> Result<ConversionProfile> {
        let mut sent = conversion_profile;
        check::required_text(CLASS, "name", &sent.name, 1)?;
        call.check_insert(&mut sent)?;
        let named_type = sent.r#type.get().copied();
        let kind = named_type.unwrap_or(ConversionProfileType::Media);
        let mut more = Kept::default();
        more.set("status", ConversionProfileStatus::Enabled.number());
        more.set("type", kind.number());
        let mut profile = Profile {
            id: 0,
            partner_id: call.scope()?.partner_id(),
            kind,
            is_default: false,
            created_at: call.now(),
            more,
            links: Vec::new(),
        };
        let ids = sent.flavor_params_ids.get().cloned().unwrap_or_default();
        let all = asset_params::visible(call.app(), call.partner()?).await?;
        profile.links = change::links(&ids, named_type, &[], &all)?;
        let becomes_default = take(&mut profile, sent);
        check_entry(call, &profile).await?;
        let mut tx = call.app().store.begin().await?;
        let own = table::hold(&mut tx, call.scope()?).await?;
        change::require_free_name(&own, &profile)?;
        profile.id = table::add(&mut tx, &profile).await?;
        if becomes_default {
            table::make_default(&mut tx, &profile).await?;
            profile.is_default = true;
        }
        tx.commit().await?;
        show(&profile)
    }

    /// Deletes a profile of the account that is not the default of its type.
    #[action(
        session = always,
        allow(TRANSCODING_DELETE),
        throws(CONVERSION_PROFILE_ID_NOT_FOUND, CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE)
    )]
    async fn delete(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<()> {
        let mut tx = call.app().store.begin().await?;
        let own = table::hold(&mut tx, call.scope()?).await?;
        let profile = own.iter().find(|profile| profile.id == id.0).ok_or_else(|| unknown(id.0))?;
        if profile.is_default {
            return Err(CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE.bare().into());
        }
        table::delete(&mut tx, profile, call.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Answers a profile: the account's own, or one that every installation has.
    #[action(session = always, allow(TRANSCODING_BASE), throws(CONVERSION_PROFILE_ID_NOT_FOUND))]
    async fn get(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<ConversionProfile> {
        let found = find(call.app(), call.partner()?, id.0).await?;
        show(&*found.ok_or_else(|| unknown(id.0))?)
    }

    /// Answers what new entries get.
    #[action(session = always, allow(TRANSCODING_BASE))]
    async fn get_default(
        call: &Call,
        /// Files or live streams; files, if nothing is said.
        r#type: Option<ConversionProfileType>,
    ) -> Result<ConversionProfile> {
        let kind = r#type.unwrap_or(ConversionProfileType::Media);
        let found = default_of(call.app(), call.partner()?, kind).await?;
        show(&*found.ok_or_else(|| Error::from(CONVERSION_PROFILE_ID_NOT_FOUND.without_values()))?)
    }

    /// Answers the account's own profiles, and those that every installation has.
    #[action(
        session = always,
        allow(
            CONTENT_INGEST_BULK_UPLOAD,
            CONTENT_INGEST_UPLOAD,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            TRANSCODING_BASE
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<ConversionProfileFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<ConversionProfile>> {
        let all = visible(call.app(), call.partner()?).await?;
        let shown = all.iter().map(|profile| show(profile)).collect::<Result<Vec<_>>>()?;
        Ok(select(shown, &filter.unwrap_or_default().query(pager.as_ref()), "id", name_key))
    }

    /// Makes a profile of the account the default of its type.
    #[action(
        session = always,
        allow(CONTENT_INGEST_UPLOAD, CONTENT_MANAGE_BASE, TRANSCODING_BASE),
        throws(CONVERSION_PROFILE_ID_NOT_FOUND)
    )]
    async fn set_as_default(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<ConversionProfile> {
        let mut tx = call.app().store.begin().await?;
        let own = table::hold(&mut tx, call.scope()?).await?;
        let mut profile = own.into_iter().find(|profile| profile.id == id.0).ok_or_else(|| unknown(id.0))?;
        table::make_default(&mut tx, &profile).await?;
        profile.is_default = true;
        tx.commit().await?;
        show(&profile)
    }

    /// Changes a profile of the account. What is said about ways of making assets that stay is kept.
    #[action(
        session = always,
        allow(TRANSCODING_UPDATE),
        throws(ASSET_PARAMS_INVALID_TYPE, CONVERSION_PROFILE_ID_NOT_FOUND)
    )]
    async fn update(
        call: &Call,
        /// The profile's id.
        id: BigInt,
        /// What changes; what is absent stays.
        conversion_profile: ConversionProfile,
    ) -> Result<ConversionProfile> {
        let mut sent = conversion_profile;
        let mut tx = call.app().store.begin().await?;
        let own = table::hold(&mut tx, call.scope()?).await?;
        let mut profile =
            own.iter().find(|profile| profile.id == id.0).cloned().ok_or_else(|| unknown(id.0))?;
        call.check_update(&mut sent, &show(&profile)?)?;
        check::text_if_sent(CLASS, "name", &sent.name, 1)?;
        if let Some(ids) = sent.flavor_params_ids.get() {
            let all = asset_params::visible(call.app(), call.partner()?).await?;
            profile.links = change::links(ids, Some(profile.kind), &profile.links, &all)?;
        }
        let becomes_default = take(&mut profile, sent);
        check_entry(call, &profile).await?;
        change::require_free_name(&own, &profile)?;
        if profile.more.number_of("status") == Some(ConversionProfileStatus::Deleted.number()) {
            if profile.is_default || becomes_default {
                return Err(CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE.bare().into());
            }
            table::delete(&mut tx, &profile, call.now()).await?;
        } else {
            table::update(&mut tx, &profile, call.now()).await?;
        }
        if becomes_default {
            table::make_default(&mut tx, &profile).await?;
            profile.is_default = true;
        }
        tx.commit().await?;
        show(&profile)
    }
}

const CLASS: &str = "KalturaConversionProfile";

/// Takes what was sent, and says whether the profile is to be the default. What no profile is without stays when it is
/// taken away by null.
fn take(profile: &mut Profile, mut sent: ConversionProfile) -> bool {
    let becomes_default = sent.is_default.get() == Some(&NullableBoolean::True);
    sent.is_default = Prop::Absent;
    sent.flavor_params_ids = Prop::Absent;
    sent.r#type = Prop::Absent;
    if sent.name.get().is_none() {
        sent.name = Prop::Absent;
    }
    if sent.status.get().is_none() {
        sent.status = Prop::Absent;
    }
    profile.more.merge(&sent);
    becomes_default
}

async fn check_entry(call: &Call, profile: &Profile) -> Result<()> {
    match profile.more.text_of("defaultEntryId").filter(|id| !id.is_empty()) {
        Some(id) if entry::visible(call, id).await?.is_none() => Err(ENTRY_ID_NOT_FOUND.with([id]).into()),
        _ => Ok(()),
    }
}

pub(super) fn show(profile: &Profile) -> Result<ConversionProfile> {
    let mut shown: ConversionProfile = profile.more.show()?;
    let ids: Vec<String> = profile.links.iter().map(|link| link.params_id.to_string()).collect();
    shown.id = profile.id.into();
    shown.partner_id = profile.partner_id.into();
    shown.created_at = Time(profile.created_at).into();
    shown.r#type = profile.kind.into();
    shown.flavor_params_ids = ids.join(",").into();
    shown.is_default = if profile.is_default { NullableBoolean::True } else { NullableBoolean::False }.into();
    shown.is_partner_default = profile.is_default.into();
    for number in [&mut shown.clip_start, &mut shown.clip_duration] {
        if number.get().is_none() {
            *number = (-1).into();
        }
    }
    if shown.crop_dimensions.get().is_none() {
        let all: Prop<i64> = (-1).into();
        shown.crop_dimensions =
            CropDimensions { left: all.clone(), top: all.clone(), width: all.clone(), height: all }.into();
    }
    if shown.collection_tags.get().is_none() {
        shown.collection_tags = "mbr,ism".into();
    }
    if shown.detect_gop.get().is_none() {
        shown.detect_gop = 0.into();
    }
    Ok(shown)
}
