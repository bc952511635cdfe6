//! The query string inside a version 2 token (reference: session.md §5.2, §5.3).

use crate::draft::{Draft, DraftError};
use crate::privileges::{Item, Privileges, Span, is_blank};
use crate::refusal::{Field, Refusal};

/// What Kaltura's query parser reads at most; later parts are not seen.
const MAX_PARTS: usize = 1000;

/// How many fields there are beside the privileges.
const FIELDS: usize = 5;

/// A parsed query string. The spans of the fields refer to the buffer of the privileges.
pub(crate) struct Query {
    pub(crate) fields: Fields,
    pub(crate) privileges: Privileges,
}

/// Where the reserved fields lie; `None` is an absent field, an empty span an empty one.
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

    fn shift(&mut self, place: impl Fn(usize) -> usize) {
        let Self { expiry, session_type, user, master_partner, additional_data } = self;
        for span in [expiry, session_type, user, master_partner, additional_data].into_iter().flatten() {
            *span = Span { start: place(span.start), end: place(span.end) };
        }
    }
}

/// The bytes that mean only themselves, wherever they stand.
static PLAIN: [bool; 256] = {
    let mut table = [true; 256];
    let special = b"&=%+. [\0";
    let mut at = 0;
    while at < special.len() {
        table[special[at] as usize] = false;
        at += 1;
    }
    table
};

pub(crate) fn parse(query: &[u8]) -> Result<Query, Refusal> {
    let mut reader = Reader::new(query);
    let mut parts = 0;
    let mut at = 0;
    while parts < MAX_PARTS && at <= query.len() {
        at = reader.copy_plain(query, at);
        // The end closes the last part as `&` closes the others.
        let byte = query.get(at).copied().unwrap_or(b'&');
        at += 1;
        match byte {
            b'&' => parts += usize::from(reader.end_part()?),
            b'=' if reader.name.is_none() => reader.end_name()?,
            _ => at = reader.decode(byte, query, at),
        }
    }
    reader.finish()
}

/// Decodes a query string into one buffer: `,name:value` for each privilege, then `,value` for each field.
///
/// The buffer holds the query and two bytes, which is the most it can become: decoding never lengthens, `,` and
/// `:` stand where `&` and `=` stood, and a field loses its name.
struct Reader {
    buffer: Vec<u8>,
    /// How much of the buffer is written.
    len: usize,
    /// Where the privileges end and the fields begin.
    privileges: usize,
    /// Where the current part starts, after its separator.
    start: usize,
    /// The name of the current part, once it has ended.
    name: Option<Name>,
    /// Whether bytes occurred that PHP does not store in a name as they are.
    odd: bool,
    items: Vec<Item>,
    fields: Fields,
}

#[derive(Clone, Copy)]
enum Name {
    Field(Field),
    /// A privilege, whose name ends here.
    Privilege(usize),
}

impl Reader {
    fn new(query: &[u8]) -> Self {
        let mut buffer = Vec::with_capacity(query.len() + 2);
        // Any bytes would do after the comma: they are overwritten from the front.
        buffer.push(b',');
        buffer.extend_from_slice(query);
        buffer.push(0);
        let (items, fields) = (Vec::with_capacity(8), Fields::default());
        Self { buffer, len: 1, privileges: 0, start: 1, name: None, odd: false, items, fields }
    }

    fn push(&mut self, byte: u8) {
        self.buffer[self.len] = byte;
        self.len += 1;
    }

    /// Copies plain bytes from `at` on, and answers where they end.
    fn copy_plain(&mut self, query: &[u8], at: usize) -> usize {
        let from = query.get(at..).unwrap_or_default();
        let mut copied = 0;
        for (byte, out) in from.iter().zip(&mut self.buffer[self.len..]) {
            if !PLAIN[usize::from(*byte)] {
                break;
            }
            *out = *byte;
            copied += 1;
        }
        self.len += copied;
        at + copied
    }

    /// Takes a byte that is not plain and stands before `at`; answers where to go on.
    fn decode(&mut self, byte: u8, query: &[u8], at: usize) -> usize {
        self.odd |= byte != b'=';
        let hex = query.get(at..at + 2).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        match (byte, hex) {
            (b'%', Some(hex)) => {
                self.push(digit(hex[0]) << 4 | digit(hex[1]));
                return at + 2;
            }
            (b'+', _) => self.push(b' '),
            _ => self.push(byte),
        }
        at
    }

    fn end_name(&mut self) -> Result<(), Refusal> {
        if self.odd {
            self.tidy_name()?;
        }
        let name = if let Some(field) = Field::from_name(&self.buffer[self.start..self.len]) {
            self.len = self.start;
            Name::Field(field)
        } else {
            self.push(b':');
            Name::Privilege(self.len - 1)
        };
        self.name = Some(name);
        Ok(())
    }

