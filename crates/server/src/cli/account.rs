//! `boxoffice account`

use std::io::{IsTerminal, Read};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;
use zeroize::Zeroizing;

use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::account::{NewAccount, create};
use crate::config::StoreOptions;
use crate::http::system_time;

#[derive(Subcommand)]
pub(super) enum AccountCommand {
    /// Create an account with its owner
    Create(Create),
}

#[derive(Args)]
pub(super) struct Create {
    /// What people call the account
    #[arg(long)]
    name: String,
    /// E-mail of its owner, who logs in with it
    #[arg(long)]
    email: String,
    /// Read the owner's password from standard input; without it, a password is made up and printed
    #[arg(long)]
    password_stdin: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

pub(super) fn run(
    command: AccountCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    let AccountCommand::Create(create_options) = command;
    let password = if create_options.password_stdin { Some(read_password()?) } else { None };
    let store = resolve(create_options.store.clone())?;
    block_on(async move {
        let app = installation::open(&store, Mode::Create, 1).await?;
        let wanted = NewAccount {
            name: &create_options.name,
            email: &create_options.email,
            password: password.as_ref().map(|password| password.as_str()),
        };
        let made = create(&app, &wanted, crate::call::seconds(system_time())).await.map_err(|error| {
            let api = error.into_api();
            format!("{} ({})", api.message, api.code)
        })?;
        if create_options.json {
            let mut object = json!({
                "partnerId": made.partner_id,
                "adminSecret": made.secrets.admin,
                "userSecret": made.secrets.user,
                "email": create_options.email,
            });
            if let Some(password) = &made.generated_password {
                object["password"] = json!(password.as_str());
            }
            println!("{object}");
        } else {
            println!("Account:       {}", made.partner_id);
            println!("Admin secret:  {}", made.secrets.admin);
            println!("User secret:   {}", made.secrets.user);
            println!("Owner:         {}", create_options.email);
            if let Some(password) = &made.generated_password {
                println!("Password:      {}", password.as_str());
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn read_password() -> Result<Zeroizing<String>, Failure> {
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("Password (then Enter, then Ctrl-D):");
    }
    let mut password = Zeroizing::new(String::new());
    stdin.read_to_string(&mut password)?;
    let length = password.trim_end_matches(['\r', '\n']).len();
    password.truncate(length);
    Ok(password)
}
