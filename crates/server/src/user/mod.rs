//! People: the users of an account.

mod add;
mod change;
mod contact;
mod described;
pub mod filter;
mod hash_all;
mod hashed;
mod known;
mod list;
pub(crate) mod login_link;
pub mod login_service;
pub mod model;
mod names;
mod profile;
mod remove;
mod roles;
mod rows;
pub(crate) mod search;
pub mod service;
mod show;
mod table;
mod update;

pub(crate) use self::add::{add as add_sent, merge_names};
pub(crate) use self::change::write;
pub use self::contact::{Contact, contact, set_contact};
pub use self::hash_all::{MOST_USERS, hash_all};
pub use self::hashed::UserIds;
pub use self::known::{TOPIC, Users};
pub(crate) use self::list::{Place, list, list_behind};
pub(crate) use self::login_link::is_sso_excluded;
pub use self::model::UserStatus;
pub use self::names::{cut, is_email, is_valid_id, name_key, user_key};
pub use self::profile::UserProfile;
pub(crate) use self::remove::{block, remove, unblock};
pub(crate) use self::roles::anybody_has_role;
pub(crate) use self::rows::{
    UserRow, find_rows, hold_rows, lock_rows, rows_by_number, rows_by_number_within, rows_meant, rows_of,
};
pub(crate) use self::show::show;
pub(crate) use self::table::{FullUser, count_admins, full, lock, note_login, touch, users_of_login_within};
pub use self::table::{NewUser, add, ensure_exists, users_of_login};
pub(crate) use self::update::update as update_sent;

/// A user as the gate knows it.
#[derive(Clone, Debug)]
pub struct User {
    /// The row.
    pub row: i64,
    /// The id that the account chose.
    pub id: String,
    /// Whether it may act.
    pub status: UserStatus,
    /// An administrator: logs in with sessions of type admin.
    pub is_admin: bool,
    /// The roles, in the order they were given; none: the default of the session's kind.
    pub role_ids: Vec<i64>,
    /// The row of the log-in, if there is one.
    pub login_row: Option<i64>,
    /// The privileges of the sessions that a log-in gives, instead of those that the caller asks for.
    pub ks_privileges: Option<String>,
}
