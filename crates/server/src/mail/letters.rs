//! What the mails say (reference: identity.md §4.9, whose numbers they carry). Plain text, in our own words.

use std::fmt::Write;

/// A mail without its recipient.
pub struct Letter {
    /// The number of its type.
    pub kind: i64,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Who is invited to what, and by whom.
pub struct Invitation<'a> {
    /// The name to greet.
    pub name: &'a str,
    /// Who invites; empty if nobody in particular.
    pub creator: &'a str,
    /// The account's name.
    pub account: &'a str,
    /// The account's number.
    pub partner_id: i64,
    /// The e-mail that logs in.
    pub login_id: &'a str,
    /// The user's id in the account.
    pub user_id: &'a str,
    /// The names of the roles, comma-separated; may be empty.
    pub roles: &'a str,
    /// Where to log in.
    pub console: &'a str,
    /// One-time codes are asked for.
    pub two_factor: bool,
}

/// How somebody who has a log-in comes into one more account.
pub enum WayIn {
    /// With password and codes as before.
    AsBefore,
    /// With the password of before, and an authenticator that is set up with this link.
    NewCodes(String),
    /// With a password that is chosen with this link.
    NewPassword(String),
}

/// The rest of a day, in words that fit every link to choose a password.
const LINK_NOTE: &str = "The link works once, within 24 hours.";

/// Names come from whoever has an account, and mails go to whoever is named: what looks like more than a name in one
/// line is not passed on.
fn name_of(text: &str) -> String {
    const MOST: usize = 100;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    line.replace("://", " ").trim().to_owned()
}

fn greeting(name: &str) -> String {
    let name = name_of(name);
    if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") }
}

fn letter(kind: i64, subject: String, name: &str, paragraphs: &[&str]) -> Letter {
    let mut text = greeting(name);
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.is_empty()) {
        let _ = write!(text, "\n\n{paragraph}");
    }
    text.push('\n');
    Letter { kind, subject, text }
}

/// Somebody forgot a password (51).
pub fn reset_password(name: &str, link: &str) -> Letter {
    letter(
        51,
        "Choose a new password".to_owned(),
        name,
        &[
            &format!("You can choose a new password here:\n{link}"),
            LINK_NOTE,
            "If you did not ask for this, do nothing: your password stays what it is.",
        ],
    )
}

/// Somebody new may log in and has to choose a password (120; 141 with one-time codes).
pub fn invitation(to: &Invitation<'_>, link: &str) -> Letter {
    let codes = if to.two_factor {
        "This account asks for one-time codes. After you have chosen a password, you are shown a picture for your authenticator."
    } else {
        ""
    };
    letter(
        if to.two_factor { 141 } else { 120 },
        format!("You are invited to {}", name_of(to.account)),
        to.name,
        &[&format!("{}. Choose a password here:\n{link}", invited(to)), LINK_NOTE, codes, &facts(to)],
    )
}

/// Somebody who could log in already may do so in one more account (121; 142 with one-time codes).
pub fn attached(to: &Invitation<'_>, way_in: &WayIn) -> Letter {
    let invited = invited(to);
    let password = match way_in {
        WayIn::NewPassword(link) => &format!(
            "{invited}. Choose a password here, also if you have one: it may be known to whoever gave it to you, and does not open this account. The new one is for all your accounts.\n{link}\n\n{LINK_NOTE}"
        ),
        WayIn::AsBefore | WayIn::NewCodes(_) => {
            &format!("{invited}. Log in with the password that you have.")
        }
    };
    let codes = match way_in {
        WayIn::NewCodes(link) => &format!(
            "This account asks for one-time codes. Set up your authenticator here, once and within three days:\n{link}"
        ),
        _ if to.two_factor => "This account asks for one-time codes when you log in.",
        _ => "",
    };
    letter(
        if to.two_factor { 142 } else { 121 },
        format!("You can now log in to {}", name_of(to.account)),
        to.name,
        &[
            password,
            codes,
            "If you do not know this account, tell whoever runs this server: somebody used your address.",
            &facts(to),
        ],
    )
}

/// The other administrators hear of a new one (122).
pub fn colleague(name: &str, to: &Invitation<'_>) -> Letter {
    letter(
        122,
        format!("A new user in {}", name_of(to.account)),
        name,
        &[&format!("{} can now log in to your account.", to.login_id), &facts(to)],
    )
}

/// One-time codes are asked for from now on (140). `link` leads to the picture for the authenticator, for those who have
/// none yet.
pub fn two_factor(name: &str, account: &str, partner_id: i64, link: Option<&str>) -> Letter {
    let account = name_of(account);
    let (way, note) = match link {
        Some(link) => {
            (&format!("Set up your authenticator here:\n{link}"), "The link works once, within three days.")
        }
        None => (&"Use the authenticator that you have.".to_owned(), ""),
    };
    letter(
        140,
        format!("{account} asks for one-time codes"),
        name,
        &[
            &format!(
                "From now on, you need a one-time code besides your password to log in to {account} (account {partner_id}). {way}"
            ),
            note,
        ],
    )
}

