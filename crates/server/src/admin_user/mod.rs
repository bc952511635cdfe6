//! Logging in as consoles used to do it.

pub mod service;
