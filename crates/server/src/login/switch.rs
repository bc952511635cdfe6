//! From one account of a person to another without a password (reference: identity.md §4.6).
//!
//! A session that was signed with a secret of an account speaks for any user of that account, and an account may
//! attach anybody whose e-mail is known. If such sessions opened other accounts, each account's secret would be a key
//! to all accounts of its users. So it takes a session that somebody got for a password, here.

use ks::{Envelope, KsHash};
use sea_query::{Expr, ExprTrait, OnConflict, Query};
use store::Transaction;

use contract::errors::{
    DIRECT_LOGIN_BLOCKED, INTERNAL_SERVER_ERROR, LOGIN_BLOCKED, LOGIN_DATA_NOT_FOUND, NEW_LOGIN_REQUIRED,
    PARTNER_CHANGE_ACCOUNT_DISABLED, UNKNOWN_PARTNER_ID, USER_DATA_ERROR, USER_IS_BLOCKED,
};
use wire::ApiError;

use super::log_in::{LoggedIn, Places, asks_for_codes, open_session};
use super::model::SessionResponse;
use super::policy::Policy;
use super::table;
use super::{attempts, reach, table::Login};
use crate::app::App;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::partner::{LoginSettings, Partner};
use crate::session::model::{ResponseUser, StartWidgetSessionResponse};
use crate::user::{self, User};

/// Seconds that the new session lives, cut to the account's maximum.
const LIFETIME: i64 = 86_400;
const PASSWORD_ONLY: i64 = 0;

/// Gives a session in another account of the person whose session the call has.
pub async fn login_by_ks(call: &Call, requested: i64) -> Result<SessionResponse> {
    let (app, session, now) = (call.app(), call.known_session()?, call.now());
    let user_id = call.user_id().to_owned();
    let response = |ks: String| SessionResponse {
        base: StartWidgetSessionResponse {
            partner_id: requested.into(),
            ks: ks.into(),
            user_id: ResponseUser::Id(user_id.clone()).into(),
        },
    };
    if requested == session.partner.id {
        return Ok(response(session.text.clone()));
    }
    if session.token.is_anonymous() || user_id.is_empty() {
        return Err(unknown_user(&user_id).into());
    }
    let privileges = session.token.privileges();
    if privileges.has("enablechangeaccount")
        && !privileges.verify("enablechangeaccount", &requested.to_string())
    {
        return Err(PARTNER_CHANGE_ACCOUNT_DISABLED.bare().into());
    }
    let user = session.user.as_deref().ok_or_else(|| USER_DATA_ERROR.bare())?;
    let login_row = user.login_row.ok_or_else(|| LOGIN_DATA_NOT_FOUND.bare())?;
    let login = table::login_by_row(app, login_row).await?.ok_or_else(|| LOGIN_DATA_NOT_FOUND.bare())?;
    // Of accounts that the person has nothing to do with, nothing is told, not even whether they are there.
    let unknown = || Error::from(UNKNOWN_PARTNER_ID.with([requested.to_string()]));
    let users = reach::users(app, &login).await?;
    let (_, there) = users.iter().find(|(partner, _)| *partner == requested).ok_or_else(unknown)?;
    let partner = app.partners.get(app, requested).await?.ok_or_else(unknown)?;

    let (ours, theirs) = (&session.partner.profile.login, &partner.profile.login);
    let other_kind = kind_of(theirs) != PASSWORD_ONLY && kind_of(theirs) != kind_of(ours);
    let code_is_missing =
        asks_for_codes(&partner, there.is_admin) && !asks_for_codes(&session.partner, user.is_admin);
    if theirs.sso
        || other_kind
        || code_is_missing
        || !was_given_for_password(app, session.token.hash(), login.row).await?
    {
        return Err(NEW_LOGIN_REQUIRED.bare().into());
    }
    let who = attempts::of_login(login.row);
    if attempts::Attempt::begin(app, who, &call.request().address, now).await?.is_none() {
        return Err(LOGIN_BLOCKED.bare().into());
    }
    if theirs.block_direct_login && !user::is_sso_excluded(app, there.row).await? {
        return Err(DIRECT_LOGIN_BLOCKED.bare().into());
    }
    check_age(app, &login, now).await?;
    let (partner, user) =
        Places::of(app, &login, Some(requested), now).await?.chosen.map_err(|_| USER_IS_BLOCKED.bare())?;
    if !user.is_admin {
        return Err(USER_DATA_ERROR.bare().into());
    }
    note(app, &login, &user, &partner, now).await?;
    let who = LoggedIn { login, partner, user };
    let ks = open_session(call, &who, LIFETIME, privileges.text()).await?;
    Ok(response(ks))
}

