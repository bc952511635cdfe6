//! `user`: people of an account, and logging in (reference: identity.md §6).

use contract::errors::{
    CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION, DUPLICATE_USER_BY_ID, DUPLICATE_USER_BY_LOGIN_ID,
    ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE, INVALID_FIELD_VALUE, INVALID_PARTNER_ID, INVALID_USER_ID,
    USER_ROLE_NOT_FOUND, USER_WRONG_PASSWORD,
};
use contract::{ApiEnum, Prop, service};
use wire::ApiError;

use super::model::{AnyUser, User, UserStatus};
use super::table::{self, NewUser, UserProfile};
use super::{is_email, is_valid_id, user_key};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::login::password::{Person, check_choice};
use crate::login::{LoginRequest, NewLogin, Who, add_login, log_in, login_by_email};
use crate::partner::split_names;
use crate::role;
use crate::session::{IssueRequest, issue};

/// The service `user`.
pub struct Users;

/// People of an account: who they are, what they may do, and how they log in.
#[service(name = "user")]
impl Users {
    /// Adds a user. Administrators, and everybody for whom a password is given, can log in with their e-mail.
    #[action(
        session = always,
        allow(ADMIN_USER_ADD),
        throws(
            DUPLICATE_USER_BY_ID,
            PROPERTY_VALIDATION_CANNOT_BE_NULL,
            INVALID_FIELD_VALUE,
            UNKNOWN_PARTNER_ID,
            ADMIN_LOGIN_USERS_QUOTA_EXCEEDED,
            PASSWORD_STRUCTURE_INVALID,
            DUPLICATE_USER_BY_LOGIN_ID,
            USER_ROLE_NOT_FOUND
        )
    )]
    async fn add(
        call: &Call,
        /// The user; its id is required.
        user: AnyUser,
    ) -> Result<User> {
        let (mut user, is_admin_class) = match user {
            AnyUser::User(user) => (user, false),
            AnyUser::AdminUser(admin) => (admin.base, true),
        };
        let new = check_new(call, &mut user, is_admin_class)?;
        add(call, &user, new).await?;
        let id = user.base.id.get().cloned().unwrap_or_default();
        read(call, &id).await?.ok_or_else(|| Error::internal("a user is gone right after it was added"))
    }

    /// Answers a user of the account; without an id, the user of the session. Only an administrator's session
    /// may ask for somebody else.
    #[action(
        session = always,
        allow(ADMIN_BASE, BASE_USER_SESSION_PERMISSION, KMC_READ_ONLY, WIDGET_SESSION_PERMISSION),
        throws(INVALID_USER_ID)
    )]
    async fn get(
        call: &Call,
        /// The user's id; the session's own user without one.
        user_id: Option<String>,
    ) -> Result<User> {
        let own = call.user_id();
        let user_id = user_id.filter(|id| !id.is_empty()).unwrap_or_else(|| own.to_owned());
        if !call.is_admin() && user_key(&user_id) != user_key(own) {
            return Err(CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION.with([user_id]).into());
        }
        read(call, &user_id).await?.ok_or_else(|| INVALID_USER_ID.bare().into())
    }

    /// Gives a session for a user id and a password.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(
            USER_NOT_FOUND,
            USER_WRONG_PASSWORD,
            INVALID_PARTNER_ID,
            LOGIN_RETRIES_EXCEEDED,
            LOGIN_BLOCKED,
            PASSWORD_EXPIRED,
            USER_IS_BLOCKED
        )
    )]
    async fn login(
        call: &Call,
        /// The account.
        partner_id: i64,
        /// The user's id in the account.
        user_id: String,
        /// The password.
        password: String,
        /// Lifetime of the session in seconds, cut to the account's maximum.
        #[param(default = 86400)]
        expiry: i64,
        /// Privileges of the session, unless the user has privileges of its own.
        #[param(default = "*")]
        privileges: String,
    ) -> Result<String> {
        let who = Who::UserId(partner_id, &user_id);
        session_for(call, who, &password, Some(partner_id), expiry, &privileges).await
    }

    /// Gives a session for an e-mail and a password. Whatever is wrong, the answer is `USER_WRONG_PASSWORD`,
    /// so that nobody can find out who has an account here.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(
            USER_NOT_FOUND,
            USER_WRONG_PASSWORD,
            INVALID_PARTNER_ID,
            LOGIN_RETRIES_EXCEEDED,
            LOGIN_BLOCKED,
            PASSWORD_EXPIRED,
            USER_IS_BLOCKED,
            DIRECT_LOGIN_BLOCKED
        )
    )]
    async fn login_by_login_id(
        call: &Call,
        /// The e-mail.
        login_id: String,
        /// The password.
        password: String,
        /// The account; without it, the one of the last log-in.
        partner_id: Option<i64>,
        /// Lifetime of the session in seconds, cut to the account's maximum.
        #[param(default = 86400)]
        expiry: i64,
        /// Privileges of the session, unless the user has privileges of its own.
        #[param(default = "*")]
        privileges: String,
        /// A one-time code, where the account asks for one.
        otp: Option<String>,
    ) -> Result<String> {
        // One-time codes are not offered yet, so no account asks for one.
        drop(otp);
        let partner_id = partner_id.filter(|id| *id != 0);
        session_for(call, Who::LoginId(&login_id), &password, partner_id, expiry, &privileges).await
    }
}

