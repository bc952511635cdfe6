//! Users and their log-ins: what `login/` asks of the rows of users.

use contract::ApiEnum;
use contract::errors::{
    CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER, PASSWORD_STRUCTURE_INVALID, PROPERTY_VALIDATION_CANNOT_BE_NULL,
    USER_DATA_ERROR, USER_LOGIN_ALREADY_DISABLED, USER_LOGIN_ALREADY_ENABLED, USER_NOT_FOUND,
};
use sea_query::{Expr, ExprTrait, Query};
use store::Transaction;

use super::known::announce;
use super::{UserProfile, UserStatus, name_key, table, user_key};
use crate::app::App;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::login::{self, Candidate};
use crate::partner;
use crate::role::Bounds;

/// Lets a user of the call's account log in (reference: identity.md §4.10, §6.4). The owner's way in is for the owner
/// alone to choose: with it come the secrets of the account.
pub(super) async fn enable(
    call: &Call,
    user_id: &str,
    login_id: String,
    password: Option<&str>,
) -> Result<()> {
    let (app, partner, now) = (call.app(), call.partner()?, call.now());
    let full = table::full(app, call.scope()?, user_id).await?.ok_or_else(|| USER_NOT_FOUND.bare())?;
    let password = password.filter(|password| !password.is_empty());
    if password.is_none() && !full.user.is_admin {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["password"]).into());
    }
    if full.user.login_row.is_some() {
        return Err(USER_LOGIN_ALREADY_ENABLED.bare().into());
    }
    let candidate = Candidate {
        login_id: login_id.clone(),
        user_id: full.user.id.clone(),
        is_admin: full.user.is_admin,
        first_name: full.first_name,
        last_name: full.last_name,
        role_ids: full.user.role_ids.clone(),
    };
    let plan = login::plan(app, partner, candidate, password).await.map_err(as_enabling_says)?;
    if !Bounds::of(call)?.hold_person(&full.user.role_ids, full.user.is_admin)? {
        return Err(Error::from(USER_DATA_ERROR.bare()).because("the user has more than the caller"));
    }
    let mut tx = app.store.begin().await?;
    if is_owner(&mut tx, partner.id, &full.user.id).await? && !partner::is_owner(call, partner) {
        return Err(Error::from(USER_DATA_ERROR.bare()).because("the owner's log-in is the owner's"));
    }
    let row = plan.carry_out(app, &mut tx, call.user_id(), now).await.map_err(as_enabling_says)?;
    match set_login(&mut tx, partner.id, &full.user.id, Some((row, &login_id)), now).await {
        Err(error) if error.is_unique_violation() => return Err(USER_DATA_ERROR.bare().into()),
        linked => linked?,
    }
    Ok(tx.commit().await?)
}

async fn is_owner(tx: &mut Transaction, partner_id: i64, user_id: &str) -> Result<bool> {
    let owner = partner::lock_owner(tx, partner_id).await?;
    Ok(owner.is_some_and(|owner| user_key(&owner) == user_key(user_id)))
}

/// `user.enableLogin` has words of its own for what is wrong.
fn as_enabling_says(error: Error) -> Error {
    match error.code() {
        "INVALID_FIELD_VALUE" => USER_NOT_FOUND.bare().into(),
        "DUPLICATE_USER_BY_LOGIN_ID" => USER_DATA_ERROR.bare().into(),
        "PASSWORD_STRUCTURE_INVALID" => PASSWORD_STRUCTURE_INVALID.without_values().into(),
        _ => error,
    }
}

/// Takes the log-in from a user of the call's account, and gives the user's id.
pub(super) async fn disable(call: &Call, user_id: Option<&str>, login_id: Option<&str>) -> Result<String> {
    let (app, partner) = (call.app(), call.partner()?);
    let unknown = || Error::from(USER_NOT_FOUND.bare());
    let given = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let user = match (given(login_id), given(user_id)) {
        (Some(login_id), _) => {
            let login = login::login_by_email(app, &login_id).await?.ok_or_else(unknown)?;
            let users = super::users_of_login(app, login.row).await?;
            users
                .into_iter()
                .find(|(owner, _)| *owner == partner.id)
                .map(|(_, user)| user)
                .ok_or_else(unknown)?
        }
        (None, Some(user_id)) => {
            (*app.users.get(app, partner.id, &user_id).await?.ok_or_else(unknown)?).clone()
        }
        (None, None) => return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["userId"]).into()),
    };
    let Some(row) = user.login_row else { return Err(USER_LOGIN_ALREADY_DISABLED.bare().into()) };
    if user.is_admin {
        return Err(CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER.bare().into());
    }
    let mut tx = app.store.begin().await?;
    // An owner without a log-in could be given another one.
    if is_owner(&mut tx, partner.id, &user.id).await? {
        return Err(CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER.bare().into());
    }
    set_login(&mut tx, partner.id, &user.id, None, call.now()).await?;
    login::remove_if_unused(&mut tx, row).await?;
    tx.commit().await?;
    Ok(user.id)
}

