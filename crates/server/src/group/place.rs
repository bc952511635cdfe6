//! Putting one user into one group, whatever was before: for lists of users that say where each belongs.

use contract::ApiEnum;
use contract::errors::{GROUP_NOT_FOUND, INVALID_USER_ID, USER_EXCEEDED_MAX_GROUPS};

use super::MAX_GROUPS;
use super::model::{GroupUserCreationMode, GroupUserRole};
use super::table::{self, NewMember};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::user::model::UserType;
use crate::user::{self, NewUser};

/// Puts a user into a group, which is made if the account has no such one. Who is in it already stays there as they
/// are.
pub(crate) async fn put_into(
    app: &App,
    scope: Scope,
    user_id: &str,
    group_id: &str,
    creation_mode: GroupUserCreationMode,
    role: GroupUserRole,
    now: i64,
) -> Result<()> {
    let once = async || {
        let mut tx = app.store.begin().await?;
        let mut rows = user::lock_rows(&mut tx, scope, [user_id, group_id]).await?;
        if !rows.iter().any(|row| row.has_id(group_id)) {
            user::add(&mut tx, scope.partner_id(), &new_group(group_id), now).await?;
            rows.extend(user::lock_rows(&mut tx, scope, [group_id]).await?);
        }
        let user = rows.iter().find(|row| row.has_id(user_id)).filter(|row| !row.is_group());
        let user = user.ok_or_else(|| Error::from(INVALID_USER_ID.bare()))?.row;
        let group = rows.iter().find(|row| row.has_id(group_id)).filter(|row| row.is_group());
        let group = group.ok_or_else(|| Error::from(GROUP_NOT_FOUND.bare()))?;
        let held = table::of_user(&mut tx, scope, user).await?;
        if held.iter().any(|member| member.group == group.row) {
            return Ok(());
        }
        if group.kind == UserType::Group && held.len() >= MAX_GROUPS {
            let groups = held.iter().map(|member| member.group);
            let groups = user::rows_by_number_within(&mut tx, scope, groups).await?;
            if groups.values().filter(|group| group.kind == UserType::Group).count() >= MAX_GROUPS {
                return Err(USER_EXCEEDED_MAX_GROUPS.bare().into());
            }
        }
        let new = NewMember { user, group: group.row, creation_mode, role };
        table::add(&mut tx, scope, &new, now).await?;
        Ok::<_, Error>(tx.commit().await?)
    };
    match once().await {
        // Somebody else made the group at the same time: now it is there.
        Err(error) if error.is_unique_violation() => once().await,
        done => done,
    }
}

/// Takes a user out of a group; who is not in it, stays out.
pub(crate) async fn take_out(app: &App, scope: Scope, user_id: &str, group_id: &str) -> Result<()> {
    let rows = user::find_rows(app, scope, [user_id, group_id]).await?;
    let user = rows.iter().find(|row| row.has_id(user_id));
    let user = user.ok_or_else(|| Error::from(INVALID_USER_ID.bare()))?;
    let group = rows.iter().find(|row| row.has_id(group_id)).filter(|row| row.is_group());
    let group = group.ok_or_else(|| Error::from(GROUP_NOT_FOUND.bare()))?;
    let mut tx = app.store.begin().await?;
    table::remove(&mut tx, scope, user.row, group.row).await?;
    Ok(tx.commit().await?)
}

/// A group that is known by its id only.
pub(super) fn new_group(id: &str) -> NewUser {
    NewUser {
        id: id.to_owned(),
        kind: UserType::Group.number(),
        screen_name: Some(id.to_owned()),
        ..NewUser::default()
    }
}
