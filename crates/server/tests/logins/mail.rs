//! Mails on their way, to a mail server that speaks as much SMTP as it takes.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use boxoffice::mail::Status;
use boxoffice::mail::sender::{MailServer, deliver_due};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::common::Server;
use crate::helpers::{mails, newest_mail};
use crate::on_both_stores;

/// What the mail server says to a recipient: taken, try again, or never.
const TAKEN: u32 = 250;
const LATER: u32 = 451;
const NEVER: u32 = 550;

struct Postman {
    url: String,
    says: Arc<AtomicU32>,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Postman {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}?tls=none", listener.local_addr().unwrap());
        let (says, taken) = (Arc::new(AtomicU32::new(TAKEN)), Arc::<Mutex<Vec<String>>>::default());
        let (said, took) = (Arc::clone(&says), Arc::clone(&taken));
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(socket, Arc::clone(&said), Arc::clone(&took)));
            }
        });
        Self { url, says, taken }
    }

    fn server(&self) -> MailServer {
        MailServer::new(&self.url, "Boxoffice <boxoffice@example.test>").unwrap()
    }
}

async fn serve(socket: TcpStream, says: Arc<AtomicU32>, taken: Arc<Mutex<Vec<String>>>) {
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 postman\r\n").await.unwrap();
    let mut mail: Option<String> = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match &mut mail {
            Some(text) if line == "." => {
                taken.lock().unwrap().push(std::mem::take(text));
                mail = None;
                "250 taken".to_owned()
            }
            Some(text) => {
                text.push_str(&line);
                text.push('\n');
                continue;
            }
            None if line.starts_with("RCPT") => format!("{} recipient", says.load(Ordering::Relaxed)),
            None if line.starts_with("DATA") => {
                mail = Some(String::new());
                "354 go on".to_owned()
            }
            None => "250 yes".to_owned(),
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
}

on_both_stores! {
    async fn mails_are_sent_and_their_text_forgotten(server: Server) {
        let postman = Postman::new().await;
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        let (waiting, letter) = newest_mail(&server).await;
        assert_eq!(waiting.status, Status::Waiting);
        assert_eq!(deliver_due(&server.app, &postman.server(), || server.now()).await.unwrap(), 1);
        let taken = postman.taken.lock().unwrap().concat();
        for needed in ["To: owner@example.test", "From: Boxoffice <boxoffice@example.test>", "Subject: Choose a new password"] {
            assert!(taken.contains(needed), "{needed} is missing in {taken}");
        }
        let link = letter.lines().find(|line| line.contains("http://")).unwrap();
        assert!(taken.replace("=\n", "").replace("=3D", "=").contains(link), "{taken}");
        let (sent, text) = newest_mail(&server).await;
        assert_eq!((sent.status, text.as_str()), (Status::Sent, ""), "whoever reads the store later finds no link");
        assert_eq!(deliver_due(&server.app, &postman.server(), || server.now()).await.unwrap(), 0, "once");
    }

    async fn a_mail_server_that_is_away_is_tried_again(server: Server) {
        let postman = Postman::new().await;
        postman.says.store(LATER, Ordering::Relaxed);
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        let smtp = postman.server();
        let deliver = || deliver_due(&server.app, &smtp, || server.now());
        assert_eq!(deliver().await.unwrap(), 0);
        let (mail, _) = newest_mail(&server).await;
        assert_eq!((mail.status, mail.attempts), (Status::Waiting, 1));
        assert!(mail.problem.unwrap().contains("451"));
        postman.says.store(TAKEN, Ordering::Relaxed);
        assert_eq!(deliver().await.unwrap(), 0, "not at once");
        server.pass(61);
        assert_eq!(deliver().await.unwrap(), 1);
        assert_eq!(newest_mail(&server).await.0.attempts, 2);
    }

    async fn a_mail_that_nobody_takes_is_given_up_and_kept(server: Server) {
        let postman = Postman::new().await;
        postman.says.store(NEVER, Ordering::Relaxed);
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        assert_eq!(deliver_due(&server.app, &postman.server(), || server.now()).await.unwrap(), 0);
        let (mail, text) = newest_mail(&server).await;
        assert_eq!(mail.status, Status::GivenUp);
        assert!(text.contains("restore-password"), "the operator can still hand it over");

        postman.says.store(LATER, Ordering::Relaxed);
        server.call("user", "resetPassword", json!({"email": server.account.owner})).await.unwrap();
        server.pass(86_401);
        assert_eq!(deliver_due(&server.app, &postman.server(), || server.now()).await.unwrap(), 0);
        assert_eq!(newest_mail(&server).await.0.status, Status::GivenUp, "the link is over, so is the mail");
    }

    async fn two_senders_do_not_send_twice(server: Server) {
        let postman = Postman::new().await;
        for user in 0..5 {
            server.add_user(&format!("boss{user}"), json!({"isAdmin": true, "email": format!("boss{user}@example.test")})).await;
        }
        let written = mails(&server).await.len();
        let (one, two) = (postman.server(), postman.server());
        let now = || server.now();
        let (one, two) = tokio::join!(deliver_due(&server.app, &one, now), deliver_due(&server.app, &two, now));
        assert_eq!(one.unwrap() + two.unwrap(), written);
        assert_eq!(postman.taken.lock().unwrap().len(), written);
    }
}
