#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod app_token;
mod check;
mod draft;
mod encoding;
mod envelope;
mod hash;
mod privileges;
mod query;
mod refusal;
mod secret;
mod session;
mod stamp;
mod v1;
mod v2;

pub use app_token::merge_for_app_token;
pub use check::{Admission, Budget, Checked, Context, Exempt, Limited, Revocable, Revocation, Verified};
pub use draft::{Draft, DraftError, SessionType};
pub use envelope::{Envelope, Version, means_no_session};
pub use hash::KsHash;
pub use privileges::{Privileges, RESERVED_NAMES, is_reserved};
pub use refusal::{Field, Refusal};
pub use secret::{InvalidSecret, Member, Opener, Secret, SecretRing, Start};
pub use session::{Kind, Opened};
pub use stamp::{InstallationKey, Issued, Salt, UnixMillis};
