//! `session` (reference: session.md §12, §15).

use std::fmt::Write;

use contract::errors::{
    INTERNAL_SERVERL_ERROR, INVALID_WIDGET_ID, PARTNER_ACCESS_FORBIDDEN, START_SESSION_ERROR,
};
use contract::{Time, service};
use ks::Opened;

use super::impersonate::{Impersonation, impersonate};
use super::model::{ResponseUser, SessionInfo, SessionType, StartWidgetSessionResponse};
use super::revocation::Kind;
use super::{IssueRequest, check_roles, issue};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::gate;
use crate::partner::Partner;
use crate::widget::Widget;

/// An ended group stays ended for so long at least, in seconds (reference: session.md §15.2).
const GROUP_SECONDS: i64 = 86_400;

/// The service `session`.
pub struct Sessions;

/// Sessions: starting, describing and ending them.
#[service(name = "session")]
impl Sessions {
    /// Ends the session of the call. A session of an application token ends alone; otherwise all sessions with
    /// the same `sessionid` end with it. Without a session nothing happens.
    #[action(
        session = optional,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION)
    )]
    async fn end(call: &Call) -> Result<()> {
        let Some(session) = call.session() else { return Ok(()) };
        let (token, now) = (&session.token, call.now());
        let valid_until = token.valid_until().unwrap_or(now);
        let mut ended = vec![(token.hash(), Kind::Session, Some(valid_until))];
        if let Some(group) = token.group().filter(|_| !token.privileges().has("apptoken")) {
            ended.push((group, Kind::Group, Some(valid_until.max(now.saturating_add(GROUP_SECONDS)))));
        }
        call.app().revocations.end(call.app(), session.partner.id, &ended, now).await
    }

    /// Describes a session, also one that has expired or was ended.
    #[action(
        session = always,
        allow(KMC_ACCESS, KMC_READ_ONLY, SESSION_READ_PERMISSION),
        throws(START_SESSION_ERROR)
    )]
    async fn get(
        call: &Call,
        /// The session to describe; the call's own without one.
        session: Option<String>,
    ) -> Result<SessionInfo> {
        let own = call.known_session()?;
        match session.filter(|text| !text.is_empty()) {
            None => Ok(describe(&own.token)),
            Some(text) => {
                let read = gate::session::read(call.app(), call.request(), &text).await.map_err(|error| {
                    Error::from(INTERNAL_SERVERL_ERROR.bare()).because(format!("session.get: {error}"))
                })?;
                let (accessing, accessed) = (own.partner.id, read.partner.id);
                if accessing != accessed {
                    return Err(PARTNER_ACCESS_FORBIDDEN
                        .with([accessing.to_string(), accessed.to_string()])
                        .into());
                }
                Ok(describe(&read.opened))
            }
        }
    }

    /// Starts a session for whoever knows a secret of the account.
    #[action(
        session = none,
        ignores_ks,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(START_SESSION_ERROR)
    )]
    async fn start(
        call: &Call,
        /// An admin secret, or the user secret for a session of type user.
        secret: String,
        /// Who acts.
        #[param(default = "")]
        user_id: String,
        /// User or admin.
        #[param(default = SessionType::User, printed = "0")]
        r#type: SessionType,
        /// The account.
        partner_id: Option<i64>,
        /// Lifetime in seconds, cut to the account's maximum.
        #[param(default = 86400)]
        expiry: i64,
        /// What the session may do beyond its kind.
        privileges: Option<String>,
    ) -> Result<String> {
        let wanted = partner_id.unwrap_or_default();
        let refused = || Error::from(START_SESSION_ERROR.with([wanted.to_string()]));
        let partner = call.partner().ok().filter(|partner| partner.id == wanted).ok_or_else(refused)?;
        let privileges = privileges.unwrap_or_default();
        check_roles(partner, &privileges)?;
        let session_type = ks::SessionType::from(r#type);
        let secret = partner
            .secrets
            .as_ref()
            .and_then(|secrets| secrets.for_start(&secret, session_type, call.now()))
            .ok_or_else(refused)?;
        issue(
            call.app(),
            call.request(),
            partner,
            &IssueRequest {
                user_id: &user_id,
                session_type,
                valid_until: partner.expiry(call.now(), expiry),
                privileges: &privileges,
                secret: Some(secret),
            },
        )
    }

    /// Starts an anonymous session for a widget, as players do. Every account has the widget `_<id>`.
    #[action(
        session = none,
        allow(
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        ),
        throws(INVALID_WIDGET_ID, MISSING_KS, INVALID_KS, START_WIDGET_SESSION_ERROR)
    )]
    async fn start_widget_session(
        call: &Call,
        /// The widget.
        widget_id: String,
        /// Lifetime in seconds, cut to the account's maximum.
        #[param(default = 86400)]
        expiry: i64,
    ) -> Result<StartWidgetSessionResponse> {
        let unknown = || Error::from(INVALID_WIDGET_ID.with([widget_id.as_str()]));
        let app = call.app();
        let widget = app.widgets.get(app, &widget_id).await?.ok_or_else(unknown)?;
        let partner = app.partners.get(app, widget.partner_id).await?.ok_or_else(unknown)?;
        let ks = issue(
            app,
            call.request(),
            &partner,
            &IssueRequest {
                user_id: "0",
                session_type: ks::SessionType::User,
                valid_until: widget_expiry(&partner, call.now(), expiry),
                privileges: &widget_privileges(&partner, &widget),
                secret: None,
            },
        )?;
        Ok(StartWidgetSessionResponse {
            partner_id: partner.id.into(),
            ks: ks.into(),
            user_id: ResponseUser::Nobody.into(),
        })
    }

    /// Starts a session of an account that belongs to the caller's, for whoever knows a secret of the latter.
    #[action(
        session = none,
        allow(ALWAYS_ALLOWED_ACTIONS, BASE_USER_SESSION_PERMISSION, WIDGET_SESSION_PERMISSION),
        throws(START_SESSION_ERROR)
    )]
    #[allow(clippy::too_many_arguments)] // the API's
    async fn impersonate(
        call: &Call,
        /// A secret of the caller's account: an admin secret, or the user secret for a session of type user.
        secret: String,
        /// The account of the session: the caller's own, or one that belongs to it.
        impersonated_partner_id: i64,
        /// Who acts.
        #[param(default = "")]
        user_id: String,
        /// User or admin.
        #[param(default = SessionType::User, printed = "0")]
        r#type: SessionType,
        /// The caller's account.
        partner_id: Option<i64>,
        /// Lifetime in seconds, cut to the maximum of both accounts.
        #[param(default = 86400)]
        expiry: i64,
        /// What the session may do beyond its kind.
        privileges: Option<String>,
    ) -> Result<String> {
        let own = partner_id.unwrap_or_default();
        let refused = || Error::from(START_SESSION_ERROR.with([own.to_string()]));
        let own = call.partner().ok().filter(|partner| partner.id == own).ok_or_else(refused)?;
        let session_type = r#type.into();
        let is_known = own
            .secrets
            .as_ref()
            .and_then(|secrets| secrets.for_start(&secret, session_type, call.now()))
            .is_some();
        if !is_known {
            return Err(refused());
        }
        let wanted = Impersonation {
            partner_id: impersonated_partner_id,
            user_id: &user_id,
            session_type,
            expiry,
            privileges: privileges.as_deref().unwrap_or_default(),
        };
        Ok(impersonate(call, own, &wanted).await?.ks)
    }

    /// Starts a session like another one, of the caller's account or of one that belongs to it. No role grants this
    /// action.
    #[action(session = always, allow(), throws(START_SESSION_ERROR))]
    async fn impersonate_by_ks(
        call: &Call,
        /// The other session.
        session: String,
        /// User or admin; user without one.
        r#type: Option<SessionType>,
        /// Lifetime in seconds; without one, the session is over at once.
        expiry: Option<i64>,
        /// Privileges; those of the other session without any.
        privileges: Option<String>,
    ) -> Result<SessionInfo> {
        let own = call.partner()?;
        let refused = |error: Error| {
            Error::from(START_SESSION_ERROR.with([own.id.to_string()])).because(error.to_string())
        };
        let read = gate::session::read(call.app(), call.request(), &session).await.map_err(refused)?;
        let opened = &read.opened;
        let session_type = r#type.unwrap_or(SessionType::User);
        let privileges = privileges.filter(|text| !text.is_empty());
        let privileges =
            privileges.unwrap_or_else(|| opened.privileges_text().unwrap_or_default().to_owned());
        let wanted = Impersonation {
            partner_id: read.partner.id,
            user_id: opened.user().unwrap_or_default(),
            session_type: session_type.into(),
            expiry: expiry.unwrap_or_default(),
            privileges: &privileges,
        };
        let made = impersonate(call, own, &wanted).await?;
        Ok(SessionInfo {
            ks: made.ks.into(),
            session_type: session_type.into(),
            partner_id: wanted.partner_id.into(),
            user_id: wanted.user_id.into(),
            // The seconds that are left, and not a time (reference: session.md §12.6).
            expiry: Time(made.lifetime).into(),
            privileges: privileges.clone().into(),
        })
    }
}

