//! Mails: written with the change that causes them, in one transaction, and sent afterwards by a task of its own. So
//! no call waits for a mail server, and no mail of an acknowledged change is lost. Without a mail server they stay in
//! the outbox, and the operator hands them over (`boxoffice mail`).

pub mod letters;
mod outbox;
pub mod sender;

pub use self::letters::Letter;
pub use self::outbox::{Outgoing, Status, TOPIC, list, open, queue, tidy};
