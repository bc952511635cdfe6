//! All declarations, seen together.

use std::collections::BTreeSet;

use crate::common::{ApiExceptionArg, ClientConfiguration, LIST_RESPONSE, ResponseType};
use crate::describe::{ActionDecl, Enum, ServiceDecl, TypeRef};
use crate::reach::Reachable;
use crate::{ApiEnum, ApiObject};

/// All services that a server declares, without the code behind them.
#[derive(Debug, Default)]
pub struct Contract {
    /// The services, core ones first.
    pub services: Vec<ServiceView>,
    /// Types that no action names and clients need all the same.
    pub extra: Vec<TypeRef>,
    /// The kinds of caller that people read about.
    pub callers: Vec<Caller>,
}

/// A kind of caller, such as a user session without roles of its own.
#[derive(Debug)]
pub struct Caller {
    /// What people call it.
    pub name: &'static str,
    /// The permissions that it has in a new account.
    pub permissions: BTreeSet<String>,
}

/// A service and its actions.
#[derive(Debug)]
pub struct ServiceView {
    /// The service.
    pub decl: &'static ServiceDecl,
    /// Its actions, in the API's order.
    pub actions: Vec<&'static ActionDecl>,
}

impl Contract {
    /// With one more type that clients need.
    #[must_use]
    pub fn with(mut self, ty: TypeRef) -> Self {
        self.extra.push(ty);
        self
    }

    /// The enums that the services lead to, by name.
    pub fn enums(&self) -> Vec<&'static Enum> {
        Reachable::of(self).enums.into_values().collect()
    }

    /// With kinds of caller to tell about.
    #[must_use]
    pub fn with_callers(mut self, callers: Vec<Caller>) -> Self {
        self.callers = callers;
        self
    }

    /// The kinds of caller that may call an action.
    pub fn may_call(&self, action: &ActionDecl) -> Vec<&'static str> {
        let passes =
            |caller: &&Caller| action.allowed_to.iter().any(|name| caller.permissions.contains(*name));
        self.callers.iter().filter(passes).map(|caller| caller.name).collect()
    }

    /// From the services and their actions.
    pub fn from_services<A: IntoIterator<Item = &'static ActionDecl>>(
        services: impl IntoIterator<Item = (&'static ServiceDecl, A)>,
    ) -> Self {
        let mut views: Vec<ServiceView> = Vec::new();
        for (decl, actions) in services {
            match views.iter_mut().find(|view| view.decl.id() == decl.id()) {
                Some(view) => view.actions.extend(actions),
                None => views.push(ServiceView { decl, actions: actions.into_iter().collect() }),
            }
        }
        let extra = vec![
            TypeRef::Object(<ApiExceptionArg as ApiObject>::CLASS),
            TypeRef::Object(<ClientConfiguration as ApiObject>::CLASS),
            TypeRef::Object(LIST_RESPONSE),
            TypeRef::Enum(<ResponseType as ApiEnum>::ENUM),
        ];
        Self { services: views, extra, callers: Vec::new() }
    }
}
