//! `userAppRole`: roles that users have in other applications (reference: identity.md §14, more-services.md §6.1).

use contract::errors::{
    CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION, INVALID_APP_GUID, MISSING_MANDATORY_PARAMETER,
    MUST_FILTER_USERS_OR_APP_GUID_OR_USER_ROLE, USER_APP_ROLE_ALREADY_EXISTS,
    USER_APP_ROLE_NOT_ALLOWED_FOR_GROUP, USER_APP_ROLE_NOT_FOUND, USER_ID_NOT_FOUND, USER_ROLE_NOT_FOUND,
};
use contract::list::ApiFilter;
use contract::{ApiEnum, FilterPager, ListOf, Prop, Time, service};

use super::model::{AppRole, UserAppRole, UserAppRoleFilter};
use super::table::{self, AppRoleRow};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::role;
use crate::user::model::UserType;
use crate::user::{self, UserRow, UserStatus, user_key};

/// The service `userAppRole`.
pub struct UserAppRoles;

/// Roles that users have in other applications. They open nothing here.
#[service(name = "userAppRole")]
impl UserAppRoles {
    /// Gives a user a role in an application.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn add(
        call: &Call,
        /// User, application and role; all are required.
        user_app_role: UserAppRole,
    ) -> Result<UserAppRole> {
        let (mut sent, scope, now) = (user_app_role, call.scope()?, call.now());
        let missing = |name: &str| Error::from(MISSING_MANDATORY_PARAMETER.with([name]));
        let text = |sent: &Prop<String>| sent.get().cloned().filter(|text| !text.is_empty());
        let user_id = text(&sent.user_id).ok_or_else(|| missing("userId"))?;
        let app_guid = text(&sent.base.app_guid).ok_or_else(|| missing("appGuid"))?;
        let role_id = sent.base.user_role_id.get().copied().ok_or_else(|| missing("userRoleId"))?;
        call.check_insert(&mut sent)?;
        let mut tx = call.app().store.begin().await?;
        let rows = user::lock_rows(&mut tx, scope, [user_id.as_str()]).await?;
        let user = active(rows.into_iter().next(), &user_id)?;
        if user.is_group() {
            return Err(USER_APP_ROLE_NOT_ALLOWED_FOR_GROUP.bare().into());
        }
        let folded = folded_guid(&app_guid)?;
        require_role(call, role_id)?;
        match table::add(&mut tx, scope, user.row, &folded, role_id, now).await {
            Err(error) if error.is_unique_violation() => {
                Err(USER_APP_ROLE_ALREADY_EXISTS.with([user_id, app_guid]).into())
            }
            Err(error) => Err(error),
            Ok(row) => {
                tx.commit().await?;
                Ok(show(&row, &user))
            }
        }
    }

    /// Takes a user's role in an application away. The answer is true.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn delete(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// The application.
        app_guid: String,
    ) -> Result<bool> {
        let scope = call.scope()?;
        let (row, _) = find(call, &user_id, &app_guid, |user| existing(user, &user_id)).await?;
        let mut tx = call.app().store.begin().await?;
        if !table::remove(&mut tx, scope, row.id).await? {
            return Err(USER_APP_ROLE_NOT_FOUND.with([user_id, app_guid]).into());
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Answers a user's role in an application. Only an administrator's session may ask for somebody else.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn get(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// The application.
        app_guid: String,
    ) -> Result<UserAppRole> {
        require_own(call, &user_id)?;
        let (row, user) = find(call, &user_id, &app_guid, |user| existing(user, &user_id)).await?;
        Ok(show(&row, &user))
    }

    /// Answers roles in other applications. Only an administrator's session may ask for somebody else's.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn list(
        call: &Call,
        /// Which ones; users, applications or roles must be named.
        filter: Option<UserAppRoleFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<UserAppRole>> {
        let (app, scope) = (call.app(), call.scope()?);
        let filter = filter.unwrap_or_default();
        let named = [
            &filter.user_id_equal,
            &filter.user_id_in,
            &filter.app_guid_equal,
            &filter.app_guid_in,
            &filter.user_role_id_equal,
            &filter.user_role_id_in,
        ];
        if named.iter().all(|field| field.get().is_none_or(String::is_empty)) {
            return Err(MUST_FILTER_USERS_OR_APP_GUID_OR_USER_ROLE.bare().into());
        }
        require_own(call, filter.user_id_equal.get().map(String::as_str).unwrap_or_default())?;
        let users = user::rows_meant(app, scope, filter.user_id_equal.get(), filter.user_id_in.get()).await?;
        let among = user::rows_of(scope, &[UserType::User], &statuses(&filter));
        let (rows, total) = table::list(app, scope, users, among, &filter.query(pager.as_ref())).await?;
        let users = user::rows_by_number(app, scope, rows.iter().map(|row| row.user)).await?;
        Ok(ListOf {
            objects: Some(rows.iter().filter_map(|row| Some(show(row, users.get(&row.user)?))).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Gives a user another role in an application.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn update(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// The application.
        app_guid: String,
        /// The role.
        user_app_role: UserAppRole,
    ) -> Result<UserAppRole> {
        let (scope, mut sent) = (call.scope()?, user_app_role);
        let (mut row, user) = find(call, &user_id, &app_guid, |user| active(user, &user_id)).await?;
        call.check_update(&mut sent, &show(&row, &user))?;
        if let Some(role_id) = sent.base.user_role_id.get().copied() {
            require_role(call, role_id)?;
            row.role = role_id;
        }
        row.updated_at = call.now();
        let mut tx = call.app().store.begin().await?;
        if !table::update(&mut tx, scope, &row).await? {
            return Err(USER_APP_ROLE_NOT_FOUND.with([user_id, app_guid]).into());
        }
        tx.commit().await?;
        Ok(show(&row, &user))
    }
}

fn existing(user: Option<UserRow>, user_id: &str) -> Result<UserRow> {
    user.ok_or_else(|| USER_ID_NOT_FOUND.with([user_id]).into())
}

fn active(user: Option<UserRow>, user_id: &str) -> Result<UserRow> {
    existing(user.filter(|user| user.status == UserStatus::Active), user_id)
}

/// An application's id as it is stored.
fn folded_guid(sent: &str) -> Result<String> {
    if sent.len() == 24 && sent.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(sent.to_ascii_lowercase())
    } else {
        Err(INVALID_APP_GUID.with([sent]).into())
    }
}

async fn find(
    call: &Call,
    user_id: &str,
    app_guid: &str,
    check: impl FnOnce(Option<UserRow>) -> Result<UserRow>,
) -> Result<(AppRoleRow, UserRow)> {
    let (app, scope) = (call.app(), call.scope()?);
    let user = check(user::find_rows(app, scope, [user_id]).await?.into_iter().next())?;
    let row = table::find(app, scope, user.row, &folded_guid(app_guid)?).await?;
    let row = row.ok_or_else(|| Error::from(USER_APP_ROLE_NOT_FOUND.with([user_id, app_guid])))?;
    Ok((row, user))
}

fn require_role(call: &Call, role_id: i64) -> Result<()> {
    match role::find_id(call.partner()?, role_id) {
        Some(_) => Ok(()),
        None => Err(USER_ROLE_NOT_FOUND.bare().into()),
    }
}

fn require_own(call: &Call, user_id: &str) -> Result<()> {
    if call.is_admin() || (!user_id.is_empty() && user_key(user_id) == user_key(call.user_id())) {
        Ok(())
    } else {
        Err(CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION.with([user_id]).into())
    }
}

/// The statuses of users whose roles are wanted. Deleted users have none left.
fn statuses(filter: &UserAppRoleFilter) -> Vec<UserStatus> {
    let equal = filter.user_status_equal.get().copied();
    let among = filter.user_status_in.get().filter(|statuses| !statuses.is_empty());
    if equal.is_none() && among.is_none() {
        return vec![UserStatus::Active];
    }
    let is_named = |status: &UserStatus| {
        among.is_none_or(|statuses| {
            statuses.split(',').any(|named| named.trim().parse() == Ok(status.number()))
        })
    };
    [UserStatus::Active, UserStatus::Blocked]
        .into_iter()
        .filter(|status| equal.is_none_or(|equal| equal == *status) && is_named(status))
        .collect()
}

fn show(row: &AppRoleRow, user: &UserRow) -> UserAppRole {
    UserAppRole {
        base: AppRole {
            app_guid: row.app_guid.clone().into(),
            user_role_id: row.role.into(),
            created_at: Time(row.created_at).into(),
            updated_at: Time(row.updated_at).into(),
        },
        user_id: user.id.clone().into(),
    }
}
