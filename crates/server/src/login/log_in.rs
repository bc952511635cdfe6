//! From e-mail (or user id) and password to a session (reference: identity.md §4.4, §4.5).

use std::sync::Arc;

use contract::errors::{
    INVALID_PARTNER_ID, LOGIN_BLOCKED, LOGIN_RETRIES_EXCEEDED, PASSWORD_EXPIRED, USER_IS_BLOCKED,
    USER_NOT_FOUND, USER_WRONG_PASSWORD,
};

use super::password::StoredPassword;
use super::table::{self, Login, Success};
use crate::app::App;
use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::user::{self, User, UserStatus};

/// Wrong passwords in a row before a log-in is locked, and for how long. The original's 5000 and 0 seconds
/// protect nobody (*advice* of identity.md §18).
pub const MAX_ATTEMPTS: i64 = 10;
/// Seconds that a log-in stays locked.
pub const LOCK_SECONDS: i64 = 15 * 60;

/// Passwords last 5000 days (reference: identity.md §4.2).
pub const MAX_PASSWORD_AGE: i64 = 432_000_000;

/// Who wants in.
pub struct LoginRequest<'a> {
    /// An e-mail, or a user id in an account.
    pub who: Who<'a>,
    /// The password as typed.
    pub password: &'a str,
    /// The account, where one was asked for.
    pub partner_id: Option<i64>,
}

/// The two ways to name a person.
#[derive(Clone, Copy)]
pub enum Who<'a> {
    /// By the address that logs in.
    LoginId(&'a str),
    /// By account and user id.
    UserId(i64, &'a str),
}

/// Who came in.
pub struct LoggedIn {
    /// The account.
    pub partner: Arc<Partner>,
    /// The user there.
    pub user: User,
}

/// Checks a password and finds the user that it belongs to.
pub async fn log_in(app: &App, request: &LoginRequest<'_>, now: i64) -> Result<LoggedIn> {
    let login = find_login(app, request).await?;
    // The same work whether or not there is such a person.
    let stored = login.as_ref().and_then(|login| login.password.as_ref());
    let matches = app.passwords.verify(request.password, stored).await?;
    let Some(login) = login else { return Err(USER_NOT_FOUND.bare().into()) };

    if login.blocked_until > now {
        return Err(LOGIN_BLOCKED.bare().into());
    }
    if !matches {
        return Err(wrong_attempt(app, &login, now).await?);
    }
    if now.saturating_sub(login.password_updated_at) > MAX_PASSWORD_AGE {
        return Err(PASSWORD_EXPIRED.bare().into());
    }

    let (partner, user) = choose(app, &login, request.partner_id).await?;
    let rehash = match &login.password {
        Some(StoredPassword::SaltedSha1 { .. }) => Some(app.passwords.hash(request.password).await?),
        _ => None,
    };
    let success = Success {
        user_row: user.row,
        remember_partner: (user.is_admin && partner.id > 0).then_some(partner.id),
        rehash: rehash.as_deref(),
    };
    table::note_success(app, &login, success, now).await?;
    Ok(LoggedIn { partner, user })
}

async fn find_login(app: &App, request: &LoginRequest<'_>) -> Result<Option<Login>> {
    match request.who {
        Who::LoginId(email) => table::login_by_email(app, email).await,
        Who::UserId(partner_id, user_id) => match app.users.get(app, partner_id, user_id).await? {
            Some(user) => match user.login_row {
                Some(row) => table::login_by_row(app, row).await,
                None => Ok(None),
            },
            None => Ok(None),
        },
    }
}

/// Counts a wrong password and says what to answer.
async fn wrong_attempt(app: &App, login: &Login, now: i64) -> Result<Error> {
    let attempts = login.attempts + 1;
    if attempts >= MAX_ATTEMPTS {
        table::note_failure(app, login, 0, now + LOCK_SECONDS, now).await?;
        return Ok(LOGIN_RETRIES_EXCEEDED.bare().into());
    }
    table::note_failure(app, login, attempts, login.blocked_until, now).await?;
    Ok(USER_WRONG_PASSWORD.bare().into())
}

/// The account that was asked for, else the last one, else the one whose policy holds; if that one will
/// not do and was not asked for, the first one that will (reference: identity.md §4.5 steps 7 and 12).
async fn choose(app: &App, login: &Login, wanted: Option<i64>) -> Result<(Arc<Partner>, User)> {
    let users = user::users_of_login(app, login.row).await?;
    let first = wanted.or(login.last_login_partner_id).unwrap_or(login.config_partner_id);
    let user_of =
        |partner_id: i64| users.iter().find(|(partner, _)| *partner == partner_id).map(|(_, user)| user);

    let mut was_blocked = false;
    if let Some(partner) = app.partners.get(app, first).await? {
        match user_of(first) {
            Some(user) if user.status == UserStatus::Active && partner.is_active() => {
                return Ok((partner, with_roles(app, first, user).await?));
            }
            Some(_) => was_blocked = true,
            None => {}
        }
    } else if wanted.is_some() {
        return Err(INVALID_PARTNER_ID.with([first.to_string()]).into());
    }
    if wanted.is_none() {
        for (partner_id, user) in
            users.iter().filter(|(partner, user)| *partner > 0 && user.status == UserStatus::Active)
        {
            if let Some(partner) =
                app.partners.get(app, *partner_id).await?.filter(|partner| partner.is_active())
            {
                return Ok((partner, with_roles(app, *partner_id, user).await?));
            }
        }
    }
    Err(if was_blocked { USER_IS_BLOCKED.bare() } else { USER_NOT_FOUND.bare() }.into())
}

async fn with_roles(app: &App, partner_id: i64, user: &User) -> Result<User> {
    let known = app.users.get(app, partner_id, &user.id).await?;
    Ok(known.map_or_else(|| user.clone(), |known| (*known).clone()))
}
