//! `groupUser`: who is in which group (reference: identity.md §12).

use std::collections::HashMap;

use contract::errors::{
    GROUP_NOT_FOUND, GROUP_USER_ALREADY_EXISTS, GROUP_USER_DOES_NOT_EXISTS, GROUP_USER_NOT_FOUND,
    INVALID_USER_ID, PROPERTY_VALIDATION_CANNOT_BE_NULL, SERVICE_FORBIDDEN, USER_EXCEEDED_MAX_GROUPS,
    USER_NOT_FOUND,
};
use contract::list::ApiFilter;
use contract::{ApiEnum, FilterPager, ListOf, Prop, Time, service};

use super::model::{
    GroupType, GroupUser, GroupUserCreationMode, GroupUserFilter, GroupUserRole, GroupUserStatus,
};
use super::table::{self, Member, NewMember, Wanted};
use super::{ASSIGN, MAX_GROUPS, sync};
use crate::bulk_upload::NoJob;
use crate::call::{Call, Scope};
use crate::error::{Error, Result};
use crate::user::model::UserType;
use crate::user::{self, UserRow, UserStatus, user_key};

/// The service `groupUser`.
pub struct GroupUsers;

/// Who is in which group. Administrators, those with the permission and a group's managers decide.
#[service(name = "groupUser")]
impl GroupUsers {
    /// Puts a user into a group.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_USER_GROUP))]
    async fn add(
        call: &Call,
        /// User and group, and the part that the user has in it.
        group_user: GroupUser,
    ) -> Result<GroupUser> {
        let (mut sent, scope, now) = (group_user, call.scope()?, call.now());
        let id = |sent: &Prop<String>| sent.get().cloned().unwrap_or_default();
        let (user_id, group_id) = (id(&sent.user_id), id(&sent.group_id));
        require_right(call, "add", &group_id).await?;
        call.check_insert(&mut sent)?;
        let creation_mode = sent.creation_mode.get().copied().unwrap_or(GroupUserCreationMode::Manual);
        let role = sent.user_role.get().copied().unwrap_or(GroupUserRole::Member);
        let mut tx = call.app().store.begin().await?;
        // Whoever adds the same user or to the same group waits here: what is counted stays true.
        let rows = user::lock_rows(&mut tx, scope, [user_id.as_str(), group_id.as_str()]).await?;
        let user = find(&rows, &user_id).filter(|user| !user.is_group());
        let user = user.ok_or_else(|| Error::from(USER_NOT_FOUND.bare()))?;
        let group = find(&rows, &group_id).filter(|group| group.is_group());
        let group = group.ok_or_else(|| Error::from(GROUP_NOT_FOUND.bare()))?;
        let held = table::of_user(&mut tx, scope, user.row).await?;
        if held.iter().any(|member| member.group == group.row) {
            return Err(GROUP_USER_ALREADY_EXISTS.bare().into());
        }
        if group.kind == UserType::Group && held.len() >= MAX_GROUPS {
            let groups = held.iter().map(|member| member.group);
            let groups = user::rows_by_number_within(&mut tx, scope, groups).await?;
            if groups.values().filter(|group| group.kind == UserType::Group).count() >= MAX_GROUPS {
                return Err(USER_EXCEEDED_MAX_GROUPS.bare().into());
            }
        }
        let new = NewMember { user: user.row, group: group.row, creation_mode, role };
        let member = table::add(&mut tx, scope, &new, now).await?;
        tx.commit().await?;
        Ok(show(scope, &member, user, group))
    }

