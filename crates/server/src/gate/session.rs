//! From the text of a session to a session that may act (reference: session.md §9.1, identity.md §3.1).

use std::sync::Arc;

use ks::{Admission, Budget, Checked, Context, Envelope, Opened, Refusal, Revocation, Verified};

use crate::app::App;
use crate::call::{Request, invalid_ks};
use crate::error::{Error, Result};
use crate::partner::Partner;
use crate::user::User;

/// A session that was read: signed by a secret of its account, nothing else is known yet.
pub struct Read {
    /// The text exactly as it was sent: application tokens hash it.
    pub text: String,
    /// What it says.
    pub opened: Opened,
    /// The account that signed it.
    pub partner: Arc<Partner>,
}

/// A session that may act.
pub struct Session {
    /// The text exactly as it was sent.
    pub text: String,
    /// The proof, and what it says.
    pub token: Verified,
    /// Its account.
    pub partner: Arc<Partner>,
    /// Its user, where the account knows one by this id who was not deleted.
    pub user: Option<Arc<User>>,
}

/// Reads a session (step 4). Every failure looks the same from outside; the log knows the cause.
pub async fn read(app: &App, request: &Request, text: &str) -> Result<Read> {
    let refuse = |refusal: Refusal| invalid_ks(text).because(refusal.to_string());
    let envelope = Envelope::parse(text).map_err(refuse)?;
    let partner = app.partners.get(app, envelope.partner_id()).await?;
    let Some(partner) = partner else { return Err(refuse(Refusal::NoSecrets)) };
    let opened = match &partner.secrets {
        Some(secrets) => envelope.open(secrets.signing()),
        None => Err(Refusal::NoSecrets),
    };
    let opened = opened.map_err(|refusal| match partner.secret_rows.why_unreadable(text) {
        Some(reason) => invalid_ks(text).because(reason),
        None => refuse(refusal),
    })?;
    let index = opened.secret_index();
    if !partner.secrets.as_ref().is_some_and(|secrets| secrets.works(index, request.seconds())) {
        return Err(invalid_ks(text).because(partner.secret_rows.why_over(index)));
    }
    let known_as = match opened.user() {
        Some(user) if !opened.is_anonymous() => {
            partner.user_ids.as_ref().map(|ids| ids.of(user).into_owned())
        }
        _ => None,
    };
    let opened = match known_as {
        Some(id) => opened.known_as(&id),
        None => opened,
    };
    Ok(Read { text: text.to_owned(), opened, partner })
}

/// Lets a session act (steps 9 to 15), or says why not.
pub async fn verify(app: &App, request: &Request, read: Read) -> Result<Session> {
    let Read { text, opened, partner } = read;
    let context = Context {
        now: request.seconds(),
        remote_address: Some(&request.address),
        request_uri: Some(&request.uri),
    };
    let checked = opened.check(&context).map_err(refused)?;
    let token = match admission(app, request, &partner, checked)? {
        Admission::Unlimited(verified) => verified,
        Admission::Limited(limited) => {
            let taken = Box::pin(app.revocations.take_action(app, limited.opened(), limited.limit())).await?;
            limited.count(if taken { Budget::Taken } else { Budget::UsedUp }).map_err(refused)?
        }
    };
    partner.secret_rows.note_use(&token, &app.issue_key, request.seconds());
    Ok(Session { text, token, partner, user: None })
}

/// Whether the session was ended, alone, with its group, or with everything issued before a moment.
fn admission(app: &App, request: &Request, partner: &Partner, checked: Checked) -> Result<Admission> {
    if let Some(subject) = app.revocations.floor_over(checked.opened(), partner, request.now, &app.issue_key)
    {
        return Err(refused(Refusal::Revoked).because(format!("{subject} were ended")));
    }
    match checked {
        Checked::Exempt(exempt) => Ok(Admission::Unlimited(exempt.admit())),
        Checked::Revocable(revocable) => {
            let ended = app.revocations.is_ended(revocable.opened(), request.seconds());
            revocable.answer(if ended { Revocation::Ended } else { Revocation::Standing }).map_err(refused)
        }
    }
}

/// Why a session would be refused, whoever called from wherever, without taking anything from its budget.
pub fn why_not(app: &App, request: &Request, read: Read) -> Result<()> {
    let Read { opened, partner, .. } = read;
    // The addresses and URIs that the session names itself are taken as the caller's.
    let address = opened.privileges().first("iprestrict").unwrap_or_default().to_owned();
    let uri = opened.privileges().first("urirestrict").unwrap_or_default().to_owned();
    let uri = uri.split('|').next().unwrap_or_default().trim_end_matches('*').to_owned();
    let context = Context { now: request.seconds(), remote_address: Some(&address), request_uri: Some(&uri) };
    let checked = opened.check(&context).map_err(refused)?;
    admission(app, request, &partner, checked)?;
    if !partner.is_active(request.seconds()) {
        return Err(Error::from(contract::errors::SERVICE_FORBIDDEN_CONTENT_BLOCKED.bare())
            .because("the account is blocked"));
    }
    Ok(())
}

/// What the caller is told of a refusal of these steps.
fn refused(refusal: Refusal) -> Error {
    match refusal.ksid_word() {
        Some(word) => invalid_ks(word),
        None => contract::errors::INVALID_ACTIONS_LIMIT.bare().into(),
    }
    .because(refusal.to_string())
}
