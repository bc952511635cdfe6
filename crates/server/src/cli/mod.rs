//! The command line.
// Commands talk to people through the terminal; everything else is logged.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod account;
mod explain;
mod installation;
mod ks;
mod mail;
mod role;
mod secret;
mod serve;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{ServeOptions, StoreOptions, read_file};

/// A self-hosted server that speaks the Kaltura API.
///
/// Boxoffice is independent of Kaltura Inc.; the name Kaltura belongs to its owner.
#[derive(Parser)]
#[command(name = "boxoffice", version, max_term_width = 100)]
struct Cli {
    /// TOML file with settings; flags and the environment beat it
    #[arg(long, global = true, env = "BOXOFFICE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    ///
    /// On a first start with an empty store it creates an account with its owner, and prints the secrets and
    /// the password once.
    Serve(Box<ServeOptions>),
    /// Manage accounts; works while the server runs
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Manage the roles of accounts; works while the server runs
    #[command(subcommand)]
    Role(role::RoleCommand),
    /// Look into the mails that the server has written
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// List, block and remove the users of an account; works while the server runs
    #[command(subcommand)]
    User(user::UserCommand),
    /// Say why a session may, or may not, play an entry; exit status 0 open, 1 closed, 2 wrong use
    ///
    /// Asks what delivery asks, and shows every check with what it looked at: the session, who may see the entry, the
    /// rules of its access-control profile, its dates and its moderation. Works while the server runs.
    Explain(Box<explain::Explain>),
    /// Mint, check and look into Kaltura Sessions
    #[command(subcommand)]
    Ks(ks::KsCommand),
    /// Replace the secrets of an account while they are used; works while the server runs
    #[command(subcommand)]
    Secret(secret::SecretCommand),
    /// End many sessions at once; works while the server runs
    #[command(subcommand)]
    Session(secret::SessionCommand),
}

/// What went wrong, in one line that says what to do.
#[derive(Debug)]
pub struct Failure(String);

impl<T: std::fmt::Display> From<T> for Failure {
    fn from(error: T) -> Self {
        Self(error.to_string().replace('\n', " "))
    }
}

/// Runs the command that the arguments name. Exit status 2 is a wrong use, 1 a failure.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Serve(options) => with_file(cli.config, *options).and_then(serve::run),
        Command::Account(command) => account::run(
            command,
            |store| store_options(cli.config.clone(), store),
            |public_url| {
                let said = ServeOptions { public_url, ..ServeOptions::default() };
                with_file(cli.config.clone(), said).map(|options| options.public_url)
            },
        ),
        Command::Role(command) => role::run(command, |store| store_options(cli.config.clone(), store)),
        Command::Mail(command) => mail::run(command, |store| store_options(cli.config.clone(), store)),
        Command::User(command) => user::run(command, |store| store_options(cli.config.clone(), store)),
        Command::Explain(options) => explain::run(&options, |said| with_file(cli.config.clone(), said)),
        Command::Ks(command) => ks::run(command, |store| store_options(cli.config.clone(), store)),
        Command::Secret(command) => secret::run(command, |store| store_options(cli.config.clone(), store)),
        Command::Session(command) => {
            secret::run_session(command, |store| store_options(cli.config.clone(), store))
        }
    };
    match outcome {
        Ok(code) => code,
        Err(Failure(message)) => {
            eprintln!("boxoffice: {message}");
            ExitCode::FAILURE
        }
    }
}

fn with_file(config: Option<PathBuf>, options: ServeOptions) -> Result<ServeOptions, Failure> {
    match config {
        Some(path) => Ok(options.or(read_file(&path)?)),
        None => Ok(options),
    }
}

fn store_options(config: Option<PathBuf>, options: StoreOptions) -> Result<StoreOptions, Failure> {
    with_file(config, ServeOptions { store: options, ..ServeOptions::default() }).map(|options| options.store)
}

/// Runs a command's asynchronous part.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(work)
}
