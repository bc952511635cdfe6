//! What an account asks of passwords and of those who type them (reference: identity.md §4.2). What it does not
//! say is the server's: *advice* there, and NIST SP 800-63B-4.

use std::sync::Arc;

use contract::errors::{COMMON_PASSWORD, PASSWORD_ALREADY_USED, PASSWORD_STRUCTURE_INVALID};
use regex::{Regex, RegexBuilder};
use wire::ApiError;

use super::password::{MAX_BYTES, StoredPassword};
use super::table::Login;
use crate::app::App;
use crate::error::Result;
use crate::partner::{LoginSettings, Partner, PasswordRule};

/// Wrong passwords in a row before a log-in is locked, and for how long. The original's 5000 and 0 seconds
/// protect nobody (*advice* of identity.md §18).
pub const MAX_ATTEMPTS: i64 = 10;
/// Seconds that a log-in stays locked.
pub const LOCK_SECONDS: i64 = 15 * 60;
/// Whatever an account says, nobody is locked out for longer than a day.
pub(super) const MAX_LOCK_SECONDS: i64 = 86_400;
/// Passwords last 5000 days (reference: identity.md §4.2).
pub const MAX_PASSWORD_AGE: i64 = 432_000_000;
/// Comparing with an earlier password costs as much as checking one; more than these are not kept.
const MAX_KEPT: i64 = 24;

const MIN_CHARS: usize = 10;
const MAX_CHARS: usize = 128;
/// Compiled size of an account's expression, in bytes.
const MAX_EXPRESSION_BYTES: usize = 1 << 20;
/// The switch that lets names and addresses be passwords.
const NAMES_ALLOWED: &str = "FEATURE_DISABLE_PASSWORD_RESTRICTION";

/// What this server and the API are called: whoever guesses at passwords here tries these early.
const OWN_NAMES: [&str; 2] = ["boxoffice", "kaltura"];

/// Passwords that are tried first by everybody who tries. Short ones are refused by their length.
const COMMON: &str = include_str!("common_passwords.txt");

/// What holds for the people of an account.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Wrong attempts before a lock.
    pub max_attempts: i64,
    /// Seconds that a lock lasts.
    pub lock_seconds: i64,
    /// Seconds that a password lasts.
    pub max_age: i64,
    /// How many earlier passwords may not be chosen again.
    pub kept: usize,
    rules: Vec<PasswordRule>,
    names_allowed: bool,
    account_name: String,
}

/// Whose password it is: parts of the name and the address may not be the password.
#[derive(Clone, Copy, Debug, Default)]
pub struct Person<'a> {
    /// The e-mail that logs in.
    pub login_id: &'a str,
    /// The first name.
    pub first_name: &'a str,
    /// The last name.
    pub last_name: &'a str,
}

impl Policy {
    /// The policy of an account.
    pub fn of(partner: &Partner) -> Self {
        Self::new(&partner.profile.login, &partner.name, partner.has_feature(NAMES_ALLOWED))
    }

    /// The policy of an account that is about to be made, with its name.
    pub fn of_settings(settings: &LoginSettings, account_name: &str) -> Self {
        Self::new(settings, account_name, false)
    }

    /// What holds where no account says anything.
    pub fn server() -> Self {
        Self::new(&LoginSettings::default(), "", false)
    }

    /// The policy for a log-in: that of the account that made it, or of the last one if that is blocked (reference:
    /// identity.md §4.1).
    pub async fn of_login(app: &App, login: &Login, now: i64) -> Result<Self> {
        let own = app.partners.get(app, login.config_partner_id).await?;
        let partner = match (own.filter(|partner| partner.is_active(now)), login.last_login_partner_id) {
            (None, Some(last)) => app.partners.get(app, last).await?,
            (own, _) => own,
        };
        Ok(partner.as_ref().map_or_else(Self::server, |partner: &Arc<Partner>| Self::of(partner)))
    }

    fn new(settings: &LoginSettings, account_name: &str, names_allowed: bool) -> Self {
        let said = |value: Option<i64>, default: i64| value.filter(|value| *value > 0).unwrap_or(default);
        Self {
            max_attempts: said(settings.max_attempts, MAX_ATTEMPTS),
            lock_seconds: said(settings.lock_seconds, LOCK_SECONDS).min(MAX_LOCK_SECONDS),
            max_age: said(settings.password_max_age, MAX_PASSWORD_AGE),
            kept: usize::try_from(settings.previous_passwords.unwrap_or(0).clamp(0, MAX_KEPT)).unwrap_or(0),
            rules: settings.password_structure.clone(),
            names_allowed,
            account_name: account_name.to_owned(),
        }
    }

