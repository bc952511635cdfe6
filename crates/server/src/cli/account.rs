//! `boxoffice account`

use std::io::{IsTerminal, Read};
use std::process::ExitCode;
use std::sync::Arc;

use clap::builder::BoolishValueParser;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use zeroize::Zeroizing;

use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::access_control;
use crate::account::{NewAccount, create};
use crate::app::App;
use crate::call::Scope;
use crate::config::StoreOptions;
use crate::http::system_time;
use crate::keys::{fill_random, hex};
use crate::partner::{
    self, Limits, Partner, PartnerStatus, Trial, TrialEnd, TwoFactorAuthenticationMode as CodesOf,
};
use crate::user;

/// Seconds of a day.
const DAY: i64 = 86_400;

#[derive(Subcommand)]
pub(super) enum AccountCommand {
    /// Create an account with its owner
    Create(Create),
    /// List all accounts
    List(Look),
    /// Show an account with its limits
    Show(Show),
    /// Refuse all calls and log-ins of an account, at once
    Block(Block),
    /// Let a blocked account work again
    Unblock(Show),
    /// Change limits of an account; what is not named stays
    Limits(LimitOptions),
    /// Know the users and groups of an account by digests of their ids alone, from now on and for good
    ///
    /// Those that there are get a digest as their id; there may be 10 000 of them. Clients go on naming people by the
    /// ids they know.
    HashUserIds(HashUserIds),
    /// Make an invitation: a code that registers one account
    Invite(Invite),
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

#[derive(Args)]
pub(super) struct Look {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

#[derive(Args)]
pub(super) struct Show {
    /// The account
    #[arg(value_name = "ID")]
    id: i64,
    #[command(flatten)]
    look: Look,
}

#[derive(Args)]
pub(super) struct Block {
    /// Block what it delivers, too
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    show: Show,
}

#[derive(Args)]
pub(super) struct LimitOptions {
    /// How many administrators may log in; -1: any number
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(-1..))]
    admin_logins: Option<i64>,
    /// How many accounts may belong to it; -1: any number, 0: none
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(-1..))]
    publishers: Option<i64>,
    /// Longest lifetime of the sessions that the server signs for it
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    ks_max: Option<i64>,
    /// Whether its secrets are hidden from everybody but its owner
    #[arg(long, value_name = "true|false")]
    hide_secrets: Option<bool>,
    /// Days from now that its trial lasts; 0: it is not on trial
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=36_500))]
    trial_days: Option<i64>,
    /// What becomes of it when its trial is over [default: read-only]
    #[arg(long, value_enum)]
    trial_end: Option<TrialEnd>,
    /// Whether one-time codes are asked for; switched on, its administrators get mails with the way to them
    #[arg(long, value_name = "on|off", value_parser = BoolishValueParser::new())]
    two_factor: Option<bool>,
    /// Of whom one-time codes are asked [default: all]
    #[arg(long, value_enum, value_name = "WHO")]
    two_factor_mode: Option<CodesOf>,
    /// Whether sessions that do not say are held to entitlements: they see what the categories let them
    #[arg(long, value_name = "on|off", value_parser = BoolishValueParser::new())]
    enforce_entitlement: Option<bool>,
    /// The access-control profile of the account that judges all its calls; 0: none does
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(0..))]
    api_access_control: Option<i64>,
    /// Whether access-control rules also say who reads entries, and not only who plays them
    #[arg(long, value_name = "on|off", value_parser = BoolishValueParser::new())]
    protect_metadata: Option<bool>,
    /// Whether calls that did not come over HTTPS are refused; the proxy has to say how they came
    #[arg(long, value_name = "on|off", value_parser = BoolishValueParser::new())]
    enforce_https: Option<bool>,
    /// Address under which clients reach the server, where the links in these mails lead
    #[arg(long, env = "BOXOFFICE_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    #[command(flatten)]
    show: Show,
}

#[derive(Args)]
pub(super) struct HashUserIds {
    /// Read the key from standard input, to go on with the digests of another installation; without it, one is made up
    #[arg(long)]
    key_stdin: bool,
    #[command(flatten)]
    show: Show,
}

#[derive(Args)]
pub(super) struct Invite {
    /// Days that the invitation can be used
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(i64).range(1..=365))]
    days: i64,
    #[command(flatten)]
    look: Look,
}

