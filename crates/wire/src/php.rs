//! Answers in PHP's own serialization (reference: protocol.md §9.4). Lengths are in bytes.

use crate::number::{not_finite, shortest};
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
    array(out, outcomes.len(), |out| {
        for (index, one) in (0_i64..).zip(outcomes) {
            write(out, &Value::Int(index));
            outcome(out, one);
        }
    });
}

fn write(out: &mut Vec<u8>, value: &Value) {
    match value {
        // A file is never written out: it is the whole answer.
        Value::Null | Value::File(_) => out.extend_from_slice(b"N;"),
        Value::Bool(value) => push(out, if *value { "b:1;" } else { "b:0;" }),
        Value::Int(number) => {
            push(out, "i:");
            push(out, itoa::Buffer::new().format(*number));
            out.push(b';');
        }
        Value::Float(number) => push(out, &format!("d:{};", fraction(*number))),
        Value::Text(text) => write_text(out, text),
        Value::Array(items) => array(out, items.len(), |out| {
            for (index, item) in (0_i64..).zip(items) {
                write(out, &Value::Int(index));
                write(out, item);
            }
        }),
        Value::Map(entries) => array(out, entries.len(), |out| {
            for (key, item) in entries {
                write_text(out, key);
                write(out, item);
            }
        }),
        Value::Object(object) => write_object(out, object),
    }
}

/// Only properties that are not null.
fn write_object(out: &mut Vec<u8>, object: &Object) {
    let shown = || object.properties.iter().filter(|(_, value)| !matches!(value, Value::Null));
    push(out, &format!("O:{}:\"{}\":{}:{{", object.class.len(), object.class, shown().count()));
    for (name, value) in shown() {
        write_text(out, name);
        write(out, value);
    }
    out.push(b'}');
}

fn write_error(out: &mut Vec<u8>, error: &ApiError) {
    array(out, 4, |out| {
        for (name, value) in
            [("code", error.code), ("message", &error.message), ("objectType", "KalturaAPIException")]
        {
            write_text(out, name);
            write_text(out, value);
        }
        write_text(out, "args");
        array(out, error.args.len(), |out| {
            for (name, value) in &error.args {
                write_text(out, name);
                write_text(out, value);
            }
        });
    });
}

fn array(out: &mut Vec<u8>, length: usize, content: impl FnOnce(&mut Vec<u8>)) {
    push(out, &format!("a:{length}:{{"));
    content(out);
    out.push(b'}');
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    push(out, "s:");
    push(out, itoa::Buffer::new().format(text.len()));
    push(out, ":\"");
    push(out, text);
    out.extend_from_slice(b"\";");
}

fn push(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

fn fraction(number: f64) -> String {
    if number.is_finite() { shortest(number) } else { not_finite(number).to_owned() }
}
