//! Sessions of an account that belongs to another, made by the latter (reference: session.md §12.5, §12.6).

use contract::errors::START_SESSION_ERROR;
use ks::SessionType;

use super::{IssueRequest, check_roles, issue_for};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::partner::Partner;

/// A session of somebody else's account.
pub(super) struct Impersonation<'a> {
    /// The account.
    pub partner_id: i64,
    /// The user there.
    pub user_id: &'a str,
    /// User or admin.
    pub session_type: SessionType,
    /// Wanted lifetime in seconds.
    pub expiry: i64,
    /// The privileges as text.
    pub privileges: &'a str,
}

/// What was made.
pub(super) struct Impersonated {
    /// The session.
    pub ks: String,
    /// Its lifetime in seconds.
    pub lifetime: i64,
}

/// Signs a session of the caller's own account, or of one that belongs to it, with the secret of the account that
/// it is for. Whatever is wrong with the other account, the answer names the caller's.
pub(super) async fn impersonate(
    call: &Call,
    own: &Partner,
    wanted: &Impersonation<'_>,
) -> Result<Impersonated> {
    let (app, now) = (call.app(), call.now());
    let refused = || Error::from(START_SESSION_ERROR.with([own.id.to_string()]));
    let target = app.partners.get(app, wanted.partner_id).await?.ok_or_else(refused)?;
    let reachable = target.id == own.id || target.parent_id == Some(own.id);
    if !reachable || !target.is_active(now) {
        return Err(refused());
    }
    check_roles(&target, wanted.privileges).map_err(|error| refused().because(error.to_string()))?;
    let lifetime = wanted.expiry.min(own.max_expiry()).min(target.max_expiry());
    let session = IssueRequest {
        user_id: wanted.user_id,
        session_type: wanted.session_type,
        valid_until: now.saturating_add(lifetime),
        privileges: wanted.privileges,
        secret: None,
    };
    let ks = issue_for(app, call.request(), Some(own.id), &target, &session)
        .map_err(|error| refused().because(error.to_string()))?;
    tracing::info!(
        request = call.request().id,
        address = call.request().address,
        account = own.id,
        impersonated = target.id,
        user = wanted.user_id,
        admin = wanted.session_type == SessionType::Admin,
        "a session was started for another account"
    );
    Ok(Impersonated { ks, lifetime })
}