    /// Takes a user out of a group.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_USER_GROUP))]
    async fn delete(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// The group's id.
        group_id: String,
    ) -> Result<()> {
        let scope = call.scope()?;
        require_right(call, "delete", &group_id).await?;
        let rows = user::find_rows(call.app(), scope, [user_id.as_str(), group_id.as_str()]).await?;
        let user = find(&rows, &user_id).ok_or_else(|| Error::from(INVALID_USER_ID.bare()))?;
        let group = find(&rows, &group_id).filter(|group| group.is_group());
        let group = group.ok_or_else(|| Error::from(GROUP_NOT_FOUND.bare()))?;
        let mut tx = call.app().store.begin().await?;
        if !table::remove(&mut tx, scope, user.row, group.row).await? {
            return Err(GROUP_USER_DOES_NOT_EXISTS.with([user_id, group_id]).into());
        }
        Ok(tx.commit().await?)
    }

    /// Answers who is in which group. Who has not the permission may ask for the own groups, and for the members
    /// of a group that is theirs to manage.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_USER_GROUP)
    )]
    async fn list(
        call: &Call,
        /// Which ones; users or groups must be named.
        filter: Option<GroupUserFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<GroupUser>> {
        let (app, scope) = (call.app(), call.scope()?);
        let filter = filter.unwrap_or_default();
        require_list_right(call, &filter).await?;
        let meant = |equal: &Prop<String>, among: &Prop<String>| {
            let (equal, among) = (equal.get().cloned(), among.get().cloned());
            async move { user::rows_meant(app, scope, equal.as_ref(), among.as_ref()).await }
        };
        let wanted = Wanted {
            users: meant(&filter.user_id_equal, &filter.user_id_in).await?,
            groups: meant(&filter.group_id_equal, &filter.group_id_in).await?,
            among: filter
                .group_type
                .get()
                .and_then(|kind| UserType::from_number(kind.number()))
                .map(|kind| user::rows_of(scope, &[kind], &[UserStatus::Active, UserStatus::Blocked])),
        };
        if !wants_active(&filter) {
            return Ok(ListOf::default());
        }
        let (members, total) = table::list(app, scope, wanted, &filter.query(pager.as_ref())).await?;
        Ok(ListOf {
            objects: Some(show_all(call, &members).await?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Makes these groups the user's groups, all at once or not at all. Taken out are only memberships that a
    /// synchronisation made, of groups that are neither protected nor applicative. The answer is null: nothing is
    /// left for a job.
    #[action(session = always, allow(CONTENT_MANAGE_ASSIGN_USER_GROUP))]
    async fn sync(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// Ids of the groups, separated by commas or semicolons.
        group_ids: Option<String>,
        /// Whether the user is taken out of other groups.
        #[param(default = true)]
        remove_from_existing_groups: bool,
        /// Whether groups that the account does not have are made.
        #[param(default = true)]
        create_new_groups: bool,
    ) -> Result<NoJob> {
        let wish = sync::Wish::new(
            &user_id,
            group_ids.as_deref().unwrap_or_default(),
            remove_from_existing_groups,
            create_new_groups,
        )?;
        wish.fulfil(call).await?;
        Ok(NoJob)
    }

    /// Changes the part that a user has in a group. The managers of a group may not.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_USER_GROUP))]
    async fn update(
        call: &Call,
        /// Identifier of the membership.
        group_user_id: String,
        /// What changes; what is absent stays.
        group_user: GroupUser,
    ) -> Result<GroupUser> {
        let (app, scope, mut sent) = (call.app(), call.scope()?, group_user);
        if !may_assign(call) {
            return Err(forbidden("update"));
        }
        let absent = || Error::from(GROUP_USER_NOT_FOUND.bare());
        let id = group_user_id.parse().map_err(|_| absent())?;
        let mut member = table::find(app, scope, id).await?.ok_or_else(absent)?;
        let stored = show_all(call, std::slice::from_ref(&member)).await?.pop().ok_or_else(absent)?;
        call.check_update(&mut sent, &stored)?;
        if let Some(role) = sent.user_role.get() {
            member.role = *role;
        }
        member.updated_at = call.now();
        let mut tx = app.store.begin().await?;
        if !table::update(&mut tx, scope, &member).await? {
            return Err(absent());
        }
        tx.commit().await?;
        show_all(call, &[member]).await?.pop().ok_or_else(absent)
    }
}

fn find<'a>(rows: &'a [UserRow], id: &str) -> Option<&'a UserRow> {
    rows.iter().find(|row| row.has_id(id))
}

/// The gate let the caller in, but what the call is about is not theirs.
fn forbidden(action: &str) -> Error {
    SERVICE_FORBIDDEN.with([format!("groupUser->{action}")]).into()
}

/// Whether the caller decides about all groups of the account.
fn may_assign(call: &Call) -> bool {
    call.is_admin() || call.rights().has(ASSIGN)
}

/// Whether the session's user manages a group. A look-up in memory.
async fn manages(call: &Call, group_id: &str) -> Result<bool> {
    let (app, scope) = (call.app(), call.scope()?);
    let Some(user) = call.session().and_then(|session| session.user.as_ref()) else { return Ok(false) };
    match app.users.get(app, scope.partner_id(), group_id).await? {
        Some(group) => app.groups.is_manager(app, scope, user.row, group.row).await,
        None => Ok(false),
    }
}

async fn require_right(call: &Call, action: &str, group_id: &str) -> Result<()> {
    if may_assign(call) || manages(call, group_id).await? { Ok(()) } else { Err(forbidden(action)) }
}

async fn require_list_right(call: &Call, filter: &GroupUserFilter) -> Result<()> {
    let set = |sent: &Prop<String>| sent.get().cloned().filter(|text| !text.is_empty());
    let (user, group) = (set(&filter.user_id_equal), set(&filter.group_id_equal));
    if user.is_none()
        && group.is_none()
        && set(&filter.user_id_in).is_none()
        && set(&filter.group_id_in).is_none()
    {
        let names = ["userIdEqual", "userIdIn", "groupIdEqual", "groupIdIn"];
        let names = names.map(|name| format!("KalturaGroupUserFilter::{name}")).join("/");
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([names]).into());
    }
    if may_assign(call) || user.is_some_and(|id| user_key(&id) == user_key(call.user_id())) {
        return Ok(());
    }
    match group {
        Some(group) => require_right(call, "list", &group).await,
        None => Err(forbidden("list")),
    }
}

/// Memberships that are over leave no row, so a filter either wants those that are or finds none.
fn wants_active(filter: &GroupUserFilter) -> bool {
    let active = GroupUserStatus::Active.number();
    let among = filter.status_in.get().filter(|statuses| !statuses.is_empty());
    filter.status_equal.get().is_none_or(|status| status.number() == active)
        && among.is_none_or(|statuses| statuses.split(',').any(|status| status.trim().parse() == Ok(active)))
}

async fn show_all(call: &Call, members: &[Member]) -> Result<Vec<GroupUser>> {
    let scope = call.scope()?;
    let rows = members.iter().flat_map(|member| [member.user, member.group]);
    let rows: HashMap<i64, UserRow> = user::rows_by_number(call.app(), scope, rows).await?;
    // Whoever was deleted since the rows were read is left out.
    let shown =
        |member: &Member| Some(show(scope, member, rows.get(&member.user)?, rows.get(&member.group)?));
    Ok(members.iter().filter_map(shown).collect())
}

fn show(scope: Scope, member: &Member, user: &UserRow, group: &UserRow) -> GroupUser {
    GroupUser {
        id: member.id.to_string().into(),
        user_id: user.id.clone().into(),
        group_id: group.id.clone().into(),
        status: GroupUserStatus::Active.into(),
        partner_id: scope.partner_id().into(),
        created_at: Time(member.created_at).into(),
        updated_at: Time(member.updated_at).into(),
        creation_mode: member.creation_mode.into(),
        user_role: member.role.into(),
        group_type: GroupType::from_number(group.kind.number()).into(),
    }
}
