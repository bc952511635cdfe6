//! `boxoffice_secret`: the secrets of the account. Ours.

use contract::errors::BOXOFFICE_ADMIN_SESSION_NEEDED;
use contract::{ListOf, Time, service};
use zeroize::Zeroizing;

use super::manage::{self, SecretInfo};
use super::model::{BoxofficeSecret, SecretKind};
use crate::call::{Call, Scope};
use crate::error::Result;

/// The service `boxoffice_secret`.
pub struct Secrets;

/// The account's secrets: what signs its sessions and opens `session.start`. A service of Boxoffice; the
/// original has none. It takes a session of type admin with `INTEGRATION_UPDATE_SETTINGS`, which the owner's has, and
/// none of an application token or made by another account.
#[service(name = "boxoffice_secret", plugin = "boxoffice", own)]
impl Secrets {
    /// Lists the account's secrets, with when they were used and what would stop without them.
    #[action(session = always, allow(INTEGRATION_UPDATE_SETTINGS), throws(BOXOFFICE_ADMIN_SESSION_NEEDED))]
    async fn list(call: &Call) -> Result<ListOf<BoxofficeSecret>> {
        let objects: Vec<BoxofficeSecret> =
            manage::list(call.app(), scope(call)?, call.now()).await?.into_iter().map(show).collect();
        Ok(ListOf { total_count: i64::try_from(objects.len()).unwrap_or(i64::MAX), objects: Some(objects) })
    }

    /// Adds a secret, which works at once; `value` in the answer is shown this once. It signs what the server
    /// issues only after it was promoted.
    #[action(
        session = always,
        allow(INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, BOXOFFICE_SECRET_TOO_MANY, INVALID_FIELD_VALUE)
    )]
    async fn add(
        call: &Call,
        /// An admin or a user secret.
        #[param(default = SecretKind::Admin, printed = "0")]
        kind: SecretKind,
        /// What people call it, up to 256 bytes.
        label: Option<String>,
    ) -> Result<BoxofficeSecret> {
        let added = manage::add(call.app(), scope(call)?, kind, label.as_deref(), call.now()).await?;
        note(call, added.info.id, "a secret was added");
        let value: Zeroizing<String> = added.value;
        Ok(BoxofficeSecret { value: value.to_string().into(), ..show(added.info) })
    }

    /// Makes a secret the primary one: the server signs with it from now on. The one before goes on working.
    #[action(
        session = always,
        allow(INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, BOXOFFICE_SECRET_NOT_FOUND, BOXOFFICE_SECRET_NOT_USABLE)
    )]
    async fn promote(
        call: &Call,
        /// The secret's id.
        id: i64,
    ) -> Result<BoxofficeSecret> {
        let info = manage::promote(call.app(), scope(call)?, id, call.now()).await?;
        note(call, id, "a secret was promoted");
        Ok(show(info))
    }

    /// Lets a secret work for a while longer and then no more. If it is the primary one, the youngest other
    /// takes its place at once.
    #[action(
        session = always,
        allow(INTEGRATION_UPDATE_SETTINGS),
        throws(
            BOXOFFICE_ADMIN_SESSION_NEEDED,
            BOXOFFICE_SECRET_NOT_FOUND,
            BOXOFFICE_SECRET_NOT_USABLE,
            BOXOFFICE_SECRET_WITHOUT_SUCCESSOR,
            INVALID_FIELD_VALUE
        )
    )]
    async fn retire(
        call: &Call,
        /// The secret's id.
        id: i64,
        /// So many seconds it goes on working.
        #[param(default = 86400)]
        overlap: i64,
        /// Also if no other admin secret stays, so that every session of the account will be refused.
        #[param(default = false)]
        force: bool,
    ) -> Result<BoxofficeSecret> {
        let info = manage::retire(call.app(), scope(call)?, id, overlap, force, call.now()).await?;
        note(call, id, "a secret was retired");
        Ok(show(info))
    }

    /// Ends a secret at once, and with it every session that it signed or opened.
    #[action(
        session = always,
        allow(INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, BOXOFFICE_SECRET_NOT_FOUND, BOXOFFICE_SECRET_WITHOUT_SUCCESSOR)
    )]
    async fn block(
        call: &Call,
        /// The secret's id.
        id: i64,
        /// Also if no other admin secret stays, so that every session of the account is refused.
        #[param(default = false)]
        force: bool,
    ) -> Result<BoxofficeSecret> {
        let info = manage::block(call.app(), scope(call)?, id, force, call.request().now).await?;
        note(call, id, "a secret was blocked");
        Ok(show(info))
    }
}

/// A user secret opens sessions of type user with any privilege, `setrole` of an administrator among them; it
/// must not become an admin secret in this way (reference: session.md §17 row 8).
fn scope(call: &Call) -> Result<Scope> {
    // A secret is more than any token, and than what another account may do on behalf of this one.
    if call.is_own_admin() { call.scope() } else { Err(BOXOFFICE_ADMIN_SESSION_NEEDED.bare().into()) }
}

fn note(call: &Call, secret: i64, what: &'static str) {
    let partner = call.partner().map(|partner| partner.id).unwrap_or_default();
    tracing::info!(request = call.request().id, partner, secret, by = call.user_id(), "{what}");
}

fn show(info: SecretInfo) -> BoxofficeSecret {
    let moment = |seconds: i64| (seconds > 0).then_some(Time(seconds));
    BoxofficeSecret {
        id: info.id.into(),
        kind: info.kind.into(),
        state: info.state.into(),
        label: info.label.into(),
        value: None.into(),
        fingerprint: info.fingerprint.into(),
        created_at: Time(info.created_at).into(),
        promoted_at: info.promoted_at.map(Time).into(),
        usable_until: info.usable_until.map(Time).into(),
        blocked_at: info.blocked_at.map(Time).into(),
        last_signed_at: moment(info.used.signed_at).into(),
        last_offline_at: moment(info.used.offline_at).into(),
        last_started_at: moment(info.used.started_at).into(),
        sessions_live_until: moment(info.used.lives_until).into(),
        would_break: info.would_break.into(),
    }
}