/// `user.loginByLoginId` tells of these failures; all others look like a wrong password (reference:
/// identity.md §1.7).
pub fn mask_login_failure(error: ApiError) -> ApiError {
    // What is wrong with the server is not the caller's secret to guess.
    const TOLD: [&str; 7] = [
        "USER_WRONG_PASSWORD",
        "PASSWORD_EXPIRED",
        "MISSING_OTP",
        "INVALID_OTP",
        "DIRECT_LOGIN_BLOCKED",
        "INTERNAL_DATABASE_ERROR",
        "INTERNAL_SERVERL_ERROR",
    ];
    if TOLD.contains(&error.code) { error } else { USER_WRONG_PASSWORD.bare() }
}

async fn session_for(
    call: &Call,
    who: Who<'_>,
    password: &str,
    partner_id: Option<i64>,
    expiry: i64,
    privileges: &str,
) -> Result<String> {
    if let (Some(wanted), Some(session)) = (partner_id, call.session())
        && wanted != session.partner.id
    {
        return Err(INVALID_PARTNER_ID.with([wanted.to_string()]).into());
    }
    let wanted = partner_id.or_else(|| call.session().map(|session| session.partner.id));
    let request = LoginRequest { who, password, partner_id: wanted };
    let logged_in = log_in(call.app(), &request, call.now()).await?;
    let user = &logged_in.user;
    let own = user.ks_privileges.as_deref().filter(|own| !own.is_empty());
    issue(
        call.app(),
        call.request(),
        &logged_in.partner,
        &IssueRequest {
            user_id: &user.id,
            session_type: if user.is_admin { ks::SessionType::Admin } else { ks::SessionType::User },
            valid_until: logged_in.partner.expiry(call.now(), expiry),
            privileges: own.unwrap_or(privileges),
            secret: None,
        },
    )
}

/// The checks of a new user, in the API's order (reference: identity.md §6.1).
fn check_new(call: &Call, user: &mut User, is_admin_class: bool) -> Result<NewUser> {
    let invalid = |field: &str| Error::from(INVALID_FIELD_VALUE.with([field]));
    let id = user.base.id.get().filter(|id| !id.is_empty()).cloned();
    let external_id = user.external_id.get().filter(|id| !id.is_empty()).cloned();
    let id = match (id, external_id) {
        (Some(_), Some(_)) => return Err(ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE.bare().into()),
        (Some(id), None) | (None, Some(id)) => id,
        (None, None) => return Err(invalid("id")),
    };
    if !is_valid_id(&id) {
        return Err(invalid("id"));
    }
    let names = [
        ("firstName", &user.first_name),
        ("lastName", &user.last_name),
        ("fullName", &user.base.full_name),
        ("screenName", &user.base.screen_name),
    ];
    if let Some((field, _)) =
        names.iter().find(|(_, name)| name.get().is_some_and(|name| name.contains("://")))
    {
        return Err(invalid(field));
    }
    call.check_insert(user)?;

    let is_admin = is_admin_class || user.is_admin.get().copied().unwrap_or(false);
    let mut role_ids = Vec::new();
    for name in user.role_ids.get().map(|ids| split_names(ids)).unwrap_or_default() {
        let known = name.parse().ok().and_then(|id| role::find_id(call.partner().ok()?, id));
        role_ids.push(known.ok_or_else(|| Error::from(USER_ROLE_NOT_FOUND.bare()))?.id);
    }
    if is_admin && role_ids.is_empty() {
        let default = call.partner()?.admin_role;
        role_ids.push(default.map_or_else(|| role::of_handle("PARTNER_ADMIN_ROLE").map(|role| role.id), Ok)?);
    }
    let (first_name, last_name) = names_of(user);
    user.base.id = Prop::Set(id.clone());
    Ok(NewUser {
        screen_name: user.base.screen_name.get().cloned().or_else(|| Some(id.clone())),
        id,
        blocked: user.base.status.get() == Some(&UserStatus::Blocked),
        kind: user.r#type.get().map_or(0, |kind| kind.number()),
        is_admin,
        first_name,
        last_name,
        email: user.base.email.get().cloned(),
        ks_privileges: user.ks_privileges.get().cloned(),
        profile: profile_of(user),
        role_ids,
        login_row: None,
    })
}

