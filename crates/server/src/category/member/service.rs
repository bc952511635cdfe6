//! `categoryUser` (reference: content-access.md §17.2).

use contract::errors::{
    CANNOT_OVERRIDE_MANUAL_CHANGES, CANNOT_UPDATE_CATEGORY_USER, CANNOT_UPDATE_CATEGORY_USER_OWNER,
    CATEGORY_DOES_NOT_HAVE_PARENT_CATEGORY, CATEGORY_INHERIT_MEMBERS, INVALID_CATEGORY_USER_ID,
    INVALID_USER_ID,
};
use contract::{FilterPager, ListOf, Time, service};
use store::Transaction;

use super::add::{add, sent_standing};
use super::list;
use super::model::{CategoryUser, CategoryUserFilter, CategoryUserStatus, UpdateMethodType};
use super::table::{self, Member};
use crate::call::{Call, Scope};
use crate::category::change::{find, not_found};
use crate::category::table::{CategoryRow, find_within};
use crate::category::visible;
use crate::entitlement::enforced::{self, Viewer};
use crate::error::{Error, Result};
use crate::partner;
use crate::user::user_key;

/// The service `categoryUser`.
pub struct CategoryUsers;

/// Who is in which category. A group is a member as a user is: everybody in it may do what it may.
#[service(name = "categoryUser")]
impl CategoryUsers {
    /// Lets a member count who has asked to be one, or did not any more.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES))]
    async fn activate(
        call: &Call,
        /// The category's id.
        category_id: i64,
        /// The user's id.
        user_id: String,
    ) -> Result<CategoryUser> {
        set_status(call, category_id, &user_id, CategoryUserStatus::Active).await
    }

    /// Adds a member. A session that is held to entitlements and does not manage the category adds one as the category
    /// lets users join. A user whom the account does not know yet is added.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES))]
    async fn add(
        call: &Call,
        /// The member; category and user are required.
        category_user: CategoryUser,
    ) -> Result<CategoryUser> {
        let (member, category) = add(call, category_user).await?;
        Ok(show(call.scope()?, &member, &category.full_ids))
    }

    /// Makes the members of the category above members of this one as well; who is in it stays as it was.
    #[action(session = always, allow(CONTENT_MANAGE_CATEGORY_USERS))]
    async fn copy_from_category(
        call: &Call,
        /// The category's id.
        category_id: i64,
    ) -> Result<()> {
        let (scope, now) = (call.scope()?, call.now());
        let viewer = enforced::viewer(call).await?;
        let mut tx = call.app().store.begin().await?;
        partner::hold(&mut tx, scope.partner_id()).await?;
        let category =
            find(call, &mut tx, &viewer, category_id).await?.ok_or_else(|| not_found(category_id))?;
        require_manager(call, &viewer, &category).await?;
        let parent = find_within(&mut tx, scope, category.parent_id).await?;
        let parent = parent.ok_or_else(|| Error::from(CATEGORY_DOES_NOT_HAVE_PARENT_CATEGORY.bare()))?;
        table::copy(&mut tx, scope, parent.member_category_id, category.id, now).await?;
        table::recount_within(&mut tx, scope, &category.full_ids).await?;
        Ok(tx.commit().await?)
    }

    /// Lets a member not count any more.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES))]
    async fn deactivate(
        call: &Call,
        /// The category's id.
        category_id: i64,
        /// The user's id.
        user_id: String,
    ) -> Result<CategoryUser> {
        set_status(call, category_id, &user_id, CategoryUserStatus::NotActive).await
    }

    /// Takes a member out of a category.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES))]
    async fn delete(
        call: &Call,
        /// The category's id.
        category_id: i64,
        /// The user's id.
        user_id: String,
    ) -> Result<()> {
        let viewer = enforced::viewer(call).await?;
        let mut held = Held::find(call, &viewer, category_id, &user_id).await?;
        if held.category.inherits() {
            return Err(CATEGORY_INHERIT_MEMBERS.with([category_id.to_string()]).into());
        }
        let member = held.member(call, &user_id).await?;
        if viewer.keys.first() != Some(&user_key(&user_id)) {
            require_manager(call, &viewer, &held.category).await?;
        }
        held.require_other_than_owner(&member)?;
        table::remove(&mut held.tx, call.scope()?, &member).await?;
        Ok(held.tx.commit().await?)
    }

