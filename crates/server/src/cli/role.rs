//! `boxoffice role`

use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::app::App;
use crate::config::StoreOptions;
use crate::http::system_time;
use crate::partner::Partner;
use crate::role::{self, NewRole, Role, UserRoleStatus};

#[derive(Subcommand)]
pub(super) enum RoleCommand {
    /// List the roles of an account, built-in ones first
    List(OfAccount),
    /// Show a role, and the permissions that it comes to in the account
    Show(Show),
    /// Add a role to an account
    Add(Add),
    /// Remove a role from an account; refused while a user has it
    Remove(Remove),
}

#[derive(Args)]
pub(super) struct OfAccount {
    /// The account
    #[arg(long, value_name = "ID")]
    account: i64,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

#[derive(Args)]
pub(super) struct Show {
    /// The role's id or system name
    role: String,
    #[command(flatten)]
    common: OfAccount,
}

#[derive(Args)]
pub(super) struct Add {
    /// What people call the role
    #[arg(long)]
    name: String,
    /// What programs call it; the privilege setrole may use it
    #[arg(long, default_value = "")]
    system_name: String,
    /// What it is for
    #[arg(long, default_value = "")]
    description: String,
    /// Permissions that it grants, comma-separated; * is everything that the account has
    #[arg(long, default_value = "", value_name = "NAMES")]
    permissions: String,
    /// Words to find it by, comma-separated; the console shows roles tagged kmc
    #[arg(long, default_value = "kmc")]
    tags: String,
    #[command(flatten)]
    common: OfAccount,
}

#[derive(Args)]
pub(super) struct Remove {
    /// The role's id
    role: i64,
    #[command(flatten)]
    common: OfAccount,
}

impl RoleCommand {
    fn common(&self) -> &OfAccount {
        match self {
            Self::List(common) => common,
            Self::Show(show) => &show.common,
            Self::Add(add) => &add.common,
            Self::Remove(remove) => &remove.common,
        }
    }
}

pub(super) fn run(
    command: RoleCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    let store = resolve(command.common().store.clone())?;
    let (account, as_json) = (command.common().account, command.common().json);
    block_on(async move {
        let app = installation::open(&store, Mode::Look, 1).await?;
        let partner = app.partners.get(&app, account).await?;
        let partner = partner.ok_or_else(|| format!("there is no account {account}"))?;
        let now = crate::call::seconds(system_time());
        match command {
            RoleCommand::List(_) => {
                let roles = role::visible(&partner);
                if as_json {
                    println!("{}", roles.map(|role| as_object(&partner, role)).collect::<Value>());
                } else {
                    roles.for_each(|role| println!("{:>6}  {}{}", role.id, role.name, remark(role)));
                }
            }
            RoleCommand::Show(wanted) => show(&app, &partner, &wanted.role, as_json)?,
            RoleCommand::Add(add) => {
                let new = NewRole {
                    name: Some(add.name),
                    system_name: add.system_name,
                    description: add.description,
                    status: None,
                    permission_names: add.permissions,
                    tags: add.tags,
                };
                let added = role::add(&app, &partner, new, now).await.map_err(complaint)?;
                say(&partner, &added, as_json);
            }
            RoleCommand::Remove(wanted) => {
                let removed = role::remove(&app, &partner, wanted.role, now).await.map_err(complaint)?;
                say(&partner, &removed, as_json);
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn show(app: &Arc<App>, partner: &Partner, name: &str, as_json: bool) -> Result<(), Failure> {
    let role =
        role::find(partner, name).ok_or_else(|| format!("account {} has no role \"{name}\"", partner.id))?;
    let rights = role::rights(app, &[role], partner, None);
    if as_json {
        let mut object = as_object(partner, role);
        object["comesTo"] = rights.names().collect();
        println!("{object}");
    } else {
        println!("Role:         {}{}", role.id, remark(role));
        println!("Name:         {}", role.name);
        println!("System name:  {}", role.system_name);
        println!("Description:  {}", role.description);
        println!("Tags:         {}", role.tags);
        println!("Comes to:");
        rights.names().for_each(|name| println!("  {name}"));
    }
    Ok(())
}

fn say(partner: &Partner, role: &Role, as_json: bool) {
    if as_json {
        println!("{}", as_object(partner, role));
    } else {
        println!("{}", role.id);
    }
}

/// What is not as usual about a role.
fn remark(role: &Role) -> &'static str {
    match (role.partner_id, role.status) {
        (0, _) => " (built in)",
        (_, UserRoleStatus::Blocked) => " (blocked)",
        _ => "",
    }
}

/// As the API shows it.
fn as_object(partner: &Partner, role: &Role) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "systemName": role.system_name,
        "description": role.description,
        "status": contract::ApiEnum::number(role.status),
        "partnerId": role.partner_id,
        "permissionNames": role.shown_names(partner),
        "tags": role.tags,
        "createdAt": role.created_at,
        "updatedAt": role.updated_at,
    })
}

fn complaint(error: crate::error::Error) -> Failure {
    let api = error.into_api();
    format!("{} ({})", api.message, api.code).into()
}
