//! What follows from a change of a user: one place, whatever action or command makes the change.

use contract::ApiEnum;
use ks::UnixMillis;
use store::Transaction;

use super::model::{UserStatus, UserType};
use super::table::{self, FullUser};
use super::{UserProfile, user_key};
use crate::app_role;
use crate::app_token;
use crate::call::{Scope, seconds};
use crate::category;
use crate::category_entry;
use crate::cue_point;
use crate::entry;
use crate::error::Result;
use crate::group;
use crate::job;
use crate::like;
use crate::login;
use crate::metadata;
use crate::moderation;
use crate::partner::{self, Partner};
use crate::schedule;
use crate::session::revocation::{self, Subject};
use crate::user_entry;

/// Sessions made elsewhere do not say when; they are refused for as long as the account lets a session live, at most
/// for this many seconds.
const OFFLINE_SECONDS: i64 = 86_400;

/// Writes a change of a user that the transaction has locked, with everything that follows from it, and gives back the
/// user as it now is.
///
/// Who is deleted, loses the rights of an administrator or gets another id loses the sessions of before: the gate
/// would take them for those of somebody whom it does not know. Who is blocked is told so by the gate, and so loses
/// the sessions of before on coming back.
pub(crate) async fn write(
    tx: &mut Transaction,
    partner: &Partner,
    before: &FullUser,
    mut after: FullUser,
    now: UnixMillis,
) -> Result<FullUser> {
    let scope = Scope::of(partner.id);
    let (old_key, new_key) = (user_key(&before.user.id), user_key(&after.user.id));
    let (was, is) = (before.user.status, after.user.status);
    after.updated_at = seconds(now);
    if was != is {
        after.status_updated_at = Some(seconds(now));
    }
    if is == UserStatus::Deleted {
        after.deleted_at = Some(seconds(now));
        after.user.login_row = None;
        if let Some(login) = before.user.login_row {
            // Before anything is counted, as those do who give it another user: so nobody waits for each other.
            login::hold(tx, login).await?;
        }
        if partner.has_feature("FEATURE_PURGE_USER_PII_DATA") {
            forget_person(&mut after);
        }
        let without_roles =
            FullUser { user: super::User { role_ids: Vec::new(), ..after.user.clone() }, ..after.clone() };
        table::save(tx, before, &without_roles).await?;
        leave(tx, scope, before, seconds(now)).await?;
    } else {
        table::save(tx, before, &after).await?;
        if is_person(before) != is_person(&after) {
            // Only persons are in groups, and only groups have members.
            forget_user(tx, before.user.row).await?;
        }
    }

    if old_key != new_key && is != UserStatus::Deleted {
        Box::pin(follow(tx, scope, before, &after, seconds(now))).await?;
    }
    if is == UserStatus::Deleted || old_key != new_key || (before.user.is_admin && !after.user.is_admin) {
        end_sessions(tx, partner, &before.user.id, now).await?;
    } else if was == UserStatus::Blocked && is == UserStatus::Active {
        let blocked_at = before.status_updated_at.and_then(|at| u64::try_from(at).ok());
        // The second in which it happened counts as before.
        let blocked_at = blocked_at.map_or(now, |at| UnixMillis(now.0.min(at * 1000 + 999)));
        end_sessions(tx, partner, &before.user.id, blocked_at).await?;
    }
    Ok(after)
}

/// What goes with a user who gets another id: a call for each feature that knows users by their ids.
pub(super) async fn follow(
    tx: &mut Transaction,
    scope: Scope,
    before: &FullUser,
    after: &FullUser,
    now: i64,
) -> Result<()> {
    let (old, new) = (&before.user.id, &after.user.id);
    app_token::follow_user(tx, scope, old, new, now).await?;
    partner::follow_owner(tx, scope.partner_id(), old, new).await?;
    category_entry::follow_user(tx, scope, old, new).await?;
    entry::follow_user(tx, scope, old, new).await?;
    cue_point::follow_user(tx, scope, old, new).await?;
    user_entry::follow_user(tx, scope, old, new).await?;
    like::follow_user(tx, scope, old, new).await?;
    schedule::follow_user(tx, scope, old, new).await?;
    metadata::follow_user(tx, scope, old, new).await?;
    category::follow_user(tx, scope, old, new).await?;
    moderation::follow_user(tx, scope, old, new).await?;
    job::follow_user(tx, scope, old, new).await?;
    if !is_person(after) {
        group::note_renamed(tx);
    }
    Ok(())
}

/// What goes with a user who goes: a call for each feature that keeps something of theirs.
async fn leave(tx: &mut Transaction, scope: Scope, gone: &FullUser, now: i64) -> Result<()> {
    forget_user(tx, gone.user.row).await?;
    app_token::delete_of_user(tx, scope, &gone.user.id, now).await?;
    category::forget_user(tx, scope, &gone.user.id).await?;
    metadata::forget_user(tx, scope, &gone.user.id).await?;
    if let Some(login) = gone.user.login_row {
        login::remove_if_unused(tx, login).await?;
    }
    Ok(())
}

fn is_person(user: &FullUser) -> bool {
    user.kind == UserType::User.number()
}

async fn forget_user(tx: &mut Transaction, row: i64) -> Result<()> {
    group::forget_user(tx, row).await?;
    app_role::forget_user(tx, row).await
}

async fn end_sessions(tx: &mut Transaction, partner: &Partner, user_id: &str, at: UnixMillis) -> Result<()> {
    let subject = Subject::User(partner.id, user_key(user_id));
    revocation::set_floor_within(tx, &subject, at, partner.max_expiry().min(OFFLINE_SECONDS)).await
}

/// Leaves of a person what the account's own records need: the id and the times.
fn forget_person(user: &mut FullUser) {
    user.screen_name = None;
    user.first_name = None;
    user.last_name = None;
    user.email = None;
    user.user.ks_privileges = None;
    user.profile = UserProfile::default();
}
