//! What the API says about access control.

pub mod action;
pub mod comparison;
pub mod condition;
pub mod profile;
pub mod restriction;
pub mod value;
