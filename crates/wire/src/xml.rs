//! Answers as XML (reference: protocol.md §9.3).

use std::time::Duration;

use crate::number::general;
use crate::{ApiError, Object, Outcome, Value};

/// Writes the whole document around what `result` writes.
pub(crate) fn document(out: &mut Vec<u8>, execution_time: Duration, result: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"utf-8\"?><xml><result>");
    result(out);
    out.extend_from_slice(b"</result><executionTime>");
    out.extend_from_slice(general(execution_time.as_secs_f64()).as_bytes());
    out.extend_from_slice(b"</executionTime></xml>");
}

/// Writes what stands inside `result`, or inside the item of a multirequest.
pub(crate) fn outcome(out: &mut Vec<u8>, outcome: &Outcome, ignore_null: bool) {
    match outcome {
        Ok(value) => write(out, value, ignore_null),
        Err(error) => write_error(out, error),
    }
}

/// Writes one item per result.
pub(crate) fn outcomes(out: &mut Vec<u8>, outcomes: &[Outcome], ignore_null: bool) {
    for one in outcomes {
        element(out, "item", |out| outcome(out, one, ignore_null));
    }
}

fn write(out: &mut Vec<u8>, value: &Value, ignore_null: bool) {
    match value {
        // A file is never written out: it is the whole answer.
        Value::Null | Value::File(_) => {}
        Value::Bool(value) => out.push(if *value { b'1' } else { b'0' }),
        Value::Int(number) => out.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Value::Float(number) => out.extend_from_slice(general(*number).as_bytes()),
        Value::Text(text) => write_text(out, text),
        Value::Array(items) => {
            for item in items {
                element(out, "item", |out| write(out, item, ignore_null));
            }
        }
        Value::Map(entries) => {
            for (key, item) in entries {
                element(out, "item", |out| {
                    element(out, "itemKey", |out| write_text(out, key));
                    write(out, item, ignore_null);
                });
            }
        }
        Value::Object(object) => write_object(out, object, ignore_null),
    }
}

/// `objectType` comes first; a null property is an empty element, or left out with `ignoreNull`.
fn write_object(out: &mut Vec<u8>, object: &Object, ignore_null: bool) {
    element(out, "objectType", |out| write_text(out, object.class));
    for (name, value) in &object.properties {
        if !(ignore_null && matches!(value, Value::Null)) {
            element(out, name, |out| write(out, value, ignore_null));
        }
    }
}

fn write_error(out: &mut Vec<u8>, error: &ApiError) {
    element(out, "error", |out| {
        element(out, "code", |out| write_text(out, error.code));
        element(out, "message", |out| write_text(out, &error.message));
        element(out, "objectType", |out| write_text(out, "KalturaAPIException"));
        element(out, "args", |out| {
            for (name, value) in &error.args {
                element(out, "item", |out| {
                    element(out, "objectType", |out| write_text(out, "KalturaApiExceptionArg"));
                    element(out, "name", |out| write_text(out, name));
                    element(out, "value", |out| write_text(out, value));
                });
            }
        });
    });
}

fn element(out: &mut Vec<u8>, name: &str, content: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'<');
    out.extend_from_slice(name.as_bytes());
    out.push(b'>');
    content(out);
    out.extend_from_slice(b"</");
    out.extend_from_slice(name.as_bytes());
    out.push(b'>');
}

/// Escapes what must be escaped, and leaves out what XML 1.0 cannot carry.
fn write_text(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (escape, width): (&[u8], usize) = match byte {
            b'&' => (b"&amp;", 1),
            b'<' => (b"&lt;", 1),
            b'>' => (b"&gt;", 1),
            b'"' => (b"&quot;", 1),
            b'\'' => (b"&apos;", 1),
            b'\t' | b'\n' | b'\r' => continue,
            0..0x20 => (b"", 1),
            0xef if matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])) => (b"", 3),
            _ => continue,
        };
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(escape);
        from = at + width;
    }
    out.extend_from_slice(&bytes[from..]);
}
