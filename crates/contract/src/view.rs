//! All declarations, seen together.

use crate::describe::{ActionDecl, ServiceDecl};

/// All services that a server declares, without the code behind them.
#[derive(Debug, Default)]
pub struct Contract {
    /// The services, core ones first.
    pub services: Vec<ServiceView>,
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
    /// From the services and their actions.
    pub fn from_services<A: IntoIterator<Item = &'static ActionDecl>>(
        services: impl IntoIterator<Item = (&'static ServiceDecl, A)>,
    ) -> Self {
        let services = services
            .into_iter()
            .map(|(decl, actions)| ServiceView { decl, actions: actions.into_iter().collect() })
            .collect();
        Self { services }
    }
}
