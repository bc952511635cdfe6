//! Becoming a member (reference: content-access.md §17.2).

use contract::errors::{
    APPLICATIVE_GROUP_ASSOCIATION_TO_CATEGORY_NOT_ALLOWED, CATEGORY_INHERIT_MEMBERS,
    CATEGORY_MAX_USER_REACHED, CATEGORY_USER_ALREADY_EXISTS, CATEGORY_USER_JOIN_NOT_ALLOWED, INVALID_USER_ID,
    PROPERTY_VALIDATION_CANNOT_BE_NULL,
};
use store::Transaction;

use super::model::{CategoryUser, CategoryUserStatus, UpdateMethodType};
use super::powers::{Powers, Standing};
use super::table::{self, Member};
use crate::call::{Call, Scope};
use crate::category::change::{find, not_found};
use crate::category::model::UserJoinPolicyType;
use crate::category::table::CategoryRow;
use crate::category::visible;
use crate::entitlement::enforced::{self, Viewer};
use crate::error::{Error, Result};
use crate::partner;
use crate::user::model::UserType;
use crate::user::{self, NewUser, is_valid_id};

/// Members that a category can have, those who wait counted.
const MAX_MEMBERS: i64 = 100_000;

/// The id of a user or group as the account spells it. One that the account does not know is added, in the same
/// transaction; nobody deletes it before that ends.
pub(in crate::category) async fn known_user(
    tx: &mut Transaction,
    scope: Scope,
    id: &str,
    now: i64,
) -> Result<String> {
    let rows = user::lock_rows(tx, scope, [id]).await?;
    if let Some(row) = rows.first() {
        if row.kind == UserType::ApplicativeGroup {
            return Err(APPLICATIVE_GROUP_ASSOCIATION_TO_CATEGORY_NOT_ALLOWED.bare().into());
        }
        return Ok(row.id.clone());
    }
    let new = NewUser {
        id: id.to_owned(),
        screen_name: Some(id.to_owned()),
        first_name: Some(id.to_owned()),
        ..NewUser::default()
    };
    match user::add(tx, scope.partner_id(), &new, now).await {
        Err(error) if error.is_unique_violation() => {
            Err(Error::collided("somebody else added the same user"))
        }
        added => added.map(|()| user::cut(id).into_owned()),
    }
}

/// What was sent of what a member may do; nothing was: none. Names count before the level.
pub(super) fn sent_standing(sent: &CategoryUser) -> Option<Standing> {
    if let Some(names) = sent.permission_names.get().filter(|names| !names.is_empty()) {
        let powers = Powers::named(names);
        return Some(Standing { level: powers.level(), powers });
    }
    sent.permission_level.get().map(|level| Standing { level: *level, powers: Powers::of_level(*level) })
}

/// As what somebody comes in: as the caller says, if the caller may; otherwise as the category says.
async fn admission(
    call: &Call,
    viewer: &Viewer,
    category: &CategoryRow,
    sent: &CategoryUser,
) -> Result<(Standing, CategoryUserStatus)> {
    let level = category.settings.default_level;
    let default = Standing { level, powers: Powers::of_level(level) };
    let decides = !viewer.is_enforced
        || visible::standing(call.app(), call.scope()?, viewer, category)
            .await?
            .is_some_and(|standing| standing.powers.edit);
    if decides {
        return Ok((sent_standing(sent).unwrap_or(default), CategoryUserStatus::Active));
    }
    match category.settings.join_policy {
        UserJoinPolicyType::AutoJoin => Ok((default, CategoryUserStatus::Active)),
        UserJoinPolicyType::RequestToJoin => Ok((default, CategoryUserStatus::Pending)),
        UserJoinPolicyType::NotAllowed => {
            Err(CATEGORY_USER_JOIN_NOT_ALLOWED.with([category.id.to_string()]).into())
        }
    }
}

fn missing(property: &str) -> Error {
    PROPERTY_VALIDATION_CANNOT_BE_NULL.with([format!("KalturaCategoryUser::{property}")]).into()
}

/// Adds a member, and gives the category as well.
pub(super) async fn add(call: &Call, sent: CategoryUser) -> Result<(Member, CategoryRow)> {
    let (scope, now, mut sent) = (call.scope()?, call.now(), sent);
    let category = sent.category_id.get().copied().ok_or_else(|| missing("categoryId"))?;
    let user_id = sent.user_id.get().filter(|id| !id.is_empty()).cloned();
    let user_id = user_id.ok_or_else(|| missing("userId"))?;
    call.check_insert(&mut sent)?;
    if !is_valid_id(&user_id) {
        return Err(INVALID_USER_ID.bare().into());
    }
    let viewer = enforced::viewer(call).await?;
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    let category = find(call, &mut tx, &viewer, category).await?.ok_or_else(|| not_found(category))?;
    if category.inherits() {
        return Err(CATEGORY_INHERIT_MEMBERS.with([category.id.to_string()]).into());
    }
    let (standing, status) = admission(call, &viewer, &category, &sent).await?;
    if table::find_within(&mut tx, scope, category.id, &user_id).await?.is_some() {
        return Err(CATEGORY_USER_ALREADY_EXISTS.bare().into());
    }
    if category.counts.members + category.counts.pending_members >= MAX_MEMBERS {
        return Err(CATEGORY_MAX_USER_REACHED.with([MAX_MEMBERS.to_string()]).into());
    }
    let new = Member {
        category_id: category.id,
        user_id: known_user(&mut tx, scope, &user_id, now).await?,
        standing,
        status,
        update_method: sent.update_method.get().copied().unwrap_or(UpdateMethodType::Manual),
        created_at: now,
        updated_at: now,
    };
    table::insert(&mut tx, scope, &new).await?;
    tx.commit().await?;
    Ok((new, category))
}
