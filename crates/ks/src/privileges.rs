//! The privilege text and the questions that are asked of it (reference: session.md §6, §11).

use std::collections::HashMap;
use std::fmt;

/// Names that the caller of `appToken.startSession` may not add (reference: session.md §11.1).
pub const RESERVED_NAMES: [&str; 31] = [
    "edit",
    "sview",
    "list",
    "download",
    "downloadasset",
    "editplaylist",
    "sviewplaylist",
    "actionslimit",
    "setrole",
    "restrictingrole",
    "limitentry",
    "iprestrict",
    "urirestrict",
    "enableentitlement",
    "disableentitlement",
    "disableentitlementforentry",
    "disableentitlementforplaylist",
    "privacycontext",
    "enablecategorymoderation",
    "enablecaptionmoderation",
    "reftime",
    "sessionkey",
    "preview",
    "sessionid",
    "jobtype",
    "apptoken",
    "enablechangeaccount",
    "edituser",
    "editadmintags",
    "restrictexplicitliveview",
    "virtualeventid",
];

/// Whether `name` is one of [`RESERVED_NAMES`]; case counts.
pub fn is_reserved(name: &str) -> bool {
    RESERVED_NAMES.contains(&name)
}

/// The privileges of a session: their text, and what it says.
///
/// The text is `name[:value[/value...]]`, comma joined; none of the three separators can be escaped. Names are
/// case sensitive, unknown names are kept.
#[derive(Clone)]
pub struct Privileges {
    /// The privileges and, in an opened token, its other fields too: one buffer for all.
    buffer: String,
    /// Where the privilege text lies in the buffer.
    span: Span,
    items: Vec<Item>,
    /// The text is exactly `*` (in version 2 written as `all:*`), which satisfies every check.
    wildcard: bool,
}

/// Where one privilege lies in the buffer.
#[derive(Clone, Copy)]
pub(crate) struct Item {
    pub(crate) start: usize,
    /// The end of the name; a colon stands there, unless the privilege is a bare name.
    pub(crate) name_end: usize,
    pub(crate) end: usize,
}

impl Item {
    /// Whether the name is this one; compares bytes, the lengths first.
    fn is(self, name: &str, text: &str) -> bool {
        self.name_end - self.start == name.len()
            && text.as_bytes()[self.start..self.name_end] == *name.as_bytes()
    }

    fn name(self, text: &str) -> &str {
        &text[self.start..self.name_end]
    }

    /// Empty for a bare name.
    fn value(self, text: &str) -> &str {
        &text[self.end.min(self.name_end + 1)..self.end]
    }
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// What PHP's `trim` removes.
pub(crate) fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\0' | '\x0b')
}

impl Privileges {
    /// Reads a privilege text as version 1 does: blanks belong to names and values, repeated names add up.
    ///
    /// Never fails. An empty text holds one privilege with an empty name.
    pub fn parse(text: impl Into<String>) -> Self {
        let buffer = text.into();
        let span = Span { start: 0, end: buffer.len() };
        Self::within(buffer, span)
    }

    /// [`parse`](Self::parse) for a text that lies in a larger one.
    pub(crate) fn within(buffer: String, span: Span) -> Self {
        let mut items = Vec::new();
        let mut start = span.start;
        for part in span.of(&buffer).split(',') {
            let end = start + part.len();
            let name_end = part.find(':').map_or(end, |colon| start + colon);
            items.push(Item { start, name_end, end });
            start = end + 1;
        }
        let wildcard = span.of(&buffer) == "*";
        Self { buffer, span, items, wildcard }
    }

    /// Takes what the query string of version 2 held; the items may be none.
    pub(crate) fn from_query(buffer: String, span: Span, items: Vec<Item>) -> Self {
        let wildcard = matches!(span.of(&buffer), "*" | "all:*");
        Self { buffer, span, items, wildcard }
    }

    /// What the spans of an opened token refer to.
    pub(crate) fn buffer(&self) -> &str {
        &self.buffer
    }

    /// The comma joined text, as `session.get` shows it.
    pub fn text(&self) -> &str {
        if self.wildcard { "*" } else { self.span.of(&self.buffer) }
    }

    /// Whether the text is exactly `*`. Only then does `*` satisfy every check.
    pub const fn is_wildcard(&self) -> bool {
        self.wildcard
    }

