//! The gate: who is calling, and may they (reference: identity.md §3, session.md §9 and §10). The order of
//! the checks is the API's, because callers see which one spoke first.

pub mod address;
pub(crate) mod api_access;
pub mod callers;
pub mod rights;
pub mod session;

use std::sync::{Arc, Mutex};

use contract::errors::{
    INVALID_OBJECT_ID, INVALID_SET_ROLE, SERVICE_FORBIDDEN_CONTENT_BLOCKED, USER_BLOCKED,
};
use ks::{Kind, UnixMillis};

use self::api_access::ApiAccess;
use self::rights::{ActionIndex, Grant, Rights};
use self::session::{Read, Session};
use crate::app::App;
use crate::call::{Call, Request, forbidden};
use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::role;
use crate::user::UserStatus;

/// Who is calling, once the session was verified: what steps 7 to 21 of session.md §9.1 find out. A
/// multirequest asks once for every run of calls with the same session and account.
#[derive(Clone)]
pub struct Caller {
    session: Option<Arc<Session>>,
    partner: Option<Arc<Partner>>,
    requested: Option<i64>,
    rights: Arc<Rights>,
    api_access: Option<Arc<ApiAccess>>,
}

/// Verifies the session and finds out what it may do.
pub async fn identify(
    app: &App,
    request: &Request,
    read: Option<Read>,
    requested: Option<i64>,
) -> Result<Caller> {
    let Some(read) = read else { return identify_without_session(app, request, requested).await };
    let mut session = session::verify(app, request, read).await?;

    // With a session of an account, account 0 is the same as none.
    let partner = Arc::clone(&session.partner);
    let requested = requested.filter(|id| *id != 0 || partner.id <= 0);
    if let Some(id) = requested {
        require_active(app.partners.get(app, id).await?.as_deref(), request)?;
    }
    require_active(Some(&partner), request)?;

    let user_id = session.token.user().unwrap_or_default();
    if !session.token.is_anonymous() {
        session.user = app.users.get(app, partner.id, user_id).await?;
        if session.user.as_ref().is_some_and(|user| user.status == UserStatus::Blocked) {
            return Err(Error::from(USER_BLOCKED.bare()));
        }
    }
    let rights = rights_of(app, &session)?;
    let api_access = ApiAccess::of(app, &partner, session.user.as_deref()).await?;
    Ok(Caller { session: Some(Arc::new(session)), partner: Some(partner), requested, rights, api_access })
}

async fn identify_without_session(app: &App, request: &Request, requested: Option<i64>) -> Result<Caller> {
    let requested = requested.filter(|id| *id != 0);
    let partner = match requested {
        None => None,
        Some(id) => {
            let partner = app.partners.get(app, id).await?;
            require_active(partner.as_deref(), request)?;
            partner
        }
    };
    let account = partner.as_deref().unwrap_or(&app.nobody);
    let rights = role::rights(app, &[role::of_handle("NO_SESSION_ROLE")?], account, None);
    let api_access = match &partner {
        Some(partner) => ApiAccess::of(app, partner, None).await?,
        None => None,
    };
    Ok(Caller { session: None, partner, requested, rights, api_access })
}

/// A call for work that was asked for by a call that was let in, and that is done after that one was answered: with
/// the permissions that it had, as far as the account still has them, and no session.
pub(crate) fn resume(
    app: &Arc<App>,
    partner: Arc<Partner>,
    permissions: Vec<String>,
    now: UnixMillis,
) -> Call {
    let grant = Grant { permissions };
    let rights = Rights::new(&[&grant], &partner.permissions, None, app.actions.openings());
    Call {
        app: Arc::clone(app),
        request: Arc::new(Request {
            id: 0,
            now,
            address: String::new(),
            is_https: true,
            uri: String::new(),
            headers: http::HeaderMap::new(),
        }),
        action: None,
        session: None,
        partner: Some(partner),
        rights: Arc::new(rights),
        notes: Mutex::default(),
    }
}

fn require_active(partner: Option<&Partner>, request: &Request) -> Result<()> {
    if partner.is_some_and(|partner| partner.is_active(request.seconds())) {
        Ok(())
    } else {
        Err(SERVICE_FORBIDDEN_CONTENT_BLOCKED.bare().into())
    }
}

