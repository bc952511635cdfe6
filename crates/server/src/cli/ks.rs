//! `boxoffice ks`: sessions without a server.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use ks::{Checked, Context, Draft, Envelope, Opened, Refusal, Salt, Secret, SessionType, Version};
use serde_json::json;

use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::call::{Request, seconds};
use crate::config::StoreOptions;
use crate::http::system_time;
use crate::keys::fill_random;
use crate::session::explain::{Explanation, explain};

#[derive(Subcommand)]
pub(super) enum KsCommand {
    /// Sign a session, offline
    Mint(Mint),
    /// Check a session; exit status 0 valid, 1 not valid, 2 wrong use
    Verify(Verify),
    /// Show what is inside a session; what is not checked is said
    Inspect(Verify),
}

#[derive(Args)]
pub(super) struct Mint {
    /// An admin secret of the account (the user secret signs nothing)
    #[arg(long, env = "BOXOFFICE_SECRET", hide_env_values = true)]
    secret: String,
    /// The account
    #[arg(long, allow_negative_numbers = true)]
    partner_id: i64,
    /// Who acts
    #[arg(long, default_value = "", hide_default_value = true)]
    user_id: String,
    /// Kind of session
    #[arg(long, value_enum, default_value_t = MintType::User)]
    r#type: MintType,
    /// Lifetime in seconds
    #[arg(long, default_value_t = 86_400, allow_negative_numbers = true, value_name = "SECONDS")]
    expiry: i64,
    /// Privileges, such as `sview:0_abc,appid:portal-example.org`
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    privileges: String,
    /// Format of the session
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=2))]
    ks_version: u8,
}

#[derive(Clone, Copy, ValueEnum)]
enum MintType {
    User,
    Admin,
}

#[derive(Args)]
pub(super) struct Verify {
    /// The session
    ks: String,
    /// A secret to check the signature with, offline; may be given several times
    #[arg(long, value_name = "SECRET")]
    secret: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

pub(super) fn run(
    command: KsCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    match command {
        KsCommand::Mint(options) => mint(&options),
        KsCommand::Verify(options) => {
            let finding = examine(&options, &resolve)?;
            report(&options, &finding, true);
            Ok(if finding.reason.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        KsCommand::Inspect(options) => {
            let finding = examine(&options, &resolve)?;
            report(&options, &finding, false);
            // To look inside needs no validity, but there must be something to see.
            Ok(if finding.envelope.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}

fn mint(options: &Mint) -> Result<ExitCode, Failure> {
    let secret = Secret::new(options.secret.clone()).map_err(|error| format!("--secret: {error}"))?;
    let version = if options.ks_version == 1 { Version::V1 } else { Version::V2 };
    let draft = Draft {
        user: Some(options.user_id.clone()),
        session_type: match options.r#type {
            MintType::User => SessionType::User,
            MintType::Admin => SessionType::Admin,
        },
        privileges: options.privileges.clone(),
        ..Draft::new(options.partner_id, seconds(system_time()).saturating_add(options.expiry))
    };
    let mut random = [0; 16];
    fill_random(&mut random);
    println!("{}", draft.sign(version, &secret, &Salt::random(random))?);
    Ok(ExitCode::SUCCESS)
}

fn examine(
    options: &Verify,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<Explanation, Failure> {
    let envelope = match Envelope::parse(&options.ks) {
        Ok(envelope) => envelope,
        Err(refusal) => {
            return Ok(refused(None, refusal.to_string()));
        }
    };
    let seen = Some((envelope.version().number(), envelope.partner_id()));
    if options.secret.is_empty() {
        let names_installation = options.store.data.is_some()
            || options.store.database_url.is_some()
            || StoreOptions::default().data().join("boxoffice.db").exists();
        if !names_installation {
            let reason =
                "not checked: name secrets with --secret, or an installation with --data or --database-url";
            return Ok(refused(seen, reason.to_owned()));
        }
        let store = resolve(options.store.clone())?;
        return block_on(async {
            let app = installation::open(&store, Mode::Look, 1).await?;
            // There is no caller; what depends on one is left out.
            let request = Request {
                id: 0,
                now: system_time(),
                address: String::new(),
                is_https: true,
                uri: String::new(),
                headers: http::HeaderMap::new(),
            };
            Ok(explain(&app, &request, &options.ks, None).await)
        });
    }
    let secrets = options
        .secret
        .iter()
        .map(|text| Secret::new(text.clone()).map_err(|error| Failure::from(format!("--secret: {error}"))))
        .collect::<Result<Vec<_>, _>>()?;
    let opened = match envelope.open(&secrets) {
        Ok(opened) => opened,
        Err(refusal) => {
            return Ok(refused(seen, refusal.to_string()));
        }
    };
    // Offline there is no caller, so what depends on one is left out; the rest of the check is the server's.
    let context = Context { now: seconds(system_time()), remote_address: None, request_uri: None };
    let reason = match opened.clone().check(&context) {
        Ok(Checked::Exempt(_) | Checked::Revocable(_)) | Err(Refusal::Address | Refusal::Uri) => None,
        Err(refusal) => Some(refusal.to_string()),
    };
    Ok(Explanation { opened: Some(opened), envelope: seen, reason, ..Explanation::default() })
}

fn refused(envelope: Option<(u8, i64)>, reason: String) -> Explanation {
    Explanation { envelope, reason: Some(reason), ..Explanation::default() }
}

fn report(options: &Verify, finding: &Explanation, verdict: bool) {
    let Explanation { opened, envelope, reason, .. } = finding;
    if options.json {
        let object = json!({
            "valid": reason.is_none(),
            "reason": reason,
            "version": envelope.map(|(version, _)| version),
            "partnerId": envelope.map(|(_, partner_id)| partner_id),
            "userId": opened.as_ref().and_then(Opened::user),
            "type": opened.as_ref().map(|opened| if opened.is_admin() { "admin" } else { "user" }),
            "validUntil": opened.as_ref().and_then(Opened::valid_until),
            "privileges": opened.as_ref().and_then(Opened::privileges_text),
            "issuedAt": finding.issued_at,
            "signedBySecretId": finding.signed_by,
            "startedWithSecretId": finding.started_with,
        });
        println!("{object}");
        return;
    }
    if verdict {
        match reason {
            None => println!("valid"),
            Some(reason) => println!("not valid: {reason}"),
        }
        return;
    }
    if let Some((version, partner_id)) = envelope {
        println!("Version:     {version}");
        println!("Account:     {partner_id}");
    }
    if let Some(opened) = opened {
        println!("User:        {}", opened.user().unwrap_or("(none)"));
        println!("Type:        {}", if opened.is_admin() { "admin" } else { "user" });
        println!(
            "Valid until: {}",
            opened.valid_until().map_or_else(|| "(never)".to_owned(), |end| end.to_string())
        );
        println!("Privileges:  {}", opened.privileges_text().unwrap_or_default());
    }
    if let Some(secret) = finding.signed_by {
        println!("Signed by:   secret {secret}");
    }
    if let Some(secret) = finding.started_with {
        println!("Started by:  secret {secret}");
    }
    match reason {
        None => println!("Checked:     valid"),
        Some(reason) => println!("Checked:     {reason}"),
    }
}
