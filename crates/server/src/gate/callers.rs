//! The kinds of caller that every account has, for those who read about the API (reference: session.md §10).

use contract::Caller;

use crate::gate::rights::{AccountPermissions, Grant, Openings, Rights};
use crate::permission;
use crate::role::builtin::role_by_handle;

/// The kinds of caller and the permissions that each has in a new account.
pub fn callers() -> Vec<Caller> {
    let account = new_account();
    let kinds = [
        ("no session", "NO_SESSION_ROLE"),
        ("widget session", "WIDGET_SESSION_ROLE"),
        ("user session", "BASE_USER_SESSION_ROLE"),
        ("admin session", "PARTNER_ADMIN_ROLE"),
    ];
    kinds
        .into_iter()
        .map(|(name, handle)| {
            let permissions = role_by_handle(handle).map(|role| role.permissions.clone()).unwrap_or_default();
            let rights = Rights::new(&[&Grant { permissions }], &account, None, &Openings::default());
            Caller { name, permissions: rights.names().map(str::to_owned).collect() }
        })
        .collect()
}

/// What a new account brings along (reference: identity.md §5.2 step 7).
fn new_account() -> AccountPermissions {
    AccountPermissions { own: permission::template(), always_allowed: None }
}
