//! Answers as JSON (reference: protocol.md §9.2).

use crate::number::shortest;
use crate::{ApiError, Object, Outcome, Value};

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

/// A quoted text. U+2028 and U+2029 are escaped because JSONP is JavaScript, `/` because a page may hold it
/// inside `<script>`.
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let escape: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'/' => b"\\/",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0x08 => b"\\b",
            0x0c => b"\\f",
            0..0x20 => {
                out.extend_from_slice(&bytes[from..at]);
                out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                from = at + 1;
                continue;
            }
            0xe2 if bytes[at..].starts_with("\u{2028}".as_bytes())
                || bytes[at..].starts_with("\u{2029}".as_bytes()) =>
            {
                out.extend_from_slice(&bytes[from..at]);
                out.extend_from_slice(if bytes[at + 2] == 0xa8 { b"\\u2028" } else { b"\\u2029" });
                from = at + 3;
                continue;
            }
            _ => continue,
        };
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(escape);
        from = at + 1;
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}
