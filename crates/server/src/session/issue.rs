//! Signing sessions: one place for every action that gives one.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use ks::{Draft, Salt, SessionType, Start};

use crate::app::App;
use crate::call::Request;
use crate::error::{Error, Result};
use crate::keys::fill_random;
use crate::partner::Partner;
use crate::role;
use contract::errors::{START_SESSION_ERROR, UNKNOWN_ROLE_ID};

/// No session of this server lives longer, in seconds: ten years. So what was said of sessions of a moment can be
/// forgotten some day.
pub const LONGEST_SECONDS: i64 = 315_360_000;

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
    /// What the secret leads to that was presented for it; without one the account's primary secret signs.
    pub secret: Option<Start<'a>>,
}

/// Signs a session in the account's version, stamped with the time of issue and with what opened it. It never
/// outlives the secret that signs.
pub fn issue(app: &App, request: &Request, partner: &Partner, wanted: &IssueRequest<'_>) -> Result<String> {
    issue_for(app, request, None, partner, wanted)
}

/// Signs a session that was made on behalf of another account, which it names.
pub fn issue_for(
    app: &App,
    request: &Request,
    master_partner: Option<i64>,
    partner: &Partner,
    wanted: &IssueRequest<'_>,
) -> Result<String> {
    let refused = || Error::from(START_SESSION_ERROR.with([partner.id.to_string()]));
    let now = request.seconds();
    let secrets = partner.secrets.as_ref().ok_or_else(refused)?;
    let (signer, index) = match &wanted.secret {
        Some(start) => (start.signer, start.signer_index),
        None => (secrets.signer(now).ok_or_else(|| refused().because("the primary secret has ended"))?, 0),
    };
    let longest = now.saturating_add(LONGEST_SECONDS);
    let valid_until = wanted.valid_until.min(longest).min(secrets.until(index).unwrap_or(i64::MAX));
    partner.secret_rows.note_issued(index, valid_until);
    let mark = wanted
        .secret
        .as_ref()
        .map(|start| partner.secret_rows.note_started(start.opener, now, valid_until))
        .unwrap_or_default();
    let draft = Draft {
        user: Some(wanted.user_id.to_owned()),
        session_type: wanted.session_type,
        privileges: wanted.privileges.to_owned(),
        master_partner,
        ..Draft::new(partner.id, valid_until)
    };
    let salt = Salt::issued(&app.issue_key, request.now, nonce()).marked(mark);
    draft.sign(partner.ks_version, signer, &salt).map_err(|error| refused().because(error.to_string()))
}

/// Keeps apart what one node issues in a millisecond, and, as it begins anywhere, what several do.
fn nonce() -> u32 {
    static NEXT: LazyLock<AtomicU32> = LazyLock::new(|| {
        let mut start = [0; 4];
        fill_random(&mut start);
        AtomicU32::new(u32::from_be_bytes(start))
    });
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Every `setrole` must name a role of the account or a built-in one (reference: session.md §12.1 step 2).
pub fn check_roles(partner: &Partner, privileges: &str) -> Result<()> {
    let parsed = ks::Privileges::parse(privileges);
    let unknown = parsed
        .values("setrole")
        .filter(|name| !name.is_empty() && *name != "null")
        .any(|name| role::find(partner, name).is_none());
    if unknown { Err(UNKNOWN_ROLE_ID.bare().into()) } else { Ok(()) }
}
