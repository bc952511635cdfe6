//! Changing how somebody logs in: by the person with the present password, by a link, or by the account (reference:
//! identity.md §6.4). Whoever gets a new password loses all sessions, in all accounts.

use contract::errors::{
    CANNOT_UPDATE_ADMIN_LOGIN_DATA, CANNOT_UPDATE_LOGIN_DATA, INVALID_FIELD_VALUE, LOGIN_DATA_NOT_FOUND,
    LOGIN_ID_ALREADY_USED, UNSAFE_HTML_TAGS, USER_WRONG_PASSWORD, WRONG_OLD_PASSWORD,
};
use ks::UnixMillis;
use store::Transaction;
use wire::ApiError;

use super::log_in::{Verdict, Who, asks_for_codes, begin, count, judge_code, refuse};
use super::password::StoredPassword;
use super::policy::{Person, Policy};
use super::reach::{self, Reach};
use super::table::{self, Login};
use super::{attempts, hash_key, links, qr, switch, totp};
use crate::app::App;
use crate::call::{Call, seconds};
use crate::error::{Error, Result};
use crate::mail::{self, letters};
use crate::partner;
use crate::role::Bounds;
use crate::session::revocation::{Subject, set_floor_within};
use crate::user::{self, is_email, login_link, user_key};

/// The switch that keeps mails to those who forgot a password from being sent.
const NO_RESET_MAIL: &str = "FEATURE_DISABLE_RESET_PASSWORD_EMAIL";

/// What somebody changes about the own log-in. Empty texts change nothing.
pub struct OwnChange<'a> {
    /// The e-mail that logs in at present.
    pub login_id: &'a str,
    /// The present password.
    pub password: &'a str,
    /// Another e-mail.
    pub new_login_id: &'a str,
    /// Another password.
    pub new_password: &'a str,
    /// Another first name.
    pub first_name: Option<&'a str>,
    /// Another last name.
    pub last_name: Option<&'a str>,
    /// A one-time code.
    pub otp: Option<&'a str>,
}

/// Changes the own log-in. Whoever is not known is answered like somebody who mistypes, and so is whoever has a
/// password that does not open all accounts that the change would reach: a link by mail gives a better one.
pub async fn change_own(call: &Call, change: &OwnChange<'_>) -> Result<()> {
    let (app, now) = (call.app(), call.now());
    let names = [("newFirstName", change.first_name), ("newLastName", change.last_name)];
    if let Some((field, _)) =
        names.iter().find(|(_, name)| name.is_some_and(|name| wire::strip_tags(name) != name))
    {
        return Err(UNSAFE_HTML_TAGS.with(["UserLoginData", field]).into());
    }
    let new_login_id = Some(change.new_login_id).filter(|id| !id.is_empty() && *id != change.login_id);
    if new_login_id.is_some_and(|id| !is_email(id)) {
        return Err(INVALID_FIELD_VALUE.with(["newEmail"]).into());
    }
    let login = table::login_by_email(app, change.login_id).await?;
    let policy = match &login {
        Some(login) => Policy::of_login(app, login, now).await?,
        None => Policy::server(),
    };
    let attempt =
        begin(app, Who::LoginId(change.login_id), login.as_ref(), &call.request().address, now).await?;
    let stored = login.as_ref().and_then(|login| login.password.as_ref());
    let matches = app.passwords.verify(change.password, stored).await?;
    let login = match login.filter(|_| matches) {
        Some(login) if login.reach.covers(&user::users_of_login(app, login.row).await?) => Some(login),
        _ => None,
    };
    let Some(login) = login else {
        let same = change.new_password == change.password;
        let code = if same { USER_WRONG_PASSWORD.bare() } else { WRONG_OLD_PASSWORD.bare() };
        return Err(refuse(app, &attempt, &policy, &Verdict::Wrong(code), now).await?);
    };
    let verdict = if code_is_asked_for(app, &login, now).await? {
        judge_code(app, &login, change.otp, now)?
    } else {
        Verdict::Right { login_row: login.row, step: None }
    };
    if !matches!(verdict, Verdict::Right { .. }) {
        return Err(refuse(app, &attempt, &policy, &verdict, now).await?);
    }
    let prepared = prepare(app, change, new_login_id, &login, &policy).await;

    let mut tx = app.store.begin().await?;
    let held = table::hold(&mut tx, login.row).await?;
    let users = user::users_of_login_within(&mut tx, login.row).await?;
    let held = held.filter(|held| held.has_same_password(&login) && held.reach.covers(&users));
    let held = held.ok_or_else(|| Error::collided("the log-in was changed by somebody else"))?;
    if let Some(refusal) = count(&mut tx, &attempt, &policy, &verdict, now).await? {
        tx.commit().await?;
        return Err(refusal.into());
    }
    let hash = match prepared {
        Ok(hash) => hash,
        Err(error) => {
            tx.commit().await?;
            return Err(error);
        }
    };
    if let Some(hash) = hash {
        keep_password(&mut tx, &held, &policy, &hash, &held.reach, call.request().now).await?;
    }
    let (first_name, last_name) = (change.first_name, change.last_name);
    if new_login_id.is_some() {
        // A link that went to the old address is over, and nobody knows yet who reads the mails of the new one.
        table::set_hash_key(&mut tx, login.row, None).await?;
        let accounts = users.iter().map(|(account, _)| *account);
        reach::set(&mut tx, login.row, &Reach::only(accounts)).await?;
    }
    match table::set_person(&mut tx, login.row, new_login_id, first_name, last_name, now).await {
        Err(error) if error.is_unique_violation() => return Err(LOGIN_ID_ALREADY_USED.bare().into()),
        kept => kept?,
    }
    login_link::copy_person(&mut tx, login.row, new_login_id, first_name, last_name, now).await?;
    Ok(tx.commit().await?)
}

