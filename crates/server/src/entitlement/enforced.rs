//! Whether a session is held to entitlements, and as whom (reference: content-access.md §16.1–§16.3).

use crate::call::Call;
use crate::error::Result;
use crate::user::user_key;

/// The account has entitlements at all.
const FEATURE: &str = "FEATURE_ENTITLEMENT";

/// Who looks at content: the session, as far as entitlements ask for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Viewer {
    /// Whether it is held to entitlements.
    pub is_enforced: bool,
    /// The privacy context that it is in; none: the default one.
    pub context: Option<String>,
    /// Whether it names nobody.
    #[allow(dead_code)] // for the decision about entries
    pub is_anonymous: bool,
    /// The folded ids of its user and of the groups that the user is in, the user's first; none for nobody.
    pub keys: Vec<String>,
}

/// Whether the call is held to entitlements. Without a session: as the account says.
pub(crate) fn is_enforced(call: &Call) -> bool {
    let Ok(partner) = call.partner() else { return false };
    if !partner.has_feature(FEATURE) {
        return false;
    }
    let Some(privileges) = call.privileges() else { return partner.profile.enforces_entitlement };
    privileges.flag("enableentitlement")
        || (partner.profile.enforces_entitlement && !privileges.flag("disableentitlement"))
}

/// Who looks. With warm caches a look-up in memory.
pub(crate) async fn viewer(call: &Call) -> Result<Viewer> {
    let Some(session) = call.session() else {
        return Ok(Viewer { is_enforced: is_enforced(call), is_anonymous: true, ..Viewer::default() });
    };
    let is_anonymous = session.token.is_anonymous();
    let mut keys = Vec::new();
    if !is_anonymous {
        keys.push(user_key(call.user_id()));
        if let Some(user) = &session.user {
            let (app, scope) = (call.app(), call.scope()?);
            let groups = app.groups.of_user(app, scope, user.row).await?;
            keys.extend(groups.iter().map(|membership| membership.key.clone()));
        }
    }
    Ok(Viewer {
        is_enforced: is_enforced(call),
        context: session.token.privileges().whole_value("privacycontext").map(str::to_owned),
        is_anonymous,
        keys,
    })
}
