//! `userRole` (reference: identity.md §8).

use std::sync::Arc;

use contract::list::ApiFilter;
use contract::{FilterPager, ListOf, Prop, Time, select, service};

use super::bounds::beyond;
use super::change::{
    MAX_NAME, check_permissions, hold, require_free_name, require_free_system_name, require_unused, unknown,
    valid_name, valid_system_name, without_markup,
};
use super::model::{UserRole, UserRoleFilter};
use super::{Bounds, NewRole, Role, UserRoleStatus, find_id, table, visible};
use crate::call::Call;
use crate::date;
use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::permission::{cut, name_key, names};

/// The service `userRole`.
pub struct UserRoles;

/// Roles: what the users who have one may do.
#[service(name = "userRole")]
impl UserRoles {
    /// Adds a role to the account.
    #[action(
        session = always,
        allow(ADMIN_ROLE_ADD),
        throws(PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_NOT_UPDATABLE, PERMISSION_NOT_FOUND)
    )]
    async fn add(
        call: &Call,
        /// The role.
        user_role: UserRole,
    ) -> Result<UserRole> {
        let mut sent = user_role;
        call.check_insert(&mut sent)?;
        let new = NewRole {
            name: sent.name.into_option(),
            system_name: sent.system_name.into_option().unwrap_or_default(),
            description: sent.description.into_option().unwrap_or_default(),
            status: sent.status.into_option(),
            permission_names: sent.permission_names.into_option().unwrap_or_default(),
            tags: sent.tags.into_option().unwrap_or_default(),
        };
        if !Bounds::of(call)?.hold_names(&new.permission_names) {
            return Err(beyond());
        }
        let partner = account(call).await?;
        let role = super::add(call.app(), &partner, new, call.now()).await?;
        Ok(show(&partner, &role))
    }

    /// Copies a role, built in or the account's own, into one of the account's own.
    #[action(session = always, allow(ADMIN_ROLE_ADD), throws(INVALID_OBJECT_ID))]
    async fn clone(
        call: &Call,
        /// The id of the role to copy.
        user_role_id: i64,
    ) -> Result<UserRole> {
        let (partner, now) = (account(call).await?, call.now());
        let source = find_id(&partner, user_role_id).ok_or_else(|| unknown(user_role_id))?;
        if !Bounds::of(call)?.hold_role(source) {
            return Err(beyond());
        }
        let name = format!("{} copy ({})", source.name, date::format("D j M o, H:i:s", now));
        let mut role = Role {
            id: 0,
            partner_id: partner.id,
            name: cut(&name, MAX_NAME).to_owned(),
            created_at: now,
            updated_at: now,
            ..source.clone()
        };
        let mut tx = call.app().store.begin().await?;
        role.id = table::add(&mut tx, &role).await?;
        tx.commit().await?;
        Ok(show(&partner, &role))
    }

    /// Deletes a role of the account that nobody has any more.
    #[action(session = always, allow(ADMIN_ROLE_DELETE), throws(INVALID_OBJECT_ID, ROLE_IS_BEING_USED))]
    async fn delete(
        call: &Call,
        /// The role's id.
        user_role_id: i64,
    ) -> Result<UserRole> {
        let partner = account(call).await?;
        let role = super::remove(call.app(), &partner, user_role_id, call.now()).await?;
        Ok(show(&partner, &role))
    }

    /// Answers a role, built in or the account's own.
    #[action(session = always, allow(ADMIN_BASE, KMC_READ_ONLY), throws(INVALID_OBJECT_ID))]
    async fn get(
        call: &Call,
        /// The role's id.
        user_role_id: i64,
    ) -> Result<UserRole> {
        let partner = account(call).await?;
        let role = find_id(&partner, user_role_id).ok_or_else(|| unknown(user_role_id))?;
        Ok(show(&partner, role))
    }

    /// Answers the roles of the account and the built-in ones.
    #[action(session = always, allow(ACCOUNT_BASE, ADMIN_BASE))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<UserRoleFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<UserRole>> {
        let partner = account(call).await?;
        let all = visible(&partner).map(|role| show(&partner, role));
        Ok(select(all, &filter.unwrap_or_default().query(pager.as_ref()), "id", name_key))
    }

    /// Changes a role of the account. Properties that are not sent stay as they are, and a role that is everything
    /// stays so.
    #[action(session = always, allow(ADMIN_ROLE_UPDATE), throws(INVALID_OBJECT_ID, PERMISSION_NOT_FOUND))]
    async fn update(
        call: &Call,
        /// The role's id.
        user_role_id: i64,
        /// What changes.
        user_role: UserRole,
    ) -> Result<UserRole> {
        let partner = account(call).await?;
        let mut tx = call.app().store.begin().await?;
        let own = hold(&mut tx, call.scope()?).await?;
        let known = own.iter().find(|role| role.id == user_role_id).ok_or_else(|| unknown(user_role_id))?;
        let mut sent = user_role;
        call.check_update(&mut sent, &show(&partner, known))?;
        let mut role = known.clone();
        if !sent.name.is_absent() {
            role.name = valid_name(&partner, sent.name.get().map(String::as_str))?;
            require_free_name(&own, &role)?;
        }
        if !sent.system_name.is_absent() {
            role.system_name = valid_system_name(sent.system_name.get().map_or("", String::as_str));
            require_free_system_name(&own, &role)?;
        }
        if !sent.permission_names.is_absent() && !role.is_everything() {
            role.permission_names = sent.permission_names.into_option().unwrap_or_default();
            check_permissions(&partner, &role)?;
        }
        if !sent.description.is_absent() {
            let description = sent.description.into_option().unwrap_or_default();
            role.description = without_markup(&partner, "description", &description)?;
        }
        if !sent.tags.is_absent() {
            role.tags = sent.tags.into_option().unwrap_or_default();
        }
        if let Prop::Set(status) = sent.status {
            role.status = status;
            if status == UserRoleStatus::Deleted {
                require_unused(&mut tx, &partner, &role).await?;
            }
        }
        if !Bounds::of(call)?.hold_names(&added(known, &role)) {
            return Err(beyond());
        }
        role.updated_at = call.now();
        table::update(&mut tx, &role).await?;
        tx.commit().await?;
        Ok(show(&partner, &role))
    }
}

/// What a change adds to what a role grants: the names of permissions, comma-separated.
fn added(before: &Role, after: &Role) -> String {
    let granted = |role: &Role| -> Vec<String> {
        let is_active = role.status == UserRoleStatus::Active;
        names(&role.permission_names).filter(|_| is_active).map(name_key).collect()
    };
    let before = granted(before);
    granted(after).into_iter().filter(|name| !before.contains(name)).collect::<Vec<_>>().join(",")
}

/// The account as it is now, not as it was when the call came in: an earlier call of the same multirequest may have
/// changed it.
async fn account(call: &Call) -> Result<Arc<Partner>> {
    let known = call.app().partners.get(call.app(), call.partner()?.id).await?;
    known.ok_or_else(|| Error::internal("the account of a session is gone"))
}

fn show(partner: &Partner, role: &Role) -> UserRole {
    UserRole {
        id: role.id.into(),
        name: role.name.clone().into(),
        system_name: role.system_name.clone().into(),
        description: role.description.clone().into(),
        status: role.status.into(),
        partner_id: role.partner_id.into(),
        permission_names: role.shown_names(partner).into(),
        tags: role.tags.clone().into(),
        created_at: Time(role.created_at).into(),
        updated_at: Time(role.updated_at).into(),
    }
}