    /// A name as PHP stores it: cut at a zero byte, without leading blanks, `.` and blank replaced by `_`.
    fn tidy_name(&mut self) -> Result<(), Refusal> {
        let name = &mut self.buffer[self.start..self.len];
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        let blanks = name[..end].iter().take_while(|byte| **byte == b' ').count();
        for byte in &mut name[blanks..end] {
            match *byte {
                b'[' => return Err(Refusal::BracketedName),
                b'.' | b' ' => *byte = b'_',
                _ => {}
            }
        }
        name.copy_within(blanks..end, 0);
        self.len = self.start + end - blanks;
        Ok(())
    }

    /// Answers whether there was a part at all between two `&`.
    fn end_part(&mut self) -> Result<bool, Refusal> {
        if self.name.is_none() {
            if self.len == self.start {
                return Ok(false);
            }
            self.end_name()?;
        }
        match self.name {
            Some(Name::Field(field)) => self.end_field(field)?,
            Some(Name::Privilege(name_end)) => self.end_privilege(name_end),
            None => {}
        }
        self.push(b',');
        (self.start, self.name, self.odd) = (self.len, None, false);
        Ok(true)
    }

    fn end_field(&mut self, field: Field) -> Result<(), Refusal> {
        let slot = self.fields.slot(field);
        if slot.is_some() {
            return Err(Refusal::DuplicateField(field));
        }
        *slot = Some(Span { start: self.start, end: self.len });
        Ok(())
    }

    fn end_privilege(&mut self, name_end: usize) {
        let start = self.start;
        if self.len == name_end + 1 {
            self.len = name_end;
        }
        let name = &self.buffer[start..name_end];
        let known = self.items.iter().position(|item| {
            item.name_end - item.start == name.len() && self.buffer[item.start..item.name_end] == *name
        });
        if name.is_empty() || known.is_some() {
            // Take the part back, and its separator.
            let value = self.buffer[name_end..self.len].to_vec();
            self.len = start - 1;
            if let Some(known) = known {
                self.replace_value(known, &value);
            }
            return;
        }
        let moved = start - 1 - self.privileges;
        if moved > 0 {
            // Fields stand between: they and this privilege change places.
            self.buffer[self.privileges..self.len].rotate_left(moved);
            self.fields.shift(|at| at + self.len - (start - 1));
        }
        let end = self.len - moved;
        self.items.push(Item { start: start - moved, name_end: name_end - moved, end });
        self.privileges = end;
    }

    /// The last of equal names wins and stands where the first stood; `value` brings its colon.
    fn replace_value(&mut self, known: usize, value: &[u8]) {
        let Item { name_end, end: old_end, .. } = self.items[known];
        let new_end = name_end + value.len();
        let shift = |at: usize| at - old_end + new_end;
        self.buffer.copy_within(old_end..self.len, new_end);
        self.buffer[name_end..new_end].copy_from_slice(value);
        self.len = shift(self.len);
        self.privileges = shift(self.privileges);
        self.fields.shift(shift);
        self.items[known].end = new_end;
        for item in &mut self.items[known + 1..] {
            *item = Item { start: shift(item.start), name_end: shift(item.name_end), end: shift(item.end) };
        }
    }

    fn finish(mut self) -> Result<Query, Refusal> {
        self.buffer.truncate(self.len);
        let buffer = String::from_utf8(self.buffer).map_err(|_| Refusal::NotUtf8)?;
        let span = Span { start: 1, end: self.privileges.max(1) };
        Ok(Query { fields: self.fields, privileges: Privileges::from_query(buffer, span, self.items) })
    }
}

fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        _ => (hex | 0x20) - b'a' + 10,
    }
}

/// The query string that Kaltura's own server writes for a draft: privileges, `_e`, `_t`, `_u`, `_m`, `_d`.
pub(crate) fn write(draft: &Draft, valid_until: i64) -> Result<String, DraftError> {
    if draft.privileges.split(',').nth(MAX_PARTS - FIELDS).is_some() {
        return Err(DraftError::TooManyPrivileges);
    }
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
    Ok(query)
}

/// A privilege text as query fields. Some names are left out: those that readers take for a field, which a
/// privilege must not set, and those that they cut at a zero byte or refuse for a bracket.
fn fields_of(privileges: &str) -> Vec<(&str, &str)> {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for part in privileges.split(',').map(|part| part.trim_matches(is_blank)) {
        let (name, value) = match part {
            "" | "0" => continue,
            "*" => ("all", "*"),
            _ => part.split_once(':').unwrap_or((part, "")),
        };
        let stored = name.replace(['.', ' '], "_");
        if name.contains(['[', '\0']) || Field::from_name(stored.as_bytes()).is_some() {
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
