//! The secrets of accounts: admin secrets sign and open sessions, user secrets only open them (reference:
//! session.md §8). An account may have several of each, every one with its own end, so that a secret is
//! replaced while clients still use it.
//!
//! ```text
//! add ──▶ additional ──promote──▶ primary ──another is promoted──▶ former
//!              └───────────────────┬─┴─────────────────────────────┘
//!                        retire: works until a moment, then retired
//!                        block:  over at once, with its sessions
//! ```

pub mod manage;
pub mod model;
pub mod service;
mod table;
pub mod usage;

use std::sync::Arc;

use ks::{Envelope, InstallationKey, Opened, Opener, Secret};
use sha2::{Digest, Sha256};

pub use self::table::{NewSecrets, add_first, exists, load, tidy};
use self::usage::Meter;

/// Secrets of one kind in an account that may work at the same time: every one is tried with every session.
pub const MAX_USABLE: usize = 10;

/// Tells secrets apart without telling them: the first digits of the SHA-256 of the text, as
/// `printf %s "$SECRET" | sha256sum | cut -c1-8` prints them.
pub fn fingerprint(secret: &Secret) -> String {
    crate::keys::hex(&Sha256::digest(secret.expose().as_bytes())[..4])
}

/// What the gate knows of a secret beside its text.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its row.
    pub id: i64,
    /// By this number a session of this server remembers which secret opened it.
    pub slot: u8,
    fingerprint: String,
    until: Option<i64>,
    blocked_at: Option<i64>,
    meter: Arc<Meter>,
}

impl Known {
    /// Why what it signed is refused.
    fn why_not(&self) -> String {
        let Self { id, fingerprint, .. } = self;
        let what = format!("signed with secret {id} ({fingerprint})");
        match (self.blocked_at, self.until) {
            (Some(at), _) => format!("{what}, which was blocked at {at}"),
            (None, Some(until)) => format!("{what}, which was retired and worked until {until}"),
            (None, None) => format!("{what}, which does not work any more"),
        }
    }
}

/// What the gate knows of an account's secrets beside the [`ks::SecretRing`].
#[derive(Debug, Default)]
pub struct Rows {
    /// Those of the ring's `signing`, in its order.
    admin: Vec<Known>,
    /// The user secrets of the ring, in its order.
    user: Vec<Known>,
    /// Every secret that the account ever had, by its number.
    by_slot: Vec<(u8, i64)>,
    /// Admin secrets that are over, kept to say which one signed a session that is refused.
    past: Vec<Known>,
    past_secrets: Vec<Secret>,
}

impl Rows {
    /// The secret that signed a session.
    pub fn signer(&self, opened: &Opened) -> Option<&Known> {
        self.admin.get(opened.secret_index())
    }

    /// The row of the secret that opened the session, if it was started with one here.
    pub fn opener(&self, mark: u8) -> Option<i64> {
        self.by_slot.iter().find(|(slot, _)| *slot == mark && mark > 0).map(|(_, id)| *id)
    }

    fn of_opener(&self, opener: Opener) -> Option<&Known> {
        match opener {
            Opener::Admin(index) => self.admin.get(index),
            Opener::User(index) => self.user.get(index),
        }
    }

    /// Why a session that was signed with this secret of the ring is refused, once the secret has ended.
    pub fn why_over(&self, index: usize) -> String {
        self.admin.get(index).map_or_else(|| "signed with an unknown secret".to_owned(), Known::why_not)
    }

    /// Which past secret signed a session that none of the ring did. For the log and the operator: the caller
    /// is told nothing of it.
    pub fn why_unreadable(&self, text: &str) -> Option<String> {
        let opened = Envelope::parse(text).ok()?.open(&self.past_secrets).ok()?;
        self.past.get(opened.secret_index()).map(Known::why_not)
    }

    /// Notes that a session was let in.
    pub fn note_use(&self, opened: &Opened, key: &InstallationKey, now: i64) {
        let Some(signer) = self.signer(opened) else { return };
        let new_second = signer.meter.signed(now, opened.valid_until().unwrap_or_default());
        // Whether it was signed elsewhere takes a MAC to tell, which the sessions of the primary, all but all
        // there are, are spared.
        let looked_at = new_second || opened.secret_index() > 0;
        if looked_at && !signer.meter.knows_of_offline(now) && opened.issued(key).is_none() {
            signer.meter.offline(now);
        }
    }

    /// Notes that a session was signed with the secret at this place of the ring.
    pub fn note_issued(&self, signer_index: usize, valid_until: i64) {
        if let Some(signer) = self.admin.get(signer_index) {
            signer.meter.lives_until(valid_until);
        }
    }

    /// Notes that a session was started with a secret, and gives the number that the session shall remember.
    pub fn note_started(&self, opener: Opener, now: i64, valid_until: i64) -> u8 {
        let Some(known) = self.of_opener(opener) else { return 0 };
        known.meter.started(now);
        known.meter.lives_until(valid_until);
        known.slot
    }
}