/// What is looked at once the person is known: the hash of the new password, if there is one.
async fn prepare(
    app: &App,
    change: &OwnChange<'_>,
    new_login_id: Option<&str>,
    login: &Login,
    policy: &Policy,
) -> Result<Option<String>> {
    if let Some(id) = new_login_id
        && table::login_by_email(app, id).await?.is_some_and(|other| other.row != login.row)
    {
        return Err(LOGIN_ID_ALREADY_USED.bare().into());
    }
    if change.new_password.is_empty() {
        return Ok(None);
    }
    let person = Person {
        login_id: new_login_id.unwrap_or(&login.email),
        first_name: change.first_name.or(login.first_name.as_deref()).unwrap_or_default(),
        last_name: change.last_name.or(login.last_name.as_deref()).unwrap_or_default(),
    };
    hash_of_choice(app, login, policy, person, change.new_password).await.map(Some)
}

/// Checks a new password and hashes it.
async fn hash_of_choice(
    app: &App,
    login: &Login,
    policy: &Policy,
    person: Person<'_>,
    password: &str,
) -> Result<String> {
    policy.check(app, password, person).await?;
    policy.check_new(app, password, login).await?;
    app.passwords.hash(password).await
}

fn person_of(login: &Login) -> Person<'_> {
    Person {
        login_id: &login.email,
        first_name: login.first_name.as_deref().unwrap_or_default(),
        last_name: login.last_name.as_deref().unwrap_or_default(),
    }
}

/// Keeps a new password, and ends the sessions that the person has. Sessions made offline with an account's secret
/// say nothing of a password, and stay.
async fn keep_password(
    tx: &mut Transaction,
    login: &Login,
    policy: &Policy,
    hash: &str,
    reach: &Reach,
    now: UnixMillis,
) -> Result<()> {
    let mut previous = vec![hash.to_owned()];
    previous.extend(login.previous_passwords.iter().cloned());
    if let (true, Some(StoredPassword::Phc(old))) = (login.previous_passwords.is_empty(), &login.password) {
        previous.push(old.clone());
    }
    previous.truncate(policy.kept);
    table::set_password(tx, login.row, hash, reach, &previous, seconds(now)).await?;
    switch::forget(tx, login.row).await?;
    for (partner_id, user) in user::users_of_login_within(tx, login.row).await? {
        set_floor_within(tx, &Subject::User(partner_id, user_key(&user.id)), now, 0).await?;
    }
    Ok(())
}

