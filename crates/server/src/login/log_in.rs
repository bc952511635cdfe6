//! From e-mail (or user id) and password to a session (reference: identity.md §4.4, §4.5).

use std::sync::Arc;

use contract::errors::{
    DIRECT_LOGIN_BLOCKED, INVALID_OTP, INVALID_PARTNER_ID, LOGIN_BLOCKED, LOGIN_RETRIES_EXCEEDED,
    MISSING_OTP, PASSWORD_EXPIRED, USER_IS_BLOCKED, USER_NOT_FOUND, USER_WRONG_PASSWORD,
};
use wire::ApiError;

use super::attempts::{self, Attempt, Counted};
use super::password::StoredPassword;
use super::policy::Policy;
use super::table::{self, Login};
use super::{privileges, reach, switch, totp};
use crate::app::App;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::gate::api_access;
use crate::partner::{self, Partner};
use crate::session::{IssueRequest, issue};
use crate::user::{self, User, UserStatus, user_key};

/// Who wants in.
pub struct LoginRequest<'a> {
    /// An e-mail, or a user id in an account.
    pub who: Who<'a>,
    /// The password as typed.
    pub password: &'a str,
    /// A one-time code; empty is none.
    pub otp: Option<&'a str>,
    /// The account, where one was asked for.
    pub partner_id: Option<i64>,
    /// Where the request comes from.
    pub address: &'a str,
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
#[derive(Clone)]
pub struct LoggedIn {
    /// How.
    pub login: Login,
    /// The account.
    pub partner: Arc<Partner>,
    /// The user there.
    pub user: User,
}

/// What became of an attempt, before it is counted.
pub(super) enum Verdict {
    /// It counts as a wrong one.
    Wrong(ApiError),
    /// It counts for nothing: the password was right, and something else is not.
    Refused(ApiError),
    /// Right, with the step of the one-time code if there was one.
    Right {
        /// Who it is.
        login_row: i64,
        /// The step of the code.
        step: Option<i64>,
    },
}

/// Checks a password and finds the user that it belongs to. People who do not exist cost the same work, are counted
/// and answered like those who mistype. So is, by user id, whoever's password does not open the account.
pub async fn log_in(app: &App, request: &LoginRequest<'_>, now: i64) -> Result<LoggedIn> {
    let (login, policy) = find_login(app, request, now).await?;
    let attempt = begin(app, request.who, login.as_ref(), request.address, now).await?;
    let stored = login.as_ref().and_then(|login| login.password.as_ref());
    let matches = app.passwords.verify(request.password, stored).await?;

    let Some(mut login) = login.filter(|_| matches) else {
        let verdict = Verdict::Wrong(USER_WRONG_PASSWORD.bare());
        return Err(refuse(app, &attempt, &policy, &verdict, now).await?);
    };
    let places = Places::of(app, &login, request.partner_id, now).await?;
    let verdict = judge(app, &login, &places, request.otp, now).await?;
    let expired = now.saturating_sub(login.password_updated_at) > policy.max_age;
    let rehash = match (&verdict, &login.password) {
        (Verdict::Right { .. }, Some(StoredPassword::SaltedSha1 { .. })) => {
            Some(app.passwords.hash(request.password).await?)
        }
        _ => None,
    };

    let mut tx = app.store.begin().await?;
    let refusal = count(&mut tx, &attempt, &policy, &verdict, now).await?;
    if refusal.is_none() {
        if let Some(hash) = &rehash {
            table::rehash(&mut tx, login.row, hash).await?;
        }
        if let (Ok((partner, user)), false) = (&places.chosen, expired) {
            if user.is_admin && partner.id > 0 {
                table::remember_partner(&mut tx, login.row, partner.id).await?;
            }
            user::note_login(&mut tx, user.row, now).await?;
            partner::note_login(&mut tx, partner, now).await?;
        }
    }
    tx.commit().await?;
    if let Some(refusal) = refusal {
        return Err(refusal.into());
    }
    if expired {
        return Err(PASSWORD_EXPIRED.bare().into());
    }
    if let Some(hash) = rehash {
        login.password = Some(StoredPassword::Phc(hash));
    }
    let (partner, user) = places.chosen?;
    Ok(LoggedIn { login, partner, user })
}

