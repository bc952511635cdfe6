//! Changing a user (reference: identity.md §6.2, in the order of its checks). Everything is read, checked and written
//! in one transaction, so that two who change different things of one user both succeed.

use std::collections::BTreeSet;

use contract::ApiEnum;
use contract::errors::{
    ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE, APPLICATIVE_USER_TYPE_CANNOT_BE_UPDATED, CANNOT_CHANGE_OWN_ROLE,
    CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER, CANNOT_SET_ROOT_ADMIN_AS_NO_ADMIN, DUPLICATE_USER_BY_ID,
    INVALID_FIELD_VALUE, INVALID_USER_ID, NOT_ALLOWED_TO_CHANGE_ROLE,
    UPDATING_USER_ID_FOR_HASHED_USER_NOT_ALLOWED,
};
use store::Transaction;

use super::add::{admin_role, check_domain, check_names, check_sso, merge_names, roles_named};
use super::model::{AdminUser, AnyUser, User, UserStatus, UserType};
use super::show::show;
use super::table::{self, FullUser};
use super::{change, cut, is_valid_id, user_key};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::login::{self, Promoted};
use crate::partner;
use crate::role::Bounds;
use crate::role::bounds::beyond;

/// The account of the operators' console.
const ADMIN_CONSOLE: i64 = -2;

/// Changes what was sent of a user.
pub(crate) async fn update(call: &Call, user_id: &str, sent: AnyUser) -> Result<FullUser> {
    let wanted_id = sent.as_user().base.id.get().cloned();
    let mut tx = call.app().store.begin().await?;
    match change_user(call, &mut tx, user_id, sent).await {
        Ok(changed) => {
            tx.commit().await?;
            Ok(changed)
        }
        // Somebody else took the id at the same time.
        Err(error) if error.is_unique_violation() => {
            Err(DUPLICATE_USER_BY_ID.with([wanted_id.unwrap_or_default()]).into())
        }
        Err(error) => Err(error),
    }
}

async fn change_user(call: &Call, tx: &mut Transaction, user_id: &str, sent: AnyUser) -> Result<FullUser> {
    let (partner, scope) = (call.partner()?, call.scope()?);
    let owner = if touches_standing(sent.as_user()) {
        partner::lock_owner(tx, partner.id).await?
    } else {
        partner.owner_user_id.clone()
    };
    let before = table::lock(tx, scope, user_id).await?.ok_or_else(|| INVALID_USER_ID.bare())?;
    let is_owner = owner.is_some_and(|owner| user_key(&owner) == user_key(&before.user.id));
    let mut after = before.clone();

    let user = sent.as_user();
    if before.user.is_admin && user.is_admin.get() == Some(&false) {
        return Err(CANNOT_SET_ROOT_ADMIN_AS_NO_ADMIN.bare().into());
    }
    after.user.is_admin |= user.is_admin.get() == Some(&true) || matches!(sent, AnyUser::AdminUser(_));
    user.base.email.clone().merge_into(&mut after.email);
    if after.user.is_admin && (after.email != before.email || !before.user.is_admin) {
        check_domain(partner, after.email.as_deref())?;
    }
    if partner.user_ids.is_some() && user.base.id.get().is_some_and(|id| *id != before.user.id) {
        return Err(UPDATING_USER_ID_FOR_HASHED_USER_NOT_ALLOWED.bare().into());
    }
    check_sso(partner, user)?;
    if !user.role_ids.is_absent() {
        after.user.role_ids = new_roles(call, user, &before, is_owner)?;
    }
    if let Some(id) = user.base.id.get().filter(|id| **id != before.user.id) {
        after.user.id = new_id(tx, call, id, &before).await?;
    }
    check_names(user)?;
    let user = check_properties(call, sent, &before)?;

    if let Some(status) = user.base.status.get() {
        if is_owner && *status != UserStatus::Active {
            return Err(CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER.bare().into());
        }
        after.user.status = *status;
    }
    if let Some(kind) = user.r#type.get() {
        if before.kind == UserType::ApplicativeGroup.number() && kind.number() != before.kind {
            return Err(APPLICATIVE_USER_TYPE_CANNOT_BE_UPDATED.bare().into());
        }
        after.kind = kind.number();
    }
    user.base.screen_name.clone().merge_into(&mut after.screen_name);
    merge_names(&user, &mut after.first_name, &mut after.last_name);
    user.ks_privileges.clone().merge_into(&mut after.user.ks_privileges);
    after.profile.merge(&user);
    check_bounds(call, &before, &after)?;
    if let (false, true, UserStatus::Active, Some(login_row)) =
        (before.user.is_admin, after.user.is_admin, after.user.status, after.user.login_row)
    {
        let promoted = Promoted {
            login_row,
            user_id: &after.user.id,
            first_name: after.first_name.as_deref(),
            role_ids: &after.user.role_ids,
            creator: call.user_id(),
        };
        login::congratulate(call.app(), tx, partner, &promoted, call.now()).await?;
    }
    change::write(tx, partner, &before, after, call.request().now).await
}