/// True if the user may log in with a password where the account blocks that.
pub(crate) async fn is_sso_excluded(app: &App, user_row: i64) -> Result<bool> {
    let statement = Query::select()
        .column("profile")
        .from("account_user")
        .and_where(Expr::col("id").eq(user_row))
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(false) };
    let profile: String = row.get("profile")?;
    Ok(UserProfile::from_text(&profile)?.is_sso_excluded == Some(true))
}

/// Gives a user a log-in, or takes it away. A user without an address gets that of the log-in.
pub(crate) async fn set_login(
    tx: &mut Transaction,
    partner_id: i64,
    user_id: &str,
    login: Option<(i64, &str)>,
    now: i64,
) -> Result<()> {
    let key = user_key(user_id);
    let of_user = |statement: &mut sea_query::UpdateStatement| {
        statement
            .table("account_user")
            .value("updated_at", now)
            .and_where(Expr::col("partner_id").eq(partner_id))
            .and_where(Expr::col("user_key").eq(key.as_str()))
            .and_where(table::not_deleted());
    };
    let mut link = Query::update();
    of_user(&mut link);
    link.value("login_id", login.map(|(row, _)| row));
    tx.execute(&link).await?;
    if let Some((_, email)) = login {
        let mut fill = Query::update();
        of_user(&mut fill);
        fill.value("email", email)
            .value("email_key", name_key(email))
            .and_where(Expr::col("email").is_null().or(Expr::col("email").eq("")));
        tx.execute(&fill).await?;
        table::describe(tx, partner_id, user_id).await?;
    }
    announce(tx, partner_id, &key);
    Ok(())
}

/// Writes what changed about a person into all users of the log-in; what is not given stays.
pub(crate) async fn copy_person(
    tx: &mut Transaction,
    login_row: i64,
    email: Option<&str>,
    first_name: Option<&str>,
    last_name: Option<&str>,
    now: i64,
) -> Result<()> {
    let mut statement = Query::update();
    statement
        .table("account_user")
        .value("updated_at", now)
        .and_where(Expr::col("login_id").eq(login_row))
        .and_where(table::not_deleted());
    for (column, key, value) in [
        ("email", "email_key", email),
        ("first_name", "first_name_key", first_name),
        ("last_name", "last_name_key", last_name),
    ] {
        if let Some(value) = value {
            statement.value(column, value).value(key, name_key(value));
        }
    }
    tx.execute(&statement).await?;
    for (partner_id, user) in super::users_of_login_within(tx, login_row).await? {
        table::describe(tx, partner_id, &user.id).await?;
        announce(tx, partner_id, &user_key(&user.id));
    }
    Ok(())
}

/// Takes the log-in from users that were deleted: nothing may point to one that is about to go.
pub(crate) async fn unlink_deleted(tx: &mut Transaction, login_row: i64) -> Result<()> {
    let statement = Query::update()
        .table("account_user")
        .value("login_id", None::<i64>)
        .and_where(Expr::col("login_id").eq(login_row))
        .and_where(Expr::col("status").eq(UserStatus::Deleted.number()))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// The log-ins of the active administrators of an account, with their roles.
pub(crate) async fn administrators(tx: &mut Transaction, partner_id: i64) -> Result<Vec<(i64, Vec<i64>)>> {
    let statement = Query::select()
        .columns([("account_user", "login_id"), ("account_user_role", "role_id")])
        .from("account_user")
        .left_join(
            "account_user_role",
            Expr::col(("account_user_role", "account_user_id")).equals(("account_user", "id")),
        )
        .and_where(Expr::col(("account_user", "partner_id")).eq(partner_id))
        .and_where(Expr::col(("account_user", "is_admin")).eq(true))
        .and_where(Expr::col(("account_user", "status")).eq(UserStatus::Active.number()))
        .and_where(Expr::col(("account_user", "login_id")).is_not_null())
        .to_owned();
    let mut administrators = std::collections::BTreeMap::<i64, Vec<i64>>::new();
    for row in tx.all(&statement).await? {
        let role: Option<i64> = row.get("role_id")?;
        administrators.entry(row.get("login_id")?).or_default().extend(role);
    }
    Ok(administrators.into_iter().collect())
}
