//! Names and comments.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// `session_user_id` → `sessionUserId`
pub(crate) fn camel(snake: &str) -> String {
    let mut camel = String::with_capacity(snake.len());
    let mut raise = false;
    for character in snake.trim_start_matches("r#").chars() {
        if character == '_' {
            raise = true;
        } else if raise {
            camel.extend(character.to_uppercase());
            raise = false;
        } else {
            camel.push(character);
        }
    }
    camel
}

/// `HalfBlocked` → `HALF_BLOCKED`
pub(crate) fn screaming(pascal: &str) -> String {
    let mut screaming = String::with_capacity(pascal.len() + 4);
    for (index, character) in pascal.chars().enumerate() {
        if index > 0 && character.is_uppercase() {
            screaming.push('_');
        }
        screaming.extend(character.to_uppercase());
    }
    screaming
}

/// The doc comment, its lines joined by blanks.
pub(crate) fn doc(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    lines.join(" ").trim().to_owned()
}

/// What a filter field's name says: the compared property and the operator's name
/// (reference: protocol.md §12.1).
pub(crate) fn split_filter_name(camel: &str) -> Option<(String, &'static str)> {
    // Longer suffixes first: `GreaterThanOrEqualOrNull` also ends in `EqualOrNull`.
    const SUFFIXES: [&str; 24] = [
        "GreaterThanOrEqualOrNull",
        "LessThanOrEqualOrNull",
        "GreaterThanOrEqual",
        "LessThanOrEqual",
        "GreaterThanOrNull",
        "LessThanOrNull",
        "MultiLikeAnd",
        "MultiLikeOr",
        "GreaterThan",
        "NotContains",
        "EqualOrNull",
        "StartsWith",
        "LessThan",
        "EndsWith",
        "NotEqual",
        "MatchAnd",
        "MatchOr",
        "BitAnd",
        "NotIn",
        "Equal",
        "Empty",
        "BitOr",
        "Like",
        "In",
    ];
    SUFFIXES.into_iter().find_map(|suffix| {
        camel
            .strip_suffix(suffix)
            .filter(|property| !property.is_empty())
            .map(|property| (property.to_owned(), suffix))
    })
}