    fn items(&self) -> impl Iterator<Item = (&str, &str)> {
        self.items.iter().map(|item| (item.name(&self.buffer), item.value(&self.buffer)))
    }

    /// The names in order, each with its values; a flag has none. Equal names are joined.
    pub fn to_map(&self) -> Vec<(&str, Vec<&str>)> {
        let mut map: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut places = HashMap::new();
        for (name, value) in self.items() {
            let at = *places.entry(name).or_insert_with(|| {
                map.push((name, Vec::new()));
                map.len() - 1
            });
            if !value.is_empty() {
                map[at].1.extend(value.split('/'));
            }
        }
        map
    }

    /// Whether a privilege has exactly this name. Blanks count, and `*` is a name like others.
    pub fn has(&self, name: &str) -> bool {
        self.items.iter().any(|item| item.is(name, &self.buffer))
    }

    /// The `/` separated values of a name, in order, over all privileges of that name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.raw_values(name).flat_map(|value| value.split('/'))
    }

    /// The values of a name as written, slashes and all, one for each privilege of that name.
    pub(crate) fn raw_values(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.items.iter().filter(move |item| item.is(name, &self.buffer));
        named.map(|item| item.value(&self.buffer)).filter(|value| !value.is_empty())
    }

    /// The first value of a name: the meaning of `setrole`, `sessionid`, `limitentry`, `actionslimit`.
    pub fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.values(name).next()
    }

    /// The whole value of the first privilege of that name, slashes included, up to the next comma: the
    /// meaning of `privacycontext`. `None` when there is none or it is empty.
    pub fn whole_value(&self, name: &str) -> Option<&str> {
        let (_, value) = self.items().find(|(known, _)| *known == name)?;
        value.split(',').next().filter(|value| !value.is_empty())
    }

    /// Whether the privilege stands there as a bare name: the meaning of `enableentitlement` and its like, for
    /// which `enableentitlement:1` does not count.
    pub fn flag(&self, name: &str) -> bool {
        self.items.iter().any(|item| item.name_end == item.end && item.name(&self.buffer) == name)
    }

    /// Whether the session has the privilege `name` for `value`: the check that most of Kaltura uses.
    ///
    /// Exact, unlike Kaltura's own substring search: the name must be equal, and `value` must be one of its
    /// whole values; or the privilege is `name:*`; or the text is exactly `*`. An empty `value` asks for the
    /// name only. Blanks around a privilege do not count (reference: session.md §6.1, §17 row 10).
    ///
    /// Entries that a playlist privilege opens are not known here: see [`verify_with`](Self::verify_with) and
    /// [`playlists`](Self::playlists).
    pub fn verify(&self, name: &str, value: &str) -> bool {
        self.wildcard
            || self.trimmed().any(|(known, values)| {
                known == name
                    && (value.is_empty() || values == "*" || values.split('/').any(|known| known == value))
            })
    }

    /// [`verify`](Self::verify), and for `edit` and `sview` also the entries of the playlists that
    /// `editplaylist` and `sviewplaylist` name; `holds(playlist, entry)` answers whether one refers to it.
    pub fn verify_with(&self, name: &str, value: &str, mut holds: impl FnMut(&str, &str) -> bool) -> bool {
        self.verify(name, value) || self.playlists(name).any(|playlist| holds(playlist, value))
    }

    /// The playlists whose entries the session may use as if `name` were granted for them: those of
    /// `editplaylist` for `edit`, of `sviewplaylist` for `sview`, none for other names.
    pub fn playlists<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let by_playlist = match name {
            "edit" => Some("editplaylist"),
            "sview" => Some("sviewplaylist"),
            _ => None,
        };
        self.trimmed()
            .filter(move |(known, values)| Some(*known) == by_playlist && !values.is_empty())
            .flat_map(|(_, values)| values.split('/'))
    }

    /// Each privilege without the blanks around it, as a version 2 writer would have stored it.
    fn trimmed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.items().map(|(name, value)| {
            let name = name.trim_start_matches(is_blank);
            if value.is_empty() {
                (name.trim_end_matches(is_blank), value)
            } else {
                (name, value.trim_end_matches(is_blank))
            }
        })
    }
}

impl fmt::Display for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl fmt::Debug for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Privileges({:?})", self.text())
    }
}
