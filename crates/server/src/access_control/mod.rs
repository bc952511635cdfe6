//! Access control: profiles of rules, and the decision that they come to.

pub mod decision;
pub mod explain;
mod legacy;
pub mod legacy_service;
mod lookups;
pub mod model;
mod profiles;
mod save;
pub mod service;
mod table;

pub(crate) use self::lookups::{AssetFacts, InMemory};
pub(crate) use self::profiles::rules_of_draft;
pub use self::profiles::{Profiles, ReadyRules, TOPIC, default_profile, exists, rules_of, rules_of_entry};
pub(crate) use self::save::add_default;
