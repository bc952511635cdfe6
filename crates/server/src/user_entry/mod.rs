//! User entries: what an account notes of a user and an entry (reference: content-access.md §8.6, more-services.md §5.3).
//! All classes of them belong to plug-ins that are not here, so there are none; players ask for them all the same.

pub mod model;
pub mod service;