/// `KalturaPartnerAuthenticationType`.
fn kind_of(settings: &LoginSettings) -> i64 {
    match (settings.sso, settings.two_factor) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => PASSWORD_ONLY,
    }
}

/// The text of this code differs from everywhere else (reference: identity.md §17, notes).
fn unknown_user(user_id: &str) -> ApiError {
    ApiError {
        code: contract::errors::INVALID_USER_ID.code,
        message: format!("Unknown user [{user_id}]"),
        args: vec![("PUSER", user_id.to_owned())],
    }
}

/// Whatever else the original's engine refuses comes out as this code, with one L.
async fn check_age(app: &App, login: &Login, now: i64) -> Result<()> {
    let policy = Policy::of_login(app, login, now).await?;
    if now.saturating_sub(login.password_updated_at) > policy.max_age {
        return Err(INTERNAL_SERVER_ERROR.without_values().into());
    }
    Ok(())
}

async fn note(app: &App, login: &Login, user: &User, partner: &Partner, now: i64) -> Result<()> {
    let mut tx = app.store.begin().await?;
    table::remember_partner(&mut tx, login.row, partner.id).await?;
    user::note_login(&mut tx, user.row, now).await?;
    Ok(tx.commit().await?)
}

/// Remembers that a session was given for a password. Whoever was let in while somebody chose another password, or
/// closed the account to it, has come too late.
pub(super) async fn remember(
    app: &App,
    partner: &Partner,
    login: &Login,
    ks: &str,
    valid_until: i64,
) -> Result<()> {
    let secrets = partner.secrets.as_ref().map_or(&[][..], |secrets| secrets.signing());
    let opened = Envelope::parse(ks)
        .and_then(|envelope| envelope.open(secrets))
        .map_err(|refusal| Error::internal(format!("a session that was just signed: {refusal}")))?;
    let statement = Query::insert()
        .into_table("password_session")
        .columns(["hash", "login_id", "until"])
        .values_panic([opened.hash().to_string().into(), login.row.into(), valid_until.into()])
        .on_conflict(OnConflict::column("hash").do_nothing().to_owned())
        .to_owned();
    let mut tx = app.store.begin().await?;
    let held = table::hold(&mut tx, login.row).await?;
    if !held.is_some_and(|held| held.has_same_password(login) && held.reach.opens(partner.id)) {
        return Err(Error::collided("the password was changed while it was used"));
    }
    tx.execute(&statement).await?;
    Ok(tx.commit().await?)
}

/// The users whom a session opens beyond its own, by ascending account; `None` if nobody got it for the password of
/// this log-in, here: then it speaks for its account alone.
pub async fn users_behind(app: &App, hash: KsHash, login_row: i64) -> Result<Option<Vec<(i64, User)>>> {
    if !was_given_for_password(app, hash, login_row).await? {
        return Ok(None);
    }
    let Some(login) = table::login_by_row(app, login_row).await? else { return Ok(None) };
    reach::users(app, &login).await.map(Some)
}

/// True if somebody got this session here, for the password of this log-in.
async fn was_given_for_password(app: &App, hash: KsHash, login_row: i64) -> Result<bool> {
    let statement = Query::select()
        .column("hash")
        .from("password_session")
        .and_where(Expr::col("hash").eq(hash.to_string()))
        .and_where(Expr::col("login_id").eq(login_row))
        .to_owned();
    Ok(app.store.one(&statement).await?.is_some())
}

/// No session of this log-in opens another account any more.
pub(super) async fn forget(tx: &mut Transaction, login_row: i64) -> Result<()> {
    let statement = Query::delete()
        .from_table("password_session")
        .and_where(Expr::col("login_id").eq(login_row))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets sessions that have ended by themselves.
pub(super) async fn tidy(tx: &mut Transaction, now: i64) -> Result<()> {
    let statement =
        Query::delete().from_table("password_session").and_where(Expr::col("until").lte(now)).to_owned();
    tx.execute(&statement).await?;
    Ok(())
}