/// The address of an account's owner changed; both addresses hear of it (52).
pub fn owner_address_changed(account: &str, old: &str, new: &str) -> Letter {
    let account = name_of(account);
    letter(
        52,
        format!("The owner's address of {account} has changed"),
        "",
        &[
            &format!("It was {old}, and is {new} now."),
            "If you do not know of this, tell whoever runs this server.",
        ],
    )
}

/// An account was registered by somebody new (50).
pub fn registered(to: &Invitation<'_>, link: &str) -> Letter {
    letter(
        50,
        format!("Your account {} is ready", name_of(to.account)),
        to.name,
        &[&format!("Your account is ready. Choose a password here:\n{link}"), LINK_NOTE, &facts(to)],
    )
}

/// An account was registered by somebody who could log in already (56).
pub fn registered_again(to: &Invitation<'_>) -> Letter {
    letter(
        56,
        format!("Your account {} is ready", name_of(to.account)),
        to.name,
        &["Your account is ready. Log in with the password that you have.", &facts(to)],
    )
}

/// Whoever logs in to an account comes by single sign-on from now on (143).
pub fn single_sign_on(name: &str, account: &str, partner_id: i64, console: &str) -> Letter {
    letter(
        143,
        format!("{account} uses single sign-on"),
        name,
        &[&format!(
            "From now on, whoever logs in to {account} (account {partner_id}) comes by single sign-on:\n{console}"
        )],
    )
}

/// The trial of an account ends soon. The original has no mail for it, and so no number.
pub fn trial_ends(name: &str, account: &str, partner_id: i64, days: i64, stays_open: bool) -> Letter {
    let then = if stays_open {
        "After that you can still log in and read, but change nothing."
    } else {
        "After that nobody can log in, and applications cannot use it."
    };
    let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    letter(
        0,
        format!("The trial of {account} ends soon"),
        name,
        &[
            &format!("The trial of {account} (account {partner_id}) ends in {days}. {then}"),
            "If you want to keep it, tell whoever runs this server.",
        ],
    )
}

/// An export is there. The reference has no number for it.
pub fn export_ready(name: &str, account: &str, users: i64, link: &str, days: i64) -> Letter {
    let account = name_of(account);
    letter(
        0,
        format!("Your export from {account} is ready"),
        name,
        &[
            &format!("The list of users that you asked for is ready. It has {users} users:\n{link}"),
            &format!(
                "The link works for {days} days, for whoever has it: do not pass it on. After that the file is deleted."
            ),
        ],
    )
}

/// An export could not be made.
pub fn export_failed(account: &str) -> Letter {
    let account = name_of(account);
    letter(
        0,
        format!("Your export from {account} has failed"),
        "",
        &[
            "The list of users that you asked for could not be made. Ask for it once more.",
            "If that fails as well, tell whoever runs this server.",
        ],
    )
}

fn invited(to: &Invitation<'_>) -> String {
    let (creator, account) = (name_of(to.creator), name_of(to.account));
    if creator.is_empty() {
        format!("you can now log in to {account}")
    } else {
        format!("{creator} has invited you to {account}")
    }
}

fn facts(to: &Invitation<'_>) -> String {
    let Invitation { partner_id, login_id, user_id, console, roles, .. } = to;
    let mut facts = format!(
        "Log in at:  {console}\nLog-in:     {login_id}\nAccount:    {partner_id}\nUser:       {user_id}"
    );
    if !roles.is_empty() {
        let _ = write!(facts, "\nRole:       {}", name_of(roles));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_says_what_is_needed() {
        let to = Invitation {
            name: "Ann",
            creator: "Bo",
            account: "Museum",
            partner_id: 101,
            login_id: "ann@example.test",
            user_id: "ann",
            roles: "Editor",
            console: "https://video.example.test",
            two_factor: false,
        };
        let letter = invitation(&to, "https://video.example.test/x/KEY");
        assert_eq!(letter.kind, 120);
        for needed in
            ["Hello Ann,", "Bo has invited you", "Museum", "/x/KEY", "101", "ann@example.test", "Editor"]
        {
            assert!(letter.text.contains(needed), "{needed} is missing in {}", letter.text);
        }
        let codes = Invitation { two_factor: true, name: "Win\n\nhttp://trap.example", ..to };
        let letter = invitation(&codes, "x");
        assert_eq!(letter.kind, 141);
        assert!(letter.text.starts_with("Hello Win  http trap.example,"), "{}", letter.text);
    }
}