/// `resolve` and `resolve_url` complete what was said by what the file says.
pub(super) fn run(
    command: AccountCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
    resolve_url: impl FnOnce(Option<String>) -> Result<Option<String>, Failure>,
) -> Result<ExitCode, Failure> {
    match command {
        AccountCommand::Create(options) => run_create(options, resolve),
        AccountCommand::List(look) => with_app(&look, resolve, async |app| {
            let mut all = Vec::new();
            for id in partner::ids(&app).await.map_err(told)? {
                all.extend(app.partners.get(&app, id).await.map_err(told)?);
            }
            print_all(&all, look.json);
            Ok(())
        }),
        AccountCommand::Show(options) => {
            with_app(&options.look, resolve, async |app| show(&app, &options).await)
        }
        AccountCommand::Block(options) => {
            let status = if options.full { PartnerStatus::FullBlock } else { PartnerStatus::Blocked };
            set_status(&options.show, status, resolve)
        }
        AccountCommand::Unblock(options) => set_status(&options, PartnerStatus::Active, resolve),
        AccountCommand::Limits(options) => with_app(&options.show.look, resolve, async |app| {
            let before = known(&app, options.show.id).await?;
            let limits = options.limits(&before, now())?;
            if let Some(Some(profile)) = limits.api_access_control {
                let scope = Scope::of(options.show.id);
                if !access_control::exists(&app, scope, profile).await.map_err(told)? {
                    return Err(format!("the account has no access-control profile {profile}").into());
                }
            }
            if limits.two_factor == Some(true) || limits.two_factor_mode.is_some() {
                let url = resolve_url(options.public_url.clone())?;
                app.set_public_url(&url.ok_or(
                    "say with --public-url where the server is: administrators get mails with links to it",
                )?);
            }
            partner::set_limits(&app, options.show.id, &limits, now()).await.map_err(told)?;
            show(&app, &options.show).await
        }),
        AccountCommand::HashUserIds(options) => {
            let key = if options.key_stdin {
                read_text("Key")?
            } else {
                let mut bytes = Zeroizing::new([0; 32]);
                fill_random(&mut *bytes);
                Zeroizing::new(hex(&*bytes))
            };
            if key.is_empty() {
                return Err("the key is empty".into());
            }
            with_app(&options.show.look, resolve, async |app| {
                let account = known(&app, options.show.id).await?;
                if account.user_ids.is_some() {
                    return Err("the account has hashed ids already".into());
                }
                user::hash_all(&app, &account, key.as_bytes(), system_time()).await.map_err(told)?;
                show(&app, &options.show).await
            })
        }
        AccountCommand::Invite(options) => with_app(&options.look, resolve, async |app| {
            let expires_at = now().saturating_add(options.days * DAY);
            let code = partner::invite(&app, expires_at, now()).await.map_err(told)?;
            if options.look.json {
                println!("{}", json!({"invitation": code.as_str(), "expiresAt": expires_at}));
            } else {
                println!("{}", code.as_str());
            }
            Ok(())
        }),
    }
}

fn now() -> i64 {
    crate::call::seconds(system_time())
}

/// What a failure is to whoever sits at the terminal.
pub(super) fn told(error: crate::error::Error) -> Failure {
    let inside = error.reason().map(|reason| format!(": {reason}")).unwrap_or_default();
    let api = error.into_api();
    format!("{} ({}){inside}", api.message, api.code).into()
}

