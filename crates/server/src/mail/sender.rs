//! The task that hands mails to the mail server.

use std::sync::Weak;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;

use super::outbox::{self, Outgoing};
use crate::app::App;
use crate::error::Result;

/// Something may be due although nobody says so: a second try.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// A mail server that takes longer is as good as none.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A mail server, and who the mails are from.
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl MailServer {
    /// From its URL, `smtp://user:password@host:port`, and the sender, `Name <address>` or an address. `smtps` is TLS
    /// from the start; `smtp` asks for it (`STARTTLS`), unless `?tls=none` says that it goes in the clear. Errors
    /// are for the operator and do not repeat the URL, since there may be a password in it.
    pub fn new(url: &str, from: &str) -> std::result::Result<Self, String> {
        let from = from.parse().map_err(|_| {
            format!("mail-from: \"{from}\" is neither an address nor a name with an <address>")
        })?;
        let wrong = "smtp-url: expected smtp://user:password@host:port or smtps://user:password@host:port";
        let (scheme, rest) = url.split_once("://").ok_or(wrong)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, place) = rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
        let place = place.trim_end_matches('/');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') => {
                (host, Some(port.parse::<u16>().map_err(|_| wrong)?))
            }
            _ => (place, None),
        };
        if host.is_empty() {
            return Err(wrong.to_owned());
        }
        let builder = match (scheme, query) {
            ("smtps", "") => AsyncSmtpTransport::<Tokio1Executor>::relay(host),
            ("smtp", "" | "tls=required") => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host),
            ("smtp", "tls=none") => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)),
            _ => return Err(wrong.to_owned()),
        };
        let mut builder = builder.map_err(|_| wrong)?.timeout(Some(TIMEOUT));
        if let Some(port) = port {
            builder = builder.port(port);
        }
        if let Some(user) = user {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            let decoded = |text: &str| {
                let text = percent_decode_str(text).decode_utf8();
                text.map(std::borrow::Cow::into_owned).map_err(|_| wrong)
            };
            builder = builder.credentials(Credentials::new(decoded(name)?, decoded(password)?));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Hands over one mail. The error says what happened, and whether trying again is of no use.
    async fn send(&self, mail: &Outgoing, text: &str) -> std::result::Result<(), (String, bool)> {
        let to: Address =
            mail.recipient.parse().map_err(|_| ("the recipient is no address".to_owned(), true))?;
        // The same for every try, so that whoever gets the mail twice can tell.
        let id = format!("<{}.{}@{}>", mail.created_at, mail.id, self.from.email.domain());
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .message_id(Some(id))
            .subject(&mail.subject)
            .header(lettre::message::header::ContentType::TEXT_PLAIN)
            .body(text.to_owned())
            .map_err(|error| (error.to_string(), true))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err((error.to_string(), error.is_permanent())),
        }
    }
}

/// Sends everything that is due, and tells how much the mail server took. A mail is noted as sent after the server
/// took it, so one that is interrupted goes out twice rather than never.
pub async fn deliver_due(app: &App, server: &MailServer, now: impl Fn() -> i64) -> Result<usize> {
    let mut sent = 0;
    while let Some((mail, text)) = outbox::claim(app, now()).await? {
        match server.send(&mail, &text).await {
            Ok(()) => {
                outbox::note_sent(app, &mail, now()).await?;
                sent += 1;
                tracing::info!(mail = mail.id, kind = mail.kind, "mail sent");
            }
            Err((problem, for_good)) => {
                let given_up = outbox::note_problem(app, &mail, &problem, for_good, now()).await?;
                tracing::warn!(mail = mail.id, kind = mail.kind, problem, given_up, "mail not sent");
            }
        }
    }
    Ok(sent)
}

/// Sends mails for as long as the server runs.
pub async fn run(app: Weak<App>, server: MailServer, now: impl Fn() -> i64) {
    loop {
        let Some(running) = app.upgrade() else { return };
        if let Err(error) = deliver_due(&running, &server, &now).await {
            tracing::warn!(%error, "the outbox cannot be read");
        }
        // Whoever wrote a mail meanwhile has left a permit: nothing is slept through.
        let written = std::sync::Arc::clone(&running.mail_written);
        drop(running);
        let _ = tokio::time::timeout(LOOK_AGAIN, written.notified()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_has_a_url() {
        for right in [
            "smtp://mail.example.test",
            "smtp://user:p%40ss@mail.example.test:587",
            "smtps://user:pass@mail.example.test",
            "smtp://127.0.0.1:25?tls=none",
        ] {
            assert!(MailServer::new(right, "Boxoffice <noreply@example.test>").is_ok(), "{right}");
        }
        for wrong in
            ["", "mail.example.test", "http://x", "smtp://", "smtp://u:secret@h:x", "smtp://h?tls=maybe"]
        {
            let error = MailServer::new(wrong, "noreply@example.test").err().unwrap();
            assert!(error.starts_with("smtp-url") && !error.contains("secret"), "{error}");
        }
        assert!(MailServer::new("smtp://h", "nobody").err().unwrap().starts_with("mail-from"));
    }
}
