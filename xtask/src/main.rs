//! `cargo xtask`: what people who work on Boxoffice do often. One file per command.
// Commands talk to people through the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod coverage;
mod docs;
mod scaffold;
mod test;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "What people who work on Boxoffice do often")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say which programs that use the API find every action they call, and what to build next
    Coverage,
    /// Write the documents that are derived from the declarations
    Docs,
    /// Print the declarations of classes, enums or services, ready to paste
    Scaffold(scaffold::Options),
    /// Run all tests; install what they need
    Test(test::Options),
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let outcome = match Cli::parse().command {
        Command::Coverage => coverage::run(root),
        Command::Docs => docs::run(root),
        Command::Scaffold(options) => scaffold::run(&options, root),
        Command::Test(options) => test::run(&options, root),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
