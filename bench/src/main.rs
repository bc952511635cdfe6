//! What Boxoffice costs, printed as ratios of two measurements in one run on the same machine. Nothing here
//! asserts a time.
//!
//! `cargo run --release -p bench` runs everything; it needs the release build of the server.
// Benches print, and measure time.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod bare;
mod caller;
mod categories;
mod http;
mod lists;
mod load;
mod peer;
mod people;
mod process;
mod revocation;
mod search;
mod token;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "bench", about = "What Boxoffice costs, as ratios in one run on one machine")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Opening and verifying a session, beside bare cryptography
    Token,
    /// Calls over HTTP, beside a bare handler on the same HTTP stack
    Http,
    /// A check of a session, beside npm oidc-provider introspecting an opaque token
    Peer,
    /// Large accounts: a call with an own role, lists of users, and sessions while people log in
    People {
        /// Users of an account; may be given more than once
        #[arg(long, default_values_t = [1_000, 1_000_000])]
        users: Vec<i64>,
    },
    /// How long an ended session is let in by another node
    Revocation,
    /// Lists of entries with entitlement and full text, at two sizes of an account, on both databases
    Lists {
        /// Entries of an account; may be given more than once
        #[arg(long, default_values_t = [100_000, 1_000_000])]
        entries: Vec<usize>,
    },
    /// Searches of entries by words, cue points and metadata, on both databases
    Search {
        /// Entries of an account; may be given more than once
        #[arg(long, default_values_t = [1_000_000])]
        entries: Vec<i64>,
    },
    /// Moving, renaming and deleting a category with many beneath it, on both databases, while lists go on
    Categories {
        /// Categories beneath it
        #[arg(long, default_value_t = 10_000)]
        descendants: i64,
    },
    /// The server at rest, and its start on an existing store
    Rest,
    /// The bare handler, for the other benches
    #[command(hide = true)]
    Bare { answer_bytes: usize },
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    match Cli::parse().command {
        Some(Command::Token) => token::run(),
        Some(Command::Http) => http::run(),
        Some(Command::Peer) => peer::run(),
        Some(Command::People { users }) => people::run(&users),
        Some(Command::Revocation) => revocation::run(),
        Some(Command::Lists { entries }) => lists::run(&entries),
        Some(Command::Search { entries }) => search::run(&entries),
        Some(Command::Categories { descendants }) => categories::run(descendants),
        Some(Command::Rest) => process::run(),
        Some(Command::Bare { answer_bytes }) => bare::run(answer_bytes),
        None => {
            let cores = std::thread::available_parallelism().map_or(0, usize::from);
            println!("{cores} cores\n");
            token::run()?;
            http::run()?;
            process::run()?;
            revocation::run()?;
            peer::run()
        }
    }
}
