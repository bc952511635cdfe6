//! Whether a session is held to entitlements, and as whom (reference: content-access.md §16.1–§16.3).

use ks::{Opened, Privileges};

use crate::app::App;
use crate::call::{Call, Scope};
use crate::error::Result;
use crate::partner::Partner;
use crate::user::{User, user_key};

/// The account has entitlements at all.
const FEATURE: &str = "FEATURE_ENTITLEMENT";

/// Who looks at content: the session, as far as entitlements ask for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Viewer {
    /// Whether it is held to entitlements.
    pub is_enforced: bool,
    /// The privacy context that it is in; none: the default one.
    pub context: Option<String>,
    /// The folded ids of its user and of the groups that the user is in, the user's first; none for nobody.
    pub keys: Vec<String>,
}

/// Whether the call is held to entitlements. Without a session: as the account says.
pub(crate) fn is_enforced(call: &Call) -> bool {
    call.partner().is_ok_and(|partner| is_enforced_for(partner, call.privileges()))
}

/// Whether a session of an account with these privileges is held to entitlements; none: somebody without one.
fn is_enforced_for(partner: &Partner, privileges: Option<&Privileges>) -> bool {
    if !partner.has_feature(FEATURE) {
        return false;
    }
    let Some(privileges) = privileges else { return partner.profile.enforces_entitlement };
    privileges.flag("enableentitlement")
        || (partner.profile.enforces_entitlement && !privileges.flag("disableentitlement"))
}

/// Who looks. With warm caches a look-up in memory.
pub(crate) async fn viewer(call: &Call) -> Result<Viewer> {
    let Ok(partner) = call.partner() else { return Ok(Viewer::default()) };
    let session = call.session();
    let opened = session.map(|session| &*session.token);
    viewer_of(call.app(), partner, opened, session.and_then(|session| session.user.as_deref())).await
}

/// Who looks, by a session that was opened and the user that the account knows for it; none: somebody without one.
pub(crate) async fn viewer_of(
    app: &App,
    partner: &Partner,
    session: Option<&Opened>,
    user: Option<&User>,
) -> Result<Viewer> {
    let is_enforced = is_enforced_for(partner, session.map(Opened::privileges));
    let Some(session) = session else { return Ok(Viewer { is_enforced, ..Viewer::default() }) };
    Ok(Viewer {
        is_enforced,
        context: session.privileges().whole_value("privacycontext").map(str::to_owned),
        keys: keys_of(app, partner, session, user).await?,
    })
}

/// The user of a session and its groups, folded; none for an anonymous session.
pub(crate) async fn keys_of(
    app: &App,
    partner: &Partner,
    session: &Opened,
    user: Option<&User>,
) -> Result<Vec<String>> {
    if session.is_anonymous() {
        return Ok(Vec::new());
    }
    let mut keys = vec![user_key(session.user().unwrap_or_default())];
    if let Some(user) = user {
        let groups = app.groups.of_user(app, Scope::of(partner.id), user.row).await?;
        keys.extend(groups.iter().map(|membership| membership.key.clone()));
    }
    Ok(keys)
}
