//! `accessControl`: profiles in their old form (reference: content-access.md §12.2).

use contract::errors::ACCESS_CONTROL_NEW_VERSION_UPDATE;
use contract::list::ApiFilter;
use contract::{BigInt, FilterPager, ListOf, Prop, Time, service};

use super::model::restriction::{AccessControl, AccessControlFilter};
use super::save::{self, Content, Sent};
use super::service::is_default;
use super::table::{self, ProfileRow};
use crate::call::Call;
use crate::error::Result;

/// The service `accessControl`.
pub struct AccessControlService;

/// The same profiles, seen as restrictions.
#[service(name = "accessControl", deprecated)]
impl AccessControlService {
    /// Adds a profile.
    #[action(session = always, allow(ACCESS_CONTROL_ADD))]
    async fn add(
        call: &Call,
        /// The profile; it needs a name.
        access_control: AccessControl,
    ) -> Result<AccessControl> {
        let mut sent = access_control;
        call.check_insert(&mut sent)?;
        save::add(call, taken(sent)).await.map(|row| show(&row))
    }

    /// Deletes a profile. Its entries get the default one.
    #[action(session = always, allow(ACCESS_CONTROL_DELETE))]
    async fn delete(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<()> {
        save::delete(call, id.0).await
    }

    /// Answers a profile.
    #[action(session = always, allow(ACCESS_CONTROL_BASE))]
    async fn get(
        call: &Call,
        /// The profile's id.
        id: BigInt,
    ) -> Result<AccessControl> {
        save::find(call, id.0).await.map(|known| show(&known.row))
    }

    /// Answers the profiles of the account.
    #[action(session = always, allow(ACCESS_CONTROL_BASE, KMC_READ_ONLY))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AccessControlFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<AccessControl>> {
        let query = filter.unwrap_or_default().query(pager.as_ref());
        let (rows, total) = table::list(&call.app().store, call.scope()?, &query).await?;
        Ok(ListOf {
            objects: Some(rows.iter().map(show).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes a profile, unless it has rules that have no old form. Restrictions that are sent take the place of all
    /// that are there.
    #[action(
        session = always,
        allow(ACCESS_CONTROL_UPDATE),
        throws(ACCESS_CONTROL_ID_NOT_FOUND, ACCESS_CONTROL_NEW_VERSION_UPDATE)
    )]
    async fn update(
        call: &Call,
        /// The profile's id.
        id: BigInt,
        /// What changes; what is absent stays.
        access_control: AccessControl,
    ) -> Result<AccessControl> {
        let stored = save::find(call, id.0).await?;
        let mut sent = access_control;
        call.check_update(&mut sent, &show(&stored.row))?;
        let row = save::update(call, id.0, taken(sent), |row| {
            if has_only_rules(row) {
                return Err(ACCESS_CONTROL_NEW_VERSION_UPDATE.with([row.id.to_string()]).into());
            }
            Ok(())
        });
        row.await.map(|row| show(&row))
    }
}

fn taken(sent: AccessControl) -> Sent {
    Sent {
        name: sent.name,
        system_name: sent.system_name,
        description: sent.description,
        is_default: sent.is_default,
        content: match sent.restrictions {
            Prop::Absent => None,
            Prop::Null => Some(Content::Restrictions(Vec::new())),
            Prop::Set(restrictions) => Some(Content::Restrictions(restrictions)),
        },
    }
}

/// True for a profile that was made with rules. Without any, it can be either.
fn has_only_rules(row: &ProfileRow) -> bool {
    row.restrictions.is_none() && !row.rules.is_empty()
}

fn show(row: &ProfileRow) -> AccessControl {
    AccessControl {
        id: row.id.into(),
        partner_id: row.partner_id.into(),
        name: row.name.clone().into(),
        system_name: row.system_name.clone().into(),
        description: row.description.clone().into(),
        created_at: Time(row.created_at).into(),
        is_default: is_default(row).into(),
        restrictions: row.restrictions.clone().unwrap_or_default().into(),
        contains_unsuported_restrictions: has_only_rules(row).into(),
    }
}
