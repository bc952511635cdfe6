//! `group_group`: groups of users (reference: identity.md §13).

use std::collections::BTreeSet;

use contract::errors::{
    APPLICATIVE_USER_TYPE_CANNOT_BE_UPDATED, CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER,
    CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION, DUPLICATE_GROUP_BY_ID, DUPLICATE_USER_BY_ID,
    INVALID_FIELD_VALUE, INVALID_GROUP_ID, UPDATING_USER_ID_FOR_HASHED_USER_NOT_ALLOWED,
    USER_EXCEEDED_MAX_GROUPS, USER_ID_NOT_PROVIDED_OR_EMPTY,
};
use contract::{ApiEnum, FilterPager, ListOf, Prop, service};
use store::Transaction;

use super::model::{Group, GroupFilter, GroupProcessStatus, GroupType};
use super::table::{self, State};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::partner;
use crate::user::model::{User, UserType};
use crate::user::{self, FullUser, NewUser, UserProfile, UserStatus, is_valid_id, user_key};

/// The service `group_group`.
pub struct GroupService;

/// Groups of users. Whoever calls is a user of the account or an administrator.
#[service(name = "group_group", plugin = "group")]
impl GroupService {
    /// Adds a group.
    #[action(
        session = always,
        allow(CONTENT_MANAGE_ASSIGN_USER_GROUP),
        throws(
            DUPLICATE_USER_BY_ID,
            PROPERTY_VALIDATION_CANNOT_BE_NULL,
            INVALID_FIELD_VALUE,
            UNKNOWN_PARTNER_ID,
            PASSWORD_STRUCTURE_INVALID,
            DUPLICATE_USER_BY_LOGIN_ID
        )
    )]
    async fn add(
        call: &Call,
        /// The group; its id is required.
        group: Group,
    ) -> Result<Group> {
        require_person(call)?;
        let mut sent = group;
        let plain = sent.base.id.get().cloned().unwrap_or_default();
        check_id(&plain, "id")?;
        let id = call.partner()?.known_id(&plain).into_owned();
        check_names(&sent)?;
        call.check_insert(&mut sent)?;
        if sent.base.status.get() == Some(&UserStatus::Deleted) {
            return Err(INVALID_FIELD_VALUE.with(["status"]).into());
        }
        let (status, kind, process_status) = (
            sent.base.status.get().copied(),
            sent.group_type.get().copied().unwrap_or(GroupType::Group),
            sent.process_status.get().map(|status| status.number()),
        );
        let as_user = as_user(sent);
        let mut new = NewUser {
            id: id.clone(),
            blocked: status == Some(UserStatus::Blocked),
            kind: kind.number(),
            screen_name: as_user.base.screen_name.get().cloned().or_else(|| Some(plain.clone())),
            email: as_user.base.email.get().cloned(),
            ..NewUser::default()
        };
        user::merge_names(&as_user, &mut new.first_name, &mut new.last_name);
        new.profile.merge(&as_user);
        let mut tx = call.app().store.begin().await?;
        let taken = || DUPLICATE_USER_BY_ID.with([plain.as_str()]).into();
        let row = add_row(call, &mut tx, &new, taken).await?;
        if process_status.is_some() {
            table::set_process_status(&mut tx, row, process_status).await?;
        }
        tx.commit().await?;
        answer(call, &id).await
    }

    /// Makes a new group like another, with its members.
    #[action(
        session = always,
        allow(CONTENT_MANAGE_ASSIGN_USER_GROUP),
        throws(INVALID_FIELD_VALUE, INVALID_GROUP_ID)
    )]
    async fn clone(
        call: &Call,
        /// Id of the group that there is.
        original_group_id: String,
        /// Id of the new group.
        new_group_id: String,
        /// Name of the new group; its id if not given.
        new_group_name: Option<String>,
    ) -> Result<Group> {
        require_person(call)?;
        let (scope, now) = (call.scope()?, call.now());
        let original = find(call, &original_group_id).await?;
        check_id(&new_group_id, "newGroupId")?;
        let name = new_group_name.filter(|name| !name.is_empty()).unwrap_or_else(|| new_group_id.clone());
        check_name(&name, "newGroupName")?;
        let new_id = call.partner()?.known_id(&new_group_id).into_owned();
        let new = NewUser {
            id: new_id.clone(),
            blocked: original.user.status == UserStatus::Blocked,
            kind: original.kind,
            screen_name: Some(name),
            email: original.email,
            profile: UserProfile {
                tags: original.profile.tags,
                partner_data: original.profile.partner_data,
                language: original.profile.language,
                thumbnail_url: original.profile.thumbnail_url,
                description: original.profile.description,
                ..UserProfile::default()
            },
            ..NewUser::default()
        };
        let mut tx = call.app().store.begin().await?;
        let taken = || DUPLICATE_GROUP_BY_ID.with([new_group_id.as_str()]).into();
        let row = add_row(call, &mut tx, &new, taken).await?;
        table::copy_members(&mut tx, scope, original.user.row, row, now).await?;
        if new.kind == UserType::Group.number() && table::exceeds(&mut tx, scope, row).await? {
            return Err(USER_EXCEEDED_MAX_GROUPS.bare().into());
        }
        tx.commit().await?;
        answer(call, &new_id).await
    }

    /// Deletes a group and answers it. Nobody is in it any more.
    #[action(session = always, allow(CONTENT_MANAGE_ASSIGN_USER_GROUP), throws(INVALID_USER_ID))]
    async fn delete(
        call: &Call,
        /// The group's id.
        group_id: String,
    ) -> Result<Group> {
        require_person(call)?;
        let row = find(call, &group_id).await?.user.row;
        let mut tx = call.app().store.begin().await?;
        let state = table::state(&mut tx, row).await?;
        let gone = match user::remove(&mut tx, call.partner()?, &group_id, call.request().now).await {
            Err(error) if error.code() == "INVALID_USER_ID" => return Err(not_found()),
            gone => gone?,
        };
        if !is_group(&gone) {
            return Err(not_found());
        }
        tx.commit().await?;
        show(call, gone, state)
    }

    /// Answers a group. Only an administrator's session may ask.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_USER_GROUP),
        throws(INVALID_GROUP_ID)
    )]
    async fn get(
        call: &Call,
        /// The group's id.
        group_id: String,
    ) -> Result<Group> {
        require_person(call)?;
        let group = find(call, &group_id).await?;
        if !call.is_admin() {
            return Err(CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION.with([group_id]).into());
        }
        show_all(call, vec![group]).await?.pop().ok_or_else(not_found)
    }

    /// Answers the groups of the account.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_USER_GROUP))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<GroupFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Group>> {
        require_person(call)?;
        let mut filter = filter.unwrap_or_default();
        let kinds = kinds(&filter);
        if kinds.is_empty() {
            return Ok(ListOf::default());
        }
        let kinds: Vec<String> = kinds.iter().map(ToString::to_string).collect();
        filter.base.type_in = kinds.join(",").into();
        let (groups, total) =
            user::list(call.app(), call.partner()?, &filter.base, pager.as_ref(), call.now()).await?;
        Ok(ListOf {
            objects: Some(show_all(call, groups).await?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes a group.
    #[action(session = always, allow(CONTENT_MANAGE_ASSIGN_USER_GROUP), throws(INVALID_USER_ID))]
    async fn update(
        call: &Call,
        /// The group's id.
        group_id: String,
        /// What changes; what is absent stays.
        group: Group,
    ) -> Result<Group> {
        require_person(call)?;
        let new_id = group.base.id.get().cloned();
        let row = match change(call, &group_id, group).await {
            // Somebody else took the id.
            Err(error) if error.is_unique_violation() => {
                return Err(DUPLICATE_USER_BY_ID.with([new_id.unwrap_or_default()]).into());
            }
            changed => changed?,
        };
        show_all(call, vec![row]).await?.pop().ok_or_else(not_found)
    }
}

fn not_found() -> Error {
    INVALID_GROUP_ID.without_values().into()
}

/// Whoever calls is a user of the account or an administrator.
pub(crate) fn require_person(call: &Call) -> Result<()> {
    let session = call.known_session()?;
    if call.is_admin() || session.user.is_some() {
        Ok(())
    } else {
        Err(USER_ID_NOT_PROVIDED_OR_EMPTY.bare().into())
    }
}

fn check_id(id: &str, field: &str) -> Result<()> {
    if is_valid_id(id) { Ok(()) } else { Err(INVALID_FIELD_VALUE.with([field]).into()) }
}

fn check_name(name: &str, field: &str) -> Result<()> {
    if name.contains("://") { Err(INVALID_FIELD_VALUE.with([field]).into()) } else { Ok(()) }
}

/// Nothing is called like an address of the web.
fn check_names(group: &Group) -> Result<()> {
    for (field, name) in [("fullName", &group.base.full_name), ("screenName", &group.base.screen_name)] {
        check_name(name.get().map_or("", String::as_str), field)?;
    }
    Ok(())
}

fn is_group(row: &FullUser) -> bool {
    row.kind != UserType::User.number()
}

/// Unknown, deleted and foreign ids look the same, and so does a person's.
async fn find(call: &Call, id: &str) -> Result<FullUser> {
    user::full(call.app(), call.scope()?, id).await?.filter(is_group).ok_or_else(not_found)
}

/// Adds the row of a group. Its id is taken where somebody else has it, or takes it at the same time.
async fn add_row(
    call: &Call,
    tx: &mut Transaction,
    new: &NewUser,
    taken: impl FnOnce() -> Error,
) -> Result<i64> {
    let scope = call.scope()?;
    match user::add(tx, scope.partner_id(), new, call.now()).await {
        Err(error) if error.is_unique_violation() => return Err(taken()),
        added => added?,
    }
    let added = user::lock(tx, scope, &new.id).await?;
    added.map(|row| row.user.row).ok_or_else(|| Error::internal("a group is gone right after it was added"))
}

/// Changes the row of a group, in one transaction, so that two who change different things both succeed.
async fn change(call: &Call, group_id: &str, sent: Group) -> Result<FullUser> {
    let (partner, scope, mut sent) = (call.partner()?, call.scope()?, sent);
    let mut tx = call.app().store.begin().await?;
    // In the order in which users are changed: the account's owner first.
    let owner = partner::lock_owner(&mut tx, partner.id).await?;
    let before = user::lock(&mut tx, scope, group_id).await?.filter(is_group).ok_or_else(not_found)?;
    let mut after = before.clone();
    if let Some(id) = sent.base.id.get().filter(|id| **id != before.user.id) {
        check_id(id, "id")?;
        if partner.user_ids.is_some() {
            return Err(UPDATING_USER_ID_FOR_HASHED_USER_NOT_ALLOWED.bare().into());
        }
        let differs = user_key(id) != user_key(&before.user.id);
        if differs && user::lock(&mut tx, scope, id).await?.is_some() {
            return Err(DUPLICATE_USER_BY_ID.with([id]).into());
        }
        after.user.id = user::cut(id).into_owned();
    }
    check_names(&sent)?;
    let state = table::state(&mut tx, before.user.row).await?;
    call.check_update(&mut sent, &show(call, before.clone(), state)?)?;
    if let Some(status) = sent.base.status.get() {
        let is_owner = owner.is_some_and(|owner| user_key(&owner) == user_key(&before.user.id));
        if is_owner && *status != UserStatus::Active {
            return Err(CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER.bare().into());
        }
        after.user.status = *status;
    }
    if let Some(kind) = sent.group_type.get() {
        if before.kind == UserType::ApplicativeGroup.number() && kind.number() != before.kind {
            return Err(APPLICATIVE_USER_TYPE_CANNOT_BE_UPDATED.bare().into());
        }
        after.kind = kind.number();
    }
    let mut process_status = state.process_status;
    match &sent.process_status {
        Prop::Absent => {}
        status => process_status = status.get().map(|status| status.number()),
    }
    let as_user = as_user(sent);
    as_user.base.screen_name.clone().merge_into(&mut after.screen_name);
    as_user.base.email.clone().merge_into(&mut after.email);
    user::merge_names(&as_user, &mut after.first_name, &mut after.last_name);
    after.profile.merge(&as_user);
    let is_deleted = after.user.status == UserStatus::Deleted;
    let changed = user::write(&mut tx, partner, &before, after, call.request().now).await?;
    if process_status != state.process_status && !is_deleted {
        table::set_process_status(&mut tx, before.user.row, process_status).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

/// What a group has in common with persons, in their words.
fn as_user(group: Group) -> User {
    User { base: group.base, ..User::default() }
}

/// The kinds of groups that a filter asks for, by number.
fn kinds(filter: &GroupFilter) -> BTreeSet<i64> {
    let wanted = filter.group_type.get().map(|kind| kind.number());
    let among = filter.base.type_in.get().filter(|kinds| !kinds.is_empty());
    [GroupType::Group.number(), GroupType::ApplicativeGroup.number()]
        .into_iter()
        .filter(|kind| wanted.is_none_or(|wanted| wanted == *kind))
        .filter(|kind| {
            among.is_none_or(|kinds| kinds.split(',').any(|named| named.trim().parse() == Ok(*kind)))
        })
        .collect()
}

async fn answer(call: &Call, id: &str) -> Result<Group> {
    let row = find(call, id).await?;
    show_all(call, vec![row]).await?.pop().ok_or_else(not_found)
}

/// Groups as the API shows them.
pub(crate) async fn show_all(call: &Call, rows: Vec<FullUser>) -> Result<Vec<Group>> {
    let states = table::states(call.app(), rows.iter().map(|row| row.user.row)).await?;
    rows.into_iter()
        .map(|row| {
            let state = states.get(&row.user.row).copied().unwrap_or_default();
            show(call, row, state)
        })
        .collect()
}

fn show(call: &Call, row: FullUser, state: State) -> Result<Group> {
    let group_type = GroupType::from_number(row.kind);
    Ok(Group {
        base: user::show(call.partner()?, row).base,
        members_count: state.members.into(),
        process_status: state.process_status.and_then(GroupProcessStatus::from_number).into(),
        group_type: group_type.into(),
    })
}
