//! Making an account with its owner: what the command line and a first start do.

use contract::errors::{COMMON_PASSWORD, DUPLICATE_USER_BY_LOGIN_ID, INVALID_FIELD_VALUE};
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::{Error, Result};
use crate::keys::{fill_random, hex};
use crate::login::password::{Person, check_choice};
use crate::login::{self, NewLogin};
use crate::partner::{self, NewPartner, NewSecrets, Profile};
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
    check_choice(password, Person { login_id: wanted.email, ..Person::default() })?;
    let password_hash = app.passwords.hash(password).await?;

    let mut tx = app.store.begin().await?;
    let profile = Profile { admin_email: Some(wanted.email.to_owned()), ..Profile::default() };
    let new = NewPartner { name: wanted.name, profile, owner_user_id: wanted.email };
    let (partner_id, secrets) = partner::add(&mut tx, &app.keys, &new, now).await?;
    let login = NewLogin {
        email: wanted.email,
        first_name: None,
        last_name: None,
        partner_id,
        password_hash: Some(&password_hash),
    };
    let login_row = login::add_login(&mut tx, &login, now).await?;
    let owner = NewUser {
        id: wanted.email.to_owned(),
        is_admin: true,
        screen_name: Some(wanted.email.to_owned()),
        email: Some(wanted.email.to_owned()),
        role_ids: vec![role::of_handle("PARTNER_ADMIN_ROLE")?.id],
        login_row: Some(login_row),
        ..NewUser::default()
    };
    user::add(&mut tx, partner_id, &owner, now).await?;
    tx.commit().await?;
    Ok(NewAccountMade { partner_id, secrets, generated_password })
}

fn made_up_password() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; 12]);
    fill_random(&mut *bytes);
    Zeroizing::new(hex(&*bytes))
}