/// First and last name; a full name alone is split at its first blank.
fn names_of(user: &User) -> (Option<String>, Option<String>) {
    let first = user.first_name.get().cloned();
    let last = user.last_name.get().cloned();
    match (&first, user.base.full_name.get()) {
        (None, Some(full)) => match full.split_once(' ') {
            Some((first, rest)) => (Some(first.to_owned()), last.or_else(|| Some(rest.to_owned()))),
            None => (Some(full.clone()), last),
        },
        _ => (first, last),
    }
}

async fn add(call: &Call, user: &User, mut new: NewUser) -> Result<()> {
    let (app, partner, now) = (call.app(), call.partner()?, call.now());
    if app.users.get(app, partner.id, &new.id).await?.is_some() {
        return Err(DUPLICATE_USER_BY_ID.with([new.id]).into());
    }
    let password = user.password.get().filter(|password| !password.is_empty());
    let wants_login = new.is_admin || password.is_some();
    let mut password_hash = None;
    let mut known_login = None;
    let email = new.email.clone().unwrap_or_default();
    if wants_login {
        if !is_email(&email) {
            return Err(INVALID_FIELD_VALUE.with(["email"]).into());
        }
        known_login = login_by_email(app, &email).await?;
        match (&known_login, password) {
            (Some(login), _) => {
                if table::users_of_login(app, login.row).await?.iter().any(|(owner, _)| *owner == partner.id)
                {
                    return Err(DUPLICATE_USER_BY_LOGIN_ID.with([email]).into());
                }
            }
            (None, Some(password)) => {
                let person = Person {
                    login_id: &email,
                    first_name: new.first_name.as_deref().unwrap_or_default(),
                    last_name: new.last_name.as_deref().unwrap_or_default(),
                };
                check_choice(password, person)?;
                password_hash = Some(app.passwords.hash(password).await?);
            }
            (None, None) => {}
        }
    }

    let mut tx = app.store.begin().await?;
    if wants_login {
        let quota = partner.admin_login_quota;
        if new.is_admin && quota >= 0 {
            let admins = table::count_admins(&mut tx, partner.id).await?;
            if admins > 0 && admins >= quota {
                return Err(contract::errors::ADMIN_LOGIN_USERS_QUOTA_EXCEEDED.bare().into());
            }
        }
        new.login_row = Some(match known_login {
            // A known e-mail is attached to its log-in, and the password stays what it is.
            Some(login) => login.row,
            None => {
                let login = NewLogin {
                    email: &email,
                    first_name: new.first_name.as_deref(),
                    last_name: new.last_name.as_deref(),
                    partner_id: partner.id,
                    password_hash: password_hash.as_deref(),
                };
                add_login(&mut tx, &login, now).await?
            }
        });
    }
    match table::add(&mut tx, partner.id, &new, now).await {
        Err(error) if error.is_unique_violation() => Err(DUPLICATE_USER_BY_ID.with([new.id]).into()),
        Err(error) => Err(error),
        Ok(()) => Ok(tx.commit().await?),
    }
}

fn profile_of(user: &User) -> UserProfile {
    let base = &user.base;
    let text = |prop: &Prop<String>| prop.get().cloned();
    let cut_to = |prop: &Prop<String>, bytes: usize| {
        prop.get().map(|text| text[..text.floor_char_boundary(bytes)].to_owned())
    };
    UserProfile {
        country: text(&base.country),
        state: cut_to(&base.state, 16),
        city: cut_to(&base.city, 30),
        zip: cut_to(&base.zip, 10),
        thumbnail_url: text(&base.thumbnail_url),
        description: text(&base.description),
        tags: text(&base.tags),
        partner_data: text(&base.partner_data),
        language: base.language.get().map(|language| language.wire_value().to_owned()),
        allowed_partner_ids: text(&base.allowed_partner_ids),
        allowed_partner_packages: text(&base.allowed_partner_packages),
        user_mode: base.user_mode.get().map(|mode| mode.number()),
        capabilities: base
            .capabilities
            .get()
            .map(|all| {
                all.iter()
                    .filter_map(|one| one.capability.get().map(|kind| kind.wire_value().to_owned()))
                    .collect()
            })
            .unwrap_or_default(),
        date_of_birth: user.date_of_birth.get().copied(),
        gender: user.gender.get().map(|gender| gender.number()),
        is_guest: user.is_guest.get().copied(),
        registration_info: text(&user.registration_info),
        attendance_info: text(&user.attendance_info),
        title: text(&user.title),
        company: text(&user.company),
        is_sso_excluded: user.is_sso_excluded.get().copied(),
        external_id: text(&user.external_id),
    }
}

/// The user as the API shows it.
async fn read(call: &Call, user_id: &str) -> Result<Option<User>> {
    let Some(full) = table::full(call.app(), call.scope()?, user_id).await? else { return Ok(None) };
    Ok(Some(super::show::show(call.partner()?, full)))
}
