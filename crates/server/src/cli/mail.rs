//! `boxoffice mail`: the outbox. Where no mail server is set up, the operator hands the mails over.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::installation::{self, Mode};
use super::{Failure, block_on};
use crate::config::StoreOptions;
use crate::mail::{self, Outgoing, Status};

#[derive(Subcommand)]
pub(super) enum MailCommand {
    /// List mails, the newest first: those that wait, or all of the last thirty days
    List(List),
    /// Show a mail; what its links open is the recipient's, so pass it on with care
    Show(Show),
}

#[derive(Args)]
pub(super) struct List {
    /// Also mails that were sent or given up
    #[arg(long)]
    all: bool,
    /// At most so many
    #[arg(long, default_value_t = 100, value_name = "COUNT")]
    limit: u64,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

#[derive(Args)]
pub(super) struct Show {
    /// The mail's number
    id: i64,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOptions,
}

pub(super) fn run(
    command: MailCommand,
    resolve: impl Fn(StoreOptions) -> Result<StoreOptions, Failure>,
) -> Result<ExitCode, Failure> {
    match command {
        MailCommand::List(options) => list(&options, &resolve(options.store.clone())?),
        MailCommand::Show(options) => show(&options, &resolve(options.store.clone())?),
    }
}

fn list(options: &List, store: &StoreOptions) -> Result<ExitCode, Failure> {
    let mails = block_on(async {
        let app = installation::open(store, Mode::Look, 1).await?;
        Ok(mail::list(&app, !options.all, options.limit).await?)
    })?;
    if options.json {
        println!("{}", Value::Array(mails.iter().map(object).collect()));
        return Ok(ExitCode::SUCCESS);
    }
    for mail in &mails {
        println!("{:>6}  {:<9} {:<32} {}", mail.id, mail.status.name(), mail.recipient, mail.subject);
        if let Some(problem) = &mail.problem {
            println!("        {problem}");
        }
    }
    if mails.is_empty() {
        eprintln!("No mails.");
    }
    Ok(ExitCode::SUCCESS)
}

fn show(options: &Show, store: &StoreOptions) -> Result<ExitCode, Failure> {
    let opened = block_on(async {
        let app = installation::open(store, Mode::Look, 1).await?;
        Ok(mail::open(&app, options.id).await?)
    })?;
    let Some((mail, text)) = opened else {
        return Err(format!("there is no mail {}: see boxoffice mail list --all", options.id).into());
    };
    if options.json {
        let mut object = object(&mail);
        object["text"] = json!(text.as_str());
        println!("{object}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("To:      {}", mail.recipient);
    println!("Subject: {}", mail.subject);
    println!("Status:  {}", mail.status.name());
    if mail.status == Status::Sent {
        println!("\n(The text was forgotten when the mail was sent.)");
    } else {
        println!("\n{}", text.as_str());
    }
    Ok(ExitCode::SUCCESS)
}

fn object(mail: &Outgoing) -> Value {
    json!({
        "id": mail.id,
        "partnerId": mail.partner_id,
        "type": mail.kind,
        "recipient": mail.recipient,
        "subject": mail.subject,
        "status": mail.status.name(),
        "attempts": mail.attempts,
        "problem": mail.problem,
        "createdAt": mail.created_at,
        "sentAt": mail.sent_at,
    })
}