/// The roles of a session, the first rule that applies (reference: identity.md §3.2), and what they come to.
fn rights_of(app: &App, session: &Session) -> Result<Arc<Rights>> {
    let partner = &session.partner;
    let privileges = session.token.privileges();
    let set_role = privileges.first("setrole").filter(|name| !name.is_empty());
    let restricting = privileges.first("restrictingrole").filter(|name| !name.is_empty());
    if [set_role, restricting].into_iter().flatten().any(|name| name.parse::<i64>().is_ok_and(|id| id < 0)) {
        return Err(INVALID_SET_ROLE.bare().into());
    }

    let by_id = |id: i64| required_role(role::find_id(partner, id));
    // A secret that was the primary one before is not additional: what it signed keeps its rights while the
    // secret is on its way out.
    let signer = session.token.secret_index();
    let is_additional = partner.secrets.as_ref().is_some_and(|secrets| secrets.is_additional(signer));
    let secondary = partner.secondary_secret_role.filter(|_| is_additional);
    let roles = if let Some(id) = secondary {
        vec![by_id(id)?]
    } else if let Some(name) = set_role {
        match name {
            "null" => Vec::new(),
            name => vec![required_role(role::find(partner, name))?],
        }
    } else if let Some(user) = session.user.as_ref().filter(|user| !user.role_ids.is_empty()) {
        // A role that is gone grants nothing, like a blocked one, and does not fall back to the default.
        user.role_ids.iter().filter_map(|id| role::find_id(partner, *id)).collect()
    } else {
        let (own, handle) = match session.token.kind() {
            Kind::Widget => (partner.widget_role, "WIDGET_SESSION_ROLE"),
            Kind::Admin => (partner.admin_role, "PARTNER_ADMIN_ROLE"),
            Kind::User => (partner.user_role, "BASE_USER_SESSION_ROLE"),
        };
        vec![own.map_or_else(|| role::of_handle(handle), by_id)?]
    };
    let restricting = restricting.and_then(|name| role::find_restricting(partner, name));
    Ok(role::rights(app, &roles, partner, restricting))
}

fn required_role(role: Option<&role::Role>) -> Result<&role::Role> {
    role.ok_or_else(|| INVALID_OBJECT_ID.without_values().into())
}

impl Caller {
    /// The verified session, for what is asked before the permissions.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// Lets the caller into an action, or refuses it. There is no other way to a [`Call`].
    pub fn admit(&self, app: &Arc<App>, request: &Arc<Request>, action: ActionIndex) -> Result<Call> {
        let (service, decl) = app.actions.describe(action);
        // Only the account of the session itself is in the group of every action that there is.
        let outside = match (&self.session, self.requested) {
            (Some(session), Some(requested)) => requested != session.partner.id,
            _ => false,
        };
        let closed = self
            .partner
            .as_ref()
            .is_some_and(|partner| partner.is_closed_to(service.name, decl.name, request.seconds()));
        if outside || closed || !self.rights.may_call(action) {
            // An action that stands for another service's is refused by that one's name.
            let (service, action) =
                decl.source.and_then(|name| name.split_once("->")).unwrap_or((service.name, decl.name));
            return Err(forbidden(service, action));
        }
        if let Some(access) = &self.api_access {
            access.check(app, request, self.session(), (service.name, decl.name))?;
        }
        Ok(Call {
            app: Arc::clone(app),
            request: Arc::clone(request),
            action: Some(action),
            session: self.session.clone(),
            partner: self.partner.clone(),
            rights: Arc::clone(&self.rights),
            notes: Mutex::default(),
        })
    }
}

impl Call {
    /// Lets the caller of a call into another action, or refuses it: what one action asks of another is not more than
    /// the caller could ask itself.
    pub(crate) fn again(&self, action: ActionIndex) -> Result<Self> {
        let caller = Caller {
            session: self.session.clone(),
            partner: self.partner.clone(),
            // The account that was asked for was let in already, and so was the call.
            requested: None,
            rights: Arc::clone(&self.rights),
            api_access: None,
        };
        caller.admit(&self.app, &self.request, action)
    }
}