    /// Checks a password that somebody chose, in the API's order.
    fn check_choice(&self, password: &str, person: Person<'_>) -> Result<(), ApiError> {
        let length = password.chars().count();
        if self.rules.is_empty() {
            if !(MIN_CHARS..=MAX_CHARS).contains(&length) {
                return Err(PASSWORD_STRUCTURE_INVALID.with(["10 to 128 characters"]));
            }
        } else if password.len() > MAX_BYTES || !self.rules.iter().all(|rule| matches(rule, password)) {
            let texts: Vec<&str> = self.rules.iter().map(|rule| rule.description.as_str()).collect();
            return Err(PASSWORD_STRUCTURE_INVALID.with([texts.concat()]));
        }
        let lower = password.to_lowercase();
        if !self.names_allowed && names(&lower, person) {
            return Err(PASSWORD_STRUCTURE_INVALID.with(["neither your name nor your e-mail address"]));
        }
        if !self.names_allowed && self.tells_where_it_is_for(password) {
            return Err(
                PASSWORD_STRUCTURE_INVALID.with(["neither your account's name nor that of this service"])
            );
        }
        if COMMON.lines().any(|common| common == lower) {
            return Err(COMMON_PASSWORD.bare());
        }
        Ok(())
    }

    /// [`Self::check_choice`], and that the password is none of those that the operator knows to be known.
    pub async fn check(&self, app: &App, password: &str, person: Person<'_>) -> Result<()> {
        self.check_choice(password, person)?;
        match app.breached_passwords() {
            Some(known) => known.check(password).await,
            None => Ok(()),
        }
    }

    /// Whether the words that everybody knows of this place are in a password, however they are written.
    fn tells_where_it_is_for(&self, password: &str) -> bool {
        let password = letters_and_digits(password);
        let account = letters_and_digits(&self.account_name);
        OWN_NAMES.iter().any(|name| password.contains(name))
            || (account.chars().count() > 3 && password.contains(&account))
    }

    /// Checks that a password is none of the earlier ones.
    pub async fn check_new(&self, app: &App, password: &str, login: &Login) -> Result<()> {
        if self.kept == 0 {
            return Ok(());
        }
        let kept: Vec<StoredPassword> = match login.previous_passwords.as_slice() {
            [] => login.password.iter().cloned().collect(),
            kept => kept.iter().take(self.kept).cloned().map(StoredPassword::Phc).collect(),
        };
        for earlier in &kept {
            if app.passwords.verify(password, Some(earlier)).await? {
                return Err(PASSWORD_ALREADY_USED.bare().into());
            }
        }
        Ok(())
    }
}

