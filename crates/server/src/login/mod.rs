//! How people log in: one log-in per e-mail address, shared by the users of that person in all accounts.

mod log_in;
pub mod password;
mod table;

pub use self::log_in::{LOCK_SECONDS, LoggedIn, LoginRequest, MAX_ATTEMPTS, MAX_PASSWORD_AGE, Who, log_in};
pub use self::table::{Login, NewLogin, add_login, login_by_email};
