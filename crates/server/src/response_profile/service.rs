//! `responseProfile` (reference: more-services.md §5.4).

use std::sync::Arc;

use contract::errors::{
    OBJECT_TYPE_ABSTRACT, PROPERTY_VALIDATION_CANNOT_BE_NULL, RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME,
    RESPONSE_PROFILE_ID_NOT_FOUND,
};
use contract::list::ApiFilter;
use contract::{BigInt, FilterPager, ListOf, Prop, Time, select, service};

use super::model::DetachedResponseProfile;
use super::stored_model::{
    ResponseProfile, ResponseProfileCacheRecalculateOptions, ResponseProfileCacheRecalculateResults,
    ResponseProfileFilter, ResponseProfileStatus,
};
use super::table::{self, Stored};
use super::{MAX_LEVELS, check};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::validate::{required_text, text_if_sent};

/// The service `responseProfile`.
pub struct ResponseProfileService;

/// Response profiles that calls can name in the place of saying them.
#[service(name = "responseProfile")]
impl ResponseProfileService {
    /// Adds a profile.
    #[action(session = always, allow(RESPONSE_PROFILE_ADD))]
    async fn add(
        call: &Call,
        /// The profile; `name` and `type` are required.
        add_response_profile: ResponseProfile,
    ) -> Result<ResponseProfile> {
        let mut sent = add_response_profile;
        required_text(CLASS, "name", &sent.base.name, 2)?;
        if sent.base.r#type.get().is_none() {
            return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([format!("{CLASS}::type")]).into());
        }
        call.check_insert(&mut sent)?;
        insert(call, Kept::default(), &sent).await
    }

    /// Makes a new profile like another one, with what is sent over it.
    #[action(
        session = always,
        allow(RESPONSE_PROFILE_ADD),
        throws(RESPONSE_PROFILE_ID_NOT_FOUND, RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME)
    )]
    async fn clone(
        call: &Call,
        /// The id of the profile that there is.
        id: BigInt,
        /// What is different; what is absent stays.
        profile: ResponseProfile,
    ) -> Result<ResponseProfile> {
        let mut sent = profile;
        let source = find(call, id).await?;
        call.check_insert(&mut sent)?;
        keep_what_is_needed(&mut sent);
        insert(call, source.more.clone(), &sent).await
    }

    /// Deletes a profile. Calls that name it are answered as if they named none.
    #[action(session = always, allow(RESPONSE_PROFILE_DELETE), throws(RESPONSE_PROFILE_ID_NOT_FOUND))]
    async fn delete(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<()> {
        set_status(call, id, ResponseProfileStatus::Deleted).await?;
        Ok(())
    }

    /// Answers a profile.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION), throws(RESPONSE_PROFILE_ID_NOT_FOUND))]
    async fn get(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<ResponseProfile> {
        show(&*find(call, id).await?)
    }

    /// Answers the account's profiles.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, KMC_READ_ONLY))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<ResponseProfileFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<ResponseProfile>> {
        let all = call.app().response_profiles.of(call.app(), call.scope()?.partner_id()).await?;
        let shown = all.iter().map(|stored| show(stored)).collect::<Result<Vec<_>>>()?;
        Ok(select(shown, &filter.unwrap_or_default().query(pager.as_ref()), "id", str::to_owned))
    }

    /// Makes kept answers anew. None are kept.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION))]
    async fn recalculate(
        call: &Call,
        /// Which ones.
        options: ResponseProfileCacheRecalculateOptions,
    ) -> Result<ResponseProfileCacheRecalculateResults> {
        let _ = (call, options);
        Ok(ResponseProfileCacheRecalculateResults { last_object_key: Prop::Null, recalculated: 0.into() })
    }

    /// Changes a profile.
    #[action(session = always, allow(RESPONSE_PROFILE_UPDATE), throws(RESPONSE_PROFILE_ID_NOT_FOUND))]
    async fn update(
        call: &Call,
        /// The profile's id.
        id: BigInt,
        /// What changes; what is absent stays.
        update_response_profile: ResponseProfile,
    ) -> Result<ResponseProfile> {
        let mut sent = update_response_profile;
        let mut tx = call.app().store.begin().await?;
        let mut row = table::find_own(&mut tx, call.scope()?, id.0).await?.ok_or_else(|| unknown(id))?;
        call.check_update(&mut sent, &show(&row)?)?;
        check_sent(&sent)?;
        keep_what_is_needed(&mut sent);
        row.more.merge(&sent);
        write(call, tx, row).await
    }

    /// Says whether calls can name a profile.
    #[action(session = always, allow(RESPONSE_PROFILE_UPDATE), throws(RESPONSE_PROFILE_ID_NOT_FOUND))]
    async fn update_status(
        call: &Call,
        /// The profile's id.
        id: BigInt,
        /// Whether they can.
        status: ResponseProfileStatus,
    ) -> Result<ResponseProfile> {
        set_status(call, id, status).await
    }
}

