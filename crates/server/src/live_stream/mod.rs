//! Live streams, by what is known of them (reference: more-services.md §2). There is no media server: nothing is received,
//! recorded or sent on, and every stream is offline.

pub mod model;
pub mod service;
mod settings;
mod show;

pub(crate) use self::settings::update;
pub(crate) use self::show::show;
