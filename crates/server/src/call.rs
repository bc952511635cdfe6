//! What an action gets to know about its call. Only the gate makes one, so an action that runs was
//! allowed to.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::Mutex;

use contract::errors::{INVALID_KS, SERVICE_FORBIDDEN};
use contract::object::Dropped;
use contract::{Access, Answer, Api, ApiObject, Permits, TypeRef};
use ks::{Privileges, UnixMillis};
use wire::{FileResult, Value};

use crate::app::App;
use crate::error::{Error, Result};
use crate::gate::rights::{ActionIndex, Rights};
use crate::gate::session::Session;
use crate::partner::Partner;

/// A service whose actions run on a [`Call`].
pub type Service = contract::Service<Call, Error>;

/// An action that runs on a [`Call`].
pub type Action = contract::Action<Call, Error>;

/// One request as it arrived; the calls of a multirequest share it.
#[derive(Debug)]
pub struct Request {
    /// Stands in every log line and in the answer.
    pub id: u32,
    /// When it arrived.
    pub now: UnixMillis,
    /// The caller's address as text, as `iprestrict` compares it.
    pub address: String,
    /// Whether nobody on the way could read it.
    pub is_https: bool,
    /// Path and query as sent, as `urirestrict` compares them.
    pub uri: String,
    /// The headers as sent.
    pub headers: http::HeaderMap,
}

impl Request {
    /// The moment in Unix seconds.
    pub fn seconds(&self) -> i64 {
        seconds(self.now)
    }

    /// The headers as texts. What is no UTF-8 is still there: a broken header must not pass for none.
    pub fn header_texts(&self) -> Vec<(&str, Cow<'_, str>)> {
        let texts = self.headers.iter();
        texts.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()))).collect()
    }
}

/// Unix seconds of a moment.
pub fn seconds(now: UnixMillis) -> i64 {
    i64::try_from(now.0 / 1000).unwrap_or(i64::MAX)
}

/// The account that a query is confined to. Whoever has one has passed the gate (or is the operator at
/// the command line), and can reach the rows of this account only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope(i64);

impl Scope {
    /// For the gate and the command line; nobody else.
    pub(crate) fn of(partner_id: i64) -> Self {
        Self(partner_id)
    }

    /// The account's id.
    pub fn partner_id(self) -> i64 {
        self.0
    }
}

/// A call that the gate let in.
pub struct Call {
    pub(crate) app: Arc<App>,
    pub(crate) request: Arc<Request>,
    pub(crate) action: Option<ActionIndex>,
    pub(crate) session: Option<Arc<Session>>,
    pub(crate) partner: Option<Arc<Partner>>,
    pub(crate) rights: Arc<Rights>,
    pub(crate) notes: Mutex<Notes>,
}

/// What a call has to tell beside its result, in headers.
#[derive(Debug, Default)]
pub struct Notes {
    /// Properties that were dropped for want of a permission.
    pub dropped: Vec<Dropped>,
    /// The access-control profile that was asked last, and which of its rules took effect (reference: content-access.md
    /// §10.2).
    pub access_control: Option<String>,
}

impl Notes {
    /// Adds those of a later call.
    pub fn add(&mut self, later: Self) {
        self.dropped.extend(later.dropped);
        self.access_control = later.access_control.or(self.access_control.take());
    }
}

impl Call {
    /// The parts of the server.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The request.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The service and the action in the declared spelling; empty for work that is done after its call.
    pub fn action_name(&self) -> (&'static str, &'static str) {
        self.action.map_or(("", ""), |action| {
            let (service, decl) = self.app.actions.describe(action);
            (service.name, decl.name)
        })
    }

    /// The moment in Unix seconds.
    pub fn now(&self) -> i64 {
        self.request.seconds()
    }

    /// The session, if the call carries one.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// The session of an action that cannot be reached without one.
    pub fn known_session(&self) -> Result<&Session> {
        self.session().ok_or_else(|| Error::from(contract::errors::MISSING_KS.bare()))
    }

    /// The account that the call acts in.
    pub fn partner(&self) -> Result<&Arc<Partner>> {
        self.partner.as_ref().ok_or_else(|| Error::from(contract::errors::MISSING_KS.bare()))
    }