const CLASS: &str = "KalturaResponseProfile";

fn unknown(id: BigInt) -> Error {
    RESPONSE_PROFILE_ID_NOT_FOUND.with([id.0.to_string()]).into()
}

async fn find(call: &Call, id: BigInt) -> Result<Arc<Stored>> {
    let all = call.app().response_profiles.of(call.app(), call.scope()?.partner_id()).await?;
    all.iter().find(|stored| stored.id == id.0).cloned().ok_or_else(|| unknown(id))
}

/// What is sent of a profile that is stored.
fn check_sent(sent: &ResponseProfile) -> Result<()> {
    text_if_sent(CLASS, "name", &sent.base.name, 2)?;
    text_if_sent(CLASS, "systemName", &sent.system_name, 2)?;
    check(&sent.base, MAX_LEVELS)?;
    check_filters(&sent.base)
}

/// Filters of stored profiles are of classes that a list takes.
fn check_filters(profile: &DetachedResponseProfile) -> Result<()> {
    if profile.filter.get().is_some_and(|filter| filter.list().is_none()) {
        return Err(OBJECT_TYPE_ABSTRACT.with(["KalturaRelatedFilter"]).into());
    }
    profile.related_profiles.get().into_iter().flatten().try_for_each(check_filters)
}

/// What no profile is without stays when it is taken away by null.
fn keep_what_is_needed(sent: &mut ResponseProfile) {
    if sent.base.name.get().is_none() {
        sent.base.name = Prop::Absent;
    }
    if sent.base.r#type.get().is_none() {
        sent.base.r#type = Prop::Absent;
    }
}

async fn insert(call: &Call, mut more: Kept, sent: &ResponseProfile) -> Result<ResponseProfile> {
    check_sent(sent)?;
    more.merge(sent);
    let row = Stored {
        id: 0,
        partner_id: call.scope()?.partner_id(),
        status: ResponseProfileStatus::Enabled,
        version: 1,
        created_at: call.now(),
        updated_at: call.now(),
        profile: Arc::default(),
        more,
    };
    let mut tx = call.app().store.begin().await?;
    let id = match table::add(&mut tx, &row).await {
        Err(error) if error.is_unique_violation() => return Err(taken(&row)),
        added => added?,
    };
    tx.commit().await?;
    show(&Stored { id, ..row })
}

async fn set_status(call: &Call, id: BigInt, status: ResponseProfileStatus) -> Result<ResponseProfile> {
    let mut tx = call.app().store.begin().await?;
    let row = table::find_own(&mut tx, call.scope()?, id.0).await?.ok_or_else(|| unknown(id))?;
    write(call, tx, Stored { status, ..row }).await
}

async fn write(call: &Call, mut tx: store::Transaction, mut row: Stored) -> Result<ResponseProfile> {
    row.version = row.version.saturating_add(1);
    row.updated_at = call.now();
    match table::update(&mut tx, call.scope()?, &row).await {
        Err(error) if error.is_unique_violation() => return Err(taken(&row)),
        written => written?,
    }
    tx.commit().await?;
    show(&row)
}

fn taken(row: &Stored) -> Error {
    RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME.with([row.system_name().unwrap_or_default()]).into()
}

fn show(row: &Stored) -> Result<ResponseProfile> {
    let shown: ResponseProfile = row.more.show()?;
    Ok(ResponseProfile {
        id: BigInt(row.id).into(),
        partner_id: row.partner_id.into(),
        created_at: Time(row.created_at).into(),
        updated_at: Time(row.updated_at).into(),
        status: row.status.into(),
        version: row.version.into(),
        ..shown
    })
}
