//! Which privileges a log-in gives: the user's own, or what the caller asks for as far as it gives the person nothing
//! new (*advice* of identity.md §18; the rule is in `docs/deviations.md`).

use crate::app::App;
use crate::error::Result;
use crate::gate::rights::Rights;
use crate::partner::Partner;
use crate::role;
use crate::session::check_roles;
use crate::user::User;

/// Names with a power that sessions of administrators have anyway. Whoever is none gets them from the user's own
/// privileges alone.
const POWERS: [&str; 22] = [
    "*",
    "all",
    "edit",
    "sview",
    "list",
    "download",
    "downloadasset",
    "editplaylist",
    "sviewplaylist",
    "disableentitlement",
    "disableentitlementforentry",
    "disableentitlementforplaylist",
    "edituser",
    "editadmintags",
    "editcuepoint",
    "caption",
    "playReadyBeginDate",
    "playReadyExpirationDate",
    "setduration",
    "setpolicy",
    "setpurduration",
    "denyhd",
];

/// Names that only the server gives: who was let in by a password is no widget, no job and no application.
const OF_THE_SERVER: [&str; 4] = ["widget", "apptoken", "jobtype", "disablesessiontypecheck"];

/// The privileges of a session for somebody who logged in.
pub(super) fn of_session(app: &App, partner: &Partner, user: &User, wanted: &str) -> Result<String> {
    if let Some(own) = user.ks_privileges.as_deref().filter(|own| !own.is_empty()) {
        check_roles(partner, own)?;
        return Ok(own.to_owned());
    }
    check_roles(partner, wanted)?;
    let kept = wanted.split(',').filter(|privilege| {
        let (name, value) = privilege.split_once(':').unwrap_or((privilege, ""));
        match name.trim() {
            "setrole" => gives_nothing_new(app, partner, user, value.trim()),
            name => !OF_THE_SERVER.contains(&name) && (user.is_admin || !POWERS.contains(&name)),
        }
    });
    Ok(kept.collect::<Vec<_>>().join(","))
}

/// A role that has nothing beyond the person's own may be chosen: it makes the session weaker.
fn gives_nothing_new(app: &App, partner: &Partner, user: &User, name: &str) -> bool {
    if name.is_empty() || name == "null" {
        return true;
    }
    let Some(wanted) = role::find(partner, name) else { return false };
    let own = rights_of(app, partner, user);
    role::rights(app, &[wanted], partner, None).names().all(|name| own.has(name))
}

fn rights_of(app: &App, partner: &Partner, user: &User) -> std::sync::Arc<Rights> {
    let own: Vec<&role::Role> = if user.role_ids.is_empty() {
        let (of_account, handle) = if user.is_admin {
            (partner.admin_role, "PARTNER_ADMIN_ROLE")
        } else {
            (partner.user_role, "BASE_USER_SESSION_ROLE")
        };
        let role = of_account.map_or_else(|| role::of_handle(handle).ok(), |id| role::find_id(partner, id));
        role.into_iter().collect()
    } else {
        user.role_ids.iter().filter_map(|id| role::find_id(partner, *id)).collect()
    };
    role::rights(app, &own, partner, None)
}