fn with_app(
    look: &Look,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
    work: impl AsyncFnOnce(Arc<App>) -> Result<(), Failure>,
) -> Result<ExitCode, Failure> {
    let store = resolve(look.store.clone())?;
    block_on(async move {
        let app = installation::open(&store, Mode::Look, 1).await?;
        work(app).await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn set_status(
    options: &Show,
    status: PartnerStatus,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    with_app(&options.look, resolve, async |app| {
        known(&app, options.id).await?;
        partner::set_status(&app, options.id, status, now()).await.map_err(told)?;
        show(&app, options).await
    })
}

pub(super) async fn known(app: &App, id: i64) -> Result<Arc<Partner>, Failure> {
    let found = app.partners.get(app, id).await.map_err(told)?;
    found.ok_or_else(|| format!("there is no account {id}; `boxoffice account list` names them").into())
}

async fn show(app: &App, options: &Show) -> Result<(), Failure> {
    let account = known(app, options.id).await?;
    if options.look.json {
        println!("{}", as_json(&account));
        return Ok(());
    }
    let number = |count: i64| if count < 0 { "any number".to_owned() } else { count.to_string() };
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
    println!("Account:              {}", account.id);
    println!("Name:                 {}", account.name);
    println!("Status:               {}", status_name(account.status(now())));
    println!("Owner:                {}", or_none(account.owner_user_id.clone()));
    println!("Belongs to:           {}", or_none(account.parent_id.map(|id| id.to_string())));
    println!("Created at:           {} (Unix seconds)", account.created_at);
    println!("Administrators:       {}", number(account.admin_login_quota));
    println!("Accounts below it:    {}", number(account.publishers_quota));
    println!("Sessions last at most {} seconds", account.max_expiry());
    println!(
        "Secrets are shown to  {}",
        if account.shows_secrets { "its administrators" } else { "its owner" }
    );
    match account.standing.trial {
        Some(trial) => println!(
            "Trial ends at:        {} (Unix seconds), then {}",
            trial.ends_at,
            status_name(trial.end.status())
        ),
        None => println!("Trial:                none"),
    }
    if let Some(profile) = account.api_access_control {
        println!("Calls are judged by:  access-control profile {profile}");
    }
    if account.profile.enforces_https {
        println!("Calls come over:      HTTPS");
    }
    if account.user_ids.is_some() {
        println!("Ids of users:         hashed");
    }
    println!("One-time codes:       asked of {}", codes_of(&account).unwrap_or_else(|| "nobody".to_owned()));
    Ok(())
}

fn print_all(accounts: &[Arc<Partner>], as_object: bool) {
    if as_object {
        let all: Vec<_> = accounts.iter().map(|account| as_json(account)).collect();
        println!("{}", json!({"accounts": all}));
        return;
    }
    for account in accounts {
        println!(
            "{:>8}  {:<13}  {}  {}",
            account.id,
            status_name(account.status(now())),
            account.owner_user_id.as_deref().unwrap_or("-"),
            account.name
        );
    }
}

fn as_json(account: &Partner) -> serde_json::Value {
    let trial = account.standing.trial;
    json!({
        "partnerId": account.id,
        "name": account.name,
        "status": status_name(account.status(now())),
        "owner": account.owner_user_id,
        "parentId": account.parent_id,
        "createdAt": account.created_at,
        "adminLogins": account.admin_login_quota,
        "publishers": account.publishers_quota,
        "ksMax": account.max_expiry(),
        "hideSecrets": !account.shows_secrets,
        "trialEndsAt": trial.map(|trial| trial.ends_at),
        "trialEnd": trial.map(|trial| status_name(trial.end.status())),
        "twoFactor": account.profile.login.two_factor,
        "twoFactorMode": codes_of(account),
        "apiAccessControl": account.api_access_control,
        "hashesUserIds": account.user_ids.is_some(),
        "enforceEntitlement": account.profile.enforces_entitlement,
        "protectMetadata": account.profile.protects_metadata,
        "enforceHttps": account.profile.enforces_https,
    })
}

/// Of whom one-time codes are asked, by the name that the flag has for them.
fn codes_of(account: &Partner) -> Option<String> {
    let value = account.profile.login.codes_of()?.to_possible_value()?;
    Some(value.get_name().to_owned())
}

fn status_name(status: PartnerStatus) -> &'static str {
    match status {
        PartnerStatus::Deleted => "deleted",
        PartnerStatus::Active => "active",
        PartnerStatus::Blocked => "blocked",
        PartnerStatus::FullBlock => "fully-blocked",
        PartnerStatus::ReadOnly => "read-only",
    }
}

impl LimitOptions {
    fn limits(&self, before: &Partner, now: i64) -> Result<Limits, Failure> {
        let trial = match (self.trial_days, self.trial_end, before.standing.trial) {
            (None, None, _) => None,
            (Some(0), None, _) => Some(None),
            (Some(0), Some(_), _) => return Err("--trial-end needs --trial-days above 0".into()),
            (Some(days), end, known) => {
                let end = end.or(known.map(|trial| trial.end)).unwrap_or(TrialEnd::ReadOnly);
                Some(Some(Trial { ends_at: now.saturating_add(days * DAY), end }))
            }
            (None, Some(end), Some(trial)) => Some(Some(Trial { end, ..trial })),
            (None, Some(_), None) => {
                return Err("the account is not on trial: say with --trial-days how long it is to be".into());
            }
        };
        Ok(Limits {
            admin_logins: self.admin_logins,
            publishers: self.publishers,
            ks_max_expiry: self.ks_max,
            shows_secrets: self.hide_secrets.map(|hidden| !hidden),
            trial,
            two_factor: self.two_factor,
            two_factor_mode: self.two_factor_mode,
            enforces_entitlement: self.enforce_entitlement,
            api_access_control: self.api_access_control.map(|id| (id > 0).then_some(id)),
            protects_metadata: self.protect_metadata,
            enforces_https: self.enforce_https,
        })
    }
}

fn run_create(
    create_options: Create,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    let password = if create_options.password_stdin { Some(read_password()?) } else { None };
    let store = resolve(create_options.store.clone())?;
    block_on(async move {
        let app = installation::open(&store, Mode::Create, 1).await?;
        let wanted = NewAccount {
            name: &create_options.name,
            email: &create_options.email,
            password: password.as_ref().map(|password| password.as_str()),
        };
        let made = create(&app, &wanted, now()).await.map_err(told)?;
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
    read_text("Password")
}

fn read_text(what: &str) -> Result<Zeroizing<String>, Failure> {
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("{what} (then Enter, then Ctrl-D):");
    }
    let mut password = Zeroizing::new(String::new());
    stdin.read_to_string(&mut password)?;
    let length = password.trim_end_matches(['\r', '\n']).len();
    password.truncate(length);
    Ok(password)
}
