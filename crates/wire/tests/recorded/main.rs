//! Recorded exchanges of unmodified official clients: requests must decode to the call that was meant, replies
//! must come out of our encoders as they were accepted.
//!
//! The recordings are in `tests/captures`. Hosts, ids, secrets and sessions in them are made up, and so are the
//! replies, which show what a client accepts and not what a server once said; long ones are cut. Line ends of
//! heads and multipart bodies are shown as plain ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod exchange;
mod replies;
mod requests;
