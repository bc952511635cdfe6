//! How people log in: one log-in per e-mail address, shared by the users of that person in all accounts.
//!
//! `log_in.rs` tells the story of a log-in, `change.rs` that of another password, `enable.rs` how users come by a
//! log-in, `reach.rs` which accounts a password opens, `switch.rs` how a person changes from one account to another. The other files are what they ask.

mod attempts;
mod breached;
mod change;
mod enable;
mod hash_key;
mod links;
mod log_in;
pub mod model;
mod owner;
pub mod password;
mod policy;
mod privileges;
mod qr;
pub mod reach;
mod seed;
mod switch;
mod table;
mod totp;

pub use self::breached::BreachedPasswords;
pub use self::change::{
    OwnChange, change_own, choose_by_key, forget_authenticator, picture_by_key, reset_for_account, send_link,
};
pub use self::enable::{Candidate, Plan, announce_two_factor, plan, remove_if_unused};
pub use self::hash_key::check as check_key;
pub use self::log_in::{LoggedIn, LoginRequest, Who, asks_for_codes, log_in, open_session, session_for};
pub use self::owner::{NewOwner, Promoted, announce_sso, congratulate, welcome};
pub use self::policy::{LOCK_SECONDS, MAX_ATTEMPTS, MAX_PASSWORD_AGE, Person, Policy, expression};
pub use self::reach::Reach;
pub use self::seed::encrypted as encrypted_seed;
pub use self::switch::{login_by_ks, users_behind};
pub(crate) use self::table::hold;
pub use self::table::{Login, NewLogin, add_login, login_by_email};

/// Forgets counters, sessions and mails that have nothing to say any more.
pub async fn tidy(app: &crate::app::App, now: i64) -> crate::error::Result<()> {
    let mut tx = app.store.begin().await?;
    attempts::tidy(&mut tx, now).await?;
    switch::tidy(&mut tx, now).await?;
    crate::mail::tidy(&mut tx, now).await?;
    Ok(tx.commit().await?)
}
