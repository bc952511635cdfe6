//! The vocabulary of the API and the means to declare it.

pub mod filter;
