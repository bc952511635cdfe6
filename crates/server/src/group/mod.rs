//! Groups of users, and who is in them.

mod known;
pub mod member_service;
pub mod model;
mod place;
pub mod service;
mod sync;
mod table;

pub use self::known::{Groups, Membership, TOPIC, note_renamed};
pub(crate) use self::place::{put_into, take_out};
pub(crate) use self::service::{require_person, show_all};
pub use self::table::forget_user;

/// Who has it may put users into groups and take them out, whoever manages the group.
const ASSIGN: &str = "CONTENT_MANAGE_ASSIGN_USER_GROUP";

/// A user may be in so many groups that are not applicative (reference: identity.md §12).
const MAX_GROUPS: usize = 1024;
