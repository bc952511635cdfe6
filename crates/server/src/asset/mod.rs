//! The files of entries.

pub mod model;
