//! Answers as JSON (reference: protocol.md §9.2).

use crate::number::shortest;
use crate::{ApiError, Object, Outcome, Value};

/// A value as a text of its own, as it stands in answers.
pub fn text(value: &Value) -> String {
    let mut out = Vec::new();
    write(&mut out, value);
    // Everything that is written is UTF-8.
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes a result.
pub(crate) fn outcome(out: &mut Vec<u8>, outcome: &Outcome) {
    match outcome {
        Ok(value) => write(out, value),
        Err(error) => write_error(out, error),
    }
}

/// Writes a list of results.
pub(crate) fn outcomes(out: &mut Vec<u8>, outcomes: &[Outcome]) {
    out.push(b'[');
    for (index, one) in outcomes.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        outcome(out, one);
    }
    out.push(b']');
}

fn write(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Value::Int(number) => out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Value::Float(number) if number.is_finite() => out.extend_from_slice(shortest(*number).as_bytes()),
        // JSON has no infinity; a file is never written out, it is the whole answer.
        Value::Null | Value::Float(_) | Value::File(_) => out.extend_from_slice(b"null"),
        Value::Text(text) => write_text(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write(out, item);
            }
            out.push(b']');
        }
        // An empty map is written as an empty list.
        Value::Map(entries) if entries.is_empty() => out.extend_from_slice(b"[]"),
        Value::Map(entries) => {
            out.push(b'{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_text(out, key);
                out.push(b':');
                write(out, item);
            }
            out.push(b'}');
        }
        Value::Object(object) => write_object(out, object),
    }
}

/// Null properties are left out; `objectType` comes last.
fn write_object(out: &mut Vec<u8>, object: &Object) {
    out.push(b'{');
    for (name, value) in &object.properties {
        if !matches!(value, Value::Null) {
            write_text(out, name);
            out.push(b':');
            write(out, value);
            out.push(b',');
        }
    }
    out.extend_from_slice(b"\"objectType\":");
    write_text(out, object.class);
    out.push(b'}');
}

/// An error without values has an empty list for them.
fn write_error(out: &mut Vec<u8>, error: &ApiError) {
    out.extend_from_slice(b"{\"code\":");
    write_text(out, error.code);
    out.extend_from_slice(b",\"message\":");
    write_text(out, &error.message);
    out.extend_from_slice(b",\"objectType\":\"KalturaAPIException\",\"args\":");
    if error.args.is_empty() {
        out.extend_from_slice(b"[]");
    } else {
        out.push(b'{');
        for (index, (name, value)) in error.args.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_text(out, name);
            out.push(b':');
            write_text(out, value);
        }
        out.push(b'}');
    }
    out.push(b'}');
}

/// True for bytes that may not stand in a quoted text as they are. U+2028 and U+2029 (which begin with `0xe2`)
/// are escaped because JSONP is JavaScript, `/` because a page may hold it inside `<script>`.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        special[control] = true;
        control += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    special[b'/' as usize] = true;
    special[0xe2] = true;
    special
};

/// A quoted text.
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if SPECIAL[usize::from(*byte)]
            && let Some((escape, width)) = escape(&bytes[at..])
        {
            out.extend_from_slice(&bytes[from..at]);
            out.extend_from_slice(escape);
            from = at + width;
        }
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// What is written for the beginning of these bytes, and how many it stands for.
fn escape(bytes: &[u8]) -> Option<(&'static [u8], usize)> {
    const CONTROLS: [&[u8; 6]; 32] = [
        b"\\u0000", b"\\u0001", b"\\u0002", b"\\u0003", b"\\u0004", b"\\u0005", b"\\u0006", b"\\u0007",
        b"\\u0008", b"\\u0009", b"\\u000a", b"\\u000b", b"\\u000c", b"\\u000d", b"\\u000e", b"\\u000f",
        b"\\u0010", b"\\u0011", b"\\u0012", b"\\u0013", b"\\u0014", b"\\u0015", b"\\u0016", b"\\u0017",
        b"\\u0018", b"\\u0019", b"\\u001a", b"\\u001b", b"\\u001c", b"\\u001d", b"\\u001e", b"\\u001f",
    ];
    Some(match bytes {
        [b'"', ..] => (b"\\\"", 1),
        [b'\\', ..] => (b"\\\\", 1),
        [b'/', ..] => (b"\\/", 1),
        [b'\n', ..] => (b"\\n", 1),
        [b'\r', ..] => (b"\\r", 1),
        [b'\t', ..] => (b"\\t", 1),
        [control @ 0..0x20, ..] => (CONTROLS[usize::from(*control)], 1),
        [0xe2, 0x80, 0xa8, ..] => (b"\\u2028", 3),
        [0xe2, 0x80, 0xa9, ..] => (b"\\u2029", 3),
        _ => return None,
    })
}
