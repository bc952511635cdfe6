//! `groupUser.sync`: what a user's groups should be, and the way there (reference: identity.md §12).

use std::collections::{BTreeSet, HashSet};

use contract::errors::{INVALID_FIELD_VALUE, INVALID_USER_ID, USER_EXCEEDED_MAX_GROUPS};
use store::Transaction;

use super::MAX_GROUPS;
use super::model::{GroupUserCreationMode, GroupUserRole};
use super::place::new_group;
use super::table::{self, NewMember};
use crate::call::{Call, Scope};
use crate::error::{Error, Result};
use crate::user::model::UserType;
use crate::user::{self, UserRow, is_valid_id, user_key};

/// What is asked for.
pub(super) struct Wish<'a> {
    user_id: &'a str,
    /// Each once.
    group_ids: Vec<&'a str>,
    remove_others: bool,
    create_missing: bool,
}

impl<'a> Wish<'a> {
    /// Reads what was sent.
    pub(super) fn new(
        user_id: &'a str,
        group_ids: &'a str,
        remove_others: bool,
        create_missing: bool,
    ) -> Result<Self> {
        let invalid = |field: &str| Error::from(INVALID_FIELD_VALUE.with([field]));
        if !is_valid_id(user_id) {
            return Err(invalid("userId"));
        }
        let mut known = HashSet::new();
        let mut ids: Vec<&str> =
            group_ids.split([',', ';']).map(str::trim).filter(|id| !id.is_empty()).collect();
        if !ids.iter().all(|id| is_valid_id(id)) {
            return Err(invalid("groupIds"));
        }
        ids.retain(|id| known.insert(user_key(id)));
        if ids.len() > MAX_GROUPS {
            return Err(USER_EXCEEDED_MAX_GROUPS.bare().into());
        }
        Ok(Self { user_id, group_ids: ids, remove_others, create_missing })
    }

    /// Makes it so, in one transaction.
    pub(super) async fn fulfil(&self, call: &Call) -> Result<()> {
        let (scope, now) = (call.scope()?, call.now());
        let once = async || {
            let mut tx = call.app().store.begin().await?;
            self.carry_out(&mut tx, scope, now).await?;
            Ok::<_, Error>(tx.commit().await?)
        };
        match once().await {
            // Somebody else made one of the missing groups at the same time: now it is there.
            Err(error) if error.is_unique_violation() => once().await,
            done => done,
        }
    }

    async fn carry_out(&self, tx: &mut Transaction, scope: Scope, now: i64) -> Result<()> {
        let ids = || self.group_ids.iter().copied().chain([self.user_id]);
        let mut rows = user::lock_rows(tx, scope, ids()).await?;
        let user = rows.iter().find(|row| row.has_id(self.user_id)).filter(|user| !user.is_group());
        let user = user.ok_or_else(|| Error::from(INVALID_USER_ID.bare()))?.row;
        let missing: Vec<&str> =
            self.group_ids.iter().copied().filter(|id| !rows.iter().any(|row| row.has_id(id))).collect();
        if self.create_missing && !missing.is_empty() {
            for id in &missing {
                user::add(tx, scope.partner_id(), &new_group(id), now).await?;
            }
            rows.extend(user::lock_rows(tx, scope, missing).await?);
        }
        // An id that is a person's is no group and cannot become one.
        let wanted: Vec<&UserRow> = rows.iter().filter(|row| row.is_group()).collect();

        let held = table::of_user(tx, scope, user).await?;
        let groups = user::rows_by_number_within(tx, scope, held.iter().map(|member| member.group)).await?;
        let is_plain = |group: i64| groups.get(&group).is_some_and(|group| group.kind == UserType::Group);
        let surplus: BTreeSet<i64> = held
            .iter()
            .filter(|member| {
                self.remove_others
                    && member.creation_mode == GroupUserCreationMode::Automatic
                    && !wanted.iter().any(|group| group.row == member.group)
                    && is_plain(member.group)
                    && !groups.get(&member.group).is_some_and(|group| group.is_protected)
            })
            .map(|member| member.group)
            .collect();
        let lacking: BTreeSet<i64> = wanted
            .iter()
            .map(|group| group.row)
            .filter(|group| !held.iter().any(|member| member.group == *group))
            .collect();

        let kept = held.iter().filter(|member| is_plain(member.group) && !surplus.contains(&member.group));
        let new = wanted.iter().filter(|group| group.kind == UserType::Group && lacking.contains(&group.row));
        if !lacking.is_empty() && kept.count() + new.count() > MAX_GROUPS {
            return Err(USER_EXCEEDED_MAX_GROUPS.bare().into());
        }
        let (creation_mode, role) = (GroupUserCreationMode::Automatic, GroupUserRole::Member);
        let new: Vec<NewMember> =
            lacking.into_iter().map(|group| NewMember { user, group, creation_mode, role }).collect();
        table::exchange(tx, scope, user, surplus, &new, now).await
    }
}
