//! Bytes that should be text.

use std::borrow::Cow;

/// Stands for bytes that are not UTF-8. XML 1.0 cannot carry it, so a parameter that holds it fails with
/// `INVALID_PARAMETER_CHAR` when it is read as text (reference: protocol.md §3.2); replacing the bytes with
/// something printable, or with nothing, would let a filter that nobody sent pass.
pub const NOT_UTF8: char = '\u{FFFF}';

/// Bytes as text, with [`NOT_UTF8`] in the place of every malformed sequence.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(NOT_UTF8);
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_sequences_are_marked() {
        assert_eq!(decode("é".as_bytes()), "é");
        assert_eq!(decode(b"a\xe9b"), "a\u{ffff}b");
        assert_eq!(decode(b"\xff\xfe"), "\u{ffff}\u{ffff}");
        assert_eq!(decode(b"cut \xe2\x82"), "cut \u{ffff}");
    }
}
