//! Ids, names and addresses: which are allowed, and which are equal.

use std::borrow::Cow;

/// User ids are cut to so many bytes (reference: identity.md §1.3).
const MAX_ID_BYTES: usize = 100;

/// So much of a name is looked at by lists. A name is kept whole; an index of either database takes no longer ones.
const MAX_NAME_BYTES: usize = 255;

/// A name folded for comparison: names that the API looks up are equal without regard to case and to
/// blanks at the end (reference: identity.md §1.3). Folding is ours, not the database's, so both databases
/// agree.
pub fn user_key(name: &str) -> String {
    cut(name.trim_end_matches(' ')).to_lowercase()
}

/// A name that is no id, folded for lists, which look for its beginning or a part of it: 255 bytes of it, without
/// regard to case.
pub fn name_key(name: &str) -> String {
    let folded = name.to_lowercase();
    folded[..folded.floor_char_boundary(MAX_NAME_BYTES)].to_owned()
}

/// A user id as it is stored.
pub fn cut(id: &str) -> Cow<'_, str> {
    Cow::Borrowed(&id[..id.floor_char_boundary(MAX_ID_BYTES)])
}

/// The characters that an id may have (reference: identity.md §6.1 step 2).
pub fn is_valid_id(id: &str) -> bool {
    (1..=320).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b",!#$%&'*+?^_`{|}~.@-".contains(&byte))
}

/// The form of an e-mail address, as far as it can be told without sending one: `x@y.z`, the part before
/// the at sign of at most 64 bytes (reference: identity.md §4.10). Letters beyond ASCII are lower-case: folding
/// some capitals gives letters of ASCII, and somebody else's address is not to become equal to one.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_folded = |c: char| c.is_ascii() || c.to_lowercase().eq([c]);
    let no_blanks =
        |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    text.len() <= MAX_ID_BYTES
        && text.chars().all(is_folded)
        && no_blanks(local)
        && !local.contains('@')
        && local.len() <= 64
        && no_blanks(domain)
        && (domain == "localhost" || domain.split('.').count() > 1)
        && domain.split('.').all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_trailing_blanks() {
        assert_eq!(user_key("Bob  "), user_key("bob"));
        assert_eq!(user_key("ÄNNE"), "änne");
        assert_ne!(user_key(" bob"), user_key("bob"));
        assert_eq!(user_key(&"é".repeat(60)).len(), 100);
        assert_eq!(cut(&format!("{}é", "a".repeat(99))).len(), 99, "a character is never cut in two");
    }

    #[test]
    fn ids_have_the_characters_of_the_reference() {
        for valid in ["bob", "a@b.c", "x,!#$%&'*+?^_`{|}~.@-", "0"] {
            assert!(is_valid_id(valid), "{valid}");
        }
        for invalid in ["", "a b", "a/b", "é", "a:b", &"a".repeat(321)] {
            assert!(!is_valid_id(invalid), "{invalid}");
        }
    }

    #[test]
    fn addresses_look_like_addresses() {
        for valid in ["a@b.c", "admin@localhost", "jörg@b.c", "first.last+tag@sub.example.org"] {
            assert!(is_email(valid), "{valid}");
        }
        for invalid in [
            "",
            "a",
            "\u{212a}en@b.c",
            "a@",
            "@b.c",
            "a@b",
            "a b@c.d",
            "a@b..c",
            "a@@b.c",
            &format!("{}@b.c", "a".repeat(65)),
        ] {
            assert!(!is_email(invalid), "{invalid}");
        }
    }
}
