//! Signing sessions: one place for every action that gives one.

use ks::{Draft, Salt, Secret, SessionType};

use crate::app::App;
use crate::call::Request;
use crate::error::{Error, Result};
use crate::keys::fill_random;
use crate::partner::Partner;
use contract::errors::START_SESSION_ERROR;

/// A session to be signed.
pub struct IssueRequest<'a> {
    /// The user id; may be empty.
    pub user_id: &'a str,
    /// User or admin.
    pub session_type: SessionType,
    /// Expiry in Unix seconds.
    pub valid_until: i64,
    /// The privileges as text.
    pub privileges: &'a str,
    /// The secret that signs, where it is not the account's primary one.
    pub secret: Option<&'a Secret>,
}

/// Signs a session in the account's version, stamped with the time of issue.
pub fn issue(app: &App, request: &Request, partner: &Partner, wanted: &IssueRequest<'_>) -> Result<String> {
    let refused = || Error::from(START_SESSION_ERROR.with([partner.id.to_string()]));
    let secrets = partner.secrets.as_ref().ok_or_else(refused)?;
    let mut nonce = [0; 4];
    fill_random(&mut nonce);
    let draft = Draft {
        user: Some(wanted.user_id.to_owned()),
        session_type: wanted.session_type,
        privileges: wanted.privileges.to_owned(),
        ..Draft::new(partner.id, wanted.valid_until)
    };
    let salt = Salt::issued(&app.issue_key, request.now, u32::from_be_bytes(nonce));
    draft
        .sign(partner.ks_version, wanted.secret.unwrap_or_else(|| secrets.primary()), &salt)
        .map_err(|error| refused().because(error.to_string()))
}
