//! Mails to those who own and administer accounts (reference: identity.md §4.9).

use store::Transaction;

use super::enable::{role_names, way_in};
use super::log_in::asks_for_codes;
use super::{hash_key, links, table};
use crate::app::App;
use crate::error::Result;
use crate::mail::letters::{self, Invitation};
use crate::mail::{self, Letter};
use crate::partner::Partner;
use crate::user::login_link;

/// The owner of an account that was just registered.
pub struct NewOwner<'a> {
    /// The account's number.
    pub partner_id: i64,
    /// The account's name.
    pub account: &'a str,
    /// The name to greet.
    pub name: &'a str,
    /// The e-mail that logs in, and the user's id.
    pub email: &'a str,
    /// The row of the log-in.
    pub login_row: i64,
    /// There is a password already that opens the account. Without one, the link in the mail lets the owner choose one.
    pub has_password: bool,
}

/// Tells the owner of a new account how to come in (50, 56).
pub async fn welcome(app: &App, tx: &mut Transaction, owner: &NewOwner<'_>, now: i64) -> Result<()> {
    let invitation = Invitation {
        name: owner.name,
        creator: "",
        account: owner.account,
        partner_id: owner.partner_id,
        login_id: owner.email,
        user_id: owner.email,
        roles: "",
        console: app.public_url(),
        two_factor: false,
    };
    let letter = if owner.has_password {
        letters::registered_again(&invitation)
    } else {
        let key = hash_key::issue(tx, owner.login_row, now, hash_key::LIFETIME).await?;
        letters::registered(&invitation, &links::password_page(app, None, &key))
    };
    mail::queue(tx, &app.keys, owner.partner_id, owner.email, &letter, now).await
}

/// A user who could log in before, and is an administrator from now on.
pub struct Promoted<'a> {
    /// The row of the log-in.
    pub login_row: i64,
    /// The id in the account.
    pub user_id: &'a str,
    /// The first name.
    pub first_name: Option<&'a str>,
    /// The roles.
    pub role_ids: &'a [i64],
    /// The user who made this one an administrator.
    pub creator: &'a str,
}

/// Tells somebody who has become an administrator (121; 142 with one-time codes).
pub async fn congratulate(
    app: &App,
    tx: &mut Transaction,
    partner: &Partner,
    promoted: &Promoted<'_>,
    now: i64,
) -> Result<()> {
    let Some(login) = table::hold(tx, promoted.login_row).await? else { return Ok(()) };
    let two_factor = asks_for_codes(partner, true);
    let invitation = Invitation {
        name: promoted.first_name.unwrap_or_default(),
        creator: promoted.creator,
        account: &partner.name,
        partner_id: partner.id,
        login_id: &login.email,
        user_id: promoted.user_id,
        roles: &role_names(partner, promoted.role_ids),
        console: app.public_url(),
        two_factor,
    };
    let way_in = way_in(app, tx, partner, &login, two_factor, now).await?;
    let letter = letters::attached(&invitation, &way_in);
    mail::queue(tx, &app.keys, partner.id, &login.email, &letter, now).await
}

/// Tells the administrators of an account that they come in by single sign-on from now on (143).
pub async fn announce_sso(app: &App, tx: &mut Transaction, partner: &Partner, now: i64) -> Result<()> {
    for (row, _) in login_link::administrators(tx, partner.id).await? {
        let Some(login) = table::hold(tx, row).await? else { continue };
        let name = login.first_name.as_deref().unwrap_or_default();
        let letter: Letter = letters::single_sign_on(name, &partner.name, partner.id, app.public_url());
        mail::queue(tx, &app.keys, partner.id, &login.email, &letter, now).await?;
    }
    Ok(())
}
