//! Names of the API as names of Rust, such that the macros of `contract-macros` find the way back.

/// `KalturaAppToken` → `AppToken`
pub(super) fn short(name: &str) -> &str {
    match name {
        // The short name is one of Rust.
        "KalturaString" => "StringObject",
        _ => name.strip_prefix("Kaltura").unwrap_or(name),
    }
}

/// `sessionUserId` → `session_user_id`, `widgetHTML` → `widget_html`
pub(super) fn snake(camel: &str) -> String {
    let letters: Vec<char> = camel.chars().collect();
    let mut snake = String::with_capacity(camel.len() + 8);
    for (index, letter) in letters.iter().enumerate() {
        let follows_small = index > 0 && !letters[index - 1].is_uppercase() && letters[index - 1] != '_';
        let ends_capitals = index > 0
            && letters[index - 1].is_uppercase()
            && letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (follows_small || ends_capitals) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// `session_user_id` → `sessionUserId`, as the declarations take it.
pub(super) fn camel(snake: &str) -> String {
    let mut parts = snake.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |camel, part| camel + &pascal(part))
}

pub(super) fn pascal(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `HALF_BLOCKED` → `HalfBlocked`
pub(super) fn variant(of: &str, constant: &str) -> String {
    // It has names of its own in the contract crate.
    let constant =
        if of == "KalturaNullableBoolean" { constant.trim_end_matches("_VALUE") } else { constant };
    let variant: String = constant.split('_').map(|part| pascal(&part.to_lowercase())).collect();
    if variant.starts_with(|first: char| first.is_ascii_digit()) { format!("N{variant}") } else { variant }
}

/// `HalfBlocked` → `HALF_BLOCKED`, as the declarations take it.
pub(super) fn screaming(pascal: &str) -> String {
    let mut screaming = String::with_capacity(pascal.len() + 4);
    for letter in pascal.chars() {
        if letter.is_uppercase() && !screaming.is_empty() {
            screaming.push('_');
        }
        screaming.extend(letter.to_uppercase());
    }
    screaming
}

/// A name that may be a word of Rust.
pub(super) fn ident(name: &str) -> String {
    if syn::parse_str::<syn::Ident>(name).is_ok() { name.to_owned() } else { format!("r#{name}") }
}