    /// Answers a member; of a category that inherits its members, one of the category above.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES, KMC_READ_ONLY)
    )]
    async fn get(
        call: &Call,
        /// The category's id.
        category_id: i64,
        /// The user's id.
        user_id: String,
    ) -> Result<CategoryUser> {
        let (app, scope) = (call.app(), call.scope()?);
        require_user(call, &user_id).await?;
        let viewer = enforced::viewer(call).await?;
        let category = visible::find_visible(call, &viewer, category_id).await?;
        let category = category.ok_or_else(|| not_found(category_id))?;
        let member = table::find(app, scope, category.member_category_id, &user_id).await?;
        let member = member.ok_or_else(|| not_a_member(category_id, &user_id))?;
        show_all(call, &[member]).await?.pop().ok_or_else(|| not_a_member(category_id, &user_id))
    }

    /// Answers the members of categories, or the memberships of users.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES, KMC_READ_ONLY),
        throws(MUST_FILTER_USERS_OR_CATEGORY)
    )]
    async fn list(
        call: &Call,
        /// Which ones; users or categories must be named.
        filter: Option<CategoryUserFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<CategoryUser>> {
        let filter = filter.unwrap_or_default();
        let (members, total) = list::list(call, &filter, pager.as_ref()).await?;
        Ok(ListOf {
            objects: Some(show_all(call, &members).await?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes what a member may do.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES))]
    async fn update(
        call: &Call,
        /// The category's id.
        category_id: i64,
        /// The user's id.
        user_id: String,
        /// What changes; what is absent stays.
        category_user: CategoryUser,
        /// Whether a synchronisation may change what somebody has set.
        #[param(default = false)]
        r#override: bool,
    ) -> Result<CategoryUser> {
        let (scope, mut sent) = (call.scope()?, category_user);
        let viewer = enforced::viewer(call).await?;
        let mut held = Held::find(call, &viewer, category_id, &user_id).await?;
        let before = held.member(call, &user_id).await?;
        require_manager(call, &viewer, &held.category).await?;
        call.check_update(&mut sent, &show(scope, &before, &held.category.full_ids))?;
        let method = sent.update_method.get().copied().unwrap_or(UpdateMethodType::Manual);
        let was_set_by_hand = before.update_method == UpdateMethodType::Manual;
        if method != UpdateMethodType::Manual && was_set_by_hand && !r#override {
            return Err(CANNOT_OVERRIDE_MANUAL_CHANGES.bare().into());
        }
        let mut after = before.clone();
        after.standing = sent_standing(&sent).unwrap_or(before.standing);
        if !after.standing.powers.edit {
            held.require_other_than_owner(&before)?;
        }
        after.update_method = method;
        after.updated_at = call.now();
        table::save(&mut held.tx, scope, &before, &after).await?;
        held.tx.commit().await?;
        Ok(show(scope, &after, &held.category.full_ids))
    }
}

fn not_a_member(category: i64, user_id: &str) -> Error {
    INVALID_CATEGORY_USER_ID.with([category.to_string(), user_id.to_owned()]).into()
}

async fn require_user(call: &Call, user_id: &str) -> Result<()> {
    let (app, partner) = (call.app(), call.partner()?.id);
    let known = app.users.get(app, partner, user_id).await?;
    known.map(|_| ()).ok_or_else(|| INVALID_USER_ID.bare().into())
}

async fn require_manager(call: &Call, viewer: &Viewer, category: &CategoryRow) -> Result<()> {
    let may = !viewer.is_enforced
        || visible::standing(call.app(), call.scope()?, viewer, category)
            .await?
            .is_some_and(|standing| standing.powers.edit);
    if may { Ok(()) } else { Err(CANNOT_UPDATE_CATEGORY_USER.bare().into()) }
}

/// A category whose members nobody else changes.
struct Held {
    tx: Transaction,
    category: CategoryRow,
}

impl Held {
    async fn find(call: &Call, viewer: &Viewer, category: i64, user_id: &str) -> Result<Self> {
        require_user(call, user_id).await?;
        let mut tx = call.app().store.begin().await?;
        partner::hold(&mut tx, call.partner()?.id).await?;
        let found = find(call, &mut tx, viewer, category).await?;
        Ok(Self { tx, category: found.ok_or_else(|| not_found(category))? })
    }

    async fn member(&mut self, call: &Call, user_id: &str) -> Result<Member> {
        let member = table::find_within(&mut self.tx, call.scope()?, self.category.id, user_id).await?;
        member.ok_or_else(|| not_a_member(self.category.id, user_id))
    }

    fn require_other_than_owner(&self, member: &Member) -> Result<()> {
        let owner = self.category.settings.owner.as_deref().map(user_key);
        if owner == Some(user_key(&member.user_id)) {
            return Err(CANNOT_UPDATE_CATEGORY_USER_OWNER.bare().into());
        }
        Ok(())
    }
}

async fn set_status(
    call: &Call,
    category: i64,
    user_id: &str,
    status: CategoryUserStatus,
) -> Result<CategoryUser> {
    let scope = call.scope()?;
    let viewer = enforced::viewer(call).await?;
    let mut held = Held::find(call, &viewer, category, user_id).await?;
    let before = held.member(call, user_id).await?;
    require_manager(call, &viewer, &held.category).await?;
    if status != CategoryUserStatus::Active {
        held.require_other_than_owner(&before)?;
    }
    let after = Member { status, updated_at: call.now(), ..before.clone() };
    table::save(&mut held.tx, scope, &before, &after).await?;
    held.tx.commit().await?;
    Ok(show(scope, &after, &held.category.full_ids))
}

async fn show_all(call: &Call, members: &[Member]) -> Result<Vec<CategoryUser>> {
    let scope = call.scope()?;
    let paths = list::paths(call.app(), scope, members).await?;
    // Whatever was deleted since the rows were read is left out.
    let shown = |member: &Member| Some(show(scope, member, paths.get(&member.category_id)?));
    Ok(members.iter().filter_map(shown).collect())
}

fn show(scope: Scope, member: &Member, path: &str) -> CategoryUser {
    CategoryUser {
        category_id: member.category_id.into(),
        user_id: member.user_id.clone().into(),
        partner_id: scope.partner_id().into(),
        permission_level: member.standing.level.into(),
        status: member.status.into(),
        created_at: Time(member.created_at).into(),
        updated_at: Time(member.updated_at).into(),
        update_method: member.update_method.into(),
        category_full_ids: path.into(),
        permission_names: member.standing.powers.names().into(),
    }
}
