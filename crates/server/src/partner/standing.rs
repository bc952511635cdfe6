//! Whether an account may act at a moment (reference: identity.md §5.3). Nothing has to run when a trial ends:
//! whoever asks compares the time.

use serde::Deserialize;

use super::PartnerStatus;

/// What was decided about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the operator says.
    pub status: PartnerStatus,
    /// Until when it is on trial, if it is.
    pub trial: Option<Trial>,
}

/// A time to try the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Unix seconds.
    pub ends_at: i64,
    /// What the account is from then on.
    pub end: TrialEnd,
}

/// What becomes of an account when its trial is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrialEnd {
    /// Its people log in and read.
    ReadOnly,
    /// Calls and log-ins are refused.
    Blocked,
}

impl TrialEnd {
    /// The status that the account has from then on.
    pub fn status(self) -> PartnerStatus {
        match self {
            Self::ReadOnly => PartnerStatus::ReadOnly,
            Self::Blocked => PartnerStatus::Blocked,
        }
    }

    /// What it is stored as: the number of the status.
    pub(super) fn from_number(number: i64) -> Option<Self> {
        match number {
            4 => Some(Self::ReadOnly),
            2 => Some(Self::Blocked),
            _ => None,
        }
    }
}

impl Standing {
    /// The status at a moment, the accounts above left aside.
    pub fn status(&self, now: i64) -> PartnerStatus {
        match self.trial {
            Some(trial) if self.status == PartnerStatus::Active && trial.ends_at <= now => trial.end.status(),
            _ => self.status,
        }
    }

    /// The status of an account that belongs to others, the nearest first: what belongs to a read-only account is
    /// at best read-only.
    pub fn status_below(&self, above: &[Self], now: i64) -> PartnerStatus {
        match self.status(now) {
            PartnerStatus::Active
                if above.iter().any(|above| above.status(now) == PartnerStatus::ReadOnly) =>
            {
                PartnerStatus::ReadOnly
            }
            status => status,
        }
    }
}

/// Verbs at the beginning of the names of actions that change nothing.
const READING: [&str; 8] = ["check", "count", "get", "is", "list", "ping", "search", "serve"];

/// People come and go, keep their passwords in order, and take access away, also in a read-only account.
const ALLOWED: [(&str, &str); 23] = [
    ("adminUser", "login"),
    ("adminUser", "resetPassword"),
    ("adminUser", "setInitialPassword"),
    ("adminUser", "updatePassword"),
    ("appToken", "delete"),
    ("appToken", "startSession"),
    ("boxoffice_secret", "block"),
    ("boxoffice_secret", "retire"),
    ("boxoffice_session", "endAll"),
    ("boxoffice_session", "endByAppToken"),
    ("boxoffice_session", "endBySecret"),
    ("boxoffice_session", "endByUser"),
    ("boxoffice_session", "explain"),
    ("session", "end"),
    ("session", "impersonate"),
    ("session", "start"),
    ("session", "startWidgetSession"),
    ("user", "login"),
    ("user", "loginByKs"),
    ("user", "loginByLoginId"),
    ("user", "resetPassword"),
    ("user", "setInitialPassword"),
    ("user", "updateLoginData"),
];

/// True if a read-only account may call the action (reference: identity.md §3.4, `blocked_actions_per_account`,
/// whose content is up to the installation). An action with a verb that is not known to read counts as one that
/// writes.
pub fn is_open_when_read_only(service: &str, action: &str) -> bool {
    let verb = action.find(|letter: char| letter.is_ascii_uppercase()).map_or(action, |end| &action[..end]);
    READING.contains(&verb) || ALLOWED.contains(&(service, action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_ends_by_itself() {
        let trial =
            |end| Standing { status: PartnerStatus::Active, trial: Some(Trial { ends_at: 100, end }) };
        assert_eq!(trial(TrialEnd::ReadOnly).status(99), PartnerStatus::Active);
        assert_eq!(trial(TrialEnd::ReadOnly).status(100), PartnerStatus::ReadOnly);
        assert_eq!(trial(TrialEnd::Blocked).status(100), PartnerStatus::Blocked);
        let blocked = Standing { status: PartnerStatus::FullBlock, ..trial(TrialEnd::ReadOnly) };
        assert_eq!(blocked.status(100), PartnerStatus::FullBlock, "the end of a trial opens nothing");
    }

    #[test]
    fn what_belongs_to_a_read_only_account_is_read_only() {
        let standing = |status| Standing { status, trial: None };
        let above = [standing(PartnerStatus::Active), standing(PartnerStatus::ReadOnly)];
        assert_eq!(standing(PartnerStatus::Active).status_below(&above, 0), PartnerStatus::ReadOnly);
        assert_eq!(standing(PartnerStatus::Blocked).status_below(&above, 0), PartnerStatus::Blocked);
        let blocked = [standing(PartnerStatus::Blocked)];
        assert_eq!(standing(PartnerStatus::Active).status_below(&blocked, 0), PartnerStatus::Active);
    }

    #[test]
    fn reading_is_told_by_the_verb() {
        for (service, action) in [
            ("partner", "getInfo"),
            ("user", "list"),
            ("user", "loginByLoginId"),
            ("session", "startWidgetSession"),
            ("user", "updateLoginData"),
            ("appToken", "startSession"),
        ] {
            assert!(is_open_when_read_only(service, action), "{service}.{action}");
        }
        for (service, action) in [
            ("partner", "update"),
            ("user", "add"),
            ("appToken", "add"),
            ("userRole", "delete"),
            ("baseEntry", "listen"),
            ("media", "issue"),
        ] {
            assert!(!is_open_when_read_only(service, action), "{service}.{action}");
        }
    }
}
