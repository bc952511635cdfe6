//! The query string inside a version 2 token (reference: session.md §5.2, §5.3).

use crate::draft::Draft;
use crate::privileges::{Item, Privileges, Span, is_blank};
use crate::refusal::{Field, Refusal};

/// What Kaltura's query parser reads at most; later parts are not seen.
const MAX_PARTS: usize = 1000;

/// A parsed query string: reserved fields apart from privileges.
pub(crate) struct Query {
    /// The decoded values of the reserved fields, each after a separator.
    pub(crate) text: String,
    pub(crate) fields: Fields,
    pub(crate) privileges: Privileges,
}

/// Where the reserved fields lie in the text; `None` is an absent field, an empty span an empty one.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    pub(crate) expiry: Option<Span>,
    pub(crate) session_type: Option<Span>,
    pub(crate) user: Option<Span>,
    pub(crate) master_partner: Option<Span>,
    pub(crate) additional_data: Option<Span>,
}

impl Fields {
    fn slot(&mut self, field: Field) -> &mut Option<Span> {
        match field {
            Field::Expiry => &mut self.expiry,
            Field::Type => &mut self.session_type,
            Field::User => &mut self.user,
            Field::MasterPartner => &mut self.master_partner,
            Field::AdditionalData => &mut self.additional_data,
        }
    }
}

pub(crate) fn parse(query: &[u8]) -> Result<Query, Refusal> {
    let mut text = Vec::with_capacity(query.len());
    let mut fields = Fields::default();
    let mut privileges = Vec::with_capacity(query.len());
    let mut items: Vec<Item> = Vec::new();
    for part in query.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).take(MAX_PARTS) {
        let equals = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
        let (raw_name, rest) = part.split_at(equals);
        let raw_value = rest.get(1..).unwrap_or_default();

        let before = privileges.len();
        if !items.is_empty() {
            privileges.push(b',');
        }
        let start = privileges.len();
        decode_name(raw_name, &mut privileges)?;
        let name = &privileges[start..];
        if let Some(field) = Field::from_name(name) {
            privileges.truncate(before);
            let slot = fields.slot(field);
            if slot.is_some() {
                return Err(Refusal::DuplicateField(field));
            }
            // The separator keeps a broken character of one value from joining the next.
            text.push(b'&');
            let start = text.len();
            decode(raw_value, &mut text);
            *slot = Some(Span { start, end: text.len() });
        } else if name.is_empty() {
            privileges.truncate(before);
        } else if let Some(known) =
            items.iter().position(|item| privileges[item.name.start..item.name.end] == *name)
        {
            privileges.truncate(before);
            replace_value(&mut privileges, &mut items, known, raw_value);
        } else {
            let name = Span { start, end: privileges.len() };
            let value = append_value(&mut privileges, raw_value);
            items.push(Item { name, value });
        }
    }
    let text = String::from_utf8(text).map_err(|_| Refusal::NotUtf8)?;
    let privileges = String::from_utf8(privileges).map_err(|_| Refusal::NotUtf8)?;
    Ok(Query { text, fields, privileges: Privileges::from_query(privileges, items) })
}

/// Appends `:value`, or nothing for an empty value.
fn append_value(privileges: &mut Vec<u8>, raw_value: &[u8]) -> Span {
    if !raw_value.is_empty() {
        privileges.push(b':');
    }
    let start = privileges.len();
    decode(raw_value, privileges);
    Span { start, end: privileges.len() }
}

/// The last of equal names wins and stands where the first stood. Rare, so everything after it is moved.
fn replace_value(privileges: &mut Vec<u8>, items: &mut [Item], known: usize, raw_value: &[u8]) {
    let tail = privileges.split_off(items[known].value.end);
    privileges.truncate(items[known].name.end);
    let old_end = items[known].value.end;
    items[known].value = append_value(privileges, raw_value);
    let new_end = privileges.len();
    privileges.extend_from_slice(&tail);
    for item in &mut items[known + 1..] {
        for at in [&mut item.name.start, &mut item.name.end, &mut item.value.start, &mut item.value.end] {
            *at = *at - old_end + new_end;
        }
    }
}

/// A name as PHP stores it: cut at a zero byte, without leading blanks, `.` and blank replaced by `_`.
fn decode_name(raw: &[u8], out: &mut Vec<u8>) -> Result<(), Refusal> {
    let start = out.len();
    decode(raw, out);
    if let Some(zero) = out[start..].iter().position(|byte| *byte == 0) {
        out.truncate(start + zero);
    }
    let blanks = out[start..].iter().take_while(|byte| **byte == b' ').count();
    out.drain(start..start + blanks);
    for byte in &mut out[start..] {
        match *byte {
            b'[' => return Err(Refusal::BracketedName),
            b'.' | b' ' => *byte = b'_',
            _ => {}
        }
    }
    Ok(())
}

/// Percent-decodes; `+` is a blank, malformed escapes stay.
fn decode(raw: &[u8], out: &mut Vec<u8>) {
    let mut rest = raw;
    while let [byte, after @ ..] = rest {
        rest = after;
        match (*byte, after) {
            (b'+', _) => out.push(b' '),
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            (byte, _) => out.push(byte),
        }
    }
}

fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        _ => (hex | 0x20) - b'a' + 10,
    }
}

/// The query string that Kaltura's own server writes for a draft: privileges, `_e`, `_t`, `_u`, `_m`, `_d`.
pub(crate) fn write(draft: &Draft, valid_until: i64) -> String {
    let mut query = String::new();
    for (name, value) in fields_of(&draft.privileges) {
        push(&mut query, name, value);
    }
    push(&mut query, "_e", &valid_until.to_string());
    push(&mut query, "_t", draft.session_type.digit());
    if let Some(user) = &draft.user {
        push(&mut query, "_u", user);
    }
    if let Some(master) = draft.master_partner {
        push(&mut query, "_m", &master.to_string());
    }
    if let Some(data) = &draft.additional_data {
        push(&mut query, "_d", data);
    }
    query
}

/// A privilege text as query fields. Reserved names are left out: a privilege cannot set a field.
fn fields_of(privileges: &str) -> Vec<(&str, &str)> {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for part in privileges.split(',').map(|part| part.trim_matches(is_blank)) {
        let (name, value) = match part {
            "" | "0" => continue,
            "*" => ("all", "*"),
            _ => part.split_once(':').unwrap_or((part, "")),
        };
        if Field::from_name(name.as_bytes()).is_some() {
            continue;
        }
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields
}

fn push(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    encode(name, query);
    query.push('=');
    encode(value, query);
}

/// Form-encodes as PHP does: `~` is escaped, hexadecimal digits are upper case.
fn encode(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
}
