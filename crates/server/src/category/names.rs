//! Names of categories: what may be in them, which are equal, and what lists compare.

/// Characters of a name (reference: content-access.md §17.1).
const MAX_NAME: usize = 200;

/// Characters of a folded full name that an index holds.
pub(super) const KEY_CHARS: usize = 60;

/// A name as it is stored: cut, without blanks around it, and without what joins names. None is left of nothing.
pub(super) fn clean(name: &str) -> Option<String> {
    let clean: String = name
        .trim()
        .chars()
        .take(MAX_NAME)
        .map(|letter| match letter {
            '<' | '>' | ',' => '_',
            // PostgreSQL's text cannot hold it.
            '\0' => '\u{FFFD}',
            letter => letter,
        })
        .collect();
    let clean = clean.trim_end().to_owned();
    (!clean.is_empty()).then_some(clean)
}

/// A name folded for comparison: without regard to case (reference: identity.md §1.3).
pub(super) fn key(name: &str) -> String {
    name.trim_end_matches(' ').to_lowercase()
}

/// A full name folded for comparison, name by name.
pub(super) fn full_key(full_name: &str) -> String {
    full_name.split('>').map(key).collect::<Vec<_>>().join(">")
}

/// What an index holds of a folded full name.
pub(super) fn start(folded: &str) -> String {
    folded.chars().take(KEY_CHARS).collect()
}

/// The parts of a comma-separated list, without blanks around them, each once.
pub(super) fn parts(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_joins_names_is_not_in_one() {
        assert_eq!(clean(" a<b>c,d ").as_deref(), Some("a_b_c_d"));
        assert_eq!(clean("  "), None);
        assert_eq!(clean("\0").as_deref(), Some("\u{FFFD}"));
        assert_eq!(clean(&"é".repeat(10_000)).map(|name| name.chars().count()), Some(200));
        assert_eq!(clean(&format!("{} x", "a".repeat(199))).map(|name| name.len()), Some(199));
    }

    #[test]
    fn names_are_equal_without_case() {
        assert_eq!(key("ÄNNE "), key("änne"));
        assert_eq!(full_key("A >B"), "a>b");
        assert_eq!(full_key("ΟΔΟΣ>ΟΔΟΣ"), format!("{0}>{0}", key("ΟΔΟΣ")), "as a whole as in parts");
        assert_eq!(start(&"é".repeat(61)).chars().count(), 60);
    }

    #[test]
    fn parts_of_lists_come_once() {
        assert_eq!(parts(" a, b,,a "), ["a", "b"]);
    }
}
