//! Making an account with its owner: what the command line, a first start and registration do.

use contract::errors::{COMMON_PASSWORD, DUPLICATE_USER_BY_LOGIN_ID, INVALID_FIELD_VALUE};
use store::Transaction;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::{Error, Result};
use crate::keys::{fill_random, hex};
use crate::login::{self, NewLogin, Person, Policy, Reach};
use crate::partner::{self, LoginSettings, NewPartner, NewSecrets, Profile};
use crate::role;
use crate::user::{self, NewUser, is_email};

/// An account to be made.
pub struct NewAccount<'a> {
    /// What people call it.
    pub name: &'a str,
    /// The e-mail of its owner, who logs in with it.
    pub email: &'a str,
    /// The owner's password; none: one is made up.
    pub password: Option<&'a str>,
}

/// A new account, and what only its maker gets to see.
pub struct NewAccountMade {
    /// Its id.
    pub partner_id: i64,
    /// Its secrets.
    pub secrets: NewSecrets,
    /// The owner's password, if it was made up.
    pub generated_password: Option<Zeroizing<String>>,
}

/// Makes an account with its owner.
pub async fn create(app: &App, wanted: &NewAccount<'_>, now: i64) -> Result<NewAccountMade> {
    let invalid = |field: &str| Error::from(INVALID_FIELD_VALUE.with([field]));
    if wanted.name.trim().is_empty() || wanted.name.len() > 256 {
        return Err(invalid("name"));
    }
    if !is_email(wanted.email) {
        return Err(invalid("email"));
    }
    if login::login_by_email(app, wanted.email).await?.is_some() {
        return Err(DUPLICATE_USER_BY_LOGIN_ID.with([wanted.email]).into());
    }
    let generated_password = wanted.password.is_none().then(made_up_password);
    let password = match (wanted.password, &generated_password) {
        (Some(password), _) => password,
        (None, Some(password)) => password.as_str(),
        (None, None) => return Err(COMMON_PASSWORD.bare().into()),
    };
    let person = Person { login_id: wanted.email, ..Person::default() };
    Policy::of_settings(&LoginSettings::default(), wanted.name).check(app, password, person).await?;
    let password_hash = app.passwords.hash(password).await?;

    let mut tx = app.store.begin().await?;
    let profile = Profile { admin_email: Some(wanted.email.to_owned()), ..Profile::default() };
    let new = NewPartner::new(wanted.name, wanted.email, profile);
    let login = OwnerLogin::New { password_hash: Some(&password_hash), by_operator: true };
    // Consoles refuse to show an account none of whose administrators has a name (reference: kmc.md §9).
    let first_name = wanted.email.split_once('@').map(|(local, _)| local);
    let owner = Owner { first_name, last_name: None, login };
    let Founded { partner_id, secrets, .. } = found(&mut tx, app, &new, &owner, now).await?;
    tx.commit().await?;
    Ok(NewAccountMade { partner_id, secrets, generated_password })
}

/// The owner of an account to be made. Its user id is its e-mail (reference: identity.md §5.2 step 9).
pub(crate) struct Owner<'a> {
    /// Given name.
    pub first_name: Option<&'a str>,
    /// Family name.
    pub last_name: Option<&'a str>,
    /// How the owner logs in.
    pub login: OwnerLogin<'a>,
}

/// How an owner logs in.
pub(crate) enum OwnerLogin<'a> {
    /// As in other accounts already.
    Known {
        /// The row of the log-in.
        row: i64,
        /// The password was typed to make this account. It opens the account, then, even if nobody has proven to read the
        /// mails of its address.
        typed: bool,
    },
    /// With the e-mail and this password; without one, once one was chosen.
    New {
        /// The hash of the password.
        password_hash: Option<&'a str>,
        /// The operator chose it, whom all accounts trust. Anybody else's choice opens this account alone, until the
        /// owner of the address has used a link from a mail.
        by_operator: bool,
    },
}

/// A new account with its owner.
pub(crate) struct Founded {
    /// Its id.
    pub partner_id: i64,
    /// Its secrets.
    pub secrets: NewSecrets,
    /// The row of its owner's log-in.
    pub login_row: i64,
}

/// Adds an account and its owner.
pub(crate) async fn found(
    tx: &mut Transaction,
    app: &App,
    new: &NewPartner<'_>,
    owner: &Owner<'_>,
    now: i64,
) -> Result<Founded> {
    let (partner_id, secrets) = partner::add(tx, &app.keys, new, now).await?;
    let email = new.owner_user_id;
    let login_row = match owner.login {
        OwnerLogin::Known { row, typed } => {
            if typed {
                login::reach::found(tx, row, partner_id).await?;
            }
            row
        }
        OwnerLogin::New { password_hash, by_operator } => {
            let is_trusted = by_operator || password_hash.is_none();
            let login = NewLogin {
                email,
                first_name: owner.first_name,
                last_name: owner.last_name,
                partner_id,
                password_hash,
                reach: if is_trusted { Reach::ALL } else { Reach::only([partner_id]) },
            };
            login::add_login(tx, &login, now).await?
        }
    };
    let owner = NewUser {
        id: email.to_owned(),
        is_admin: true,
        screen_name: Some(email.to_owned()),
        first_name: owner.first_name.map(str::to_owned),
        last_name: owner.last_name.map(str::to_owned),
        email: Some(email.to_owned()),
        role_ids: vec![role::of_handle("PARTNER_ADMIN_ROLE")?.id],
        login_row: Some(login_row),
        ..NewUser::default()
    };
    user::add(tx, partner_id, &owner, now).await?;
    Ok(Founded { partner_id, secrets, login_row })
}

fn made_up_password() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; 12]);
    fill_random(&mut *bytes);
    Zeroizing::new(hex(&*bytes))
}
