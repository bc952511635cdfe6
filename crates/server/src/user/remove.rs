//! Deleting, demoting, blocking and unblocking users (reference: identity.md §6.3).

use contract::errors::{
    CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER, CANNOT_SET_ROOT_ADMIN_AS_NO_ADMIN, DEMOTE_ONLY_ADMIN,
    INVALID_USER_ID, USER_IS_BLOCKED,
};
use ks::UnixMillis;
use store::Transaction;

use super::change;
use super::model::UserStatus;
use super::table::{self, FullUser};
use super::user_key;
use crate::call::Scope;
use crate::error::Result;
use crate::partner::{self, Partner};

/// A user who is about to change, and whether the account is theirs.
struct Held {
    user: FullUser,
    is_owner: bool,
}

/// Neither the user nor the owner of the account changes until the transaction ends.
async fn hold(tx: &mut Transaction, partner: &Partner, user_id: &str) -> Result<Held> {
    let owner = partner::lock_owner(tx, partner.id).await?;
    let user = table::lock(tx, Scope::of(partner.id), user_id).await?;
    let user = user.ok_or_else(|| INVALID_USER_ID.bare())?;
    let is_owner = owner.is_some_and(|owner| user_key(&owner) == user_key(&user.user.id));
    Ok(Held { user, is_owner })
}

async fn set_status(
    tx: &mut Transaction,
    partner: &Partner,
    user_id: &str,
    status: UserStatus,
    now: UnixMillis,
) -> Result<FullUser> {
    let held = hold(tx, partner, user_id).await?;
    if held.is_owner && status != UserStatus::Active {
        return Err(CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER.bare().into());
    }
    if held.user.user.status == status {
        return Ok(held.user);
    }
    let mut after = held.user.clone();
    after.user.status = status;
    change::write(tx, partner, &held.user, after, now).await
}

/// Deletes a user, but for a row that says that there was one.
pub(crate) async fn remove(
    tx: &mut Transaction,
    partner: &Partner,
    user_id: &str,
    now: UnixMillis,
) -> Result<FullUser> {
    set_status(tx, partner, user_id, UserStatus::Deleted, now).await
}

/// Refuses every call in a user's name.
pub(crate) async fn block(
    tx: &mut Transaction,
    partner: &Partner,
    user_id: &str,
    now: UnixMillis,
) -> Result<FullUser> {
    set_status(tx, partner, user_id, UserStatus::Blocked, now).await
}

/// Lets a blocked user in again, but not with the sessions of before.
pub(crate) async fn unblock(
    tx: &mut Transaction,
    partner: &Partner,
    user_id: &str,
    now: UnixMillis,
) -> Result<FullUser> {
    set_status(tx, partner, user_id, UserStatus::Active, now).await
}

/// Makes an administrator an ordinary user without roles, who still logs in.
pub(super) async fn demote(
    tx: &mut Transaction,
    partner: &Partner,
    user_id: &str,
    now: UnixMillis,
) -> Result<FullUser> {
    let held = hold(tx, partner, user_id).await?;
    if held.user.user.status == UserStatus::Blocked {
        return Err(USER_IS_BLOCKED.bare().into());
    }
    if held.is_owner {
        return Err(CANNOT_SET_ROOT_ADMIN_AS_NO_ADMIN.bare().into());
    }
    if !held.user.user.is_admin {
        return Err(DEMOTE_ONLY_ADMIN.bare().into());
    }
    let mut after = held.user.clone();
    after.user.is_admin = false;
    after.user.role_ids.clear();
    change::write(tx, partner, &held.user, after, now).await
}