/// Gives a session to somebody who logs in.
pub async fn session_for(
    call: &Call,
    request: &LoginRequest<'_>,
    expiry: i64,
    privileges: &str,
) -> Result<String> {
    if let (Some(wanted), Some(session)) = (request.partner_id, call.session())
        && wanted != session.partner.id
    {
        return Err(INVALID_PARTNER_ID.with([wanted.to_string()]).into());
    }
    let partner_id = request.partner_id.or_else(|| call.session().map(|session| session.partner.id));
    let request = LoginRequest { partner_id, ..*request };
    let logged_in = log_in(call.app(), &request, call.now()).await?;
    open_session(call, &logged_in, expiry, privileges).await
}

/// Signs a session for somebody who is let in, and remembers that it was given for a password.
pub async fn open_session(call: &Call, who: &LoggedIn, expiry: i64, privileges: &str) -> Result<String> {
    let LoggedIn { login, partner, user } = who;
    api_access::require(call, partner).await?;
    let valid_until = partner.expiry(call.now(), expiry);
    let ks = issue(
        call.app(),
        call.request(),
        partner,
        &IssueRequest {
            user_id: &user.id,
            session_type: if user.is_admin { ks::SessionType::Admin } else { ks::SessionType::User },
            valid_until,
            privileges: &privileges::of_session(call.app(), partner, user, privileges)?,
            secret: None,
        },
    )?;
    switch::remember(call.app(), partner, login, &ks, valid_until).await?;
    Ok(ks)
}

/// The login that is meant, if there is one, and the policy that holds for whoever is meant.
async fn find_login(app: &App, request: &LoginRequest<'_>, now: i64) -> Result<(Option<Login>, Policy)> {
    let login = match request.who {
        Who::LoginId(email) => table::login_by_email(app, email).await?,
        Who::UserId(partner_id, user_id) => match app.users.get(app, partner_id, user_id).await? {
            Some(user) => match user.login_row {
                Some(row) => {
                    table::login_by_row(app, row).await?.filter(|login| login.reach.opens(partner_id))
                }
                None => None,
            },
            None => None,
        },
    };
    let policy = match (&login, request.who) {
        (Some(login), _) => Policy::of_login(app, login, now).await?,
        (None, Who::UserId(partner_id, _)) => app
            .partners
            .get(app, partner_id)
            .await?
            .map_or_else(Policy::server, |partner| Policy::of(&partner)),
        (None, Who::LoginId(_)) => Policy::server(),
    };
    Ok((login, policy))
}

/// What an attempt is counted by, unless it is refused at once.
pub(super) async fn begin(
    app: &App,
    who: Who<'_>,
    login: Option<&Login>,
    address: &str,
    now: i64,
) -> Result<Attempt> {
    let subject = match (login, who) {
        (Some(login), _) => attempts::of_login(login.row),
        (None, Who::LoginId(email)) => attempts::of_nobody(&user_key(email)),
        (None, Who::UserId(partner_id, user_id)) => {
            attempts::of_nobody(&format!("{partner_id} {}", user_key(user_id)))
        }
    };
    let attempt = Attempt::begin(app, subject, address, now).await?;
    attempt.ok_or_else(|| LOGIN_BLOCKED.bare().into())
}

/// Counts a verdict: `None` lets in. The counters are held until the transaction ends, so that of attempts at the same
/// time no more are answered than the policy allows, and no code is taken twice.
pub(super) async fn count(
    tx: &mut store::Transaction,
    attempt: &Attempt,
    policy: &Policy,
    verdict: &Verdict,
    now: i64,
) -> Result<Option<ApiError>> {
    if attempt.is_locked(tx, now).await? {
        return Ok(Some(LOGIN_BLOCKED.bare()));
    }
    let wrong = match verdict {
        Verdict::Refused(error) => return Ok(Some(error.clone())),
        Verdict::Wrong(error) => error.clone(),
        Verdict::Right { login_row, step: Some(step) } if !table::use_step(tx, *login_row, *step).await? => {
            INVALID_OTP.bare()
        }
        Verdict::Right { .. } => {
            attempt.right(tx, now).await?;
            return Ok(None);
        }
    };
    Ok(Some(match attempt.wrong(tx, policy, now).await? {
        Counted::Wrong => wrong,
        Counted::TooMany => LOGIN_RETRIES_EXCEEDED.bare(),
        Counted::Locked => LOGIN_BLOCKED.bare(),
    }))
}

/// Counts a verdict that lets nobody in.
pub(super) async fn refuse(
    app: &App,
    attempt: &Attempt,
    policy: &Policy,
    verdict: &Verdict,
    now: i64,
) -> Result<Error> {
    let mut tx = app.store.begin().await?;
    let refusal = count(&mut tx, attempt, policy, verdict, now).await?;
    tx.commit().await?;
    Ok(refusal.map_or_else(|| Error::internal("a wrong attempt was let in"), Error::from))
}