    /// The account that queries of this call are confined to.
    pub fn scope(&self) -> Result<Scope> {
        self.partner().map(|partner| Scope::of(partner.id))
    }

    /// What the session may do.
    pub fn rights(&self) -> &Rights {
        &self.rights
    }

    /// True for a session of type admin.
    pub fn is_admin(&self) -> bool {
        self.session().is_some_and(|session| session.token.is_admin())
    }

    /// True for a session of type admin that the account made itself and for itself: none of an application token,
    /// which names whatever user its maker wrote, and none that another account made on its behalf.
    pub fn is_own_admin(&self) -> bool {
        self.session().is_some_and(|session| {
            let token = &session.token;
            let maker = token.trusted_master_partner(&self.app.issue_key);
            token.is_admin()
                && !token.privileges().has("apptoken")
                && maker.is_none_or(|maker| maker == session.partner.id)
        })
    }

    /// The user id in the session; empty without one.
    pub fn user_id(&self) -> &str {
        self.session().and_then(|session| session.token.user()).unwrap_or_default()
    }

    /// The session's privileges.
    pub fn privileges(&self) -> Option<&Privileges> {
        self.session().map(|session| session.token.privileges())
    }

    /// Checks an object that is about to be added; see [`contract::object::check_insert`].
    pub fn check_insert<T: ApiObject>(&self, object: &mut T) -> Result<()> {
        let dropped = contract::object::check_insert(object, self)?;
        self.note_dropped(dropped);
        Ok(())
    }

    /// Checks an object that is about to be merged; see [`contract::object::check_update`].
    pub fn check_update<T: ApiObject>(&self, object: &mut T, stored: &T) -> Result<()> {
        let dropped = contract::object::check_update(object, stored, self)?;
        self.note_dropped(dropped);
        Ok(())
    }

    fn notes(&self) -> std::sync::MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn note_dropped(&self, dropped: Vec<Dropped>) {
        self.notes().dropped.extend(dropped);
    }

    /// Notes which rules of an access-control profile took effect.
    pub(crate) fn note_rules(&self, (profile, places): (i64, &[u16])) {
        let places: Vec<String> = places.iter().map(ToString::to_string).collect();
        self.notes().access_control = Some(format!("{profile} {}", places.join(",")).trim_end().to_owned());
    }

    /// What was noted, for the headers of the answer.
    pub fn take_notes(&self) -> Notes {
        std::mem::take(&mut self.notes())
    }
}

impl Permits for Call {
    fn permits(&self, class: &str, property: &str, access: Access) -> bool {
        self.rights.may_touch(class, property, access)
    }

    fn permits_class(&self, class: &str, access: Access) -> bool {
        self.rights.may_touch_any(class, access)
    }
}

impl Permits for Rights {
    fn permits(&self, class: &str, property: &str, access: Access) -> bool {
        self.may_touch(class, property, access)
    }

    fn permits_class(&self, class: &str, access: Access) -> bool {
        self.may_touch_any(class, access)
    }
}

/// An answer that shows what somebody else than the caller's session may see: the person whose password
/// came with the call.
pub struct SeenBy<T>(pub T, pub Arc<Rights>);

impl<T: Api> Answer for SeenBy<T> {
    const TYPE: Option<TypeRef> = Some(T::TYPE);

    fn into_value(self, _permits: &dyn Permits) -> Value {
        self.0.encode(&*self.1)
    }
}

/// A file in the answer of an action of which the schema says that it answers a text.
pub struct SentAsFile(pub FileResult);

impl Answer for SentAsFile {
    const TYPE: Option<TypeRef> = Some(TypeRef::Text);

    fn into_value(self, permits: &dyn Permits) -> Value {
        self.0.into_value(permits)
    }
}

/// The refusal of an action: `service->action` in the declared spelling.
pub fn forbidden(service: &str, action: &str) -> Error {
    SERVICE_FORBIDDEN.with([format!("{service}->{action}")]).into()
}

/// The one shape of every session refusal: the cause stands where the session's text would
/// (reference: session.md §9.2).
pub fn invalid_ks(ksid: &str) -> Error {
    INVALID_KS.with([ksid, "-1", "INVALID_STR"]).into()
}