/// Widget sessions have no maximum where the account sets none (reference: session.md §12.2).
fn widget_expiry(partner: &Partner, now: i64, wanted: i64) -> i64 {
    match partner.ks_max_expiry {
        Some(_) => partner.expiry(now, wanted),
        None => now.saturating_add(wanted),
    }
}

/// What a widget's sessions carry, in the order of the reference (session.md §12.2, content-access.md §2.3).
fn widget_privileges(partner: &Partner, widget: &Widget) -> String {
    let mut privileges =
        widget.privileges.clone().filter(|own| !own.is_empty()).unwrap_or_else(|| "view:*".to_owned());
    privileges.push_str(",widget:1");
    let entry = widget.entry_id.as_deref().filter(|id| !id.is_empty());
    if partner.has_feature("FEATURE_ENTITLEMENT") {
        if let (Some(entry), false) = (entry, widget.enforce_entitlement) {
            let kind = if widget.is_playlist { "playlist" } else { "entry" };
            let _ = write!(privileges, ",disableentitlementfor{kind}:{entry}");
        }
        if let Some(context) = widget.privacy_context.as_deref().filter(|context| !context.is_empty()) {
            let _ = write!(privileges, ",privacycontext:{context}");
        }
    }
    for role in crate::partner::split_names(widget.roles.as_deref().unwrap_or_default()) {
        let _ = write!(privileges, ",setrole:{role}");
    }
    if let Some(entry) = entry {
        let _ = write!(privileges, ",limitentry:{entry}");
    }
    privileges
}

fn describe(opened: &Opened) -> SessionInfo {
    SessionInfo {
        session_type: SessionType::of(opened).into(),
        partner_id: opened.partner_id().into(),
        user_id: opened.user().map(str::to_owned).into(),
        expiry: opened.valid_until().map(Time).into(),
        privileges: opened.privileges_text().map(str::to_owned).into(),
        ..SessionInfo::default()
    }
}

impl From<SessionType> for ks::SessionType {
    fn from(kind: SessionType) -> Self {
        match kind {
            SessionType::User => Self::User,
            SessionType::Admin => Self::Admin,
        }
    }
}

impl SessionType {
    /// The type of a session; type 1 counts as admin.
    pub fn of(opened: &Opened) -> Self {
        if opened.is_admin() { Self::Admin } else { Self::User }
    }
}
