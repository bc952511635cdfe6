//! `accessControlProfile` (reference: content-access.md §9).

use contract::list::ApiFilter;
use contract::{BigInt, FilterPager, ListOf, NullableBoolean, Prop, Time, service};

use super::model::profile::{AccessControlProfile, AccessControlProfileFilter};
use super::save::{self, Content, Sent};
use super::table::{self, ProfileRow};
use crate::call::Call;
use crate::error::Result;

/// The service `accessControlProfile`.
pub struct AccessControlProfileService;

/// Profiles of rules that say who may do what with the entries that carry them.
#[service(name = "accessControlProfile")]
impl AccessControlProfileService {
    /// Adds a profile.
    #[action(session = always, allow(ACCESS_CONTROL_ADD))]
    async fn add(
        call: &Call,
        /// The profile; it needs a name.
        access_control_profile: AccessControlProfile,
    ) -> Result<AccessControlProfile> {
        let mut sent = access_control_profile;
        call.check_insert(&mut sent)?;
        save::add(call, taken(sent)).await.map(|row| show(&row))
    }

    /// Deletes a profile. Its entries get the default one.
    #[action(
        session = always,
        allow(ACCESS_CONTROL_DELETE),
        throws(ACCESS_CONTROL_ID_NOT_FOUND, CANNOT_DELETE_DEFAULT_ACCESS_CONTROL)
    )]
    async fn delete(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<()> {
        save::delete(call, id.0).await
    }

    /// Answers a profile.
    #[action(session = always, allow(ACCESS_CONTROL_BASE), throws(ACCESS_CONTROL_ID_NOT_FOUND))]
    async fn get(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<AccessControlProfile> {
        save::find(call, id.0).await.map(|known| show(&known.row))
    }

    /// Answers the profiles of the account.
    #[action(session = always, allow(ACCESS_CONTROL_BASE, KMC_READ_ONLY))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AccessControlProfileFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AccessControlProfile>> {
        let query = filter.unwrap_or_default().query(pager.as_ref());
        let (rows, total) = table::list(&call.app().store, call.scope()?, &query).await?;
        Ok(ListOf {
            objects: Some(rows.iter().map(show).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes a profile. Rules that are sent take the place of all that are there.
    #[action(session = always, allow(ACCESS_CONTROL_UPDATE), throws(ACCESS_CONTROL_ID_NOT_FOUND))]
    async fn update(
        call: &Call,
        /// The profile's id.
        id: BigInt,
        /// What changes; what is absent stays.
        access_control_profile: AccessControlProfile,
    ) -> Result<AccessControlProfile> {
        let stored = save::find(call, id.0).await?;
        let mut sent = access_control_profile;
        call.check_update(&mut sent, &show(&stored.row))?;
        save::update(call, id.0, taken(sent), |_| Ok(())).await.map(|row| show(&row))
    }
}

fn taken(sent: AccessControlProfile) -> Sent {
    Sent {
        name: sent.name,
        system_name: sent.system_name,
        description: sent.description,
        is_default: sent.is_default,
        content: match sent.rules {
            Prop::Absent => None,
            Prop::Null => Some(Content::Rules(Vec::new())),
            Prop::Set(rules) => Some(Content::Rules(rules)),
        },
    }
}

pub(super) fn is_default(row: &ProfileRow) -> NullableBoolean {
    if row.is_default { NullableBoolean::True } else { NullableBoolean::False }
}

fn show(row: &ProfileRow) -> AccessControlProfile {
    AccessControlProfile {
        id: row.id.into(),
        partner_id: row.partner_id.into(),
        name: row.name.clone().into(),
        system_name: row.system_name.clone().into(),
        description: row.description.clone().into(),
        created_at: Time(row.created_at).into(),
        updated_at: Time(row.updated_at).into(),
        is_default: is_default(row).into(),
        rules: row.rules.clone().into(),
    }
}
