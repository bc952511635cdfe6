//! Recorded exchanges of the official clients (`tests/captures`, described in its README of the reference):
//! requests must decode to the call that was meant, replies must come out of our encoders as they were accepted.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod exchange;
mod replies;
mod requests;
