//! Giving a user a log-in, and taking it away (reference: identity.md §4.10).

use std::sync::Arc;

use contract::errors::{ADMIN_LOGIN_USERS_QUOTA_EXCEEDED, DUPLICATE_USER_BY_LOGIN_ID, INVALID_FIELD_VALUE};
use store::Transaction;

use super::log_in::asks_for_codes;
use super::policy::{Person, Policy};
use super::reach::{self, Reach};
use super::table::{self, Login, NewLogin};
use super::{attempts, hash_key, links, switch, totp};
use crate::app::App;
use crate::error::{Error, Result};
use crate::mail::letters::{self, Invitation, WayIn};
use crate::mail::{self, Letter};
use crate::partner::Partner;
use crate::role;
use crate::user::{self, is_email, login_link, user_key};

/// The switch that keeps administrators from hearing of new users.
const NO_NEW_USER_MAIL: &str = "FEATURE_DISABLE_NEW_USER_EMAIL";
/// So many administrators hear of a new one.
const MOST_COLLEAGUES: usize = 50;

/// A user who shall be able to log in.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The e-mail that will log in.
    pub login_id: String,
    /// The id in the account.
    pub user_id: String,
    /// An administrator.
    pub is_admin: bool,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The roles.
    pub role_ids: Vec<i64>,
}

/// What giving the log-in will take. All checks but the quota are done.
pub struct Plan {
    partner: Arc<Partner>,
    candidate: Candidate,
    known: Option<Login>,
    password_hash: Option<String>,
}

/// Checks a candidate. Whoever is known already keeps the password that they have, and the one given here is passed
/// over; it opens the account once they have used a link from a mail (see `reach.rs`). Whoever is new and gets none
/// chooses one by mail.
pub async fn plan(
    app: &App,
    partner: &Arc<Partner>,
    candidate: Candidate,
    password: Option<&str>,
) -> Result<Plan> {
    if !is_email(&candidate.login_id) {
        return Err(INVALID_FIELD_VALUE.with(["email"]).into());
    }
    let known = table::login_by_email(app, &candidate.login_id).await?;
    let mut password_hash = None;
    match (&known, password.filter(|password| !password.is_empty())) {
        (Some(login), _) => {
            let users = user::users_of_login(app, login.row).await?;
            if users.iter().any(|(owner, _)| *owner == partner.id) {
                return Err(taken(&candidate.login_id));
            }
        }
        (None, Some(password)) => {
            let person = Person {
                login_id: &candidate.login_id,
                first_name: candidate.first_name.as_deref().unwrap_or_default(),
                last_name: candidate.last_name.as_deref().unwrap_or_default(),
            };
            Policy::of(partner).check(app, password, person).await?;
            password_hash = Some(app.passwords.hash(password).await?);
        }
        (None, None) => {}
    }
    Ok(Plan { partner: Arc::clone(partner), candidate, known, password_hash })
}

fn taken(login_id: &str) -> Error {
    DUPLICATE_USER_BY_LOGIN_ID.with([login_id]).into()
}

impl Plan {
    /// Carries it out: the row of the log-in, which the caller writes into the user, and the mails that go with it.
    /// `creator` is the name of whoever does this.
    pub async fn carry_out(&self, app: &App, tx: &mut Transaction, creator: &str, now: i64) -> Result<i64> {
        let Self { partner, candidate, password_hash, .. } = self;
        let mut known = None;
        let quota = partner.admin_login_quota;
        let admins = user::count_admins(tx, partner.id).await?;
        if candidate.is_admin && quota >= 0 && admins > 0 && admins >= quota {
            return Err(ADMIN_LOGIN_USERS_QUOTA_EXCEEDED.bare().into());
        }
        let row = match &self.known {
            // Held, so that the log-in does not go with its last user meanwhile.
            Some(login) => {
                let held = table::hold(tx, login.row).await?;
                // Nor becomes somebody else's: whoever had it may have changed its address.
                let held = held.filter(|held| user_key(&held.email) == user_key(&candidate.login_id));
                let mut held = held.ok_or_else(|| Error::collided("a log-in went"))?;
                held.reach = reach::join(tx, &held, partner.id).await?;
                known = Some(held);
                login.row
            }
            None => {
                let new = NewLogin {
                    email: &candidate.login_id,
                    first_name: candidate.first_name.as_deref(),
                    last_name: candidate.last_name.as_deref(),
                    partner_id: partner.id,
                    password_hash: password_hash.as_deref(),
                    // Somebody chose it for somebody else; without one, a link by mail will.
                    reach: password_hash.as_ref().map_or(Reach::ALL, |_| Reach::only([partner.id])),
                };
                match table::add_login(tx, &new, now).await {
                    Err(error) if error.is_unique_violation() => return Err(taken(&candidate.login_id)),
                    row => row?,
                }
            }
        };
        let two_factor = asks_for_codes(partner, candidate.is_admin);
        if two_factor && self.known.is_none() {
            table::set_seed(tx, &app.keys, row, Some(&totp::new_seed())).await?;
        }
        let role_names = role_names(partner, &candidate.role_ids);
        let invitation = Invitation {
            name: candidate.first_name.as_deref().unwrap_or_default(),
            creator,
            account: &partner.name,
            partner_id: partner.id,
            login_id: &candidate.login_id,
            user_id: &candidate.user_id,
            roles: &role_names,
            console: app.public_url(),
            two_factor,
        };
        // The address of the log-in, and not as somebody else spelled it.
        let recipient = known.as_ref().map_or(&candidate.login_id, |login| &login.email);
        let letter = match (&known, password_hash) {
            // Whoever owns the address hears of it, also where a password was given: it may have been somebody else.
            (Some(login), _) => {
                let way_in = way_in(app, tx, partner, login, two_factor, now).await?;
                Some(letters::attached(&invitation, &way_in))
            }
            (None, None) => {
                let key = hash_key::issue(tx, row, now, hash_key::LIFETIME).await?;
                Some(letters::invitation(&invitation, &links::password_page(app, Some(partner), &key)))
            }
            (None, Some(_)) => None,
        };
        if let Some(letter) = letter {
            mail::queue(tx, &app.keys, partner.id, recipient, &letter, now).await?;
        }
        if candidate.is_admin && !partner.has_feature(NO_NEW_USER_MAIL) {
            self.tell_colleagues(app, tx, row, &invitation, now).await?;
        }
        Ok(row)
    }