/// True if it matters who owns the account.
fn touches_standing(user: &User) -> bool {
    !(user.role_ids.is_absent() && user.base.id.is_absent() && user.base.status.is_absent())
}

fn new_roles(call: &Call, user: &User, before: &FullUser, is_owner: bool) -> Result<Vec<i64>> {
    let partner = call.partner()?;
    if partner.id == ADMIN_CONSOLE && !call.rights().has("SYSTEM_ADMIN_PERMISSIONS_UPDATE") {
        return Err(NOT_ALLOWED_TO_CHANGE_ROLE.bare().into());
    }
    let roles = roles_named(partner, user.role_ids.get().map_or("", String::as_str))?;
    let set = |roles: &[i64]| roles.iter().copied().collect::<BTreeSet<_>>();
    let is_self = user_key(call.user_id()) == user_key(&before.user.id);
    if is_self && set(&roles) != set(&before.user.role_ids) {
        return Err(CANNOT_CHANGE_OWN_ROLE.bare().into());
    }
    if is_owner && !roles.contains(&admin_role(partner)?) {
        return Err(ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE.bare().into());
    }
    Ok(roles)
}

/// Nobody gives more than they have, or another id to somebody who has more: it may be one by which the caller is known.
fn check_bounds(call: &Call, before: &FullUser, after: &FullUser) -> Result<()> {
    let bounds = Bounds::of(call)?;
    let (was, is) = (&before.user, &after.user);
    let added: Vec<i64> = is.role_ids.iter().copied().filter(|id| !was.role_ids.contains(id)).collect();
    let has_all = |user: &super::User| user.is_admin && user.role_ids.is_empty();
    let gives_all = has_all(is) && !has_all(was);
    let is_within = bounds.hold_person(&added, gives_all)?
        && (is.ks_privileges == was.ks_privileges
            || bounds.hold_privileges(is.ks_privileges.as_deref().unwrap_or_default()))
        && (user_key(&is.id) == user_key(&was.id) || bounds.hold_person(&was.role_ids, was.is_admin)?);
    if is_within { Ok(()) } else { Err(beyond()) }
}

/// Another id, which nobody else of the account may have.
async fn new_id(tx: &mut Transaction, call: &Call, id: &str, before: &FullUser) -> Result<String> {
    if !is_valid_id(id) {
        return Err(INVALID_FIELD_VALUE.with(["id"]).into());
    }
    let differs = user_key(id) != user_key(&before.user.id);
    if differs && table::lock(tx, call.scope()?, id).await?.is_some() {
        return Err(DUPLICATE_USER_BY_ID.with([id]).into());
    }
    Ok(cut(id).into_owned())
}

/// What was sent, without what only repeats what the server says itself.
fn check_properties(call: &Call, sent: AnyUser, before: &FullUser) -> Result<User, Error> {
    let stored = show(call.partner()?, before.clone());
    match sent {
        AnyUser::User(mut user) => {
            call.check_update(&mut user, &stored)?;
            Ok(user)
        }
        AnyUser::AdminUser(mut admin) => {
            call.check_update(&mut admin, &AdminUser { base: stored })?;
            Ok(admin.base)
        }
    }
}
