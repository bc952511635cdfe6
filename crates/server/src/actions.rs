//! The table of all actions, and how a name finds its place in it.

use std::borrow::Cow;
use std::collections::HashMap;

use contract::describe::{ActionDecl, ServiceDecl};
use contract::errors::{
    ACTION_DOES_NOT_EXISTS, ACTION_NOT_SPECIFIED, SERVICE_DOES_NOT_EXISTS, SERVICE_NOT_SPECIFIED,
};

use crate::call::{Action, Service};
use crate::error::Result;
use crate::gate::rights::{ActionIndex, Openings};

/// Every service, core ones first. An action that is declared in one of them is served, checked, printed in
/// the schema and enumerated by the tests; nothing else is needed. A large service may have several parts here, which
/// count as one, described by the first.
pub static SERVICES: &[&Service] = &[
    &crate::access_control::legacy_service::SERVICE,
    &crate::access_control::service::SERVICE,
    &crate::admin_user::service::SERVICE,
    &crate::app_role::service::SERVICE,
    &crate::app_token::service::SERVICE,
    &crate::entry::service::SERVICE,
    &crate::entry::data_service::SERVICE,
    &crate::category_entry::service::SERVICE,
    &crate::category::service::SERVICE,
    &crate::category::member::service::SERVICE,
    &crate::asset::flavor_service::SERVICE,
    &crate::asset::thumb_service::SERVICE,
    &crate::asset_params::flavor_service::SERVICE,
    &crate::asset_params::thumb_service::SERVICE,
    &crate::conversion_profile::params_service::SERVICE,
    &crate::conversion_profile::service::SERVICE,
    &crate::cue_point::service::SERVICE,
    &crate::bulk_upload::old_service::SERVICE,
    &crate::bulk_upload::service::SERVICE,
    &crate::search::service::SERVICE,
    &crate::export::service::SERVICE,
    &crate::group::member_service::SERVICE,
    &crate::group::service::SERVICE,
    &crate::entry::media_service::SERVICE,
    &crate::like::service::SERVICE,
    &crate::live_stream::service::SERVICE,
    &crate::mixing::service::SERVICE,
    &crate::partner::service::SERVICE,
    &crate::playlist::service::SERVICE,
    &crate::quiz::service::SERVICE,
    &crate::permission::service::SERVICE,
    &crate::permission::item_service::SERVICE,
    &crate::response_profile::service::SERVICE,
    &crate::schedule::event_service::SERVICE,
    &crate::schedule::link_service::SERVICE,
    &crate::schedule::resource_service::SERVICE,
    &crate::session::service::SERVICE,
    &crate::system::SERVICE,
    &crate::ui_conf::service::SERVICE,
    &crate::user::service::SERVICE,
    &crate::user::login_service::SERVICE,
    &crate::user_entry::service::SERVICE,
    &crate::role::service::SERVICE,
    &crate::widget::service::SERVICE,
    &crate::metadata::service::SERVICE,
    &crate::metadata::profile_service::SERVICE,
    &crate::secret::service::SERVICE,
    &crate::session::own_service::SERVICE,
    &crate::playback::own_service::SERVICE,
];

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.to_lowercase())
    }
}

/// All actions in the order of their declaration.
pub struct ActionTable {
    actions: Vec<(&'static ServiceDecl, &'static Action)>,
    by_name: HashMap<String, HashMap<String, ActionIndex>>,
    openings: Openings,
}

impl ActionTable {
    /// From the declarations.
    pub fn new(services: &[&'static Service]) -> Self {
        let mut actions = Vec::new();
        let mut by_name = HashMap::new();
        for service in services {
            let names: &mut HashMap<_, _> = by_name.entry(service.decl.id()).or_default();
            for action in service.actions {
                names.insert(action.decl.name.to_ascii_lowercase(), ActionIndex(actions.len()));
                actions.push((&service.decl, action));
            }
        }
        let openings = Openings::new(actions.iter().map(|(service, action)| (*service, &action.decl)));
        Self { actions, by_name, openings }
    }

    /// Which actions each permission opens.
    pub fn openings(&self) -> &Openings {
        &self.openings
    }

    /// Finds an action by the names that were sent, in any letter case (reference: protocol.md §1, §7).
    pub fn find(&self, service: &str, action: &str) -> Result<(ActionIndex, &'static Action)> {
        let service = lower(service);
        let action = lower(action);
        if service.is_empty() {
            return Err(SERVICE_NOT_SPECIFIED.bare().into());
        }
        let names = self.by_name.get(&*service).ok_or_else(|| SERVICE_DOES_NOT_EXISTS.with([&*service]))?;
        if action.is_empty() {
            return Err(ACTION_NOT_SPECIFIED.bare().into());
        }
        let index = *names.get(&*action).ok_or_else(|| ACTION_DOES_NOT_EXISTS.with([&action, &service]))?;
        Ok((index, self.actions[index.0].1))
    }

    /// The declarations of an action.
    pub fn describe(&self, action: ActionIndex) -> (&'static ServiceDecl, &'static ActionDecl) {
        let (service, action) = self.actions[action.0];
        (service, &action.decl)
    }

    /// All actions with their services.
    pub fn iter(&self) -> impl Iterator<Item = (&'static ServiceDecl, &'static ActionDecl)> {
        self.actions.iter().map(|(service, action)| (*service, &action.decl))
    }
}