/// A code is asked for if an administrator is meant, and any of the accounts asks for codes. An account that only knows
/// the address of somebody without an authenticator cannot keep that person from changing the password.
async fn code_is_asked_for(app: &App, login: &Login, now: i64) -> Result<bool> {
    let users = user::users_of_login(app, login.row).await?;
    if !users.iter().any(|(partner, user)| *partner == login.config_partner_id && user.is_admin) {
        return Ok(false);
    }
    let has_seed = login.seed(&app.keys)?.is_some();
    for (partner_id, _) in users.iter().filter(|(partner, _)| has_seed || *partner == login.config_partner_id)
    {
        let partner = app.partners.get(app, *partner_id).await?;
        if partner.is_some_and(|partner| partner.is_active(now) && partner.profile.login.two_factor) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// True if any of the accounts asks this person for codes at log-in.
async fn needs_codes(app: &App, login: &Login) -> Result<bool> {
    for (partner_id, user) in user::users_of_login(app, login.row).await? {
        let partner = app.partners.get(app, partner_id).await?;
        if partner.is_some_and(|partner| asks_for_codes(&partner, user.is_admin)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Sends a link to whoever forgot a password. Of people who are not known nothing is told.
pub async fn send_link(call: &Call, email: &str) -> Result<()> {
    let (app, now) = (call.app(), call.now());
    let login = table::login_by_email(app, email).await?;
    let partner = match &login {
        Some(login) => app.partners.get(app, login.config_partner_id).await?,
        None => None,
    };
    let mut tx = app.store.begin().await?;
    if !attempts::may_ask_for_password(&mut tx, &user_key(email), &call.request().address, now).await? {
        tx.commit().await?;
        return Err(contract::errors::RESOURCE_IS_RESERVED.with([email]).into());
    }
    if let Some(login) = &login {
        let key = hash_key::issue(&mut tx, login.row, now, hash_key::LIFETIME).await?;
        if !partner.as_ref().is_some_and(|partner| partner.has_feature(NO_RESET_MAIL)) {
            let link = links::password_page(app, partner.as_deref(), &key);
            let letter = letters::reset_password(login.first_name.as_deref().unwrap_or_default(), &link);
            mail::queue(&mut tx, &app.keys, login.config_partner_id, &login.email, &letter, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Keeps a password that was chosen by a link, which proves that the mailbox is the person's: it opens all accounts.
/// Answers a picture for a new authenticator where codes are asked for and none has worked yet. One that has worked
/// goes on working: whoever reads somebody's mails must not pass the second factor, too (ASVS 6.4.3).
pub async fn choose_by_key(call: &Call, key: &str, password: &str) -> Result<Option<String>> {
    let (app, now) = (call.app(), call.now());
    let login = hash_key::check(app, key, now).await?;
    let policy = Policy::of_login(app, &login, now).await?;
    let hash =
        hash_of_choice(app, &login, &policy, person_of(&login), password).await.map_err(with_line_breaks)?;
    let seed = if needs_codes(app, &login).await? { Some(totp::new_seed()) } else { None };
    let picture = match &seed {
        Some(seed) => Some(picture(app, &login, seed).await?),
        None => None,
    };
    let mut tx = app.store.begin().await?;
    // Of two who use a key at the same time, one is too late.
    let held = table::hold(&mut tx, login.row).await?.ok_or_else(|| LOGIN_DATA_NOT_FOUND.bare())?;
    hash_key::belongs(key, &held, now)?;
    keep_password(&mut tx, &held, &policy, &hash, &Reach::ALL, call.request().now).await?;
    attempts::forget(&mut tx, login.row).await?;
    // An account that chose the password may know the seed as well; no other account is to rely on it.
    let is_own = held.reach.covers(&user::users_of_login_within(&mut tx, login.row).await?);
    let kept = is_own && held.has_authenticator();
    if !kept {
        table::set_seed(&mut tx, &app.keys, login.row, seed.as_deref().map(String::as_str)).await?;
    }
    tx.commit().await?;
    Ok(picture.filter(|_| !kept))
}

/// Rules of accounts say `\n` where a line breaks; here they are sent with real ones (reference: identity.md §4.2).
fn with_line_breaks(error: Error) -> Error {
    let mut api: ApiError = error.into_api();
    for (_, value) in &mut api.args {
        *value = value.replace("\\n", "\n");
    }
    api.into()
}

/// A picture for the authenticator, for a key that came by mail. The key is used up; a seed whose codes nobody has used
/// yet stays. One that is in use is shown to nobody.
pub async fn picture_by_key(call: &Call, key: &str) -> Result<String> {
    let (app, now) = (call.app(), call.now());
    let invalid = |_: Error| Error::from(contract::errors::INVALID_HASH.bare());
    let login = match hash_key::check(app, key, now).await {
        Err(error) if error.code().starts_with("INTERNAL_") => return Err(error),
        checked => checked.map_err(invalid)?,
    };
    if login.has_authenticator() {
        return Err(invalid(Error::internal("there is an authenticator already")));
    }
    let known = login.seed(&app.keys)?;
    let seed = known.clone().unwrap_or_else(totp::new_seed);
    let picture = picture(app, &login, &seed).await?;
    let mut tx = app.store.begin().await?;
    let held = table::hold(&mut tx, login.row).await?.ok_or_else(|| contract::errors::INVALID_HASH.bare())?;
    hash_key::belongs(key, &held, now).map_err(invalid)?;
    if held.has_authenticator() || held.seed(&app.keys)? != known {
        return Err(Error::collided("the codes were changed by somebody else"));
    }
    table::set_hash_key(&mut tx, login.row, None).await?;
    if known.is_none() {
        table::set_seed(&mut tx, &app.keys, login.row, Some(&seed)).await?;
    }
    tx.commit().await?;
    Ok(picture)
}

async fn picture(app: &App, login: &Login, seed: &str) -> Result<String> {
    let users = user::users_of_login(app, login.row).await?;
    let own = users.iter().find(|(partner, _)| *partner == login.config_partner_id).or(users.first());
    let (_, user) = own.ok_or_else(|| contract::errors::INVALID_USER_ID.bare())?;
    qr::png(&qr::address(&user.id, links::host(app), seed))
}

/// Ends the codes of somebody who has lost the authenticator; a new one is set up with the next link by mail. False if
/// there were none.
pub async fn forget_authenticator(app: &App, login_row: i64) -> Result<bool> {
    let mut tx = app.store.begin().await?;
    let login = table::hold(&mut tx, login_row).await?;
    let had_one = match login {
        Some(login) => login.seed(&app.keys)?.is_some(),
        None => false,
    };
    table::set_seed(&mut tx, &app.keys, login_row, None).await?;
    tx.commit().await?;
    Ok(had_one)
}

/// Gives somebody a new password on behalf of an account, and the id of the user there. Administrators and the owner
/// are left alone, and so is whoever belongs to other accounts too: no account may let itself into another.
pub async fn reset_for_account(call: &Call, login_id: &str, password: &str) -> Result<String> {
    let app = call.app();
    let unknown = || Error::from(LOGIN_DATA_NOT_FOUND.bare());
    let login = table::login_by_email(app, login_id).await?.ok_or_else(unknown)?;
    let partner = call.partner()?;
    let own = partner.id;
    let users = user::users_of_login(app, login.row).await?;
    let (_, user) = users.iter().find(|(partner, _)| *partner == own).ok_or_else(unknown)?;
    if users.iter().any(|(_, user)| user.is_admin) {
        return Err(CANNOT_UPDATE_ADMIN_LOGIN_DATA.bare().into());
    }
    if users.len() > 1 {
        return Err(CANNOT_UPDATE_LOGIN_DATA.bare().into());
    }
    // Whoever gives a password can log in with it, with all roles of that user.
    let known = app.users.get(app, own, &user.id).await?.ok_or_else(unknown)?;
    if !Bounds::of(call)?.hold_person(&known.role_ids, known.is_admin)? {
        return Err(CANNOT_UPDATE_ADMIN_LOGIN_DATA.bare().into());
    }
    let policy = Policy::of_login(app, &login, call.now()).await?;
    let hash = hash_of_choice(app, &login, &policy, person_of(&login), password).await?;
    let mut tx = app.store.begin().await?;
    if partner::lock_owner(&mut tx, own).await?.is_some_and(|owner| user_key(&owner) == user_key(&user.id)) {
        return Err(CANNOT_UPDATE_ADMIN_LOGIN_DATA.bare().into());
    }
    let held = table::hold(&mut tx, login.row).await?.ok_or_else(unknown)?;
    if user::users_of_login_within(&mut tx, login.row).await?.len() > 1 {
        return Err(CANNOT_UPDATE_LOGIN_DATA.bare().into());
    }
    keep_password(&mut tx, &held, &policy, &hash, &Reach::only([own]), call.request().now).await?;
    attempts::forget(&mut tx, login.row).await?;
    tx.commit().await?;
    Ok(user.id.clone())
}
