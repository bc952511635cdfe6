//! `boxoffice_session`: ending many sessions at once, and saying why one is refused. Ours.

use contract::errors::BOXOFFICE_ADMIN_SESSION_NEEDED;
use contract::{Time, service};
use ks::Opened;

use super::ending::{Whose, end};
use super::explain::explain;
use super::model::SessionType;
use super::own_model::{EndedSessions, SessionReport};
use crate::call::Call;
use crate::error::Result;

/// The service `boxoffice_session`.
pub struct OwnSessions;

/// Sessions that end together, and why a session is refused. A service of Boxoffice; the original has none. It
/// takes a session of type admin.
///
/// Sessions that this server issued are over at once and for good. Those signed elsewhere do not say when they
/// were made: they are refused for `offlineSeconds`, which is as long as the account lets a session live, and a
/// day at most, unless the caller says otherwise.
#[service(name = "boxoffice_session", plugin = "boxoffice", own)]
impl OwnSessions {
    /// Ends all sessions of a user, whether or not the account knows the user.
    #[action(
        session = always,
        allow(ADMIN_USER_UPDATE, INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, INVALID_USER_ID, INVALID_FIELD_VALUE)
    )]
    async fn end_by_user(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// For so many seconds sessions signed elsewhere are refused.
        offline_seconds: Option<i64>,
    ) -> Result<EndedSessions> {
        end_for(call, Whose::User(&user_id), offline_seconds).await
    }

    /// Ends all sessions that an application token gave. The token goes on working.
    #[action(
        session = always,
        allow(APP_TOKEN_DELETE, INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, APP_TOKEN_ID_NOT_FOUND, INVALID_FIELD_VALUE)
    )]
    async fn end_by_app_token(
        call: &Call,
        /// The token's id.
        app_token_id: String,
        /// For so many seconds sessions signed elsewhere are refused.
        offline_seconds: Option<i64>,
    ) -> Result<EndedSessions> {
        end_for(call, Whose::AppToken(&app_token_id), offline_seconds).await
    }

    /// Ends all sessions that a secret signed or opened. The secret goes on working; to end it too, block it.
    #[action(
        session = always,
        allow(INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, BOXOFFICE_SECRET_NOT_FOUND, INVALID_FIELD_VALUE)
    )]
    async fn end_by_secret(
        call: &Call,
        /// The secret's id.
        secret_id: i64,
        /// For so many seconds sessions signed elsewhere are refused.
        offline_seconds: Option<i64>,
    ) -> Result<EndedSessions> {
        end_for(call, Whose::Secret(secret_id), offline_seconds).await
    }

    /// Ends all sessions of the account, widget sessions and that of the call among them.
    #[action(
        session = always,
        allow(INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED, INVALID_FIELD_VALUE)
    )]
    async fn end_all(
        call: &Call,
        /// For so many seconds sessions signed elsewhere are refused.
        offline_seconds: Option<i64>,
    ) -> Result<EndedSessions> {
        end_for(call, Whose::Everybody, offline_seconds).await
    }

    /// Says what the server knows of a session of the account, and why it would be refused. Nothing is taken
    /// from the budget of a limited session.
    #[action(
        session = always,
        allow(INTEGRATION_BASE, INTEGRATION_UPDATE_SETTINGS),
        throws(BOXOFFICE_ADMIN_SESSION_NEEDED)
    )]
    async fn explain(
        call: &Call,
        /// The session.
        session: String,
    ) -> Result<SessionReport> {
        require_admin(call)?;
        let own = call.scope()?.partner_id();
        let found = explain(call.app(), call.request(), &session, Some(own)).await;
        let opened = found.opened.as_ref();
        Ok(SessionReport {
            valid: found.reason.is_none().into(),
            reason: found.reason.into(),
            version: found.envelope.map(|(version, _)| i64::from(version)).into(),
            partner_id: found.envelope.map(|(_, partner_id)| partner_id).into(),
            user_id: opened.and_then(Opened::user).map(str::to_owned).into(),
            session_type: opened.map(SessionType::of).into(),
            expiry: opened.and_then(Opened::valid_until).map(Time).into(),
            privileges: opened.and_then(Opened::privileges_text).map(str::to_owned).into(),
            issued_at: found.issued_at.map(Time).into(),
            signed_by_secret_id: found.signed_by.into(),
            started_with_secret_id: found.started_with.into(),
            app_token_id: opened
                .and_then(|opened| opened.privileges().first("apptoken"))
                .map(str::to_owned)
                .into(),
        })
    }
}

/// As for secrets: what a user secret opens must not reach this far.
fn require_admin(call: &Call) -> Result<()> {
    if call.is_admin() { Ok(()) } else { Err(BOXOFFICE_ADMIN_SESSION_NEEDED.bare().into()) }
}

async fn end_for(call: &Call, whose: Whose<'_>, offline_seconds: Option<i64>) -> Result<EndedSessions> {
    require_admin(call)?;
    let scope = call.scope()?;
    let ended = end(call.app(), scope, whose, offline_seconds, call.request().now).await?;
    let partner = scope.partner_id();
    tracing::info!(request = call.request().id, partner, ?whose, by = call.user_id(), "sessions were ended");
    Ok(EndedSessions {
        issued_before: Time(ended.issued_before).into(),
        offline_until: Time(ended.offline_until).into(),
    })
}