    /// The other administrators who have to do with users hear of a new one.
    async fn tell_colleagues(
        &self,
        app: &App,
        tx: &mut Transaction,
        row: i64,
        invitation: &Invitation<'_>,
        now: i64,
    ) -> Result<()> {
        let colleagues = login_link::administrators(tx, self.partner.id).await?;
        let in_charge = colleagues.into_iter().filter(|(login, roles)| {
            let roles: Vec<&role::Role> =
                roles.iter().filter_map(|id| role::find_id(&self.partner, *id)).collect();
            *login != row
                && role::rights(app, &roles, &self.partner, None)
                    .names()
                    .any(|name| name.starts_with("ADMIN_USER_"))
        });
        for (login, _) in in_charge.take(MOST_COLLEAGUES) {
            let Some(login) = table::login_by_row_within(tx, login).await? else { continue };
            let letter: Letter =
                letters::colleague(login.first_name.as_deref().unwrap_or_default(), invitation);
            mail::queue(tx, &app.keys, self.partner.id, &login.email, &letter, now).await?;
        }
        Ok(())
    }
}

/// How somebody who has a log-in comes into an account, with a link to what is missing for it.
pub(super) async fn way_in(
    app: &App,
    tx: &mut Transaction,
    partner: &Partner,
    login: &Login,
    two_factor: bool,
    now: i64,
) -> Result<WayIn> {
    if login.password.is_none() || !login.reach.opens(partner.id) {
        let key = hash_key::issue(tx, login.row, now, hash_key::LIFETIME).await?;
        return Ok(WayIn::NewPassword(links::password_page(app, Some(partner), &key)));
    }
    if two_factor && !login.has_authenticator() {
        // Codes are set up by that person: nobody else gives them a seed that they do not know.
        let key = hash_key::issue(tx, login.row, now, hash_key::QR_LIFETIME).await?;
        return Ok(WayIn::NewCodes(links::qr_page(app, Some(partner), &key)));
    }
    Ok(WayIn::AsBefore)
}

/// The names of roles, as mails tell them.
pub(super) fn role_names(partner: &Partner, ids: &[i64]) -> String {
    let roles = ids.iter().filter_map(|id| role::find_id(partner, *id));
    roles.map(|role| role.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Deletes a log-in that no user has any more. Whoever deletes a user, or takes the log-in away, calls this in the
/// same transaction, afterwards.
pub async fn remove_if_unused(tx: &mut Transaction, login_row: i64) -> Result<()> {
    // Held, so that nobody is attached to it meanwhile.
    table::hold(tx, login_row).await?;
    if !user::users_of_login_within(tx, login_row).await?.is_empty() {
        return Ok(());
    }
    login_link::unlink_deleted(tx, login_row).await?;
    attempts::forget(tx, login_row).await?;
    switch::forget(tx, login_row).await?;
    table::remove(tx, login_row).await
}

/// Tells the administrators of an account that one-time codes are asked for from now on: each gets a link to the
/// picture for the authenticator, unless there is one already. Whoever switches codes on for an account calls this in the same transaction.
pub async fn announce_two_factor(app: &App, tx: &mut Transaction, partner: &Partner, now: i64) -> Result<()> {
    for (row, _) in login_link::administrators(tx, partner.id).await? {
        let Some(login) = table::hold(tx, row).await? else { continue };
        let link = if login.has_authenticator() {
            None
        } else {
            let key = hash_key::issue(tx, row, now, hash_key::QR_LIFETIME).await?;
            Some(links::qr_page(app, Some(partner), &key))
        };
        let letter = letters::two_factor(
            login.first_name.as_deref().unwrap_or_default(),
            &partner.name,
            partner.id,
            link.as_deref(),
        );
        mail::queue(tx, &app.keys, partner.id, &login.email, &letter, now).await?;
    }
    Ok(())
}
