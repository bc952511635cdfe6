//! Mixes: none can be made, so none is there (reference: more-services.md §3).

pub mod service;