fn names(lower: &str, person: Person<'_>) -> bool {
    let contains = |name: &str| name.chars().count() > 2 && lower.contains(&name.to_lowercase());
    let full_name = format!("{} {}", person.first_name, person.last_name);
    contains(person.first_name)
        || contains(person.last_name)
        || contains(full_name.trim())
        || lower == person.login_id.to_lowercase()
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// An expression that cannot be read matches nothing: what an account asks for must not be skipped.
fn matches(rule: &PasswordRule, password: &str) -> bool {
    match expression(&rule.regex) {
        Ok(expression) => expression.is_match(password),
        Err(error) => {
            tracing::warn!(expression = rule.regex, %error, "a password rule cannot be read: no password is accepted");
            false
        }
    }
}

/// Reads an expression as accounts write them: with or without slashes around it, with flags behind the last one.
/// Matching takes time in proportion to the password, whatever the expression says; so there is no looking around
/// and no referring back.
pub fn expression(text: &str) -> Result<Regex, regex::Error> {
    let text = text.trim();
    let (pattern, flags) = match text.strip_prefix('/').map(|rest| rest.rsplit_once('/')) {
        Some(Some((pattern, flags))) if flags.bytes().all(|flag| b"imsxuUD".contains(&flag)) => {
            (pattern, flags)
        }
        Some(_) => (&text[1..], ""),
        None => (text.strip_suffix('/').unwrap_or(text), ""),
    };
    RegexBuilder::new(pattern)
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .ignore_whitespace(flags.contains('x'))
        .size_limit(MAX_EXPRESSION_BYTES)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: Person<'_> =
        Person { login_id: "ann.lee@example.test", first_name: "Annabel", last_name: "Lee" };

    fn policy(rules: &[&str]) -> Policy {
        let password_structure = rules
            .iter()
            .map(|regex| PasswordRule {
                regex: (*regex).to_owned(),
                description: format!("<{}>", regex.len()),
            })
            .collect();
        Policy::new(&LoginSettings { password_structure, ..LoginSettings::default() }, "", false)
    }

    #[test]
    fn choices_are_judged() {
        assert!(Policy::server().check_choice("correct horse battery staple", PERSON).is_ok());
        assert!(Policy::server().check_choice("ünïcödé wörds", PERSON).is_ok());
        for refused in ["Abcdef1!", &"x".repeat(129), "hello annabel!", "ann.lee@example.test"] {
            let error = Policy::server().check_choice(refused, PERSON).unwrap_err();
            assert_eq!(error.code, "PASSWORD_STRUCTURE_INVALID", "{refused}");
        }
        assert_eq!(Policy::server().check_choice("1234567890", PERSON).unwrap_err().code, "COMMON_PASSWORD");
        assert_eq!(Policy::server().check_choice("Qwertyuiop", PERSON).unwrap_err().code, "COMMON_PASSWORD");
    }

    #[test]
    fn what_everybody_knows_of_the_place_is_no_part_of_a_password() {
        let account = |name| Policy::of_settings(&LoginSettings::default(), name);
        let refused =
            ["Boxoffice-2027", "my Box Office", "for K.a.l.t.u.r.a", "ACME  rockets 1", "acme-rockets!"];
        for password in refused {
            let error = account("Acme Rockets").check_choice(password, PERSON).unwrap_err();
            assert_eq!(error.code, "PASSWORD_STRUCTURE_INVALID", "{password}");
        }
        for password in ["acme and rockets", "box and office", "correct horse battery staple"] {
            assert!(account("Acme Rockets").check_choice(password, PERSON).is_ok(), "{password}");
        }
        // Short names are in too many words.
        assert!(account("Hor").check_choice("correct horse battery staple", PERSON).is_ok());
        assert!(account("Hors").check_choice("correct horse battery staple", PERSON).is_err());
        let lenient = Policy::new(&LoginSettings::default(), "Acme Rockets", true);
        assert!(lenient.check_choice("acme rockets boxoffice", PERSON).is_ok());
    }

    #[test]
    fn an_account_has_expressions_of_its_own() {
        // reference: identity.md §4.2, the original's defaults
        let original = policy(&[
            r"/^[a-zA-Z0-9~!@#$%^*=+?\(\)\-\[\]\{\}]{8,14}$/",
            "/[0-9]+/",
            "[a-z]+",
            r"/[~!@#$%^*=+?\(\)\-\[\]\{\}]+/",
        ]);
        assert!(original.check_choice("Abcdef1!", PERSON).is_ok());
        for refused in ["abcdefgh", "Abcdef1!Abcdef1!", "ABCDEFG1!", "correct horse battery staple"] {
            assert_eq!(
                original.check_choice(refused, PERSON).unwrap_err().code,
                "PASSWORD_STRUCTURE_INVALID"
            );
        }
        assert!(policy(&["/^SHOUT$/i"]).check_choice("shout", Person::default()).is_ok());
        assert!(policy(&["^a/b$"]).check_choice("a/b", Person::default()).is_ok());
    }

    #[test]
    fn an_expression_that_cannot_be_read_accepts_nothing() {
        for broken in ["/(?=.*x)/", "(", r"/(a)\1/", "/(a{1000}){1000}/"] {
            assert!(expression(broken).is_err(), "{broken}");
            assert!(policy(&[broken]).check_choice("xxaaaaaaaaaaaa", PERSON).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_name_may_be_a_password_where_the_account_says_so() {
        let lenient = Policy::new(&LoginSettings::default(), "", true);
        assert!(lenient.check_choice("hello annabel!", PERSON).is_ok());
        assert!(lenient.check_choice("1234567890", PERSON).is_err(), "common ones stay refused");
    }

    #[test]
    fn locks_are_bounded() {
        let settings =
            LoginSettings { lock_seconds: Some(i64::MAX), max_attempts: Some(3), ..LoginSettings::default() };
        let policy = Policy::new(&settings, "", false);
        assert_eq!((policy.max_attempts, policy.lock_seconds), (3, MAX_LOCK_SECONDS));
        let zero = LoginSettings { lock_seconds: Some(0), max_attempts: Some(0), ..LoginSettings::default() };
        assert_eq!(Policy::new(&zero, "", false).max_attempts, MAX_ATTEMPTS);
    }
}