/// Steps 8 to 10: whether this way in is open at all, and the one-time code.
async fn judge(app: &App, login: &Login, places: &Places, otp: Option<&str>, now: i64) -> Result<Verdict> {
    let mut code_is_required = false;
    for (partner, user) in places.to_be_asked() {
        if partner.profile.login.block_direct_login {
            let excluded = match user {
                Some(user) => user::is_sso_excluded(app, user.row).await?,
                None => false,
            };
            if !excluded {
                return Ok(Verdict::Refused(DIRECT_LOGIN_BLOCKED.bare()));
            }
        }
        code_is_required |= asks_for_codes(partner, user.is_some_and(|user| user.is_admin));
    }
    if !code_is_required {
        return Ok(Verdict::Right { login_row: login.row, step: None });
    }
    judge_code(app, login, otp, now)
}

/// Judges a one-time code that is required.
pub(super) fn judge_code(app: &App, login: &Login, otp: Option<&str>, now: i64) -> Result<Verdict> {
    let Some(otp) = otp.filter(|otp| !otp.is_empty()) else {
        return Ok(Verdict::Wrong(MISSING_OTP.bare()));
    };
    let step = login.seed(&app.keys)?.and_then(|seed| totp::accepted_step(&seed, otp, now, login.last_step));
    Ok(match step {
        Some(step) => Verdict::Right { login_row: login.row, step: Some(step) },
        None => Verdict::Wrong(INVALID_OTP.bare()),
    })
}

/// True if an account asks this kind of user for one-time codes.
pub fn asks_for_codes(partner: &Partner, is_admin: bool) -> bool {
    partner.profile.login.asks_for_codes(is_admin)
}

/// Where somebody who is known may go: the account that was asked for, else the last one, else the one whose policy
/// holds; if that one will not do and was not asked for, the first one that will (steps 7 and 12). Accounts that the
/// password does not open are none of the person's.
pub(super) struct Places {
    first: (Arc<Partner>, Option<User>),
    pub(super) chosen: std::result::Result<(Arc<Partner>, User), ApiError>,
}

impl Places {
    pub(super) async fn of(app: &App, login: &Login, wanted: Option<i64>, now: i64) -> Result<Self> {
        let users = reach::users(app, login).await?;
        let last = login.last_login_partner_id.filter(|last| login.reach.opens(*last));
        let first = wanted.or(last).unwrap_or(login.config_partner_id);
        let user = users.iter().find(|(partner, _)| *partner == first).map(|(_, user)| user.clone());
        let Some(partner) = app.partners.get(app, first).await? else {
            return Err(match wanted {
                Some(wanted) => INVALID_PARTNER_ID.with([wanted.to_string()]).into(),
                None => Error::internal(format!("login {} belongs to no account", login.row)),
            });
        };
        let mut chosen = None;
        if let Some(user) = user.as_ref().filter(|user| may_act(&partner, user, now)) {
            chosen = Some((Arc::clone(&partner), with_roles(app, first, user).await?));
        } else if wanted.is_none() {
            for (partner_id, user) in users.iter().filter(|(partner, _)| *partner > 0) {
                let partner = app.partners.get(app, *partner_id).await?;
                if let Some(partner) = partner.filter(|partner| may_act(partner, user, now)) {
                    chosen = Some((partner, with_roles(app, *partner_id, user).await?));
                    break;
                }
            }
        }
        let error = || if user.is_some() { USER_IS_BLOCKED.bare() } else { USER_NOT_FOUND.bare() };
        Ok(Self { chosen: chosen.ok_or_else(error), first: (partner, user) })
    }

    /// The accounts that have a say in how somebody comes in. The original asks the first one alone; so whoever falls
    /// back to another account would pass by what that one asks for.
    fn to_be_asked(&self) -> impl Iterator<Item = (&Partner, Option<&User>)> {
        let (first, user) = &self.first;
        let fallback = self.chosen.as_ref().ok().filter(|(partner, _)| partner.id != first.id);
        let first = (first.as_ref(), user.as_ref());
        std::iter::once(first).chain(fallback.map(|(partner, user)| (partner.as_ref(), Some(user))))
    }
}

fn may_act(partner: &Partner, user: &User, now: i64) -> bool {
    user.status == UserStatus::Active && partner.is_active(now)
}

async fn with_roles(app: &App, partner_id: i64, user: &User) -> Result<User> {
    let known = app.users.get(app, partner_id, &user.id).await?;
    Ok(known.map_or_else(|| user.clone(), |known| (*known).clone()))
}
