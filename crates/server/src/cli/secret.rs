//! `boxoffice secret` and `boxoffice session`: the secrets of an account, and ending its sessions.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use contract::ApiEnum;
use serde_json::{Value, json};

use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::app::App;
use crate::call::{Scope, seconds};
use crate::config::StoreOptions;
use crate::http::system_time;
use crate::secret::manage::{self, SecretInfo};
use crate::secret::model::SecretKind;
use crate::session::ending::{Whose, end};

#[derive(Subcommand)]
pub(super) enum SecretCommand {
    /// List an account's secrets, when they were used, and what would stop without them
    List(Account),
    /// Add a secret; it works at once, and signs once it is promoted
    Add(Add),
    /// Let the server sign with a secret from now on; the one before goes on working
    Promote(One),
    /// Let a secret work for a while longer and then no more
    Retire(Retire),
    /// End a secret at once, with every session that it signed or opened
    Block(Block),
}

#[derive(Args)]
pub(super) struct Account {
    /// The account
    #[arg(id = "account", long = "account", value_name = "ID")]
    id: i64,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

#[derive(Args)]
pub(super) struct Add {
    /// What it is for
    #[arg(long, value_enum, default_value_t = Kind::Admin)]
    kind: Kind,
    /// What people call it
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    #[command(flatten)]
    account: Account,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Signs sessions and opens both types
    Admin,
    /// Opens sessions of type user
    User,
}

#[derive(Args)]
pub(super) struct One {
    /// The secret's id, as listed
    id: i64,
    #[command(flatten)]
    account: Account,
}

#[derive(Args)]
pub(super) struct Retire {
    /// So many seconds it goes on working
    #[arg(long, default_value_t = 86_400, value_name = "SECONDS")]
    overlap: i64,
    /// Also if no other admin secret stays, so that every session of the account will be refused
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    secret: One,
}

#[derive(Args)]
pub(super) struct Block {
    /// Also if no other admin secret stays, so that every session of the account is refused
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    secret: One,
}

#[derive(Subcommand)]
pub(super) enum SessionCommand {
    /// End all sessions of a user, an application token, a secret, or the whole account
    End(End),
}

#[derive(Args)]
pub(super) struct End {
    #[command(flatten)]
    whose: WhoseArgs,
    /// For so many seconds sessions signed elsewhere are refused, since they do not say when they were made
    /// [default: as long as the account lets a session live, at most a day]
    #[arg(long, value_name = "SECONDS")]
    offline_seconds: Option<i64>,
    #[command(flatten)]
    account: Account,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct WhoseArgs {
    /// Those of a user
    #[arg(long, value_name = "ID")]
    user: Option<String>,
    /// Those that an application token gave; the token goes on working
    #[arg(long, value_name = "ID")]
    app_token: Option<String>,
    /// Those that a secret signed or opened; the secret goes on working
    #[arg(long, value_name = "ID")]
    secret: Option<i64>,
    /// All of them
    #[arg(long)]
    everything: bool,
}

/// Runs on the account that the options name, which has to be there.
fn on_account<T>(
    account: &Account,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
    work: impl AsyncFnOnce(&App, Scope) -> crate::error::Result<T>,
) -> Result<T, Failure> {
    let store = resolve(account.store.clone())?;
    block_on(async {
        let app = installation::open(&store, Mode::Look, 1).await?;
        let failed = |error: crate::error::Error| {
            let inside = error.reason().map(|reason| format!(": {reason}")).unwrap_or_default();
            let api = error.into_api();
            Failure::from(format!("{} ({}){inside}", api.message, api.code))
        };
        if app.partners.get(&app, account.id).await.map_err(failed)?.is_none() {
            return Err(format!("there is no account {}", account.id).into());
        }
        work(&app, Scope::of(account.id)).await.map_err(failed)
    })
}

pub(super) fn run(
    command: SecretCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    let now = system_time();
    match command {
        SecretCommand::List(account) => {
            let listed = on_account(&account, resolve, async |app, scope| {
                manage::list(app, scope, seconds(now)).await
            })?;
            if account.json {
                println!("{}", Value::Array(listed.iter().map(as_json).collect()));
            } else {
                listed.iter().for_each(show);
            }
        }
        SecretCommand::Add(Add { kind, label, account }) => {
            let kind = match kind {
                Kind::Admin => SecretKind::Admin,
                Kind::User => SecretKind::User,
            };
            let added = on_account(&account, resolve, async |app, scope| {
                manage::add(app, scope, kind, label.as_deref(), seconds(now)).await
            })?;
            if account.json {
                let mut object = as_json(&added.info);
                object["value"] = json!(added.value.as_str());
                println!("{object}");
            } else {
                show(&added.info);
                println!("  value         {}   (shown this once)", added.value.as_str());
            }
        }
        SecretCommand::Promote(One { id, account }) => {
            let info = on_account(&account, resolve, async |app, scope| {
                manage::promote(app, scope, id, seconds(now)).await
            })?;
            print(&account, &info);
        }
        SecretCommand::Retire(Retire { overlap, force, secret: One { id, account } }) => {
            let info = on_account(&account, resolve, async |app, scope| {
                manage::retire(app, scope, id, overlap, force, seconds(now)).await
            })?;
            print(&account, &info);
        }
        SecretCommand::Block(Block { force, secret: One { id, account } }) => {
            let info = on_account(&account, resolve, async |app, scope| {
                manage::block(app, scope, id, force, now).await
            })?;
            print(&account, &info);
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn run_session(
    command: SessionCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    let SessionCommand::End(End { whose, offline_seconds, account }) = command;
    let WhoseArgs { user, app_token, secret, everything: _ } = &whose;
    let whose = match (user, app_token, secret) {
        (Some(user), _, _) => Whose::User(user),
        (_, Some(token), _) => Whose::AppToken(token),
        (_, _, Some(secret)) => Whose::Secret(*secret),
        _ => Whose::Everybody,
    };
    let ended = on_account(&account, resolve, async |app, scope| {
        end(app, scope, whose, offline_seconds, system_time()).await
    })?;
    if account.json {
        println!("{}", json!({"issuedBefore": ended.issued_before, "offlineUntil": ended.offline_until}));
    } else {
        println!("Sessions that this installation issued before {} are over.", ended.issued_before);
        println!("Sessions signed elsewhere are refused until {}.", ended.offline_until);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(account: &Account, info: &SecretInfo) {
    if account.json {
        println!("{}", as_json(info));
    } else {
        show(info);
    }
}

fn kind(info: &SecretInfo) -> &'static str {
    match info.kind {
        SecretKind::Admin => "admin",
        SecretKind::User => "user",
    }
}

fn as_json(info: &SecretInfo) -> Value {
    let moment = |seconds: i64| (seconds > 0).then_some(seconds);
    json!({
        "id": info.id,
        "kind": kind(info),
        "state": info.state.wire_value(),
        "label": info.label,
        "fingerprint": info.fingerprint,
        "createdAt": info.created_at,
        "promotedAt": info.promoted_at,
        "usableUntil": info.usable_until,
        "blockedAt": info.blocked_at,
        "lastSignedAt": moment(info.used.signed_at),
        "lastOfflineAt": moment(info.used.offline_at),
        "lastStartedAt": moment(info.used.started_at),
        "sessionsLiveUntil": moment(info.used.lives_until),
        "wouldBreak": info.would_break,
    })
}

fn show(info: &SecretInfo) {
    println!("Secret {}  {} {}  {}", info.id, info.state.wire_value(), kind(info), info.fingerprint);
    if let Some(label) = &info.label {
        println!("  label         {label}");
    }
    if let Some(until) = info.usable_until {
        println!("  works until   {until}");
    }
    if let Some(at) = info.blocked_at {
        println!("  blocked at    {at}");
    }
    if !info.would_break.is_empty() {
        println!("  would break   {}", info.would_break.replace("; ", ";\n                "));
    }
}
